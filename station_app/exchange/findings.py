"""Collects what a row says: values that hold, and reasons for what was cleaned, unsure or wrong."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from station_app.domain.codes import CODE_LISTS, Match
from station_app.domain.date_reading import parse_date, parse_date_number
from station_app.domain.id_number import IdFinding, IdNumber, examine, examine_number
from station_app.domain.imports import COUNT_UNITS, LIST_COMMA, NOTHING, Reason
from station_app.domain.money import FEN_PER_YUAN
from station_app.domain.money_reading import Amount, parse_money, parse_money_number
from station_app.domain.partial_date import PartialDate
from station_app.domain.phones import Phones, parse_phone_number, parse_phones
from station_app.domain.reading import Level, Note, Reading, ask, err, fix, worst
from station_app.exchange.cells import CellError, CellValue, as_text, is_number

T = TypeVar("T")
_SAFE_TEXT_TAIL = "000"
_LONGEST_NOTHING = 5


@lru_cache(maxsize=8192)
def _read_date(text: str, today: dt.date) -> Reading[PartialDate]:
    """A file repeats its dates and words thousands of times."""
    return parse_date(text, today=today)


@lru_cache(maxsize=8192)
def _read_code(choices: str, text: str) -> Match | None:
    return CODE_LISTS[choices].find(text)


_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_BARE_FIGURE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What reading a cell depends on besides the cell.

    `typed` is false for text files, which cannot say that a number was a number. `units` are the
    fen of one unit by money column, where a heading says 万元.
    """

    today: dt.date
    is_1904: bool = False
    typed: bool = True
    units: tuple[tuple[str, int], ...] = ()

    def unit_of(self, name: str) -> int:
        """How many fen one unit of a money column is worth."""
        return dict(self.units).get(name, 100)


