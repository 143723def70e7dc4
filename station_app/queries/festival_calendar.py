"""The calendar of the trade: festivals with their lists, seasons, the certification year."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from station_app.domain.certification import Cycle, default_cycle
from station_app.domain.festivals import seasons
from station_app.queries.certification_cases import cycles
from station_app.queries.festivals_ahead import YEAR_DAYS, Festival, festivals_ahead


class DayKind(StrEnum):
    """What a line of the calendar is about."""

    FESTIVAL = "FESTIVAL"
    SEASON = "SEASON"
    CERTIFICATION = "CERTIFICATION"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A line: its first day, and its last where it has a span; a certification is named by year."""

    kind: DayKind
    name: str
    first: date
    last: date | None = None
    festival: Festival | None = None


def festival_calendar(session: Session, *, today: date) -> list[CalendarDay]:
    """A year ahead, what runs now first."""
    days = [
        CalendarDay(DayKind.FESTIVAL, one.label, one.day, festival=one)
        for one in festivals_ahead(session, today)
    ]
    days += [
        CalendarDay(DayKind.SEASON, one.name, one.first, one.last)
        for one in seasons(today, days=YEAR_DAYS)
    ]
    days += [
        CalendarDay(DayKind.CERTIFICATION, str(one.year), one.open_on, one.due_on)
        for one in _years(session, today)
    ]
    return sorted(days, key=lambda one: one.first)


def _years(session: Session, today: date) -> list[Cycle]:
    """The years that were opened and have not ended; where none is, the usual one."""
    known = [row.cycle for row in cycles(session).values() if row.cycle.due_on >= today]
    return known or [default_cycle(today.year if today <= default_cycle(today.year).due_on
                                   else today.year + 1)]  # fmt: skip
