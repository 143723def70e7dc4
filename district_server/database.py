"""The district's database, SQLite or PostgreSQL, as a place to work in."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

import station_app.store
from district_server.models import DistrictBase
from station_app.errors import Rejected
from station_app.models.base import Base

HERE = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """An engine on the district's database."""
    if make_url(url).get_backend_name() == "sqlite":
        return _embedded(url)
    return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)


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
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def reading(engine: Engine) -> Engine:
    """The same database for transactions that only read; on SQLite they take no lock."""
    return engine.execution_options(reads=True)


def upgrade(engine: Engine) -> None:
    """Bring the database to this program's revisions: the records' branch and the district's."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, _branches())))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = [Base.metadata, DistrictBase.metadata]
        command.upgrade(config, "heads")


def require_ready(engine: Engine) -> None:
    """Raise `Rejected("district.not_initialised")` where `init` has not been run."""
    with reading(engine).connect() as connection:
        if not inspect(connection).has_table("district"):
            raise Rejected("district.not_initialised")


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    with reading(engine).connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


def _branches() -> tuple[Path, Path]:
    store = Path(station_app.store.__file__).parent
    return store / "migrations" / "records", HERE / "district"
