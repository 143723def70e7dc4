"""What is recorded already of visits, payments, certifications, plaques and benefits."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from station_app.domain.codes import Occasion, PlaqueEventKind, PlaqueState
from station_app.domain.condolence import comes_once_a_year
from station_app.domain.plaque import derive
from station_app.models.base import Fact
from station_app.models.certification import Certification, CertificationCycle
from station_app.models.condolence import CondolenceBatch, CondolencePayment
from station_app.models.entitlement import Entitlement, PensionPayment
from station_app.models.person import PersonIdentity
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.station import Staff
from station_app.models.visit import VisitAttendance

Key = tuple[Any, ...]  # Any: each kind of fact is known by values of its own types


def _standing(model: type[Fact]) -> tuple[ColumnElement[bool], ...]:
    """Neither retired, nor a reversal, nor reversed."""
    reversed_ids = select(model.reverses_id).where(
        model.reverses_id.is_not(None), model.deleted.is_(False)
    )
    return (model.deleted.is_(False), model.sign > 0, model.id.not_in(reversed_ids))


def reversed_facts(session: Session, model: type[Fact], names: Sequence[str]) -> Counter[Key]:
    """What was recorded and reversed since: a row that says it again may undo a correction."""
    columns = [getattr(model, name) for name in names]
    reversed_ids = select(model.reverses_id).where(
        model.reverses_id.is_not(None), model.deleted.is_(False)
    )
    statement = select(*columns).where(
        model.deleted.is_(False), model.sign > 0, model.id.in_(reversed_ids)
    )
    return Counter(tuple(row) for row in session.execute(statement))


def _counted(session: Session, model: type[Fact], names: Sequence[str]) -> Counter[Key]:
    columns = [getattr(model, name) for name in names]
    statement = select(*columns).where(*_standing(model))
    return Counter(tuple(row) for row in session.execute(statement))


VISIT_KEY = ("person_id", "visit_date", "kind", "method", "recipient_text", "headcount")
PAYMENT_KEY = (
    *("person_id", "paid_on", "kind", "occasion", "funding", "pay_form", "amount_fen"),
    *("goods_value_fen", "recipient_text", "headcount"),
)
PENSION_KEY = ("person_id", "kind", "month", "item", "amount_fen", "paid_on")
CERTIFICATION_KEY = ("person_id", "certified_on", "method", "result")


def visits(session: Session) -> Counter[Key]:
    """Standing attendances by `VISIT_KEY`."""
    return _counted(session, VisitAttendance, VISIT_KEY)


def payments(session: Session) -> Counter[Key]:
    """Standing payments by `PAYMENT_KEY`."""
    return _counted(session, CondolencePayment, PAYMENT_KEY)


def pension_payments(session: Session) -> Counter[Key]:
    """Standing pension payments by `PENSION_KEY`."""
    return _counted(session, PensionPayment, PENSION_KEY)


def certifications(session: Session) -> Counter[Key]:
    """Standing attempts by `CERTIFICATION_KEY`."""
    return _counted(session, Certification, CERTIFICATION_KEY)


def passed_years(session: Session) -> set[tuple[UUID, int]]:
    """Who has passed in which year."""
    columns = (Certification.person_id, Certification.year)
    statement = select(*columns).where(*_standing(Certification), Certification.result == "PASS")
    return {(row[0], row[1]) for row in session.execute(statement)}


GiftKey = tuple[str, int | str, str]
"""Occasion, year (of what comes every day: the day) and funding: two alike are asked."""


def gift_key(occasion: str, year: int, funding: str, paid_on: date | None) -> GiftKey:
    """What makes two gifts one gift given twice."""
    if comes_once_a_year(Occasion(occasion)):
        return (occasion, year, funding)
    return (occasion, str(paid_on), funding)


def given(session: Session) -> dict[UUID, list[tuple[GiftKey, str]]]:
    """What each person has been paid, and in which batch."""
    columns = (
        CondolencePayment.person_id,
        CondolencePayment.occasion,
        CondolencePayment.occasion_year,
        CondolencePayment.funding,
        CondolencePayment.paid_on,
        CondolenceBatch.name,
    )
    statement = (
        select(*columns)
        .outerjoin(CondolenceBatch, CondolenceBatch.id == CondolencePayment.batch_id)
        .where(*_standing(CondolencePayment), CondolencePayment.person_id.is_not(None))
    )
    found: dict[UUID, list[tuple[GiftKey, str]]] = defaultdict(list)
    for person_id, occasion, year, funding, paid_on, batch in session.execute(statement):
        if person_id is not None:
            key = gift_key(occasion, year, funding, paid_on)
            found[person_id].append((key, batch or ""))
    return found


def cycles(session: Session) -> dict[int, date]:
    """Opening day of every certification year."""
    statement = select(CertificationCycle.year, CertificationCycle.open_on).where(
        CertificationCycle.deleted.is_(False)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def staff(session: Session) -> dict[str, UUID]:
    """Staff by name."""
    statement = select(Staff.name, Staff.id).where(Staff.deleted.is_(False)).order_by(Staff.id)
    return {row[0]: row[1] for row in session.execute(statement)}


def entitlements(session: Session) -> dict[tuple[UUID, str], tuple[UUID, str]]:
    """Key and start month of each person's benefits by person and kind, the latest of a kind."""
    columns = (Entitlement.person_id, Entitlement.kind, Entitlement.id, Entitlement.start_month)
    statement = select(*columns).where(Entitlement.deleted.is_(False)).order_by(Entitlement.id)
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}


def categories(session: Session) -> dict[UUID, set[str]]:
    """The identities that everybody holds."""
    columns = (PersonIdentity.person_id, PersonIdentity.category)
    statement = select(*columns).where(
        PersonIdentity.deleted.is_(False), PersonIdentity.valid_to.is_(None)
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for person_id, category in session.execute(statement):
        found[person_id].add(category)
    return found


@dataclass(slots=True)
class KnownPlaque:
    """A plaque with what happened to it, in order."""

    plaque_id: UUID
    household_id: UUID
    events: list[tuple[str, date]] = field(default_factory=list)

    @property
    def state(self) -> PlaqueState:
        """The state its events lead to."""
        return derive(PlaqueEventKind(event) for event, _ in self.events)


def plaques(session: Session) -> dict[UUID, list[KnownPlaque]]:
    """All plaques by household."""
    statement = select(Plaque.id, Plaque.household_id).where(Plaque.deleted.is_(False))
    found = {row[0]: KnownPlaque(row[0], row[1]) for row in session.execute(statement)}
    columns = (PlaqueEvent.plaque_id, PlaqueEvent.event, PlaqueEvent.event_on)
    events = (
        select(*columns)
        .where(*_standing(PlaqueEvent))
        .order_by(PlaqueEvent.event_on, PlaqueEvent.id)
    )
    for plaque_id, event, event_on in session.execute(events):
        if plaque_id in found:
            found[plaque_id].events.append((event, event_on))
    by_household: dict[UUID, list[KnownPlaque]] = defaultdict(list)
    for plaque in found.values():
        by_household[plaque.household_id].append(plaque)
    return by_household
