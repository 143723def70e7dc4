"""Reading, adding, editing and retiring one record of any type; kinds, choices, stale edits."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import CODE_LISTS
from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value, to_text
from station_app.errors import Rejected
from station_app.messages.people import NOTHING
from station_app.models.base import SyncedRecord
from station_app.models.record_type import Field, RecordType
from station_app.models.registry import BY_MODEL

R = TypeVar("R", bound=SyncedRecord)


def get(session: Session, model: type[R], key: UUID) -> R:
    """The record; raises `Rejected("record.missing")` when it is not there or was taken out."""
    row = session.get(model, key)
    if row is None or row.deleted:
        raise Rejected("record.missing", kind=BY_MODEL[model].label)
    return row


def add(session: Session, model: type[R], values: Mapping[str, Value]) -> R:
    """A new record with these values, checked against its fields."""
    record_type = BY_MODEL[model]
    tidied = tidy(values)
    check_choices(record_type, tidied)
    check_required(record_type, tidied)
    row = model(**tidied)
    session.add(row)
    return row


def change(session: Session, model: type[R], key: UUID, draft: Draft) -> R:
    """Edit a record; a field that somebody changed meanwhile is refused with both values.

    Raises `Rejected("record.stale", name=…, field=…, theirs=…, mine=…)`; a form that was told asks
    the operator and sends the draft again with `theirs` as the value it started from.
    """
    row = get(session, model, key)
    apply_draft(BY_MODEL[model], row, draft)
    return row


def apply_draft(record_type: RecordType, row: SyncedRecord, draft: Draft) -> frozenset[str]:
    """Put the edited values into the row; returns the names of the fields that changed."""
    edited = tidied_changes(draft)
    check_choices(record_type, {name: after for name, (_, after) in edited.items()})
    for name, (before, after) in edited.items():
        _refuse_stale(record_type.by_name[name], getattr(row, name), before, after)
    for name, (_, after) in edited.items():
        setattr(row, name, after)
    check_required(record_type, {name: getattr(row, name) for name in edited}, only=set(edited))
    return frozenset(edited)


def refuse_stale(record_type: RecordType, row: SyncedRecord, draft: Draft) -> None:
    """Raise `Rejected("record.stale")` where somebody changed an edited field meanwhile."""
    for name, (before, after) in tidied_changes(draft).items():
        _refuse_stale(record_type.by_name[name], getattr(row, name), before, after)


def tidied_changes(draft: Draft) -> dict[str, tuple[Value, Value]]:
    """What a draft edits, texts without outer blanks and empty ones as missing."""
    return Draft(tidy(draft.before), tidy(draft.after)).changed


def retire(session: Session, model: type[R], key: UUID, *, reason: str) -> None:
    """Take a record out, with a reason; it stays in the file and in the history."""
    if not reason.strip():
        raise Rejected("record.reason")
    row = get(session, model, key)
    row.deleted = True
    row.delete_reason = reason.strip()


def tidy(values: Mapping[str, Value]) -> dict[str, Value]:
    """Texts without outer blanks; an empty text is a missing value (SETTLED 10)."""
    return {
        name: (value.strip() or None) if isinstance(value, str) else value
        for name, value in values.items()
    }


def check_required(
    record_type: RecordType, values: Mapping[str, Value], *, only: set[str] | None = None
) -> None:
    """Raise `Rejected("field.required")` for the first required field without a value."""
    for field in record_type.own_fields:
        asked = only is None or field.name in only
        if field.required and asked and values.get(field.name) is None:
            raise Rejected("field.required", field=field.label, name=field.name)


def check_choices(record_type: RecordType, values: Mapping[str, Value]) -> None:
    """Raise `Rejected("choice.unknown")` for a code that its list does not have."""
    for name, value in values.items():
        field = record_type.by_name[name]
        if value is not None and field.choices and value not in CODE_LISTS[field.choices]:
            raise Rejected("choice.unknown", text=value, name=name)


def _refuse_stale(field: Field, current: Value, before: Value, after: Value) -> None:
    if current in (before, after):
        return
    theirs, mine = (to_text(field.kind, value, field.choices) for value in (current, after))
    raise Rejected(
        "record.stale",
        field=field.label,
        name=field.name,
        theirs=theirs or NOTHING,
        mine=mine or NOTHING,
        theirs_value=current,
    )
