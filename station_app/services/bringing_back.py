"""Bringing back what was taken away: the step that did it is undone, or its records stand again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.change import Action, Change
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.progress import Progress
from station_app.queries.removed import AWAY, CHUNK, Gone, records_of
from station_app.services import facts
from station_app.services.second_times import refuse_second
from station_app.services.undoing import Undone, undo, why_not
from station_app.store.bulk import Edit, update_many
from station_app.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that took something away."""

    label: str
    records: Sequence[Gone]
    is_undone_whole: bool


def bring_back(store: Store, action_id: int, *, progress: Progress | None = None) -> Undone:
    """Bring back what a step took away, as a step of its own that can be taken back as well.

    A step of this PC is undone whole. One that came from elsewhere, or in which other things were
    changed too much since, only gives its records back. Raises `Rejected("removed.nothing"
    | "removed.month_closed")`, and as `refuse_second` does.
    """
    with store.read() as session:
        step = _step(session, action_id)
    if not step.records:
        raise Rejected("removed.nothing")
    if step.is_undone_whole:
        return undo(store, action_id, progress=progress)
    with store.write(label("history.bring_back", what=step.label)) as session:
        return Undone(step.label, _stand_again(session, action_id, step.records))


def _step(session: Session, action_id: int) -> _Step:
    action = session.get(Action, action_id)
    if action is None:
        raise Rejected("history.gone")
    records = records_of(session, action_id)
    refuse_second(session, _by_type(records))
    for name in {one.record_type for one in records if BY_NAME[one.record_type].is_fact}:
        keys = [one.record_id for one in records if one.record_type == name]
        _refuse_closed(session, _rows(session, BY_NAME[name], keys))
    return _Step(action.label, records, why_not(session, action_id) is None)


def _stand_again(session: Session, action_id: int, records: Iterable[Gone]) -> int:
    return sum(
        update_many(session, BY_NAME[name], _edits(session, BY_NAME[name], keys, action_id))
        for name, keys in _by_type(records).items()
    )


def _by_type(records: Iterable[Gone]) -> dict[str, list[UUID]]:
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for one in records:
        by_type[one.record_type].append(one.record_id)
    return by_type


def _edits(
    session: Session, record_type: RecordType, keys: Sequence[UUID], action_id: int
) -> list[Edit]:
    rows = _rows(session, record_type, keys)
    before = _status_before(session, action_id) if record_type.name == "person" else {}
    return [edit for row in rows if (edit := _edit(row, before)).fields]


def _rows(session: Session, record_type: RecordType, keys: Sequence[UUID]) -> list[Any]:
    """The records as they are; Any: one value per column."""
    table = record_type.model.__table__
    assert isinstance(table, Table)
    found: list[Any] = []
    for start in range(0, len(keys), CHUNK):
        some = table.c.id.in_(keys[start : start + CHUNK])
        found += session.execute(select(table).where(some)).mappings()
    return found


def _edit(row: Any, before: dict[UUID, str]) -> Edit:  # Any: one value per column
    changed: dict[str, tuple[object, object]] = {}
    if row["deleted"]:
        changed["deleted"] = (True, False)
        changed["delete_reason"] = (row["delete_reason"], None)
    if row["id"] in before and row["status"] in AWAY:
        changed["status"] = (row["status"], before[row["id"]])
        # what said where the file went goes with it: readers would follow it still
        went = ("merged_into_id", "removed_on")
        changed |= {name: (row[name], None) for name in went if row[name] is not None}
    return Edit(row["id"], changed)


def _refuse_closed(session: Session, rows: Sequence[Any]) -> None:  # Any: one value per column
    """A month that was closed keeps its figures (SETTLED 1): what counts in it comes anew."""
    closed = facts.closed_months(session)
    for row in rows:
        if row["counted_ym"] in closed:
            raise Rejected("removed.month_closed", month=row["counted_ym"])


def _status_before(session: Session, action_id: int) -> dict[UUID, str]:
    """Of each person what he was before the step."""
    statement = select(Change.record_id, Change.fields).where(
        Change.action_id == action_id, Change.record_type == "person", Change.fields.is_not(None)
    )
    found = {}
    for key, fields in session.execute(statement):
        status = msgspec.json.decode(fields or "{}").get("status")
        if status is not None and status[1] in AWAY:
            found[key] = status[0]
    return found
