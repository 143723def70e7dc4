"""A list pasted from a sheet or a message: which cells are names, ID numbers and amounts."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO

from station_app.domain.id_number import normalise
from station_app.domain.import_columns import PAYMENTS
from station_app.domain.imports import heading_key
from station_app.domain.money_reading import parse_money
from station_app.domain.names import clean_name
from station_app.domain.reading import Level

Rows = Sequence[Sequence[str]]

_ID = re.compile(r"[1-9]\d{16}[\dX]|[1-9]\d{14}")
_NAME = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]{1,5}(?:·[\u3400-\u9fff]{1,8})*")
_NO_NAMES = frozenset(
    ("男", "女", "是", "否", "无", "合计", "总计", "小计", "姓名", "名字", "序号")
)
_GROUP = re.compile(r".*(?:组|队|村|社区|街道|镇|乡|路)\d*")
_BETWEEN = re.compile(r"[，,、；;\s]+")
_HEADS = {
    heading_key(word): field
    for field in ("name", "id_number", "amount", "serial")
    for word in PAYMENTS[field]
}
_AGREEMENT = 0.6
"""This share of a column's cells must look like something for it to be that."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of the list: whom it means and how much, as far as it says so."""

    number: int
    name: str | None
    id_number: str | None
    fen: int | None = None
    wrong_amount: str | None = None
    """The text of an amount that is none."""

    @property
    def names_somebody(self) -> bool:
        """Whether it says whom it means."""
        return self.name is not None or self.id_number is not None


def read_pasted(text: str) -> tuple[PastedRow, ...]:
    """The lines of a pasted list; headings, totals and empty lines are left out.

    Cells copied from a sheet stand between tabs; in a message they are divided by commas or
    spaces, and a line of names alone is one person for each name.
    """
    table = _cells(text)
    columns, first = _columns(table)
    rows = [_row(cells, columns) for cells in table[first:]]
    kept = [row for row in rows if row.names_somebody or row.fen is not None or row.wrong_amount]
    return tuple(
        PastedRow(number, row.name, row.id_number, row.fen, row.wrong_amount)
        for number, row in enumerate(kept, start=1)
    )


def _cells(text: str) -> list[list[str]]:
    if "\t" in text:
        lines = csv.reader(StringIO(text), delimiter="\t")
        table = [[cell.strip() for cell in line] for line in lines]
    else:
        table = [cells for line in text.splitlines() for cells in _message_line(line)]
    return [line for line in table if any(line)]


def _message_line(line: str) -> list[list[str]]:
    """A line without tabs: the cells of one person, or several names."""
    words = [word for word in _BETWEEN.split(line.strip()) if word]
    if len(words) == 2 and all(len(word) == 1 for word in words):
        return [["".join(words)]]  # 王　芳, spread out to the width of three characters
    if len(words) > 1 and all(_is_name(word) or _is_id(word) for word in words):
        one_each = all(map(_is_name, words)) or all(map(_is_id, words))
        return [[word] for word in words] if one_each else [words]
    return [words]


def _columns(table: Rows) -> tuple[dict[str, int], int]:
    """Which column means what, and the first line that is no heading."""
    for number, cells in enumerate(table[:5]):
        found = {_HEADS[key]: at for at, cell in enumerate(cells) if (key := heading_key(cell)) in
                 _HEADS}  # fmt: skip
        if "name" in found or "id_number" in found:
            return found, number + 1
    return _guessed(table), 0


def _guessed(table: Rows) -> dict[str, int]:
    """By what stands in the columns: numbers first, since they are unmistakable."""
    width = max((len(cells) for cells in table), default=0)
    looks: dict[str, Callable[[str], bool]] = {
        "id_number": _is_id, "name": _is_name, "amount": _is_amount
    }  # fmt: skip
    found: dict[str, int] = {}
    for field, is_one in looks.items():
        free = [at for at in range(width) if at not in found.values()]
        best = [at for at in free if _share(table, at, is_one) >= _AGREEMENT]
        best = [at for at in best if field != "amount" or not _counts_up(table, at)]
        if best:
            found[field] = best[-1] if field == "amount" else best[0]
    return found


def _share(table: Rows, at: int, is_one: Callable[[str], bool]) -> float:
    cells = [cells[at] for cells in table if at < len(cells) and cells[at]]
    return sum(map(is_one, cells)) / len(cells) if cells else 0.0


def _counts_up(table: Rows, at: int) -> bool:
    """A running number beside other cells is no amount."""
    cells = [cells[at] for cells in table if at < len(cells) and cells[at]]
    counted = [str(number) for number in range(1, len(cells) + 1)]
    return max(map(len, table)) > 1 and cells == counted


def _row(cells: Sequence[str], columns: dict[str, int]) -> PastedRow:
    def cell(field: str) -> str:
        at = columns.get(field)
        return cells[at] if at is not None and at < len(cells) else ""

    word = cell("name")
    number = normalise(cell("id_number")) or (normalise(word) if _is_id(word) else None)
    name = clean_name(word).value if word and not _is_id(word) else None  # numbers among names
    if name in _NO_NAMES:
        return PastedRow(0, None, None)
    fen, wrong = _amount(cell("amount"))
    return PastedRow(0, name, number, fen, wrong)


def _amount(text: str) -> tuple[int | None, str | None]:
    if not text:
        return None, None
    reading = parse_money(text)
    unread = any(note.level >= Level.ERR for note in reading.notes)
    if unread or (reading.value is not None and reading.value.fen is None):
        return None, text
    return (reading.value.fen if reading.value else None), None


def _is_id(text: str) -> bool:
    return _ID.fullmatch(normalise(text)) is not None


def _is_name(text: str) -> bool:
    bare = "".join(text.split())
    known = bare in _NO_NAMES or _GROUP.fullmatch(bare) is not None
    return not known and _NAME.fullmatch(bare) is not None


def _is_amount(text: str) -> bool:
    phone = text.isdecimal() and len(text) >= 11
    return not phone and not _is_id(text) and _amount(text)[0] is not None
