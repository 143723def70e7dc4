"""All operations of the protocol, of every route module, as one document."""

import json

from district_server.openapi import Body, Json, Operation, Parameter, document
from district_server.routes import certifications, enrolment, health, metrics, photos, proof, sync
from station_app.sync import blobs, wire

NUMBER = r"^[0-9]{1,9}$"
PIECE_SCHEMAS: dict[str, Json] = {
    "start": {"type": "string", "pattern": NUMBER},
    "size": {"type": "string", "pattern": NUMBER},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "sealed": {"type": "string", "enum": ["0", "1"]},
}
PHOTO_NAME = Parameter(
    "name",
    "path",
    {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "The photo's name, a keyed hash that only its station can make.",
)
PHOTOS = (
    Operation(
        method="POST",
        path=blobs.PATH,
        name="ask_for_photos",
        words=photos.DOCUMENTED[f"POST {blobs.PATH}"],
        security="device",
        body=Body(blobs.CONTENT_TYPE, blobs.Ask, "msgpack"),
        answers={200: Body(blobs.CONTENT_TYPE, blobs.Answer, "msgpack")},
    ),
    Operation(
        method="PUT",
        path=blobs.PATH + "/{name}",
        name="send_piece_of_photo",
        words=photos.DOCUMENTED[f"PUT {blobs.PATH}/{{name}}"],
        security="device",
        parameters=(
            PHOTO_NAME,
            *(
                Parameter(name, "query", PIECE_SCHEMAS[name], words)
                for name, words in photos.PIECE_VALUES.items()
            ),
        ),
        body=Body(blobs.PIECE_TYPE, {"type": "string", "format": "binary"}, "The bytes."),
        answers={200: Body("application/json", blobs.Taken)},
    ),
    Operation(
        method="GET",
        path=blobs.PATH + "/{name}",
        name="read_piece_of_photo",
        words=photos.DOCUMENTED[f"GET {blobs.PATH}/{{name}}"],
        security="device",
        parameters=(
            PHOTO_NAME,
            Parameter(
                "range",
                "header",
                {"type": "string", "pattern": "^bytes=[0-9]{1,9}-[0-9]{1,9}$"},
                "The first and the last byte wanted.",
                required=False,
            ),
        ),
        answers={206: Body(blobs.PIECE_TYPE, {"type": "string", "format": "binary"})},
        heads={"content-range": "Which bytes these are, of how many."},
    ),
)
OPERATIONS: tuple[Operation, ...] = (
    *sync.OPERATIONS,
    *proof.OPERATIONS,
    *enrolment.OPERATIONS,
    *PHOTOS,
    *certifications.OPERATIONS,
    *health.OPERATIONS,
    *metrics.OPERATIONS,
)


def protocol_document() -> Json:
    """The document, as it is served and as it lies in docs/openapi.json."""
    return document(OPERATIONS, version=str(wire.PROTOCOL))


def protocol_text() -> str:
    """The same as text that compares well line by line."""
    return json.dumps(protocol_document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
