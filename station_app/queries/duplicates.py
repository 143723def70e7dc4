"""Files that may be of one person: the same number, or the same name with birth or phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from station_app.models.person import Person
from station_app.queries.lookups import GONE, KNOWN, Known

MOST = 200


class Likeness(StrEnum):
    """Why two files look like one person, the surest first."""

    SAME_NUMBER = "SAME_NUMBER"
    SAME_NAME_AND_BIRTH = "SAME_NAME_AND_BIRTH"
    SAME_NAME_AND_PHONE = "SAME_NAME_AND_PHONE"


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """Two files; the first was made earlier and would stay."""

    kept: Known
    other: Known
    likeness: Likeness


def possible_duplicates(session: Session, *, limit: int = MOST) -> tuple[DuplicateRow, ...]:
    """Pairs of living files that a person should look at, each pair once."""
    rows: list[DuplicateRow] = []
    seen: set[tuple[object, object]] = set()
    for likeness in Likeness:
        for row in _pairs(session, likeness, limit):
            pair = (row.kept.person_id, row.other.person_id)
            if pair not in seen:
                seen.add(pair)
                rows.append(row)
    return tuple(rows[:limit])


def _pairs(session: Session, likeness: Likeness, limit: int) -> Iterator[DuplicateRow]:
    first, second = aliased(Person), aliased(Person)
    columns = [
        *(getattr(first, column.key) for column in KNOWN),
        *(getattr(second, column.key) for column in KNOWN),
    ]
    statement = (
        select(*columns)
        .join(second, and_(second.id > first.id, _alike(first, second, likeness)))
        .where(*_living(first), *_living(second))
        .order_by(first.file_no)
        .limit(limit)
    )
    for row in session.execute(statement):
        half = len(KNOWN)
        yield DuplicateRow(Known(*row[:half]), Known(*row[half:]), likeness)


def _alike(first: type[Person], second: type[Person], likeness: Likeness) -> ColumnElement[bool]:
    if likeness is Likeness.SAME_NUMBER:
        return first.id_number == second.id_number
    if likeness is Likeness.SAME_NAME_AND_BIRTH:
        return and_(first.name == second.name, first.birth_date == second.birth_date)
    return and_(first.name == second.name, first.mobile == second.mobile)


def _living(person: type[Person]) -> tuple[ColumnElement[bool], ...]:
    return person.deleted.is_(False), person.status.not_in(GONE)
