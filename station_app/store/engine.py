"""SQLCipher through SQLAlchemy: one way to open the file, with what every connection needs."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, SafeUUID

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Dialect, Engine, Uuid, create_engine, event
from sqlalchemy.pool import QueuePool

CACHE_KIB = 16 * 1024
"""Page cache of a connection (SETTLED 17)."""
KEYS_KEPT = 32_768
"""Some 10 MB: what the pages of a station of 3,000 read again and again."""


def open_engine(path: Path, data_key: bytes, *, writes: bool, readers: int = 2) -> Engine:
    """An engine on the encrypted file; `data_key` is 32 raw bytes and never leaves this process."""
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=1 if writes else readers,
        max_overflow=0,
        connect_args={"check_same_thread": False, "isolation_level": None},
    )
    engine.dialect.colspecs = {**engine.dialect.colspecs, Uuid: KeyAsText}
    _set_pragmas(engine, data_key)
    _begin_openly(engine, "BEGIN IMMEDIATE" if writes else "BEGIN")
    return engine


@lru_cache(maxsize=KEYS_KEPT)
def key_of(text: str) -> UUID:
    """A key of the file as Python knows it.

    `UUID(text)` allows for braces and hyphens and takes twice as long; a page reads 40,000 of them,
    and most of them again when it is opened again.
    """
    key = UUID.__new__(UUID)
    object.__setattr__(key, "int", int(text, 16))
    object.__setattr__(key, "is_safe", SafeUUID.unknown)
    return key


class KeyAsText(Uuid[UUID]):
    """Keys as this file holds them: 32 hexadecimal digits."""

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002 (SQLAlchemy passes it)
        coltype: object,  # noqa: ARG002 (SQLAlchemy passes it)
    ) -> Callable[[Any], UUID | None]:
        """How a key is read."""
        return _key_or_none


def _key_or_none(text: str | None) -> UUID | None:
    return None if text is None else key_of(text)


def key_pragma(data_key: bytes) -> str:
    """The statement that opens an encrypted file: a raw key needs no derivation."""
    return f"PRAGMA key = \"x'{data_key.hex()}'\""


def _set_pragmas(engine: Engine, data_key: bytes) -> None:
    @event.listens_for(engine, "connect", insert=True)  # the key must come before any other word
    def unlock(connection: Any, _record: Any) -> None:  # Any: the driver has no types
        connection.execute("PRAGMA cipher_log_level = none")
        connection.execute(key_pragma(data_key))
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA temp_store = MEMORY")


def _begin_openly(engine: Engine, statement: str) -> None:
    """Readers get a snapshot, the writer its lock, at once; the driver would begin late."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # Any: the event passes Connection under several types
        connection.exec_driver_sql(statement)
