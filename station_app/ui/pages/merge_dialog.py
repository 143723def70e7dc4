"""Merging two files of one person: the other one is found, both are laid side by side."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.codes import label as code_label
from station_app.messages.labels import label
from station_app.queries.lookups import Known, namesakes
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.duplicates import Merged, merge_people
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button
from station_app.ui.components.chips import Switch
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import clear, column, fill, holder, row
from station_app.ui.components.text import Rule, Text
from station_app.ui.page import Page
from station_app.ui.pages.merge_fields import ANSWERS, MergeFields, filled_words, moving_words
from station_app.ui.pages.person_search import PersonSearch
from station_app.ui.person_words import (
    birth_month,
    id_words,
    of_group,
    primary_words,
    sex_age,
)
from station_app.ui.theme import current

OFFERED = 4


class MergeDialog(QObject):
    """Which file stays is chosen, and where both differ, which value; blanks fill themselves."""

    merged = Signal(object)
    """The key of the file that stays."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._here = page, view.page
        self._there: Whole | None = None
        self.fields: MergeFields | None = None
        self.search = PersonSearch(page, but=view.page.row.person_id)
        self.search.found.connect(self._look)
        self._form = Form(other=FormRow("和哪一份并", self.search, required=True))
        self.asking = Asking(
            page, "并档", view.page.row.name, form=self._form, keeps=False, width=700
        )
        self.asking.done.connect(self._finished)
        self.which = Switch(["留这一份", "留那一份"])
        self.which.chosen.connect(self._turn)
        self._alike, self._beside, self._differ = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for layout in (self._alike, self._beside, self._differ):
            fill(layout, [], 6)
        self._moves = Text("", "small", tone="text2", wrap=True)
        self.which.hide()
        self.asking.open(
            self._form["other"],
            self._alike,
            self._beside,
            row(self.which, None),
            self._moves,
            self._differ,
            verb="并成一份",
            ask=self._command,
            note="并错了随时可以在这个人的页上拆开",
        )
        name, own = view.page.row.name, view.page.row.person_id
        page.tasks.read(namesakes, name, but=own, then=self._offer)

    def _offer(self, found: list[Known]) -> None:
        """Whoever bears the same name is one key away."""
        for one in found[:OFFERED]:
            tail = f"证号尾号 {one.id_number[-4:]}" if one.id_number else "证号待补"
            words = f"{one.name}  {of_group(one.group_name)}  {birth_month(one.birth_date)}  {tail}"
            button = Button(words, icon="user", height="button_row")
            button.setProperty("person", str(one.person_id))
            button.clicked.connect(self._take_offered)
            self._alike.addLayout(row(button, None))
        self.asking.fit_later()

    def _take_offered(self) -> None:
        if (sender := self.sender()) is not None:
            self._look(UUID(sender.property("person")))

    def _look(self, key: UUID) -> None:
        today = self._page.desk.today()
        self._page.tasks.read(person_page, key, today=today, then=self._show_both)

    def _show_both(self, other: Whole | None) -> None:
        self._there = other
        clear(self._beside)
        clear(self._differ)
        if other is None:
            return
        clear(self._alike)
        self.search.setText(other.row.name)
        self._beside.addLayout(
            row(_file(self._here, "这一份"), Rule(down=True), _file(other, "那一份"), gap=16)
        )
        same = self._here.row.id_number == other.row.id_number
        if not same and self._here.row.id_number and other.row.id_number:
            words = "两份的身份证号不一样，请先核对是不是同一个人。"
            self._beside.addWidget(Text(words, "small", tone="amber", wrap=True))
        self.fields = MergeFields(self._here, other)
        if self.fields.names:
            title = f"两份有 {len(self.fields.names):,} 处不一样，选留下哪个："
            self._differ.addWidget(Text(title, "small", tone="text2"))
            self._differ.addWidget(self.fields)
        self.which.show()
        self.search.setFocus()  # the button of the namesake, if it was pressed, is gone
        self._turn(self.which.at)

    def _turn(self, side: int) -> None:
        """What comes along, and what is filled, if this one stays."""
        if self._there is None or self.fields is None:
            return
        self.fields.keep(side)
        pages = (self._here, self._there)
        kept, gone = pages[side], pages[1 - side]
        lines = [f"{ANSWERS[1 - side]}的{words}会跟过来" if (words := moving_words(gone)) else ""]
        blanks = filled_words(kept.person.values, gone.person.values)
        lines.append(f"空着的{blanks}用{ANSWERS[1 - side]}的补上" if blanks else "")
        self._moves.setText("；".join(line for line in lines if line))
        self.asking.fit_later()

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        here = self._here.row.person_id
        there = self._there.row.person_id if self._there else here
        kept, gone = (here, there) if self.which.at == 0 else (there, here)
        take = self.fields.taken(self.which.at) if self.fields else ()
        name = label("person.merge", name=self._here.row.name)
        return name, merge_people, (kept, gone), {"take": take}

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
        f"{sex_age(person.sex, person.age)}  {birth_month(person.birth_date)}",
        id_words(person),
        f"{of_group(person.group_name)}，{primary_words(person)}",
        f"档案 {person.file_no}，往来记录 {len(page.timeline):,} 条",
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
