"""Any figures of any periods as they were reported: months handed in stand as they were (MC5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from station_app.domain.periods import Period
from station_app.domain.tally import Tally, TallyLine
from station_app.domain.tally_lines import BY_CODE
from station_app.queries.figures import Wanted, figures
from station_app.queries.reported import as_reported


def reported_figures(
    session: Session, wanted: Iterable[Wanted], *, today: date
) -> dict[Wanted, TallyLine]:
    """As `figures`; what only a year asks for is counted today, since no month reports it."""
    return with_reported(session, figures(session, wanted, today=today), today=today)


def with_reported(
    session: Session, counted: Mapping[Wanted, TallyLine], *, today: date
) -> dict[Wanted, TallyLine]:
    """Figures that were counted today, with those of months handed in put in their place."""
    known = dict(counted)
    monthly: dict[Period, list[TallyLine]] = defaultdict(list)
    for (code, period), line in known.items():
        if code in BY_CODE:
            monthly[period].append(line)
    for period, lines in monthly.items():
        reported = as_reported(session, Tally("", period, tuple(lines)), today=today)
        known |= {(line.code, period): line for line in reported.lines}
    return known
