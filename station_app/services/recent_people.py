"""Whom this PC had open last: keys only, in the encrypted file, for the first page."""

from uuid import UUID

from sqlalchemy.orm import Session

from station_app.queries.recent_people import NAME, kept_keys
from station_app.services.station import write_setting

KEPT = 8


def remember_person(session: Session, person_id: UUID) -> None:
    """Put somebody before all others."""
    former = [key for key in kept_keys(session) if key != person_id]
    keys = [person_id, *former][:KEPT]
    write_setting(session, NAME, " ".join(key.hex for key in keys))
