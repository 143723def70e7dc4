"""Figures of the report in a table, one period beside the other, and the charts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.annual import AnnualRow
from station_app.domain.annual_lines import line_of
from station_app.domain.tally import FEN, TallyLine, unit_shown
from station_app.domain.yearly_charts import Chart
from station_app.queries.tallies import TallyRow
from station_app.ui.components.bar_chart import BarChart, Legend
from station_app.ui.components.layout import Card, clear, column, fill, holder, row, scrolling
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Text
from station_app.ui.pages.tally_rows import LineOfTally
from station_app.ui.theme import current

FIRST_FIGURE = 2
"""The column of the first figure."""


def columns(this: str, other: str) -> list[Column[AnnualRow]]:
    """What, in which unit, now, then, and the difference."""
    large = current().large
    return [
        Column("项目", lambda one: one.figure.label, width=236, whole=True, stretch=large),
        Column("单位", lambda one: unit_shown(one.unit), width=54, tone="text2"),
        Column(this, lambda one: Cell(one.this.shown(one.unit), tone="primary", bold=True),
               width=96, side=Side.RIGHT),
        Column(other, lambda one: one.last.shown(one.unit), width=96, side=Side.RIGHT,
               tone="text2"),
        Column("增减", lambda one: one.difference_shown, width=124, side=Side.RIGHT),
        Column("计算口径", lambda one: one.figure.caliber, width=110, tone="text2",
               in_large=False, stretch=True),
    ]  # fmt: skip


def line_of_tally(line: TallyLine, unit: str, other: TallyLine | None = None) -> LineOfTally:
    """A figure in the shape that the panel of rows shows."""
    before = other.shown(unit) if other is not None else "—"
    return LineOfTally(line, unit, (line.shown(unit), before, "—", "—"), "", None)


def counted(line: LineOfTally, rows: Sequence[TallyRow]) -> str:
    """A flow as the rows of today say it."""
    value = sum(one.fen if line.unit == FEN else one.count for one in rows)
    return TallyLine(line.line.line, {line.unit: value}).shown(line.unit)


class ChartsView(QWidget):
    """Charts below each other; two beside each other where there is room."""

    bar_wanted = Signal(object, object, str)
    """The line with its figure, the period and the unit of a bar that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self._body = column(gap=14)
        self.charts: list[BarChart] = []
        layout = QVBoxLayout(self)
        fill(layout, [scrolling(holder(column(self._body, None, gap=0)))], 0)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Other figures."""
        clear(self._body)
        self.charts = []
        cards = [self._card(chart) for chart in charts]
        if current().large:
            for card in cards:
                self._body.addWidget(card)
            return
        self._body.addWidget(cards[0])
        beside = row(*cards[1:], gap=14)
        for number in range(len(cards) - 1):
            beside.setStretch(number, 1)
        self._body.addLayout(beside)

    def _card(self, chart: Chart) -> Card:
        card = Card(f"{chart.title}（{unit_shown(chart.unit)}）")
        if chart.is_empty:
            card.add(Text("这两期都没有记录", "small", tone="text2"), None)
            return card
        legend, bars = Legend(), BarChart()
        legend.show_names(tuple(one.name for one in chart.series))
        bars.show_chart(chart)
        bars.opened.connect(lambda label, series: self._open(chart, label, series))
        self.charts.append(bars)
        card.add(legend, bars, None)
        return card

    def _open(self, chart: Chart, label: int, series: int) -> None:
        source = chart.series[series].source(label)
        if source is not None:
            code, period = source
            line = TallyLine(line_of(code), {chart.unit: chart.series[series].values[label]})
            self.bar_wanted.emit(line, period, chart.unit)
