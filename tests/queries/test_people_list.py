"""The list of people: filters, order, pages, counts, and what is due beside each name."""

from datetime import date
from uuid import UUID

import pytest

from station_app.domain.codes import PensionKind
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.models.station import ContactRule
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.people import (
    PersonRow,
    Sort,
    count_people,
    list_people,
    people_counts,
    people_rows,
)
from station_app.queries.people_filters import Group, Missing, PeopleFilter
from station_app.services import facts
from station_app.services.duplicates import merge_people
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number


def names(store: Store, narrow: PeopleFilter | None = None, **order: object) -> list[str]:
    """The names of the first page."""
    with store.read() as session:
        page = list_people(session, narrow or PeopleFilter(), today=TODAY, **order)  # type: ignore[arg-type]
    return [row.name for row in page.rows]


def row_of(store: Store, person: UUID) -> PersonRow:
    """One line of the list."""
    with store.read() as session:
        return people_rows(session, [person], today=TODAY)[0]


def met(store: Store, person: UUID, on: date, method: str = "HOME") -> UUID:
    """Somebody spoke with the person on this day."""
    visit = Visit(visit_date=on, kind="ROUTINE", method=method, state="DONE")
    attendance = VisitAttendance(
        visit_id=visit.id,
        person_id=person,
        visit_date=on,
        kind="ROUTINE",
        method=method,
        counted_ym=f"{on:%Y-%m}",
    )
    with store.write("走访") as session:
        session.add_all([visit, attendance])
    return attendance.id


def certified(store: Store, person: UUID) -> UUID:
    """The person was certified for this year."""
    fact = Certification(
        person_id=person,
        year=2022,
        method="SELF_STATION",
        certified_on=date(2022, 9, 1),
        result="PASS",
        counted_ym="2022-09",
    )
    with store.write("认证") as session:
        session.add(fact)
    return fact.id


def every(store: Store, days: int, category: str | None = None) -> None:
    """A rule of contact."""
    with store.write("约定") as session:
        session.add(ContactRule(category=category, every_days=days, active=True))


@pytest.fixture
def village(store: Store) -> dict[str, UUID]:
    """Four people of several groups."""
    return {
        "war": a_person(store, "曾光明", "WAR", group_name="三组", mobile="13800000001"),
        "martyr": a_person(store, "阿依古丽", "SURV_MARTYR", id_number=number(2, "19430101")),
        "family": a_person(store, "王芳", "FAM_CONSCRIPT", id_number=number(4, "19750505")),
        "unknown": a_person(store, "李四", id_number=None, no_id_reason="户口未迁"),
    }


@pytest.mark.usefixtures("village")
def test_names_are_in_the_order_of_pinyin_with_surnames_read_as_surnames(store: Store) -> None:
    assert names(store) == ["阿依古丽", "李四", "王芳", "曾光明"]
    assert names(store, descending=True) == ["曾光明", "王芳", "李四", "阿依古丽"]


@pytest.mark.usefixtures("village")
def test_the_list_is_ordered_by_age_and_whose_age_is_missing_comes_last(store: Store) -> None:
    assert names(store, sort=Sort.AGE) == ["阿依古丽", "曾光明", "王芳", "李四"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (PeopleFilter(groups=(Group.VETERAN,)), ["曾光明"]),
        (PeopleFilter(groups=(Group.SURVIVOR, Group.SERVICE_FAMILY)), ["阿依古丽", "王芳"]),
        (PeopleFilter(categories=("WAR",)), ["曾光明"]),
        (PeopleFilter(group_names=("三组",)), ["曾光明"]),
        (PeopleFilter(missing=(Missing.ID_NUMBER,)), ["李四"]),
        (PeopleFilter(missing=(Missing.CATEGORY,)), ["李四"]),
        (PeopleFilter(missing=(Missing.MOBILE, Missing.BIRTH_DATE)), ["李四"]),
        (PeopleFilter(statuses=("DRAFT",)), ["李四"]),
        (PeopleFilter(min_age=60), ["阿依古丽", "曾光明"]),
        (PeopleFilter(text="wf"), ["王芳"]),
        (PeopleFilter(text="zeng", groups=(Group.SURVIVOR,)), []),
    ],
)
def test_filters_narrow_the_list_and_the_count_alike(
    store: Store, narrow: PeopleFilter, expected: list[str]
) -> None:
    assert names(store, narrow) == expected
    assert names(store, narrow, sort=Sort.FILE_NO) == sorted(expected, key=list(NAMES).index)
    with store.read() as session:
        assert count_people(session, narrow, today=TODAY) == len(expected)


NAMES = ("曾光明", "阿依古丽", "王芳", "李四")


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_follow_each_other_without_a_gap_or_a_double(
    store: Store, sort: Sort, descending: bool
) -> None:
    whole = names(store, sort=sort, descending=descending)
    paged: list[str] = []
    after = None
    with store.read() as session:
        while True:
            page = list_people(
                session,
                PeopleFilter(),
                today=TODAY,
                sort=sort,
                descending=descending,
                after=after,
                limit=1,
            )
            paged += [row.name for row in page.rows]
            after = page.next
            if after is None:
                break
    assert paged == whole


