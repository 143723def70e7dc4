"""How a figure stands in a sentence: units, rounding and approximate words (MO5, MO8, §4.8)."""

from enum import StrEnum

from station_app.domain.money import (
    FEN_PER_WAN,
    FEN_PER_YI,
    FEN_PER_YUAN,
    MINUS,
    half_up,
    narrative,
    wan_trimmed,
)

WAN, YUAN, AMOUNT = "万元", "元", "金额"
"""Ways to write money: bare in 万元 or in 元, or with the unit that fits its size."""
MONEY = (WAN, YUAN, AMOUNT)


class About(StrEnum):
    """Words that people put beside a rounded number; the program only ever proposes true ones."""

    OVER = "余"
    NEARLY = "近"
    ROUGHLY = "约"


def _step(value: int) -> int:
    """To what an approximate number is rounded: 60余, 320余, 5600余, 20400余, 12000余."""
    if value < 1_000:
        return 10
    if value < 100_000:
        return 100
    digits = len(str(value)) - 2
    return int(10**digits)


def approximate(value: int, about: About, *, step: int | None = None) -> tuple[int, bool]:
    """The rounded number, and whether it still needs its word.

    N余 only if there are more than N, 近N only if fewer (MO8): an exact number stands alone.
    """
    size = step or _step(value)
    if value < size:
        return value, False
    lower = value // size * size
    rounded = {
        About.OVER: lower,
        About.NEARLY: lower if lower == value else lower + size,
        About.ROUGHLY: half_up(value, size) * size,
    }[about]
    return rounded, rounded != value


def count_words(value: int, about: About | None = None) -> str:
    """`21667`, `20400余`, `近500`, `约18800`; numbers in a sentence bear no commas."""
    if about is None or value <= 0:
        return f"{MINUS}{-value}" if value < 0 else str(value)
    rounded, inexact = approximate(value, about)
    return _worded(str(rounded), about if inexact else None)


def _worded(number: str, about: About | None) -> str:
    if about is None:
        return number
    return f"{number}{about}" if about is About.OVER else f"{about}{number}"


def money_words(fen: int, way: str, about: About | None = None) -> str:
    """An amount with its unit: `26.5万元`, `7500元`, `1.26亿元`, `830万余元`.

    万元 that would read 0万元 is written in 元, what reaches 1亿元 in 亿元 (MO5).
    """
    if about is not None and fen > 0:
        return _about_money(fen, about)
    if way == AMOUNT or abs(fen) >= FEN_PER_YI or _too_small(fen):
        return narrative(fen) if way != YUAN else _in_yuan(fen)
    return _in_yuan(fen) if way == YUAN else f"{wan_trimmed(fen)}万元"


def _too_small(fen: int) -> bool:
    return fen != 0 and half_up(fen, FEN_PER_WAN // 100) == 0


def _in_yuan(fen: int) -> str:
    whole, part = divmod(abs(fen), FEN_PER_YUAN)
    decimals = f".{part:02}".rstrip("0").rstrip(".")
    return f"{MINUS if fen < 0 else ''}{whole}{decimals}元"


def _about_money(fen: int, about: About) -> str:
    """830万余元 (S0), 2.5万余元, 7500余元; an exact amount, and one in 亿元, stands alone."""
    rounded, inexact = approximate(fen, about, step=_money_step(fen))
    if fen >= FEN_PER_YI or not inexact:
        return narrative(fen)
    if rounded >= FEN_PER_WAN:
        return f"{_worded(f'{wan_trimmed(rounded)}万', about)}元"
    return f"{_worded(str(rounded // FEN_PER_YUAN), about)}元"


def _money_step(fen: int) -> int:
    if fen >= 100 * FEN_PER_WAN:
        return 10 * FEN_PER_WAN
    if fen >= 10 * FEN_PER_WAN:
        return FEN_PER_WAN
    return FEN_PER_WAN // 10 if fen >= FEN_PER_WAN else _step(fen // FEN_PER_YUAN) * FEN_PER_YUAN


def percent_words(part: int, whole: int, *, decimals: int = 2) -> str:
    """`45.32%`, `98.7%` with one decimal, `100%` only when both are equal; no idle zeros."""
    scale = 10**decimals
    value = half_up(part * 100 * scale, whole)
    if part < whole:
        value = min(value, 100 * scale - 1)
    number = f"{value // scale}.{value % scale:0{decimals}}" if decimals else str(value)
    return f"{number.rstrip('0').rstrip('.') if decimals else number}%"
