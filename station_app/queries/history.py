"""Who did what, step by step, from the change log of this PC."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from station_app.models.change import Action, Change
from station_app.queries.imports import settles_rows

PAGE = 200


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; `records` is how many records it touched, `own` whether it was done here."""

    action_id: int
    label: str
    at: datetime
    by: str
    records: int
    own: bool
    undone: bool
    undoes: bool


def steps(
    session: Session,
    *,
    text: str = "",
    by: str | None = None,
    on: date | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[StepRow]:
    """The newest steps first; the next page begins before the last one's key."""
    touched = (
        select(
            Change.action_id,
            func.count().label("records"),
            func.max(Change.outgoing).label("own"),
        )
        .group_by(Change.action_id)
        .subquery()
    )
    records = func.coalesce(touched.c.records, 0)
    own = or_(func.coalesce(touched.c.own, False), settles_rows(Action))
    columns = (Action.id, Action.label, Action.at, Action.by, records, own)
    statement = (
        select(*columns, Action.undone_by_id, Action.undoes_id)
        .outerjoin(touched, touched.c.action_id == Action.id)
        .where(*_narrowed(text, by, on, before))
        .order_by(Action.id.desc())
        .limit(limit)
    )
    return [
        StepRow(key, label, at, who, records, bool(own), undone is not None, undoes is not None)
        for key, label, at, who, records, own, undone, undoes in session.execute(statement)
    ]


def authors(session: Session) -> list[str]:
    """Everybody who did something here."""
    return list(session.scalars(select(Action.by).distinct().order_by(Action.by)))


def _narrowed(
    text: str, by: str | None, on: date | None, before: int | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if text:
        found.append(func.instr(Action.label, text) > 0)
    if by is not None:
        found.append(Action.by == by)
    if on is not None:
        start = datetime.combine(on, time()).astimezone()
        found.append(Action.at.between(start, start + timedelta(days=1)))
    if before is not None:
        found.append(Action.id < before)
    return found
