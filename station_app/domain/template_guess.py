"""Finds by its words what a fresh template wants: figures, words of the head, lists of people."""

import re
from collections.abc import Iterator, Sequence

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.sheet_look import SheetLook, Spot, place
from station_app.domain.tally_lines import BY_CODE
from station_app.domain.template import Bound
from station_app.domain.template_words import (
    NO_FIGURE,
    column_meant,
    line_meant,
    plain,
    span_meant,
    unit_meant,
)

_NEAREST = 3
_LEAST_COLUMNS = 3
_MONTH = re.compile(
    r"(?:\d{4}|[\s_\uff3f×XxＸ]*)年(?:\d{1,2}|[\s_\uff3f×XxＸ]*)月(?!\s*[\d_\uff3f ]*日)"
)
_YEAR = re.compile(r"(?:\d{4}|[\s_\uff3f×XxＸ]+)(年度?)")
_HEADS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("填报单位", "单位名称", "报送单位", "填表单位", "上报单位"), "{站名}"),
    (("填报时间", "填报日期", "填表日期", "制表日期", "上报时间", "报送时间"), "{日期}"),
    (("填表人", "制表人", "填报人", "经办人"), "{填表人}"),
    (("统计时间", "统计期", "报告期", "所属期"), "{期间}"),
)
_LIST_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("未认证", "逾期"), "D6"),
    (("认证",), "D2"),
    (("走访",), "B1"),
    (("慰问",), "C1"),
    (("光荣牌",), "E7"),
    (("去世", "死亡"), "A8"),
    (("新增",), "A7"),
    (("抚恤", "补助", "优抚"), "A5"),
)


def guesses(sheets: Sequence[SheetLook]) -> list[Bound]:
    """What the words of the sheets say; each is shown to a person before it is taken."""
    return [one for sheet in sheets for one in _of_sheet(sheet)]


def _of_sheet(sheet: SheetLook) -> Iterator[Bound]:
    yield from _heads(sheet)
    rosters = list(_rosters(sheet))
    yield from rosters
    if not rosters:
        yield from _figures(sheet)


def anchored(sheet: SheetLook, spot: Spot) -> tuple[str | None, str | None]:
    """The words beside and above a cell."""
    lefts = list(sheet.lefts(*spot))
    names = _without_units(lefts)[:1]
    beside = [*names, *(lefts[:1] if lefts[:1] != names else [])]
    return " ".join(beside) or None, next(sheet.aboves(*spot), None)


def row_name(sheet: SheetLook, spot: Spot) -> str | None:
    """The words that name the row of a cell, without its unit."""
    return next(iter(_without_units(list(sheet.lefts(*spot)))), None)


# --- figures -----------------------------------------------------------------------------------


def _figures(sheet: SheetLook) -> Iterator[Bound]:
    words = " ".join(cell.words for cell in sheet.cells.values())
    for row, column in sheet.free_cells():
        found = figure_at(sheet, (row, column), words)
        if found is not None:
            yield found


def figure_at(sheet: SheetLook, spot: Spot, sheet_words: str = "") -> Bound | None:
    """The figure that belongs into a cell: its line beside it and its span above, or crosswise."""
    lefts = list(sheet.lefts(*spot))[:_NEAREST]
    aboves = list(sheet.aboves(*spot))[:_NEAREST]
    if aboves and plain(aboves[0]) in NO_FIGURE:
        return None
    beside = line_meant(_without_units(lefts))
    code = beside or line_meant(aboves)
    if code is None or not (beside or _below_a_heading(sheet, spot)):
        return None
    line = BY_CODE[code]
    span = span_meant(aboves[:2] if beside else [*aboves[:1], *lefts[:1]])
    row_words, column_words = anchored(sheet, spot)
    return Bound(
        sheet=sheet.name,
        place=place(spot),
        what=TemplateWhat.FIGURE,
        line_code=code,
        unit=unit_meant(line, [*lefts, *aboves[:1]], sheet_words),
        span=span or TemplateSpan.THIS,
        row_words=row_words,
        column_words=column_words,
    )


def _below_a_heading(sheet: SheetLook, spot: Spot) -> bool:
    """Whether the words above head a column: words with room for figures beside them name a row."""
    row, column = spot
    while row > 1 and not sheet.at(row - 1, column).words:
        row -= 1
    beside = (sheet.at(row - 1, each) for each in range(column + 1, sheet.columns + 1))
    return not any(cell.free and any(cell.lines) for cell in beside)


