"""Error code → Chinese sentence, for window, command line and server.

A sentence says what happened, what was kept, and what to do.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from station_app.errors import StationError

COUNTS = frozenset({"count", "rows", "people", "sent", "received", "refused", "kept", "chosen"})
"""Names of values that count something; others, such as a year or a row, bear no comma."""


class Count(int):
    """A number with commas, unless a sentence asks for another form."""

    def __format__(self, form: str) -> str:
        return super().__format__(form or ",")


@cache
def sentences() -> dict[str, str]:
    """All sentences of all areas; a code that stands in two areas is a bug."""
    table: dict[str, str] = {}
    for area in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{area.name}")
        for code, sentence in getattr(module, "SENTENCES", {}).items():  # some hold other words
            if code in table:
                raise ValueError(f"the code {code} has two sentences")
            table[code] = sentence
    return table


def sentence(error: StationError) -> str:
    """The Chinese sentence of an error, its values filled in."""
    return said(error.code, error.values)


def said(code: str, values: Mapping[str, object]) -> str:
    """The sentence of any code, of an error or of a remark; days are written as people say them."""
    return sentences()[code].format_map(written(values))


def written(values: Mapping[str, object]) -> dict[str, object]:
    """Values as people write them: days in words, counts with commas."""
    return {name: _word(name, value) for name, value in values.items()}


def _word(name: str, value: object) -> object:
    if name in COUNTS and isinstance(value, int):
        return Count(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return value
