"""How each form of the catalogue is made: the questions it asks, the report that draws it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from station_app.domain.forms import (
    BLANK_LINES,
    CertificationRoster,
    OverdueList,
    PaymentRoster,
    PersonRoster,
    PlaqueRoster,
    PrivacyNotice,
    RoutePaper,
    VisitCard,
    VisitRoster,
)
from station_app.domain.periods import Period
from station_app.domain.person_file import BasicSheet, PersonFile
from station_app.domain.printouts import RowBehind
from station_app.domain.today_list import TodayList
from station_app.errors import Rejected
from station_app.messages.printouts import BATCH_TITLE
from station_app.models.identifiers import BatchId
from station_app.queries import (
    printed_certifications,
    printed_payments,
    printed_people,
    printed_plaques,
    printed_routes,
    printed_today,
    printed_visits,
)
from station_app.queries.stations import station_row
from station_app.reports import (
    certification_roster,
    payment_roster,
    person_file,
    person_roster,
    plaque_register,
    plaque_roster,
    privacy_notice,
    route_sheet,
    today_list,
    visit_form,
)
from station_app.reports.joined import joined
from station_app.services import condolence
from station_app.services.person_file import person_files
from station_app.services.print_order import Job

Found = TypeVar("Found")


def print_plaque_register(job: Job) -> bytes:
    if job.order.blank:
        return plaque_register.pdf((), job.imprint, job.progress)
    cards = _some(printed_plaques.plaque_cards(job.session, people=job.order.people))
    made = job.numbered("plaque-register", cards)
    return plaque_register.pdf(cards, made, job.progress)


def print_plaque_roster(job: Job) -> bytes:
    sheet = PlaqueRoster(None, (), job.blank_lines)
    if not job.order.blank:
        sheet = printed_plaques.plaque_roster(job.session, job.order.period)
    made = job.numbered("plaque-roster", sheet.rows)
    return plaque_roster.pdf(sheet, made, job.progress)


def print_route_sheet(job: Job) -> bytes:
    """A sheet that was kept; else these people, or everybody for whom something waits."""
    order = job.order
    paper = RoutePaper(None, None, None, (), blank_lines=job.blank_lines)
    if order.sheet_id is not None:
        found = printed_routes.kept_sheet(job.session, order.sheet_id, order.today)
        if found is None:
            raise Rejected("printing.nothing_found")
        paper = found
    elif not order.blank:
        paper = printed_routes.people_due(job.session, order.people, order.today)
    made = job.numbered("route-sheet", paper.stops)
    return route_sheet.pdf(paper, made, job.progress)


def print_visit(job: Job) -> bytes:
    order = job.order
    if order.blank:
        return visit_form.pdf((), job.imprint, job.progress)
    cards = printed_visits.visit_cards(
        job.session, people=order.people, period=order.period, visit_id=order.visit_id
    )
    made = job.numbered("visit", _some(cards))
    return visit_form.pdf(_with_photos(job, cards), made, job.progress)


def _with_photos(job: Job, cards: Sequence[VisitCard]) -> list[VisitCard]:
    """The cards with those of their pictures that are on this PC."""
    if job.order.photos is None or not any(card.photo_names for card in cards):
        return list(cards)
    with job.order.photos.open() as photos:
        return [
            replace(card, photos=tuple(filter(None, map(photos.content, card.photo_names))))
            for card in cards
        ]


def print_visit_roster(job: Job) -> bytes:
    sheet = VisitRoster(None, (), job.blank_lines)
    if not job.order.blank:
        sheet = printed_visits.visit_roster(job.session, job.order.period, people=job.order.people)
    made = job.numbered("visit-roster", sheet.rows)
    return visit_form.roster_pdf(sheet, made, job.progress)


def print_payment_roster(job: Job) -> bytes:
    """F04 of each batch; without any the form itself, blank or with 本期无."""
    found = () if job.order.blank else _batches(job)
    if not found:
        sheet = PaymentRoster(
            year_of(job), None, None, None, None, None, (), blank_lines=job.blank_lines
        )
        return payment_roster.pdf(sheet, job.imprint, job.progress)
    return joined([_batch_pdf(job, batch_id) for batch_id in found])


def year_of(job: Job) -> int | None:
    """The year on a roster without a batch: that asked for, else this one; none on a blank form."""
    if job.order.blank:
        return None
    return int(job.order.period.end[:4]) if job.order.period else job.order.today.year


def _batch_pdf(job: Job, batch_id: UUID) -> bytes:
    """The roster of one batch, with a number of its own."""
    sheet = _batch_sheet(job, batch_id)
    one = replace(job, order=replace(job.order, batch_id=batch_id, period=None))
    about = BATCH_TITLE.format(year=sheet.occasion_year, occasion=sheet.occasion, kind=sheet.kind)
    made = one.numbered("payment-roster", sheet.rows, about=about, period=job.order.period)
    return payment_roster.pdf(sheet, made, job.progress)


def _batches(job: Job) -> Sequence[UUID]:
    """The batch that was named, else those paid in the period, else all."""
    order = job.order
    if order.batch_id is not None:
        return [order.batch_id]
    if order.period is None and order.people is not None:
        raise Rejected("printing.batch_missing")
    return printed_payments.batches_paid(job.session, order.period)


def _batch_sheet(job: Job, batch_id: UUID) -> PaymentRoster:
    people = job.order.people
    only = None if people is None else frozenset(people)
    sheet = printed_payments.payment_roster(job.session, batch_id, only=only)
    if only is not None or not printed_payments.is_frozen(job.session, batch_id):
        return sheet
    sums = condolence.reconciliation(job.session, BatchId(batch_id))
    return replace(sheet, reconciliation=sums)


def print_certification_roster(job: Job) -> bytes:
    if job.order.blank:
        sheet = CertificationRoster(None, None, None, 0, 0, (), BLANK_LINES)
        return certification_roster.pdf(sheet, job.imprint, job.progress)
    sheet = printed_certifications.certification_roster(
        job.session, _year(job), job.order.today, people=job.order.people
    )
    made = job.numbered("certification-roster", sheet.rows, period=_whole(sheet.year))
    return certification_roster.pdf(sheet, made, job.progress)


def print_overdue_list(job: Job) -> bytes:
    if job.order.blank:
        sheet = OverdueList(None, None, None, (), BLANK_LINES)
    else:
        sheet = printed_certifications.overdue_list(job.session, _year(job), job.order.today)
    made = job.numbered("overdue-list", sheet.rows, period=_whole(sheet.year))
    return certification_roster.overdue_pdf(sheet, made, job.progress)


def _whole(year: int | None) -> Period | None:
    return Period.parse(f"{year:04}") if year else None


def _year(job: Job) -> int:
    """The year asked for, else the last that has opened, else the calendar's."""
    if job.order.period is not None:
        return int(job.order.period.end[:4])
    latest = printed_certifications.latest_year(job.session, job.order.today)
    return latest or job.order.today.year


