"""The sign-in sheet of a meeting for these people, as a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.forms import MeetingRow, MeetingSheet
from station_app.domain.partial_date import PartialDate
from station_app.domain.printouts import RowBehind
from station_app.progress import Progress, Silent
from station_app.queries.printed_people import Printed, printed_people
from station_app.reports import meeting_sheet
from station_app.services.print_order import PrintOrder, imprint, numbered_form

SPARE_LINES = 10
"""Empty lines when nobody was chosen beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When and where people come, and who certifies them."""

    year: int
    held_on: date | None = None
    place: str | None = None
    certifiers: tuple[str, ...] = ()


def meeting_pdf(
    session: Session,
    order: PrintOrder,
    meeting: Meeting,
    person_ids: Sequence[UUID],
    *,
    spare: int = SPARE_LINES,
    progress: Progress | None = None,
) -> bytes:
    """The sheet in the order in which the people were chosen; for nobody `spare` empty lines."""
    people = printed_people(session, person_ids)
    rows = tuple(_row(people[key], order.today) for key in person_ids if key in people)
    sheet = MeetingSheet(
        None if order.blank else meeting.year,
        meeting.held_on,
        (meeting.place or "").strip() or None,
        meeting.certifiers,
        rows,
        0 if rows else spare,
    )
    made = imprint(session, order)
    if rows:  # empty lines are for the pen: there is nothing to find again
        made = numbered_form(session, order, made, "meeting-sheet", rows)
    return meeting_sheet.pdf(sheet, made, progress or Silent())


def _row(person: Printed, today: date) -> MeetingRow:
    age = age_of(PartialDate.of(person.born), today) if person.born else None
    return MeetingRow(
        person.name,
        person.sex,
        age,
        person.id_number,
        person.group_name,
        person.phone,
        RowBehind("person", person.id),
    )
