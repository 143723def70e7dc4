"""A paper found by its number: its lines then and today, its rows, what became of each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.queries.edits import EditRow
from station_app.queries.printouts import FoundRow, Part
from station_app.services.printouts_again import Again, changes_of
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import Card, fill, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Text
from station_app.ui.page import Page
from station_app.ui.pages.printout_words import (
    edits_words,
    facts_words,
    money_words,
    outcome_words,
    part_words,
    parts_shown,
    since_cell,
    sum_words,
    title_words,
)
from station_app.ui.person_words import day_words
from station_app.ui.theme import current


class FoundView(QWidget):
    """Head and outcome above; lines at the left where there are several, rows at the right."""

    part_wanted = Signal(str)
    """The rows of one line are asked for; "" for those of a paper without lines."""
    again_wanted = Signal()
    """The same form, of today."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._large = page, page.large
        self._again: Again | None = None
        self._now: Mapping[str, Part] = {}
        self.title = Text("", "h3", bold=True, wrap=True)
        self.facts = Text("", "small", tone="text2", wrap=True)
        self.anew = Button("按今天的记录再做一份", Look.OUTLINED, icon="printer")
        self.anew.clicked.connect(self.again_wanted)
        self.outcome = Banner("", " ")
        self.parts: RecordTable[Part] = RecordTable(self._part_columns(), row_height="row")
        self.parts.chosen.connect(self._part_chosen)
        self.parts.opened.connect(self._part_opened)
        self.rows: RecordTable[FoundRow] = RecordTable(self._row_columns())
        self.rows.chosen.connect(self._row_chosen)
        self.rows.opened.connect(self._row_opened)
        self.changes = Text("", "small", tone="text2", wrap=True)
        head = row(self.title, self.anew)
        head.setStretch(0, 1)
        card = Card(gap=4)
        card.add(head, self.facts)
        tables = row(self.parts, self.rows, gap=14)
        tables.setStretch(1, 1)
        if not self._large:
            self.parts.setFixedWidth(current().px(470))
        self.switch = Switch(["各项数字", "背后的记录"])
        self.switch.chosen.connect(self._turn)
        layout = QVBoxLayout(self)
        fill(layout, [card, self.outcome, self.switch, tables, self.changes], 10)
        layout.setStretch(3, 1)

    def show_paper(self, again: Again, *, may_make: bool) -> None:
        """A paper that was just found: everything about it."""
        self._again, self._now = again, again.now or {}
        today = self._page.desk.today()
        self.title.setText(title_words(again.head))
        self.facts.setText(facts_words(again.head, today))
        words, more, meaning = outcome_words(again)
        self.outcome.say(words, more, meaning=meaning)
        self.anew.setVisible(may_make)
        self.changes.setText("")
        parts = parts_shown(again)
        several = len(parts) > 1
        self._lay_out(several=several)
        if several:
            self.parts.show_rows(parts, keep=False)
            self.parts.choose(0)
        else:
            self.part_wanted.emit("")

    def _lay_out(self, *, several: bool) -> None:
        """Side by side; in large mode one of the two, with a switch above."""
        self.switch.setVisible(several and self._large)
        self.parts.setVisible(several)
        self.rows.setVisible(not several or not self._large)
        if several:
            self.switch.choose(0)

    def _turn(self, at: int) -> None:
        if not self._large:  # both stand side by side
            return
        self.parts.setVisible(at == 0)
        self.rows.setVisible(at == 1)

    def _part_opened(self, _part: object) -> None:
        """Enter on a line: its rows."""
        if self._large:
            self.switch.choose(1)
            self._turn(1)
        self.rows.setFocus()

    def show_rows(self, rows: Sequence[FoundRow]) -> None:
        """The rows of the whole paper, or of the line that was chosen."""
        self.rows.show_rows(rows, keep=False)
        if rows:
            self.rows.choose(0)

    def _part_columns(self) -> list[Column[Part]]:
        return [
            Column("项目", lambda one: part_words(one.code), width=150, bold=True, stretch=True),
            Column("当时", lambda one: sum_words(one.code, one), width=104, side=Side.RIGHT),
            Column("今天", self._today_words, width=104, side=Side.RIGHT),
        ]

    def _today_words(self, one: Part) -> str:
        return sum_words(one.code, self._now.get(one.code))

    def _row_columns(self) -> list[Column[FoundRow]]:
        today = self._page.desk.today
        return [
            Column("序号", lambda one: str(one.number or "新"), width=56, side=Side.RIGHT),
            Column("姓名（户主）", lambda one: one.name, width=120, bold=True),
            Column("小组", lambda one: one.group_name or "", width=80, in_large=False),
            Column("记录", lambda one: one.kind, width=100, in_large=False),
            Column("日期", lambda one: day_words(one.day, today()) if one.day else "", width=100),
            Column("金额（元）", money_words, width=96, side=Side.RIGHT, in_large=False),
            Column("此后", since_cell, width=130, stretch=True),
        ]

    def _part_chosen(self, part: object) -> None:
        if isinstance(part, Part):
            self.part_wanted.emit(part.code)

    def _row_chosen(self, found: object) -> None:
        self.changes.setText("")
        if isinstance(found, FoundRow) and self._again is not None and found.number:
            self._page.tasks.read(changes_of, found, self._again.head, then=self._show_changes)

    def _show_changes(self, edits: list[EditRow]) -> None:
        self.changes.setText(edits_words(edits, self._page.desk.today()))

    def _row_opened(self, found: object) -> None:
        if isinstance(found, FoundRow) and found.person_id is not None:
            self._page.desk.open("person", found.person_id)
