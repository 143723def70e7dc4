"""A sample district of four stations, to look at and to try: `dev.py district` serves it.

The stations are real station files that report through the real protocol; every person in them is
invented. One station is late and its clock is wrong, one has conflicts, one has a row that was not
taken, one has not reported yet.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from district_server import (
    api_keys,
    database,
    down,
    migrating,
    month_reports,
    online,
    postings,
    stations,
)
from district_server.app import create_app
from district_server.context import Context
from district_server.following import follow_later
from district_server.models import Device, Officer, RefusedRow
from district_server.serving import answer_on, listen
from district_server.settings import Settings
from district_server.web import officers, passwords
from district_server.web.reach import EVERYTHING
from district_server.web.views.kept import keep
from district_server.web.views.tally import Asked
from station_app.domain.codes import MonthState
from station_app.domain.periods import Period, add_months, month_of
from station_app.models.identifiers import new_id, station_id_of
from station_app.models.person import Person
from station_app.models.posting import DistrictNotice, DistrictTask
from station_app.paths import station_paths
from station_app.queries.tallies import tally
from station_app.services.district_enrolment import Desk, Enroll, enroll
from station_app.services.district_sync import synchronise
from station_app.services.postings import confirm_notice, finish_task
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.station import InitStation, init_station
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.district import SERVER, InProcess
from tests.fixtures.months import hand_in

EAST_LAKE = "320812001001"
GREEN_STONE = "320812001003"
WILLOWS = "320812002001"
NEW = "320812002002"
NAMES = {
    EAST_LAKE: "水渡口街道东湖社区退役军人服务站",
    GREEN_STONE: "水渡口街道青石村退役军人服务站",
    WILLOWS: "城南街道柳溪社区退役军人服务站",
    NEW: "城南街道望江楼社区退役军人服务站",
}
CHIEF, CLERK = "林主任", "周干事"
TOWN = "320812001000"
PASSWORD = "lan-tian-bai-yun"  # of officers of a district that does not exist
STATION_PASSWORD = "sample-station"
OPERATOR = "李秀兰"
DOC = "云退役〔2026〕12号"
NOTICE = "请各站在 7月28日前走访到户，重点看 80 岁以上和独居的。走访当天登记，不用另外报表。"
TASK = "请核对本站到站未领的优待证，能送的送到家，送不到的写明原因。"
PEOPLE = {EAST_LAKE: 36, GREEN_STONE: 24, WILLOWS: 30}
LATE = timedelta(days=12)
SLOW = timedelta(hours=-2, minutes=-6)


@dataclass(slots=True)
class Clock:
    """A clock that is put where the sample needs it."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


@dataclass(slots=True)
class Sample:
    """The district in this process, and the line to it."""

    folder: Path
    url: str
    clock: Clock
    line: httpx.Client
    engine: Engine
    keys: dict[str, Keys] = field(default_factory=dict)

    def station(self, code: str, *, seed: int, ahead: timedelta = timedelta(0)) -> Desk:
        """A PC with a new station of invented people, enrolled and reported."""
        paths = station_paths(self.folder / code)
        command = InitStation(code, NAMES[code], OPERATOR, STATION_PASSWORD)
        made = init_station(paths, command, clock=self.clock)
        today = self.clock.now.date()
        fill_with_sample(made.store, SampleSize(PEOPLE[code], 2, seed), today=today)
        _hand_in(made.store, code, today)
        made.store.close()
        self.keys[code] = made.keys
        desk = self.opened(code, made.keys, ahead=ahead)
        self.join(desk, code)
        return desk

    def opened(self, folder: str, keys: Keys, *, ahead: timedelta = timedelta(0)) -> Desk:
        """A PC's files, opened; its clock goes with the district's, or is off by `ahead`."""
        paths = station_paths(self.folder / folder)

        def clock() -> datetime:
            return self.clock() + ahead

        store = open_store(paths.database, keys.data, operator=OPERATOR, clock=clock)
        return Desk(store, keys, paths.keys, paths.device, clock)

    def join(self, desk: Desk, code: str) -> None:
        """Enrol a PC and let it report."""
        with self.session() as session:
            one_time = stations.add_code(session, code, now=self.clock(), days=14)
        enroll(desk, Enroll(SERVER, one_time), line=self.line)
        synchronise(desk, line=self.line)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction at the district."""
        engine = database.open_engine(self.url)
        with Session(engine) as session, session.begin():
            yield session
        engine.dispose()


def make(folder: Path, *, now: datetime) -> str:
    """Make the sample in an empty folder; returns the address of its database."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'district.db'}"
    with _district(folder, url, now) as sample:
        with sample.session() as session:
            for code, name in NAMES.items():
                stations.add_station(session, code=code, name=name, now=now - LATE * 2)
            _add_officers(session, now)
        sample.clock.now = now - LATE
        sample.station(GREEN_STONE, seed=3, ahead=SLOW).store.close()
        sample.clock.now = now - timedelta(days=3)
        with sample.session() as session:
            _lay_down(session, sample.clock())
        sample.clock.now = now - timedelta(hours=5)
        willows = sample.station(WILLOWS, seed=2)
        _answer(willows, sample)
        _make_conflicts(sample, now)
        _move_on(sample, now)
        with sample.session() as session:
            _refuse_a_row(session, now)
            _deliver(session, now)
            _decide(session, now)
            stations.add_code(session, NEW, now=now - timedelta(days=2), days=14)
    return url


