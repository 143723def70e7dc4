"""Whom this PC had open last: keys in the encrypted file, no action of the history."""

from sqlalchemy import func, select

from station_app.models.change import Action
from station_app.models.person import Person
from station_app.queries.recent_people import recent_people
from station_app.services.recent_people import KEPT, remember_person
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_person, number


def test_who_was_open_last_comes_first_and_the_withdrawn_are_left_out(store: Store) -> None:
    people = [a_person(store, f"甲{n}", id_number=number(n)) for n in range(1, 6)]
    for person in [*people, people[1]]:
        with store.write("打开") as session:
            remember_person(session, person)
    with store.write("撤") as session:
        session.get_one(Person, people[4]).deleted = True
    with store.read() as session:
        shown = [row.person_id for row in recent_people(session, today=TODAY)]
    assert shown == [people[1], people[3], people[2]]


def test_opening_somebody_is_no_step_that_could_be_undone(store: Store) -> None:
    people = [a_person(store, f"甲{n}", id_number=number(n)) for n in range(1, 12)]
    with store.read() as session:
        before = session.scalar(select(func.count()).select_from(Action))
    for person in people:
        with store.write("打开") as session:
            remember_person(session, person)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Action)) == before
        assert len(recent_people(session, today=TODAY, limit=99)) == KEPT
