"""The first step of an import: which table it is, which file; and what was imported before."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from station_app.domain.imports import ImportKind
from station_app.queries.imports import RunRow
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, clear, column, fill, holder, row, scrolling
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.components.tile import ChoiceTile
from station_app.ui.import_words import KINDS
from station_app.ui.person_words import day_words
from station_app.ui.theme import colour, current

FILES = "表格 (*.xlsx *.xls *.csv *.xlsm)"
ENDINGS = frozenset({".xlsx", ".xls", ".csv", ".xlsm", ".et"})
MORE = "也可以选文件；.xlsx、.xls、.csv 都行，原来的文件不会改动"
SHOWN_RUNS = 8
KINDS_IN_A_ROW = 3


class DropZone(QFrame):
    """A file is dropped here, or chosen."""

    dropped = Signal(object)

    def __init__(self, words: str = "把表格拖到这里", more: str = MORE) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setMinimumHeight(current().px(150 if current().large else 190))
        self.choose = Button("选文件", Look.FILLED, icon="folder-open", keys="Ctrl+O")
        self.words = Text(words, "lead", bold=True)
        below = Text(more, "small", tone="text2")
        layout = QVBoxLayout(self)
        mark = IconMark("upload", tone="line2", size=36)
        fill(layout, [None, mark, self.words, below, row(None, self.choose, None), None], 8)
        for part in (mark, self.words, below):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_of(event) is not None:
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        if (file := file_of(event)) is not None:
            self.dropped.emit(file)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        rounded(painter, box, t.px(8), fill=colour("tint" if self._over else "surface"))
        pen = QPen(colour("primary" if self._over else "field"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, t.px(8), t.px(8))


def file_of(event: QDropEvent) -> Path | None:
    """The first local table among what is dragged."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() in ENDINGS), None)


class ImportStart(QWidget):
    """Six kinds of tables, one file, and the imports before."""

    chosen = Signal(object, object)
    """Kind and file."""
    undo_wanted = Signal(object)
    waiting_wanted = Signal(object)
    """A run whose rows wait, or None for all of them."""
    rescue_wanted = Signal()
    """Print the list of the ID numbers that are missing on file."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ImportKind.ROSTER
        self._tiles: dict[ImportKind, ChoiceTile] = {}
        self.zone = DropZone()
        self.zone.dropped.connect(self._take)
        self.zone.choose.clicked.connect(self._ask_file)
        self._runs = QVBoxLayout()
        self._by_button: dict[int, RunRow] = {}
        self._earlier = Card("以前导入的", gap=8)
        self._earlier.add(self._runs)
        first = Card("这是什么表", gap=10)
        first.add(self._kinds())
        inner = holder(column(first, self.zone, self._earlier, self._out(), None, gap=12))
        layout = QVBoxLayout(self)
        fill(layout, [scrolling(inner)], 0)

    def choose_kind(self, kind: ImportKind) -> None:
        """Another kind of table."""
        self.kind = kind
        for one, tile in self._tiles.items():
            tile.setChecked(one is kind)

    def show_runs(self, runs: Sequence[RunRow], today: date) -> None:
        """What was imported, the latest first."""
        clear(self._runs)
        self._by_button = {}
        self._earlier.setVisible(bool(runs))
        waiting = sum(run.waiting for run in runs if run.undone_at is None)
        if waiting:
            self._runs.addWidget(self._waiting_line(waiting))
        for number, run in enumerate(runs[:SHOWN_RUNS]):
            if number or waiting:
                self._runs.addWidget(Rule())
            self._runs.addWidget(self._run_line(run, today))

    def _out(self) -> Card:
        """The other way round: what is here goes into a workbook that can be imported again."""
        self.export = Button("导出人员名单", icon="table-2")
        self.rescue = Button("身份证待核名单", icon="printer")
        self.rescue.clicked.connect(self.rescue_wanted)
        words = column(
            Text("导出和打印", "body", bold=True),
            Text(
                "在册的人存成 Excel，改好以后还能导回来；没有证号的人按小组打印，上门补采",
                "small",
                tone="text2",
                wrap=True,
            ),
            gap=1,
        )
        line = row(words, self.rescue, self.export)
        line.setStretch(0, 1)
        card = Card()
        card.add(line)
        return card

    def _kinds(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(current().px(10))
        for number, (kind, (words, icon, more)) in enumerate(KINDS.items()):
            line = "" if current().large else more
            tile = ChoiceTile(words, line, icon=icon, checked=kind is self.kind)
            tile.setProperty("kind", kind.value)
            tile.clicked.connect(self._kind_chosen)
            self._tiles[kind] = tile
            grid.addWidget(tile, number // KINDS_IN_A_ROW, number % KINDS_IN_A_ROW)
        return made

    def _kind_chosen(self) -> None:
        if (sender := self.sender()) is not None:
            self.choose_kind(ImportKind(sender.property("kind")))

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选表格", "", FILES)
        if name:
            self._take(Path(name))

    def _take(self, file: object) -> None:
        self.chosen.emit(self.kind, file)

    def _waiting_line(self, count: int) -> QWidget:
        look = Button("一条条定", Look.TEXT, height="button_row")
        look.clicked.connect(self._all_waiting)
        mark = IconMark("triangle-alert", tone="amber", size=18)
        words = Text(f"还有 {count:,} 行等您定，没有丢", "body", bold=True)
        return holder(row(mark, words, None, look))

    def _all_waiting(self) -> None:
        self.waiting_wanted.emit(None)

    def _run_line(self, run: RunRow, today: date) -> QWidget:
        day = day_words(run.started_at.astimezone().date(), today)
        kind = KINDS[ImportKind(run.kind)][0]
        taken = run.counts.get("new", 0) + run.counts.get("merged", 0)
        line = f"{day}，{run.by}，{kind}，读 {run.rows_read:,} 行，写入 {taken:,} 行"
        if run.undone_at is not None:
            line += "，已整批撤回"
        elif run.waiting:
            line += f"，{run.waiting:,} 行等您定"
        words = column(
            Text(run.file_name, "body", bold=True, wrap=True),
            Text(line, "small", tone="text2", wrap=True),
            gap=1,
        )
        parts: list[QWidget] = []
        if run.undone_at is None:
            parts = self._run_buttons(run)
        made = row(words, *parts)
        made.setStretch(0, 1)
        return holder(made)

    def _run_buttons(self, run: RunRow) -> list[QWidget]:
        made = []
        if run.waiting:
            look = Button("看等着的", height="button_row")
            look.clicked.connect(self._run_waiting)
            self._by_button[id(look)] = run
            made.append(look)
        undo = Button("整批撤回", Look.DANGER, height="button_row")
        undo.clicked.connect(self._run_undo)
        self._by_button[id(undo)] = run
        return [*made, undo]

    def _run_waiting(self) -> None:
        if (run := self._by_button.get(id(self.sender()))) is not None:
            self.waiting_wanted.emit(run)

    def _run_undo(self) -> None:
        if (run := self._by_button.get(id(self.sender()))) is not None:
            self.undo_wanted.emit(run)

    def sizeHint(self) -> QSize:
        return QSize(current().px(700), current().px(500))
