"""The composition root of the server: engine, clock and settings in, an application out."""

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from district_server import failures
from district_server.context import Clock, Context
from district_server.routes import enrolment, health, sync
from district_server.settings import Settings
from station_app.errors import StationError
from station_app.messages import sentences


def create_app(engine: Engine, *, clock: Clock, settings: Settings) -> Starlette:
    """The server as an ASGI application; it holds nothing but what it is given."""
    sentences()  # a broken table of sentences shows now, not with the first refusal
    context = Context(engine, clock, settings)
    return Starlette(
        routes=[*sync.routes(context), *enrolment.routes(context), *health.routes(context)],
        exception_handlers={
            StationError: failures.on_station_error,
            HTTPException: failures.on_http_error,
            Exception: failures.on_bug,
        },
    )
