"""How a spreadsheet shows a number: as much of its format language as forms use."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-m-d",
    31: 'yyyy"年"m"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"', 49: "@",
}  # fmt: skip
_LARGEST_DAY = 2_958_465


def format_of(number: int, own: dict[int, str]) -> str:
    """The text of a format by its number."""
    return own.get(number, _BUILT_IN.get(number, "General"))


def is_day(form: str) -> bool:
    """Whether the format shows a day."""
    letters = _BRACKETS.sub("", _QUOTED.sub("", form)).lower().split(";")[0]
    return "y" in letters or "d" in letters


def number_shown(value: Decimal, form: str, *, is_1904: bool = False) -> str:
    """The number in its format; what is not understood is shown plainly."""
    if is_day(form) and 0 <= value <= _LARGEST_DAY:
        return _day(int(value), form.split(";", maxsplit=1)[0], _EPOCH_1904 if is_1904 else _EPOCH)
    plain = _BRACKETS.sub("", form).split(";")[0]
    digits = _QUOTED.sub("", plain)
    if "0" not in digits and "#" not in digits:
        return f"{value.normalize():f}"
    if "%" in digits:
        value *= 100
    places = len(re.sub("[^0#]", "", digits.partition(".")[2]))
    step = Decimal(1).scaleb(-places)
    text = f"{value.quantize(step, ROUND_HALF_UP):{',' if ',' in digits else ''}f}"
    before, after = re.split(r"[0#][0#,.]*", plain, maxsplit=1)[0], re.split("[0#]", plain)[-1]
    return f"{_said(before)}{text}{_said(after)}"


def _said(words: str) -> str:
    """What a format says beside the digits."""
    return _QUOTED.sub(lambda found: found[1] or found[2] or "", words).replace("_", "")


def _day(number: int, form: str, epoch: date) -> str:
    day = epoch + timedelta(days=number)
    words = _BRACKETS.sub("", form)
    for pattern, text in (
        ("yyyy", f"{day.year:04}"), ("yy", f"{day.year % 100:02}"), ("mm", f"{day.month:02}"),
        ("m", str(day.month)), ("dd", f"{day.day:02}"), ("d", str(day.day)),
    ):  # fmt: skip
        words = re.sub(pattern, text, words, flags=re.IGNORECASE)
    return _said(words)
