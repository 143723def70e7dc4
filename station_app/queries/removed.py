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
LOOKED_AT = 20
"""Of so many records of a step it is asked whose they are."""
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
    kinds: tuple[tuple[str, int], ...]
    """How many of which kind, the weightiest first."""
    names: tuple[str, ...]
    """Whom it is about, the first of them."""
    people: int
    """How many files went, or how many names there are."""
    reason: str
    records: tuple[Gone, ...]


def removed(session: Session, *, text: str = "") -> list[RemovedRow]:
    """The newest first; nothing is ever left out because it is old."""
    steps = _still_away(session)
    if not steps:
        return []
    actions = _actions(session, steps)
    weighed = {key: sorted(some, key=lambda pair: _weight(pair[0])) for key, some in steps.items()}
    known = _known(session, weighed.values())
    rows = [_row(action, weighed[action.id], known) for action in actions]
    return [row for row in rows if _passes(row, text)]


def _passes(row: RemovedRow, text: str) -> bool:
    words = (row.label, row.by, *row.names, *(kind for kind, _ in row.kinds))
    return any(text in one for one in words)


def records_of(session: Session, action_id: int) -> tuple[Gone, ...]:
    """What this step took away and is still away."""
    return tuple(gone for gone, _ in _still_away(session).get(action_id, ()))


@dataclass(frozen=True, slots=True)
class Removal:
    """The last step that took a record away: its place in the log, and whether it was done here."""

    seq: int
    action_id: int
    own: bool


def _still_away(session: Session) -> dict[int, list[tuple[Gone, bool]]]:
    """By step the records that it was the last to take away, and whether that was done here."""
    found: dict[int, list[tuple[Gone, bool]]] = defaultdict(list)
    for gone, removal in last_removals(session).items():
        found[removal.action_id].append((gone, removal.own))
    return found


def last_removals(session: Session) -> dict[Gone, Removal]:
    """Every record that is away, and by what."""
    statement = (
        select(Change.record_type, Change.record_id, Change.seq, Change.action_id, Change.outgoing)
        .where(
            Change.kind == "update",
            Change.record_type != "month_report",  # a draft that was counted anew is nobody's loss
            _takes_away(),
        )
        .order_by(Change.seq)
    )
    last = {
        Gone(name, key): Removal(seq, action_id, bool(own))
        for name, key, seq, action_id, own in session.execute(statement)
    }
    away = _away(session, ((gone.record_type, gone.record_id) for gone in last))
    return {gone: removal for gone, removal in last.items() if gone.record_id in away}


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


@dataclass(frozen=True, slots=True)
class _Known:
    """Asked once for all steps: whose the records are, and why the weightiest went."""

    whose: dict[UUID, str]
    reasons: dict[UUID, str]


def _known(session: Session, steps: Iterable[Sequence[tuple[Gone, bool]]]) -> _Known:
    some = [gone for step in steps for gone, _ in step[:LOOKED_AT]]
    first = [step[0][0] for step in steps]
    whose: dict[UUID, str] = {}
    for start in range(0, len(some), CHUNK):
        part = some[start : start + CHUNK]
        whose |= whose_records(session, [(one.record_type, one.record_id) for one in part])
    return _Known(whose, _reasons(session, first))


def _row(action: Action, records: Sequence[tuple[Gone, bool]], known: _Known) -> RemovedRow:
    gone = [one for one, _ in records]
    found = (known.whose.get(one.record_id, "") for one in gone)
    names = tuple(dict.fromkeys(name for name in found if name))
    people = sum(one.record_type == "person" for one in gone)
    return RemovedRow(
        action.id,
        action.label,
        action.at,
        action.by,
        any(own for _, own in records),
        _kinds(gone),
        names,
        max(people, len(names)),
        known.reasons.get(gone[0].record_id, ""),
        tuple(gone),
    )


def _weight(one: Gone) -> tuple[int, int]:
    first = FIRST.index(one.record_type) if one.record_type in FIRST else len(FIRST)
    return first, ORDER.get(one.record_type, len(ORDER))


def _kinds(gone: Sequence[Gone]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for one in gone:
        words = BY_NAME[one.record_type].label
        counts[words] = counts.get(words, 0) + 1
    return tuple(counts.items())


def _reasons(session: Session, gone: Sequence[Gone]) -> dict[UUID, str]:
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for one in gone:
        by_type[one.record_type].append(one.record_id)
    found: dict[UUID, str] = {}
    for name, keys in by_type.items():
        model = BY_NAME[name].model
        said = Person.status_reason if name == "person" else model.delete_reason
        for start in range(0, len(keys), CHUNK):
            wanted = model.id.in_(keys[start : start + CHUNK])
            rows = session.execute(
                select(model.id, func.coalesce(said, model.delete_reason)).where(wanted)
            )
            found |= {key: words for key, words in rows if words}
    return found
