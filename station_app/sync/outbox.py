"""What this PC wrote and the district has not confirmed, folded by record into one batch.

The change log is the outbox: the old value of the first unsent change of a field is the value that
its author saw. A batch is a range of the log, so asking again sends the same range again.
"""

from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.change import Action, Change
from station_app.models.local import SyncState
from station_app.models.record_type import RecordType
from station_app.models.registry import RECORD_TYPES
from station_app.sync import wire
from station_app.sync.blocks import any_value, read_block
from station_app.sync.columns import SQLITE
from station_app.sync.merge import Edit, fold
from station_app.sync.rows import among, chunks, raw_key
from station_app.sync.sealing import Sealer, private_fields
from station_app.sync.state import anything_after, refused_rows

NO_SEAL_KEY = "syncing.no_seal_key"
INSERT = "insert"
LOG, ACTIONS = Change.__table__.c, Action.__table__.c
# Questions of every report, put into words once: that takes longer than asking them.
_SOME = (
    select(LOG.seq)
    .where(LOG.outgoing.is_(True), LOG.seq > bindparam("after"))
    .order_by(LOG.seq)
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)
_END = select(func.max(_SOME.c.seq))
_LOG = (
    select(LOG.record_type, raw_key(LOG.record_id, SQLITE), LOG.kind, LOG.fields, LOG.action_id)
    .where(LOG.outgoing.is_(True), LOG.seq > bindparam("after"), LOG.seq <= bindparam("upto"))
    .order_by(LOG.seq)
)
_ACTED = select(ACTIONS.id, ACTIONS.by, ACTIONS.at).where(
    ACTIONS.id.in_(bindparam("some", expanding=True))
)


@dataclass(slots=True)
class Entry:
    """A record in the outbox: new as a whole, or its changed fields; and who wrote last."""

    is_new: bool = False
    edits: dict[str, Edit] = field(default_factory=dict)
    author: wire.Author = field(default_factory=lambda: wire.Author("", 0.0))
    saw_nothing: frozenset[str] = frozenset()
    """Fields that are told again so that they are asked about, whatever the district has."""

    def log_fields(self) -> str | None:
        """The changed fields as the log writes them; None for a new record."""
        return None if self.is_new else _encode(self.edits)


NEW = Entry(is_new=True)
"""Every new record's entry; its row says all the rest."""


@dataclass(slots=True)
class Batch:
    """A part of the outbox under one id. `withheld` waits for the station's seal key."""

    upto: int
    complete: bool
    entries: dict[tuple[str, UUID], Entry]
    rows: list[wire.Rows] = field(default_factory=list)
    edits: list[wire.Edits] = field(default_factory=list)
    withheld: dict[tuple[str, UUID], dict[str, Edit]] = field(default_factory=dict)
    after: int = 0

    @property
    def record_count(self) -> int:
        """How many records it holds."""
        return len(self.entries)


def gather(
    session: Session, state: SyncState, *, limit: int, sealer: Sealer | None, again: bool
) -> Batch | None:
    """The next batch of at most `limit` changes, the same one again while it is under way.

    With `again` it also holds what the district refused before; a batch that is under way holds it
    if it held it the first time. None when there is nothing to send.
    """
    upto = state.pending_upto
    if upto is None:
        upto = end_of(session, state.acknowledged_seq, limit)
    else:
        again = bool(state.pending_again)
    batch = gather_range(session, state.acknowledged_seq, upto, sealer=sealer, again=again)
    return batch if batch.entries or state.pending_batch is not None else None


def gather_range(
    session: Session, after: int, upto: int, *, sealer: Sealer | None, again: bool
) -> Batch:
    """A range of the change log as a batch."""
    changes = _changes(session, after, upto)
    entries = _refused(session, changes, can_seal=sealer is not None, again=again)
    comes_again = [key for (_, key), entry in entries.items() if entry.is_new]
    _add_changes(session, entries, changes)
    batch = Batch(upto, not anything_after(session, upto), entries, after=after)
    emptied = _emptied(session, comes_again, changes, upto)
    _Packing(session, batch, sealer, emptied).pack()
    return batch


def end_of(session: Session, acknowledged: int, limit: int) -> int:
    """The place in the log after `limit` more changes."""
    known = {"after": acknowledged, "most": limit}
    return session.connection().scalar(_END, known) or acknowledged


Logged = tuple[str, UUID, str, str | None, int]
"""A row of the log: record type, record, kind, fields, action."""
Entries = dict[tuple[str, UUID], Entry]


