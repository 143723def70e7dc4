"""The command that looks the station's file through."""

from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.services.health_check import check_health


def check(_arguments: Namespace, terminal: Terminal) -> None:
    """Say what is wrong with the file, if anything; faults end with exit code 1."""
    with terminal.reading() as store, store.read() as session:
        report = check_health(session)
    if report.is_sound:
        terminal.say("check.whole", records=report.records)
        return
    for problem in report.problems:
        print(problem.sentence, file=terminal.out)
    raise Rejected("cli.faults", count=len(report.problems))
