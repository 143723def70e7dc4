"""The scripts make exactly the tables of the models, and the program knows every script."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text

from station_app.errors import Rejected
from station_app.models.base import NAMING, Base, LocalBase
from station_app.models.registry import RECORD_TYPES
from station_app.paths import Paths
from station_app.store import schema
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, EmptyStation

KEY = bytes(range(32))
MIGRATIONS = Path(schema.__file__).parent / "migrations"


def scripts() -> ScriptDirectory:
    """The migration scripts of both branches."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    folders = f"{MIGRATIONS / 'records'}\n{MIGRATIONS / 'station'}"
    config.set_main_option("version_locations", folders)
    return ScriptDirectory.from_config(config)


def test_the_scripts_make_exactly_the_tables_of_the_models(store: Store) -> None:
    assert RECORD_TYPES, "the registry imports every model"
    both = MetaData(naming_convention=NAMING)
    for metadata in (Base.metadata, LocalBase.metadata):
        for table in metadata.tables.values():
            table.to_metadata(both)
    with store.writer_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, both) == []


def test_the_program_knows_every_script_and_the_newest_of_each_branch() -> None:
    directory = scripts()
    known = {script.revision for script in directory.walk_revisions()}
    assert set(schema.REVISIONS) == known
    assert set(schema.HEADS) == set(directory.get_heads())


def test_an_up_to_date_file_is_opened_without_touching_its_shape(
    store: Store, paths: Paths
) -> None:
    assert schema.revisions_of(store.writer_engine) == schema.HEADS
    assert list(paths.backups.iterdir()) == []


def test_a_file_of_a_newer_program_is_refused_in_plain_words(
    store: Store, paths: Paths, empty_station: EmptyStation
) -> None:
    with store.writer_engine.begin() as connection:
        newer = (
            "UPDATE alembic_version SET version_num = 'records_9999' WHERE version_num LIKE 'r%'"
        )
        connection.execute(text(newer))
    store.close()
    before = paths.database.read_bytes()
    with pytest.raises(Rejected) as refused:
        open_store(
            paths.database, empty_station.keys.data, operator=OPERATOR, clock=StandingClock()
        )
    assert refused.value.code == "store.newer_version"
    assert paths.database.read_bytes() == before, "the file was not changed"


def test_before_an_upgrade_the_file_is_copied_aside(paths: Paths) -> None:
    paths.create()
    empty = Store(paths.database, KEY, operator=OPERATOR, clock=StandingClock())
    with empty.writer_engine.begin() as connection:
        connection.execute(text("CREATE TABLE old_things (name TEXT)"))
    empty.close()
    upgraded = open_store(paths.database, KEY, operator=OPERATOR, clock=StandingClock())
    assert schema.revisions_of(upgraded.writer_engine) == schema.HEADS
    upgraded.close()
    copies = list(paths.backups.iterdir())
    assert [copy.name for copy in copies] == ["before-upgrade-20221020-013000.db"]
    copy = Store(copies[0], KEY, operator=OPERATOR, clock=StandingClock())
    with copy.writer_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM old_things")).scalar() == 0
    copy.close()
