"""The district's database, SQLite or PostgreSQL, as a place to work in.

On PostgreSQL each transaction says itself in which schema it works and how long it may take, in the
message that begins it: no trip more, no state of a session, so any connection of any pool will do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from district_server.tenancy import district_name, url_of

READS = "reads"
SCHEMA = "district_schema"
UNHURRIED = "district_unhurried"
COMMAND_OK = 1
"""What libpq calls a command that went well (PGRES_COMMAND_OK)."""
ASK_AFTER = 5.0
"""Seconds after which a connection that lay in the pool is asked whether it still lives."""


@dataclass(frozen=True, slots=True)
class Pool:
    """How this process uses PostgreSQL; a pooler between may not know named statements."""

    size: int = 8
    wait_seconds: int = 10
    statement_seconds: int = 30
    lock_seconds: int = 15
    idle_seconds: int = 60
    prepared: bool = True


def open_engine(url: str, pool: Pool = Pool()) -> Engine:
    """An engine on the district's database."""
    if make_url(url).get_backend_name() == "sqlite":
        return _embedded(url)
    return _shared(url, pool)


def open_districts(url: str, names: Iterable[str], pool: Pool) -> dict[str, Engine]:
    """An engine for each district; on PostgreSQL they share one pool. Without names: "" alone."""
    if make_url(url).get_backend_name() == "sqlite":
        return {name: open_engine(url_of(url, name)) for name in names} or {"": open_engine(url)}
    engine = open_engine(url, pool)
    return {name: in_schema(engine, name) for name in names} or {"": engine}


def close_districts(engines: dict[str, Engine]) -> None:
    """Close the connections of all of them."""
    for engine in engines.values():
        engine.dispose()


def in_schema(engine: Engine, name: str) -> Engine:
    """The same pool for one district of PostgreSQL: its transactions see that schema only."""
    return engine.execution_options(**{SCHEMA: district_name(name)})


def reading(engine: Engine) -> Engine:
    """The same database for transactions that only read; on SQLite they take no lock."""
    return engine.execution_options(**{READS: True})


def unhurried(engine: Engine) -> Engine:
    """The same database without limits of time, for migrations."""
    return engine.execution_options(**{UNHURRIED: True})


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    with reading(engine).connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


def _embedded(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 30},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:  # Any: the driver's own connection
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -16384")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Writers take the lock at once, so that two of them wait instead of failing half-way."""
        reads = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _shared(url: str, pool: Pool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=pool.size,
        max_overflow=0,
        pool_timeout=pool.wait_seconds,
        connect_args={
            "autocommit": True,  # the driver would begin by itself, with a trip of its own
            "prepare_threshold": 5 if pool.prepared else None,
            "connect_timeout": pool.wait_seconds,
        },
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Straight through the driver's libpq: the way through both libraries takes 60 µs."""
        options = connection.get_execution_options()
        words = beginning(pool, *(options.get(name) for name in (READS, UNHURRIED, SCHEMA)))
        driver: Any = connection.connection.dbapi_connection
        if driver.pgconn.exec_(words).status != COMMAND_OK:
            connection.exec_driver_sql(words.decode())  # fails again, as the libraries' own error

    _ask_what_lay_idle(engine)
    return engine


@lru_cache(maxsize=10_000)
def beginning(pool: Pool, reads: bool | None, unhurried: bool | None, schema: str | None) -> bytes:
    """The one message by which a transaction begins: its kind, its limits, its district."""
    words = ["BEGIN READ ONLY" if reads else "BEGIN"]
    words += [
        f"SET LOCAL {name} = {0 if unhurried else seconds * 1000}"
        for name, seconds in (
            ("statement_timeout", pool.statement_seconds),
            ("lock_timeout", pool.lock_seconds),
            ("idle_in_transaction_session_timeout", pool.idle_seconds),
        )
    ]
    if schema is not None:
        words.append(f"SET LOCAL search_path = {district_name(schema)}")
    return "; ".join(words).encode()


def _ask_what_lay_idle(engine: Engine) -> None:
    """A connection in use a moment ago is not asked whether it lives: that would be a trip each."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["left_at"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - record.info.get("left_at", monotonic()) < ASK_AFTER:
            return
        try:
            connection.execute("SELECT 1")
        except engine.dialect.loaded_dbapi.Error:
            raise DisconnectionError from None
