"""The catalogue of forms: which question feeds which form, for people, a batch, a period, or blank.

Every entry takes a session and an order and gives the bytes of a PDF; batches may be of any size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.forms import Imprint, RecoverySheet
from station_app.domain.masking import MaskLevel
from station_app.errors import Rejected
from station_app.models.identifiers import BatchId
from station_app.progress import Progress, Silent
from station_app.queries import printed_payments, printed_people
from station_app.queries.printable import people_of_groups
from station_app.reports import recovery_sheet
from station_app.services import figure_makers as figures
from station_app.services import form_makers as makers
from station_app.services import paper_makers as papers
from station_app.services.print_order import Choice, Job, PrintOrder, imprint

__all__ = ["BY_NAME", "FORMS", "Choice", "Family", "Form", "PrintOrder", "imprint", "print_form"]


class Family(StrEnum):
    """What a form is about: how the catalogue is put in order."""

    PEOPLE = "PEOPLE"
    VISITS = "VISITS"
    MONEY = "MONEY"
    CERTIFICATION = "CERTIFICATION"
    PLAQUES = "PLAQUES"
    FIGURES = "FIGURES"


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name on the command line, what an order may choose, and how it is made.

    Only rosters that say no more than name, village, kind and amount may be posted (PV3), and the
    month's report with its small cells merged (PV2).
    """

    name: str
    family: Family
    choices: frozenset[Choice]
    make: Callable[[Job], bytes]
    may_be_posted: bool = False
    has_blank: bool = True


def print_form(
    session: Session, name: str, order: PrintOrder, progress: Progress | None = None
) -> bytes:
    """A form as a PDF.

    Raises `Rejected("printing.form_unknown" | "printing.no_blank" | "printing.not_for_posting"
    | "printing.nothing_found" | "printing.batch_missing")` and `Unavailable("printing.no_font"
    | "printing.font_unreadable")`.
    """
    form = BY_NAME.get(name)
    if form is None:
        raise Rejected("printing.form_unknown", name=name)
    if order.blank and not form.has_blank:
        raise Rejected("printing.no_blank")
    if order.mask >= MaskLevel.INITIALS and not form.may_be_posted:
        raise Rejected("printing.not_for_posting")
    return form.make(Job(session, order, imprint(session, order), progress or Silent()))


def print_for_groups(
    session: Session,
    name: str,
    order: PrintOrder,
    groups: Sequence[str],
    *,
    progress: Progress | None = None,
) -> bytes:
    """A form for everybody on the roll in these village groups."""
    people = people_of_groups(session, groups)
    return print_form(session, name, replace(order, people=people), progress)


def blank_of(session: Session, name: str, order: PrintOrder) -> bytes:
    """The empty form, to see what it looks like; b"" for a form of figures alone."""
    if not BY_NAME[name].has_blank:
        return b""
    return print_form(session, name, replace(order, blank=True))


def people_given(session: Session, numbers: Sequence[str]) -> tuple[UUID, ...]:
    """The files of these ID or file numbers; `Rejected("printing.person_unknown")`."""
    found: list[UUID] = []
    for number in numbers:
        keys = printed_people.with_id_number(session, number.strip().upper())
        if not keys:
            raise Rejected("printing.person_unknown", number=number)
        found += keys
    return tuple(dict.fromkeys(found))


def batch_given(session: Session, name: str) -> BatchId:
    """The batch of this name; `Rejected("printing.batch_unknown" | "printing.batch_twice")`."""
    found = printed_payments.batches_named(session, name.strip())
    if not found:
        raise Rejected("printing.batch_unknown", name=name)
    if len(found) > 1:
        raise Rejected("printing.batch_twice", name=name, count=len(found))
    return BatchId(found[0].id)


def recovery_words(
    words: tuple[str, ...], *, station_name: str, operator: str, today: date
) -> bytes:
    """The sheet of recovery words; the words are known at this moment only."""
    made = Imprint(station_name=station_name, made_on=today, made_by=operator)
    return recovery_sheet.pdf(RecoverySheet(operator, words), made)


_EACH = frozenset({Choice.PEOPLE})
_WHEN = frozenset({Choice.PERIOD})
_YEAR = frozenset({Choice.YEAR})
_BATCH = frozenset({Choice.BATCH})

FORMS: tuple[Form, ...] = (
    Form("registration-sheet", Family.PEOPLE, _EACH, papers.print_registration_sheet),
    Form("person-file", Family.PEOPLE, _EACH, makers.print_person_file),
    Form("person-roster", Family.PEOPLE, _EACH, makers.print_person_roster),
    Form("privacy-notice", Family.PEOPLE, _EACH, makers.print_privacy_notice),
    Form("visit", Family.VISITS, _EACH | _WHEN, makers.print_visit),
    Form("visit-roster", Family.VISITS, _EACH | _WHEN, makers.print_visit_roster),
    Form("route-sheet", Family.VISITS, _EACH, makers.print_route_sheet),
    Form("today-list", Family.VISITS, frozenset(), makers.print_today_list),
    Form(
        "payment-roster",
        Family.MONEY,
        _EACH | _WHEN | _BATCH,
        makers.print_payment_roster,
        may_be_posted=True,
    ),
    Form(
        "goods-roster",
        Family.MONEY,
        _EACH | _WHEN | _BATCH,
        papers.print_goods_roster,
        may_be_posted=True,
    ),
    Form("pension-roster", Family.MONEY, _EACH | _YEAR, figures.print_pension_roster),
    Form(
        "certification-roster",
        Family.CERTIFICATION,
        _EACH | _YEAR,
        makers.print_certification_roster,
    ),
    Form("overdue-list", Family.CERTIFICATION, _YEAR, makers.print_overdue_list),
    Form("meeting-sheet", Family.CERTIFICATION, _EACH | _YEAR, papers.print_meeting_sheet),
    Form(
        "certification-photos",
        Family.CERTIFICATION,
        _EACH | _YEAR,
        papers.print_certification_photos,
    ),
    Form("plaque-register", Family.PLAQUES, _EACH, makers.print_plaque_register),
    Form("plaque-roster", Family.PLAQUES, _WHEN, makers.print_plaque_roster, may_be_posted=True),
    Form("plaque-receipts", Family.PLAQUES, _EACH, papers.print_plaque_receipts),
    Form(
        "month-report",
        Family.FIGURES,
        _WHEN,
        figures.print_month_report,
        may_be_posted=True,
        has_blank=False,
    ),
    Form("annual-tables", Family.FIGURES, _YEAR, figures.print_annual_tables, has_blank=False),
)
BY_NAME: dict[str, Form] = {form.name: form for form in FORMS}
