"""POST /v1/enrol: a one-time code and a token of the PC's own making, for a place in a station."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.context import Context
from district_server.joining import welcome
from district_server.routes.bodies import read_body
from station_app.errors import Rejected
from station_app.sync import enrolment

MAX_BODY = 16 * 1024


def routes(context: Context) -> list[Route]:
    """The one address of enrolment."""

    async def enrol(request: Request) -> Response:
        body = await read_body(request, at_most=MAX_BODY)
        answer = await run_in_threadpool(_join, context, body)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    return [Route(enrolment.PATH, enrol, methods=["POST"])]


def _join(context: Context, body: bytes) -> enrolment.Welcome:
    try:
        request = msgspec.json.decode(body, type=enrolment.Request)
    except (msgspec.DecodeError, ValueError):
        raise Rejected("syncing.damaged_body") from None
    with context.write() as session:
        return welcome(session, request, now=context.clock())
