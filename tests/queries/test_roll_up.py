"""The tally of a district: three stations by hand, and a station's own tally found again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from station_app.domain.district_tally import DistrictTally
from station_app.domain.periods import Period
from station_app.domain.tally_lines import LINES
from station_app.models.base import Base, SyncedRecord
from station_app.models.certification import Certification, CertificationCycle
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import Entitlement
from station_app.models.household import Household
from station_app.models.identifiers import DISTRICT_SCOPE, new_id
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.station import Station
from station_app.models.visit import VisitAttendance
from station_app.queries import roll_up, tallies
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from tests.fixtures.clock import START

OCTOBER = Period.month("2022-10")
ELSEWHERE = "320812195612052015"
"""The number of the one man whom two stations keep."""


@dataclass(slots=True)
class Town:
    """Three stations in one database: 东湖, 西湖, 南湖."""

    session: Session
    stations: list[UUID] = field(default_factory=lambda: [new_id() for _ in range(3)])
    files: int = 0

    def keep(self, row: SyncedRecord, station: UUID) -> None:
        """Store a record as the exchange does."""
        row.station_id, row.created_at, row.created_by = station, START, "李敏"
        self.session.add(row)
        self.session.flush()

    def person(self, station: UUID, **values: object) -> Person:
        """A person on the roll since 2021."""
        self.files += 1
        given = {"name": f"人{self.files}", "status": "ACTIVE", "registered_on": date(2021, 3, 1)}
        person = Person(file_no=f"A{self.files:05}", **(given | values))
        self.keep(person, station)
        return person

    def visit(self, station: UUID, person: Person, **values: object) -> None:
        """A visit in October."""
        given = {"visit_date": date(2022, 10, 12), "kind": "ROUTINE", "method": "HOME"}
        row = VisitAttendance(visit_id=new_id(), person_id=person.id, **_fact(given | values))
        self.keep(row, station)

    def payment(self, station: UUID, person: Person, fen: int) -> None:
        """Money of October."""
        given = {
            "recipient_kind": "PERSON",
            "kind": "VET_DIFF",
            "occasion": "DAILY",
            "occasion_year": 2022,
            "funding": "COUNTY",
            "pay_form": "CASH",
            "amount_fen": fen,
            "paid_on": date(2022, 10, 9),
            "receipt": "SELF",
        }
        self.keep(CondolencePayment(person_id=person.id, **_fact(given)), station)

    def pensioner(self, station: UUID, person: Person, *, certified: bool) -> None:
        """Somebody to certify, certified or not."""
        granted = {"kind": "AGED_SOLDIER", "start_month": "2020-01", "state": "GRANTED"}
        self.keep(Entitlement(person_id=person.id, **granted), station)
        if certified:
            given = {
                "year": 2022,
                "certified_on": date(2022, 9, 20),
                "method": "ONSITE",
                "result": "PASS",
            }
            self.keep(Certification(person_id=person.id, **_fact(given)), station)

    def plaque(self, station: UUID) -> None:
        """A household with a plaque hung in October."""
        home = Household(household_no=f"H{new_id()}", head_name="户主", verified=True)
        self.keep(home, station)
        plaque = Plaque(household_id=home.id, apply_mode="INITIATIVE")
        self.keep(plaque, station)
        for event, day in (("ISSUE", 8), ("HANG", 9)):
            given = {"event": event, "event_on": date(2022, 10, day), "reason": "N1"}
            row = PlaqueEvent(plaque_id=plaque.id, **_fact(given | {"household_id": home.id}))
            self.keep(row, station)


def _fact(values: dict[str, object]) -> dict[str, object]:
    common = {"counted_ym": "2022-10", "sign": 1, "headcount": 1}
    return common | values


@pytest.fixture(params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """The three stations with what they did in October 2022, on either database."""
    url = "sqlite://"
    if request.param == "postgres":
        given: str = request.getfixturevalue("postgres")
        url = given.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        found = Town(session)
        _fill(found)
        yield found
    engine.dispose()


def _fill(town: Town) -> None:
    east, west, south = town.stations
    for number, station in enumerate(town.stations):
        town.keep(Station(division_code=f"32081200100{number}", name=f"第{number}站"), station)
    window = {"open_on": date(2022, 8, 1), "due_on": date(2022, 9, 30), "grace_days": 60}
    town.keep(CertificationCycle(year=2022, status="OPEN", **window), DISTRICT_SCOPE)
    known_twice = [town.person(s, id_number=ELSEWHERE, name="王建国") for s in (east, west)]
    alone = [town.person(station) for station in (east, east, south)]
    town.visit(east, known_twice[0])
    town.visit(west, known_twice[1])
    town.visit(south, alone[2])
    town.payment(east, alone[0], 30_000)
    town.payment(west, known_twice[1], 50_050)
    for station, person in zip((east, west), known_twice, strict=True):
        town.pensioner(station, person, certified=station == west)
    town.pensioner(south, alone[2], certified=False)
    town.plaque(south)


def counted(town: Town, today: date) -> DistrictTally:
    return roll_up.district_tally(town.session, OCTOBER, town.stations, today=today)


EXPECTED = {
    # line: (unit, 东湖, 西湖, 南湖, all three)
    "A1": ("人", 3, 1, 1, 4),
    "A6": ("人", 3, 1, 1, 4),
    "A5": ("人", 1, 1, 1, 2),
    "B1": ("人次", 1, 1, 1, 3),
    "B3": ("人", 1, 1, 1, 2),
    "C1": ("人次", 1, 1, 0, 2),
    "C2": ("分", 30_000, 50_050, 0, 80_050),
    "C4.VET_DIFF": ("分", 30_000, 50_050, 0, 80_050),
    "D1": ("人", 1, 1, 1, 2),
    "D2": ("人", 0, 1, 0, 1),
    "D3": ("人", 0, 1, 0, 1),
    "D6": ("人", 1, 0, 1, 2),
    "E1": ("块", 0, 0, 1, 1),
    "E2": ("块", 0, 0, 1, 1),
    "E7": ("块", 0, 0, 1, 1),
    "K1": ("人次", 1, 1, 0, 2),
    "K2": ("分", 30_000, 50_050, 0, 80_050),
}


def test_three_stations_roll_up_to_the_figures_made_by_hand(town: Town, today: date) -> None:
    tally = counted(town, today)
    columns = [tally.of_station("", station) for station in town.stations]
    columns.append(tally.of_group("区", town.stations))
    found = {
        code: (unit, *(column.value(code, unit) for column in columns))
        for code, (unit, *_) in EXPECTED.items()
    }
    assert found == EXPECTED


def test_whoever_is_certified_at_one_of_his_stations_is_certified(town: Town, today: date) -> None:
    """Two of three files are the same man: one of two people is certified, 50 % and not 33 %."""
    ratio = counted(town, today).of_group("区", town.stations).by_code["D4"].ratio
    assert ratio is not None
    assert (ratio.part, ratio.whole) == (1, 2)


def test_a_town_of_one_of_his_stations_counts_him_too(town: Town, today: date) -> None:
    tally = counted(town, today)
    assert tally.of_group("镇", town.stations[1:]).value("A1", "人") == 2


def test_the_rows_behind_each_figure_are_those_of_its_station(town: Town, today: date) -> None:
    for code, (unit, *figures, _) in EXPECTED.items():
        for station, figure in zip(town.stations, figures, strict=True):
            rows = roll_up.rows_at(town.session, code, OCTOBER, station, today=today)
            assert sum(row.fen if unit == "分" else row.count for row in rows) == figure, code


def test_stations_with_other_certification_years_are_counted_by_their_own(
    town: Town, today: date
) -> None:
    late = {"open_on": date(2022, 8, 1), "due_on": date(2022, 12, 31), "grace_days": 60}
    for cycle in town.session.query(CertificationCycle):
        cycle.deleted = True
    town.keep(CertificationCycle(year=2022, status="OPEN", **late), town.stations[0])
    tally = counted(town, today)
    values = [
        (one.value("D1", "人"), one.value("D6", "人"))
        for one in (tally.of_station("", station) for station in town.stations)
    ]
    assert values == [(1, 0), (None, None), (None, None)]


@pytest.mark.parametrize("period", [OCTOBER, Period.year(2022)], ids=["month", "year"])
def test_one_station_rolled_up_is_its_own_tally(store: Store, today: date, period: Period) -> None:
    fill_with_sample(store, SampleSize(people=150, years=2), today=today)
    with store.read() as session:
        station = session.scalars(select(Station.station_id)).one()
        own = tallies.tally(session, period, today=today)
        rolled = roll_up.district_tally(session, period, [station], today=today)
        assert rolled.of_station(own.station, station) == own
        for line in LINES:
            mine = tallies.rows_behind(session, line.code, period, today=today)
            assert roll_up.rows_at(session, line.code, period, station, today=today) == mine
