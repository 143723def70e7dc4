"""Reading the body of a request, never more of it and never longer than is allowed."""

import asyncio

from starlette.requests import Request

from station_app.errors import Rejected

READ_SECONDS = 60.0
MAX_DIGITS = 18


async def read_body(request: Request, *, at_most: int, seconds: float = READ_SECONDS) -> bytes:
    """The body; raises `Rejected` as soon as it is known to be too large, or takes too long."""
    declared = request.headers.get("content-length", "0")
    digits = declared.isascii() and declared.isdecimal() and len(declared) <= MAX_DIGITS
    if not digits or int(declared) > at_most:
        raise Rejected("syncing.too_large")
    try:
        async with asyncio.timeout(seconds):
            return await _read(request, at_most)
    except TimeoutError:
        raise Rejected("syncing.too_slow") from None


async def _read(request: Request, at_most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > at_most:
            raise Rejected("syncing.too_large")
        parts.append(part)
    return b"".join(parts)
