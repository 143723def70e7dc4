"""The document of the protocol, OpenAPI 3.1, out of what route modules say about their routes.

A route module declares `OPERATIONS` beside its routes; `protocol.py` puts all of them together.
Schemas are msgspec's own, so that document and code cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from district_server.failures import Failure

Json = dict[str, Any]
"""A piece of the document; Any: JSON of every shape."""
SECURITY = {
    "device": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token that a PC made at enrolment; the district keeps its hash only.",
    },
    "api_key": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of another system, given by the district.",
    },
    "metrics": {
        "type": "http",
        "scheme": "bearer",
        "description": "DISTRICT_SERVER_METRICS_TOKEN of the settings.",
    },
}
INTRODUCTION = (
    "What a station's PC and its district say to each other. A server of several districts has "
    "every address of a district below `/{district}`; `/healthz`, `/readyz`, `/metrics` and "
    "`/openapi.json` are the server's own. A failure is JSON with a stable code and a Chinese "
    "sentence; 429 and 503 say in `Retry-After` when to come back. How records travel and merge "
    "is told in docs/sync.md."
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a body holds: a type for msgspec to describe, or a schema written by hand."""

    media_type: str
    of: type | Json
    words: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the address or in the head of a request."""

    name: str
    where: str
    schema: Json
    words: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address. Failures need no mention: every operation has them."""

    method: str
    path: str
    name: str
    words: str
    security: str | None
    answers: Mapping[int, Body | None]
    body: Body | None = None
    parameters: tuple[Parameter, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)


def document(operations: Iterable[Operation], *, version: str) -> Json:
    """The whole document."""
    every = sorted(operations, key=lambda each: (each.path, each.method))
    schemas = _Schemas([Failure, *_types(every)])
    paths: Json = {}
    for each in every:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reporting to the district",
            "version": version,
            "description": INTRODUCTION,
        },
        "paths": paths,
        "components": {"schemas": schemas.components, "securitySchemes": SECURITY},
    }


class _Schemas:
    """The types of all bodies, described once each."""

    def __init__(self, types: list[type]) -> None:
        template = "#/components/schemas/{name}"
        found, self.components = msgspec.json.schema_components(types, ref_template=template)
        self._of = dict(zip(types, found, strict=True))

    def of(self, body: Body) -> Json:
        """The schema of a body."""
        return self._of[body.of] if isinstance(body.of, type) else body.of


def _types(operations: list[Operation]) -> list[type]:
    bodies = [each.body for each in operations]
    bodies += [answer for each in operations for answer in each.answers.values()]
    types = (body.of for body in bodies if body is not None)
    return list(dict.fromkeys(each for each in types if isinstance(each, type)))


def _operation(operation: Operation, schemas: _Schemas) -> Json:
    found: Json = {"operationId": operation.name, "summary": operation.words}
    found["security"] = [{operation.security: []}] if operation.security else []
    if operation.parameters:
        found["parameters"] = [_parameter(each) for each in operation.parameters]
    if operation.body is not None:
        found["requestBody"] = {"required": True, **_content(operation.body, schemas)}
    answers = {
        str(status): _answer(body, schemas, operation.heads)
        for status, body in sorted(operation.answers.items())
    }
    failure = Body("application/json", Failure, "Not done, and why.")
    found["responses"] = answers | {"default": _answer(failure, schemas, {})}
    return found


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required,
        "description": parameter.words,
        "schema": parameter.schema,
    }


def _answer(body: Body | None, schemas: _Schemas, heads: Mapping[str, str]) -> Json:
    words = body.words if body is not None and body.words else "Done."
    found: Json = {"description": words}
    if heads:
        found["headers"] = {
            name: {"description": told, "schema": {"type": "string"}}
            for name, told in heads.items()
        }
    if body is not None:
        found["content"] = {body.media_type: {"schema": schemas.of(body)}}
    return found


def _content(body: Body, schemas: _Schemas) -> Json:
    found: Json = {"content": {body.media_type: {"schema": schemas.of(body)}}}
    if body.words:
        found["description"] = body.words
    return found
