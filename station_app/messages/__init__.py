"""Error code → Chinese sentence: what happened, what was kept, what to do. Used by window, command line and server."""

import importlib
import pkgutil
from functools import cache

from station_app.errors import StationError


@cache
def sentences() -> dict[str, str]:
    """All sentences of all areas; a code that stands in two areas is a bug."""
    table: dict[str, str] = {}
    for area in pkgutil.iter_modules(__path__):
        for code, sentence in importlib.import_module(f"{__name__}.{area.name}").SENTENCES.items():
            if code in table:
                raise ValueError(f"the code {code} has two sentences")
            table[code] = sentence
    return table


def sentence(error: StationError) -> str:
    """The Chinese sentence of an error, its values filled in."""
    return sentences()[error.code].format_map(error.values)
