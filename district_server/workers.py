"""Several serving processes on one socket: started together, replaced when one dies, stopped
together. The parent answers nobody and holds no connection to the database.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prometheus_client.multiprocess import mark_process_dead

from district_server.metrics import SHARED_FOLDER
from district_server.settings import DATABASE, DATABASE_FILE, Settings
from station_app.errors import Unavailable

MOST_DEATHS = 5
"""Deaths of one process within a minute: something is wrong that starting again does not cure; the
exit code tells whoever started us."""
MINUTE = 60.0
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Workers:
    """The processes that answer; `ticks` measures spans of time."""

    settings: Settings
    listening: socket.socket
    folder: str
    ticks: Callable[[], float]
    stopping: bool = False
    running: set[int] = field(default_factory=set)
    deaths: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Keep them running until told to stop; raises `Unavailable` when they die all the time."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop())
        for _ in range(self.settings.workers):
            self._start()
        while self.running:
            self._wait_for_an_end()
        if self._are_hopeless():
            raise Unavailable("district.workers_die")

    def _wait_for_an_end(self) -> None:
        pid, status = os.wait()
        self.running.discard(pid)
        mark_process_dead(pid, self.folder)  # type: ignore[no-untyped-call]
        if self.stopping:
            return
        code = os.waitstatus_to_exitcode(status)
        _LOG.error("a worker died", extra={"worker": pid, "exit_code": code})
        now = self.ticks()
        self.deaths = [*(at for at in self.deaths if now - at < MINUTE), now]
        if self._are_hopeless():
            self._stop()
        else:
            self._start()

    def _are_hopeless(self) -> bool:
        return len(self.deaths) >= MOST_DEATHS * self.settings.workers

    def _start(self) -> None:
        descriptor = self.listening.fileno()
        command = [sys.executable, "-m", "district_server", "serve", "--inherit", str(descriptor)]
        process = subprocess.Popen(command, env=self._environment(), pass_fds=[descriptor])
        process.returncode = 0  # `os.wait` hears of its end, nobody else need ask
        self.running.add(process.pid)
        if self.stopping:  # told in the very moment in which this one began
            os.kill(process.pid, signal.SIGTERM)

    def _environment(self) -> dict[str, str]:
        """What the parent was told, its command line included."""
        inherited = {name: text for name, text in os.environ.items() if name != DATABASE_FILE}
        return inherited | {DATABASE: self.settings.database_url, SHARED_FOLDER: self.folder}

    def _stop(self) -> None:
        """Tell all of them; a second signal reaches them again, and they hurry."""
        self.stopping = True
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)


@contextmanager
def shared_folder() -> Iterator[str]:
    """Where the processes keep their figures together; gone with them."""
    folder = tempfile.mkdtemp(prefix="district-figures-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
