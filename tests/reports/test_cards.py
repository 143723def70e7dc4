"""Forms about one matter: the plaque card, the visit form, and the sheets that are read."""

from dataclasses import replace
from datetime import date

import pytest

from station_app.domain.forms import (
    CertificationRoster,
    FamilyLine,
    GiftLine,
    OverdueList,
    OverdueRow,
    PlaqueCard,
    PlaqueChange,
    PlaqueRoster,
    PlaqueRow,
    PrivacyNotice,
    RecoverySheet,
    VisitCard,
    VisitRoster,
    VisitRow,
)
from station_app.domain.masking import MaskLevel
from station_app.domain.recovery import new_words
from station_app.progress import Silent
from station_app.reports import (
    certification_roster,
    plaque_register,
    plaque_roster,
    privacy_notice,
    recovery_sheet,
    visit_form,
)
from tests.reports.reading import ink_in, pages
from tests.reports.samples import ID_NUMBER, imprint

CARD_LABELS = (
    "编号",
    "户主姓名",
    "家庭类别",
    "依据人员姓名",
    "性别",
    "身份证号",
    "与户主关系",
    "证件名称及编号",
    "入伍时间",
    "家庭住址",
    "联系电话",
    "申请方式",
    "申请时间",
    "同户其他符合条件人员",
    "悬挂位置",
    "悬挂时间",
    "悬挂人员",
    "悬挂家庭签字",
    "村（社区）意见",
    "镇（街道）意见",
    "变更记录",
    "决定文号",
    "备注",
)
VISIT_LABELS = (
    "走访日期",
    "走访类型",
    "走访方式",
    "带队领导/级别",
    "走访人员",
    "对象姓名",
    "性别",
    "年龄",
    "人员类别",
    "身份证号",
    "住址",
    "电话",
    "家庭人口及成员情况",
    "身体状况",
    "意见建议",
    "反映的困难诉求",
    "现场答复/处理意见",
    "走访照片粘贴处",
    "走访人签字",
    "对象签字",
)


def plaque_card() -> PlaqueCard:
    """One household that has had its plaque replaced."""
    return PlaqueCard(
        plaque_no="苏H000001",
        head_name="张明",
        family_kind="退役军人",
        id_number=ID_NUMBER,
        enlisted_on="1968-03",
        hung_on=date(2019, 7, 20),
        other_basis=("李英（烈士遗属）",),
        changes=(PlaqueChange("更换", date(2023, 1, 10), "老化破损"),),
    )


def visit_card() -> VisitCard:
    """One visit before the Spring Festival."""
    return VisitCard(
        visited_on=date(2026, 1, 28),
        kind="节日走访",
        name="张明",
        age=78,
        id_number=ID_NUMBER,
        phone="13800000000",
        needs="申请助行器",
        family=(FamilyLine("李英", "配偶", "1950-03"),),
        gifts=(GiftLine(50_000, "大米", 12_000),),
    )


def test_a_plaque_card_has_every_box_of_its_form_on_one_page() -> None:
    (text,) = pages(plaque_register.pdf([plaque_card()], imprint(), Silent()))
    assert all(label in text for label in CARD_LABELS)
    assert all(
        value in text
        for value in (
            "苏H000001",
            ID_NUMBER,
            "1968.03",
            "2019.07.20",
            "李英（烈士遗属）",
            "老化破损",
        )
    )


def test_a_plaque_card_keeps_the_seal_place_in_the_village_box() -> None:
    document = plaque_register.pdf([plaque_card()], imprint(), Silent())
    assert ink_in(document, 0, (153.5, 149.5, 194.0, 184.0)) == 0


def test_a_blank_plaque_card_offers_its_choices() -> None:
    (text,) = pages(plaque_register.pdf([], imprint(made_by=None), Silent()))
    assert "□三属□现役军人□退役军人" in text
    assert "□大门□室内" in text


def test_each_card_of_a_batch_counts_its_own_pages() -> None:
    found = pages(plaque_register.pdf([plaque_card()] * 30, imprint(), Silent()))
    assert len(found) == 30
    assert all("第1页共1页" in text for text in found)


def test_a_plaque_with_many_changes_goes_on_over_the_page() -> None:
    change = PlaqueChange("更换", date(2023, 1, 10), "老化破损")
    card = replace(plaque_card(), changes=(change,) * 30)
    found = pages(plaque_register.pdf([card], imprint(), Silent()))
    assert len(found) > 1
    assert sum(text.count("老化破损") for text in found) == 30
    assert "光荣牌悬挂登记表（续）" in found[1]


def test_a_visit_form_has_every_box_and_none_for_thoughts() -> None:
    """SETTLED 12: F03 drops 思想动态."""
    found = pages(visit_form.pdf([visit_card()], imprint(), Silent()))
    text = "".join(found)
    assert all(label in text for label in VISIT_LABELS)
    assert "思想" not in text
    assert len(found) == 2


