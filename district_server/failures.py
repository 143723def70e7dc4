"""Errors as answers: a status, a stable code and its Chinese sentence."""

import logging
import traceback

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages import sentence

STATUS = {
    "syncing.unknown_token": 401,
    "syncing.revoked": 401,
    "online.unknown_key": 401,
    "online.revoked_key": 401,
    "syncing.unknown_code": 403,
    "syncing.used_code": 403,
    "syncing.expired_code": 403,
    "syncing.other_station": 403,
    "syncing.other_server": 409,
    "syncing.other_device": 409,
    "syncing.copied_file": 409,
    "syncing.server_is_older": 409,
    "syncing.too_large": 413,
    "syncing.too_slow": 408,
    "district.slow_down": 429,
    "district.no_metrics": 404,
    "photo.unknown": 404,
    "photo.other_content": 409,
    "photo.no_record": 409,
    "photo.too_large": 413,
    "photo.station_full": 413,
    "photo.bad_range": 416,
}
LATER = frozenset({429, 503})
LATER_SECONDS = 10
"""When to come back, where whoever says no does not know better."""
_LOG = logging.getLogger(__name__)


class Failure(msgspec.Struct, frozen=True):
    """What whoever asked hears instead of an answer."""

    code: str
    message: str
    values: dict[str, str]


def as_answer(error: StationError) -> Response:
    """The answer for an expected failure."""
    status = STATUS.get(error.code, 503 if isinstance(error, Unavailable) else 400)
    values = {name: str(value) for name, value in error.values.items()}
    failure = Failure(error.code, sentence(error), values)
    headers = {"cache-control": "no-store"}
    if status in LATER:
        headers["retry-after"] = values.get("seconds", str(LATER_SECONDS))
    body = msgspec.json.encode(failure)
    return Response(body, status, headers=headers, media_type="application/json")


async def on_station_error(_request: Request, error: Exception) -> Response:
    """A rule said no, or the database is away."""
    assert isinstance(error, StationError)
    _LOG.info("refused", extra={"code": error.code})
    return as_answer(error)


async def on_http_error(_request: Request, error: Exception) -> Response:
    """An address or a method that does not exist."""
    assert isinstance(error, HTTPException)
    code = "district.wrong_method" if error.status_code == 405 else "district.not_found"
    answer = as_answer(Rejected(code))
    answer.status_code = error.status_code
    return answer


async def on_lost_line(_request: Request, _error: Exception) -> Response:
    """The asker went away in the middle of its body; nobody hears this answer."""
    return as_answer(Rejected("syncing.damaged_body"))


async def on_bug(_request: Request, error: Exception) -> Response:
    """Anything else is a bug. Its text may hold values of a record, so only its type is logged."""
    places = [f"{frame.name}:{frame.lineno}" for frame in _frames(error)]
    _LOG.error("bug", extra={"type": type(error).__name__, "places": places[-6:]})
    answer = as_answer(Rejected("district.bug"))
    answer.status_code = 500
    return answer


def _frames(error: Exception) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(error.__traceback__))
