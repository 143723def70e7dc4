"""Looks the station's file through: its pages, its references, its reversals, its people.

Nothing is changed: a finding is for a person to look at, with the keys of some records.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from station_app.domain.codes import PersonStatus
from station_app.messages import sentences
from station_app.models.base import Fact
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.models.record_type import Field, RecordType
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.progress import Progress, Silent

EXAMPLES = 5
HOLDING = (PersonStatus.ACTIVE, PersonStatus.DRAFT, PersonStatus.MOVED_OUT, PersonStatus.DECEASED)


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of finding: how often, and some of the records; `values` fill its sentence."""

    code: str
    count: int
    examples: tuple[UUID, ...] = ()
    kind: str = ""
    field: str = ""

    @property
    def sentence(self) -> str:
        """What it is and what to do, in words."""
        return sentences()[self.code].format(count=self.count, kind=self.kind, field=self.field)


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What was looked at and what was found."""

    records: int
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def check_health(session: Session, *, progress: Progress | None = None) -> HealthReport:
    """Read the whole file through; a page that cannot be read is told apart from odd records."""
    pages = list(_pages(session))
    if pages:
        return HealthReport(0, tuple(pages))
    problems: list[Problem] = []
    records = 0
    for done, record_type in enumerate(RECORD_TYPES):
        records += _count(session, select(record_type.model.id))
        problems += _references(session, record_type)
        problems += _reversals(session, record_type)
        (progress or Silent()).step(done + 1, len(RECORD_TYPES))
    return HealthReport(records, (*problems, *_people(session)))


def _pages(session: Session) -> Iterator[Problem]:
    connection = session.connection()
    broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    if broken:
        yield Problem("health.pages", len(broken))
        return
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    if found != ["ok"]:
        yield Problem("health.structure", len(found))


def _references(session: Session, record_type: RecordType) -> Iterator[Problem]:
    for field in record_type.own_fields:
        if field.references is not None:
            yield from _reference(session, record_type, field, BY_NAME[field.references])


def _reference(
    session: Session, record_type: RecordType, field: Field, target: RecordType
) -> Iterator[Problem]:
    """Records that point at nothing, and those that point at something retired."""
    model, there = record_type.model, aliased(target.model)
    column = getattr(model, field.name)
    pointing = select(model.id).where(model.deleted.is_(False), column.is_not(None))
    nowhere = pointing.where(~exists().where(there.id == column))
    retired = pointing.where(exists().where(there.id == column, there.deleted.is_(True)))
    yield from _problem(session, "health.dangling", nowhere, record_type, field)
    yield from _problem(session, "health.to_retired", retired, record_type, field)


def _reversals(session: Session, record_type: RecordType) -> Iterator[Problem]:
    model = record_type.model
    if not issubclass(model, Fact):
        return
    original, twin = aliased(model), aliased(model)
    partner = and_(original.id == model.reverses_id, original.sign > 0)
    stands = and_(model.deleted.is_(False), model.sign < 0)
    lone = select(model.id).where(stands, ~exists().where(partner, original.deleted.is_(False)))
    same = and_(twin.reverses_id == model.reverses_id, twin.id < model.id)
    twice = select(model.id).where(stands, exists().where(same, twin.deleted.is_(False)))
    yield from _problem(session, "health.lone_reversal", lone, record_type)
    yield from _problem(session, "health.reversed_twice", twice, record_type)


def _people(session: Session) -> Iterator[Problem]:
    yield from _problem(session, "health.same_number", _sharing_a_number())
    yield from _problem(session, "health.primary", _without_one_primary())
    yield from _problem(session, "health.search", _search_out_of_step())


def _sharing_a_number() -> Select[UUID]:
    """The later files of a number; a number belongs to one file (DOMAIN 2.4)."""
    other = aliased(Person)
    same = and_(other.id_number == Person.id_number, other.id < Person.id)
    return select(Person.id).where(
        _holding(Person), Person.id_number.is_not(None), exists().where(same, _holding(other))
    )


def _holding(person: Any) -> ColumnElement[bool]:  # Any: Person or an alias of it
    return and_(person.status.in_(HOLDING), person.deleted.is_(False))


def _without_one_primary() -> Select[UUID]:
    """People with identities of which none or several are primary."""
    held = PersonIdentity
    return (
        select(held.person_id)
        .where(held.deleted.is_(False), held.valid_to.is_(None))
        .group_by(held.person_id)
        .having(func.sum(held.is_primary) != 1)
    )


def _search_out_of_step() -> Select[UUID]:
    """Files without a row in the search table, and rows without a file."""
    findable = and_(Person.deleted.is_(False), Person.merged_into_id.is_(None))
    indexed = exists().where(PersonSearch.person_id == Person.id)
    return select(Person.id).where(or_(and_(findable, ~indexed), and_(~findable, indexed)))


def _problem(
    session: Session,
    code: str,
    found: Select[UUID],
    record_type: RecordType | None = None,
    field: Field | None = None,
) -> Iterator[Problem]:
    count = _count(session, found)
    if count:
        examples = tuple(session.scalars(found.limit(EXAMPLES)))
        kind = record_type.label if record_type else ""
        yield Problem(code, count, examples, kind, field.label if field else "")


def _count(session: Session, found: Select[UUID]) -> int:
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0
