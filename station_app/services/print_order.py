"""What is ordered when a form is printed: for whom, when, how much it hides, how it is bound.

An order with its session is a job; every maker of a form takes one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.forms import BLANK_LINES, Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.printouts import Question, RowBehind
from station_app.messages.printing import FORM_LABELS
from station_app.progress import Progress
from station_app.queries.stations import station_row
from station_app.services.printouts import numbered
from station_app.store.photos_place import PhotoPlace


class Choice(StrEnum):
    """What an order for a form may name."""

    PEOPLE = "PEOPLE"
    BATCH = "BATCH"
    PERIOD = "PERIOD"
    YEAR = "YEAR"
    """A period that is one calendar year."""


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

    def numbered(
        self, form: str, rows: Sequence[object], *, about: str = "", period: Period | None = None
    ) -> Imprint:
        """The imprint with the number of these rows; see `numbered_form`."""
        return numbered_form(
            self.session, self.order, self.imprint, form, rows, about=about, period=period
        )


def imprint(session: Session, order: PrintOrder) -> Imprint:
    """What the form says about itself; a blank one carries neither who made it nor the day."""
    return Imprint(
        station_name=station_row(session).name,
        made_on=order.today,
        made_by=None if order.blank else order.printed_by,
        printed_by=None if order.blank else order.printed_by,
        printed_at=order.printed_at.astimezone() if order.printed_at else None,
        mask=order.mask,
        bound=order.bound,
        is_blank=order.blank,
    )


def numbered_form(
    session: Session,
    order: PrintOrder,
    made: Imprint,
    form: str,
    rows: Sequence[object],
    *,
    about: str = "",
    period: Period | None = None,
) -> Imprint:
    """The imprint with the number under which the rows of a form come back; a blank one has none.

    Each row names the record it shows in its field `record`; `about` is the batch or the year, it
    stands before the form's name and names no person.
    """
    if order.blank:
        return made
    question = Question(
        form, f"{about}{FORM_LABELS[form]}", params_of(order), period or order.period
    )
    return numbered(session, made, question, records_of(rows), shown=rows)


def records_of(rows: Iterable[object]) -> tuple[RowBehind, ...]:
    """The records that rows of a form show; rows that only point somewhere have none."""
    found = (getattr(row, "record", row) for row in rows)
    return tuple(record for record in found if isinstance(record, RowBehind))


def params_of(order: PrintOrder) -> dict[str, str]:
    """What an order chose, as plain texts; `order_from` reads them."""
    chosen = {
        "people": None if order.people is None else ",".join(key.hex for key in order.people),
        "batch": order.batch_id.hex if order.batch_id else None,
        "visit": order.visit_id.hex if order.visit_id else None,
        "sheet": order.sheet_id.hex if order.sheet_id else None,
        "period": order.period.code if order.period else None,
        "bound": "yes" if order.bound else None,
    }
    return {name: text for name, text in chosen.items() if text is not None}


def order_from(params: Mapping[str, str], order: PrintOrder) -> PrintOrder:
    """The same choice again, of today and of whoever asks."""
    people = params.get("people")
    period = params.get("period")
    return replace(
        order,
        people=None if people is None else tuple(UUID(key) for key in people.split(",") if key),
        batch_id=_key(params, "batch"),
        visit_id=_key(params, "visit"),
        sheet_id=_key(params, "sheet"),
        period=Period.parse(period) if period else None,
        bound="bound" in params,
    )


def _key(params: Mapping[str, str], name: str) -> UUID | None:
    return UUID(params[name]) if name in params else None
