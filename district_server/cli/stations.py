"""Commands of a district: station add, station code, stations."""

import argparse
import json
from datetime import datetime

from district_server import stations
from district_server.cli.parsers import Commands
from district_server.context import Context


def add_to(commands: Commands) -> None:
    """Add these commands."""
    _station_parser(commands.add_parser("station", help="add a station, make a code"))
    listing = commands.add_parser("stations", help="list the stations")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(command=_list)


def _station_parser(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add a station; the last line is its one-time code")
    add.add_argument("--code", required=True, help="division code, 12 digits")
    add.add_argument("--name", required=True)
    add.set_defaults(command=_add)
    code = commands.add_parser("code", help="another one-time code, for a second PC")
    code.add_argument("code", help="division code, 12 digits")
    code.set_defaults(command=_code)


def _add(context: Context, options: argparse.Namespace) -> None:
    now = context.clock()
    with context.write() as session:
        stations.add_station(session, code=options.code, name=options.name, now=now)
        code = stations.add_code(session, options.code, now=now, days=context.settings.code_days)
    print(f"{options.code} {options.name}")
    print(code)


def _code(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        code = stations.add_code(
            session, options.code, now=context.clock(), days=context.settings.code_days
        )
    print(code)


def _list(context: Context, options: argparse.Namespace) -> None:
    with context.read() as session:
        rows = stations.list_stations(session)
    if options.format == "json":
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(row.code, row.name, row.people, _moment(row.last_complete_upload) or "-", sep="\t")


def _as_json(row: stations.StationRow) -> dict[str, str | int | None]:
    return {
        "code": row.code,
        "name": row.name,
        "people": row.people,
        "last_complete_upload": _moment(row.last_complete_upload),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