def test_a_visit_form_shows_the_ends_of_the_id_number_only() -> None:
    """F03 prints the ID number masked, whatever the mask level of the print (PV1)."""
    text = "".join(pages(visit_form.pdf([visit_card()], imprint(), Silent())))
    assert "320812********0016" in text
    assert ID_NUMBER not in text
    assert "13800000000" in text


def test_long_notes_of_a_visit_are_printed_to_the_last_character() -> None:
    card = replace(visit_card(), situation="情" * 999 + "终", needs="求" * 999 + "尾")
    text = "".join(pages(visit_form.pdf([card], imprint(), Silent())))
    assert text.count("情") >= 999
    assert "终" in text
    assert "尾" in text


def test_a_visit_form_ends_with_the_place_of_the_seal() -> None:
    document = visit_form.pdf([visit_card()], imprint(), Silent())
    assert "（盖章）" in pages(document)[1]
    assert ink_in(document, 1, (153.5, 235.5, 194.5, 270.0)) == 0


def test_the_roster_of_visits_sums_the_money_handed_over() -> None:
    row = VisitRow(date(2026, 1, 28), "张明", "参战退役军人", None, "3组", "李静", "入户")
    given = replace(row, gifts=(GiftLine(50_000), GiftLine(None, "大米", 12_000)))
    sheet = VisitRoster("2026年1月", (row, given))
    (text,) = pages(visit_form.roster_pdf(sheet, imprint(), Silent()))
    assert "合计2人次500.00" in text
    assert "大米（折款120.00元）" in text
    assert "人民币（大写）：伍佰元整￥500.00" in text


def test_a_visit_form_words_family_follow_up_and_gifts() -> None:
    card = replace(
        visit_card(),
        follow_up="报送助行器申请",
        follow_up_by="李静",
        follow_up_due=date(2026, 2, 15),
    )
    text = "".join(pages(visit_form.pdf([card], imprint(), Silent())))
    assert "同住1人：李英（配偶，1950年生）" in text
    assert "报送助行器申请；责任人：李静；时限：2026年2月15日" in text
    assert "现金500.00元；大米（折款120.00元）" in text


def test_the_roster_of_plaques_lists_each_household() -> None:
    row = PlaqueRow(
        "H00300001", "张明", "张明", "退役军人", ID_NUMBER, "三组12号", "3组", None, None, "待发放"
    )
    sheet = PlaqueRoster("2026年1月", (row,))
    (text,) = pages(plaque_roster.pdf(sheet, imprint(), Silent()))
    assert f"1H00300001张明张明退役军人{ID_NUMBER}三组12号" in text
    assert "合计1户" in text


def test_the_certification_register_names_year_term_and_rate() -> None:
    """CE9: the rate stands in the heading line; 100 % only when everyone is certified."""
    sheet = CertificationRoster(2026, date(2026, 8, 1), date(2026, 11, 30), 10000, 9999, ())
    (text,) = pages(certification_roster.pdf(sheet, imprint(), Silent()))
    assert "认证年度：2026认证期限：2026.08.01至2026.11.30" in text
    assert "应认证10000人已认证9999人认证率99.99%" in text


@pytest.mark.parametrize(
    ("disability", "note", "other"),
    [
        (True, "停发事宜以县级通知为准", "县级通知文号"),
        (False, "县级通知文号：示退〔2026〕1号", "停发事宜"),
    ],
)
def test_the_overdue_list_quotes_only_what_applies_to_its_people(
    disability: bool, note: str, other: str
) -> None:
    """CE4 and SETTLED 23: articles not read in full are printed as 以县级通知为准."""
    row = OverdueRow("张明", "残疾军人", ID_NUMBER, None, disability=disability)
    sheet = OverdueList(2026, date(2026, 12, 15), "示退〔2026〕1号", (row,))
    (text,) = pages(certification_roster.overdue_pdf(sheet, imprint(), Silent()))
    assert note in text
    assert other not in text
    assert "320812********0016" in text


def test_a_posted_plaque_card_shows_no_number() -> None:
    document = plaque_register.pdf([plaque_card()], imprint(mask=MaskLevel.INITIALS), Silent())
    assert ID_NUMBER not in pages(document)[0]


def test_the_recovery_sheet_prints_all_twelve_words_in_order() -> None:
    words = new_words()
    (text,) = pages(recovery_sheet.pdf(RecoverySheet("李静", words), imprint()))
    assert "".join(f"{n}{word}" for n, word in enumerate(words, start=1)) in text
    assert "保管人签字" in text


def test_the_notice_names_what_only_the_station_can_read() -> None:
    """SETTLED 13: station fields are kept upstream sealed, and the notice says so."""
    notice = PrivacyNotice("张明", "320812001003-00001")
    (text,) = pages(privacy_notice.pdf([notice], imprint(), Silent()))
    assert "姓名：张明" in text
    assert text.count("只有本站") >= 3
    assert "不列任何人的“重点”名单" in text
    assert "本人（监护人）签字" in text
    assert "经办人：李静制表日期" in text  # nobody audits what its reader signs
    assert "审核人" not in text
