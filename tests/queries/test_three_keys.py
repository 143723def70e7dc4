"""Find anyone in three keys: among 3,000 people nearly all stand in sight after three letters.

In sight are the eight rows of the list under the box; ↓ and Enter take them. Three keys are three
initials, of a name of two letters the initial and what follows (wji for 王健), or the last three
of the ID number. Measured with this sample: 2,877 by letters, 2,899 by digits, 2,965 by either; the
rest share their initials with more than eight others, and ↓ goes on to thirty.
"""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from station_app.domain.id_number import check_digit
from station_app.models.person import PERSON
from station_app.paths import station_paths
from station_app.queries.search import search_people
from station_app.services.sample.names import load_names
from station_app.services.sample.people import make_people
from station_app.store.bulk import insert_many
from station_app.store.search import readings_of, sort_key
from station_app.store.unit_of_work import Store
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import EmptyStation, copied_station
from tests.services.people_of_tests import TODAY

PEOPLE = 3_000
ROOM = 8


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is in sight by three letters, by three digits, and whose letters few enough share."""

    by_name: set[UUID]
    by_number: set[UUID]
    allowed: set[UUID]


def _keys(store: Store) -> dict[UUID, tuple[str, ...]]:
    """Each of 3,000 people, and the three keys by which one looks for them."""
    village = make_people(PEOPLE, names=load_names(), random=Random(7), today=TODAY)
    draw = Random(11)
    for row in village.persons:
        row["id_number"] = _with_any_serial(row["id_number"], draw)
    with store.write("三千人") as session:
        insert_many(session, PERSON, village.persons)
    return {row["id"]: _keys_of(row["name"], row.get("id_number")) for row in village.persons}


def _with_any_serial(number: str | None, draw: Random) -> str | None:
    """The sample numbers everybody of a birthday from 1; real serials are spread."""
    if number is None:
        return None
    body = f"{number[:14]}{draw.randrange(1000):03}"
    return body + check_digit(body)


def _keys_of(name: str, number: str | None) -> tuple[str, ...]:
    initials = readings_of(name)[1][0][:3]
    if len(name) == 2:
        first, second = sort_key(name).split()[:2]
        initials = (first[0] + second)[:3]
    return (initials, number[-3:]) if number else (initials,)


def _seen(session: Session, text: str) -> set[UUID]:
    found = search_people(session, text, today=TODAY)
    return {UUID(str(row.person_id)) for row in found.rows[:ROOM]}


@pytest.fixture(scope="module")
def reached(empty_station: EmptyStation, tmp_path_factory: pytest.TempPathFactory) -> Reached:
    """Who stands in sight after three keys."""
    paths = station_paths(tmp_path_factory.mktemp("three-keys") / "station")
    with copied_station(empty_station, paths, StandingClock()) as store:
        return _reached(store, _keys(store))


def _reached(store: Store, keys: dict[UUID, tuple[str, ...]]) -> Reached:
    asked: dict[str, set[UUID]] = defaultdict(set)
    for person, texts in keys.items():
        for text in texts:
            asked[text].add(person)
    by_name, by_number = set[UUID](), set[UUID]()
    with store.read() as session:
        for text, people in asked.items():
            (by_name if text.isalpha() else by_number).update(_seen(session, text) & people)
    names = (people for text, people in asked.items() if text.isalpha() and len(people) <= ROOM)
    return Reached(by_name, by_number, set().union(*names))


def test_of_three_thousand_nearly_all_are_in_sight_after_three_keys(reached: Reached) -> None:
    assert len(reached.by_name) >= 0.95 * PEOPLE
    assert len(reached.by_name | reached.by_number) >= 0.985 * PEOPLE


def test_where_names_allow_three_letters_are_enough(reached: Reached) -> None:
    assert len(reached.allowed) >= 0.8 * PEOPLE
    assert len(reached.allowed - reached.by_name) <= 0.01 * PEOPLE
