"""How reporting and the daily copy stand, in a sentence each, with the way to them."""

from station_app.services.sync_status import SyncStatus, sync_status
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, row
from station_app.ui.components.text import IconMark, Light, Rule, Text
from station_app.ui.desk import Desk
from station_app.ui.status import LIGHTS, backup_words


class StateCard(Card):
    """Refreshes itself; opens reporting and settings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=4)
        self._desk = desk
        self._light = Light("grey", size=12)
        self._sync = Text("", bold=True, wrap=True)
        self._more = Text("", "cap", tone="text2", wrap=True)
        self._go = Button("看要决定的", keys="S", height="button_row")
        self._go.clicked.connect(self._open_sync)
        self._mark = IconMark("hard-drive", tone="green")
        self._backup = Text("", wrap=True)
        head = row(self._light, self._sync)
        head.setStretch(1, 1)
        copy = row(self._mark, self._backup)
        copy.setStretch(1, 1)
        self._stick = Button("装进 U 盘", Look.QUIET, icon="usb", height="button_row")
        self._stick.clicked.connect(self._open_sync)
        self._stick.hide()
        ways = row(28, self._go, None, self._stick)
        self.add(head, row(28, self._more), ways, 4, Rule(), 4, copy)
        self._more.hide()

    def refresh(self) -> None:
        """Ask how things stand."""
        self._desk.tasks.read(sync_status, then=self._show)
        words, tone = backup_words(self._desk)
        self._backup.setText(words)
        self._mark.show_icon("hard-drive", tone)

    def _show(self, status: SyncStatus) -> None:
        self._light.set_state(LIGHTS[status.light])
        self._sync.setText(status.sentence)
        more = status.clock_sentence or status.failure_sentence or _receipt(status)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._stick.setVisible(status.enrolled and status.waiting > 0)
        if status.questions:
            self._go.set_words(f"看要决定的 {status.questions:,} 条")
        else:
            self._go.set_words("看上报情况" if status.enrolled else "登记到区县")

    def _open_sync(self) -> None:
        self._desk.open("sync")


def _receipt(status: SyncStatus) -> str:
    if status.last_receipt_at is None:
        return ""
    at = status.last_receipt_at.astimezone()
    return f"{at.month}月{at.day}日 {at:%H:%M} 送的，区县已回执"
