"""Computes the simple formulas of a filled workbook, so that totals are seen before it is opened.

Sums, products, shares, counts, roundings and choices, over all sheets. What is not understood, or
rests on something that is not, stays without a result: the spreadsheet computes it on opening.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from xml.etree import ElementTree as ET

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from station_app.domain.sheet_places import row_and_column
from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import Parts, sheet_parts
from station_app.exchange.template_rows import number_cells

Value = Decimal | str | bool | None
"""What a cell holds; None is an empty one."""
_Grid = dict[tuple[int, int], ET.Element]
_RANGE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:]+)!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<top>\d+)"
    r"(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d+))?"
)
_MOST_CELLS = 200_000
MOST_LOOKS = 1_000_000
"""Cells that all formulas of a workbook may look at together: about two seconds. The rest waits for
the spreadsheet; a template of many sums over whole columns would hold the desk up for minutes."""
_DIGITS = 15
_POWER = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}


class NotUnderstoodError(Exception):
    """A formula, or something it rests on, that only a spreadsheet computes."""


class TooMuchError(Exception):
    """The formulas look at more cells together than is worth waiting for."""


def put_results(parts: Parts, *, most: int = MOST_LOOKS) -> bool:
    """Write the results of the formulas that are understood; whether all of them got their turn."""
    try:
        _put_results(parts, _Book(parts, most))
    except TooMuchError:
        return False
    return True


def _put_results(parts: Parts, books: "_Book") -> None:
    for sheet, part in sheet_parts(parts).items():
        for (row, column), cell in books.grid(sheet).items():
            if xml.find(cell, "f") is None:
                continue
            try:
                _write(parts.tree(part), cell, books.value(sheet, row, column))
            except (NotUnderstoodError, TokenizerError, DecimalException, RecursionError):
                continue


def _write(sheet: ET.Element, cell: ET.Element, value: Value) -> None:
    for old in [child for child in cell if xml.bare(child.tag) == "v"]:
        cell.remove(old)
    cell.attrib.pop("t", None)
    result = ET.SubElement(cell, xml.named(sheet, "v"))
    if isinstance(value, bool):
        cell.set("t", "b")
        result.text = str(int(value))
    elif isinstance(value, str):
        cell.set("t", "str")
        result.text = value
    else:
        result.text = plain(value or Decimal(0))


def plain(number: Decimal) -> str:
    """As spreadsheets keep a number: fifteen digits, no exponent."""
    rounded = Decimal(f"{number:.{_DIGITS}g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class _Book:
    """The cells of all sheets; results are computed once."""

    parts: Parts
    left: int
    _grids: dict[str, _Grid] = field(default_factory=dict)
    _known: dict[tuple[str, int, int], Value] = field(default_factory=dict)
    _failed: set[tuple[str, int, int]] = field(default_factory=set)
    """What rests on one of these is not walked through again."""
    _open: set[tuple[str, int, int]] = field(default_factory=set)
    _strings: list[str] | None = None

    def grid(self, sheet: str) -> _Grid:
        """The cells of a sheet by row and column."""
        if sheet not in self._grids:
            part = sheet_parts(self.parts).get(sheet)
            if part is None:
                raise NotUnderstoodError(sheet)
            number_cells(self.parts.tree(part))
            cells = xml.every(self.parts.tree(part), "c")
            self._grids[sheet] = {row_and_column(cell.get("r", "")): cell for cell in cells}
        return self._grids[sheet]

    def spend(self, looks: int) -> None:
        """Take cells from what may be looked at; raises `TooMuchError`."""
        self.left -= looks
        if self.left < 0:
            raise TooMuchError

    def value(self, sheet: str, row: int, column: int) -> Value:
        """What a cell holds, or comes to."""
        key = (sheet, row, column)
        cell = self.grid(sheet).get((row, column))
        if cell is None:
            return None
        if key not in self._known:
            if key in self._open:
                raise NotUnderstoodError("a ring")
            if key in self._failed:
                raise NotUnderstoodError("seen before")
            self._open.add(key)
            try:
                self._known[key] = self._found(sheet, cell)
            except NotUnderstoodError:
                self._failed.add(key)
                raise
            finally:
                self._open.discard(key)
        return self._known[key]

    def _found(self, sheet: str, cell: ET.Element) -> Value:
        formula = xml.find(cell, "f")
        if formula is not None:
            if formula.get("t") in ("array", "shared", "dataTable") or not formula.text:
                raise NotUnderstoodError(formula.get("t", ""))
            return _Formula(formula.text, sheet, self).result()
        return self._plain(cell)

    def _plain(self, cell: ET.Element) -> Value:
        kind, held = cell.get("t", "n"), xml.find(cell, "v")
        if kind == "inlineStr":
            return "".join(one.text or "" for one in xml.every(cell, "t"))
        if held is None or not held.text:
            return None
        if kind == "s":
            return self._string(int(held.text))
        if kind == "b":
            return held.text == "1"
        if kind == "n":
            return Decimal(held.text)
        raise NotUnderstoodError(kind)

    def _string(self, number: int) -> str:
        if self._strings is None:
            root = self.parts.look("xl/sharedStrings.xml")
            self._strings = ["".join(t.text or "" for t in xml.every(one, "t")) for one in root]
        return self._strings[number]


class _Formula:
    """Reads one formula from left to right, by how tightly its signs bind."""

    def __init__(self, text: str, sheet: str, book: _Book) -> None:
        items = Tokenizer(f"={text}").items
        self._items = [item for item in items if item.type != Token.WSPACE]
        self._at, self._sheet, self._book = 0, sheet, book

    def result(self) -> Value:
        """What it comes to."""
        value = self._expression(0)
        if self._at != len(self._items):
            raise NotUnderstoodError("a rest")
        return _single(value)

    def _peek(self) -> Token | None:
        return self._items[self._at] if self._at < len(self._items) else None

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            raise NotUnderstoodError("an end")
        self._at += 1
        return token

    def _expression(self, least: int) -> "Value | list[Value]":
        left = self._operand()
        while (token := self._peek()) is not None:
            if token.type == Token.OP_POST:
                self._next()
                left = _number(left) / 100
            elif token.type == Token.OP_IN and _POWER.get(token.value, -1) > least:
                self._next()
                left = _joined(token.value, left, self._expression(_POWER[token.value]))
            else:
                break
        return left

    def _operand(self) -> "Value | list[Value]":
        token = self._next()
        if token.type == Token.OP_PRE:
            number = _number(self._expression(max(_POWER.values())))
            return -number if token.value == "-" else number
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self._expression(0)
            self._next()
            return value
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._call(token.value.rstrip("(").upper())
        if token.type != Token.OPERAND:
            raise NotUnderstoodError(token.value)
        return self._held(token)

    def _held(self, token: Token) -> "Value | list[Value]":
        if token.subtype == Token.NUMBER:
            return Decimal(token.value)
        if token.subtype == Token.TEXT:
            text: str = token.value[1:-1].replace('""', '"')
            return text
        if token.subtype == Token.RANGE:
            return self._range(token.value)
        raise NotUnderstoodError(token.value)

    def _range(self, text: str) -> "Value | list[Value]":
        found = _RANGE.fullmatch(text)
        if found is None:
            raise NotUnderstoodError(text)
        named = found["sheet"]
        sheet = named.strip("'").replace("''", "'") if named else self._sheet
        top, left = row_and_column(f"{found['left']}{found['top']}")
        if found["right"] is None:
            self._book.spend(1)
            return self._book.value(sheet, top, left)
        bottom, right = row_and_column(f"{found['right']}{found['bottom']}")
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise NotUnderstoodError(text)
        self._book.spend((bottom - top + 1) * (right - left + 1))
        return [
            self._book.value(sheet, row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _call(self, name: str) -> Value:
        if name not in _FUNCTIONS:
            raise NotUnderstoodError(name)
        given: list[Value | list[Value]] = []
        while True:
            token = self._peek()
            if token is None or token.type == Token.SEP:
                raise NotUnderstoodError("a missing argument")
            if token.type == Token.FUNC and token.subtype == Token.CLOSE:
                self._next()
                break
            given.append(self._expression(0))
            if (token := self._next()).type == Token.FUNC:
                break
            if token.value != ",":
                raise NotUnderstoodError(token.value)
        return _FUNCTIONS[name](given)


# --- values ------------------------------------------------------------------------------------


def _single(value: "Value | list[Value]") -> Value:
    if isinstance(value, list):
        raise NotUnderstoodError("a block")
    return value


def _number(value: "Value | list[Value]") -> Decimal:
    one = _single(value)
    if isinstance(one, str):
        raise NotUnderstoodError("words")
    return Decimal(one or 0)


def _joined(sign: str, left: "Value | list[Value]", right: "Value | list[Value]") -> Value:
    if sign == "&":
        return _words(left) + _words(right)
    if sign in _ARITHMETIC:
        return _ARITHMETIC[sign](_number(left), _number(right))
    return _compared(sign, _single(left), _single(right))


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


def _compared(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        if sign not in ("=", "<>"):
            raise NotUnderstoodError(sign)
        return ((left or "") == (right or "")) is (sign == "=")
    one, other = Decimal(left or 0), Decimal(right or 0)
    return {
        "=": one == other, "<>": one != other, "<": one < other,
        ">": one > other, "<=": one <= other, ">=": one >= other,
    }[sign]  # fmt: skip


def _words(value: "Value | list[Value]") -> str:
    one = _single(value)
    if isinstance(one, bool):
        return str(one).upper()
    return one if isinstance(one, str) else plain(one) if one is not None else ""


_Given = list["Value | list[Value]"]


def _flat(given: _Given) -> Iterator[Value]:
    for one in given:
        if isinstance(one, list):
            yield from one
        else:
            yield one


def _numbers(given: _Given) -> list[Decimal]:
    """What SUM and its like count: numbers; words and truths in blocks are passed over."""
    return [one for one in _flat(given) if isinstance(one, Decimal)]


def _average(given: _Given) -> Decimal:
    numbers = _numbers(given)
    return sum(numbers, Decimal(0)) / Decimal(len(numbers))


def _rounded(given: _Given) -> Decimal:
    number, places = _number(given[0]), int(_number(given[1]))
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _chosen(given: _Given) -> Value:
    if len(given) != len(("condition", "then", "else")):
        raise NotUnderstoodError("IF")
    return _single(given[1] if _number(given[0]) else given[2])


_FUNCTIONS: dict[str, Callable[[_Given], Value]] = {
    "SUM": lambda given: sum(_numbers(given), Decimal(0)),
    "AVERAGE": _average,
    "COUNT": lambda given: Decimal(len(_numbers(given))),
    "COUNTA": lambda given: Decimal(sum(one is not None for one in _flat(given))),
    "MAX": lambda given: max(_numbers(given), default=Decimal(0)),
    "MIN": lambda given: min(_numbers(given), default=Decimal(0)),
    "ROUND": _rounded,
    "IF": _chosen,
}
