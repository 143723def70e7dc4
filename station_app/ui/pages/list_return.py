"""A list that was edited in a spreadsheet and comes back: each edited cell, old beside new.

Nothing is written before F8; what both sides changed is written only where somebody says so.
"""

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from station_app.errors import StationError
from station_app.messages.labels import label
from station_app.services.list_return import (
    CellChange,
    ChangeKey,
    Returned,
    Taken,
    Verdict,
    look,
    take,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row
from station_app.ui.components.notices import AllWell, Banner, Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import IconMark, Text
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.import_start import FILES
from station_app.ui.pages.list_return_lines import Line, line_columns, lines_of, whole
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

PROMISE = "现在还什么都没有改；写进去以后，撤销一次就全部变回来。"
STRANGER = (
    "这张表不是这台电脑现在的资料导出来的，所以每一处都请您看一眼。",
    "别的站导出的名单，请用“按花名册导入”。",
)
KINDS = (
    ("全部", None),
    ("改动", Verdict.CHANGE),
    ("要您定", Verdict.ASK),
    ("没有改", Verdict.REFUSED),
)


class ListReturnPage(Page):
    """Space takes a change or leaves it; F8 writes what is taken."""

    keys = (
        KeyHelp("↑↓", "换一处"),
        KeyHelp("Space", "改/不改"),
        KeyHelp("Ctrl+A", "都改"),
        KeyHelp("F8", "写进去"),
    )
    concerns = frozenset({"person", "visit", "plaque", "condolence_plan", "condolence_batch"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._path: Path | None = None
        self.seen: Returned | None = None
        self.chosen: set[ChangeKey] = set()
        self._decided: dict[ChangeKey, bool] = {}
        """What was chosen by hand: it stays when the sheet is looked at again."""
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.table if self.table.model.rows else self.choose

    def has_unsaved(self) -> bool:
        return self.seen is not None and bool(self.seen.changes)

    def opened(self, subject: object) -> None:
        if isinstance(subject, Path):
            self._path, self.seen, self._decided = subject, None, {}
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        if self._path is None:
            self._views.setCurrentIndex(2)
            self._foot.hide()
            return
        self.tasks.read(
            look,
            self._path,
            today=self.desk.today(),
            progress=f"正在读“{self._path.name}”",
            then=self._show,
            failed=self._not_read,
        )

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.choose = Button("换个文件", icon="folder-open", keys="Ctrl+O")
        self.as_roster = Button("按花名册导入")
        self._head = PageHead("改过的名单", buttons=[self.as_roster, self.choose])
        self._chips = [FilterChip(words, 0) for words, _ in KINDS]
        self._chips[0].setChecked(True)
        self._stranger = Banner(*STRANGER, meaning="amber")
        self._stranger.hide()
        self.table: RecordTable[Line] = RecordTable(
            line_columns(lambda: self.chosen, large=self.large)
        )
        self._whole = Text("", "small", tone="text2", wrap=True)
        self._whole.setMinimumHeight(current().px(36))
        well = AllWell("和现在一样，没有要改的", "表里的每一格都和库里对上了")
        none = Empty("table-2", "还没有选文件", "导出的名单改好存盘，从这里选，或者在导入页拖进去")
        self._views = QStackedWidget()
        both = column(self.table, self._whole, gap=6)
        both.setStretch(0, 1)
        for view in (holder(both), holder(column(well, None)), none):
            self._views.addWidget(view)
        self.commit = Button("写进去", Look.FILLED, icon="download", keys="F8")
        self.all = Button("都改", Look.QUIET)
        self.none = Button("都不改", Look.QUIET)
        promise = Text(PROMISE, "small", tone="text2", wrap=True)
        line = row(
            IconMark("shield-check", tone="green", size=18),
            promise, None, self.none, self.all, self.commit,
        )  # fmt: skip
        line.setStretch(1, 20)
        self._foot = holder(line)
        layout = page_layout(
            self,
            self._head,
            row(*self._chips, None),
            self._stranger,
            self._views,
            self._foot,
            gap=10,
        )
        layout.setStretch(3, 1)

    def _listen(self) -> None:
        for chip in self._chips:
            chip.clicked.connect(self._filter)
        self.table.opened.connect(self._toggle)
        self.table.chosen.connect(self._say_whole)
        self.choose.clicked.connect(self._ask_file)
        self.as_roster.clicked.connect(self._to_roster)
        self.commit.clicked.connect(self._take)
        self.all.clicked.connect(self._take_all)
        self.none.clicked.connect(self._take_none)
        for keys, slot in (("Space", self._toggle_chosen), ("Ctrl+A", self._take_all)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.activated.connect(slot)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, seen: Returned) -> None:
        if seen.path != self._path:
            return
        fresh, self.seen = self.seen is None, seen
        able = {one.key for one in seen.changes if one.may_be_taken}
        wanted = {key for key, on in self._decided.items() if on}
        left = {key for key, on in self._decided.items() if not on}
        self.chosen = ((set(seen.usual) - left) | wanted) & able
        self._say(seen)
        self._fill()
        if fresh and self.isVisible():
            (self.first_focus() or self).setFocus()

    def _say(self, seen: Returned) -> None:
        when = day_words(seen.exported_at.astimezone().date(), self.desk.today())
        people = len({one.record_id for one in seen.changes})
        words = f"{seen.path.name}，{when}导出的{seen.title}，{seen.rows_read:,} 行"
        words += f"，{people:,} 行里改了 {len(seen.changes):,} 处" if people else ""
        self._head.sentence.setText(words)
        counts = seen.counts
        not_taken = counts[Verdict.REFUSED] + counts[Verdict.LOCKED] + len(seen.left_alone)
        all_of_it = len(seen.changes) + len(seen.left_alone)
        shown = (all_of_it, counts[Verdict.CHANGE], counts[Verdict.ASK], not_taken)
        for chip, count in zip(self._chips, shown, strict=True):
            chip.set_count(count)
        self._stranger.setVisible(not seen.since_known)

    def _fill(self, *_anything: object) -> None:
        seen = self.seen
        if seen is None:
            return
        at = next((n for n, chip in enumerate(self._chips) if chip.isChecked()), 0)
        self.table.show_rows(lines_of(seen, KINDS[at][1]))
        if self.table.row is None and self.table.model.rows:
            self.table.choose(0)
        self._views.setCurrentIndex(0 if seen.changes or seen.left_alone else 1)
        self._say_whole()
        self._count()

    def _say_whole(self, *_anything: object) -> None:
        self._whole.setText(whole(self.table.row))

    def _count(self) -> None:
        some = bool(self.seen and any(one.may_be_taken for one in self.seen.changes))
        self._foot.setVisible(some)
        self.commit.set_words(f"写进去 {len(self.chosen):,} 处")
        self.commit.setEnabled(bool(self.chosen))

    def _filter(self) -> None:
        """One of the four is on."""
        for chip in self._chips:
            chip.setChecked(chip is self.sender())
        self._fill()

    def _not_read(self, error: StationError) -> None:
        self._path, self.seen = None, None
        self._head.sentence.setText("")
        self.table.show_rows([])
        self._stranger.hide()
        for chip in self._chips:
            chip.set_count(0)
        self.refresh()
        self.explain(error)

    # --- choosing ---------------------------------------------------------------------------

    def _toggle_chosen(self) -> None:
        self._toggle(self.table.row)

    def _toggle(self, line: object) -> None:
        change = line.change if isinstance(line, Line) else None
        if change is None or not change.may_be_taken:
            return
        self._decide(change, on=change.key not in self.chosen)
        self.table.view.viewport().update()
        self._count()

    def _decide(self, change: CellChange, *, on: bool) -> None:
        self._decided[change.key] = on
        (self.chosen.add if on else self.chosen.discard)(change.key)

    def _take_all(self) -> None:
        self._decide_shown(on=True)

    def _take_none(self) -> None:
        self._decide_shown(on=False)

    def _decide_shown(self, *, on: bool) -> None:
        """All that are in sight."""
        for line in self.table.model.rows:
            if line.change is not None and line.change.may_be_taken:
                self._decide(line.change, on=on)
        self.table.view.viewport().update()
        self._count()

    # --- acting -----------------------------------------------------------------------------

    def _take(self) -> None:
        if self.seen is None:
            return
        self.tasks.write(
            label("import.list", file=self.seen.path.name),
            take,
            self.seen,
            frozenset(self.chosen),
            today=self.desk.today(),
            then=self._taken,
            failed=self._not_taken,
            holds=self.commit,
        )

    def _taken(self, done: Taken) -> None:
        self._decided = {key: on for key, on in self._decided.items() if not on}
        self.desk.say(f"写进去 {done.cells:,} 处，{done.records:,} 条记录", undo=True)
        self.refresh()

    def _not_taken(self, error: StationError) -> None:
        """Somebody changed a cell meanwhile: it is asked again."""
        self.explain(error)
        self.refresh()

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选改过的名单", "", FILES)
        if name:
            self.opened(Path(name))

    def _to_roster(self) -> None:
        self.desk.open("import", self._path)
