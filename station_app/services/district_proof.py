"""The proof that this PC and the district have the same, once a day and after strange returns.

What differs is put right by merging (`sync.repair`), and then asked again.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.local import Setting
from station_app.services.district_enrolment import Desk
from station_app.services.district_lives import sealer_of
from station_app.services.district_sync import Synchronised, synchronise
from station_app.sync import client, proof, state, wire
from station_app.sync.confirmed import confirmed
from station_app.sync.repair import Repaired, repair

NOTED = "sync.proof"
EVERY = timedelta(days=1)
ROUNDS = 12
"""A proof that repairs this many times without an end is given up until the next day."""
AT_ONCE = 2000
"""Records put right in one round."""
_LOG = logging.getLogger(__name__)


class Apart(msgspec.Struct, frozen=True, array_like=True):
    """A field of a fact that differs: nobody may change a fact, so a person has to look."""

    record_type: str
    record_id: UUID
    field: str


class Proof(msgspec.Struct, frozen=True):
    """How the last proof ended; `agrees` is whether both sides had the same."""

    at: datetime
    agrees: bool
    records: int = 0
    repaired: int = 0
    apart: list[Apart] = []


@dataclass(frozen=True, slots=True)
class _Round:
    """One comparison: what the district answered, and what was done about it."""

    answer: proof.Answer
    records: int
    repaired: Repaired | None


def last_proof(session: Session) -> Proof | None:
    """How the last proof ended; None before the first and after a strange return."""
    text = state.read_setting(session, NOTED)
    return None if text is None else msgspec.json.decode(text, type=Proof)


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
    prove(desk, line=line)


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
    repaired = 0
    for _ in range(ROUNDS):
        done = compare(desk, line)
        if done.repaired is not None:
            repaired += done.repaired.taken + done.repaired.to_send
        nothing_done = done.repaired is None or not (done.repaired.taken or done.repaired.to_send)
        if nothing_done and not done.answer.moved:
            return _note(desk, done, repaired)
        synchronise(desk, line=line)
    return _note(desk, done, repaired)


def compare(desk: Desk, line: httpx.Client, *, whatever_was_read: bool = False) -> _Round:
    """Ask once, and put right what the answer shows."""
    with desk.store.read() as session:
        here = state.load_state(session)
        view = confirmed(session, here, sealer_of(desk, session))
        digests = view.digests()
        cursor = None if whatever_was_read else here.cursor
        question = _question(session, cursor, sums=proof.sums_of(digests))
    answer = _ask(desk, line, question)
    theirs = proof.unlisted(answer.listings)
    found = _some_of(proof.difference(digests, theirs, answer.buckets))
    repaired = _repair(desk, line, question, answer, found) if found else None
    return _Round(answer, len(digests), repaired)


def _question(session: Session, cursor: int | None, *, sums: list[int]) -> proof.Question:
    here = state.load_state(session)
    assert here.server_id is not None
    assert here.device_id is not None
    return proof.Question(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=here.server_id,
        device=here.device_id,
        cursor=cursor,
        sums=sums,
    )


def _ask(desk: Desk, line: httpx.Client, question: proof.Question) -> proof.Answer:
    with desk.store.read() as session:
        token = state.load_state(session).token
    assert token is not None
    return client.ask_for_proof(line, token, question)


def _some_of(found: proof.Difference) -> proof.Difference:
    return proof.Difference(
        found.here_only[:AT_ONCE], found.there_only[:AT_ONCE], found.both[:AT_ONCE]
    )


def _repair(
    desk: Desk,
    line: httpx.Client,
    question: proof.Question,
    answer: proof.Answer,
    found: proof.Difference,
) -> Repaired:
    wanted = _wanted([*found.both, *found.there_only][:AT_ONCE])
    told = msgspec.structs.replace(question, sums=[], wanted=wanted)
    rows = _ask(desk, line, told).rows if wanted else []
    at = datetime.fromtimestamp(answer.server_time, UTC)
    with desk.store.write(label("sync.receive"), outgoing=False) as session:
        here = state.load_state(session)
        view = confirmed(session, here, sealer_of(desk, session))
        repaired = repair(session, here, view, found, rows, at=at)
    _LOG.info("repaired", extra={"taken": repaired.taken, "to_send": repaired.to_send})
    return repaired


def _wanted(places: list[proof.Place]) -> list[proof.Keys]:
    by_type: dict[str, list[UUID]] = {}
    for name, key in places:
        by_type.setdefault(name, []).append(key)
    return [proof.Keys(name, keys) for name, keys in by_type.items()]


def _note(desk: Desk, done: _Round, repaired: int) -> Proof:
    apart = [Apart(*each) for each in done.repaired.apart] if done.repaired else []
    noted = Proof(
        at=datetime.fromtimestamp(done.answer.server_time, UTC),
        agrees=not done.answer.buckets and not done.answer.moved,
        records=done.records,
        repaired=repaired,
        apart=apart,
    )
    with desk.store.write(label("sync.note"), outgoing=False) as session:
        session.merge(Setting(name=NOTED, value=msgspec.json.encode(noted).decode()))
    return noted
