"""Figures for Prometheus: how much, how long, how full. No label names a person, a device or a
station; the largest set of labels is districts × routes × answers.
"""

import os
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server keep their figures together; prometheus-client reads it."""
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(slots=True)
class Metrics:
    """The figures of a process."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    volume: Counter = field(init=False)
    rows: Counter = field(init=False)
    limited: Counter = field(init=False)
    running: Gauge = field(init=False)
    gate: Gauge = field(init=False)
    pool: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Register all of them with this process's own registry."""
        with_route = ["district", "method", "route"]
        self.requests = self._counter("requests", "Requests answered", [*with_route, "status"])
        self.seconds = Histogram(
            "district_request_seconds",
            "From the first byte asked to the last byte answered",
            with_route,
            buckets=SECONDS,
            registry=self.registry,
        )
        self.volume = self._counter("bytes", "Bytes of bodies", ["district", "direction"])
        self.rows = self._counter("rows", "Rows of batches, by outcome", ["district", "outcome"])
        self.limited = self._counter("limited", "Requests told to come back later", ["reason"])
        self.running = self._gauge("requests_running", "Requests being answered", [])
        self.gate = self._gauge("exchanges", "Exchanges inside and waiting", ["state"])
        self.pool = self._gauge("pool_connections", "Connections to the database", ["state"])

    def text(self) -> bytes:
        """All figures in Prometheus's own words, of every process of this server."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def _counter(self, name: str, words: str, labels: list[str]) -> Counter:
        return Counter(f"district_{name}", words, labels, registry=self.registry)

    def _gauge(self, name: str, words: str, labels: list[str]) -> Gauge:
        return Gauge(
            f"district_{name}",
            words,
            labels,
            registry=self.registry,
            multiprocess_mode="livesum",
        )
