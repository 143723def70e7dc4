"""The roll-up of month reports (DOMAIN §6.4): what was handed in adds up, nothing else counts."""

import json
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.domain.district_tally import DistrictTally, SharedPeople
from station_app.domain.month_report import freeze
from station_app.domain.periods import Period
from station_app.domain.reported_roll_up import reported_roll_up
from station_app.domain.tally import LineKind, Ratio, RollUp, Tally, TallyLine
from station_app.domain.tally_lines import BY_CODE, LINES

STATIONS = [UUID(int=number) for number in range(1, 5)]
EAST, WEST = STATIONS[:2]
MONTHS = ("2022-08", "2022-09", "2022-10")
PERIOD = Period.parse("2022-08..2022-10")
CHOSEN = [BY_CODE[code] for code in ("A1", "B1", "B5", "C2", "C4", "C4.VET_DIFF", "D1", "E7")]
SIZES = st.integers(-50, 10_000_000)
Reports = dict[tuple[UUID, str], str]


@st.composite
def lines(draw: st.DrawFn) -> tuple[TallyLine, ...]:
    """The chosen lines with any figures; what nobody knows is drawn, too."""
    found = []
    for line in CHOSEN:
        if line.kind is LineKind.RATIO:
            part, whole = draw(st.integers(0, 50)), draw(st.integers(0, 50))
            found.append(TallyLine(line, {}, Ratio(part, whole)))
        elif draw(st.integers(0, 9)) == 0:
            found.append(TallyLine(line, dict.fromkeys(line.units)))
        else:
            found.append(TallyLine(line, {unit: draw(SIZES) for unit in line.units}))
    return tuple(found)


@st.composite
def handed_in(draw: st.DrawFn) -> dict[tuple[UUID, str], Tally]:
    """Reports of some stations and months."""
    places = [(station, month) for station in STATIONS for month in MONTHS]
    chosen = draw(st.sets(st.sampled_from(places)))
    return {
        (station, month): Tally("", Period.month(month), draw(lines()))
        for station, month in sorted(chosen)
    }


def rolled(reports: dict[tuple[UUID, str], Tally], **shared: SharedPeople) -> DistrictTally:
    """The roll-up of these reports, out of their frozen texts."""
    texts = {place: freeze(tally).text for place, tally in reports.items()}
    return reported_roll_up(PERIOD, STATIONS, texts, lines=CHOSEN, shared=shared)


@settings(max_examples=60, deadline=None)
@given(handed_in())
def test_flows_are_the_sum_of_all_reports_and_stocks_those_of_the_last_month(
    reports: dict[tuple[UUID, str], Tally],
) -> None:
    whole = rolled(reports).of_group("区", STATIONS)
    for line in CHOSEN:
        if line.kind is LineKind.RATIO:
            continue
        for unit in line.units:
            known = [
                tally.value(line.code, unit)
                for (_, month), tally in reports.items()
                if line.kind is LineKind.FLOW or month == PERIOD.end
            ]
            figures = [figure for figure in known if figure is not None]
            assert whole.value(line.code, unit) == (sum(figures) if figures else None), line.code


@settings(max_examples=30, deadline=None)
@given(handed_in())
def test_the_stations_add_up_to_every_group_of_them(
    reports: dict[tuple[UUID, str], Tally],
) -> None:
    tally = rolled(reports)
    each = [tally.of_station("", station) for station in STATIONS]
    whole = tally.of_group("区", STATIONS)
    for line in CHOSEN:
        if line.roll_up is RollUp.SUM:
            for unit in line.units:
                known = [one.value(line.code, unit) for one in each]
                total = sum(figure for figure in known if figure is not None)
                assert (whole.value(line.code, unit) or 0) == total


def report(**figures: int) -> Tally:
    """A report of October with these figures, noughts elsewhere."""
    found = (
        TallyLine(line, {}, Ratio(0, 0))
        if line.kind is LineKind.RATIO
        else TallyLine(line, {unit: figures.get(line.code, 0) for unit in line.units})
        for line in CHOSEN
    )
    return Tally("", Period.month("2022-10"), tuple(found))


