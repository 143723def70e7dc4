"""The demo: a sample station of synthetic people, made once, then opened."""

from argparse import Namespace
from pathlib import Path

from station_app.cli.session import Terminal
from station_app.errors import Rejected
from station_app.paths import Paths, default_data
from station_app.progress import Silent
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.sample.names import load_names
from station_app.services.station import InitStation, init_station
from station_app.store.keys import unlock_any

PASSWORD = "sample-station"  # printed on purpose: nobody in the sample is real


def demo(arguments: Namespace, terminal: Terminal) -> None:
    """Make the sample station unless it is there, and say how to log in; `app` opens it."""
    paths = demo_paths(arguments.data)
    size = SampleSize(arguments.people, arguments.years)
    if not paths.database.exists():
        make_demo(paths, size, terminal)
    refuse_real_station(paths)
    operator = load_names().station.operator
    terminal.say("demo.ready", people=size.people, years=size.years, folder=paths.data)
    terminal.say("demo.password", operator=operator, password=PASSWORD)
    if arguments.picture is not None:
        terminal.say("demo.picture", file=arguments.picture)
        terminal.say("demo.open", command=f"station-app --data {paths.data}")


def demo_paths(data: Path | None) -> Paths:
    """Where the sample lives: apart from a real station."""
    return Paths((data or default_data() / "demo").absolute())


def make_demo(paths: Paths, size: SampleSize, terminal: Terminal) -> None:
    """A sample station of this size in an empty folder."""
    station = load_names().station
    command = InitStation(station.code, station.name, station.operator, PASSWORD)
    new = init_station(paths, command, clock=terminal.clock)
    try:
        fill_with_sample(new.store, size, today=terminal.today, progress=Silent())
    finally:
        new.store.close()


def refuse_real_station(paths: Paths) -> None:
    """Leave a real station alone: only a sample opens with the sample's password."""
    try:
        unlock_any(paths.keys, password=PASSWORD)
    except Rejected:
        raise Rejected("store.exists") from None
