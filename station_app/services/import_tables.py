"""From a file to its tables: which sheets are read, which columns mean what, what is remembered."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from station_app.domain.imports import (
    COLUMNS,
    LIST_COMMA,
    MONEY_FIELDS,
    NEEDED,
    ImportKind,
    label,
    money_unit,
)
from station_app.domain.money import FEN_PER_YUAN
from station_app.errors import Rejected, Unavailable
from station_app.exchange.columns import (
    Column,
    How,
    chosen_columns,
    fingerprint,
    guess_columns,
    known_headings,
)
from station_app.exchange.findings import ReadingContext
from station_app.exchange.source_rows import SourceRow, source_rows
from station_app.exchange.table import (
    Table,
    find_table,
    possible_headings,
    table_at,
    table_without_heading,
)
from station_app.exchange.workbook import Sheet, Workbook, read_workbook
from station_app.models.local import ImportMapping
from station_app.queries import imports
from station_app.services.import_values import Mapped, SheetView


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of the file, with the meaning of its columns."""

    table: Table
    view: SheetView

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.view.name

    def rows(self) -> Iterator[SourceRow]:
        """Its lines."""
        return source_rows(self.table, self.view.columns)


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file that was opened: its hash, its tables, and how its cells are to be read."""

    path: Path
    file_hash: str
    found: tuple[FoundTable, ...]
    contexts: dict[str, ReadingContext]

    @property
    def views(self) -> tuple[SheetView, ...]:
        """All sheets, read or not."""
        return tuple(each.view for each in self.found)


def load(
    session: Session, path: Path, kind: ImportKind, mapping: Mapped | None, *, today: date
) -> LoadedFile:
    """Open a file and find its tables; raises `Rejected` or `Unavailable` in words."""
    book = read_workbook(path)
    found = tuple(_found(session, sheet, kind, mapping) for sheet in book.sheets)
    contexts = {each.name: _context(book, each, today) for each in found}
    return LoadedFile(path, _hash(path), found, contexts)


def chosen_tables(loaded: LoadedFile, kind: ImportKind) -> list[FoundTable]:
    """The tables that are read; raises `Rejected` when none is or needed columns are missing."""
    chosen = [each for each in loaded.found if each.view.chosen]
    if not chosen:
        raise Rejected("import.no_table", file=loaded.path.name)
    usable = [each for each in chosen if not missing_columns(each.view, kind)]
    if not usable:
        missing = LIST_COMMA.join(missing_columns(chosen[0].view, kind))
        raise Rejected("import.columns_missing", file=loaded.path.name, columns=missing)
    return usable


def missing_columns(view: SheetView, kind: ImportKind) -> list[str]:
    """The labels of needed columns that nothing is mapped to; one of each group is enough."""
    fields = {column.field for column in view.columns}
    return [label(kind, group[0]) for group in NEEDED[kind] if not fields & set(group)]


def remember_mapping(
    session: Session, views: tuple[SheetView, ...], kind: ImportKind, *, on: date
) -> None:
    """Keep the columns of every sheet that was read, for the next file of this shape."""
    for view in views:
        if view.chosen and view.header_row:
            columns = {column.index: column.field for column in view.columns if column.field}
            session.execute(
                delete(ImportMapping).where(ImportMapping.fingerprint == _key(view, kind))
            )
            session.execute(
                insert(ImportMapping).values(
                    fingerprint=_key(view, kind),
                    kind=kind.value,
                    columns=msgspec.json.encode(columns).decode(),
                    used_on=on,
                )
            )


def _key(view: SheetView, kind: ImportKind) -> str:
    return f"{kind.value}:{view.fingerprint}"


def _context(book: Workbook, found: FoundTable, today: date) -> ReadingContext:
    units = tuple((name, unit) for name, unit in _units(found.view) if unit != FEN_PER_YUAN)
    return ReadingContext(today, book.is_1904, found.table.sheet.typed, units)


def _units(view: SheetView) -> Iterator[tuple[str, int]]:
    """The unit of every money column: its own heading says it, or the title (`单位：万元`)."""
    general = money_unit(view.title)
    for column in view.columns:
        if column.field in MONEY_FIELDS:
            yield column.field, money_unit(column.heading) or general or FEN_PER_YUAN


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unavailable("import.locked", file=path.name) from error


def _found(session: Session, sheet: Sheet, kind: ImportKind, mapping: Mapped | None) -> FoundTable:
    table = _table(session, sheet, kind, mapping)
    has_heading = table.bottom >= 0
    columns = _columns(session, table, sheet, kind, mapping)
    wanted = _is_wanted(sheet, columns, kind, has_heading=has_heading)
    chosen = wanted if mapping is None else sheet.name in mapping
    view = SheetView(
        name=sheet.name,
        visible=sheet.visible,
        chosen=chosen,
        header_row=table.bottom + 1,
        title=table.title if has_heading else "",
        columns=columns,
        fingerprint=fingerprint(table),
        row_count=len(sheet.rows) - table.bottom - 1,
    )
    return FoundTable(table, view)


def _table(session: Session, sheet: Sheet, kind: ImportKind, mapping: Mapped | None) -> Table:
    """Where a person pointed, else where known words stand, else a heading remembered."""
    choice = mapping.get(sheet.name) if mapping else None
    if choice is not None and choice.header_row is not None:
        row = choice.header_row - 1
        return table_at(sheet, row) if row >= 0 else table_without_heading(sheet)
    found = find_table(sheet, known_headings(COLUMNS[kind]))
    if found is not None:
        return found
    for table in possible_headings(sheet):
        if imports.mapping(session, f"{kind.value}:{fingerprint(table)}", kind.value):
            return table
    return table_without_heading(sheet)


def _columns(
    session: Session, table: Table, sheet: Sheet, kind: ImportKind, mapping: Mapped | None
) -> tuple[Column, ...]:
    """As a person chose now, as chosen for this shape before, or as guessed."""
    guessed = guess_columns(table, COLUMNS[kind])
    if mapping is not None and sheet.name in mapping:
        return chosen_columns(table, mapping[sheet.name].columns)
    if table.bottom < 0:
        return guessed
    kept = imports.mapping(session, f"{kind.value}:{fingerprint(table)}", kind.value)
    if kept is None or kept == {c.index: c.field for c in guessed if c.field}:
        return guessed
    return chosen_columns(table, kept, How.REMEMBERED)


def _is_wanted(
    sheet: Sheet, columns: tuple[Column, ...], kind: ImportKind, *, has_heading: bool
) -> bool:
    """Hidden sheets are read only when somebody says so; a bare list must show numbers."""
    fields = {column.field for column in columns}
    enough = has_heading or {"name", "id_number"} <= fields
    return sheet.visible and enough and any(fields & set(group) for group in NEEDED[kind])
