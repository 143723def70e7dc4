"""F02 for the doors of a round, as a PDF."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from station_app.domain.codes import PlaqueState, label
from station_app.domain.forms import PlaqueReceipts, ReceiptRow
from station_app.domain.printouts import RowBehind
from station_app.messages.plaque import NEW, RENEWED
from station_app.progress import Progress, Silent
from station_app.queries.plaques_due import DueDoor
from station_app.queries.printed_people import Printed, printed_people
from station_app.reports import plaque_receipts
from station_app.services.print_order import PrintOrder, imprint, numbered_form

SPARE_LINES = 10


def receipts_pdf(
    session: Session,
    order: PrintOrder,
    doors: Sequence[DueDoor],
    *,
    spare: int = SPARE_LINES,
    progress: Progress | None = None,
) -> bytes:
    """The sheet in the order of the doors; without any one with so many lines for the pen."""
    keys = [door.basis_person_id for door in doors if door.basis_person_id is not None]
    people = printed_people(session, keys)
    rows = tuple(
        _row(door, people.get(door.basis_person_id) if door.basis_person_id else None)
        for door in doors
    )
    year = None if order.blank else order.today.year
    sheet = PlaqueReceipts(year, rows, 0 if rows else spare)
    made = imprint(session, order)
    if rows:  # empty lines are for the pen: there is nothing to find again
        made = numbered_form(session, order, made, "plaque-receipts", rows)
    return plaque_receipts.pdf(sheet, made, progress or Silent())


def _row(door: DueDoor, person: Printed | None) -> ReceiptRow:
    return ReceiptRow(
        head_name=door.head_name,
        basis_name=door.basis_name,
        category=label("category", door.category) if door.category else None,
        address=door.address or (person.address if person else None),
        group_name=door.group_name,
        phone=person.phone if person else None,
        kind=RENEWED if door.state is PlaqueState.TO_REPLACE else NEW,
        record=_record(door),
    )


def _record(door: DueDoor) -> RowBehind:
    """The plaque that waits, else the household that has none."""
    if door.plaque_id is not None:
        return RowBehind("plaque", door.plaque_id)
    return RowBehind("household", door.household_id)
