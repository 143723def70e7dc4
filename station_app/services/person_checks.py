"""What is wrong or doubtful in a person's data, told while somebody types and again on saving."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import id_number
from station_app.domain.codes import IdType, PersonStatus, label
from station_app.domain.drafts import Finding
from station_app.domain.kinds import Value
from station_app.domain.names import clean_name
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level, Note, ask, err
from station_app.errors import Rejected
from station_app.models.person import PERSON
from station_app.queries import lookups

CHINESE_NUMBERS = frozenset({None, IdType.RESIDENT, IdType.HONGKONG_MACAO, IdType.TAIWAN})
OLDEST = 130
SHARED_BY_TOO_MANY = 3
_EIGHTEEN = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ELEVEN = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
Values = Mapping[str, Value]


def check_person(
    session: Session, values: Values, *, today: date, person_id: UUID | None = None
) -> list[Finding]:
    """Everything to be said of these values of a person, gravest first.

    `person_id` is the person who is being edited, who is no duplicate of himself.
    """
    found = [
        *_name(values),
        *_number(values, today),
        *_dates(values, today),
        *_against_number(values, today),
        *_note(values),
        *_duplicates(session, values, today, person_id),
    ]
    return sorted(found, key=lambda finding: -finding.note.level)


def refuse_errors(findings: list[Finding]) -> None:
    """Raise `Rejected` for the gravest finding if it blocks."""
    for finding in findings:
        if finding.blocks:
            raise Rejected(finding.note.code, **{"name": finding.field, **finding.note.values})


def text_of(values: Values, name: str) -> str | None:
    """A text field of a draft, or None."""
    value = values.get(name)
    return value if isinstance(value, str) and value.strip() else None


def read_number(values: Values, today: date) -> id_number.IdFinding | None:
    """What the number field says, for documents that carry a resident's number."""
    text = text_of(values, "id_number")
    if text is None or values.get("id_type") not in CHINESE_NUMBERS:
        return None
    return id_number.examine(text, today=today)


def is_overridden(values: Values, finding: id_number.IdFinding) -> bool:
    """A number with a wrong check digit may be real: it is kept with a reason (DOMAIN 8.1)."""
    wrong = [note for note in finding.notes if note.level is not Level.FIX]
    return text_of(values, "id_override_reason") is not None and [note.code for note in wrong] == [
        "id_number.checksum"
    ]


def _finding(field: str, note: Note) -> Finding:
    return Finding(field, note)


def _name(values: Values) -> Iterator[Finding]:
    name = text_of(values, "name")
    if name is None:
        yield _finding("name", err("field.required", field=PERSON.by_name["name"].label))
        return
    reading = clean_name(name)
    for note in reading.notes:
        blocks = reading.value is None and note.level is not Level.FIX
        yield _finding("name", err(note.code, **note.values) if blocks else note)


def _number(values: Values, today: date) -> Iterator[Finding]:
    if text_of(values, "id_number") is None:
        if text_of(values, "no_id_reason") is None:
            yield _finding("id_number", err("person.no_id"))
        return
    finding = read_number(values, today)
    if finding is None or finding.number is not None:
        return
    if is_overridden(values, finding):
        expected = finding.notes[0].values["expected"]
        yield _finding("id_number", ask("person.checksum_override", expected=expected))
        return
    for note in finding.notes:
        yield _finding("id_number", err(note.code, **note.values))


def _dates(values: Values, today: date) -> Iterator[Finding]:
    born = _partial(values, "birth_date")
    if born is not None and born.is_after(today):
        yield _finding("birth_date", err("person.birth_future"))
    elif born is not None and today.year - born.year > OLDEST:
        yield _finding("birth_date", err("person.too_old"))
    for name, code in (
        ("registered_on", "person.registered_future"),
        ("notice_given_on", "person.notice_future"),
    ):
        day = values.get(name)
        if isinstance(day, date) and day > today:
            yield _finding(name, err(code))


def _partial(values: Values, name: str) -> PartialDate | None:
    text = text_of(values, name)
    return None if text is None else PartialDate.of(text)


def _against_number(values: Values, today: date) -> Iterator[Finding]:
    finding = read_number(values, today)
    if finding is None or finding.number is None:
        return
    number = finding.number
    sex = text_of(values, "sex")
    if sex is not None and sex != number.sex:
        yield _finding("sex", ask("person.sex_conflict", read=label("sex", number.sex)))
    born = _partial(values, "birth_date")
    if born is not None and not born.agrees_with(PartialDate.from_date(number.birth_date)):
        yield _finding("birth_date", ask("person.birth_conflict", read=number.birth_date))


def _note(values: Values) -> Iterator[Finding]:
    note = text_of(values, "note")
    if note is None:
        return
    if _EIGHTEEN.search(note):
        yield _finding("note", ask("person.note_id"))
    if _ELEVEN.search(note):
        yield _finding("note", ask("person.note_phone"))


def _duplicates(
    session: Session, values: Values, today: date, person_id: UUID | None
) -> Iterator[Finding]:
    yield from _same_number(session, values, today, person_id)
    yield from _same_name(session, values, today, person_id)
    mobile = text_of(values, "mobile")
    if mobile is not None:
        count = lookups.users_of_phone(session, mobile, but=person_id)
        if count >= SHARED_BY_TOO_MANY:
            yield _finding("mobile", ask("person.shared_phone", count=count))


def _same_number(
    session: Session, values: Values, today: date, person_id: UUID | None
) -> Iterator[Finding]:
    text = text_of(values, "id_number")
    if text is None:
        return
    finding = read_number(values, today)
    stored = finding.text if finding else text
    for other in lookups.holders_of(session, stored, but=person_id):
        said = {"name": other.name, "file_no": other.file_no, "person_id": other.person_id}
        if other.status not in lookups.GONE:
            status = label("person_status", other.status)
            yield _finding("id_number", err("person.duplicate_id", status=status, **said))
        elif other.status == PersonStatus.REMOVED:
            yield _finding("id_number", ask("person.removed_id", **said))


def _same_name(
    session: Session, values: Values, today: date, person_id: UUID | None
) -> Iterator[Finding]:
    name, birth = text_of(values, "name"), text_of(values, "birth_date")
    finding = read_number(values, today)
    number = finding.number if finding else None
    if birth is None and number is not None:
        birth = number.birth_date.isoformat()
    if name is None or birth is None:
        return
    for other in lookups.people_like(session, name, birth, but=person_id):
        if other.id_number is None or number is None or other.id_number != number.text:
            said = {"name": other.name, "file_no": other.file_no, "person_id": other.person_id}
            yield _finding("name", ask("person.same_name_birth", **said))
