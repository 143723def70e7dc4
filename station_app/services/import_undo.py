"""Takes an import back as a whole: what is still as imported goes, the rest stays and is listed.

A person who was edited, visited or paid since stays with all that the import gave him (SETTLED 7).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from station_app.domain.kinds import from_wire, to_wire
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.base import Fact
from station_app.models.change import Action, Change
from station_app.models.local import ImportRun
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.progress import Progress, Silent
from station_app.services import facts
from station_app.services.record_titles import title_of
from station_app.services.taking_back import needed_by
from station_app.store.bulk import Edit, update_many
from station_app.store.context import moment_of, unit_of
from station_app.store.unit_of_work import Store

CHUNK = 500
_PERSON_PARTS = ("person_identity", "service_record", "bank_account")
_NAMED_AT_MOST = 200


@dataclass(slots=True)
class ImportUndone:
    """What an undo came to: records that went back, and in words what was left."""

    file_name: str
    taken_back: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Done:
    """What the import's action wrote: new records by type, and edits of older ones."""

    new: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    edits: dict[str, dict[UUID, dict[str, list[Any]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # Any: wire scalars


def undo_import(store: Store, run_id: int, *, progress: Progress | None = None) -> ImportUndone:
    """Take an import back as one action of its own.

    Raises `Rejected("import.run_missing" | "import.run_undone")`.
    """
    with store.read() as session:
        run = _standing_run(session, run_id)
        file_name, action_id = run.file_name, run.action_id
    words = label("history.undo", what=label("import.run", file=file_name))
    with store.write(words, undoes_id=action_id) as session:
        undone = ImportUndone(file_name)
        if action_id is not None:
            _take_back(session, action_id, undone, progress or Silent())
        session.connection().execute(
            update(ImportRun).where(ImportRun.id == run_id).values(undone_at=moment_of(session))
        )
    return undone


def _standing_run(session: Session, run_id: int) -> ImportRun:
    run = session.get(ImportRun, run_id)
    if run is None:
        raise Rejected("import.run_missing", number=run_id)
    action = session.get(Action, run.action_id) if run.action_id is not None else None
    if run.undone_at is not None or (action is not None and action.undone_by_id is not None):
        raise Rejected("import.run_undone", file=run.file_name)
    return run


def _take_back(session: Session, action_id: int, undone: ImportUndone, progress: Progress) -> None:
    done = _what_it_did(session, action_id)
    staying = _staying(session, done, action_id)
    for name in reversed(BY_NAME):  # children before their parents
        keys = [key for key in done.new.get(name, ()) if key not in staying]
        for start in range(0, len(keys), CHUNK):
            progress.step(start, len(keys))
            undone.taken_back += _retire(session, BY_NAME[name], keys[start : start + CHUNK])
        undone.taken_back += _put_back(session, BY_NAME[name], done.edits.get(name, {}), undone)
    undone.kept += _named(session, staying)
    session.connection().execute(
        update(Action)
        .where(Action.id == action_id)
        .values(undone_by_id=unit_of(session).action_of(session))
    )


def _what_it_did(session: Session, action_id: int) -> _Done:
    done = _Done()
    columns = (Change.record_type, Change.record_id, Change.kind, Change.fields)
    rows = select(*columns).where(Change.action_id == action_id).order_by(Change.seq)
    for name, key, kind, fields in session.execute(rows):
        if kind == "insert":
            done.new[name].append(key)
        else:
            known = done.edits[name].setdefault(key, {})
            for field_name, (old, new) in msgspec.json.decode(fields or "{}").items():
                known[field_name] = [known.get(field_name, [old])[0], new]
    return done


# ---------------------------------------------------------------------- what stays


def _staying(session: Session, done: _Done, action_id: int) -> dict[UUID, str]:
    """New records that somebody worked on since, and all that belongs to them: key → type."""
    own = {key for keys in done.new.values() for key in keys}
    staying: dict[UUID, str] = {}
    for name, keys in done.new.items():
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            touched = _edited_since(session, some, action_id)
            touched |= needed_by(session, BY_NAME[name], some, but=own).keys()
            staying |= dict.fromkeys(touched, name)
    while more := dict(_belonging(session, done, staying)):
        staying |= more
    return staying


def _edited_since(session: Session, keys: list[UUID], action_id: int) -> set[UUID]:
    later = select(Change.record_id).where(
        Change.record_id.in_(keys), Change.action_id > action_id, Change.kind != "insert"
    )
    return set(session.scalars(later))


def _belonging(
    session: Session, done: _Done, staying: dict[UUID, str]
) -> Iterator[tuple[UUID, str]]:
    """What the staying records refer to, and the parts of the people among them."""
    if not staying:
        return
    type_of = {key: name for name, keys in done.new.items() for key in keys}
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for key, name in staying.items():
        by_type[name].append(key)
    for name, keys in by_type.items():
        for referred in _referred(session, BY_NAME[name], keys):
            if referred in type_of and referred not in staying:
                yield referred, type_of[referred]
    for name in _PERSON_PARTS:
        for part in _parts(session, BY_NAME[name], by_type.get("person", [])):
            if part in type_of and part not in staying:
                yield part, name


def _referred(session: Session, record: RecordType, keys: list[UUID]) -> set[UUID]:
    table = _table(record)
    names = [f.name for f in record.fields if f.references and f.name != "station_id"]
    found: set[UUID] = set()
    if not names:
        return found
    for start in range(0, len(keys), CHUNK):
        columns = [table.c[name] for name in names]
        rows = select(*columns).where(table.c.id.in_(keys[start : start + CHUNK]))
        found |= {key for row in session.execute(rows) for key in row if key is not None}
    return found


def _parts(session: Session, record: RecordType, people: list[UUID]) -> list[UUID]:
    table = _table(record)
    found: list[UUID] = []
    for start in range(0, len(people), CHUNK):
        rows = select(table.c.id).where(table.c.person_id.in_(people[start : start + CHUNK]))
        found += session.scalars(rows)
    return found


def _named(session: Session, staying: dict[UUID, str]) -> list[str]:
    """Those who stay, in words; their parts are not listed one by one."""
    shown = [(key, name) for key, name in staying.items() if name not in _PERSON_PARTS]
    people = [entry for entry in shown if entry[1] == "person"] or shown
    return [title_of(session, name, key) for key, name in people[:_NAMED_AT_MOST]]


# ---------------------------------------------------------------------- taking back


def _retire(session: Session, record: RecordType, keys: list[UUID]) -> int:
    table = _table(record)
    columns = [table.c.id, table.c.delete_reason]
    if record.is_fact:
        columns.append(table.c.counted_ym)
    standing = select(*columns).where(table.c.id.in_(keys), table.c.deleted.is_(False))
    closed = facts.closed_months(session)
    edits = []
    for row in session.execute(standing).mappings():
        if record.is_fact and row["counted_ym"] in closed:
            fact = session.get(record.model, row["id"])
            assert isinstance(fact, Fact)
            facts.reverse(session, fact, reason=label("history.reason"))
        else:
            reason = (row["delete_reason"], label("history.reason"))
            edits.append(Edit(row["id"], {"deleted": (False, True), "delete_reason": reason}))
    update_many(session, record, edits)
    return len(edits)


def _put_back(
    session: Session,
    record: RecordType,
    edits: dict[UUID, dict[str, list[Any]]],  # Any: wire scalars
    undone: ImportUndone,
) -> int:
    """The old value of every field that still holds the imported one."""
    back: list[Edit] = []
    for row in _current(session, record, edits):
        changed: dict[str, tuple[object, object]] = {}
        for name, (old, new) in edits[row["id"]].items():
            kind = record.by_name[name].kind
            if to_wire(kind, row[name]) == new:
                changed[name] = (row[name], from_wire(kind, old))
            else:
                title = title_of(session, record.name, row["id"])
                undone.kept.append(f"{title} {record.by_name[name].label}")
        if changed:
            back.append(Edit(row["id"], changed))
    return update_many(session, record, back)


def _current(
    session: Session, record: RecordType, edits: Iterable[UUID]
) -> Iterator[dict[str, Any]]:
    table, keys = _table(record), list(edits)
    for start in range(0, len(keys), CHUNK):
        rows = select(table).where(table.c.id.in_(keys[start : start + CHUNK]))
        yield from (dict(row) for row in session.execute(rows).mappings())


def _table(record: RecordType) -> Table:
    table = record.model.__table__
    assert isinstance(table, Table)
    return table