def print_person_roster(job: Job) -> bytes:
    order = job.order
    sheet = PersonRoster(None, (), job.blank_lines)
    if not order.blank:
        keys = printed_people.everybody(job.session) if order.people is None else order.people
        sheet = printed_people.person_roster(job.session, keys, order.today)
    made = job.numbered("person-roster", sheet.rows)
    return person_roster.pdf(sheet, made, job.progress)


def print_person_file(job: Job) -> bytes:
    """一人一档: the files of these people, or of everybody on the roll; blank: the basic sheet."""
    order = job.order
    if order.blank:
        blank = [PersonFile(sheet=BasicSheet(), is_blank=True)]
        return person_file.pdf(blank, 1, job.imprint, job.progress)
    keys: Sequence[UUID] = printed_people.everybody(job.session)
    if order.people is not None:
        kept = printed_people.surviving(job.session, order.people)
        keys = tuple(dict.fromkeys(kept[key] for key in order.people))
    known = _some(printed_people.existing(job.session, keys))
    files = person_files(job.session, known, today=order.today, photos=order.photos)
    made = job.numbered("person-file", [RowBehind("person", key) for key in known])
    return person_file.pdf(files, len(known), made, job.progress)


def print_today_list(job: Job) -> bytes:
    sheet = TodayList(None, blank_lines=job.blank_lines)
    if not job.order.blank:
        sheet = printed_today.today_list(job.session, job.order.today)
        _some(sheet.rows)
    made = job.numbered("today-list", sheet.rows)
    return today_list.pdf(sheet, made, job.progress)


def print_privacy_notice(job: Job) -> bytes:
    phone = station_row(job.session).phone
    if job.order.blank:
        blank = [PrivacyNotice(station_phone=phone)]
        return privacy_notice.pdf(blank, job.imprint, job.progress)
    keys = job.order.people
    if keys is None:
        keys = tuple(printed_people.everybody(job.session))
    people = printed_people.printed_people(job.session, keys).values()
    notices = [
        PrivacyNotice(one.name, one.file_no, phone, RowBehind("person", one.id)) for one in people
    ]
    made = job.numbered("privacy-notice", _some(notices))
    return privacy_notice.pdf(notices, made, job.progress)


def _some(found: Sequence[Found]) -> Sequence[Found]:
    if not found:
        raise Rejected("printing.nothing_found")
    return found
