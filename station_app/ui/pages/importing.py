"""Taking in a table in four steps: file, columns, what would happen, done; nothing before F8."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from station_app.domain.imports import ImportKind, RowState
from station_app.errors import StationError
from station_app.messages.labels import label
from station_app.queries.imports import WAITING_ROWS, RunRow, runs
from station_app.queries.people_filters import PeopleFilter
from station_app.services.import_return import write_errors
from station_app.services.import_undo import ImportUndone, undo_import
from station_app.services.import_values import (
    ImportPreview,
    ImportReport,
    PreviewRow,
    SheetView,
)
from station_app.services.importing import (
    commit,
    inspect,
    preview,
    resolve,
)
from station_app.services.list_exports import ListOrder
from station_app.services.list_return import look_first
from station_app.services.saving import with_ending
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import PageHead, fill, page_layout
from station_app.ui.components.steps import Steps
from station_app.ui.components.text import IconMark, Text
from station_app.ui.desk import Desk
from station_app.ui.import_choices import Settle
from station_app.ui.import_words import KINDS, TO_DECIDE, fields_shown
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.import_columns import ImportColumns
from station_app.ui.pages.import_done import ImportDone
from station_app.ui.pages.import_half_way import Answers, HalfWay, back_words
from station_app.ui.pages.import_preview import ImportPreviewView
from station_app.ui.pages.import_rescue import print_missing, print_rows
from station_app.ui.pages.import_start import ImportStart
from station_app.ui.pages.import_waiting import WaitingList
from station_app.ui.tasks import Touched

STEPS = ("选文件", "对列", "看结果", "导入")
PROMISE = (
    "现在还什么都没有改；导入后也可以整批撤回。错误行会另存一份红格子的表，改好再导，不会重复。"
)
LATER = "这些行原样留着，没有丢；定一行就写进去一行，随时可以接着定。"
KEYS = {
    0: (KeyHelp("Ctrl+O", "选文件"),),
    1: (KeyHelp("Ctrl+Return", "看结果"), KeyHelp("Esc", "上一步")),
    2: (
        KeyHelp("↑↓", "换行"),
        KeyHelp("1–9", "选办法"),
        KeyHelp("F2", "改格子"),
        KeyHelp("F8", "导入"),
    ),
    3: (),
}
WAITING_KEYS = KEYS[2][:-1]
"""Of rows that wait each is written as it is settled: there is nothing to import with F8."""


@dataclass(slots=True)
class _File:
    """The file under way."""

    kind: ImportKind
    path: Path
    seen: ImportPreview | None = None
    answers: Answers = field(default_factory=dict)
    """What was decided before the window went away."""


class ImportPage(Page):
    """Starts anew with each visit unless a file is under way."""

    concerns = frozenset({"person", WAITING_ROWS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._file: _File | None = None
        self._start, self._columns, self._done = ImportStart(), ImportColumns(), ImportDone()
        self._preview = ImportPreviewView(desk.today())
        self._waiting = WaitingList(self, self._preview)
        self._half_way = HalfWay(self)
        self._build()
        self._listen()
        self._go(0)

    @property
    def _shows_waiting(self) -> bool:
        return self._steps.at == 2 and self._file is None

    @property
    def seen(self) -> ImportPreview | None:
        """The preview under way."""
        return self._file.seen if self._file else None

    def opened(self, subject: object) -> None:
        if isinstance(subject, ImportKind):
            self._start.choose_kind(subject)
        if isinstance(subject, str) and (found := self._half_way.found(subject)) is not None:
            kind, path, answers = found
            self.take(kind, path, answers)
        if isinstance(subject, Path):
            self.take(ImportKind.ROSTER, subject, as_table=True)
        self.refresh()
        self._refresh_waiting()

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(runs, then=self._show_runs)

    def hears(self, touched: Touched) -> None:
        """After an undo a row waits again, or its whole import is gone."""
        super().hears(touched)
        if self.isVisible() and WAITING_ROWS in touched and not self._waiting.settling:
            self._refresh_waiting()

    def _refresh_waiting(self) -> None:
        if self._shows_waiting:
            self._waiting.refresh()

    def first_focus(self) -> QWidget | None:
        by_step = (
            self._start.zone.choose,
            self._next if self._columns.ready else self._columns.first_focus(),
            self._preview.table.table,
            self._done.first_focus(),
        )
        return by_step[self._steps.at]

    def has_unsaved(self) -> bool:
        return self._file is not None

    def nothing_to_undo(self) -> str:
        wrote_none = self._steps.at == 3 and self._done.written == 0
        return "这次导入一行也没有写进去，没有可撤销的" if wrote_none else ""

    def take(
        self,
        kind: ImportKind,
        path: Path,
        answers: Answers | None = None,
        *,
        as_table: bool = False,
    ) -> None:
        """A file was chosen: look at its sheets and columns.

        A list that was exported from here comes back on a page of its own, unless it is to be read
        as any other table.
        """
        found = self._half_way.found(str(path)) if answers is None else None
        self._file = _File(kind, path, answers=answers or (found[2] if found else {}))
        begun = as_table or bool(self._file.answers)
        self.tasks.read(
            inspect if begun else look_first,
            kind,
            path,
            today=self.desk.today(),
            then=self._inspected,
            failed=self._failed,
        )

    def _build(self) -> None:
        self._steps = Steps(STEPS)
        self._head = PageHead("导入", buttons=[self._steps])
        self._stack = QStackedWidget()
        for view in (self._start, self._columns, self._preview, self._done):
            self._stack.addWidget(view)
        self._foot = self._build_foot()
        layout = page_layout(self, self._head, self._stack, self._foot, gap=10)
        layout.setStretch(1, 1)

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        self._promise = Text(PROMISE, "small", tone="text2", wrap=True)
        self._mark = IconMark("shield-check", tone="green", size=18)
        self._away = Button("换个文件", Look.QUIET)
        self._errors = Button("另存错误行", icon="file-x")
        self._next = Button("看结果", Look.FILLED, keys="Ctrl+Return")
        self._commit = Button("导入", Look.FILLED, icon="download", keys="F8")
        row = QHBoxLayout(foot)
        buttons = (self._away, self._errors, self._next, self._commit)
        fill(row, [self._mark, self._promise, None, *buttons], 8)
        row.setStretch(1, 20)
        return foot

    def _listen(self) -> None:
        self._start.chosen.connect(self.take)
        self._start.undo_wanted.connect(self._undo_run)
        self._start.waiting_wanted.connect(self._show_waiting_of)
        self.out = ListExport(self, self._listed, button=self._start.export)
        self._start.rescue_wanted.connect(self._print_missing)
        self._preview.rescue_wanted.connect(self._print_rescue)
        self._columns.changed.connect(self._columns_changed)
        self._preview.settled.connect(self._settle)
        self._preview.opened.connect(self._look_again)
        self._waiting.shown.connect(self._waiting_shown)
        self._waiting.emptied.connect(self._begin_again)
        self._away.clicked.connect(self._begin_again)
        self._errors.clicked.connect(self._ask_where)
        self._next.clicked.connect(self._look)
        self._commit.clicked.connect(self._import)
        self._steps.chosen.connect(self._step_back)
        self._done.undo_wanted.connect(self._undo_last)
        self._done.errors_wanted.connect(self._ask_where)
        self._done.waiting_wanted.connect(self._waiting_of_last)
        self._done.again_wanted.connect(self._begin_again)
        self._done.people_wanted.connect(self._to_people)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._steps.go(step)
        self._steps.show()
        waiting = self._shows_waiting
        self._foot.setVisible(step in (1, 2))
        self._next.setVisible(step == 1)
        self._commit.setVisible(step == 2 and not waiting)
        self._errors.setVisible(step == 2 and not waiting)
        self._promise.setText(LATER if waiting else PROMISE)
        self._promise.setVisible(step == 2 and not self.large)
        self._mark.setVisible(self._promise.isVisibleTo(self))
        self._away.set_words("回到导入" if waiting else "换个文件")
        self.keys = WAITING_KEYS if waiting else KEYS[step]
        self.keys_changed.emit()

    def _show_runs(self, found: list[RunRow]) -> None:
        self._start.show_runs(found, self.desk.today())
        if self._steps.at == 0:
            self._head.sentence.setText("从手头的表格开始，先看结果再导入")

    def _failed(self, error: StationError) -> None:
        self._file = None
        self._go(0)
        self.explain(error)

    def _inspected(self, views: tuple[SheetView, ...] | None) -> None:
        if self._file is None:
            return
        if views is None:
            path, self._file = self._file.path, None
            self.desk.open("list_return", path)
            return
        self._head.title.setText(f"导入{KINDS[self._file.kind][0]}")
        self._head.sentence.setText(self._file.path.name)
        self._columns.show_sheets(views, self._file.kind)
        self._go(1)
        if self._columns.ready and not self._columns.unsure:
            self._look()

    def _columns_changed(self) -> None:
        self._next.setEnabled(self._columns.ready)

    def _look(self) -> None:
        """Have every row decided; nothing is written."""
        if self._file is None or not self._columns.ready:
            return
        self.tasks.read(
            preview,
            self._file.kind,
            self._file.path,
            self._columns.mapping,
            today=self.desk.today(),
            answers=self._file.answers,
            progress=f"正在读“{self._file.path.name}”",
            then=self._seen,
            failed=self._not_read,
            holds=self._next,
        )

    def _not_read(self, error: StationError) -> None:
        self._go(1)
        self.explain(error)

    def _seen(self, seen: ImportPreview) -> None:
        self._show_seen(seen, fresh=True)
        self._go(2)
        self._preview.table.take_focus()
        if self._half_way.found(str(seen.path)) is not None:
            writing = self._half_way.was_writing(seen.path)
            self.desk.say(back_words(seen, writing=writing))

    def _show_seen(self, seen: ImportPreview, *, fresh: bool = False) -> None:
        if self._file is None:
            return
        self._file.seen = seen
        views = [view for view in seen.sheets if view.chosen]
        words = f"{seen.path.name}，{_where(views)}，共 {seen.rows_read:,} 行"
        if seen.earlier_run is not None:
            words += "；这个文件以前导入过，一样的行不会重复"
        self._head.sentence.setText(words)
        mapped = {one.field for view in views for one in view.columns if one.field}
        fields = fields_shown(seen.rows, seen.kind, mapped)
        self._preview.show_rows(
            seen.rows, seen.kind, alike=self._alike_in_file, fields=fields, fresh=fresh
        )
        self._preview.tiles.show()
        self._commit.set_words(_commit_words(seen))
        self._commit.setEnabled(_something_to_do(seen))
        waits = sum(seen.counts[state] for state in TO_DECIDE)
        self._errors.setEnabled(bool(waits))

    def _alike_in_file(self, row: PreviewRow) -> int:
        return len(self._file.seen.alike(row)) if self._file and self._file.seen else 0

    def _settle(self, row: PreviewRow, make: Settle, for_all: bool) -> None:
        """One answer, or the same for all rows with the same question."""
        if self._file is None:
            self._waiting.settle(row, make, for_all=for_all)
            return
        seen = self._file.seen
        if seen is None:
            return
        rows = [row, *(seen.alike(row) if for_all else [])]
        answers = {(one.sheet, one.row): made for one in rows if (made := make(one)) is not None}
        self.tasks.read(resolve, seen, answers, then=self._decided, failed=self.explain)

    def _decided(self, seen: ImportPreview) -> None:
        self._show_seen(seen)
        self._half_way.keep(seen)

    def _look_again(self, row: PreviewRow) -> None:
        if self._file is None:
            self._waiting.look_again(row)

    def _import(self) -> None:
        if self._file is None or self._file.seen is None:
            return
        self._half_way.keep(self._file.seen, writing=True)
        self.tasks.write(
            label("import.run", file=self._file.path.name),
            commit,
            self._file.seen,
            progress=f"正在导入“{self._file.path.name}”",
            stays="停下后这一批一行也不会写进去",
            then=self._imported,
            failed=self._not_imported,
            holds=self._commit,
        )

    def _not_imported(self, error: StationError) -> None:
        if self._file is not None and self._file.seen is not None:
            self._half_way.done(self._file.path)
            self._half_way.keep(self._file.seen)
        self.explain(error)

    def _imported(self, report: ImportReport) -> None:
        self._done.show_report(report)
        if self._file is not None:
            self._half_way.done(self._file.path)
        self._head.sentence.setText(self._file.path.name if self._file else "")
        self._go(3)
        self.refresh()

    def _ask_where(self) -> None:
        if self._file is None or self._file.seen is None:
            return
        path = self._file.path
        wanted = path.with_name(f"{path.stem}（要改的）.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, "存到哪里", str(wanted), "Excel (*.xlsx)")
        if name:
            self.save_errors(with_ending(Path(name), ".xlsx"))

    def save_errors(self, target: Path) -> None:
        """Give the workbook back with red cells and a column that says why."""
        seen = self.seen
        if seen is None:
            return
        self._saved_as = target
        self.tasks.run(
            write_errors,
            seen,
            target,
            with_store=False,
            then=self._errors_saved,
            failed=self.explain,
            holds=self._errors,
        )

    def _errors_saved(self, count: int) -> None:
        words = f"已存到“{self._saved_as.name}”，{count:,} 行标了红格子，改好后整个再导一次"
        self.desk.say(words)

    def _print_rescue(self) -> None:
        rows = self._preview.rows
        source = self._file.path.name if self._file is not None else "等您定的行"
        self.paper = print_rows(self, rows, source)

    def _print_missing(self) -> None:
        self.paper = print_missing(self)

    def _undo_run(self, run: RunRow) -> None:
        self._undo(run.run_id)

    def _undo_last(self, run_id: int) -> None:
        self._undo(run_id)

    def _undo(self, run_id: int) -> None:
        self.tasks.run(
            undo_import, run_id, progress="正在整批撤回", then=self._undone, failed=self.explain
        )

    def _undone(self, done: ImportUndone) -> None:
        self._begin_again()
        self.desk.say(f"已撤回“{done.file_name}”的导入，{done.taken_back:,} 条")
        if done.kept:
            self.desk.explain("有些后来又用到了，没有撤。" + "；".join(done.kept))

    def _begin_again(self) -> None:
        if self._file is not None and self._steps.at < 3:
            self._half_way.put_aside(self._file.path)
        self._file = None
        self._head.title.setText("导入")
        self._go(0)
        self.refresh()

    def _step_back(self, number: int) -> None:
        if self._steps.at == 3:
            return
        if number == 0:
            self._begin_again()
        elif number == 1:
            self._go(1)

    def _to_people(self) -> None:
        self._begin_again()
        self.desk.open("people")

    def export_to(self, path: Path) -> None:
        """Everybody in the register as a workbook."""
        self.out.save(self._listed()[0], path)

    def _listed(self) -> tuple[ListOrder, str]:
        return ListOrder("people", PeopleFilter()), "人员名单"

    def _waiting_of_last(self, run_id: int) -> None:
        self._file = None
        self._waiting.begin(run_id)

    def _show_waiting_of(self, run: RunRow | None) -> None:
        self._file = None
        self._waiting.begin(run.run_id if run else None)

    def _waiting_shown(self, files: list[str], count: int) -> None:
        self._head.title.setText("等您定的行")
        self._head.sentence.setText(f"{'、'.join(files)}，共 {count:,} 行")
        self._preview.tiles.hide()
        self._go(2)
        self._steps.hide()
        self._preview.table.take_focus()


def _where(views: list[SheetView]) -> str:
    """工作表 Sheet1，第 4 行是表头; of several only how many."""
    if len(views) > 1:
        return f"{len(views):,} 张工作表"
    return "".join(f"工作表 {view.name}，第 {view.header_row} 行是表头" for view in views)


def _commit_words(seen: ImportPreview) -> str:
    waits = sum(seen.counts[state] for state in TO_DECIDE)
    return f"先导入可以的 {seen.importable:,} 行" if waits else f"导入 {seen.importable:,} 行"


def _something_to_do(seen: ImportPreview) -> bool:
    """Rows to write, or rows to keep for later."""
    return bool(seen.importable or seen.counts[RowState.DOUBTFUL] or seen.counts[RowState.REFUSED])
