"""/v1/photos: which are missing, a piece in, a piece out. A device sees its own station's only."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server import blobs
from district_server.auth import caller_of
from district_server.context import Context
from district_server.routes.bodies import read_body
from district_server.routes.callers import caller_from, token_of
from station_app.errors import Rejected
from station_app.sync.blobs import (
    CONTENT_TYPE,
    MAX_ASK,
    MAX_PIECE,
    PATH,
    PIECE_TYPE,
    Taken,
    pack,
    read_ask,
)

RANGE = "bytes="
JSON = "application/json"

DOCUMENTED = {
    "POST " + PATH: "Ask which photos are missing, and which of those wanted are here.",
    "PUT " + PATH + "/{name}": (
        "Send a piece of a photo from byte `start` on; the answer says where the next one begins."
    ),
    "GET " + PATH + "/{name}": "A range of bytes of a photo of the caller's station.",
}
"""What each route is for, for the document of the protocol."""
PIECE_VALUES = {
    "start": "the first byte of the piece, a number",
    "size": "bytes of the whole photo as it travels, a number",
    "digest": "SHA-256 of the whole photo as it travels, 64 hexadecimal digits",
    "sealed": "1 where only the station may see the photo, 0 where the district may",
}
"""The values in the address of a piece, all needed."""


def routes(context: Context) -> list[Route]:
    """The addresses of photos."""

    gate, seconds = context.process.limits.gate, context.settings.read_seconds

    async def ask(request: Request) -> Response:
        caller = await caller_from(request, context)
        body = await read_body(request, at_most=MAX_ASK, seconds=seconds)
        async with gate.turn((context.district, caller.station_id)):
            answer = await run_in_threadpool(_ask, context, token_of(request), body)
        return Response(answer, media_type=CONTENT_TYPE)

    async def put(request: Request) -> Response:
        caller = await caller_from(request, context)
        body = await read_body(request, at_most=MAX_PIECE, seconds=seconds)
        piece = _piece(request, body)
        async with gate.turn((context.district, caller.station_id)):
            taken = await run_in_threadpool(_put, context, token_of(request), piece)
        return Response(msgspec.json.encode(taken), media_type=JSON)

    async def get(request: Request) -> Response:
        caller = await caller_from(request, context)
        async with gate.turn((context.district, caller.station_id)):
            part = await run_in_threadpool(_get, context, request)
        headers = {"content-range": f"bytes {part.start}-{part.stop - 1}/{part.size}"}
        return Response(part.content, 206, headers=headers, media_type=PIECE_TYPE)

    return [
        Route(PATH, ask, methods=["POST"]),
        Route(PATH + "/{name}", put, methods=["PUT"]),
        Route(PATH + "/{name}", get, methods=["GET"]),
    ]


def _ask(context: Context, token: str, body: bytes) -> bytes:
    question = read_ask(body)
    with context.read() as session:
        caller = caller_of(session, token)
        return pack(blobs.answer(session.connection(), caller, question))


def _piece(request: Request, body: bytes) -> blobs.Piece:
    given = request.query_params
    try:
        digest = bytes.fromhex(given.get("digest", ""))
    except ValueError:
        raise Rejected("photo.bad_request") from None
    if given.get("sealed") not in ("0", "1"):
        raise Rejected("photo.bad_request")
    start, size = _number(given.get("start", "")), _number(given.get("size", ""))
    name = request.path_params["name"]
    return blobs.Piece(name, start, size, digest, given["sealed"] == "1", body)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Rejected("photo.bad_request")
    return int(text)


def _put(context: Context, token: str, piece: blobs.Piece) -> Taken:
    with context.write() as session:
        caller = caller_of(session, token)
        return blobs.take(
            session.connection(),
            caller,
            piece,
            now=context.clock(),
            most_mb=context.settings.photo_mb,
        )


def _get(context: Context, request: Request) -> blobs.Part:
    start, stop = _range(request.headers.get("range", ""))
    with context.read() as session:
        caller = caller_of(session, token_of(request))
        name = request.path_params["name"]
        return blobs.part(session.connection(), caller.station_id, name, start, stop)


def _range(text: str) -> tuple[int, int]:
    """The first byte and the one after the last; without a range, from the beginning."""
    if not text:
        return 0, MAX_PIECE
    first, dash, last = text.removeprefix(RANGE).partition("-")
    if not text.startswith(RANGE) or not dash:
        raise Rejected("photo.bad_range")
    return _place(first), _place(last) + 1


def _place(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Rejected("photo.bad_range")
    return int(text)
