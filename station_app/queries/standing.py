"""Which facts stand: not retired, no reversal, and not reversed (SETTLED 1)."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from station_app.models.base import Fact

BEFORE_ALL = UUID(int=0)


@lru_cache(maxsize=32)  # as many as there are facts; some ask about an alias of their own
def standing(model: type[Fact]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on a query over `model` that leave the facts that stand.

    Made once: a key in the search box asks a dozen such questions, and to write them in SQLAlchemy
    takes longer than to answer them. So are the other questions that many lists share.
    """
    return model.deleted.is_(False), model.sign > 0, model.id.not_in(reversed_ids(model))


def reversed_ids(model: type[Fact]) -> Select[UUID | None]:
    """The keys of facts that were reversed.

    The comparison, unlike IS NOT NULL, lets SQLite read only the few entries of the index that
    are not NULL: 0.1 ms instead of 20 at 40,000 facts.
    """
    undone = aliased(model)
    return select(undone.reverses_id).where(
        undone.reverses_id > BEFORE_ALL, undone.deleted.is_(False)
    )
