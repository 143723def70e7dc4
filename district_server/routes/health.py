"""GET /healthz: the process lives. GET /readyz: it may be given requests, too."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from district_server.context import Context, in_words
from district_server.migrating import require_ready
from district_server.openapi import Body, Operation
from station_app.errors import Rejected, Unavailable

STATUS = {"type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}
OPERATIONS = tuple(
    Operation(
        method="GET",
        path=path,
        name=path.strip("/"),
        words=words,
        security=None,
        answers={200: Body("application/json", STATUS)},
    )
    for path, words in (
        ("/healthz", "The process lives."),
        ("/readyz", "It may be given requests: databases answer, tables fit, it is not stopping."),
    )
)


def routes(contexts: Sequence[Context]) -> list[Route]:
    """Both addresses."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        if contexts[0].process.stopping:
            raise Unavailable("district.stopping", seconds=5)
        await run_in_threadpool(_ask, contexts)
        return JSONResponse({"status": "ready"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def _ask(contexts: Sequence[Context]) -> None:
    """Every district's database answers, and its tables are this program's."""
    for context in contexts:
        try:
            with in_words():
                require_ready(context.engine)
        except Rejected as error:
            raise Unavailable("district.not_ready") from error
