"""How the papers are made that people sign or that open a file: receipts, sign-in, registration."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from uuid import UUID

from station_app.domain.ages import age_of
from station_app.domain.codes import AttachmentOwner, CertStatus
from station_app.domain.forms import CertificationRow, PaymentRoster
from station_app.domain.forms_photos import CertificationPhotos, CertifiedPhoto
from station_app.domain.partial_date import PartialDate
from station_app.domain.periods import Period
from station_app.domain.person_file import BasicSheet
from station_app.domain.printouts import RowBehind
from station_app.errors import Rejected
from station_app.queries import (
    attachments,
    printed_certifications,
    printed_payments,
    printed_people,
)
from station_app.queries.certification_cases import cases, cycles
from station_app.queries.plaques_due import doors_due
from station_app.queries.printed_sheets import SheetRow, sheet_rows
from station_app.reports import certification_photos, payment_roster, person_sheet
from station_app.reports.joined import joined
from station_app.services.form_makers import print_payment_roster, year_of
from station_app.services.meeting_sheet import Meeting, meeting_pdf
from station_app.services.person_file import GUARDED_AGE
from station_app.services.plaque_receipts import receipts_pdf
from station_app.services.print_order import Job
from station_app.store.photos import Photos

PhotoNames = dict[UUID, tuple[str, ...]]
WAITING = (CertStatus.DUE, CertStatus.OVERDUE, CertStatus.NOTICED, CertStatus.SUSPENDED)


def print_goods_roster(job: Job) -> bytes:
    """F04 of the batches that hand out goods: the one named, those of the period, or all."""
    order = job.order
    if order.batch_id is not None:
        return print_payment_roster(job)
    found = () if order.blank else printed_payments.goods_batches(job.session, order.period)
    if not found:
        nothing = (year_of(job), None, None, None, None, None, ())
        sheet = PaymentRoster(*nothing, goods=True, blank_lines=job.blank_lines)
        return payment_roster.pdf(sheet, job.imprint, job.progress)
    each = (replace(job, order=replace(order, batch_id=batch_id)) for batch_id in found)
    return joined([print_payment_roster(one) for one in each])


def print_plaque_receipts(job: Job) -> bytes:
    """F02 for every door that waits for its plaque, or for the doors of these people."""
    order = job.order
    doors = [] if order.blank else doors_due(job.session)
    if order.people is not None:
        wanted = set(printed_people.surviving(job.session, order.people).values())
        doors = [door for door in doors if door.basis_person_id in wanted]
    return receipts_pdf(job.session, order, doors, spare=job.blank_lines, progress=job.progress)


def print_meeting_sheet(job: Job) -> bytes:
    """The sign-in sheet of those who wait to be certified, or of these people."""
    order = job.order
    year = printed_certifications.latest_year(job.session, order.today) or order.today.year
    if order.period is not None:
        year = int(order.period.end[:4])
    keys = () if order.blank else order.people
    if keys is None:
        keys = _waiting(job, year)
    return meeting_pdf(
        job.session, order, Meeting(year=year), keys, spare=job.blank_lines, progress=job.progress
    )


def _waiting(job: Job, year: int) -> tuple[UUID, ...]:
    """Everybody whose certification is not done, in the order of the groups."""
    row = cycles(job.session).get(year)
    if row is None:
        return ()
    found = cases(job.session, row.cycle, job.order.today)
    waiting = [case for case in found if case.status in WAITING]
    waiting.sort(key=lambda case: printed_people.in_order(case.group_name, case.person_id))
    return tuple(case.person_id for case in waiting)


def print_certification_photos(job: Job) -> bytes:
    """认证照片页 of the certifications of a year; nobody's who is too young (PV4)."""
    order = job.order
    if order.blank:
        sheet = CertificationPhotos(None, 0, (), is_blank=True)
        return certification_photos.pdf(sheet, job.imprint, job.progress)
    year = printed_certifications.latest_year(job.session, order.today) or order.today.year
    if order.period is not None:
        year = int(order.period.end[:4])
    names, rows = _with_photos(job, year)
    made = job.numbered("certification-photos", rows, period=Period.year(year))
    sheet = CertificationPhotos(year, len(rows), tuple(_certified_photos(job, rows, names)))
    return certification_photos.pdf(sheet, made, job.progress)


def _with_photos(job: Job, year: int) -> tuple[PhotoNames, list[CertificationRow]]:
    """The photos by the certification they prove, and the lines of the register that have some."""
    order = job.order
    register = printed_certifications.certification_roster(
        job.session, year, order.today, people=order.people
    )
    shown = [row for row in register.rows if not _is_guarded(row.born, order.today)]
    keys = [row.record.record_id for row in shown if row.record]
    names = attachments.blobs_of(job.session, AttachmentOwner.CERTIFICATION, keys)
    return names, [row for row in shown if row.record and row.record.record_id in names]


def _certified_photos(
    job: Job, rows: Sequence[CertificationRow], names: PhotoNames
) -> Iterator[CertifiedPhoto]:
    """In the order of the register; what is not on this PC is without content."""
    with ExitStack() as held:
        place = job.order.photos
        pictures = held.enter_context(place.open()) if place is not None and rows else None
        for row in rows:
            for name in names[row.record.record_id] if row.record else ():
                yield CertifiedPhoto(
                    row.name,
                    row.sex,
                    row.id_number,
                    row.method,
                    row.certified_on,
                    row.certifiers,
                    pictures.content(name) if pictures else None,
                )


def print_registration_sheet(job: Job) -> bytes:
    """建档立卡表 of these people, or of everybody on the roll; a blank one for the door."""
    order = job.order
    if order.blank:
        return person_sheet.pdf([BasicSheet()], 1, job.imprint, job.progress)
    keys = tuple(printed_people.everybody(job.session)) if order.people is None else order.people
    kept = printed_people.surviving(job.session, keys)
    known = printed_people.existing(job.session, tuple(dict.fromkeys(kept[key] for key in keys)))
    if not known:
        raise Rejected("printing.nothing_found")
    rows = list(sheet_rows(job.session, known))
    made = job.numbered("registration-sheet", [RowBehind("person", key) for key in known])
    with ExitStack() as held:
        pictures = held.enter_context(order.photos.open()) if order.photos is not None else None
        sheets = (_with_portrait(row, pictures, order.today) for row in rows)
        return person_sheet.pdf(sheets, len(rows), made, job.progress)


def _with_portrait(row: SheetRow, pictures: Photos | None, today: date) -> BasicSheet:
    """The first of the portraits that are on this PC; nobody's before he is old enough (PV4)."""
    if pictures is None or _is_guarded(row.sheet.born, today):
        return row.sheet
    found = next(filter(None, map(pictures.content, row.portraits)), None)
    return replace(row.sheet, portrait=found)


def _is_guarded(born: str | None, today: date) -> bool:
    """Whether somebody is too young for his photo to leave the screen (PV4)."""
    age = age_of(PartialDate.of(born), today) if born else None
    return age is not None and age < GUARDED_AGE
