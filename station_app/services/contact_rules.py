"""Agreeing every how many days people are contacted (DOMAIN §4.4, CN1)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.station import ContactRule
from station_app.services import records

LONGEST = 730


def agree(session: Session, *, category: str | None, every_days: int) -> UUID:
    """One rule for a category, or for everybody; a second one for the same replaces the first.

    Raises `Rejected("contact_rule.days")`.
    """
    if not 1 <= every_days <= LONGEST:
        raise Rejected("contact_rule.days")
    held = session.scalars(
        select(ContactRule).where(ContactRule.category == category, ContactRule.deleted.is_(False))
        if category is not None
        else select(ContactRule).where(
            ContactRule.category.is_(None), ContactRule.deleted.is_(False)
        )
    ).first()
    if held is None:
        values = {"category": category, "every_days": every_days, "active": True}
        return records.add(session, ContactRule, values).id
    held.every_days, held.active = every_days, True
    return held.id


def drop(session: Session, rule_id: UUID, *, reason: str) -> None:
    """No longer keep an agreement; the rule for everybody holds then, if there is one."""
    records.retire(session, ContactRule, rule_id, reason=reason)
