"""Colours, size, and after how long the desk locks."""

from PySide6.QtWidgets import QVBoxLayout

from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import column, row
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.settings_part import SettingsPart
from station_app.ui.theme import current
from station_app.ui.tokens import LARGE_FROM, SCALES

MINUTES = (5, 10, 20, 30, 0)
SIZES = ("正常", "125%", "150%", "175%", "200%")


class LookPart(SettingsPart):
    """What is chosen here holds on this PC only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "样子")
        now = current()
        self._colour = Switch(["浅色", "深色"], at=int(now.dark))
        self._size = Switch(SIZES, at=SCALES.index(now.percent))
        self._old_eyes = CheckBox("老花模式：大字、深字", ticked=now.old_eyes, bold=True)
        choices = [(minutes, f"{minutes} 分钟" if minutes else "不锁") for minutes in MINUTES]
        self._idle = ChoiceInput(choices, value=desk.preferences.idle_minutes, width=160)
        self._colour.chosen.connect(self._choose)
        self._size.chosen.connect(self._choose)
        self._old_eyes.clicked.connect(self._turn_old_eyes)
        self._idle.chosen.connect(self._keep_idle)
        self.card.add(
            row(self._old_eyes, None),
            Text("一屏一样事，字和行都大，字更黑、线更清楚。", "small", tone="text2"),
            _labelled("颜色", self._colour),
            _labelled("字的大小", self._size),
            row(FormRow("多久不用就锁上", self._idle, hint="写到一半的都留着"), None),
        )

    def _choose(self, _number: int) -> None:
        self.desk.look_wanted.emit(self._colour.at == 1, SCALES[self._size.at])

    def _turn_old_eyes(self, on: bool) -> None:
        percent = LARGE_FROM if on else SCALES[0]
        self.desk.look_wanted.emit(self._colour.at == 1, percent)

    def _keep_idle(self, minutes: object) -> None:
        if isinstance(minutes, int):
            self.desk.preferences.keep_idle_minutes(minutes)


def _labelled(words: str, part: Switch) -> QVBoxLayout:
    return column(Text(words, "cap", tone="text2"), row(part, None), gap=4)
