"""Everything that came from the district and asks for an answer, for its page and for Today."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from station_app.domain.standards import PensionRate, Standard
from station_app.queries.postings import Postings, postings
from station_app.queries.standards import condolence_standards, pension_standards
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
        "condolence_standard",
        "pension_standard",
    }
)
"""Record types that this shows."""


@dataclass(frozen=True, slots=True)
class DistrictDesk:
    """Notices and tasks, who waits to be taken, and what became of those who left."""

    postings: Postings
    arrivals: tuple[Arrival, ...]
    departures: tuple[Departure, ...]
    standards: tuple[Standard, ...] = ()
    rates: tuple[PensionRate, ...] = ()

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
    """What is to be answered, in a fixed number of statements."""
    return DistrictDesk(postings(session, today=today), arrivals(session), departures(session))


def whole_desk(session: Session, *, today: date) -> DistrictDesk:
    """The same with the district's standards, for the page that shows them."""
    return replace(
        district_desk(session, today=today),
        standards=tuple(condolence_standards(session)),
        rates=tuple(pension_standards(session)),
    )