@contextmanager
def _district(folder: Path, url: str, now: datetime) -> Iterator[Sample]:
    """An initialised district in this process."""
    engine = database.open_engine(url)
    migrating.upgrade(engine)
    clock = Clock(now - LATE * 2)
    with Session(engine) as session, session.begin():
        stations.initialise(session, now=clock())
    app = create_app(engine, clock=clock, settings=Settings(url))
    with (
        asyncio.Runner() as runner,
        httpx.Client(transport=InProcess(app, runner), base_url=SERVER) as line,
    ):
        yield Sample(folder, url, clock, line, engine)
    engine.dispose()


def _hand_in(store: Store, code: str, today: date) -> None:
    """The months of the year until now, of one station but for the last, which is only signed."""
    last = add_months(month_of(today), -1)
    with store.write("months") as session:
        for month in Period(f"{today.year}-01", last).months:
            counted = tally(session, Period.month(month), today=today)
            is_late = (code, month) == (WILLOWS, last)
            state = MonthState.SIGNED if is_late else MonthState.SUBMITTED
            hand_in(session, month, tally=counted, state=state)


def _decide(session: Session, now: datetime) -> None:
    """One month accepted, one sent back; a roll-up was kept before that."""
    month = Period.month(add_months(f"{now:%Y-%m}", -1))
    said: Any = {"by": CHIEF, "now": now}  # Any: keyword arguments of several functions
    keep(session, EVERYTHING, Asked(month, now.date()), **said)
    month_reports.lock(session, station_id_of(EAST_LAKE), month.previous().start, **said)
    reason = "慰问金额与资金拨付单不一致，请核对后再报。"
    month_reports.reopen(session, station_id_of(GREEN_STONE), month.start, reason, **said)


def _add_officers(session: Session, now: datetime) -> None:
    """One of each role, with a password that is known."""
    for name, town in ((CHIEF, None), (CLERK, TOWN)):
        officers.add(session, name, town=town, now=now)
    for officer in session.scalars(select(Officer)):
        officer.password_hash, officer.must_change = passwords.kept(PASSWORD), False


def _lay_down(session: Session, now: datetime) -> None:
    """Standards, an option, a certification year, a notice and a task."""
    said: Any = {"by": CHIEF, "now": now}  # Any: keyword arguments of several functions
    first = date(now.year, 1, 1)
    for kind, fen in (("VET_DIFF", 50_000), ("MARTYR_DIFF", 100_000)):
        standard = down.NewStandard(kind=kind, amount_fen=fen, effective_from=first, doc_no=DOC)
        down.add_standard(session, standard, **said)
    pension = down.NewPensionStandard(
        kind="WAR", amount_fen=95_000, per="MONTH", effective_from=f"{now.year - 1}-08"
    )
    down.add_pension_standard(session, pension, **said)
    down.add_code(session, "occasion", "建站纪念日", **said)
    down.open_cycle(session, down.NewCycle(year=now.year, doc_no=DOC), **said)
    notice = postings.PostNotice(title="八一前走访的安排", body=NOTICE, doc_no=DOC)
    postings.post_notice(session, notice, **said)
    due = now.date() + timedelta(days=14)
    task = postings.PostTask(title="核对优待证未领人员", what=TASK, due_on=due)
    postings.post_task(session, task, **said)


