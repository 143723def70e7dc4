"""Random work on two to five PCs over bad lines: after quiet all copies are equal, nothing lost.

Files are closed, restored from backups and cloned meanwhile.

Every value is written once only, so that each can be followed: at the end it stands, or somebody
who saw it wrote over it, or it is in a conflict.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Unavailable
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.store.backup import make_backup, restore_backup
from tests.fixtures.district import District, MakeOffice, Office, everything, opened, reopened
from tests.fixtures.lines import Fault, bad_line

FIELDS = ("name", "mobile", "address", "work_unit")
STEPS = 70
MOST_OFFICES = 5


@dataclass(slots=True)
class World:
    """PCs of one station, their district, and every value that was ever written."""

    random: Random
    district: District
    offices: list[Office]
    people: list[UUID] = field(default_factory=list)
    written: set[tuple[UUID, str, str]] = field(default_factory=set)
    overwritten: set[tuple[UUID, str, str]] = field(default_factory=set)
    backups: dict[int, Path] = field(default_factory=dict)
    count: int = 0

    def step(self) -> None:
        """Somebody does something."""
        usual = [self.add, self.edit, self.sync]
        strange = [self.close, self.take_out, self.back_up, self.restore, self.clone]
        (what,) = self.random.choices(usual + strange, weights=(4, 10, 6, 2, 2, 1, 1, 1))
        what(self.random.randrange(len(self.offices)))

    def add(self, who: int) -> None:
        """A new person."""
        value = self.fresh()
        key = self.offices[who].add_person(value)
        self.people.append(key)
        self.written.add((key, "name", value))

    def edit(self, who: int) -> None:
        """A field or two of a person whom this PC knows."""
        office = self.offices[who]
        with office.store.read() as session:
            known = session.scalars(select(Person.id).order_by(Person.id)).all()
        if not known:
            return
        key = self.random.choice(known)
        for name in self.random.sample(FIELDS, self.random.choice((1, 1, 2))):
            seen, value = office.value(key, name), self.fresh()
            office.change(key, **{name: value})
            self.written.add((key, name, value))
            self.overwritten.add((key, name, str(seen)))

    def sync(self, who: int) -> None:
        """A conversation over a line that may fail."""
        faults = self.random.choices(list(Fault), weights=(6, 1, 2, 1, 1), k=6)
        with bad_line(self.district, *faults) as line, suppress(Unavailable):
            self.offices[who].sync(line)  # where it failed, the next one goes on

    def take_out(self, who: int) -> None:
        """A person is taken out, or put back."""
        office = self.offices[who]
        with office.store.read() as session:
            known = session.scalars(select(Person.id).order_by(Person.id)).all()
        if known:
            key = self.random.choice(known)
            office.change(key, deleted=not office.value(key, "deleted"))

    def back_up(self, who: int) -> None:
        """A copy is put aside."""
        office = self.offices[who]
        target = office.paths.data.parent / f"{office.paths.data.name}-{self.count}.backup"
        if not target.exists():
            make_backup(office.store, office.paths, target, now=office.clock())
        self.backups[who] = target

    def restore(self, who: int) -> None:
        """After everything was reported, somebody puts an old copy back."""
        office = self.offices[who]
        if who in self.backups and office.sync(self.district).complete:
            office.store.close()
            restore_backup(self.backups[who], office.paths, now=office.clock())
            office.clock.advance(timedelta(seconds=1))
            self.offices[who] = reopened(office)

    def clone(self, who: int) -> None:
        """The disk of a PC is copied, and both copies are used."""
        if len(self.offices) < MOST_OFFICES:
            office = self.offices[who]
            office.store.close()
            paths = station_paths(office.paths.data.parent / f"clone{len(self.offices)}")
            shutil.copytree(office.paths.data, paths.data)
            self.offices[who] = reopened(office)
            self.offices.append(opened(paths, office))

    def close(self, who: int) -> None:
        """The program is closed and opened again."""
        self.offices[who] = reopened(self.offices[who])

    def quiet(self) -> None:
        """Everybody reports until nobody has anything new."""
        for _ in range(3):
            for office in self.offices:
                assert office.sync(self.district).complete

    def fresh(self) -> str:
        """A value that nobody wrote before."""
        self.count += 1
        return f"值{self.count}"

    def lost(self) -> set[tuple[UUID, str, str]]:
        """Values that stand nowhere, were not knowingly overwritten and are in no conflict."""
        office = self.offices[0]
        kept = set(self.overwritten)
        for conflict in office.rows(Conflict):
            assert isinstance(conflict, Conflict)
            key = UUID(conflict.record_id)
            kept |= {(key, conflict.field, str(conflict.client_value))}
        for key in self.people:
            kept |= {(key, name, str(office.value(key, name))) for name in FIELDS}
        return self.written - kept


@pytest.mark.parametrize("seed", range(8))
def test_after_quiet_all_copies_are_equal_and_nothing_is_lost(
    district: District, make_office: MakeOffice, seed: int
) -> None:
    random = Random(seed)
    world = World(random, district, [make_office(f"pc{n}") for n in range(random.randint(2, 4))])
    for office in world.offices:
        office.enroll(district)

    for _ in range(STEPS):
        world.step()
    world.quiet()

    with Session(district.engine) as session:
        at_the_district = everything(session)
    for office in world.offices:
        with office.store.read() as session:
            assert everything(session) == at_the_district
    assert world.lost() == set()
    for office in world.offices:
        office.store.close()
