"""How a single record stands with the district: reported, waiting, in question, or not taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.conflict import Conflict
from station_app.models.local import RefusedRow
from station_app.sync import state
from station_app.sync.rows import chunks


class RecordState(StrEnum):
    """The four states, the most urgent first."""

    ASKED = "asked"
    REFUSED = "refused"
    WAITING = "waiting"
    REPORTED = "reported"


def record_states(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, RecordState]:
    """The state of each of these records; empty where this PC has not joined a district.

    Three questions by index for as many rows as a page shows.
    """
    here = state.load_state(session)
    if not state.is_enrolled(here):
        return {}
    found = dict.fromkeys(keys, RecordState.REPORTED)
    for some in chunks(list(found)):
        changes = select(Change.record_id).where(
            Change.record_id.in_(some),
            Change.outgoing.is_(True),
            Change.seq > here.acknowledged_seq,
        )
        refused = select(RefusedRow.record_id).where(RefusedRow.record_id.in_(some))
        found.update(dict.fromkeys(session.scalars(changes), RecordState.WAITING))
        found.update(dict.fromkeys(session.scalars(refused), RecordState.REFUSED))
        found.update(dict.fromkeys(_asked(session, some), RecordState.ASKED))
    return found


def _asked(session: Session, keys: Sequence[UUID]) -> list[UUID]:
    query = select(Conflict.record_id).where(
        Conflict.record_id.in_([str(key) for key in keys]),
        Conflict.resolved_at.is_(None),
        Conflict.deleted.is_(False),
    )
    return [UUID(key) for key in session.scalars(query)]


def worst(states: Iterable[RecordState]) -> RecordState | None:
    """The most urgent of these; None of none."""
    order = list(RecordState)
    return min(states, key=order.index, default=None)


@dataclass(frozen=True, slots=True)
class FileStanding:
    """How everything of one file stands: the most urgent state, and its fields in question."""

    state: RecordState | None
    questions: Mapping[tuple[UUID, str], UUID]

    def of(self, record_id: UUID) -> Mapping[str, UUID]:
        """The questions about one record: field → conflict."""
        return {name: key for (record, name), key in self.questions.items() if record == record_id}


def file_standing(session: Session, keys: Sequence[UUID]) -> FileStanding:
    """How several records stand that are shown as one, such as a person's file."""
    query = select(Conflict.record_id, Conflict.field, Conflict.id).where(
        Conflict.record_id.in_([str(key) for key in keys]),
        Conflict.resolved_at.is_(None),
        Conflict.deleted.is_(False),
    )
    questions = {(UUID(record), name): key for record, name, key in session.execute(query)}
    return FileStanding(worst(record_states(session, keys).values()), questions)
