"""POST /v1/sync: wire in, who is it, exchange, wire out. No merging here."""

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.auth import caller_of
from district_server.context import Context
from district_server.exchange import Exchange, answer, is_news, note_complete
from district_server.following import concerns_others, follow_later
from district_server.joining import with_keys
from district_server.observed import note
from district_server.openapi import Body, Operation
from district_server.quiet import quiet_answer
from district_server.routes.bodies import read_body
from district_server.routes.callers import caller_from, token_of
from station_app.sync import wire

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/sync",
        name="exchange",
        words="A batch up and its receipt down, with what others wrote since the cursors.",
        security="device",
        body=Body(wire.CONTENT_TYPE, wire.Push, "msgpack under zstd, with a checksum"),
        answers={200: Body(wire.CONTENT_TYPE, wire.Reply, "msgpack under zstd")},
    ),
)


def routes(context: Context) -> list[Route]:
    """The one address of an exchange."""

    async def sync(request: Request) -> Response:
        caller = await caller_from(request, context)  # before a byte of the body is read
        seconds = context.settings.read_seconds
        body = await read_body(request, at_most=wire.MAX_BODY, seconds=seconds)
        async with context.process.limits.gate.turn((context.district, caller.station_id)):
            packed, reply, after = await run_in_threadpool(
                _exchange, context, token_of(request), body
            )
        _count(context, request, reply)
        later = BackgroundTask(follow_later, context, caller.station_id) if after else None
        return Response(packed, media_type=wire.CONTENT_TYPE, background=later)

    return [Route("/v1/sync", sync, methods=["POST"])]


def _count(context: Context, request: Request, reply: wire.Reply) -> None:
    """How many rows went which way: for the figures, and for the request's line in the log."""
    counts = {"sent_down": sum(len(rows.ids) for rows in reply.rows)}
    if (receipt := reply.receipt) is not None:
        counts["taken"], counts["conflicts"] = receipt.taken, receipt.conflicts
        counts["refused"], counts["told"] = len(receipt.refused), len(receipt.told)
    note(request, **counts)
    rows = context.process.metrics.rows
    for outcome, count in counts.items():
        rows.labels(context.district, outcome).inc(count)


def _exchange(context: Context, token: str, body: bytes) -> tuple[bytes, wire.Reply, bool]:
    push = wire.unpack(body, wire.Push)
    open_session = context.read if push.batch is None else context.write
    with open_session() as session:
        now = context.clock()
        if (quiet := quiet_answer(session.connection(), token, push, now=now)) is not None:
            return wire.pack(quiet), quiet, False
        caller = caller_of(session, token)
        exchange = Exchange(session.connection(), caller, push, now)
        reply = answer(exchange)
        news = is_news(exchange, reply)
        if news and push.batch is not None:  # this transaction writes already
            note_complete(session.connection(), exchange)
    if news and push.batch is None:
        with context.write() as session:
            note_complete(session.connection(), exchange)
    if push.keys is not None:
        with context.write() as session:
            reply = with_keys(session, exchange, reply)
    return wire.pack(reply), reply, concerns_others(push)
