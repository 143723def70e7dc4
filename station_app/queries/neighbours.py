"""Who stands next to a person: in the list one came from, else in the register by name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from station_app.models.identifiers import PersonId
from station_app.models.local import PersonSearch
from station_app.models.person import Person
from station_app.queries.people import Sort, keys_in_order
from station_app.queries.people_filters import REGISTERED, PeopleFilter


@dataclass(frozen=True, slots=True)
class Walked:
    """The list through which one walks: who is in it, and in which order."""

    narrow: PeopleFilter
    sort: Sort
    descending: bool = False


def neighbour(
    session: Session,
    person_id: UUID,
    *,
    step: int,
    today: date,
    walked: Walked | None = None,
) -> PersonId | None:
    """The next (+1) or previous (−1) person; None at either end.

    Somebody who does not stand in the list (found by the search box) has the register around them.
    """
    if walked is not None:
        keys = keys_in_order(
            session, walked.narrow, today=today, sort=walked.sort, descending=walked.descending
        )
        if person_id in keys:
            place = keys.index(PersonId(person_id)) + step
            return keys[place] if 0 <= place < len(keys) else None
    return _in_register(session, person_id, step)


def _in_register(session: Session, person_id: UUID, step: int) -> PersonId | None:
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
