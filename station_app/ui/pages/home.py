"""Today: what is late and what comes next, the festival ahead, reporting and the last copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.queries.district_desk import FROM_DISTRICT
from station_app.queries.home import Festival, Today, today_page
from station_app.queries.imports import WAITING_ROWS
from station_app.services.sync_status import REPORTING
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch, Tag
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
from station_app.ui.components.text import Light, Rule, Text
from station_app.ui.day_words import day_words
from station_app.ui.desk import Desk
from station_app.ui.half_written_banner import HalfWrittenBanner
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.home_parts import coming_rows, festival_sums, greeting, late_rows
from station_app.ui.pages.home_state import StateCard
from station_app.ui.tasks import Touched
from station_app.ui.theme import current


class HomePage(Page):
    """The first page of the day: the rows open their work."""

    keys = (KeyHelp("1-9", "直接去办"), KeyHelp("Ctrl+F", "找人"))
    concerns = frozenset(
        {
            "person",
            "visit",
            "visit_attendance",
            "condolence_batch",
            "condolence_plan",
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

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: list[DueRow] = []
        self._head = PageHead("")
        self._work = QVBoxLayout()
        self._work.setSpacing(current().px(12))
        self._side = QVBoxLayout()
        self._side.setSpacing(current().px(12))
        self._festival = Card(gap=6)
        self._festival.hide()
        self._state = StateCard(desk)
        self._build()
        desk.drafts.changed.connect(self.refresh)

    def opened(self, subject: object) -> None:
        """Greet, and ask what is due."""
        now = self.desk.now()
        large = self.large
        words = "今日" if large else f"{self.desk.operator.name}，{greeting(now)}"
        self._head.title.setText(words)
        self.refresh()

    def refresh(self) -> None:
        """Ask again what is due; the focus stays on its row."""
        today = self.desk.today()
        self.tasks.read(today_page, today=today, then=self._show)
        self._state.refresh()

    def hears(self, touched: Touched) -> None:
        """Of reporting alone only the card that tells of it is new."""
        super().hears(touched)
        if self.isVisible() and REPORTING in touched:
            self._state.refresh()

    def first_focus(self) -> QWidget | None:
        """The first thing to do."""
        return self._rows[0] if self._rows else None

    def _build(self) -> None:
        work, side = QWidget(), QWidget()
        work.setLayout(column(self._work, None))
        side.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        for part in (self._festival, self._state):
            self._side.addWidget(part)
        self._side.addStretch(1)
        if self.large:
            self._switch = Switch(["要办的事", "节日", "上报与备份"])
            self._switch.chosen.connect(self._turn)
            self._head.layout().insertWidget(1, self._switch)  # type: ignore[union-attr]
            self._large_parts = (scrolling(work), side)
            layout = page_layout(self, self._head, *self._large_parts)
            layout.setStretch(1, 1)
            self._turn(0)
            return
        side.setFixedWidth(current().px(372))
        both = QHBoxLayout()
        both.setSpacing(current().px(16))
        both.addWidget(scrolling(work), 1)
        both.addWidget(side)
        layout = page_layout(self, self._head, both)
        layout.setStretch(1, 1)

    def _turn(self, number: int) -> None:
        """Large mode shows one thing at a time."""
        work, side = self._large_parts
        work.setVisible(number == 0)
        side.setVisible(number > 0)
        self._festival.setVisible(number == 1)
        self._state.setVisible(number == 2)

    def _show(self, today: Today) -> None:
        on = self.desk.today()
        focused = self._focused()
        late, coming = late_rows(today, on), coming_rows(today, on)
        sentence = f"{day_words(on)}。{_summary(len(late), len(coming))}"
        self._head.sentence.setText("" if self.large else sentence)
        clear(self._work)
        self._rows = []
        if self.desk.drafts.all() or self.desk.drafts.of_others():
            self._work.addWidget(HalfWrittenBanner(self.desk))
        if late:
            self._add_group("bad", "已过期或就要到期", "先办这些", late)
        if coming:
            self._add_group("warn", "接下来", "能早办的早办", coming)
        if not late and not coming:
            self._add_all_well(today)
        self._show_festival(today.festival)
        if self.large:
            count = len(late) + len(coming)
            self._switch.rename(0, f"要办的事 {count}" if count else "要办的事")
            self._switch.rename(1, today.festival.label if today.festival else "节日")
        self._restore_focus(focused)

    def _focused(self) -> str:
        return next((row.text() for row in self._rows if row.hasFocus()), "")

    def _restore_focus(self, words: str) -> None:
        held: QWidget | None = self.window().focusWidget()
        free = held is None or held is self or not held.isVisible()
        for line in self._rows:
            if line.text() == words or (free and not words):
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

    def _add_all_well(self, today: Today) -> None:
        more = "先导入花名册，左下角“导入导出”" if not today.registered else "可以去看看谁很久没见"
        words = "还没有人员" if not today.registered else "今天没有到期的事"
        card = Card(margin=4)
        card.add(AllWell(words, more))
        if not today.registered:
            begin = Button("导入花名册", Look.FILLED, icon="table-2")
            begin.clicked.connect(self._open_import)
            card.add(row(12, begin, None), 8)
        self._work.addWidget(card)

    def _open_due(self, due: Due) -> None:
        self.desk.open(due.page, due.subject)

    def _open_import(self) -> None:
        self.desk.open("import")

    def _show_festival(self, festival: Festival | None) -> None:
        clear(self._festival.body)
        visible = not self.large or self._switch.at == 1
        self._festival.setVisible(festival is not None and visible)
        if festival is None:
            return
        left = (festival.day - self.desk.today()).days
        words = "去年的名单在，去世、迁出的会自动去掉"
        if festival.batch_id is not None:
            words = "名单已经备好，去世、迁出的已去掉"
        self._festival.add(
            row(Text(festival.label, "h3", bold=True), Tag(f"还有 {left} 天", "amber"), None),
            Text(words, "small", tone="text2"),
            6,
            holder(_sums(festival)),
            6,
        )
        title = (
            f"打开{festival.label}慰问名单"
            if festival.batch_id
            else f"用去年{festival.label}的名单"
        )
        go = Button(title, Look.FILLED, keys="B")
        self._festival_batch = festival.batch_id
        go.clicked.connect(self._open_festival)
        self._festival.add(row(go, None))

    def _open_festival(self) -> None:
        if self._festival_batch is not None:
            self.desk.open("batch", self._festival_batch)
        else:
            self.desk.open("condolences")


def _sums(festival: Festival) -> QHBoxLayout:
    line = row(gap=10)
    for number, (figure, label, tone) in enumerate(festival_sums(festival)):
        if number:
            rule = Rule(down=True)
            rule.setFixedHeight(current().px(34))
            line.addWidget(rule)
        count, words = Text(figure, "h2", bold=True, tone=tone), Text(label, "cap", tone="text2")
        for part in (count, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addLayout(column(count, words, gap=0), 1)
    return line


def _summary(late: int, coming: int) -> str:
    if late:
        return f"有 {late} 样事要紧，其余排着办就行。"
    return f"有 {coming} 样事排着，都不急。" if coming else "今天没有到期的事。"
