"""The audit table: who did and saw what. It only grows; nothing here changes or removes a row."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from district_server.models import AuditEntry
from district_server.web.officers import SignedIn
from station_app.models.identifiers import new_id


class Action(StrEnum):
    """What is written down; the words for it are in `words.ACTIONS`."""

    LOG_IN = "log_in"
    LOG_OUT = "log_out"
    PASSWORD_CHANGED = "password_changed"
    OFFICER_ADDED = "officer_added"
    OFFICER_DISABLED = "officer_disabled"
    OFFICER_RESET = "officer_reset"
    STATION_ADDED = "station_added"
    CODE_MADE = "code_made"
    CODE_WITHDRAWN = "code_withdrawn"
    DEVICE_REVOKED = "device_revoked"
    BUNDLE_TAKEN = "bundle_taken"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MOVE_DIRECTED = "move_directed"
    MONTH_SENT_BACK = "month_sent_back"
    MONTH_LOCKED = "month_locked"
    ROLL_UP_KEPT = "roll_up_kept"
    ONLINE_RETRIED = "online_retried"
    API_KEY_ADDED = "api_key_added"
    API_KEY_REVOKED = "api_key_revoked"
    SAW_CONFLICTS = "saw_conflicts"
    SAW_PERSONS = "saw_persons"
    EXPORTED_AUDIT = "exported_audit"
    EXPORTED_STATIONS = "exported_stations"
    EXPORTED = "exported"


COMMAND_LINE = "command line"
"""Who did it where nobody was logged in: whoever may start the command on the server."""


def record(
    session: Session,
    who: SignedIn | None,
    action: Action,
    *,
    at: datetime,
    station: UUID | None = None,
    subject: str | None = None,
    rows: int | None = None,
) -> None:
    """Write one row, in the transaction that does what it tells of."""
    session.add(
        AuditEntry(
            id=new_id(),
            at=at,
            officer_id=who.officer_id if who else None,
            officer_name=who.name if who else COMMAND_LINE,
            action=action,
            station_id=station,
            subject=subject[:200] if subject else None,
            row_count=rows,
        )
    )
