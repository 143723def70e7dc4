"""The agreed intervals of contact, as the settings page lists them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import CODE_LISTS, label
from station_app.models.station import ContactRule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Every how many days people of a category are contacted; no category means everybody."""

    rule_id: UUID
    category: str | None
    words: str
    every_days: int
    active: bool


def contact_rules(session: Session) -> list[RuleRow]:
    """The rule for everybody first, then by the order of categories."""
    rows = session.scalars(select(ContactRule).where(ContactRule.deleted.is_(False)))
    found = [
        RuleRow(row.id, row.category, label("category", row.category), row.every_days, row.active)
        for row in rows
    ]
    order = CODE_LISTS["category"].order
    return sorted(found, key=lambda row: order(row.category) if row.category else -1)
