"""Which device is asking, known before a byte of its body is read, and whether it may ask now."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from district_server.auth import Caller, caller_of, hash_of
from district_server.context import Context
from district_server.observed import address_of, note
from station_app.errors import Rejected

BEARER = "Bearer "


def token_of(request: Request) -> str:
    """The token of a request; raises `Rejected("syncing.unknown_token")` where there is none."""
    header = request.headers.get("authorization", "")
    if not header.startswith(BEARER):
        raise Rejected("syncing.unknown_token")
    return header.removeprefix(BEARER)


async def caller_from(request: Request, context: Context) -> Caller:
    """The device of a request, within its limits.

    Whoever keeps or tells anything looks the token up again in its own transaction (`caller_of`).
    Raises `Rejected` for no token and an unknown or revoked one, `Unavailable` for too many.
    """
    process = context.process
    now = process.ticks()
    stranger = (context.district, address_of(request.scope))
    try:
        process.limits.strangers.check(stranger, now=now)
        caller = await _find(context, token_of(request), now)
    except Rejected:
        process.limits.strangers.take(stranger, now=now)
        raise
    note(request, device=str(caller.device_id), station=str(caller.station_id))
    process.limits.devices.take((context.district, caller.device_id), now=now)
    process.limits.stations.take((context.district, caller.station_id), now=now)
    return caller


async def _find(context: Context, token: str, now: float) -> Caller:
    known = context.process.known
    hashed = hash_of(token)
    found = known.find(context.district, hashed, now=now)
    if found is not None:
        return Caller(*found)
    caller = await run_in_threadpool(_look_up, context, token)
    known.keep(context.district, hashed, (caller.device_id, caller.station_id), now=now)
    return caller


def _look_up(context: Context, token: str) -> Caller:
    with context.read() as session:
        return caller_of(session, token)
