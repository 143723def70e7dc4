"""What stays when a step is taken back: new records that somebody worked on since (SETTLED 7).

A person who was edited, visited or paid since stays with all that the step gave him: his household,
his identities, his service, his account.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from station_app.models.change import Action, Change
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME, RECORD_TYPES

CHUNK = 2000
PARTS = ("person_identity", "service_record", "bank_account")
"""What goes and stays with its person."""


@dataclass(slots=True)
class Staying:
    """The records that stay, by type; `reasons` names what stands on them or changed them."""

    types: dict[UUID, str] = field(default_factory=dict)
    reasons: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What an action wrote: the records it added, by type, and the fields it set in others."""

    new: Mapping[str, Sequence[UUID]]
    edited: Collection[tuple[UUID, str]] = ()


def what_stays(session: Session, written: Written, action_id: int) -> Staying:
    """Of the records that an action added, those that cannot go with it."""
    new = written.new
    own = {key for keys in new.values() for key in keys}
    found = Staying()
    for name, keys in new.items():
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            reasons = needed_by(session, BY_NAME[name], some, but=own, edited=written.edited)
            reasons |= edited_since(session, some, action_id)
            found.reasons |= reasons
            found.types |= dict.fromkeys(reasons, name)
    while more := dict(_belonging(session, new, found.types)):
        found.types |= more
    return found


def edited_since(session: Session, keys: Sequence[UUID], action_id: int) -> dict[UUID, str]:
    """Which of these records somebody worked on later, and what that step was called.

    What was done and undone again does not count.
    """
    later = (
        select(Change.record_id, Action.label)
        .join(Action, Action.id == Change.action_id)
        .where(
            Change.record_id.in_(keys),
            Change.action_id > action_id,
            Change.kind != "insert",
            Action.undone_by_id.is_(None),
            Action.undoes_id.is_(None),
        )
    )
    return {row[0]: row[1] for row in session.execute(later)} if keys else {}


def needed_by(
    session: Session,
    record_type: RecordType,
    keys: Sequence[UUID],
    *,
    but: Collection[UUID],
    edited: Collection[tuple[UUID, str]] = (),
) -> dict[UUID, str]:
    """Which of these records others stand on, and of which kind those are.

    A person who was visited since cannot vanish with the step that registered him, nor a fact
    whose reversal stands. References of the records `but`, and those in `edited`, go along.
    """
    found: dict[UUID, str] = {}
    for other in RECORD_TYPES if keys else ():
        for name in _references(other, record_type):
            table = _table(other)
            standing = select(table.c.id, table.c[name]).where(
                table.c[name].in_(keys), table.c.deleted.is_(False)
            )
            for key, needed in session.execute(standing):
                if key not in but and (key, name) not in edited:
                    found.setdefault(needed, other.label)
    return found


def _references(other: RecordType, target: RecordType) -> list[str]:
    """The fields by which one type points at another."""
    names = [field.name for field in other.fields if field.references == target.name]
    return [*names, "reverses_id"] if other is target and other.is_fact else names


def _belonging(
    session: Session, new: Mapping[str, Sequence[UUID]], staying: Mapping[UUID, str]
) -> Iterator[tuple[UUID, str]]:
    """What the staying records refer to, and the parts of the people among them."""
    type_of = {key: name for name, keys in new.items() for key in keys}
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for key, name in staying.items():
        by_type[name].append(key)
    found = [
        *(key for name, keys in by_type.items() for key in _referred(session, name, keys)),
        *(key for name in PARTS for key in _parts(session, name, by_type.get("person", []))),
    ]
    for key in found:
        if key in type_of and key not in staying:
            yield key, type_of[key]


def _referred(session: Session, name: str, keys: Sequence[UUID]) -> set[UUID]:
    table = _table(BY_NAME[name])
    columns = [table.c[f.name] for f in BY_NAME[name].fields if f.references]
    found: set[UUID] = set()
    for start in range(0, len(keys) if columns else 0, CHUNK):
        rows = select(*columns).where(table.c.id.in_(keys[start : start + CHUNK]))
        found |= {key for row in session.execute(rows) for key in row if key is not None}
    return found


def _parts(session: Session, name: str, people: Sequence[UUID]) -> list[UUID]:
    table = _table(BY_NAME[name])
    found: list[UUID] = []
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        found += session.scalars(select(table.c.id).where(table.c.person_id.in_(some)))
    return found


def _table(record_type: RecordType) -> Table:
    table = record_type.model.__table__
    assert isinstance(table, Table)
    return table
