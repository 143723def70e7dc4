"""Files that were merged: facts stay with the file they were written for, readers follow."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.person import Person


def files_of(session: Session, person_id: UUID) -> list[UUID]:
    """This file and every file merged into it, directly or through another."""
    found = [person_id]
    newest = [person_id]
    while newest:
        statement = select(Person.id).where(Person.merged_into_id.in_(newest))
        newest = [key for key in session.scalars(statement) if key not in found]
        found += newest
    return found


def with_merged(session: Session, person_ids: Sequence[UUID]) -> list[UUID]:
    """These files and those merged into one of them, in one statement for a whole page."""
    keys = list(person_ids)
    gone = session.scalars(select(Person.id).where(Person.merged_into_id.in_(keys)))
    return [*keys, *gone]
