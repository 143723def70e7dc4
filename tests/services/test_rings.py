"""Two PCs merged two files into each other while apart (SETTLED 2)."""

from uuid import UUID

from sqlalchemy import select

from station_app.models.person import Person
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.duplicates import break_rings, merge_people
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_person, number


def three(store: Store) -> list[UUID]:
    """Three files, the lowest key first."""
    return sorted(
        a_person(store, name, id_number=number(serial))
        for serial, name in enumerate(("王建国", "李建国", "张建国"), start=1)
    )


def links(store: Store) -> dict[UUID, UUID | None]:
    """Which file went into which."""
    with store.read() as session:
        rows = session.execute(select(Person.id, Person.merged_into_id)).all()
    return {row[0]: row[1] for row in rows}


def test_in_a_ring_the_lowest_key_stays(store: Store) -> None:
    first, second, third = three(store)
    with store.write("收到") as session:
        for key, into in ((first, second), (second, first), (third, second)):
            person = session.get_one(Person, key)
            person.merged_into_id, person.status = into, "MERGED"
    with store.read() as session:
        assert count_people(session, PeopleFilter(), today=TODAY) == 0
    with store.write("并档") as session:
        assert break_rings(session) == [first]
    assert links(store)[first] is None
    with store.read() as session:
        assert count_people(session, PeopleFilter(), today=TODAY) == 1
    with store.write("再看") as session:
        assert break_rings(session) == []


def test_merging_makes_no_chains(store: Store) -> None:
    first, second, third = three(store)
    with store.write("并档") as session:
        merge_people(session, second, third)
    with store.write("并档") as session:
        merge_people(session, first, second)
    assert links(store) == {first: None, second: first, third: first}
