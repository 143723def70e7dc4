"""Serving over a socket: one process, any number of which may share one PostgreSQL."""

import socket

import uvicorn

from district_server.app import create_app
from district_server.context import Context
from station_app.errors import Unavailable

STOP_WITHIN = 20
"""Seconds that running requests get to end when the server is told to stop."""


def serve(context: Context, *, host: str, port: int) -> None:
    """Answer until told to stop; says on standard output when it listens."""
    listening = _listen(host, port)
    app = create_app(context.engine, clock=context.clock, settings=context.settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    print(f"http://{host}:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """The socket is opened before the program says that it listens."""
    try:
        return socket.create_server((host, port), backlog=2048, reuse_port=False)
    except OSError:
        raise Unavailable("district.port_taken", port=port) from None
