"""The fields of a person's form, in cards by what an office asks first."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from station_app.models.person import PERSON, PERSON_IDENTITY, SERVICE_RECORD
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, Part, column, row
from station_app.ui.components.readers import IdInput, PartialDateInput, PhoneInput
from station_app.ui.components.text_input import TextInput
from station_app.ui.record_form import OpenChoice, choices_of, form_of
from station_app.ui.theme import current

OWN = (
    *("name", "id_number", "sex", "birth_date", "ethnicity", "no_id_reason"),
    *("id_override_reason", "group_name", "address", "mobile", "phone2", "contact_name"),
    *("contact_relation", "contact_phone", "contact_staff_id", "grid_id", "political"),
    *("education", "marital", "hukou_type", "employment", "work_unit", "health", "self_care"),
    *("social_relief", "note"),
)
IDENTITY = ("category", "disability_grade", "disability_cause", "cert_no")
SERVICE = ("enlist_date", "discharge_date", "settle_mode")
RELATIONS = ("配偶", "儿子", "女儿", "孙子", "孙女", "父亲", "母亲", "兄弟", "姐妹", "邻居")
WIDTHS = {
    "sex": 96,
    "ethnicity": 170,
    "political": 170,
    "education": 170,
    "marital": 130,
    "hukou_type": 170,
    "employment": 170,
    "health": 170,
    "self_care": 170,
    "social_relief": 190,
    "name": 170,
    "phone2": 170,
    "contact_name": 170,
    "work_unit": 230,
}


class CheckedId(IdInput):
    """An ID number that may stand with a wrong check digit once a person vouched for it."""

    def __init__(self, today: date) -> None:
        self.vouched = False
        self.after: QWidget | None = None
        """Where Enter goes from a right number: past what the number has filled."""
        super().__init__(today)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.value is not None and self.after is not None:
            self.after.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    @property
    def problem(self) -> str:
        """Nothing, while somebody vouches for the number."""
        return "" if self.vouched else super().problem

    def vouch(self, *, vouched: bool) -> None:
        """The reason was written, or taken away."""
        if self.vouched != vouched:
            self.vouched = vouched
            self.insist()


def person_form(today: date, *, new: bool) -> Form:
    """All rows; identity and service only for a new file, later they have dialogs of their own."""
    inputs: dict[str, QWidget] = {
        "id_number": CheckedId(today),
        "birth_date": PartialDateInput(today, width=150),
        "group_name": OpenChoice([], placeholder="例如 三组", width=170),
        "contact_relation": OpenChoice([(one, one) for one in RELATIONS], width=170),
        "mobile": PhoneInput(mobile=True, width=170),
        "contact_phone": PhoneInput(width=170),
        "contact_staff_id": ChoiceInput([], width=170),
        "grid_id": ChoiceInput([], width=170),
        "address": TextInput(),
    }
    hints = {
        "no_id_reason": "没有证号就写原因，先按待核实存下",
        "id_override_reason": "对照证件确实是这个号，写明谁核对的",
        "birth_date": "只知道年月也行",
    }
    form = form_of(PERSON, OWN, today, inputs=inputs, hints=hints, widths=WIDTHS)
    form["id_override_reason"].hide()
    if new:
        form.rows |= _first_identity(today)
    return form


def _first_identity(today: date) -> dict[str, FormRow]:
    made = form_of(PERSON_IDENTITY, IDENTITY, today, widths={"category": 250, "cert_no": 200}).rows
    made["category"].required = False
    made["disability_grade"].setVisible(False)
    made["disability_cause"].setVisible(False)
    second = ChoiceInput(choices_of("category"), placeholder="没有就不选", width=250)
    made["second_category"] = FormRow("另一个身份", second)
    return made | form_of(SERVICE_RECORD, SERVICE, today).rows


def cards(form: Form, *, new: bool, household: QWidget) -> list[Card]:
    """The form as cards, the most asked first."""
    first = Card("证件", gap=6)
    first.add(
        _line(form, "name", "id_number", "sex", "birth_date"),
        form["id_override_reason"],
        _line(form, "ethnicity", "no_id_reason", stretch=1),
    )
    found = [first]
    if new:
        identity = Card("身份和服役", gap=6)
        identity.add(
            _line(form, "category", "second_category"),
            _line(form, "disability_grade", "disability_cause", "cert_no"),
            _line(form, "enlist_date", "discharge_date", "settle_mode"),
        )
        found.append(identity)
    contact = Card("住址和联系", gap=6)
    contact.add(
        _line(form, "group_name", "address", stretch=1),
        _line(form, "mobile", "phone2", "contact_staff_id", "grid_id"),
        _line(form, "contact_name", "contact_relation", "contact_phone"),
        household,
    )
    more = Card("其他情况，知道多少填多少", gap=6)
    more.add(
        _line(form, "political", "education", "marital"),
        _line(form, "hukou_type", "employment", "work_unit"),
        _line(form, "health", "self_care", "social_relief"),
        form["note"],
    )
    return [*found, contact, more]


def _line(form: Form, *names: str, stretch: int | None = None) -> Part:
    """Fields beside each other; large mode puts each on a line of its own where it is long."""
    rows = [form[name] for name in names]
    if current().large and len(rows) > 2:
        return column(row(*rows[:2], None, gap=14), row(*rows[2:], None, gap=14), gap=6)
    made = row(*rows, *([None] if stretch is None else []), gap=14)
    if stretch is not None:
        made.setStretch(stretch, 1)
    return made
