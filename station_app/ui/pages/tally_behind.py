"""A figure opened: what it counts, what it is made of, and every row behind it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.annual_lines import EVERY
from station_app.domain.codes import CODE_LISTS
from station_app.domain.money import yuan
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, PERCENT, unit_shown
from station_app.domain.tally_checks import CheckFinding
from station_app.messages import said
from station_app.queries.tallies import TallyRow, rows_behind
from station_app.queries.tally_definitions import shows_day_of_file
from station_app.reports.tally_wording import KINDS, meaning
from station_app.ui.components.button import Button, icon_button
from station_app.ui.components.layout import column, fill, holder, row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.pages.tally_rows import LineOfTally, sum_of
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

PART_LISTS = (
    *("visit_method", "condolence_kind", "funding", "cert_method", "category"),
    *("pay_item", "suspend_reason"),
)
MOST_PARTS = 5
DAY, FILE_DAY = "日期", "建档日期"
"""Who is on the roll has the day of the file: it is not the day of a visit."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Which figure is open."""

    line: LineOfTally
    at: int
    period: Period


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of a figure, and which it was: by now another may be open."""

    opened: Opened
    rows: list[TallyRow]


def rows_of(session: Any, opened: Opened, *, today: date) -> RowsOf:
    """On a reader's thread."""
    return RowsOf(opened, rows_behind(session, opened.line.code, opened.period, today=today))


class Behind(QFrame):
    """The panel beside the table; in large mode it takes the table's place."""

    closed = Signal()
    person_wanted = Signal(object)
    print_wanted = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today, self._money = today, False
        self.setProperty("card", True)
        if not current().large:
            self.setFixedWidth(current().px(396))
        self.title, self._where = Text("", "h3", bold=True), Text("", "small", tone="text2")
        self.figure = Text("", "figure", bold=True, tone="primary")
        self.formula = Text("", "small", wrap=True)
        self.rule = Text("", "cap", tone="text2", wrap=True)
        self.note = Text("", "cap", tone="amber", wrap=True)
        self._problem = Text("", "cap", tone="red", wrap=True)
        self._alert = IconMark("circle-alert", tone="red", size=16)
        self.foot = Text("", "small", tone="text2")
        self.table: RecordTable[TallyRow] = RecordTable(self._columns(), card=False)
        self.table.opened.connect(self.person_wanted)
        away = icon_button("x", "收起")
        away.clicked.connect(self.closed)
        problem = row(self._alert, self._problem)
        problem.setStretch(1, 1)
        figures = row(self.figure, self.formula, gap=10)
        figures.setStretch(1, 1)
        head = column(
            row(self.title, None, away),
            self._where,
            figures,
            self.rule,
            self.note,
            problem,
            gap=5,
        )
        px = current().px
        head.setContentsMargins(px(16), px(10), px(10), px(8))
        self.to_paper = Button("打印", icon="printer", height="button_row")
        self.to_paper.setAccessibleName("打印这个数的明细")
        self.to_paper.clicked.connect(self.print_wanted)
        foot = holder(row(self.foot, None, self.to_paper))
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        layout = QVBoxLayout(self)
        fill(layout, [head, Rule(), self.table, Rule(), foot], 0)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(2, 1)

    def show_opened(self, opened: Opened) -> None:
        """Which figure it is, before its rows are here."""
        line = opened.line
        self.title.setText(line.line.line.label)
        self._where.setText(f"{line.code.partition('.')[0]}，{opened.period.label}")
        self.figure.setText(line.shown[opened.at])
        self.formula.setText(unit_shown(line.unit))
        kind = KINDS[line.line.line.kind]
        self.rule.setText(f"{meaning(line.code)}；{kind}")
        self.rule.setVisible(not current().large)
        self.note.setText(line.note)
        self.note.setVisible(bool(line.note) and opened.at == 0)
        self._say_finding(line.finding if opened.at == 0 else None)
        self.to_paper.setVisible(line.code in EVERY)
        self.foot.setText("正在取明细")
        self.table.model.rename(0, FILE_DAY if shows_day_of_file(line.code) else DAY)
        self.table.show_rows([], keep=False)

    def show_rows(self, opened: Opened, rows: Sequence[TallyRow]) -> None:
        """Every row, and that they add up."""
        unit = opened.line.unit
        self._money = unit == FEN
        self.formula.setText(self._formula(opened, rows))
        self.table.show_rows(rows, keep=False)
        late = sum(one.is_late for one in rows)
        words = f"{len(rows):,} 行，合计 {sum_of(rows, unit)}"
        self.foot.setText(f"{words}，其中补报 {late:,} 行" if late else words)

    def _formula(self, opened: Opened, rows: Sequence[TallyRow]) -> str:
        line = opened.line
        if line.unit == PERCENT and line.line.ratio is not None and opened.at == 0:
            ratio = line.line.ratio
            return f"= {ratio.part:,} ÷ {ratio.whole:,}，下面是分子"
        unit = unit_shown(line.unit)
        counts: Counter[str] = Counter()
        for one in rows:
            counts[_part_words(one.part)] += one.fen if self._money else one.count
        named = [(words, value) for words, value in counts.most_common() if words][:MOST_PARTS]
        if len(counts) < 2 or not named:
            return unit
        rest = sum(counts.values()) - sum(value for _, value in named)
        parts = [*named, ("另有", rest)] if rest else named
        shown = (f"{words} {yuan(value) if self._money else value}" for words, value in parts)
        return f"{unit} = {' + '.join(shown)}"

    def _say_finding(self, finding: CheckFinding | None) -> None:
        self.say_problem(finding_words(finding) if finding is not None else "")

    def say_problem(self, words: str) -> None:
        """What does not fit about this figure; nothing when all is well."""
        self._alert.setVisible(bool(words))
        self._problem.setVisible(bool(words))
        self._problem.setText(words)

    def _columns(self) -> list[Column[TallyRow]]:
        return [
            Column(DAY, self._day, width=134),
            Column("姓名（户主）", lambda one: one.name, width=96, bold=True),
            Column("小组", lambda one: one.group_name or "—", width=56),
            Column("数", self._amount, width=88, side=Side.RIGHT, stretch=True),
        ]

    def _day(self, one: TallyRow) -> Cell:
        words = "期末" if one.day is None else day_words(one.day, self._today)
        return Cell(words, tone="amber" if one.is_late else "text")

    def _amount(self, one: TallyRow) -> Cell:
        words = yuan(one.fen) if self._money else f"{one.count:,}"
        tone = "red" if (one.fen if self._money else one.count) < 0 else "text"
        return Cell(words, tone=tone)


def finding_words(finding: CheckFinding) -> str:
    """What does not fit, in a sentence."""
    values = {"expected": finding.expected, "found": finding.found}
    return said(finding.code, {**values, "difference": abs(finding.difference)})


def _part_words(part: str | None) -> str:
    for name in PART_LISTS:
        if part and part in CODE_LISTS[name]:
            return CODE_LISTS[name].label(part)
    return ""
