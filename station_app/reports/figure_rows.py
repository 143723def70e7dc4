"""Responsible for one figure of a tally on paper: what it counts, and every row behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from station_app.domain.forms import Imprint
from station_app.domain.money import yuan
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, TallyLine, unit_shown
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import Column, Roster, Sums
from station_app.reports.tally_wording import KINDS, meaning
from station_app.reports.wording import dotted

DAY, FILE_DAY = "日期", "建档日期"
ROW_COUNT, ROW_MONEY = "数量", "金额（元）"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One record behind the figure, in words."""

    day: date | None
    name: str
    group_name: str | None
    kind: str
    counted_ym: str | None
    count: int
    fen: int


def title_of(line: Line, period: Period) -> str:
    """`2026年6月走访人次（B1）明细`."""
    return f"{period.label}{line.label.removeprefix('其中：')}（{line.code.partition('.')[0]}）明细"


def pdf(
    figure: TallyLine,
    period: Period,
    rows: Sequence[FigureLine],
    imprint: Imprint,
    progress: Progress,
    *,
    of_files: bool = False,
) -> bytes:
    """The rows of one figure as a PDF; they add up to the figure in its head.

    `of_files`: the days are those on which files were made, and of no deed.
    """
    line, units = figure.line, figure.line.units
    columns = _columns(line, FILE_DAY if of_files else DAY)
    made = Roster(
        head=Head(
            title_of(line, period),
            f"填报单位（盖章）：{imprint.station_name}",
            "，".join(f"{figure.shown(unit)} {unit_shown(unit)}" for unit in units),
            f"单位：{'、'.join(map(unit_shown, units))}",
        ),
        columns=columns,
        rows=rows,
        cells=lambda number, row: tuple(_cell(number, row, one.heading) for one in columns),
        sums=lambda some: _sums(some, columns),
        imprint=imprint,
        closing=(f"计什么：{meaning(line.code)}；{KINDS[line.kind]}。", *_of_ratio(figure)),
        red=lambda row: row.count < 0 or row.fen < 0,
        sealed=False,  # it goes along with a report that bears the seal
    )
    return roster.pdf(made, progress)


def _of_ratio(figure: TallyLine) -> tuple[str, ...]:
    ratio = figure.ratio
    if ratio is None:
        return ()
    return (f"{ratio.part} ÷ {ratio.whole} = {ratio.shown}，上面所列是分子。",)


def _columns(line: Line, day: str) -> tuple[Column, ...]:
    """A line in money alone has no number of people to show, one of people no money."""
    columns = [
        Column("序号", 12),
        Column(day, 28),
        Column("姓名（户主）", 40),
        Column("小组", 30),
        Column("记录", 36),
        Column("统计月份", 28),
    ]
    if line.units != (FEN,):
        columns.append(Column(ROW_COUNT, 22, Align.RIGHT))
    if FEN in line.units:
        columns.append(Column(ROW_MONEY, 30, Align.RIGHT))
    return tuple(columns)


def _cell(number: int, row: FigureLine, heading: str) -> str:
    day = dotted(row.day) if row.day else "期末"
    words = {
        "序号": str(number),
        DAY: day,
        FILE_DAY: day,
        "姓名（户主）": row.name,
        "小组": row.group_name or "",
        "记录": row.kind,
        "统计月份": row.counted_ym or "",
        ROW_COUNT: _signed(row.count),
        ROW_MONEY: yuan(row.fen),
    }
    return words[heading]


def _sums(rows: Sequence[FigureLine], columns: Sequence[Column]) -> Sums:
    sums = {
        ROW_COUNT: _signed(sum(row.count for row in rows)),
        ROW_MONEY: yuan(sum(row.fen for row in rows)),
    }
    shown = {column.heading for column in columns}
    return {heading: text for heading, text in sums.items() if heading in shown}


def _signed(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)
