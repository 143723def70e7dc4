"""The span of a report: a month, a quarter, a year or any range of months."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from station_app.errors import Rejected

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day.year:04}-{day.month:02}"


def _number(month: str) -> int:
    found = _MONTH.fullmatch(month)
    if found is None or found.group(1) == "0000":
        raise Rejected("period.unreadable", text=month)
    return int(found.group(1)) * 12 + int(found.group(2)) - 1


def _text(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def add_months(month: str, count: int) -> str:
    """The month `count` later, or earlier when negative."""
    return _text(_number(month) + count)


def months_between(first: str, last: str) -> int:
    """How many months `last` lies after `first`."""
    return _number(last) - _number(first)


def first_day(month: str) -> date:
    """The first day of a month."""
    number = _number(month)
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: str) -> date:
    """The last day of a month."""
    start = first_day(month)
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `start` to `end`, both included, as `YYYY-MM`."""

    start: str
    end: str

    @classmethod
    def month(cls, month: str) -> Self:
        """One month."""
        return cls(_text(_number(month)), month)

    @classmethod
    def quarter(cls, year: int, number: int) -> Self:
        """One quarter, 1 to 4."""
        return cls(f"{year:04}-{number * 3 - 2:02}", f"{year:04}-{number * 3:02}")

    @classmethod
    def year(cls, year: int) -> Self:
        """One calendar year."""
        return cls(f"{year:04}-01", f"{year:04}-12")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2022-10`, `2022-Q4`, `2022` or `2022-01..2022-10`."""
        plain = unicodedata.normalize("NFKC", text).strip()
        if ".." in plain:
            return cls._range(plain)
        if found := _QUARTER.fullmatch(plain):
            return cls.quarter(int(found.group(1)), int(found.group(2)))
        if _YEAR.fullmatch(plain) and plain != "0000":
            return cls.year(int(plain))
        return cls.month(plain)

    @classmethod
    def _range(cls, plain: str) -> Self:
        start, _, end = plain.partition("..")
        if ".." in end:
            raise Rejected("period.unreadable", text=plain)
        period = cls(cls.parse(start).start, cls.parse(end).end)
        if months_between(period.start, period.end) < 0:
            raise Rejected("period.backwards", text=plain)
        return period

    @property
    def length(self) -> int:
        """The number of months."""
        return months_between(self.start, self.end) + 1

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the period, in order."""
        return tuple(self._months())

    def _months(self) -> Iterator[str]:
        for offset in range(self.length):
            yield add_months(self.start, offset)

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return first_day(self.start)

    @property
    def last_day(self) -> date:
        """The last day of the period, where stock lines are counted."""
        return last_day(self.end)

    def __contains__(self, month: str) -> bool:
        """Whether a month belongs to the period."""
        return self.start <= month <= self.end

    def previous(self) -> "Period":
        """The span of the same length just before."""
        return Period(add_months(self.start, -self.length), add_months(self.start, -1))

    def last_year(self) -> "Period":
        """The same months a year earlier."""
        return Period(add_months(self.start, -12), add_months(self.end, -12))

    def so_far(self, today: date) -> "Period":
        """The months of a running period that have begun; all of any other."""
        if self.first_day <= today < self.last_day:
            return Period(self.start, month_of(today))
        return self

    def year_to_date(self) -> "Period":
        """From January of the last month's year to the last month (本年累计)."""
        return Period(f"{self.end[:4]}-01", self.end)

    @property
    def code(self) -> str:
        """The shortest text that `parse` reads as this period."""
        if self.start == self.end:
            return self.start
        year, first, last = self.start[:4], int(self.start[5:]), int(self.end[5:])
        if self.end[:4] != year or first % 3 != 1:
            return f"{self.start}..{self.end}"
        if (first, last) == (1, 12):
            return year
        return f"{year}-Q{last // 3}" if last == first + 2 else f"{self.start}..{self.end}"

    @property
    def label(self) -> str:
        """`2022年10月`, `2022年第四季度`, `2022年` or `2022年1月—10月`."""
        code = self.code
        if "Q" in code:
            return f"{code[:4]}年第{'一二三四'[int(code[-1]) - 1]}季度"
        if len(code) == 4:
            return f"{code}年"
        if len(code) == 7:
            return _month_label(code)
        same_year = self.start[:4] == self.end[:4]
        end = f"{int(self.end[5:])}月" if same_year else _month_label(self.end)
        return f"{_month_label(self.start)}—{end}"


def _month_label(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"
