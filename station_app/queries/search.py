"""The one search box: name, pinyin, initials, number, phone, address, group, in one narrow table.

`instr` needs no escaping: what somebody types is looked for as it stands, `%` and `_` included.
Where nothing fits, `queries.near_search` is asked who nearly does.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.codes import PersonStatus
from station_app.domain.partial_date import PartialDate
from station_app.domain.traditional import simplified
from station_app.models.identifiers import PersonId
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.queries.near_search import nearly
from station_app.store.search import ID_END, LIKELY

WORDS_AT_MOST = 4
ID_MARK = ID_END
"""Ends an ID number in `FoundRow.beside`."""
COUNTED_AT_MOST = 1000
OTHER_READING = 3
"""The rank of a reading that begins as typed, the likeliest one excepted. The length of the name is
added in thousandths, so that short names come first (wji): 王健 has no other three keys."""
LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
Text = str | None
BestColumns = tuple[UUID, str, str, str, Text, Text, Text, str, Text, Text]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One line under the search box; `marks` are the places of the letters that matched."""

    person_id: PersonId
    name: str
    marks: tuple[int, ...]
    sex: str | None
    age: int | None
    birth_date: str | None
    group_name: str | None
    category: str | None
    status: str
    id_tail: str | None
    beside: str | None = None
    """What matched where it was not the name: a number, a former name, an address."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best matches, how many match (no more than `COUNTED_AT_MOST` are counted), and the names
    that more than one of the rows bears."""

    rows: tuple[FoundRow, ...]
    total: int
    namesakes: tuple[str, ...]
    near: bool = False
    """Nothing fits what was typed; these sound like it, or differ by one letter."""


def search_people(session: Session, text: str, *, today: date, limit: int = 30) -> Found:
    """People who match every word of the text, the likeliest first."""
    words = words_of(text)
    if not words:
        return Found((), 0, ())
    rows = session.execute(_best(matches(words), words, limit)).all()
    if not rows and (keys := nearly(session, words)):
        near = session.execute(_best(PersonSearch.person_id.in_(keys), words, limit)).all()
        return replace(_found(near, words, today), total=len(keys), near=True)
    found = _found(rows, words, today)
    return found if len(rows) < limit else replace(found, total=_count(session, words))


def _found(rows: Sequence[Row[*BestColumns]], words: tuple[str, ...], today: date) -> Found:
    found = [_row(row, words, today) for row in rows]
    found.sort(key=lambda row: row.status not in LIVING)
    return Found(tuple(found), len(found), _shared_names(found))


def _count(session: Session, words: tuple[str, ...]) -> int:
    some = select(PersonSearch.person_id).where(matches(words)).limit(COUNTED_AT_MOST).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def words_of(text: str) -> tuple[str, ...]:
    """What is looked for: half-width, simplified, lower case, at most four words."""
    plain = simplified(unicodedata.normalize("NFKC", text)).lower()
    return tuple(plain.replace("|", " ").replace(ID_END, " ").split()[:WORDS_AT_MOST])


def matches(words: tuple[str, ...]) -> ColumnElement[bool]:
    """The condition on the search table that every word occurs."""
    return and_(*(func.instr(PersonSearch.text, word) > 0 for word in words))


def people_matching(session: Session, text: str) -> frozenset[UUID]:
    """Everybody whom the box would find, for ledgers that show people of their own."""
    words = words_of(text)
    if not words:
        return frozenset()
    return frozenset(session.scalars(select(PersonSearch.person_id).where(matches(words))))


def rank(word: str) -> ColumnElement[float]:
    """How well a row fits, the smaller the better, asked only of what such a word can fit."""
    if word[:1].isdigit():
        return _rank_of_number(word)
    return _rank_of_pinyin(word) if word.isascii() else _rank_of_letters(word)


def _rank_of_number(word: str) -> ColumnElement[float]:
    """A whole number, an ID's tail, the beginning of any, another tail, then the middle."""
    text = PersonSearch.text
    number, tail = f"|{word}{ID_END}", f"{word}{ID_END}"
    whole = func.instr(text, f"|{word}|") > 0
    return case(
        (func.instr(text, tail) > 0, case((or_(func.instr(text, number) > 0, whole), 0), else_=1)),
        (func.instr(text, f"|{word}") > 0, case((whole, 0), else_=2)),
        (func.instr(text, f"{word}|") > 0, 3),
        else_=4,
    )


