"""Two districts in one database and one process: neither can see the other."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from district_server import database, migrating, stations
from district_server.app import create_app
from district_server.database import Pool, beginning
from district_server.models import Device
from district_server.settings import Settings
from district_server.tenancy import district_name, url_of
from station_app.errors import Rejected
from station_app.models.person import Person
from station_app.services.district_enrolment import Enroll, enroll
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, InProcess, MakeOffice, Office, make_other_pc

HOST = "http://testserver"
NAMES = ("huaiyin", "qingjiangpu")


@pytest.fixture(params=["sqlite", "postgresql"])
def city(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock
) -> Iterator[dict[str, District]]:
    """Two districts behind one address, each with its line."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'district.db'}"
    else:
        postgres: str = request.getfixturevalue("postgres")
        url = postgres.replace("postgresql://", "postgresql+psycopg://")
    engines = database.open_districts(url, NAMES, Pool())
    for name, engine in engines.items():
        migrating.make_schema(engine, name)
        migrating.upgrade(engine)
        with Session(engine) as session, session.begin():
            stations.initialise(session, now=clock())
    settings = Settings(url, districts=NAMES)
    app = create_app(engines, clock=clock, settings=settings)
    with asyncio.Runner() as runner:
        transport = InProcess(app, runner)
        yield {
            name: District(engine, clock, httpx.Client(transport=transport, base_url=at(name)))
            for name, engine in engines.items()
        }
    database.close_districts(engines)


def at(name: str) -> str:
    """The address of a district."""
    return f"{HOST}/{name}"


def join(office: Office, district: District, name: str) -> None:
    """Enrol at a district of the city."""
    enroll(office.desk, Enroll(at(name), district.code()), line=district.line)


def people(engine: Engine) -> list[str]:
    """The names of everybody that a district has."""
    with Session(engine) as session:
        return sorted(session.scalars(select(Person.name)))


def test_the_same_division_code_reports_to_both_and_neither_sees_the_other(
    city: dict[str, District], make_office: MakeOffice, tmp_path: Path, clock: StandingClock
) -> None:
    first, second = make_office("first"), make_other_pc(tmp_path / "second", clock)
    join(first, city["huaiyin"], "huaiyin")
    join(second, city["qingjiangpu"], "qingjiangpu")
    first.add_person("林秀英")
    second.add_person("曾光明")
    assert first.sync(city["huaiyin"]).complete
    assert second.sync(city["qingjiangpu"]).complete

    assert people(city["huaiyin"].engine) == ["林秀英"]
    assert people(city["qingjiangpu"].engine) == ["曾光明"]
    assert first.sync(city["huaiyin"]).received == 0
    with second.store.read() as session:
        assert session.scalars(select(Person.name)).all() == ["曾光明"]


def test_a_token_and_a_code_of_one_district_are_nothing_in_the_other(
    city: dict[str, District], make_office: MakeOffice, tmp_path: Path, clock: StandingClock
) -> None:
    office = make_office("first")
    join(office, city["huaiyin"], "huaiyin")
    with pytest.raises(Rejected) as refusal:
        office.sync(city["qingjiangpu"])
    assert refusal.value.code == "syncing.unknown_token"
    code = city["huaiyin"].code()
    other = make_other_pc(tmp_path / "second", clock)
    with pytest.raises(Rejected) as unknown:
        enroll(other.desk, Enroll(at("qingjiangpu"), code), line=city["qingjiangpu"].line)
    assert unknown.value.code == "syncing.unknown_code"


def test_the_same_device_in_both_is_two_devices(
    city: dict[str, District], make_office: MakeOffice
) -> None:
    office = make_office("first")
    join(office, city["huaiyin"], "huaiyin")
    with Session(city["huaiyin"].engine) as session:
        device = session.scalars(select(Device)).one()
        copy = {column.name: getattr(device, column.name) for column in Device.__table__.columns}
    with Session(city["qingjiangpu"].engine) as session, session.begin():
        session.add(Device(**copy | {"token_hash": "elsewhere"}))
    with Session(city["huaiyin"].engine) as session:
        assert session.scalars(select(Device.token_hash)).one() == copy["token_hash"]
    assert office.sync(city["huaiyin"]).complete


def test_a_district_that_is_not_served_is_no_address(city: dict[str, District]) -> None:
    with httpx.Client(transport=city["huaiyin"].line._transport, base_url=HOST) as line:
        for path in ("/lianshui/v1/sync", "/v1/sync", "/", "/HUAIYIN/v1/sync", "//huaiyin/v1/sync"):
            answer = line.post(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "district.not_found"), path
        assert line.get("/readyz").json() == {"status": "ready"}


