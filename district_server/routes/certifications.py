"""POST /v1/certifications: certifications made on line, delivered by another programme with a key.

JSON in, JSON out. An answer for each item, in their order; the same delivery may come again.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server import online
from district_server.api_keys import key_of
from district_server.context import Context
from district_server.observed import address_of, note
from district_server.openapi import Body, Operation
from district_server.routes.bodies import read_body
from district_server.routes.callers import token_of
from station_app.errors import Rejected
from station_app.messages import said

PATH = "/v1/certifications"
MAX_BODY = 128 * 1024
MAX_ITEMS = 100

Reference = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,64}$")]
IdNumberText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{15}$|^[0-9]{17}[0-9Xx]$")]
NameText = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\u0000]*$")]
Fingerprint = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Certification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One certification; `evidence` is the SHA-256 of the picture or video that is kept elsewhere.

    `reference` is the deliverer's own and names this certification for ever.
    """

    reference: Reference
    id_number: IdNumberText
    name: NameText
    certified_on: date
    evidence: Fingerprint
    method: Literal["ONLINE"] = "ONLINE"


class Delivery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is delivered at once."""

    certifications: Annotated[list[Certification], msgspec.Meta(min_length=1, max_length=MAX_ITEMS)]


class ItemAnswer(msgspec.Struct, frozen=True):
    """What came of one: delivered to a station, waiting for one, or refused, and why in words."""

    reference: str
    state: Literal["delivered", "waiting", "refused"]
    code: str
    message: str


class Answers(msgspec.Struct, frozen=True):
    """An answer for each item, in the order in which they came."""

    answers: list[ItemAnswer]


OPERATIONS = (
    Operation(
        method="POST",
        path=PATH,
        name="deliver_certifications",
        words="Deliver certifications made on line; asked again, the same answers.",
        security="api_key",
        body=Body("application/json", Delivery, f"At most {MAX_ITEMS} at once."),
        answers={200: Body("application/json", Answers)},
    ),
)


def routes(context: Context) -> list[Route]:
    """The one address of deliveries."""

    async def deliver(request: Request) -> Response:
        text = await _known(request, context)
        body = await read_body(request, at_most=MAX_BODY, seconds=context.settings.read_seconds)
        answers = await run_in_threadpool(_deliver, context, text, _read(body))
        counts = dict.fromkeys((online.DELIVERED, online.WAITING, online.REFUSED), 0)
        for answer in answers.answers:
            counts[answer.state] += 1
        note(request, **counts)
        return Response(msgspec.json.encode(answers), media_type="application/json")

    return [Route(PATH, deliver, methods=["POST"])]


async def _known(request: Request, context: Context) -> str:
    """The key of a request that is known, before a byte of the body is read."""
    process = context.process
    now = process.ticks()
    stranger = (context.district, address_of(request.scope))
    process.limits.strangers.check(stranger, now=now)
    try:
        text = _key_text(request)
        key_id = await run_in_threadpool(_look_up, context, text)
    except Rejected:
        process.limits.strangers.take(stranger, now=now)
        raise
    process.limits.stations.take((context.district, key_id), now=now)
    return text


def _key_text(request: Request) -> str:
    try:
        return token_of(request)
    except Rejected:
        raise Rejected("online.unknown_key") from None


def _look_up(context: Context, text: str) -> object:
    with context.read() as session:
        return key_of(session, text)


def _read(body: bytes) -> Delivery:
    try:
        return msgspec.json.decode(body, type=Delivery)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Rejected("online.bad_body", reason=_place(str(error))) from None


def _place(words: str) -> str:
    """Where the fault is, without what stood there: a number of a person may be part of it."""
    _, found, place = words.rpartition(" - at `")
    return place.rstrip("`") if found else "JSON"


def _deliver(context: Context, text: str, delivery: Delivery) -> Answers:
    items = [
        online.Item(
            reference=each.reference,
            id_number=each.id_number,
            name=each.name,
            certified_on=each.certified_on,
            evidence=each.evidence,
        )
        for each in delivery.certifications
    ]
    with context.write() as session:
        key_id = key_of(session, text)
        answers = online.deliver(session, key_id, items, now=context.clock())
    return Answers([_answer(answer) for answer in answers])


def _answer(answer: online.Answer) -> ItemAnswer:
    state: Literal["delivered", "waiting", "refused"]
    match answer.state:
        case online.DELIVERED:
            state = "delivered"
        case online.WAITING:
            state = "waiting"
        case _:
            state = "refused"
    return ItemAnswer(answer.reference, state, answer.code, said(answer.code, {}))
