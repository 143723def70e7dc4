"""Which pages of a print are wanted: `1-3,5` as people write it, with any dash, comma or blank."""

import re
import unicodedata

_PART = re.compile(r"(\d+)(?:-(\d*))?|-(\d+)")
_DASHES = re.compile("[\u2010-\u2015\u2212~至到]")
_COMMAS = re.compile("[、;，；\\s]+")


def pages_wanted(text: str, count: int) -> tuple[int, ...] | None:
    """The page numbers in their order, each once; nothing written means all.

    None is a text that names no page of these: unreadable, backwards, or beyond the last page.
    """
    plain = _COMMAS.sub(",", _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip()))
    parts = [part for part in plain.split(",") if part]
    if not parts:
        return tuple(range(1, count + 1))
    pages: list[int] = []
    for part in parts:
        found = _span(part, count)
        if found is None:
            return None
        pages += found
    return tuple(dict.fromkeys(pages))


def _span(part: str, count: int) -> range | None:
    """`3`, `3-5`, `3-` to the last page, `-5` from the first."""
    found = _PART.fullmatch(part)
    if found is None:
        return None
    first = int(found[1] or 1)
    last = int(found[2] or found[3] or (count if "-" in part else first))
    return range(first, last + 1) if 1 <= first <= last <= count else None
