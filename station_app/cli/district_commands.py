"""Commands about the district: join it, report to it."""

import os
from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.services.district_enrolment import Desk, Enroll, open_private_fields
from station_app.services.district_enrolment import enroll as join
from station_app.services.district_sync import synchronise
from station_app.services.sync_status import clock_sentence, sync_status
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store

WORDS = "STATION_APP_RECOVERY_WORDS"


def enroll(arguments: Namespace, terminal: Terminal) -> None:
    """Join the district with the one-time code that it gave."""
    with terminal.writing() as (store, keys):
        desk = _desk(terminal, store, keys)
        enrolled = join(desk, Enroll(arguments.server, arguments.code))
        terminal.say("enroll.done", server=arguments.server)
        if enrolled.needs_recovery_words:
            _open_private_fields(desk, terminal)


def _open_private_fields(desk: Desk, terminal: Terminal) -> None:
    """A second PC asks for the words of the first; without them it says what waits."""
    words = os.environ.get(WORDS)
    if words is not None:
        open_private_fields(desk, words)
    else:
        print(sentence(Rejected("syncing.words_needed")), file=terminal.out)


def sync(_arguments: Namespace, terminal: Terminal) -> None:
    """Send what waits, take what others wrote, and say how things stand."""
    with terminal.writing() as (store, keys):
        result = synchronise(_desk(terminal, store, keys))
        with store.read() as session:
            status = sync_status(session)
    terminal.say("sync.done", sent=result.sent, received=result.received, sentence=status.sentence)
    wrong_clock = clock_sentence(result.clock_offset_seconds)
    if wrong_clock is not None:
        print(wrong_clock, file=terminal.out)


def _desk(terminal: Terminal, store: Store, keys: Keys) -> Desk:
    return Desk(store, keys, terminal.paths.keys, terminal.paths.device, terminal.clock)
