"""What one step did, record by record: whose it is, and each field from its old value to now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Kind, to_text
from station_app.domain.masking import mask_account, mask_id_number, mask_phone
from station_app.models.change import Action, Change
from station_app.models.local import SyncState
from station_app.models.person import Person
from station_app.models.record_type import COMMON_FIELDS
from station_app.models.registry import BY_NAME
from station_app.queries.edits import EditRow, edits_of_step

MOST = 20
"""So many records are named, as many as are in sight; of a roster the rest is only counted."""
AT_FIRST = 400
"""Among so many changes the records that are named are nearly always found."""
PLAIN_NUMBERS = {"account_no": mask_account, "id_number_raw": mask_id_number, "phone2": mask_phone}
"""Numbers that are kept as plain text."""
_LABELS = {field.name: field.label for field in COMMON_FIELDS}
RETIRED = _LABELS["deleted"]
QUIET = frozenset({RETIRED, _LABELS["delete_reason"]})
"""Said by `gone`, not as a field."""
YES, NO = (to_text(Kind.BOOLEAN, value) for value in (True, False))
NAMING = ("name", "head_name", "household_no", "plaque_no", "recipient_text", "title", "ym")


@dataclass(frozen=True, slots=True)
class FieldStep:
    """One field: what stood there and what stands there since; numbers masked (PV1)."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordStep:
    """One record that the step touched."""

    kind: str
    whose: str
    is_new: bool
    gone: bool
    back: bool
    fields: tuple[FieldStep, ...]


@dataclass(frozen=True, slots=True)
class StepDetail:
    """The records of a step; `more` are not named."""

    action_id: int
    label: str
    at: datetime
    by: str
    records: tuple[RecordStep, ...]
    more: int
    reported: bool
    """Whether the district has it: taken back, it is told as a new change."""


def step_detail(session: Session, action_id: int) -> StepDetail | None:
    """What a step did, or None if there is no such step."""
    action = session.get(Action, action_id)
    if action is None:
        return None
    keys = _first_records(session, action_id)
    by_key: dict[UUID, list[EditRow]] = {key: [] for _, key in keys}
    for edit in edits_of_step(session, action_id):
        if edit.record_id in by_key:
            by_key[edit.record_id].append(edit)
    whose = whose_records(session, keys)
    records = tuple(
        _record(BY_NAME[name].label if name in BY_NAME else name, whose[key], by_key[key])
        for name, key in keys
        if by_key[key]
    )
    total = _count(session, Change.action_id == action_id)
    return StepDetail(
        action_id,
        action.label,
        action.at,
        action.by,
        records,
        total - len(keys),
        _is_reported(session, action_id),
    )


def _first_records(session: Session, action_id: int) -> list[tuple[str, UUID]]:
    """The records that were touched last; of an import not all its rows are gone through."""
    statement = (
        select(Change.record_type, Change.record_id)
        .where(Change.action_id == action_id)
        .order_by(Change.seq.desc())
    )
    few = session.execute(statement.limit(AT_FIRST)).all()
    found = dict.fromkeys((name, key) for name, key in few)
    if len(few) == AT_FIRST and len(found) < MOST:  # the same few records over and over
        found = dict.fromkeys((name, key) for name, key in session.execute(statement))
    return list(found)[:MOST][::-1]


def _count(session: Session, wanted: ColumnElement[bool]) -> int:
    statement = select(func.count(Change.record_id.distinct())).where(wanted)
    return session.scalar(statement) or 0


def _is_reported(session: Session, action_id: int) -> bool:
    upto = session.scalar(select(SyncState.acknowledged_seq)) or 0
    first = (
        select(Change.seq)
        .where(Change.action_id == action_id, Change.outgoing.is_(True))
        .order_by(Change.seq)
        .limit(1)
    )
    seq = session.scalar(first)
    return seq is not None and seq <= upto


def _record(kind: str, whose: str, edits: Sequence[EditRow]) -> RecordStep:
    gone = any(one.field == RETIRED and one.new == YES for one in edits)
    back = any(one.field == RETIRED and one.new == NO for one in edits)
    fields = tuple(_field(one) for one in reversed(edits) if one.field and one.field not in QUIET)
    is_new = any(one.is_new_record for one in edits)
    return RecordStep(kind, whose, is_new, gone, back, fields)


def _field(edit: EditRow) -> FieldStep:
    return FieldStep(edit.field, masked(edit, edit.old), masked(edit, edit.new))


def masked(edit: EditRow, text: str) -> str:
    """A number as it may stand on a screen."""
    record_type = BY_NAME.get(edit.record_type)
    fields = record_type.fields if record_type else ()
    field = next((one for one in fields if one.label == edit.field), None)
    if field is None or not text:
        return text
    if field.kind is Kind.ID_NUMBER:
        return mask_id_number(text)
    hide = mask_phone if field.kind is Kind.PHONE else PLAIN_NUMBERS.get(field.name)
    return hide(text) if hide else text


def whose_records(session: Session, keys: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """Of each record the person it is about, or its own name; empty where it has neither."""
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for name, key in keys:
        by_type[name].append(key)
    found: dict[UUID, str] = {key: "" for some in by_type.values() for key in some}
    people: dict[UUID, UUID] = {}
    for name, some in by_type.items():
        if name == "person":
            people |= {key: key for key in some}
        elif name in BY_NAME:
            _look(session, name, some, found, people)
    names = _names(session, set(people.values()))
    return found | {key: names.get(person, found[key]) for key, person in people.items()}


def _look(
    session: Session,
    name: str,
    keys: Sequence[UUID],
    found: dict[UUID, str],
    people: dict[UUID, UUID],
) -> None:
    model = BY_NAME[name].model
    naming = [getattr(model, one) for one in NAMING if hasattr(model, one)]
    person = [model.person_id] if hasattr(model, "person_id") else []
    if not naming and not person:
        return
    for key, *values in session.execute(
        select(model.id, *naming, *person).where(model.id.in_(keys))
    ):
        if person and values[-1] is not None:
            people[key] = values[-1]
        named = values[: len(naming)]
        found[key] = next((str(value) for value in named if value), "")


def _names(session: Session, keys: set[UUID]) -> Mapping[UUID, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {row.id: row.name for row in rows}
