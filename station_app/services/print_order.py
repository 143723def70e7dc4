"""What is ordered when a form is printed: for whom, when, how much it hides, how it is bound.

An order with its session is a job; every maker of a form takes one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.forms import BLANK_LINES, Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.progress import Progress
from station_app.queries.stations import station_row
from station_app.store.photos_place import PhotoPlace


class Choice(StrEnum):
    """What an order for a form may name."""

    PEOPLE = "PEOPLE"
    BATCH = "BATCH"
    PERIOD = "PERIOD"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """What is to be printed, and how: people None means everybody, `blank` an empty form.

    `printed_at` is an aware moment; it is printed as the clock of this place shows it. Without
    `photos`, the place where they lie, forms have empty frames.
    """

    today: date
    people: tuple[UUID, ...] | None = None
    batch_id: UUID | None = None
    period: Period | None = None
    visit_id: UUID | None = None
    sheet_id: UUID | None = None
    blank: bool = False
    mask: MaskLevel = MaskLevel.FULL
    bound: bool = False
    printed_by: str | None = None
    printed_at: datetime | None = None
    photos: PhotoPlace | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """An order on its way: the session to ask, the imprint to set, whom to tell."""

    session: Session
    order: PrintOrder
    imprint: Imprint
    progress: Progress

    @property
    def blank_lines(self) -> int:
        """How many empty lines a blank form has."""
        return BLANK_LINES if self.order.blank else 0


def imprint(session: Session, order: PrintOrder) -> Imprint:
    """What the form says about itself; a blank one carries no name of who made it."""
    return Imprint(
        station_name=station_row(session).name,
        made_on=order.today,
        made_by=None if order.blank else order.printed_by,
        printed_by=None if order.blank else order.printed_by,
        printed_at=order.printed_at.astimezone() if order.printed_at else None,
        mask=order.mask,
        bound=order.bound,
    )
