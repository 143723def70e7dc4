"""What the server is told by its environment, checked once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from station_app.errors import Rejected

DATABASE = "DISTRICT_SERVER_DB"
LOG_LEVEL = "DISTRICT_SERVER_LOG_LEVEL"
CODE_DAYS = "DISTRICT_SERVER_CODE_DAYS"
EMBEDDED = "district.db"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs: where its database is, how long a code is good for, what it logs."""

    database_url: str
    code_days: int = 14
    log_level: str = "INFO"


def read_settings(environment: Mapping[str, str], *, folder: Path, db: str | None) -> Settings:
    """The settings, or `Rejected` with the name of the value that cannot be.

    `db` is what the command line says; it beats the environment. Without either the database is a
    SQLite file in `folder`.
    """
    url = db or environment.get(DATABASE) or f"sqlite:///{folder / EMBEDDED}"
    return Settings(
        database_url=_database(url),
        code_days=_days(environment.get(CODE_DAYS, "14")),
        log_level=_level(environment.get(LOG_LEVEL, "INFO")),
    )


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise Rejected("district.bad_setting", name=DATABASE) from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername != "sqlite":
        raise Rejected("district.bad_setting", name=DATABASE)
    return url.render_as_string(hide_password=False)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 365:
        raise Rejected("district.bad_setting", name=CODE_DAYS)
    return int(text)


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise Rejected("district.bad_setting", name=LOG_LEVEL)
    return text.upper()
