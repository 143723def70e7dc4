"""Records that differ from the district's are put right by merging: taken, told again, or asked.

The log of this PC says which of two values came after the other. Where it says nothing, a person is
asked like for any clash; nothing is wiped, on either side (decision 0053).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.conflict import CONFLICT, Conflict
from station_app.models.local import RefusedRow, SyncState
from station_app.models.record_type import RecordType, Scope
from station_app.models.registry import BY_NAME
from station_app.store import bulk
from station_app.store.journal import MAY_CHANGE_ON_FACTS
from station_app.sync import wire
from station_app.sync.apply import FIRST_WINS, Found
from station_app.sync.confirmed import Confirmed, Fields, Told, told_by_the_log
from station_app.sync.conflict_rows import conflict_row
from station_app.sync.inbox import take_rows
from station_app.sync.merge import Clash, Edit
from station_app.sync.proof import Difference, Place
from station_app.sync.state import SENT_AGAIN


@dataclass(slots=True)
class Repaired:
    """What came of it; `apart` are fields of facts that differ, which nobody may change."""

    taken: int = 0
    to_send: int = 0
    apart: list[tuple[str, UUID, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Repair:
    session: Session
    state: SyncState
    view: Confirmed
    at: datetime
    repaired: Repaired = field(default_factory=Repaired)
    news: dict[str, dict[UUID, Fields]] = field(default_factory=dict)
    story: dict[tuple[UUID, str], Told] = field(default_factory=dict)

    def send_whole(self, places: Iterable[Place]) -> None:
        """Records that the district does not have."""
        for name, key in places:
            known = BY_NAME.get(name)
            if known is not None and not known.down_only:
                self._send(name, key, None)

    def compare(self, blocks: Iterable[wire.Rows]) -> None:
        """Records that the district has otherwise, or alone."""
        for block in blocks:
            known = BY_NAME.get(block.record_type)
            if known is None:
                continue
            theirs = dict(zip(block.ids, wire.rows_of(block), strict=True))
            keys = list(theirs)
            self.story = told_by_the_log(self.session, self.view.acknowledged, keys)
            mine = dict(self.view.rows(known, keys))
            for key, values in theirs.items():
                self._record(known, key, mine.get(key), values)

    def _record(self, kind: RecordType, key: UUID, mine: Fields | None, theirs: Fields) -> None:
        if key in self.view.refused or key in self.view.new:
            return  # it is under way already, and will be judged when it arrives
        if mine is None or kind.down_only:
            empty: Fields = dict.fromkeys(kind.by_name)
            self.news.setdefault(kind.name, {})[key] = empty | theirs
            return
        edits: dict[str, Edit] = {}
        for name in sorted(mine.keys() | theirs.keys()):
            if mine.get(name) != theirs.get(name):
                self._field(kind, key, name, (mine.get(name), theirs.get(name)), edits)
        if edits:
            pairs = {name: (edit.base, edit.value) for name, edit in edits.items()}
            self._send(kind.name, key, msgspec.json.encode(pairs).decode())

    def _field(
        self,
        kind: RecordType,
        key: UUID,
        name: str,
        sides: tuple[Wire, Wire],
        edits: dict[str, Edit],
    ) -> None:
        here, there = (self._opened(kind, key, name, side) for side in sides)
        if _is_final(kind, name) and here is not None:
            self.repaired.apart.append((kind.name, key, name))
        elif self._is_theirs(kind, key, name, here, there):
            self.news.setdefault(kind.name, {}).setdefault(key, {})[name] = sides[1]
        elif name in kind.by_name and self._nobody_knows(key, name, here, there):
            self._ask(kind, key, name, sides)
        else:
            edits[name] = Edit(self._seen(key, name, here, there), here)

    def _nobody_knows(self, key: UUID, name: str, here: Wire, there: Wire) -> bool:
        """Whether no edit can be told again of which the district would see that it is a question.

        One that saw an empty field would be accepted by a field that is empty, or that somebody
        empties while the edit is under way.
        """
        if self._came_before(key, name, here, there):
            return False
        return there is None or self._seen(key, name, here, there) is None

    def _ask(self, kind: RecordType, key: UUID, name: str, sides: tuple[Wire, Wire]) -> None:
        """The question is made here, as a record like any other; till then theirs stands."""
        here, there = sides
        found = Found(kind.name, key, name, Clash(None, here, there), wire.Author("", 0.0))
        row = conflict_row(found, station_id=self.view.station_id, at=self.at, server_author=None)
        if self.session.get(Conflict, row["id"]) is None:
            bulk.insert_many(self.session, CONFLICT, [row])
            self._send(CONFLICT.name, row["id"], None)
        self.news.setdefault(kind.name, {}).setdefault(key, {})[name] = there

    def _seen(self, key: UUID, name: str, here: Wire, there: Wire) -> Wire:
        """What the edit that is told again says it saw: other than the district's, it is asked.

        It is what its author did see. A made-up value might be just what the district has by then.
        """
        if self._came_before(key, name, here, there):
            return there
        told = self.story.get((key, name))
        return told.earlier[-1] if told is not None and told.last == here else None

    def _opened(self, kind: RecordType, key: UUID, name: str, value: Wire) -> Wire:
        if self.view.sealer is None or not _is_private(kind, name):
            return value
        return self.view.sealer.open(key, name, value)

    def _is_theirs(self, kind: RecordType, key: UUID, name: str, here: Wire, there: Wire) -> bool:
        """Whether the district's value is to be taken here."""
        if name in FIRST_WINS or (self.view.sealer is None and _is_private(kind, name)):
            return True
        if there is not None and name not in kind.by_name:
            return True
        if self._came_before(key, name, here, there):
            return False
        told = self.story.get((key, name))
        if told is not None and told.last != here and told.last == there:
            return True  # what this program wrote last is not what the file holds: a bad disk
        return here is None and (told is None or told.last is not None)  # else somebody emptied it

    def _came_before(self, key: UUID, name: str, here: Wire, there: Wire) -> bool:
        """Whether the district holds what this field held before its present value."""
        told = self.story.get((key, name))
        return told is not None and told.last == here and there in told.earlier

    def _send(self, name: str, key: UUID, fields: str | None) -> None:
        """Have it sent with the next batch; a change that waits for its record goes with it."""
        row = RefusedRow(
            record_id=key, record_type=name, fields=fields, code=SENT_AGAIN, refused_at=self.at
        )
        self.session.merge(row)
        self.repaired.to_send += 1

    def finish(self) -> Repaired:
        """Take what is to be taken."""
        take_rows(self.session, self.state, self.news, sealer=self.view.sealer)
        self.repaired.taken = sum(map(len, self.news.values()))  # also what is only kept aside
        return self.repaired


def repair(
    session: Session,
    state: SyncState,
    view: Confirmed,
    found: Difference,
    blocks: Iterable[wire.Rows],
    *,
    at: datetime,
) -> Repaired:
    """Put right what differs: rows to send again are listed, the district's values are taken."""
    work = _Repair(session, state, view, at)
    work.send_whole(found.here_only)
    work.compare(blocks)
    return work.finish()


def _is_final(kind: RecordType, name: str) -> bool:
    """Whether nobody may change the field any more."""
    if name in kind.written_once:
        return True
    return kind.is_fact and name in kind.by_name and name not in MAY_CHANGE_ON_FACTS | FIRST_WINS


def _is_private(kind: RecordType, name: str) -> bool:
    known = kind.by_name.get(name)
    return known is not None and known.scope is Scope.STATION
