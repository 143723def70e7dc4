"""The district server's commands. Each module of this package adds its own with `add_to`.

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 unavailable, try again.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError

from district_server import database, migrating
from district_server.cli import bundles, down, months, officers, serving, stations, upkeep
from district_server.context import Context
from district_server.settings import Settings, read_settings
from district_server.tenancy import district_name
from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages import sentence

REFUSED = 1
TRY_AGAIN = 3
MODULES = (upkeep, stations, bundles, officers, down, months, serving)
"""Modules with `add_to(commands)`. A command of theirs sets `command` (of one district: context,
options) or `process` (of the whole server: settings, options, now)."""


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
    try:
        if "process" in options:
            options.process(settings, options, _now)
        else:
            _do_in_district(settings, options)
    except (OperationalError, InterfaceError):
        raise Unavailable("district.database_unreachable") from None


def _do_in_district(settings: Settings, options: argparse.Namespace) -> None:
    name = _which_district(settings, options.district)
    engines = database.open_districts(settings.database_url, [name] if name else [], settings.pool)
    try:
        migrating.require_ready(engines[name])
        options.command(Context(engines[name], _now, settings, name), options)
    finally:
        database.close_districts(engines)


def _which_district(settings: Settings, named: str | None) -> str:
    """The district of a command: the one that was named, else the only one there is."""
    if named is not None:
        return district_name(named)
    if len(settings.districts) > 1:
        raise Rejected("district.which_district", names=", ".join(settings.districts))
    return settings.districts[0] if settings.districts else ""


def _now() -> datetime:
    return datetime.now(UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="district-server")
    parser.add_argument("--db", metavar="URL", help="sqlite:///FILE or postgresql://…")
    parser.add_argument(
        "--district", metavar="NAME", help="of which district, if there are several"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in MODULES:
        module.add_to(commands)
    return parser
