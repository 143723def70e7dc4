"""A death in one step: what stops, what was overpaid, what the family receives (DOMAIN §4.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from station_app.domain.codes import EntitlementState, PayItem, PensionKind
from station_app.domain.entitlement import STOPPED_BY_DEATH
from station_app.domain.partial_date import PartialDate, official_date
from station_app.domain.periods import add_months, month_of
from station_app.domain.reading import Note, ask, err
from station_app.errors import Rejected


def check_death(
    death: PartialDate, *, birth: PartialDate | None, reported_on: date, today: date
) -> list[Note]:
    """Born, died, reported, today: in this order (DOMAIN §2.4)."""
    if reported_on > today:
        return [err("death.reported_in_future", day=official_date(reported_on))]
    if death.is_after(reported_on):
        return [err("death.after_report", death=death.official(), day=official_date(reported_on))]
    if birth is not None and death.is_before(birth):
        return [err("death.before_birth", death=death.official(), birth=birth.official())]
    return [] if death.month_text else [ask("death.month_unknown", death=death.official())]


def stop_month(death: PartialDate) -> str:
    """The first month not paid: the one after the month of death, which is paid whole (DE1).

    The month is enough; of a year alone nothing can be computed, so it is asked (DE7).
    """
    if death.month_text is None:
        raise Rejected("death.month_unknown", death=death.official())
    return add_months(death.month_text, 1)


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """One month of a benefit that was paid and not reversed."""

    id: UUID
    kind: PensionKind
    month: str
    item: PayItem
    amount_fen: int


_FAMILY_ITEMS = frozenset({PayItem.FUNERAL})


@dataclass(frozen=True, slots=True)
class Overpaid:
    """What was paid for months after the death, less what was recovered (DE2)."""

    rows: tuple[PaidMonth, ...]

    @property
    def total_fen(self) -> int:
        """What is still to come back."""
        return sum(row.amount_fen for row in self.rows)


def overpaid(payments: Iterable[PaidMonth], first_unpaid: str) -> Overpaid:
    """The payments for months that should not have been paid, in order (DE2)."""
    rows = (row for row in payments if row.month >= first_unpaid and row.item not in _FAMILY_ITEMS)
    return Overpaid(tuple(sorted(rows, key=lambda row: (row.month, row.kind))))


class DeathCause(StrEnum):
    """What decides the final benefit of a disabled soldier (R-TJ 32)."""

    ILLNESS = "ILLNESS"
    OLD_WOUND = "OLD_WOUND"


FUNERAL_MONTHS: dict[PensionKind, int] = {
    PensionKind.SURV: 6,
    PensionKind.DIS: 12,
    PensionKind.WAR: 6,
    PensionKind.NUC: 6,
    PensionKind.MARTYR_CHILD: 6,
    PensionKind.DEMOB: 0,
    PensionKind.ILL: 0,
    PensionKind.RURAL60: 0,
    PensionKind.NURSE: 0,
}
"""Months of the last amount (DE3); kinds without a national rule are 0 and a local setting."""


@dataclass(frozen=True, slots=True)
class FinalBenefit:
    """The funeral benefit of one entitlement; `county_decides` where no number of months holds."""

    kind: PensionKind
    months: int
    monthly_fen: int
    county_decides: bool = False

    @property
    def total_fen(self) -> int:
        """Months times the amount received at death."""
        return self.months * self.monthly_fen


def final_benefit(
    kind: PensionKind,
    monthly_fen: int,
    *,
    cause: DeathCause = DeathCause.ILLNESS,
    local_months: Mapping[PensionKind, int] | None = None,
) -> FinalBenefit:
    """丧葬补助 by the kind that ran at death (DE3); an old wound makes it a county case."""
    if kind is PensionKind.DIS and cause is DeathCause.OLD_WOUND:
        return FinalBenefit(kind, 0, monthly_fen, county_decides=True)
    months = {**FUNERAL_MONTHS, **(local_months or {})}.get(kind, 0)
    return FinalBenefit(kind, months, monthly_fen)


def final_benefits(
    benefits: Iterable[FinalBenefit], *, higher_only: bool = False
) -> tuple[FinalBenefit, ...]:
    """Each by its own rule, or only the higher where the county says so (DE4)."""
    paid = sorted(benefits, key=lambda benefit: benefit.total_fen, reverse=True)
    return tuple(paid[:1] if higher_only else paid)


def funeral_persons(benefits: Iterable[FinalBenefit]) -> int:
    """1 人次 in 丧葬补助 for the dead, nobody in 享受人数 (DE5)."""
    return 1 if any(benefit.total_fen for benefit in benefits) else 0


@dataclass(frozen=True, slots=True)
class RunningBenefit:
    """A benefit of the dead as it stands."""

    id: UUID
    kind: PensionKind
    state: EntitlementState
    monthly_fen: int | None = None


@dataclass(frozen=True, slots=True)
class DeathEffects:
    """Everything that follows from a death, to be read before it is confirmed (DE6).

    The plaque is not here: it stays with the family (PL6). The household stays too.
    """

    stop_month: str | None
    stopped: tuple[UUID, ...]
    overpaid: Overpaid
    final: tuple[FinalBenefit, ...]
    cancelled_plans: tuple[UUID, ...]
    closes_certification: bool


def effects(
    death: PartialDate,
    *,
    benefits: Iterable[RunningBenefit],
    payments: Iterable[PaidMonth],
    planned: Iterable[UUID],
    certification_open: bool,
    cause: DeathCause = DeathCause.ILLNESS,
    local_months: Mapping[PensionKind, int] | None = None,
) -> DeathEffects:
    """What stops, what comes back, what the family gets, what is no longer handed over (DE6, DE8).

    With only the year known everything stops at once and the months are asked (DE7).
    """
    running = [benefit for benefit in benefits if benefit.state in STOPPED_BY_DEATH]
    first_unpaid = stop_month(death) if death.month_text else None
    return DeathEffects(
        first_unpaid,
        tuple(benefit.id for benefit in running),
        overpaid(payments, first_unpaid) if first_unpaid else Overpaid(()),
        final_benefits(
            final_benefit(benefit.kind, benefit.monthly_fen, cause=cause, local_months=local_months)
            for benefit in running
            if benefit.monthly_fen is not None
        ),
        tuple(planned),
        certification_open,
    )


def counted_month(reported_on: date) -> str:
    """A death counts in the month it became known (DE9); money follows the death itself."""
    return month_of(reported_on)


def wrongly_stopped(first_unpaid: str, corrected_on: date) -> tuple[str, ...]:
    """The months to pay back in full after a death registered in error, for every kind (DE10)."""
    months = []
    month = first_unpaid
    while month <= month_of(corrected_on):
        months.append(month)
        month = add_months(month, 1)
    return tuple(months)
