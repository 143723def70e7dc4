"""The lists of a festival, prepared from last year's: 去年 −去世 −迁出 +新增 = 今年."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch
from station_app.models.identifiers import BatchId
from station_app.queries.festivals_ahead import newcomers
from station_app.services import records
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

    Raises `Rejected("condolence.prepared_already")` when somebody was faster, so that nobody stands
    on two lists and is paid twice, and what `repeat_batch` raises.
    """
    _refuse_prepared(session, former_ids)
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


def _refuse_prepared(session: Session, former_ids: Sequence[UUID]) -> None:
    for former_id in former_ids:
        former = records.get(session, CondolenceBatch, former_id)
        there = select(CondolenceBatch.name).where(
            CondolenceBatch.occasion == former.occasion,
            CondolenceBatch.occasion_year == former.occasion_year + 1,
            CondolenceBatch.deleted.is_(False),
        )
        name = session.scalar(there.limit(1))
        if name is not None:
            raise Rejected("condolence.prepared_already", name=name)
