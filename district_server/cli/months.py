"""Commands of month reports and of the roll-up: months, month back, month lock, roll-up."""

import argparse
import json
import re
from pathlib import Path

from sqlalchemy.orm import Session

from district_server import month_reports
from district_server.cli.parsers import Commands
from district_server.context import Context
from district_server.down import day_of
from district_server.stations import find_station
from district_server.web import audit
from district_server.web.audit import COMMAND_LINE, Action
from district_server.web.reach import EVERYTHING
from district_server.web.views import kept
from district_server.web.views.forms import form_of
from district_server.web.views.months import MonthCell, sums, year_of_months
from district_server.web.views.numbers import numbered
from district_server.web.views.tally import Asked, RolledUp, rolled_up
from station_app.domain.codes import MonthState
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.tally import Tally
from station_app.errors import Rejected, Unavailable
from station_app.progress import Silent
from station_app.reports import roll_up_pdf, roll_up_workbook

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
MARKS = {
    MonthState.OPEN: ".",
    MonthState.COMPUTED: "c",
    MonthState.SIGNED: "s",
    MonthState.SUBMITTED: "x",
    MonthState.LOCKED: "L",
    MonthState.REOPENED: "b",
}
"""One letter for each month; `0` is a report of nothing but noughts."""


def add_to(commands: Commands) -> None:
    """Add these commands."""
    listing = commands.add_parser(
        "months",
        help="who handed in which month: x in, 0 zero report, L locked, b sent back, s signed, "
        "c computed",
    )
    listing.add_argument("--year", type=int)
    listing.set_defaults(command=_list)
    _month_parser(commands.add_parser("month", help="send a month back, lock it"))
    _roll_up_parser(commands.add_parser("roll-up", help="the roll-up of a period"))


def _month_parser(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    back = some.add_parser("back", help="send a month back to its station")
    back.add_argument("--reason", required=True, help="the station reads it")
    back.set_defaults(command=_send_back)
    lock = some.add_parser("lock", help="accept a month for good")
    lock.set_defaults(command=_lock)
    for each in (back, lock):
        each.add_argument("code", help="division code, 12 digits")
        each.add_argument("month", metavar="YYYY-MM")
        each.add_argument("--by", default=COMMAND_LINE)


def _roll_up_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("period", help="2022-10, 2022-Q4, 2022 or 2022-01..2022-10")
    parser.add_argument("--town", default="", metavar="PREFIX", help="first 9 digits of a town")
    parser.add_argument("--records", action="store_true", help="count records, not reports")
    parser.add_argument("--json", action="store_true", help="every line, exactly")
    parser.add_argument("--xlsx", type=Path, metavar="FILE")
    parser.add_argument("--pdf", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="keep it as it stands; prints its id")
    parser.add_argument("--lock", action="store_true", help="with --keep: lock what is in it")
    parser.add_argument("--by", default=COMMAND_LINE)
    parser.set_defaults(command=_roll_up)


# -- what they do -----------------------------------------------------------------------------


def _list(context: Context, options: argparse.Namespace) -> None:
    today = day_of(context.clock())
    year = options.year or today.year
    with context.read() as session:
        stations = year_of_months(session, EVERYTHING, year, today=today)
    for row in stations:
        print(row.code, row.name, " ".join(map(_mark, row.cells)), sep="\t")
    over = [month for month in sums(stations, year, today=today) if month.is_over]
    print("", "", " ".join(f"{month.reported}/{month.due}" for month in over), sep="\t")


def _mark(cell: MonthCell) -> str:
    is_zero = cell.report is not None and cell.is_handed_in and cell.report.is_zero
    return "0" if is_zero else MARKS[cell.state]


def _send_back(context: Context, options: argparse.Namespace) -> None:
    now = context.clock()
    with context.write() as session:
        station = find_station(session, options.code).id
        month_reports.reopen(
            session, station, _month(options.month), options.reason, by=options.by, now=now
        )
        _note(session, context, Action.MONTH_SENT_BACK, options)


def _lock(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        station = find_station(session, options.code).id
        month_reports.lock(
            session, station, _month(options.month), by=options.by, now=context.clock()
        )
        _note(session, context, Action.MONTH_LOCKED, options)


def _note(session: Session, context: Context, action: Action, options: argparse.Namespace) -> None:
    station = find_station(session, options.code).id
    subject = f"month {options.month}"
    audit.record(session, None, action, at=context.clock(), station=station, subject=subject)


def _month(text: str) -> str:
    if not MONTH.fullmatch(text) or text.startswith("0000"):
        raise Rejected("district.month_unreadable", text=text)
    return text


def _roll_up(context: Context, options: argparse.Namespace) -> None:
    today = day_of(context.clock())
    asked = Asked(Period.parse(options.period), today, options.town, everybody=options.records)
    if options.keep:
        _keep(context, asked, options)
        return
    with context.read() as session:
        rolled = rolled_up(session, EVERYTHING, asked)
    if options.xlsx or options.pdf:
        _write_files(context, rolled, options)
    if options.json:
        print(json.dumps(_as_json(rolled), ensure_ascii=False, indent=2))
    elif not (options.xlsx or options.pdf):
        _print(rolled)


def _keep(context: Context, asked: Asked, options: argparse.Namespace) -> None:
    now = context.clock()
    subject = f"tally {asked.period.code} {asked.town}".strip()
    with context.write() as session:
        key = kept.keep(session, EVERYTHING, asked, by=options.by, now=now)
        audit.record(session, None, Action.ROLL_UP_KEPT, at=now, subject=subject)
        if options.lock:
            made = kept.kept_roll_up(session, EVERYTHING, key, asked)
            reports = made.to_lock if made else ()
            count = month_reports.lock_all(session, reports, by=options.by, now=now)
            audit.record(session, None, Action.MONTH_LOCKED, at=now, subject=subject, rows=count)
    print(key)


def _write_files(context: Context, rolled: RolledUp, options: argparse.Namespace) -> None:
    """The form in files, under a number that the district's pages bring back."""
    now = context.clock()
    with context.write() as session:
        serial = numbered(session, EVERYTHING, rolled, by=options.by, now=now).serial
    form = form_of(rolled)
    imprint = Imprint(form.place, rolled.asked.today, mask=MaskLevel.STATISTICS, serial=serial)
    if options.xlsx:
        _write(options.xlsx, roll_up_workbook.xlsx(form, imprint))
    if options.pdf:
        _write(options.pdf, roll_up_pdf.pdf(form, imprint, Silent()))


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except OSError:
        raise Unavailable("district.file_not_written", file=str(file)) from None


def _print(rolled: RolledUp) -> None:
    print(f"{rolled.reported}/{rolled.due}")
    for line in rolled.whole.lines:
        for unit in line.line.units:
            print(line.code, line.line.label, line.shown(unit), sep="\t")
    for one in rolled.unread:
        print("unread", one.words, sep="\t")


def _as_json(rolled: RolledUp) -> dict[str, object]:
    return {
        "period": rolled.asked.period.code,
        "reported": rolled.reported,
        "due": rolled.due,
        "zero_reports": rolled.zero,
        "unread": [
            {"name": one.station, "month": one.ym, "lines": one.lines} for one in rolled.unread
        ],
        "whole": _lines(rolled.whole),
        "parts": [
            {"name": part.name, "reported": part.is_reported, "lines": _lines(part.tally)}
            for part in rolled.parts
        ],
    }


def _lines(tally: Tally) -> object:
    return tally.to_json()["lines"]
