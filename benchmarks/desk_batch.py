"""A list of 1,000 people for the festival ahead, made in a closed station's folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from benchmarks.scene import OPERATOR, PASSWORD, TODAY, clock
from station_app.domain.codes import BatchForm, CondolenceKind, Funding, Occasion, PersonStatus
from station_app.models.identifiers import BatchId, PersonId
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.services.condolence import Freeze, MakeBatch, freeze, make_batch
from station_app.services.condolence_list import AddPeople, add_people
from station_app.services.station import open_station
from station_app.store.unit_of_work import Store

MANY, FEN = 1_000, 50_000


@contextmanager
def closed_station(folder: Path) -> Iterator[Store]:
    """The station of a folder, opened for a moment."""
    paths = station_paths(folder)
    store, _ = open_station(paths, operator=OPERATOR, password=PASSWORD, clock=clock)
    yield store
    store.close()


def make_big_batch(folder: Path, *, frozen: bool = False) -> BatchId:
    """A list of 1,000, still a draft or already frozen for signatures."""
    with closed_station(folder) as store, store.write("list") as session:
        command = MakeBatch(
            kind=CondolenceKind.ENTITLED_DIFF,
            occasion=Occasion.CHONGYANG,
            occasion_year=TODAY.year,
            funding=Funding.COUNTY,
            form=BatchForm.CASH,
            standard_fen=FEN,
        )
        batch = make_batch(session, command)
        alive = select(Person.id).where(
            Person.status == PersonStatus.ACTIVE, Person.deleted.is_(False)
        )
        people = session.scalars(alive.order_by(Person.id).limit(MANY)).all()
        add_people(session, AddPeople(batch_id=batch, person_ids=tuple(map(PersonId, people))))
        if frozen:
            freeze(session, Freeze(batch), today=TODAY)
    return batch
