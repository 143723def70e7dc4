"""The command that looks the station's file through."""

from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.services.attachments_check import check_photos
from station_app.services.health_check import check_health
from station_app.store.photos_place import PhotoPlace


def check(_arguments: Namespace, terminal: Terminal) -> None:
    """Say what is wrong with the file, if anything; faults end with exit code 1."""
    with terminal.reading() as store, store.read() as session:
        report = check_health(session)
        photos = check_photos(session, PhotoPlace.beside(store, terminal.paths))
    problems = [*report.problems, *photos]
    if not problems:
        terminal.say("check.whole", records=report.records)
        return
    for problem in problems:
        print(problem.sentence, file=terminal.out)
    raise Rejected("cli.faults", count=len(problems))
