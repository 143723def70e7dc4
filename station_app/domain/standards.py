"""Which of the district's amounts is in force: for a condolence on a day, a benefit in a month.

A raise is a new row, old rows are never edited (DOMAIN 2.13); so of those that fit, the one that
says most about the case counts, and among these the one that began last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Gift:
    """What a standard is asked for; None for what is not known of the case."""

    kind: str
    occasion: str | None = None
    category: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A condolence standard; `named` has None where it fits every case."""

    id: UUID
    named: Gift
    amount_fen: int
    effective_from: date
    effective_to: date | None
    doc_no: str | None

    def is_in_force(self, on: date) -> bool:
        """Whether the day lies in its time."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @property
    def exactness(self) -> int:
        """How much of the case it names."""
        return sum(part is not None for part in _parts(self.named))


def standard_of(standards: Iterable[Standard], gift: Gift, on: date) -> Standard | None:
    """The condolence standard in force for a gift on a day."""
    fitting = (one for one in standards if one.is_in_force(on) and _fits(one.named, gift))
    return max(fitting, key=lambda one: (one.exactness, one.effective_from, one.id), default=None)


def _fits(named: Gift, gift: Gift) -> bool:
    pairs = zip(_parts(named), _parts(gift), strict=True)
    return named.kind == gift.kind and all(mine in (None, asked) for mine, asked in pairs)


def _parts(gift: Gift) -> tuple[str | None, ...]:
    return gift.occasion, gift.category, gift.form


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a pension standard is asked for; None for what is not known of the case."""

    kind: str
    cause: str | None = None
    grade: str | None = None
    urban_rural: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class PensionRate:
    """A pension standard; months are `YYYY-MM`."""

    id: UUID
    named: Benefit
    amount_fen: int
    per: str
    effective_from: str
    effective_to: str | None
    doc_no: str | None


def rate_of(rates: Iterable[PensionRate], benefit: Benefit, month: str) -> PensionRate | None:
    """The pension standard of a month: the largest beginning not after it (PE1)."""
    fitting = [
        one
        for one in rates
        if one.effective_from <= month
        and (one.effective_to is None or month <= one.effective_to)
        and _fits_benefit(one.named, benefit)
    ]
    return max(fitting, key=lambda one: (one.effective_from, one.id), default=None)


def _fits_benefit(named: Benefit, benefit: Benefit) -> bool:
    pairs = (
        (named.cause, benefit.cause),
        (named.grade, benefit.grade),
        (named.urban_rural, benefit.urban_rural),
        (named.region, benefit.region),
    )
    return named.kind == benefit.kind and all(mine in (None, asked) for mine, asked in pairs)
