"""Counted facts: the month in which one counts, how it is put right (DOMAIN §4.9, SETTLED 1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from station_app.domain.partial_date import official_date
from station_app.domain.periods import add_months, first_day, last_day, month_of
from station_app.errors import Rejected

Key = TypeVar("Key")


def natural_month(event_on: date, *, cut_off: int | None = None) -> str:
    """The month of an event (MC1).

    Where a county closes on the 25th, the 26th already belongs to the next month; December runs to
    its end, so that the calendar year stays whole.
    """
    if cut_off is None or event_on.month == 12 or event_on.day <= cut_off:
        return month_of(event_on)
    return add_months(month_of(event_on), 1)


def counted_month(event_on: date, closed: Collection[str], *, cut_off: int | None = None) -> str:
    """The month in which an event counts: its own, or the first open one after it (MC2)."""
    month = natural_month(event_on, cut_off=cut_off)
    while month in closed:
        month = add_months(month, 1)
    return month


def is_late(event_on: date, counted_ym: str, *, cut_off: int | None = None) -> bool:
    """Whether a row counts after its own month: 补报以前月份."""
    return natural_month(event_on, cut_off=cut_off) != counted_ym


def require_happened(event_on: date, today: date) -> None:
    """A fact lies in the past; plans are not facts."""
    if event_on > today:
        raise Rejected("fact.future", day=official_date(event_on))


@dataclass(frozen=True, slots=True)
class FactMark:
    """What reversing needs to know of a fact."""

    id: UUID
    sign: int
    counted_ym: str
    reverses_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """The −1 row to write for a fact; it repeats the fact in everything else."""

    reverses_id: UUID
    counted_ym: str
    sign: int = -1


def reversal_of(fact: FactMark, others: Iterable[FactMark], closed: Collection[str]) -> Reversal:
    """How a fact is taken back: once, in its own month while that is open, else in the next (MC3).

    A −1 row is not reversed again: the right row is entered anew, so that the pair stays legible.
    """
    if fact.sign < 0:
        raise Rejected("fact.is_reversal")
    if any(other.reverses_id == fact.id for other in others):
        raise Rejected("fact.already_reversed")
    month = fact.counted_ym
    while month in closed:
        month = add_months(month, 1)
    return Reversal(fact.id, month)


def reversed_ids(facts: Iterable[FactMark]) -> frozenset[UUID]:
    """The facts that were taken back; "reversed" is derived, never stored."""
    return frozenset(fact.reverses_id for fact in facts if fact.reverses_id is not None)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a flow line sums: sign, headcount and money of one row."""

    sign: int
    headcount: int = 1
    amount_fen: int = 0


def net_count(rows: Iterable[Counted]) -> int:
    """人次: Σ sign × headcount."""
    return sum(row.sign * row.headcount for row in rows)


def net_amount(rows: Iterable[Counted]) -> int:
    """Money in fen: Σ sign × amount."""
    return sum(row.sign * row.amount_fen for row in rows)


def net_distinct(rows: Iterable[tuple[Key, int]]) -> int:
    """人: keys whose net is above zero."""
    nets: dict[Key, int] = {}
    for key, sign in rows:
        nets[key] = nets.get(key, 0) + sign
    return sum(net > 0 for net in nets.values())


def cut_off_span(month: str, *, cut_off: int | None) -> tuple[date, date]:
    """First and last event day of a month under a cut-off (MC1)."""
    january = month.endswith("-01")
    start = first_day(month) if january else _last_event_day(add_months(month, -1), cut_off)
    return start if january else start + timedelta(days=1), _last_event_day(month, cut_off)


def _last_event_day(month: str, cut_off: int | None) -> date:
    last = last_day(month)
    if cut_off is None or last.month == 12 or cut_off >= last.day:
        return last
    return last.replace(day=cut_off)
