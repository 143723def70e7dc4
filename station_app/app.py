"""The composition root: arguments, log, clock, then the window or a command; it knows all."""

import faulthandler
import logging
import os
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from station_app.cli.parser import build_parser
from station_app.errors import Unavailable
from station_app.messages import sentence
from station_app.paths import Paths, station_paths

LOG_BYTES = 1_000_000
LOG_FILES = 5
TRY_AGAIN = 3
"""The exit code of what is unavailable just now, as on the command line."""


def now() -> datetime:
    """The wall clock, read nowhere else; every "today" is an argument from here."""
    return datetime.now(UTC)


def run(argv: list[str]) -> int:
    """Run the program with these arguments; returns the exit code."""
    arguments = build_parser().parse_args(argv)
    paths = station_paths(arguments.data)
    if arguments.command is None:
        return run_window(paths)
    from station_app.cli.main import run_command

    keep_log(paths)
    code = run_command(arguments, clock=now, out=sys.stdout, err=sys.stderr)
    if code == 0 and arguments.command == "demo" and not arguments.no_window:
        return open_demo(arguments.data, arguments.picture)
    return code


def keep_log(paths: Paths) -> None:
    """Log to the station's folder, once it exists: English, without personal data."""
    if not paths.logs.is_dir():
        return
    try:
        handler: logging.Handler = RotatingFileHandler(
            paths.logs / "station.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
    except OSError:  # a folder that cannot be written is said by the command itself
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def keep_last_words(paths: Paths) -> None:
    """Where in the code the process was when it died in a library, into `crash.log`; no data.

    Such an end passes by the log: there is no exception. The file stays open until the end.
    """
    try:
        file = os.open(paths.logs / "crash.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    except OSError:
        return
    faulthandler.enable(file)


def open_demo(data: Path | None, picture: Path | None) -> int:
    """Open the sample station at its desk, or draw its window where there is no screen."""
    from station_app.cli.demo_commands import PASSWORD, demo_paths
    from station_app.ui.application import run_demo

    return run_demo(demo_paths(data), password=PASSWORD, clock=now, picture=picture)


def run_window(paths: Paths) -> int:
    """Open the window: log in, or make a station first."""
    from station_app.ui.application import run_application

    try:
        paths.create()
    except OSError:
        print(sentence(Unavailable("store.read_only")), file=sys.stderr)
        return TRY_AGAIN
    keep_log(paths)
    keep_last_words(paths)
    return run_application(paths, clock=now)
