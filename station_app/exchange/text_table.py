"""Reads .csv and tab-separated text, in the encodings that Excel and WPS write in China."""

import csv
import io
import re
from pathlib import Path

from station_app.errors import Rejected
from station_app.exchange.cells import CellValue, tidy

_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ("\t", ",", ";", "，")
_SAMPLE_LINES = 30
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_LARGEST_CELL = 1_000_000


def read_text_table(path: Path) -> list[list[CellValue]]:
    """The lines of a text file as rows of text cells."""
    text = _decode(path)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        return [[tidy(_bare(cell)) for cell in row] for row in reader]
    except csv.Error as error:
        raise Rejected("import.damaged", file=path.name) from error


def _bare(cell: str) -> str:
    """The text inside `="3208…"`, by which people keep Excel from making numbers of it."""
    found = _KEPT_AS_TEXT.fullmatch(cell)
    return found[1] if found else cell


def _decode(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, ("utf-16",), path)
    return _decoded(content, _ENCODINGS, path)


def _decoded(content: bytes, encodings: tuple[str, ...], path: Path) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Rejected("import.encoding", file=path.name)


def _separator(text: str) -> str:
    """The separator that most of the first lines agree on; a table needs at least one."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    used = {mark: sum(mark in line for line in lines) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: used[mark])
