"""Records that come down and are new on this PC: by the column, from the message into the file.

What this PC cannot read of them is kept beside them. A block that does not fit is left to `inbox`,
which looks at each row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.local import UnknownField
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.store import bulk
from station_app.sync import wire
from station_app.sync.blocks import fitting, stored_columns
from station_app.sync.columns import SQLITE, Column, Misfit
from station_app.sync.rows import among, keys_there
from station_app.sync.sealing import Sealer, is_sealed, private_fields

Kept = dict[tuple[UUID, str], Wire]
"""Values that this PC cannot read (yet), by record and field."""
_SOME_KEPT = select(UnknownField.record_id).limit(1)


@dataclass(slots=True)
class Taken:
    """What an answer changed here."""

    inserted: int = 0
    updated: int = 0
    refused: int = 0
    types: set[str] = dataclass_field(default_factory=set)
    """The record types of which records came or changed."""
    touched: set[tuple[str, UUID]] = dataclass_field(default_factory=set)
    """The records that came or changed, but for those that came new by the block."""


def take_new(
    session: Session, rows: wire.Rows, sealer: Sealer | None, taken: Taken
) -> wire.Rows | None:
    """Insert those of these records that are not here; returns the others, None if there are none.

    Nothing typed here can meet them: what was typed here is here.
    """
    wire.check_rows(rows)
    record_type = BY_NAME.get(rows.record_type)
    if record_type is None:
        return rows
    here = keys_there(session.connection(), record_type, rows.ids)
    new, rest = _parted(rows, here)
    if new is None:
        return rest
    try:
        columns = fitting(record_type, new)
    except Misfit:
        return rows
    _insert(session, record_type, new, columns, sealer)
    taken.inserted += len(new.ids)
    taken.types.add(record_type.name)
    return rest


def _parted(rows: wire.Rows, here: set[UUID]) -> tuple[wire.Rows | None, wire.Rows | None]:
    if not here:
        return rows, None
    new = [place for place, key in enumerate(rows.ids) if key not in here]
    rest = [place for place, key in enumerate(rows.ids) if key in here]
    return _some_of(rows, new), _some_of(rows, rest)


def _some_of(rows: wire.Rows, places: Sequence[int]) -> wire.Rows | None:
    if not places:
        return None
    columns = {name: [column[at] for at in places] for name, column in rows.columns.items()}
    return wire.Rows(rows.record_type, [rows.ids[at] for at in places], columns)


def _insert(
    session: Session,
    record_type: RecordType,
    rows: wire.Rows,
    columns: dict[str, Column],
    sealer: Sealer | None,
) -> None:
    kept = _unknown(record_type, rows)
    private = [each.name for each in private_fields(record_type) if each.name in columns]
    for name in private:
        columns[name] = _opened(rows.ids, name, columns[name], sealer, kept)
    if kept or session.connection().scalar(_SOME_KEPT) is not None:
        readable = {(key, name) for name in private for key in rows.ids}
        write_kept(session, record_type.name, kept, readable - kept.keys())
    stored = stored_columns(record_type, rows.ids, columns, SQLITE)
    bulk.insert_columns(session, record_type, rows.ids, stored)


def _unknown(record_type: RecordType, rows: wire.Rows) -> Kept:
    return {
        (key, name): value
        for name, column in rows.columns.items()
        if name not in record_type.by_name
        for key, value in zip(rows.ids, column, strict=True)
        if value is not None
    }


def _opened(
    ids: Sequence[UUID], name: str, column: Column, sealer: Sealer | None, kept: Kept
) -> Column:
    """A private column as written; what cannot be opened is kept aside, its field left empty."""
    opened = column if sealer is None else sealer.open_all(ids, name, column)
    sealed = [place for place, value in enumerate(opened) if is_sealed(value)]
    for place in sealed:
        kept[ids[place], name] = opened[place]
    return [None if is_sealed(value) else value for value in opened] if sealed else opened


def write_kept(session: Session, name: str, kept: Kept, readable: set[tuple[UUID, str]]) -> None:
    """Keep what is not understood in the place of what was kept of it before."""
    by_field: dict[str, list[UUID]] = {}
    for key, field in kept.keys() | readable:
        by_field.setdefault(field, []).append(key)
    for field, keys in by_field.items():
        column = UnknownField.__table__.c.record_id
        mine = among(session.connection(), column, keys)
        session.execute(delete(UnknownField).where(UnknownField.field == field, mine))
    rows = [
        {
            "record_id": key,
            "field": field,
            "record_type": name,
            "value": msgspec.json.encode(value).decode(),
        }
        for (key, field), value in kept.items()
    ]
    if rows:
        session.execute(insert(UnknownField), rows)
