"""Random work on two to eight PCs of two stations over bad lines, and the reckoning after quiet.

Files are restored, cloned and replaced, clocks go mad, programs are newer, the district itself is
put back to a backup. In the end all copies of a station equal the district's and no value is lost.

The mix: an operation is one unit of work of an operator, a conversation, or a strange thing. People
work in bursts: whoever is at it goes on with `GOES_ON`, and writes about ten times between two
conversations; one operation in fifty is strange. Backups, clones and the like follow each other
more closely than in any year of a real station.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Engine, select

from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.person import PERSON
from station_app.models.record_type import RecordType
from station_app.services.conflicts import Choice, Decide, decide
from station_app.services.duplicates import merge_people
from station_app.services.undoing import undo_last
from station_app.sync.rows import required_fields
from tests.fixtures.clock import START, StandingClock
from tests.server.model_backups import Backups, backups_of
from tests.server.model_ledger import UNTRACKED, Ledger
from tests.server.model_lines import WildLine, Wires
from tests.server.model_replica import Replica, as_wire, replica_on
from tests.server.model_template import (
    StationTemplate,
    Template,
    enrolled,
    join,
    new_office,
    office_in,
)
from tests.server.model_values import KINDS, Values

MOST_REPLICAS = 8
FAULT_RATE = 0.3
EMPTIED = 0.08
KINDS_OF_A_WORLD = 8
"""So few record types has a world, persons among them, that much happens to each of them; over many
worlds it is all of them."""
GOES_ON = 0.8
"""How often the PC that did the last operation does the next one as well."""
QUIET_ROUNDS = 12
MAD_YEARS = (1970, 1999, 2022, 2022, 2022, 2038, 2099)
Copy = dict[str, dict[UUID, dict[str, object]]]


@dataclass(slots=True)
class Site:
    """One station of the world: its PCs and the records that somebody made there."""

    template: StationTemplate
    replicas: list[Replica]
    records: list[tuple[RecordType, UUID]] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """Stations, their district, and every value that was ever written."""

    random: Random
    folder: Path
    engine: Engine
    wires: Wires
    sites: list[Site]
    backups: Backups
    ledger: Ledger = field(default_factory=Ledger)
    steps: int = 0
    made: int = 0
    backed_up_at: int | None = None
    at_work: tuple[Site, Replica] | None = None
    done: dict[str, int] = field(default_factory=dict)
    values: Values = field(init=False)
    kinds: list[RecordType] = field(init=False)

    def __post_init__(self) -> None:
        """The values come from the same seed, and so do the record types."""
        self.values = Values(self.random)
        others = [kind for kind in KINDS if kind is not PERSON]
        self.kinds = [PERSON, *self.random.sample(others, KINDS_OF_A_WORLD - 1)]

    @property
    def replicas(self) -> list[tuple[Site, Replica]]:
        """All PCs."""
        return [(site, replica) for site in self.sites for replica in site.replicas]

    def step(self) -> None:
        """Somebody does something."""
        self.steps += 1
        actions = self._actions()
        (what,) = self.random.choices(list(actions), weights=list(actions.values()))
        site, replica = self._whoever_works()
        what(site, replica)
        self.done[what.__name__] = self.done.get(what.__name__, 0) + 1

    def _whoever_works(self) -> tuple[Site, Replica]:
        if self.at_work is None or self.random.random() >= GOES_ON:
            self.at_work = self.random.choice(self.replicas)
        site, replica = self.at_work
        if replica not in site.replicas:  # the PC was thrown away meanwhile
            self.at_work = self.random.choice(self.replicas)
        return self.at_work

    def _actions(self) -> Mapping[Callable[[Site, Replica], None], float]:
        return {
            self.edit: 66,
            self.add: 14,
            self.take_out: 5,
            self.undo: 2,
            self.merge: 1,
            self.decide: 2,
            self.sync: 8,
            self.turn_clock: 0.7,
            self.back_up: 0.3,
            self.restore: 0.15,
            self.clone: 0.1,
            self.replace: 0.1,
            self.reopen: 0.2,
            self.change_program: 0.2,
            self.back_up_district: 0.15,
            self.restore_district: 0.08,
        }

    # -- ordinary work ------------------------------------------------------------------------

    def add(self, site: Site, replica: Replica) -> None:
        """A new record of any type."""
        kind = self.random.choice(self.kinds)
        row = kind.model(**self.values.row(kind))
        with replica.office.store.write("add") as session:
            session.add(row)
        site.records.append((kind, row.id))
        for name in kind.by_name:
            value = as_wire(kind.name, name, getattr(row, name))
            if value is not None and name not in UNTRACKED:
                noted = (row.id, name, None, value)
                replica.note(self.ledger, kind.name, row.id, noted, is_new=True)

    def edit(self, site: Site, replica: Replica) -> None:
        """A field or some of a record that this PC knows; facts stay as they are."""
        if (found := self._pick(site)) is None or found[0].is_fact:
            return
        kind, key = found
        fields = self.values.editable(kind)
        some = self.random.sample(fields, min(len(fields), self.random.choice((1, 1, 2, 3))))
        needed = required_fields(kind)
        new: dict[str, object] = {
            f.name: None
            if f.name not in needed and self.random.random() < EMPTIED
            else self.values.of(f)
            for f in some
        }
        self._change(replica, kind, key, new)

    def take_out(self, site: Site, replica: Replica) -> None:
        """A record is taken out, or put back."""
        if (found := self._pick(site)) is not None:
            kind, key = found
            self._change(replica, kind, key, {"deleted": self.random.random() < 0.5})

    def _pick(self, site: Site) -> tuple[RecordType, UUID] | None:
        if not site.records:
            return None
        if self.random.random() < 0.5:  # half of the work is done on a few records
            return self.random.choice(site.records[:10])
        return self.random.choice(site.records)

    def _change(
        self, replica: Replica, kind: RecordType, key: UUID, new: dict[str, object]
    ) -> None:
        with replica.office.store.write("edit") as session:
            row = session.get(kind.model, key)
            if row is None:
                return
            old = {name: getattr(row, name) for name in new}
            for name, value in new.items():
                setattr(row, name, value)
        for name, value in new.items():
            if value != old[name]:
                seen, written = (as_wire(kind.name, name, each) for each in (old[name], value))
                noted = (key, name, seen, written)
                replica.note(self.ledger, kind.name, key, noted, is_new=False)

    def undo(self, _site: Site, replica: Replica) -> None:
        """Ctrl Z."""
        with suppress(Rejected):
            undo_last(replica.office.store)

    def merge(self, site: Site, replica: Replica) -> None:
        """Two files of one person become one."""
        people = [key for kind, key in site.records if kind.name == "person"]
        if len(people) > 1:
            kept, gone = self.random.sample(people[:12], 2)
            with suppress(Rejected), replica.office.store.write("merge") as session:
                merge_people(session, kept, gone)

    def decide(self, _site: Site, replica: Replica) -> None:
        """A question is answered."""
        open_ones = select(Conflict.id).where(Conflict.resolved_at.is_(None)).limit(20)
        with replica.office.store.read() as session:
            found = session.scalars(open_ones).all()
        if found:
            choice = self.random.choice((Choice.SERVER, Choice.CLIENT))
            command = Decide(self.random.choice(found), choice)
            with suppress(Rejected), replica.office.store.write("decide") as session:
                decide(session, command, replica.office.desk.keys)

    def sync(self, _site: Site, replica: Replica) -> None:
        """A conversation over a line that may fail."""
        replica.line.fault_rate = FAULT_RATE
        replica.sync(self.ledger, self.steps)

    # -- strange things -----------------------------------------------------------------------

    def turn_clock(self, _site: Site, replica: Replica) -> None:
        """A battery dies, or somebody sets the year."""
        year = self.random.choice(MAD_YEARS)
        replica.clock.now = datetime(year, 1, 1, tzinfo=UTC) + timedelta(
            seconds=self.random.randrange(30_000_000)
        )

    def back_up(self, _site: Site, replica: Replica) -> None:
        """A copy of a station file is put aside."""
        paths = replica.office.paths
        replica.back_up(self.ledger, self.folder / f"{paths.data.name}.backup")

    def restore(self, site: Site, replica: Replica) -> None:
        """An old copy is put back; what was not reported since is gone, and only that."""
        if replica.backup is not None:
            replica.restore(self.ledger, self._held_by_others(replica))
            replica.office = office_in(replica.office.paths.data, site.template, replica.clock)
            if replica.backup.enrolled_at != replica.enrolled_at:
                self._join_again(site, replica)  # the copy knows a token that the district forgot

    def clone(self, site: Site, replica: Replica) -> None:
        """The disk of a PC is copied, and both copies are used."""
        if len(site.replicas) >= MOST_REPLICAS // len(self.sites):
            return
        replica.read_log(self.ledger)
        replica.office.store.close()
        folder = self._fresh_folder()
        shutil.copytree(replica.office.paths.data, folder)
        replica.office = office_in(replica.office.paths.data, site.template, replica.clock)
        twin = replica_on(
            office_in(folder, site.template, StandingClock(replica.clock())), WildLine(self.wires)
        )
        twin.enrolled_at = replica.enrolled_at
        twin.mine, twin.reported, twin.tail = [*replica.mine], replica.reported, replica.tail
        site.replicas.append(twin)

    def replace(self, site: Site, replica: Replica) -> None:
        """A PC is thrown away; a new one joins its station with nothing on it."""
        replica.read_log(self.ledger)
        replica.office.store.close()
        replica.forget_from(self.ledger, 0, self._held_by_others(replica))
        site.replicas.remove(replica)
        shutil.rmtree(replica.office.paths.data)
        site.replicas.append(self.new_replica(site.template))

    def _held_by_others(self, replica: Replica) -> set[int]:
        held: set[int] = set()
        for _, other in self.replicas:
            if other is not replica:
                held.update(other.mine)
        return held

    def reopen(self, site: Site, replica: Replica) -> None:
        """The program is closed and opened again."""
        replica.office.store.close()
        replica.office = office_in(replica.office.paths.data, site.template, replica.clock)

    def change_program(self, _site: Site, replica: Replica) -> None:
        """A newer program is installed, or the old one again."""
        replica.line.newer = not replica.line.newer

    def back_up_district(self, _site: Site, _replica: Replica) -> None:
        """The district's database is put aside."""
        self.backups.make()
        self.backed_up_at = self.steps

    def restore_district(self, _site: Site, _replica: Replica) -> None:
        """The district's database is put back; the stations still have what they wrote."""
        if self.backed_up_at is None:
            return
        self.backups.put_back()
        held: set[int] = set()
        for site, replica in self.replicas:
            replica.reported = 0
            if replica.enrolled_at > self.backed_up_at:
                self._join_again(site, replica)
            else:
                held.update(replica.mine)
        self.ledger.district_gone_back(self.backed_up_at, held)

    def _join_again(self, site: Site, replica: Replica) -> None:
        """The restored district has never heard of this PC: it needs another code."""
        replica.office.paths.device.unlink()
        join(replica, self.engine, site.template)
        replica.read_log(self.ledger)
        replica.enrolled_at = self.steps

    def new_replica(self, template: StationTemplate) -> Replica:
        """A PC that joins its station."""
        office = new_office(template, self._fresh_folder(), StandingClock(START))
        replica = enrolled(office, self.engine, self.wires, template)
        replica.enrolled_at = self.steps
        return replica

    def _fresh_folder(self) -> Path:
        self.made += 1
        return self.folder / f"pc{self.made}"

    def close(self) -> None:
        """Let go of every file."""
        for _, replica in self.replicas:
            replica.office.store.close()
            replica.client.close()


def make_world(
    template: Template, folder: Path, engine: Engine, wires: Wires, random: Random
) -> World:
    """Two stations with one to four PCs each."""
    sites = [Site(station, []) for station in template.stations]
    world = World(random, folder, engine, wires, sites, backups_of(engine, folder))
    for site in sites:
        for _ in range(random.randint(1, 3)):
            site.replicas.append(world.new_replica(site.template))
    return world
