"""Dates as people and workbooks write them, read into partial dates (DOMAIN §7 #8, §8.3)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from station_app.domain import chinese_numerals
from station_app.domain.partial_date import PartialDate, is_real
from station_app.domain.reading import Note, Reading, ask, err, fix

EARLIEST_YEAR = 1850
_LAST_YEAR = 2100
_SERIAL_ZERO, _SERIAL_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000
"""Plain numbers outside are no serials: a date column holds 1927 to 2064."""

_LUNAR = re.compile(r"农历|阴历|旧历|腊月|冬月|正月|闰|初[一二三四五六七八九十]|廿")
_VAGUE = re.compile(r"约|左右|大概|前后|[?？]$|年[底初末春夏秋冬]$")
_REPUBLIC = re.compile(r"民国([0-9]{1,2}|[一二三四五六七八九十]+)年?(.*)")
_HAN = re.compile(
    r"([一二三四五六七八九〇零○]{2}|[一二三四五六七八九〇零○]{4})年"
    r"(?:(元|[一二三四五六七八九十]{1,2})月(?:份)?(?:([一二三四五六七八九十]{1,3})[日号]?)?)?"
)
_PARTS = re.compile(r"(\d{4}|\d{2})(?:[年./-](?:(\d{1,2})(?:月份?|[./-])?(?:(\d{1,2})[日号]?)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two dates of one cell, as in `1976.12-1980.1`; the end may be missing."""

    start: PartialDate
    end: PartialDate | None = None


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().strip("'\"`’‘")
    plain = _TIME.sub("", plain)
    return re.sub(r"\s+", "", plain).removeprefix("公元").replace("。", ".").replace("—", "-")


def _full_year(year: int, today: date | None) -> int | None:
    """A year of two digits: this century as far as it has gone, else the last one."""
    if today is None:
        return None
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _build(parts: list[int | None], text: str, today: date | None) -> Reading[PartialDate]:
    year, month, day = parts
    if year is None:
        return Reading(None, (err("date.short_year", text=text),))
    if not is_real(year, month, day):
        return Reading(None, (err("date.not_real", text=text),))
    value = PartialDate(year, month, day)
    return Reading(value, tuple(_limits(value, text, today)))


def _limits(value: PartialDate, text: str, today: date | None) -> list[Note]:
    if today is not None and value.is_after(today):
        return [err("date.future", text=text, read=value.official())]
    if value.year < EARLIEST_YEAR:
        return [err("date.too_early", text=text, read=value.official())]
    return [] if str(value) == text.strip() else [fix("date.read_as", text=text, read=str(value))]


def _han_parts(found: re.Match[str], today: date | None) -> list[int | None]:
    year_word, month_word, day_word = found.groups()
    year = chinese_numerals.digits(year_word)
    if year is not None and len(year_word) == 2:
        year = _full_year(year, today)
    month = 1 if month_word == "元" else chinese_numerals.number(month_word or "")
    return [year, month, chinese_numerals.number(day_word or "")]


def _digit_parts(found: re.Match[str], today: date | None) -> list[int | None]:
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is not None and len(found.group(1)) == 2:
        year = _full_year(year, today)
    return [year, month, day]


def _compact_parts(plain: str, today: date | None) -> list[int | None] | None:
    """`19761205`, `197612`, and `580712` where no such month of a year exists."""
    found = _COMPACT.fullmatch(plain)
    if found is None:
        return None
    parts = [int(part) if part else None for part in found.groups()]
    if parts[2] is None and not (1900 <= (parts[0] or 0) <= _LAST_YEAR):
        year, month, day = (int(plain[start : start + 2]) for start in (0, 2, 4))
        return [_full_year(year, today), month, day]
    return parts


def _parts(plain: str, today: date | None) -> list[int | None] | None:
    if found := _HAN.fullmatch(plain):
        return _han_parts(found, today)
    if compact := _compact_parts(plain, today):
        return compact
    found = _PARTS.fullmatch(plain)
    if found is None or (len(plain) == 2 and plain.isdigit()):
        return None
    return _digit_parts(found, today)


def _republic(found: re.Match[str], text: str, today: date | None) -> Reading[PartialDate]:
    word, rest = found.groups()
    count = int(word) if word.isdigit() else chinese_numerals.number(word)
    inner = parse_date(f"{1911 + (count or 0)}年{rest}", today=today)
    read = inner.value.official() if inner.value else ""
    return Reading(inner.value, (ask("date.republic", text=text, read=read),))


