"""A yearly report put together: built-in sentences, what a station made of them, and their figures.

A built-in sentence all of whose numbers are nothing or unknown is set aside by itself, so that no
report says 慰问0人次; whatever a person wrote or chose stays.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from station_app.domain.periods import Period
from station_app.domain.tally import Line
from station_app.domain.yearly_phrases import BARE, BY_CODE, PHRASES, SECTIONS, Section, Source
from station_app.domain.yearly_slots import (
    Knowledge,
    Part,
    Piece,
    Slot,
    State,
    fill,
    parse,
    slots_of,
)
from station_app.errors import Rejected

GAP = 1_000
"""Between two places, so that a new sentence fits anywhere."""
LATER = "…"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A sentence of the station as it is stored; `built_in` names the one that it stands for."""

    phrase_id: UUID
    built_in: str | None = None
    section: str | None = None
    words: str | None = None
    shown: bool | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its slots; `key` is the built-in code, or the key of the station's own."""

    key: str
    section: str
    words: str
    parts: tuple[Part, ...]
    place: int
    shown: bool | None = None
    phrase_id: UUID | None = None
    source: Source | None = None
    is_changed: bool = False

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Its slots that ask for a number."""
        return tuple(slot for slot in slots_of(self.parts) if not slot.is_period)

    @property
    def is_own(self) -> bool:
        """Whether a person wrote it or wrote it anew."""
        return self.source is None or self.is_changed


def sentences(own: Iterable[OwnPhrase], lines: Mapping[str, Line]) -> tuple[Sentence, ...]:
    """All sentences in the order of the report, section by section.

    One whose words are still sealed on this PC says nothing yet.
    """
    kept = list(own)
    instead = {phrase.built_in: phrase for phrase in kept if phrase.built_in in BY_CODE}
    found = [
        _built_in(number, code, instead.get(code), lines) for number, code in enumerate(BY_CODE)
    ]
    own_ones = (phrase for phrase in kept if phrase.built_in not in BY_CODE and phrase.words)
    found += [_own(phrase, lines) for phrase in own_ones]
    order = {section.code: number for number, section in enumerate(SECTIONS)}
    return tuple(sorted(found, key=lambda one: (order[one.section], one.place, one.key)))


def _built_in(number: int, code: str, own: OwnPhrase | None, lines: Mapping[str, Line]) -> Sentence:
    phrase = BY_CODE[code]
    words = own.words if own and own.words else phrase.words
    return Sentence(
        key=code,
        section=phrase.section,
        words=words,
        parts=parts_or_plain(words, lines),
        place=own.place if own and own.place is not None else (number + 1) * GAP,
        shown=own.shown if own else None,
        phrase_id=own.phrase_id if own else None,
        source=phrase.source,
        is_changed=words != phrase.words,
    )


def _own(phrase: OwnPhrase, lines: Mapping[str, Line]) -> Sentence:
    known = {section.code for section in SECTIONS}
    words = phrase.words or ""
    return Sentence(
        key=str(phrase.phrase_id),
        section=phrase.section if phrase.section in known else SECTIONS[-1].code,
        words=words,
        parts=parts_or_plain(words, lines),
        place=phrase.place if phrase.place is not None else (len(PHRASES) + 1) * GAP,
        shown=phrase.shown,
        phrase_id=phrase.phrase_id,
    )


def parts_or_plain(words: str, lines: Mapping[str, Line]) -> tuple[Part, ...]:
    """The parts; words that a newer program wrote, and that this one cannot read, stand as text."""
    try:
        return parse(words, lines)
    except Rejected:
        return (words,)


def codes_of(found: Iterable[Sentence]) -> frozenset[str]:
    """The lines that the sentences ask for."""
    return frozenset(
        slot.code for sentence in found for slot in sentence.slots if not slot.is_by_hand
    )


class Standing(StrEnum):
    """Whether a sentence is in the report."""

    WRITTEN = "written"
    SET_ASIDE = "set_aside"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its figures, and whether it is in the report."""

    sentence: Sentence
    pieces: tuple[Piece, ...]
    standing: Standing

    @property
    def text(self) -> str:
        """The finished words."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def missing(self) -> int:
        """How many numbers are missing."""
        return sum(piece.state is State.MISSING for piece in self.pieces)


def _standing(sentence: Sentence, pieces: Sequence[Piece]) -> Standing:
    if sentence.shown is not None:
        return Standing.WRITTEN if sentence.shown else Standing.LEFT_OUT
    idle = all(piece.state in (State.ZERO, State.MISSING) for piece in pieces if piece.slot)
    if sentence.slots and idle and not sentence.is_own:
        return Standing.SET_ASIDE
    return Standing.WRITTEN


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section that has something to say, with its number in the report."""

    section: Section
    heading: str
    filled: tuple[Filled, ...]

    @property
    def text(self) -> str:
        """Its paragraph."""
        return "".join(one.text for one in self.filled)


