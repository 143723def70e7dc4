"""The station file as a place to work in: short reading sessions, and one writer at a time."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from station_app.errors import Unavailable
from station_app.models.identifiers import StationId
from station_app.models.standard import CodeEntry
from station_app.models.station import Station
from station_app.store import schema
from station_app.store.added_codes import put_in_use
from station_app.store.context import KEY, LATER, Later, Unit
from station_app.store.engine import key_pragma, open_engine
from station_app.store.failures import in_words
from station_app.store.journal import keep_journal

Clock = Callable[[], datetime]
Touched = Mapping[str, frozenset[UUID]]
"""Record type → the records of it that a unit of work changed."""


class Store:
    """An open station file. `operator` is whoever logged in; the clock gives aware UTC moments.

    With `only_reads` another process may be the writer: nothing is written after reading either.
    """

    only_reads = False

    def __init__(self, path: Path, data_key: bytes, *, operator: str, clock: Clock) -> None:
        self.path = path
        self.operator = operator
        self._clock = clock
        self._data_key = data_key
        self._writer = open_engine(path, data_key, writes=True)
        self._readers = open_engine(path, data_key, writes=False)
        event.listen(self._readers, "connect", _only_read)
        self._lock = threading.Lock()
        self._listeners: list[Callable[[Touched], None]] = []
        self._station_id: StationId | None = None

    @property
    def station_id(self) -> StationId:
        """The key of the station whose file this is."""
        if self._station_id is None:
            with self.read() as session:
                self._station_id = StationId(session.scalars(select(Station.id)).one())
        return self._station_id

    @property
    def writer_engine(self) -> Engine:
        """The writing engine, for migrations, backup and checks only."""
        return self._writer

    @property
    def key_pragma(self) -> str:
        """The statement that opens a file under this store's key: for copies of it only."""
        return key_pragma(self._data_key)

    @contextmanager
    def reading_connection(self) -> Iterator[sqlcipher.Connection]:
        """The driver's own connection, for the online backup."""
        with in_words(), self._readers.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            try:
                yield connection.connection.driver_connection
            finally:
                connection.exec_driver_sql("BEGIN")

    def on_touched(self, listener: Callable[[Touched], None]) -> None:
        """Tell `listener` after each commit what was touched, on the thread that wrote."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one snapshot of the file; it cannot write.

        What it asked to have written (the number of a paper) is written when it ends well.
        """
        later: list[Later] = []
        info = {} if self.only_reads else {LATER: later}
        with in_words(), Session(self._readers, autoflush=False, info=info) as session:
            yield session
        if later:
            with self.write("") as session:
                for writes in later:
                    writes(session)

    @contextmanager
    def write(
        self,
        label: str,
        *,
        outgoing: bool = True,
        undoes_id: int | None = None,
        station_id: StationId | None = None,
    ) -> Iterator[Session]:
        """One unit of work: everything in it is committed and logged together, or nothing is.

        `label` is what the history calls it. `station_id` is given only while a station is made.
        """
        owner = station_id or self.station_id
        with self._lock:
            unit = Unit(
                owner, self.operator, self._clock(), label, outgoing=outgoing, undoes_id=undoes_id
            )
            with (
                in_words(),
                Session(self._writer, expire_on_commit=False, info={KEY: unit}) as session,
            ):
                keep_journal(session)
                yield session
                session.commit()
        self._tell({name: frozenset(keys) for name, keys in unit.touched.items()})

    def _tell(self, touched: Touched) -> None:
        if CodeEntry.__tablename__ in touched:
            self.use_added_codes()
        if touched:
            for listener in self._listeners:
                listener(touched)

    def use_added_codes(self) -> None:
        """Let choices and labels of this process include what the district added."""
        with self.read() as session:
            put_in_use(session)

    def close(self) -> None:
        """Wait for the writer, fold the log file into the station file, and let go of it.

        Where the file cannot be read any more, the log file stays beside it as it is.
        """
        with self._lock:
            with suppress(Unavailable), in_words():
                self._fold()
            self.let_go()

    def _fold(self) -> None:
        if schema.revisions_of(self._writer):
            with self._writer.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")

    def let_go(self) -> None:
        """Close the connections and leave the file as it lies: it may not even be readable."""
        self._readers.dispose()
        self._writer.dispose()


def _only_read(connection: object, _record: object) -> None:
    """Readers share the file with the writer, so a stray write fails at once instead of waiting."""
    connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]


def open_store(path: Path, data_key: bytes, *, operator: str, clock: Clock) -> Store:
    """Open an existing station file, brought up to date after a copy aside.

    Raises `Rejected("store.newer_version")`, `Unavailable("store.missing" | "store.damaged" …)`.
    """
    if not path.exists():
        raise Unavailable("store.missing")
    if path.stat().st_size == 0:  # a file that lost its contents must not pass for a new station
        raise Unavailable("store.damaged")
    store = Store(path, data_key, operator=operator, clock=clock)
    try:
        with in_words():
            revisions = schema.revisions_of(store.writer_engine)
            schema.refuse_newer(revisions)
            if revisions != schema.HEADS:
                copy_aside(store, path.parent / "backups", clock())
                schema.upgrade(store.writer_engine)
        store.use_added_codes()
    except BaseException:
        store.let_go()
        raise
    return store


def copy_aside(store: Store, folder: Path, now: datetime) -> Path:
    """A copy of the file as it is, before it is changed in shape."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-upgrade-{now:%Y%m%d-%H%M%S}.db"
    with store.writer_engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        target.write_bytes(store.path.read_bytes())
        connection.exec_driver_sql("BEGIN")
    return target
