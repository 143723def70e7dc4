"""What registration sheets say (F12 建档立卡表): people as registered, any number of them.

A sheet asks for a few records only; it does not wait for everything that 一人一档 knows.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import AttachmentKind, AttachmentOwner, label
from station_app.domain.person_file import BasicSheet
from station_app.models.attachment import Attachment
from station_app.models.person import PERSON, Person, PersonIdentity
from station_app.models.station import GridCell, Staff
from station_app.queries.printed_people import chunks, households

CHOSEN = (
    *("sex", "ethnicity", "political", "education", "marital", "hukou_type", "employment"),
    *("health", "self_care", "social_relief", "relation_to_head", "registered_src", "status"),
)
"""Fields of a person that are chosen from a list: the sheet shows their label."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet without its picture, and the names of the pictures that may be its portrait."""

    person_id: UUID
    sheet: BasicSheet
    portraits: tuple[str, ...]


def sheet_rows(session: Session, people: Sequence[UUID]) -> Iterator[SheetRow]:
    """The sheets of these people in their order; those who are not there are left out."""
    staff = dict(session.execute(select(Staff.id, Staff.name)).all())
    grids = dict(session.execute(select(GridCell.id, GridCell.name)).all())
    for keys in chunks(people):
        yield from _of_chunk(session, keys, staff, grids)


def _of_chunk(
    session: Session, keys: Sequence[UUID], staff: dict[UUID, str], grids: dict[UUID, str]
) -> Iterator[SheetRow]:
    wanted = select(Person).where(Person.id.in_(keys), Person.deleted.is_(False))
    people = {person.id: person for person in session.scalars(wanted)}
    homes = households(session, {one.household_id for one in people.values() if one.household_id})
    categories, portraits = _categories(session, keys), _portraits(session, keys)
    for key in keys:
        if (person := people.get(key)) is not None:
            home = homes.get(person.household_id) if person.household_id else None
            sheet = BasicSheet(
                name=person.name,
                former_name=person.former_name,
                id_number=person.id_number,
                born=person.birth_date,
                categories=tuple(categories[key]),
                group_name=person.group_name,
                address=person.address,
                mobile=person.mobile,
                phone2=person.phone2,
                work_unit=person.work_unit,
                contact_name=person.contact_name,
                contact_phone=person.contact_phone,
                grid=grids.get(person.grid_id) if person.grid_id else None,
                staff=staff.get(person.contact_staff_id) if person.contact_staff_id else None,
                file_no=person.file_no,
                household_no=home.household_no if home else None,
                registered_on=person.registered_on,
                notice_given_on=person.notice_given_on,
                note=person.note,
                portrait=None,
                **{name: _words(person, name) for name in CHOSEN},
            )
            yield SheetRow(key, sheet, tuple(portraits[key]))


def _words(person: Person, name: str) -> str | None:
    code = getattr(person, name)
    return label(PERSON.by_name[name].choices or "", code) if code else None


def _categories(session: Session, keys: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Every identity in the words of the lists, with grade and cause of a disability."""
    one, found = PersonIdentity, defaultdict[UUID, list[str]](list)
    columns = (one.person_id, one.category, one.disability_grade, one.disability_cause)
    statement = select(*columns).where(one.person_id.in_(keys), one.deleted.is_(False))
    for key, category, grade, cause in session.execute(statement.order_by(one.id)):
        parts = (label("category", category), label("dis_grade", grade), label("dis_cause", cause))
        found[key].append(" ".join(part for part in parts if part))
    return found


def _portraits(session: Session, keys: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Names of pictures of the people themselves; scanned papers are no portraits."""
    one, found = Attachment, defaultdict[UUID, list[str]](list)
    statement = select(one.owner_id, one.blob).where(
        one.owner == AttachmentOwner.PERSON,
        one.owner_id.in_(keys),
        one.kind != AttachmentKind.SCAN,
        one.deleted.is_(False),
    )
    for key, blob in session.execute(statement.order_by(one.id)):
        found[key].append(blob)
    return found
