"""The annual figures as data, and the ratios of the sources whose records are not kept yet."""

import pytest

from station_app.domain.annual import AnnualFigure, AnnualRow
from station_app.domain.annual_figures import BY_CODE, FIGURES
from station_app.domain.annual_formulas import (
    card_issue_rate,
    on_time_rate,
    placement_rate,
    share,
    stations_of_size,
    training_rate,
    years_running,
)
from station_app.domain.annual_lines import AWAITED_CODES, EVERY, YEAR_LINES, line_of
from station_app.domain.awaited_lines import AWAITED
from station_app.domain.money import narrative, percent
from station_app.domain.tally import FEN, LineKind, Ratio, RollUp, TallyLine
from station_app.domain.tally_lines import LINES


def test_every_code_is_one_line_whoever_asks() -> None:
    assert len(EVERY) == len(LINES) + len(YEAR_LINES) + len(AWAITED)
    assert line_of("Y1.TWO_JOIN").units == ("人次", FEN)
    assert line_of("N1.GOV_PLACED").label == "安排工作"
    assert line_of("F2.M3").parent == "F2"


def test_every_line_of_the_year_is_a_part_of_a_line_that_stands_before_it() -> None:
    order = list(EVERY)
    parents = [(line.parent, line.code) for line in EVERY.values() if line.parent]
    assert all(order.index(parent) < order.index(code) for parent, code in parents)


def test_ratios_are_in_percent_and_are_made_again_at_the_district() -> None:
    ratios = [line for line in EVERY.values() if line.kind is LineKind.RATIO]
    assert {line.units for line in ratios} == {("%",)}
    assert {line.roll_up for line in ratios} == {RollUp.RECOMPUTE}


def test_the_table_of_the_year_holds_every_line_once_and_none_without_records() -> None:
    assert len(BY_CODE) == len(FIGURES)
    assert not AWAITED_CODES & set(BY_CODE)
    assert all(figure.units and figure.label and figure.caliber for figure in FIGURES)


def _row(code: str, unit: str, this: int | None, last: int | None) -> AnnualRow:
    line = line_of(code)
    figure = AnnualFigure(code, line.label, "")
    return AnnualRow(figure, unit, TallyLine(line, {unit: this}), TallyLine(line, {unit: last}))


@pytest.mark.parametrize(
    ("code", "unit", "this", "last", "shown"),
    [
        ("C1", "人次", 676, 600, "+76"),
        ("C1", "人次", 600, 676, "−76"),
        ("C1", "人次", 600, 600, "0"),
        ("C2", FEN, 57_220_000, 50_000_000, "+7.22"),
        ("C2", FEN, 0, 500_000, "−0.50"),
        ("D1", "人", 4, None, "—"),
    ],
)
def test_the_difference_from_the_year_before_is_signed(
    code: str, unit: str, this: int | None, last: int | None, shown: str
) -> None:
    assert _row(code, unit, this, last).difference_shown == shown


def test_the_difference_of_two_rates_is_in_points() -> None:
    line = line_of("D4")
    this, last = TallyLine(line, {}, Ratio(3, 4)), TallyLine(line, {}, Ratio(1, 2))
    row = AnnualRow(BY_CODE["D4"], "%", this, last)
    assert (row.difference, row.difference_shown) == (2_500, "+25.00个百分点")


def test_s0_46_of_133_less_50_2_35_is_100_percent() -> None:
    """133人，参加适应性培训人数46人，50人复学、2人身体疾病、35人退役当月即就业，培训率100%."""
    assert training_rate(received=133, trained=46, exempt=(50, 2, 35)).shown == "100%"


def test_s2_63_of_139_is_45_32_percent() -> None:
    """139名政府安排工作退役士兵…事业单位安置比例达45.32%."""
    assert share(63, 139).shown == "45.32%"


def test_s3_7288_of_7386_is_98_7_percent_though_there_were_7358_applications() -> None:
    """受理申请优待证7358人次，制卡成功并签收7386张，发放7288张，98.7%."""
    rate = card_issue_rate(delivered=7_288, signed_for=7_386)
    assert percent(rate.part, rate.whole, decimals=1) == "98.7%"
    assert rate.shown == "98.67%"
    assert percent(7_288, 7_358, decimals=1) == "99.0%"


def test_s0_29_of_29_are_placed() -> None:
    """接收符合由政府安排工作条件退役士兵共29名…安置率达100%."""
    assert placement_rate(placed=29, to_place=29).shown == "100%"


def test_s0_53_8_2_6_7_petitions_are_76_all_decided_in_time() -> None:
    """交办件53件、巡视组8件、重复信访2件、特殊信访6件、市专项交办7件，均全部按期办结."""
    received = {"J3.SUN": 53, "J3.PATROL": 8, "J3.REPEAT": 2, "J3.SPECIAL": 6, "J3.CITY": 7}
    assert {line_of(code).parent for code in received} == {"J3"}
    assert on_time_rate(decided_on_time=76, decided=sum(received.values())).shown == "100%"


def test_s0_20_stations_of_300_people_and_more_are_counted_by_their_roll() -> None:
    """16家镇街服务站和20家300人以上村居服务站: the size band is A1 ≥ 300."""
    assert stations_of_size([300] * 12 + [512] * 8 + [299] * 94) == 20


def test_s2_the_19th_year_in_a_row_in_which_the_standards_rose() -> None:
    """连续第19年提高…标准: a year without a new standard begins the count again."""
    assert years_running([*range(2005, 2024), 2023], until=2023) == 19
    assert years_running([2021, 2023], until=2023) == 1
    assert years_running([], until=2023) == 0


def test_s0_more_than_830_wan_for_conscripts_and_students() -> None:
    """义务兵家庭优待金、义务兵慰问金、大学生奖励金830万余元: H7 + C4.CONSCRIPT + C4.COLLEGE."""
    parts = {"H7": 760_000_000, "C4.CONSCRIPT": 41_300_000, "C4.COLLEGE": 29_000_000}
    assert set(parts) <= set(EVERY)
    assert narrative(sum(parts.values())) == "830.3万元"
