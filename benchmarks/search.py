"""Search per keystroke at 20,000 people: what a clerk types, letter by letter."""

from functools import partial

from benchmarks.measure import Figure, Timing, at_most, timed
from benchmarks.scene import TODAY
from benchmarks.stations import opened
from station_app.queries.search import search_people

PEOPLE, YEARS = 20_000, 1
TYPED = ("w", "wa", "wang", "wjg", "王", "王建", "138", "1381", "3208", "东湖", "张 东")
LIMIT_SECONDS = 0.010


def figures(runs: int) -> list[Figure]:
    """The keystroke that costs most, and the one in the middle."""
    with opened(PEOPLE, YEARS).read() as session:
        search_people(session, "李", today=TODAY)
        each = [timed(partial(search_people, session, text, today=TODAY), runs) for text in TYPED]
    slowest = max(each, key=lambda timing: timing.median)
    typical = Timing(tuple(sorted(timing.median for timing in each)))
    return [
        at_most("search, slowest keystroke, 20,000 people", slowest, seconds=LIMIT_SECONDS),
        at_most("search, all keystrokes, 20,000 people", typical, seconds=LIMIT_SECONDS),
    ]
