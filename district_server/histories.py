"""What happened with a person at the stations that he left, as lines in the scope of his new one.

The lines are made from the facts as they stand at the district; a fact that comes late, is
corrected or retired changes its line, and never a figure of any station.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import DistrictStation
from district_server.publishing import amend, publish
from station_app.domain.codes import TransferDirection, TransferState
from station_app.models.person import Person
from station_app.models.transfer import HISTORY_LINE, HistoryLine, PersonTransfer, TransferAnswer
from station_app.queries.timeline import CODES_OF, TimelineKind, TimelineRow, timeline

Line = dict[str, Any]  # Any: columns of `HistoryLine`, each of its own type


def refresh_history(
    session: Session, transfer_ids: Iterable[UUID], *, by: str, now: datetime
) -> None:
    """Bring the lines of these transfers to what the facts say."""
    transfers = [session.get_one(PersonTransfer, key) for key in sorted(set(transfer_ids))]
    for transfer in sorted(transfers, key=lambda one: (one.station_id, one.id)):
        _refresh(session, transfer, by=by, now=now)


def _refresh(session: Session, transfer: PersonTransfer, *, by: str, now: datetime) -> None:
    scope = transfer.station_id
    wanted = {line["id"]: line for line in _lines(session, transfer)}
    there = {
        row.id: row
        for row in session.scalars(
            select(HistoryLine).where(HistoryLine.transfer_id == transfer.id)
        )
    }
    changes: dict[UUID, Line] = {
        key: {"deleted": True}
        for key, row in there.items()
        if key not in wanted and not row.deleted
    }
    for key, line in wanted.items():
        if key in there and (changed := _differing(there[key], line)):
            changes[key] = changed
    amend(session, scope, HISTORY_LINE, changes, by=by, now=now)
    new = [line for key, line in wanted.items() if key not in there]
    publish(session, scope, HISTORY_LINE, new, by=by, now=now)


def _differing(row: HistoryLine, line: Line) -> Line:
    wanted = line | {"deleted": False}
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _lines(session: Session, transfer: PersonTransfer) -> Iterator[Line]:
    """What happened with every file behind a move, but at the receiving station itself."""
    for person in _files_behind(session, transfer):
        if person.station_id == transfer.station_id:
            continue
        station = session.get_one(DistrictStation, person.station_id)
        for row in timeline(session, person.id, None):
            if row.station is None and row.kind is not TimelineKind.FILE:  # the move says that
                yield _line(row, transfer.id, station.name)


def _files_behind(session: Session, transfer: PersonTransfer) -> Iterator[Person]:
    """The file that was closed, and those that were closed for it before."""
    seen: set[UUID] = set()
    waiting = [transfer.person_id]
    while waiting:
        seen |= set(waiting)
        people = session.scalars(select(Person).where(Person.id.in_(waiting)))
        yield from people.all()
        before = session.scalars(
            select(PersonTransfer.person_id)
            .join(TransferAnswer, TransferAnswer.transfer_id == PersonTransfer.id)
            .where(
                TransferAnswer.person_id.in_(waiting),
                TransferAnswer.deleted.is_(False),
                PersonTransfer.direction == TransferDirection.IN,
                PersonTransfer.state == TransferState.ACCEPTED,
            )
        )
        waiting = [key for key in before if key not in seen]


def _line(row: TimelineRow, transfer_id: UUID, station_name: str) -> Line:
    codes = dict(row.codes)
    what, how, why = (*(codes.get(name) for name in CODES_OF[row.kind]), None)[:3]
    private = row.kind is TimelineKind.VISIT  # what was seen and promised is the old station's own
    return {
        "id": uuid5(transfer_id, row.record_id.hex),
        "transfer_id": transfer_id,
        "source_id": row.record_id,
        "station_name": station_name,
        "kind": str(row.kind),
        "happened_on": row.on,
        "what": what,
        "how": how,
        "why": why,
        "people": row.people,
        "remark": None if private else row.text,
        "amount_fen": row.amount_fen,
        "about": row.month,
        "is_reversed": row.reversed,
    }
