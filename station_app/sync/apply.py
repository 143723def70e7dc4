"""What a device sends becomes rows: read what is touched, merge in memory, write in bulk.

New records go in by whole blocks. Where a block does not fit or the database refuses it, its rows
are read, merged and written one by one, and split where a write fails, so that one bad row never
takes others with it. Nothing here knows about devices, cursors or HTTP.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, Update, bindparam, insert, update
from sqlalchemy.exc import DBAPIError

from station_app.domain.kinds import Kind, Wire, from_wire
from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.sync import wire
from station_app.sync.blocks import fitting, insert_block, is_of_a_row, stored_columns
from station_app.sync.columns import Misfit
from station_app.sync.merge import Clash, Edit, Judgement, judge
from station_app.sync.rows import Values, fits, read_rows, required_fields, table_of, to_row
from station_app.sync.words import are_names, kept_author

FIRST_WINS = frozenset({"created_at", "created_by", "read_on"})
"""Two PCs may make one record (the station itself); who came first stays its maker."""
MAY_CHANGE_ON_FACTS = frozenset({"deleted", "delete_reason"})
Place = tuple[UUID, str]
"""A field of a record."""


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
    blocks: list[wire.Rows] = field(default_factory=list)
    whole: list[Whole] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Authored:
    """A field that was accepted, and from whom."""

    record_id: UUID
    field: str
    author: wire.Author


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Empty fields that would be filled by whoever saw them empty, perhaps before somebody filled
    and emptied them: by a record that came again, and by edits."""

    again: list[Place]
    edited: list[Place]


Emptied = Callable[[Connection, Doubtful], set[Place]]
"""Which of these fields somebody emptied without the sender knowing."""


def nobody_emptied(_connection: Connection, _doubtful: Doubtful) -> set[Place]:
    """Where nothing is known of what was emptied."""
    return set()


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
    blocks: list[tuple[str, list[UUID]]] = field(default_factory=list)
    """Records that went in by the block, all of them new; none of them is in `inserted`."""
    touched: list[tuple[str, UUID]] = field(default_factory=list)
    inserted: set[UUID] = field(default_factory=set)
    authored: list[Authored] = field(default_factory=list)
    emptied: list[Authored] = field(default_factory=list)
    """Fields that stand empty as somebody says who emptied them: they did not begin so."""
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
        wire.check_rows(rows)
        if known := _known(rows.record_type, rows.ids, by_name, outcome):
            known.blocks.append(rows)
    for edits in push.edits:
        wire.check_edits(edits)
        if known := _known(edits.record_type, edits.ids, by_name, outcome):
            sent = zip(edits.ids, edits.fields, edits.authors, strict=True)
            known.changed += [_changed(known.record_type, *each) for each in sent]
    return [by_name[kind.name] for kind in RECORD_TYPES if kind.name in by_name]


def _known(
    name: str, ids: Iterable[UUID], by_name: dict[str, Incoming], outcome: Outcome
) -> Incoming | None:
    if name not in BY_NAME or BY_NAME[name].down_only:
        code = "syncing.down_only" if name in BY_NAME else "syncing.unknown_type"
        for record_id in ids:
            outcome.refuse(name, record_id, code)
        return None
    return by_name.setdefault(name, Incoming(BY_NAME[name]))


def _wholes(record_type: RecordType, rows: wire.Rows) -> list[Whole]:
    values = zip(rows.ids, wire.rows_of(rows), strict=True)
    return [_whole(record_type, *each) for each in values]


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
    return Changed(record_id, known, unknown, kept_author(author))


def apply(
    connection: Connection,
    incoming: Incoming,
    outcome: Outcome,
    *,
    station_id: UUID,
    emptied: Emptied = nobody_emptied,
) -> None:
    """Bring what was sent of one type into its table; only rows of `station_id` may be written."""
    for block in incoming.blocks:
        if not _take_block(connection, incoming.record_type, block, outcome, station_id):
            incoming.whole += _wholes(incoming.record_type, block)
    if incoming.whole or incoming.changed:
        _take_one_by_one(connection, incoming, outcome, station_id, emptied)


def _take_block(
    connection: Connection,
    record_type: RecordType,
    block: wire.Rows,
    outcome: Outcome,
    station_id: UUID,
) -> bool:
    """Write a block of new records without reading any; False when not all of it can be taken so.

    The database itself says whether one of them stands already.
    """
    try:
        columns = fitting(record_type, block)
    except Misfit:
        return False
    if set(columns["station_id"]) != {str(station_id)} or not are_names(block.columns):
        return False
    values = stored_columns(record_type, block.ids, columns, connection.dialect.name)
    if not insert_block(connection, table_of(record_type), values):
        return False
    outcome.blocks.append((record_type.name, block.ids))
    outcome.unknown += _unknown_of(record_type, block)
    outcome.taken += len(block.ids)
    return True


def _unknown_of(record_type: RecordType, block: wire.Rows) -> list[tuple[str, UUID, str, Wire]]:
    return [
        (record_type.name, key, name, value)
        for name, column in block.columns.items()
        if name not in record_type.by_name
        for key, value in zip(block.ids, column, strict=True)
        if value is not None
    ]


def _take_one_by_one(
    connection: Connection,
    incoming: Incoming,
    outcome: Outcome,
    station_id: UUID,
    emptied: Emptied,
) -> None:
    keys = [item.record_id for item in incoming.whole]
    keys += [item.record_id for item in incoming.changed]
    standing = read_rows(connection, incoming.record_type, keys, _named(incoming))
    doubtful = _doubtful(incoming, standing)
    known = emptied(connection, doubtful) if doubtful.again or doubtful.edited else set()
    batch = _Batch(incoming.record_type, station_id, standing, outcome, known)
    for whole in incoming.whole:
        batch.take_whole(whole)
    for changed in incoming.changed:
        batch.take_changed(changed)
    batch.write(connection)


