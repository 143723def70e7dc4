"""What is said beside a line: late entries and corrections of earlier months (MC2, MC4), doubts."""

from collections.abc import Iterator
from functools import reduce

from station_app.domain.money import yuan
from station_app.domain.tally import FEN
from station_app.domain.tally_lines import BY_CODE
from station_app.messages import said


def remarks_on_flow(code: str, late: tuple[int, int], corrected: tuple[int, int]) -> str | None:
    """How much of a figure happened in earlier months: entered late, or taken back.

    Both are given as count and fen, and said in the unit of the line.
    """
    at = 1 if BY_CODE[code].units == (FEN,) else 0
    return _joined(
        _sentence(code, kind, abs(total[at]))
        for kind, total in (("late", late), ("corrected", corrected))
        if total[at]
    )


def _sentence(code: str, kind: str, total: int) -> str:
    unit = BY_CODE[code].units[0]
    if unit == FEN:
        return said(f"tally_note.{kind}_money", {"yuan": yuan(total)})
    return said(f"tally_note.{kind}_count", {"count": total, "unit": unit})


def remark_on_households(count: int) -> str | None:
    """How many of the households counted were made up for people without one (SETTLED 10)."""
    return said("tally_note.unverified", {"count": count}) if count else None


def _joined(sentences: Iterator[str]) -> str | None:
    found = list(sentences)
    if not found:
        return None
    return reduce(
        lambda first, second: said("tally_note.joined", {"first": first, "second": second}), found
    )
