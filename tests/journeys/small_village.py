"""A village of forty for journeys of the desk: households, benefits, two certifiers, a year."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from station_app.domain.id_number import check_digit
from station_app.models.identifiers import PersonId
from station_app.paths import station_paths
from station_app.services.certification_cycles import OpenCycle, open_cycle
from station_app.services.staff import add_staff
from station_app.services.station import InitStation, init_station
from station_app.store.unit_of_work import Store
from tests.fixtures.station import OPERATOR, STATION_CODE, STATION_NAME
from tests.fixtures.villagers import benefit, household, villager
from tests.journeys.papers import GIVEN, SURNAMES
from tools.clerk import Clerk, at_work
from tools.screenshots import PASSWORD, clock

PEOPLE = 40
GROUPS = ("一组", "二组", "三组")


def name_of(number: int) -> str:
    """Everybody has another name."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


def id_of(number: int) -> str:
    """A number that nobody real has (DOMAIN 8.1)."""
    body = f"320812{1940 + number}0101000"
    return body + check_digit(body)


def make_village(folder: Path) -> Store:
    """Forty people in three groups, each in a household, all of them drawing a benefit."""
    command = InitStation(STATION_CODE, STATION_NAME, OPERATOR, PASSWORD)
    store = init_station(station_paths(folder), command, clock=clock).store
    with store.write("试") as session:
        for number in range(PEOPLE):
            group = GROUPS[number % len(GROUPS)]
            home = household(session, f"H001A{number:05}", group)
            person = villager(
                session, name_of(number), home=home, group=group,
                id_number=id_of(number), birth_date=f"{1940 + number}-01-01",
            )  # fmt: skip
            benefit(session, PersonId(person))
        first, last = date(2026, 3, 1), date(2026, 9, 30)
        open_cycle(session, OpenCycle(year=2026, open_on=first, due_on=last))
        add_staff(session, {"name": OPERATOR, "role": "OFFICER"})
        add_staff(session, {"name": "赵国强", "role": "OFFICER"})
    return store


@contextmanager
def clerk_at_the_village(folder: Path) -> Iterator[tuple[Clerk, Store]]:
    """Somebody at the window of that village, and the store to look into."""
    store = make_village(folder)
    try:
        with at_work(station_paths(folder)) as clerk:
            yield clerk, store
    finally:
        store.close()
