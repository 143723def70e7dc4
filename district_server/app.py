"""The composition root of the server: engines, clock and settings in, an application out."""

from collections.abc import Mapping

from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from district_server import failures
from district_server.context import Clock, Context
from district_server.dispatch import ByDistrict
from district_server.observed import Observed
from district_server.process import Process, process_of
from district_server.routes import (
    certifications,
    describing,
    enrolment,
    health,
    metrics,
    photos,
    proof,
    sync,
)
from district_server.settings import Settings
from district_server.web.app import web_routes
from station_app.errors import StationError
from station_app.messages import sentences


def create_app(
    engine: Engine | Mapping[str, Engine],
    *,
    clock: Clock,
    settings: Settings,
    process: Process | None = None,
) -> ASGIApp:
    """The server as an ASGI application; it holds nothing but what it is given.

    A mapping names the districts that are served, each under `/{name}`; one alone also at `/`.
    """
    sentences()  # a broken table of sentences shows now, not with the first refusal
    engines = engine if isinstance(engine, Mapping) else {"": engine}
    here = process or process_of(settings)
    pool = next(iter(engines.values())).pool
    here.pool = pool if isinstance(pool, QueuePool) else None
    contexts = [Context(each, clock, settings, name, here) for name, each in engines.items()]

    def app(district: str, routes: list[BaseRoute]) -> ASGIApp:
        return Observed(_app(routes), here, district, settings.log_addresses)

    named = {each.district: app(each.district, district_routes(each)) for each in contexts}
    named.pop("", None)
    alone = district_routes(contexts[0]) if len(contexts) == 1 else []
    only = contexts[0].district if len(contexts) == 1 else ""
    return ByDistrict(named, otherwise=app(only, [*server_routes(contexts), *alone]))


def server_routes(contexts: list[Context]) -> list[BaseRoute]:
    """What the process answers for itself, whatever districts it serves."""
    return [*health.routes(contexts), *metrics.routes(contexts), *describing.routes()]


def district_routes(context: Context) -> list[BaseRoute]:
    """What every district has. An application each, so that links stay within the district."""
    return [
        *sync.routes(context),
        *enrolment.routes(context),
        *photos.routes(context),
        *proof.routes(context),
        *certifications.routes(context),
        *web_routes(context),
    ]


def _app(routes: list[BaseRoute]) -> Starlette:
    return Starlette(
        routes=routes,
        exception_handlers={
            StationError: failures.on_station_error,
            HTTPException: failures.on_http_error,
            ClientDisconnect: failures.on_lost_line,
            Exception: failures.on_bug,
        },
    )
