"""What worlds are made of: stations and a district that were made once and are only copied."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from district_server import database, stations
from district_server.app import create_app
from district_server.settings import Settings
from station_app.models.identifiers import station_id_of
from station_app.paths import station_paths
from station_app.services.district_enrolment import Desk, Enroll, enroll
from station_app.services.station import InitStation, init_station
from station_app.store.keys import Keys
from station_app.store.unit_of_work import open_store
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import PATIENT, SERVER, Office, initialised
from tests.fixtures.station import OPERATOR, PASSWORD
from tests.server.model_lines import WildLine, Wires
from tests.server.model_replica import Replica, replica_on

CODES = ("320812001001", "320812001002")


@dataclass(frozen=True, slots=True)
class StationTemplate:
    """A station as the first-run wizard leaves it, never opened again."""

    code: str
    folder: Path
    keys: Keys
    words: tuple[str, ...]

    @property
    def station_id(self) -> UUID:
        """The key of the station."""
        return station_id_of(self.code)


@dataclass(frozen=True, slots=True)
class Template:
    """Two stations, and an embedded district that knows both."""

    stations: tuple[StationTemplate, ...]
    district: Path

    def copy_district(self, folder: Path) -> Engine:
        """A fresh district on an embedded database."""
        shutil.copy(self.district, folder / "district.db")
        return database.open_engine(f"sqlite:///{folder / 'district.db'}")


def make_template(folder: Path) -> Template:
    """The costly part, done once: keys are derived, tables are made."""
    made = tuple(_station(folder / code, code) for code in CODES)
    file = folder / "district.db"
    engine = prepared_district(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return Template(made, file)


def prepared_district(url: str) -> Engine:
    """A district that knows both stations, on any database."""
    clock = StandingClock()
    engine = initialised(url, clock)
    with Session(engine) as session, session.begin():
        for code in CODES:
            stations.add_station(session, code=code, name=f"站{code[-1]}", now=clock())
    return engine


def _station(folder: Path, code: str) -> StationTemplate:
    paths = station_paths(folder)
    command = InitStation(code, f"站{code[-1]}", OPERATOR, PASSWORD)
    made = init_station(paths, command, clock=StandingClock())
    made.store.close()
    paths.device.unlink(missing_ok=True)
    return StationTemplate(code, paths.data, made.keys, made.recovery_words)


def new_office(template: StationTemplate, folder: Path, clock: StandingClock) -> Office:
    """A PC of a station, set up from a copy of the template."""
    shutil.copytree(template.folder, folder)
    return office_in(folder, template, clock)


def office_in(folder: Path, template: StationTemplate, clock: StandingClock) -> Office:
    """The program, opened on a folder."""
    paths = station_paths(folder)
    store = open_store(paths.database, template.keys.data, operator=OPERATOR, clock=clock)
    desk = Desk(store, template.keys, paths.keys, paths.device, clock)
    return Office(paths, desk, clock, template.words)


def enrolled(office: Office, engine: Engine, wires: Wires, template: StationTemplate) -> Replica:
    """The PC with a place at the district and a line of its own."""
    replica = replica_on(office, WildLine(wires))
    join(replica, engine, template)
    replica.tail = replica.end_of_log()
    return replica


def join(replica: Replica, engine: Engine, template: StationTemplate) -> None:
    """Enrol with a fresh code."""
    with Session(engine) as session, session.begin():
        code = stations.add_code(session, template.code, now=StandingClock()(), days=14)
    enroll(replica.office.desk, Enroll(SERVER, code), line=replica.client)


@contextmanager
def wires_to(engine: Engine, clock: StandingClock, random: Random) -> Iterator[Wires]:
    """The server's application, and the way to it."""
    url = engine.url.render_as_string()
    settings = Settings(url, device_per_minute=PATIENT, station_per_minute=PATIENT)
    app = create_app(engine, clock=clock, settings=settings)
    with asyncio.Runner() as runner:
        yield Wires(app, runner, random)