@dataclass(slots=True)
class Findings:
    """The reasons of one row. `accepted` are the questions that a person has answered with yes."""

    context: ReadingContext
    accepted: frozenset[str] = frozenset()
    reasons: list[Reason] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """The gravest level among the reasons."""
        return max((reason.level for reason in self.reasons), default=Level.OK)

    def note(self, name: str, value: CellValue, note: Note, options: Iterable[str] = ()) -> Level:
        """Write a note down; a question already answered with yes is a mere correction."""
        if note.level is Level.ASK and note.code in self.accepted:
            note = replace(note, level=Level.FIX)
        self.reasons.append(Reason.of(name, as_text(value), note, tuple(options)))
        return note.level

    def take(self, name: str, value: CellValue, reading: Reading[T]) -> T | None:
        """The value of a reading when nothing about it must be asked; its notes become reasons."""
        options = tuple(str(option) for option in reading.options)
        levels = [self.note(name, value, note, options) for note in reading.notes]
        certain = max(levels, default=Level.OK) < Level.ASK
        return reading.value if certain else None

    def settle(self, codes: frozenset[str]) -> None:
        """These questions are answered by what is known elsewhere."""
        self.reasons = [
            replace(r, level=Level.FIX) if r.code in codes and r.level is Level.ASK else r
            for r in self.reasons
        ]

    def soften(self, codes: frozenset[str]) -> None:
        """These errors are questions here, or settled ones when a person has accepted them."""
        level = Level.FIX if codes & self.accepted else Level.ASK
        self.reasons = [replace(r, level=level) if r.code in codes else r for r in self.reasons]

    def has(self, *codes: str) -> bool:
        """Whether one of these reasons was found."""
        return any(reason.code in codes for reason in self.reasons)

    # ------------------------------------------------------------------ cells of a kind

    def text(self, name: str, value: CellValue) -> str | None:
        """Plain text, blanks drawn together; a failed formula is an error."""
        if isinstance(value, CellError):
            self.note(name, value, err("row.formula", text=value.text))
            return None
        return " ".join(as_text(value).split()) or None

    def date(self, name: str, value: CellValue) -> PartialDate | None:
        """A date of the past, as exactly as it is written."""
        return self.take(name, value, self.date_reading(value))

    def date_reading(self, value: CellValue) -> Reading[PartialDate]:
        """What a cell says as a date, before anything is asked."""
        today = self.context.today
        if isinstance(value, dt.date):
            day = value.date() if isinstance(value, dt.datetime) else value
            return _read_date(day.isoformat(), today)
        if isinstance(value, CellError):
            return Reading(None, (err("row.formula", text=value.text),))
        if isinstance(value, float | int) and is_number(value):
            return parse_date_number(value, today=today, date_1904=self.context.is_1904)
        return _read_date(as_text(value), today)

    def day(self, name: str, value: CellValue) -> dt.date | None:
        """A whole date; one without a day is asked."""
        partial = self.date(name, value)
        if partial is not None and partial.exact is None:
            self.note(name, value, err("date.day_missing", text=as_text(value)))
        return partial.exact if partial else None

    def month(self, name: str, value: CellValue) -> str | None:
        """A month; of a whole date its month."""
        partial = self.date(name, value)
        if partial is not None and partial.month_text is None:
            self.note(name, value, err("date.month_missing", text=as_text(value)))
        return partial.month_text if partial else None

    def money(self, name: str, value: CellValue) -> Amount | None:
        """An amount in fen, by the unit of its column."""
        unit = self.context.unit_of(name)
        if isinstance(value, CellError):
            reading: Reading[Amount] = Reading(None, (err("money.formula", text=value.text),))
        elif isinstance(value, float | int) and is_number(value):
            reading = parse_money_number(round(value * unit / 100, 6))
        elif isinstance(value, dt.date | dt.time | dt.timedelta):
            reading = Reading(None, (err("money.unreadable", text=as_text(value)),))
        else:
            reading = self._money_of_text(as_text(value), unit)
        return self.take(name, value, reading)

    def _money_of_text(self, text: str, unit: int) -> Reading[Amount]:
        """A bare figure is in the column's unit; one with its own unit is not."""
        bare = text.replace(",", "").strip()
        if unit == FEN_PER_YUAN or not _BARE_FIGURE.fullmatch(bare):
            return parse_money(text)
        return parse_money(f"{Decimal(bare) * unit / FEN_PER_YUAN:f}")

    def code(self, name: str, value: CellValue, choices: str) -> str | None:
        """A code of a list by code, label or synonym; None, with a reason, for anything else."""
        text = self.text(name, value)
        if text is None:
            return None
        match = _read_code(choices, text)
        if match is None:
            self.note(name, value, fix("row.kept_as_note", text=text))
            return None
        if not match.is_exact:
            labels = LIST_COMMA.join(CODE_LISTS[choices].label(code) for code in match.options)
            self.note(
                name, value, ask("choice.ambiguous", text=text, options=labels), match.options
            )
            return None
        return match.code

    def required_code(self, name: str, value: CellValue, choices: str) -> str | None:
        """As `code`, but a word that the list does not know is asked."""
        text = self.text(name, value)
        if text is not None and _read_code(choices, text) is None:
            self.note(name, value, ask("choice.unknown", text=text), CODE_LISTS[choices].codes)
            return None
        return self.code(name, value, choices)

    def phones(self, name: str, value: CellValue) -> Phones:
        """The numbers of a cell; notes become reasons."""
        if isinstance(value, str) and _PLAIN_MOBILE.fullmatch(value):
            return Phones(value)
        if isinstance(value, float | int) and is_number(value):
            phones = parse_phone_number(value)
        else:
            phones = parse_phones(self.text(name, value) or "")
        for note in phones.notes:
            self.note(name, value, note)
        return phones

    def count(self, name: str, value: CellValue) -> int | None:
        """A whole number of people or things, with or without its unit."""
        text = (self.text(name, value) or "").rstrip(COUNT_UNITS)
        if text.endswith(".0"):
            text = text[:-2]
        if text.isdigit() and text.isascii() and len(text) <= 6:
            return int(text)
        if text:
            self.note(name, value, err("integer.unreadable", text=as_text(value)))
        return None

    def id_number(self, name: str, value: CellValue) -> IdNumber | None:
        """The number when it may be stored; never one from a numeric cell (DOMAIN 7 #5)."""
        finding = self._id_finding(value)
        options = (finding.proposal.text,) if finding.proposal else ()
        levels = [self.note(name, value, note, options) for note in finding.notes]
        if max(levels, default=Level.OK) >= Level.ASK:
            return None
        return finding.number or finding.proposal

    def _id_finding(self, value: CellValue) -> IdFinding:
        today = self.context.today
        if isinstance(value, CellError):
            return IdFinding(value.text, "", None, (err("row.formula", text=value.text),))
        if isinstance(value, float | int) and is_number(value):
            return _never_trusted(examine_number(value, today=today), as_text(value))
        finding = examine(as_text(value), today=today)
        if self.context.typed or not finding.text.endswith(_SAFE_TEXT_TAIL):
            return finding
        return _maybe_numeric(finding)


def _never_trusted(finding: IdFinding, raw: str) -> IdFinding:
    """Fifteen digits survive in a numeric cell, but a person has to say so."""
    if finding.number is None:
        return finding
    note = ask("row.numeric_fifteen", text=raw, read=finding.number.text)
    return replace(finding, number=None, notes=(note,), proposal=finding.number)


def _maybe_numeric(finding: IdFinding) -> IdFinding:
    """Eighteen digits ending in 000 in a text file may have been a number before."""
    if finding.number is None or worst(finding.notes) >= Level.ASK:
        return finding
    note = ask("row.maybe_numeric", text=finding.raw, read=finding.number.text)
    notes = (*finding.notes, note)
    return replace(finding, number=None, notes=notes, proposal=finding.number)


def blank(value: CellValue) -> bool:
    """Whether a cell says nothing, a stroke or slash included."""
    if value.__class__ is not str:
        return value is None
    text = str(value)
    return len(text) <= _LONGEST_NOTHING and (not text.strip() or text.strip() in NOTHING)
