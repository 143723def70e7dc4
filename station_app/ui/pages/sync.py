"""Reporting: how it stands, report now, what a person must decide, what waits, the last times."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.conflicts import ConflictRow, decided_conflicts, open_conflicts
from station_app.services.district_enrolment import needs_recovery_words
from station_app.services.district_sync import Synchronised
from station_app.services.reporting_history import HISTORY, ExchangeRow, exchanges, is_automatic
from station_app.services.sync_status import (
    REPORTING,
    RefusedRecord,
    SyncStatus,
    last_proof,
    refused_records,
    sync_status,
    waiting_by_kind,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row, scrolling
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.sync_bundle import BundleCard
from station_app.ui.pages.sync_conflicts import ConflictPanel
from station_app.ui.pages.sync_inside import InsideBanner
from station_app.ui.pages.sync_joining import JoinCard, LineCard, WordsCard
from station_app.ui.pages.sync_lists import DecidedList, ExchangeList, RefusedList, WaitingList
from station_app.ui.pages.sync_state import StateCard, plan_words
from station_app.ui.photo_state_line import PhotoStateLine
from station_app.ui.reporting import Reporter

ASKED, WAITING, REFUSED, LAST, STICK, LINE = range(6)
VIEWS = ("要您定的", "等着报的", "没收的", "最近几次", "用U盘上报", "设置")
ASKED_KEYS = (
    KeyHelp("←→", "选左选右"),
    KeyHelp("↑↓", "上下一处"),
    KeyHelp("Return", "自己写"),
    KeyHelp("PgDn", "下一个"),
)
OTHER_KEYS = (KeyHelp("F8", "现在上报"),)
JOIN_KEYS = (KeyHelp("Ctrl+Return", "登记"),)
PROMISE = "不上报也能用；连上网再报，一条不会丢"


class SyncPage(Page):
    """Offline is normal here: nothing is red because there is no line."""

    keys: tuple[KeyHelp, ...] = OTHER_KEYS
    concerns = frozenset({"conflict", REPORTING, HISTORY})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._status: SyncStatus | None = None
        self._automatic = False
        self._reporter = desk.reporter or Reporter(desk, self)
        self._build()
        self._listen()

    def _build(self) -> None:
        self._now = Button("现在上报", Look.FILLED, icon="cloud-upload", keys="F8")
        self._head = PageHead("上报", PROMISE, buttons=[self._now])
        self._state, self._join, self._words = (
            StateCard(),
            JoinCard(self.desk),
            WordsCard(self.desk),
        )
        self._photos = PhotoStateLine(self.desk)
        self._state.add(self._photos)
        self._inside = InsideBanner(self.desk)
        self._switch = Switch(VIEWS)
        self._conflicts = ConflictPanel(self.desk)
        self._decided = DecidedList(self.desk)
        self._waiting, self._refused = WaitingList(), RefusedList(self.desk)
        self._last, self._line = ExchangeList(), LineCard(self.desk)
        self._asked = QStackedWidget()
        self._asked.addWidget(self._decided)
        self._asked.addWidget(self._conflicts)
        self._views = QStackedWidget()
        self._again = JoinCard(self.desk, "用新的登记码重新登记")
        line = scrolling(holder(column(self._again, self._words, self._line, None, gap=12)))
        self._stick, self._first_stick = BundleCard(self.desk), BundleCard(self.desk)
        stick = holder(column(self._stick, None))
        for view in (self._asked, self._waiting, self._refused, self._last, stick, line):
            self._views.addWidget(view)
        self._second = holder(row(self._switch, None))
        layout = page_layout(
            self,
            self._head,
            self._inside,
            self._second,  # above what comes and goes with them: tabs stay where they were clicked
            self._state,
            self._join,
            self._first_stick,
            self._views,
            None,
            gap=12,
        )
        layout.setStretch(6, 100)
        for part in (self._again, self._join, self._first_stick, self._words, self._second):
            part.hide()

    def _listen(self) -> None:
        self._now.clicked.connect(self._report)
        self._switch.chosen.connect(self._turn)
        self._reporter.changed.connect(self._plan_changed)
        self._reporter.done.connect(self._reported)
        self._reporter.failed.connect(self._not_reported)
        self._line.turned.connect(self.refresh)

    def opened(self, subject: object) -> None:
        """On a question, or as it was left; what must be decided comes first."""
        if isinstance(subject, UUID):
            self._switch.choose(ASKED)
            self._turn(ASKED)
            self._conflicts.go_to(subject)
        self.refresh()

    def first_focus(self) -> QWidget | None:
        """The first decision, the address of the district where none is known, or the button."""
        if not self._join.isHidden():
            return self._join.address
        if self._conflicts.isVisible():
            return self._conflicts
        return self._now

    def refresh(self) -> None:
        """Ask how reporting stands and what waits for a decision."""
        read = self.tasks.read
        read(is_automatic, then=self._show_automatic)
        read(sync_status, then=self._show_status)
        read(last_proof, then=self._state.show_proof)
        self._photos.refresh()
        self._inside.refresh()
        read(refused_records, then=self._show_refused)
        read(waiting_by_kind, then=self._waiting.show_rows)
        read(exchanges, then=self._show_exchanges)
        for card in (self._stick, self._first_stick):
            card.refresh()
        if self.desk.keys is not None:
            read(decided_conflicts, self.desk.keys, then=self._decided.show_rows)
            read(open_conflicts, self.desk.keys, then=self._show_conflicts)

    # --- showing ----------------------------------------------------------------------------

    def _show_automatic(self, automatic: bool) -> None:
        self._automatic = automatic
        self._plan_changed()

    def _show_status(self, status: SyncStatus) -> None:
        self._status = status
        self._plan_changed()
        self._show_way(enrolled=status.enrolled)
        self._again.offer_again(status)
        self._arrange()
        counts = (status.questions, status.waiting, status.refused)
        for number, (words, count) in enumerate(zip(VIEWS[:LAST], counts, strict=True)):
            self._switch.rename(number, f"{words} {count:,}" if count else words)
        if status.enrolled and self.desk.keys is not None:
            self.tasks.read(needs_recovery_words, self.desk.keys, then=self._show_words)

    def _show_words(self, needed: bool) -> None:
        self._words.setVisible(needed)

    def _plan_changed(self) -> None:
        """It began, ended, or will be tried at another time."""
        status, reporter = self._status, self._reporter
        if status is None:
            return
        plan = plan_words(status, reporter.seconds_left, automatic=self._automatic)
        self._state.show_status(status, plan, running=reporter.running)
        self._line.show_status(status, automatic=self._automatic)
        self._now.set_words("正在上报" if reporter.running else "现在上报")

    def _show_way(self, *, enrolled: bool) -> None:
        """The button or the form; a focus on the one that goes passes to the one that comes."""
        goes, comes = (self._join, self._now) if enrolled else (self._now, self._join)
        held: QWidget | None = self.window().focusWidget()
        passes = held is not None and (held is goes or goes.isAncestorOf(held))
        comes.show()
        self._second.setVisible(enrolled)
        self._first_stick.setVisible(not enrolled)
        if passes:
            first = self._now if enrolled else self._join.address
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        goes.hide()

    def _show_conflicts(self, rows: Sequence[ConflictRow]) -> None:
        held: QWidget | None = self.window().focusWidget()
        had_focus = held is not None and self._conflicts.isAncestorOf(held)
        are_new = self._asked.currentWidget() is not self._conflicts
        self._conflicts.show_rows(rows)
        self._asked.setCurrentWidget(self._conflicts if rows else self._decided)
        if had_focus and not rows:
            self._now.setFocus()
        self._arrange()
        if are_new:
            self._hand_over()

    def _hand_over(self) -> None:
        """The arrow keys answer at once, where only the button to report held the focus."""
        if self._conflicts.isVisible() and self.window().focusWidget() is self._now:
            self._conflicts.setFocus()

    def _show_refused(self, rows: Sequence[RefusedRecord]) -> None:
        self._refused.show_rows(rows)

    def _show_exchanges(self, rows: Sequence[ExchangeRow]) -> None:
        self._last.show_rows(rows)

    def _turn(self, number: int) -> None:
        self._views.setCurrentIndex(number)
        if number == ASKED and self._conflicts.isVisible():
            self._conflicts.setFocus()
        self._arrange()

    def _arrange(self) -> None:
        """Questions get the room of the state, whose sentence then stands in the head."""
        enrolled = self._status is not None and self._status.enrolled
        some = self._asked.currentWidget() is self._conflicts
        asked = some and self._switch.at == ASKED
        self._views.setVisible(enrolled or some)
        stopped = self._status is not None and self._status.is_stopped
        self._state.setVisible(not asked or (stopped and not self.large))
        self._head.sentence.setText(self._status.sentence if asked and self._status else PROMISE)
        self._now.set_look(Look.OUTLINED if asked else Look.FILLED)
        self.keys = ASKED_KEYS if asked else OTHER_KEYS if enrolled else JOIN_KEYS
        self.keys_changed.emit()

    # --- acting -----------------------------------------------------------------------------

    def _report(self) -> None:
        self._reporter.now()

    def _reported(self, done: Synchronised, wanted: bool) -> None:
        if wanted:
            self.desk.say(result_words(done))
            self._hand_over()
        if self.isVisible():
            self.refresh()

    def _not_reported(self, error: StationError, wanted: bool) -> None:
        """The light and its card say why in full; here only that it did not go."""
        if wanted:
            self.desk.say(sentence(error).partition("。")[0])
        if self.isVisible():
            self.refresh()


def result_words(done: Synchronised) -> str:
    """What a conversation came to."""
    parts = [f"已上报 {done.sent:,} 条"] * bool(done.sent)
    parts += [f"收到 {done.received:,} 条"] * bool(done.received)
    parts += [f"{done.refused:,} 条区县没有收"] * bool(done.refused)
    parts += [f"{done.conflicts:,} 处要您决定"] * bool(done.conflicts)
    return "，".join(parts) or "都对上了，没有新的"
