"""The lists of a festival, prepared from last year's: 去年 −去世 −迁出 +新增 = 今年."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.models.identifiers import BatchId
from station_app.queries.festivals_ahead import newcomers
from station_app.services.condolence_list import AddPeople, add_people
from station_app.services.condolence_repeat import repeat_batch


@dataclass(frozen=True, slots=True)
class PreparedLists:
    """The new lists, all drafts, and how they came about."""

    batch_ids: tuple[BatchId, ...]
    last_year: int
    left: int
    fresh: int


def prepare_lists(session: Session, former_ids: Sequence[UUID]) -> PreparedLists:
    """A draft for each of last year's lists, in one step that undo takes back whole.

    Raises what `repeat_batch` raises.
    """
    made: list[BatchId] = []
    last_year = left = fresh = 0
    for former_id in former_ids:
        repeated = repeat_batch(session, BatchId(former_id))
        session.flush()
        people = tuple(newcomers(session, former_id))
        if people:
            added = add_people(session, AddPeople(batch_id=repeated.batch_id, person_ids=people))
            fresh += len(added.added)
        made.append(repeated.batch_id)
        last_year += repeated.prepared.last_year
        left += len(repeated.prepared.left)
    return PreparedLists(tuple(made), last_year, left, fresh)
