"""Condolence: life of a batch, checks of an amount, where the money went (DOMAIN §2.8, §4.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from station_app.domain.codes import (
    BatchStatus,
    CondolenceKind,
    Funding,
    Occasion,
    PayForm,
    Receipt,
    RecipientKind,
)
from station_app.domain.festivals import is_usual
from station_app.domain.forms import Reconciliation
from station_app.domain.money import yuan
from station_app.domain.money_reading import ASKING_FROM, REFUSED_FROM
from station_app.domain.partial_date import PartialDate, official_date
from station_app.domain.reading import Note, ask, err
from station_app.errors import Rejected

TRANSITIONS: dict[BatchStatus, frozenset[BatchStatus]] = {
    BatchStatus.DRAFT: frozenset({BatchStatus.APPROVED}),
    BatchStatus.APPROVED: frozenset({BatchStatus.PAYING, BatchStatus.DRAFT}),
    BatchStatus.PAYING: frozenset({BatchStatus.CLOSED, BatchStatus.DRAFT}),
    BatchStatus.CLOSED: frozenset(),
}
FROZEN = frozenset({BatchStatus.APPROVED, BatchStatus.PAYING, BatchStatus.CLOSED})
"""States in which names and amounts no longer change."""
RECEIVED = frozenset({Receipt.SELF, Receipt.AGENT})
"""A payment counts when it was received: by the person, an agent, a confirmed transfer."""


def require_move(status: BatchStatus, target: BatchStatus, *, paid_count: int) -> None:
    """Whether a batch may change its state; back to a draft only while nothing is paid."""
    if target not in TRANSITIONS[status]:
        raise Rejected("batch.transition", state=status.label, target=target.label)
    if target is BatchStatus.DRAFT and paid_count:
        raise Rejected("batch.already_paid", count=paid_count)


def require_reconciled(result: Reconciliation) -> None:
    """A batch closes only when every fen drawn is accounted for."""
    if result.difference_fen:
        raise Rejected("batch.not_reconciled", difference=yuan(result.difference_fen))


@dataclass(frozen=True, slots=True)
class Gift:
    """What one recipient is to get: money, goods, or both."""

    pay_form: PayForm
    amount_fen: int
    goods: str | None = None
    goods_value_fen: int | None = None


def check_gift(gift: Gift, *, standard_fen: int | None = None) -> list[Note]:
    """More than nothing, unless goods have no price; unlike the standard, or very much, asks."""
    worth = gift.amount_fen + (gift.goods_value_fen or 0)
    if gift.amount_fen < 0 or (gift.goods_value_fen or 0) < 0:
        return [err("condolence.negative")]
    if worth >= REFUSED_FROM:
        return [err("condolence.too_large")]
    if gift.pay_form is PayForm.GOODS and not gift.goods:
        return [err("condolence.goods_missing")]
    if gift.pay_form is not PayForm.GOODS and gift.amount_fen == 0:
        return [err("condolence.amount_missing")]
    return _amount_notes(gift, standard_fen)


def _amount_notes(gift: Gift, standard_fen: int | None) -> list[Note]:
    notes = []
    if gift.amount_fen > ASKING_FROM:
        notes.append(ask("condolence.large", amount=yuan(gift.amount_fen)))
    if standard_fen is not None and gift.amount_fen != standard_fen:
        notes.append(
            ask(
                "condolence.not_standard",
                amount=yuan(gift.amount_fen),
                standard=yuan(standard_fen),
            )
        )
    return notes


@dataclass(frozen=True, slots=True)
class Given:
    """A condolence that somebody already has or is planned to have."""

    batch: str
    occasion: Occasion
    occasion_year: int
    funding: Funding
    is_same_batch: bool = False


def comes_once_a_year(occasion: Occasion) -> bool:
    """A festival comes once a year; daily gifts and special ones may well come again."""
    return occasion not in {Occasion.DAILY, Occasion.EVENT}


def duplicate_note(new: Given, others: Iterable[Given]) -> Note | None:
    """A second one for the same festival and fund asks; twice in one batch is refused.

    Different funds may each give something for one festival.
    """
    for other in others:
        if other.is_same_batch:
            return err("condolence.twice_in_batch")
        same_feast = (other.occasion, other.occasion_year) == (new.occasion, new.occasion_year)
        if same_feast and comes_once_a_year(new.occasion) and other.funding is new.funding:
            return ask("condolence.duplicate", batch=other.batch)
    return None


def window_note(occasion: Occasion, year: int, paid_on: date) -> Note | None:
    """Outside the usual days of the festival: a question only (MO3)."""
    if is_usual(occasion, year, paid_on):
        return None
    return ask("condolence.out_of_season", occasion=occasion.label, day=official_date(paid_on))


def check_payment(
    *, kind: CondolenceKind, paid_on: date, today: date, death: PartialDate | None
) -> list[Note]:
    """Not in the future, and not to the dead unless the gift is for the bereaved."""
    if paid_on > today:
        return [err("condolence.future", day=official_date(paid_on))]
    if death is None or kind is CondolenceKind.BEREAVEMENT or not death.is_before(paid_on):
        return []
    return [err("condolence.after_death", death=death.official())]


def require_named(kind: CondolenceKind, recipient: RecipientKind) -> None:
    """A batch for 重点对象 holds a headcount and a value, never a person (SETTLED 12)."""
    if kind is CondolenceKind.FOCUS and recipient is RecipientKind.PERSON:
        raise Rejected("condolence.no_names")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a frozen batch, with what became of it."""

    amount_fen: int
    paid_fen: int = 0
    is_returned: bool = False


def reconcile(drawn_fen: int, lines: Iterable[PlanLine]) -> Reconciliation:
    """Drawn = paid + unclaimed + returned; whatever else is missing shows as a difference.

    Of a line that was paid in part the rest is unclaimed; of a returned one the rest is returned.
    """
    rows = list(lines)
    rest = [(line, line.amount_fen - line.paid_fen) for line in rows]
    return Reconciliation(
        drawn_fen,
        sum(line.paid_fen for line in rows),
        sum(amount for line, amount in rest if not line.is_returned),
        sum(amount for line, amount in rest if line.is_returned),
    )
