"""What a device sends becomes rows: read what is touched, merge in memory, write in bulk.

One reading and one writing statement per record type; only where a write fails is it split, so that
one bad row never takes others with it. Nothing here knows about devices, cursors or HTTP.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from station_app.domain.kinds import Kind, Wire, from_wire, to_wire
from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.sync import wire
from station_app.sync.merge import Clash, Edit, Judgement, judge

AT_ONCE = 1000
"""Keys in one IN list."""
FIRST_WINS = frozenset({"created_at", "created_by"})
"""Two PCs may make one record (the station itself); who came first stays its maker."""
MAY_CHANGE_ON_FACTS = frozenset({"deleted", "delete_reason"})
CONFLICT_NAMESPACE = UUID("3f1f7c52-6d0e-5b8e-8a27-55b6a0c6d3c4")
INT64 = 2**63

Values = dict[str, Any]  # Any: a row holds one value per column, each of its own type


@dataclass(frozen=True, slots=True)
class Whole:
    """A new record as it was sent, fields that this program does not know apart."""

    record_id: UUID
    values: dict[str, Wire]
    unknown: dict[str, Wire]


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed record as it was sent."""

    record_id: UUID
    edits: dict[str, Edit]
    unknown: dict[str, Wire]
    author: wire.Author


@dataclass(slots=True)
class Incoming:
    """All that was sent of one record type."""

    record_type: RecordType
    whole: list[Whole] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Authored:
    """A field that was accepted, and from whom."""

    record_id: UUID
    field: str
    author: wire.Author


@dataclass(frozen=True, slots=True)
class Found:
    """A clash as it was found, with the later author."""

    record_type: str
    record_id: UUID
    field: str
    clash: Clash
    author: wire.Author


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    taken: int = 0
    touched: list[tuple[str, UUID]] = field(default_factory=list)
    inserted: set[UUID] = field(default_factory=set)
    authored: list[Authored] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    told: list[wire.Told] = field(default_factory=list)
    refused: list[wire.Refusal] = field(default_factory=list)
    unknown: list[tuple[str, UUID, str, Wire]] = field(default_factory=list)

    def refuse(self, record_type: str, record_id: UUID, code: str) -> None:
        """Put a record on the list of those not taken."""
        self.refused.append(wire.Refusal(record_type, record_id, code))


def sorted_out(push: wire.Push, outcome: Outcome) -> list[Incoming]:
    """What a push holds, by record type in registry order; unknown types go to the refused."""
    by_name: dict[str, Incoming] = {}
    for rows in push.rows:
        values = wire.rows_of(rows)
        if known := _known(rows.record_type, rows.ids, by_name, outcome):
            kind = known.record_type
            known.whole += [_whole(kind, *each) for each in zip(rows.ids, values, strict=True)]
    for edits in push.edits:
        wire.check_edits(edits)
        if known := _known(edits.record_type, edits.ids, by_name, outcome):
            sent = zip(edits.ids, edits.fields, edits.authors, strict=True)
            known.changed += [_changed(known.record_type, *each) for each in sent]
    return [by_name[kind.name] for kind in RECORD_TYPES if kind.name in by_name]


def _known(
    name: str, ids: Iterable[UUID], by_name: dict[str, Incoming], outcome: Outcome
) -> Incoming | None:
    if name not in BY_NAME:
        for record_id in ids:
            outcome.refuse(name, record_id, "syncing.unknown_type")
        return None
    return by_name.setdefault(name, Incoming(BY_NAME[name]))


def _whole(record_type: RecordType, record_id: UUID, values: Mapping[str, Wire]) -> Whole:
    fields = record_type.by_name
    known = {name: value for name, value in values.items() if name in fields}
    unknown: dict[str, Wire] = {
        name: value for name, value in values.items() if name not in fields and value is not None
    }
    return Whole(record_id, known, unknown)


def _changed(
    record_type: RecordType,
    record_id: UUID,
    edits: Mapping[str, tuple[Wire, Wire]],
    author: wire.Author,
) -> Changed:
    fields = record_type.by_name
    known = {name: Edit(*pair) for name, pair in edits.items() if name in fields}
    unknown = {name: pair[1] for name, pair in edits.items() if name not in fields}
    return Changed(record_id, known, unknown, author)


def apply(
    connection: Connection, incoming: Incoming, outcome: Outcome, *, station_id: UUID
) -> None:
    """Bring what was sent of one type into its table; only rows of `station_id` may be written."""
    keys = [item.record_id for item in incoming.whole]
    keys += [item.record_id for item in incoming.changed]
    standing = read_rows(connection, incoming.record_type, keys)
    batch = _Batch(incoming.record_type, station_id, standing, outcome)
    for whole in incoming.whole:
        batch.take_whole(whole)
    for changed in incoming.changed:
        batch.take_changed(changed)
    batch.write(connection)


