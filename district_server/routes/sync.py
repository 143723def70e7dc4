"""POST /v1/sync: wire in, who is it, exchange, wire out. No merging here."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.auth import caller_of
from district_server.context import Context
from district_server.exchange import Exchange, answer, is_news, note_complete
from district_server.joining import with_keys
from district_server.routes.bodies import read_body
from station_app.errors import Rejected
from station_app.sync import wire

BEARER = "Bearer "


def routes(context: Context) -> list[Route]:
    """The one address of an exchange."""

    async def sync(request: Request) -> Response:
        token = _token(request)
        await run_in_threadpool(_authenticate, context, token)  # before a byte of the body is read
        body = await read_body(request, at_most=wire.MAX_BODY)
        packed = await run_in_threadpool(_exchange, context, token, body)
        return Response(packed, media_type=wire.CONTENT_TYPE)

    return [Route("/v1/sync", sync, methods=["POST"])]


def _token(request: Request) -> str:
    header = request.headers.get("authorization", "")
    if not header.startswith(BEARER):
        raise Rejected("syncing.unknown_token")
    return header.removeprefix(BEARER)


def _authenticate(context: Context, token: str) -> None:
    with context.read() as session:
        caller_of(session, token)


def _exchange(context: Context, token: str, body: bytes) -> bytes:
    push = wire.unpack(body, wire.Push)
    open_session = context.read if push.batch is None else context.write
    with open_session() as session:
        caller = caller_of(session, token)
        exchange = Exchange(session.connection(), caller, push, context.clock())
        reply = answer(exchange)
        news = is_news(exchange, reply)
    if news:
        with context.write() as session:
            note_complete(session.connection(), exchange)
    if push.keys is not None:
        with context.write() as session:
            reply = with_keys(session, exchange, reply)
    return wire.pack(reply)
