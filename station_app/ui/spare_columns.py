"""Columns that give way when a table has no room for all of them, so that none runs off."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject

from station_app.ui.components.record_table import RecordTable
from station_app.ui.theme import current


class SpareColumns(QObject):
    """Hides the named columns one after the other until the rest fits; shows them again later."""

    def __init__(self, table: RecordTable[Any], titles: Sequence[str]) -> None:
        super().__init__(table)
        self._table = table
        by_title = {column.title: n for n, column in enumerate(table.model.columns)}
        self._order = [by_title[title] for title in titles if title in by_title]
        table.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def fit(self) -> bool:
        """Hide and show as the room is now; whether anything came or went."""
        view, columns = self._table.view, self._table.model.columns
        large = current().large
        shown = [n for n, column in enumerate(columns) if column.in_large or not large]
        needed = {n: self._width_of(n) for n in shown}
        room = view.viewport().width()
        for number in self._order:
            if number in needed and sum(needed.values()) > room:
                del needed[number]
        turned = [n for n in self._order if view.isColumnHidden(n) == (n in needed)]
        for number in turned:
            view.setColumnHidden(number, number not in needed)
        return bool(turned)

    def _width_of(self, number: int) -> int:
        """What a column needs: one that is never cut has been measured already."""
        column = self._table.model.columns[number]
        own = current().px(column.width)
        return max(own, self._table.view.columnWidth(number)) if column.whole else own
