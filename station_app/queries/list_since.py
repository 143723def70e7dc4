"""What was changed on this PC since a list was exported: field by field, the value it had then."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PayForm
from station_app.domain.kinds import Wire
from station_app.domain.lists import ListMark
from station_app.models.change import Change
from station_app.models.condolence import CondolenceBatch, CondolencePlan

CHUNK = 500
Since = dict[tuple[UUID, str], Wire]
"""(record, field) → the value that the list was made with."""


def log_goes_on(session: Session, mark: ListMark) -> bool:
    """Whether the log of this PC is the one the list was made from; else it tells nothing of it."""
    if mark.record is None:
        return mark.change == 0 and session.scalar(select(Change.seq).limit(1)) is None
    found = session.scalar(select(Change.record_id).where(Change.seq == mark.change))
    return found == mark.record


def changed_since(session: Session, mark: ListMark, keys: Sequence[UUID]) -> Since:
    """The fields of these records that were changed later; nothing of the others."""
    found: Since = {}
    for start in range(0, len(keys), CHUNK):
        some = list(keys[start : start + CHUNK])
        statement = (
            select(Change.record_id, Change.fields)
            .where(Change.record_id.in_(some), Change.seq > mark.change, Change.fields.is_not(None))
            .order_by(Change.seq)
        )
        for record, fields in session.execute(statement):
            edited: dict[str, tuple[Wire, Wire]] = msgspec.json.decode(fields or "{}")
            for name, (old, _) in edited.items():
                found.setdefault((record, name), old)
    return found


def with_standard(session: Session, mark: ListMark, keys: Sequence[UUID], since: Since) -> Since:
    """The same; a line of a batch without an amount of its own was shown with the standard."""
    if mark.subject is None or not keys:
        return since
    batch = session.get_one(CondolenceBatch, mark.subject)
    before = changed_since(session, mark, [mark.subject])
    standard = before.get((mark.subject, "standard_fen"), batch.standard_fen)
    if not isinstance(standard, int):
        return since
    found, has_moved = dict(since), (mark.subject, "standard_fen") in before
    for start in range(0, len(keys), CHUNK):
        line = CondolencePlan
        statement = select(line.id, line.amount_fen, line.headcount).where(
            line.id.in_(keys[start : start + CHUNK]), line.pay_form != PayForm.GOODS
        )
        for key, amount, heads in session.execute(statement):
            own = (key, "amount_fen")
            if since.get(own, amount) is None and (has_moved or own in since):
                found[own] = standard * heads
    return found
