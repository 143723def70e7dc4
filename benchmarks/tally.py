"""The tally of a month and of a year over 3,000 people and five years of their records."""

from benchmarks.measure import Figure, at_most, timed
from benchmarks.scene import TODAY
from benchmarks.stations import opened
from station_app.domain.periods import Period
from station_app.queries.tallies import tally, tally_report

PEOPLE, YEARS = 3_000, 5
MONTH, YEAR = Period.parse("2022-09"), Period.parse("2021")


def figures(runs: int) -> list[Figure]:
    """A month, a year, and the month report: beside the month before, this year and last year."""
    with opened(PEOPLE, YEARS).read() as session:
        tally(session, MONTH, today=TODAY)
        month = timed(lambda: tally(session, MONTH, today=TODAY), runs)
        year = timed(lambda: tally(session, YEAR, today=TODAY), runs)
        page = timed(lambda: tally_report(session, MONTH, today=TODAY), runs)
    return [
        at_most("tally of a month, 3,000 people × 5 years", month, seconds=0.3),
        at_most("tally of a year, 3,000 people × 5 years", year, seconds=1.0),
        at_most("month report with last month, the year so far, last year", page, seconds=1.0),
    ]
