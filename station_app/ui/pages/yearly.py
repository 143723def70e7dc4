"""The yearly report: text with live numbers, two periods side by side, charts; to Word."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from station_app.domain.annual import AnnualRow
from station_app.domain.periods import Period
from station_app.domain.tally import MISSING, LineKind, TallyLine
from station_app.domain.yearly_compared import unit_of
from station_app.domain.yearly_slots import Piece, State
from station_app.domain.yearly_text import Sentence, mismatch, title_of
from station_app.messages import said
from station_app.messages.labels import label
from station_app.queries.reported import adjusted_words
from station_app.queries.tallies import TallyRow
from station_app.queries.yearly import Yearly, yearly
from station_app.services.figure_paper import FigureOrder, figure_paper
from station_app.services.saving import file_name, with_ending
from station_app.services.yearly import show_sentence
from station_app.services.yearly_report import YearlyOrder, as_html, save_docx
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, holder, page_layout, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import Text, elided
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.tally_behind import Behind, Opened, RowsOf, rows_of
from station_app.ui.pages.tally_periods import YEAR, PeriodChooser
from station_app.ui.pages.yearly_dialogs import SentenceDialog, ask_figure
from station_app.ui.pages.yearly_rows import (
    FIRST_FIGURE,
    ChartsView,
    columns,
    counted,
    line_of_tally,
)
from station_app.ui.pages.yearly_text import YearlyTextView
from station_app.ui.print_preview import PrintPreview
from station_app.ui.theme import current

TEXT, TABLE, CHARTS, NOTHING = range(4)
LAST_YEAR, PREVIOUS = "last_year", "previous"
WRITTEN_UNTIL = 3
"""Until March the report of last year is still being written."""


class YearlyPage(Page):
    """Tab reaches every number, Enter opens what is behind it."""

    keys = (
        KeyHelp("Tab", "下一个数"),
        KeyHelp("Return", "打开"),
        KeyHelp("Ctrl+N", "加一句"),
        KeyHelp("PgUp", "上一期"),
        KeyHelp("Esc", "收起"),
    )
    keeps = True
    concerns = frozenset(
        {"visit_attendance", "condolence_payment", "certification", "plaque_event", "person"}
        | {"entitlement_event", "person_identity", "pension_payment"}
        | {"yearly_phrase", "yearly_figure"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Yearly | None = None
        self._opened: Opened | None = None
        self._spans = ""
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.table if self.switch.at == TABLE else self.switch

    def opened(self, subject: object) -> None:
        if isinstance(subject, Period):
            self.chooser.choose(subject)
            return
        self.refresh()

    @property
    def other(self) -> Period:
        """The period beside the one that is written about."""
        period = self.chooser.period
        if PREVIOUS in self.beside.chosen_keys:
            return period.previous()
        return period.so_far(self.desk.today()).last_year()

    def refresh(self, *_anything: object) -> None:
        today = self.desk.today()
        self.tasks.read(yearly, self.chooser.period, self.other, today=today, then=self._show)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.copy = Button("复制文字", icon="copy", keys="Ctrl+Shift+C")
        self.to_word = Button("存成 Word", Look.FILLED, icon="file-text", keys="Ctrl+S")
        self.add = Button("加一句", icon="plus", keys="Ctrl+N")
        self._head = PageHead("年度总结", buttons=[self.add, self.copy, self.to_word])
        self.chooser = PeriodChooser(self.desk.today())
        self._begin_with_a_year()
        self.beside = MenuChip("对照", single=True)
        self._offer_beside()
        self.beside.put([LAST_YEAR])
        self.switch = Switch(["文字", "数字对照", "图"])
        self._hint = elided("点任何数，看背后的记录", "small")
        self._gaps = Text("", "small", tone="red")
        self.behind = Behind(self.desk.today())
        self.text = YearlyTextView()
        self.table: RecordTable[AnnualRow] = RecordTable(columns("本期", "对照期"))
        self.charts = ChartsView()
        self._views, self._place = QStackedWidget(), QStackedWidget()
        nothing = Empty(
            "file-pen-line", "这一期还没有记录", "登记走访、慰问、认证以后，数字会出现在这里"
        )
        for view in (self.text, self.table, self.charts, nothing):
            self._views.addWidget(view)
        self._place.addWidget(self._views)
        for stack in (self._views, self._place):  # each view scrolls on its own, the page does not
            stack.setMinimumHeight(current().px(160))
        body = row(self._place, gap=14)
        if self.large:
            self._place.addWidget(self.behind)
        else:
            body.addWidget(self.behind)
        body.setStretch(0, 1)
        self._choosers = holder(self._chooser_row()), holder(self._view_row())
        parts = (self._head, *self._choosers, body)
        page_layout(self, *parts, gap=10).setStretch(3, 1)
        self.behind.hide()
        self.sentence_dialog = SentenceDialog(self)

    def _offer_beside(self) -> None:
        """The period before a year is the whole last year, and is called so."""
        period = self.chooser.period
        a_year = period == Period.year(int(period.end[:4]))
        before = "上年全年" if a_year else "前一期"
        self.beside.offer([MenuEntry(LAST_YEAR, "上年同期"), MenuEntry(PREVIOUS, before)])

    def _chooser_row(self) -> QHBoxLayout:
        made = row(self.chooser, Text("对照", "small", tone="text2"), self.beside)
        made.setStretch(0, 1)
        return made

    def _view_row(self) -> QHBoxLayout:
        made = row(self.switch, 6, self._gaps, self._hint)
        made.setStretch(3, 1)
        return made

    def _begin_with_a_year(self) -> None:
        today = self.desk.today()
        self.chooser.switch.choose(YEAR)
        self.chooser.choose(Period.year(today.year - (today.month <= WRITTEN_UNTIL)))

    def _listen(self) -> None:
        self.chooser.wanted.connect(self._other_period)
        self.beside.turned.connect(self._other_beside)
        self.switch.chosen.connect(self._turn)
        self.text.slot_wanted.connect(self._open_piece)
        self.text.edit_wanted.connect(self._edit)
        self.text.shown_wanted.connect(self._show_or_not)
        self.text.new_wanted.connect(self._write_new)
        self.add.clicked.connect(lambda: self._write_new("visits"))
        self.copy.clicked.connect(self._copy)
        self.to_word.clicked.connect(self._to_word)
        self.behind.closed.connect(self._close_behind)
        self.behind.person_wanted.connect(self._open_person)
        self.behind.print_wanted.connect(self._figure_to_paper)
        self.sentence_dialog.done.connect(self._said)
        self.charts.bar_wanted.connect(self._open_bar)
        self.table.opened.connect(self._open_current)
        self.table.view.clicked.connect(self._clicked)
        for keys, by in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=by: self.chooser.step(step))
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._close_behind)

    # --- showing ----------------------------------------------------------------------------

    def _other_period(self, _period: Period) -> None:
        self._offer_beside()
        self._close_behind()
        self.refresh()

    def _other_beside(self, _key: object, _on: bool) -> None:
        self._other_period(self.chooser.period)

    def _turn(self, at: int) -> None:
        self._show_view(at)
        self._say_hint()
        self._close_behind()

    def _show_view(self, at: int) -> None:
        """An empty table says why it is empty."""
        rows = self._found.rows if self._found else ()
        self._views.setCurrentIndex(NOTHING if at == TABLE and not rows else at)

    def _show(self, found: Yearly) -> None:
        if (found.period, found.other) != (self.chooser.period, self.other):
            return
        self._found = found
        self.text.show_text(found.text, self._warnings(found))
        self.table.show_rows(found.rows)
        this, other = found.spans
        until = "，数到今天" if found.until else ""
        uneven = "，月数不一样，增减不能直接比" if found.is_uneven else ""
        self._spans = f"本期是{this.label}{until}，对照期是{other.label}{uneven}"
        self.charts.show_charts(found.charts)
        self._say_state(found)
        self._show_view(self.switch.at)
        self._say_hint()
        if self._opened is not None:
            self._ask_behind(self._opened)

    def _say_state(self, found: Yearly) -> None:
        running = found.until is not None
        self._head.show_state("数到今天" if running else "", "amber")
        missing, unread = found.text.missing, len(found.unread)
        gaps = f"还有 {missing:,} 个数没填" if missing else ""
        odd = f"{unread:,} 个月的月报读不懂，按现在的记录数" if unread else ""
        self._gaps.setText("；".join(filter(None, (gaps, odd))))
        self._gaps.setVisible(bool(missing or unread))

    def _say_hint(self) -> None:
        words = f"{self._spans}；" if self.switch.at == TABLE and self._spans else ""
        self._hint.setText(f"{words}点任何数，看背后的记录")

    def _warnings(self, found: Yearly) -> dict[str, str]:
        """Words that do not fit the period, and 年终调整, by the key of their sentence."""
        remarks = {}
        for one in found.text.written:
            codes = dict.fromkeys(slot.code for slot in one.sentence.slots)
            words = [w for code in codes for w in adjusted_words(found.adjusted.get(code, {}))]
            wrong = mismatch(one.sentence, found.period)
            words += [said(wrong[0], {"named": wrong[1]})] if wrong else []
            remarks[one.sentence.key] = "；".join(words)
        return remarks

    # --- a number opened --------------------------------------------------------------------

    def _open_piece(self, piece: Piece) -> None:
        slot = piece.slot
        if slot is None or self._found is None:
            return
        if piece.state in (State.MISSING, State.BY_HAND):
            self._fill_in(piece)
            return
        line = self._found.figures[slot.code]
        self._open_figure(Opened(line_of_tally(line, unit_of(slot)), 0, self._found.period))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (FIRST_FIGURE, FIRST_FIGURE + 1):
            self._open_row(self.table.model.row(index.row()), index.column() - FIRST_FIGURE)

    def _open_current(self, one: object) -> None:
        at = self.table.view.currentIndex().column() - FIRST_FIGURE
        self._open_row(one, at if at in (0, 1) else 0)

    def _open_row(self, one: object, at: int) -> None:
        if isinstance(one, AnnualRow) and self._found is not None:
            spans = (self._found.period, self._found.other)
            self._open_figure(Opened(line_of_tally(one.this, one.unit, one.last), at, spans[at]))

    def _open_bar(self, line: TallyLine, period: Period, unit: str) -> None:
        self._open_figure(Opened(line_of_tally(line, unit), 0, period))

    def _open_figure(self, opened: Opened) -> None:
        self._opened = opened
        self.behind.show_opened(opened)
        self.behind.show()
        if self.large:
            self._place.setCurrentWidget(self.behind)
            self._show_choosers(False)
        self._ask_behind(opened)

    def _show_choosers(self, shown: bool) -> None:
        """In large mode the rows behind a number have the screen to themselves."""
        for one in self._choosers:
            one.setVisible(shown)

    def _ask_behind(self, opened: Opened) -> None:
        today = self.desk.today()
        self.tasks.read(rows_of, opened, today=today, then=self._show_behind)

    def _show_behind(self, found: RowsOf) -> None:
        if self._opened is found.opened:
            self.behind.show_rows(found.opened, found.rows)
            self._say_reported(found)

    def _say_reported(self, behind: RowsOf) -> None:
        """A figure that was handed in may be counted otherwise from the rows of today (MC7)."""
        found, opened, line = self._found, behind.opened, behind.opened.line
        reported = line.shown[opened.at]
        if found is not None and opened.period == found.period and line.code in found.live:
            now = found.live[line.code].shown(line.unit)
            reported = found.figures[line.code].shown(line.unit)
        elif line.line.line.kind is LineKind.FLOW and reported != MISSING:  # of another span
            now = counted(line, behind.rows)
        else:
            return
        if now != reported:
            self.behind.say_problem(f"报出的是 {reported}，现在的记录数出 {now}")

    def _close_behind(self) -> None:
        had = self.behind.table.view.hasFocus()
        self._opened = None
        self.behind.hide()
        self._place.setCurrentWidget(self._views)
        self._show_choosers(True)
        if had:
            self.switch.setFocus()

    def _open_person(self, behind: object) -> None:
        if isinstance(behind, TallyRow) and behind.person_id is not None:
            self.desk.open("person", behind.person_id)

    def _figure_to_paper(self) -> None:
        """The rows behind the number that is open, under a number of their own."""
        opened = self._opened
        if opened is None:
            return
        by, now = self.desk.operator.name, self.desk.now()
        order = FigureOrder(opened.line.code, opened.period, self.desk.today(), by, now)
        words = f"{opened.line.line.line.label}，{opened.period.label}"
        self.preview = PrintPreview(self, self.desk, words)
        self.preview.make(figure_paper, order)

    # --- sentences --------------------------------------------------------------------------

    def _sentence(self, key: str) -> Sentence | None:
        filled = self._found.text.filled if self._found else ()
        return next((one.sentence for one in filled if one.sentence.key == key), None)

    def _edit(self, key: str) -> None:
        sentence = self._sentence(key)
        if sentence is not None and self._found is not None:
            among = tuple(one.sentence.key for one in self._found.text.written)
            self.sentence_dialog.change(sentence, among, self._found.known)

    def _write_new(self, section: str) -> None:
        if self._found is None:
            return
        written = self._found.text.written
        there = [one.sentence.key for one in written if one.sentence.section == section]
        after = there[-1] if there else None
        self.sentence_dialog.write_new(section, after, self._found.known)

    def _show_or_not(self, key: str, shown: bool) -> None:
        named = label("yearly.show" if shown else "yearly.hide")
        then = self._was_put_in if shown else self._was_left_out
        self.tasks.write(named, show_sentence, key, shown=shown, then=then, failed=self.explain)

    def _was_put_in(self, _result: object) -> None:
        self._said("已写进总结")

    def _was_left_out(self, _result: object) -> None:
        self._said("这一句不写了")

    def _said(self, words: str) -> None:
        self.desk.say(words, undo=True)

    def _fill_in(self, piece: Piece) -> None:
        self.asking = ask_figure(self, self.chooser.period, piece, self._was_filled)

    def _was_filled(self, _result: object) -> None:
        self._said("已填上")

    # --- taking along -----------------------------------------------------------------------

    def _copy(self) -> None:
        if self._found is None:
            return
        data = QMimeData()
        data.setText(self._found.text.plain)
        data.setHtml(as_html(self._found.text))
        QGuiApplication.clipboard().setMimeData(data)
        missing = self._found.text.missing
        more = f"，还有 {missing:,} 个数没填" if missing else ""
        self.desk.say(f"已复制全文{more}")

    @property
    def _title(self) -> str:
        return title_of(self.chooser.period)

    def _order(self) -> YearlyOrder:
        return YearlyOrder(
            self.chooser.period, self.other, self.desk.operator.name, self.desk.now()
        )

    def _to_word(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "存到哪里", file_name(self._title, ".docx"), "Word (*.docx)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Save the report as a Word document."""
        self.tasks.read(
            save_docx, with_ending(path, ".docx"), self._order(), then=self._exported,
            holds=self.to_word,
        )  # fmt: skip

    def _exported(self, path: Path) -> None:
        self.desk.say(f"已存成“{path.name}”")
