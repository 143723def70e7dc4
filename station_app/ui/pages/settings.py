"""Settings: the station's data, who may log in, contact rules, the look, copies."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, page_layout, row
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.settings_copies import CopiesPart
from station_app.ui.pages.settings_look import LookPart
from station_app.ui.pages.settings_operators import OperatorsPart
from station_app.ui.pages.settings_rules import RulesPart
from station_app.ui.pages.settings_staff import StaffPart
from station_app.ui.pages.settings_station import StationPart

PARTS = ("服务站", "谁能登录", "联系约定", "样子", "备份和恢复", "工作人员和网格")


class SettingsPage(Page):
    """One part at a time."""

    keys = (KeyHelp("Ctrl+Return", "存好"),)
    concerns = frozenset({"station", "contact_rule", "staff", "grid_cell"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._switch = Switch(PARTS)
        self._stack = QStackedWidget()
        self._parts = (
            StationPart(desk),
            OperatorsPart(desk),
            RulesPart(desk),
            LookPart(desk),
            CopiesPart(desk),
            StaffPart(desk),
        )
        for part in self._parts:
            self._stack.addWidget(part)
        self._switch.chosen.connect(self._turn)
        head = PageHead("设置", "")
        layout = page_layout(self, head, row(self._switch, None), self._stack)
        layout.setStretch(2, 1)

    def first_focus(self) -> QWidget:
        """The switch: nothing is changed by accident."""
        return self._switch

    def opened(self, subject: object) -> None:
        """Show a part by its number, or the one shown last."""
        if isinstance(subject, int):
            self._switch.choose(subject)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for what the shown part needs."""
        self._parts[self._stack.currentIndex()].refresh()

    def has_unsaved(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._parts[0].is_changed

    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.refresh()
