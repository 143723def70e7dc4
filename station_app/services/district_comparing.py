"""Comparing all records of this PC with the district's, and putting right what differs.

By what the log tells, not by clocks: see `sync.repair`. Who asks when is `district_proof`'s matter,
but for a district that was restored from an older backup, which is compared with at once.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import delete
from sqlalchemy.orm import Session

from station_app.messages.labels import label
from station_app.models.local import Setting
from station_app.services.district_enrolment import Desk
from station_app.services.district_lives import sealer_of
from station_app.sync import client, proof, state, wire
from station_app.sync.confirmed import confirmed
from station_app.sync.refilled import note_older_district
from station_app.sync.repair import Repaired, repair

AT_ONCE = 2000
"""Records put right in one round."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: what the district answered, and what was done about it."""

    answer: proof.Answer
    records: int
    repaired: Repaired | None


def compare(desk: Desk, line: httpx.Client, *, whatever_was_read: bool = False) -> Comparison:
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
    return Comparison(answer, len(digests), repaired)


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


def meet_older_district(desk: Desk, line: httpx.Client) -> None:
    """The district was restored from a backup: send what it lacks, read on from where it stands.

    Nothing is read again: of an older value it would be said that it is the district's.
    """
    done = compare(desk, line, whatever_was_read=True)
    with desk.store.write(label("sync.receive"), outgoing=False) as session:
        here = state.load_state(session)
        here.cursor, here.district_cursor = done.answer.cursor, 0
        state.forget_kept(here)
        session.execute(delete(Setting).where(Setting.name == proof.NOTED))
        note_older_district(session)
