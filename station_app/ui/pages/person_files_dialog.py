"""一人一档 of several people: who, in one file or in one each, with or without numbers."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from station_app.domain.masking import MaskLevel
from station_app.errors import Cancelled, StationError
from station_app.services.person_file_saving import FORM, SavedFiles, save_person_files
from station_app.services.printing import PrintOrder
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.text import Text
from station_app.ui.page import Page
from station_app.ui.people_picker import PeoplePicker
from station_app.ui.print_preview import order, show_paper

MANY = 200
"""Above so many it is said that it takes a while."""


class PersonFilesDialog(QObject):
    """Opened on those who stand in the list; some of them, or others, may be chosen instead."""

    def __init__(self, page: Page, listed: Sequence[UUID]) -> None:
        super().__init__(page)
        self._page, self._listed = page, tuple(listed)
        self.who = Switch([f"名单上的 {len(self._listed):,} 人", "自己挑"])
        self.picker = PeoplePicker(page.desk)
        self.shape = Switch(["合成一个文件", "每人一个文件"])
        self.masks = Switch(["全部内容", "遮盖证号电话"])
        self._said = Text("", "small", tone="text2", wrap=True)
        self.who.chosen.connect(self._turn)
        self.shape.chosen.connect(self._turn)
        self.picker.changed.connect(self._say)
        self._build()

    def _build(self) -> None:
        self.dialog = Dialog(self._page, "一人一档", "封面目录、建档立卡表、往来记录和照片")
        self._picking = holder(column(Text("挑哪些人", "cap", tone="text2"), self.picker, gap=4))
        self.dialog.add(
            row(self.who, None),
            self._picking,
            row(self.shape, self.masks, None, gap=12),
            self._said,
        )
        away = Button("先不办", keys="Esc")
        away.clicked.connect(self.dialog.give_up)
        self._make = Button("看看", Look.FILLED, keys="Ctrl+Return")
        self._make.clicked.connect(self._begin)
        self.dialog.add_buttons(away, self._make)
        self._turn()
        self.dialog.open(self._make if self._listed else self.picker.field)
        if not self._listed:
            self.who.choose(1)

    @property
    def people(self) -> tuple[UUID, ...]:
        """Whose files are wanted."""
        return self._listed if self.who.at == 0 else tuple(self.picker.value or ())

    def _turn(self, *_anything: object) -> None:
        self._picking.setVisible(self.who.at == 1)
        self._make.set_words("存到文件夹" if self.shape.at else "看看")
        self._say()
        self.dialog.fit()
        if self.who.at == 1:
            self.picker.field.setFocus()

    def _say(self) -> None:
        count = len(self.people)
        self._make.setEnabled(count > 0)
        if not count:
            self._said.setText("还没有挑人：写姓名或首字母，回车选上")
            return
        slow = "，人多要等一会儿，随时可以停下" if count > MANY else ""
        each = "每人一份，文件名是姓名和档案编号" if self.shape.at else "先看再打印或存成 PDF"
        self._said.setText(f"{count:,} 人，{each}{slow}")

    def _order(self) -> PrintOrder:
        mask = MaskLevel.MASKED if self.masks.at else MaskLevel.FULL
        return order(self._page.desk, people=self.people, mask=mask)

    def _begin(self) -> None:
        wanted = self._order()
        if self.shape.at == 0:
            self.dialog.finish()
            show_paper(self._page, FORM, wanted)
            return
        folder = QFileDialog.getExistingDirectory(self._page, "存到哪个文件夹")
        if folder:
            self.save_into(Path(folder))

    def save_into(self, folder: Path) -> None:
        """One file for each of them."""
        wanted = self._order()
        self.dialog.finish()
        self._page.tasks.read(
            save_person_files,
            folder,
            wanted,
            progress="正在做一人一档",
            then=self._saved,
            failed=self._not_saved,
        )

    def _not_saved(self, error: StationError) -> None:
        if isinstance(error, Cancelled):
            self._page.desk.say("已停下，做好的几份留在文件夹里")
        else:
            self._page.explain(error)

    def _saved(self, saved: SavedFiles) -> None:
        self._page.desk.say(f"已存好 {saved.count:,} 份一人一档，在“{saved.folder.name}”里")
