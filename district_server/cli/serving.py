"""The command that answers the stations: serve."""

import argparse
import socket
import time
from dataclasses import replace

from district_server.cli.parsers import Commands
from district_server.context import Clock
from district_server.logs import log_to_stderr
from district_server.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add_parser("serve", help="answer the stations")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int)
    serve.add_argument("--workers", type=_worker_count, help="processes on this socket")
    serve.add_argument("--inherit", type=int, metavar="FD", help="serve on a socket that is open")
    serve.set_defaults(process=_serve)


def _worker_count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 64:
        raise argparse.ArgumentTypeError("1-64")
    return count


def _serve(settings: Settings, options: argparse.Namespace, now: Clock) -> None:
    from district_server.serving import answer_on, listen, require_all_ready

    log_to_stderr(settings.log_level)
    if options.inherit is not None:
        answer_on(socket.socket(fileno=options.inherit), settings, now)
        return
    if options.port is None:
        raise SystemExit("district-server serve: --port or --inherit is needed")
    require_all_ready(settings)
    listening = listen(options.host, options.port)
    print(f"http://{options.host}:{listening.getsockname()[1]}", flush=True)
    workers = options.workers or settings.workers
    if workers == 1:
        answer_on(listening, settings, now)
    else:
        _serve_together(replace(settings, workers=workers), listening)


def _serve_together(settings: Settings, listening: socket.socket) -> None:
    from district_server.workers import Workers, shared_folder

    with shared_folder() as folder:
        Workers(settings, listening, folder, time.monotonic).run()
