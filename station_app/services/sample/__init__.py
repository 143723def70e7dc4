"""The sample station: synthetic people and years of their records, for demo, tests and benchmarks.

Records per person-year in the register: 2 visits with an attendance each, 1 planned condolence with
its payment, and 0.9 certifications for each person with a benefit (about half of the people); one
plaque with two events for two households in three. The same seed makes the same station.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from station_app.messages.labels import label
from station_app.models.registry import BY_NAME
from station_app.progress import Progress, Silent
from station_app.services.sample import ledgers, people
from station_app.services.sample.names import load_names
from station_app.store.bulk import insert_many
from station_app.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How large the sample is to be."""

    people: int = 120
    years: int = 2
    seed: int = 20221001


def fill_with_sample(
    store: Store, size: SampleSize, *, today: date, progress: Progress | None = None
) -> int:
    """Write a sample into an empty station, in one unit of work; returns the number of rows."""
    random, names = Random(size.seed), load_names()
    village = people.make_people(size.people, names=names, random=random, today=today)
    years = range(today.year - size.years + 1, today.year + 1)
    tables = village.tables | ledgers.make_ledgers(
        village, years, names=names, random=random, today=today
    )
    return _write(store, tables, progress or Silent())


def _write(store: Store, tables: dict[str, list[people.Row]], progress: Progress) -> int:
    total, done = sum(map(len, tables.values())), 0
    with store.write(label("sample.fill")) as session:
        for name, record_type in BY_NAME.items():
            done += insert_many(session, record_type, tables.get(name, []))
            progress.step(done, total)
    return done
