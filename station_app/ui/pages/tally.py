"""The tally: any span, four figures a line, each opened to its rows; to Excel, JSON and paper."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from station_app.domain.periods import Period
from station_app.domain.tally_checks import CheckFinding, Gravity
from station_app.domain.tally_lines import BY_CODE
from station_app.messages.labels import label as action
from station_app.queries.month_desk import MonthDesk, month_desk
from station_app.queries.reported import Reported, unread_words
from station_app.queries.tallies import TallyRow
from station_app.reports.tally_wording import title
from station_app.services.figure_paper import FigureOrder
from station_app.services.month_reports import compute_month, take_back_month
from station_app.services.saving import file_name, with_ending
from station_app.services.stray_facts import carry_over
from station_app.services.tally_report import TallyOrder
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import PageHead, page_layout, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import elided
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.tally_behind import Behind, Opened, RowsOf, finding_words, rows_of
from station_app.ui.pages.tally_month import (
    COMPUTE,
    DIFFERENCES,
    DONE,
    LATE,
    LOCK,
    SEND_BACK,
    SIGN,
    SUBMIT,
    TAKE_BACK,
    MonthBar,
    state_tag,
)
from station_app.ui.pages.tally_month_dialogs import (
    ask_lock,
    ask_names,
    ask_send_back,
    ask_submit,
    show_differences,
    show_late,
)
from station_app.ui.pages.tally_papers import paper, paper_of_figure, save_json, save_workbook
from station_app.ui.pages.tally_periods import PeriodChooser
from station_app.ui.pages.tally_rows import (
    FIRST_FIGURE,
    LineOfTally,
    show_numbers,
    tally_columns,
    tally_rows,
)
from station_app.ui.print_preview import PrintPreview
from station_app.ui.theme import current


class TallyPage(Page):
    """Enter or a click opens the rows behind a figure; Ctrl ← → go to another span."""

    keys = (
        KeyHelp("↑↓", "换行"),
        KeyHelp("Return", "打开数字"),
        KeyHelp("←→", "换列"),
        KeyHelp("PgUp", "上一期"),
        KeyHelp("Esc", "收起"),
    )
    keeps = True
    concerns = frozenset(
        {"visit_attendance", "condolence_payment", "certification", "plaque_event", "person"}
        | {"entitlement_event", "person_identity", "pension_payment", "household"}
        | {"month_report", "month_decision", "entitlement", "plaque"}
        | {"certification_cycle", "cycle_kind"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: MonthDesk | None = None
        self._opened: Opened | None = None
        self._step = COMPUTE
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.table

    def opened(self, subject: object) -> None:
        if isinstance(subject, Period):
            self.chooser.choose(subject)
            return
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(month_desk, self.chooser.period, today=self.desk.today(), then=self._show)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        large = current().large
        self.to_json = Button("存成 JSON", icon="download")
        self.to_excel = Button("导出 Excel", icon="table-2", keys="Ctrl+E")
        self.to_paper = Button("打印", Look.FILLED, icon="printer", keys="Ctrl+P")
        buttons = [self.to_excel, self.to_paper] if large else [
            self.to_json, self.to_excel, self.to_paper
        ]  # fmt: skip
        self._head = PageHead("月报", buttons=buttons)
        if large:
            self.to_json.setParent(self)
            self.to_json.hide()
        self.chooser = PeriodChooser(self.desk.today())
        self._hint = elided("点任何数字，看背后的记录", "small")
        if large:  # never shown here: without a parent it would be a window
            self._hint.hide()
        self.month = MonthBar()
        self.look = Button("看第一处", height="button_row")
        self._wrong = Banner("", meaning="amber", buttons=[self.look])
        self._unread = Banner("", meaning="amber")
        self.behind = Behind(self.desk.today())
        self.table: RecordTable[LineOfTally] = RecordTable(
            tally_columns(self.chooser.period), row_height="row_tally"
        )
        self._place = QStackedWidget()
        self._place.addWidget(self.table)
        body = row(self._place, gap=14)
        if large:
            self._place.addWidget(self.behind)
        else:
            body.addWidget(self.behind)
        body.setStretch(0, 1)
        chooser = row(self.chooser, self._hint)
        chooser.setStretch(0, 1)
        notices = (self.month, self._unread, self._wrong)
        page_layout(self, self._head, chooser, *notices, body, gap=10).setStretch(5, 1)
        for hidden in (self._unread, self._wrong, self.behind):
            hidden.hide()

    def _listen(self) -> None:
        self.chooser.wanted.connect(self._other_period)
        self.behind.closed.connect(self._close_behind)
        self.behind.person_wanted.connect(self._open_person)
        self.behind.print_wanted.connect(self._figure_to_paper)
        self.month.wanted.connect(self._go_on)
        self.look.clicked.connect(self._to_first_wrong)
        self.to_excel.clicked.connect(self._to_excel)
        self.to_json.clicked.connect(self._to_json)
        self.to_paper.clicked.connect(self._to_paper)
        for keys, by in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=by: self.chooser.step(step))
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._close_behind)
        self._connect_table()

    def _connect_table(self) -> None:
        self.table.opened.connect(self._open_current)
        self.table.view.clicked.connect(self._clicked)

    # --- showing ----------------------------------------------------------------------------

    def _other_period(self, _period: Period) -> None:
        self._close_behind()
        self.refresh()

    def _show(self, found: MonthDesk) -> None:
        if found.period != self.chooser.period:
            return
        before = self._found
        self._found = found
        period = found.period
        self.chooser.show_closed(found.closed, found.states)
        self._head.title.setText(_short_title(period, large=self.large))
        if before is None or before.period.length != period.length:
            self._rebuild_table(period)
        self.table.show_rows(tally_rows(found.report, found.findings))  # type: ignore[arg-type]
        if self.table.row is None:
            self._choose(1, FIRST_FIGURE)
        words, meaning, icon = state_tag(found, self.desk.today())
        self._head.show_state(words, meaning, icon=icon)
        self.month.show_month(found, self.desk.today())
        self._say_unread(found.reported)
        self._say_wrong(found.findings)
        if self._opened is not None:
            self._open_again()

    def _rebuild_table(self, period: Period) -> None:
        """A month, a quarter and a year name their columns differently."""
        old = self.table
        had_focus = old.view.hasFocus()
        self.table = RecordTable(tally_columns(period), row_height="row_tally")
        self._place.insertWidget(0, self.table)
        self._place.setCurrentIndex(0)
        old.hide()
        self._place.removeWidget(old)
        old.deleteLater()
        self._connect_table()
        if had_focus or self.isVisible():
            self.table.setFocus()

    def _say_unread(self, reported: Reported) -> None:
        """Reports of a newer program, in this span or in one that stands beside it."""
        self._unread.setVisible(bool(reported.unread))
        if reported.unread:
            words, _, more = unread_words(reported.unread).partition("。")
            self._unread.say(words, more)

    def _say_wrong(self, findings: tuple[CheckFinding, ...]) -> None:
        self._wrong.setVisible(bool(findings))
        if not findings:
            return
        grave = [one for one in findings if one.gravity is Gravity.BLOCK]
        words = f"有 {len(grave):,} 处对不上" if grave else f"有 {len(findings):,} 处请看一眼"
        first = (grave or list(findings))[0]
        name = f"{BY_CODE[first.line].label}：" if first.line in BY_CODE else ""
        meaning = "red" if grave else "amber"
        self._wrong.say(words, f"{name}{finding_words(first)}", meaning=meaning)
        self.look.setVisible(first.line in BY_CODE)

    def _choose(self, number: int, column: int) -> None:
        if 0 <= number < self.table.model.rowCount():
            self.table.view.setCurrentIndex(self.table.model.index(number, column))

    # --- a figure opened --------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        if FIRST_FIGURE <= index.column() < FIRST_FIGURE + 4:
            self._open_figure(self.table.model.row(index.row()), index.column() - FIRST_FIGURE)

    def _open_current(self, line: object) -> None:
        column = self.table.view.currentIndex().column() - FIRST_FIGURE
        self._open_figure(line, column if 0 <= column < 4 else 0)

    def _open_figure(self, line: object, at: int) -> None:
        if not isinstance(line, LineOfTally) or self._found is None:
            return
        period = self._found.period
        spans = (period, period.previous(), period.year_to_date(), period.last_year())
        self._opened = Opened(line, at, spans[at])
        self.behind.show_opened(self._opened)
        self.behind.show()
        show_numbers(self.table, beside_figure=True)
        if self.large:
            self._place.setCurrentWidget(self.behind)
        self.tasks.read(rows_of, self._opened, today=self.desk.today(), then=self._show_behind)

    def _open_again(self) -> None:
        """After a change the open figure shows its rows anew."""
        opened = self._opened
        if opened is None:
            return
        for _, one in self._lines():
            if (one.code, one.unit) == (opened.line.code, opened.line.unit):
                self._open_figure(one, opened.at)
                return

    def _show_behind(self, found: RowsOf) -> None:
        if self._opened is found.opened:
            self.behind.show_rows(found.opened, found.rows)
            self._say_reported(found.opened)

    def _say_reported(self, opened: Opened) -> None:
        """A figure that was reported may be counted otherwise from the rows of today (MC7)."""
        line, found = opened.line, self._found
        if opened.at != 0 or found is None or not (found.month and found.month.is_handed_in):
            return
        for one in found.reported.differences:
            if (one.code, one.unit) == (line.code, line.unit):
                self.behind.say_problem(
                    f"报出的是 {one.reported_shown}，现在的记录数出 {one.now_shown}"
                )

    def _close_behind(self) -> None:
        self._opened = None
        self.behind.hide()
        show_numbers(self.table, beside_figure=False)
        self._place.setCurrentWidget(self.table)
        self.table.setFocus()

    def _open_person(self, behind: object) -> None:
        if isinstance(behind, TallyRow) and behind.person_id is not None:
            self.desk.open("person", behind.person_id)

    def _lines(self) -> list[tuple[int, LineOfTally]]:
        """The rows that are lines, with their place; headings stand between them."""
        rows: Sequence[object] = self.table.model.rows
        return [(n, one) for n, one in enumerate(rows) if isinstance(one, LineOfTally)]

    def _to_first_wrong(self) -> None:
        wrong = {one.line for one in self._found.findings} if self._found else set()
        for number, one in self._lines():
            if one.code in wrong:
                self._choose(number, FIRST_FIGURE)
                self._open_figure(one, 0)
                return

    # --- the way of a month -----------------------------------------------------------------

    def _go_on(self, what: str) -> None:
        """The next step of the month, or one back."""
        self._step = what
        direct: dict[str, tuple[str, Callable[..., object], dict[str, Any]]] = {
            COMPUTE: ("month.compute", compute_month, {"today": self.desk.today()}),
            TAKE_BACK: ("month.take_back", take_back_month, {}),
        }
        if what in direct:
            name, service, named = direct[what]
            month = self.chooser.period.start
            self.tasks.write(
                action(name, month=month), service, month, then=self._went_on,
                failed=self.explain, holds=self.month.buttons[what], **named,
            )  # fmt: skip
        elif self._found is not None:
            self._ask_or_show(what, self._found)

    def _ask_or_show(self, what: str, found: MonthDesk) -> None:
        asks: dict[str, Callable[[Page, MonthDesk], Asking]] = {
            SIGN: ask_names, SUBMIT: ask_submit, LOCK: ask_lock, SEND_BACK: ask_send_back,
        }  # fmt: skip
        if what in asks:
            self.asking = asks[what](self, found)
            self.asking.done.connect(self._went_on)
        elif what == LATE:
            self.shown = show_late(self, found)
        else:
            self.carry = Button("改计入后面的月份", Look.FILLED)
            self.carry.clicked.connect(self._carry_over)
            self.shown = show_differences(self, found, self.carry)

    def _carry_over(self) -> None:
        month = self.chooser.period.start
        self.shown.give_up()
        self.tasks.write(
            action("month.carry", month=month), carry_over, month,
            then=self._went_on, failed=self.explain,
        )  # fmt: skip

    def _went_on(self, _result: object) -> None:
        words = f"{self.chooser.period.label}月报：{DONE[self._step]}"
        self.desk.say(words, undo=self._step not in (LOCK, DIFFERENCES))
        self.refresh()

    # --- saving, printing -------------------------------------------------------------------

    def _order(self) -> TallyOrder:
        return TallyOrder(
            self.chooser.period, self.desk.today(), self.desk.operator.name, self.desk.now()
        )

    def _name(self) -> str:
        return title(self.chooser.period).replace("退役军人服务站", "")

    def _to_excel(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "存到哪里", file_name(self._name(), ".xlsx"), "Excel (*.xlsx)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Save F09 as a workbook."""
        self.tasks.read(
            save_workbook,
            with_ending(path, ".xlsx"),
            self._order(),
            then=self._exported,
            holds=self.to_excel,
            progress=f"正在导出{self._name()}",
        )

    def _to_json(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "存到哪里", file_name(self._name(), ".json"), "JSON (*.json)"
        )
        if name:
            self.export_json_to(Path(name))

    def export_json_to(self, path: Path) -> None:
        """Save the figures for another program."""
        self.tasks.read(
            save_json, with_ending(path, ".json"), self._order(), then=self._exported,
            holds=self.to_json,
        )  # fmt: skip

    def _exported(self, path: Path) -> None:
        self.desk.say(f"已导出到“{path.name}”")

    def _figure_to_paper(self) -> None:
        """The rows behind the figure that is open, under a number of their own."""
        opened = self._opened
        if opened is None:
            return
        order = FigureOrder(
            opened.line.code, opened.period, self.desk.today(), self.desk.operator.name,
            self.desk.now(),
        )  # fmt: skip
        words = f"{opened.line.line.line.label}，{opened.period.label}"
        self.preview = PrintPreview(self, self.desk, words)
        self.preview.make(paper_of_figure, order)

    def _to_paper(self) -> None:
        self.preview = PrintPreview(self, self.desk, self._name())
        self.preview.make(paper, self._order())


def _short_title(period: Period, *, large: bool) -> str:
    """Whose it is stands in the side bar; large type leaves out what the word 月报 says as well."""
    whole = title(period)
    return whole.replace("退役军人服务站工作" if large else "退役军人服务站", "" if large else " ")
