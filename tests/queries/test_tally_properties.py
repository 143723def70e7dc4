"""Whatever was recorded and taken back: stations add up, people count once, rows make the figure.

The other side of each comparison is plain Python over the same facts, not another query.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.domain.annual_lines import EVERY
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, LineKind, RollUp, Tally
from station_app.domain.tally_lines import LINES, parts
from station_app.models.base import SyncedRecord
from station_app.models.certification import Certification, CertificationCycle
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import Entitlement, PensionPayment
from station_app.models.household import Household
from station_app.models.identifiers import DISTRICT_SCOPE, new_id
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.models.visit import VisitAttendance
from station_app.queries import roll_up, tallies
from station_app.queries.figures import figures
from tests.fixtures.source_records import Book, Values, book

YEAR = Period.year(2022)
TODAY = date(2022, 12, 31)
STATIONS, PEOPLE, HOMES = 3, 4, 2
SHARED = 2
"""Of each station's people so many are the same men as at the other stations."""
FEW = settings(max_examples=4)
"""Each example counts everything at three stations and at the district."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One fact: where, to whom, when, how much, and in which month it was taken back."""

    what: str
    station: int
    person: int
    month: int
    how: str
    fen: int
    undone: int | None


HOW = {
    "visit": ("HOME", "STATION", "MEETING", "PHONE"),
    "gift": ("CASH", "TRANSFER", "GOODS"),
    "pension": ("BASE", "BACKPAY", "FUNERAL", "NURSE"),
    "certified": ("HOME", "ONLINE", "AGENT"),
}


@st.composite
def happenings(draw: st.DrawFn) -> Happened:
    """Any fact of a year; some are taken back in their month or later."""
    what = draw(st.sampled_from(sorted(HOW)))
    month = draw(st.integers(1, 12))
    return Happened(
        what=what,
        station=draw(st.integers(0, STATIONS - 1)),
        person=draw(st.integers(0, PEOPLE - 1)),
        month=month,
        how=draw(st.sampled_from(HOW[what])),
        fen=draw(st.integers(1, 10**9)),
        undone=draw(st.none() | st.integers(month, 12)),
    )


FACTS = st.lists(happenings(), min_size=1, max_size=25)


@dataclass(slots=True)
class World:
    """The files of three stations, the same in every example."""

    stations: list[UUID]
    people: list[list[UUID]]
    homes: list[list[UUID]]

    @classmethod
    def new(cls) -> "World":
        """New keys for all of them."""
        return cls(
            [new_id() for _ in range(STATIONS)],
            [[new_id() for _ in range(PEOPLE)] for _ in range(STATIONS)],
            [[new_id() for _ in range(HOMES)] for _ in range(STATIONS)],
        )

    def home(self, fact: Happened) -> UUID:
        """Where the person of a fact lives: two people in each household."""
        return self.homes[fact.station][fact.person % HOMES]

    def file(self, fact: Happened) -> UUID:
        """The person's file."""
        return self.people[fact.station][fact.person]

    def man(self, fact: Happened) -> Hashable:
        """Who it is, whichever station keeps the file."""
        return fact.person if fact.person < SHARED else (fact.station, fact.person)


def write_files(ledger: Book, world: World, station: int) -> None:
    """The station, its households, its people, all of whom draw a benefit."""
    ledger.station = world.stations[station]
    ledger.insert(Station, [{"division_code": f"32081200100{station}", "name": f"第{station}站"}])
    homes = world.homes[station]
    ledger.insert(Household, ({"id": h, "household_no": str(h), "verified": True} for h in homes))
    ledger.insert(Person, (_file(world, station, number) for number in range(PEOPLE)))
    ledger.insert(
        Entitlement,
        (
            {"person_id": person, "kind": "WAR", "start_month": "2019-01", "state": "GRANTED"}
            for person in world.people[station]
        ),
    )


def _file(world: World, station: int, number: int) -> Values:
    shared = number < SHARED
    return {
        "id": world.people[station][number],
        "file_no": f"{station}-{number}",
        "name": f"人{number}",
        "status": "ACTIVE",
        "registered_on": date(2020, 1, 5),
        "household_id": world.homes[station][number % HOMES],
        "id_number": f"32081219560101{number:04}" if shared else f"33{station}{number:015}",
    }


def write_year(ledger: Book) -> None:
    """The certification year, opened by the district."""
    ledger.station = DISTRICT_SCOPE
    window = {"open_on": date(2022, 1, 1), "due_on": date(2022, 11, 30), "grace_days": 60}
    ledger.insert(CertificationCycle, [{"year": 2022, "status": "OPEN", **window}])


