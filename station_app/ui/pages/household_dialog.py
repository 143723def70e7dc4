"""Where a person lives: into the household of another person, or a new one of their own."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from station_app.messages.labels import label
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.households import (
    SplitHousehold,
    create_household,
    move_person,
    split_household,
)
from station_app.ui.asking import Asking
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.text import Text
from station_app.ui.family_words import family_line
from station_app.ui.page import Page
from station_app.ui.pages.merge_dialog import PersonSearch
from station_app.ui.record_form import choices_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class HouseholdDialog(QObject):
    """Joins the household of somebody in the register, or leaves into a new one."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._here = page, view.page
        self._there: Whole | None = None
        self.search = PersonSearch(page, but=view.page.row.person_id)
        self.search.found.connect(self._look)
        relation = ChoiceInput(choices_of("relation"), width=200)
        self._form = Form(
            other=FormRow("搬到谁家", self.search), relation=FormRow("与户主关系", relation)
        )
        self.how = Switch(["搬到另一户", "自己另立一户"])
        self.how.chosen.connect(self._turn)
        self._said = Text("", "small", tone="text2", wrap=True)
        self.asking = Asking(page, "换户", view.page.row.name, form=self._form)
        self.asking.done.connect(self._moved)
        self.asking.open(
            row(self.how, None),
            self._form["other"],
            self._form["relation"],
            self._said,
            verb="换户",
            ask=self._command,
            note="光荣牌留在原来的户",
            first=self.search,
        )
        self._turn(0)

    def _turn(self, number: int) -> None:
        self._form["other"].setVisible(number == 0)
        self._form["other"].required = number == 0
        self._form["relation"].setVisible(number == 0)
        self.asking.fit_later()
        self._said.setText("" if number == 0 else "新的一户先记为待核，地址照这个人的住址。")

    def _look(self, key: UUID) -> None:
        self._page.tasks.read(person_page, key, today=self._page.desk.today(), then=self._show)

    def _show(self, other: Whole | None) -> None:
        self._there = other
        self.asking.fit_later()
        if other is not None:
            house = other.household.text("household_no") if other.household else "没有归户"
            family = family_line(other.members)
            self._said.setText(
                f"{other.row.name}家：户 {house}" + (f"，{family}" if family else "")
            )

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        person = self._here.row
        name = label("person.household", name=person.name)
        if self.how.at == 1:
            return name, _live_alone, (person.person_id, person.household_id, person.address), {}
        there = self._there.row.household_id if self._there else None
        relation = self._form.values()["relation"]
        return name, move_person, (person.person_id, there), {"relation": relation}

    def _moved(self, _done: object) -> None:
        self._page.desk.say(f"已给{self._here.row.name}换户", undo=True)


def _live_alone(
    session: "Session", person_id: UUID, household_id: UUID | None, address: str | None
) -> None:
    """A household of one's own: split from the old one if there is one."""
    if household_id is not None:
        split_household(session, SplitHousehold(household_id, (person_id,), address=address))
        return
    move_person(session, person_id, create_household(session, {"address": address}))
