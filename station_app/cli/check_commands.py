"""The command that looks the station's file through, and compares it with the district's."""

from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.services.attachments_check import check_photos
from station_app.services.district_enrolment import Desk
from station_app.services.district_proof import prove
from station_app.services.health_check import check_health
from station_app.store.photos_place import PhotoPlace


def check(arguments: Namespace, terminal: Terminal) -> None:
    """Say what is wrong with the file, if anything; faults end with exit code 1."""
    with terminal.reading() as store, store.read() as session:
        report = check_health(session)
        photos = check_photos(session, PhotoPlace.beside(store, terminal.paths))
    problems = [*report.problems, *photos]
    if not problems:
        terminal.say("check.whole", records=report.records)
        if arguments.with_district:
            _compare(terminal)
        return
    for problem in problems:
        print(problem.sentence, file=terminal.out)
    raise Rejected("cli.faults", count=len(problems))


def _compare(terminal: Terminal) -> None:
    """Compare every record with the district's; what differs is put right or asked."""
    with terminal.writing() as (store, keys):
        paths = terminal.paths
        proof = prove(Desk(store, keys, paths.keys, paths.device, terminal.clock))
    if proof.repaired:
        terminal.say("check.repaired", count=proof.repaired)
    if proof.agrees:
        terminal.say("check.same", records=proof.records)
        return
    for each in proof.apart:
        terminal.say("check.apart", kind=each.record_type, field=each.field, record=each.record_id)
    raise Rejected("cli.faults", count=max(len(proof.apart), 1))