def write_facts(ledger: Book, world: World, facts: Iterable[Happened]) -> None:
    """Every fact, and its reversal."""
    for fact in facts:
        ledger.station = world.stations[fact.station]
        model, row = _row(world, fact)
        key = new_id()
        ledger.facts(model, [(date(2022, fact.month, 9), {"id": key, **row})])
        if fact.undone is not None:
            ledger.facts(
                model,
                [(date(2022, fact.undone, 1), {"sign": -1, "reverses_id": key, **row})],
            )


def _row(world: World, fact: Happened) -> tuple[type[SyncedRecord], Values]:
    on = date(2022, fact.month, 9)
    common: Values = {"person_id": world.file(fact), "household_id": world.home(fact)}
    if fact.what == "visit":
        visit = {"visit_id": new_id(), "visit_date": on, "kind": "ROUTINE", "method": fact.how}
        return VisitAttendance, common | visit
    if fact.what == "pension":
        money = {"amount_fen": fact.fen, "item": fact.how, "paid_on": on}
        return PensionPayment, common | money | {"kind": "WAR", "month": f"2022-{fact.month:02}"}
    if fact.what == "certified":
        passed = {"year": 2022, "result": "PASS", "certified_on": on, "method": fact.how}
        return Certification, common | passed
    goods = fact.how == "GOODS"
    given: Values = {"recipient_kind": "PERSON", "kind": "VET_DIFF", "occasion": "DAILY"}
    given |= {"occasion_year": 2022, "funding": "COUNTY", "pay_form": fact.how, "receipt": "SELF"}
    given |= {"amount_fen": 0 if goods else fact.fen, "paid_on": on}
    return CondolencePayment, common | given | {"goods_value_fen": fact.fen if goods else None}


@dataclass(slots=True)
class Kept:
    """The three stations in a database of each, and all of them in the district's."""

    world: World
    own: list[Book]
    district: Book

    @contextmanager
    def holding(self, facts: list[Happened]) -> Iterator[None]:
        """The facts of one example, which the next one does not find."""
        for number, ledger in enumerate(self.own):
            write_facts(ledger, self.world, (f for f in facts if f.station == number))
        write_facts(self.district, self.world, facts)
        try:
            yield
        finally:
            for each in (*self.own, self.district):
                each.session.rollback()

    def tallies(self, period: Period = YEAR) -> list[Tally]:
        """What each station counts by itself."""
        return [tallies.tally(ledger.session, period, today=TODAY) for ledger in self.own]


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    world = World.new()
    with book() as first, book() as second, book() as third, book() as district:
        own = [first, second, third]
        for number, ledger in enumerate(own):
            write_files(ledger, world, number)
            write_files(district, world, number)
        for ledger in (*own, district):
            write_year(ledger)
            ledger.session.commit()
        yield Kept(world, own, district)


def net(keys: Iterable[tuple[Hashable, Happened]], *, until: int = 12) -> set[Hashable]:
    """The keys whose facts are not all taken back by the end of a month."""
    count: Counter[Hashable] = Counter()
    for key, fact in keys:
        count[key] += fact.month <= until
        count[key] -= fact.undone is not None and fact.undone <= until
    return {key for key, value in count.items() if value > 0}


def is_visit(fact: Happened) -> bool:
    """Counts as 走访 (CN5)."""
    return fact.what == "visit" and fact.how != "PHONE"


def is_base(fact: Happened) -> bool:
    """A regular month of a pension."""
    return fact.what == "pension" and fact.how == "BASE"


def is_pass(fact: Happened) -> bool:
    """A certification passed."""
    return fact.what == "certified"


def standing(facts: Iterable[Happened], what: str) -> list[Happened]:
    """The facts of a kind that were not taken back in the year."""
    return [fact for fact in facts if fact.what == what and fact.undone is None]


WHOLE = tuple(line for line in LINES if "." not in line.code)


@FEW
@given(facts=FACTS)
def test_the_sum_of_stations_is_the_roll_up_and_people_of_several_stations_count_once(
    kept: Kept, facts: list[Happened]
) -> None:
    stations = kept.world.stations
    with kept.holding(facts):
        own = kept.tallies()
        found = roll_up.district_tally(
            kept.district.session, YEAR, stations, today=TODAY, lines=WHOLE
        )
    district = found.of_group("区", stations)
    for line in WHOLE:
        for unit in line.units if line.roll_up in (RollUp.SUM, RollUp.ORGANISER) else ():
            values = [tally.value(line.code, unit) for tally in own]
            assert district.value(line.code, unit) == sum(v or 0 for v in values), line.code
    for code, of_line in (("B3", is_visit), ("H1", is_base), ("D3", is_pass)):
        chosen = [fact for fact in facts if of_line(fact)]
        files = net((kept.world.file(f), f) for f in chosen)
        men = {kept.world.man(f) for f in chosen if kept.world.file(f) in files}
        assert sum(tally.value(code, "人") or 0 for tally in own) == len(files), code
        assert district.value(code, "人") == len(men), code
    assert district.value("A1", "人") == SHARED + STATIONS * (PEOPLE - SHARED)


