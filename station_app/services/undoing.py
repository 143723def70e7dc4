"""Undo and redo: one action taken back whole, as an action of its own (SETTLED 7)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.change import Action, Change
from station_app.models.local import ImportRun
from station_app.progress import Progress
from station_app.queries import imports
from station_app.queries.step_detail import StepDetail, step_detail
from station_app.services.second_times import refuse_second, retired_by
from station_app.services.taking_back import in_words, take_back
from station_app.store.context import moment_of, unit_of
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
        action_id = last_undoable(session)
    if action_id is None:
        raise Rejected("history.nothing")
    return undo(store, action_id, progress=progress)


def redo_last(store: Store, *, progress: Progress | None = None) -> Undone:
    """Take back the newest undo that stands, if nothing else was done since."""
    with store.read() as session:
        action_id = last_redoable(session)
    if action_id is None:
        raise Rejected("history.nothing_to_redo")
    return undo(store, action_id, progress=progress)


def last_undoable(session: Session) -> int | None:
    """What Ctrl Z would take back: an action at first hand, neither an undo nor a redo."""
    return session.scalar(
        select(Action.id)
        .where(Action.undone_by_id.is_(None), Action.undoes_id.is_(None), _is_own(Action))
        .order_by(Action.id.desc())
        .limit(1)
    )


def last_redoable(session: Session) -> int | None:
    """What Ctrl Y would do again: the newest undo, while no work at first hand came after it."""
    undone = aliased(Action)
    newest_undo = session.scalar(
        select(Action.id)
        .join(undone, undone.id == Action.undoes_id)
        .where(Action.undone_by_id.is_(None), undone.undoes_id.is_(None))
        .order_by(Action.id.desc())
        .limit(1)
    )
    if newest_undo is None:
        return None
    later = select(Action.id).where(Action.id > newest_undo, Action.undoes_id.is_(None))
    return None if session.scalar(later.where(_is_own(Action)).limit(1)) else newest_undo


def undo(store: Store, action_id: int, *, progress: Progress | None = None) -> Undone:
    """Take back an action as one action of its own.

    Raises `Rejected("history.gone" | "history.already_undone" | "history.not_here"
    | "history.founding")`; of an undo also as `refuse_second` does.
    """
    with store.read() as session:
        action = _undoable(session, action_id)
        undoes_undo = action.undoes_id is not None
        if undoes_undo:
            refuse_second(session, retired_by(session, action_id))
        what = action.label
    code = "history.redo" if undoes_undo else "history.undo"
    bare = _bare(what) if undoes_undo else what
    with store.write(label(code, what=bare), undoes_id=action_id) as session:
        return _take_back(session, action_id, bare, progress)


def why_not(session: Session, action_id: int) -> Rejected | None:
    """Why a step cannot be taken back; None where it can, but for what was changed since."""
    try:
        _undoable(session, action_id)
    except Rejected as refusal:
        return refusal
    return None


@dataclass(frozen=True, slots=True)
class StepLook:
    """What a step did, and why it cannot be taken back if it cannot."""

    detail: StepDetail
    refusal: Rejected | None


def look_at(session: Session, action_id: int) -> StepLook | None:
    """A step as the history shows it before anybody takes it back."""
    detail = step_detail(session, action_id)
    return StepLook(detail, why_not(session, action_id)) if detail is not None else None


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
    if session.scalar(select(_founds(Action).exists()).where(Action.id == action_id)):
        raise Rejected("history.founding")
    if not session.scalar(select(_is_own(Action)).where(Action.id == action_id)):
        raise Rejected("history.not_here", what=action.label)
    return action


def _is_own(action: type[Action]) -> Any:  # Any: an SQL expression of a correlated question
    """Whether an action changed something here: what came from the district is not undone.

    Nor is the founding of the station: everything else stands on it. An answer to a waiting row
    is undone even where it wrote no record.
    """
    outgoing = select(Change.seq).where(Change.action_id == action.id, Change.outgoing.is_(True))
    did = or_(outgoing.exists(), imports.settles_rows(action))
    return and_(did, ~_founds(action).exists())


def _founds(action: type[Action]) -> Select[int]:
    """The change by which an action made the station itself."""
    return select(Change.seq).where(
        Change.action_id == action.id, Change.record_type == "station", Change.kind == "insert"
    )


def _take_back(session: Session, action_id: int, what: str, progress: Progress | None) -> Undone:
    done = take_back(session, action_id, progress=progress)
    records = done.records or (0 if done.kept else _answers(session, action_id))
    if records == 0:
        raise Rejected("history.all_changed", what=what)
    mark_undone(session, action_id)
    return Undone(what, records, in_words(session, done.kept))


def _answers(session: Session, action_id: int) -> int:
    """How many waiting rows the action settled; of an undo, those it made wait again."""
    undoes_id = session.get_one(Action, action_id).undoes_id
    rows = imports.answers_of(undoes_id or action_id).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def mark_undone(session: Session, action_id: int) -> None:
    """This unit of work took the action back; if that was an undo, its own action stands again."""
    session.flush()
    action = session.get_one(Action, action_id)
    action.undone_by_id = unit_of(session).action_of(session)
    _mark_import(session, action_id, moment_of(session))
    if action.undoes_id is not None:
        session.get_one(Action, action.undoes_id).undone_by_id = None
        _mark_import(session, action.undoes_id, None)


def _mark_import(session: Session, action_id: int, at: datetime | None) -> None:
    """The list of imports says the same, by whichever door the step was taken back."""
    unit_of(session).touch(imports.WAITING_ROWS, ())
    runs = update(ImportRun).where(ImportRun.action_id == action_id).values(undone_at=at)
    session.connection().execute(runs)
