"""Reporting beside Anki's sync, the fastest peer, on the same machine in the same run.

Anki's public package is put into an environment of its own for this run; it is no dependency. As a
native program without log-in of devices, scope checks or audit it is a hard floor.
"""

import subprocess
import sys
import venv
from dataclasses import dataclass

import msgspec

from benchmarks.load import PEOPLE, RECORDS_EACH
from benchmarks.measure import ROOT, Figure, Timing, at_most_times
from benchmarks.stations import folder
from benchmarks.sync import Round, first_round

PACKAGE = "anki==26.9.3"


@dataclass(frozen=True, slots=True)
class Peer:
    """What Anki took, in seconds."""

    push: float
    pull: float
    changed: float
    quiet: float
    megabytes: float


def figures(runs: int) -> list[Figure]:
    """Ours against Anki's; the limits are the ratios of the figures that were aimed at."""
    peer = _anki()
    ours = first_round("postgresql")
    return list(_judged(ours, peer)) if runs else []


def _judged(ours: Round, peer: Peer) -> list[Figure]:
    pairs = (
        ("first push, 80,000 rows", ours.push.seconds, peer.push, 0.8),
        ("fresh pull, 80,000 rows", ours.pull.seconds, peer.pull, 0.6),
        ("50 changed", ours.changed.seconds, peer.changed, 1.0),
        ("no-op", ours.quiet.seconds, peer.quiet, 2.0),
    )
    return [
        at_most_times(
            f"PostgreSQL beside Anki: {name}", Timing(tuple(mine)), Timing((its,)), times=limit
        )
        for name, mine, its, limit in pairs
    ]


def _anki() -> Peer:
    place = folder() / "anki"
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    _run(python, "-m", "pip", "install", "--quiet", PACKAGE)
    program = ROOT / "benchmarks" / "peer_anki.py"
    told = _run(python, str(program), str(PEOPLE * (1 + RECORDS_EACH)))
    peer = msgspec.json.decode(told.splitlines()[-1], type=Peer)
    print(f"Anki: {peer}", file=sys.stderr, flush=True)
    return peer


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[:3]} failed:\n{done.stderr[-2000:]}")
    return done.stdout