def test_not_handed_in_is_no_zero_report() -> None:
    tally = rolled({(EAST, "2022-10"): report()})
    assert tally.of_station("", EAST).value("B1", "人次") == 0
    assert tally.of_station("", WEST).value("B1", "人次") is None
    assert tally.of_station("", WEST).by_code["B5"].shown("%") == "—"
    assert tally.of_group("区", STATIONS).value("B1", "人次") == 0
    assert tally.of_group("镇", [WEST]).value("B1", "人次") is None


def test_a_man_of_two_stations_is_counted_once_and_at_each_of_them() -> None:
    reports = {(EAST, "2022-10"): report(A1=5), (WEST, "2022-10"): report(A1=7)}
    tally = rolled(reports, A1=SharedPeople({"320812195612052015": {EAST: 1, WEST: 1}}))
    assert tally.of_group("区", STATIONS).value("A1", "人") == 11
    assert tally.of_station("", EAST).value("A1", "人") == 5
    assert tally.of_group("镇", [EAST]).value("A1", "人") == 5


def test_a_man_whose_other_station_has_not_reported_is_counted_where_he_was_reported() -> None:
    shared = SharedPeople({"320812195612052015": {EAST: 1, WEST: 1}})
    tally = rolled({(EAST, "2022-10"): report(A1=5)}, A1=shared)
    assert tally.of_group("区", STATIONS).value("A1", "人") == 5


def test_a_line_that_an_older_program_did_not_have_is_unknown_there() -> None:
    shape = json.loads(freeze(report(B1=3)).text)
    shape["lines"] = [line for line in shape["lines"] if line["code"] != "E7"]
    texts = {(EAST, "2022-10"): json.dumps(shape), (WEST, "2022-10"): freeze(report(E7=4)).text}
    tally = reported_roll_up(PERIOD, STATIONS, texts, lines=LINES, shared={})
    assert tally.of_station("", EAST).value("E7", "块") is None
    assert tally.of_station("", EAST).value("B1", "人次") == 3
    assert tally.of_group("区", STATIONS).value("E7", "块") == 4


def test_a_line_of_a_newer_program_is_left_out_and_its_report_stays_in_the_sum() -> None:
    odd = freeze(report(B1=3, E7=2)).text.replace('"values":{"块":2}', '"values":{"块":"二"}')
    texts = {(EAST, "2022-10"): odd, (WEST, "2022-10"): freeze(report(B1=4, E7=5)).text}
    tally = reported_roll_up(PERIOD, STATIONS, texts, lines=LINES, shared={})
    assert tally.of_group("区", STATIONS).value("B1", "人次") == 7
    assert tally.of_group("区", STATIONS).value("E7", "块") == 5
    assert tally.of_station("", EAST).value("E7", "块") is None
    assert tally.unread == {(EAST, "2022-10"): ("E7",)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"lines": 7}',
        '{"lines": [7]}',
        '{"lines": [{"code": "B1"}]}',
        '{"lines": [{"code": "B1", "values": {"人次": "三"}}]}',
        '{"lines": [{"code": "B1", "values": {"人次": 1.5}}]}',
        '{"lines": [{"code": "B1", "values": {"人次": true}}]}',
        '{"lines": [{"code": ["B1"], "values": {}}]}',
        "[" * 100_000,
    ],
)
def test_a_text_that_is_no_report_is_unknown_and_keeps_nobody_else_out(text: str) -> None:
    texts = {(EAST, "2022-10"): text, (WEST, "2022-10"): freeze(report(B1=4)).text}
    tally = reported_roll_up(PERIOD, STATIONS, texts, lines=CHOSEN, shared={})
    assert tally.of_station("", EAST).value("B1", "人次") is None
    assert tally.of_group("区", STATIONS).value("B1", "人次") == 4
