"""Bringing a district's tables to this program's revisions, and refusing what does not fit it."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

import station_app.store
from district_server.database import reading, unhurried
from district_server.models import DistrictBase
from district_server.tenancy import district_name
from station_app.errors import Rejected
from station_app.models.base import Base

HERE = Path(__file__).parent / "migrations"
LOCK = 0x76657473
"""Two upgrades of one database at once: the second waits. The lock ends with its transaction."""


def make_schema(engine: Engine, name: str) -> None:
    """The district's schema, if PostgreSQL has none of that name; where schemas are sharded, this
    is the moment in which the district gets its node."""
    if engine.dialect.name == "postgresql":
        with unhurried(engine).begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {district_name(name)}"))


def upgrade(engine: Engine) -> None:
    """Bring a district to this program's revisions: the records' branch and the district's."""
    config = _config()
    with unhurried(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        _refuse_newer(connection)
        config.attributes["connection"] = connection
        config.attributes["metadata"] = [Base.metadata, DistrictBase.metadata]
        command.upgrade(config, "heads")


def _refuse_newer(connection: Connection) -> None:
    here = set(MigrationContext.configure(connection).get_current_heads())
    if not here <= _revisions()[1]:
        raise Rejected("district.newer_schema")


def require_ready(engine: Engine) -> None:
    """Raise `Rejected` in words for tables that are missing, older or newer than this program."""
    here = require_initialised(engine)
    wanted, known = _revisions()
    if here != wanted:
        raise Rejected("district.older_schema" if here <= known else "district.newer_schema")


def require_initialised(engine: Engine) -> set[str]:
    """The revisions of a district's tables; `Rejected` where `init` has not been run."""
    with reading(engine).connect() as connection:
        here = set(MigrationContext.configure(connection).get_current_heads())
    if not here:
        raise Rejected("district.not_initialised")
    return here


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """The heads of this program's branches, and all revisions that it knows."""
    scripts = ScriptDirectory.from_config(_config())
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return frozenset(scripts.get_heads()), known


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, _branches())))
    return config


def _branches() -> tuple[Path, Path]:
    store = Path(station_app.store.__file__).parent
    return store / "migrations" / "records", HERE / "district"
