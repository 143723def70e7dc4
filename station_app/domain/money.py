"""Money in whole fen: how it is shown, summed and compared (DOMAIN §4.7, §8.7). No floats."""

from collections.abc import Iterable

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
FEN_PER_YI = 10_000_000_000
MINUS = "−"


def half_up(amount: int, unit: int) -> int:
    """The amount in whole units, halves away from zero; exact, without floats."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + unit) // (2 * unit))


def _hundredths(number: int, *, grouped: bool = False) -> str:
    sign = MINUS if number < 0 else ""
    whole, part = divmod(abs(number), 100)
    return f"{sign}{whole:,}.{part:02}" if grouped else f"{sign}{whole}.{part:02}"


def yuan(fen: int) -> str:
    """`265,000.00`: a cell of a roster."""
    return _hundredths(fen, grouped=True)


def wan(fen: int) -> str:
    """`26.50`: a cell of a table in 万元, half up at two decimals (MO5)."""
    return _hundredths(half_up(fen, FEN_PER_WAN // 100))


def wan_shown(fen: int) -> str:
    """As `wan`, but an amount too small to show is not shown as nothing."""
    if fen == 0 or half_up(fen, FEN_PER_WAN // 100):
        return wan(fen)
    return "<0.01" if fen > 0 else f">{MINUS}0.01"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".")


def wan_trimmed(fen: int) -> str:
    """`26.5`, `161`, `0.8`: 万元 inside a sentence."""
    return _trimmed(wan(fen))


def narrative(fen: int) -> str:
    """An amount alone in a sentence: 7500元, 26.5万元, 1.26亿元 (MO5)."""
    if abs(fen) >= FEN_PER_YI:
        return f"{_hundredths(half_up(fen, FEN_PER_YI // 100))}亿元"
    if abs(fen) >= FEN_PER_WAN:
        return f"{wan_trimmed(fen)}万元"
    return f"{_trimmed(_hundredths(fen))}元"


def total(amounts: Iterable[int]) -> int:
    """The sum in fen; it is rounded once, when it is shown (MO6)."""
    return sum(amounts)


ROUNDING_NOTE = "注：因四舍五入，分项之和与合计可能不等"


def rounding_note(parts: Iterable[int]) -> str | None:
    """The note to print when parts in 万元 do not add up to their printed sum (MO6)."""
    amounts = list(parts)
    unit = FEN_PER_WAN // 100
    printed = sum(half_up(amount, unit) for amount in amounts)
    return None if printed == half_up(sum(amounts), unit) else ROUNDING_NOTE


def percent(part: int, whole: int, *, decimals: int = 2) -> str:
    """`45.32%`; a hundred only when both are equal, `—` when there is nothing to divide by."""
    if whole == 0:
        return "—"
    if part == whole:
        return "100%"
    scale = 10**decimals
    value = half_up(part * 100 * scale, whole)
    if part < whole:
        value = min(value, 100 * scale - 1)
    digits = f"{abs(value) // scale}.{abs(value) % scale:0{decimals}}"
    return f"{MINUS if value < 0 else ''}{digits}%"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_BIG = ("", "万", "亿", "万亿")


def _section(number: int) -> str:
    """Four digits in words, a run of inner zeros as one 零."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + _DIGITS[digit] + _SMALL[place]
        zero = False
    return text


def _whole(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        section = number // 10_000**place % 10_000
        if section == 0:
            gap = bool(text)
            continue
        text += "零" if text and (gap or section < 1000) else ""
        text += _section(section) + _BIG[place]
        gap = False
    return text


def uppercase(fen: int) -> str:
    """人民币大写 in one canonical form: 贰拾陆万伍仟元整 (支付结算办法)."""
    if fen == 0:
        return "零元整"
    whole, part = divmod(abs(fen), 100)
    jiao, cents = divmod(part, 10)
    text = "负" if fen < 0 else ""
    text += f"{_whole(whole)}元" if whole else ""
    if jiao:
        text += f"{_jiao_gap(whole)}{_DIGITS[jiao]}角"
    elif whole and cents:
        text += "零"
    return text + (f"{_DIGITS[cents]}分" if cents else "整")


def _jiao_gap(whole: int) -> str:
    """A zero stands before 角 when the yuan end in zero, unless the wording 玖元伍角 is meant."""
    return "零" if whole and whole % 10 == 0 else ""


def uppercase_line(fen: int) -> str:
    """`人民币（大写）：贰拾陆万伍仟元整 ￥265,000.00`, the last line of a signed roster."""
    return f"人民币（大写）：{uppercase(fen)} ￥{yuan(fen)}"
