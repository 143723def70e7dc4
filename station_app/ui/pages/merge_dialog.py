"""Merging two files of one person: the other one is found, both are laid side by side."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.codes import label as code_label
from station_app.messages.labels import label
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.queries.search import Found, FoundRow, search_people
from station_app.services.duplicates import Merged, merge_people
from station_app.ui.asking import Asking
from station_app.ui.components.chips import Switch
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import clear, column, fill, holder, row
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.text import Rule, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.person_words import (
    birth_month,
    id_words,
    of_group,
    partial_words,
    phone_words,
    primary_words,
    sex_age,
)
from station_app.ui.theme import current


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


class MergeDialog(QObject):
    """Which file stays is chosen; its blanks are filled from the other, what it knows stays."""

    merged = Signal(object)
    """The key of the file that stays."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._here = page, view.page
        self._there: Whole | None = None
        self.search = PersonSearch(page, but=view.page.row.person_id)
        self.search.found.connect(self._look)
        self._form = Form(other=FormRow("和哪一份并", self.search, required=True))
        self.asking = Asking(page, "并档", view.page.row.name, form=self._form)
        self.asking.done.connect(self._finished)
        self._which = Switch(["留这一份", "留那一份"])
        self._beside = QVBoxLayout()
        fill(self._beside, [], 6)
        self._which.hide()
        self.asking.open(
            self._form["other"],
            self._beside,
            self._which,
            verb="并成一份",
            ask=self._command,
            note="空着的用另一份补上，已有的不改；并错了可以拆开",
        )

    def _look(self, key: UUID) -> None:
        today = self._page.desk.today()
        self._page.tasks.read(person_page, key, today=today, then=self._show_both)

    def _show_both(self, other: Whole | None) -> None:
        self._there = other
        clear(self._beside)
        if other is None:
            return
        self._beside.addLayout(
            row(_file(self._here, "这一份"), Rule(down=True), _file(other, "那一份"), gap=16)
        )
        self._which.show()
        self.asking.fit_later()
        same = self._here.row.id_number == other.row.id_number
        if not same and self._here.row.id_number and other.row.id_number:
            words = "两份的身份证号不一样，请先核对是不是同一个人。"
            self._beside.addWidget(Text(words, "small", tone="amber", wrap=True))

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        here = self._here.row.person_id
        there = self._there.row.person_id if self._there else here
        kept, gone = (here, there) if self._which.at == 0 else (there, here)
        return label("person.merge", name=self._here.row.name), merge_people, (kept, gone), {}

    def _finished(self, done: object) -> None:
        if isinstance(done, Merged):
            self.merged.emit(done.person_id)
            if done.double_benefits:
                kinds = "、".join(code_label("pension_kind", kind) for kind in done.double_benefits)
                self._page.desk.explain(
                    f"并完以后{kinds}有两份。请看看哪一份是对的，把另一份终止。"
                )
        self.deleteLater()


def _file(page: Whole, title: str) -> QWidget:
    person = page.row
    lines = [
        sex_age(person.sex, person.age),
        partial_words(person.birth_date),
        id_words(person),
        phone_words(person.mobile),
        f"{of_group(person.group_name)}，{primary_words(person)}",
        f"档案 {person.file_no}",
        f"往来记录 {len(page.timeline)} 条",
    ]
    words = column(
        Text(title, "cap", tone="text2"),
        Text(person.name, "h3", bold=True),
        *(Text(line, "small", wrap=True) for line in lines),
        gap=3,
    )
    made = holder(words)
    made.setMinimumWidth(current().px(250))
    return made
