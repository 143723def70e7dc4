"""A clash as the record that keeps both values, and its values as text and back."""

from datetime import UTC, datetime
from math import isfinite
from uuid import UUID, uuid5

import msgspec

from station_app.domain.kinds import Kind, Wire
from station_app.sync import wire
from station_app.sync.apply import Found
from station_app.sync.rows import Values

NAMESPACE = UUID("3f1f7c52-6d0e-5b8e-8a27-55b6a0c6d3c4")


def conflict_row(
    found: Found, *, station_id: UUID, at: datetime, server_author: wire.Author | None
) -> Values:
    """The record that keeps both values of a clash; the same clash always has the same key."""
    clash = found.clash
    parts = [found.field, clash.base, clash.mine, clash.theirs]
    identity = f"{found.record_id}:{msgspec.json.encode(parts).decode()}"
    return {
        "id": uuid5(NAMESPACE, identity),
        "station_id": station_id,
        "created_at": at,
        "created_by": found.author.by,
        "deleted": False,
        "delete_reason": None,
        "record_type": found.record_type,
        "record_id": str(found.record_id),
        "field": found.field,
        "base_value": wire_text(clash.base),
        "server_value": wire_text(clash.theirs),
        "client_value": wire_text(clash.mine),
        "server_by": server_author and server_author.by,
        "server_at": server_author and moment(server_author.at),
        "client_by": found.author.by,
        "client_at": moment(found.author.at),
        "resolved_at": None,
        "resolved_by": None,
        "chosen_value": None,
    }


def wire_text(value: Wire) -> str | None:
    """A wire value as text for a conflict; `from_wire_text` reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def from_wire_text(kind: Kind, text: str | None) -> Wire:
    """The wire value that `wire_text` wrote, for a field of this kind."""
    if text is None:
        return None
    if kind is Kind.BOOLEAN:
        return text == "true"
    return int(text) if kind in (Kind.INTEGER, Kind.MONEY) else text


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a moment; a mad clock is brought into the range of dates."""
    sane = min(max(seconds, 0.0), 253402300799.0) if isfinite(seconds) else 0.0
    return datetime.fromtimestamp(sane, UTC)
