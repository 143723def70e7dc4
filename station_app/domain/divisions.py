"""Division codes of twelve digits: level, parent, who lies within whom (DOMAIN §8.6)."""

import re
import unicodedata

from station_app.domain.codes import StationLevel
from station_app.errors import Rejected

_GROUPS: tuple[tuple[StationLevel, int], ...] = (
    (StationLevel.PROVINCE, 2),
    (StationLevel.CITY, 4),
    (StationLevel.COUNTY, 6),
    (StationLevel.TOWN, 9),
    (StationLevel.VILLAGE, 12),
)
"""How many leading digits each level speaks for."""


def parse(text: str) -> str:
    """The twelve digits of a code; `Rejected` where they are not."""
    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[1-9]\d{11}", digits):
        raise Rejected("division.code", text=text)
    return digits


def level(code: str) -> StationLevel:
    """The level, from the trailing zeros."""
    significant = len(code.rstrip("0"))
    return next(level for level, length in _GROUPS if significant <= length)


def _significant(code: str) -> str:
    own = level(code)
    return code[: next(length for level, length in _GROUPS if level is own)]


def parent(code: str) -> str | None:
    """The code one level up; None for a province."""
    shorter = [length for _, length in _GROUPS if length < len(_significant(code))]
    return code[: shorter[-1]].ljust(12, "0") if shorter else None


def is_within(code: str, area: str) -> bool:
    """Whether the code lies in the area or is the area."""
    return code.startswith(_significant(area))


def village_digits(code: str) -> str:
    """The last three digits, which a household number carries."""
    return code[9:12]
