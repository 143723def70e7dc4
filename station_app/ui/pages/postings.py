"""Notices and tasks of the district, and people who move: read, done, taken or sent back."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.codes import TransferState
from station_app.domain.money import yuan
from station_app.domain.standards import PensionRate, Standard
from station_app.messages.labels import label as action
from station_app.queries.district_desk import FROM_DISTRICT, DistrictDesk, whole_desk
from station_app.queries.postings import NoticeRow, NoticeState, TaskRow, TaskState
from station_app.queries.transfers import Arrival, Departure
from station_app.services.list_exports import ListOrder
from station_app.services.postings import confirm_notice, finish_task, reopen_task
from station_app.services.transfers import accept_as, accept_transfer, say_not_here
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch, Tag
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import (
    Card,
    PageHead,
    Part,
    clear,
    fill,
    holder,
    page_layout,
    row,
    scrolling,
)
from station_app.ui.components.notices import Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextArea
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.posting_words import (
    ARRIVAL_NOTE,
    DEPARTURE_NOTE,
    STANDARD_NOTE,
    Thing,
    View,
    carried_lines,
    facts_of,
    things,
)
from station_app.ui.theme import current

VIEWS = (
    ("要办的", View.TO_DO),
    ("通知", View.NOTICES),
    ("任务", View.TASKS),
    ("转入转出", View.MOVES),
    ("标准", View.STANDARDS),
)
COLUMNS: list[Column[Thing]] = [
    Column("种类", lambda one: Cell(one.kind, icon=one.icon), width=84),
    Column("内容", lambda one: one.title, width=240, bold=True, stretch=True),
    Column("状态", lambda one: Cell(one.state, tags=((one.state, one.meaning),)), width=120),
    Column("日期", lambda one: one.day, width=118, tone="text2", in_large=False),
]


class PostingsPage(Page):
    """↑ ↓ choose, the panel shows the whole; Ctrl Enter reads, finishes or takes."""

    keys = (KeyHelp("↑↓", "选一条"), KeyHelp("Ctrl+Return", "阅知、办结或接收"))
    concerns = FROM_DISTRICT | {"person"}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk_rows: DistrictDesk | None = None
        self._shown: Thing | None = None
        self.answer = TextArea(lines=2)
        answer = Form(answer=FormRow("说明", self.answer))
        self._drafts = DraftKeeper(desk.drafts, "postings", answer, self)
        self.switch = Switch([name for name, _ in VIEWS])
        self.switch.chosen.connect(self._fill)
        self.table: RecordTable[Thing] = RecordTable(COLUMNS)
        self.table.chosen.connect(self._show_thing)
        self.table.opened.connect(self._go_to_panel)
        self.panel = QVBoxLayout()
        self.panel.setSpacing(current().px(8))
        self.buttons = QHBoxLayout()
        self._nothing = Empty("bell", "没有要办的", "区县的通知、任务和转来的人都会到这里")
        self._nothing.hide()
        self.out = ListExport(self, self._listed)
        self._head = PageHead("通知与任务", buttons=[self.out.button])
        page_layout(self, self._head, row(self.switch, None), self._both()).setStretch(2, 1)

    def _listed(self) -> tuple[ListOrder, str]:
        """Notices and tasks for a workbook."""
        return ListOrder("postings"), "通知任务"

    def _both(self) -> QWidget:
        """The list and beside it the whole text; in large mode below it."""
        direction = (
            QBoxLayout.Direction.TopToBottom if self.large else QBoxLayout.Direction.LeftToRight
        )
        both = QBoxLayout(direction)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(current().px(16))
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addWidget(self._nothing, 1)
        both.addLayout(left, 1)
        self._area = scrolling(holder(self.panel))
        self._card = Card(gap=8)
        self._card.add(self._area, self.buttons)
        self._card.body.setStretch(0, 1)
        if not self.large:
            self._card.setFixedWidth(current().px(452))
        both.addWidget(self._card, 2 if self.large else 0)
        return holder(both)

    def first_focus(self) -> QWidget | None:
        return self.table

    def has_unsaved(self) -> bool:
        """An answer that was begun."""
        return bool(self.answer.text())

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(whole_desk, today=self.desk.today(), then=self._show)

    def _show(self, rows: DistrictDesk) -> None:
        self._desk_rows = rows
        counts = {
            View.TO_DO: rows.waiting,
            View.NOTICES: len(rows.postings.notices),
            View.TASKS: len(rows.postings.tasks),
            View.MOVES: len(rows.arrivals) + len(rows.departures),
            View.STANDARDS: len(rows.standards) + len(rows.rates),
        }
        for number, (name, view) in enumerate(VIEWS):
            self.switch.rename(number, f"{name} {counts[view]}" if counts[view] else name)
        words = f"有 {rows.waiting:,} 件等着办" if rows.waiting else "都办好了"
        self._head.sentence.setText(words)
        self._fill()

    def _fill(self, *_anything: object) -> None:
        if self._desk_rows is None:
            return
        _, view = VIEWS[self.switch.at]
        shown = things(self._desk_rows, view, self.desk.today())
        held: QWidget | None = self.window().focusWidget()
        if not shown and held is not None and self.table.isAncestorOf(held):
            self.switch.setFocus()
        self.table.show_rows(shown)
        self.table.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._card.setVisible(bool(shown))
        kept = [n for n, one in enumerate(shown) if self._shown and one.key == self._shown.key]
        if shown:
            self.table.choose(kept[0] if kept else 0)
            self._show_thing(shown[kept[0] if kept else 0])

    def _show_thing(self, thing: object) -> None:
        if not isinstance(thing, Thing):
            return
        if self._shown is None or self._shown.key != thing.key:
            self.answer.setText("")
            self._drafts.begin(str(thing.key), f"答复：{thing.title}")
        self._shown = thing
        self.answer.setParent(None)
        clear(self.panel)
        clear(self.buttons)
        self._add(
            row(Text(thing.title, "h3", bold=True, wrap=True), Tag(thing.state, thing.meaning)),
            Text(facts_of(thing, self.desk.today()), "small", tone="text2", wrap=True),
        )
        match thing.of:
            case NoticeRow() as notice:
                self._show_notice(notice)
            case TaskRow() as task:
                self._show_task(task)
            case Arrival() as coming:
                self._show_arrival(coming)
            case Departure() as gone:
                self._show_departure(gone)
            case Standard() | PensionRate() as one:
                self._show_standard(one)
        self.panel.addStretch(1)

    def _show_notice(self, notice: NoticeRow) -> None:
        self._add(6, Text(notice.body, wrap=True))
        if notice.state is NoticeState.UNREAD:
            words = "已阅知" if notice.needs_confirmation else "知道了"
            self._add_buttons(self._main(words, self._confirm))

    def _show_task(self, task: TaskRow) -> None:
        if task.what:
            self._add(6, Text(task.what, wrap=True))
        if task.state is TaskState.DONE:
            said = task.answer or "没有写办理情况"
            self._add(6, Text("办理情况", "cap", tone="text2"), Text(said, wrap=True))
            again = Button("撤销办结")
            again.clicked.connect(self._reopen)
            self._add_buttons(again)
        elif task.is_open:
            self._add(6, FormRow("办理情况", self.answer, hint="区县看得到，可以不写"))
            self.answer.show()
            self._add_buttons(self._main("办结", self._finish))

    def _show_arrival(self, coming: Arrival) -> None:
        for name, value in carried_lines(coming):
            label = Text(name, "cap", tone="text2")
            label.setFixedWidth(current().px(96))
            self._add(row(label, Text(value, wrap=True), None))
        self._add(6, Text(ARRIVAL_NOTE, "small", tone="text2", wrap=True))
        away = Button("此人不在本站")
        away.clicked.connect(self._not_here)
        if coming.known:
            one = coming.known[0]
            words = f"本站已有 {one.name}（{one.file_no}），身份证号相同"
            self._add(Text(words, tone="amber", wrap=True))
        main = "是同一人，接收" if coming.known else "接收建档"
        note = FormRow("说明", self.answer, hint="答复“不在本站”时可以写一句，原站看得到")
        self._add(note)
        self.answer.show()
        self._add_buttons(away, self._main(main, self._accept))

    def _show_departure(self, gone: Departure) -> None:
        if gone.state == TransferState.NOT_HERE:
            self._add(6, Text(DEPARTURE_NOTE, wrap=True))
        file = Button("打开档案")
        file.clicked.connect(self._open_file)
        self._add_buttons(file)

    def _show_standard(self, one: Standard | PensionRate) -> None:
        self._add(6, Text(f"{yuan(one.amount_fen)} 元", "h2", bold=True))
        if isinstance(one, Standard):
            self._add(Text(STANDARD_NOTE, "small", tone="text2", wrap=True))

    def _main(self, words: str, do: object) -> Button:
        button = Button(words, Look.FILLED, keys="Ctrl+Return")
        button.clicked.connect(do)
        self.main = button
        return button

    def _add(self, *parts: Part) -> None:
        fill(self.panel, parts, 8)

    def _add_buttons(self, *buttons: Button) -> None:
        self.buttons.addStretch(1)
        for button in buttons:
            self.buttons.addWidget(button)

    def _go_to_panel(self, _thing: object) -> None:
        if self.answer.isVisible():
            self._area.ensureWidgetVisible(self.answer)
            self.answer.setFocus()

    def _back_to_list(self) -> None:
        """The button that was pressed goes; the next thing is chosen with the arrow keys."""
        (self.table if self.table.isVisible() else self.switch).setFocus()

    # -- what is done -------------------------------------------------------------------------

    def _confirm(self, *_anything: object) -> None:
        if self._shown is not None and isinstance(notice := self._shown.of, NoticeRow):
            label = action("posting.read", title=notice.title)
            self.tasks.write(
                label,
                confirm_notice,
                notice.notice_id,
                today=self.desk.today(),
                then=self._confirmed,
                failed=self.explain,
            )

    def _confirmed(self, _result: object) -> None:
        self._back_to_list()
        self.desk.say("已记下阅知，随下次上报告诉区县", undo=True)

    def _finish(self, *_anything: object) -> None:
        if self._shown is not None and isinstance(task := self._shown.of, TaskRow):
            self.tasks.write(
                action("posting.done", title=task.title),
                finish_task,
                task.task_id,
                answer=self.answer.text(),
                today=self.desk.today(),
                then=self._finished,
                failed=self.explain,
            )

    def _finished(self, _result: object) -> None:
        self._drafts.done()
        self.answer.setText("")
        self._back_to_list()
        self.desk.say("已办结，随下次上报告诉区县", undo=True)

    def _reopen(self, *_anything: object) -> None:
        if self._shown is not None and isinstance(task := self._shown.of, TaskRow):
            self.tasks.write(
                action("posting.reopen", title=task.title),
                reopen_task,
                task.task_id,
                then=self._reopened,
                failed=self.explain,
            )

    def _reopened(self, _result: object) -> None:
        self._back_to_list()
        self.desk.say("已撤销办结，任务还在待办", undo=True)

    def _accept(self, *_anything: object) -> None:
        if self._shown is None or not isinstance(coming := self._shown.of, Arrival):
            return
        if coming.known:
            self.tasks.write(
                action("transfer.same", name=coming.name),
                accept_as,
                coming.transfer_id,
                coming.known[0].person_id,
                today=self.desk.today(),
                then=self._accepted,
                failed=self.explain,
            )
            return
        self.tasks.write(
            action("transfer.accept", name=coming.name),
            accept_transfer,
            coming.transfer_id,
            today=self.desk.today(),
            then=self._accepted,
            failed=self.explain,
        )

    def _accepted(self, person_id: object) -> None:
        self.answer.setText("")
        self.desk.open("person", person_id)
        self.desk.say("已接收，往来记录随下次上报送来", undo=True)

    def _not_here(self, *_anything: object) -> None:
        if self._shown is not None and isinstance(coming := self._shown.of, Arrival):
            self.tasks.write(
                action("transfer.not_here", name=coming.name),
                say_not_here,
                coming.transfer_id,
                note=self.answer.text(),
                today=self.desk.today(),
                then=self._answered,
                failed=self.explain,
            )

    def _answered(self, _result: object) -> None:
        self._drafts.done()
        self.answer.setText("")
        self._back_to_list()
        self.desk.say("已答复，随下次上报告诉区县和原站", undo=True)

    def _open_file(self, *_anything: object) -> None:
        if self._shown is not None and isinstance(gone := self._shown.of, Departure):
            self.desk.open("person", gone.person_id)
