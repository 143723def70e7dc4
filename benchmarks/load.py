"""The load of all figures of reporting: 20,000 people and 60,000 records under them.

It is cut from one year of the sample station (for each person 2 visits with an attendance, half a
planned condolence with its payment, half a certification, beside household, identities, service and
benefits): all people, and of every other table the share that leaves 3 records for each person.
"""

from random import Random
from typing import Any

from benchmarks.scene import TODAY
from station_app.models.registry import BY_NAME
from station_app.services.sample import ledgers, people
from station_app.services.sample.names import load_names
from station_app.store.bulk import insert_many
from station_app.store.unit_of_work import Store

PEOPLE = 20_000
RECORDS_EACH = 3
SEED = 20221001
Tables = dict[str, list[dict[str, Any]]]  # Any: a row holds one value per column


def load_tables(count: int = PEOPLE) -> Tables:
    """The rows, by record type."""
    random, names = Random(SEED), load_names()
    village = people.make_people(count, names=names, random=random, today=TODAY)
    years = range(TODAY.year, TODAY.year + 1)
    made = ledgers.make_ledgers(village, years, names=names, random=random, today=TODAY)
    tables = village.tables | made
    persons = tables.pop("person")
    share = count * RECORDS_EACH / sum(map(len, tables.values()))
    cut = {name: rows[: round(len(rows) * share) or 1] for name, rows in tables.items()}
    return cut | {"person": persons}


def fill(store: Store, tables: Tables) -> int:
    """Write the rows into a station in one unit of work, as an import does; returns how many."""
    with store.write("load") as session:
        return sum(
            insert_many(session, record_type, tables.get(name, []))
            for name, record_type in BY_NAME.items()
        )
