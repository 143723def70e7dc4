"""Single figures of single periods: what a sentence, a box of a template or a page asks for."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from station_app.domain.annual_lines import line_of
from station_app.domain.periods import Period
from station_app.domain.tally import TallyLine
from station_app.queries.tallies import Counter, frame_of

Wanted = tuple[str, Period]
"""A line's code and a period."""


def figures(session: Session, wanted: Iterable[Wanted], *, today: date) -> dict[Wanted, TallyLine]:
    """Any figures of any periods, by code and period; only what is asked is counted.

    Every code of `annual_lines.EVERY` will do; a line that awaits its records is unknown.
    """
    asked = list(dict.fromkeys(wanted))
    codes = [code for code, _ in asked]
    count = Counter(session, frame_of(session, today), [period for _, period in asked], codes)
    return {(code, period): count.line(line_of(code), period) for code, period in asked}
