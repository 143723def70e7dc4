"""A part of a station's feed, and the records of a type that were touched in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from district_server.models import Feed
from station_app.models.base import SyncedRecord
from station_app.models.registry import BY_MODEL


@dataclass(frozen=True, slots=True)
class Span:
    """The entries of a scope after `done` up to `last`."""

    scope: UUID
    done: int
    last: int

    def holds(self, model: type[SyncedRecord]) -> ColumnElement[bool]:
        """Whether a record of this type was touched in the span."""
        touched = select(Feed.record_id).where(
            Feed.scope == self.scope,
            Feed.seq > self.done,
            Feed.seq <= self.last,
            Feed.record_type == BY_MODEL[model].name,
        )
        return model.id.in_(touched)

    def touches(
        self, session: Session, model: type[SyncedRecord], *conditions: ColumnElement[bool]
    ) -> bool:
        """Whether any record of this type that meets the conditions was touched."""
        statement = select(model.id).where(*conditions, self.holds(model)).limit(1)
        return session.scalar(statement) is not None
