"""How the forms of money and figures are made: pensions of a year, month report, annual tables."""

from dataclasses import replace

from station_app.domain.forms import BLANK_LINES
from station_app.domain.forms_pensions import PensionRoster
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period, month_of
from station_app.queries import printed_pensions
from station_app.queries.annual import annual_report
from station_app.queries.tally_keys import tally_keys
from station_app.reports import annual_tables, pension_roster
from station_app.services.print_order import Job
from station_app.services.tally_report import TallyOrder, tally_paper


def print_pension_roster(job: Job) -> bytes:
    """定期抚恤补助发放表 of the year asked for, else of the last with a payment."""
    order = job.order
    if order.blank:
        blank = PensionRoster(None, (), blank_lines=BLANK_LINES)
        return pension_roster.pdf(blank, job.imprint, job.progress)
    if order.period is not None:
        year = int(order.period.end[:4])
    else:
        year = printed_pensions.latest_year(job.session, order.today)
    sheet = printed_pensions.pension_roster(job.session, year, people=order.people)
    made = job.numbered("pension-roster", sheet.rows, period=Period.year(year))
    return pension_roster.pdf(sheet, made, job.progress)


def print_month_report(job: Job) -> bytes:
    """F09 of the period asked for, else of this month."""
    order = job.order
    period = order.period or Period.month(month_of(order.today))
    posted = order.mask >= MaskLevel.INITIALS
    tally = TallyOrder(period, order.today, order.printed_by, order.printed_at, posted)
    return tally_paper(job.session, tally, job.progress)


def print_annual_tables(job: Job) -> bytes:
    """F10 of the year asked for, else of this one as far as it has come."""
    order = job.order
    period = order.period or Period.year(order.today.year)
    report = annual_report(job.session, period, today=order.today)
    rows = tally_keys(job.session, period, today=order.today)
    made = job.numbered("annual-tables", rows, period=period)
    # A record stands behind many lines: how many there are says nothing.
    made = replace(made, mask=MaskLevel.STATISTICS, row_count=None)
    return annual_tables.pdf(report, made, job.progress)
