"""Who works for the station, which cells of the grid there are, and who looks after whom."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from station_app.domain.codes import label as code_label
from station_app.domain.drafts import Draft
from station_app.messages.labels import label
from station_app.models.station import GRID_CELL, STAFF
from station_app.queries.form_choices import FormChoices, form_choices
from station_app.services.staff import (
    Assigned,
    AssignPeople,
    GridRow,
    StaffRow,
    add_grid_cell,
    add_staff,
    assign_people,
    change_grid_cell,
    change_staff,
    grid,
    leave_duty,
    staff_list,
)
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import Page
from station_app.ui.pages.settings_part import SettingsPart
from station_app.ui.person_words import full_day
from station_app.ui.record_form import form_of, plain_values
from station_app.ui.theme import current

PER_ROW = 6
STAFF_FIELDS = ("name", "role", "phone", "on_duty_from")
GRID_FIELDS = ("name", "grid_code", "range_note")


def _duty(one: StaffRow) -> str:
    if one.on_duty_to is not None:
        return f"{full_day(one.on_duty_to)}离岗"
    return f"{full_day(one.on_duty_from)}起" if one.on_duty_from else ""


STAFF_COLUMNS: list[Column[StaffRow]] = [
    Column("姓名", lambda one: one.name, width=130, bold=True),
    Column("职务", lambda one: code_label("staff_role", one.role), width=150),
    Column("电话", lambda one: one.phone or "", width=140),
    Column("在岗", _duty, width=220, stretch=True),
    Column("挂钩", lambda one: f"{one.people:,} 人", width=90, side=Side.RIGHT),
]
GRID_COLUMNS: list[Column[GridRow]] = [
    Column("网格", lambda one: one.name, width=160, bold=True),
    Column("编号", lambda one: one.grid_code or "", width=120),
    Column("范围", lambda one: one.range_note or "", width=260, stretch=True),
    Column("网格员", lambda one: one.officer or "", width=130),
]


class StaffPart(SettingsPart):
    """Two lists; people are assigned by their groups, all at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "工作人员和网格")
        self._people: tuple[StaffRow, ...] = ()
        self.staff: RecordTable[StaffRow] = RecordTable(STAFF_COLUMNS)
        self.cells: RecordTable[GridRow] = RecordTable(GRID_COLUMNS)
        self.staff.opened.connect(self._change_staff)
        self.cells.opened.connect(self._change_cell)
        for table, high in ((self.staff, 220), (self.cells, 170)):
            table.setFixedHeight(current().px(high))
        more = self._button("加一个人", self._add_staff, Look.FILLED, "user-plus")
        change = self._button("改", self._change_chosen)
        away = self._button("离岗", self._leave, Look.DANGER)
        assign = self._button("分派挂钩", self._assign, icon="user-check")
        cell = self._button("加一个网格", self._add_cell)
        change_cell = self._button("改", self._change_chosen_cell)
        self.card.add(
            self.staff,
            row(away, None, assign, change, more),
            Text("网格", "lead", bold=True),
            self.cells,
            row(None, change_cell, cell),
        )

    def refresh(self) -> None:
        """Read both lists."""
        self.tasks.read(staff_list, then=self._show_staff)
        self.tasks.read(grid, then=self._show_cells)

    def _button(
        self, words: str, slot: Any, look: Look = Look.OUTLINED, icon: str = ""
    ) -> Button:  # Any: a bound method
        button = Button(words, look, icon=icon, height="button_row")
        button.clicked.connect(slot)
        return button

    def _show_staff(self, rows: tuple[StaffRow, ...]) -> None:
        self._people = rows
        self.staff.show_rows(rows)

    def _show_cells(self, rows: tuple[GridRow, ...]) -> None:
        self.cells.show_rows(rows)

    @property
    def _page(self) -> Page:
        over: QWidget | None = self.parentWidget()
        while over is not None and not isinstance(over, Page):
            over = over.parentWidget()
        assert isinstance(over, Page)  # parts stand on the settings page
        return over

    # --- staff ------------------------------------------------------------------------------

    def _add_staff(self) -> None:
        self._ask_staff(None)

    def _change_chosen(self) -> None:
        if self.staff.row is None:
            self.desk.say("请先选一个人")
        else:
            self._ask_staff(self.staff.row)

    def _change_staff(self, one: StaffRow) -> None:
        self._ask_staff(one)

    def _ask_staff(self, one: StaffRow | None) -> None:
        self._form = form_of(STAFF, STAFF_FIELDS, self.desk.today(), widths={"role": 200})
        self._before = {name: getattr(one, name) if one else None for name in STAFF_FIELDS}
        self._form.fill(self._before)
        self._chosen = one.staff_id if one else None
        asking = Asking(self._page, "工作人员", one.name if one else "新来的", form=self._form)
        asking.done.connect(self._written)
        first, second, *rest = self._form.rows.values()
        asking.open(
            row(first, second, None, gap=14),
            row(*rest, None, gap=14),
            verb="保存",
            ask=self._staff_command,
        )

    def _staff_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values, what = plain_values(self._form), label("staff.change")
        if self._chosen is None:
            return what, add_staff, (values,), {}
        return what, change_staff, (self._chosen, Draft(self._before, values)), {}

    def _leave(self) -> None:
        one = self.staff.row
        if one is None or one.on_duty_to is not None:
            self.desk.say("请先选一个在岗的人")
            return
        self.tasks.write(
            label("staff.change"),
            leave_duty,
            one.staff_id,
            on=self.desk.today(),
            then=self._written,
            failed=self._page.explain,
        )

    # --- grid -------------------------------------------------------------------------------

    def _add_cell(self) -> None:
        self._ask_cell(None)

    def _change_chosen_cell(self) -> None:
        if self.cells.row is None:
            self.desk.say("请先选一个网格")
        else:
            self._ask_cell(self.cells.row)

    def _change_cell(self, one: GridRow) -> None:
        self._ask_cell(one)

    def _ask_cell(self, one: GridRow | None) -> None:
        self._form = form_of(GRID_CELL, GRID_FIELDS, self.desk.today())
        officers: list[tuple[object, str]] = [
            (found.staff_id, found.name) for found in self._people if found.on_duty_to is None
        ]
        self._form.rows["officer_id"] = FormRow("网格员", ChoiceInput(officers, width=180))
        names = (*GRID_FIELDS, "officer_id")
        self._before = {name: getattr(one, name) if one else None for name in names}
        self._form.fill(self._before)
        self._chosen = one.grid_id if one else None
        asking = Asking(self._page, "网格", one.name if one else "新网格", form=self._form)
        asking.done.connect(self._written)
        first, second, third, last = self._form.rows.values()
        asking.open(
            row(first, second, last, None, gap=14), third, verb="保存", ask=self._cell_command
        )

    def _cell_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values, what = plain_values(self._form), label("staff.grid")
        if self._chosen is None:
            return what, add_grid_cell, (values,), {}
        return what, change_grid_cell, (self._chosen, Draft(self._before, values)), {}

    def _written(self, _done: object) -> None:
        self.desk.say("已记下", undo=True)
        self.refresh()

    # --- who looks after whom ---------------------------------------------------------------

    def _assign(self) -> None:
        self.tasks.read(form_choices, then=self._ask_assignment)

    def _ask_assignment(self, choices: FormChoices) -> None:
        self.assigning = Assignment(self._page, choices, self.staff.row)
        self.assigning.asking.done.connect(self._assigned)

    def _assigned(self, done: object) -> None:
        if isinstance(done, Assigned):
            kept = f"，{done.kept:,} 人原来有，没有动" if done.kept else ""
            self.desk.say(f"已分派 {done.changed:,} 人{kept}", undo=True)
        self.refresh()