class _Batch:
    """The rows of one type while they are merged: what stands, what is to be written."""

    def __init__(
        self,
        record_type: RecordType,
        station_id: UUID,
        standing: dict[UUID, dict[str, Wire]],
        outcome: Outcome,
    ) -> None:
        self.record_type = record_type
        self.station_id = station_id
        self.standing = standing
        self.outcome = outcome
        self.new: dict[UUID, dict[str, Wire]] = {}
        self.edited: dict[UUID, dict[str, Wire]] = {}

    def take_whole(self, whole: Whole) -> None:
        """A new row is new, or the same again, or another PC's edition of a row that stands."""
        if whole.record_id in self.standing:
            author = _maker(whole.values)
            edits = {n: Edit(None, v) for n, v in whole.values.items() if v is not None}
            if edits.get("deleted") == Edit(None, False):
                del edits["deleted"]  # a row is made undeleted; only deleting is somebody's will
            self.take_changed(Changed(whole.record_id, edits, whole.unknown, author))
            return
        if code := self._fault_of_new(whole):
            self.outcome.refuse(self.record_type.name, whole.record_id, code)
            return
        self.standing[whole.record_id] = dict(whole.values)
        self.new[whole.record_id] = self.standing[whole.record_id]
        self._keep_unknown(whole.record_id, whole.unknown)
        self.outcome.taken += 1

    def take_changed(self, changed: Changed) -> None:
        """Merge the edits of a row with the row as it stands."""
        current = self.standing.get(changed.record_id)
        if code := self._fault_of_edit(current, changed):
            self.outcome.refuse(self.record_type.name, changed.record_id, code)
            return
        assert current is not None
        judgement = self._judge(current, changed)
        if judgement.accepted:
            current |= judgement.accepted
            if changed.record_id not in self.new:
                self.edited.setdefault(changed.record_id, {}).update(judgement.accepted)
        self._note(changed, judgement)
        self._keep_unknown(changed.record_id, changed.unknown)
        self.outcome.taken += 1

    def _judge(self, current: Mapping[str, Wire], changed: Changed) -> Judgement:
        judgement = judge(current, changed.edits)
        for name in FIRST_WINS & set(judgement.clashes):
            del judgement.clashes[name]
        if self.record_type.model is Conflict:
            judgement.clashes.clear()  # of two answers to one question, the first that came stands
        return judgement

    def _note(self, changed: Changed, judgement: Judgement) -> None:
        name, key, author = self.record_type.name, changed.record_id, changed.author
        self.outcome.authored += [Authored(key, field, author) for field in judgement.accepted]
        self.outcome.found += [
            Found(name, key, field, clash, author) for field, clash in judgement.clashes.items()
        ]
        self.outcome.told += [
            wire.Told(name, key, field, value) for field, value in judgement.told.items()
        ]

    def _keep_unknown(self, record_id: UUID, unknown: Mapping[str, Wire]) -> None:
        self.outcome.unknown += [
            (self.record_type.name, record_id, name, value) for name, value in unknown.items()
        ]

    def _fault_of_new(self, whole: Whole) -> str | None:
        if whole.values.get("station_id") != str(self.station_id):
            return "syncing.foreign_row"
        required = required_fields(self.record_type)
        if any(whole.values.get(name) is None for name in required):
            return "syncing.incomplete_row"
        if not all(fits(self.record_type, n, v) for n, v in whole.values.items()):
            return "syncing.bad_value"
        return None

    def _fault_of_edit(self, current: Mapping[str, Wire] | None, changed: Changed) -> str | None:
        if current is None:
            return "syncing.no_such_row"
        edits = {n: e for n, e in changed.edits.items() if e.value != current.get(n)}
        if current.get("station_id") != str(self.station_id) or "station_id" in edits:
            return "syncing.foreign_row"
        return self._fault_of_values(edits)

    def _fault_of_values(self, edits: Mapping[str, Edit]) -> str | None:
        if self.record_type.is_fact and set(edits) - MAY_CHANGE_ON_FACTS - FIRST_WINS:
            return "syncing.fact_is_final"
        if any(
            e.value is None and n in required_fields(self.record_type) for n, e in edits.items()
        ):
            return "syncing.incomplete_row"
        if not all(fits(self.record_type, n, e.value) for n, e in edits.items()):
            return "syncing.bad_value"
        return None

    def write(self, connection: Connection) -> None:
        """Insert and update in bulk; what the database itself refuses is listed."""
        table = table_of(self.record_type)
        new = [to_row(self.record_type, key, values) for key, values in self.new.items()]
        bad = _insert(connection, table, new)
        for names, rows in _alike(self.record_type, self.edited).items():
            bad |= _update(connection, table, names, rows)
        for key in bad:
            self.outcome.refuse(self.record_type.name, key, "syncing.bad_value")
        self.outcome.taken -= len(bad)
        done = [key for key in (*self.new, *self.edited) if key not in bad]
        self.outcome.touched += [(self.record_type.name, key) for key in done]
        self.outcome.inserted |= set(self.new) - bad


def read_rows(
    connection: Connection, record_type: RecordType, keys: Sequence[UUID]
) -> dict[UUID, dict[str, Wire]]:
    """The rows of these keys that stand, as wire values."""
    table = table_of(record_type)
    found: dict[UUID, dict[str, Wire]] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            found[row["id"]] = from_row(record_type, row)
    return found


