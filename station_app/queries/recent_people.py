"""Whom this PC had open last and who can still be opened."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.partial_date import PartialDate
from station_app.models.identifiers import PersonId
from station_app.models.local import Setting
from station_app.models.person import Person

NAME = "desk.recent"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class RecentPerson:
    """Somebody who was open a while ago."""

    person_id: PersonId
    name: str
    group_name: str | None
    age: int | None


def recent_people(session: Session, *, today: date, limit: int = SHOWN) -> list[RecentPerson]:
    """The last first; files that were merged, withdrawn or erased since are left out."""
    keys = kept_keys(session)
    statement = select(Person.id, Person.name, Person.group_name, Person.birth_date).where(
        Person.id.in_(keys), Person.deleted.is_(False), Person.merged_into_id.is_(None)
    )
    found = {row[0]: row for row in session.execute(statement)}
    rows = [found[key] for key in keys if key in found]
    return [
        RecentPerson(PersonId(key), name, group, _age(birth, today))
        for key, name, group, birth in rows[:limit]
    ]


def kept_keys(session: Session) -> list[UUID]:
    """The keys as they were kept."""
    text = session.scalar(select(Setting.value).where(Setting.name == NAME)) or ""
    return [UUID(word) for word in text.split()]


def _age(birth: str | None, today: date) -> int | None:
    return age_of(PartialDate.of(birth), today) if birth else None
