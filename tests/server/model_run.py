"""The long run: world after world from a seed, until a number of operations is done.

`python -m tests.server.model_run --operations 1000000 --seed 1 [--postgres]` prints the seed of
each world that fails, so that it is run again alone with `--operations 1 --seed THAT`.
"""

import argparse
import gc
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import Engine

from tests.fixtures.clock import StandingClock
from tests.fixtures.cluster import CARELESS, programs_of_postgresql, running_cluster
from tests.fixtures.engines import lean_engines
from tests.server.model_reckoning import let_it_be_quiet, reckon
from tests.server.model_template import Template, make_template, prepared_district, wires_to
from tests.server.model_world import World, make_world

SIZES = (300, 1500, 3000, 5000)
TOLD_EVERY = 10_000
GARBAGE = (50_000, 20, 50)
"""How rarely the collector looks: a world is small, and gone when it has held."""
MakeDistrict = Callable[[Path], Engine]


def run_world(
    template: Template,
    folder: Path,
    seed: int,
    size: int | None = None,
    engine: Engine | None = None,
) -> World:
    """One world from nothing to its reckoning; without an engine on an embedded district."""
    random = Random(seed)
    folder.mkdir()
    with lean_engines():
        district = engine or template.copy_district(folder)
        try:
            with wires_to(district, StandingClock(), random) as wires:
                world = make_world(template, folder, district, wires, random)
                try:
                    _live(world, size or random.choice(SIZES))
                finally:
                    world.close()
            return world
        finally:
            district.dispose()


def _live(world: World, size: int) -> None:
    try:
        for _ in range(size):
            world.step()
        let_it_be_quiet(world)
        reckon(world)
    except Exception as error:
        error.add_note(f"{world.steps} steps: {world.done}")
        raise


@dataclass(slots=True)
class Score:
    """How far a run has come."""

    started: float = field(default_factory=time.monotonic)
    done: int = 0
    told: int = 0
    worlds: int = 0
    failed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, world: World) -> None:
        """A world that held."""
        self.done += world.steps
        self.kinds.update(world.done)

    def fail(self, seed: int, error: Exception) -> None:
        """A world that did not; the run goes on."""
        self.failed += 1
        self.done += SIZES[0]
        notes = getattr(error, "__notes__", [])
        print(f"seed {seed}: {type(error).__name__}: {str(error)[:2000]} {notes}", flush=True)

    def tell(self, seed: int) -> None:
        """A line now and then."""
        if self.done - self.told >= TOLD_EVERY:
            self.told = self.done
            print(f"seed {seed}: {self}", flush=True)

    def __str__(self) -> str:
        """The figures."""
        rate = self.done / (time.monotonic() - self.started)
        return (
            f"{self.done} operations in {self.worlds} worlds, {rate:.0f}/s, "
            f"{self.failed} worlds failed"
        )


def main(arguments: list[str]) -> int:
    """Run worlds until enough was done; 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.server.model_run")
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory(dir=fast_folder()) as folder,
        _districts(postgres=asked.postgres) as make,
    ):
        return _run(Path(folder), asked.operations, asked.seed, make)


def _run(folder: Path, operations: int, seed: int, make: MakeDistrict | None) -> int:
    template = make_template(folder / "template")
    gc.freeze()  # modules and tables stay for good: nobody need look through them again
    gc.set_threshold(*GARBAGE)
    score = Score()
    while score.done < operations:
        world_folder = folder / f"world{seed}"
        try:
            engine = make(folder) if make else None
            score.add(run_world(template, world_folder, seed, engine=engine))
        except Exception as error:  # the run goes on, and tells in the end
            score.fail(seed, error)
        score.worlds += 1
        shutil.rmtree(world_folder, ignore_errors=True)
        score.tell(seed)
        seed += 1
    print(f"{score}; next seed {seed}; {dict(score.kinds)}", flush=True)
    return 1 if score.failed else 0


@contextmanager
def _districts(*, postgres: bool) -> Iterator[MakeDistrict | None]:
    """What makes a district for a world; None for the embedded one."""
    programs = programs_of_postgresql() if postgres else None
    if not postgres:
        yield None
        return
    assert programs is not None, "PostgreSQL is not installed"
    with running_cluster(programs, CARELESS) as cluster:

        def make(_folder: Path) -> Engine:
            address = cluster.create(f"w{uuid4().hex}")
            return prepared_district(address.replace("postgresql://", "postgresql+psycopg://"))

        yield make


def fast_folder() -> str | None:
    """Files in memory, where there is such a place: nothing here outlives the run."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
