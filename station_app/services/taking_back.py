"""Taking the changes of an action back, many rows at a time (SETTLED 7).

What the action wrote goes back where it still stands; what somebody changed since is left and
listed. New records are retired, unless others stand on them by now; facts of a closed month are
reversed instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import from_wire, to_text, to_wire
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.base import Fact
from station_app.models.change import Change
from station_app.models.month_report import MONTH_REPORT
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.progress import Progress, Silent
from station_app.services import facts
from station_app.services.month_reports import refuse_undo
from station_app.services.record_titles import title_of
from station_app.services.staying import Written, what_stays
from station_app.store.bulk import Edit, update_many

CHUNK = 2000
NAMED_AT_MOST = 200
"""Of what was left, so many are named; a roster of thousands is not looked up one by one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was left as it is: a field that was changed after the action and now holds `value`; or,
    without a field, a record that a later step of the name `value` changed, or on which something
    of the kind `value` stands."""

    record_type: str
    record_id: UUID
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many records went back, and what was left as it is."""

    records: int
    kept: tuple[Kept, ...]


def take_back(session: Session, action_id: int, *, progress: Progress | None = None) -> TakenBack:
    """Undo the changes of an action inside a unit of work that may hold other steps too."""
    by_type = _changes(session, action_id)
    new = {name: [c.record_id for c in some if c.is_new] for name, some in by_type.items()}
    edited = {(c.record_id, f) for some in by_type.values() for c in some for f in c.fields}
    staying = what_stays(session, Written(new, edited), action_id)
    kept = [Kept(staying.types[key], key, "", why) for key, why in staying.reasons.items()]
    total, done, records = sum(map(len, by_type.values())), 0, 0
    for name in reversed(BY_NAME):  # children before their parents
        changes = [c for c in by_type.get(name, ()) if c.record_id not in staying.types]
        for start in range(0, len(changes), CHUNK):
            some = changes[start : start + CHUNK]
            records += _take_back_some(session, BY_NAME[name], some, kept)
            done += len(some)
            (progress or Silent()).step(done, total)
    session.expire_all()
    return TakenBack(records, tuple(kept))


def in_words(session: Session, kept: Sequence[Kept]) -> list[str]:
    """Whose record was left, and which field of it, or what stands on it."""
    return [
        f"{title_of(session, entry.record_type, entry.record_id)} {_left(entry)}"
        for entry in kept[:NAMED_AT_MOST]
    ]


def _left(entry: Kept) -> str:
    field_of = BY_NAME[entry.record_type].by_name
    return field_of[entry.field].label if entry.field else entry.value


def action_that_set(session: Session, record_id: UUID, field: str) -> int | None:
    """The latest action of this PC that gave a field of a record its value."""
    statement = select(Change.action_id, Change.fields).where(
        Change.record_id == record_id, Change.fields.is_not(None)
    )
    for action_id, fields in session.execute(statement.order_by(Change.seq.desc())):
        if field in msgspec.json.decode(fields or "{}"):
            return int(action_id)
    return None


@dataclass(slots=True)
class _Changed:
    """All changes of one record in one action: whether it was new, and first old → last new."""

    record_id: UUID
    is_new: bool
    fields: dict[str, tuple[Any, Any]]  # Any: wire scalars


def _changes(session: Session, action_id: int) -> Mapping[str, list[_Changed]]:
    """What an action did to each record, by type; several changes of one record are one."""
    found: dict[str, dict[UUID, _Changed]] = defaultdict(dict)
    columns = (Change.record_type, Change.record_id, Change.kind, Change.fields)
    rows = select(*columns).where(Change.action_id == action_id).order_by(Change.seq)
    for name, key, kind, fields in session.execute(rows):
        changed = found[name].setdefault(key, _Changed(key, is_new=False, fields={}))
        changed.is_new = changed.is_new or kind == "insert"
        for field, (old, new) in msgspec.json.decode(fields or "{}").items():
            first = changed.fields.get(field, (old, new))[0]
            changed.fields[field] = (first, new)
    return {name: list(changes.values()) for name, changes in found.items()}


def _take_back_some(
    session: Session,
    record_type: RecordType,
    changes: list[_Changed],
    kept: list[Kept],
) -> int:
    """Take these back, add to `kept` what is left; returns how many records went back."""
    session.flush()
    current = _rows(session, record_type, [change.record_id for change in changes])
    closed = facts.closed_months(session) if record_type.is_fact else ()
    edits: list[Edit] = []
    reversed_count = 0
    for change in changes:
        row = current.get(change.record_id)
        if row is None:
            continue
        if record_type.name == MONTH_REPORT.name and not row["deleted"]:
            state = change.fields.get("state", (None, None))
            refuse_undo(session, change.record_id, is_new=change.is_new, state=state)
        if not change.is_new and record_type.is_fact and row["counted_ym"] in closed:
            if row["delete_reason"] == label("month.carried"):  # or it would count nowhere
                raise Rejected("month.carried_stays")
            kept.append(Kept(record_type.name, change.record_id, "", _counted(record_type, row)))
        elif not change.is_new:
            edits += _put_back(record_type, change, row, kept)
        elif not row["deleted"] and record_type.is_fact and row["counted_ym"] in closed:
            reversed_count += _reverse(session, record_type, row, kept)
        elif not row["deleted"]:
            edits.append(_retirement(row))
    return update_many(session, record_type, edits) + reversed_count


def _rows(
    session: Session, record_type: RecordType, keys: list[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """The records as they are now; Any: one value per column."""
    table = record_type.model.__table__
    assert isinstance(table, Table)
    found = session.execute(select(table).where(table.c.id.in_(keys))).mappings()
    return {row["id"]: dict(row) for row in found}


def _counted(record_type: RecordType, row: Mapping[str, Any]) -> str:
    """A fact of a closed month neither goes nor comes again: its figures stand (SETTLED 1)."""
    return label("history.counted", kind=record_type.label, month=row["counted_ym"])


def _retirement(row: Mapping[str, Any]) -> Edit:
    reason = (row["delete_reason"], label("history.reason"))
    return Edit(row["id"], {"deleted": (False, True), "delete_reason": reason})


def _reverse(
    session: Session, record_type: RecordType, row: Mapping[str, Any], kept: list[Kept]
) -> bool:
    """A fact of a closed month gets its −1 row; a −1 row of a closed month has to stay."""
    fact = session.get(record_type.model, row["id"])
    assert isinstance(fact, Fact)
    if fact.sign < 0:
        kept.append(Kept(record_type.name, fact.id, "", record_type.label))
        return False
    facts.reverse(session, fact, reason=label("history.reason"))
    return True


def _put_back(
    record_type: RecordType, change: _Changed, row: Mapping[str, Any], kept: list[Kept]
) -> Iterable[Edit]:
    """The old value of each field that still holds what the action wrote."""
    back: dict[str, tuple[object, object]] = {}
    for name, (old, new) in change.fields.items():
        field = record_type.by_name.get(name)
        if field is None or old == new:
            continue
        if to_wire(field.kind, row[name]) == new:
            back[name] = (row[name], from_wire(field.kind, old))
        else:
            shown = to_text(field.kind, row[name], field.choices)
            kept.append(Kept(record_type.name, change.record_id, name, shown))
    return [Edit(change.record_id, back)] if back else []
