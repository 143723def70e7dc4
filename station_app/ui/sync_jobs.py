"""Reporting as jobs: each takes the open store and what of this PC it needs."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from station_app.errors import StationError, Unavailable
from station_app.paths import Paths
from station_app.progress import Progress
from station_app.services import reporting
from station_app.services.district_enrolment import Desk as ReportingDesk
from station_app.services.district_enrolment import Enroll, Enrolled, enroll, open_private_fields
from station_app.services.district_sync import Synchronised
from station_app.sync.client import whole_address
from station_app.ui.gate import Clock
from station_app.ui.tasks import log_bug

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


class Watched(Progress, Protocol):
    """The progress of a job that can be stopped between two steps, too."""

    @property
    def stopping(self) -> bool:
        """Whether the job was asked to stop."""


def report(store: Store, here: ThisPc, *, by_hand: bool, progress: Watched) -> Synchronised:
    """Report now; a bug is logged and told by the light, never by a dialog of its own."""
    desk = here.desk(store)
    try:
        return reporting.report(
            desk, by_hand=by_hand, progress=progress, stopped=lambda: progress.stopping
        )
    except StationError:
        raise
    except Exception as error:  # the sync loop: whatever happens, work goes on
        log_bug(error)
        reporting.note_stumble(desk)
        raise Unavailable(reporting.STUMBLED) from error


def try_line(store: Store, here: ThisPc, address: str | None, *, progress: Watched) -> None:
    """Whether the district is in reach."""
    typed = None if address is None else whole_address(address)
    reporting.try_line(here.desk(store), typed, stopped=lambda: progress.stopping)


def join(store: Store, here: ThisPc, command: Enroll) -> Enrolled:
    """Join the district."""
    return enroll(here.desk(store), replace(command, server=whole_address(command.server)))


def open_private(store: Store, here: ThisPc, words: str) -> int:
    """Open what only the station may read, on a second PC."""
    return open_private_fields(here.desk(store), words)
