"""The language of slots: a sentence with `{C1:人次}` in it, read into its parts and filled.

A slot names a line and a unit: `{C4.MODEL:金额}`, `{A6:人:余}`, `{D4:%1}`, `{D4:分子}`. Two others
are `{时期}`, and `{?:招聘会场次}` for a number that only people know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from station_app.domain.tally import FEN, PERCENT, Line, TallyLine
from station_app.domain.yearly_numbers import (
    MONEY,
    WAN,
    YUAN,
    About,
    count_words,
    money_words,
    percent_words,
)
from station_app.errors import Rejected

PERIOD, BY_HAND = "时期", "?"
PART, WHOLE, ONE_DECIMAL = "分子", "分母", "%1"
RATIOS = (PERCENT, ONE_DECIMAL, PART, WHOLE)
"""Ways to write a ratio: with two decimals, with one, or its two counts."""
BLANK = "____"
"""What stands where a number is missing."""
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a sentence: a line and how its figure is written."""

    code: str
    unit: str = ""
    about: About | None = None

    @property
    def key(self) -> str:
        """What it asks for, whatever the words beside it: `C1:人次`, `?:招聘会场次`."""
        return f"{self.code}:{self.unit}" if self.unit else self.code

    @property
    def text(self) -> str:
        """As it is stored in a sentence."""
        return "{" + self.key + (f":{self.about}" if self.about else "") + "}"

    @property
    def is_period(self) -> bool:
        """Whether the period stands here."""
        return self.code == PERIOD

    @property
    def is_by_hand(self) -> bool:
        """Whether only people know the number."""
        return self.code == BY_HAND


Part = str | Slot


def units_of(line: Line) -> tuple[str, ...]:
    """In which ways a line may be written in a sentence."""
    ways: list[str] = []
    for unit in line.units:
        ways += MONEY if unit == FEN else RATIOS if unit == PERCENT else (unit,)
    return tuple(ways)


def parse(words: str, lines: Mapping[str, Line]) -> tuple[Part, ...]:
    """The parts of a sentence.

    Raises `Rejected("yearly.brace" | "yearly.unknown_figure" | "yearly.unknown_unit")`.
    """
    parts: list[Part] = []
    end = 0
    for found in _SLOT.finditer(words):
        parts.append(_plain(words[end : found.start()]))
        parts.append(_slot(found.group(1).strip(), lines))
        end = found.end()
    parts.append(_plain(words[end:]))
    return tuple(part for part in parts if part)


def _plain(text: str) -> str:
    if "{" in text or "}" in text:
        raise Rejected("yearly.brace")
    return text


def _slot(inside: str, lines: Mapping[str, Line]) -> Slot:
    code, *rest = (piece.strip() for piece in inside.replace("：", ":").split(":"))
    if code == PERIOD and not rest:
        return Slot(PERIOD)
    about = About(rest.pop()) if rest and rest[-1] in tuple(About) else None
    unit = ":".join(rest)
    if code == BY_HAND and unit:
        return Slot(BY_HAND, unit)
    line = lines.get(code)
    if line is None:
        raise Rejected("yearly.unknown_figure", name=inside)
    if unit not in units_of(line):
        raise Rejected("yearly.unknown_unit", name=line.label, unit=unit)
    return Slot(code, unit, about if unit not in RATIOS else None)


def slots_of(parts: tuple[Part, ...]) -> tuple[Slot, ...]:
    """The slots of a sentence, in order."""
    return tuple(part for part in parts if isinstance(part, Slot))


class State(StrEnum):
    """What a piece of a filled sentence is."""

    PLAIN = "plain"
    FIGURE = "figure"
    ZERO = "zero"
    MISSING = "missing"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the finished text, and the slot that it came from."""

    text: str
    state: State = State.PLAIN
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What sentences are filled from: the period in words, figures by code, numbers by hand."""

    period: str
    figures: Mapping[str, TallyLine]
    by_hand: Mapping[str, str]


def fill(parts: tuple[Part, ...], known: Knowledge) -> tuple[Piece, ...]:
    """The sentence with its figures; a unit that a figure brings along is not written twice."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Slot):
            pieces.append(_filled(part, known))
        elif text := _without_unit(part, pieces[-1] if pieces else None):
            pieces.append(Piece(text))
    return tuple(pieces)


def _without_unit(text: str, before: Piece | None) -> str:
    """`{C2:万元}万元` and `{D4:%}%` are read as people write them."""
    if before is None or before.slot is None:
        return text
    for unit in _brought(before.slot):
        if text.startswith(unit):
            return text.removeprefix(unit)
    return text


def _brought(slot: Slot) -> tuple[str, ...]:
    """The units that the text of a slot ends with."""
    if slot.unit in MONEY and not slot.is_by_hand:
        return (WAN, YUAN)
    return ("%", "％") if slot.unit in (PERCENT, ONE_DECIMAL) else ()


def _filled(slot: Slot, known: Knowledge) -> Piece:
    if slot.is_period:
        return Piece(known.period, State.PLAIN, None)
    found = None if slot.is_by_hand else _figure(slot, known.figures.get(slot.code))
    if found is not None:
        return Piece(found[0], State.FIGURE if found[1] else State.ZERO, slot)
    written = known.by_hand.get(slot.key)
    if written:
        return Piece(written + _unit_after(slot, written), State.BY_HAND, slot)
    return Piece(BLANK + _unit_after(slot, BLANK), State.MISSING, slot)


def _figure(slot: Slot, line: TallyLine | None) -> tuple[str, bool] | None:
    """The figure in words, and whether it is more than nothing; None while nobody knows it."""
    if line is None:
        return None
    if slot.unit in RATIOS:
        return _share(slot, line)
    value = line.value(FEN if slot.unit in MONEY else slot.unit)
    if value is None:
        return None
    if slot.unit in MONEY:
        return money_words(value, slot.unit, slot.about), bool(value)
    return count_words(value, slot.about), bool(value)


def _share(slot: Slot, line: TallyLine) -> tuple[str, bool] | None:
    ratio = line.ratio
    if ratio is None or ratio.whole == 0:
        return None
    if slot.unit in (PART, WHOLE):
        count = ratio.part if slot.unit == PART else ratio.whole
        return count_words(count), bool(count)
    decimals = 1 if slot.unit == ONE_DECIMAL else 2
    return percent_words(ratio.part, ratio.whole, decimals=decimals), bool(ratio.part)


def _unit_after(slot: Slot, text: str) -> str:
    """The unit that a figure would have brought, unless somebody wrote it."""
    brought = _brought(slot)
    if not brought or text.endswith(brought):
        return ""
    return YUAN if slot.unit == YUAN else brought[0]
