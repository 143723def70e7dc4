"""Whose contact is late, together with the question that it answers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from station_app.queries.people import Sort
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import PeopleFound, find_people

AsOf = tuple[int, date]
"""As of how many units of work, and of which day."""


@dataclass(frozen=True, slots=True)
class LateAsOf:
    """An answer: by the time it is here, a newer question may be on its way."""

    asked: AsOf
    found: PeopleFound


def late_as_of(session: Session, asked: AsOf) -> LateAsOf:
    """On a reader's thread."""
    late = PeopleFilter(overdue=True)
    return LateAsOf(asked, find_people(session, late, today=asked[1], sort=Sort.LAST_CONTACT))
