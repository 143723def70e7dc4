"""Chinese number words, everyday (一千五百) and formal (壹仟伍佰), read as numbers."""

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "两": 2, "三": 3, "叁": 3,
    "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8,
    "九": 9, "玖": 9, "弍": 2, "弐": 2,
}  # fmt: skip
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
LETTERS = frozenset((*DIGITS, *SMALL_UNITS, *BIG_UNITS, "廿", "卅"))


def digits(text: str) -> int | None:
    """Digit by digit, as years are written: 一九七六 → 1976."""
    if not text or any(letter not in DIGITS for letter in text):
        return None
    return int("".join(str(DIGITS[letter]) for letter in text))


def _section(text: str) -> int | None:
    """A number below ten thousand."""
    total, digit = 0, None
    for letter in text.replace("廿", "二十").replace("卅", "三十"):
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in SMALL_UNITS:
            total += (1 if digit is None else digit) * SMALL_UNITS[letter]
            digit = None
        else:
            return None
    return total + (digit or 0)


def number(text: str) -> int | None:
    """A whole number in words: 贰拾陆万伍仟 → 265000; None where the text is no number."""
    if not text:
        return None
    for unit in ("亿", "万", "萬"):
        head, found, tail = text.partition(unit)
        if found:
            high = number(head)
            low = number(tail) if tail else 0
            return None if high is None or low is None else high * BIG_UNITS[unit] + low
    return _section(text)


def _ends_short(text: str) -> bool:
    if len(text) < 3 or text[-1] not in DIGITS or DIGITS[text[-1]] == 0:
        return False
    return SMALL_UNITS.get(text[-2], 0) >= 100 or text[-2] in BIG_UNITS


def spoken(text: str) -> int | None:
    """The likely number where speech left the last unit out: 一千五 → 1500; None elsewhere."""
    if not _ends_short(text):
        return None
    unit = SMALL_UNITS.get(text[-2]) or BIG_UNITS[text[-2]]
    head = number(text[:-1])
    return None if head is None else head + DIGITS[text[-1]] * unit // 10
