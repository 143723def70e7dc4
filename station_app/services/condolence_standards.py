"""The district's amounts by category, for the people of a batch (DOMAIN 2.8)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.standards import Gift, standard_of
from station_app.models.condolence import CondolenceBatch
from station_app.queries.standards import condolence_standards
from station_app.services import facts
from station_app.store.context import moment_of


def amounts_by_category(
    session: Session, batch: CondolenceBatch, person_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Who is to receive another amount than the batch's standard, because of the category.

    A batch whose amount somebody set otherwise than the district's is left alone.
    """
    standards = condolence_standards(session)
    if not any(one.named.category for one in standards) or not person_ids:
        return {}
    on = batch.planned_on or moment_of(session).date()
    usual = standard_of(standards, Gift(batch.kind, batch.occasion, form=batch.form), on)
    if batch.standard_fen not in (None, usual.amount_fen if usual else None):
        return {}
    held = facts.as_of_day(session, person_ids, on)
    amounts: dict[UUID, int] = {}
    for key, day in held.items():
        own = Gift(batch.kind, batch.occasion, day.category, batch.form)
        found = standard_of(standards, own, on)
        if found is not None and found.amount_fen != batch.standard_fen:
            amounts[key] = found.amount_fen
    return amounts
