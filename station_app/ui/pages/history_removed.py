"""已删除: what was taken away and can be brought back; nothing is emptied by itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.half_written import HalfWritten
from station_app.queries.removed import RemovedRow, removed
from station_app.queries.removed_edits import EditInside, edits_inside
from station_app.services.bringing_back import bring_back
from station_app.services.undoing import Undone
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Part, clear, fill, holder, row
from station_app.ui.components.notices import Banner, Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.components.text import IconMark, Text
from station_app.ui.history_words import by_whom, gone_words, inside_words, moment_words
from station_app.ui.page import Page
from station_app.ui.pages.history_kept import kept_words

STAYS = (
    "去掉的都还在这台电脑的加密文件里，程序不会自己清掉，多久都能找回；"
    "已上报的，区县那边也只是标成去掉。依法要彻底抹去的，请找区县维护的人办。"
)


class RemovedView(QWidget):
    """Half-written forms that were given up above, records and people below."""

    brought_back = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._text = page, ""
        self._wish: int | None = None
        self._inside: dict[int, list[EditInside]] = {}
        self._drafts = QVBoxLayout()
        fill(self._drafts, [], 6)
        self._well = Empty(
            "trash-2", "没有去掉过什么", "取消登记、并档、撤销、移去的，以后都在这里找回"
        )
        self._kept = Banner("", meaning="amber")
        self._kept.hide()
        self.table: RecordTable[RemovedRow] = RecordTable(self._columns())
        self.table.chosen.connect(self._chose)
        self.table.opened.connect(self._opened)
        self._reason = Text("", "small", tone="text2", wrap=True)
        self.back = Button("找回", Look.FILLED, icon="undo-2", keys="Ctrl+Return")
        self.back.clicked.connect(self.bring_back)
        stays = row(
            IconMark("shield-check", tone="green", size=18), Text(STAYS, "small", wrap=True)
        )
        stays.setStretch(1, 1)
        foot = row(self._reason, self.back)
        foot.setStretch(0, 1)
        layout = QVBoxLayout(self)
        parts: list[Part] = [
            holder(stays),
            self._drafts,
            self._kept,
            self._well,
            self.table,
            holder(foot),
        ]
        fill(layout, parts, 8)
        layout.setStretch(3, 1)
        layout.setStretch(4, 1)
        page.desk.drafts.changed.connect(self._show_drafts)

    def refresh(self, text: str = "") -> None:
        """Ask what is away."""
        self._text = text
        self._page.tasks.read(edits_inside, then=self._know_inside)
        self._page.tasks.read(removed, text=text, then=self._show)
        self._show_drafts()

    def wish(self, action_id: int | None) -> None:
        """Which step to choose once the list is here."""
        self._wish = action_id

    def bring_back(self) -> None:
        """Bring back what the chosen step took away."""
        chosen = self.table.row
        if chosen is not None:
            self._page.tasks.run(
                bring_back,
                chosen.action_id,
                progress="正在找回",
                stays="停下后，什么都没有改",
                then=self._done,
                failed=self._page.explain,
                holds=self.back,
            )

    def _columns(self) -> list[Column[RemovedRow]]:
        when = partial(_when, self._page)
        return [
            Column("什么时候去掉的", when, width=170, tone="text2"),
            Column("去掉了什么", self._gone, width=260, bold=True, stretch=True),
            Column("怎么去掉的", lambda one: one.label, width=300),
            Column("谁", by_whom, width=90, in_large=False),
        ]

    def _show(self, rows: list[RemovedRow]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._well.setVisible(not rows and not self._text)
        wish, self._wish = self._wish, None
        wished = [number for number, row in enumerate(rows) if row.action_id == wish]
        if wished or (rows and self.table.row is None):
            self.table.choose(wished[0] if wished else 0)
        self._chose(self.table.row)

    def _know_inside(self, found: list[EditInside]) -> None:
        self._inside = {}
        for one in found:
            self._inside.setdefault(one.action_id, []).append(one)

    def _gone(self, one: RemovedRow) -> Cell:
        """With a mark where somebody wrote into it at the same time."""
        marked = one.action_id in self._inside
        icon = "triangle-alert" if marked else ""
        return Cell(gone_words(one), bold=True, icon=icon, icon_tone="amber" if marked else "")

    def _chose(self, chosen: RemovedRow | None) -> None:
        self.back.setEnabled(chosen is not None)
        if chosen is None:
            nothing = f"没有找到“{self._text}”" if self._text else ""
            self._reason.setText(nothing)
            return
        why = f"，原因：{chosen.reason}" if chosen.reason else ""
        far = "" if chosen.own else "。是从别的电脑来的，找回会作为新的改动上报"
        inside = [inside_words(one) for one in self._inside.get(chosen.action_id, ())]
        kept = f"。{'；'.join(inside[:2])}：改的还在里面，找回就都在" if inside else ""
        self._reason.setText(f"共 {len(chosen.records):,} 条记录{why}{far}{kept}")

    def _opened(self, _chosen: object) -> None:
        self.bring_back()

    def _done(self, done: Undone) -> None:
        words = kept_words(done)
        self._kept.setVisible(bool(words))
        if words:
            self._kept.say(*words)
        self._page.desk.say(f"已找回：{done.taken_back:,} 条记录", undo=True)
        self.brought_back.emit()

    def _show_drafts(self) -> None:
        clear(self._drafts)
        for one in self._page.desk.drafts.given_up():
            self._drafts.addWidget(self._draft_line(one))

    def _draft_line(self, one: HalfWritten) -> Banner:
        at = moment_words(one.given_up_at or one.kept_at, self._page.desk.today())
        again = Button("放回今日页", Look.TEXT)
        take_up: Callable[[], None] = partial(self._take_up, one)
        again.clicked.connect(take_up)
        words = f"没写完的“{one.title}”，{at} 说不要了，30 天内都能放回"
        return Banner(words, icon="file-pen-line", buttons=[again])

    def _take_up(self, one: HalfWritten) -> None:
        self._page.desk.drafts.take_up(one.form, one.subject)
        self._page.desk.say(f"“{one.title}”放回来了，今日页上可以接着写")


def _when(page: Page, one: RemovedRow) -> str:
    return moment_words(one.at, page.desk.today())
