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
    process, now = context.process, context.process.ticks()
    caller = _known(context, request, now) or await _from_database(context, request, now)
    note(request, device=str(caller.device_id), station=str(caller.station_id))
    process.limits.devices.take((context.district, caller.device_id), now=now)
    process.limits.stations.take((context.district, caller.station_id), now=now)
    return caller


def _known(context: Context, request: Request, now: float) -> Caller | None:
    """A PC that was here a moment ago; strangers at the same address do not hold it up."""
    hashed = hash_of(request.headers.get("authorization", "").removeprefix(BEARER))
    found = context.process.known.find(context.district, hashed, now=now)
    return None if found is None else Caller(*found)


async def _from_database(context: Context, request: Request, now: float) -> Caller:
    strangers = context.process.limits.strangers
    stranger = (context.district, address_of(request.scope))
    strangers.check(stranger, now=now)
    try:
        token = token_of(request)
        caller = await run_in_threadpool(_look_up, context, token)
    except Rejected:
        strangers.take(stranger, now=now)
        raise
    ids = (caller.device_id, caller.station_id)
    context.process.known.keep(context.district, hash_of(token), ids, now=now)
    return caller


def _look_up(context: Context, token: str) -> Caller:
    with context.read() as session:
        return caller_of(session, token)
