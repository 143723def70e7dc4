"""Reporting as jobs: each takes the open store and what of this PC it needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station_app.paths import Paths
from station_app.progress import Progress
from station_app.services.district_enrolment import Desk as ReportingDesk
from station_app.services.district_enrolment import Enroll, Enrolled, enroll, open_private_fields
from station_app.services.district_sync import Synchronised, synchronise
from station_app.ui.gate import Clock

if TYPE_CHECKING:
    from station_app.services.passwords import Keys

Store = Any
"""The open store, which only tasks hold: screens pass it on and never look into it."""


@dataclass(frozen=True, slots=True)
class ThisPc:
    """What reporting needs of this PC besides its store."""

    keys: "Keys"
    paths: Paths
    clock: Clock

    def desk(self, store: Store) -> ReportingDesk:
        """Everything together."""
        return ReportingDesk(store, self.keys, self.paths.keys, self.paths.device, self.clock)


def report(store: Store, here: ThisPc, *, progress: Progress) -> Synchronised:
    """Report now."""
    return synchronise(here.desk(store), progress=progress)


def join(store: Store, here: ThisPc, command: Enroll) -> Enrolled:
    """Join the district."""
    return enroll(here.desk(store), command)


def open_private(store: Store, here: ThisPc, words: str) -> int:
    """Open what only the station may read, on a second PC."""
    return open_private_fields(here.desk(store), words)
