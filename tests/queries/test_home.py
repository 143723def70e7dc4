"""The first page of the day counts what the lists behind its rows show."""

from datetime import date

import pytest
from sqlalchemy import select

from station_app.domain.codes import (
    BatchStatus,
    CycleStatus,
    Occasion,
    PersonStatus,
    PlaqueEventKind,
)
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.certification_cases import cycles
from station_app.queries.certifications import current_year, wall
from station_app.queries.home import today_page
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.certification_cycles import set_status
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store

TODAY = date(2022, 7, 20)


@pytest.fixture
def village(store: Store) -> Store:
    fill_with_sample(store, SampleSize(people=30, years=2), today=TODAY)
    return store


def batch(occasion: Occasion, year: int, status: BatchStatus) -> CondolenceBatch:
    return CondolenceBatch(
        name=f"{year}{occasion.label}慰问",
        kind="FESTIVAL",
        occasion=occasion.value,
        occasion_year=year,
        funding="COUNTY",
        form="CASH",
        status=status.value,
    )


def line(batch_id: object, person_id: object) -> CondolencePlan:
    return CondolencePlan(
        batch_id=batch_id,
        person_id=person_id,
        recipient_kind="PERSON",
        headcount=1,
        pay_form="CASH",
        state="PLANNED",
        receipt="NONE",
    )


def test_an_empty_station_has_nothing_due(store: Store) -> None:
    with store.read() as session:
        page = today_page(session, today=TODAY)
    assert page.registered == page.late.count == 0
    assert page.certification is None
    assert page.batches == ()
    assert page.festival is not None
    assert (page.festival.label, page.festival.former, page.festival.prepared) == (
        "八一",
        (),
        False,
    )


def put_year(store: Store, status: CycleStatus) -> None:
    with store.write("年度") as session:
        year = current_year(session, TODAY) or 0
        set_status(session, cycles(session)[year].cycle_id, status)


def test_a_year_that_was_ended_is_not_asked_for(village: Store) -> None:
    """It takes no certification: a demand in red could not be met."""
    put_year(village, CycleStatus.CLOSED)
    with village.read() as session:
        assert today_page(session, today=TODAY).certification is None


def test_the_counts_are_those_of_the_lists_they_open(village: Store) -> None:
    put_year(village, CycleStatus.OPEN)
    with village.read() as session:
        page = today_page(session, today=TODAY)
        late = count_people(session, PeopleFilter(overdue=True), today=TODAY)
        year = current_year(session, TODAY)
        whole = wall(session, year, TODAY) if year else None
    assert page.late.count + page.late.silent == late
    assert whole is not None
    assert page.certification is not None
    assert (page.certification.year, page.certification.count) == (year, whole.remaining)
    assert page.certification.old <= whole.remaining
    assert len(page.late.first) == min(page.late.count, 3)


def test_the_festival_ahead_tells_who_left_last_years_list(village: Store) -> None:
    with village.write("备名单") as session:
        people = session.scalars(select(Person).order_by(Person.id).limit(5)).all()
        people[0].status = PersonStatus.DECEASED.value
        people[1].status = PersonStatus.MOVED_OUT.value
        for former in session.scalars(select(CondolenceBatch)):
            former.deleted, former.delete_reason = True, "这里不用"
        last = batch(Occasion.BAYI, 2021, BatchStatus.CLOSED)
        last.id = new_id()
        session.add(last)
        session.add_all([line(last.id, person.id) for person in people])
    with village.read() as session:
        festival = today_page(session, today=TODAY).festival
    assert festival is not None
    assert (festival.last_year, festival.died, festival.moved) == (5, 1, 1)
    assert festival.day == date(2022, 8, 1)
    assert festival.this_year is None


def test_an_open_batch_says_how_many_wait(village: Store) -> None:
    with village.write("备名单") as session:
        people = session.scalars(select(Person).order_by(Person.id).limit(3)).all()
        made = batch(Occasion.BAYI, 2022, BatchStatus.DRAFT)
        made.id = new_id()
        session.add(made)
        session.add_all([line(made.id, person.id) for person in people])
    with village.read() as session:
        page = today_page(session, today=TODAY)
    found = next(one for one in page.batches if one.batch_id == made.id)
    assert (found.lines, found.waiting) == (3, 3)
    assert page.festival is not None
    assert page.festival.this_year == 3
    assert page.festival.batch_id == made.id


def test_a_plaque_that_hangs_is_not_to_be_hung(store: Store) -> None:
    with store.write("光荣牌") as session:
        waiting, hanging = (
            Plaque(id=new_id(), household_id=new_id(), apply_mode="SELF") for _ in range(2)
        )
        session.add_all([waiting, hanging])
        session.add(
            PlaqueEvent(
                plaque_id=hanging.id,
                event=PlaqueEventKind.HANG.value,
                event_on=TODAY,
                counted_ym="2022-07",
                sign=1,
                headcount=1,
            )
        )
    with store.read() as session:
        assert today_page(session, today=TODAY).plaques.count == 1
