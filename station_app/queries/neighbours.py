"""Who stands next to a person in the register, in the order of names."""

from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from station_app.models.identifiers import PersonId
from station_app.models.local import PersonSearch
from station_app.models.person import Person
from station_app.queries.people_filters import REGISTERED


def neighbour(session: Session, person_id: UUID, *, step: int) -> PersonId | None:
    """The next (+1) or previous (−1) person in the register; None at either end."""
    place = tuple_(PersonSearch.sort_key, PersonSearch.person_id)
    here = session.execute(
        select(PersonSearch.sort_key).where(PersonSearch.person_id == person_id)
    ).scalar_one_or_none()
    if here is None:
        return None
    there = tuple_(here, person_id)
    order = (PersonSearch.sort_key, PersonSearch.person_id)
    statement = (
        select(PersonSearch.person_id)
        .join(Person, Person.id == PersonSearch.person_id)
        .where(Person.status.in_(REGISTERED), Person.deleted.is_(False))
        .where(place > there if step > 0 else place < there)
        .order_by(*(column.asc() if step > 0 else column.desc() for column in order))
        .limit(1)
    )
    found = session.scalar(statement)
    return None if found is None else PersonId(found)