def _in_rows(chips: list[FilterChip]) -> list[list[FilterChip]]:
    return [chips[start : start + PER_ROW] for start in range(0, len(chips), PER_ROW)]


class Assignment:
    """Whole groups to one contact, one cell of the grid, or both."""

    def __init__(self, page: Page, choices: FormChoices, chosen: StaffRow | None) -> None:
        first = chosen.staff_id if chosen else None
        self.form = Form(
            staff=FormRow("挂钩联系人", ChoiceInput(list(choices.staff), width=180, value=first)),
            grid=FormRow("网格", ChoiceInput(list(choices.grids), width=180)),
        )
        self.groups = [FilterChip(name) for name in choices.group_names]
        self.over = CheckBox("已经有的也换掉")
        self.asking = Asking(page, "分派挂钩", "按村民小组，一次分派", form=self.form, keeps=False)
        self.asking.open(
            row(*self.form.rows.values(), None, gap=14),
            Text("哪些小组，可以选几个", "cap", tone="text2"),
            column(*(row(*some, None) for some in _in_rows(self.groups)), gap=6),
            self.over,
            verb="分派",
            ask=self._command,
            note="不选小组就分派给还没有联系人的所有人",
        )

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self.form.values()
        staff, cell = values["staff"], values["grid"]
        command = AssignPeople(
            staff_id=staff if isinstance(staff, UUID) else None,
            grid_id=cell if isinstance(cell, UUID) else None,
            group_names=tuple(one.text() for one in self.groups if one.isChecked()),
            replace=self.over.isChecked(),
        )
        return label("staff.assign"), assign_people, (command,), {}
