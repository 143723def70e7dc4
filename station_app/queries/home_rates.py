"""What is to reach a hundred per cent, as far as its records exist: certified, visited, looked
after, plaque on the wall; each with its n/m (REQUIREMENTS list 2, 31).

The four of the sources (示范站、安置、参培、诉求; list 3 row 153) have no records here yet.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.categories import PLAQUE_ENTITLED
from station_app.domain.periods import Period, month_of
from station_app.domain.tally import Ratio
from station_app.models.person import Person
from station_app.queries import certification_cases, tally_plaques
from station_app.queries.tallies import Frame
from station_app.queries.tally_definitions import RATIOS
from station_app.queries.tally_people import holders, present
from station_app.queries.tally_rows import Moment, Rows, load_merged


class Rate(StrEnum):
    """The rates of the first page."""

    CERTIFIED = "D4"
    VISITED = "B5"
    LOOKED_AFTER = "B6"
    PLAQUES = "E"


@dataclass(frozen=True, slots=True)
class HomeRate:
    """A rate as n/m; None while its year has not begun."""

    rate: Rate
    ratio: Ratio | None


def home_rates(session: Session, *, today: date) -> tuple[HomeRate, ...]:
    """Each as the month's tally would say it today."""
    cycles = {year: row.cycle for year, row in certification_cases.cycles(session).items()}
    frame = Frame(load_merged(session), cycles, today)
    month = month_of(today)
    at = frame.moment(Period(month, month))
    return tuple(HomeRate(rate, _ratio(session, rate, at)) for rate in Rate)


def _ratio(session: Session, rate: Rate, at: Moment) -> Ratio | None:
    if rate is Rate.CERTIFIED and at.cycle is None:
        return None
    if rate is Rate.PLAQUES:
        return _plaques(session, at)
    upper, lower = RATIOS[rate.value]
    return Ratio(_count(session, upper(at)), _count(session, lower(at)))


def _plaques(session: Session, at: Moment) -> Ratio:
    """Of the households that are to have a plaque, those that lack none (E8)."""
    homes = select(func.count(Person.household_id.distinct())).where(
        present(at), Person.household_id.is_not(None), holders(at, PLAQUE_ENTITLED)
    )
    entitled = session.scalar(homes) or 0
    return Ratio(entitled - _count(session, tally_plaques.lacking(at)), entitled)


def _count(session: Session, rows: Rows) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0
