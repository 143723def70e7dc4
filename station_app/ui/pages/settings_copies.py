"""Copies of the station: the daily one, one to a USB stick, and back from one."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from station_app.services.backups import SUFFIX, back_up
from station_app.services.saving import file_name, with_ending
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import row
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.desk import Desk
from station_app.ui.pages.settings_part import SettingsPart
from station_app.ui.pages.settings_words import WordsLine
from station_app.ui.photo_state_line import PhotoStateLine
from station_app.ui.status import backup_words

PHOTOS = "照片也在备份里：备份到 U 盘的连照片一起装；每天自动的那份，照片另存一份，不重复占地方。"


class CopiesPart(SettingsPart):
    """A copy opens with the password that held when it was made, on any PC."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "备份和恢复")
        self._mark, self._state = IconMark("hard-drive", tone="green"), Text("")
        self._photos = PhotoStateLine(desk)
        self._words = WordsLine(desk)
        self._do = Button("备份到 U 盘", Look.FILLED, icon="usb")
        restore = Button("从备份恢复", icon="history")
        self._do.clicked.connect(self._back_up)
        restore.clicked.connect(desk.restore_wanted)
        where = f"每天自动备份一次，留最近 30 份，放在 {desk.paths.backups}"
        safe = "备份也是加密的，换一台电脑，用当时的密码或找回词就能打开。"
        self.card.add(
            row(self._mark, self._state, None),
            Text(where, "small", tone="text2", wrap=True),
            self._photos,
            Text(PHOTOS, "small", tone="text2", wrap=True),
            Banner("电脑会坏，U 盘也会丢", f"两处都有才放心。{safe}"),
            row(restore, None, self._do),
            Rule(),
            self._words,
        )

    def refresh(self) -> None:
        """Look when the last copy was made."""
        words, tone = backup_words(self.desk)
        self._state.setText(words)
        self._mark.show_icon("hard-drive", tone)
        self._photos.refresh()
        self._words.refresh()

    def _back_up(self) -> None:
        start = file_name(f"{self.desk.station.name}-{self.desk.today():%Y-%m-%d}", SUFFIX)
        name, _ = QFileDialog.getSaveFileName(self, "备份到哪里", start, f"备份 (*{SUFFIX})")
        if name:
            self._copy_to(with_ending(Path(name), SUFFIX))

    def _copy_to(self, target: Path) -> None:
        self.tasks.run(
            back_up,
            self.desk.paths,
            target,
            now=self.desk.clock(),
            then=self._backed_up,
            holds=self._do,
        )

    def _backed_up(self, _made_at: datetime) -> None:
        self.desk.say("已备份，并且打开检查过")
        self.refresh()
