"""Files of every released program open, keep every row, and go on reporting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, Table, func, insert, inspect, select
from sqlalchemy.orm import Session

from district_server import database, migrating
from station_app.models.person import Person
from station_app.models.registry import BY_NAME
from station_app.paths import station_paths
from station_app.services.district_enrolment import Desk
from station_app.store import schema
from station_app.store.engine import open_engine
from station_app.store.keys import unlock_any
from station_app.store.unit_of_work import open_store
from station_app.sync.sealing import private_fields
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, Office, everything, serving
from tests.fixtures.released import PASSWORD, VERSIONS, unpack_district, unpack_station
from tests.fixtures.station import OPERATOR

Counts = dict[str, int]


def _counts(engine: Engine) -> Counts:
    """Rows of every table but Alembic's own."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


def _kept(before: Counts, after: Counts) -> bool:
    return before == {name: after.get(name) for name in before}


def _upgraded_station(version: str, folder: Path, clock: StandingClock) -> Office:
    paths = station_paths(unpack_station(version, folder))
    _, keys = unlock_any(paths.keys, password=PASSWORD)
    store = open_store(paths.database, keys.data, operator=OPERATOR, clock=clock)
    return Office(paths, Desk(store, keys, paths.keys, paths.device, clock), clock, ())


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """A released version."""
    return str(request.param)


@pytest.fixture
def old_district(version: str, tmp_path: Path) -> Iterator[Engine]:
    """The embedded district of that version, as it was left."""
    engine = database.open_engine(f"sqlite:///{unpack_district(version, tmp_path)}")
    yield engine
    engine.dispose()


def test_a_station_of_every_release_opens_and_keeps_every_row(
    version: str, tmp_path: Path, clock: StandingClock
) -> None:
    paths = station_paths(unpack_station(version, tmp_path / "before"))
    _, keys = unlock_any(paths.keys, password=PASSWORD)
    old = open_engine(paths.database, keys.data, writes=True)
    before = _counts(old)
    old.dispose()

    office = _upgraded_station(version, tmp_path, clock)

    assert schema.revisions_of(office.store.writer_engine) == schema.HEADS
    assert before["person"] == 13
    assert _kept(before, _counts(office.store.writer_engine))
    office.store.close()


def test_a_district_of_every_release_is_brought_up_and_keeps_every_row(
    old_district: Engine,
) -> None:
    before = _counts(old_district)
    migrating.upgrade(old_district)
    assert before["person"] == 12
    assert _kept(before, _counts(old_district))


def test_an_upgraded_station_reports_to_its_upgraded_district(
    version: str, old_district: Engine, tmp_path: Path, clock: StandingClock
) -> None:
    migrating.upgrade(old_district)
    office = _upgraded_station(version, tmp_path, clock)
    for district in serving(old_district, clock):
        assert office.sync(district).complete
        assert district.count(Person) == 13
        _same_on_both_sides(office, district)
    office.store.close()


def _same_on_both_sides(office: Office, district: District) -> None:
    with Session(district.engine) as session:
        there = everything(session)
    with office.store.read() as session:
        here = everything(session)
    for name, rows in here.items():
        assert rows.keys() == there[name].keys()
        for key, values in rows.items():
            sealed = {field.name for field in private_fields(BY_NAME[name])}
            readable = {n: v for n, v in values.items() if n not in sealed}
            assert readable.items() <= there[name][key].items()


def test_a_postgresql_district_of_every_release_keeps_every_row(
    version: str, old_district: Engine, postgres: str
) -> None:
    engine = database.open_engine(postgres.replace("postgresql://", "postgresql+psycopg://"))
    _stand_at(engine, version)
    _copy_rows(old_district, engine)
    before = _counts(engine)

    migrating.upgrade(engine)

    assert before["person"] == 12
    assert _kept(before, _counts(engine))
    engine.dispose()


def _stand_at(engine: Engine, version: str) -> None:
    """An empty database with the tables of that release."""
    config = Config()
    config.set_main_option("script_location", str(migrating.HERE))
    config.set_main_option("path_separator", "newline")
    folders = (Path(schema.__file__).parent / "migrations" / "records", migrating.HERE / "district")
    config.set_main_option("version_locations", "\n".join(map(str, folders)))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = []
        for branch in ("records", "district"):
            command.upgrade(config, f"{branch}_{version}")


def _copy_rows(source: Engine, target: Engine) -> None:
    """All rows of the embedded database, into tables of the same names on PostgreSQL."""
    there = MetaData()
    there.reflect(target)
    for name in inspect(source).get_table_names():
        if name == "alembic_version":
            continue
        with source.connect() as reading, target.begin() as writing:
            here = _as_models(name, there.tables[name])
            rows = [dict(row) for row in reading.execute(select(here)).mappings()]
            if rows:
                writing.execute(insert(there.tables[name]), rows)


def _as_models(name: str, there: Table) -> Table:
    """The table as PostgreSQL has it: SQLite's own word for a column's kind is too loose."""
    return there.to_metadata(MetaData(), name=name)