@FEW
@given(facts=FACTS)
def test_people_households_and_money_are_those_of_a_count_by_hand(
    kept: Kept, facts: list[Happened]
) -> None:
    with kept.holding(facts):
        found = kept.tallies()
    for number, tally in enumerate(found):
        expected = by_hand([fact for fact in facts if fact.station == number])
        assert {key: tally.value(*key) for key in expected} == expected


def by_hand(facts: list[Happened]) -> dict[tuple[str, str], int]:
    """The figures of one station over the year, without a database."""
    gifts, pensions = standing(facts, "gift"), standing(facts, "pension")
    given_to = [f for f in facts if f.what == "gift"]
    passed = net((f.person, f) for f in facts if is_pass(f))
    base = net((f.person, f) for f in facts if is_base(f))
    goods = sum(f.fen for f in gifts if f.how == "GOODS")
    return {
        ("C1", "人次"): len(gifts),
        ("C2", FEN): sum(f.fen for f in gifts) - goods,
        ("C3", FEN): goods,
        ("K2", FEN): sum(f.fen for f in gifts),
        ("K1", "人次"): len(net(((f.person, f.month), f) for f in given_to)),
        ("C6", "户次"): len(net((f.person % HOMES, f) for f in given_to)),
        ("D2", "人"): len(passed),
        ("D3", "人"): len(passed),
        ("H1", "人"): len(base),
        ("H2", FEN): sum(f.fen for f in pensions),
        ("B1", "人次"): sum(map(is_visit, standing(facts, "visit"))),
    }


@FEW
@given(facts=FACTS, codes=st.lists(st.sampled_from(sorted(EVERY)), min_size=15, max_size=15))
def test_the_rows_behind_any_figure_of_any_code_make_it_again(
    kept: Kept, facts: list[Happened], codes: list[str]
) -> None:
    session = kept.own[0].session
    wanted = [(code, span) for code in codes for span in (YEAR, Period.quarter(2022, 2))]
    with kept.holding(facts):
        found = figures(session, wanted, today=TODAY)
        behind = {
            (code, span): tallies.rows_behind(session, code, span, today=TODAY)
            for code, span in found
        }
    for key, line in found.items():
        count, fen = sum(row.count for row in behind[key]), sum(row.fen for row in behind[key])
        if line.ratio is not None:
            assert count == line.ratio.part, key
        for unit, value in line.values.items():
            assert (value or 0) == (fen if unit == FEN else count), key


FLOWS = tuple(line for line in WHOLE if line.kind is LineKind.FLOW)


@settings(max_examples=3)  # each counts twelve months apart
@given(facts=FACTS)
def test_every_fen_that_goes_in_comes_out_once_by_kind_by_fund_and_by_month(
    kept: Kept, facts: list[Happened]
) -> None:
    session = kept.own[0].session
    with kept.holding(facts):
        year = tallies.tally(session, YEAR, today=TODAY)
        months = [
            figures(session, [(line.code, span) for line in FLOWS], today=TODAY)
            for span in (Period.month(month) for month in YEAR.months)
        ]
    gifts = sum(f.fen for f in standing(facts, "gift") if f.station == 0)
    for whole in ("C4", "C5"):
        assert sum(year.value(part.code, FEN) or 0 for part in parts(whole)) == gifts
    for line in FLOWS:
        shown = [one for month in months for (code, _), one in month.items() if code == line.code]
        for unit in line.units:
            assert year.value(line.code, unit) == sum(one.value(unit) or 0 for one in shown)


@settings(max_examples=3)
@given(facts=FACTS)
def test_periods_counted_together_are_those_counted_alone(
    kept: Kept, facts: list[Happened]
) -> None:
    """One question serves all columns of a report, each with its own day."""
    session, span = kept.own[0].session, Period.month("2022-06")
    with kept.holding(facts):
        report = tallies.tally_report(session, span, today=TODAY)
        columns = (report.this, report.previous, report.year_to_date, report.last_year)
        for tally in columns:
            assert tally is not None
            assert tallies.tally(session, tally.period, today=TODAY) == tally
