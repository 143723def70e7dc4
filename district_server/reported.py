"""Until when a station counts as reported when its word came on a stick."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Device, ScopeSequence
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.sync import wire


def is_ahead(session: Session, push: wire.Push, station_id: UUID) -> bool:
    """Whether the PC has read further than this server goes: the server is the older one."""
    cursors = {station_id: push.cursor, DISTRICT_SCOPE: push.district_cursor}
    query = select(ScopeSequence.scope, ScopeSequence.seq).where(ScopeSequence.scope.in_(cursors))
    return any(cursors[scope] > seq for scope, seq in session.execute(query))


def note_reported(session: Session, push: wire.Push, *, at: datetime) -> None:
    """The device had nothing left when it made the file; a later word of it stands."""
    device = session.get_one(Device, push.device)
    device.schema = push.schema
    if device.last_complete_at is None or device.last_complete_at < at:
        device.last_complete_at = at
