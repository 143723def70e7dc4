"""Beside the list of a meeting: day, place, who certified, and the proof that holds for all."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.codes import CertMethod
from station_app.models.identifiers import PersonId, StaffId
from station_app.services.certifications import RecordCertification
from station_app.services.staff import StaffRow
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Part, column, fill, row
from station_app.ui.components.text import Rule, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.theme import current

WIDTH = 330
SHARED = (
    (CertMethod.SELF_STATION, "本人到会"),
    (CertMethod.REMOTE_STATION, "异地站盖章的名单"),
    (CertMethod.DATA_MATCH, "县里的比对名单"),
)
"""The methods of which one proof may hold for many (DOMAIN §3.5); the others are recorded apart."""
PLACE = "集中认证，地点：{place}"


class MeetingPanel(QFrame):
    """What is said once for everybody; the proof starts unticked and Alt Y ticks it (0092)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._names: dict[object, str] = {}
        self.setProperty("card", True)
        self.form = self._fields(desk.today())
        self.seen = CheckBox("每个人都看过身份证原件")
        self.signed = CheckBox("每个人都在签到表上签了字（指印）")
        self.both = Button("都看过、都签了", Look.OUTLINED, keys="Alt+Y", height="button_row")
        self._problem = Text("", "cap", tone="red", wrap=True)
        self._apart = Text(
            "代理、视频的要各自的凭证，不能一起记：在名单上按 D 或 V，记完这些再逐个记",
            "cap", tone="text3", wrap=True,
        )  # fmt: skip
        self.keep = Button(
            "记下", Look.FILLED, icon="check", keys="Ctrl+Return", height="button_main"
        )
        self._lay()
        self.both.clicked.connect(self._tick_both)
        self._method_field.chosen.connect(self._turned)
        self._turned()

    @property
    def _method_field(self) -> ChoiceInput:
        field = self.form["method"].field
        assert isinstance(field, ChoiceInput)
        return field

    @property
    def held_on(self) -> date | None:
        """The day of the meeting."""
        value = self.form.values()["certified_on"]
        return value if isinstance(value, date) else None

    @property
    def place(self) -> str | None:
        """Where it was held."""
        return str(self.form.values()["place"] or "").strip() or None

    @property
    def certifier_names(self) -> tuple[str, ...]:
        """Who certifies, by name."""
        chosen = (self.form.values()[name] for name in ("staff1", "staff2"))
        return tuple(self._names[key] for key in chosen if key in self._names)

    def offer_staff(self, staff: Sequence[StaffRow]) -> None:
        """Who may certify; the operator first, and somebody else beside."""
        choices: list[tuple[object, str]] = [(one.staff_id, one.name) for one in staff]
        self._names.update((one.staff_id, one.name) for one in staff)
        mine = next((one.staff_id for one in staff if one.name == self._desk.operator.name), None)
        first = mine or (choices[0][0] if choices else None)
        others = [key for key, _ in choices if key != first]
        for name, usual in (("staff1", first), ("staff2", others[0] if others else None)):
            field = self.form[name].field
            assert isinstance(field, ChoiceInput)
            before = field.value
            field.offer(choices)
            field.put(before or usual)

    def show_count(self, count: int) -> None:
        """The main button says how many it records."""
        self.keep.set_words(f"记下 {count:,} 人" if count else "记下")
        self.keep.setEnabled(count > 0)

    def say(self, words: str) -> None:
        """What is in the way."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def command(self) -> RecordCertification:
        """What is recorded of each."""
        values = self.form.values()
        method = CertMethod(values["method"])
        here = method is CertMethod.SELF_STATION
        return RecordCertification(
            person_id=PersonId(UUID(int=0)),
            method=method,
            certified_on=values["certified_on"],
            id_seen=self.seen.isChecked() if here else None,
            signed=self.signed.isChecked() if here else None,
            evidence=values["evidence"] if method is CertMethod.REMOTE_STATION else None,
            result_no=values["result_no"] if method is CertMethod.DATA_MATCH else None,
            certifier1_id=_staff(values["staff1"]),
            certifier2_id=_staff(values["staff2"]),
            note=PLACE.format(place=self.place) if self.place else None,
        )

    def _fields(self, today: date) -> Form:
        method = ChoiceInput(SHARED, width=200, value=CertMethod.SELF_STATION)
        form = Form(
            certified_on=FormRow("日期", DateInput(today, width=150), required=True),
            place=FormRow("地点", TextInput(width=280)),
            method=FormRow("方式", method, required=True),
            staff1=FormRow("认证人员", ChoiceInput([], width=138)),
            staff2=FormRow("第二位", ChoiceInput([], width=138)),
            evidence=FormRow("凭什么", TextInput(), hint="盖章的协助名单：写上单位和日期"),
            result_no=FormRow("认证编号", TextInput(), hint="比对名单的文号"),
        )
        form.fill({"certified_on": today})
        return form

    def _lay(self) -> None:
        form, layout = self.form, QVBoxLayout(self)
        staff = row(form["staff1"], form["staff2"], None, gap=10)
        checks = column(self.seen, self.signed, row(self.both, None), gap=6)
        self._checks = (self.seen, self.signed, self.both)
        proof: list[Part] = [checks, form["evidence"], form["result_no"]]
        foot: list[Part] = [self._problem, self.keep]
        if current().large:
            upper = row(form["certified_on"], form["method"], form["place"], None, gap=12)
            fill(layout, [upper, staff, *proof, *foot], 6)
            self._apart.setParent(self)
            self._apart.hide()
        else:
            self.setFixedWidth(current().px(WIDTH))
            upper_parts: list[Part] = [form["certified_on"], form["place"], form["method"], staff]
            fill(layout, [*upper_parts, *proof, Rule(), self._apart, None, *foot], 8)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        self._problem.hide()

    def _turned(self, *_anything: object) -> None:
        """Each method has its proof."""
        method = self._method_field.value
        for box in self._checks:
            box.setVisible(method == CertMethod.SELF_STATION)
        self.form["evidence"].setVisible(method == CertMethod.REMOTE_STATION)
        self.form["result_no"].setVisible(method == CertMethod.DATA_MATCH)
        self.say("")

    def _tick_both(self) -> None:
        for box in (self.seen, self.signed):
            box.setChecked(True)
        self.say("")


def _staff(value: object) -> StaffId | None:
    return StaffId(value) if isinstance(value, UUID) else None
