"""Money: the vectors of DOMAIN §8.7, rules MO1, MO5, MO6, and the cells of §7 #18."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import money
from station_app.domain.money_reading import Amount, parse_fen, parse_money, parse_money_number
from station_app.domain.reading import Level
from station_app.errors import Rejected


def wide(text: str) -> str:
    """The full-width twin that an input method leaves in a cell."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (26500000, "26.50"),
        (7580000, "7.58"),
        (17540000, "17.54"),
        (800000, "0.80"),
        (750000, "0.75"),
        (1614580000, "1614.58"),
        (123450, "0.12"),
        (4999999, "5.00"),
        (5000, "0.01"),
        (499, "0.00"),
        (12345678, "12.35"),
        (-50000000, "−50.00"),
    ],
)
def test_mo5_wan_has_two_decimals_half_up(fen: int, shown: str) -> None:
    assert money.wan(fen) == shown


def test_an_amount_too_small_to_show_is_not_nothing() -> None:
    assert money.wan_shown(499) == "<0.01"
    assert money.wan_shown(0) == "0.00"
    assert money.wan_shown(5000) == "0.01"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (750000, "7500元"),
        (1500000, "1.5万元"),
        (26500000, "26.5万元"),
        (161000000, "161万元"),
        (1614580000, "1614.58万元"),
        (12600000000, "1.26亿元"),
        (50050, "500.5元"),
    ],
)
def test_mo5_a_sentence_trims_zeros_and_chooses_the_unit(fen: int, text: str) -> None:
    assert money.narrative(fen) == text


def test_mo6_the_five_ledgers_of_the_source_make_57_22() -> None:
    ledgers = [26500000, 7580000, 4800000, 17540000, 800000]
    assert money.wan(money.total(ledgers)) == "57.22"
    assert [money.wan_trimmed(fen) for fen in ledgers] == ["26.5", "7.58", "4.8", "17.54", "0.8"]
    assert money.rounding_note(ledgers) is None


def test_mo6_parts_that_do_not_add_up_say_why() -> None:
    assert money.rounding_note([4999, 4999]) == money.ROUNDING_NOTE


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (63, 139, "45.32%"),
        (7288, 7386, "98.67%"),
        (46, 46, "100%"),
        (9999, 10000, "99.99%"),
        (99999, 100000, "99.99%"),
        (1, 0, "—"),
        (7386, 7358, "100.38%"),
        (0, 5, "0.00%"),
    ],
)
def test_ce9_a_hundred_percent_only_when_equal(part: int, whole: int, shown: str) -> None:
    assert money.percent(part, whole) == shown


def test_percent_with_one_decimal() -> None:
    assert money.percent(7288, 7386, decimals=1) == "98.7%"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (10000001, "壹拾万元零壹分"),
        (10005000, "壹拾万零伍拾元整"),
        (20000000500, "贰亿零伍元整"),
        (26500000, "贰拾陆万伍仟元整"),
        (-50000, "负伍佰元整"),
    ],
)
def test_uppercase_has_one_canonical_form(fen: int, words: str) -> None:
    assert money.uppercase(fen) == words


def test_the_last_line_of_a_roster() -> None:
    line = money.uppercase_line(26500000)
    assert line == "人民币（大写）：贰拾陆万伍仟元整 ￥265,000.00"


@pytest.mark.parametrize(
    ("text", "fen", "goods"),
    [
        ("1,000元", 100000, None),
        ("0.1万", 100000, None),
        ("壹仟元整", 100000, None),
        ("伍佰", 50000, None),
        ("1.5万", 1500000, None),
        ("壹万元", 1000000, None),
        ("￥500.00", 50000, None),
        (wide("500"), 50000, None),
        ("3*500", 150000, None),
        ("200+300", 50000, None),
        ("500+大米一袋", 50000, "大米一袋"),
        ("500元＋油一桶", 50000, "油一桶"),
        ("慰问品", None, "慰问品"),
    ],
)
def test_amounts_as_villages_write_them(text: str, fen: int | None, goods: str | None) -> None:
    reading = parse_money(text)
    assert reading.value == Amount(fen, goods)
    assert reading.level is Level.FIX


def test_plain_figures_need_no_remark() -> None:
    for text, fen in (("500", 50000), ("500.5", 50050), ("0.01", 1)):
        reading = parse_money(text)
        assert reading.value == Amount(fen)
        assert reading.level is Level.OK


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "money.negative"),
        ("负500", "money.negative"),
        ("1e9", "money.scientific"),
        ("1.234", "money.decimals"),
        ("#REF!", "money.formula"),
        ("500元/人", "money.unreadable"),
        ("abc", "money.unreadable"),
        ("200000000", "money.too_large"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    reading = parse_money(text)
    assert reading.value is None
    assert reading.notes[0].code == code
    with pytest.raises(Rejected, match=code):
        parse_fen(text)


def test_above_a_hundred_thousand_yuan_a_row_asks() -> None:
    assert parse_money("100000").level is Level.OK
    assert parse_money("100000.01").level is Level.ASK


def test_a_unit_left_out_in_speech_is_asked() -> None:
    reading = parse_money("一千五")
    assert reading.value == Amount(150000)
    assert reading.level is Level.ASK


def test_mo1_a_computed_cell_has_noise_but_no_third_decimal() -> None:
    assert parse_money_number(0.1 + 0.2).value == Amount(30)
    assert parse_money_number(500).value == Amount(50000)
    assert parse_money_number(333.333).notes[0].code == "money.decimals"
    assert parse_money_number(-1).notes[0].code == "money.negative"
    assert parse_money_number(float("nan")).notes[0].code == "money.unreadable"


def test_goods_are_no_amount_of_a_form() -> None:
    with pytest.raises(Rejected, match=r"money\.unreadable"):
        parse_fen("慰问品")


@given(st.integers(0, 9_999_999_999))
def test_every_amount_survives_each_writing(fen: int) -> None:
    for text in (money.yuan(fen), money.uppercase(fen), f"{fen // 100}.{fen % 100:02}元"):
        assert parse_money(text).value == Amount(fen)


@given(st.text(max_size=12))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    reading = parse_money(text)
    assert reading.value is None or (reading.value.fen or 0) >= 0


def test_mo7_a_reversal_is_printed_with_a_minus_sign() -> None:
    assert money.yuan(-50000) == "−500.00"
    assert money.wan_shown(-499) == ">−0.01"
    assert money.narrative(-750000) == "−7500元"
