"""Who did what, step by step, from the change log of this PC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from station_app.messages.labels import beginnings, label
from station_app.models.change import Action, Change
from station_app.models.person import Person
from station_app.models.registry import RECORD_TYPES
from station_app.queries.imports import settles_rows

PAGE = 200
NAMESAKES = 5
QUOTING = ("history.undo", "history.redo")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; `records` is how many records it touched, `own` whether it was done here."""

    action_id: int
    label: str
    at: datetime
    by: str
    records: int
    own: bool
    undone: bool
    undoes: bool


@dataclass(frozen=True, slots=True)
class StepFilter:
    """What the history is narrowed to."""

    text: str = ""
    by: str | None = None
    on: date | None = None
    kind: str | None = None
    person_id: UUID | None = None


def steps_passing(
    session: Session, narrow: StepFilter, *, before: int | None = None, limit: int = PAGE
) -> list[StepRow]:
    """The newest steps that pass; the next page begins before the last one's key."""
    return steps(
        session,
        text=narrow.text,
        by=narrow.by,
        on=narrow.on,
        kind=narrow.kind,
        person_id=narrow.person_id,
        before=before,
        limit=limit,
    )


def steps(
    session: Session,
    *,
    text: str = "",
    by: str | None = None,
    on: date | None = None,
    kind: str | None = None,
    person_id: UUID | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[StepRow]:
    """The newest steps first; the next page begins before the last one's key.

    `text` is looked for in the words of a step, or is the whole name of somebody it touched.
    """
    columns = (Action.id, Action.label, Action.at, Action.by)
    statement = (
        select(*columns, settles_rows(Action), Action.undone_by_id, Action.undoes_id)
        .where(*_narrowed(session, text, person_id), *_when(by, on, kind, before))
        .order_by(Action.id.desc())
        .limit(limit)
    )
    found = session.execute(statement).all()
    touched = _touched(session, [row[0] for row in found])
    rows = []
    for key, words, at, who, settles, undone, undoes in found:
        records, own = touched.get(key, (0, False))
        is_own = own or bool(settles)
        rows.append(
            StepRow(key, words, at, who, records, is_own, undone is not None, undoes is not None)
        )
    return rows


def _touched(session: Session, keys: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """How many records each of these steps touched, and whether it was done here."""
    statement = (
        select(Change.action_id, func.count(), func.max(Change.outgoing))
        .where(Change.action_id.in_(keys))
        .group_by(Change.action_id)
    )
    return {key: (count, bool(own)) for key, count, own in session.execute(statement)}


def authors(session: Session) -> list[str]:
    """Everybody who did something here."""
    return list(session.scalars(select(Action.by).distinct().order_by(Action.by)))


def person_name(session: Session, person_id: UUID) -> str | None:
    """Whose steps are asked for."""
    return session.scalar(select(Person.name).where(Person.id == person_id))


def _narrowed(session: Session, text: str, person_id: UUID | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if text:
        named = list(session.scalars(select(Person.id).where(Person.name == text).limit(NAMESAKES)))
        by_name = [_touches(session, one) for one in named]
        found.append(or_(func.instr(Action.label, text) > 0, *by_name))
    if person_id is not None:
        found.append(_touches(session, person_id))
    return found


def _when(
    by: str | None, on: date | None, kind: str | None, before: int | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if by is not None:
        found.append(Action.by == by)
    if on is not None:
        start = datetime.combine(on, time()).astimezone()
        found.append(Action.at.between(start, start + timedelta(days=1)))
    if kind is not None:
        found.append(or_(*(_begins(words) for words in beginnings(kind))))
    if before is not None:
        found.append(Action.id < before)
    return found


def _begins(words: str) -> ColumnElement[bool]:
    """Also where the step was taken back or done again: 撤销“登记走访：…”."""
    quoted = [label(code, what="|").partition("|")[0] for code in QUOTING]
    return or_(
        *(Action.label.startswith(f"{one}{words}", autoescape=True) for one in ("", *quoted))
    )


def _touches(session: Session, person_id: UUID) -> ColumnElement[bool]:
    """Steps that wrote the person's file or anything about him."""
    keys = list(records_of_person(session, person_id))
    touching = select(Change.action_id).where(Change.record_id.in_(keys))
    return Action.id.in_(touching)


def records_of_person(session: Session, person_id: UUID) -> Iterator[UUID]:
    """The key of the file, and of every record that points at it."""
    yield person_id
    for record_type in RECORD_TYPES:
        model = record_type.model
        if hasattr(model, "person_id"):
            yield from session.scalars(select(model.id).where(model.person_id == person_id))
