"""History: who did what, step by step, and each step with its way back."""

from station_app.queries.history import StepRow, authors, steps
from station_app.services.sync_status import REPORTING
from station_app.services.undoing import Undone, undo
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, page_layout, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.day_words import WEEKDAYS
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.tasks import Touched

PAGE_ROWS = 200


def moment_words(step: StepRow) -> str:
    """`7月20日 星期一 09:14`, local."""
    at = step.at.astimezone()
    return f"{at.month}月{at.day}日 星期{WEEKDAYS[at.weekday()]} {at:%H:%M}"


def state_cell(step: StepRow) -> Cell:
    """Whether a step stands, was taken back, or came from elsewhere."""
    if step.undone:
        return Cell(tags=(("已撤销", "grey"),))
    if not step.own:
        return Cell(tags=(("区县来的", "blue"),))
    return Cell(tags=(("撤销", "amber"),)) if step.undoes else Cell("")


COLUMNS: list[Column[StepRow]] = [
    Column("时间", moment_words, width=190, tone="text2"),
    Column("做了什么", lambda step: step.label, width=260, bold=True, stretch=True),
    Column("谁", lambda step: step.by, width=110, in_large=False),
    Column("记录", lambda step: f"{step.records:,}", width=80, side=Side.RIGHT, in_large=False),
    Column("状态", state_cell, width=120),
]


class HistoryPage(Page):
    """Every step can be taken back whole; what was changed since is left and named."""

    keys = (
        KeyHelp("↑↓", "选一步"),
        KeyHelp("Delete", "撤销这一步"),
        KeyHelp("Ctrl+Z", "撤销最近一步"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked_for = ""
        self._authors: list[str] = []
        self._undo = Button("撤销这一步", Look.FILLED, icon="undo-2", keys="Delete")
        self._undo.clicked.connect(self._undo_chosen)
        self._head = PageHead("历史撤销", "做过的都在这里，撤错了还能重做", buttons=[self._undo])
        self._text = TextInput(
            placeholder="找一步：姓名、走访、慰问……", width=280, enter_moves=False
        )
        self._text.textChanged.connect(self._narrow)
        self._who = Switch(["所有人", desk.operator.name])
        self._who.chosen.connect(self._narrow)
        self._note = Text("", "small", tone="text2")
        self._kept = Banner("", meaning="amber")
        self._kept.hide()
        self._table: RecordTable[StepRow] = RecordTable(COLUMNS)
        self._table.chosen.connect(self._chose)
        self._table.model.fetch_with(self._more)
        line = row(self._text, self._who, None, self._note)
        layout = page_layout(self, self._head, line, self._kept, self._table)
        layout.setStretch(3, 1)
        self._undo.setEnabled(False)

    def first_focus(self) -> RecordTable[StepRow]:
        """The list."""
        return self._table

    def hears(self, touched: Touched) -> None:
        """Every unit of work is a step here."""
        if self.isVisible() and touched.keys() - {REPORTING}:
            self.refresh()

    def refresh(self) -> None:
        """Ask for the newest steps."""
        self.tasks.read(authors, then=self._show_authors)
        self.tasks.read(
            steps, text=self._text.text().strip(), by=self._by(), limit=PAGE_ROWS, then=self._show
        )

    def _by(self) -> str | None:
        return self.desk.operator.name if self._who.at == 1 else None

    def _narrow(self, *_what: object) -> None:
        self.refresh()

    def _show_authors(self, names: list[str]) -> None:
        self._note.setText(f"在这台电脑上用过的：{'、'.join(names)}" if len(names) > 1 else "")

    def _show(self, rows: list[StepRow]) -> None:
        more = len(rows) == PAGE_ROWS
        self._table.show_rows(rows, total=len(rows) + 1 if more else len(rows))
        if rows and self._table.row is None:
            self._table.choose(0)
        self._chose(self._table.row)

    def _more(self, _here: int) -> None:
        last = self._table.model.rows[-1]
        self.tasks.read(
            steps,
            text=self._text.text().strip(),
            by=self._by(),
            before=last.action_id,
            limit=PAGE_ROWS,
            then=self._table.model.add_rows,
        )

    def _chose(self, step: StepRow | None) -> None:
        able = step is not None and step.own and not step.undone
        self._undo.setEnabled(able)
        words = "重做这一步" if step is not None and step.undoes else "撤销这一步"
        self._undo.set_words(words)

    def _undo_chosen(self) -> None:
        step = self._table.row
        if step is not None:
            self.tasks.run(
                undo,
                step.action_id,
                progress="正在撤销",
                stays="停下后，什么都没有改",
                then=self._undone,
                failed=self.explain,
                holds=self._undo,
            )

    def _undone(self, done: Undone) -> None:
        self._kept.setVisible(bool(done.kept))
        if done.kept:
            named = "、".join(done.kept[:5]) + ("等" if len(done.kept) > 5 else "")
            self._kept.say(f"{len(done.kept)} 处后来又改过，没有动", named)
        self.desk.said.emit(f"已撤销：{done.what}", "重做", "Ctrl+Y")
