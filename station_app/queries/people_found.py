"""One answer for the list of people: a page, how many there are, and which letters matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.identifiers import PersonId
from station_app.models.local import PersonSearch
from station_app.models.person import Person
from station_app.queries.near_search import nearly
from station_app.queries.people import (
    PAGE,
    Cursor,
    PersonRow,
    Sort,
    count_people,
    list_people,
)
from station_app.queries.people_filters import PeopleFilter, conditions
from station_app.queries.search import marks_of, words_of


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list with the places of the letters that were found; `shares_name` when
    another line of the page bears the same name."""

    person: PersonRow
    marks: tuple[int, ...] = ()
    shares_name: bool = False


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """A page, where the next begins, and the number of all who pass the filter."""

    rows: tuple[ListRow, ...]
    next: Cursor | None
    total: int
    asked: tuple[PeopleFilter, Sort, bool] | None = None
    """The question, so that a late answer to an earlier one can be told."""
    near: bool = False
    """Nobody fits what was typed; these sound like it, or differ by one letter."""


def find_people(
    session: Session,
    narrow: PeopleFilter,
    *,
    today: date,
    sort: Sort = Sort.NAME,
    descending: bool = False,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> PeopleFound:
    """A page of the list; only the first one counts all, later ones say 0."""
    page = list_people(
        session, narrow, today=today, sort=sort, descending=descending, after=after, limit=limit
    )
    words = words_of(narrow.text)
    if words and not page.rows and after is None and (keys := tuple(nearly(session, words))):
        close = replace(narrow, text="", only=keys)
        page = list_people(session, close, today=today, sort=sort, descending=descending)
        return _with_names(page.rows, {}, (narrow, sort, descending), near=bool(page.rows))
    total = len(page.rows)
    if after is not None:
        total = 0
    elif page.next is not None:
        total = count_people(session, narrow, today=today)
    marks = name_marks(session, [row.person_id for row in page.rows], words[0]) if words else {}
    found = _with_names(page.rows, marks, (narrow, sort, descending))
    return replace(found, next=page.next, total=total)


def _with_names(
    people: Sequence[PersonRow],
    marks: Mapping[UUID, tuple[int, ...]],
    asked: tuple[PeopleFilter, Sort, bool],
    *,
    near: bool = False,
) -> PeopleFound:
    """The lines with what tells them apart: the letters found, and whose name another bears."""
    names = [row.name for row in people]
    shared = {name for name in set(names) if names.count(name) > 1} if asked[0].text else set()
    rows = [ListRow(row, marks.get(row.person_id, ()), row.name in shared) for row in people]
    return PeopleFound(tuple(rows), None, len(rows), asked, near=near)


def name_marks(
    session: Session, person_ids: Sequence[UUID], word: str
) -> dict[UUID, tuple[int, ...]]:
    """Which letters of each name answer to what was typed."""
    statement = (
        select(Person.id, Person.name, PersonSearch.text, PersonSearch.sort_key)
        .join(PersonSearch, PersonSearch.person_id == Person.id)
        .where(Person.id.in_(person_ids))
    )
    found = session.execute(statement)
    return {key: marks_of(name, text, order, word) for key, name, text, order in found}


def people_keys(session: Session, narrow: PeopleFilter, *, today: date) -> tuple[PersonId, ...]:
    """The keys of all who pass the filter, by name, for printing and exporting."""
    statement = (
        select(Person.id)
        .join(PersonSearch, PersonSearch.person_id == Person.id)
        .where(*conditions(narrow, today=today))
        .order_by(PersonSearch.sort_key, Person.id)
    )
    return tuple(PersonId(key) for key in session.scalars(statement))
