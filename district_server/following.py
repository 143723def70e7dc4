"""What a station's records mean for others: moves, their history, certifications that waited.

It is done after the batch is kept and answered, in a transaction of its own, from where it was left
off in the feed of that station: a process that dies in between leaves nothing out, and nothing is
done twice. Whatever keeps a batch calls `follow_later` (or `follow`) for its station.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import online, transfers
from district_server.context import Context
from district_server.models import DistrictStation, FollowedUpTo, ScopeSequence
from district_server.publishing import alone
from district_server.spans import Span
from station_app.errors import StationError
from station_app.sync import wire

CONCERNED = frozenset(
    {
        "person",
        "transfer_answer",
        "visit_attendance",
        "condolence_payment",
        "certification",
        "entitlement_event",
        "pension_payment",
    }
)
"""Record types that may mean something for another station."""
OF_PERSON = frozenset({"status", "moved_to", "moved_out_on", "id_number", "name", "deleted"})
"""Fields of a person that may."""
STEPS: tuple[Callable[[Session, Span, datetime], None], ...] = (
    transfers.send_on,
    transfers.hear_answers,
    transfers.bring_history,
    online.try_again,
)
MANY = 5000
"""So many entries are passed over without anything to do that the place is written down."""
_LOG = logging.getLogger(__name__)


def concerns_others(push: wire.Push) -> bool:
    """Whether what a PC sent may mean something for another station."""
    if any(rows.record_type in CONCERNED for rows in push.rows):
        return True
    return any(
        edits.record_type in CONCERNED
        and (edits.record_type != "person" or any(OF_PERSON & set(one) for one in edits.fields))
        for edits in push.edits
    )


def follow_later(context: Context, station_id: UUID) -> None:
    """As `follow`; what cannot be done now is done with the next batch of the station."""
    try:
        follow(context, station_id)
    except StationError as error:
        _LOG.info("not followed yet", extra={"code": error.code, "station": str(station_id)})


def follow(context: Context, station_id: UUID) -> None:
    """Draw the consequences of everything that a station wrote since the last time."""
    with context.read() as session:
        span = _span(session, station_id)
        if not _is_work(session, span) and span.last - span.done < MANY:
            return
    with context.write() as session:
        alone(session)
        span = _span(session, station_id)
        for step in STEPS:
            step(session, span, context.clock())
        session.merge(FollowedUpTo(scope=station_id, seq=span.last))


def follow_all(context: Context) -> int:
    """The same for every station, as after a restore; returns how many stations there are."""
    with context.read() as session:
        stations = list(session.scalars(select(DistrictStation.id)))
    for station_id in stations:
        follow(context, station_id)
    return len(stations)


def _span(session: Session, station_id: UUID) -> Span:
    last = select(ScopeSequence.seq).where(ScopeSequence.scope == station_id)
    done = select(FollowedUpTo.seq).where(FollowedUpTo.scope == station_id)
    return Span(station_id, session.scalar(done) or 0, session.scalar(last) or 0)


def _is_work(session: Session, span: Span) -> bool:
    """Whether there is something to do; most batches concern nobody else."""
    if span.done == span.last:
        return False
    return transfers.is_concerned(session, span) or online.is_concerned(session, span)
