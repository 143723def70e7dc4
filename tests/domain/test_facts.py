"""Counted facts: MC1, MC2, MC3 and the pair of a reversal (SETTLED 1)."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import facts
from station_app.domain.facts import Counted, FactMark
from station_app.errors import Rejected


def test_mc1_a_fact_counts_in_the_month_of_its_event() -> None:
    assert facts.natural_month(date(2026, 10, 31)) == "2026-10"


def test_mc1_a_cut_off_moves_the_last_days_and_keeps_december_whole() -> None:
    assert facts.natural_month(date(2026, 10, 25), cut_off=25) == "2026-10"
    assert facts.natural_month(date(2026, 10, 26), cut_off=25) == "2026-11"
    assert facts.natural_month(date(2026, 12, 31), cut_off=25) == "2026-12"
    assert facts.cut_off_span("2026-11", cut_off=25) == (date(2026, 10, 26), date(2026, 11, 25))
    assert facts.cut_off_span("2026-12", cut_off=25) == (date(2026, 11, 26), date(2026, 12, 31))
    assert facts.cut_off_span("2027-01", cut_off=25) == (date(2027, 1, 1), date(2027, 1, 25))
    assert facts.cut_off_span("2026-02", cut_off=None) == (date(2026, 2, 1), date(2026, 2, 28))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.none() | st.integers(1, 31))
def test_mc1_every_day_lies_in_the_span_of_its_month(day: date, cut_off: int | None) -> None:
    first, last = facts.cut_off_span(facts.natural_month(day, cut_off=cut_off), cut_off=cut_off)
    assert first <= day <= last


def test_mc2_into_a_closed_month_nothing_is_counted_any_more() -> None:
    closed = {"2026-08", "2026-09"}
    assert facts.counted_month(date(2026, 8, 5), closed) == "2026-10"
    assert facts.counted_month(date(2026, 10, 5), closed) == "2026-10"
    assert facts.is_late(date(2026, 8, 5), "2026-10")
    assert not facts.is_late(date(2026, 10, 5), "2026-10")


def test_a_fact_lies_not_in_the_future() -> None:
    facts.require_happened(date(2026, 11, 22), date(2026, 11, 22))
    with pytest.raises(Rejected, match=r"fact\.future"):
        facts.require_happened(date(2026, 11, 23), date(2026, 11, 22))


PAID = FactMark(UUID(int=1), 1, "2026-08")


def test_mc3_a_reversal_counts_in_the_facts_month_while_that_is_open() -> None:
    assert facts.reversal_of(PAID, [], set()).counted_ym == "2026-08"
    late = facts.reversal_of(PAID, [], {"2026-08"})
    assert (late.counted_ym, late.sign, late.reverses_id) == ("2026-09", -1, PAID.id)


def test_mc3_a_fact_is_reversed_once_and_a_reversal_never() -> None:
    reversal = FactMark(UUID(int=2), -1, "2026-08", PAID.id)
    with pytest.raises(Rejected, match=r"fact\.already_reversed"):
        facts.reversal_of(PAID, [reversal], set())
    with pytest.raises(Rejected, match=r"fact\.is_reversal"):
        facts.reversal_of(reversal, [], set())
    assert facts.reversed_ids([PAID, reversal]) == {PAID.id}


def test_a_correction_after_closing_shows_only_in_its_own_month() -> None:
    """Closed month: 1 人次, 500.00; the next: −1, −500.00 and the right +1, +300.00."""
    closed = [Counted(1, 1, 50000)]
    following = [Counted(-1, 1, 50000), Counted(1, 1, 30000)]
    assert (facts.net_count(closed), facts.net_amount(closed)) == (1, 50000)
    assert (facts.net_count(following), facts.net_amount(following)) == (0, -20000)
    assert facts.net_amount([*closed, *following]) == 30000


def test_rows_without_a_person_add_their_headcount() -> None:
    assert facts.net_count([Counted(1, 30), Counted(1), Counted(-1, 30)]) == 1


def test_distinct_people_are_those_with_a_net_above_zero() -> None:
    rows = [("a", 1), ("a", 1), ("b", 1), ("b", -1), ("c", -1)]
    assert facts.net_distinct(rows) == 1
