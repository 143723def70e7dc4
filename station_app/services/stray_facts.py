"""What arrived too late for the report of its month counts in an open one (MC2, decision 0107)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.facts import counted_month
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import first_day
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.attachment import Attachment
from station_app.models.base import Fact
from station_app.models.registry import BY_NAME
from station_app.queries.month_reports import closed_months
from station_app.queries.stray_facts import stray_facts
from station_app.services.facts import copy_of


def carry_over(session: Session, month: str) -> int:
    """Enter these facts anew in the first open month and retire them in the closed one.

    The report stays what it was and is what a new count finds; the next month says 补报. Returns
    how many were carried over. Raises `Rejected("month.nothing_stray")`.
    """
    strays = stray_facts(session, month)
    if not strays:
        raise Rejected("month.nothing_stray")
    closed = closed_months(session)
    renewed: dict[UUID | None, UUID] = {}
    facts = [fact for kind, key in strays if (fact := _fact(session, kind, key))]
    reversals = [one for kind, key in strays for one in _reversals(session, kind, key, closed)]
    for fact in (*facts, *reversals):
        again = copy_of(fact)
        again.sign, again.correction_reason = fact.sign, fact.correction_reason
        again.reverses_id = renewed.get(fact.reverses_id, fact.reverses_id)
        again.counted_ym = counted_month(first_day(fact.counted_ym), closed)
        again.created_by = fact.created_by
        fact.deleted, fact.delete_reason = True, label("month.carried")
        session.add(again)
        renewed[fact.id] = again.id
    _take_photos_along(session, renewed)
    return len(facts)


def _fact(session: Session, kind: str, key: UUID) -> Fact | None:
    found = session.get(BY_NAME[kind].model, key)
    assert found is None or isinstance(found, Fact)
    return found


def _reversals(session: Session, kind: str, key: UUID, closed: ClosedMonths) -> list[Fact]:
    """Who took it back in an open month since took back what is entered anew now."""
    model = BY_NAME[kind].model
    assert issubclass(model, Fact)
    undone = select(model).where(model.reverses_id == key, model.deleted.is_(False))
    return [one for one in session.scalars(undone) if one.counted_ym not in closed]


def _take_photos_along(session: Session, renewed: dict[UUID | None, UUID]) -> None:
    """Proof of a certification stays with it."""
    owned = select(Attachment).where(Attachment.owner_id.in_(renewed))
    for photo in session.scalars(owned):
        photo.owner_id = renewed[photo.owner_id]
