"""The district server's commands: init, station add, station code, stations, serve.

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 unavailable, try again.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from district_server import database, stations
from district_server.context import Context
from district_server.logs import log_to_stderr
from district_server.settings import Settings, read_settings
from district_server.upkeep import take_up_kept_fields
from station_app.errors import StationError, Unavailable
from station_app.messages import sentence

Command = Callable[[Context, argparse.Namespace], None]
REFUSED = 1
TRY_AGAIN = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the command line; what it writes is readable by its own account only."""
    os.umask(0o077)
    return run(list(sys.argv[1:] if arguments is None else arguments), os.environ, Path.cwd())


def run(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Run one command; errors become their sentence on standard error and an exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(environment, folder=folder, db=options.db)
        _do(settings, options)
    except Unavailable as error:
        print(sentence(error), file=sys.stderr)
        return TRY_AGAIN
    except StationError as error:
        print(sentence(error), file=sys.stderr)
        return REFUSED
    return 0


def _do(settings: Settings, options: argparse.Namespace) -> None:
    engine = database.open_engine(settings.database_url)
    command: Command = options.command
    try:
        _prepare(engine, is_init=command is _init)
        command(Context(engine, _now, settings), options)
    except (OperationalError, InterfaceError):
        raise Unavailable("district.database_unreachable") from None
    finally:
        engine.dispose()


def _prepare(engine: Engine, *, is_init: bool) -> None:
    if is_init:
        database.upgrade(engine)
    else:
        database.require_ready(engine)


def _init(context: Context, _options: argparse.Namespace) -> None:
    with context.write() as session:
        server_id = stations.initialise(session, now=context.clock())
        take_up_kept_fields(session)
    print(server_id)


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


def _serve(context: Context, options: argparse.Namespace) -> None:
    from district_server.serving import serve

    log_to_stderr(context.settings.log_level)
    serve(context, host=options.host, port=options.port)


def _now() -> datetime:
    return datetime.now(UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="district-server")
    parser.add_argument("--db", metavar="URL", help="sqlite:///FILE or postgresql://…")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = commands.add_parser("init", help="make or upgrade the database")
    init.set_defaults(command=_init)
    _station_parser(commands.add_parser("station", help="add a station, make a code"))
    listing = commands.add_parser("stations", help="list the stations")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(command=_list)
    serve = commands.add_parser("serve", help="answer the stations")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, required=True)
    serve.set_defaults(command=_serve)
    return parser


def _station_parser(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add a station; the last line is its one-time code")
    add.add_argument("--code", required=True, help="division code, 12 digits")
    add.add_argument("--name", required=True)
    add.set_defaults(command=_add)
    code = commands.add_parser("code", help="another one-time code, for a second PC")
    code.add_argument("code", help="division code, 12 digits")
    code.set_defaults(command=_code)
