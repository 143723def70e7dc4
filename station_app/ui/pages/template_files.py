"""Files come in: a new template, the new edition of one, or the file that this PC still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from station_app.messages.labels import label as action
from station_app.queries.templates import TemplateRow
from station_app.services.templates import (
    Comparison,
    DroppedFile,
    ReplaceFile,
    add_template,
    bring_file,
    likely_before,
    read_template,
    replace_file,
)
from station_app.ui.components.button import Button
from station_app.ui.components.notices import Banner
from station_app.ui.page import Page
from station_app.ui.pages.import_start import DropZone
from station_app.ui.pages.template_moved import MovedPanel

FILES = "上级的空表 (*.xlsx *.xls *.xlsm *.et *.csv)"


@dataclass(frozen=True, slots=True)
class Looked:
    """A dropped file, and the template of which it seems to be a new edition."""

    dropped: DroppedFile
    before: Comparison | None


def look_into(session: Any, path: Path, *, progress: object) -> Looked:
    """Read a file and compare it with what is known."""
    assert progress is not None
    dropped = read_template(path)
    return Looked(dropped, likely_before(session, dropped))


class TemplateFiles(QObject):
    """What a dropped file becomes; the page shows it."""

    came = Signal(object)
    """A template was added, completed or replaced: its key."""
    moving = Signal()
    """Cells of a changed file are asked for, or no longer."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.rows: Sequence[TemplateRow] = ()
        self.looked: Looked | None = None
        self.add = Button("放进新表", icon="plus", keys="Ctrl+O")
        self.zone = DropZone(
            "把上级的空表拖到这里", "只收 .xlsx；原来的文件不会改动，绑一次，月月自动填"
        )
        self.as_another = Button("不是，另放一份", height="button_row")
        self.as_new = Button("是，换成新表", height="button_row")
        buttons = [self.as_another, self.as_new]
        self.offer = Banner("", "　", meaning="amber", buttons=buttons)
        self.offer.hide()
        self.moved = MovedPanel()
        self._listen()

    def _listen(self) -> None:
        self.add.clicked.connect(self._ask_file)
        self.zone.choose.clicked.connect(self._ask_file)
        self.zone.dropped.connect(self.drop_file)
        self.as_another.clicked.connect(self._add_another)
        self.as_new.clicked.connect(self._start_moving)
        self.moved.taken.connect(self._replace)
        self.moved.given_up.connect(self.stop_moving)

    @property
    def comparison(self) -> Comparison | None:
        """The changed file while its cells are asked for."""
        return self.moved.comparison

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._page, "选上级的空表", "", FILES)
        if name:
            self.drop_file(Path(name))

    def drop_file(self, path: Path) -> None:
        """Look into a file that was dropped or chosen."""
        self._page.tasks.read(
            look_into,
            path,
            then=self._looked_into,
            failed=self._page.explain,
            holds=self.add,
            progress="正在看表格",
        )

    def _looked_into(self, looked: Looked) -> None:
        self.looked, before = looked, looked.before
        lacking = [one for one in self.rows if not one.is_here]
        for one in lacking:
            if one.file_hash == looked.dropped.file_hash:
                self._bring(one)
                return
        if before is None or before.row.file_hash == looked.dropped.file_hash:
            self._add_another()
            return
        self.offer.say(
            f"“{looked.dropped.file_name}”像是“{before.row.name}”的新版", _said_of(before)
        )
        self.offer.show()

    # --- the missing file, another template -----------------------------------------------------

    def _bring(self, template: TemplateRow) -> None:
        assert self.looked is not None
        self._key: object = template.template_id
        self._page.tasks.write(
            action("template.bring", name=template.name),
            bring_file,
            template.template_id,
            self.looked.dropped,
            then=self._was_brought,
            failed=self._page.explain,
        )

    def _was_brought(self, _nothing: object) -> None:
        self._page.desk.say("文件补上了，绑好的格子都在")
        self.came.emit(self._key)

    def _add_another(self) -> None:
        self.offer.hide()
        if self.looked is None:
            return
        dropped = self.looked.dropped
        self._page.tasks.write(
            action("template.add", name=dropped.name),
            add_template,
            dropped,
            bind=dropped.guesses,
            then=self._was_added,
            failed=self._page.explain,
            holds=self.add,
        )

    def _was_added(self, key: object) -> None:
        count = len(self.looked.dropped.guesses) if self.looked else 0
        words = (
            f"放进来了，按字认出 {count:,} 格，请逐个看看" if count else "放进来了，请点要填的格子"
        )
        self._page.desk.say(words, undo=True)
        self.came.emit(key)

    # --- a changed file -----------------------------------------------------------------------

    def _start_moving(self) -> None:
        self.offer.hide()
        if self.looked is None or self.looked.before is None:
            return
        self.moved.show_comparison(self.looked.before)
        if self.looked.before.asked or self.looked.before.new_rows:
            self.moving.emit()
        else:
            self._replace()

    def _replace(self) -> None:
        comparison = self.comparison
        if comparison is None:
            return
        command = ReplaceFile(comparison.row.template_id, comparison.dropped, self.moved.places)
        self._page.tasks.write(
            action("template.replace", name=comparison.row.name),
            replace_file,
            command,
            then=self._was_replaced,
            failed=self._page.explain,
            holds=self.moved.take,
        )

    def _was_replaced(self, _nothing: object) -> None:
        comparison = self.comparison
        self.stop_moving()
        if comparison is not None:
            new = self.moved.new_count
            more = f"，新填 {new:,} 格" if new else ""
            self._page.desk.say(f"已换成新表，{comparison.kept:,} 格在原处{more}", undo=True)
            self.came.emit(comparison.row.template_id)

    def stop_moving(self) -> None:
        """Leave the template as it is."""
        self.moved.comparison = None
        self.moving.emit()


def _said_of(before: Comparison) -> str:
    """What a new edition leaves, moves and has more."""
    asked, new = len(before.asked) - len(before.new), len(before.new) or len(before.new_rows)
    words = [f"{before.kept:,} 格还在原处"]
    words += [f"{asked:,} 格要看一眼"] if asked else []
    unit = "格" if before.new else "行"
    words += [f"新表多了 {new:,} {unit}"] if new else []
    return "，".join(words) if asked or new else "绑好的格子都带过去"
