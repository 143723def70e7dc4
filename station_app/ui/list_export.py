"""The way out of a list page: its rows as they are narrowed, saved as a workbook by Ctrl E."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from station_app.domain.masking import MaskLevel
from station_app.services.list_exports import Exported, ListOrder, export_list
from station_app.services.saving import file_name, with_ending
from station_app.ui.components.button import Button, icon_button
from station_app.ui.components.pick_button import PickButton
from station_app.ui.page import Page

KEYS = "Ctrl+E"
WAYS = ((MaskLevel.FULL, "证号完整，改好能导回来"), (MaskLevel.MASKED, "遮住证号电话，给别人看"))
"""What a list with ID numbers may be exported as."""
FILES = "Excel (*.xlsx)"


class ListExport(QObject):
    """Asks where to, saves in the background, and says what may be done with the file."""

    def __init__(
        self,
        page: Page,
        wanted: Callable[[], tuple[ListOrder, str] | None],
        *,
        button: Button | None = None,
    ) -> None:
        """`wanted` names the list that is in sight and the file; None where there is none."""
        super().__init__(page)
        self._page, self._wanted = page, wanted
        self.button = button or icon_button("table-2", f"导出表格（{KEYS}）")
        if isinstance(self.button, PickButton):
            self.button.picked.connect(self._picked)
        else:
            self.button.clicked.connect(self.ask)
        shortcut = QShortcut(QKeySequence(KEYS), page)
        shortcut.activated.connect(self.ask)

    def put_away(self) -> None:
        """Large letters leave no room for the button: the key stays."""
        self.button.setParent(self._page)
        self.button.hide()

    def _picked(self, mask: object) -> None:
        if isinstance(mask, MaskLevel):
            self._ask(mask)

    def ask(self) -> None:
        """Where to save the list that is in sight."""
        self._ask(MaskLevel.FULL)

    def _ask(self, mask: MaskLevel) -> None:
        found = self._wanted()
        if found is None:
            return
        order, words = replace(found[0], mask=mask), found[1]
        wanted = file_name(f"{self._page.desk.station.name}{words}", ".xlsx")
        name, _ = QFileDialog.getSaveFileName(self._page, "存到哪里", wanted, FILES)
        if name:
            self.save(order, Path(name))

    def save(self, order: ListOrder, path: Path) -> None:
        """Save a list as it stands; numbers and phones in full."""
        desk = self._page.desk
        self._page.tasks.read(
            export_list,
            with_ending(path, ".xlsx"),
            order,
            today=desk.today(),
            by=desk.operator.name,
            at=desk.now(),
            then=self._saved,
            holds=self.button,
            progress="正在导出表格",
        )

    def _saved(self, done: Exported) -> None:
        words = f"已导出到“{done.path.name}”，{done.count:,} 行"
        if done.personal:
            words += "，里面有完整证号电话，请保管好"
        elif done.editable:
            words += "，改好还能导回来"
        self._page.desk.say(words)
