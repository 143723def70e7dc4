"""The panel beside the history: who, when, each field old → new; and whether it can go back."""

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.queries.history import StepRow
from station_app.queries.step_detail import RecordStep, StepDetail
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.desk import Desk
from station_app.ui.history_words import fate_words, field_words, moment_words, record_words
from station_app.ui.theme import current

WIDTH = 420
FIELDS = 12
TELLS_AGAIN = "这一步已经上报过。撤销会当作一次新的改动，下次上报带去，报过的记录不会抹掉。"


class StepPanel(QFrame):
    """Asks for nothing itself: the page gives it the step, what it did, and why it must stay."""

    undo_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("card", True)
        self.setFixedWidth(current().px(WIDTH))
        self._title = Text("", "h3", bold=True, wrap=True)
        self._who = Text("", "small", tone="text2", wrap=True)
        self._records = QVBoxLayout()
        self.why = Text("", "small", tone="text2", wrap=True)
        self.undo = Button("撤销这一步", Look.FILLED, icon="undo-2", keys="Delete")
        self.undo.clicked.connect(self.undo_wanted)
        self._build()
        self.show_none()

    def show_none(self) -> None:
        """No step is chosen."""
        self._title.setText("选一步，看它改了什么")
        self._who.setText("")
        clear(self._records)
        self.why.setText("")
        self.undo.setEnabled(False)

    def show_step(self, step: StepRow) -> None:
        """What is known at once; its records follow."""
        self._title.setText(step.label)
        moment = moment_words(step.at, self._desk.today())
        records = f"，动了 {step.records:,} 条记录" if step.records else ""
        self._who.setText(f"{step.by}，{moment}{records}")
        clear(self._records)
        self.why.setText("")
        self.undo.set_words("重做这一步" if step.undoes else "撤销这一步")
        self.undo.setEnabled(step.own and not step.undone)

    def show_detail(self, detail: StepDetail, refusal: Rejected | None) -> None:
        """What the step did; `refusal` says why it cannot be taken back."""
        clear(self._records)
        for number, (record, alike) in enumerate(groupby(detail.records)):
            if number:
                self._records.addWidget(Rule())
            self._records.addWidget(_record_line(record, len(list(alike))))
        if detail.more > 0:
            words = f"还有 {detail.more:,} 条记录，没有一一列出"
            self._records.addWidget(Text(words, "small", tone="text2", wrap=True))
        if not detail.records:
            words = "没有改动记录，只定了导入里等着的行"
            self._records.addWidget(Text(words, "small", tone="text2", wrap=True))
        self._records.addStretch(1)
        self.undo.setEnabled(refusal is None)
        told = TELLS_AGAIN if detail.reported else ""
        self.why.setText(sentence(refusal) if refusal is not None else told)

    def _build(self) -> None:
        px = current().px
        fill(self._records, [], 6)
        inner = holder(self._records)
        layout = QVBoxLayout(self)
        parts = [self._title, self._who, Rule(), scrolling(inner), Rule(), self.why]
        fill(layout, [*parts, row(None, self.undo)], 8)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setStretch(3, 1)


def _record_line(record: RecordStep, times: int) -> QFrame:
    """A record, or several that would read the same."""
    made = QFrame()
    fate = fate_words(record)
    words = record_words(record) + (f" {times:,} 条" if times > 1 else "")
    head = row(Text(words, "body", bold=True), None, gap=8)
    if fate:
        icon = "plus" if record.is_new else "trash-2" if record.gone else "undo-2"
        tone = "green" if record.is_new or record.back else "amber"
        head.addWidget(IconMark(icon, tone=tone, size=16))
        head.addWidget(Text(fate, "small", tone=tone))
    lines = [Text(field_words(one), "small", tone="text2", wrap=True) for one in record.fields]
    shown = lines[:FIELDS]
    if len(lines) > len(shown):
        shown.append(Text(f"还有 {len(lines) - FIELDS} 项", "small", tone="text3"))
    made.setLayout(column(head, *shown, gap=2))
    return made
