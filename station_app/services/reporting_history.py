"""What this PC remembers of its reporting: the list of conversations, and whether it is automatic.

Light: screens ask it on their own thread's behalf without loading the libraries of the line.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from station_app.domain.reporting import Outcome
from station_app.errors import StationError
from station_app.messages import said
from station_app.models.local import Setting, SyncExchange
from station_app.store.context import moment_of, unit_of
from station_app.sync import state

HISTORY = SyncExchange.__tablename__
"""What a unit of work touched when a conversation was noted."""
AUTOMATIC = "sync.automatic"
KEPT = 200
"""Conversations that the list keeps."""
SHUT_OUT = frozenset(
    {"syncing.unknown_token", "syncing.revoked", "syncing.other_server", "syncing.other_device"}
    | {"syncing.protocol", "syncing.not_enrolled"}
)
"""Ends that another try will hardly change."""
STOPPED = "job.cancelled"
PAUSE = 300.0
"""Seconds for which a line that a person stopped is left alone."""


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One line of the list of conversations; `reason` is empty where it went well."""

    at: datetime
    last_at: datetime
    times: int
    by_hand: bool
    sent: int
    received: int
    conflicts: int
    refused: int
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What went over the line in one conversation."""

    sent: int = 0
    received: int = 0
    conflicts: int = 0
    refused: int = 0

    @property
    def is_news(self) -> bool:
        """Whether anything moved at all."""
        return bool(self.sent or self.received or self.conflicts or self.refused)


def is_worth_a_line(session: Session, moved: Moved, *, by_hand: bool) -> bool:
    """A conversation without news leaves no line, but the first one after failures does."""
    last = _last(session)
    return moved.is_news or by_hand or (last is not None and last.code is not None)


def note_success(session: Session, moved: Moved, *, by_hand: bool) -> None:
    """One more line."""
    _add(session, moved, by_hand=by_hand, code=None)


def note_failure(session: Session, code: str, *, by_hand: bool) -> None:
    """One more line, or once more on the last one."""
    last = _last(session)
    if last is not None and last.code == code:
        last.times, last.last_at = last.times + 1, moment_of(session)
        unit_of(session).touch(HISTORY, ())
    else:
        _add(session, Moved(), by_hand=by_hand, code=code)


def _add(session: Session, moved: Moved, *, by_hand: bool, code: str | None) -> None:
    at = moment_of(session)
    row = SyncExchange(
        at=at,
        last_at=at,
        times=1,
        by_hand=by_hand,
        sent=moved.sent,
        received=moved.received,
        conflicts=moved.conflicts,
        refused=moved.refused,
        code=code,
    )
    session.add(row)
    session.flush()
    session.execute(delete(SyncExchange).where(SyncExchange.id <= row.id - KEPT))
    unit_of(session).touch(HISTORY, ())


def _last(session: Session) -> SyncExchange | None:
    return session.scalars(select(SyncExchange).order_by(SyncExchange.id.desc()).limit(1)).first()


def exchanges(session: Session, *, limit: int = 50) -> list[ExchangeRow]:
    """The last conversations, newest first."""
    newest = select(SyncExchange).order_by(SyncExchange.id.desc()).limit(limit)
    return [
        ExchangeRow(
            at=row.at,
            last_at=row.last_at,
            times=row.times,
            by_hand=row.by_hand,
            sent=row.sent,
            received=row.received,
            conflicts=row.conflicts,
            refused=row.refused,
            reason=reason_of(row.code),
        )
        for row in session.scalars(newest)
    ]


def reason_of(code: str | None) -> str:
    """The first sentence of a failure: what happened."""
    if code is None:
        return ""
    values = dict.fromkeys(("name", "address", "theirs", "ours", "count"), "…")
    try:
        return said(code, values).partition("。")[0]
    except (KeyError, AttributeError, ValueError):
        return said("syncing.server_trouble", {}).partition("。")[0]


def outcome_of(error: StationError) -> tuple[Outcome, float]:
    """What a failed conversation means for the next one, and how long the district asked for."""
    if error.code == "syncing.busy":
        wish = error.values.get("retry_after")
        return Outcome.BUSY, wish if isinstance(wish, float) else 0.0
    if error.code == STOPPED:
        return Outcome.BUSY, PAUSE
    if error.code in SHUT_OUT:
        return Outcome.SHUT_OUT, 0.0
    return Outcome.NO_LINE, 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the background needs to know before it plans."""

    automatic: bool
    waiting: bool


def standing_now(session: Session) -> Standing:
    """Whether this PC reports by itself, and whether anything of its own waits; cheap."""
    here = state.load_state(session)
    return Standing(is_automatic(session), state.anything_after(session, here.acknowledged_seq))


def is_automatic(session: Session) -> bool:
    """Whether this PC reports by itself: from enrolment on, until somebody switches it off.

    A PC that joined by stick may know no address: then there is nothing to try.
    """
    here = state.load_state(session)
    if not state.is_enrolled(here) or here.server_url is None:
        return False
    return state.read_setting(session, AUTOMATIC) != "off"


def set_automatic(session: Session, *, on: bool) -> None:
    """Switch reporting in the background on or off, on this PC."""
    session.merge(Setting(name=AUTOMATIC, value="on" if on else "off"))
    unit_of(session).touch(HISTORY, ())
