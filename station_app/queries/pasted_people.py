"""Whom the lines of a pasted list mean: nobody is guessed, namesakes are there to choose from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.codes import PersonStatus
from station_app.domain.id_number import widen
from station_app.domain.partial_date import PartialDate
from station_app.domain.pasted_list import PastedRow
from station_app.models.identifiers import PersonId
from station_app.models.person import Person

CHUNK = 400
LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
_FIFTEEN = 15


class Match(StrEnum):
    """How surely a pasted line means somebody."""

    SURE = "SURE"
    NAMESAKES = "NAMESAKES"
    OTHER_NUMBER = "OTHER_NUMBER"
    """The name fits, the ID number is another one."""
    OTHER_NAME = "OTHER_NAME"
    """The ID number fits, the name is another one."""
    GONE = "GONE"
    """Found, but dead or moved away."""
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a line may mean, with what tells namesakes apart."""

    person_id: PersonId
    name: str
    sex: str | None
    age: int | None
    birth_date: str | None
    group_name: str | None
    id_tail: str | None
    status: str

    @property
    def is_living(self) -> bool:
        """Whether the person still belongs to the station."""
        return self.status in LIVING


@dataclass(frozen=True, slots=True)
class Matched:
    """One pasted line and whom it may mean; a sure one has exactly one candidate."""

    row: PastedRow
    match: Match
    candidates: tuple[Candidate, ...] = ()


def match_pasted(session: Session, rows: Sequence[PastedRow], today: date) -> tuple[Matched, ...]:
    """Every line in its order, in one statement for each 400 lines."""
    known = _Known(session, rows, today)
    return tuple(_match(row, known) for row in rows)


class _Known:
    """The people whom the list may mean, by name and by number."""

    def __init__(self, session: Session, rows: Sequence[PastedRow], today: date) -> None:
        self._by_name: dict[str, list[Candidate]] = defaultdict(list)
        self._by_number: dict[str, list[Candidate]] = defaultdict(list)
        names = {row.name.upper() for row in rows if row.name}
        numbers = {_whole(row.id_number) for row in rows if row.id_number}
        seen: set[UUID] = set()
        for name, number, one in _found(session, names, numbers, today):
            if one.person_id not in seen:
                seen.add(one.person_id)
                self._by_name[name.upper()].append(one)
                self._by_number[number or ""].append(one)

    def named(self, name: str | None) -> list[Candidate]:
        """Who bears a name."""
        return _living_first(self._by_name.get((name or "").upper(), []))

    def numbered(self, number: str | None) -> list[Candidate]:
        """Who has an ID number."""
        return _living_first(self._by_number.get(_whole(number), [])) if number else []


def _found(
    session: Session, names: set[str], numbers: set[str], today: date
) -> Iterator[tuple[str, str | None, Candidate]]:
    words = [*((name, True) for name in sorted(names)), *((n, False) for n in sorted(numbers))]
    for start in range(0, len(words), CHUNK):
        some = words[start : start + CHUNK]
        statement = (
            select(
                Person.id, Person.name, Person.sex, Person.birth_date, Person.group_name,
                Person.id_number, Person.status,
            )
            .where(Person.deleted.is_(False), Person.merged_into_id.is_(None))
            .where(or_(
                func.upper(Person.name).in_([word for word, is_name in some if is_name]),
                Person.id_number.in_([word for word, is_name in some if not is_name]),
            ))
            .order_by(Person.group_name, Person.id)
        )  # fmt: skip
        for key, name, sex, born, group, number, status in session.execute(statement):
            age = age_of(PartialDate.of(born), today) if born else None
            tail = number[-4:] if number else None
            found = Candidate(PersonId(key), name, sex, age, born, group, tail, status)
            yield name, number, found


def _match(row: PastedRow, known: _Known) -> Matched:
    by_number = known.numbered(row.id_number)
    if by_number:
        return _by_number(row, by_number)
    named = known.named(row.name)
    if not named:
        return Matched(row, Match.MISSING)
    living = [one for one in named if one.is_living]
    if not living:
        return Matched(row, Match.GONE, tuple(named))
    if row.id_number is not None and all(one.id_tail for one in living):
        return Matched(row, Match.OTHER_NUMBER, tuple(living))
    if len(living) > 1:
        return Matched(row, Match.NAMESAKES, tuple(living))
    return Matched(row, Match.SURE, tuple(living))


def _by_number(row: PastedRow, found: list[Candidate]) -> Matched:
    living = [one for one in found if one.is_living]
    if not living:
        return Matched(row, Match.GONE, tuple(found))
    if row.name is not None and row.name.upper() != living[0].name.upper():
        return Matched(row, Match.OTHER_NAME, tuple(living))
    same = Match.SURE if len(living) == 1 else Match.NAMESAKES
    return Matched(row, same, tuple(living))


def _living_first(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: not one.is_living)


def _whole(number: str | None) -> str:
    """An old number of fifteen digits as one of eighteen."""
    plain = number or ""
    return widen(plain) if len(plain) == _FIFTEEN and plain.isdecimal() else plain