def test_one_district_with_a_name_answers_with_and_without_it(
    district: District, make_office: MakeOffice
) -> None:
    engine = {"huaiyin": district.engine}
    app = create_app(engine, clock=district.clock, settings=Settings("", districts=("huaiyin",)))
    office = make_office("first")
    with asyncio.Runner() as runner, httpx.Client(transport=InProcess(app, runner)) as line:
        for path in ("/v1/sync", "/huaiyin/v1/sync"):
            assert line.post(HOST + path).status_code == 401
        assert line.post(f"{HOST}/other/v1/sync").status_code == 404
    assert office.rows(Person) == []


# -- PostgreSQL -------------------------------------------------------------------------------


@pytest.fixture
def shared(postgres: str) -> Iterator[Engine]:
    """One pool of one connection, so that whatever a transaction left behind would be found."""
    engine = database.open_engine(
        postgres.replace("postgresql://", "postgresql+psycopg://"), Pool(size=1)
    )
    for name in NAMES:
        migrating.make_schema(engine, name)
        migrating.upgrade(database.in_schema(engine, name))
    yield engine
    engine.dispose()


def test_sql_in_one_district_finds_nothing_of_the_other(shared: Engine) -> None:
    one, other = (database.in_schema(shared, name) for name in NAMES)
    with one.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (id int)"))
        connection.execute(text("INSERT INTO only_here VALUES (7)"))
        assert connection.scalar(text("SELECT id FROM only_here")) == 7
    for engine in (other, shared):  # the same connection, an instant later
        with engine.begin() as connection, pytest.raises(ProgrammingError, match="does not exist"):
            connection.execute(text("SELECT id FROM only_here"))
    with one.begin() as connection:
        assert connection.scalar(text("SELECT id FROM only_here")) == 7


def test_each_schema_has_its_own_revisions(shared: Engine) -> None:
    with shared.connect() as connection:
        places = connection.scalars(
            text("SELECT schemaname FROM pg_tables WHERE tablename = 'alembic_version'")
        ).all()
    assert sorted(places) == sorted(NAMES)
    migrating.require_ready(database.in_schema(shared, "huaiyin"))
    with pytest.raises(Rejected) as refusal:
        migrating.require_ready(database.in_schema(shared, "lianshui"))
    assert refusal.value.code == "district.not_initialised"


def test_a_prepared_statement_goes_with_the_district_of_its_transaction(shared: Engine) -> None:
    """After five runs the driver prepares it; PostgreSQL must still find the right tables."""
    one, other = (database.in_schema(shared, name) for name in NAMES)
    ids: dict[Engine, UUID] = {}
    for engine in (one, other):
        with Session(engine) as session, session.begin():
            ids[engine] = stations.initialise(session, now=StandingClock()())
    for engine in (one, other) * 12:
        with Session(database.reading(engine)) as session:
            assert stations.server_id(session) == ids[engine]


def test_a_transaction_that_only_reads_cannot_write(shared: Engine) -> None:
    reader = database.reading(database.in_schema(shared, "huaiyin"))
    with reader.connect() as connection, pytest.raises(Exception, match="read-only transaction"):
        connection.execute(text("DELETE FROM device"))


def test_a_statement_that_takes_too_long_is_ended(postgres: str) -> None:
    url = postgres.replace("postgresql://", "postgresql+psycopg://")
    engine = database.open_engine(url, Pool(statement_seconds=1))
    with engine.connect() as connection, pytest.raises(Exception, match="statement timeout"):
        connection.execute(text("SELECT pg_sleep(30)"))
    with database.unhurried(engine).connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
    engine.dispose()


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", "a", "1a", "Huaiyin", "hua-iyin", "淮阴", "pg_temp", "public", "x" * 40, "a;drop", "v1"],
)
def test_a_name_that_could_mean_something_else_is_refused(name: str) -> None:
    with pytest.raises(Rejected) as refusal:
        district_name(name)
    assert refusal.value.code == "district.bad_district_name"
    with pytest.raises(Rejected):
        beginning(Pool(), None, None, name)


def test_on_the_embedded_database_a_district_is_a_file(tmp_path: Path) -> None:
    url = url_of(f"sqlite:///{tmp_path / 'district.db'}", "huaiyin")
    assert url == f"sqlite:///{tmp_path / 'district-huaiyin.db'}"


def test_a_transaction_begins_in_one_message(shared: Engine, tmp_path: Path) -> None:
    engine = database.reading(database.in_schema(shared, "huaiyin"))
    wire = tmp_path / "wire"
    with wire.open("wb") as file, engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.pgconn.trace(file.fileno())
        connection.execute(text("SELECT 1"))
        connection.rollback()
        driver.pgconn.untrace()
    sent = [line.split("\t", 4) for line in wire.read_text().splitlines()]
    queries = [line[4] for line in sent if line[1] == "F" and line[3] == "Query"]
    assert [query.split()[0].strip('"; ') for query in queries] == ["BEGIN", "SELECT", "ROLLBACK"]
