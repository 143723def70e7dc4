"""Words that travel beside the values: names of fields and types, authors, programs.

No model checks them, and PostgreSQL keeps no text with a NUL and no long one in an index.
"""

from collections.abc import Iterable
from math import isfinite

from station_app.sync import wire

LONGEST_NAME = 80


def kept_text(text: str) -> str:
    """A text as every database keeps it."""
    return text.replace("\0", "")


def are_names(names: Iterable[str]) -> bool:
    """Whether these may be names of fields of some newer program."""
    return all(len(name) <= LONGEST_NAME and "\0" not in name for name in names)


def kept_author(author: wire.Author) -> wire.Author:
    """An author as every database keeps one; a moment that is none is the first of all."""
    if isfinite(author.at) and "\0" not in author.by:
        return author
    return wire.Author(kept_text(author.by), author.at if isfinite(author.at) else 0.0)
