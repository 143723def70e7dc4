"""Every how many days people are to be contacted, for everybody and by category."""

from uuid import UUID

from station_app.domain.codes import CODE_LISTS
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.queries.contact_rules import RuleRow, contact_rules
from station_app.services.contact_rules import agree, drop
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import FieldState, ReadInput
from station_app.ui.desk import Desk
from station_app.ui.pages.settings_part import SettingsPart
from station_app.ui.theme import current

EVERYBODY = "EVERYBODY"

COLUMNS: list[Column[RuleRow]] = [
    Column("哪些人", lambda rule: rule.words or "所有人", width=280, bold=True, stretch=True),
    Column("每隔几天", lambda rule: f"{rule.every_days}", width=120, side=Side.RIGHT),
]


def read_days(text: str) -> FieldState[int]:
    """A whole number of days."""
    plain = text.strip().removesuffix("天").strip()
    if not plain:
        return FieldState()
    if not plain.isdecimal() or int(plain) < 1:
        return FieldState(error="写几天，例如 90")
    return FieldState(int(plain), str(int(plain)))


class RulesPart(SettingsPart):
    """The shortest interval among a person's categories holds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "联系约定")
        self._table: RecordTable[RuleRow] = RecordTable(COLUMNS)
        self._table.setFixedHeight(current().px(250))
        self._table.chosen.connect(self._chose)
        choices: list[tuple[object, str]] = [(EVERYBODY, "所有人")]
        choices += [(item.code, item.label) for item in CODE_LISTS["category"].items]
        self._form = Form(
            category=FormRow("哪些人", ChoiceInput(choices, value=EVERYBODY, width=320)),
            days=FormRow("每隔几天", ReadInput(read_days, width=100, right=True), required=True),
        )
        self._save = Button("定下", Look.FILLED)
        self._away = Button("不再约定", Look.DANGER)
        self._save.clicked.connect(self._agree)
        self._away.clicked.connect(self._drop)
        words = "过了约定的天数没有联系，“今日”里就会提醒。一个人有几种身份，按最短的算。"
        self.card.add(
            Text(words, "small", tone="text2", wrap=True),
            self._table,
            row(*self._form.rows.values(), column(18, row(self._save, self._away)), None, gap=12),
        )

    def refresh(self) -> None:
        """Read the agreements."""
        self.tasks.read(contact_rules, then=self._table.show_rows)

    def _chose(self, rule: RuleRow) -> None:
        self._form.fill({"category": rule.category or EVERYBODY, "days": rule.every_days})

    def _agree(self) -> None:
        if not self._form.check():
            return
        values = self._form.values()
        category = None if values["category"] == EVERYBODY else values["category"]
        self.tasks.write(
            label("contact_rule.change"),
            agree,
            category=category,
            every_days=values["days"],
            then=self._agreed,
            failed=self._refused,
            holds=self._save,
        )

    def _agreed(self, _rule_id: UUID) -> None:
        self.desk.say("已定下联系约定", undo=True)
        self.refresh()

    def _drop(self) -> None:
        rule = self._table.row
        if rule is None:
            self.desk.say("请先在上面选一行")
            return
        self.tasks.write(
            label("contact_rule.change"),
            drop,
            rule.rule_id,
            reason="不再约定",
            then=self._dropped,
            failed=self._refused,
        )

    def _dropped(self, _nothing: object) -> None:
        self.desk.say("已去掉这条约定", undo=True)
        self.refresh()

    def _refused(self, error: StationError) -> None:
        self._form.explain(sentence(error), "days")
