"""Plain charts of a report: what each bar is, how long, and the scale beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station_app.domain.money import wan_trimmed
from station_app.domain.periods import Period
from station_app.domain.tally import FEN

MOST_BARS = 8
LONGEST_BY_MONTH = 24
"""Spans of more months are drawn by year."""
OTHERS = "其他"
VISITS, CERTIFICATION, PAYMENTS = "visits", "certification", "payments"
TITLES = {
    VISITS: "各月走访人次",
    CERTIFICATION: "年度认证各种方式",
    PAYMENTS: "慰问金额按类型",
}
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one period; a month that still lies ahead has no bar.

    `sources` tell for each bar which line of which period it is; None where it is several.
    """

    name: str
    values: tuple[int | None, ...]
    sources: tuple[tuple[str, Period] | None, ...] = ()

    def source(self, number: int) -> tuple[str, Period] | None:
        """What a bar is made of."""
        return self.sources[number] if number < len(self.sources) else None


@dataclass(frozen=True, slots=True)
class Chart:
    """A title, a unit, a label for each group of bars, one series for each period."""

    code: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = False
    """Whether the bars lie: labels are words, not months."""

    @property
    def title(self) -> str:
        """What it shows."""
        return TITLES[self.code]

    @property
    def greatest(self) -> int:
        """The longest bar."""
        return max((v for one in self.series for v in one.values if v is not None), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether there is no bar at all."""
        return self.greatest <= 0

    def shown(self, value: int | None) -> str:
        """A value beside its bar: money in 万元."""
        if value is None:
            return ""
        return wan_trimmed(value) if self.unit == FEN else f"{value:,}"


def scale(greatest: int, *, most: int = 5) -> tuple[int, ...]:
    """Round marks from 0 to just above the longest bar: 0, 20, 40, 60."""
    if greatest <= 0:
        return (0, 1)
    rough = -(-greatest // most)
    size = 10 ** (len(str(rough)) - 1)
    step = next(one * size for one in _STEPS if one * size >= rough)
    return tuple(range(0, greatest + step, step))


def spans(
    period: Period, *, beside: Period | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A label and its months for each group of bars: months, or years of a long span.

    What stands `beside` a longer period is cut as that one is.
    """
    if (beside or period).length <= LONGEST_BY_MONTH:
        return tuple((_month_label(month, period), (month,)) for month in period.months)
    years = sorted({month[:4] for month in period.months})
    return tuple(
        (f"{year}年", tuple(m for m in period.months if m.startswith(year))) for year in years
    )


def _month_label(month: str, period: Period) -> str:
    number = f"{int(month[5:])}月"
    return number if period.start[:4] == period.end[:4] else f"{month[2:4]}年{number}"


def largest_first(
    labels: Sequence[str], series: Iterable[Series]
) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """Parts with a bar, the longest first; what would be a ninth bar joins 其他."""
    given = tuple(series)
    order = sorted(
        (n for n in range(len(labels)) if any(one.values[n] for one in given)),
        key=lambda n: (labels[n] == OTHERS, [-(one.values[n] or 0) for one in given], n),
    )
    kept = order if len(order) <= MOST_BARS else order[: MOST_BARS - 1]
    rest = order[len(kept) :]
    words = tuple(labels[n] for n in kept) + ((f"{OTHERS}{len(rest)}项",) if rest else ())
    return words, tuple(
        Series(
            one.name,
            tuple(one.values[n] for n in kept)
            + ((sum(one.values[n] or 0 for n in rest),) if rest else ()),
            tuple(one.source(n) for n in kept) + ((None,) if rest else ()),
        )
        for one in given
    )
