"""The tally of a month, of a year, and of a month with its three columns beside it."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from benchmarks.measure import Figure, at_most, timed
from benchmarks.scene import TODAY
from benchmarks.stations import opened
from station_app.domain.periods import Period
from station_app.queries import tallies

PEOPLE, YEARS = 3_000, 5
MONTH_SECONDS, YEAR_SECONDS = 0.300, 1.0


def figures(runs: int) -> list[Figure]:
    """All lines of A to E and K; the first run also prepares the statements."""
    month, year = Period.month(f"{TODAY:%Y-%m}"), Period.year(TODAY.year)
    with opened(PEOPLE, YEARS).read() as session:
        of_month = timed(_tally(session, month), runs)
        of_year = timed(_tally(session, year), runs)
        report = timed(lambda: tallies.tally_report(session, month, today=TODAY), runs)
    return [
        at_most("tally of a month, 3,000 people × 5 years", of_month, seconds=MONTH_SECONDS),
        at_most("tally of a year, 3,000 people × 5 years", of_year, seconds=YEAR_SECONDS),
        at_most("month report with its four columns", report, seconds=YEAR_SECONDS),
    ]


def _tally(session: Session, period: Period) -> Callable[[], object]:
    return lambda: tallies.tally(session, period, today=TODAY)