def test_the_last_contact_counts_calls_and_not_what_was_reversed(
    store: Store, village: dict[str, UUID]
) -> None:
    every(store, 90)
    person = village["war"]
    met(store, person, date(2022, 5, 1))
    met(store, person, date(2022, 9, 1), "PHONE")
    wrong = met(store, person, date(2022, 10, 1))
    with store.write("冲正") as session:
        facts.reverse(session, session.get_one(VisitAttendance, wrong), reason="记错了人")
    row = row_of(store, person)
    assert (row.last_contact, row.contact_due) == (date(2022, 9, 1), date(2022, 11, 30))
    assert row.overdue_days(TODAY) == 0


def test_the_shortest_rule_that_applies_holds(store: Store, village: dict[str, UUID]) -> None:
    every(store, 180)
    every(store, 30, "WAR")
    for person in village.values():
        met(store, person, date(2022, 9, 1))
    assert names(store, PeopleFilter(overdue=True)) == ["曾光明"]
    assert row_of(store, village["war"]).overdue_days(TODAY) == 19
    assert row_of(store, village["family"]).overdue_days(TODAY) == 0


def test_without_a_rule_nobody_is_late(store: Store, village: dict[str, UUID]) -> None:
    assert names(store, PeopleFilter(overdue=True)) == []
    assert row_of(store, village["war"]).contact_due is None


def test_who_draws_a_benefit_is_uncertified_until_a_pass(
    store: Store, village: dict[str, UUID]
) -> None:
    person = village["war"]
    a_benefit(store, person, PensionKind.WAR)
    assert names(store, PeopleFilter(uncertified=True)) == ["曾光明"]
    assert row_of(store, person).needs_certification
    wrong = certified(store, person)
    assert names(store, PeopleFilter(uncertified=True)) == []
    with store.write("冲正") as session:
        facts.reverse(session, session.get_one(Certification, wrong), reason="不是本人")
    assert row_of(store, person).needs_certification


def test_ce1_who_was_granted_while_the_cycle_was_open_is_exempt(
    store: Store, village: dict[str, UUID]
) -> None:
    a_benefit(store, village["war"], PensionKind.WAR, start="2022-09")
    assert names(store, PeopleFilter(uncertified=True)) == []


def test_what_was_written_for_a_merged_file_counts_for_the_one_that_stays(
    store: Store, village: dict[str, UUID]
) -> None:
    kept, gone = village["war"], a_person(store, "曾光明", id_number=number(6))
    a_benefit(store, kept, PensionKind.WAR)
    every(store, 30)
    met(store, gone, date(2022, 10, 1))
    certified(store, gone)
    with store.write("并档") as session:
        merge_people(session, kept, gone)
    row = row_of(store, kept)
    assert (row.last_contact, row.needs_certification) == (date(2022, 10, 1), False)
    assert "曾光明" not in names(store, PeopleFilter(overdue=True))
    assert names(store, PeopleFilter(uncertified=True)) == []


def test_the_chips_count_what_their_filters_list(store: Store, village: dict[str, UUID]) -> None:
    every(store, 10)
    a_benefit(store, village["war"], PensionKind.WAR)
    met(store, village["war"], date(2022, 10, 1))
    with store.read() as session:
        counts = people_counts(session, today=TODAY)
        assert counts.registered == 4
        for group, count in counts.groups.items():
            narrow = PeopleFilter(groups=(group,))
            assert count == count_people(session, narrow, today=TODAY), group
        for lack, count in counts.missing.items():
            narrow = PeopleFilter(missing=(lack,))
            assert count == count_people(session, narrow, today=TODAY), lack
        assert counts.overdue == count_people(session, PeopleFilter(overdue=True), today=TODAY)
        assert counts.uncertified == 1
    assert counts.by_status == {"ACTIVE": 3, "DRAFT": 1}
    assert counts.by_group_name == {"三组": 1, None: 3}


def test_a_page_costs_the_same_number_of_statements_however_long(store: Store) -> None:
    for serial in range(9):
        a_person(store, f"王{serial}", "WAR", id_number=number(serial))
    costs = []
    for limit in (1, 9):
        with store.read() as session, counted(session) as asked:
            list_people(session, PeopleFilter(), today=TODAY, limit=limit)
            costs.append(len(asked))
    assert costs[0] == costs[1] <= 10


def test_whoever_left_is_not_in_the_default_list(store: Store, village: dict[str, UUID]) -> None:
    with store.write("去世") as session:
        session.get_one(Person, village["war"]).status = "DECEASED"
    assert "曾光明" not in names(store)
    assert names(store, PeopleFilter(statuses=("DECEASED",))) == ["曾光明"]
