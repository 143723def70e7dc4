"""Facts of all kinds: the month they count in, who they were about that day, how one is put right.

A fact is never edited. A correction adds one −1 row and one new +1 row; undo retires a fact while
its month is open and reverses it afterwards (SETTLED 1, 7).
"""

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from station_app.domain import facts
from station_app.errors import Rejected
from station_app.models.base import Fact
from station_app.models.registry import BY_MODEL
from station_app.queries import as_of_day as days
from station_app.queries import month_reports
from station_app.queries.standing import standing as stands

CHUNK = 500
AS_OF_DAY = ("headcount", "category", "group_name", "household_id")
F = TypeVar("F", bound=Fact)
AsOfDay = days.AsOfDay
as_of_day = days.as_of_day
closed_months = month_reports.closed_months


def counted_ym(session: Session, event_on: date) -> str:
    """The month in which an event of this day counts (MC1, MC2)."""
    return facts.counted_month(event_on, closed_months(session))


def reverse(session: Session, fact: F, *, reason: str) -> F:
    """Add the −1 row of a fact: same event and day, counted in the first open month (MC3).

    Raises `Rejected("fact.reason" | "fact.is_reversal" | "fact.already_reversed")`.
    """
    if not reason.strip():
        raise Rejected("fact.reason")
    pair = facts.reversal_of(_mark(fact), _reversals_of(session, fact), closed_months(session))
    row = copy_of(fact)
    row.sign, row.reverses_id = pair.sign, pair.reverses_id
    row.counted_ym, row.correction_reason = pair.counted_ym, reason.strip()
    session.add(row)
    return row


def copy_of(fact: F) -> F:
    """A new row that says the same, not yet in the session and without a month."""
    names = [field.name for field in BY_MODEL[type(fact)].own_fields]
    return type(fact)(**{name: getattr(fact, name) for name in (*names, *AS_OF_DAY)})


def _mark(fact: Fact) -> facts.FactMark:
    return facts.FactMark(fact.id, fact.sign, fact.counted_ym, fact.reverses_id)


def _reversals_of(session: Session, fact: Fact) -> list[facts.FactMark]:
    model = type(fact)
    session.flush()
    statement = select(model).where(model.reverses_id == fact.id, model.deleted.is_(False))
    return [_mark(row) for row in session.scalars(statement)]


def take_back(session: Session, fact: Fact, *, reason: str) -> None:
    """Undo a fact: retired while its month is open, reversed afterwards (SETTLED 7)."""
    if fact.counted_ym not in closed_months(session):
        fact.deleted = True
        fact.delete_reason = reason.strip()
    else:
        reverse(session, fact, reason=reason)


def standing(session: Session, model: type[F], fact_id: UUID) -> F:
    """A fact that may be corrected: there, not retired, no reversal and not reversed.

    Raises `Rejected("fact.missing" | "fact.is_reversal" | "fact.already_reversed")`.
    """
    fact = session.get(model, fact_id)
    if fact is None or fact.deleted:
        raise Rejected("fact.missing", kind=BY_MODEL[model].label)
    facts.reversal_of(_mark(fact), _reversals_of(session, fact), closed_months(session))
    return fact


def standing_facts(session: Session, model: type[F], *conditions: ColumnElement[bool]) -> list[F]:
    """All facts that meet the conditions and are neither retired nor reversed, oldest first."""
    session.flush()
    statement = select(model).where(*stands(model), *conditions).order_by(model.id)
    return list(session.scalars(statement))
