"""Commands about sticks: bundle take, station file."""

import argparse
from datetime import datetime
from pathlib import Path

from district_server import stations
from district_server.bundles import Taken, joining_file, known_bundle, take
from district_server.cli.parsers import Commands
from district_server.context import Context
from station_app.errors import Rejected, Unavailable
from station_app.messages import sentence
from station_app.sync.stick import written_whole


def add_to(commands: Commands) -> None:
    """Add these commands."""
    bundle = commands.add_parser("bundle", help="reports that came on a stick")
    actions = bundle.add_subparsers(required=True, metavar="COMMAND")
    taking = actions.add_parser("take", help="take a bundle in and write its receipt")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--receipt", type=Path, required=True, metavar="FILE")
    taking.set_defaults(command=_take)
    file = actions.add_parser("enrol", help="the file by which a PC without a line joins")
    file.add_argument("code", help="division code, 12 digits")
    file.add_argument("--out", type=Path, required=True, metavar="FILE")
    file.add_argument("--address", metavar="URL", help="where the PC reports once it has a line")
    file.set_defaults(command=_enrol)


def _take(context: Context, options: argparse.Namespace) -> None:
    if options.receipt.resolve() == options.file.resolve():
        raise Rejected("bundle.same_file")
    try:
        source = options.file.open("rb")
    except OSError:
        raise Unavailable("bundle.not_read") from None
    with source, written_whole(options.receipt) as receipt:
        taken = take(context, source, receipt)
    _say(taken)
    print(options.receipt)


def _say(taken: Taken) -> None:
    print(taken.division_code, taken.station_name, taken.letter, _minute(taken.made_at), sep="\t")
    print(
        f"batches={taken.batches} known={taken.known} records={taken.records}"
        f" conflicts={taken.conflicts} refused={taken.refused} sent_down={taken.sent_down}"
    )
    if taken.verdict is not None:
        print(sentence(Rejected(taken.verdict)))
    elif known_bundle(taken):
        print(sentence(Rejected("bundle.nothing_new")))


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def _enrol(context: Context, options: argparse.Namespace) -> None:
    now, days = context.clock(), context.settings.code_days
    with written_whole(options.out) as out, context.write() as session:
        code = stations.add_code(session, options.code, now=now, days=days)
        station = stations.find_station(session, options.code)
        out.write(joining_file(session, station, code=code, address=options.address))
    print(options.out)
