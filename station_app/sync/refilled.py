"""What was emptied before the district went back to a backup, and comes back filled afterwards.

Where a field was empty in the backup and empty here, both sides agree and nothing is told. Another
PC that had filled the field, and never heard that it was emptied, then tells its value again, and
the district, which has forgotten the emptying, takes it. Only the log of the PC that knew of the
emptying can tell, so it makes the question.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.change import Change
from station_app.models.conflict import CONFLICT, Conflict
from station_app.models.local import RefusedRow, Setting
from station_app.models.record_type import RecordType
from station_app.models.station import Station
from station_app.store import bulk
from station_app.sync import wire
from station_app.sync.apply import Found, Place
from station_app.sync.conflict_rows import conflict_row
from station_app.sync.merge import Clash, Edit
from station_app.sync.outbox import read_fields
from station_app.sync.rows import chunks
from station_app.sync.sealing import Sealer, private_fields
from station_app.sync.state import SENT_AGAIN, read_setting

MET = "sync.met_older_district"
"""Where in the log of this PC the district was last met as one restored from a backup."""
Filled = Mapping[UUID, Mapping[str, Wire]]
"""Fields that were empty here and are to be filled, by record; private ones opened."""


def note_older_district(session: Session) -> None:
    """From here on, what was emptied up to now does not come back without a question."""
    seq = session.scalar(select(func.max(Change.seq))) or 0
    session.merge(Setting(name=MET, value=str(seq)))


def refilled(session: Session, filled: Filled) -> list[Place]:
    """Which of these fields, empty here until now, held just that before somebody emptied them.

    Only an emptying that is older than the last meeting with a restored district counts; later
    ones the district knows of, and judges itself.
    """
    met = read_setting(session, MET) if filled else None
    if met is None:
        return []
    story = _story(session, filled)
    return [
        (key, name)
        for key, values in filled.items()
        for name, value in values.items()
        if _was_emptied(story.get((key, name), []), value, before=int(met))
    ]


def _was_emptied(edits: list[tuple[int, Edit]], value: Wire, *, before: int) -> bool:
    if not edits:
        return False
    seq, last = edits[-1]
    return last.value is None and seq <= before and value in [edit.base for _, edit in edits]


def _story(session: Session, filled: Filled) -> dict[Place, list[tuple[int, Edit]]]:
    """What the log tells of these fields, in its order."""
    story: dict[Place, list[tuple[int, Edit]]] = {}
    columns = (Change.seq, Change.record_id, Change.fields)
    for some in chunks(list(filled)):
        query = select(*columns).where(Change.record_id.in_(some), Change.fields.is_not(None))
        for seq, key, fields in session.execute(query.order_by(Change.seq)):
            for name, edit in read_fields(fields or "{}").items():
                story.setdefault((key, name), []).append((seq, edit))
    return story


def ask_about(
    session: Session,
    record_type: RecordType,
    found: Iterable[tuple[UUID, str, Wire]],
    *,
    sealer: Sealer | None,
    at: datetime,
) -> None:
    """Questions like any other: what the district has now, or empty as it was here."""
    station_id = session.scalars(select(Station.id)).one()
    for key, name, value in found:
        told = _told(record_type, (key, name), value, sealer)
        clash = Found(record_type.name, key, name, Clash(told, None, told), wire.Author("", 0.0))
        row = conflict_row(clash, station_id=station_id, at=at, server_author=None)
        if session.get(Conflict, row["id"]) is None:
            bulk.insert_many(session, CONFLICT, [row])
            session.merge(
                RefusedRow(
                    record_id=row["id"],
                    record_type=CONFLICT.name,
                    fields=None,
                    code=SENT_AGAIN,
                    refused_at=at,
                )
            )


def _told(record_type: RecordType, place: Place, value: Wire, sealer: Sealer | None) -> Wire:
    """The value as it travels: private ones sealed."""
    key, name = place
    if sealer is None or name not in {each.name for each in private_fields(record_type)}:
        return value
    return sealer.close(key, name, value)