def _refused(session: Session, changes: list[Logged], *, can_seal: bool, again: bool) -> Entries:
    """What was refused and goes again: all of it, and always that of records written since.

    A later edit alone would find no row at the district, and its receipt settles the whole record.
    """
    entries: Entries = {}
    listed = refused_rows(session)
    touched = {(name, key) for name, key, *_ in changes} if listed else set()
    for refused in listed:
        is_due = again and (can_seal or refused.code != NO_SEAL_KEY)
        if is_due or (refused.record_type, refused.record_id) in touched:
            entry = entries.setdefault((refused.record_type, refused.record_id), Entry())
            _add(entry, refused.fields)
            entry.saw_nothing = frozenset(n for n, e in entry.edits.items() if e.base is None)
            entry.author = wire.Author("", refused.refused_at.timestamp())
    return entries


def _changes(session: Session, after: int, upto: int) -> list[Logged]:
    """The log of a range; past the mapper, for a first report has a row of it for every record."""
    found = session.connection().execute(_LOG, {"after": after, "upto": upto})
    return [(name, UUID(int=int(key, 16)), *rest) for name, key, *rest in found]


def _add_changes(session: Session, entries: Entries, changes: list[Logged]) -> None:
    authors = _authors(session, {action for _, _, kind, _, action in changes if kind != INSERT})
    for name, record_id, kind, fields, action_id in changes:
        if kind == INSERT:
            entries[name, record_id] = NEW
            continue
        entry = entries.setdefault((name, record_id), Entry())
        if not entry.is_new:
            _add(entry, fields)
            entry.author = authors[action_id]


def _emptied(
    session: Session, comes_again: list[UUID], changes: list[Logged], upto: int
) -> dict[UUID, dict[str, Edit]]:
    """What the log says was emptied in records that go whole: a row says nothing of empty fields.

    If the district has such a record already, a value of it would stand without a question.
    """
    told: list[tuple[UUID, str]] = []
    columns = (Change.record_id, Change.fields)
    for some in chunks(comes_again):
        mine = select(*columns).where(Change.record_id.in_(some), Change.fields.is_not(None))
        found = session.execute(mine.where(Change.seq <= upto).order_by(Change.seq))
        told += [(key, fields or "{}") for key, fields in found]
    told += [(key, fields) for _, key, _, fields, _ in changes if fields is not None]
    emptied: dict[UUID, dict[str, Edit]] = {}
    for key, fields in told:
        if ",null]" in fields:
            edits = {n: e for n, e in read_fields(fields).items() if e.value is None}
            emptied.setdefault(key, {}).update(edits)
    return emptied


def _authors(session: Session, actions: set[int]) -> dict[int, wire.Author]:
    """Who acted when; asked apart, for a join would lead SQLite through the whole log."""
    authors: dict[int, wire.Author] = {}
    for some in chunks(sorted(actions)):
        for action_id, by, at in session.connection().execute(_ACTED, {"some": some}):
            authors[action_id] = wire.Author(by, at.timestamp())
    return authors


def _add(entry: Entry, fields: str | None) -> None:
    if fields is None:
        entry.is_new, entry.edits = True, {}
    elif not entry.is_new:
        later = read_fields(fields)
        entry.edits = fold(entry.edits, later)
        for name in entry.saw_nothing & later.keys():
            if entry.edits[name] == Edit(None, None):  # which would say nothing of the emptying
                entry.edits[name] = later[name]


def read_fields(fields: str) -> dict[str, Edit]:
    """The changed fields of a row of the log."""
    pairs = msgspec.json.decode(fields, type=dict[str, tuple[Wire, Wire]])
    return {name: Edit(*pair) for name, pair in pairs.items()}


def _encode(edits: dict[str, Edit]) -> str:
    return msgspec.json.encode({n: [e.base, e.value] for n, e in edits.items()}).decode()


