"""Everything that came from the district and asks for an answer, for its page and for Today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from station_app.queries.postings import Postings, postings
from station_app.queries.transfers import Arrival, Departure, arrivals, departures

FROM_DISTRICT = frozenset(
    {
        "district_notice",
        "notice_reading",
        "district_task",
        "task_answer",
        "person_transfer",
        "transfer_field",
        "transfer_answer",
    }
)
"""Record types that this shows."""


@dataclass(frozen=True, slots=True)
class DistrictDesk:
    """Notices and tasks, who waits to be taken, and what became of those who left."""

    postings: Postings
    arrivals: tuple[Arrival, ...]
    departures: tuple[Departure, ...]

    @property
    def returned(self) -> tuple[Departure, ...]:
        """Those of whom the other station says that they are not there."""
        return tuple(one for one in self.departures if one.is_open)

    @property
    def waiting(self) -> int:
        """How many things are to be read, done or answered."""
        to_do = len(self.postings.unread) + len(self.postings.open_tasks)
        return to_do + len(self.arrivals) + len(self.returned)


def district_desk(session: Session, *, today: date) -> DistrictDesk:
    """Everything at once, in a fixed number of statements."""
    return DistrictDesk(postings(session, today=today), arrivals(session), departures(session))
