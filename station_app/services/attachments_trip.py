"""One trip of photos along the line: what the district lacks goes up, what is missing comes down.

Between two pieces whatever was written meanwhile is reported first. A cut costs at most the piece
under way. Every picture that comes is checked against its name before it is kept.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from station_app.domain.codes import READ_BY_DISTRICT
from station_app.errors import Rejected, StationError, Unavailable
from station_app.progress import Progress
from station_app.queries.attachments import missing, standing_pictures
from station_app.services.district_enrolment import Desk
from station_app.store.photos import Held, NewPhoto, Photos
from station_app.sync import state
from station_app.sync.blob_line import PhotoLine
from station_app.sync.blobs import (
    MAX_PHOTO,
    MOST_NAMES,
    Ask,
    Here,
    Missing,
    PhotoKey,
    Taken,
    Travelling,
    packed_name,
)

FIRST_PIECE, LEAST_PIECE, MOST_PIECE = 64 * 1024, 16 * 1024, 256 * 1024
"""A cut costs at most the last of these sent again."""
GOOD_SECONDS, BAD_SECONDS = 1.0, 4.0
ASK_AGAIN = timedelta(minutes=10)
"""How soon the same question is worth another trip."""
CHECK_AGAIN = timedelta(days=1)
"""How often the district is asked whether it still has everything: it may have been restored."""
SEALING = 16
ASKED, CHECKED, TROUBLE, FIRST, QUIET = "asked", "checked", "trouble", "first", "quiet"
"""Notes in the file of photos."""
STOPS_SENDING = frozenset({"photo.station_full"})
STALLS = 3
"""Answers without any progress after which a photo is left for the next time."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class PhotosMoved:
    """What a conversation did for the photos; `trouble` is the code of what is still in the way."""

    sent: int = 0
    received: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    trips: int = 0
    trouble: str | None = None


