"""The sync light: one of four states with its sentence, and what the district did not take."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.conflict import Conflict
from station_app.models.local import SyncState
from station_app.models.registry import BY_NAME
from station_app.services.record_titles import title_of
from station_app.sync import state

REPORTING = SyncState.__tablename__
"""What a unit of work touched when this PC joined the district or spoke with it."""
CLOCK_IS_WRONG = 120
"""Seconds by which a PC's clock must differ before its operator is told."""
OFFLINE_CODES = frozenset(
    {"unreachable", "timed_out", "portal", "intercepted", "not_the_server", "server_trouble"}
    | {"busy", "proxy", "proxy_password", "needs_tls", "bad_address"}
    | {"certificate_expired", "certificate_early"}
)


class SyncLight(StrEnum):
    """The four states of the light."""

    DONE = "done"
    WAITING = "waiting"
    QUESTIONS = "questions"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How reporting stands. `offline` says that the last attempt found no line."""

    light: SyncLight
    sentence: str
    enrolled: bool
    offline: bool
    waiting: int
    questions: int
    refused: int
    last_receipt_at: datetime | None
    clock_sentence: str | None
    failure_sentence: str | None


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that the district did not take, whose it is and why."""

    record_type: str
    record_id: UUID
    label: str
    title: str
    reason: str
    refused_at: datetime


def sync_status(session: Session) -> SyncStatus:
    """How reporting stands, from what this PC knows; nothing is asked over the line."""
    here = state.load_state(session)
    waiting, refused = state.waiting_count(session), len(state.refused_rows(session))
    questions = question_count(session)
    offline = (here.last_error or "").removeprefix("syncing.") in OFFLINE_CODES
    return SyncStatus(
        light=_light(here, waiting + refused, questions, offline=offline),
        sentence=_sentence(here, waiting, refused, questions, offline=offline),
        enrolled=state.is_enrolled(here),
        offline=offline,
        waiting=waiting,
        questions=questions,
        refused=refused,
        last_receipt_at=here.last_receipt_at,
        clock_sentence=clock_sentence(here.clock_offset_seconds or 0),
        failure_sentence=_failure(here.last_error, offline=offline),
    )


def question_count(session: Session) -> int:
    """How many fields wait for a person's decision."""
    unanswered = Conflict.resolved_at.is_(None) & Conflict.deleted.is_(False)
    return session.scalar(select(func.count()).select_from(Conflict).where(unanswered)) or 0


def _light(here: SyncState, waiting: int, questions: int, *, offline: bool) -> SyncLight:
    if questions:
        return SyncLight.QUESTIONS
    if offline or not state.is_enrolled(here):
        return SyncLight.OFFLINE
    if waiting or here.last_receipt_at is None or here.last_error is not None:
        return SyncLight.WAITING
    return SyncLight.DONE


def _sentence(here: SyncState, waiting: int, refused: int, questions: int, *, offline: bool) -> str:
    if not state.is_enrolled(here):
        return _say("syncing.light_not_enrolled")
    parts = [_say("syncing.light_waiting", count=waiting)] if waiting else []
    if questions:
        parts.append(_say("syncing.light_questions", count=questions))
    if refused:
        parts.append(_say("syncing.light_refused", count=refused))
    if offline:
        parts.append(_say("syncing.light_offline"))
    if parts:
        return "，".join(parts)
    if here.last_receipt_at is None:
        return _say("syncing.light_waiting", count=0)
    return _say("syncing.light_done", at=here.last_receipt_at.astimezone())


def clock_sentence(offset_seconds: int) -> str | None:
    """What the operator is told of a wrong clock; None while it is right enough."""
    if abs(offset_seconds) < CLOCK_IS_WRONG:
        return None
    return _say("syncing.clock_wrong", minutes=round(abs(offset_seconds) / 60))


def _failure(code: str | None, *, offline: bool) -> str | None:
    """The sentence of the last failure, unless it was just that there is no line."""
    if code is None or offline:
        return None
    return _say(code, name="…", address="…", theirs="…", ours="…")


def refused_records(session: Session) -> list[RefusedRecord]:
    """What the district did not take, with the reason of each."""
    return [
        RefusedRecord(
            record_type=row.record_type,
            record_id=row.record_id,
            label=BY_NAME[row.record_type].label if row.record_type in BY_NAME else "",
            title=title_of(session, row.record_type, row.record_id),
            reason=_say(row.code),
            refused_at=row.refused_at,
        )
        for row in state.refused_rows(session)
    ]


def _say(code: str, **values: object) -> str:
    return sentence(Rejected(code, **values))
