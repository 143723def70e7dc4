"""Commands about the stick: reports out, their receipt in, the district's enrolment file in."""

import os
from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.services.bundle_joining import join_by_stick
from station_app.services.bundle_receipts import Imported, import_receipt
from station_app.services.bundles import export_bundle
from station_app.services.district_enrolment import Desk, open_private_fields
from station_app.services.sync_status import sync_status
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store

WORDS = "STATION_APP_RECOVERY_WORDS"


def bundle(arguments: Namespace, terminal: Terminal) -> None:
    """One of the three."""
    {"export": _export, "import": _import, "join": _join}[arguments.action](arguments, terminal)


def _export(arguments: Namespace, terminal: Terminal) -> None:
    """Everything without a receipt, into a file for the district."""
    with terminal.writing() as (store, keys):
        done = export_bundle(_desk(terminal, store, keys), arguments.file)
    terminal.say("stick.exported", count=done.records, file=done.file)


def _import(arguments: Namespace, terminal: Terminal) -> None:
    """What the district gave back."""
    with terminal.writing() as (store, keys):
        desk = _desk(terminal, store, keys)
        done = import_receipt(desk, arguments.file)
        needs_words = done.enrolled is not None and done.enrolled.needs_recovery_words
        words = os.environ.get(WORDS)
        if needs_words and words is not None:
            open_private_fields(desk, words)
        with store.read() as session:
            status = sync_status(session).sentence
    _say(done, status, terminal)
    if needs_words and words is None:
        terminal.say("enroll.private")


def _say(done: Imported, status: str, terminal: Terminal) -> None:
    if done.is_outdated:
        print(_words("bundle.receipt_outdated"), file=terminal.out)
        return
    terminal.say(
        "stick.imported",
        sent=done.sent,
        received=done.received,
        refused=done.refused,
        sentence=status,
    )
    if done.remark is not None:
        print(_words(done.remark), file=terminal.out)


def _words(code: str) -> str:
    return sentence(Rejected(code))


def _join(arguments: Namespace, terminal: Terminal) -> None:
    """The district's enrolment file, for a PC without a line."""
    with terminal.writing() as (store, keys):
        desk = _desk(terminal, store, keys)
        joined = join_by_stick(desk, arguments.file)
        words = os.environ.get(WORDS)
        if joined.needs_recovery_words and words is not None:
            open_private_fields(desk, words)
    terminal.say("stick.joined", name=joined.station_name)
    if joined.needs_recovery_words and words is None:
        terminal.say("enroll.private")


def _desk(terminal: Terminal, store: Store, keys: Keys) -> Desk:
    return Desk(store, keys, terminal.paths.keys, terminal.paths.device, terminal.clock)
