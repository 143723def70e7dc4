"""Fields that understand what is typed: ID number, money, dates and months, phone numbers.

The rules are the domain's; here they only become words under a field.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from station_app.domain import money
from station_app.domain.date_reading import parse_date
from station_app.domain.id_number import IdNumber, examine, normalise
from station_app.domain.money_reading import parse_money
from station_app.domain.partial_date import PartialDate
from station_app.domain.phones import clean_mobile, clean_phone
from station_app.domain.reading import Level, Note, Reading
from station_app.domain.spoken_days import spoken_day
from station_app.messages import said
from station_app.ui.components.text_input import FieldState, ReadInput

T = TypeVar("T")
ID_LENGTH = 18


def words_of(note: Note) -> str:
    """The sentence of a note."""
    return said(note.code, note.values)


def _joined(notes: Iterable[Note], level: Level) -> str:
    return " ".join(words_of(note) for note in notes if note.level == level)


def field_state(reading: Reading[T], show: Callable[[T], str]) -> FieldState[T]:
    """What a field says about a reading of the domain: a doubt is an error until it is resolved."""
    if reading.level >= Level.ASK:
        worst = max(reading.notes, key=lambda note: note.level)
        return FieldState(None, error=words_of(worst))
    if reading.value is None:
        return FieldState(None)
    cleaned = _joined(reading.notes, Level.FIX)
    return FieldState(reading.value, show(reading.value), cleaned)


def read_id(text: str, *, today: date) -> FieldState[IdNumber]:
    """An ID number while it is typed; the first sixteen characters may still become right."""
    plain = normalise(text)
    if not plain:
        return FieldState()
    found = examine(text, today=today)
    if found.number is not None:
        return FieldState(found.number, found.number.text, _id_cleaned(text, plain))
    said = words_of(max(found.notes, key=lambda note: note.level)) if found.notes else ""
    return FieldState(error=said, unfinished=len(plain) < ID_LENGTH)


def _id_cleaned(text: str, plain: str) -> str:
    """What was put right, without repeating the number that stands above."""
    if text.strip() == plain and len(plain) == ID_LENGTH:
        return ""
    return "15 位已补成 18 位" if len(plain) < ID_LENGTH else "空格、全角和小写 x 已改好"


class IdInput(ReadInput[IdNumber]):
    """An ID number; says which part is wrong, and knows birth date and sex when it is right."""

    def __init__(self, today: date, *, width: int = 230) -> None:
        self._today = today
        super().__init__(self._judge, width=width, placeholder="18 位", longest=40)

    def put(self, number: object) -> None:
        """Show a stored number."""
        self.setText("" if number is None else str(getattr(number, "text", number)))

    def _judge(self, text: str) -> FieldState[IdNumber]:
        return read_id(text, today=self._today)


def read_money(text: str) -> FieldState[int]:
    """An amount in fen; expressions and words show their result beside the field."""
    reading = parse_money(text)
    worst = max(reading.notes, key=lambda note: note.level, default=None)
    if worst is not None and worst.level >= Level.ERR:
        return FieldState(error=words_of(worst))
    if reading.value is None:
        return FieldState()
    if reading.value.fen is None or reading.value.goods:
        return FieldState(error="这里只写金额；物资请写在物资一栏")
    shown = money.yuan(reading.value.fen)
    aside = f"= {shown}" if text.strip().replace(",", "") != shown.replace(",", "") else ""
    return FieldState(reading.value.fen, shown, aside=aside)


class MoneyInput(ReadInput[int]):
    """An amount in yuan: 500, 3*500, 伍佰; the value is whole fen."""

    def __init__(self, *, width: int = 134) -> None:
        super().__init__(read_money, width=width, right=True, placeholder="0.00", longest=40)

    @property
    def uppercase(self) -> str:
        """人民币大写 of the amount."""
        return "" if self.value is None else money.uppercase(self.value)

    def put(self, fen: object) -> None:
        """Show an amount in fen."""
        self.setText(money.yuan(fen) if isinstance(fen, int) else "")


def read_partial(text: str, *, today: date | None) -> FieldState[PartialDate]:
    """A date of which perhaps only the year or month is known; 昨天 and 7-1 are known whole."""
    state = field_state(parse_date(text, today=today), str)
    meant = None if today is None or state.value else spoken_day(text, today=today)
    return state if meant is None else _said(PartialDate.from_date(meant), meant)


def _said(value: T, meant: date) -> FieldState[T]:
    """A day that was written without its year, shown whole at once."""
    return FieldState(value, str(meant), aside=f"= {meant}")


MONTH_WILL_DO = "，或者只写 1976年12月"
"""What the sentence about an unreadable day offers, and a field for a whole day does not take."""


def read_day(text: str, *, today: date | None, now: date | None = None) -> FieldState[date]:
    """A whole day; `today` None allows days ahead, and `now` is then the day to count from."""
    state = read_partial(text, today=today)
    counted = today or now
    if counted is not None and (state.value is None or state.value.exact is None):
        meant = spoken_day(text, today=counted, ahead=today is None)
        if meant is not None:
            return _said(meant, meant)
    if state.value is None:
        error = state.error.replace(MONTH_WILL_DO, "")
        return FieldState(error=error, unfinished=state.unfinished)
    if state.value.exact is None:
        return FieldState(error="请写到哪一天，例如 2026-07-18", unfinished=True)
    return FieldState(state.value.exact, state.shown, state.cleaned)


def read_month(text: str) -> FieldState[str]:
    """A month as YYYY-MM."""
    state = read_partial(text, today=None)
    if state.value is None:
        return FieldState(error=state.error)
    month = state.value.month_text
    if month is None:
        return FieldState(error="请写年和月，例如 2026-07", unfinished=True)
    return FieldState(month, month, "" if month == text.strip() else state.cleaned)


class PartialDateInput(ReadInput[PartialDate]):
    """1976, 1976.12 or 1976年12月5日."""

    def __init__(
        self, today: date | None, *, width: int = 170, example: str = "1976-12-05"
    ) -> None:
        self._today = today
        super().__init__(self._judge, width=width, placeholder=example, longest=40)

    def put(self, value: object) -> None:
        """Show a partial date or its stored text."""
        self.setText("" if value is None else str(value))

    def _judge(self, text: str) -> FieldState[PartialDate]:
        return read_partial(text, today=self._today)


class MonthInput(ReadInput[str]):
    """A month."""

    def __init__(self, *, width: int = 130) -> None:
        super().__init__(read_month, width=width, placeholder="2026-07", longest=20)

    def put(self, value: object) -> None:
        """Show a month."""
        self.setText("" if value is None else str(value))


def _same(text: str) -> str:
    return text


def read_phone(text: str) -> FieldState[str]:
    """Any phone number."""
    return field_state(clean_phone(text), _same)


def read_mobile(text: str) -> FieldState[str]:
    """A mobile number."""
    state = field_state(clean_mobile(text), _same)
    return FieldState(state.value, state.shown, state.cleaned, state.error, unfinished=True)


class PhoneInput(ReadInput[str]):
    """A phone number, or a mobile number only."""

    def __init__(self, *, mobile: bool = False, width: int = 180) -> None:
        super().__init__(read_mobile if mobile else read_phone, width=width, longest=40)

    def put(self, value: object) -> None:
        """Show a number."""
        self.setText("" if value is None else str(value))
