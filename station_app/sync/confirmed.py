"""What the district should have of this PC: its records without what was not yet confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.change import Change
from station_app.models.local import SyncState, UnknownField
from station_app.models.record_type import RecordType
from station_app.models.registry import RECORD_TYPES
from station_app.models.station import Station
from station_app.sync.outbox import INSERT, read_fields
from station_app.sync.proof import Digests, digest_of, rows_of_station
from station_app.sync.rows import chunks
from station_app.sync.sealing import Sealer, private_fields
from station_app.sync.state import refused_rows

Fields = dict[str, Wire]


@dataclass(slots=True)
class Confirmed:
    """This PC's records as the district was last told of them, private fields sealed.

    `new` are records that were never confirmed, `bases` the confirmed values of fields that were
    changed since, `refused` the records that wait for another try, `aside` what is not understood.
    """

    session: Session
    sealer: Sealer | None
    acknowledged: int
    station_id: UUID
    new: set[UUID] = field(default_factory=set)
    bases: dict[UUID, Fields] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)
    aside: dict[tuple[str, UUID], Fields] = field(default_factory=dict)

    def digests(self) -> Digests:
        """The digest of every record."""
        digests: Digests = {}
        for record_type in RECORD_TYPES:
            for key, values in self.rows(record_type):
                digests[record_type.name, key] = digest_of(key, values)
        for (name, key), values in self.aside.items():
            if values.get("station_id") == str(self.station_id):  # a record known by these alone
                digests.setdefault((name, key), digest_of(key, values))
        return digests

    def rows(
        self, record_type: RecordType, keys: list[UUID] | None = None
    ) -> Iterator[tuple[UUID, Fields]]:
        """The records of one type, all or those of some keys."""
        private = [each.name for each in private_fields(record_type)]
        connection = self.session.connection()
        for key, values in rows_of_station(connection, record_type, self.station_id, keys):
            if key not in self.new:
                told = values | self.bases.get(key, {})
                self._seal(key, told, private)
                yield key, told | self.aside.get((record_type.name, key), {})

    def _seal(self, key: UUID, values: Fields, private: list[str]) -> None:
        for name in private:
            if self.sealer is None:
                values[name] = None  # what was typed here waits for the key; what came lies aside
            else:
                values[name] = self.sealer.close(key, name, values[name])


def confirmed(session: Session, state: SyncState, sealer: Sealer | None) -> Confirmed:
    """The view of this moment."""
    station_id = session.scalars(select(Station.id)).one()
    view = Confirmed(session, sealer, state.acknowledged_seq, station_id)
    for row in refused_rows(session):
        view.refused.add(row.record_id)
        _take_back(view, row.record_id, row.fields)
    changes = (
        select(Change.record_id, Change.kind, Change.fields)
        .where(Change.outgoing.is_(True), Change.seq > state.acknowledged_seq)
        .order_by(Change.seq)
    )
    for key, kind, fields in session.execute(changes):
        _take_back(view, key, None if kind == INSERT else fields)
    _put_aside(view)
    return view


def _take_back(view: Confirmed, key: UUID, fields: str | None) -> None:
    if fields is None:
        view.new.add(key)
        return
    bases = view.bases.setdefault(key, {})
    for name, edit in read_fields(fields).items():
        bases.setdefault(name, edit.base)


def _put_aside(view: Confirmed) -> None:
    columns = (UnknownField.record_type, UnknownField.record_id, UnknownField.field)
    for name, key, column, text in view.session.execute(select(*columns, UnknownField.value)):
        view.aside.setdefault((name, key), {})[column] = msgspec.json.decode(text)


@dataclass(slots=True)
class Told:
    """What the log tells of a field: its earlier values, and the last that was written."""

    earlier: list[Wire] = field(default_factory=list)
    last: Wire = None


def told_by_the_log(
    session: Session, acknowledged: int, keys: list[UUID]
) -> dict[tuple[UUID, str], Told]:
    """The story of each field of these records up to what is confirmed."""
    told: dict[tuple[UUID, str], Told] = {}
    ended: set[tuple[UUID, str]] = set()
    columns = (Change.seq, Change.record_id, Change.fields, Change.outgoing)
    for some in chunks(keys):
        query = select(*columns).where(Change.record_id.in_(some), Change.fields.is_not(None))
        for seq, key, fields, outgoing in session.execute(query.order_by(Change.seq)):
            for name, edit in read_fields(fields or "{}").items():
                place = (key, name)
                if outgoing and seq > acknowledged:
                    ended.add(place)
                if place not in ended:
                    story = told.setdefault(place, Told())
                    story.earlier.append(edit.base)
                    story.last = edit.value
    return told
