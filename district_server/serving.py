"""Serving over a socket: one process, any number of which may share one PostgreSQL."""

import socket

import uvicorn

from district_server import database, migrating
from district_server.app import create_app
from district_server.context import Clock
from district_server.settings import Settings
from station_app.errors import Unavailable

STOP_WITHIN = 20
"""Seconds that running requests get to end when the server is told to stop."""


def serve(settings: Settings, *, host: str, port: int, now: Clock) -> None:
    """Answer until told to stop; says on standard output when it listens."""
    engines = database.open_districts(settings.database_url, settings.districts, settings.pool)
    for engine in engines.values():
        migrating.require_ready(engine)
    listening = _listen(host, port)
    app = create_app(engines, clock=now, settings=settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    print(f"http://{host}:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listening])
    database.close_districts(engines)


def _listen(host: str, port: int) -> socket.socket:
    """The socket is opened before the program says that it listens."""
    try:
        return socket.create_server((host, port), backlog=2048, reuse_port=False)
    except OSError:
        raise Unavailable("district.port_taken", port=port) from None
