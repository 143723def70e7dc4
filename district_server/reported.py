"""Until when a station counts as reported when its word came on a stick."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.heard import LONGEST_PROGRAM, MOST
from district_server.lives import is_forgotten
from district_server.models import Device, ScopeSequence
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.sync import wire
from station_app.sync.words import kept_text


def is_ahead(session: Session, push: wire.Push, station_id: UUID) -> bool:
    """Whether the PC has read further than this server goes or was told that more is kept."""
    cursors = {station_id: push.cursor, DISTRICT_SCOPE: push.district_cursor}
    query = select(ScopeSequence.scope, ScopeSequence.seq).where(ScopeSequence.scope.in_(cursors))
    if any(cursors[scope] > seq for scope, seq in session.execute(query)):
        return True
    return is_forgotten(session.connection(), push.kept)


def note_reported(session: Session, push: wire.Push, *, made_at: datetime, now: datetime) -> None:
    """The device had nothing left when it made the file, if it says so; a later word of it stands.

    Of its clock a file says nothing: nobody knows how long it was on its way.
    """
    device = session.get_one(Device, push.device)
    at, before = min(made_at, now), device.last_complete_at
    device.heard_at = now
    if before is not None and at <= before:
        return
    if push.about is not None:
        device.program = kept_text(push.about.program)[:LONGEST_PROGRAM]
        device.waiting = min(max(push.about.waiting, 0), MOST)
    if push.complete:
        device.last_complete_at, device.schema = at, kept_text(push.schema)
