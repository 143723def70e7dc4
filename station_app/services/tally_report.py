"""The tally as people take it along: workbook (F09), paper and JSON, all of one computation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.posted_tally import for_posting
from station_app.domain.printouts import Question, RowBehind
from station_app.domain.tally import LineKind, TallyReport
from station_app.domain.tally_lines import LINES
from station_app.errors import Rejected
from station_app.progress import Progress, Silent
from station_app.queries import tallies
from station_app.queries.month_reports import MonthReportRow, frozen_tally, month_report
from station_app.queries.reported import reported_report, reported_tally
from station_app.queries.stations import station_row
from station_app.queries.tally_keys import counts_by_line, tally_keys
from station_app.reports import tally_json, tally_pdf, tally_workbook
from station_app.reports.tally_seal import seal_words
from station_app.reports.tally_wording import BEHIND_HEADINGS, title
from station_app.reports.tally_workbook import BehindRow, RowsBehind
from station_app.services.printouts import numbered

TALLY = "tally"
FIGURE = "figure"
"""What a tally and one of its figures are called as questions, in the list of what was printed."""


@dataclass(frozen=True, slots=True)
class TallyOrder:
    """Which period, as of which day, and who asks; `posted` for a wall, not for the level above."""

    period: Period
    today: date
    made_by: str | None = None
    printed_at: datetime | None = None
    posted: bool = False


def tally_xlsx(session: Session, order: TallyOrder, progress: Progress | None = None) -> bytes:
    """The workbook with the layout of F09, what each line counts, and the rows behind the flows."""
    report = _report(session, order)
    rows = list(_behind(session, order, progress or Silent()))
    keys = tally_keys(session, order.period, today=order.today)
    behind = RowsBehind(BEHIND_HEADINGS, rows, counts_by_line(keys))
    made = _numbered(session, order, report, keys, MaskLevel.MASKED)  # names, yet no numbers
    return tally_workbook.xlsx(report, made, behind)


def tally_paper(session: Session, order: TallyOrder, progress: Progress | None = None) -> bytes:
    """F09 as a PDF; where it is posted, groups of one or two people are shown together (PV2)."""
    report = _report(session, order)
    report = for_posting(report) if order.posted else report
    keys = tally_keys(session, order.period, today=order.today)
    made = _numbered(session, order, report, keys, MaskLevel.STATISTICS)
    return tally_pdf.pdf(report, made, progress or Silent())


def tally_text(session: Session, order: TallyOrder) -> str:
    """The tally of the period as JSON: money in 分, codes as keys.

    Raises `Rejected("month.unread")` for a month whose report this program cannot read.
    """
    month = _handed_in(session, order)
    if month is not None:  # what was reported, to the byte, whatever lines were added since
        frozen = frozen_tally(session, month)
        if frozen is None:
            raise Rejected("month.unread", month=order.period.label)
        return tally_json.text(frozen)
    return tally_json.text(reported_tally(session, order.period, today=order.today))


def _report(session: Session, order: TallyOrder) -> TallyReport:
    """The figures as they were reported; below them which report of the month they are."""
    found = reported_report(session, order.period, today=order.today)
    moved = bool(found.differences) or found.is_unread
    if found.month is None or (moved and not found.month.is_handed_in):
        return found.report
    return replace(found.report, closing=(seal_words(found.month), *found.report.closing))


def _handed_in(session: Session, order: TallyOrder) -> MonthReportRow | None:
    month = month_report(session, order.period.start) if order.period.length == 1 else None
    return month if month is not None and month.is_handed_in else None


def _numbered(
    session: Session,
    order: TallyOrder,
    report: TallyReport,
    keys: Sequence[RowBehind],
    mask: MaskLevel,
) -> Imprint:
    """The imprint with the number under which the rows of every line come back."""
    period = order.period
    question = Question(TALLY, title(period), {"period": period.code}, period)
    made = _imprint(session, order, mask)
    made = numbered(session, made, question, keys, shown=[report.this.lines])
    return replace(made, row_count=None)  # a record stands behind many lines: the sum says nothing


def _preparer(session: Session, order: TallyOrder) -> str | None:
    """Whoever put his name under the report of the month."""
    month = month_report(session, order.period.start) if order.period.length == 1 else None
    return month.preparer if month is not None else None


def _imprint(session: Session, order: TallyOrder, mask: MaskLevel) -> Imprint:
    return Imprint(
        station_name=station_row(session).name,
        made_on=order.today,
        made_by=_preparer(session, order) or order.made_by,
        printed_by=order.made_by,
        printed_at=order.printed_at.astimezone() if order.printed_at else None,
        mask=mask,
    )


def _behind(session: Session, order: TallyOrder, progress: Progress) -> Iterator[BehindRow]:
    """The rows of the flow lines; their parts (C4.x …) are the same rows again and are left out."""
    flows = [line for line in LINES if line.kind is LineKind.FLOW and "." not in line.code]
    for done, line in enumerate(flows, start=1):
        for row in tallies.rows_behind(session, line.code, order.period, today=order.today):
            cells = (row.day, row.counted_ym, row.name, row.group_name, row.count, row.fen)
            yield BehindRow(line.code, cells)
        progress.step(done, len(flows))
