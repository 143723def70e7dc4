"""What the district answered becomes this PC's state, in the transaction that moves the cursor.

A field that this PC changed and the district has not confirmed keeps the local value: the district
will be asked first. Everything else takes the district's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire, from_wire, to_wire
from station_app.models.change import Change
from station_app.models.local import RefusedRow, SyncState, UnknownField
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.store import bulk
from station_app.store.journal import MAY_CHANGE_ON_FACTS
from station_app.sync import wire
from station_app.sync.carried import settle_carried
from station_app.sync.fresh import Kept, Taken, take_new, write_kept
from station_app.sync.outbox import INSERT, NO_SEAL_KEY, Batch, fields_of, read_fields
from station_app.sync.refilled import ask_about, refilled
from station_app.sync.rows import (
    Values,
    among,
    chunks,
    fits,
    read_rows,
    required_fields,
    table_of,
    to_row,
)
from station_app.sync.sealing import Sealer, is_sealed, private_fields
from station_app.sync.state import anything_after

ALL_FIELDS = "*"
News = dict[str, dict[UUID, dict[str, Wire]]]
"""Fields to take, by record type and record."""
PLACES = {record_type.name: place for place, record_type in enumerate(RECORD_TYPES)}
Unsent = dict[UUID, set[str]]
"""Record → its fields with unconfirmed changes; `ALL_FIELDS` for a record that is all new."""


def take_answer(
    session: Session,
    state: SyncState,
    reply: wire.Reply,
    *,
    batch: Batch | None,
    sealer: Sealer | None,
) -> Taken:
    """Settle the batch, take what others wrote, move the cursors."""
    taken = Taken()
    if batch is not None and reply.receipt is not None:
        taken.refused = _settle(session, state, batch, reply)
    news = _told(reply)
    for rows in sorted(reply.rows, key=lambda rows: PLACES.get(rows.record_type, len(PLACES))):
        rest = take_new(session, rows, sealer, taken)
        if rest is not None:
            _add_rows(news, rest)
    unsent = _unsent(session, state, [key for rows in news.values() for key in rows])
    at = datetime.fromtimestamp(reply.server_time, UTC)
    for record_type in RECORD_TYPES:
        if record_type.name in news:
            _Taking(session, record_type, unsent, sealer, taken, at).take(news[record_type.name])
    _keep_unknown_types(session, news)
    state.cursor, state.district_cursor = reply.cursor, reply.district_cursor
    return taken


def take_up_kept(session: Session, state: SyncState, *, sealer: Sealer | None) -> set[UUID]:
    """Give kept fields their place: after an upgrade, or when the station's key has come.

    Returns the records concerned.
    """
    news: News = {}
    for name, key, column, value in understood_now(session, sealer=sealer):
        news.setdefault(name, {}).setdefault(key, {})[column] = value
        write_kept(session, name, {}, {(key, column)})
    take_rows(session, state, news, sealer=sealer)
    return {key for rows in news.values() for key in rows}


def take_rows(
    session: Session, state: SyncState, news: News, *, sealer: Sealer | None
) -> set[tuple[str, UUID]]:
    """Bring values of the district into this PC's tables but for what it changed itself.

    Returns the records that changed.
    """
    taken = Taken()
    unsent = _unsent(session, state, [key for rows in news.values() for key in rows])
    for record_type in RECORD_TYPES:
        if record_type.name in news:
            _Taking(session, record_type, unsent, sealer, taken).take(news[record_type.name])
    return taken.touched


def understood_now(session: Session, *, sealer: Sealer | None) -> list[tuple[str, UUID, str, Wire]]:
    """Kept fields that have become readable: record type, record, field, value."""
    columns = (UnknownField.record_type, UnknownField.record_id, UnknownField.field)
    kept = session.execute(select(*columns, UnknownField.value)).all()
    read = [(name, key, field, msgspec.json.decode(text)) for name, key, field, text in kept]
    return [each for each in read if _is_readable(*each, sealer=sealer)]


def _is_readable(name: str, key: UUID, field: str, value: Wire, *, sealer: Sealer | None) -> bool:
    if name not in BY_NAME or not fits(BY_NAME[name], field, value):
        return False
    opened = value if sealer is None else sealer.open(key, field, value)
    return not is_sealed(opened)


# -- the receipt ------------------------------------------------------------------------------


def _settle(session: Session, state: SyncState, batch: Batch, reply: wire.Reply) -> int:
    assert reply.receipt is not None
    state.acknowledged_seq = max(state.acknowledged_seq, batch.upto)
    state.last_batch = reply.receipt.batch
    # Of a receipt that may be thrown away nobody can tell later that it was forgotten.
    state.kept_batch = reply.receipt.batch if reply.receipt.for_good else None
    settle_carried(session, state)
    if session.scalar(select(RefusedRow.record_id).limit(1)) is not None:
        keys = [key for _, key in batch.entries]
        column = RefusedRow.__table__.c.record_id
        session.execute(delete(RefusedRow).where(among(session.connection(), column, keys)))
    at = datetime.fromtimestamp(reply.server_time, UTC)
    refused = {(each.record_type, each.record_id): each.code for each in reply.receipt.refused}
    waiting = dict.fromkeys(batch.withheld, NO_SEAL_KEY) | refused
    waiting = {place: code for place, code in waiting.items() if place in batch.entries}
    for (name, key), code in waiting.items():
        withheld = batch.withheld.get((name, key)) if (name, key) not in refused else None
        fields = fields_of(batch.entries[name, key], withheld)
        session.add(
            RefusedRow(record_id=key, record_type=name, fields=fields, code=code, refused_at=at)
        )
    if waiting:
        session.flush()  # what comes next asks for them
    return len(refused)


def _told(reply: wire.Reply) -> News:
    """Fields that the district put right, by record type and record."""
    news: News = {}
    for told in reply.receipt.told if reply.receipt else []:
        row = news.setdefault(told.record_type, {}).setdefault(told.record_id, {})
        row[told.field] = told.value
    return news


def _add_rows(news: News, rows: wire.Rows) -> None:
    """Whole rows come over what was told of them."""
    known = BY_NAME.get(rows.record_type)
    empty: dict[str, Wire] = dict.fromkeys(known.by_name) if known else {}
    by_key = news.setdefault(rows.record_type, {})
    for key, values in zip(rows.ids, wire.rows_of(rows), strict=True):
        by_key[key] = empty | values


def _unsent(session: Session, state: SyncState, keys: Sequence[UUID]) -> Unsent:
    """The fields that this PC changed and the district has not confirmed."""
    unsent: Unsent = {}
    if not keys:
        return unsent
    some_refused = session.scalar(select(RefusedRow.record_id).limit(1)) is not None
    if not some_refused and not anything_after(session, state.acknowledged_seq):
        return unsent
    for some in chunks(keys):
        for key, fields in session.execute(
            select(RefusedRow.record_id, RefusedRow.fields).where(RefusedRow.record_id.in_(some))
        ):
            _mark_unsent(unsent, key, fields)
        changes = (
            select(Change.record_id, Change.kind, Change.fields)
            .where(Change.record_id.in_(some), Change.outgoing.is_(True))
            .where(Change.seq > state.acknowledged_seq)
            .order_by(Change.seq)
        )
        for key, kind, fields in session.execute(changes):
            _mark_unsent(unsent, key, None if kind == INSERT else fields)
    return unsent


def _mark_unsent(unsent: Unsent, key: UUID, fields: str | None) -> None:
    mine = unsent.setdefault(key, set())
    mine |= {ALL_FIELDS} if fields is None else set(read_fields(fields))


# -- rows -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Taking:
    """Bringing the district's values of one record type into this PC's table."""

    session: Session
    record_type: RecordType
    unsent: Unsent
    sealer: Sealer | None
    taken: Taken
    answered_at: datetime | None = None
    """When the district answered; None where what is taken was compared with the log already."""
    kept: Kept = dataclass_field(default_factory=dict)
    readable: set[tuple[UUID, str]] = dataclass_field(default_factory=set)

    def take(self, news: Mapping[UUID, Mapping[str, Wire]]) -> None:
        """Insert what is new, change what differs, keep what is not understood."""
        here = read_rows(self.session.connection(), self.record_type, list(news))
        new: list[Values] = []
        edits: list[bulk.Edit] = []
        for key, values in news.items():
            understood = self._understood(key, values)
            if key in here:
                edits += self._edit(key, here[key], understood)
            else:
                new += self._new(key, understood)
        write_kept(self.session, self.record_type.name, self.kept, self.readable)
        self._ask_about_refilled(edits)
        self.taken.inserted += bulk.insert_many(self.session, self.record_type, new)
        self.taken.updated += bulk.update_many(self.session, self.record_type, edits)
        self.taken.touched |= {(self.record_type.name, row["id"]) for row in new}
        self.taken.touched |= {(self.record_type.name, edit.record_id) for edit in edits}
        if new or edits:
            self.taken.types.add(self.record_type.name)

    def _ask_about_refilled(self, edits: list[bulk.Edit]) -> None:
        """What the district forgot that it was emptied does not come back without a question."""
        filled = {edit.record_id: values for edit in edits if (values := self._filled_by(edit))}
        if self.answered_at is None or not filled:
            return
        places = refilled(self.session, filled)
        found = [(key, name, filled[key][name]) for key, name in places]
        ask_about(self.session, self.record_type, found, sealer=self.sealer, at=self.answered_at)

    def _filled_by(self, edit: bulk.Edit) -> dict[str, Wire]:
        by_name = self.record_type.by_name
        return {
            name: to_wire(by_name[name].kind, new)
            for name, (old, new) in edit.fields.items()
            if old is None and new is not None
        }

    def _understood(self, key: UUID, values: Mapping[str, Wire]) -> dict[str, Wire]:
        """The values of known fields, private ones opened; the rest is kept as it came."""
        understood: dict[str, Wire] = {}
        for name, value in values.items():
            if fits(self.record_type, name, value):
                understood[name] = value
            else:
                self._keep(key, name, value)
        for private in private_fields(self.record_type):
            if private.name in understood:
                self._open(key, private.name, understood)
        return understood

    def _open(self, key: UUID, name: str, understood: dict[str, Wire]) -> None:
        """Open a private value; what cannot be opened is kept aside, and the field left alone."""
        value = understood[name]
        if self.sealer is not None:
            value = understood[name] = self.sealer.open(key, name, value)
        if is_sealed(value):
            self._keep(key, name, value)
            del understood[name]
        else:
            self.readable.add((key, name))

    def _keep(self, key: UUID, name: str, value: Wire) -> None:
        self.kept[key, name] = value

    def _new(self, key: UUID, values: Mapping[str, Wire]) -> list[Values]:
        if any(values.get(name) is None for name in required_fields(self.record_type)):
            for name, value in values.items():
                if value is not None:
                    self._keep(key, name, value)
            return []
        return [to_row(self.record_type, key, values)]

    def _edit(
        self, key: UUID, here: Mapping[str, Wire], values: Mapping[str, Wire]
    ) -> list[bulk.Edit]:
        mine = self.unsent.get(key, set())
        if ALL_FIELDS in mine:
            return []
        changed = {
            name: value
            for name, value in values.items()
            if value != here[name] and name not in mine and self._may_become(name, value)
        }
        changed = {n: v for n, v in changed.items() if n not in self.record_type.written_once}
        if self.record_type.is_fact:
            self._fill_fact(key, here, changed)
            changed = {n: v for n, v in changed.items() if n in MAY_CHANGE_ON_FACTS}
        kinds = {name: self.record_type.by_name[name].kind for name in changed}
        fields: dict[str, tuple[object, object]] = {
            name: (from_wire(kinds[name], here[name]), from_wire(kinds[name], value))
            for name, value in changed.items()
        }
        return [bulk.Edit(key, fields)] if fields else []

    def _may_become(self, name: str, value: Wire) -> bool:
        return value is not None or name not in required_fields(self.record_type)

    def _fill_fact(self, key: UUID, here: Mapping[str, Wire], values: Mapping[str, Wire]) -> None:
        """A fact never changes, but what this PC could not read until now is filled in."""
        empty = {
            name: from_wire(self.record_type.by_name[name].kind, value)
            for name, value in values.items()
            if here[name] is None and name not in MAY_CHANGE_ON_FACTS
        }
        if empty:
            table = table_of(self.record_type)
            statement = update(table).where(table.c.id == key).values(empty)
            self.session.connection().execute(statement)


def _keep_unknown_types(
    session: Session, news: Mapping[str, Mapping[UUID, Mapping[str, Wire]]]
) -> None:
    for name, rows in news.items():
        if name not in BY_NAME:
            kept = {
                (key, field): value
                for key, values in rows.items()
                for field, value in values.items()
            }
            write_kept(session, name, kept, set())
