"""POST /v1/proof: does the district have the same? Read only, in the station's turn."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.auth import caller_of
from district_server.context import Context
from district_server.observed import note
from district_server.openapi import Body, Operation
from district_server.proving import Proving, prove
from district_server.routes.bodies import read_body
from district_server.routes.callers import caller_from, token_of
from station_app.sync import wire
from station_app.sync.proof import PATH, Answer, Question

OPERATIONS = (
    Operation(
        method="POST",
        path=PATH,
        name="prove",
        words="The sums of all records by bucket up, the records of buckets that differ down.",
        security="device",
        body=Body(wire.CONTENT_TYPE, Question, "msgpack under zstd, with a checksum"),
        answers={200: Body(wire.CONTENT_TYPE, Answer, "msgpack under zstd")},
    ),
)


def routes(context: Context) -> list[Route]:
    """The one address of a proof."""

    async def proof(request: Request) -> Response:
        caller = await caller_from(request, context)
        seconds = context.settings.read_seconds
        body = await read_body(request, at_most=wire.MAX_BODY, seconds=seconds)
        async with context.process.limits.gate.turn((context.district, caller.station_id)):
            answer = await run_in_threadpool(_answer, context, token_of(request), body)
        note(request, differing=len(answer.buckets))
        return Response(wire.pack(answer), media_type=wire.CONTENT_TYPE)

    return [Route(PATH, proof, methods=["POST"])]


def _answer(context: Context, token: str, body: bytes) -> Answer:
    question = wire.unpack(body, Question)
    with context.read() as session:
        caller = caller_of(session, token)
        return prove(Proving(session.connection(), caller, question, context.clock()))
