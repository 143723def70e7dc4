"""Every form of the catalogue filled with people who do not exist: for pictures, tests, measuring.

So many rows are asked for; among them stand a long name, rare characters, a long address, a very
large amount. `drawn` gives the PDF of a form as its report draws it, without a store.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from station_app.domain.forms import (
    CertificationRoster,
    CertificationRow,
    FamilyLine,
    GiftLine,
    Imprint,
    MeetingRow,
    MeetingSheet,
    OverdueList,
    OverdueRow,
    PaymentRoster,
    PaymentRow,
    PersonRoster,
    PersonRow,
    PlaqueCard,
    PlaqueChange,
    PlaqueReceipts,
    PlaqueRoster,
    PlaqueRow,
    PrivacyNotice,
    ReceiptRow,
    RoutePaper,
    RouteStop,
    VisitCard,
    VisitRoster,
    VisitRow,
)
from station_app.domain.forms_pensions import PensionRoster, PensionRow
from station_app.domain.forms_photos import CertificationPhotos, CertifiedPhoto
from station_app.domain.person_file import BasicSheet
from station_app.progress import Silent
from station_app.reports import (
    certification_photos,
    certification_roster,
    meeting_sheet,
    payment_roster,
    pension_roster,
    person_roster,
    person_sheet,
    plaque_receipts,
    plaque_register,
    plaque_roster,
    privacy_notice,
    route_sheet,
    visit_form,
)

NAMES = (
    "张㛃",
    "李䶮",
    "王𬭎",
    "买买提·吐尔逊·阿不都热依木·艾合买提江·库尔班",
    "欧阳建国",
    "赵甲福",
    "钱乙禄",
    "孙丙寿",
)
ADDRESSES = (
    "示范区示范镇朱桥村三组18号",
    "示范市示范区示范镇朱桥社区幸福家园东区第十二幢三单元六〇二室（与长子同住）",
    "朱桥村一组2号",
)
DAY = date(2026, 1, 20)
MOST = 999_999_900
IMPRINT = Imprint(
    station_name="示范镇朱桥村退役军人服务站",
    made_on=DAY,
    made_by="李静",
    printed_by="李静",
    printed_at=datetime(2026, 1, 20, 9, 30, tzinfo=UTC),
)
Drawn = Callable[[int, Imprint], bytes]


def name(number: int) -> str:
    """One of the names, told apart by its number from the ninth person on."""
    return NAMES[number % len(NAMES)]


def id_number(number: int) -> str:
    """Shaped like an ID number; nobody has it (DOMAIN §8.1: serials 000-009)."""
    return f"3208121948{number % 12 + 1:02}{number % 28 + 1:02}00{number % 10}X"


def phone(number: int) -> str:
    """Shaped like a mobile number."""
    return f"1380000{number % 10_000:04}"


def address(number: int) -> str:
    """A short or a very long one."""
    return ADDRESSES[number % len(ADDRESSES)]


def _payment(number: int) -> PaymentRow:
    taken = number % 9 == 5
    return PaymentRow(
        name=name(number),
        sex="女" if number % 3 == 0 else "男",
        category="带病回乡退役军人" if number % 2 else "参战退役军人",
        id_number=id_number(number),
        group_name=f"{number % 12 + 1}组",
        address=address(number),
        account=None if number % 2 else "示范农村商业银行朱桥支行 6228480000000000018",
        amount_fen=MOST if number == 3 else 50_000 + number,
        agent="欧阳秀英 配偶 0016" if number % 4 == 1 else None,
        received_on=DAY if number % 4 else None,
        note="冲正：金额写错" if taken else None,
        sign=-1 if taken else 1,
    )


def payments(rows: int, imprint: Imprint) -> bytes:
    """F04 of money."""
    return payment_roster.pdf(_batch(tuple(map(_payment, range(rows)))), imprint, Silent())


def goods(rows: int, imprint: Imprint) -> bytes:
    """F04 of goods."""
    given = tuple(
        replace(
            _payment(number),
            amount_fen=None,
            goods="大米10公斤、食用油5升" if number % 2 else "棉被",
            quantity=number % 3 + 1,
            goods_value_fen=20_000,
        )
        for number in range(rows)
    )
    return payment_roster.pdf(replace(_batch(given), goods=True), imprint, Silent())


def _batch(rows: tuple[PaymentRow, ...]) -> PaymentRoster:
    return PaymentRoster(
        occasion_year=2026,
        occasion="春节",
        kind="困难优抚对象",
        funding="区县财政",
        doc_no="示退役〔2026〕3号",
        standard_fen=50_000,
        rows=rows,
    )


def pensions(rows: int, imprint: Imprint) -> bytes:
    """F12 定期抚恤补助发放表."""
    return pension_roster.pdf(
        PensionRoster(2025, tuple(map(_pension, range(rows))), rows, rows * 1_000_000),
        imprint,
        Silent(),
    )


def _pension(number: int) -> PensionRow:
    paid = 1_234_567 if number == 3 else 83_210 + number
    late = number % 5 == 2
    return PensionRow(
        name=name(number),
        id_number=id_number(number),
        kind="带病回乡退役军人生活补助" if number % 2 else "参战退役军人生活补助",
        group_name=f"{number % 12 + 1}组",
        months=(None, None, *[paid] * 10) if late else (paid,) * 12,
        not_due=frozenset({1, 2}) if late else frozenset(),
        note="补差 50.00" if number % 4 == 1 else None,
    )


def people(rows: int, imprint: Imprint) -> bytes:
    """F12 服务对象花名册."""
    return person_roster.pdf(PersonRoster(DAY, tuple(map(_person, range(rows)))), imprint, Silent())


def _person(number: int) -> PersonRow:
    return PersonRow(
        name=name(number),
        sex="男",
        ethnicity="维吾尔族" if number % 8 == 3 else "汉族",
        born="1948-01-01",
        id_number=id_number(number),
        category="参战退役军人",
        address=address(number),
        group_name=f"{number % 12 + 1}组",
        phone=phone(number),
        enlisted_on="1968-03",
        discharged_on="1973-12-05",
        grid="第三网格",
        note="在外务工，春节回乡" if number % 4 == 0 else None,
    )


def sheets(rows: int, imprint: Imprint) -> bytes:
    """F12 建档立卡表."""
    made = [sheet(number) for number in range(rows)] or [BasicSheet()]
    return person_sheet.pdf(made, len(made), imprint, Silent())


def sheet(number: int) -> BasicSheet:
    """The sheet of one person."""
    return BasicSheet(
        name=name(number),
        sex="男",
        id_number=id_number(number),
        born="1948-01-01",
        ethnicity="汉族",
        categories=("参战退役军人", "带病回乡退役军人"),
        political="中共党员",
        education="初中",
        marital="已婚",
        hukou_type="农业",
        address=address(number),
        group_name="三组",
        mobile=phone(number),
        contact_name=name(number + 1),
        contact_phone=phone(number + 1),
        file_no=f"320812001001-A{number:05}",
        household_no="H001A00001",
        relation_to_head="户主",
        registered_on=date(2022, 5, 20),
        notice_given_on=date(2022, 5, 20),
        status="在册",
    )


def notices(rows: int, imprint: Imprint) -> bytes:
    """告知书."""
    given = [PrivacyNotice(name(n), f"320812001001-A{n:05}", "0517-80000000") for n in range(rows)]
    return privacy_notice.pdf(given or [PrivacyNotice()], imprint, Silent())


def visit_cards(rows: int, imprint: Imprint) -> bytes:
    """F03 of single visits."""
    return visit_form.pdf([_visit_card(number) for number in range(rows)], imprint, Silent())


def _visit_card(number: int) -> VisitCard:
    return VisitCard(
        visited_on=DAY,
        kind="节日慰问",
        method="上门",
        lead="李站长/镇级",
        visitors="李静、王敏",
        name=name(number),
        sex="男",
        age=78,
        category="参战退役军人",
        id_number=id_number(number),
        address=address(number),
        phone=phone(number),
        family=(FamilyLine(name(number + 1), "配偶", "1950-02"), FamilyLine("赵小福", "子")),
        health="高血压，行动不便",
        situation="住房漏雨，冬天取暖靠煤炉；孙子在镇中学读初三，学费由镇里减免。",
        needs="希望帮助修房顶，医药费负担重。",
        answer="已联系村里核实，纳入修缮计划。",
        follow_up="核实房屋",
        follow_up_by="李静",
        follow_up_due=date(2026, 2, 10),
        gifts=(GiftLine(50_000, "大米10公斤", 8_000),),
    )


def visits(rows: int, imprint: Imprint) -> bytes:
    """F03 as a roster."""
    made = tuple(
        VisitRow(
            visited_on=DAY,
            name=name(number),
            category="参战退役军人",
            address=address(number),
            group_name="三组",
            visitors="李静、王敏",
            method="上门",
            gifts=(GiftLine(50_000, "大米", 8_000),) if number % 2 else (),
            needs="房顶漏雨，希望帮助修缮" if number % 3 == 0 else None,
            answer="已纳入计划" if number % 3 == 0 else None,
        )
        for number in range(rows)
    )
    return visit_form.roster_pdf(VisitRoster("2026年1月", made), imprint, Silent())


def routes(rows: int, imprint: Imprint) -> bytes:
    """走访路书."""
    stops = tuple(
        RouteStop(
            number=number + 1,
            name=name(number),
            sex="男",
            age=78,
            group_name="三组",
            address=address(number),
            phone=phone(number),
            last_visit=date(2025, 10, 1),
            contact_due=number % 2 == 0,
            condolences=(GiftLine(50_000),) if number % 3 == 0 else (),
            certification_due=number % 4 == 0,
        )
        for number in range(rows)
    )
    paper = RoutePaper("L20260120-1", DAY, "李静、王敏", stops, homes=rows)
    return route_sheet.pdf(paper, imprint, Silent())


def certifications(rows: int, imprint: Imprint) -> bytes:
    """F05."""
    made = tuple(
        CertificationRow(
            name=name(number),
            sex="男",
            born="1948-01-01",
            id_number=id_number(number),
            category="带病回乡退役军人",
            phone=phone(number),
            lives_elsewhere=number % 5 == 0,
            method="上门认证" if number % 2 else None,
            certified_on=DAY if number % 2 else None,
            result="通过" if number % 2 else None,
            certifiers="李静 王敏" if number % 2 else None,
            agent="欧阳秀英" if number % 7 == 1 else None,
        )
        for number in range(rows)
    )
    sheet = CertificationRoster(2026, date(2026, 1, 1), date(2026, 6, 30), rows, rows // 2, made)
    return certification_roster.pdf(sheet, imprint, Silent())


def overdue(rows: int, imprint: Imprint) -> bytes:
    """F05b."""
    made = tuple(
        OverdueRow(
            name=name(number),
            category="残疾军人" if number % 2 else "参战退役军人",
            id_number=id_number(number),
            phone=phone(number),
            last_contact_on=date(2025, 10, 1),
            reason="联系不上" if number % 2 else None,
            noticed_on=date(2026, 1, 5),
            noticed_how="村公告栏张贴并电话通知家属",
            suspend_from="2026-09",
            disability=bool(number % 2),
        )
        for number in range(rows)
    )
    sheet = OverdueList(2025, DAY, "示退役〔2026〕9号", made)
    return certification_roster.overdue_pdf(sheet, imprint, Silent())


def certification_pages(rows: int, imprint: Imprint) -> bytes:
    """认证照片页, without pictures."""
    made = tuple(
        CertifiedPhoto(name(n), "男", id_number(n), "上门认证", DAY, "李静 王敏")
        for n in range(rows)
    )
    sheet = CertificationPhotos(2026, rows, made)
    return certification_photos.pdf(sheet, imprint, Silent())


def meetings(rows: int, imprint: Imprint) -> bytes:
    """集中认证签到表."""
    made = tuple(
        MeetingRow(name(n), "男", 78, id_number(n), f"{n % 12 + 1}组", phone(n))
        for n in range(rows)
    )
    sheet = MeetingSheet(2026, DAY, "村部会议室", ("李静", "王敏"), made)
    return meeting_sheet.pdf(sheet, imprint, Silent())


def plaque_cards(rows: int, imprint: Imprint) -> bytes:
    """F01 of single households."""
    return plaque_register.pdf([plaque_card(number) for number in range(rows)], imprint, Silent())


def plaque_card(number: int) -> PlaqueCard:
    """The card of one household."""
    return PlaqueCard(
        plaque_no=f"GP320812001001-A{number:05}",
        head_name=name(number),
        family_kind="退役军人",
        basis_name=name(number),
        sex="男",
        id_number=id_number(number),
        relation_to_head="户主",
        certificate="退役军人优待证 苏退字第0000018号",
        enlisted_on="1968-03",
        discharged_on="1973-12-05",
        address=address(number),
        phone=phone(number),
        apply_mode="主动悬挂",
        applied_on=date(2020, 5, 1),
        other_basis=(name(number + 1),),
        position="大门",
        hung_on=date(2020, 6, 1),
        hung_by="李静、王敏",
        changes=(PlaqueChange("更换", date(2024, 7, 1), "褪色", "示退役〔2024〕5号"),),
    )


def plaques(rows: int, imprint: Imprint) -> bytes:
    """F01 as a roster."""
    made = tuple(
        PlaqueRow(
            household_no=f"H001A{number:05}",
            head_name=name(number),
            basis_name=name(number + 1),
            category="参战退役军人",
            id_number=id_number(number),
            address=address(number),
            group_name="三组",
            phone=phone(number),
            hung_on=date(2020, 6, 1),
            state="已悬挂",
            note="褪色，待更换" if number % 4 == 0 else None,
        )
        for number in range(rows)
    )
    return plaque_roster.pdf(PlaqueRoster("2026年1月", made), imprint, Silent())


def receipts(rows: int, imprint: Imprint) -> bytes:
    """F02."""
    made = tuple(
        ReceiptRow(
            head_name=name(number),
            basis_name=name(number + 1),
            category="参战退役军人",
            address=address(number),
            group_name="三组",
            phone=phone(number),
            kind="更换" if number % 3 else "新发",
        )
        for number in range(rows)
    )
    return plaque_receipts.pdf(PlaqueReceipts(2026, made), imprint, Silent())


SAMPLES: dict[str, Drawn] = {
    "registration-sheet": sheets,
    "person-roster": people,
    "privacy-notice": notices,
    "visit": visit_cards,
    "visit-roster": visits,
    "route-sheet": routes,
    "payment-roster": payments,
    "goods-roster": goods,
    "pension-roster": pensions,
    "certification-roster": certifications,
    "overdue-list": overdue,
    "meeting-sheet": meetings,
    "certification-photos": certification_pages,
    "plaque-register": plaque_cards,
    "plaque-roster": plaques,
    "plaque-receipts": receipts,
}
"""The forms that people stand on, by their name in the catalogue."""
