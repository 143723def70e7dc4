"""One slip of the fingers, traditional letters, and two ways of writing a group."""

import pytest

from station_app.domain.groups import group_in_figures
from station_app.domain.near import is_near
from station_app.domain.traditional import simplified


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wangjianguo", "wangjianguo"),
        ("wangjanguo", "wangjianguo"),
        ("wangjiianguo", "wangjianguo"),
        ("wangjainguo", "wangjianguo"),
        ("wanhjianguo", "wangjianguo"),
        ("王建国", "王健国"),
        ("13800001146", "13800001164"),
    ],
)
def test_one_slip_is_near(typed: str, meant: str) -> None:
    assert is_near(typed, meant)
    assert is_near(meant, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("wangjian", "wangqiang"), ("abcd", "badc"), ("王建国", "李建军"), ("ab", "abcd")],
)
def test_two_slips_are_not(typed: str, meant: str) -> None:
    assert not is_near(typed, meant)


def test_traditional_letters_become_simplified_ones_of_the_same_length() -> None:
    assert simplified("張國棟、呂麗華") == "张国栋、吕丽华"
    assert simplified("王建国 abc") == "王建国 abc"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("三组", "3组"),
        ("12组", "十二组"),
        ("20组", "二十组"),
        ("第十三村民小组", "13组"),
        ("2队", "二队"),
        ("老街", None),
    ],
)
def test_a_group_is_written_in_two_ways(name: str, other: str | None) -> None:
    assert group_in_figures(name) == other
