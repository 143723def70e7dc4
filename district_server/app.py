"""The composition root of the server: engines, clock and settings in, an application out."""

from collections.abc import Mapping

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from district_server import failures
from district_server.context import Clock, Context
from district_server.dispatch import ByDistrict
from district_server.routes import enrolment, health, photos, sync
from district_server.settings import Settings
from station_app.errors import StationError
from station_app.messages import sentences


def create_app(
    engine: Engine | Mapping[str, Engine], *, clock: Clock, settings: Settings
) -> ASGIApp:
    """The server as an ASGI application; it holds nothing but what it is given.

    A mapping names the districts that are served, each under `/{name}`; one alone also at `/`.
    """
    sentences()  # a broken table of sentences shows now, not with the first refusal
    engines = engine if isinstance(engine, Mapping) else {"": engine}
    contexts = [Context(each, clock, settings, name) for name, each in engines.items()]
    alone = district_routes(contexts[0]) if len(contexts) == 1 else []
    apps = {each.district: _app(district_routes(each)) for each in contexts if each.district}
    return ByDistrict(apps, otherwise=_app([*server_routes(contexts), *alone]))


def server_routes(contexts: list[Context]) -> list[BaseRoute]:
    """What the process answers for itself, whatever districts it serves."""
    return [*health.routes(contexts)]


def district_routes(context: Context) -> list[BaseRoute]:
    """What every district has. An application each, so that links stay within the district."""
    return [*sync.routes(context), *enrolment.routes(context), *photos.routes(context)]


def _app(routes: list[BaseRoute]) -> Starlette:
    return Starlette(
        routes=routes,
        exception_handlers={
            StationError: failures.on_station_error,
            HTTPException: failures.on_http_error,
            Exception: failures.on_bug,
        },
    )
