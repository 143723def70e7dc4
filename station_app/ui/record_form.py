"""Inputs made from the description of a record's fields; what they hold as plain values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from station_app.domain.codes import CODE_LISTS
from station_app.domain.id_number import IdNumber
from station_app.domain.kinds import Kind, Value
from station_app.domain.partial_date import PartialDate
from station_app.models.record_type import Field, RecordType
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow, value_of
from station_app.ui.components.readers import (
    IdInput,
    MoneyInput,
    MonthInput,
    PartialDateInput,
    PhoneInput,
)
from station_app.ui.components.text_input import FieldState, ReadInput, TextArea, TextInput

YES_NO = ((True, "是"), (False, "否"))


class NumberInput(ReadInput[int]):
    """A whole number."""

    def __init__(self, *, width: int = 110) -> None:
        super().__init__(_read_number, width=width, right=True, longest=6)

    def put(self, value: object) -> None:
        """Show a number."""
        self.setText("" if value is None else str(value))


def _read_number(text: str) -> FieldState[int]:
    plain = text.strip()
    if not plain:
        return FieldState()
    return FieldState(int(plain), plain) if plain.isdecimal() else FieldState(error="这里只写数字")


class OpenChoice(ChoiceInput):
    """A list that also takes words that are not in it, such as another bank."""

    @property
    def value(self) -> object:
        """The key of the choice, else the words as typed."""
        return self._value if self._value is not None else (self.text().strip() or None)

    @property
    def problem(self) -> str:
        """Nothing is unknown here."""
        return ""

    def put(self, key: object) -> None:
        """Show a choice, or words."""
        super().put(key)
        if key is not None and key not in dict(self._choices):
            self.setText(str(key))


def choices_of(name: str) -> list[tuple[object, str]]:
    """Code and label of every entry of a code list."""
    codes = CODE_LISTS[name]
    return [(code, codes.label(code)) for code in codes.codes]


def field_input(field: Field, today: date, *, width: int = 0) -> QWidget:
    """The input that fits a field."""
    if field.kind is Kind.CHOICE:
        return ChoiceInput(choices_of(field.choices or ""), width=width or 200)
    if field.kind is Kind.PHONE:
        return PhoneInput(mobile=field.name == "mobile")
    make = _INPUTS.get(field.kind)
    return make(today) if make else TextInput(width=width)


_INPUTS: dict[Kind, Callable[[date], QWidget]] = {
    Kind.ID_NUMBER: IdInput,
    Kind.MONEY: lambda _today: MoneyInput(),
    Kind.DATE: DateInput,
    Kind.PARTIAL_DATE: PartialDateInput,
    Kind.MONTH: lambda _today: MonthInput(),
    Kind.INTEGER: lambda _today: NumberInput(),
    Kind.BOOLEAN: lambda _today: ChoiceInput(YES_NO, width=110),
    Kind.LONG_TEXT: lambda _today: TextArea(lines=2),
}


def form_of(
    record: RecordType,
    names: Iterable[str],
    today: date,
    *,
    inputs: Mapping[str, QWidget] | None = None,
    hints: Mapping[str, str] | None = None,
    widths: Mapping[str, int] | None = None,
    required: Iterable[str] = (),
) -> Form:
    """A form with rows for these fields; `inputs` replace the usual ones."""
    own, must = inputs or {}, set(required)
    rows = {}
    for name in names:
        field = record.by_name[name]
        widget = own.get(name) or field_input(field, today, width=(widths or {}).get(name, 0))
        rows[name] = FormRow(
            field.label,
            widget,
            hint=(hints or {}).get(name, ""),
            required=field.required or name in must,
            about=f"{record.name}.{name}",
        )
    return Form(**rows)


def plain(value: object) -> Value:
    """What a service takes: partial dates and ID numbers as their text."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, IdNumber):
        return value.text
    return cast(Value, value)


def plain_values(form: Form) -> dict[str, Value]:
    """The values of all fields; an ID number that cannot be read is given as it was typed."""
    found: dict[str, Value] = {}
    for name, row in form.rows.items():
        value = plain(value_of(row.field))
        typed = row.field.text().strip() if isinstance(row.field, IdInput) else ""
        found[name] = value if value is not None else (typed or None)
    return found
