"""GET /metrics: the figures of this server, for whoever holds the token of the settings."""

import secrets
from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.context import Context
from district_server.openapi import Body, Operation
from district_server.routes.callers import BEARER
from station_app.errors import Rejected

PATH = "/metrics"
OPERATIONS = (
    Operation(
        method="GET",
        path=PATH,
        name="metrics",
        words="Figures for Prometheus; without a token in the settings there is no such address.",
        security="metrics",
        answers={200: Body("text/plain", {"type": "string"})},
    ),
)


def routes(contexts: Sequence[Context]) -> list[Route]:
    """The address; without a token in the settings it does not exist (decision 0072)."""
    context = contexts[0]

    async def metrics(request: Request) -> Response:
        _check(request, context.settings.metrics_token)
        context.process.show_levels()
        return Response(context.process.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return [Route(PATH, metrics)]


def _check(request: Request, token: str | None) -> None:
    """A wrong token hears what an unknown address hears."""
    given = request.headers.get("authorization", "").removeprefix(BEARER)
    if token is None or not secrets.compare_digest(given.encode(), token.encode()):
        raise Rejected("district.no_metrics")