def _doubtful(incoming: Incoming, standing: Mapping[UUID, Mapping[str, Wire]]) -> Doubtful:
    again = [
        (whole.record_id, name)
        for whole in incoming.whole
        if (here := standing.get(whole.record_id)) is not None
        for name, value in whole.values.items()
        if value is not None and here.get(name) is None
    ]
    edited = [
        (changed.record_id, name)
        for changed in incoming.changed
        if (here := standing.get(changed.record_id)) is not None
        for name, edit in changed.edits.items()
        if edit.base is None and edit.value is not None and here.get(name) is None
    ]
    return Doubtful(again, edited)


def _named(incoming: Incoming) -> list[str] | None:
    """The fields that a merge looks at: of edits those that they name, else all."""
    if incoming.whole:
        return None
    named = {name for changed in incoming.changed for name in changed.edits}
    return sorted(named | {"station_id"})


class _Batch:
    """The rows of one type while they are merged: what stands, what is to be written."""

    def __init__(
        self,
        record_type: RecordType,
        station_id: UUID,
        standing: dict[UUID, dict[str, Wire]],
        outcome: Outcome,
        emptied: set[Place],
    ) -> None:
        self.record_type = record_type
        self.station_id = station_id
        self.standing = standing
        self.outcome = outcome
        self.emptied = emptied
        self.bad: set[UUID] = set()
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
            self.bad.add(whole.record_id)
            self.outcome.refuse(self.record_type.name, whole.record_id, code)
            return
        self.standing[whole.record_id] = dict(whole.values)
        self.new[whole.record_id] = self.standing[whole.record_id]
        self._keep_unknown(whole.record_id, whole.unknown)
        self.outcome.taken += 1

    def take_changed(self, changed: Changed) -> None:
        """Merge the edits of a row with the row as it stands."""
        if changed.record_id in self.bad:
            return  # it goes with a row that is listed already
        current = self.standing.get(changed.record_id)
        if code := self._fault_of_edit(current, changed):
            self.outcome.refuse(self.record_type.name, changed.record_id, code)
            return
        assert current is not None
        judgement = self._judge(current, changed)
        self._note_emptied(current, changed)
        if judgement.accepted:
            current |= judgement.accepted
            if changed.record_id not in self.new:
                self.edited.setdefault(changed.record_id, {}).update(judgement.accepted)
        self._note(changed, judgement)
        self._keep_unknown(changed.record_id, changed.unknown)
        self.outcome.taken += 1

    def _judge(self, current: Mapping[str, Wire], changed: Changed) -> Judgement:
        judgement = judge(current, changed.edits)
        for name in [n for n in judgement.accepted if (changed.record_id, n) in self.emptied]:
            if current.get(name) is None:
                judgement.clashes[name] = Clash(None, judgement.accepted.pop(name), None)
                judgement.told[name] = None
        for name in FIRST_WINS & set(judgement.clashes):
            del judgement.clashes[name]
        if self.record_type.model is Conflict:
            judgement.clashes.clear()  # of two answers to one question, the first that came stands
        return judgement

    def _note_emptied(self, current: Mapping[str, Wire], changed: Changed) -> None:
        self.outcome.emptied += [
            Authored(changed.record_id, name, changed.author)
            for name, edit in changed.edits.items()
            if edit.value is None and edit.base is not None and current.get(name) is None
        ]

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
        return None if are_names(whole.unknown) else "syncing.bad_value"

    def _fault_of_edit(self, current: Mapping[str, Wire] | None, changed: Changed) -> str | None:
        if current is None:
            return "syncing.no_such_row"
        edits = {n: e for n, e in changed.edits.items() if e.value != current.get(n)}
        if current.get("station_id") != str(self.station_id) or "station_id" in edits:
            return "syncing.foreign_row"
        if not are_names(changed.unknown):
            return "syncing.bad_value"
        return self._fault_of_values(edits)

    def _fault_of_values(self, edits: Mapping[str, Edit]) -> str | None:
        if self.record_type.is_fact and set(edits) - MAY_CHANGE_ON_FACTS - FIRST_WINS:
            return "syncing.fact_is_final"
        if set(edits) & self.record_type.written_once:
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


def _maker(values: Mapping[str, Wire]) -> wire.Author:
    by = values.get("created_by")
    try:
        at = from_wire(Kind.MOMENT, values.get("created_at"))
    except Rejected:
        at = None
    seconds = at.timestamp() if isinstance(at, datetime) else 0.0
    return wire.Author(by if isinstance(by, str) else "", seconds)


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
    statement = _updating(table, names)
    return _split_on_failure(connection, lambda some: connection.execute(statement, some), rows)


@lru_cache(maxsize=256)
def _updating(table: Table, names: tuple[str, ...]) -> Update:
    statement = update(table).where(table.c.id == bindparam("key"))
    return statement.values({name: bindparam(f"new_{name}") for name in names})


def _split_on_failure(connection: Connection, write: Any, rows: list[Values]) -> set[UUID]:
    """Write all at once; where the database refuses, halve until the bad rows stand alone."""
    if not rows:
        return set()
    try:
        with connection.begin_nested():
            write(rows)
    except DBAPIError as error:
        if not is_of_a_row(error):
            raise
        if len(rows) == 1:
            return {rows[0]["id"] if "id" in rows[0] else rows[0]["key"]}
        middle = len(rows) // 2
        first = _split_on_failure(connection, write, rows[:middle])
        return first | _split_on_failure(connection, write, rows[middle:])
    return set()