def _rank_of_letters(word: str) -> ColumnElement[float]:
    """The whole name, its beginning, then anything else."""
    text = PersonSearch.text
    return case(
        (func.substr(text, 1, len(word) + 1) == f"{word}|", 0),
        (func.substr(text, 1, len(word)) == word, 1),
        else_=2,
    )


def _rank_of_pinyin(word: str) -> ColumnElement[float]:
    """The surname, all initials, the beginning of the likeliest reading, of others, the rest."""
    text = PersonSearch.text
    beginning = func.instr(text, f"|{word}")
    return case(
        (func.substr(PersonSearch.sort_key, 1, len(word) + 1) == f"{word} ", 0),
        (func.instr(text, f"|{word}{LIKELY}") > 0, 1),
        (and_(beginning > 0, beginning < func.instr(text, LIKELY)), 2),
        (beginning > 0, OTHER_READING + func.instr(text, "|") / 1000.0),
        else_=4,
    )


def _best(narrow: ColumnElement[bool], words: tuple[str, ...], limit: int) -> Select[*BestColumns]:
    place = rank(words[0]).label("place")
    best = (
        select(PersonSearch.person_id, PersonSearch.text, PersonSearch.sort_key, place)
        .where(narrow)
        .order_by(place, PersonSearch.sort_key)
        .limit(limit)
        .subquery("best")
    )
    category = (
        select(PersonIdentity.category)
        .where(
            PersonIdentity.person_id == Person.id,
            PersonIdentity.is_primary.is_(True),
            PersonIdentity.deleted.is_(False),
        )
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Person.id,
            Person.name,
            best.c.text,
            best.c.sort_key,
            Person.sex,
            Person.birth_date,
            Person.group_name,
            Person.status,
            category,
            Person.id_number,
        )
        .join(best, best.c.person_id == Person.id)
        .order_by(best.c.place, best.c.sort_key)
    )


def _row(row: Row[*BestColumns], words: tuple[str, ...], today: date) -> FoundRow:
    key, name, text, sort_key, sex, birth, group, status, category, number = row
    marks = marks_of(name, text, sort_key, words[0])
    return FoundRow(
        person_id=PersonId(key),
        name=name,
        marks=marks,
        sex=sex,
        age=None if birth is None else age_of(PartialDate.of(birth), today),
        birth_date=birth,
        group_name=group,
        category=category,
        status=status,
        id_tail=None if number is None else number[-4:],
        beside=None if marks else _beside(text, words[0], group),
    )


def _beside(text: str, word: str, group: str | None) -> str | None:
    """The fact that holds what was typed; the group is told anyhow, readings tell nothing."""
    facts = (part for part in text.partition(LIKELY)[2].split("|") if word in part)
    told = (part for part in facts if part != group and not (part.isascii() and part.isalpha()))
    return next(told, None)


def marks_of(name: str, text: str, sort_key: str, word: str) -> tuple[int, ...]:
    """Which letters of the name to mark: those typed, or those whose initials or pinyin were."""
    if (start := simplified(name).lower().find(word)) >= 0:
        return tuple(range(start, start + len(word)))
    for part in text.split("|")[1:]:
        if len(part) == len(name) and part.isascii() and word in part:
            start = part.find(word)
            return tuple(range(start, start + len(word)))
    syllables = sort_key.split()[: len(name)]
    found = (_end_of(syllables, start, word) for start in range(len(syllables)))
    return next((tuple(range(start, end)) for start, end in enumerate(found) if end), ())


def _end_of(syllables: list[str], place: int, rest: str) -> int:
    """Behind the last letter of a name that `rest`, syllables or initials, reaches; 0 if none."""
    if place == len(syllables):
        return 0
    here = syllables[place]
    if here.startswith(rest):
        return place + 1
    if rest.startswith(here) and (end := _end_of(syllables, place + 1, rest[len(here) :])):
        return end
    return _end_of(syllables, place + 1, rest[1:]) if rest[0] == here[0] else 0


def _shared_names(rows: list[FoundRow]) -> tuple[str, ...]:
    names = [row.name for row in rows]
    return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
