"""Who is still to be certified, as conditions on Person: the wall's rule (CE1, CE3) in SQL."""

from datetime import date
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from station_app.domain.certification import default_cycle
from station_app.domain.codes import CertResult, EntitlementState, SuspendReason
from station_app.domain.periods import month_of
from station_app.models.certification import Certification, CertificationCycle, CycleKind
from station_app.models.entitlement import Entitlement
from station_app.models.person import Person
from station_app.queries.standing import standing

T = TypeVar("T")
NOT_OPEN = 0
"""The year before the usual window where no cycle was made: nobody is due."""


@lru_cache(maxsize=2)
def uncertified(today: date) -> ColumnElement[bool]:
    """未认证: in the scope of the year that runs, and no standing 通过 for it."""
    return and_(Person.id.in_(in_scope(today)), Person.id.not_in(certified(today)))


@lru_cache(maxsize=2)
def certified(today: date) -> Select[UUID]:
    """Who has a standing 通过 for the year that runs, in whichever of his or her files."""
    file = aliased(Person)
    return (
        select(func.coalesce(file.merged_into_id, file.id))
        .select_from(Certification)
        .join(file, file.id == Certification.person_id)
        .where(
            Certification.year == running_year(today),
            Certification.result == CertResult.PASS,
            *standing(Certification),
        )
    )


@lru_cache(maxsize=2)
def in_scope(today: date) -> Select[UUID]:
    """Who draws a benefit that the cycle covers since before it opened (CE1)."""
    return select(Entitlement.person_id).where(
        Entitlement.deleted.is_(False),
        or_(
            Entitlement.state == EntitlementState.GRANTED,
            and_(
                Entitlement.state == EntitlementState.SUSPENDED,
                Entitlement.suspend_reason == SuspendReason.NOT_CERTIFIED,
            ),
        ),
        Entitlement.start_month <= month_of(today),
        Entitlement.start_month < _opened(today),
        _covered(today),
    )


@lru_cache(maxsize=2)
def running_year(today: date) -> ColumnElement[int]:
    """The certification year of a day: the last one that opened (CE3), else the next one known.

    Where no cycle was made at all, the usual window holds (CE2), and `NOT_OPEN` before it.
    """
    begun = _cycles(func.max(CertificationCycle.year)).where(CertificationCycle.open_on <= today)
    usual = today.year if today >= default_cycle(today.year).open_on else NOT_OPEN
    known = _cycles(func.min(CertificationCycle.year))
    return func.coalesce(begun.scalar_subquery(), known.scalar_subquery(), usual)


def _opened(today: date) -> ColumnElement[str]:
    """The month in which that year opened."""
    of_year = CertificationCycle.year == running_year(today)
    made = _cycles(func.strftime("%Y-%m", func.min(CertificationCycle.open_on))).where(of_year)
    usual = func.printf("%04d" + month_of(default_cycle(1).open_on)[4:], running_year(today))
    return func.coalesce(made.scalar_subquery(), usual)


def _covered(today: date) -> ColumnElement[bool]:
    """A cycle without kinds covers all."""
    kinds = (
        select(CycleKind.kind)
        .join(CertificationCycle, CertificationCycle.id == CycleKind.cycle_id)
        .where(
            CertificationCycle.year == running_year(today),
            CertificationCycle.deleted.is_(False),
            CycleKind.deleted.is_(False),
        )
    )
    return or_(~kinds.exists(), Entitlement.kind.in_(kinds))


def _cycles(value: ColumnElement[T]) -> Select[T]:
    return select(value).where(CertificationCycle.deleted.is_(False))
