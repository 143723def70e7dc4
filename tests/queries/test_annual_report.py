"""F10 as data: two years beside each other, as they were reported, and what was put right later."""

from datetime import date

from sqlalchemy import select

from station_app.domain.codes import PensionKind
from station_app.domain.periods import Period
from station_app.domain.tally import FEN
from station_app.models.entitlement import PensionPayment
from station_app.queries import tallies
from station_app.queries.annual import annual_report
from station_app.queries.reported_figures import reported_figures
from station_app.services import facts, pension_payments
from station_app.services.pension_payments import RecordPension
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.source_records import book
from tests.fixtures.villagers import villager

YEAR, DECEMBER = Period.year(2022), Period.month("2022-12")
JANUARY = date(2023, 1, 20)


def test_an_error_of_december_found_in_january_leaves_the_year_and_is_named_beside_it_mc5(
    store: Store,
) -> None:
    with store.write("test") as session:
        paid = RecordPension(
            person_id=villager(session, "王建国"),
            kind=PensionKind.WAR,
            month="2022-12",
            amount_fen=150_000,
            paid_on=date(2022, 12, 20),
        )
        pension_payments.record_pension(session, paid, today=JANUARY)
        session.flush()
        hand_in(session, "2022-12", tally=tallies.tally(session, DECEMBER, today=JANUARY))
        (payment,) = session.scalars(select(PensionPayment))
        facts.reverse(session, payment, reason="退汇")
        villager(session, "周贵英", registered_on=date(2022, 12, 5))
        session.flush()
        report = annual_report(session, YEAR, today=JANUARY)
        asked = [("A7", DECEMBER), ("H2", DECEMBER), ("Y8.WAR", YEAR), ("G4", YEAR)]
        found = reported_figures(session, asked, today=JANUARY)
    rows = {(row.figure.code, row.unit): row for row in report.table_a}
    assert rows["H2", FEN].this.value(FEN) == 150_000
    assert rows["H2", FEN].difference_shown == "+0.15"
    (adjusted,) = report.adjusted
    assert (adjusted.figure.code, adjusted.words) == (
        "H2",
        ("年终调整 −1,500.00 元（计入以后的年度）",),
    )
    assert [found[key].values for key in asked] == [
        {"人": 0},
        {FEN: 150_000},
        {"人": 1, FEN: 150_000},
        {"张": None},
    ]


def test_parts_without_a_figure_in_either_year_are_left_out_and_others_are_shown_as_nothing() -> (
    None
):
    with book() as ledger:
        people = ledger.people(3, registered_on=date(2022, 2, 1))
        ledger.gifts(people, 90_000, date(2021, 2, 1), kind="MODEL")
        report = annual_report(ledger.session, YEAR, today=YEAR.last_day)
    codes = [row.figure.code for row in report.table_a]
    assert "C4.MODEL" in codes
    assert "C4.TROOPS" not in codes
    shown = {
        (row.figure.code, row.unit): (row.this.shown(row.unit), row.last.shown(row.unit))
        for row in report.table_a
    }
    assert shown["C1", "人次"] == ("0", "3")
    assert shown["D4", "%"] == ("—", "—")
    assert shown["A7", "人"] == ("3", "0")
    assert report.table_b == ()


def test_a_festival_of_two_funds_is_one_row_that_names_both() -> None:
    with book() as ledger:
        people = ledger.people(4)
        spring = {"kind": "VET_DIFF", "occasion": "SPRING"}
        ledger.gifts(people, 400, date(2022, 1, 20), funding="COUNTY", **spring)
        ledger.gifts(people[:2], 100, date(2022, 1, 20), funding="TOWN", **spring)
        goods = {"pay_form": "GOODS", "funding": "TOWN"}
        ledger.gifts(people[:1], 70, date(2022, 1, 21), **goods, **spring)
        ledger.gifts(people[:1], 50, date(2022, 5, 1), kind="VET_DIFF", occasion="DAILY")
        (row,) = annual_report(ledger.session, YEAR, today=YEAR.last_day).table_b
    assert (row.count, row.fen, row.goods_fen) == (7, 570, 70)
    assert row.funding_shown == "区县财政、镇街财政"
