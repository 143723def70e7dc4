"""The tally: catalogue, shown values, JSON and the checks of DOMAIN §6.3."""

import json

import pytest

from station_app.domain.codes import CODE_LISTS
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, Ratio, Tally, TallyLine, unit_shown
from station_app.domain.tally_checks import CheckContext, Gravity, check
from station_app.domain.tally_lines import BY_CODE, GROUPS, LINES, line, parts


def tally(figures: dict[str, dict[str, int | None]], period: str = "2022-10") -> Tally:
    lines = tuple(TallyLine(line(code), values) for code, values in figures.items())
    return Tally("幸福村退役军人服务站", Period.parse(period), lines)


def test_the_catalogue_has_every_line_once_and_its_parent_before_it() -> None:
    assert len(BY_CODE) == len(LINES)
    assert {entry.group for entry in LINES} == set(GROUPS)
    order = [entry.code for entry in LINES]
    assert all(
        order.index(entry.parent) < order.index(entry.code) for entry in LINES if entry.parent
    )


def test_kinds_funds_and_methods_have_a_line_each() -> None:
    for prefix, name in (("C4", "condolence_kind"), ("C5", "funding"), ("D5", "cert_method")):
        assert len(parts(prefix)) == len(CODE_LISTS[name].codes)
    assert line("C4.VET_DIFF").units == ("人次", FEN)
    assert line("D4").kind is LineKind.RATIO


def test_json_has_the_shape_of_the_command_line() -> None:
    one = tally({"C4.VET_DIFF": {"人次": 93, FEN: 7580000}})
    assert json.loads(json.dumps(one.to_json(), ensure_ascii=False)) == {
        "station": "幸福村退役军人服务站",
        "period": "2022-10",
        "lines": [
            {
                "code": "C4.VET_DIFF",
                "label": "困难退役军人（系统内）",
                "values": {"人次": 93, "分": 7580000},
            }
        ],
    }


@pytest.mark.parametrize(
    ("value", "shown"), [(7580000, "7.58"), (None, "—"), (0, "0.00"), (-50000, "−0.05")]
)
def test_mo5_money_is_shown_in_wan(value: int | None, shown: str) -> None:
    assert TallyLine(line("C2"), {FEN: value}).shown(FEN) == shown
    assert unit_shown(FEN) == "万元"


def test_zero_prints_0_and_the_unknown_a_dash() -> None:
    assert TallyLine(line("B1"), {"人次": 0}).shown("人次") == "0"
    assert TallyLine(line("B1"), {"人次": -3}).shown("人次") == "−3"
    assert TallyLine(line("B7"), {"场": None}).shown("场") == "—"


def test_ce9_a_ratio_shows_both_counts_and_never_rounds_up_to_a_hundred() -> None:
    nearly = TallyLine(line("D4"), {}, Ratio(99999, 100000))
    assert nearly.shown("%") == "99.99%"
    assert nearly.to_json()["values"] == {"%": 99.99, "分子": 99999, "分母": 100000}
    assert TallyLine(line("D4"), {}, Ratio(0, 0)).shown("%") == "—"
    assert TallyLine(line("D4"), {}).to_json()["values"] == {"%": None}
    assert Ratio(63, 139).hundredths == 4532


def _codes(context: CheckContext) -> list[tuple[str, str]]:
    return [(finding.gravity.value, finding.code) for finding in check(context)]


PEOPLE: dict[str, dict[str, int | None]] = {
    "A1": {"人": 105},
    "A7": {"人": 6},
    "A9": {"人": 2},
    "A8": {"人": 2},
    "A10": {"人": 1},
}


def test_people_add_up_from_month_to_month() -> None:
    before = tally({"A1": {"人": 100}}, "2022-09")
    assert _codes(CheckContext(tally(PEOPLE), before)) == []
    wrong = tally({**PEOPLE, "A1": {"人": 104}})
    (finding,) = check(CheckContext(wrong, before))
    assert (finding.code, finding.expected, finding.found) == ("tally.people", 105, 104)
    assert finding.difference == -1
    assert finding.gravity is Gravity.BLOCK


def test_plaques_add_up_with_replaced_and_replacement() -> None:
    before = tally({"E7": {"块": 50}}, "2022-09")
    moved: dict[str, int] = {
        "E7": 53, "E2": 4, "E3": 1, "E3a": 2, "E4": 1, "E5": 1, "E6": 1, "E6a": 1, "E6b": 0,
    }  # fmt: skip
    figures: dict[str, dict[str, int | None]] = {
        code: {"块": value} for code, value in moved.items()
    }
    assert _codes(CheckContext(tally(figures), before)) == []
    figures["E7"] = {"块": 54}
    assert ("B", "tally.plaques") in _codes(CheckContext(tally(figures), before))


def test_kinds_and_funds_add_up_to_the_total() -> None:
    figures: dict[str, dict[str, int | None]] = {
        "C1": {"人次": 100},
        "C2": {FEN: 7580000},
        "C3": {FEN: 4800000},
        "C4.VET_DIFF": {"人次": 93, FEN: 7580000},
        "C4.FOCUS": {"人次": 7, FEN: 4800000},
        "C5.TOWN": {FEN: 12380000},
    }
    assert _codes(CheckContext(tally(figures))) == []
    figures["C4.FOCUS"] = {"人次": 8, FEN: 4800001}
    figures["C5.TOWN"] = {FEN: 1}
    assert _codes(CheckContext(tally(figures))) == [
        ("B", "tally.kinds_count"),
        ("B", "tally.kinds_money"),
        ("B", "tally.funds_money"),
    ]


def test_a_part_is_not_more_than_its_whole_and_done_not_more_than_due() -> None:
    too_many = tally(
        {"A1": {"人": 5}, "A2": {"人": 6}, "D1": {"人": 3}, "D3": {"人": 5}, "A7": {"人": 1}}
    )
    codes = _codes(CheckContext(too_many, deaths_and_moves=1))
    assert codes == [("B", "tally.certified"), ("B", "tally.part")]
    assert _codes(CheckContext(too_many, deaths_and_moves=2)) == [("B", "tally.part")]


def test_less_than_nothing_only_after_a_correction() -> None:
    negative = tally({"C1": {"人次": -1}})
    assert _codes(CheckContext(negative)) == [("B", "tally.negative")]
    assert _codes(CheckContext(negative, has_corrections=True)) == []


def test_what_is_only_looked_at() -> None:
    coverage = Tally(
        "站",
        Period.parse("2022-10"),
        (
            TallyLine(line("B1"), {"人次": 60}),
            TallyLine(line("B5"), {}, Ratio(11, 10)),
        ),
    )
    before = tally({"B1": {"人次": 10}}, "2022-09")
    codes = _codes(CheckContext(coverage, before, payments_without_receipt=2))
    assert codes == [("W", "tally.over_hundred"), ("W", "tally.jump"), ("W", "tally.no_receipt")]


def test_mc8_a_zero_month_is_a_report_that_is_asked() -> None:
    assert _codes(CheckContext(tally({"B1": {"人次": 0}}))) == [("W", "tally.zero_month")]


def test_an_unknown_line_has_no_value() -> None:
    assert tally({}).value("C1", "人次") is None
    assert isinstance(line("C1"), Line)
