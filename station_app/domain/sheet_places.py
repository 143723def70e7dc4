"""Where a cell stands: `D7` as row 7, column 4, and back."""

import re

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LETTERS = 26


def letters_of(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - 64
    return number


def place_of(row: int, column: int) -> str:
    """(7, 4) → D7."""
    return f"{letters_of(column)}{row}"


def is_place(text: str) -> bool:
    """Whether this names a cell."""
    return _PLACE.fullmatch(text) is not None


def row_and_column(place: str) -> tuple[int, int]:
    """D7 → (7, 4); `ValueError` for what is no place."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place)
    return int(found[2]), column_of(found[1])
