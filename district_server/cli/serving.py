"""The command that answers the stations: serve."""

import argparse

from district_server.cli.parsers import Commands
from district_server.context import Clock
from district_server.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add_parser("serve", help="answer the stations")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, required=True)
    serve.set_defaults(process=_serve)


def _serve(settings: Settings, options: argparse.Namespace, now: Clock) -> None:
    from district_server.logs import log_to_stderr
    from district_server.serving import serve

    log_to_stderr(settings.log_level)
    serve(settings, host=options.host, port=options.port, now=now)
