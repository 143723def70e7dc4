"""The chip 未认证 and the wall of the certification page never disagree (CE1, CE3)."""

from datetime import date
from uuid import UUID

import pytest

from station_app.domain.codes import PensionKind, SuspendReason
from station_app.models.certification import CertificationCycle, CycleKind
from station_app.queries.certifications import (
    current_year,
    not_certified,
    wall,
    wall_and_late,
)
from station_app.queries.people import list_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.entitlements import Suspend, suspend
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number


def uncertified(store: Store, today: date = TODAY) -> list[str]:
    """Whom the chip lists."""
    with store.read() as session:
        page = list_people(session, PeopleFilter(uncertified=True), today=today)
    return [row.name for row in page.rows]


def a_cycle(store: Store, year: int, *kinds: PensionKind) -> UUID:
    """A cycle of the usual window for some kinds, or all."""
    cycle = CertificationCycle(
        year=year,
        open_on=date(year, 8, 1),
        due_on=date(year, 11, 30),
        grace_days=60,
        status="OPEN",
    )
    with store.write("年度") as session:
        session.add(cycle)
        session.add_all([CycleKind(cycle_id=cycle.id, kind=str(kind)) for kind in kinds])
    return cycle.id


@pytest.mark.parametrize(
    "today",
    [date(2022, 3, 1), date(2022, 7, 31), date(2022, 8, 1), date(2022, 10, 20), date(2023, 2, 1)],
)
def test_the_chip_counts_what_the_wall_says_remains(store: Store, today: date) -> None:
    fill_with_sample(store, SampleSize(people=120, years=2), today=TODAY)
    with store.read() as session:
        year = current_year(session, today)
        assert year is not None
        shown = wall(session, year, today)
    assert shown is not None
    assert shown.remaining == len(uncertified(store, today)) > 0


def test_the_wall_and_those_who_are_left_on_it_are_read_together(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=120, years=2), today=TODAY)
    with store.read() as session:
        shown, late = wall_and_late(session, TODAY.year, TODAY)
        assert shown == wall(session, TODAY.year, TODAY)
        assert shown is not None
        assert late == not_certified(session, shown.row.cycle, TODAY)
        assert wall_and_late(session, 1999, TODAY) == (None, [])
    assert len(late) == shown.remaining


def test_ce3_until_the_next_cycle_opens_the_last_one_runs(store: Store) -> None:
    a_benefit(store, a_person(store))
    a_cycle(store, 2021)
    a_cycle(store, 2022)
    assert uncertified(store, date(2022, 7, 31)) == ["王建国"]
    assert uncertified(store, date(2022, 8, 1)) == ["王建国"]


def test_a_cycle_that_will_open_is_already_looked_forward_to(store: Store) -> None:
    a_benefit(store, a_person(store))
    a_cycle(store, 2022)
    assert uncertified(store, date(2022, 7, 20)) == ["王建国"], "the wall shows it as not open yet"


def test_before_any_cycle_nobody_is_due(store: Store) -> None:
    a_benefit(store, a_person(store))
    assert uncertified(store, date(2022, 7, 31)) == []
    assert uncertified(store, date(2022, 8, 1)) == ["王建国"], "CE2: the usual window"


def test_a_cycle_covers_its_kinds_only(store: Store) -> None:
    a_benefit(store, a_person(store), PensionKind.DIS)
    a_benefit(store, a_person(store, "李秀兰", id_number=number(2)), PensionKind.WAR)
    a_cycle(store, 2022, PensionKind.WAR)
    assert uncertified(store) == ["李秀兰"]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [(SuspendReason.NOT_CERTIFIED, ["王建国"]), (SuspendReason.REVIEW, [])],
)
def test_ce1_the_suspended_are_due_only_if_it_was_for_want_of_certification(
    store: Store, reason: SuspendReason, expected: list[str]
) -> None:
    command = Suspend(
        entitlement_id=a_benefit(store, a_person(store)),
        reason=reason,
        on=date(2022, 2, 8),
        effective_month="2022-02",
    )
    with store.write("停发") as session:
        suspend(session, command, today=TODAY)
    assert uncertified(store) == expected