class _Packing:
    """Turning entries into messages: values as of the end of the batch, private ones sealed."""

    def __init__(
        self,
        session: Session,
        batch: Batch,
        sealer: Sealer | None,
        emptied: dict[UUID, dict[str, Edit]],
    ) -> None:
        self._session = session
        self._emptied = emptied
        self._batch = batch
        self._sealer = sealer

    def pack(self) -> None:
        """Fill the batch's messages, by record type in registry order."""
        new: dict[str, list[UUID]] = {}
        edited: dict[str, dict[UUID, Entry]] = {}
        for (name, key), entry in self._batch.entries.items():
            if entry.is_new:
                new.setdefault(name, []).append(key)
            else:
                edited.setdefault(name, {})[key] = entry
        for record_type in RECORD_TYPES:
            emptied = self._pack_new(record_type, new.get(record_type.name, []))
            self._pack_edits(record_type, edited.get(record_type.name, {}) | emptied)

    def _pack_new(self, record_type: RecordType, keys: list[UUID]) -> dict[UUID, Entry]:
        """Pack whole rows; returns what goes with them as edits: fields that were emptied."""
        if not keys:
            return {}
        rows = read_block(self._session.connection(), record_type, keys)
        self._take_back(keys, rows)
        emptied = self._emptied_of(rows) if self._emptied else {}
        self._seal(record_type, rows)
        self._batch.rows.append(rows)
        return emptied

    def _emptied_of(self, rows: wire.Rows) -> dict[UUID, Entry]:
        entries: dict[UUID, Entry] = {}
        for index, key in enumerate(rows.ids):
            edits = {
                name: edit
                for name, edit in self._emptied.get(key, {}).items()
                if name not in rows.columns or rows.columns[name][index] is None
            }
            if edits:
                entries[key] = Entry(edits=edits)
        return entries

    def _take_back(self, keys: list[UUID], rows: wire.Rows) -> None:
        """A new row travels as it was at the end of the batch; what came later follows as edits."""
        later = self._later(keys)
        if not later:
            return
        place = {key: index for index, key in enumerate(rows.ids)}
        seen: set[tuple[UUID, str]] = set()
        for key, fields in later:
            for name, edit in read_fields(fields).items():
                if key in place and (key, name) not in seen:
                    column = rows.columns.setdefault(name, [None] * len(rows.ids))
                    column[place[key]] = edit.base
                    seen.add((key, name))
        for name in [name for name, column in rows.columns.items() if not any_value(column)]:
            del rows.columns[name]

    def _later(self, keys: list[UUID]) -> list[tuple[UUID, str]]:
        if self._batch.complete:
            return []
        later = (
            select(Change.record_id, Change.fields)
            .where(Change.outgoing.is_(True), Change.seq > self._batch.upto)
            .where(Change.fields.is_not(None))
            .order_by(Change.seq)
        )
        if not self._session.scalar(select(later.exists())):
            return []
        record_id = Change.__table__.c.record_id
        mine = among(self._session.connection(), record_id, keys)
        return [(key, fields or "{}") for key, fields in self._session.execute(later.where(mine))]

    def _seal(self, record_type: RecordType, rows: wire.Rows) -> None:
        for private in private_fields(record_type):
            column = rows.columns.get(private.name)
            if column is None:
                continue
            if self._sealer is not None:
                rows.columns[private.name] = self._sealer.close_all(rows.ids, private.name, column)
                continue
            del rows.columns[private.name]
            for key, value in zip(rows.ids, column, strict=True):
                if value is not None:
                    self._withhold(record_type, key, private.name, Edit(None, value))

    def _pack_edits(self, record_type: RecordType, entries: dict[UUID, Entry]) -> None:
        sent = {
            key: edits
            for key, entry in entries.items()
            if (edits := self._sealed_edits(record_type, key, entry.edits))
        }
        if sent:
            fields = [
                {name: (edit.base, edit.value) for name, edit in edits.items()}
                for edits in sent.values()
            ]
            authors = [entries[key].author for key in sent]
            self._batch.edits.append(wire.Edits(record_type.name, list(sent), fields, authors))

    def _sealed_edits(
        self, record_type: RecordType, key: UUID, edits: dict[str, Edit]
    ) -> dict[str, Edit]:
        sealed = dict(edits)
        for private in private_fields(record_type):
            edit = edits.get(private.name)
            if edit is None:
                continue
            if self._sealer is None:
                self._withhold(record_type, key, private.name, edit)
                del sealed[private.name]
            else:
                sealed[private.name] = _closed(self._sealer, key, private.name, edit)
        return sealed

    def _withhold(self, record_type: RecordType, key: UUID, name: str, edit: Edit) -> None:
        self._batch.withheld.setdefault((record_type.name, key), {})[name] = edit


def _closed(sealer: Sealer, key: UUID, name: str, edit: Edit) -> Edit:
    return Edit(sealer.close(key, name, edit.base), sealer.close(key, name, edit.value))


def fields_of(entry: Entry, withheld: dict[str, Edit] | None) -> str | None:
    """What is kept of a refused record until it is sent again."""
    return _encode(withheld) if withheld is not None else entry.log_fields()
