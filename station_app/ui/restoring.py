"""Asks for a backup and its password, and puts it back; loaded when first used."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.paths import Paths
from station_app.services.backups import SUFFIX, put_back
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import FormRow
from station_app.ui.components.password_input import PasswordInput
from station_app.ui.components.text import Text
from station_app.ui.tasks import Tasks

PROMISE = "现在的资料不会丢：会整份收进备份文件夹。"


class RestoreDialog(QObject):
    """One restore, from choosing the file to the answer."""

    def __init__(
        self,
        over: QWidget,
        tasks: Tasks,
        paths: Paths,
        source: Path,
        *,
        now: datetime,
        then: Callable[[], None],
    ) -> None:
        super().__init__(over)
        self._tasks, self._paths, self._source = tasks, paths, source
        self._now, self._then = now, then
        self._dialog = Dialog(over, "从备份恢复", source.name, width=560)
        self._password = PasswordInput(width=300)
        self._row = FormRow("密码", self._password, hint="做备份那时候用的密码")
        self._do = Button("恢复", Look.FILLED, keys="Ctrl+Return")
        self._do.clicked.connect(self._restore)
        leave = Button("先不恢复", keys="Escape")
        leave.clicked.connect(self._dialog.give_up)
        self._dialog.add(Text(PROMISE, tone="text2", wrap=True), self._row)
        self._dialog.add_buttons(leave, self._do)
        self._dialog.open(self._password)

    def _restore(self) -> None:
        self._tasks.run(
            put_back,
            self._paths,
            self._source,
            password=self._password.text(),
            now=self._now,
            with_store=False,
            then=self._restored,
            failed=self._refused,
            holds=self._do,
        )

    def _restored(self, _made_at: datetime) -> None:
        self._dialog.finish()
        self._then()

    def _refused(self, error: StationError) -> None:
        self._row.show_error(sentence(error))


def choose_backup(over: QWidget) -> Path | None:
    """The file dialog for a backup."""
    name, _ = QFileDialog.getOpenFileName(over, "选备份文件", "", f"备份 (*{SUFFIX})")
    return Path(name) if name else None
