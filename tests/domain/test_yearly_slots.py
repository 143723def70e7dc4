"""Slots in sentences: reading, units, rounding and approximate words as the sources write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.tally import FEN, PERCENT, Line, LineKind, Ratio, RollUp, TallyLine
from station_app.domain.yearly_numbers import About, approximate, count_words, money_words
from station_app.domain.yearly_numbers import percent_words as percent
from station_app.domain.yearly_slots import (
    BLANK,
    Knowledge,
    Piece,
    Slot,
    State,
    fill,
    parse,
    units_of,
)
from station_app.errors import Rejected

COUNTED = Line("C4.MODEL", "最美", ("人次", FEN), LineKind.FLOW, RollUp.SUM)
SHARE = Line("G6", "发放率", (PERCENT,), LineKind.RATIO, RollUp.RECOMPUTE)
STOCK = Line("A6", "建档立卡累计", ("人",), LineKind.STOCK, RollUp.UNION)
LINES = {line.code: line for line in (COUNTED, SHARE, STOCK)}


def filled(
    words: str,
    *,
    people: int | None = 0,
    fen: int | None = 0,
    share: Ratio | None = None,
    by_hand: dict[str, str] | None = None,
) -> tuple[Piece, ...]:
    figures = {
        "C4.MODEL": TallyLine(COUNTED, {"人次": people, FEN: fen}),
        "G6": TallyLine(SHARE, {}, share),
        "A6": TallyLine(STOCK, {"人": people}),
    }
    return fill(parse(words, LINES), Knowledge("2022年1月—10月", figures, by_hand or {}))


def text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (26_500_000, "26.5万元"),
        (7_580_000, "7.58万元"),
        (4_800_000, "4.8万元"),
        (17_540_000, "17.54万元"),
        (800_000, "0.8万元"),
        (57_220_000, "57.22万元"),
        (161_000_000, "161万元"),
        (1_614_580_000, "1614.58万元"),
        (12_600_000_000, "1.26亿元"),
        (4_000, "40元"),
        (0, "0万元"),
    ],
)
def test_mo5_amounts_inside_a_list_are_in_wan_without_idle_zeros(fen: int, words: str) -> None:
    assert money_words(fen, "万元") == words


def test_mo5_an_amount_alone_takes_the_unit_of_its_size() -> None:
    assert money_words(750_000, "金额") == "7500元"
    assert money_words(26_500_000, "金额") == "26.5万元"
    assert money_words(1_500_000, "元") == "15000元"
    assert money_words(12_345, "元") == "123.45元"


def test_mo8_approximate_words_are_only_used_where_they_are_true() -> None:
    assert count_words(20_437, About.OVER) == "20400余"
    assert count_words(497, About.NEARLY) == "近500"
    assert count_words(18_790, About.ROUGHLY) == "约18800"
    assert count_words(10_000, About.OVER) == "10000"
    assert money_words(831_234_500, "万元", About.OVER) == "830万余元"
    assert money_words(2_530_000, "万元", About.OVER) == "2.5万余元"
    assert money_words(830_000_000, "万元", About.OVER) == "830万元"


@given(st.integers(0, 10**7), st.sampled_from(About))
def test_mo8_over_is_below_and_nearly_is_above_the_true_number(value: int, about: About) -> None:
    rounded, inexact = approximate(value, about)
    assert inexact == (rounded != value)
    if about is About.OVER:
        assert rounded <= value
    if about is About.NEARLY:
        assert rounded >= value


def test_ratios_are_written_as_the_sources_write_them() -> None:
    assert percent(7_288, 7_386, decimals=1) == "98.7%"
    assert percent(63, 139) == "45.32%"
    assert percent(46, 46) == "100%"
    assert percent(99_999, 100_000) == "99.99%"
    assert percent(1, 2) == "50%"


def test_a_figure_brings_its_unit_and_it_is_not_written_twice() -> None:
    words = "慰问{C4.MODEL:人次}人次{C4.MODEL:万元}万元，发放率{G6:%1}%。"
    found = filled(words, people=267, fen=26_500_000, share=Ratio(7_288, 7_386))
    assert text(found) == "慰问267人次26.5万元，发放率98.7%。"
    assert text(filled("共{C4.MODEL:万元}万元", fen=12_600_000_000)) == "共1.26亿元"
    assert text(filled("{G6:分子}张占{G6:分母}张", share=Ratio(7, 9))) == "7张占9张"


def test_nothing_is_told_from_what_nobody_knows() -> None:
    zero, tail = filled("{C4.MODEL:人次}人次")
    assert (zero.text, zero.state, tail.text) == ("0", State.ZERO, "人次")
    missing = filled("{C4.MODEL:万元}万元，率{G6:%}", people=None, fen=None)
    assert text(missing) == f"{BLANK}万元，率{BLANK}%"
    assert [one.state for one in missing if one.slot] == [State.MISSING] * 2


def test_a_number_filled_in_by_hand_stands_where_no_record_gives_one() -> None:
    given_by_hand = {"?:招聘会场次": "3", "G6:%": "98", "C4.MODEL:人次": "5"}
    found = filled("{?:招聘会场次}场，{G6:%}，{C4.MODEL:人次}", people=4, by_hand=given_by_hand)
    assert text(found) == "3场，98%，4"
    assert [one.state for one in found if one.slot] == [
        State.BY_HAND,
        State.BY_HAND,
        State.FIGURE,
    ]


def test_the_period_is_written_in_words() -> None:
    assert text(filled("{时期}，共发放")) == "2022年1月—10月，共发放"


def test_a_slot_is_read_with_its_unit_and_its_word() -> None:
    assert parse("{A6：人：余}", LINES) == (Slot("A6", "人", About.OVER),)
    assert parse("{A6:人:余}", LINES)[0].text == "{A6:人:余}"  # type: ignore[union-attr]
    assert units_of(COUNTED) == ("人次", "万元", "元", "金额")


PLAIN = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]))
SLOTS = st.sampled_from(
    [Slot("C4.MODEL", "人次"), Slot("A6", "人", About.ROUGHLY), Slot("?", "会"), Slot("G6", "%1")]
)


@given(st.lists(st.one_of(PLAIN, SLOTS)))
def test_what_was_written_is_read_as_it_was_and_no_word_of_it_is_lost(
    parts: list[str | Slot],
) -> None:
    words = "".join(part if isinstance(part, str) else part.text for part in parts)
    read = parse(words, LINES)
    assert "".join(part if isinstance(part, str) else part.text for part in read) == words
    assert [part for part in read if isinstance(part, Slot)] == [
        part for part in parts if isinstance(part, Slot)
    ]
    kept = [piece.text for piece in fill(read, Knowledge("", {}, {})) if piece.slot is None]
    plain = [part for part in read if isinstance(part, str)]
    assert all(text.removeprefix("%").removeprefix("％") in "".join(kept) for text in plain)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("慰问{A6:人", "yearly.brace"),
        ("慰问}人", "yearly.brace"),
        ("{Z9:人}", "yearly.unknown_figure"),
        ("{A6:万元}", "yearly.unknown_unit"),
        ("{A6}", "yearly.unknown_unit"),
        ("{?:}", "yearly.unknown_figure"),
    ],
)
def test_a_slot_that_cannot_be_read_is_refused_by_name(words: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        parse(words, LINES)
    assert refused.value.code == code
