"""Everything known of a person put together for 一人一档: what the page shows, for the paper."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import AttachmentOwner, label
from station_app.domain.person_file import (
    AccountLine,
    BasicSheet,
    BenefitLine,
    EventLine,
    IdentityLine,
    MemberLine,
    PersonFile,
    PhotoLine,
    ServiceLine,
)
from station_app.messages.happened import Told, happened, photo_words
from station_app.models.person import PERSON
from station_app.queries.attachments import PhotoRow, photos_of_person
from station_app.queries.person_dues import PersonView, PlaqueCard, person_view
from station_app.queries.person_page import MemberRow, PersonPage
from station_app.queries.records import RecordRow
from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.store.photos import Photos
from station_app.store.photos_place import PhotoPlace

GUARDED_AGE = 14
"""No photo of a child younger than this leaves the screen (PV4)."""
WITH_NOTES = frozenset({TimelineKind.VISIT, TimelineKind.CERTIFICATION, TimelineKind.PLAQUE})
"""Their words tell how somebody is and what he needs: they stay out of a masked copy (PV1)."""


def person_files(
    session: Session, people: Sequence[UUID], *, today: date, photos: PhotoPlace | None
) -> Iterator[PersonFile]:
    """One file after the other; those that are not there any more are left out."""
    with ExitStack() as held:
        pictures = held.enter_context(photos.open()) if photos is not None else None
        for key in people:
            view = person_view(session, key, today=today)
            if view is not None:
                yield _file(view, _photos(session, view, pictures))


def _file(view: PersonView, photos: tuple[tuple[PhotoRow, PhotoLine], ...]) -> PersonFile:
    page = view.page
    portraits = [(row, line) for row, line in photos if _is_portrait(row) and line.content]
    shown = portraits[-1][0].attachment_id if portraits else None
    return PersonFile(
        sheet=_sheet(page, portraits[-1][1].content if portraits else None),
        identities=tuple(map(_identity, page.identities)),
        services=tuple(map(_service, page.services)),
        benefits=tuple(map(_benefit, page.entitlements)),
        accounts=tuple(map(_account, page.accounts)),
        plaque=_plaque(view.plaque),
        members=tuple(map(_member, page.members)),
        events=tuple(map(_event, reversed(page.timeline))),
        photos=tuple(line for row, line in photos if row.attachment_id != shown),
    )


def _sheet(page: PersonPage, portrait: bytes | None) -> BasicSheet:
    row, person, house = page.row, page.person, page.household
    return BasicSheet(
        name=row.name,
        former_name=person.text("former_name"),
        id_number=row.id_number,
        born=row.birth_date,
        categories=tuple(_category(one) for one in page.identities),
        group_name=row.group_name,
        address=row.address,
        mobile=row.mobile,
        phone2=person.text("phone2"),
        work_unit=person.text("work_unit"),
        contact_name=person.text("contact_name"),
        contact_phone=person.text("contact_phone"),
        grid=page.grid_name,
        staff=page.contact_staff,
        file_no=row.file_no,
        household_no=house.text("household_no") if house else None,
        registered_on=_day(person, "registered_on"),
        notice_given_on=_day(person, "notice_given_on"),
        note=person.text("note"),
        portrait=portrait,
        **{name: _words(person, name) for name in CHOSEN},
    )


CHOSEN = (
    *("sex", "ethnicity", "political", "education", "marital", "hukou_type", "employment"),
    *("health", "self_care", "social_relief", "relation_to_head", "registered_src", "status"),
)


def _words(record: RecordRow, name: str) -> str | None:
    """The label of a chosen value of a person."""
    code = record.text(name)
    return label(PERSON.by_name[name].choices or "", code) if code else None


def _day(record: RecordRow, name: str) -> date | None:
    value = record.values.get(name)
    return value if isinstance(value, date) else None


def _category(one: RecordRow) -> str:
    parts = (
        label("category", one.text("category")),
        label("dis_grade", one.text("disability_grade")),
        label("dis_cause", one.text("disability_cause")),
    )
    return " ".join(part for part in parts if part)


def _identity(one: RecordRow) -> IdentityLine:
    about = (
        one.text("deceased_name"),
        label("survivor_relation", one.text("survivor_relation")),
        one.text("soldier_name"),
        label("relation", one.text("soldier_relation")),
    )
    return IdentityLine(
        category=_category(one),
        certificate=one.text("cert_name"),
        certificate_no=one.text("cert_no"),
        basis=label("basis", one.text("basis")) or None,
        since=_day(one, "valid_from"),
        about=" ".join(part for part in about if part),
    )


def _service(one: RecordRow) -> ServiceLine:
    parts = (one.text("branch"), one.text("rank_or_post"))
    return ServiceLine(
        enlisted_on=one.text("enlist_date"),
        discharged_on=one.text("discharge_date"),
        branch=" ".join(part for part in parts if part),
        certificate_no=one.text("discharge_cert_no"),
        settled=label("settle_mode", one.text("settle_mode")) or None,
        special=one.text("special"),
    )


def _benefit(one: RecordRow) -> BenefitLine:
    monthly = one.values.get("monthly_fen")
    return BenefitLine(
        kind=label("pension_kind", one.text("kind")),
        state=label("entitlement_state", one.text("state")),
        start_month=one.text("start_month"),
        stop_month=one.text("stop_month"),
        monthly_fen=monthly if isinstance(monthly, int) else None,
        doc_no=one.text("doc_no"),
    )


def _account(one: RecordRow) -> AccountLine:
    bank = one.text("bank") or ""
    known = label("bank", bank) if bank.isupper() else bank
    return AccountLine(
        bank=" ".join(part for part in (known, one.text("branch")) if part),
        number=one.text("account_no") or "",
        holder=one.text("holder_name") or "",
        is_default=bool(one.values.get("is_default")),
        is_closed=one.values.get("valid_to") is not None,
    )


def _plaque(card: PlaqueCard | None) -> tuple[str, str, date | None] | None:
    if card is None:
        return None
    where = label("plaque_position", card.position) if card.position else ""
    return label("plaque_state", card.state), where, card.since


def _member(one: MemberRow) -> MemberLine:
    gone = one.status not in (None, "ACTIVE", "DRAFT")
    state = label("person_status", one.status) if gone else None
    return MemberLine(
        name=one.name,
        relation=label("relation", one.relation) or one.relation,
        age=None if gone else one.age,
        note=" ".join(part for part in (state, one.note) if part),
    )


def _event(row: TimelineRow) -> EventLine:
    said = {name: label(name, code) for name, code in row.codes}
    told = Told(said, row.people, row.text, row.month, row.station, row.reversed)
    heading, line = happened(row.kind, told)
    masked = happened(row.kind, replace(told, text=None))[1] if row.kind in WITH_NOTES else None
    return EventLine(row.on, heading, line, row.amount_fen, counts=not row.reversed, masked=masked)


def _is_portrait(row: PhotoRow) -> bool:
    return row.owner == AttachmentOwner.PERSON and row.kind != "SCAN"


def _photos(
    session: Session, view: PersonView, pictures: Photos | None
) -> tuple[tuple[PhotoRow, PhotoLine], ...]:
    """The photos of a person, the oldest first; nobody's before they are old enough (PV4)."""
    age = view.page.row.age
    if pictures is None or (age is not None and age < GUARDED_AGE):
        return ()
    rows = photos_of_person(session, view.page.row.person_id)
    return tuple((row, _photo(row, pictures)) for row in reversed(rows))


def _photo(row: PhotoRow, pictures: Photos) -> PhotoLine:
    where = label("attachment_owner", row.owner)
    kind = label("attachment_kind", row.kind)
    content = pictures.content(row.blob)
    words = photo_words(where, kind, row.taken_on or row.day, row.note, is_here=content is not None)
    return PhotoLine(words, content)
