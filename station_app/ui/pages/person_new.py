"""A new file, begun from what was typed into the search box."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.messages.labels import label
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.identities import NewIdentity
from station_app.services.new_files import NewFile, open_file
from station_app.services.people import Registered
from station_app.ui.components.button import Button
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import FormRow, put_value
from station_app.ui.components.layout import row
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.person_fields import IDENTITY, OWN, SERVICE
from station_app.ui.pages.person_form import PersonFormPage
from station_app.ui.pages.person_search import PersonSearch
from station_app.ui.record_form import choices_of, plain_values
from station_app.ui.theme import current

DISABLED_KINDS = frozenset({"DISABLED", "DIS_OFFICIAL", "DIS_POLICE", "DIS_MILITIA", "DIS_OTHER"})


class NewPersonPage(PersonFormPage):
    """Opened on what was typed into the search box: a name, a number or a phone."""

    title = "新增一人"

    def __init__(self, desk: Desk) -> None:
        self._neighbour: Whole | None = None
        super().__init__(desk)
        category = self._form["category"].field
        if isinstance(category, ChoiceInput):
            category.chosen.connect(self._show_grades)

    def opened(self, subject: object) -> None:
        typed = subject if isinstance(subject, str) else ""
        if not self._touched:
            self._clear()
            if not self._drafts.begin(typed, f"新增{typed}" if typed else "新增一人"):
                self._put_typed(typed)
            self._show_grades(plain_values(self._form)["category"])
            self._read_number()
            self._look()
        self.refresh()

    def first_focus(self) -> QWidget | None:
        """The name; the number when the search box has brought the name along."""
        name = "id_number" if plain_values(self._form)["name"] else "name"
        return self._form[name].field

    def _put_typed(self, typed: str) -> None:
        plain = typed.replace(" ", "")
        if re.fullmatch(r"1[3-9]\d{9}", plain):
            put_value(self._form["mobile"].field, plain)
        elif re.fullmatch(r"\d{6,17}[\dXx]", plain):
            put_value(self._form["id_number"].field, plain)
        elif plain and not plain.isascii():
            put_value(self._form["name"].field, plain)

    def _household(self) -> QWidget:
        self.where = Switch(["单独一户", "和别人同户"])
        self.where.chosen.connect(self._turn)
        self._with = PersonSearch(self)
        self._with.found.connect(self._look_at_household)
        relation = ChoiceInput(choices_of("relation"), width=170)
        self._form.rows["relation"] = FormRow("与户主关系", relation)
        self._with_row = FormRow("和谁同户", self._with)
        self._form.rows["relation"].hide()
        self._with_row.hide()
        title = Text("家庭", "cap", tone="text2")
        line = row(self._with_row, self._form.rows["relation"], None, gap=14)
        layout = QVBoxLayout(made := QWidget())
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current().px(4))
        layout.addWidget(title)
        layout.addLayout(row(self.where, None))
        layout.addLayout(line)
        return made

    def _turn(self, number: int) -> None:
        self._with_row.setVisible(number == 1)
        self._form["relation"].setVisible(number == 1)
        if number == 1:
            self._with.setFocus()

    def _look_at_household(self, key: UUID) -> None:
        today = self.desk.today()
        self.tasks.read(person_page, key, today=today, then=self._show_household)

    def _show_household(self, other: Whole | None) -> None:
        self._neighbour = other
        if other is None:
            return
        number = other.household.text("household_no") if other.household else "没有归户"
        self._with_row.set_hint(f"{other.row.name}家，户 {number}")
        if other.row.address and not self._own_values()["address"]:
            put_value(self._form["address"].field, other.row.address)

    def _show_grades(self, key: object) -> None:
        for name in ("disability_grade", "disability_cause"):
            self._form[name].setVisible(key in DISABLED_KINDS)

    def _write(self) -> None:
        values = plain_values(self._form)
        own = {name: values[name] for name in OWN if values[name] is not None}
        service = {name: values[name] for name in SERVICE if values[name] is not None}
        shared = self.where.at == 1 and self._neighbour is not None
        command = NewFile(
            own,
            _identities(values),
            service or None,
            self._neighbour.row.household_id if shared and self._neighbour else None,
            str(values["relation"]) if shared and values["relation"] else None,
        )
        self.tasks.write(
            label("person.register", name=self._name()),
            open_file,
            command,
            today=self.desk.today(),
            then=self._saved,
            failed=self._refused,
            holds=self._save,
        )

    def _save_and_next(self) -> Button | None:
        """A pile of papers: the next one begins where this one ends."""
        self._then_next = False
        button = Button("存好再登一个", keys="Ctrl+Return")
        button.clicked.connect(self._save_one_of_many)
        return button

    def _save_one_of_many(self) -> None:
        self._then_next = True
        self.save()

    def save(self) -> None:
        wanted, self._then_next = self._then_next, False
        self._goes_on = wanted
        super().save()

    def _saved(self, done: Registered) -> None:
        name = self._name()
        self._drafts.done()
        self._clear()
        self._neighbour = None
        self.where.choose(0)
        self.desk.say(f"已建档：{name}，档案 {done.file_no}", undo=True)
        if self._goes_on:
            self.opened("")
            self._form["name"].field.setFocus()
        else:
            self.desk.open("person", done.person_id)


def _identities(values: Mapping[str, Any]) -> tuple[NewIdentity, ...]:
    """One or two categories; what belongs to a certificate goes with the first."""
    beside = {name: values[name] for name in IDENTITY if name != "category" and values[name]}
    found = [NewIdentity(values["category"], beside)] if values["category"] else []
    second = values["second_category"]
    if second and second != values["category"]:
        found.append(NewIdentity(second))
    return tuple(found)
