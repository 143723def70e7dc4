"""The last step: what was written, what waits, and the ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.imports import RowState
from station_app.services.import_values import ImportReport
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, fill, holder, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import IconMark, Text
from station_app.ui.import_words import STATES, TO_DECIDE


class ImportDone(QWidget):
    """Counts that add up to the rows read; undo as a whole; the workbook with red cells."""

    undo_wanted = Signal(object)
    errors_wanted = Signal()
    waiting_wanted = Signal(object)
    again_wanted = Signal()
    people_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report: ImportReport | None = None
        self._title = Text("", "h2", bold=True)
        self._counts = Text("", "body", tone="text2", wrap=True)
        self._see = Button("一条条定", height="button_row")
        self._errors = Button("退回工作簿", icon="file-x", height="button_row")
        self._waits = Banner("", meaning="amber", buttons=[self._errors, self._see])
        self._undo = Button("整批撤回", Look.DANGER)
        self._again = Button("再导一个")
        self._people = Button("去人员名单", Look.FILLED)
        self._build()

    @property
    def counts_words(self) -> str:
        """The counts as they are told."""
        return self._counts.text()

    @property
    def written(self) -> int:
        """How many rows went into the register."""
        counts = self._report.counts if self._report is not None else {}
        return counts.get(RowState.NEW, 0) + counts.get(RowState.MERGED, 0)

    def first_focus(self) -> QWidget:
        """What comes next: the rows that wait, else the people."""
        return self._people if self._waits.isHidden() else self._see

    def show_report(self, report: ImportReport) -> None:
        """What an import did."""
        self._report = report
        counts = report.counts
        written = self.written
        self._title.setText(f"已导入 {written:,} 行")
        parts = [f"{STATES[one][0]} {counts.get(one, 0)}" for one in STATES if counts.get(one, 0)]
        total = f"读到 {report.rows_read:,} 行：{'，'.join(parts)}。"
        drafts = f"其中 {report.drafts:,} 人没有证号，先按待核实存下。" if report.drafts else ""
        self._counts.setText(total + drafts)
        waits = sum(counts.get(state, 0) for state in TO_DECIDE)
        self._waits.setVisible(bool(waits))
        self._waits.say(f"还有 {waits:,} 行等您定", "原样留着，没有丢；也可以退回表格，改好再导")
        self._undo.setVisible(bool(written) and report.run_id is not None)

    def _build(self) -> None:
        card = Card(gap=12)
        mark = IconMark("circle-check", tone="green", size=40)
        head = row(mark, self._title, None, gap=12)
        card.add(head, self._counts, self._waits)
        card.add(holder(row(self._undo, None, self._again, self._people)))
        hint = Text("撤回会把这一批一起拿走，后来又改过的会留下并告诉您", "small", tone="text2")
        card.add(hint)
        layout = QVBoxLayout(self)
        fill(layout, [card, None], 0)
        layout.setAlignment(card, Qt.AlignmentFlag.AlignTop)
        self._undo.clicked.connect(self._undo_pressed)
        self._see.clicked.connect(self._see_pressed)
        self._errors.clicked.connect(self.errors_wanted)
        self._again.clicked.connect(self.again_wanted)
        self._people.clicked.connect(self.people_wanted)

    def _undo_pressed(self) -> None:
        if self._report is not None:
            self.undo_wanted.emit(self._report.run_id)

    def _see_pressed(self) -> None:
        if self._report is not None:
            self.waiting_wanted.emit(self._report.run_id)
