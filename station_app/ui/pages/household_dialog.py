"""Who lives with whom: moving in, living apart, two households as one, another head."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.messages.labels import label
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import MemberRow, person_page
from station_app.queries.person_page import PersonPage as Whole
from station_app.services.households import (
    MergedHouseholds,
    SplitHousehold,
    create_household,
    merge_households,
    move_person,
    name_head,
    split_household,
)
from station_app.ui.asking import Asking
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import fill, row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.family_words import family_line, member_words, relation_words
from station_app.ui.page import Page
from station_app.ui.pages.person_search import PersonSearch
from station_app.ui.record_form import choices_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Command = tuple[str, Any, tuple[Any, ...], dict[str, Any]]
LIVING = ("ACTIVE", "DRAFT")
WAYS = ("搬到另一户", "分户", "和另一户并成一户", "换户主")
MOVE, SPLIT, MERGE, HEAD = range(4)
FIRST = ("other", "address", "other", "head")
"""Where typing begins, after a way was chosen by the pointer."""
NOTES = ("光荣牌留在原来的户", "光荣牌留在原来的户", "两户有两块牌的，并完请看光荣牌", "")


class HouseholdDialog(QObject):
    """One thing at a time; who else lives there is in sight."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._here = page, view.page
        self._there: Whole | None = None
        self.search = PersonSearch(page, but=view.page.row.person_id)
        self.search.found.connect(self._look)
        self._form = self._make_form()
        self.how = Switch(WAYS)
        self.how.chosen.connect(self._turn)
        self.leaving = {one: self._box(one) for one in self._people()}
        self._boxes = _below(list(self.leaving.values()))
        self._said = Text("", "small", tone="text2", wrap=True)
        self._open()

    def _make_form(self) -> Form:
        heads: list[tuple[object, str]] = [
            (one.person_id, one.name) for one in self._people() if one.status in LIVING
        ]
        return Form(
            other=FormRow("谁家", self.search),
            relation=FormRow("与户主关系", ChoiceInput(choices_of("relation"), width=200)),
            address=FormRow("分出去住在哪里", TextInput(), hint="不写就还是原来的地址"),
            head=FormRow("户主", ChoiceInput(heads, width=200)),
        )

    def _people(self) -> list[MemberRow]:
        """The person first, then everybody else who lives there."""
        own = self._here.row
        relation = self._here.person.text("relation_to_head")
        first = MemberRow(own.name, relation, own.age, own.person_id, status=own.status)
        return [first, *self._here.members]

    def _box(self, one: MemberRow) -> CheckBox:
        words = f"{relation_words(one.relation)} {member_words(one)}"
        return CheckBox(words, ticked=one.person_id == self._here.row.person_id)

    def _open(self) -> None:
        house = self._here.household
        number = house.text("household_no") if house else None
        title = f"{self._here.row.name}，户 {number}" if number else self._here.row.name
        self.asking = Asking(self._page, "家庭", title, form=self._form, keeps=False)
        self.asking.done.connect(self._done)
        self.asking.open(
            row(self.how, None),
            self._form["other"],
            self._form["relation"],
            self._boxes,
            self._form["address"],
            self._form["head"],
            self._said,
            verb="就这样办",
            ask=self._command,
            note="弄错了可以撤销",
            first=self.search,
        )
        self._turn(MOVE)

    def _turn(self, number: int) -> None:
        shown = {
            "other": number in (MOVE, MERGE),
            "relation": number == MOVE,
            "address": number == SPLIT,
            "head": number == HEAD,
        }
        for name, is_shown in shown.items():
            self._form[name].setVisible(is_shown)
        self._form["other"].required = shown["other"]
        self._form["head"].required = shown["head"]
        self._boxes.setVisible(number == SPLIT and len(self.leaving) > 1)
        self._say()
        held: QWidget | None = self.how.window().focusWidget()
        if held is None or not self.how.isAncestorOf(held):
            self._form[FIRST[number]].field.setFocus()

    def _say(self) -> None:
        words = [NOTES[self.how.at]]
        if self.how.at in (MOVE, MERGE) and self._there is not None:
            words.insert(0, _home_words(self._there))
        elif self.how.at == SPLIT:
            words.insert(0, "打勾的人一起分出去，编一个新的户号")
        elif self.how.at == HEAD:
            words.insert(0, "原来的户主和户主的关系要再补上")
        self._said.setText("；".join(word for word in words if word))
        self.asking.fit_later()

    def _look(self, key: UUID) -> None:
        self._page.tasks.read(person_page, key, today=self._page.desk.today(), then=self._show)

    def _show(self, other: Whole | None) -> None:
        self._there = other
        self._say()

    def _command(self) -> Command:
        return (self._move, self._split, self._merge, self._head)[self.how.at]()

    def _move(self) -> Command:
        person = self._here.row
        there = self._there.row.household_id if self._there else None
        relation = self._form.values()["relation"]
        name = label("person.household", name=person.name)
        return name, move_person, (person.person_id, there), {"relation": relation}

    def _split(self) -> Command:
        person = self._here.row
        chosen = [one for one, box in self.leaving.items() if box.isChecked()]
        command = SplitHousehold(
            household_id=person.household_id,  # type: ignore[arg-type]  # see _live_alone
            person_ids=tuple(one.person_id for one in chosen if one.person_id is not None),
            family_member_ids=tuple(one.member_id for one in chosen if one.member_id is not None),
            address=self._form.values()["address"],
        )
        name = label("household.split")
        return name, _live_alone, (command, person.person_id, person.address), {}

    def _merge(self) -> Command:
        here = self._here.row.household_id
        there = self._there.row.household_id if self._there else here
        return label("household.merge"), merge_households, (there, here), {}

    def _head(self) -> Command:
        chosen = self._form.values()["head"]
        name = label("household.head", name=self._here.row.name)
        return name, name_head, (self._here.row.household_id, chosen), {}

    def _done(self, done: object) -> None:
        words = ("已给{}换户", "已给{}分户", "已把{}这一户并过去", "已给{}这一户换户主")
        self._page.desk.say(words[self.how.at].format(self._here.row.name), undo=True)
        if isinstance(done, MergedHouseholds) and len(done.plaque_ids) > 1:
            self._page.desk.explain(
                f"并完以后这一户有 {len(done.plaque_ids):,} 块光荣牌，两块都留着没有动。"
                "一户一牌，请到“光荣牌”里把多的一块收回。"
            )


def _home_words(other: Whole) -> str:
    house = other.household.text("household_no") if other.household else "没有归户"
    family = family_line(other.members)
    return f"{other.row.name}家：户 {house}" + (f"，{family}" if family else "")


def _below(boxes: list[CheckBox]) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    fill(layout, list(boxes), 2)
    layout.setContentsMargins(0, 0, 0, 0)
    return made


def _live_alone(
    session: "Session", command: SplitHousehold, person_id: UUID, address: str | None
) -> None:
    """A household of one's own: split from the old one if there is one."""
    if command.household_id is not None:
        split_household(session, command)
        return
    move_person(session, person_id, create_household(session, {"address": address}))
