"""A city in one process for the authority matrix: who there is, and with what they knock."""

import asyncio
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from district_server import api_keys, auth, database, stations
from district_server.app import create_app
from district_server.models import Device, District, Feed, Officer, ScopeSequence
from district_server.settings import Settings
from district_server.web import officers
from district_server.web.visit import COOKIE
from station_app.models.identifiers import station_id_of
from station_app.models.person import Person
from station_app.sync import enrolment
from tests.fixtures.clock import START, StandingClock
from tests.fixtures.district import PATIENT, InProcess

CITY = ("huaiyin", "qingjiangpu")
CODES = {"a": "320812001001", "b": "320812002001"}
"""Two stations of two towns."""
SECRET = "曾光明"
"""The name of the only person, at station A in Huaiyin: who reads it has read A's register."""
METRICS_TOKEN = "figures-figures-figures"


class Who(Enum):
    """Everybody who may knock at the district of Huaiyin."""

    NOBODY = "nobody"
    FORGED = "a forged token"
    REVOKED = "a revoked PC of station A"
    STATION_A = "a PC of station A"
    STATION_B = "a PC of station B"
    OTHER_DISTRICT = "a PC of a station with A's code in the other district"
    TOWN_OFFICER = "an officer of A's town"
    OTHER_TOWN = "an officer of B's town"
    DISTRICT_OFFICER = "an officer of the district"
    OTHER_OFFICER = "an officer of the other district"
    GONE_OFFICER = "an officer who was shut out"
    METRICS = "the holder of the token for figures"
    API_KEY = "a programme that delivers certifications"
    REVOKED_KEY = "a programme whose key was revoked"
    OTHER_KEY = "a programme that delivers to the other district"


TOWNS = {Who.TOWN_OFFICER: "320812001000", Who.OTHER_TOWN: "320812002000"}
DEVICES = {Who.REVOKED: "a", Who.STATION_A: "a", Who.STATION_B: "b"}
OFFICERS = frozenset(
    {Who.TOWN_OFFICER, Who.OTHER_TOWN, Who.DISTRICT_OFFICER, Who.OTHER_OFFICER, Who.GONE_OFFICER}
)


@dataclass(slots=True)
class World:
    """The city, and what each of them holds."""

    line: httpx.Client
    engine: Engine
    clock: StandingClock
    tokens: dict[Who, str] = field(default_factory=dict)
    devices: dict[Who, UUID] = field(default_factory=dict)
    cookies: dict[Who, str] = field(default_factory=dict)
    person: UUID = field(default_factory=uuid4)

    def heads(self, who: Who) -> dict[str, str]:
        """What they show at the door."""
        if who in self.cookies:
            return {"cookie": f"{COOKIE}={self.cookies[who]}"}
        return {"authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}

    def server(self) -> UUID:
        """Which server Huaiyin is."""
        with Session(self.engine) as session:
            return session.scalars(select(District.server_id)).one()

    def code(self, station: str, *, days: int = 14, at: datetime = START) -> str:
        """A one-time code of a station in Huaiyin."""
        with Session(self.engine) as session, session.begin():
            return stations.add_code(session, CODES[station], now=at, days=days)

    def station(self, name: str) -> UUID:
        """The key of a station."""
        return station_id_of(CODES[name])


@contextmanager
def city(folder: Path, empty_district: Path, clock: StandingClock) -> Iterator[World]:
    """Two districts with the same empty beginning, people in one of them, everybody's keys."""
    base = f"sqlite:///{folder / 'district.db'}"
    for name in CITY:
        shutil.copy(empty_district, folder / f"district-{name}.db")
    settings = Settings(
        base,
        districts=CITY,
        metrics_token=METRICS_TOKEN,
        device_per_minute=PATIENT,
        station_per_minute=PATIENT,
        stranger_per_minute=PATIENT,
        guesses_per_hour=1000,
    )
    engines = database.open_districts(base, CITY, settings.pool)
    app = create_app(engines, clock=clock, settings=settings)
    with asyncio.Runner() as runner:
        line = httpx.Client(transport=InProcess(app, runner), base_url="https://testserver")
        with line:
            yield _populated(World(line, engines["huaiyin"], clock), engines["qingjiangpu"])
    database.close_districts(engines)


def _populated(world: World, other: Engine) -> World:
    _add_stations(world.engine)
    _add_stations(other)
    for who, station in DEVICES.items():
        world.tokens[who], world.devices[who] = enrolled(world.engine, station)
    world.tokens[Who.OTHER_DISTRICT], world.devices[Who.OTHER_DISTRICT] = enrolled(other, "a")
    world.tokens |= {Who.FORGED: secrets.token_urlsafe(32), Who.METRICS: METRICS_TOKEN}
    with Session(world.engine) as session, session.begin():
        auth.revoke(session, world.devices[Who.REVOKED], now=START)
        for who in OFFICERS - {Who.OTHER_OFFICER}:
            world.cookies[who] = _logged_in(session, who)
        officers.disable(session, Who.GONE_OFFICER.value, now=START)
        _add_person(session, world)
        _, world.tokens[Who.API_KEY] = api_keys.add_key(session, "小程序", now=START)
        revoked, world.tokens[Who.REVOKED_KEY] = api_keys.add_key(session, "旧小程序", now=START)
        api_keys.revoke_key(session, revoked, now=START)
    with Session(other) as session, session.begin():
        world.cookies[Who.OTHER_OFFICER] = _logged_in(session, Who.OTHER_OFFICER)
        _, world.tokens[Who.OTHER_KEY] = api_keys.add_key(session, "小程序", now=START)
    return world


def _add_stations(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for name, code in CODES.items():
            stations.add_station(session, code=code, name=f"服务站 {name}", now=START)


def enrolled(engine: Engine, station: str) -> tuple[str, UUID]:
    """A PC that has joined a station: its token and its key."""
    token, device = secrets.token_urlsafe(32), uuid4()
    with Session(engine) as session, session.begin():
        code = stations.add_code(session, CODES[station], now=START, days=14)
        request = enrolment.Request(code, CODES[station], device, "PC", token)
        auth.join(session, request, now=START)
    return token, device


def _logged_in(session: Session, who: Who) -> str:
    officers.add(session, who.value, town=TOWNS.get(who), now=START)
    officer = session.scalars(select(Officer).where(Officer.name == who.value)).one()
    officer.must_change = False
    return officers.open_log_in(session, officer.id, now=START)


def _add_person(session: Session, world: World) -> None:
    station = world.station("a")
    session.add(
        Person(
            id=world.person,
            station_id=station,
            created_at=START,
            created_by="李敏",
            deleted=False,
            file_no="A1",
            name=SECRET,
            status="ACTIVE",
        )
    )
    maker = session.scalars(select(Device.id).where(Device.station_id == station).limit(1)).one()
    entry = Feed(scope=station, seq=1, record_type="person", record_id=world.person, origin=maker)
    session.add(entry)
    session.get_one(ScopeSequence, station).seq = 1