def _vague(plain: str, text: str, today: date | None) -> Reading[PartialDate]:
    inner = parse_date(re.sub(r"[约大概左右前后?？底初末春夏秋冬]", "", plain), today=today)
    read = inner.value.official() if inner.value else ""
    return Reading(inner.value, (ask("date.vague", text=text, read=read),))


def parse_date(text: str, *, today: date | None) -> Reading[PartialDate]:
    """Read a date in any of the accepted writings; what is unsure is asked.

    With `today` a date ahead is refused and a year of two digits finds its century; without it
    dates may lie ahead, as in plans, and years need four digits.
    """
    plain = _clean(text)
    if not plain:
        return Reading(None)
    if re.fullmatch(r"\d{5}", plain):
        return parse_serial(int(plain), today=today)
    return _unusual(plain, text, today) or _usual(plain, text, today)


def _unusual(plain: str, text: str, today: date | None) -> Reading[PartialDate] | None:
    """Lunar days, years of the Republic and vague words are asked."""
    if _LUNAR.search(plain):
        return Reading(None, (ask("date.lunar", text=text),))
    if found := _REPUBLIC.fullmatch(plain):
        return _republic(found, text, today)
    return _vague(plain, text, today) if _VAGUE.search(plain) else None


def _usual(plain: str, text: str, today: date | None) -> Reading[PartialDate]:
    parts = _parts(plain, today)
    if parts is None:
        return Reading(None, (err("date.unreadable", text=text),))
    return _build(parts, text, today)


def parse_serial(
    serial: float, *, today: date | None, date_1904: bool = False
) -> Reading[PartialDate]:
    """A day as a workbook counts it; serials up to 60 carry the calendar's leap-year error."""
    days = int(serial)
    if days <= 60 or days > 2_958_465:
        return Reading(None, (err("date.serial", text=f"{serial:g}"),))
    day = (_SERIAL_ZERO_1904 if date_1904 else _SERIAL_ZERO) + timedelta(days=days)
    value = PartialDate.from_date(day)
    return Reading(value, tuple(_limits(value, f"{serial:g}", today)))


def parse_date_number(
    number: float, *, today: date | None, date_1904: bool = False
) -> Reading[PartialDate]:
    """A number without a date format in a date column: 19580712, 1976, 21378, doubtful 1958.1."""
    if number != int(number):
        return _decimal_month(number, today)
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return parse_serial(number, today=today, date_1904=date_1904)
    return parse_date(str(int(number)), today=today)


def _decimal_month(number: float, today: date | None) -> Reading[PartialDate]:
    """1958.1 has lost the zero of 1958.10, if there was one; 1958.07 and 1958.12 are safe."""
    text = repr(number)
    reading = parse_date(text, today=today)
    if reading.value is None or not re.search(r"\.1$", text):
        return reading
    options = (reading.value, PartialDate(reading.value.year, 10))
    asked = ask("date.january_or_october", text=text, year=reading.value.year)
    return Reading(reading.value, (asked,), options)


_RANGE_WORDS = re.compile(r"至|到|~|--")


def _range_parts(plain: str) -> tuple[str, str] | None:
    for separator in _RANGE_WORDS.finditer(plain):
        return plain[: separator.start()], plain[separator.end() :]
    start, _, end = plain.partition("-")
    if "-" in end or not re.match(r"\d", end):
        return None
    both_dotted = re.search(r"[./年]", start) and re.search(r"[./年]|^\d{4}$", end)
    return (start, end) if both_dotted or re.fullmatch(r"(19|20)\d{2}", end) else None


def parse_date_range(text: str, *, today: date | None) -> Reading[DateRange]:
    """Read `1976.12-1980.1` as two dates; a single date is a range without an end."""
    parts = _range_parts(_clean(text))
    start = parse_date(parts[0] if parts else text, today=today)
    if start.value is None or parts is None:
        value = DateRange(start.value) if start.value else None
        return Reading(value, start.notes)
    end = parse_date(parts[1], today=today)
    notes = (*start.notes, *end.notes)
    if end.value is not None and start.value.is_after(end.value):
        notes = (*notes, ask("date.range_backwards", text=text))
    return Reading(DateRange(start.value, end.value), notes)
