"""What one process of the server shares between its districts: limits, figures, its own life."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.pool import QueuePool

from district_server.limits import Limits, limits
from district_server.metrics import Metrics
from district_server.settings import Settings

KNOWN_SECONDS = 60.0
KNOWN_AT_MOST = 20_000


@dataclass(slots=True)
class Known:
    """Devices whose token was right a moment ago.

    Good enough to read a body for, and to know whose turn it is; the transaction that keeps or
    tells anything looks the token up again, so a revoked device is out at once.
    """

    _until: dict[tuple[str, str], tuple[float, UUID, UUID]] = field(default_factory=dict)

    def find(self, district: str, token_hash: str, *, now: float) -> tuple[UUID, UUID] | None:
        """The device and the station of a token that was found lately."""
        found = self._until.get((district, token_hash))
        return None if found is None or found[0] < now else found[1:]

    def keep(self, district: str, token_hash: str, ids: tuple[UUID, UUID], *, now: float) -> None:
        """Remember it for a while."""
        if len(self._until) >= KNOWN_AT_MOST:
            self._until.clear()
        self._until[district, token_hash] = (now + KNOWN_SECONDS, *ids)


@dataclass(slots=True)
class Process:
    """One process. `ticks` measures spans of time; what o'clock it is, is the clock's matter."""

    limits: Limits
    metrics: Metrics
    ticks: Callable[[], float] = time.monotonic
    known: Known = field(default_factory=Known)
    stopping: bool = False
    running: int = 0
    pool: QueuePool | None = None

    def show_levels(self) -> None:
        """Put what is so at this moment among the figures; each process shows its own."""
        gauges, gate = self.metrics, self.limits.gate
        gauges.running.set(self.running)
        gauges.gate.labels("inside").set(gate.inside)
        gauges.gate.labels("waiting").set(gate.waiting)
        if self.pool is not None:
            gauges.pool.labels("used").set(self.pool.checkedout())
            gauges.pool.labels("idle").set(self.pool.checkedin())


def process_of(settings: Settings) -> Process:
    """A process as the settings say."""
    return Process(
        limits(
            exchanges=settings.exchanges,
            waiting=settings.waiting,
            device_per_minute=settings.device_per_minute,
            station_per_minute=settings.station_per_minute,
            stranger_per_minute=settings.stranger_per_minute,
            guesses_per_hour=settings.guesses_per_hour,
        ),
        Metrics(),
    )
