"""Says which column of a table means what: by its heading, by its content, or as a person chose."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from station_app.domain.import_columns import SERIAL, Columns
from station_app.domain.imports import (
    LOOKS,
    OTHER_PEOPLE,
    REASON_HEADING,
    ROW_KEY,
    ROW_KEY_HEADING,
    heading_key,
)
from station_app.exchange.cells import CellValue, as_text, is_blank
from station_app.exchange.table import KnownHeadings, Table

_SAMPLE_ROWS = 80
_SHOWN_SAMPLES = 3
_AGREEMENT = 0.6


class How(StrEnum):
    """What a column's meaning rests on."""

    HEADING = "heading"
    SIMILAR = "similar"
    CONTENT = "content"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its zero-based place, its heading, what it means, and some of its cells."""

    index: int
    heading: str
    field: str | None
    how: How | None
    samples: tuple[str, ...] = ()


def known_headings(columns: Columns) -> KnownHeadings:
    """Every alias by its comparable form; the first table to name a word owns it."""
    known: dict[str, str] = {heading_key(ROW_KEY_HEADING): ROW_KEY}
    for field, words in columns.items():
        for word in words:
            known.setdefault(heading_key(word), field)
    return known


def fingerprint(table: Table) -> str:
    """The shape of a heading row: tables from one hand share it from year to year."""
    joined = "|".join("-".join(map(heading_key, parts)) for parts in table.headings)
    return hashlib.sha256(joined.encode()).hexdigest()


def guess_columns(table: Table, columns: Columns) -> tuple[Column, ...]:
    """The meaning of every column, as far as headings and content tell."""
    known = known_headings(columns)
    blank = [_column(table, index) for index in range(len(table.headings))]
    named = _by_heading(table, blank, known)
    return tuple(_by_content(table, named, columns))


def chosen_columns(
    table: Table, chosen: Mapping[int, str], how: How = How.CHOSEN
) -> tuple[Column, ...]:
    """The columns as a person assigned them."""
    blank = (_column(table, index) for index in range(len(table.headings)))
    return tuple(
        replace(column, field=chosen[column.index], how=how) if column.index in chosen else column
        for column in blank
    )


def _column(table: Table, index: int) -> Column:
    samples = [as_text(cell) for cell in _sample(table, index)][:_SHOWN_SAMPLES]
    return Column(index, "-".join(table.headings[index]), None, None, tuple(samples))


def _sample(table: Table, index: int) -> list[CellValue]:
    rows = table.sheet.rows[table.bottom + 1 : table.bottom + 1 + _SAMPLE_ROWS]
    cells = (row[index] for row in rows if index < len(row))
    return [cell for cell in cells if not is_blank(cell)]


def _by_heading(table: Table, columns: list[Column], known: KnownHeadings) -> list[Column]:
    """The best fitting heading wins a field; no field is given twice."""
    claims = [
        (score, column.index, field)
        for column in columns
        for field, score in _claims(table.headings[column.index], known)
    ]
    won: dict[int, tuple[str, How]] = {}
    for score, index, field in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        taken = {name for name, _ in won.values()}
        if index not in won and field not in taken:
            won[index] = (field, How.HEADING if score >= 60 else How.SIMILAR)
    return [_with(column, won.get(column.index)) for column in columns]


def _with(column: Column, won: tuple[str, How] | None) -> Column:
    return column if won is None else replace(column, field=won[0], how=won[1])


def _claims(parts: tuple[str, ...], known: KnownHeadings) -> Iterator[tuple[str, int]]:
    """What a heading may mean, the better the higher: all of it, its last part, a piece."""
    if not parts or REASON_HEADING in parts:
        return
    whole = heading_key("".join(parts))
    keys = ((whole, 100), (heading_key(parts[-1]), 90), (heading_key(parts[0]), 60))
    for key, score in keys:
        if key in known:
            yield known[key], score
    if not any(word in whole for word in OTHER_PEOPLE):
        yield from _similar(whole, known)


def _similar(whole: str, known: KnownHeadings) -> Iterator[tuple[str, int]]:
    """A known word at either end of a longer heading; the longer the word, the better."""
    for word, field in known.items():
        if len(word) >= 2 and word != whole and (whole.endswith(word) or whole.startswith(word)):
            yield field, min(59, 20 + 4 * len(word))


_NUMERIC_IDENTITY = (1e14, 1e18)


def _by_content(table: Table, columns: list[Column], fields: Columns) -> Iterator[Column]:
    """Columns without a known heading, by what most of their cells look like."""
    taken = {column.field for column in columns} | ({"mobile"} if _has(columns, "phone") else set())
    for column in columns:
        guess = None if column.field else _content_of(_sample(table, column.index))
        wanted = guess in fields and guess not in taken
        if guess == "name" and column.heading:
            wanted = False  # too many headed columns hold short Chinese words
        if guess is not None and wanted:
            taken.add(guess)
            yield replace(column, field=guess, how=How.CONTENT)
        else:
            yield column


def _has(columns: Iterable[Column], field: str) -> bool:
    return any(column.field == field for column in columns)


def _content_of(cells: list[CellValue]) -> str | None:
    if not cells:
        return None
    votes = Counter(vote for cell in cells if (vote := _looks_like(cell)) is not None)
    if not votes:
        return None
    field, count = votes.most_common(1)[0]
    return field if count >= _AGREEMENT * len(cells) else None


def _looks_like(cell: CellValue) -> str | None:
    if isinstance(cell, float):
        low, high = _NUMERIC_IDENTITY
        return "id_number" if low <= cell < high else _word_like(as_text(cell))
    return _word_like(cell) if isinstance(cell, str) else None


def _word_like(text: str) -> str | None:
    return next((field for field, form in LOOKS.items() if form.fullmatch(text)), None)


__all__ = [
    "SERIAL",
    "Column",
    "How",
    "chosen_columns",
    "fingerprint",
    "guess_columns",
    "known_headings",
]
