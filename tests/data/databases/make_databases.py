"""Makes the databases that a released program left behind: a station of twelve invented people that
has reported, and its district.

Run from a checkout of that release, whose revisions give the files their names:
`python path/to/make_databases.py TARGET_FOLDER`.
"""

import shutil
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from station_app.paths import station_paths
from station_app.services.district_enrolment import Desk
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.station import InitStation, init_station
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import Office, initialised, serving
from tests.fixtures.station import OPERATOR, STATION_CODE, STATION_NAME

VERSION = "0002"
PASSWORD = "sheng-huo-2022"
TODAY = date(2022, 10, 20)


def make(target: Path) -> None:
    """A station folder and a district file, zipped, with what waits to be reported in the first."""
    with tempfile.TemporaryDirectory() as folder:
        clock = StandingClock()
        paths = station_paths(Path(folder) / "station")
        district_file = Path(folder) / "district.db"
        new = init_station(
            paths, InitStation(STATION_CODE, STATION_NAME, OPERATOR, PASSWORD), clock=clock
        )
        fill_with_sample(new.store, SampleSize(12, 1), today=TODAY)
        desk = Desk(new.store, new.keys, paths.keys, paths.device, clock)
        office = Office(paths, desk, clock, new.recovery_words)
        for district in serving(initialised(f"sqlite:///{district_file}", clock), clock):
            office.enroll(district)
            assert office.sync(district).complete
            office.add_person("尚未上报", note="喜静")
        office.store.close()
        _zip(target / f"station-{VERSION}.zip", paths.data)
        _zip(target / f"district-{VERSION}.zip", district_file)


def _zip(target: Path, source: Path) -> None:
    files = [source] if source.is_file() else sorted(source.glob("*.*"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            if file.is_file() and not file.name.endswith((".lock", "-wal", "-shm")):
                archive.write(file, file.name)
    shutil.copymode(source if source.is_file() else files[0], target)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
