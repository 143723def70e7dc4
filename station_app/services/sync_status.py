"""The sync light: one of four states with its sentence, and what the district did not take."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages import said, sentence
from station_app.messages.syncing import span_words
from station_app.models.change import Action, Change
from station_app.models.conflict import Conflict
from station_app.models.local import RefusedRow, SyncState
from station_app.models.registry import BY_NAME
from station_app.services.record_titles import person_of, title_of
from station_app.sync import state
from station_app.sync.carried import carried_away
from station_app.sync.proof_note import Proof, last_proof, places_apart

__all__ = [
    "REPORTING",
    "Proof",
    "RefusedRecord",
    "SyncLight",
    "SyncStatus",
    "last_proof",
    "refused_records",
    "sync_status",
    "waiting_by_kind",
]

REPORTING = SyncState.__tablename__
"""What a unit of work touched when this PC joined the district or spoke with it."""
PHOTOS = "sync.photos_waiting"
"""The setting that knows how many photos the district has not confirmed."""
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
    """How reporting stands. `offline` says that the last attempt found no line.

    `carried` are records that a stick took away and no receipt has confirmed; they wait, too.
    """

    light: SyncLight
    sentence: str
    enrolled: bool
    offline: bool
    waiting: int
    questions: int
    refused: int
    photos: int
    carried: int
    last_receipt_at: datetime | None
    clock_sentence: str | None
    failure_sentence: str | None
    server_url: str | None = None
    letter: str | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether something but the line keeps this PC from reporting."""
        return self.failure_sentence is not None and not self.offline


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that the district did not take, whose it is and why."""

    record_type: str
    record_id: UUID
    label: str
    title: str
    reason: str
    refused_at: datetime
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """How many records of a kind wait to be reported, and since when."""

    label: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class _Counts:
    """What keeps the light from being green."""

    waiting: int
    questions: int
    refused: int
    photos: int
    carried: int
    apart: int = 0


def sync_status(session: Session) -> SyncStatus:
    """How reporting stands, from what this PC knows; nothing is asked over the line.

    Asked after every unit of work, so it reads the end of the log and no table as a whole.
    """
    here = state.load_state(session)
    counts = _counts(session, here)
    offline = (here.last_error or "").removeprefix("syncing.") in OFFLINE_CODES
    return SyncStatus(
        light=_light(here, counts, offline=offline),
        sentence=_sentence(here, counts, offline=offline),
        enrolled=state.is_enrolled(here),
        offline=offline,
        waiting=counts.waiting,
        questions=counts.questions,
        refused=counts.refused,
        photos=counts.photos,
        carried=counts.carried,
        last_receipt_at=here.last_receipt_at,
        clock_sentence=clock_sentence(here.clock_offset_seconds or 0),
        failure_sentence=failure_sentence(here.last_error),
        server_url=here.server_url,
        letter=here.device_letter,
    )


def _counts(session: Session, here: SyncState) -> _Counts:
    questions = question_count(session)
    if not state.is_enrolled(here):
        return _Counts(0, questions, 0, 0, 0)
    away = carried_away(session)
    return _Counts(
        state.waiting_count(session),
        questions,
        session.scalar(select(func.count()).select_from(RefusedRow)) or 0,
        int(state.read_setting(session, PHOTOS) or 0),
        away.records if away else 0,
        places_apart(session),
    )


def question_count(session: Session) -> int:
    """How many fields wait for a person's decision."""
    unanswered = Conflict.resolved_at.is_(None) & Conflict.deleted.is_(False)
    return session.scalar(select(func.count()).select_from(Conflict).where(unanswered)) or 0


def _light(here: SyncState, counts: _Counts, *, offline: bool) -> SyncLight:
    if counts.questions:
        return SyncLight.QUESTIONS
    if offline or not state.is_enrolled(here):
        return SyncLight.OFFLINE
    if counts.waiting or counts.refused or counts.photos or counts.apart:
        return SyncLight.WAITING
    if here.last_error is not None:
        return SyncLight.WAITING
    return SyncLight.DONE if here.last_receipt_at else SyncLight.WAITING


def _sentence(here: SyncState, counts: _Counts, *, offline: bool) -> str:
    if not state.is_enrolled(here):
        asked = [_say("syncing.light_questions", count=counts.questions)] * bool(counts.questions)
        return "，".join([*asked, _say("syncing.light_not_enrolled")])
    told = {
        "syncing.light_waiting": counts.waiting - counts.carried,
        "syncing.light_carried": counts.carried,
        "syncing.light_photos": counts.photos,
        "syncing.light_questions": counts.questions,
        "syncing.light_refused": counts.refused,
        "syncing.light_apart": counts.apart,
    }
    parts = [_say(code, count=count) for code, count in told.items() if count > 0]
    parts += [_say(_hindrance(here, offline=offline))] * bool(here.last_error)
    if parts:
        return "，".join(parts)
    if here.last_receipt_at is None:
        return _say("syncing.light_waiting", count=0)
    return _say("syncing.light_done", at=here.last_receipt_at.astimezone())


def _hindrance(here: SyncState, *, offline: bool) -> str:
    if here.last_error == "syncing.busy":
        return "syncing.light_busy"
    return "syncing.light_offline" if offline else "syncing.light_stopped"


def clock_sentence(offset_seconds: int) -> str | None:
    """What the operator is told of a wrong clock; None while it is right enough."""
    if abs(offset_seconds) < CLOCK_IS_WRONG:
        return None
    code = "syncing.clock_slow" if offset_seconds > 0 else "syncing.clock_fast"
    return _say(code, amount=span_words(abs(offset_seconds)))


def failure_sentence(code: str | None) -> str | None:
    """What was in the way last time, what was kept and what to do; None when nothing was."""
    if code is None:
        return None
    values = dict.fromkeys(("name", "address", "theirs", "ours"), "…")
    try:
        return said(code, values)
    except (KeyError, AttributeError, ValueError):
        return said("syncing.server_trouble", {})


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
            person_id=person_of(session, row.record_type, row.record_id),
        )
        for row in state.refused_rows(session)
    ]


def waiting_by_kind(session: Session) -> list[WaitingKind]:
    """What waits, by kind of record, the oldest kind first."""
    here = state.load_state(session)
    count, since = func.count(func.distinct(Change.record_id)), func.min(Action.at)
    query = (
        select(Change.record_type, count, since)
        .join(Action, Action.id == Change.action_id)
        .where(Change.outgoing.is_(True), Change.seq > here.acknowledged_seq)
        .group_by(Change.record_type)
        .order_by(since)
    )
    return [
        WaitingKind(BY_NAME[name].label if name in BY_NAME else name, number, at)
        for name, number, at in session.execute(query)
    ]


def _say(code: str, **values: object) -> str:
    return sentence(Rejected(code, **values))
