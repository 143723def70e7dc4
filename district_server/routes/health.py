"""GET /healthz: the process lives. GET /readyz: every district's database answers, too."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from district_server.context import Context
from district_server.stations import server_id


def routes(contexts: Sequence[Context]) -> list[Route]:
    """Both addresses."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        await run_in_threadpool(_ask, contexts)
        return JSONResponse({"status": "ready"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def _ask(contexts: Sequence[Context]) -> None:
    for context in contexts:
        with context.read() as session:
            server_id(session)
