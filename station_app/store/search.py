"""The search table: what one box looks through, kept in step by both writers of the log.

`lazy_pinyin` misreads surnames (曾 单 查 区), so every reading of every letter is stored (TECH.md).
Letters are stored simplified, as what is typed is (`domain.traditional`).
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from station_app.domain.groups import group_in_figures
from station_app.domain.surnames import READINGS as SURNAME_READINGS
from station_app.domain.traditional import simplified
from station_app.models.local import PersonSearch
from station_app.models.person import Person

Readings = tuple[str, ...]
Letters = list[Readings]
"""The readings of each letter of a name."""
MOST_READINGS = 16
CHUNK = 500
NO_PHRASES = "PYPINYIN_NO_PHRASES"
"""Only single letters are asked for: the library's book of phrases would be 45 MB and 190,000
lists, which every full collection of garbage walks over."""
LIKELY = "||"
"""Divides the name and its likeliest reading from all the rest: ranking looks before it first."""
ID_END = "#"
"""Stands behind an ID number: its tail is what people are told apart by, a phone's is not."""
SHAPE = "2"
"""Of the rows: where a station's are of another shape, all are written anew."""
INDEXED = (
    Person.id,
    Person.name,
    Person.former_name,
    Person.id_number,
    Person.file_no,
    Person.former_file_no,
    Person.mobile,
    Person.phone2,
    Person.contact_phone,
    Person.address,
    Person.group_name,
)


def index_people(session: Session, person_ids: Sequence[UUID]) -> None:
    """Write the search rows of these people anew; retired and merged files cannot be found."""
    for start in range(0, len(person_ids), CHUNK):
        some = person_ids[start : start + CHUNK]
        findable = (Person.deleted.is_(False), Person.merged_into_id.is_(None))
        statement = select(*INDEXED).where(Person.id.in_(some), *findable)
        found = session.connection().execute(statement).all()
        rows = [search_row(*person) for person in found]
        session.connection().execute(delete(PersonSearch).where(PersonSearch.person_id.in_(some)))
        if rows:
            session.connection().execute(insert(PersonSearch), rows)


def search_columns(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:  # Any: of one column
    """Search rows of people who are new, by column; retired and merged files cannot be found."""
    keys = columns["id"]
    nothing = [None] * len(keys)
    facts = zip(*(columns.get(column.key, nothing) for column in INDEXED[1:]), strict=True)
    gone = zip(columns["deleted"], columns.get("merged_into_id", nothing), strict=True)
    rows = [
        (key, *_searched(*texts))
        for key, texts, (deleted, merged_into) in zip(keys, facts, gone, strict=True)
        if not deleted and merged_into is None
    ]
    found = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
    return dict(zip(("person_id", "text", "sort_key"), found, strict=True))


def search_row(person_id: UUID, name: str, *facts: str | None) -> dict[str, Any]:
    """One row of the search table; the facts of a person in the order of `INDEXED`."""
    text, key = _searched(name, *facts)
    return {"person_id": person_id, "text": text, "sort_key": key}


def _searched(
    name: str, former_name: str | None, id_number: str | None, *others: str | None
) -> tuple[str, str]:
    """The name with its likeliest reading, two bars, all other readings and facts; its sort key."""
    letters = _letters(name)
    likely = [readings[0] for readings in letters]
    full, initials = _spoken(letters)
    first = (name, full[0], initials[0]) if full else (name,)
    number = f"{id_number}{ID_END}" if id_number else None
    group = group_in_figures(others[-1]) if others and others[-1] else None
    rest = (*full[1:], *initials[1:], *_mixed(name, likely), former_name, number, *others, group)
    text = f"{_joined(first)}{LIKELY}{_joined(rest)}"
    return simplified(text).lower(), " ".join([*likely, name])


def _joined(parts: Iterable[str | None]) -> str:
    return "|".join(filter(None, parts))


def _mixed(name: str, likely: list[str]) -> tuple[str, ...]:
    """As input methods let one type: wjianguo and wangjg, in the likeliest reading."""
    if len(name) < 2 or not name.isalpha() or name.isascii():
        return ()
    long = likely[0][0] + "".join(likely[1:])
    short = likely[0] + "".join([syllable[0] for syllable in likely[1:]])
    return (long,) if long == short else (long, short)


def readings_of(name: str) -> tuple[list[str], list[str]]:
    """Every full reading of a name and every row of initials, at most sixteen of each.

    The likeliest reading comes first: of a surname its reading as a surname.
    """
    return _spoken(_letters(name))


def _spoken(letters: Letters) -> tuple[list[str], list[str]]:
    return _combined(letters), _combined([_initials(readings) for readings in letters])


def _combined(parts: Letters) -> list[str]:
    return list(dict.fromkeys(map("".join, islice(product(*parts), MOST_READINGS))))


def sort_key(name: str) -> str:
    """By pinyin, the surname read as a surname, then by the letters themselves."""
    return " ".join([*(readings[0] for readings in _letters(name)), name])


def _letters(name: str) -> Letters:
    """The readings of each letter, the likeliest first."""
    letters = [_readings(letter) for letter in name]
    if letters and name[0] in SURNAME_READINGS:
        letters[0] = _as_surname(name[0])
    return letters


@lru_cache(maxsize=1_000)
def _as_surname(letter: str) -> Readings:
    likely = SURNAME_READINGS[letter]
    return (likely, *(reading for reading in _readings(letter) if reading != likely))


@lru_cache(maxsize=20_000)
def _initials(readings: Readings) -> Readings:
    return tuple(dict.fromkeys(reading[0] for reading in readings))


@lru_cache(maxsize=20_000)
def _readings(letter: str) -> Readings:
    os.environ.setdefault(NO_PHRASES, "true")
    from pypinyin import Style, pinyin  # 0.05 s, and not needed before the first person is saved

    return tuple(pinyin(letter, style=Style.NORMAL, heteronym=True)[0])
