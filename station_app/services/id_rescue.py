"""The list of numbers that must be asked for: of an import's rows, or of people on file."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, Sex
from station_app.domain.codes import label as code_label
from station_app.domain.forms import Imprint
from station_app.domain.groups import group_order
from station_app.domain.id_rescue import Beside, Rescue, RescueLine, RescueList, rescue
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level
from station_app.exchange.findings import ReadingContext
from station_app.exchange.roster import read_roster_row
from station_app.models.person import Person, PersonIdentity
from station_app.progress import Progress, Silent
from station_app.reports import rescue_list
from station_app.services.import_values import PreviewRow, message_of
from station_app.services.printing import PrintOrder, imprint
from station_app.services.roster_matching import repaired

FIELD = "id_number"


def asks_for_number(row: PreviewRow) -> bool:
    """Whether the row's number is spoilt, lost or missing."""
    return any(one.field == FIELD and one.level >= Level.ASK for one in row.reasons)


def rescue_of(row: PreviewRow, *, today: date) -> Rescue:
    """What can be had of the row's number with the help of its other columns."""
    said = _said(row, today)
    birth, sex = said.get("birth_date"), said.get("sex")
    beside = Beside(
        PartialDate.of(birth) if isinstance(birth, str) else None,
        Sex(sex) if isinstance(sex, str) and sex in set(Sex) else None,
    )
    repairs = row.answer.repairs if row.answer else {}
    return rescue(repairs.get(FIELD, row.text(FIELD)), beside, today=today)


def print_of_rows(
    session: Session,
    rows: Sequence[PreviewRow],
    source: str,
    order: PrintOrder,
    *,
    progress: Progress | None = None,
) -> bytes:
    """The list of an import as a PDF, by group, with room to write."""
    lines = [_line(row, order.today) for row in rows if asks_for_number(row)]
    return _pdf(lines, source, imprint(session, order), progress)


def print_of_register(
    session: Session, order: PrintOrder, *, progress: Progress | None = None
) -> bytes:
    """The same list of everybody on file whose number is missing."""
    today = order.today
    lines = [_registered(person, kind, today) for person, kind in _without_number(session)]
    return _pdf(lines, None, imprint(session, order), progress)


def _pdf(
    lines: Iterable[RescueLine], source: str | None, made: Imprint, progress: Progress | None
) -> bytes:
    found = sorted(lines, key=lambda one: (group_order(one.group_name), one.name or ""))
    return rescue_list.pdf(RescueList(source, tuple(found)), made, progress or Silent())


def _said(row: PreviewRow, today: date) -> dict[str, object]:
    """What the other columns of the row were read as."""
    first = read_roster_row(repaired(row.source, row.answer), ReadingContext(today))[0]
    return dict(first.person)


def _line(row: PreviewRow, today: date) -> RescueLine:
    said, found = _said(row, today), rescue_of(row, today=today)
    why = next(message_of(one) for one in row.reasons if one.field == FIELD)
    return RescueLine(
        name=row.text("name") or None,
        group_name=row.text("group_name") or None,
        born=_text(said.get("birth_date")),
        category=row.text("category") or None,
        phone=row.text("mobile") or row.text("phone") or None,
        known=found.known,
        possible=tuple(one.number.text for one in found.possible),
        why=why,
        sheet=row.sheet,
        row=row.row,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _without_number(session: Session) -> list[tuple[Person, str | None]]:
    statement = (
        select(Person, PersonIdentity.category)
        .outerjoin(
            PersonIdentity,
            (PersonIdentity.person_id == Person.id)
            & PersonIdentity.is_primary.is_(True)
            & PersonIdentity.deleted.is_(False),
        )
        .where(
            Person.id_number.is_(None),
            Person.deleted.is_(False),
            Person.status.in_((PersonStatus.ACTIVE, PersonStatus.DRAFT)),
        )
    )
    found = {person.id: (person, category) for person, category in session.execute(statement)}
    return list(found.values())


def _registered(person: Person, category: str | None, today: date) -> RescueLine:
    birth = PartialDate.of(person.birth_date) if person.birth_date else None
    sex = Sex(person.sex) if person.sex in set(Sex) else None
    found = rescue(person.id_number_raw or "", Beside(birth, sex), today=today)
    return RescueLine(
        name=person.name,
        group_name=person.group_name,
        born=person.birth_date,
        category=code_label("category", category) if category else None,
        phone=person.mobile or person.phone2,
        known=found.known,
        possible=tuple(one.number.text for one in found.possible),
        why=person.no_id_reason or "",
        file_no=person.file_no,
    )
