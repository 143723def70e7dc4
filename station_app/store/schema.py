"""Which revision the file is at, and bringing it to this program's; never backwards."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from station_app.errors import Rejected

REVISIONS = (
    "records_0001",
    "station_0001",
    "records_0002",
    "station_0002",
    "records_0003",
    "station_0003",
)
"""Every revision that this program knows, of both branches; a test compares it with the scripts."""
HEADS = frozenset({"records_0003", "station_0003"})
"""The revisions of an up-to-date file; Alembic (0.5 s) is loaded only when a file is at others."""


def revisions_of(engine: Engine) -> frozenset[str]:
    """The revisions at which the file stands; none for an empty file."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return frozenset()
        return frozenset(
            connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        )


def refuse_newer(revisions: frozenset[str]) -> None:
    """Raise `Rejected("store.newer_version")` for a file that a newer program wrote."""
    if revisions - set(REVISIONS):
        raise Rejected("store.newer_version")


def upgrade(engine: Engine) -> None:
    """Bring the file to this program's revisions, both branches in one transaction."""
    from alembic import command
    from alembic.config import Config

    here = Path(__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(here))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{here / 'records'}\n{here / 'station'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
