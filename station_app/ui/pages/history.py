"""History: who did what, step by step, and each step with its way back; and what was removed."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.messages.labels import KINDS
from station_app.queries.history import StepFilter, StepRow, authors, person_name, steps_passing
from station_app.services.list_exports import ListOrder
from station_app.services.sync_status import REPORTING
from station_app.services.undoing import StepLook, Undone, look_at, undo
from station_app.ui.components.button import Button
from station_app.ui.components.chips import FilterChip, Switch
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import PageHead, holder, page_layout, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import Banner, Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.history_words import moment_words, state_cell
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.history_detail import StepPanel
from station_app.ui.pages.history_kept import kept_words
from station_app.ui.pages.history_removed import RemovedView
from station_app.ui.tasks import Touched

PAGE_ROWS = 200
DONE, REMOVED = 0, 1
DONE_KEYS: tuple[KeyHelp, ...] = (
    KeyHelp("↑↓", "选一步"),
    KeyHelp("Delete", "撤销这一步"),
    KeyHelp("Ctrl+Z", "撤销最近一步"),
    KeyHelp("Ctrl+Y", "重做"),
)
REMOVED_KEYS: tuple[KeyHelp, ...] = (KeyHelp("↑↓", "选"), KeyHelp("Ctrl+Return", "找回"))


class HistoryPage(Page):
    """Every step can be taken back whole; what was changed since is left and named.

    Opened on a person it shows the steps that touched him; opened on `removed` what is away, on
    `("removed", step)` what that step took away.
    """

    keys: tuple[KeyHelp, ...] = DONE_KEYS
    keeps = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._person: UUID | None = None
        self.out = ListExport(self, self._listed)
        about = "做过的都在这里，撤错了还能重做"
        look = [Button("看这一步", icon="eye")] if self.large else []
        for button in look:  # elsewhere the panel beside the list shows it
            button.clicked.connect(self._open)
        self._head = PageHead("历史撤销", about, buttons=[self.out.button, *look])
        self._which = Switch(["做过的", "已删除"])
        self._which.chosen.connect(self._turn)
        self._text = TextInput(placeholder="姓名、走访、慰问……", width=200, enter_moves=False)
        self._text.textChanged.connect(self.refresh)
        self._kind = MenuChip("哪类事", single=True)
        self._kind.offer([MenuEntry(key, words) for key, (words, _) in KINDS.items()])
        self._who = MenuChip("谁做的", single=True)
        self._day = DateInput(desk.today(), width=150)
        self._day.setPlaceholderText("哪一天")
        self._whose = FilterChip("")
        self._kept = Banner("", meaning="amber")
        self._well = Empty("search", "没有找到这样的一步", "换个姓名、日子，或者把筛选去掉")
        self._table: RecordTable[StepRow] = RecordTable(self._columns())
        self._panel = StepPanel(desk)
        self._removed = RemovedView(self)
        self._dialog: Dialog | None = None
        self._listen()
        self._build()

    def first_focus(self) -> QWidget:
        """The list."""
        return self._table if self._which.at == DONE else self._removed.table

    def opened(self, subject: object) -> None:
        person = subject if isinstance(subject, UUID) else None
        step = subject[1] if isinstance(subject, tuple) else None  # one that took something away
        self._removed.wish(step)
        if subject == "removed" or step is not None or person is not None:
            self._which.choose(REMOVED if person is None else DONE)
            self._turn()
        self._ask_for(person)

    def hears(self, touched: Touched) -> None:
        """Every unit of work is a step here."""
        if self.isVisible() and touched.keys() - {REPORTING}:
            self.refresh()

    def refresh(self, *_what: object) -> None:
        """Ask for the newest steps, or for what is away."""
        if self._which.at == REMOVED:
            self._removed.refresh(self._text.text().strip())
            return
        self.tasks.read(authors, then=self._show_authors)
        self.tasks.read(steps_passing, self._wanted(), limit=PAGE_ROWS, then=self._show)

    def _columns(self) -> list[Column[StepRow]]:
        return [
            Column("时间", self._when, width=168, tone="text2"),
            Column("做了什么", lambda step: step.label, width=200, bold=True, stretch=True),
            Column("谁", lambda step: step.by, width=84, in_large=False),
            Column("状态", state_cell, width=100),
        ]

    def _listen(self) -> None:
        for chip in (self._kind, self._who):
            chip.turned.connect(self.refresh)
        self._day.read_again.connect(self._day_read)
        self._whose.clicked.connect(self._everybody)
        self._table.chosen.connect(self._chose)
        self._table.opened.connect(self._open)
        self._table.model.fetch_with(self._more)
        self._panel.undo_wanted.connect(self._undo_chosen)
        self._removed.brought_back.connect(self.refresh)

    def _build(self) -> None:
        self._kept.hide()
        self._well.hide()
        self._whose.hide()
        self._filters = (self._kind, self._who, self._day, self._whose)
        line = row(self._which, self._text, *self._filters, None)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._table, 1)
        if self.large:
            self._panel.setParent(self)
            self._panel.hide()
        else:
            both.addWidget(self._panel)
        self._steps = holder(both)
        layout = page_layout(
            self, self._head, line, self._kept, self._well, self._steps, self._removed
        )
        for place in (3, 4, 5):  # one of them is shown
            layout.setStretch(place, 1)
        self._removed.hide()

    def _turn(self, *_what: object) -> None:
        away = self._which.at == REMOVED
        self._steps.setHidden(away)
        self._removed.setVisible(away)
        for one in (self._kind, self._who, self._day):
            one.setHidden(away)
        self._whose.setHidden(away or self._person is None)
        self._well.hide()
        self._kept.hide()
        self.keys = REMOVED_KEYS if away else DONE_KEYS
        self.keys_changed.emit()
        self.refresh()

    def _ask_for(self, person: UUID | None) -> None:
        self._person = person
        self.keeps = person is None  # opened next time, it shows everybody's steps again
        self._whose.setHidden(person is None)
        if person is not None:
            self.tasks.read(person_name, person, then=self._show_name)
        self.refresh()

    def _show_name(self, name: str | None) -> None:
        self._whose.setText(f"只看{name or '这个人'}  ×")
        self._whose.setChecked(True)

    def _everybody(self) -> None:
        self._ask_for(None)

    def _wanted(self) -> StepFilter:
        kind, who = self._kind.chosen_keys, self._who.chosen_keys
        return StepFilter(
            text=self._text.text().strip(),
            by=str(who[0]) if who else None,
            kind=str(kind[0]) if kind else None,
            on=self._day.value,
            person_id=self._person,
        )

    def _listed(self) -> tuple[ListOrder, str]:
        """What is in sight, for a workbook."""
        if self._which.at == REMOVED:
            return ListOrder("removed", self._text.text().strip()), "已删除"
        return ListOrder("steps", self._wanted()), "做过的"

    def _day_read(self) -> None:
        if self._day.value is not None or not self._day.text():
            self.refresh()

    def _when(self, step: StepRow) -> str:
        return moment_words(step.at, self.desk.today())

    def _show_authors(self, names: list[str]) -> None:
        self._who.offer([MenuEntry(name, name) for name in names])

    def _show(self, rows: list[StepRow]) -> None:
        more = len(rows) == PAGE_ROWS
        self._table.show_rows(rows, total=len(rows) + 1 if more else len(rows))
        self._steps.setVisible(bool(rows) and self._which.at == DONE)
        self._well.setVisible(not rows and self._which.at == DONE)
        if not rows:
            self._panel.show_none()
        elif self._table.row is None:
            self._table.choose(0)  # a step that was kept has told so already

    def _more(self, _here: int) -> None:
        last = self._table.model.rows[-1]
        self.tasks.read(
            steps_passing,
            self._wanted(),
            before=last.action_id,
            limit=PAGE_ROWS,
            then=self._table.model.add_rows,
        )

    def _chose(self, step: StepRow | None) -> None:
        if step is None:
            self._panel.show_none()
            return
        self._panel.show_step(step)
        self.tasks.read(look_at, step.action_id, then=self._looked)

    def _looked(self, look: StepLook | None) -> None:
        step = self._table.row
        if look is not None and step is not None and look.detail.action_id == step.action_id:
            self._panel.show_detail(look.detail, look.refusal)

    def _open(self, _step: object) -> None:
        """Large mode has no room beside the list: the same panel lies over it."""
        if self.large and self._dialog is None and self._table.row is not None:
            self._dialog = dialog = Dialog(self, "这一步", width=470)
            self._panel.setMinimumHeight(self.height() // 2)
            self._panel.show()
            dialog.add(self._panel)
            dialog.closed.connect(self._closed)
            dialog.open(self._panel.undo)

    def _closed(self) -> None:
        self._panel.setParent(self)
        self._panel.hide()
        self._dialog = None

    def _undo_chosen(self) -> None:
        step = self._table.row
        if self._dialog is not None:
            self._dialog.give_up()
        if step is not None:
            self.tasks.run(
                undo,
                step.action_id,
                progress="正在撤销",
                stays="停下后，什么都没有改",
                then=self._undone,
                failed=self.explain,
                holds=self._panel.undo,
            )

    def _undone(self, done: Undone) -> None:
        words = kept_words(done)
        self._kept.setVisible(words is not None)
        if words:
            self._kept.say(*words)
        self.desk.said.emit(f"已撤销：{done.what}", "重做", "Ctrl+Y")
