"""Filled templates go into files: the one that is shown, or all of them into a folder."""

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from station_app.progress import Progress
from station_app.queries.templates import TemplateRow
from station_app.services.saving import file_name, with_ending
from station_app.services.template_filling import (
    FilledAll,
    FilledTemplate,
    FillOrder,
    fill_all,
    save_filled,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.page import Page
from station_app.ui.pages.tally_periods import PeriodChooser
from station_app.ui.pages.template_preview import LEFT_TO_SHEET, open_words, preview_words


class TemplateSaving(QObject):
    """Two buttons of the page and what becomes of them."""

    def __init__(self, page: Page, chooser: PeriodChooser) -> None:
        super().__init__(page)
        self._page, self._chooser = page, chooser
        self.template: TemplateRow | None = None
        self.all = Button("全部填好", icon="folder-open")
        self.save = Button("填好存下", Look.FILLED, icon="download", keys="Ctrl+S")
        self.all.clicked.connect(self._ask_folder)
        self.save.clicked.connect(self._ask_target)

    def show_template(self, template: TemplateRow | None) -> None:
        """Which one would be filled."""
        self.template = template
        for button in (self.all, self.save):
            button.setVisible(template is not None)

    def order(self) -> FillOrder:
        """The chosen span, as of today."""
        desk = self._page.desk
        return FillOrder(self._chooser.period, desk.today(), desk.operator.name, desk.now())

    def _ask_target(self) -> None:
        if self.template is None:
            return
        suggested = file_name(f"{self.template.name} {self._chooser.period.label}", ".xlsx")
        name, _ = QFileDialog.getSaveFileName(self._page, "存到哪里", suggested, "Excel (*.xlsx)")
        if name:
            self.fill_to(Path(name))

    def fill_to(self, path: Path) -> None:
        """Fill the template for the chosen span and save it there."""
        if self.template is None:
            return
        self._page.tasks.read(
            _save,
            with_ending(path, ".xlsx"),
            self.template.template_id,
            self.order(),
            then=self._was_filled,
            failed=self._page.explain,
            holds=self.save,
            progress="正在填表",
        )

    def _was_filled(self, done: tuple[Path, FilledTemplate]) -> None:
        path, made = done
        words = f"已填好“{path.name}”"
        if made.unknown:
            words += f"，{len(made.unknown):,} 格现在还没有数，填了“—”"
        if made.empty_lists:
            words += "；名单本期无"
        if told := preview_words(made):
            words += f"；{told}"
        if made.full_ids and made.lines:
            words += "；里面有完整证号，请妥善保管"
        self._page.desk.say(words)

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._page, "存到哪个文件夹")
        if name:
            self.fill_all_to(Path(name))

    def fill_all_to(self, folder: Path) -> None:
        """Fill every template for the chosen span into a folder."""
        self._page.tasks.read(
            _save_all,
            folder,
            self.order(),
            then=self._were_filled,
            failed=self._page.explain,
            holds=self.all,
            progress="正在填表",
        )

    def _were_filled(self, done: FilledAll) -> None:
        words = f"填好了 {len(done.saved):,} 份"
        if done.left_out:
            words += f"；没填：{'、'.join(done.left_out)}（没有绑格子，或者文件不在这台电脑）"
        if told := open_words(done.open_months):
            words += f"；{told}"
        if done.uncomputed:
            words += f"；{'、'.join(done.uncomputed)}：{LEFT_TO_SHEET}"
        self._page.desk.say(words)


def _save(
    session: Any, path: Path, key: UUID, order: FillOrder, *, progress: Progress
) -> tuple[Path, FilledTemplate]:
    return path, save_filled(session, path, key, order, progress)


def _save_all(session: Any, folder: Path, order: FillOrder, *, progress: Progress) -> FilledAll:
    return fill_all(session, folder, order, progress)
