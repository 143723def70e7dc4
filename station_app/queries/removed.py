"""What was taken away and is still away: by which step, when, by whom, and of whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.models.change import Action, Change
from station_app.models.person import Person
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.queries.step_detail import whose_records

CHUNK = 500
GONE = '"deleted":[false,true]'
AWAY = (PersonStatus.REMOVED, PersonStatus.MERGED)
NAMED = 3
ORDER = {record_type.name: number for number, record_type in enumerate(RECORD_TYPES)}
FIRST = ("person", "visit", "condolence_batch", "certification", "plaque")
"""What a step is named after, if it took one of these away."""


@dataclass(frozen=True, slots=True)
class Gone:
    """One record that is away."""

    record_type: str
    record_id: UUID


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """One step that took something away which is still away."""

    action_id: int
    label: str
    at: datetime
    by: str
    own: bool
    what: str
    """How many of which kind, the weightiest first: 服务对象 1、身份类别 2."""
    whose: str
    """Whom it is about, at most three named."""
    reason: str
    records: tuple[Gone, ...]


def removed(session: Session, *, text: str = "") -> list[RemovedRow]:
    """The newest first; nothing is ever left out because it is old."""
    steps = _still_away(session)
    if not steps:
        return []
    actions = _actions(session, steps)
    rows = [_row(session, action, steps[action.id]) for action in actions]
    return [row for row in rows if text in f"{row.label}{row.whose}{row.what}{row.by}"]


def records_of(session: Session, action_id: int) -> tuple[Gone, ...]:
    """What this step took away and is still away."""
    return tuple(gone for gone, _ in _still_away(session).get(action_id, ()))


def _still_away(session: Session) -> dict[int, list[tuple[Gone, bool]]]:
    """By step the records that it was the last to take away, and whether that was done here."""
    statement = (
        select(Change.record_type, Change.record_id, Change.action_id, Change.outgoing)
        .where(Change.kind == "update", _takes_away())
        .order_by(Change.seq)
    )
    last = {
        (name, key): (action_id, own) for name, key, action_id, own in session.execute(statement)
    }
    away = _away(session, last)
    found: dict[int, list[tuple[Gone, bool]]] = defaultdict(list)
    for (name, key), (action_id, own) in last.items():
        if key in away:
            found[action_id].append((Gone(name, key), bool(own)))
    return found


def _takes_away() -> ColumnElement[bool]:
    """A record was retired, or a person's file removed or merged into another."""
    of_person = [func.instr(Change.fields, f'"{status}"]') > 0 for status in AWAY]
    return or_(
        func.instr(Change.fields, GONE) > 0,
        and_(
            Change.record_type == "person",
            func.instr(Change.fields, '"status":[') > 0,
            or_(*of_person),
        ),
    )


def _away(session: Session, keys: Iterable[tuple[str, UUID]]) -> set[UUID]:
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for name, key in keys:
        by_type[name].append(key)
    found: set[UUID] = set()
    for name, some in by_type.items():
        for start in range(0, len(some) if name in BY_NAME else 0, CHUNK):
            found |= _away_of(session, name, some[start : start + CHUNK])
    return found


def _away_of(session: Session, name: str, keys: Sequence[UUID]) -> set[UUID]:
    model = BY_NAME[name].model
    gone: ColumnElement[bool] = model.deleted.is_(True)
    if name == "person":
        gone = or_(gone, Person.status.in_(AWAY))
    return set(session.scalars(select(model.id).where(model.id.in_(keys), gone)))


def _actions(session: Session, steps: Iterable[int]) -> list[Action]:
    keys = sorted(steps, reverse=True)
    found: list[Action] = []
    for start in range(0, len(keys), CHUNK):
        some = select(Action).where(Action.id.in_(keys[start : start + CHUNK]))
        found += session.scalars(some.order_by(Action.id.desc()))
    return found


def _row(session: Session, action: Action, records: Sequence[tuple[Gone, bool]]) -> RemovedRow:
    gone = sorted((one for one, _ in records), key=_weight)
    return RemovedRow(
        action.id,
        action.label,
        action.at,
        action.by,
        any(own for _, own in records),
        _what(gone),
        _whose(session, gone),
        _reason(session, gone[0]),
        tuple(gone),
    )


def _weight(one: Gone) -> tuple[int, int]:
    first = FIRST.index(one.record_type) if one.record_type in FIRST else len(FIRST)
    return first, ORDER.get(one.record_type, len(ORDER))


def _what(gone: Sequence[Gone]) -> str:
    counts: dict[str, int] = {}
    for one in gone:
        words = BY_NAME[one.record_type].label
        counts[words] = counts.get(words, 0) + 1
    shown = [f"{words} {count:,}" if count > 1 else words for words, count in counts.items()]
    more = "等" if len(shown) > NAMED else ""
    return "、".join(shown[:NAMED]) + more


def _whose(session: Session, gone: Sequence[Gone]) -> str:
    """Names of the people, or what the first record is called."""
    some = [(one.record_type, one.record_id) for one in gone[:CHUNK]]
    found = whose_records(session, some)
    names = list(dict.fromkeys(name for _, key in some if (name := found[key])))
    more = f"等 {len(names)} 人" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def _reason(session: Session, one: Gone) -> str:
    model = BY_NAME[one.record_type].model
    if one.record_type == "person":
        noted = session.scalar(select(Person.status_reason).where(Person.id == one.record_id))
        if noted:
            return noted
    reason = session.scalar(select(model.delete_reason).where(model.id == one.record_id))
    return reason or ""
