"""Buttons give up their pictures, then the hints of their keys, where there is too little room."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from station_app.ui.components.button import BARE, Button


class GivingWay:
    """The buttons of one line: their words always stand, their keys always work."""

    def __init__(self, parts: Iterable[QWidget]) -> None:
        self._buttons = tuple(part for part in parts if isinstance(part, Button))
        self._given = 0

    @property
    def to_give(self) -> int:
        """How much narrower the line may still become."""
        return self._room(self._given)

    def fit(self, width: int, bare: int) -> None:
        """Show as much as there is room for; `bare` is what the line needs without any of it."""
        fitting = (given for given in range(BARE) if width >= bare + self._room(given))
        if (given := next(fitting, BARE)) != self._given:
            self._given = given
            for button in self._buttons:
                button.give_way(given)

    def _room(self, given: int) -> int:
        shown = [one for one in self._buttons if not one.isHidden()]
        return sum(one.room_given(BARE) - one.room_given(given) for one in shown)