def _without_units(texts: list[str]) -> list[str]:
    """A column of units may stand between a figure and its name; numbering before the name."""
    units = {unit for line in BY_CODE.values() for unit in line.units} | {"万元", "元", "个", "次"}
    return [text for text in texts if plain(text) not in units and text.strip() != "%"]


# --- words of the head ---------------------------------------------------------------------------


def _heads(sheet: SheetLook) -> Iterator[Bound]:
    for spot, cell in sorted(sheet.cells.items()):
        pattern = _pattern(cell.words)
        if pattern is not None and sheet.anchor(*spot) == spot:
            yield Bound(
                sheet=sheet.name,
                place=place(spot),
                what=TemplateWhat.WORDS,
                words=pattern,
                row_words=cell.words,
            )


def _pattern(words: str) -> str | None:
    """The text with slots where something is left open."""
    bare = words.rstrip(" _\uff3f\u3000")
    for names, slot in _HEADS:
        if bare.rstrip(":：") in names and bare != bare.rstrip(":："):
            return f"{bare}{slot}"
    if _MONTH.search(words):
        return _MONTH.sub("{年}年{月}月", words, count=1).strip()
    if _YEAR.search(words) and len(words) > len("年度报表"):
        return _YEAR.sub(lambda found: "{年}" + found[1], words, count=1).strip()
    return None


_SAYS_LITTLE = re.compile(
    r"^[\W\d_A-Za-z]*(?:附件|附表|新建|副本|工作簿|表格|报表)?[\W\d_A-Za-z]*$"
)
_TITLE_ROWS, _SHORTEST_TITLE, _LONGEST_TITLE = 4, 4, 40


def called(stem: str, sheets: Sequence[SheetLook]) -> str:
    """What a form is called: by its file, or by its title where the file's name says nothing."""
    if not _SAYS_LITTLE.match(stem):
        return stem
    return next(filter(None, map(_title, sheets)), stem)


def _title(sheet: SheetLook) -> str | None:
    """The words that stand alone in one of the first rows, without a month or year."""
    for row in range(1, _TITLE_ROWS + 1):
        words = [cell.words for (there, _), cell in sheet.cells.items() if there == row]
        alone = [each for each in words if each]
        if len(alone) == 1 and (bare := _undated(alone[0])):
            return bare
    return None


def _undated(words: str) -> str | None:
    """A title as it is the same every month; None for what is no title."""
    bare = "".join(_YEAR.sub("", _MONTH.sub("", words)).split()).strip("_\uff3f（）()")
    fits = _SHORTEST_TITLE <= len(bare) <= _LONGEST_TITLE
    named = not _SAYS_LITTLE.match(bare) and not re.search("[:：]", bare)
    return bare if fits and named else None


# --- lists -------------------------------------------------------------------------------------


def _rosters(sheet: SheetLook) -> Iterator[Bound]:
    for row in range(1, sheet.rows):
        heads = headings(sheet, row)
        below = row + 1
        if not is_roster(heads) or not all(
            sheet.at(below, column).free
            for column, meant in heads.items()
            if meant is not RosterColumn.NUMBER
        ):
            continue
        code = _list_meant(sheet, row)
        for column, meant in heads.items():
            yield Bound(
                sheet=sheet.name,
                place=place((below, column)),
                what=TemplateWhat.COLUMN,
                line_code=code,
                roster_column=meant,
                column_words=sheet.at(row, column).words,
            )
        return


def headings(sheet: SheetLook, row: int) -> dict[int, RosterColumn]:
    """The columns of a row whose words name a column of a list, the first of each."""
    found: dict[int, RosterColumn] = {}
    for column in range(1, sheet.columns + 1):
        if sheet.anchor(row, column)[1] != column or not sheet.at(row, column).words:
            continue
        meant = column_meant(sheet.at(row, column).words)
        if meant is not None and meant not in found.values():
            found[column] = meant
    return found


def is_roster(heads: dict[int, RosterColumn]) -> bool:
    """Whether a row of headings is that of a list of people or homes."""
    named = RosterColumn.NAME in heads.values() or RosterColumn.HEAD in heads.values()
    return named and len(heads) >= _LEAST_COLUMNS


def _list_meant(sheet: SheetLook, row: int) -> str:
    """By the words above the headings, else by the headings and the sheet's own name."""
    above = [cell.words for (there, _), cell in sorted(sheet.cells.items()) if there <= row]
    text = " ".join([sheet.name, *above])
    return next((code for words, code in _LIST_WORDS if any(w in text for w in words)), "A1")
