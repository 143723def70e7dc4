"""The figures of the source documents, made again from records (DOMAIN §6.5).

Each test is named after its quote; the quote itself stands in its docstring.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from station_app.domain.money import narrative, percent, wan_trimmed
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, TallyLine
from station_app.models.certification import CertificationCycle
from station_app.models.identifiers import new_id
from station_app.queries.annual import annual_report
from station_app.queries.figures import figures
from station_app.queries.tallies import line_checks, rows_behind
from tests.fixtures.source_records import Book, book

YEAR, TO_OCTOBER = Period.year(2022), Period.parse("2022-01..2022-10")
FIVE_YEARS = Period.parse("2019-01..2023-12")
WAN = 1_000_000


def figure(session: Session, code: str, period: Period) -> TallyLine:
    return figures(session, [(code, period)], today=period.last_day)[code, period]


# S0 清江浦区 2022


@pytest.fixture(scope="module")
def s0() -> Iterator[Session]:
    """The district of 2022 with its ledgers; tests only read it."""
    with book() as ledger:
        receivers = _roll(ledger)
        _five_ledgers(ledger, receivers)
        _other_condolence(ledger, receivers)
        _pensions(ledger, receivers)
        yield ledger.session


def _roll(ledger: Book) -> list[UUID]:
    """21,247 files; 1,055 people draw a benefit, some suspended, more were refused or have died."""
    people = ledger.people(20_900, registered_on=date(2022, 6, 1))
    ledger.people(300, registered_on=None)
    ledger.people(47, registered_on=date(2020, 1, 5), status="MOVED_OUT")
    ledger.people(12, registered_on=date(2021, 1, 5), status="REMOVED")
    ledger.benefits(people[:1000])
    ledger.benefits(people[:200], kind="DIS")
    ledger.benefits(people[1000:1055], state="SUSPENDED")
    ledger.benefits(people[1055:1100], state="APPLIED")
    ledger.benefits(people[1100:1120], state="DECEASED", stop_month="2022-05")
    return people


def _five_ledgers(ledger: Book, people: list[UUID]) -> None:
    for kind, heads, fen, form in (
        ("ENTITLED_DIFF", 267, 26_500_000, "CASH"),
        ("VET_DIFF", 93, 7_580_000, "CASH"),
        ("OFFICER_DIFF", 188, 17_540_000, "TRANSFER"),
        ("MARTYR_DIFF", 8, 800_000, "CASH"),
    ):
        ledger.gifts(people[:heads], fen, date(2022, 3, 9), kind=kind, pay_form=form)
    ledger.gifts(
        [None], 4_800_000, date(2022, 5, 9),
        kind="FOCUS", recipient_kind="GROUP", headcount=120, pay_form="GOODS",
    )  # fmt: skip


def _other_condolence(ledger: Book, people: list[UUID]) -> None:
    spring = {"kind": "TWO_JOIN", "occasion": "SPRING"}
    ledger.gifts(people[:800], 80 * WAN, date(2021, 12, 28), occasion_year=2022, **spring)
    ledger.gifts(people[:10], 9 * WAN, date(2022, 12, 30), occasion_year=2023, **spring)
    ledger.gifts(people[:810], 81 * WAN, date(2022, 7, 25), kind="TWO_JOIN", occasion="BAYI")
    ledger.gifts(
        [None], 13 * WAN, date(2022, 7, 28),
        kind="TROOPS", recipient_kind="TROOPS", pay_form="GOODS",
    )  # fmt: skip
    letters = {"kind": "LETTER", "recipient_kind": "GROUP", "pay_form": "GOODS"}
    ledger.gifts([None], 0, date(2022, 1, 20), headcount=1, quantity=10_240, **letters)
    ledger.gifts(people[:3], 750_000, date(2022, 9, 2), kind="MODEL")
    families = {"kind": "BORDER", "recipient_kind": "FAMILY"}
    ledger.gifts([None] * 25, 1_500_000, date(2022, 9, 9), **families)
    ledger.gifts(people[:5], 2_550_000, date(2022, 8, 1), kind="MERIT_BONUS")
    ledger.visits(
        (None, date(2022, 10, day), {"recipient_text": whom, "headcount": heads})
        for day, whom, heads in ((1, "敬老院", 12), (2, "孤寡老人", 8))
    )


def _pensions(ledger: Book, people: list[UUID]) -> None:
    """1,614.58 万元 were paid by the end of October, by the day of paying."""
    parts = [160 * WAN] * 9 + [161_458 * 10_000 - 9 * 160 * WAN]
    for number, fen in enumerate(parts, start=1):
        paid = date(2022, number, 20)
        ledger.pensions(people[:1000], fen, paid, month=f"2022-{number:02}")
    ledger.pensions(people[:1000], 160 * WAN, date(2021, 12, 20), month="2021-12")
    ledger.pensions(people[:1000], 160 * WAN, date(2022, 11, 1), month="2022-10")


@pytest.mark.parametrize(
    ("kind", "heads", "fen", "shown"),
    [
        ("ENTITLED_DIFF", 267, 26_500_000, "26.5"),
        ("VET_DIFF", 93, 7_580_000, "7.58"),
        ("FOCUS", 120, 4_800_000, "4.8"),
        ("OFFICER_DIFF", 188, 17_540_000, "17.54"),
        ("MARTYR_DIFF", 8, 800_000, "0.8"),
    ],
)
def test_s0_267_26_5_and_93_7_58_and_120_4_8_and_188_17_54_and_8_0_8(
    s0: Session, kind: str, heads: int, fen: int, shown: str
) -> None:
    """267人次26.5万元 … 93人次7.58万元 … 120人次4.8万元 … 188人次17.54万元 … 8人次0.8万元."""
    line = figure(s0, f"C4.{kind}", YEAR)
    assert (line.value("人次"), line.value(FEN)) == (heads, fen)
    assert wan_trimmed(line.value(FEN) or 0) == shown


def test_s0_676_person_times_and_57_22_wan_in_five_kinds(s0: Session) -> None:
    """The sum of the five, which floats would give as 57.21999… (MO6)."""
    codes = [f"C4.{k}" for k in ("ENTITLED_DIFF", "VET_DIFF", "FOCUS", "OFFICER_DIFF")]
    wanted = [(code, YEAR) for code in (*codes, "C4.MARTYR_DIFF")]
    lines = figures(s0, wanted, today=YEAR.last_day).values()
    assert sum(line.value("人次") or 0 for line in lines) == 676
    assert wan_trimmed(sum(line.value(FEN) or 0 for line in lines)) == "57.22"


def test_s0_120_person_times_4_8_wan_are_goods_and_no_person_stands_behind(s0: Session) -> None:
    """与公安联合慰问重点关注对象120人次4.8万元物质."""
    assert figure(s0, "Y2.FOCUS", YEAR).value(FEN) == 4_800_000
    rows = rows_behind(s0, "C4.FOCUS", YEAR, today=YEAR.last_day)
    assert [(row.person_id, row.count) for row in rows] == [(None, 120)]


def test_s0_1055_people_draw_a_benefit(s0: Session) -> None:
    """现共有享受定期抚恤补助的优抚对象1055人: 其中停发 stay in (SU5), two benefits are one man."""
    assert figure(s0, "A5", TO_OCTOBER).value("人") == 1055
    assert figure(s0, "A5a", TO_OCTOBER).value("人") == 55


def test_s0_1614_58_wan_of_pensions_from_january_to_october_by_the_day_of_paying(
    s0: Session,
) -> None:
    """2022年1-10月，共发放…抚恤补助金1614.58万元."""
    line = figure(s0, "H2", TO_OCTOBER)
    assert (line.value(FEN), line.shown(FEN)) == (1_614_580_000, "1614.58")
    assert narrative(line.value(FEN) or 0) == "1614.58万元"
    assert figure(s0, "H1", TO_OCTOBER).value("人") == 1000


def test_s0_161_wan_at_spring_festival_and_bayi_go_by_the_year_of_the_festival(
    s0: Session,
) -> None:
    """春节、“八一”共发放企业退休“两参”人员慰问金161万元; by the calendar it is less (MO2)."""
    assert figure(s0, "Y1.TWO_JOIN", YEAR).shown(FEN) == "161.00"
    assert figure(s0, "C4.TWO_JOIN", YEAR).shown(FEN) == "90.00"
    report = annual_report(s0, YEAR, today=YEAR.last_day)
    rows = {(row.occasion, row.kind): row for row in report.table_b}
    assert {key: (row.count, row.fen) for key, row in rows.items()} == {
        ("SPRING", "TWO_JOIN"): (800, 80 * WAN),
        ("BAYI", "TWO_JOIN"): (810, 81 * WAN),
    }
    assert rows["BAYI", "TWO_JOIN"].funding_shown == "区县财政"


def test_s0_2_5_wan_for_the_merits_of_five(s0: Session) -> None:
    """为5名现役军人家庭送立功喜报…送上立功慰问金2.5万余元: more than 2.5 (MO8)."""
    line = figure(s0, "C4.MERIT_BONUS", YEAR)
    assert (line.value("人次"), line.shown(FEN)) == (5, "2.55")


def test_s0_13_wan_of_goods_for_the_troops(s0: Session) -> None:
    """慰问驻区部队…慰问物资共计13万元: no 人次."""
    assert figure(s0, "Y2.TROOPS", YEAR).shown(FEN) == "13.00"
    assert figure(s0, "C4.TROOPS", YEAR).value("人次") == 0
    assert figure(s0, "C7", YEAR).value("个次") == 1


def test_s0_more_than_10000_letters(s0: Session) -> None:
    """发放春联、年画慰问信10000余份."""
    assert figure(s0, "C8", YEAR).value("份") == 10_240


def test_s0_7500_yuan_for_the_most_beautiful_veterans(s0: Session) -> None:
    """走访慰问第二届清江浦区最美退役军人，送去慰问金7500元."""
    assert narrative(figure(s0, "C4.MODEL", YEAR).value(FEN) or 0) == "7500元"


def test_s0_25_families_of_border_guards_and_15000_yuan(s0: Session) -> None:
    """走访慰问25名…边海防官兵家庭…慰问金15000元."""
    assert figure(s0, "Y3.BORDER", YEAR).value("户") == 25
    assert figure(s0, "C4.BORDER", YEAR).value(FEN) == 1_500_000
    assert figure(s0, "C4.BORDER", YEAR).shown(FEN) == "1.50"


def test_s0_21247_files_made(s0: Session) -> None:
    """自5月中旬…共建档立卡21247人: the moved in, cancelled ones not, unknown days too."""
    assert figure(s0, "A6", TO_OCTOBER).value("人") == 21_247
    assert figure(s0, "A7", YEAR).value("人") == 20_900


def test_s0_20_person_times_without_a_file(s0: Session) -> None:
    """走访慰问敬老院、孤寡老人、贫困户20人次: a line of their own within B1."""
    assert figure(s0, "Y7", YEAR).value("人次") == figure(s0, "B1", YEAR).value("人次") == 20


# S2 南通 2023


def test_s2_more_than_5600_households_of_people_in_service() -> None:
    """走访…5600多户现役军人家庭: households once however often, other households not."""
    year = Period.year(2023)
    with book() as ledger:
        homes, people = ledger.families(2_808, "FAM_CONSCRIPT")
        more, others = ledger.families(2_810, "FAM_SERVICE")
        away, strangers = ledger.families(40, "WAR")
        pairs = [*zip(homes, people, strict=True), *zip(more, others, strict=True)]
        twice = [*pairs, *pairs[:500], *zip(away, strangers, strict=True)]
        ledger.visits((p, date(2023, 7, 9), {"household_id": h}) for h, p in twice)
        line = figure(ledger.session, "Y6", year)
        rows = rows_behind(ledger.session, "Y6", year, today=year.last_day)
    assert line.value("户") == 5_618 == len({row.household_id for row in rows})


def test_s2_126_3_wan_of_the_care_fund_for_368_people() -> None:
    """退役军人关爱基金126.3万元，救助生活困难退役军人368人: 人, not 人次."""
    year = Period.year(2023)
    with book() as ledger:
        people = ledger.people(368)
        ledger.gifts(people, 100 * WAN, date(2023, 2, 1), funding="CARE_FUND")
        ledger.gifts(people[:50], 26_300_000, date(2023, 9, 1), funding="CARE_FUND")
        ledger.gifts(people[:9], WAN, date(2023, 9, 1), funding="TOWN")
        lines = {code: figure(ledger.session, code, year) for code in ("C1", "Y4")}
        fund = figure(ledger.session, "C5.CARE_FUND", year)
        helped = figure(ledger.session, "Y4.CARE_FUND", year)
    assert (fund.shown(FEN), helped.value("人")) == ("126.30", 368)
    assert (lines["C1"].value("人次"), lines["Y4"].value("人")) == (427, 368)


def test_s2_more_than_20000_person_times_visited_or_given() -> None:
    """走访慰问…2万余人次: B1 + C1 united; a visit with money is one (CN2)."""
    year = Period.year(2023)
    with book() as ledger:
        people = ledger.people(300)
        ledger.visits((person, date(2023, 8, 1), {}) for person in people)
        ledger.gifts(people, 3 * WAN, date(2023, 8, 1))
        ledger.gifts(people, 3 * WAN, date(2023, 9, 1))
        heads = {"recipient_kind": "GROUP", "headcount": 19_500}
        ledger.gifts([None], 900 * WAN, date(2023, 1, 12), **heads)
        line = figure(ledger.session, "Y5", year)
        rows = rows_behind(ledger.session, "Y5", year, today=year.last_day)
    assert line.value("人次") == 20_100 == sum(row.count for row in rows)


# S3 石狮 2019–2023


def test_s3_3054_person_times_and_557_8_wan_in_five_years() -> None:
    """累计慰问帮扶3054人次，557.8万元: K1, K2, once a person, day, occasion."""
    with book() as ledger:
        people = ledger.people(600)
        for year in range(2019, 2024):
            ledger.gifts(people, 100 * WAN, date(year, 1, 20), occasion="SPRING")
        ledger.gifts(people[:54], 20 * WAN, date(2023, 8, 1), occasion="BAYI")
        ledger.gifts(people[:54], 30 * WAN, date(2023, 8, 1), occasion="BAYI", funding="TOWN")
        ledger.gifts(people[:10], 7_800_000, date(2023, 8, 1), occasion="BAYI", pay_form="GOODS")
        heads, money = (figure(ledger.session, code, FIVE_YEARS) for code in ("K1", "K2"))
        rows = rows_behind(ledger.session, "K1", FIVE_YEARS, today=FIVE_YEARS.last_day)
    assert (heads.value("人次"), money.shown(FEN)) == (3_054, "557.80")
    assert narrative(money.value(FEN) or 0) == "557.8万元"
    assert sum(row.count for row in rows) == 3_054


def test_s3_1_26_yi_of_benefits_in_five_years_is_written_in_yi() -> None:
    """五年发放各类补助金、优待金、体检费1.26亿元: the pensions of it (MO5)."""
    with book() as ledger:
        people = ledger.people(400)
        for year in range(2019, 2024):
            ledger.pensions(people, 2_520 * WAN, date(year, 6, 20), month=f"{year}-06")
        line = figure(ledger.session, "H2", FIVE_YEARS)
    assert narrative(line.value(FEN) or 0) == "1.26亿元"


# S4 某区 2023


def test_s4_21667_plaques_are_stock_and_not_what_was_hung_in_the_year() -> None:
    """光荣牌21667块: what hangs at the end, withdrawn and lost ones not, replaced ones once."""
    year = Period.year(2023)
    with book() as ledger:
        old, new = [new_id() for _ in range(21_400)], [new_id() for _ in range(310)]
        ledger.plaques(old, "HANG", date(2019, 7, 20))
        ledger.plaques(new, "ISSUE", date(2023, 3, 1))
        ledger.plaques(new[:300], "HANG", date(2023, 3, 2))
        ledger.plaques(new[300:], "PLACE_INDOOR", date(2023, 3, 2))
        ledger.plaques(old[:13], "WITHDRAW", date(2023, 4, 1))
        ledger.plaques(old[13:33], "LOSE", date(2023, 5, 1), "L01")
        ledger.plaques(old[33:43], "MOVE_OUT", date(2023, 6, 1))
        stock, hung = (figure(ledger.session, code, year) for code in ("E7", "E2"))
    assert (stock.value("块"), hung.value("块")) == (21_667, 310)


def test_s4_14_units_of_the_army_and_22_wan_of_goods_and_7_families_at_the_border() -> None:
    """慰问部队14家，物资22万元；慰问“边海防”官兵家庭7个: a family twice is one 户."""
    year = Period.year(2023)
    with book() as ledger:
        troops = {"kind": "TROOPS", "recipient_kind": "TROOPS", "pay_form": "GOODS"}
        ledger.gifts([None] * 14, 22 * WAN, date(2023, 7, 28), **troops)
        homes, people = ledger.families(7, "FAM_BORDER")
        for on in (date(2023, 1, 15), date(2023, 8, 1)):
            for home, person in zip(homes, people, strict=True):
                ledger.gifts([person], 60_000, on, kind="BORDER", household_id=home)
        codes = ("C7", "Y2.TROOPS", "Y3.BORDER", "C6", "C4.BORDER")
        lines = {code: figure(ledger.session, code, year) for code in codes}
    assert lines["C7"].value("个次") == 14
    assert lines["Y2.TROOPS"].shown(FEN) == "22.00"
    assert (lines["Y3.BORDER"].value("户"), lines["C4.BORDER"].value("人次")) == (7, 14)


def test_s4_certification_by_four_methods() -> None:
    """自主认证、代理认证、上门认证、线上认证: everybody by one method, and they add up."""
    year, day = Period.year(2023), date(2023, 6, 1)
    methods = {"SELF_STATION": 420, "HOME": 130, "ONLINE": 230, "AGENT": 20}
    with book() as ledger:
        window = {"open_on": date(2023, 1, 1), "due_on": date(2023, 11, 30), "grace_days": 60}
        ledger.insert(CertificationCycle, [{"year": 2023, "status": "OPEN", **window}])
        people = ledger.people(810)
        ledger.benefits(people)
        rest = iter(people)
        for method, count in methods.items():
            ledger.certified([next(rest) for _ in range(count)], day, method)
        ledger.certified(people[:30], date(2023, 7, 1), "ONLINE")
        report = annual_report(ledger.session, year, today=year.last_day)
        rate = figure(ledger.session, "D4", year)
    found = {row.code: row.count for row in report.table_d if row.count}
    assert found == methods
    assert {row.share for row in report.table_d if row.code == "SELF_STATION"} == {
        percent(420, 800)
    }
    assert rate.shown("%") == "98.77%"


def test_a_kind_or_a_fund_that_only_others_know_counts_as_other_and_everything_adds_up() -> None:
    """A district adds to its lists, and a newer program knows more of them (DOMAIN §3)."""
    with book() as ledger:
        ledger.gifts(ledger.people(3), 900, date(2022, 2, 1), kind="X_NEW", funding="X_LOCAL")
        codes = ("C4", "C4.OTHER", "C5.OTHER", "C1")
        lines = {code: figure(ledger.session, code, YEAR) for code in codes}
        findings = line_checks(ledger.session, Period.month("2022-02"), today=YEAR.last_day)
    assert lines["C4.OTHER"].values == lines["C4"].values == {"人次": 3, FEN: 900}
    assert lines["C5.OTHER"].value(FEN) == 900
    assert [one for one in findings if one.gravity == "B"] == []
