"""A part of a station's feed, and the records of a type that were touched in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from district_server.models import Feed
from station_app.models.base import SyncedRecord


@dataclass(frozen=True, slots=True)
class Span:
    """The entries of a scope after `done` up to `last`."""

    scope: UUID
    done: int
    last: int

    def holds(self, model: type[SyncedRecord]) -> ColumnElement[bool]:
        """Whether a record of this type was touched in the span.

        Asked for each record that meets the other conditions, of which there are few: a span may
        be as long as a first upload. A record stands in the feed of its own scope only; so that
        the entry is found by the record and not by reading the span, the scope is not named.
        """
        touched = select(Feed.seq).where(
            Feed.record_id == model.id, Feed.seq > self.done, Feed.seq <= self.last
        )
        return and_(model.station_id == self.scope, touched.exists())

    def touches(
        self, session: Session, model: type[SyncedRecord], *conditions: ColumnElement[bool]
    ) -> bool:
        """Whether any record of this type that meets the conditions was touched."""
        statement = select(model.id).where(*conditions, self.holds(model)).limit(1)
        return session.scalar(statement) is not None
