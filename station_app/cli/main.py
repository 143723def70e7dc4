"""From arguments to an exit code: 0 done, 1 refused by a rule, 2 wrong usage, 3 unavailable."""

import getpass
import importlib
import logging
import os
import sys
from argparse import Namespace
from typing import TextIO

from station_app.cli.session import Terminal
from station_app.errors import Cancelled, Rejected, StationError, Unavailable
from station_app.messages import sentence
from station_app.paths import station_paths
from station_app.store.unit_of_work import Clock

DONE, REFUSED, USAGE, TRY_AGAIN, BUG = 0, 1, 2, 3, 70
MODULES = {
    "init": "station_commands",
    "operator": "station_commands",
    "backup": "station_commands",
    "restore": "station_commands",
    "check": "check_commands",
    "demo": "demo_commands",
    "import": "import_commands",
    "undo-import": "import_commands",
    "people": "people_commands",
    "search": "people_commands",
    "tally": "tally_commands",
    "form": "form_commands",
    "enroll": "district_commands",
    "sync": "district_commands",
    "bundle": "bundle_commands",
}
"""Which module holds a command: a command pays for the libraries of its own module only."""


FUNCTIONS = {"import": "import_file", "undo-import": "undo_import"}
"""Commands whose names are no names of functions."""


def run_command(arguments: Namespace, *, clock: Clock, out: TextIO, err: TextIO) -> int:
    """Run the command of these arguments and return the exit code; errors are said on `err`."""
    ask = getpass.getpass if sys.stdin.isatty() else None
    terminal = Terminal(station_paths(arguments.data), clock, ask, out, sys.stdin)
    module = importlib.import_module(f"station_app.cli.{MODULES[arguments.command]}")
    command = getattr(module, FUNCTIONS.get(arguments.command, arguments.command))
    try:
        command(arguments, terminal)
    except StationError as error:
        print(sentence(error), file=err)
        return exit_code(error)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception:  # the top-level hook of the command line
        logging.getLogger(__name__).exception("a command failed")
        print(sentence(Unavailable("cli.bug")), file=err)
        return BUG
    return DONE


def exit_code(error: StationError) -> int:
    """1 for a rule or a person who stopped the job, 3 for what may go better later."""
    return REFUSED if isinstance(error, Rejected | Cancelled) else TRY_AGAIN
