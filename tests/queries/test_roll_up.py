"""The tally of a district: three stations by hand, and a station's own tally found again."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from station_app.domain.district_tally import DistrictTally
from station_app.domain.periods import Period
from station_app.domain.tally_lines import LINES
from station_app.models.base import Base
from station_app.models.certification import CertificationCycle
from station_app.models.entitlement import PensionPayment
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.queries import roll_up, tallies
from station_app.queries.reported_roll_up import reported_tally
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from tests.fixtures.reported_months import report_month
from tests.fixtures.town import OCTOBER, Town, fill_town


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
        fill_town(found)
        yield found
    engine.dispose()


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


def test_reports_of_the_stations_roll_up_to_the_same_figures(town: Town) -> None:
    """Handed in as the records stand, they say what the records say, and a man counts once."""
    handed_in = {}
    for station in town.stations:
        handed_in[station, OCTOBER.end] = report_month(town.session, station, OCTOBER.end).id
    after = date(2022, 11, 5)
    records = roll_up.district_tally(town.session, OCTOBER, town.stations, today=after)
    rolled = reported_tally(town.session, OCTOBER, town.stations, handed_in, today=after)
    assert rolled.of_group("区", town.stations) == records.of_group("区", town.stations)
    two = town.stations[:2]
    assert rolled.of_group("镇", two) == records.of_group("镇", two)
    for station in town.stations:
        assert rolled.of_station("", station) == records.of_station("", station)


def test_people_paid_in_a_span_are_not_those_of_its_last_month(town: Town) -> None:
    """H1 of a quarter: whoever was paid in September alone is in it, a man of two stations once."""
    east, west, south = town.stations
    people = town.session.scalars(select(Person).where(Person.station_id.in_((east, west)))).all()
    for person in people:
        pension = PensionPayment(
            person_id=person.id, kind="WAR", item="BASE", month="2022-09", amount_fen=100_000,
            paid_on=date(2022, 9, 15), counted_ym="2022-09",
        )  # fmt: skip
        town.keep(pension, person.station_id)
    town.session.flush()
    months = ("2022-09", "2022-10")
    handed_in = {
        (station, month): report_month(town.session, station, month).id
        for station in (east, west)
        for month in months
    }
    span, after = Period.parse("2022-09..2022-10"), date(2022, 11, 5)
    rolled = reported_tally(town.session, span, town.stations, handed_in, today=after)
    records = roll_up.district_tally(town.session, span, (east, west), today=after)
    assert rolled.of_station("", east).value("H1", "人") == 3
    assert rolled.of_station("", south).value("H1", "人") is None
    both = rolled.of_group("镇", town.stations).value("H1", "人")
    assert both == records.of_group("镇", (east, west)).value("H1", "人") == 3


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
