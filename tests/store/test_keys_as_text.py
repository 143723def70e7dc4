"""Keys are read in a way of their own, quicker, and are the same keys."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.person import Person
from station_app.store.engine import key_of
from station_app.store.unit_of_work import Store


def test_a_key_that_was_read_is_the_key_that_was_written(store: Store) -> None:
    key = uuid4()
    with store.write("test") as session:
        session.add(Person(id=key, file_no="T-1", name="王建国", status="ACTIVE"))
    with store.read() as session:
        found = _person(session)
    assert found == key
    assert (hash(found), str(found), found.version) == (hash(key), str(key), 4)
    assert found is key_of(key.hex)


def test_an_empty_key_is_none(store: Store) -> None:
    with store.write("test") as session:
        session.add(Person(file_no="T-1", name="王建国", status="ACTIVE"))
    with store.read() as session:
        assert session.scalars(select(Person.household_id)).one() is None


def _person(session: Session) -> UUID:
    return session.scalars(select(Person.id)).one()