@dataclass(slots=True)
class PhotoTrip:
    """What one trip knows: this PC, its photos, the line, the station's key, and how it goes."""

    desk: Desk
    photos: Photos
    line: PhotoLine
    key: PhotoKey | None
    life: str
    records: Callable[[], None]
    progress: Progress
    moved: PhotosMoved = field(default_factory=PhotosMoved)
    piece: int = FIRST_PIECE
    done: int = 0
    total: int = 0
    reporting: bool = False
    owners: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Ask in one trip, then send, then fetch; what is in the way is noted."""
        with self.desk.store.read() as session:
            self.owners = dict(standing_pictures(session))
            want = self._wanted(session)
        mine = self._mine()
        if not self._is_worth_a_trip(mine, want):
            return
        try:
            self._talk(mine, want)
        except (Rejected, Unavailable) as error:
            if self.reporting:
                raise  # it befell the records, whose conversation notes it
            self._note_trouble(error)
        else:
            self._note_done(mine, want)

    def is_at_rest(self) -> bool:
        """Whether everything is here and there."""
        if self.moved.trouble is not None:
            return False
        with self.desk.store.read() as session:
            self.owners = dict(standing_pictures(session))
            want = self._wanted(session)
        unsent = self.photos.unconfirmed(self.life) if self.key is not None else []
        return not want and not any(one.name in self.owners for one in unsent)

    def _talk(self, mine: list[Held], want: list[str]) -> None:
        lacks, there = self._ask([one.name for one in mine], want)
        found = {one.name for one in mine}
        missing_there = {one.name.hex(): one.received for one in lacks}
        self.photos.confirm(sorted(found - set(missing_there)), self.life)
        self.photos.confirm(sorted(missing_there), None)
        to_send = [one for one in mine if one.name in missing_there]
        self.total = sum(one.size for one in to_send) + sum(one.size for one in there)
        self._send_all(to_send, missing_there)
        for one in there:
            self.fetch_first()
            self._fetch(one)

    # --- what there is to do ----------------------------------------------------------------

    def _mine(self) -> list[Held]:
        """What the district has not confirmed; once a day everything. Without the key nothing."""
        if self.key is None:
            return []
        asked = self.photos.held() if self._is_due() else self.photos.unconfirmed(self.life)
        return [one for one in asked if one.name in self.owners]

    def _wanted(self, session: Session) -> list[str]:
        """What records name and is not here; sealed ones are of no use without the key."""
        held = {one.name for one in self.photos.held()}
        return [
            name
            for name in missing(session, held)
            if self.key is not None or self.owners.get(name) in READ_BY_DISTRICT
        ]

    def _is_due(self) -> bool:
        checked = self.photos.note(CHECKED)
        return checked is None or self._age(checked) >= CHECK_AGAIN

    def _age(self, moment: str) -> timedelta:
        """How long ago; a clock that went backwards makes everything due."""
        age = self.desk.clock() - datetime.fromisoformat(moment)
        return CHECK_AGAIN if age < timedelta(0) else age

    def _is_worth_a_trip(self, mine: list[Held], want: list[str]) -> bool:
        if not mine and not want:
            return False
        asked, _, what = (self.photos.note(ASKED) or "").partition(" ")
        return what != self._question(mine, want) or self._age(asked) >= ASK_AGAIN

    def _question(self, mine: list[Held], want: list[str]) -> str:
        """What is asked in this life, in short: the same again is not worth a trip so soon."""
        names = [self.life, *sorted(one.name for one in mine), "|", *sorted(want)]
        return hashlib.sha256(" ".join(names).encode()).hexdigest()

    def _note_done(self, mine: list[Held], want: list[str]) -> None:
        now = self.desk.clock().isoformat()
        self.photos.write_note(ASKED, f"{now} {self._question(mine, want)}")
        if self._is_due():
            self.photos.write_note(CHECKED, now)
        self.photos.write_note(TROUBLE, self.moved.trouble or "")

    def _note_trouble(self, error: StationError) -> None:
        _LOG.info("photos left for later", extra={"code": error.code})
        self.moved.trouble = error.code
        self.photos.write_note(TROUBLE, error.code)

    def _ask(self, mine: Sequence[str], want: Sequence[str]) -> tuple[list[Missing], list[Here]]:
        lacks: list[Missing] = []
        there: list[Here] = []
        for some in _questions(mine, want):
            answer = self.line.ask(some)
            self.moved.trips += 1
            lacks += answer.missing
            there += answer.here
        asked = set(map(packed_name, want))
        limit = MAX_PHOTO + SEALING
        return lacks, [one for one in there if one.name in asked and 0 < one.size <= limit]

    # --- up ---------------------------------------------------------------------------------

    def _send_all(self, to_send: list[Held], received: dict[str, int]) -> None:
        for one in to_send:
            self.fetch_first()
            try:
                self._send(one, received[one.name])
            except Rejected as error:
                if not error.code.startswith("photo."):
                    raise
                self.moved.trouble = error.code
                if error.code in STOPS_SENDING:
                    return

    def _send(self, one: Held, start: int) -> None:
        travelling = self._travelling(one)
        if travelling is None:
            return
        stalls = 0
        while stalls < STALLS:
            taken = self._send_piece(travelling, start)
            if taken.whole:
                self.photos.confirm([one.name], self.life)
                self.moved.sent += 1
                return
            stalls += taken.received <= start
            start = taken.received
        raise Rejected("photo.damaged")

    def _travelling(self, one: Held) -> Travelling | None:
        content = self.photos.content(one.name)
        if content is None or self.key is None:
            return None
        sealed = self.key.close(one.name, content) if one.sealed else content
        return Travelling(one.name, sealed, one.sealed)

    def _send_piece(self, travelling: Travelling, start: int) -> Taken:
        began = time.monotonic()
        taken = self.line.send(travelling, start, self.piece)
        length = min(self.piece, len(travelling.content) - start)
        self.moved.bytes_up += length
        self._after_piece(length, time.monotonic() - began)
        return taken

    # --- down -------------------------------------------------------------------------------

    def fetch_first(self) -> None:
        """What somebody is waiting to see comes before everything else."""
        name = self.photos.note(FIRST)
        if not name:
            return
        self.photos.write_note(FIRST, "")
        if not self.photos.here([name]):
            for one in self._ask([], [name])[1]:
                self._fetch(one)

    def _fetch(self, one: Here) -> None:
        name = one.name.hex()
        if self.photos.here([name]):
            return
        try:
            self._fetch_pieces(name, one)
            self._keep(name, one)
        except Rejected as error:
            if not error.code.startswith("photo."):
                raise
            self.photos.drop_arrival(name)
            self.moved.trouble = error.code

    def _fetch_pieces(self, name: str, one: Here) -> None:
        start = self.photos.expect(name, size=one.size, digest=one.digest).received
        while start < one.size:
            began = time.monotonic()
            piece = self.line.fetch(name, start, min(self.piece, one.size - start))
            self.photos.add_piece(name, start, piece)
            start += len(piece)
            self.moved.bytes_down += len(piece)
            self._after_piece(len(piece), time.monotonic() - began)

    def _keep(self, name: str, one: Here) -> None:
        """Keep what came if it is what its name says; anything else is thrown away."""
        content = self.photos.arrived(name)
        if hashlib.sha256(content).digest() != one.digest:
            raise Rejected("photo.unreadable")
        sealed = self._owner(name) not in READ_BY_DISTRICT
        content = self._opened(name, content, sealed=sealed)
        mark = "" if self.key is None else self.key.mark
        photo = NewPhoto(name, content, sealed, mark, self.desk.clock(), confirmed=self.life)
        self.photos.keep(photo)
        self.photos.drop_arrival(name)
        self.moved.received += 1

    def _opened(self, name: str, content: bytes, *, sealed: bool) -> bytes:
        if self.key is None:
            if sealed:
                raise Rejected("photo.unreadable")
            return content
        plain = self.key.open(name, content) if sealed else content
        if self.key.name(plain, sealed=sealed) != name:
            raise Rejected("photo.unreadable")
        return plain

    def _owner(self, name: str) -> str:
        if name not in self.owners:
            with self.desk.store.read() as session:
                self.owners = dict(standing_pictures(session))
        return self.owners.get(name, "")

    # --- between two pieces -----------------------------------------------------------------

    def _after_piece(self, length: int, seconds: float) -> None:
        self.moved.trips += 1
        if seconds <= GOOD_SECONDS:
            self.piece = min(self.piece * 2, MOST_PIECE)
        elif seconds > BAD_SECONDS:
            self.piece = max(self.piece // 2, LEAST_PIECE)
        self.done += length
        self.progress.step(self.done, max(self.total, self.done))
        if self._records_wait():
            self.reporting = True
            self.records()
            self.reporting = False

    def _records_wait(self) -> bool:
        with self.desk.store.read() as session:
            return state.anything_after(session, state.load_state(session).acknowledged_seq)


def _questions(mine: Sequence[str], want: Sequence[str]) -> Iterator[Ask]:
    """Both questions in one trip, unless they are very long."""
    names = [*((name, True) for name in mine), *((name, False) for name in want)]
    for start in range(0, len(names), MOST_NAMES):
        some = names[start : start + MOST_NAMES]
        yield Ask(
            mine=[packed_name(name) for name, is_mine in some if is_mine],
            want=[packed_name(name) for name, is_mine in some if not is_mine],
        )
