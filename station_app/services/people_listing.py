"""People as plain values for other programs: the shape of `station-app people --format json`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.queries.people import PersonRow, list_people, people_rows
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.search import search_people

LISTED = tuple(status for status in PersonStatus if status is not PersonStatus.MERGED)
"""Everybody on file but those whose file went into another's."""
MOST_FOUND = 1000


def everybody(session: Session, *, today: date) -> Iterator[PersonRow]:
    """All people on file in the order of their names, a page at a time."""
    narrow, after = PeopleFilter(statuses=LISTED), None
    while True:
        page = list_people(session, narrow, today=today, after=after, limit=1000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def found(session: Session, text: str, *, today: date) -> tuple[PersonRow, ...]:
    """Whom the search box finds for this text, the likeliest first."""
    rows = search_people(session, text, today=today, limit=MOST_FOUND).rows
    return people_rows(session, [row.person_id for row in rows], today=today)


def as_json(rows: Iterable[PersonRow]) -> list[dict[str, Any]]:
    """Plain values: codes as codes, dates as text with the precision that is known."""
    return [_plain(row) for row in rows]


def _plain(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "id_number": row.id_number,
        "sex": row.sex,
        "birth_date": row.birth_date,
        "mobile": row.mobile,
        "categories": [identity.category for identity in row.identities],
        "status": row.status,
        "file_no": row.file_no,
        "address": row.address,
        "group_name": row.group_name,
    }
