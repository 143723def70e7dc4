"""凭编号找回: a paper or file by the number on it, its rows of then and what changed since."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from station_app.domain.printouts import DIGITS, grouped
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.queries.printouts import FoundRow, PrintoutRow, latest
from station_app.services.printouts_again import Again, find_again, order_again, rows_of
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import PageHead, page_layout, row
from station_app.ui.components.notices import Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.history_words import moment_words
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.printout_found import FoundView
from station_app.ui.pages.printout_words import count_words, kind_words, title_words
from station_app.ui.print_preview import order, show_paper
from station_app.ui.tasks import Touched

ASK = "扫纸上的二维码，或者输入右上角的编号（13 位数字）"


class PrintoutsPage(Page):
    """A scanner types the number and Enter; below, what was printed last or what was found."""

    keys = (KeyHelp("Return", "找回"), KeyHelp("↑↓", "选一行"))
    concerns = frozenset({"printout"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._serial: str | None = None
        self._part: str | None = None
        self._found: Again | None = None
        self.number = TextInput(placeholder=ASK, enter_moves=False, longest=40)
        self.number.setAccessibleName("编号")
        self.number.returnPressed.connect(self._find_typed)
        self._go = Button("找回", Look.FILLED, icon="search")
        self._go.clicked.connect(self._find_typed)
        self._list = Button("看最近做过的", Look.TEXT)
        self._list.clicked.connect(self._show_list)
        self.problem = Text("", "small", tone="red", wrap=True)
        self.problem.hide()
        self.table: RecordTable[PrintoutRow] = RecordTable(self._columns())
        self.table.opened.connect(self._open_row)
        self._nothing = Empty(
            "qr-code", "还没有打印或导出过表格", "以后每一份的右上角都有编号，在这里输入就能找回"
        )
        self.found = FoundView(self)
        self.found.part_wanted.connect(self._find_part)
        self.found.again_wanted.connect(self._make_again)
        ask = row(self.number, self._go, self._list)
        ask.setStretch(0, 1)
        self._head = PageHead("凭编号找回")
        layout = page_layout(
            self, self._head, ask, self.problem, self.table, self._nothing, self.found
        )
        for place in (3, 4, 5):
            layout.setStretch(place, 1)
        self._show_only(self.table)

    def first_focus(self) -> QWidget | None:
        return self.number

    def opened(self, subject: object) -> None:
        self.number.clear()
        self._show_list()
        if isinstance(subject, str):
            self.number.setText(grouped(subject) if len(subject) == DIGITS else subject)
            self._find(subject)

    def refresh(self, *_anything: object) -> None:
        if self._serial is None:
            self.tasks.read(latest, then=self._show_latest)

    def hears(self, touched: Touched) -> None:
        """What is said of a found paper is of now: any record of it may have changed, or come."""
        super().hears(touched)
        if self.isVisible() and self._serial is not None:
            self._find(self._serial)

    def _columns(self) -> list[Column[PrintoutRow]]:
        today = self.desk.today
        return [
            Column("编号", lambda one: grouped(one.serial), width=150),
            Column("名称", title_words, width=170, stretch=True),
            Column("种类", kind_words, width=96, in_large=False),
            Column("记录", count_words, width=70, side=Side.RIGHT, in_large=False),
            Column("谁", lambda one: one.made_by, width=90, in_large=False),
            Column(
                "什么时候", lambda one: moment_words(one.made_at, today()), width=110, whole=True
            ),
        ]

    def _show_list(self) -> None:
        self._serial, self._found = None, None
        self._explain("")
        self._show_only(self.table)
        self.refresh()

    def _show_latest(self, rows: list[PrintoutRow]) -> None:
        if self._serial is not None:
            return
        self._head.sentence.setText("打印、导出过的每一份都有编号，当时是哪些记录都记着")
        self.table.show_rows(rows)
        self._show_only(self.table if rows else self._nothing)

    def _show_only(self, view: QWidget) -> None:
        for one in (self.table, self._nothing, self.found):
            one.setVisible(one is view)
        self._list.setVisible(view is self.found)

    def _open_row(self, chosen: object) -> None:
        if isinstance(chosen, PrintoutRow):
            self.number.setText(grouped(chosen.serial))
            self._find(chosen.serial)

    def _find_typed(self) -> None:
        if self.number.text().strip():
            self._find(self.number.text())

    def _find(self, text: str) -> None:
        self._explain("")
        self.number.selectAll()  # the next scan replaces it
        self.tasks.read(
            find_again,
            text,
            today=self.desk.today(),
            then=self._show_found,
            failed=self._not_found,
            holds=self._go,
        )

    def _show_found(self, again: Again) -> None:
        self._serial, self._found = again.head.serial, again
        self._head.sentence.setText("")
        may_make = order_again(again.head, order(self.desk)) is not None
        self._show_only(self.found)
        self.found.show_paper(again, may_make=may_make)

    def _not_found(self, error: StationError) -> None:
        self._show_list()
        self._explain(sentence(error))

    def _explain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.number.mark_wrong(bool(words))

    def _find_part(self, code: str) -> None:
        """Two lines may be asked for quickly: only the last one's rows are shown."""
        self._part = code
        if self._found is not None:
            self.tasks.read(_part_of, self._found, code, then=self._show_part)

    def _show_part(self, shown: "_PartRows") -> None:
        if shown.of is self._found and shown.part == self._part:
            self.found.show_rows(shown.rows)

    def _make_again(self) -> None:
        if self._found is None:
            return
        again = order_again(self._found.head, order(self.desk))
        if again is not None:
            show_paper(self, self._found.head.kind, again, title=title_words(self._found.head))


@dataclass(frozen=True, slots=True)
class _PartRows:
    """The rows of one part of a paper."""

    of: Again
    part: str
    rows: tuple[FoundRow, ...]


def _part_of(session: Any, again: Again, part: str) -> _PartRows:
    """On a reader's thread."""
    return _PartRows(again, part, rows_of(session, again, part if len(again.parts) > 1 else None))
