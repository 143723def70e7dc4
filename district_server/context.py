"""What a request needs: its district's database, the clock, the settings. Given, never global."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm import Session

from district_server.database import reading
from district_server.process import Process, process_of
from district_server.settings import Settings
from station_app.errors import Unavailable

Clock = Callable[[], datetime]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """The collaborators of one district's routes and commands.

    `engine` sees this district alone. `district` is its name, "" for the one district of a server
    that was given no names. `process` is shared by all districts of a serving process; a command
    has one of its own that nobody asks.
    """

    engine: Engine
    clock: Clock
    settings: Settings
    district: str = ""
    process: Process = field(default_factory=lambda: process_of(Settings("")))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed as a whole, or nothing of it."""
        with in_words(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads; the database refuses to write in it."""
        with in_words(), Session(reading(self.engine)) as session:
            yield session


@contextmanager
def in_words() -> Iterator[None]:
    """A database that is away or locked is `Unavailable`; anything else goes on."""
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as error:
        _LOG.info("database unavailable", extra={"reason": _reason(error)})
        raise Unavailable("district.busy") from error


def _reason(error: SQLAlchemyError) -> str:
    """The database's own word for it (a full disk is no busy one), without text or values."""
    own = getattr(error, "orig", None)
    word = getattr(own, "sqlstate", None) or getattr(own, "sqlite_errorname", None)
    return str(word or type(own or error).__name__)
