"""Numbers given offline: file, household and case numbers with the device's letter (SETTLED 4)."""

import re

from station_app.domain.divisions import village_digits
from station_app.errors import Rejected

FIRST_LETTER = "A"
"""The letter of a PC that is not enrolled yet."""
_LETTER = re.compile(r"[A-Z]{1,2}")
_DIGITS = 5


def _tail(letter: str, serial: int) -> str:
    if not _LETTER.fullmatch(letter):
        raise ValueError(f"no device letter: {letter!r}")
    if not 0 < serial < 10**_DIGITS:
        raise Rejected("serial.exhausted", letter=letter)
    return f"{letter}{serial:0{_DIGITS}}"


def file_no(division_code: str, letter: str, serial: int) -> str:
    """`320812001003-A00127`: the file number of a person."""
    return f"{division_code}-{_tail(letter, serial)}"


def household_no(division_code: str, letter: str, serial: int) -> str:
    """`H003A00012`: the number of a household."""
    return f"H{village_digits(division_code)}{_tail(letter, serial)}"


def case_no(year: int, letter: str, serial: int) -> str:
    """`2026-A00003`: the number of a case within its year."""
    return f"{year:04}-{_tail(letter, serial)}"


_SERIAL = re.compile(r"([A-Z]{1,2})(\d{5})$")


def serial_of(number: str, letter: str) -> int | None:
    """The serial behind a number of this device; None where another device gave it."""
    found = _SERIAL.search(number)
    return int(found.group(2)) if found and found.group(1) == letter else None
