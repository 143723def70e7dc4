"""Serving over a socket: one process that listens, answers, and ends what it began when told to
stop. Any number of processes may share one PostgreSQL.
"""

import gc
import signal
import socket
from types import FrameType

import uvicorn

from district_server import database, migrating
from district_server.app import create_app
from district_server.context import Clock
from district_server.process import Process, process_of
from district_server.settings import Settings
from station_app.errors import Unavailable

TICKS_TO_LINGER = 5
"""Tenths of a second in which a stopping server still says 503, so that a front looks elsewhere."""
GENERATIONS = (50_000, 20, 20)
"""After how many new objects, and how many such rounds, the cyclic collector looks."""
KEEP_ALIVE_SECONDS = 30
MAX_HEAD = 32 * 1024
BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """An open socket; raises `Unavailable` where the port is taken."""
    try:
        listening = socket.create_server((host, port), backlog=BACKLOG, reuse_port=False)
    except OSError:
        raise Unavailable("district.port_taken", port=port) from None
    # Every connection inherits it. asyncio sets it only where a socket names its protocol, which
    # this one does not: head and body of an answer would lie 40 ms apart.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def require_all_ready(settings: Settings) -> None:
    """Raise `Rejected` where the tables of a district are not this program's."""
    engines = database.open_districts(settings.database_url, settings.districts, settings.pool)
    try:
        for engine in engines.values():
            migrating.require_ready(engine)
    finally:
        database.close_districts(engines)


def _collect_seldom() -> None:
    """What was loaded lives as long as the process; a batch makes thousands of rows, no cycles."""
    gc.freeze()
    gc.set_threshold(*GENERATIONS)


def answer_on(listening: socket.socket, settings: Settings, now: Clock) -> None:
    """Answer until told to stop."""
    engines = database.open_districts(settings.database_url, settings.districts, settings.pool)
    process = process_of(settings)
    app = create_app(engines, clock=now, settings=settings, process=process)
    _collect_seldom()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        limit_concurrency=settings.connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
        h11_max_incomplete_event_size=MAX_HEAD,
        lifespan="off",
        ws="none",
    )
    try:
        Draining(config, process).run(sockets=[listening])
    finally:
        database.close_districts(engines)


class Draining(uvicorn.Server):
    """A server that, told to stop, ends what runs and says 503 to what comes anew; exits with 0.

    uvicorn alone closes the door at once, and whoever knocks meanwhile is not answered at all.
    """

    def __init__(self, config: uvicorn.Config, process: Process) -> None:
        super().__init__(config)
        self._process = process
        self._lingered = 0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal begins the end; a second one does not wait any longer."""
        if self._process.stopping or sig == signal.SIGINT:
            super().handle_exit(sig, frame)
        self._process.stopping = True

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: go on, or is everything said?"""
        if self._process.stopping:
            self._lingered += 1
            most = self.config.timeout_graceful_shutdown or 0
            quiet = self._process.running == 0 and self._lingered > TICKS_TO_LINGER
            if quiet or self._lingered > most * 10:
                return True
        return await super().on_tick(counter)
