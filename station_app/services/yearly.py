"""Sentences of one's own for the yearly report, and numbers that only people know."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.annual_lines import EVERY
from station_app.domain.periods import Period
from station_app.domain.yearly_names import to_stored
from station_app.domain.yearly_phrases import BY_CODE, SECTION
from station_app.domain.yearly_slots import parse
from station_app.domain.yearly_text import GAP, Sentence
from station_app.errors import Rejected
from station_app.messages.yearly import NO_LONGER, REPLACED
from station_app.models.yearly import YearlyFigure, YearlyPhrase
from station_app.queries.yearly import all_sentences
from station_app.services import records

LONGEST = 600
"""Characters of a sentence; a page of a report is about eight hundred."""
LONGEST_FIGURE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSentence:
    """Words as people write them, for the sentence `key`, or for a new one after `after`."""

    words: str
    key: str | None = None
    section: str | None = None
    after: str | None = None


def write_sentence(session: Session, command: WriteSentence) -> str:
    """Keep a sentence; returns its key. The built-in words again are no sentence of one's own.

    Raises `Rejected("yearly.empty" | "yearly.too_long" | "yearly.brace" | "yearly.unknown_figure"
    | "yearly.unknown_unit" | "yearly.section")`.
    """
    words = _checked(command.words)
    if command.key is None:
        return _new(session, command, words)
    sentence = _sentence(session, command.key)
    row = _row(session, sentence)
    built_in = BY_CODE.get(sentence.key)
    row.words = None if built_in and built_in.words == words else words
    row.shown = True
    return sentence.key


def _checked(shown: str) -> str:
    words = "".join(to_stored(shown).split("\n")).strip()
    if not words:
        raise Rejected("yearly.empty")
    if len(words) > LONGEST:
        raise Rejected("yearly.too_long", count=len(words), most=LONGEST)
    parse(words, EVERY)
    return words


def _new(session: Session, command: WriteSentence, words: str) -> str:
    if command.section not in SECTION:
        raise Rejected("yearly.section")
    place = _place_after(session, command.section, command.after)
    row = records.add(
        session, YearlyPhrase, {"section": command.section, "words": words, "place": place}
    )
    return str(row.id)


def _place_after(session: Session, section: str, after: str | None) -> int:
    """A place behind a sentence of the section, or at its end."""
    there = _of_section(session, section)
    keys = [one.key for one in there]
    return _place_at(session, there, keys.index(after) + 1 if after in keys else len(there))


def _of_section(session: Session, section: str) -> list[Sentence]:
    return [one for one in all_sentences(session) if one.section == section]


def _place_at(session: Session, there: Sequence[Sentence], at: int) -> int:
    """A place before the sentence number `at` of these, and behind the one before it."""
    places = [one.place for one in there]
    before = places[at - 1] if at else (places[0] if places else GAP) - 2 * GAP
    behind = places[at] if at < len(places) else before + 2 * GAP
    if behind - before < 2:
        _spread(session, there)
        return at * GAP + GAP // 2
    return (before + behind) // 2


def _spread(session: Session, there: Sequence[Sentence]) -> None:
    """Even gaps again, once there is no room between two."""
    for number, sentence in enumerate(there, start=1):
        _row(session, sentence).place = number * GAP


def show_sentence(session: Session, key: str, *, shown: bool) -> None:
    """Write a sentence into the report although it says nothing yet, or leave it out."""
    _row(session, _sentence(session, key)).shown = shown


def move_sentence(session: Session, key: str, *, by: int, among: Sequence[str]) -> bool:
    """Past its neighbour of the section; `among` are the keys that one sees.

    Returns whether there was a neighbour.
    """
    sentence = _sentence(session, key)
    there = _of_section(session, sentence.section)
    shown = [one.key for one in there if one.key in {*among, key}]
    number = shown.index(key) + by
    if not 0 <= number < len(shown):
        return False
    others = [one for one in there if one.key != key]
    neighbour = [one.key for one in others].index(shown[number])
    place = _place_at(session, others, neighbour + (by > 0))
    _row(session, sentence).place = place
    return True


def put_back(session: Session, key: str) -> None:
    """A built-in sentence as it was; one of one's own is taken out (undo brings it back)."""
    sentence = _sentence(session, key)
    if sentence.phrase_id is None:
        return
    for row in {sentence.phrase_id, *_all_of(session, sentence.key)}:  # two PCs may have changed it
        records.retire(session, YearlyPhrase, row, reason=REPLACED)


def write_figure(session: Session, period: Period, slot: str, written: str) -> None:
    """Fill in a number by hand for a period; empty takes it out again.

    Raises `Rejected("yearly.figure_too_long")`.
    """
    words = written.strip()
    if len(words) > LONGEST_FIGURE:
        raise Rejected("yearly.figure_too_long", most=LONGEST_FIGURE)
    held = session.scalars(
        select(YearlyFigure)
        .where(
            YearlyFigure.period == period.code,
            YearlyFigure.slot == slot,
            YearlyFigure.deleted.is_(False),
        )
        .order_by(YearlyFigure.created_at, YearlyFigure.id)
    ).all()
    if not words:
        for row in held:
            row.deleted, row.delete_reason = True, NO_LONGER
        return
    if held:
        held[-1].written = words
        return
    records.add(session, YearlyFigure, {"period": period.code, "slot": slot, "written": words})


def _sentence(session: Session, key: str) -> Sentence:
    for sentence in all_sentences(session):
        if sentence.key == key:
            return sentence
    raise Rejected("yearly.gone")


def _row(session: Session, sentence: Sentence) -> YearlyPhrase:
    """The row that stands for a sentence; a built-in one gets its row when it is first touched."""
    if sentence.phrase_id is not None:
        return records.get(session, YearlyPhrase, sentence.phrase_id)
    held = _pending(session, sentence.key)
    return held or records.add(session, YearlyPhrase, {"built_in": sentence.key})


def _pending(session: Session, built_in: str) -> YearlyPhrase | None:
    found = _all_of(session, built_in)
    return records.get(session, YearlyPhrase, found[0]) if found else None


def _all_of(session: Session, built_in: str) -> Sequence[UUID]:
    """The rows that stand for a built-in sentence."""
    return session.scalars(
        select(YearlyPhrase.id).where(
            YearlyPhrase.built_in == built_in, YearlyPhrase.deleted.is_(False)
        )
    ).all()
