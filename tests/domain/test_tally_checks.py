"""The checks of a month before it is handed in: what blocks, what is looked at (DOMAIN §6.3)."""

import pytest

from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Tally, TallyLine
from station_app.domain.tally_checks import CheckContext, check, people_difference
from station_app.domain.tally_lines import line

Figures = dict[str, dict[str, int | None]]


def tally(figures: Figures, period: str = "2022-10") -> Tally:
    lines = tuple(TallyLine(line(code), values) for code, values in figures.items())
    return Tally("幸福村退役军人服务站", Period.parse(period), lines)


def codes(context: CheckContext) -> list[tuple[str, str]]:
    return [(finding.gravity.value, finding.code) for finding in check(context)]


def people(found: int) -> CheckContext:
    """100 people last month, 6 new, 2 moved in, 2 died, 1 moved away: 105."""
    change: Figures = {"A7": {"人": 6}, "A9": {"人": 2}, "A8": {"人": 2}, "A10": {"人": 1}}
    before = tally({"A1": {"人": 100}}, "2022-09")
    return CheckContext(tally({"A1": {"人": found}, **change}), before)


def test_files_cancelled_explain_the_roll_and_the_difference_is_shown() -> None:
    context = people(103)
    assert people_difference(context) == -2
    assert codes(context) == [("B", "tally.people")]
    explained = CheckContext(context.this, context.previous, people_corrections=-2)
    (finding,) = check(explained)
    assert (finding.gravity, finding.code) == ("W", "tally.people_corrected")
    assert (finding.expected, finding.found) == (105, 103)


def test_a_roll_that_stays_off_after_all_corrections_blocks() -> None:
    context = people(102)
    left = CheckContext(context.this, context.previous, people_corrections=-2)
    (finding,) = check(left)
    assert (finding.code, finding.expected, finding.found) == ("tally.people", 103, 102)


def test_an_unknown_roll_is_no_difference() -> None:
    assert people_difference(CheckContext(tally({"A1": {"人": None}}))) == 0


def test_methods_of_certification_add_up_to_those_certified() -> None:
    figures: Figures = {"D2": {"人": 10}, "D5": {"人": 10}, "D5.HOME": {"人": 4}}
    figures["D5.ONLINE"] = {"人": 6}
    assert codes(CheckContext(tally(figures))) == []
    figures["D5.ONLINE"] = {"人": 5}
    assert codes(CheckContext(tally(figures))) == [("B", "tally.methods")]


PENSIONS: Figures = {
    "H1": {"人": 90},
    "H2": {FEN: 900},
    "H3": {FEN: 300},
    "H4": {FEN: 50},
    "H5": {"人次": 1, FEN: 600},
    "H6": {FEN: -200},
}


def test_pensions_by_item_lie_within_what_was_paid_before_anything_was_claimed_back() -> None:
    """900 were left after 200 were claimed back of 1,100: 950 of them may be 补发 and the like."""
    assert codes(CheckContext(tally(PENSIONS))) == []
    too_much: Figures = {**PENSIONS, "H3": {FEN: 451}}
    assert codes(CheckContext(tally(too_much))) == [("B", "tally.pension_parts")]


def test_claiming_back_is_less_than_nothing_and_no_fault_mo7() -> None:
    only_back: Figures = {"H2": {FEN: -200}, "H6": {FEN: -200}, "C1": {"人次": 1}}
    assert codes(CheckContext(tally(only_back))) == []
    positive: Figures = {"H2": {FEN: 200}, "H6": {FEN: 200}}
    assert codes(CheckContext(tally(positive))) == [("B", "tally.claimed_back")]
    assert codes(CheckContext(tally(positive), has_corrections=True)) == []


@pytest.mark.parametrize(
    ("paid", "expected"), [(95, []), (90, [("W", "tally.not_everybody_paid")]), (0, [])]
)
def test_s1_everybody_is_paid_who_is_not_suspended(
    paid: int, expected: list[tuple[str, str]]
) -> None:
    """抚恤金按标准按时足额发放: H1 = A5 − 停发; a month without payments says nothing."""
    figures: Figures = {"A5": {"人": 100}, "A5a": {"人": 5}, "H1": {"人": paid}, "B1": {"人次": 1}}
    assert codes(CheckContext(tally(figures))) == expected


def test_a_part_may_be_more_than_its_whole_where_earlier_months_were_corrected() -> None:
    """Two payments of one kind taken back, one of another made: −1 in all, +1 of that kind."""
    figures: Figures = {"C1": {"人次": -1}, "C2": {FEN: 0}, "C3": {FEN: 0}}
    figures |= {"C4": {"人次": -1, FEN: 0}, "C4.VET_DIFF": {"人次": 1, FEN: 0}}
    figures["C4.MODEL"] = {"人次": -2, FEN: 0}
    assert codes(CheckContext(tally(figures), has_corrections=True)) == []
    assert ("B", "tally.part") in codes(CheckContext(tally(figures)))


def test_a_jump_is_measured_from_a_month_with_figures_only() -> None:
    now = tally({"B1": {"人次": 0}, "B4": {"人次": 6}})
    before = tally({"B1": {"人次": -3}, "B4": {"人次": 1}}, "2022-09")
    assert codes(CheckContext(now, before)) == [("W", "tally.jump")]
