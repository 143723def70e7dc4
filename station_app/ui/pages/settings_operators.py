"""Who may log in: add, take away, change one's own password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.operators import OperatorCard, operators
from station_app.services.passwords import add, change_password, disable
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.operator_tile import ROLES
from station_app.ui.components.password_input import PasswordInput, strength
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.pages.settings_part import SettingsPart
from station_app.ui.theme import current

COLUMNS: list[Column[OperatorCard]] = [
    Column("姓名", lambda card: card.name, width=180, bold=True),
    Column("角色", lambda card: ROLES.get(card.role, "工作人员"), width=160, stretch=True),
]


class OperatorsPart(SettingsPart):
    """Everybody has a password of their own; whoever is taken away cannot come in again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "谁能登录")
        self._table: RecordTable[OperatorCard] = RecordTable(COLUMNS)
        self._table.setFixedHeight(current().px(220))
        more = Button("加一个人", Look.FILLED, icon="user-plus")
        password = Button("改我的密码", icon="key-round")
        away = Button("停用", Look.DANGER)
        more.clicked.connect(self._add)
        password.clicked.connect(self._change)
        away.clicked.connect(self._disable)
        self.card.add(self._table, row(away, None, password, more))

    def refresh(self) -> None:
        """Read the list."""
        self._table.show_rows(operators(self.desk.paths))

    def _add(self) -> None:
        AddOperator(self).added.connect(self.refresh)

    def _change(self) -> None:
        ChangePassword(self, self.desk)

    def _disable(self) -> None:
        card = self._table.row
        if card is None:
            self.desk.say("请先选一个人")
            return
        self.tasks.run(
            disable,
            self.desk.paths,
            name=card.name,
            with_store=False,
            then=self._disabled,
            failed=self._refused,
        )

    def _disabled(self, _nothing: object) -> None:
        self.desk.say("已停用，以后不能再进来")
        self.refresh()

    def _refused(self, error: StationError) -> None:
        self.desk.explain(sentence(error))


class AddOperator(Dialog):
    """Name, role, password twice."""

    added = Signal()

    def __init__(self, part: OperatorsPart) -> None:
        super().__init__(part, "加一个人", "各用各的密码，记录上写谁办的", width=480)
        self._part = part
        roles: list[tuple[object, str]] = [("CLERK", "工作人员"), ("HEAD", "站长")]
        self._first, self._again = PasswordInput(width=300), PasswordInput(width=300)
        self._form = Form(
            name=FormRow("姓名", TextInput(width=200), required=True),
            role=FormRow("角色", ChoiceInput(roles, value="CLERK", width=200)),
            password=FormRow("密码", self._first, hint=strength("")[0], required=True),
            again=FormRow("再输一遍", self._again, required=True),
        )
        self._first.textEdited.connect(self._judge)
        self._save = Button("加上", Look.FILLED, keys="Ctrl+Return")
        leave = Button("先不加", keys="Escape")
        leave.clicked.connect(self.give_up)
        self._save.clicked.connect(self._submit)
        self.add(*self._form.rows.values())
        self.add_buttons(leave, self._save)
        self.open(self._form["name"].field)

    def _judge(self, typed: str) -> None:
        self._form["password"].say(*strength(typed))

    def _submit(self) -> None:
        desk, values = self._part.desk, self._form.values()
        if not self._form.check() or desk.keys is None:
            return
        if self._first.text() != self._again.text():
            self._form.explain("两遍不一样，请再输一遍", "again")
            return
        card = OperatorCard(str(values["name"]), str(values["role"] or "CLERK"))
        desk.tasks.run(
            add,
            desk.paths,
            desk.keys,
            card,
            self._first.text(),
            with_store=False,
            then=self._added,
            failed=self._refused,
            holds=self._save,
        )

    def _added(self, _nothing: object) -> None:
        self._part.desk.say("已加上")
        self.added.emit()
        self.finish()

    def _refused(self, error: StationError) -> None:
        name = "password" if error.code == "login.weak_password" else "name"
        self._form.explain(sentence(error), name)


class ChangePassword(Dialog):
    """The old one, the new one twice."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        super().__init__(over, "改密码", desk.operator.name, width=460)
        self._desk = desk
        fields = [PasswordInput(width=300) for _ in range(3)]
        self._old, self._first, self._again = fields
        self._form = Form(
            old=FormRow("现在的密码", self._old, required=True),
            password=FormRow("新密码", self._first, hint=strength("")[0], required=True),
            again=FormRow("再输一遍", self._again, required=True),
        )
        self._first.textEdited.connect(self._judge)
        self._save = Button("改好", Look.FILLED, keys="Ctrl+Return")
        leave = Button("先不改", keys="Escape")
        leave.clicked.connect(self.give_up)
        self._save.clicked.connect(self._submit)
        self.add(*self._form.rows.values())
        self.add_buttons(leave, self._save)
        self.open(self._old)

    def _judge(self, typed: str) -> None:
        self._form["password"].say(*strength(typed))

    def _submit(self) -> None:
        if not self._form.check() or self._desk.keys is None:
            return
        if self._first.text() != self._again.text():
            self._form.explain("两遍不一样，请再输一遍", "again")
            return
        self._desk.tasks.run(
            change_password,
            self._desk.paths,
            self._desk.keys,
            name=self._desk.operator.name,
            old=self._old.text(),
            new=self._first.text(),
            with_store=False,
            then=self._changed,
            failed=self._refused,
            holds=self._save,
        )

    def _changed(self, _nothing: object) -> None:
        self._desk.say("密码已改好，下次用新的")
        self.finish()

    def _refused(self, error: StationError) -> None:
        name = "old" if error.code == "login.wrong_password" else "password"
        self._form.explain(sentence(error), name)
