"""Condolence: batches, gifts, duplicates, reconciliation (DOMAIN §2.8, MO3, MO4, DE8)."""

from datetime import date

import pytest

from station_app.domain import condolence as rules
from station_app.domain.codes import (
    BatchStatus,
    CondolenceKind,
    Funding,
    Occasion,
    PayForm,
    RecipientKind,
)
from station_app.domain.condolence import Gift, Given, PlanLine
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level
from station_app.errors import Rejected


def test_a_batch_goes_its_way_and_back_only_while_nothing_is_paid() -> None:
    rules.require_move(BatchStatus.DRAFT, BatchStatus.APPROVED, paid_count=0)
    rules.require_move(BatchStatus.PAYING, BatchStatus.DRAFT, paid_count=0)
    with pytest.raises(Rejected, match=r"batch\.already_paid"):
        rules.require_move(BatchStatus.PAYING, BatchStatus.DRAFT, paid_count=1)
    with pytest.raises(Rejected, match=r"batch\.transition"):
        rules.require_move(BatchStatus.DRAFT, BatchStatus.CLOSED, paid_count=0)
    assert BatchStatus.DRAFT not in rules.FROZEN


@pytest.mark.parametrize(
    ("gift", "codes"),
    [
        (Gift(PayForm.CASH, 50000), []),
        (Gift(PayForm.CASH, 0), ["condolence.amount_missing"]),
        (Gift(PayForm.CASH, -1), ["condolence.negative"]),
        (Gift(PayForm.GOODS, 0, "大米"), []),
        (Gift(PayForm.GOODS, 0, "大米", 4000), []),
        (Gift(PayForm.GOODS, 0), ["condolence.goods_missing"]),
        (Gift(PayForm.TRANSFER, 10000001), ["condolence.large"]),
        (Gift(PayForm.CASH, 10000000000), ["condolence.too_large"]),
    ],
)
def test_mo4_an_amount_above_nothing_or_goods_with_or_without_value(
    gift: Gift, codes: list[str]
) -> None:
    assert [note.code for note in rules.check_gift(gift)] == codes


def test_an_amount_unlike_the_standard_asks() -> None:
    (note,) = rules.check_gift(Gift(PayForm.CASH, 60000), standard_fen=50000)
    assert (note.code, note.level) == ("condolence.not_standard", Level.ASK)


def _given(*, funding: Funding = Funding.TOWN, year: int = 2026, same: bool = False) -> Given:
    return Given("2026年春节慰问", Occasion.SPRING, year, funding, same)


def test_a_second_gift_for_one_occasion_and_fund_asks() -> None:
    new = _given()
    note = rules.duplicate_note(new, [_given()])
    assert note is not None
    assert note.level is Level.ASK
    assert rules.duplicate_note(new, [_given(funding=Funding.COUNTY)]) is None
    assert rules.duplicate_note(new, [_given(year=2025)]) is None


def test_twice_in_one_batch_is_refused() -> None:
    note = rules.duplicate_note(_given(), [_given(same=True)])
    assert note is not None
    assert note.level is Level.ERR


def test_mo3_outside_the_window_asks() -> None:
    assert rules.window_note(Occasion.BAYI, 2026, date(2026, 8, 1)) is None
    note = rules.window_note(Occasion.BAYI, 2026, date(2026, 9, 1))
    assert note is not None
    assert note.level is Level.ASK


def _payment(kind: CondolenceKind, day: date, death: str | None) -> list[str]:
    notes = rules.check_payment(
        kind=kind,
        paid_on=day,
        today=date(2026, 11, 22),
        death=PartialDate.of(death) if death else None,
    )
    return [note.code for note in notes]


def test_de8_nothing_is_paid_to_the_dead_but_a_gift_to_the_bereaved() -> None:
    day = date(2026, 10, 1)
    assert _payment(CondolenceKind.VET_DIFF, day, "2026-09-30") == ["condolence.after_death"]
    assert _payment(CondolenceKind.BEREAVEMENT, day, "2026-09-30") == []
    assert _payment(CondolenceKind.VET_DIFF, day, "2026-10") == []
    assert _payment(CondolenceKind.VET_DIFF, date(2026, 11, 23), None) == ["condolence.future"]


def test_there_is_no_list_of_watched_people() -> None:
    with pytest.raises(Rejected, match=r"condolence\.no_names"):
        rules.require_named(CondolenceKind.FOCUS, RecipientKind.PERSON)
    rules.require_named(CondolenceKind.FOCUS, RecipientKind.GROUP)


def test_drawn_is_paid_unclaimed_and_returned() -> None:
    result = rules.reconcile(
        200000,
        [
            PlanLine(50000, paid_fen=50000),
            PlanLine(50000, paid_fen=30000),
            PlanLine(50000, is_returned=True),
            PlanLine(50000),
        ],
    )
    assert (result.paid_fen, result.unclaimed_fen, result.returned_fen) == (80000, 70000, 50000)
    assert result.difference_fen == 0
    rules.require_reconciled(result)


def test_a_batch_with_a_difference_does_not_close() -> None:
    with pytest.raises(Rejected, match=r"batch\.not_reconciled"):
        rules.require_reconciled(rules.reconcile(200000, [PlanLine(150000, paid_fen=150000)]))
