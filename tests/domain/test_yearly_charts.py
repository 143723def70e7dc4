"""Charts: scales, spans of months and years, the longest bars first."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.periods import Period
from station_app.domain.tally import FEN
from station_app.domain.yearly_charts import (
    MOST_BARS,
    VISITS,
    Chart,
    Series,
    largest_first,
    scale,
    spans,
)


@given(st.integers(0, 10**9))
def test_a_scale_begins_at_nothing_and_holds_the_longest_bar(greatest: int) -> None:
    marks = scale(greatest)
    steps = {after - before for before, after in itertools.pairwise(marks)}
    assert marks[0] == 0
    assert marks[-1] >= greatest
    assert len(steps) == 1
    assert len(marks) <= 7


def test_months_of_one_year_are_named_alone_and_long_spans_go_by_year() -> None:
    assert [label for label, _ in spans(Period.year(2022))][:2] == ["1月", "2月"]
    assert spans(Period("2022-12", "2023-01"))[0][0] == "22年12月"
    years = spans(Period("2019-01", "2023-12"))
    assert [label for label, _ in years] == ["2019年", "2020年", "2021年", "2022年", "2023年"]
    assert len(years[0][1]) == 12


def test_parts_without_a_bar_are_left_out_and_the_smallest_are_joined() -> None:
    labels = [f"类{n}" for n in range(12)]
    this = Series("今年", tuple(range(12)))
    words, (kept,) = largest_first(labels, [this])
    assert words[0] == "类11"
    assert words[-1] == "其他4项"
    assert len(words) == MOST_BARS
    assert sum(v or 0 for v in kept.values) == sum(range(12))


def test_money_beside_a_bar_is_in_wan() -> None:
    chart = Chart("payments", FEN, ("困难",), (Series("2022年", (26_500_000,)),), lying=True)
    assert chart.shown(26_500_000) == "26.5"
    assert not chart.is_empty
    assert Chart(VISITS, "人次", ("1月",), (Series("2022年", (None,)),)).is_empty
