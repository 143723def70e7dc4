"""Lines H and Q: pensions as they were paid, changes of benefits, and what files still lack."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import EntitlementEventKind, PayItem, PensionKind, SuspendReason
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Tally
from station_app.models.certification import CertificationCycle
from station_app.models.entitlement import EntitlementEvent, PensionPayment
from station_app.models.person import Person
from station_app.queries import tallies
from station_app.queries.figures import figures
from station_app.services import entitlements, facts, pension_payments
from station_app.services.death import CorrectDeath, RegisterDeath, correct_death, register_death
from station_app.services.entitlements import Grant, Resume, Stop, Suspend
from station_app.services.pension_payments import RecordPension
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.source_records import book
from tests.fixtures.villagers import benefit, villager

SEPTEMBER, OCTOBER = Period.month("2022-09"), Period.month("2022-10")
TODAY = date(2022, 10, 20)


def tally(session: Session, period: Period = OCTOBER, today: date = TODAY) -> Tally:
    session.flush()
    return tallies.tally(session, period, today=today)


def pay(session: Session, person: UUID, fen: int, **more: object) -> None:
    given = {"kind": PensionKind.WAR, "month": "2022-10", "paid_on": date(2022, 10, 15)} | more
    command = RecordPension(person_id=person, amount_fen=fen, **given)  # type: ignore[arg-type]  # fields of a command
    pension_payments.record_pension(session, command, today=TODAY)


def test_pensions_are_counted_when_they_are_paid_whatever_month_they_are_for_mc1(
    store: Store,
) -> None:
    with store.write("test") as session:
        first, second = villager(session, "王建国"), villager(session, "周贵英")
        benefit(session, first)
        benefit(session, second)
        pay(session, first, 100_000)
        pay(session, first, 100_000, month="2022-09")
        pay(session, second, 90_000, paid_on=date(2022, 9, 30))
        found = [tally(session, period) for period in (SEPTEMBER, OCTOBER)]
        quarter = tally(session, Period.parse("2022-09..2022-10"))
    assert [one.value("H2", FEN) for one in found] == [90_000, 200_000]
    assert [one.value("H1", "人") for one in found] == [1, 1]
    assert (quarter.value("H1", "人"), quarter.value("H2", FEN)) == (2, 290_000)


def test_each_item_has_its_line_and_a_final_benefit_is_nobody_who_draws_de5_mo7(
    store: Store,
) -> None:
    with store.write("test") as session:
        person, dead = villager(session, "王建国"), villager(session, "周贵英")
        benefit(session, person)
        for item, fen in (
            (PayItem.BASE, 100_000),
            (PayItem.BACKPAY, 20_000),
            (PayItem.DIFF, 3_000),
            (PayItem.EXTRA, 400),
            (PayItem.RECOVER, -50_000),
        ):
            pay(session, person, fen, item=item)
        pay(session, dead, 600_000, item=PayItem.FUNERAL)
        found = tally(session)
        recovered = tallies.rows_behind(session, "H6", OCTOBER, today=TODAY)
        findings = tallies.line_checks(session, OCTOBER, today=TODAY)
    values = {code: found.value(code, FEN) for code in ("H2", "H3", "H4", "H5", "H6")}
    assert values == {"H2": 673_400, "H3": 20_000, "H4": 3_000, "H5": 600_000, "H6": -50_000}
    assert (found.value("H1", "人"), found.value("H5", "人次")) == (1, 1)
    assert found.by_code["H6"].shown(FEN) == "−0.05"
    assert [(row.name, row.fen) for row in recovered] == [("王建国", -50_000)]
    assert [finding for finding in findings if finding.line.startswith("H")] == []


def test_a_payment_taken_back_after_closing_leaves_its_month_mc3(store: Store) -> None:
    with store.write("test") as session:
        person = villager(session)
        pay(session, person, 100_000, month="2022-09", paid_on=date(2022, 9, 15))
        before = tally(session, SEPTEMBER).to_json()
        hand_in(session, "2022-09")
        (payment,) = pension_payments.payments_of(session, person)
        pension_payments.reverse_pension(session, payment.id, reason="退汇")
        after, october = tally(session, SEPTEMBER), tally(session)
        year = tally(session, Period.year(2022))
        report = tallies.tally_report(session, OCTOBER, today=TODAY)
    assert before == after.to_json()
    assert (october.value("H2", FEN), october.value("H1", "人")) == (-100_000, 0)
    assert (year.value("H2", FEN), year.value("H1", "人")) == (0, 0)
    assert report.notes is not None
    assert report.notes["H2"] == "其中冲正以前月份 −1,000.00 元"


def test_people_who_draw_several_kinds_stand_in_each_and_once_in_all(store: Store) -> None:
    with store.write("test") as session:
        both, one = villager(session, "王建国"), villager(session, "周贵英")
        pay(session, both, 100_000)
        pay(session, both, 70_000, kind=PensionKind.DIS)
        pay(session, both, 30_000, kind=PensionKind.DIS, item=PayItem.NURSE)
        pay(session, one, 5_000, kind=PensionKind.DIS, item=PayItem.BACKPAY)
        session.flush()
        codes = ("Y8", "Y8.WAR", "Y8.DIS", "Y8.RED")
        found = figures(session, [(code, OCTOBER) for code in codes], today=TODAY)
    values = [found[code, OCTOBER].values for code in codes]
    assert values == [
        {"人": 1, FEN: 205_000},
        {"人": 1, FEN: 100_000},
        {"人": 1, FEN: 105_000},
        {"人": 0, FEN: 0},
    ]


def grant(session: Session, person: UUID, kind: PensionKind, on: date) -> UUID:
    command = Grant(person_id=person, kind=kind, approved_on=on)
    return entitlements.grant(session, command, today=TODAY).entitlement_id


def changes(session: Session, period: Period) -> list[int | None]:
    found = tally(session, period)
    return [found.value(code, "人") for code in ("H8a", "H8b", "H8c", "H8d")]


def test_benefits_begin_stand_still_go_on_and_end_each_in_its_month_h8(store: Store) -> None:
    months = [Period.month(f"2022-{number:02}") for number in (6, 7, 8, 9, 10)]
    with store.write("test") as session:
        person = villager(session)
        key = grant(session, person, PensionKind.WAR, date(2022, 6, 8))
        stopped = Suspend(
            entitlement_id=key,
            reason=SuspendReason.NOT_CERTIFIED,
            on=date(2022, 6, 30),
            effective_month="2022-07",
        )
        entitlements.suspend(session, stopped, today=TODAY)
        resume = Resume(entitlement_id=key, on=date(2022, 7, 9), doc_no="县〔2022〕5号")
        entitlements.resume(session, resume, today=TODAY)
        end = Stop(
            entitlement_id=key,
            event=EntitlementEventKind.REVOKE,
            on=date(2022, 9, 1),
            effective_month="2022-09",
        )
        entitlements.stop(session, end, today=TODAY)
        found = [changes(session, month) for month in months]
        year = changes(session, Period.year(2022))
    assert found == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    assert year == [1, 1, 1, 1]


def test_a_death_ends_all_benefits_of_one_person_once_and_closing_them_counts_no_more(
    store: Store,
) -> None:
    with store.write("test") as session:
        person = villager(session, birth_date="1944-03-05")
        keys = [
            grant(session, person, kind, date(2022, 2, 8))
            for kind in (PensionKind.WAR, PensionKind.DIS)
        ]
        died = RegisterDeath(
            person_id=person, death_date="2022-08-30", reported_on=date(2022, 9, 5)
        )
        register_death(session, died, today=TODAY)
        for key in keys:
            over = Stop(
                entitlement_id=key,
                event=EntitlementEventKind.END,
                on=date(2022, 10, 9),
                effective_month="2022-10",
            )
            entitlements.stop(session, over, today=TODAY)
        found = [changes(session, period) for period in (SEPTEMBER, OCTOBER)]
        rows = tallies.rows_behind(session, "H8d", SEPTEMBER, today=TODAY)
    assert found == [[0, 0, 0, 1], [0, 0, 0, 0]]
    assert [(row.person_id, row.count) for row in rows] == [(person, 1)]


def test_a_death_that_was_none_takes_the_end_of_the_benefit_back_de10(store: Store) -> None:
    with store.write("test") as session:
        person = villager(session, birth_date="1944-03-05")
        grant(session, person, PensionKind.WAR, date(2022, 2, 8))
        died = RegisterDeath(
            person_id=person, death_date="2022-08-30", reported_on=date(2022, 9, 5)
        )
        register_death(session, died, today=TODAY)
        hand_in(session, "2022-09")
        wrong = CorrectDeath(person_id=person, reason="登记错人", second_person="李秀兰")
        correct_death(session, wrong, today=TODAY)
        found = [changes(session, period) for period in (SEPTEMBER, OCTOBER)]
        standing = session.scalars(select(EntitlementEvent)).all()
    assert found == [[0, 0, 0, 1], [0, 0, 0, -1]]
    assert sum(event.sign for event in standing if event.event == "DIE") == 0


def test_what_files_still_lack_q1_to_q4(store: Store) -> None:
    with store.write("test") as session:
        whole = villager(session, "王建国", id_number="11010519491231002X", mobile="13800000001")
        session.get_one(Person, whole).grid_id = whole
        villager(session, "周贵英", category="VET_UNSPEC")
        villager(session, "孙长河", category=None, birth_date="1950-01-01")
        villager(session, "孙长河 ", category="WAR", birth_date=None)
        twin = villager(session, "孙长河", birth_date="1950-01-01", mobile="13800000001")
        gone = villager(session, "周贵英", status="MERGED")
        rows = tallies.rows_behind(session, "Q2", OCTOBER, today=TODAY)
        found = tally(session)
    assert [found.value(f"Q{number}", "人") for number in (1, 2, 3, 4)] == [4, 2, 4, 2]
    assert twin in {row.person_id for row in rows}
    assert gone not in {row.person_id for row in rows}


def test_a_file_cancelled_this_month_is_said_and_does_not_block(store: Store) -> None:
    with store.write("test") as session:
        villager(session, "王建国")
        for name in ("周贵英", "郑大水"):
            villager(session, name, status="REMOVED", removed_on=date(2022, 10, 5))
        twice = villager(session, "孙长河", status="DECEASED", death_date="2022-09-30")
        row = session.get_one(Person, twice)
        row.moved_out_on, row.death_reported_on = date(2022, 5, 1), date(2022, 10, 8)
        session.flush()
        (finding,) = [
            one for one in tallies.line_checks(session, OCTOBER, today=TODAY) if one.line == "A1"
        ]
    assert (finding.gravity, finding.code, finding.found) == ("W", "tally.people_corrected", 1)


@pytest.mark.parametrize(
    ("registered_on", "days"),
    [
        (date(2022, 10, 3), {"status": "REMOVED", "removed_on": date(2022, 10, 5)}),
        (date(2022, 10, 3), {"status": "DECEASED", "death_reported_on": date(2022, 9, 20)}),
        (date(2022, 11, 3), {"status": "DECEASED", "death_reported_on": date(2022, 10, 20)}),
        (date(2022, 10, 3), {"status": "DECEASED"}),
    ],
    ids=["made-and-cancelled", "made-after-the-death", "made-later", "no-day-of-death"],
)
def test_a_file_made_by_mistake_or_too_late_does_not_block_its_month(
    store: Store,
    registered_on: date,
    days: dict[str, Any],  # Any: columns of a file
) -> None:
    """Or the station could never hand that month in."""
    with store.write("test") as session:
        villager(session, "王建国")
        villager(session, "周贵英", registered_on=registered_on, **days)
        session.flush()
        (finding,) = [
            one for one in tallies.line_checks(session, OCTOBER, today=TODAY) if one.line == "A1"
        ]
    assert (finding.gravity, finding.code, finding.found) == ("W", "tally.people_corrected", 1)


@pytest.mark.parametrize(("again", "difference"), [(3_000, 1_500), (4_000, 3_000)])
def test_a_regular_month_taken_back_later_does_not_block_the_month_of_the_correction(
    store: Store, again: int, difference: int
) -> None:
    """5,000 of September come back and less is paid instead: 补差 is then more than the whole."""
    with store.write("test") as session:
        person = villager(session, "王建国")
        pay(session, person, 5_000, month="2022-09", paid_on=date(2022, 9, 15))
        hand_in(session, "2022-09")
        facts.reverse(session, session.scalars(select(PensionPayment)).one(), reason="金额写错")
        pay(session, person, again, month="2022-09")
        pay(session, person, difference, item=PayItem.DIFF)
        session.flush()
        findings = tallies.line_checks(session, OCTOBER, today=TODAY)
    assert [one for one in findings if one.gravity == "B"] == []


LEFT: dict[str, dict[str, object]] = {
    "dead": {"status": "DECEASED", "death_reported_on": date(2022, 9, 9)},
    "moved": {"status": "MOVED_OUT", "moved_out_on": date(2022, 9, 9)},
}


@pytest.mark.parametrize("how", LEFT)
def test_who_left_after_certifying_does_not_block_the_months_after(how: str) -> None:
    """Certified in August, gone in September: no fault in October (D3 ≤ D1 + deaths and moves)."""
    with book() as ledger:
        window = {"open_on": date(2022, 8, 1), "due_on": date(2022, 11, 30), "grace_days": 60}
        ledger.insert(CertificationCycle, [{"year": 2022, "status": "OPEN", **window}])
        people = [*ledger.people(2), *ledger.people(1, **LEFT[how])]
        ledger.benefits(people)
        ledger.certified(people, date(2022, 8, 9), "HOME")
        stranger = ledger.people(1)
        found = tallies.tally(ledger.session, OCTOBER, today=TODAY)
        findings = tallies.line_checks(ledger.session, OCTOBER, today=TODAY)
        ledger.certified(stranger, date(2022, 8, 9), "HOME")
        worse = tallies.line_checks(ledger.session, OCTOBER, today=TODAY)
    assert [found.value(code, "人") for code in ("D1", "D3")] == [2, 3]
    assert [finding for finding in findings if finding.line == "D3"] == []
    assert [(one.code, one.expected, one.found) for one in worse if one.line == "D3"] == [
        ("tally.certified", 3, 4)
    ]


def test_two_files_of_one_man_count_once_though_their_facts_count_in_two_months() -> None:
    """The second file was merged into the first: its fact of October adds nothing to what is."""
    with book() as ledger:
        (kept,) = ledger.people(1)
        (merged,) = ledger.people(1, status="MERGED", merged_into_id=kept)
        day = date(2022, 9, 9)
        ledger.certified([kept], date(2022, 9, 1), "HOME")
        ledger.certified([merged], date(2022, 10, 1), "HOME")
        ledger.gifts([kept], 100, day)
        ledger.gifts([merged], 100, day, counted_ym="2022-10")
        wanted = [(code, span) for code in ("D2", "K1", "Y5") for span in (SEPTEMBER, OCTOBER)]
        found = figures(ledger.session, wanted, today=TODAY)
    counts = [next(iter(found[one].values.values())) for one in wanted]
    assert counts == [1, 0, 1, 0, 1, 0]
