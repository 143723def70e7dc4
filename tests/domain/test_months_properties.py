"""What holds for months however events come in, are taken back, and reports go up and come back."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.facts import FactMark, counted_month, reversal_of, reversed_ids
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import add_months, month_of

FIRST = "2022-01"
MONTHS = [add_months(FIRST, number) for number in range(12)]
DAYS = st.dates(date(2021, 11, 1), date(2022, 12, 31))


@dataclass
class Books:
    """The facts of a station and what it reported, by the rules alone."""

    facts: list[FactMark] = field(default_factory=list)
    reported: dict[str, int] = field(default_factory=dict)
    sent_back: set[str] = field(default_factory=set)

    @property
    def closed(self) -> ClosedMonths:
        """As `queries.month_reports.closed_months` finds them."""
        return ClosedMonths(max(self.reported, default=None), self.sent_back)

    def count(self, month: str) -> int:
        """人次: Σ sign."""
        return sum(fact.sign for fact in self.facts if fact.counted_ym == month)

    def enter(self, day: date) -> None:
        month = counted_month(day, self.closed)
        self.facts.append(FactMark(UUID(int=len(self.facts)), 1, month))

    def take_back(self, number: int) -> None:
        gone = reversed_ids(self.facts)
        standing = [one for one in self.facts if one.sign > 0 and one.id not in gone]
        if standing:
            fact = standing[number % len(standing)]
            pair = reversal_of(fact, self.facts, self.closed)
            key = UUID(int=len(self.facts))
            self.facts.append(FactMark(key, -1, pair.counted_ym, fact.id))

    def hand_in(self) -> None:
        """The next month, or the first that came back."""
        month = min(self.sent_back) if self.sent_back else self._next()
        if month <= MONTHS[-1]:
            self.reported[month] = self.count(month)
            self.sent_back.discard(month)

    def _next(self) -> str:
        return add_months(max(self.reported), 1) if self.reported else FIRST

    def send_back(self, number: int) -> None:
        if self.reported:
            self.sent_back.add(sorted(self.reported)[number % len(self.reported)])


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), DAYS),
        st.tuples(st.just("take_back"), st.integers(0, 50)),
        st.tuples(st.just("hand_in"), st.none()),
        st.tuples(st.just("send_back"), st.integers(0, 20)),
    ),
    max_size=40,
)


@given(STEPS)
def test_a_month_that_stands_is_counted_again_as_it_was_reported_mc2_mc3_mc7(
    steps: list[tuple[str, object]],
) -> None:
    books = Books()
    for name, value in steps:
        step = getattr(books, name)
        step() if value is None else step(value)
        for month, reported in books.reported.items():
            if month not in books.sent_back:
                assert books.count(month) == reported


@given(STEPS)
def test_no_event_is_lost_between_months_and_a_year_is_the_sum_of_its_months_mc5(
    steps: list[tuple[str, object]],
) -> None:
    books = Books()
    for name, value in steps:
        step = getattr(books, name)
        step() if value is None else step(value)
    months = {fact.counted_ym for fact in books.facts}
    net = sum(fact.sign for fact in books.facts)
    assert sum(books.count(month) for month in months) == net
    reported = sum(n for ym, n in books.reported.items() if ym not in books.sent_back)
    still_open = sum(
        books.count(ym) for ym in months if ym not in books.reported or ym in books.sent_back
    )
    assert reported + still_open == net


@given(DAYS, st.sampled_from(MONTHS), st.sets(st.sampled_from(MONTHS)))
def test_a_late_entry_counts_in_the_first_open_month_and_never_before_its_day_mc2(
    day: date, through: str, sent_back: set[str]
) -> None:
    closed = ClosedMonths(through, sent_back)
    month = counted_month(day, closed)
    assert month not in closed
    assert month >= month_of(day)
    between = (ym for ym in MONTHS if month_of(day) <= ym < month)
    assert all(ym in closed for ym in between)
