"""Pinyin initials of labels, for filtering choices; from the order of GB 2312.

The 3755 common characters of GB 2312 stand in pinyin order; a label needs no more. Names of people
are searched in the database, where every reading is stored.
"""

from bisect import bisect_right

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LAST = 0xD7F9
_STARTS = [start for start, _ in _FIRST]


def initials(words: str) -> str:
    """`残疾军人` → `cjjr`; letters and digits stay, other signs vanish."""
    return "".join(_initial(letter) for letter in words)


def matches(words: str, typed: str) -> bool:
    """Whether a label contains the text, or its initials begin with it."""
    wanted = typed.strip().lower()
    return wanted in words.lower() or wanted in initials(words)


def _initial(letter: str) -> str:
    if letter.isascii():
        return letter.lower() if letter.isalnum() else ""
    try:
        code = int.from_bytes(letter.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _STARTS[0] <= code <= _LAST:
        return ""
    return _FIRST[bisect_right(_STARTS, code) - 1][1]
