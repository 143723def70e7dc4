"""Commands about the district: join it, and exchange what is new on both sides."""

import os
from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.services.district_enrolment import Desk, Enroll, open_private_fields
from station_app.services.district_enrolment import enroll as join
from station_app.services.reporting import report
from station_app.services.sync_status import sync_status
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store

WORDS = "STATION_APP_RECOVERY_WORDS"
"""On a second PC: the words of the first, by which private fields are opened at once."""


def enroll(arguments: Namespace, terminal: Terminal) -> None:
    """Join the district with the one-time code that it gave."""
    with terminal.writing() as (store, keys):
        desk = _desk(terminal, store, keys)
        joined = join(desk, Enroll(arguments.server, arguments.code))
        words = os.environ.get(WORDS)
        if joined.needs_recovery_words and words is not None:
            open_private_fields(desk, words)
    terminal.say("enroll.done", server=arguments.server, letter=joined.letter)
    if joined.needs_recovery_words and words is None:
        terminal.say("enroll.private")


def sync(_arguments: Namespace, terminal: Terminal) -> None:
    """Send all that waits, take all that others wrote, and say how it stands."""
    with terminal.writing() as (store, keys):
        result = report(_desk(terminal, store, keys), by_hand=True)
        with store.read() as session:
            status = sync_status(session)
    terminal.say("sync.done", sent=result.sent, received=result.received, sentence=status.sentence)
    if status.clock_sentence:
        print(status.clock_sentence, file=terminal.out)


def _desk(terminal: Terminal, store: Store, keys: Keys) -> Desk:
    return Desk(store, keys, terminal.paths.keys, terminal.paths.device, terminal.clock)
