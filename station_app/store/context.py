"""What a unit of work knows about itself: who acts, when, what it is called, what it touched.

A reading session may ask for something to be written once it has ended: the number of a paper.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from station_app.models.change import Action
from station_app.models.identifiers import StationId

KEY = "unit"
LATER = "later"
Later = Callable[[Session], None]


@dataclass(slots=True)
class Unit:
    """One unit of work: everything in it is committed, logged and undone together."""

    station_id: StationId
    operator: str
    at: datetime
    label: str
    outgoing: bool = True
    undoes_id: int | None = None
    action_id: int | None = None
    touched: dict[str, set[UUID]] = field(default_factory=dict)

    def touch(self, record_type: str, record_ids: Iterable[UUID]) -> None:
        """Remember that these records changed."""
        self.touched.setdefault(record_type, set()).update(record_ids)

    def action_of(self, session: Session) -> int:
        """The key of this unit's action, written down when the first change is."""
        if self.action_id is None:
            statement = insert(Action).values(
                label=self.label, at=self.at, by=self.operator, undoes_id=self.undoes_id
            )
            key = session.connection().execute(statement).inserted_primary_key
            self.action_id = int(key[0]) if key else None
        assert self.action_id is not None
        return self.action_id


def unit_of(session: Session) -> Unit:
    """The unit of work a writing session belongs to; a reading session has none."""
    unit = session.info.get(KEY)
    if not isinstance(unit, Unit):
        raise RuntimeError("this session is for reading")  # noqa: TRY004 (a bug, not a type)
    return unit


def station_of(session: Session) -> StationId:
    """The station that owns what a writing session writes."""
    return unit_of(session).station_id


def operator_of(session: Session) -> str:
    """The name of whoever acts."""
    return unit_of(session).operator


def moment_of(session: Session) -> datetime:
    """The moment of this unit of work, the same for all its rows."""
    return unit_of(session).at


def can_write_later(session: Session) -> bool:
    """Whether `write_later` will be heard: not in a process that may only read."""
    return KEY in session.info or LATER in session.info


def write_later(session: Session, writes: Later) -> None:
    """Have this written in a unit of its own when the reading session has ended; else at once."""
    if KEY in session.info:
        writes(session)
        return
    waiting: list[Later] = session.info[LATER]
    waiting.append(writes)
