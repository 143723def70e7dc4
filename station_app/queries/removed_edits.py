"""Edits that lie inside what was taken away at the same time on another PC.

A removal and an edit are of different fields: both are taken, and nobody is asked. The value is
not lost, but whoever wrote it would not know where it went: so it is told, from the log alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.change import Action, Change
from station_app.models.local import SyncExchange
from station_app.models.record_type import COMMON_FIELDS
from station_app.models.registry import BY_NAME
from station_app.queries.removed import CHUNK, GONE, Gone, Removal, last_removals
from station_app.queries.step_detail import whose_records

NEARLY_AT_ONCE = timedelta(days=7)
"""What was reported longer ago than this had been seen by whoever took the record away."""
OF_THE_REMOVAL = frozenset({field.name for field in COMMON_FIELDS}) | {
    *("status", "status_reason", "removed_on", "merged_into_id")
}
"""Fields that say that and why a record is away, not what somebody wrote into it."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change of a record as the log has it."""

    seq: int
    outgoing: bool
    fields: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class EditInside:
    """What somebody wrote into a record while it was taken away elsewhere."""

    action_id: int
    """The step that took it away."""
    gone: Gone
    kind: str
    whose: str
    removed_here: bool
    """Whether this PC took it away and another wrote into it; otherwise the other way round."""
    removed_at: datetime
    """When this PC heard of it."""
    fields: tuple[str, ...]
    edited_at: datetime
    edited_by: str
    """Who wrote it, if that was on this PC."""
    seq: int
    """The place in the log from which on both were known here."""


def edits_inside(session: Session) -> list[EditInside]:
    """All that lies inside something that is still away, the last heard of first."""
    removals = last_removals(session)
    edits = _edits_of(session, [gone.record_id for gone in removals])
    moments = _moments(session, {removals[gone].action_id for gone in removals})
    found = []
    for gone, removal in removals.items():
        at = moments[removal.action_id]
        since = _since(session, at) if edits[gone.record_id] and not removal.own else at
        inside = [one for one in edits[gone.record_id] if _is_beside(one, removal, since)]
        if names := _labels(gone, inside):
            found.append(_row(gone, removal, at, names, inside[-1]))
    return _with_names(session, sorted(found, key=lambda one: one.seq, reverse=True))


def _edits_of(session: Session, keys: list[UUID]) -> dict[UUID, list[_Edit]]:
    found: dict[UUID, list[_Edit]] = defaultdict(list)
    for start in range(0, len(keys), CHUNK):
        statement = (
            select(
                *(Change.record_id, Change.seq, Change.outgoing, Change.fields),
                *(Action.at, Action.by),
            )
            .join(Action, Action.id == Change.action_id)
            .where(
                Change.record_id.in_(keys[start : start + CHUNK]),
                Change.kind == "update",
                func.instr(Change.fields, GONE) == 0,  # a whole import that went is not looked into
            )
            .order_by(Change.seq)
        )
        for key, seq, outgoing, fields, at, by in session.execute(statement):
            found[key].append(_Edit(seq, outgoing, fields, at, by))
    return found


def _moments(session: Session, actions: Iterable[int]) -> dict[int, datetime]:
    keys = sorted(actions)
    found: dict[int, datetime] = {}
    for start in range(0, len(keys), CHUNK):
        some = Action.id.in_(keys[start : start + CHUNK])
        found |= {action.id: action.at for action in session.scalars(select(Action).where(some))}
    return found


def _since(session: Session, heard: datetime) -> datetime:
    """From when on an edit may have been unknown to whoever took the record away."""
    went_well = SyncExchange.code.is_(None) & (SyncExchange.at < heard)
    reported = session.scalar(select(func.max(SyncExchange.at)).where(went_well))
    return min(heard - NEARLY_AT_ONCE, reported or heard)


def _is_beside(edit: _Edit, removal: Removal, since: datetime) -> bool:
    """An edit of another PC that came after our removal, or one of ours before theirs came."""
    if removal.own:
        return not edit.outgoing and edit.seq > removal.seq
    return edit.outgoing and edit.seq < removal.seq and edit.at >= since


def _labels(gone: Gone, edits: Iterable[_Edit]) -> tuple[str, ...]:
    known = BY_NAME[gone.record_type].by_name
    names = (name for one in edits for name in msgspec.json.decode(one.fields or "{}"))
    wanted = (name for name in names if name in known and name not in OF_THE_REMOVAL)
    return tuple(dict.fromkeys(known[name].label for name in wanted))


def _row(
    gone: Gone, removal: Removal, at: datetime, names: tuple[str, ...], last: _Edit
) -> EditInside:
    by = "" if removal.own else last.by
    kind, seq = BY_NAME[gone.record_type].label, max(removal.seq, last.seq)
    return EditInside(removal.action_id, gone, kind, "", removal.own, at, names, last.at, by, seq)


def _with_names(session: Session, rows: list[EditInside]) -> list[EditInside]:
    whose = whose_records(session, [(one.gone.record_type, one.gone.record_id) for one in rows])
    return [replace(one, whose=whose[one.gone.record_id]) for one in rows]
