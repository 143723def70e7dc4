"""Dates of which perhaps only the year or the month is known (DOMAIN §8.3)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from station_app.errors import Rejected

_STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_HAN_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day; stored as `1976`, `1976-12` or `1976-12-05`."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, stored: str) -> Self:
        """Read the stored form; anything else is refused."""
        found = _STORED.fullmatch(stored)
        parts = [int(part) for part in found.groups() if part] if found else []
        if not parts or not is_real(*parts):
            raise Rejected("date.not_real", text=stored)
        return cls(*parts)

    @classmethod
    def from_date(cls, day: date) -> Self:
        """The same day, known exactly."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """The stored form."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """`Y`, `YM` or `YMD`."""
        if self.month is None:
            return "Y"
        return "YM" if self.day is None else "YMD"

    @property
    def first_day(self) -> date:
        """The earliest day it may mean; also its place when sorting."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def month_text(self) -> str | None:
        """`1976-12`, or None when only the year is known."""
        return None if self.month is None else f"{self.year:04}-{self.month:02}"

    @property
    def exact(self) -> date | None:
        """The day, or None when it is not known."""
        return self.first_day if self.day is not None else None

    def is_before(self, other: "PartialDate | date") -> bool:
        """Surely before: even its last day comes before the other's first."""
        first = other if isinstance(other, date) else other.first_day
        return self.last_day < first

    def is_after(self, other: "PartialDate | date") -> bool:
        """Surely after: even its first day comes after the other's last."""
        last = other if isinstance(other, date) else other.last_day
        return self.first_day > last

    def agrees_with(self, other: "PartialDate") -> bool:
        """Whether both may mean the same day."""
        return not (self.is_before(other) or self.is_after(other))

    def official(self) -> str:
        """`1976年12月5日`, as official papers write it (GB/T 9704)."""
        parts = zip((self.year, self.month, self.day), "年月日", strict=True)
        return "".join(f"{number}{unit}" for number, unit in parts if number is not None)

    def formal(self) -> str:
        """`一九七六年十二月五日`, as on a plaque; the zero is 〇."""
        text = "".join(_HAN_DIGITS[int(digit)] for digit in f"{self.year:04}") + "年"
        if self.month is not None:
            text += f"{_han_ordinal(self.month)}月"
        if self.day is not None:
            text += f"{_han_ordinal(self.day)}日"
        return text


def is_real(year: int, month: int | None = None, day: int | None = None) -> bool:
    """Whether the calendar has such a year, month or day."""
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return False
    return day is None or 1 <= day <= calendar.monthrange(year, month or 1)[1]


def _han_ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_HAN_DIGITS[tens]}十")
    return head + (_HAN_DIGITS[ones] if ones else "")


def official_date(day: date) -> str:
    """`2026年2月17日`."""
    return PartialDate.from_date(day).official()


def formal_date(day: date) -> str:
    """`二〇二六年二月十七日`."""
    return PartialDate.from_date(day).formal()
