"""Taking back one action, whole: retire what it added, put back what it changed (SETTLED 7).

A field that somebody has changed since is left alone and named; a fact of a closed month is
reversed instead of retired. Undo is an action of its own, so it can be undone too: that is redo.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.kinds import from_wire, to_wire
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.base import Fact, SyncedRecord
from station_app.models.change import Action, Change
from station_app.models.registry import BY_NAME
from station_app.progress import Progress, Silent
from station_app.services import facts
from station_app.services.record_titles import title_of
from station_app.store.context import unit_of
from station_app.store.unit_of_work import Store


@dataclass(slots=True)
class Undone:
    """What an undo came to; `kept` names what was left because it was changed later."""

    what: str
    taken_back: int = 0
    kept: list[str] = field(default_factory=list)


def undo_last(store: Store, *, progress: Progress | None = None) -> Undone:
    """Take back the newest action of this PC that stands; `Rejected("history.nothing")` if none."""
    with store.read() as session:
        action_id = session.scalar(
            select(Action.id)
            .where(Action.undone_by_id.is_(None), Action.undoes_id.is_(None), _is_own(Action))
            .order_by(Action.id.desc())
            .limit(1)
        )
    if action_id is None:
        raise Rejected("history.nothing")
    return undo(store, action_id, progress=progress)


def redo_last(store: Store, *, progress: Progress | None = None) -> Undone:
    """Take back the newest undo, if nothing else was done since."""
    with store.read() as session:
        newest = session.scalars(select(Action).order_by(Action.id.desc()).limit(1)).first()
        if newest is None or newest.undoes_id is None or newest.undone_by_id is not None:
            raise Rejected("history.nothing_to_redo")
        action_id = newest.id
    return undo(store, action_id, progress=progress)


def undo(store: Store, action_id: int, *, progress: Progress | None = None) -> Undone:
    """Take back an action as one action of its own.

    Raises `Rejected("history.gone" | "history.already_undone" | "history.not_here")`.
    """
    with store.read() as session:
        action = _undoable(session, action_id)
        undoes_undo = action.undoes_id is not None
        what = action.label
    code = "history.redo" if undoes_undo else "history.undo"
    bare = _bare(what) if undoes_undo else what
    with store.write(label(code, what=bare), undoes_id=action_id) as session:
        return _take_back(session, action_id, bare, progress or Silent())


def _bare(what: str) -> str:
    """What an undo took back: the words between its quotation marks."""
    before, after = label("history.undo", what="|").split("|")
    return what.removeprefix(before).removesuffix(after)


def _undoable(session: Session, action_id: int) -> Action:
    action = session.get(Action, action_id)
    if action is None:
        raise Rejected("history.gone")
    if action.undone_by_id is not None:
        raise Rejected("history.already_undone", what=action.label)
    if not session.scalar(select(_is_own(Action)).where(Action.id == action_id)):
        raise Rejected("history.not_here", what=action.label)
    return action


def _is_own(action: type[Action]) -> Any:  # Any: an SQL expression of a correlated question
    """Whether an action changed something here: what came from the district is not undone."""
    outgoing = select(Change.seq).where(Change.action_id == action.id, Change.outgoing.is_(True))
    return outgoing.exists()


def _take_back(session: Session, action_id: int, what: str, progress: Progress) -> Undone:
    changes = session.scalars(
        select(Change).where(Change.action_id == action_id).order_by(Change.seq.desc())
    ).all()
    done = Undone(what)
    for number, change in enumerate(changes):
        _take_back_change(session, change, done)
        progress.step(number + 1, len(changes))
    if done.taken_back == 0:
        raise Rejected("history.all_changed", what=what)
    session.flush()
    action = session.get_one(Action, action_id)
    action.undone_by_id = unit_of(session).action_of(session)
    if action.undoes_id is not None:
        session.get_one(Action, action.undoes_id).undone_by_id = None
    return done


def _take_back_change(session: Session, change: Change, done: Undone) -> None:
    record_type = BY_NAME.get(change.record_type)
    row = session.get(record_type.model, change.record_id) if record_type else None
    if not isinstance(row, SyncedRecord):
        return
    if change.kind == "insert":
        _retire(session, row, done)
    elif change.fields is not None:
        _put_back(session, row, change.record_type, msgspec.json.decode(change.fields), done)


def _retire(session: Session, row: SyncedRecord, done: Undone) -> None:
    if row.deleted:
        return
    if isinstance(row, Fact) and row.sign > 0:
        facts.take_back(session, row, reason=label("history.reason"))
    else:
        row.deleted, row.delete_reason = True, label("history.reason")
    done.taken_back += 1


def _put_back(
    session: Session,
    row: SyncedRecord,
    record_type: str,
    fields: dict[str, list[Any]],  # Any: wire values
    done: Undone,
) -> None:
    described = BY_NAME[record_type].by_name
    changed = False
    for name, (old, new) in fields.items():
        kind = described[name].kind
        if to_wire(kind, getattr(row, name)) != new:
            done.kept.append(
                f"{title_of(session, record_type, UUID(str(row.id)))} {described[name].label}"
            )
            continue
        setattr(row, name, from_wire(kind, old))
        changed = True
    done.taken_back += changed