def _answer(desk: Desk, sample: Sample) -> None:
    """A station reads the notice and does the task."""
    today = sample.clock.now.date()
    with desk.store.write("answer") as session:
        notice = session.scalars(select(DistrictNotice.id)).one()
        task = session.scalars(select(DistrictTask.id)).one()
        confirm_notice(session, notice, today=today)
        finish_task(session, task, answer="已核对，都领了。", today=today)
    synchronise(desk, line=sample.line)
    desk.store.close()


def _make_conflicts(sample: Sample, now: datetime) -> None:
    """Two PCs of one station change the same fields before they hear of each other."""
    sample.clock.now = now - timedelta(days=1)
    first = sample.station(EAST_LAKE, seed=1)
    first.store.close()
    shutil.copytree(sample.folder / EAST_LAKE, sample.folder / "second")
    (sample.folder / "second" / "device.json").unlink()
    second = sample.opened("second", first.keys)
    sample.join(second, EAST_LAKE)
    first = sample.opened(EAST_LAKE, first.keys)
    sample.clock.now = now - timedelta(minutes=50)
    _edit(first, "13800000001", "1947-03")
    _edit(second, "13800000002", "1948-03")
    synchronise(first, line=sample.line)
    synchronise(second, line=sample.line)
    first.store.close()
    second.store.close()


def _edit(desk: Desk, phone: str, birth: str) -> None:
    with desk.store.write("edit") as session:
        people = session.scalars(select(Person).order_by(Person.id).limit(3)).all()
        for person in people:
            person.contact_phone = phone
        people[0].birth_date = birth


def _move_on(sample: Sample, now: datetime) -> None:
    """Somebody moves to another station here, somebody to a place that is none."""
    sample.clock.now = now - timedelta(minutes=40)
    first = sample.opened(EAST_LAKE, sample.keys[EAST_LAKE])
    with first.store.write("move") as session:
        living = select(Person).where(Person.status == "ACTIVE").order_by(Person.id.desc())
        places = (NAMES[WILLOWS], "南京市")
        for person, place in zip(session.scalars(living.limit(2)), places, strict=True):
            person.status, person.moved_to = "MOVED_OUT", place
            person.moved_out_on = now.date()
    synchronise(first, line=sample.line)
    first.store.close()
    follow_later(
        Context(sample.engine, sample.clock, Settings(sample.url)), station_id_of(EAST_LAKE)
    )


def _deliver(session: Session, now: datetime) -> None:
    """Certifications made on line: for somebody of a station, and for somebody unknown."""
    key, _ = api_keys.add_key(session, "区县小程序", now=now)
    known = session.scalars(select(Person).where(Person.id_number.is_not(None)).limit(1)).one()
    day = now.date() - timedelta(days=1)
    items = [
        online.Item("P-0001", known.id_number or "", known.name, day, "0" * 64),
        online.Item("P-0002", "320802195807120016", "郑*生", day, "1" * 64),
    ]
    online.deliver(session, key, items, now=now)


def _refuse_a_row(session: Session, now: datetime) -> None:
    """A row of the third station that was not taken, as an exchange would have listed it."""
    query = select(Device.id).where(Device.station_id == station_id_of(WILLOWS))
    device: UUID = session.scalars(query).one()
    session.add(
        RefusedRow(
            device_id=device,
            record_id=new_id(),
            record_type="visit",
            code="syncing.incomplete_row",
            refused_at=now - timedelta(hours=5),
        )
    )


def main(arguments: list[str]) -> int:
    """Make the sample in a folder, unless it is there, and serve it."""
    if not arguments:
        sys.stderr.write("usage: sample_district FOLDER [PORT]\n")
        return 2
    folder, port = Path(arguments[0]).absolute(), int(arguments[1]) if arguments[1:] else 8000
    os.umask(0o077)
    url = f"sqlite:///{folder / 'district.db'}"
    if not (folder / "district.db").exists():
        url = make(folder, now=datetime.now(UTC))
    sys.stdout.write(f"district officer: {CHIEF}   town officer: {CLERK}   password: {PASSWORD}\n")
    sys.stdout.flush()
    listening = listen("127.0.0.1", port)
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}/\n")
    sys.stdout.flush()
    answer_on(listening, Settings(url), lambda: datetime.now(UTC))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
