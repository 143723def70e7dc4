"""Facts that came too late for a report: they say they count in a month that was handed in without
them. Another PC wrote them before it heard of the report, or the district did (decision 0107).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.registry import RECORD_TYPES
from station_app.queries.month_reports import month_report

Stray = tuple[str, UUID]
"""The kind of a fact, and its key."""


def stray_facts(session: Session, month: str) -> tuple[Stray, ...]:
    """Facts of a month that arrived after its report was counted, in the order of the log.

    Known on the PC alone that counted it: only its log tells what came after.
    """
    report = month_report(session, month)
    if report is None or not report.is_handed_in:
        return ()
    counted = session.scalar(
        select(func.min(Change.seq)).where(
            Change.record_id == report.id, Change.kind == "insert", Change.outgoing.is_(True)
        )
    )
    if counted is None:
        return ()
    found: list[tuple[int, Stray]] = []
    for kind in RECORD_TYPES:
        if kind.is_fact:
            model: Any = kind.model  # Any: every kind of fact has these columns
            statement = (
                select(Change.seq, model.id)
                .join(Change, Change.record_id == model.id)
                .where(
                    Change.kind == "insert", Change.seq > counted, Change.outgoing.is_(False),
                    model.counted_ym == month, model.deleted.is_(False),
                )
            )  # fmt: skip
            found += [(seq, (kind.name, key)) for seq, key in session.execute(statement)]
    return tuple(stray for _, stray in sorted(found))
