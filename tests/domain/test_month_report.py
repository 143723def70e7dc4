"""Month reports: how they go on, what is frozen, which months are closed."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.domain.codes import MonthState, MonthVerdict
from station_app.domain.month_report import (
    ClosedMonths,
    differences,
    effective,
    freeze,
    is_zero,
    may_follow,
    thawed,
    thawed_notes,
)
from station_app.domain.periods import Period
from station_app.domain.reported_roll_up import figures_of
from station_app.domain.tally import FEN, MISSING, LineKind, Ratio, RollUp, Tally, TallyLine
from station_app.domain.tally_lines import BY_CODE
from station_app.queries.month_reports import Decision, MonthReportRow
from station_app.reports.tally_wording import KINDS

SEPTEMBER = Period.month("2022-09")


def tally(visits: int = 3, fen: int = 760_000, covered: int = 3, people: int = 93) -> Tally:
    return Tally(
        "东湖社区",
        SEPTEMBER,
        (
            TallyLine(BY_CODE["A1"], {"人": people}),
            TallyLine(BY_CODE["B1"], {"人次": visits}),
            TallyLine(BY_CODE["B5"], {}, Ratio(covered, people)),
            TallyLine(BY_CODE["C4.VET_DIFF"], {"人次": 2, FEN: fen}),
            TallyLine(BY_CODE["D1"], {"人": None}),
        ),
    )


def read(text: str) -> Tally:
    """A report that this program must be able to read."""
    found = thawed(text)
    assert found is not None
    return found


def test_what_is_frozen_comes_back_as_it_was_to_the_byte_mc7() -> None:
    frozen = freeze(tally(), {"B1": "含补报以前月份 1 人次"})
    again = read(frozen.text)
    assert again == tally()
    assert thawed_notes(frozen.text) == {"B1": "含补报以前月份 1 人次"}
    assert freeze(again, thawed_notes(frozen.text)) == frozen
    assert len(frozen.hash) == 64
    assert freeze(tally(visits=4)).hash != freeze(tally()).hash


def test_a_line_keeps_the_name_it_had_when_it_was_reported() -> None:
    text = freeze(tally()).text.replace("走访人次", "走访慰问人次")
    assert read(text).by_code["B1"].line.label == "走访慰问人次"


def test_a_line_that_a_newer_program_froze_is_shown_as_one_this_program_does_not_know() -> None:
    lines = '[{"code":"Z9","kind":"M","label":"等候天数","roll_up":"MEDIAN",'
    more = ',{"code":"Z8","kind":"T","label":"说明","roll_up":"SUM","values":["甲"]}'
    newer = freeze(tally()).text.replace(
        '"lines":[', f'"lines":{lines}"values":{{"天":12,"注":"文"}}}}{more},', 1
    )
    waited, told, *rest = read(newer).lines
    assert waited.line.label == "等候天数（本版本不认识）"
    assert (waited.line.units, waited.shown("天")) == (("天",), "12")
    assert waited.line.roll_up is RollUp.RECOMPUTE  # never added up
    assert [told.shown(unit) for unit in told.line.units] == [MISSING]
    assert tuple(rest) == tally().lines
    assert differences(read(newer), tally()) == ()
    assert not is_zero(read(newer))
    assert set(KINDS) == set(LineKind)


UNREADABLE = (
    "",
    "不是 JSON",
    "null",
    "[]",
    "{}",
    '{"station":"东湖社区","period":"2022-09"}',
    '{"station":"东湖社区","period":"2022-09","lines":{"B1":3}}',
    '{"station":7,"period":"2022-09","lines":[]}',
    '{"station":"东湖社区","period":"九月","lines":[]}',
    '{"station":"东湖社区","period":["2022-09"],"lines":[]}',
    '{"station":"东湖社区","period":"2022' + "..2022" * 5_000 + '","lines":[]}',
    "[" * 100_000,
)


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_text_that_this_program_does_not_know_is_no_report_and_no_crash(text: str) -> None:
    assert thawed(text) is None
    assert figures_of(text) is None
    assert thawed_notes(text) == {}


def test_only_the_line_that_is_not_understood_is_marked() -> None:
    text = freeze(tally()).text.replace('"values":{"人次":3}', '"values":{"人次":"三","户":2}')
    found = read(text)
    assert [line.code for line in found.lines] == ["A1", "B1", "B5", "C4.VET_DIFF", "D1"]
    odd = found.by_code["B1"]
    assert (odd.line.label, odd.shown("户")) == ("走访人次（本版本不认识）", "2")
    assert odd.value("人次") is None
    assert found.value("A1", "人") == 93
    assert [(one.code, one.reported_shown) for one in differences(found, tally())] == [("B1", "—")]
    figures = figures_of(text)
    assert figures is not None
    assert (figures["B1"], figures["A1"]) == (None, {"人": 93})


WORDS = st.text(st.characters(), max_size=3)  # halves of letters and control signs too
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
    max_leaves=6,
)
FROZEN: dict[str, Any] = json.loads(freeze(tally(), {"B1": "含补报"}).text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_report_it_is_read_or_refused_and_can_be_written_again(
    data: st.DataObject,
) -> None:
    shape = json.loads(json.dumps(FROZEN))
    place = data.draw(st.sampled_from(["station", "period", "lines", "notes", "line", "value"]))
    if place == "line":
        line = data.draw(st.sampled_from(shape["lines"]))
        line[data.draw(st.sampled_from(sorted(line)))] = data.draw(JSON)
    elif place == "value":
        shape["lines"][0]["values"] = data.draw(st.dictionaries(WORDS, JSON))
    else:
        shape[place] = data.draw(JSON)
    text = json.dumps(shape)
    found, figures = thawed(text), figures_of(text)
    assert (found is None) == (figures is None)
    notes = thawed_notes(text)
    "".join([*notes, *notes.values()]).encode()
    if found is not None:
        again = freeze(found)
        again.text.encode()
        shown = [line.shown(unit) for line in found.lines for unit in line.line.units]
        assert all(line.line.group for line in found.lines)
        assert len(shown) >= len(found.lines)
        differences(found, tally())


def test_a_difference_names_the_figure_of_then_and_of_now_mc7() -> None:
    found = differences(tally(), tally(visits=5, fen=710_000, covered=5))
    assert [(one.code, one.unit, one.delta) for one in found] == [
        ("B1", "人次", 2),
        ("B5", "%", 215),
        ("C4.VET_DIFF", FEN, -50_000),
    ]
    assert (found[2].reported_shown, found[2].now_shown) == ("0.76", "0.71")
    assert differences(tally(), tally()) == ()


def test_a_line_that_only_one_of_the_two_knows_is_no_difference() -> None:
    shorter = Tally("东湖社区", SEPTEMBER, tally().lines[:2])
    assert differences(tally(), shorter) == differences(shorter, tally()) == ()


def test_a_month_without_any_event_is_a_zero_report_mc8() -> None:
    stock_only = Tally("东湖社区", SEPTEMBER, (TallyLine(BY_CODE["A1"], {"人": 93}),))
    assert is_zero(stock_only)
    assert not is_zero(tally())


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        (MonthState.OPEN, MonthState.COMPUTED, True),
        (MonthState.OPEN, MonthState.SUBMITTED, False),
        (MonthState.COMPUTED, MonthState.SUBMITTED, False),
        (MonthState.SIGNED, MonthState.SUBMITTED, True),
        (MonthState.SUBMITTED, MonthState.COMPUTED, False),
        (MonthState.SUBMITTED, MonthState.SIGNED, True),
        (MonthState.LOCKED, MonthState.SIGNED, False),
        (MonthState.LOCKED, MonthState.REOPENED, True),
        (MonthState.REOPENED, MonthState.COMPUTED, True),
        (MonthState.REOPENED, MonthState.SUBMITTED, False),
    ],
)
def test_how_a_report_may_go_on(state: MonthState, wanted: MonthState, *, may: bool) -> None:
    assert may_follow(state, wanted) is may


def test_the_word_of_the_district_comes_before_the_stations_own() -> None:
    assert effective(MonthState.SUBMITTED, None) is MonthState.SUBMITTED
    assert effective(MonthState.SUBMITTED, MonthVerdict.REOPENED) is MonthState.REOPENED
    assert effective(MonthState.SIGNED, MonthVerdict.LOCKED) is MonthState.LOCKED


def test_mc2_all_months_up_to_the_last_one_are_closed_but_for_those_sent_back() -> None:
    closed = ClosedMonths("2022-09", {"2022-07"})
    assert "2022-09" in closed
    assert "2019-01" in closed
    assert "2022-07" not in closed
    assert "2022-10" not in closed
    assert list(closed) == ["2022-09"]
    assert list(ClosedMonths("2022-09", {"2022-09", "2022-08"})) == ["2022-07"]
    assert list(ClosedMonths(None)) == []
    assert not ClosedMonths(None)


def row(
    number: int, state: MonthState, *, version: int = 1, day: int | None = None
) -> MonthReportRow:
    return MonthReportRow(
        id=UUID(int=number),
        station_id=UUID(int=1),
        ym="2022-09",
        version=version,
        state=state,
        content_hash="",
        is_zero=False,
        computed_on=date(2022, 10, 1),
        preparer=None,
        reviewer=None,
        leader=None,
        signed_on=None,
        submitted_on=None if day is None else date(2022, 10, day),
        locked_on=None,
        reopened_on=None,
        reopened_by=None,
        reopen_reason=None,
        replaces_id=None,
    )


def test_of_two_pcs_reports_the_first_handed_in_counts_and_a_later_version_beats_both() -> None:
    late = row(1, MonthState.SUBMITTED, day=4)
    early = row(2, MonthState.SUBMITTED, day=3)
    twin = row(3, MonthState.SUBMITTED, day=3)
    draft = row(4, MonthState.SIGNED)
    assert max(late, early, twin, draft, key=lambda one: one.order) is early
    second = row(5, MonthState.COMPUTED, version=2)
    assert max(late, early, second, key=lambda one: one.order) is second


def test_the_reason_of_a_month_sent_back_is_the_districts_where_it_spoke() -> None:
    decision = Decision(MonthVerdict.REOPENED, "少报两笔", date(2022, 10, 6), "陈主任")
    own = row(1, MonthState.REOPENED, day=3)
    assert own.why_sent_back is None
    assert replace(own, decision=decision).why_sent_back == "少报两笔"
