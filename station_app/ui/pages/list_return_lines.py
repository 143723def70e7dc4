"""What comes back with a list as lines: the edited cells, and the rows that are left alone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from station_app.services.list_return import (
    CellChange,
    ChangeKey,
    Returned,
    RowRemark,
    Verdict,
)
from station_app.ui.components.table_model import Cell, Column, Side

EMPTY = "（空）"
LEFT_ALONE = "整行没有动"
NOT_TAKEN = (Verdict.REFUSED, Verdict.LOCKED)
TONES = {Verdict.ASK: "amber", Verdict.REFUSED: "red", Verdict.LOCKED: "text2"}


@dataclass(frozen=True, slots=True)
class Line:
    """An edited cell, or a row that is left alone."""

    change: CellChange | None = None
    remark: RowRemark | None = None


def lines_of(seen: Returned, verdict: Verdict | None) -> list[Line]:
    """Everything, or what is meant by a chip, in the order of the sheet."""
    meant = NOT_TAKEN if verdict is Verdict.REFUSED else (verdict,)
    changes = [one for one in seen.changes if verdict is None or one.verdict in meant]
    lines = [Line(change=one) for one in changes]
    if verdict in (None, Verdict.REFUSED):
        lines += [Line(remark=one) for one in seen.left_alone]
    return sorted(lines, key=_place)


def _place(line: Line) -> int:
    return line.change.row if line.change else line.remark.row if line.remark else 0


def line_columns(chosen: Callable[[], Collection[ChangeKey]], *, large: bool) -> list[Column[Line]]:
    """Old beside new; the tick says what is written with F8."""
    width = 130 if large else 190

    def tick(line: Line) -> Cell:
        change = line.change
        if change is None or not change.may_be_taken:
            return Cell("—", tone="text3")
        on = change.key in chosen()
        return Cell(icon="check", tone="green", tip="写进去") if on else Cell(tip="不改")

    return [
        Column("改", tick, width=44, side=Side.CENTRE),
        Column("行", lambda line: f"{_place(line):,}", width=60, side=Side.RIGHT, in_large=False),
        Column("谁", _who, width=110, bold=True),
        Column("栏目", lambda line: line.change.heading if line.change else "", width=110),
        Column("原来", _before, width=width),
        Column("改成", _after, width=width, stretch=large),
        Column("说明", _remark, width=220, stretch=not large, in_large=False),
    ]


def whole(line: Line | None) -> str:
    """The chosen line in full, for texts that no cell has room for."""
    if line is None:
        return ""
    if line.change is None:
        return f"第 {_place(line):,} 行，{_who(line)}：{line.remark.words if line.remark else ''}"
    change = line.change
    words = f"第 {change.row:,} 行，{change.who}，{change.heading}："
    words += f"原来“{change.before or EMPTY}”，改成“{change.after or EMPTY}”"
    return f"{words}。{change.remark}" if change.remark else words


def _who(line: Line) -> str:
    found = line.change or line.remark
    return found.who if found else ""


def _before(line: Line) -> Cell:
    return Cell(_one_line(line.change.before), tone="text2") if line.change else Cell()


def _after(line: Line) -> Cell:
    change = line.change
    if change is None:
        return Cell(LEFT_ALONE, tone="text2")
    words = _one_line(change.after)
    if not change.may_be_taken:
        return Cell(words, tone="text2", wrong=change.verdict is Verdict.REFUSED)
    return Cell(words, edited=change.verdict is Verdict.CHANGE,
                doubtful=change.verdict is Verdict.ASK)  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.split()) or EMPTY


def _remark(line: Line) -> Cell:
    if line.remark is not None:
        return Cell(line.remark.words, tone="text2")
    if line.change is None:
        return Cell()
    return Cell(line.change.remark, tone=TONES.get(line.change.verdict, "text"))
