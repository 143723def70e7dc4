"""The proof that this PC and the district have the same, once a day and after strange returns.

What differs is put right by merging (`sync.repair`), and then asked again.
"""

import logging
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy.orm import Session

from station_app.errors import Rejected, StationError
from station_app.messages.labels import label
from station_app.models.local import SyncState
from station_app.services.district_comparing import Comparison, compare
from station_app.services.district_enrolment import Desk
from station_app.services.district_sync import Synchronised, synchronise
from station_app.store.context import unit_of
from station_app.sync import client, state
from station_app.sync.proof_note import Apart, Proof, last_proof, note_proof

_LOG = logging.getLogger(__name__)
EVERY = timedelta(days=1)
ROUNDS = 12
"""A proof that repairs this many times without an end is given up until the next day."""


def is_due(session: Session, now: datetime) -> bool:
    """Whether a day has passed since the last proof, by the district's clock."""
    last = last_proof(session)
    return last is None or abs(now - last.at) >= EVERY


def prove_if_due(desk: Desk, done: Synchronised, *, line: httpx.Client | None = None) -> None:
    """After a complete conversation: prove it, once a day."""
    if not done.complete or done.at is None:
        return
    with desk.store.read() as session:
        if not is_due(session, done.at):
            return
    try:
        prove(desk, line=line)
    except StationError as error:  # what was reported is reported; the proof waits for tomorrow
        _LOG.info("not proved", extra={"code": error.code})


def prove(desk: Desk, *, line: httpx.Client | None = None) -> Proof:
    """Compare all records with the district's, put right what differs, and say how it ended.

    Raises what `synchronise` raises. Nothing is wiped, whatever the difference.
    """
    with desk.store.read() as session:
        here = state.load_state(session)
        if not state.is_enrolled(here) or here.server_url is None:
            raise Rejected("syncing.not_enrolled")
        address = here.server_url
    with client.line_to(address, line) as opened:
        return _prove(desk, opened)


def _prove(desk: Desk, line: httpx.Client) -> Proof:
    repaired, fruitless = 0, 0
    for _ in range(ROUNDS):
        done = compare(desk, line)
        put_right = _count(done)
        repaired += put_right
        fruitless = 0 if put_right or done.answer.moved else fruitless + 1
        if _agrees(done) or fruitless > 1:
            break
        synchronise(desk, line=line)  # what is under way may be all the difference
    return _note(desk, done, repaired)


def _count(done: Comparison) -> int:
    return done.repaired.taken + done.repaired.to_send if done.repaired is not None else 0


def _agrees(done: Comparison) -> bool:
    return not done.answer.buckets and not done.answer.moved


def _note(desk: Desk, done: Comparison, repaired: int) -> Proof:
    apart = [Apart(*each) for each in done.repaired.apart] if done.repaired else []
    noted = Proof(
        at=datetime.fromtimestamp(done.answer.server_time, UTC),
        agrees=_agrees(done),
        records=done.records,
        repaired=repaired,
        apart=apart,
    )
    with desk.store.write(label("sync.note"), outgoing=False) as session:
        note_proof(session, noted)
        unit_of(session).touch(SyncState.__tablename__, ())  # the light is looked at again
    return noted
