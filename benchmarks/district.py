"""The roll-up of a district: a month and 12 months of 140 stations, 20,000 people, on PostgreSQL.

Out of the records, and out of the 1,680 month reports that the stations handed in.
One man in fifty has a file at a neighbouring station as well. Floor: reading the number of rows of
the same tables by station, the least a roll-up can ask.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.measure import Figure, Timing, at_most, timed
from benchmarks.scene import OPERATOR, TODAY
from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.models.base import Base
from station_app.models.identifiers import new_id
from station_app.models.month_report import MonthReport
from station_app.models.person import PERSON
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.models.station import STATION
from station_app.queries.month_reports import reports_of_stations
from station_app.queries.reported_roll_up import reported_tally
from station_app.queries.roll_up import district_tally
from station_app.services.sample import ledgers, people
from station_app.services.sample.names import load_names
from station_app.sync.rows import table_of
from tests.fixtures.cluster import programs_of_postgresql, running_cluster
from tests.fixtures.reported_months import keep_report

STATIONS, PEOPLE_EACH, YEARS = 140, 143, 1
MADE_AT = datetime(2022, 10, 20, tzinfo=UTC)
_START = {"sign": 1, "headcount": 1}
MONTH, YEAR = Period.month("2022-09"), Period.year(2022)
AFTER = date(2023, 1, 5)
IN_TWO_FILES = 50
"""Of so many people one has a file at the station before as well."""


def figures(runs: int) -> list[Figure]:
    """Every line at every station and for all of them."""
    programs = programs_of_postgresql()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    with running_cluster(programs) as cluster, _filled(cluster.create("district")) as made:
        engine, stations = made
        month = _timed(engine, lambda session: _roll_up(session, MONTH, stations), runs)
        year = _timed(engine, lambda session: _roll_up(session, YEAR, stations), runs)
        floor = _timed(engine, _count_rows, runs)
        _hand_in(engine, stations)
        reported = _timed(engine, lambda session: _reported(session, YEAR, stations), runs)
        texts = _timed(engine, _read_texts, runs)
    return [
        at_most("roll-up of a month, 140 stations, PostgreSQL", month, seconds=1.0, floor=floor),
        at_most("roll-up of 12 months, 140 stations, PostgreSQL", year, seconds=2.0, floor=floor),
        at_most(
            "the same out of 1,680 month reports handed in", reported, seconds=2.0, floor=texts
        ),
    ]


def _timed(engine: Engine, job: Callable[[Session], object], runs: int) -> Timing:
    with Session(engine) as session:
        job(session)
        return timed(lambda: job(session), runs)


def _roll_up(session: Session, period: Period, stations: list[UUID]) -> None:
    district_tally(session, period, stations, today=TODAY).of_group("区", stations)


def _reported(session: Session, period: Period, stations: list[UUID]) -> None:
    """What the page of the roll-up does: which report counts, all figures, everybody once."""
    reports = reports_of_stations(session, period.months)
    handed_in = {place: row.id for place, row in reports.items() if row.is_handed_in}
    rolled = reported_tally(session, period, stations, handed_in, today=AFTER)
    assert rolled.of_group("区", stations).value("A1", "人")


def _read_texts(session: Session) -> None:
    """The floor: the texts of the reports, read and taken apart."""
    for content in session.scalars(select(MonthReport.content)):
        json.loads(content)


def _hand_in(engine: Engine, stations: list[UUID]) -> None:
    """Every month of the year, as each station counts it."""
    with Session(engine) as session:
        for month in YEAR.months:
            counted = district_tally(session, Period.month(month), stations, today=AFTER)
            for station in stations:
                tally = counted.of_station("", station)
                keep_report(session, station, tally, MonthState.SUBMITTED)
        session.commit()
        session.execute(text("ANALYZE"))


def _count_rows(session: Session) -> None:
    for record_type in RECORD_TYPES:
        table = table_of(record_type)
        query = select(table.c.station_id, func.count()).group_by(table.c.station_id)
        session.execute(query).all()


@contextmanager
def _filled(url: str) -> Iterator[tuple[Engine, list[UUID]]]:
    """A district's database with the records of all its stations."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        stations = [new_id() for _ in range(STATIONS)]
        for number, station in enumerate(stations):
            for name, rows in _station(number).items():
                if rows:
                    table = table_of(BY_NAME[name])
                    empty = dict.fromkeys(BY_NAME[name].by_name) | _START
                    columns = set(table.c.keys())
                    whole = ({"id": new_id(), **empty, **row, **_kept(station)} for row in rows)
                    kept = [{k: v for k, v in row.items() if k in columns} for row in whole]
                    connection.execute(insert(table), kept)
        connection.execute(text("ANALYZE"))
    yield engine, stations
    engine.dispose()


def _station(number: int) -> dict[str, list[dict[str, Any]]]:  # Any: values of many columns
    random, names = Random(number), load_names()
    village = people.make_people(PEOPLE_EACH, names=names, random=random, today=TODAY)
    years = range(TODAY.year - YEARS + 1, TODAY.year + 1)
    made = ledgers.make_ledgers(village, years, names=names, random=random, today=TODAY)
    for place, person in enumerate(village.tables[PERSON.name]):
        person["id_number"] = _id_number(number, place)
    own = {"id": new_id(), "division_code": f"{320812001000 + number}", "name": f"第{number}站"}
    return village.tables | made | {STATION.name: [own]}


def _id_number(station: int, place: int) -> str:
    """Eighteen digits of nobody's, for samples of many stations give the same number to many."""
    shared = station > 0 and place % IN_TWO_FILES == 0
    return f"320812{(station - shared) * 1_000 + place:012}"


def _kept(station: UUID) -> dict[str, object]:
    return {
        "station_id": station,
        "created_at": MADE_AT,
        "created_by": OPERATOR,
        "deleted": False,
    }
