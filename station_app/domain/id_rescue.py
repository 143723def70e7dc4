"""身份证急救: what is left of a spoilt ID number, and which whole numbers the rules still allow.

Nothing found here is ever stored by itself: a person holds it against the card (DOMAIN 7 #5).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station_app.domain.codes import Sex
from station_app.domain.id_number import IdNumber, check_digit, normalise, parse
from station_app.domain.partial_date import PartialDate
from station_app.errors import Rejected

LENGTH = 18
BLANK = "_"
SURE_IN_A_SHEET = 15
"""A spreadsheet keeps so many digits of a number."""
MOST = 3
"""More possibilities than these help nobody."""
_SCIENTIFIC = re.compile(r"(\d)\.?(\d*)E\+?(\d+)")


class Mended(StrEnum):
    """How a whole number came about."""

    END = "END"
    """The last character follows from the others."""
    SWAPPED = "SWAPPED"
    """Two neighbours had changed places."""
    BIRTH = "BIRTH"
    """The birth date of the other column stands in it."""
    GAP = "GAP"
    """One digit was missing, or one too many."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A whole number, and what was done to reach it."""

    number: IdNumber
    how: Mended


@dataclass(frozen=True, slots=True)
class Rescue:
    """Eighteen places, `_` where nobody knows; and the numbers that may be meant."""

    known: str
    possible: tuple[Possible, ...] = ()

    @property
    def head(self) -> str:
        """The places known from the left without a gap."""
        return self.known.partition(BLANK)[0]

    @property
    def lost(self) -> int:
        """How many places nobody knows."""
        return self.known.count(BLANK)


@dataclass(frozen=True, slots=True)
class RescueLine:
    """Somebody whose number must be asked for, as the printed list has him."""

    name: str | None
    group_name: str | None
    born: str | None
    category: str | None
    phone: str | None
    known: str
    possible: tuple[str, ...]
    why: str
    sheet: str | None = None
    row: int | None = None
    file_no: str | None = None


@dataclass(frozen=True, slots=True)
class RescueList:
    """The printed list: its lines in order of groups; without a file it is of the register."""

    source: str | None
    lines: tuple[RescueLine, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What other columns of the row say."""

    birth: PartialDate | None = None
    sex: Sex | None = None


def rescue(text: str, beside: Beside, *, today: date) -> Rescue:
    """What can be had of the text of a cell in which no good number stands."""
    plain = normalise(text)
    digits = _digits_left(text, plain)
    if len(digits) <= SURE_IN_A_SHEET:
        return Rescue(_with_birth(digits, beside.birth))
    fits = [one for one in _mended(plain, beside) if _fits(one.number, beside, today)]
    unique: dict[str, Possible] = {}
    for one in fits:
        unique.setdefault(one.number.text, one)
    found = tuple(unique.values())
    known = plain if len(plain) == LENGTH else _with_birth(plain[:6], beside.birth)
    return Rescue(known, found if len(found) <= MOST else ())


def _digits_left(text: str, plain: str) -> str:
    """Of a number that a sheet keeps as one, the digits before the exponent's zeros."""
    found = _SCIENTIFIC.fullmatch(text.strip().upper()) or _SCIENTIFIC.fullmatch(plain)
    if found is None:
        return plain
    digits = (found[1] + found[2])[:SURE_IN_A_SHEET]
    born = digits[6:14]
    return digits if len(born) == 8 and _is_day(born) else digits.rstrip("0")[:6].ljust(6, "0")


def _is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _with_birth(digits: str, birth: PartialDate | None) -> str:
    """The digits in their places, and the birth date in its own where they say nothing."""
    places = digits[:LENGTH].ljust(LENGTH, BLANK)
    if birth is None or len(digits) < 6:
        return places
    born = str(birth).replace("-", "").ljust(8, BLANK)
    middle = "".join(a if a != BLANK else b for a, b in zip(places[6:14], born, strict=True))
    return places[:6] + middle + places[14:]


def _mended(plain: str, beside: Beside) -> Iterator[Possible]:
    """Whole numbers near the text, the likeliest first."""
    if len(plain) == LENGTH - 1 and plain.isdigit():
        yield from _good(plain + check_digit(plain), Mended.END)
    if len(plain) == LENGTH:
        yield from _of_whole_length(plain, beside)
    elif len(plain) == LENGTH - 1:
        for at in range(LENGTH):
            for digit in "0123456789":
                yield from _good(plain[:at] + digit + plain[at:], Mended.GAP)
    elif len(plain) == LENGTH + 1:
        for at in range(LENGTH + 1):
            yield from _good(plain[:at] + plain[at + 1 :], Mended.GAP)


def _of_whole_length(plain: str, beside: Beside) -> Iterator[Possible]:
    if plain[:17].isdigit():
        yield from _good(plain[:17] + check_digit(plain[:17]), Mended.END)
    for at in range(LENGTH - 1):
        pair = plain[at + 1] + plain[at]
        yield from _good(plain[:at] + pair + plain[at + 2 :], Mended.SWAPPED)
    exact = beside.birth.exact if beside.birth else None
    if exact is not None:
        yield from _good(f"{plain[:6]}{exact:%Y%m%d}{plain[14:]}", Mended.BIRTH)


def _good(text: str, how: Mended) -> Iterator[Possible]:
    try:
        yield Possible(parse(text), how)
    except Rejected:
        return


def _fits(number: IdNumber, beside: Beside, today: date) -> bool:
    """Neither of the future nor against what the other columns say."""
    born = PartialDate.from_date(number.birth_date)
    if number.birth_date > today or today.year - number.birth_date.year > 130:
        return False
    if beside.birth is not None and not beside.birth.agrees_with(born):
        return False
    return beside.sex is None or beside.sex == number.sex
