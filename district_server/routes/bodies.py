"""Reading the body of a request, never more of it than is allowed."""

from starlette.requests import Request

from station_app.errors import Rejected


async def read_body(request: Request, *, at_most: int) -> bytes:
    """The body; raises `Rejected("syncing.too_large")` as soon as it is known to be too large."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > at_most:
        raise Rejected("syncing.too_large")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > at_most:
            raise Rejected("syncing.too_large")
        parts.append(part)
    return b"".join(parts)
