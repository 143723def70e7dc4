"""POST /v1/enrol: a one-time code and a token of the PC's own making, for a place in a station."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.context import Context
from district_server.joining import welcome
from district_server.observed import address_of, note
from district_server.openapi import Body, Operation
from district_server.routes.bodies import read_body
from district_server.stations import CODE_DIGITS
from station_app.errors import Rejected
from station_app.sync import enrolment

MAX_BODY = 16 * 1024
OPERATIONS = (
    Operation(
        method="POST",
        path=enrolment.PATH,
        name="enrol",
        words="Join a station with a one-time code; asked again, the same answer.",
        security=None,
        body=Body("application/json", enrolment.Request),
        answers={200: Body("application/json", enrolment.Welcome)},
    ),
)


def routes(context: Context) -> list[Route]:
    """The one address of enrolment."""

    async def enrol(request: Request) -> Response:
        body = await read_body(request, at_most=MAX_BODY, seconds=context.settings.read_seconds)
        asked = _read(body)
        names = _guessers(context, request, asked)
        guesses, now = context.process.limits.codes, context.process.ticks()
        guesses.check(names, now=now)
        try:
            answer = await run_in_threadpool(_join, context, asked)
        except Rejected:
            guesses.wrong(names, now=now)
            raise
        note(request, station=str(answer.station_id), device=str(asked.device_id))
        return Response(msgspec.json.encode(answer), media_type="application/json")

    return [Route(enrolment.PATH, enrol, methods=["POST"])]


def _guessers(
    context: Context, request: Request, asked: enrolment.Request
) -> tuple[tuple[str, str, str], ...]:
    """Under which names a wrong code is counted: where it came from, and for which station."""
    address = address_of(request.scope)
    return (
        ("address", context.district, address),
        ("station", context.district, asked.division_code[:CODE_DIGITS]),
    )


def _read(body: bytes) -> enrolment.Request:
    try:
        return msgspec.json.decode(body, type=enrolment.Request)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Rejected("syncing.damaged_body") from None


def _join(context: Context, asked: enrolment.Request) -> enrolment.Welcome:
    with context.write() as session:
        return welcome(session, asked, now=context.clock())
