"""A chip that opens a list of filters below it: several may be on, the chip names them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from station_app.ui.components.chips import FilterChip
from station_app.ui.components.pop_list import PopList, PopRow


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One filter of the list."""

    key: object
    words: str
    count: int | None = None
    on: bool = False


class MenuChip(FilterChip):
    """↓ or Enter opens the list, Enter turns an entry on or off, Esc closes it."""

    turned = Signal(object, bool)
    """Key of an entry, and whether it is on now."""

    def __init__(self, words: str, *, single: bool = False) -> None:
        super().__init__(words, menu=True)
        self.setCheckable(True)
        self._words, self._single = words, single
        self._entries: tuple[MenuEntry, ...] = ()
        self._list = PopList(self, most=11)
        self._list.chosen.connect(self._turn)
        self.clicked.connect(self.open_list)

    @property
    def chosen_keys(self) -> tuple[object, ...]:
        """The entries that are on."""
        return tuple(entry.key for entry in self._entries if entry.on)

    def offer(self, entries: Sequence[MenuEntry]) -> None:
        """Other entries or counts; what was on stays on."""
        on = set(self.chosen_keys)
        self._entries = tuple(replace(entry, on=entry.key in on) for entry in entries)
        self._say()

    def put(self, keys: Sequence[object]) -> None:
        """Turn on exactly these."""
        self._entries = tuple(replace(entry, on=entry.key in keys) for entry in self._entries)
        self._say()

    def open_list(self) -> None:
        """Show the entries."""
        self.setChecked(bool(self.chosen_keys))
        rows = [
            PopRow(entry.key, entry.words, end=_tail(entry), ticked=entry.on)
            for entry in self._entries
        ]
        at = next((n for n, entry in enumerate(self._entries) if entry.on), 0)
        self._list.open(rows, at=at)

    def nextCheckState(self) -> None:
        """A click opens the list; it does not toggle the chip."""

    def _turn(self, key: object) -> None:
        now_on = key not in self.chosen_keys
        keep = () if self._single else self.chosen_keys
        self.put([*(one for one in keep if one != key), *([key] if now_on else [])])
        self.turned.emit(key, now_on)

    def _say(self) -> None:
        chosen = [entry.words for entry in self._entries if entry.on]
        extra = f"等 {len(chosen):,} 项" if len(chosen) > 1 else ""
        self.setText(f"{chosen[0]}{extra}" if chosen else self._words)
        self.setAccessibleName(f"{self._words}：{self.text()}" if chosen else self._words)
        self.setChecked(bool(chosen))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list.isVisible() and self._list_key(event):
            return
        if event.key() == Qt.Key.Key_Down:
            self.open_list()
            return
        super().keyPressEvent(event)

    def _list_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._list.move_by(1)
            case Qt.Key.Key_Up:
                self._list.move_by(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._list.choose()
            case Qt.Key.Key_Escape:
                self._list.hide()
            case _:
                return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)


def _tail(entry: MenuEntry) -> str:
    return "" if entry.count is None else f"{entry.count:,}"
