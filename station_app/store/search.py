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


def search_columns(
    person_ids: Sequence[UUID], columns: Mapping[str, list[Any]]
) -> dict[str, list[Any]]:  # Any: values of one column
    """Search rows of people who are new, by column; retired and merged files cannot be found."""
    nothing = [None] * len(person_ids)
    facts = zip(*(columns.get(column.key, nothing) for column in INDEXED[1:]), strict=True)
    gone = zip(columns["deleted"], columns.get("merged_into_id", nothing), strict=True)
    rows = [
        search_row(key, *texts)
        for key, texts, (deleted, merged_into) in zip(person_ids, facts, gone, strict=True)
        if not deleted and merged_into is None
    ]
    keys = [row["person_id"].hex for row in rows]
    return {"person_id": keys} | {n: [row[n] for row in rows] for n in ("text", "sort_key")}


def search_row(
    person_id: UUID, name: str, former_name: str | None, id_number: str | None, *others: str | None
) -> dict[str, Any]:
    """One row: the name with its likeliest reading, two bars, then all other readings and facts."""
    full, initials = readings_of(name)
    first = (name, full[0], initials[0]) if full else (name,)
    number = f"{id_number}{ID_END}" if id_number else None
    group = group_in_figures(others[-1]) if others and others[-1] else None
    mixed = _mixed(name)
    others = (former_name, number, *others, group)
    rest: Iterable[str | None] = (*full[1:], *initials[1:], *mixed, *others)
    return {
        "person_id": person_id,
        "text": f"{_joined(first)}{LIKELY}{_joined(rest)}",
        "sort_key": sort_key(name),
    }


def _joined(parts: Iterable[str | None]) -> str:
    return "|".join(simplified(part).lower() for part in parts if part)


def _mixed(name: str) -> tuple[str, ...]:
    """As input methods let one type: wjianguo and wangjg, in the likeliest reading."""
    syllables = sort_key(name).split()[: len(name)]
    if len(syllables) < 2 or not name.isalpha() or name.isascii():
        return ()
    first, rest = syllables[0], syllables[1:]
    short = first + "".join(syllable[0] for syllable in rest)
    return tuple(dict.fromkeys((first[0] + "".join(rest), short)))


def readings_of(name: str) -> tuple[list[str], list[str]]:
    """Every full reading of a name and every row of initials, at most sixteen of each.

    The likeliest reading comes first: of a surname its reading as a surname.
    """
    letters = [_readings(letter) for letter in name]
    if name[:1] in SURNAME_READINGS:
        likely = SURNAME_READINGS[name[0]]
        letters[0] = (likely, *(reading for reading in letters[0] if reading != likely))
    full = islice(("".join(choice) for choice in product(*letters)), MOST_READINGS)
    first = [dict.fromkeys(reading[0] for reading in letter) for letter in letters]
    initials = islice(("".join(choice) for choice in product(*first)), MOST_READINGS)
    return list(dict.fromkeys(full)), list(dict.fromkeys(initials))


def sort_key(name: str) -> str:
    """By pinyin, the surname read as a surname, then by the letters themselves."""
    readings = [_readings(letter)[0] for letter in name]
    if name[:1] in SURNAME_READINGS:
        readings[0] = SURNAME_READINGS[name[0]]
    return " ".join([*readings, name])


@lru_cache(maxsize=20_000)
def _readings(letter: str) -> tuple[str, ...]:
    os.environ.setdefault(NO_PHRASES, "true")
    from pypinyin import Style, pinyin  # 0.05 s, and not needed before the first person is saved

    return tuple(pinyin(letter, style=Style.NORMAL, heteronym=True)[0])
