"""Choosing people in a form: type, ↑ ↓ Enter takes one; the chosen stand below, a click drops."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_app.models.identifiers import PersonId
from station_app.ui.components.button import Button
from station_app.ui.components.layout import fill
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.search_box import Hits
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.people_search import find_people
from station_app.ui.theme import current

PAUSE_MS = 60
PER_ROW = 5


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody who was chosen."""

    person_id: PersonId
    name: str


class PersonField(TextInput):
    """The box in which one types whom one means; the list opens below it."""

    picked = Signal(object)

    def __init__(self, desk: Desk, *, placeholder: str, width: int = 0) -> None:
        super().__init__(placeholder=placeholder, width=width)
        self._desk, self._asked = desk, ""
        self._list = PopList(self)
        self._list.chosen.connect(self._take)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._pause.start)

    def _ask(self) -> None:
        self._asked = self.text().strip()
        if self._asked:
            self._desk.tasks.read(
                find_people, self._asked, today=self._desk.today(), then=self._found
            )
        else:
            self._list.hide()

    def _found(self, hits: Hits) -> None:
        if hits.typed != self.text().strip() or not self.hasFocus():
            return
        if hits.rows:
            self._list.open(hits.rows)
        else:
            self._list.open([PopRow(None, f"没有找到“{hits.typed}”")])

    def _take(self, key: object) -> None:
        row = next((one for one in self._list.rows if one.key == key), None)
        if key is None or row is None:
            self.selectAll()  # nobody of that name: the next name takes its place
            return
        self.clear()
        self.picked.emit(Picked(cast(PersonId, key), row.words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list.isVisible() and self._list_key(event):
            return
        super().keyPressEvent(event)

    def _list_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._list.move_by(1)
            case Qt.Key.Key_Up:
                self._list.move_by(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._list.choose()
            case Qt.Key.Key_Escape:
                self._list.hide()
            case _:
                return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)


class PeoplePicker(QWidget):
    """The box and the chosen people under it; `single` keeps only the last one."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        single: bool = False,
        placeholder: str = "姓名、首字母、证号尾数",
        per_row: int = PER_ROW,
    ) -> None:
        super().__init__()
        self._single, self._per_row = single, per_row
        self._people: list[Picked] = []
        self.field = PersonField(desk, placeholder=placeholder)
        self.field.picked.connect(self.add)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().px(6))
        layout = QVBoxLayout(self)
        fill(layout, [self.field, self._grid], 6)
        self.setFocusProxy(self.field)

    @property
    def people(self) -> tuple[Picked, ...]:
        """Whoever was chosen."""
        return tuple(self._people)

    @property
    def value(self) -> tuple[PersonId, ...] | None:
        """Their keys, or None."""
        return tuple(one.person_id for one in self._people) or None

    def put(self, people: object) -> None:
        """Choose exactly these."""
        given = people if isinstance(people, Sequence) else ()
        self._people = [one for one in given if isinstance(one, Picked)]
        self._show()

    def add(self, person: Picked) -> None:
        """Choose one more; nobody twice."""
        if self._single:
            self._people = []
        if person.person_id not in {one.person_id for one in self._people}:
            self._people.append(person)
        self._show()

    def drop(self, person: Picked) -> None:
        """Choose somebody no longer."""
        self._people = [one for one in self._people if one != person]
        self._show()

    def _show(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, person in enumerate(self._people):
            chip = Button(person.name, icon="user", trailing="x", height="button_row")
            chip.setToolTip("点一下去掉")
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chip.clicked.connect(lambda _on=False, one=person: self.drop(one))
            self._grid.addWidget(chip, number // self._per_row, number % self._per_row)
        self._grid.setColumnStretch(self._per_row, 1)
        self.changed.emit()