@dataclass(frozen=True)
class YearlyText:
    """The whole report: a title, paragraphs under headings, and the sentences left outside."""

    title: str
    filled: tuple[Filled, ...]

    @cached_property
    def sections(self) -> tuple[WrittenSection, ...]:
        """The sections with sentences, numbered 一、二、三."""
        made: list[WrittenSection] = []
        number = 0
        for section in SECTIONS:
            written = tuple(one for one in self.written if one.sentence.section == section.code)
            if not written:
                continue
            number += section.code not in BARE
            made.append(WrittenSection(section, _heading(section, number), written))
        return tuple(made)

    @cached_property
    def written(self) -> tuple[Filled, ...]:
        """The sentences of the report."""
        return tuple(one for one in self.filled if one.standing is Standing.WRITTEN)

    @cached_property
    def others(self) -> tuple[Filled, ...]:
        """The sentences that are not in it."""
        return tuple(one for one in self.filled if one.standing is not Standing.WRITTEN)

    @property
    def missing(self) -> int:
        """How many numbers the report still lacks."""
        return sum(one.missing for one in self.written)

    @property
    def plain(self) -> str:
        """The report as text, for the clipboard."""
        paragraphs = [self.title]
        for section in self.sections:
            paragraphs += [section.heading] if section.heading else []
            paragraphs.append(f"　　{section.text}")
        return "\n".join(paragraphs)


def _heading(section: Section, number: int) -> str:
    return "" if section.code in BARE else f"{_NUMERALS[number - 1]}、{section.title}"


def title_of(period: Period) -> str:
    """`2022年工作总结`."""
    return f"{period.label}工作总结"


def compose(title: str, found: Iterable[Sentence], known: Knowledge) -> YearlyText:
    """Fill every sentence and decide which are in the report."""
    filled = []
    for sentence in found:
        pieces = fill(sentence.parts, known)
        filled.append(Filled(sentence, pieces, _standing(sentence, pieces)))
    return YearlyText(title, tuple(_standing_alone(filled)))


def _standing_alone(filled: Iterable[Filled]) -> Iterator[Filled]:
    """No “其中” where the sentence is not written of which this one tells a part."""
    before: Filled | None = None
    for one in filled:
        led = before is not None and before.standing is Standing.WRITTEN
        same = before is not None and before.sentence.section == one.sentence.section
        alone = one.standing is Standing.WRITTEN and not (led and same)
        yield _without_of_them(one) if alone else one
        before = one


def _without_of_them(one: Filled) -> Filled:
    if not one.pieces or one.pieces[0].slot is not None:
        return one
    first = replace(one.pieces[0], text=one.pieces[0].text.removeprefix(OF_THEM))
    return replace(one, pieces=(first, *one.pieces[1:]))


def preview(words: str, known: Knowledge, lines: Mapping[str, Line]) -> str:
    """How a sentence will read; figures that are not at hand yet stand as ….

    Raises what `parse` raises.
    """
    parts = parse(words, lines)
    counted = {slot.key for slot in slots_of(parts) if slot.code in known.figures}
    return "".join(
        LATER if _is_later(piece, counted) else piece.text for piece in fill(parts, known)
    )


def _is_later(piece: Piece, counted: Collection[str]) -> bool:
    slot = piece.slot
    waits = slot is not None and not slot.is_by_hand and slot.key not in counted
    return waits and piece.state is State.MISSING


OF_THEM = "其中"
"""How a sentence begins that tells of a part of what the one before it says."""
_YEAR_NAMED = re.compile(r"(?<!\d)(20\d\d)年")
_WHOLE_YEAR = re.compile("全年|一年来|本年度")


def mismatch(sentence: Sentence, period: Period) -> tuple[str, str] | None:
    """Words that do not fit the period: a year that is not in it, 全年 of a part of a year."""
    plain = "".join(part for part in sentence.parts if isinstance(part, str))
    years = range(int(period.start[:4]), int(period.end[:4]) + 1)
    for found in _YEAR_NAMED.findall(plain):
        if int(found) not in years:
            return "yearly.other_year", found
    named = _WHOLE_YEAR.search(plain)
    if named and period.length % 12:
        return "yearly.part_of_a_year", named.group()
    return None
