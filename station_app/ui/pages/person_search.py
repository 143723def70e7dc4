"""A field that finds one other person of the register, for dialogs that need somebody."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from station_app.queries.search import Found, FoundRow, search_people
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.person_words import birth_month, of_group, sex_age


class PersonSearch(TextInput):
    """Finds one other person by name, initials or number; the list is a child frame below."""

    found = Signal(object)

    def __init__(self, page: Page, *, but: UUID | None = None) -> None:
        super().__init__(placeholder="姓名、首字母、证号后几位", width=420)
        self._page, self._but = page, but
        self._list = PopList(self)
        self._list.chosen.connect(self._take)
        self._rows: dict[object, FoundRow] = {}
        self.textEdited.connect(self._ask)

    def _ask(self, text: str) -> None:
        if text.strip():
            today = self._page.desk.today()
            self._page.tasks.read(search_people, text, today=today, limit=9, then=self._show)
        else:
            self._list.hide()

    def _show(self, hits: Found) -> None:
        rows = [one for one in hits.rows if one.person_id != self._but]
        self._rows = {one.person_id: one for one in rows}
        if rows and self.hasFocus():
            self._list.open([_pop_row(one) for one in rows])
        else:
            self._list.hide()

    def _take(self, key: object) -> None:
        self.setText(self._rows[key].name)
        self.found.emit(key)

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
                self._list.choose()
            case Qt.Key.Key_Escape:
                self._list.hide()
            case _:
                return False
        return True


def _pop_row(one: FoundRow) -> PopRow:
    middle = f"{sex_age(one.sex, one.age)}  {of_group(one.group_name)}"
    end = f"{birth_month(one.birth_date)}  尾号 {one.id_tail or '待补'}"
    return PopRow(one.person_id, one.name, middle, end, one.marks, bold=True)
