"""Moves references of formulas and ranges when rows are put into a sheet."""

import re
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:]+)!)?"
    r"(?P<left>\$?[A-Z]{0,3})(?P<fixed>\$?)(?P<top>\d+)"
    r"(?::(?P<right>\$?[A-Z]{0,3})(?P<fixed2>\$?)(?P<bottom>\d+))?",
    re.IGNORECASE,
)

LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Inserted:
    """`count` rows put before row `at` of a sheet.

    A range that ends in row `grows` is meant to hold them, although they come after its end: that
    is a list of which the template shows a single row.
    """

    sheet: str
    at: int
    count: int
    grows: int | None = None

    def row(self, number: int) -> int:
        """Where a row stands now."""
        return min(number + self.count, LAST_ROW) if number >= self.at else number

    def last(self, first: int, last: int, *, inside: bool) -> int:
        """Where a range ends now; `inside` the list itself a row stays a row."""
        if last == self.grows and not (inside and first == last):
            return last + self.count
        return self.row(last)


def shift_formula(formula: str, where: Inserted, *, own: bool, inside: bool = False) -> str:
    """A formula after the rows came; `own` when it stands in the sheet they came into."""
    try:
        tokenizer = Tokenizer(f"={formula}")
    except TokenizerError:
        return formula  # what is no formula names no cells
    parts = [
        shift_reference(token.value, where, own=own, inside=inside)
        if token.type == Token.OPERAND and token.subtype == Token.RANGE
        else token.value
        for token in tokenizer.items
    ]
    return "".join(parts)


def shift_reference(text: str, where: Inserted, *, own: bool, inside: bool = False) -> str:
    """One reference; names, whole columns and other sheets stay as they are."""
    found = _REFERENCE.fullmatch(text)
    if found is None or not _is_meant(found["sheet"], where.sheet, own=own):
        return text
    if not found["left"] and found["bottom"] is None:
        return text  # a mere number
    top = int(found["top"])
    start = f"{found['sheet'] or ''}{found['left']}{found['fixed']}"
    if found["bottom"] is None:
        return f"{start}{where.row(top)}"
    bottom = where.last(top, int(found["bottom"]), inside=inside)
    return f"{start}{where.row(top)}:{found['right']}{found['fixed2']}{bottom}"


def _is_meant(sheet: str | None, name: str, *, own: bool) -> bool:
    if sheet is None:
        return own
    return sheet[:-1].strip("'").replace("''", "'") == name


def shift_ranges(text: str, where: Inserted) -> str:
    """`A1:B3 D5` of the sheet itself."""
    return " ".join(shift_reference(one, where, own=True) for one in text.split())


def copied(formula: str, origin: str, target: str) -> str:
    """A formula as it stands in another cell."""
    try:
        moved: str = Translator(f"={formula}", origin=origin).translate_formula(target)
    except TokenizerError:
        return formula
    return moved.removeprefix("=")
