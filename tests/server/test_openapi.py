"""The document of the protocol is fresh, and whatever it allows to be sent breaks nothing."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import schemathesis
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from district_server.protocol import OPERATIONS, protocol_document, protocol_text
from station_app.sync import blobs, wire
from tests.fixtures.clock import StandingClock
from tests.server.authority_table import TABLE
from tests.server.authority_world import Who, World, city

COMMITTED = Path(__file__).parent.parent.parent / "docs" / "openapi.json"
"""Written by `district-server openapi > docs/openapi.json`."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
EXAMPLES = 12
DOCUMENT = schemathesis.openapi.from_dict(protocol_document())
FOUND = {each.label: each for each in (DOCUMENT[op.path][op.method] for op in OPERATIONS)}
OF_SERVER = frozenset({"/healthz", "/readyz", "/metrics", "/openapi.json"})
KNOCKING = {
    "right": {"device": Who.STATION_A, "api_key": Who.API_KEY, "metrics": Who.METRICS},
    "revoked": {"device": Who.REVOKED, "api_key": Who.REVOKED_KEY, "metrics": Who.FORGED},
    "none": {},
}
SECURITY = {f"{each.method} {each.path}": each.security or "device" for each in OPERATIONS}
Json = dict[str, Any]
"""What schemathesis makes of a schema; Any: JSON of every shape."""


@schemathesis.serializer(wire.CONTENT_TYPE, blobs.CONTENT_TYPE)
def as_it_is(_context: object, value: Any) -> bytes:
    """schemathesis only makes the values; `body_of` packs them with this PC's own names."""
    return msgspec.msgpack.encode(value)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_district: Path) -> Iterator[World]:
    """A city that holds everybody's keys."""
    with city(tmp_path_factory.mktemp("fuzzed"), empty_district, StandingClock()) as found:
        yield found


def test_the_document_that_lies_in_docs_is_fresh(world: World) -> None:
    assert COMMITTED.read_text(encoding="utf-8") == protocol_text()
    assert world.line.get("/openapi.json").json() == json.loads(protocol_text())


def test_every_address_of_the_protocol_is_in_the_document() -> None:
    told = {
        (method.upper(), path)
        for path, methods in protocol_document()["paths"].items()
        for method in methods
    }
    of_table = {(row.method, row.path) for row in TABLE}
    assert told == of_table - {("GET", "/"), ("GET", "/openapi.json")}


def test_every_failure_looks_as_the_document_says(world: World) -> None:
    answer = world.line.post("/huaiyin/v1/sync")
    schema = protocol_document()["components"]["schemas"]["Failure"]
    assert set(answer.json()) == set(schema["required"]) == {"code", "message", "values"}


def _uses() -> list[tuple[str, GenerationMode]]:
    """Of an address without values there is nothing to forbid."""
    bare = {
        f"{each.method} {each.path}" for each in OPERATIONS if not (each.body or each.parameters)
    }
    wrong = GenerationMode.NEGATIVE
    return [
        (label, mode)
        for label in FOUND
        for mode in GenerationMode
        if not (mode is wrong and label in bare)
    ]


@pytest.mark.parametrize("token", KNOCKING)
@pytest.mark.parametrize(("label", "mode"), _uses())
def test_whatever_the_document_allows_or_forbids_is_answered(
    world: World, label: str, token: str, mode: GenerationMode
) -> None:
    who = KNOCKING[token].get(SECURITY[label], Who.NOBODY)

    @given(case=FOUND[label].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES if token == "right" else 3,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any]) -> None:
        case.validate_response(sent(world, case, who), checks=CHECKS)

    ask()


def sent(world: World, case: Case[Any], who: Who) -> httpx.Response:
    """Send what schemathesis thought of, with a token or without."""
    place = "" if case.path in OF_SERVER else "/huaiyin"
    given = {name: str(value) for name, value in (case.headers or {}).items()}
    heads = {
        name: value for name, value in given.items() if value.isascii() and value.isprintable()
    }
    heads.pop("Authorization", None)
    answer = world.line.request(
        case.method,
        place + case.formatted_path,
        params=case.query or {},
        headers=heads | world.heads(who),
        content=body_of(world, case, who),
    )
    answer.elapsed = timedelta(0)
    return answer


def body_of(world: World, case: Case[Any], who: Who) -> bytes:
    """The body as it travels under its media type."""
    body: Any = case.body
    if isinstance(body, bytes):
        return body
    match case.media_type:
        case wire.CONTENT_TYPE:
            return zstandard.compress(_packed(_addressed(world, body, who)))
        case blobs.CONTENT_TYPE:
            return _packed(_with_bytes(body))
        case blobs.PIECE_TYPE:
            return str(body).encode(errors="replace")
        case "application/json":
            return json.dumps(body, default=str).encode(errors="replace")
        case _:
            return b""


def _addressed(world: World, body: Any, who: Who) -> Any:
    """A message that gets past the door: from this PC, to this server."""
    if not isinstance(body, dict):
        return body
    device = world.devices.get(who) or world.devices[Who.STATION_A]
    mine = {"protocol": wire.PROTOCOL, "server": str(world.server()), "device": str(device)}
    return body | mine | {"cursor": 0, "district_cursor": 0}


def _with_bytes(body: Any) -> Any:
    """JSON writes bytes as text; msgpack has them as they are."""
    if not isinstance(body, dict):
        return body
    return {
        name: [each.encode() if isinstance(each, str) else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in body.items()
    }


def _packed(message: Any) -> bytes:
    """As text where msgpack has no number so large."""
    try:
        return msgspec.msgpack.encode(message)
    except OverflowError:
        return msgspec.json.encode(message)
