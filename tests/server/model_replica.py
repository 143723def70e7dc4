"""One PC of the model: a real station file, a clock of its own, a line, and what it wrote."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire, to_wire
from station_app.errors import Rejected, Unavailable
from station_app.models.change import Change
from station_app.models.local import UnknownField
from station_app.models.record_type import Scope
from station_app.models.registry import BY_NAME
from station_app.services.district_sync import Synchronised, synchronise
from station_app.store.backup import make_backup, restore_backup
from station_app.sync.rows import from_row, table_of
from station_app.sync.sealing import Sealer
from station_app.sync.state import refused_rows
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import Office, everything
from tests.server.model_ledger import UNTRACKED, Ledger
from tests.server.model_lines import WildLine, client_on, is_allowed

Noted = tuple[UUID, str, Wire, Wire]


@dataclass(slots=True)
class Kept:
    """A backup, and how far the PC's story had come."""

    file: Path
    written: int
    tail: int
    enrolled_at: int


@lru_cache
def sealer_of(seal_key: bytes) -> Sealer:
    """Deriving the key of a station's sealer takes longer than sealing."""
    return Sealer.of(seal_key)


@dataclass(slots=True, eq=False)
class Replica:
    """A PC. `mine` are the numbers of what its file wrote, `tail` is where its log was read to."""

    office: Office
    line: WildLine
    client: httpx.Client
    mine: list[int] = field(default_factory=list)
    reported: int = 0
    tail: int = 0
    enrolled_at: int = 0
    expected: set[Noted] = field(default_factory=set)
    backup: Kept | None = None

    @property
    def clock(self) -> StandingClock:
        """This PC's own idea of the time."""
        return self.office.clock

    @property
    def sealer(self) -> Sealer:
        """Closes private values as they travel."""
        return sealer_of(self.office.desk.keys.seal)

    def sealed(self, kind: str, key: UUID, name: str, value: Wire) -> Wire:
        """A value as the district has it."""
        known = BY_NAME[kind].by_name.get(name)
        private = known is not None and known.scope is Scope.STATION
        return self.sealer.close(key, name, value) if private else value

    def sync(self, ledger: Ledger, step: int) -> Synchronised | None:
        """A conversation; None when the line broke, which a good line never does."""
        result = None
        try:
            result = synchronise(self.office.desk, line=self.client)
        except (Rejected, Unavailable) as error:
            if not self.line.fault_rate or not is_allowed(error):
                raise
        self.read_log(ledger)
        if result is not None and result.complete:
            ledger.reported(self.mine[self.reported :], step)
            self.reported = len(self.mine)
        return result

    # -- what was written here ----------------------------------------------------------------

    def note(self, ledger: Ledger, kind: str, key: UUID, noted: Noted, *, is_new: bool) -> None:
        """Keep in mind a value that the model itself wrote here."""
        _, name, seen, value = noted
        closed = [self.sealed(kind, key, name, side) for side in (seen, value)]
        self.mine.append(ledger.write(key, name, closed[0], closed[1], is_new=is_new))
        if not is_new:
            self.expected.add((key, name, closed[0], closed[1]))

    def read_log(self, ledger: Ledger) -> None:
        """Keep in mind what services wrote here; the model's own writing must be in the log."""
        with self.office.store.read() as session:
            rows = session.execute(
                select(Change.seq, Change.record_type, Change.record_id, Change.kind, Change.fields)
                .where(Change.outgoing.is_(True), Change.seq > self.tail)
                .order_by(Change.seq)
            ).all()
            for seq, kind, key, how, fields in rows:
                self.tail = seq
                if how == "insert":
                    self._read_insert(session, ledger, kind, key)
                elif kind != "conflict":
                    self._read_update(ledger, kind, key, fields or "{}")
        assert not self.expected, f"the log lacks {self.expected}"

    def _read_update(self, ledger: Ledger, kind: str, key: UUID, fields: str) -> None:
        for name, (old, new) in msgspec.json.decode(fields).items():
            seen, value = (self.sealed(kind, key, name, side) for side in (old, new))
            if (key, name, seen, value) in self.expected:
                self.expected.discard((key, name, seen, value))
            elif name not in UNTRACKED:
                self.mine.append(ledger.write(key, name, seen, value, is_new=False))

    def _read_insert(self, session: Session, ledger: Ledger, kind: str, key: UUID) -> None:
        """A record that the model did not make itself: a reversal, say."""
        if kind in ("station", "conflict") or ledger.has_record(key):
            return
        table = table_of(BY_NAME[kind])
        row = session.execute(select(table).where(table.c.id == key)).mappings().one()
        for name, value in from_row(BY_NAME[kind], row).items():
            if name not in UNTRACKED and value is not None:
                closed = self.sealed(kind, key, name, value)
                self.mine.append(ledger.write(key, name, None, closed, is_new=True))

    # -- what happens to files ----------------------------------------------------------------

    def back_up(self, ledger: Ledger, target: Path) -> None:
        """A copy is put aside."""
        self.read_log(ledger)
        target.unlink(missing_ok=True)
        make_backup(self.office.store, self.office.paths, target, now=self.clock())
        self.backup = Kept(target, len(self.mine), self.tail, self.enrolled_at)

    def restore(self, ledger: Ledger, held: set[int]) -> None:
        """The old copy is put back, whatever was reported since; `held` is what others have."""
        assert self.backup is not None
        self.read_log(ledger)
        self.office.store.close()
        with suppress(FileNotFoundError):
            shutil.rmtree(self.office.paths.backups)
        restore_backup(self.backup.file, self.office.paths, now=self.clock())
        self.forget_from(ledger, self.backup.written, held)
        self.tail = self.backup.tail

    def forget_from(self, ledger: Ledger, written: int, held: set[int]) -> None:
        """The file no longer holds what was written after this place."""
        ledger.gone(set(self.mine[written:]) - held)
        del self.mine[written:]
        self.reported = min(self.reported, written)

    # -- what stands here ---------------------------------------------------------------------

    def view(self) -> dict[str, dict[UUID, dict[str, object]]]:
        """All records of this copy, private values closed as they travel."""
        with self.office.store.read() as session:
            copy = everything(session)
        for kind, rows in copy.items():
            private = [f.name for f in BY_NAME[kind].fields if f.scope is Scope.STATION]
            for key, values in rows.items():
                for name in private:
                    value = values[name]
                    assert value is None or isinstance(value, str)
                    values[name] = self.sealer.close(key, name, value)
        return copy

    def kept_aside(self) -> set[tuple[UUID, str, str]]:
        """Fields of newer programs that this PC keeps."""
        columns = (UnknownField.record_id, UnknownField.field, UnknownField.value)
        with self.office.store.read() as session:
            return {(key, name, value) for key, name, value in session.execute(select(*columns))}

    def refused(self) -> list[tuple[str, str, str | None]]:
        """What the district did not take from this PC, and why."""
        with self.office.store.read() as session:
            rows = refused_rows(session)
            return [(row.record_type, row.code, row.fields) for row in rows]

    def end_of_log(self) -> int:
        """The last number of this file's log."""
        with self.office.store.read() as session:
            return session.scalar(select(func.max(Change.seq))) or 0


def replica_on(office: Office, line: WildLine) -> Replica:
    """A PC whose story begins now."""
    replica = Replica(office, line, client_on(line))
    replica.tail = replica.end_of_log()
    return replica


def as_wire(kind: str, name: str, value: object) -> Wire:
    """A value of a record's field as it travels, open."""
    return to_wire(BY_NAME[kind].by_name[name].kind, value)  # type: ignore[arg-type]