def from_row(record_type: RecordType, row: Mapping[Any, Any]) -> dict[str, Wire]:
    """A row of a table as wire values, without its key."""
    return {field.name: to_wire(field.kind, row[field.name]) for field in record_type.fields}


def to_row(record_type: RecordType, key: UUID, values: Mapping[str, Wire]) -> Values:
    """Wire values as a whole row of a table; what is not named is None."""
    row: Values = {
        field.name: from_wire(field.kind, values.get(field.name)) for field in record_type.fields
    }
    row["id"] = key
    return row


def table_of(record_type: RecordType) -> Table:
    """The table of a record type."""
    table = record_type.model.__table__
    assert isinstance(table, Table)
    return table


def conflict_row(
    found: Found, *, station_id: UUID, at: datetime, server_author: wire.Author | None
) -> Values:
    """The record that keeps both values of a clash; the same clash always has the same key."""
    clash = found.clash
    parts = [found.field, clash.base, clash.mine, clash.theirs]
    identity = f"{found.record_id}:{msgspec.json.encode(parts).decode()}"
    return {
        "id": uuid5(CONFLICT_NAMESPACE, identity),
        "station_id": station_id,
        "created_at": at,
        "created_by": found.author.by,
        "deleted": False,
        "delete_reason": None,
        "record_type": found.record_type,
        "record_id": str(found.record_id),
        "field": found.field,
        "base_value": wire_text(clash.base),
        "server_value": wire_text(clash.theirs),
        "client_value": wire_text(clash.mine),
        "server_by": server_author and server_author.by,
        "server_at": server_author and moment(server_author.at),
        "client_by": found.author.by,
        "client_at": moment(found.author.at),
        "resolved_at": None,
        "resolved_by": None,
        "chosen_value": None,
    }


def wire_text(value: Wire) -> str | None:
    """A wire value as text for a conflict; `from_wire_text` reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def from_wire_text(kind: Kind, text: str | None) -> Wire:
    """The wire value that `wire_text` wrote, for a field of this kind."""
    if text is None:
        return None
    if kind is Kind.BOOLEAN:
        return text == "true"
    return int(text) if kind in (Kind.INTEGER, Kind.MONEY) else text


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a moment; a mad clock is brought into the range of dates."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), 253402300799.0), UTC)


def _maker(values: Mapping[str, Wire]) -> wire.Author:
    by = values.get("created_by")
    try:
        at = from_wire(Kind.MOMENT, values.get("created_at"))
    except Rejected:
        at = None
    seconds = at.timestamp() if isinstance(at, datetime) else 0.0
    return wire.Author(by if isinstance(by, str) else "", seconds)


@cache
def _required_of(name: str) -> frozenset[str]:
    table = table_of(BY_NAME[name])
    return frozenset(column.name for column in table.columns if not column.nullable) - {"id"}


def required_fields(record_type: RecordType) -> frozenset[str]:
    return _required_of(record_type.name)


def fits(record_type: RecordType, name: str, value: Wire) -> bool:
    """Whether a field is known and the value is one of its kind that either database can store."""
    if name not in record_type.by_name:
        return False
    if isinstance(value, str) and "\0" in value:
        return False
    if isinstance(value, int) and not -INT64 <= value < INT64:
        return False
    try:
        from_wire(record_type.by_name[name].kind, value)
    except Rejected:
        return False
    return True


def _alike(
    record_type: RecordType, edited: Mapping[UUID, Mapping[str, Wire]]
) -> dict[tuple[str, ...], list[Values]]:
    """Edited rows by the set of fields that change, each as parameters of one statement."""
    alike: dict[tuple[str, ...], list[Values]] = {}
    for key, values in edited.items():
        names = tuple(sorted(values))
        row: Values = {
            f"new_{name}": from_wire(record_type.by_name[name].kind, values[name]) for name in names
        }
        alike.setdefault(names, []).append(row | {"key": key})
    return alike


def _insert(connection: Connection, table: Table, rows: list[Values]) -> set[UUID]:
    return _split_on_failure(connection, lambda some: connection.execute(insert(table), some), rows)


def _update(
    connection: Connection, table: Table, names: tuple[str, ...], rows: list[Values]
) -> set[UUID]:
    statement = update(table).where(table.c.id == bindparam("key"))
    statement = statement.values({name: bindparam(f"new_{name}") for name in names})
    return _split_on_failure(connection, lambda some: connection.execute(statement, some), rows)


def _split_on_failure(connection: Connection, write: Any, rows: list[Values]) -> set[UUID]:
    """Write all at once; where the database refuses, halve until the bad rows stand alone."""
    if not rows:
        return set()
    try:
        with connection.begin_nested():
            write(rows)
    except (DataError, IntegrityError):
        if len(rows) == 1:
            return {rows[0]["id"] if "id" in rows[0] else rows[0]["key"]}
        middle = len(rows) // 2
        first = _split_on_failure(connection, write, rows[:middle])
        return first | _split_on_failure(connection, write, rows[middle:])
    return set()
