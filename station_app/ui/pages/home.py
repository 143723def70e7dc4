"""Today: what is late and what comes next, the festival ahead, reporting and the last copy."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app.domain.lunar import lunar_day
from station_app.queries.district_desk import FROM_DISTRICT
from station_app.queries.festivals_ahead import Festival
from station_app.queries.home import NextDay, NextKind, Today, next_day, today_page
from station_app.queries.home_rates import home_rates
from station_app.queries.imports import WAITING_ROWS
from station_app.queries.recent_people import recent_people
from station_app.services.recovery_words import last_checked
from station_app.services.sync_status import REPORTING
from station_app.ui import doors
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.due_row import Due, DueRow
from station_app.ui.components.layout import (
    Card,
    PageHead,
    clear,
    column,
    holder,
    page_layout,
    row,
    scrolling,
)
from station_app.ui.components.notices import AllWell
from station_app.ui.components.text import Light, Text
from station_app.ui.day_words import day_words
from station_app.ui.desk import Desk
from station_app.ui.half_written_banner import HalfWrittenBanner
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.home_festival import FestivalCard
from station_app.ui.pages.home_parts import (
    HALF_MONTH,
    coming_rows,
    greeting,
    late_rows,
    recovery_row,
)
from station_app.ui.pages.home_rates import RatesCard
from station_app.ui.pages.home_recent import RecentCard
from station_app.ui.pages.home_state import StateCard
from station_app.ui.tasks import Touched
from station_app.ui.theme import current

NEXT = {
    NextKind.CONTACT: "有人到了约定联系的日子",
    NextKind.CERTIFICATION: "{what} 年度认证开始",
    NextKind.FESTIVAL: "{what}",
    NextKind.PROMISE: "走访时答应的事到期",
}


class HomePage(Page):
    """The first page of the day: the rows open their work."""

    keys = (
        KeyHelp("1-9", "直接去办"),
        KeyHelp("Ctrl+P", "打印清单"),
        KeyHelp("Ctrl+N", "新增"),
        KeyHelp("Ctrl+F", "找人"),
    )
    concerns = frozenset(
        {
            "person",
            "visit",
            "visit_attendance",
            "condolence_batch",
            "condolence_plan",
            "month_report",
            "month_decision",
            "condolence_payment",
            "certification",
            "certification_cycle",
            "plaque",
            "plaque_event",
            "contact_rule",
            "entitlement",
            "conflict",
            *FROM_DISTRICT,
            WAITING_ROWS,
        }
    )

    keeps = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: list[DueRow] = []
        self._half: HalfWrittenBanner | None = None
        self._was_half = False
        """Whether the focus was on what is half-written before it was shown anew."""
        self._shown: Today | None = None
        self._unchecked = False
        self._begin: Button | None = None
        words = "清单" if self.large else "打印今日清单"
        self._print_list = Button(words, icon="printer", keys="Ctrl+P")
        self._print_list.clicked.connect(self._print)
        self._head = PageHead("", buttons=[self._print_list])
        self._work = QVBoxLayout()
        self._work.setSpacing(current().px(12))
        self._side = QVBoxLayout()
        self._side.setSpacing(current().px(12))
        self._well: AllWell | None = None
        self._festival = FestivalCard(desk, self)
        self._state = StateCard(desk)
        self._rates, self._recent = RatesCard(desk), RecentCard(desk)
        self._build()
        self._drafts_told = False
        """Whether drafts came or went that are not shown yet."""
        desk.drafts.changed.connect(self._drafts_changed)

    def opened(self, subject: object) -> None:
        """Greet, and ask what is due."""
        self._greet()
        self.refresh()

    def returned(self) -> None:
        """What is due still stands; who was open last, the hour and the copies are no records."""
        self._greet()
        self._ask_recent()
        self._ask_beside()
        if self._drafts_told:
            self._drafts_changed()

    def refresh(self) -> None:
        """Ask again what is due; the focus stays on its row."""
        today = self.desk.today()
        self.tasks.read(today_page, today=today, then=self._show)
        self._ask_recent()
        self.tasks.read(home_rates, today=today, then=self._rates.show_rates)
        self._ask_beside()

    def _greet(self) -> None:
        now = self.desk.now()
        words = "今日" if self.large else f"{self.desk.operator.name}，{greeting(now)}"
        self._head.title.setText(words)

    def _ask_recent(self) -> None:
        today = self.desk.today()
        self.tasks.read(recent_people, today=today, then=self._recent.show_people)

    def _ask_beside(self) -> None:
        self.tasks.run(last_checked, self.desk.paths, with_store=False, then=self._words_checked)
        self._state.refresh()

    def _drafts_changed(self) -> None:
        """Somebody types on another page: nothing is asked for that, and nothing drawn."""
        self._drafts_told = not self.isVisible()
        if self._shown is not None and not self._drafts_told:
            self._show(self._shown)

    def _words_checked(self, day: date | None) -> None:
        """Asked of the key file, which is no database; the row is there once both have answered."""
        was, self._unchecked = self._unchecked, day is None
        if was != self._unchecked and self._shown is not None:
            self._show(self._shown)

    def hears(self, touched: Touched) -> None:
        """Of reporting alone only the card that tells of it is new."""
        super().hears(touched)
        if self.isVisible() and REPORTING in touched:
            self._state.refresh()

    def first_focus(self) -> QWidget | None:
        """The first thing to do: what was half-written, the way to begin, the first row."""
        half = self._half.first if self._half is not None and isValid(self._half) else None
        return half or self._begin or (self._rows[0] if self._rows else None)

    def _build(self) -> None:
        work, side = QWidget(), QWidget()
        work.setLayout(column(self._work, None))
        side.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        for part in (self._festival, self._state, self._rates):
            self._side.addWidget(part)
        self._side.addStretch(1)
        if self.large:
            self._switch = Switch(["要办的事", "节日", "百分之百", "上报备份"])
            self._switch.chosen.connect(self._turn)
            self._head.layout().insertWidget(1, self._switch)  # type: ignore[union-attr]
            self._large_parts = (holder(column(scrolling(work), self._recent, gap=12)), side)
            layout = page_layout(self, self._head, *self._large_parts)
            layout.setStretch(1, 1)
            self._turn(0)
            return
        side.setFixedWidth(current().px(372))
        both = QHBoxLayout()
        both.setSpacing(current().px(16))
        both.addLayout(column(scrolling(work), self._recent, gap=12), 1)
        both.addWidget(side)
        layout = page_layout(self, self._head, both)
        layout.setStretch(1, 1)

    def _turn(self, number: int) -> None:
        """Large mode shows one thing at a time."""
        work, side = self._large_parts
        work.setVisible(number == 0)
        side.setVisible(number > 0)
        self._festival.setVisible(number == 1)
        self._rates.setVisible(number == 2)
        self._state.setVisible(number == 3)

    def _show(self, today: Today) -> None:
        self._shown, on = today, self.desk.today()
        focused = self._focused()
        self._was_half = self._half_has_focus()
        late, coming = late_rows(today, on), coming_rows(today, on)
        if self._unchecked:
            coming.append(recovery_row())
        sentence = f"{day_words(on)}{_lunar_words(on)}。{_summary(len(late), len(coming))}"
        self._head.sentence.setText("" if self.large else sentence)
        clear(self._work)
        self._rows, self._begin = [], None
        if self.desk.drafts.all() or self.desk.drafts.of_others():
            self._half = HalfWrittenBanner(self.desk)
            self._work.addWidget(self._half)
        if not today.registered:
            self._add_beginning()
        if late:
            self._add_group("bad", "已过期或就要到期", "先办这些", late)
        if coming:
            last = on + timedelta(days=HALF_MONTH)
            span = f"{on.month}月{on.day}日至{last.month}月{last.day}日"
            self._add_group("warn", "这半个月", span, coming)
        if today.registered and not late and not coming:
            self._add_all_well()
        self._festival.show_festival(today.festival)
        if self.large:
            self._rename(len(late) + len(coming), today.festival)
        self._restore_focus(focused)

    def _rename(self, count: int, festival: Festival | None) -> None:
        """The switch of large mode says how much lies behind each side of it."""
        self._switch.rename(0, f"要办的事 {count}" if count else "要办的事")
        self._switch.rename(1, festival.label if festival else "节日")

    def _focused(self) -> str:
        return next((row.text() for row in self._rows if row.hasFocus()), "")

    def _half_has_focus(self) -> bool:
        held = self.window().focusWidget()
        half = self._half if self._half is not None and isValid(self._half) else None
        return half is not None and half.isAncestorOf(held)

    def _restore_focus(self, words: str) -> None:
        held: QWidget | None = self.window().focusWidget()
        free = held is None or held is self or not held.isVisible() or self._was_half
        if free and not words and (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for line in self._rows:
            if line.text() == words:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _add_group(self, light: str, title: str, remark: str, dues: list[Due]) -> None:
        card = QFrame()
        card.setProperty("card", True)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        words = row(Light(light), Text(title, bold=True), Text(remark, "cap", tone="text2"), None)
        px = current().px
        words.setContentsMargins(px(14), px(6), px(14), px(6))
        layout.addLayout(words)
        for due in dues:
            line = DueRow(due, len(self._rows) + 1)
            line.opened.connect(self._open_due)
            self._rows.append(line)
            layout.addWidget(line)
        self._work.addWidget(card)
        card.show()  # a row that is not in sight yet takes no focus

    def _add_all_well(self) -> None:
        self._well = AllWell("今天没有到期的事", "可以去看看谁很久没见", framed=False)
        card = Card(margin=4)
        card.add(self._well)
        self.tasks.read(next_day, today=self.desk.today(), then=self._show_next)
        self._work.addWidget(card)

    def _add_beginning(self) -> None:
        """Nobody is registered: the fastest way to begin comes before all else."""
        begin = Button("导入花名册", Look.FILLED, icon="table-2")
        begin.clicked.connect(self._open_import)
        self._begin = begin
        more = "从手头的花名册导入最快，Excel、WPS 的表都行；也可以按 Ctrl N 一个一个建档"
        card = Card(gap=6)
        card.add(Text("还没有人员", "h3", bold=True), Text(more, "small", tone="text2", wrap=True))
        card.add(4, row(begin, None))
        self._work.addWidget(card)
        card.show()

    def _show_next(self, day: NextDay | None) -> None:
        if self._well is not None and isValid(self._well):
            self._well.more.setText(_next_words(day, self.desk.today()))

    def _open_due(self, due: Due) -> None:
        self.desk.open(due.page, due.subject)

    def _print(self) -> None:
        doors.show_paper(self, "today-list")

    def _open_import(self) -> None:
        self.desk.open("import")


def _summary(late: int, coming: int) -> str:
    if late:
        return f"有 {late} 样事要紧，其余这半个月办完就行。"
    return f"有 {coming} 样事排着，都不急。" if coming else "今天没有到期的事。"


def _lunar_words(on: date) -> str:
    found = lunar_day(on)
    return f"，{found.words}" if found is not None else ""


def _next_words(day: NextDay | None, on: date) -> str:
    """Good news is quiet, and names the next day."""
    if day is None:
        return "可以去看看谁很久没见"
    left = (day.on - on).days
    when = f"{day.on.month}月{day.on.day}日" + ("，就是明天" if left == 1 else f"，还有 {left} 天")
    return f"下一件：{NEXT[day.kind].format(what=day.what)}（{when}）"
