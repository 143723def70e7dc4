"""Festivals ahead: the dead and moved leave last year's list, newcomers join it, undo takes all."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus, CondolenceKind, Funding, Occasion, PersonStatus
from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from station_app.queries.festival_calendar import DayKind, festival_calendar
from station_app.queries.festivals_ahead import Festival, festivals_ahead, next_festival
from station_app.services.festival_lists import prepare_lists
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.queries.test_home import batch, line
from tests.services.people_of_tests import a_person, number

TODAY = date(2022, 7, 20)
LAST = date(2021, 7, 10)


def a_list(session: Session, people: list[UUID], status: BatchStatus = BatchStatus.CLOSED) -> UUID:
    """Last year's list of 八一, made on a day in July."""
    made = batch(Occasion.BAYI, 2021, status)
    made.id, made.planned_on = new_id(), LAST
    made.kind, made.funding = CondolenceKind.ENTITLED_DIFF.value, Funding.COUNTY.value
    session.add(made)
    session.add_all([line(made.id, key) for key in people])
    return made.id


@pytest.fixture
def people(store: Store) -> list[UUID]:
    """Eight veterans of the war, registered before last year's list."""
    made = [
        a_person(store, f"老兵{letter}", "WAR", id_number=number(n), registered_on=date(2020, 1, 1))
        for n, letter in enumerate("甲乙丙丁戊己庚辛", start=1)
    ]
    with store.write("名单") as session:
        a_list(session, made)
    return made


def bayi(store: Store) -> Festival:
    """The festival ahead."""
    with store.read() as session:
        found = next_festival(session, TODAY)
    assert found is not None
    assert found.label == "八一"
    return found


def newcomer(store: Store, category: str = "WAR") -> UUID:
    """Registered after the list was made."""
    return a_person(store, "新来的", category, id_number=number(20), registered_on=date(2022, 3, 1))


def end(store: Store, person: UUID, status: PersonStatus) -> None:
    """Somebody who died or moved."""
    with store.write("走了") as session:
        session.get_one(Person, person).status = status.value


def test_the_sum_leaves_out_the_dead_and_moved_and_adds_newcomers(
    store: Store, people: list[UUID]
) -> None:
    end(store, people[0], PersonStatus.DECEASED)
    end(store, people[1], PersonStatus.MOVED_OUT)
    newcomer(store)
    found = bayi(store)
    assert (found.last_year, found.died, found.moved, found.fresh) == (8, 1, 1, 1)
    assert not found.prepared


def test_a_newcomer_of_another_category_or_of_a_chosen_few_is_not_added(
    store: Store, people: list[UUID]
) -> None:
    newcomer(store, "SELF_EMPLOYED")
    assert bayi(store).fresh == 0
    for n in range(30, 34):  # of twelve the list held eight: it was chosen by hand
        a_person(store, f"未列{n}", "WAR", id_number=number(n), registered_on=date(2020, 1, 1))
    a_person(store, "后来的", "WAR", id_number=number(40), registered_on=date(2022, 3, 1))
    assert people
    assert bayi(store).fresh == 0


def test_preparing_makes_what_the_sum_says_and_undo_takes_it_back(
    store: Store, people: list[UUID]
) -> None:
    end(store, people[0], PersonStatus.DECEASED)
    fresh = newcomer(store)
    with store.write("备名单") as session:
        made = prepare_lists(session, bayi(store).former)
    assert (made.last_year, made.left, made.fresh) == (8, 1, 1)
    with store.read() as session:
        listed = set(
            session.scalars(
                select(CondolencePlan.person_id).where(
                    CondolencePlan.batch_id == made.batch_ids[0], CondolencePlan.deleted.is_(False)
                )
            )
        )
    assert listed == {*people[1:], fresh}
    after = bayi(store)
    assert (after.this_year, after.batch_id) == (8, made.batch_ids[0])
    undo_last(store)
    assert not bayi(store).prepared


@pytest.mark.parametrize(("state", "gone"), [("PLANNED", 0), ("CANCELLED", 1)])
def test_who_dies_after_signing_stays_in_the_sum_and_who_is_taken_off_does_not(
    store: Store, people: list[UUID], state: str, gone: int
) -> None:
    """DE8: what was received is kept; nobody is 新增 only because the sum must come out."""
    with store.write("备名单") as session:
        prepare_lists(session, bayi(store).former)
    end(store, people[0], PersonStatus.DECEASED)
    with store.write("签领") as session:
        mine = select(CondolencePlan).where(CondolencePlan.person_id == people[0])
        for plan in session.scalars(mine):
            plan.state = state
    found = bayi(store)
    assert (found.last_year, found.died, found.this_year) == (8, gone, 8 - gone)


def test_two_lists_of_last_year_alike_each_carry_their_own_people(store: Store) -> None:
    people = [
        a_person(store, f"老兵{letter}", "WAR", id_number=number(n), registered_on=date(2020, 1, 1))
        for n, letter in enumerate("甲乙丙丁", start=1)
    ]
    with store.write("名单") as session:
        former = (a_list(session, people[:2]), a_list(session, people[2:]))
    with store.write("备名单") as session:
        made = prepare_lists(session, former)
    with store.read() as session:
        plans = select(CondolencePlan.batch_id, CondolencePlan.person_id)
        listed = {(key, person) for key, person in session.execute(plans)}
    first, second = made.batch_ids
    assert {person for key, person in listed if key == first} == set(people[:2])
    assert {person for key, person in listed if key == second} == set(people[2:])


def test_a_list_of_headcounts_alone_does_not_keep_the_others_from_being_prepared(
    store: Store, people: list[UUID]
) -> None:
    with store.write("名单") as session:
        focus = session.get_one(CondolenceBatch, a_list(session, []))
        focus.kind = CondolenceKind.FOCUS.value
    with store.write("备名单") as session:
        made = prepare_lists(session, bayi(store).former)
    assert (len(made.batch_ids), made.last_year) == (2, len(people))


def test_what_somebody_prepared_meanwhile_is_not_prepared_again(
    store: Store, people: list[UUID]
) -> None:
    assert people
    former = bayi(store).former
    with store.write("备名单") as session:
        prepare_lists(session, former)
    with (
        pytest.raises(Rejected, match=r"condolence\.prepared_already"),
        store.write("备名单") as session,
    ):
        prepare_lists(session, former)


def test_a_festival_whose_lists_are_settled_gives_way_to_the_next(
    store: Store, people: list[UUID]
) -> None:
    assert people
    with store.write("备名单") as session:
        made = prepare_lists(session, bayi(store).former)
        session.get_one(CondolenceBatch, made.batch_ids[0]).status = BatchStatus.CLOSED.value
    with store.read() as session:
        found = next_festival(session, TODAY)
        settled = festivals_ahead(session, TODAY)[0]
    assert settled.closed
    assert found is None or found.label != "八一"


def test_the_calendar_has_festivals_seasons_and_the_certification_year(store: Store) -> None:
    with store.read() as session:
        days = festival_calendar(session, today=TODAY)
    assert {day.kind for day in days} == set(DayKind)
    assert [day.first for day in days] == sorted(day.first for day in days)
    named = {day.name: day.first for day in days}
    assert named["八一"] == date(2022, 8, 1)
    assert named["重阳"] == date(2022, 10, 4)
    assert named["春节"] == date(2023, 1, 22)
    assert named["下半年征兵"] == date(2022, 8, 15)
    assert named["2022"] == date(2022, 8, 1)
