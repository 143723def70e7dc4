"""The messages between a station and its district: msgpack, columnar by record type, under zstd.

Every message names its protocol and its schema. Fields of a record that the reader does not know
are kept beside the record (`apply`, `inbox`); unknown members of a message are passed over.
"""

from typing import TypeVar
from uuid import UUID

import msgspec
import zstandard

from station_app.domain.kinds import Wire
from station_app.errors import Rejected
from station_app.store.schema import HEADS

PROTOCOL = 1
SCHEMA = next(head for head in HEADS if head.startswith("records"))
"""The revision of the records that this program writes."""
CONTENT_TYPE = "application/vnd.veterans-station.sync"
MAX_BODY = 4 * 1024 * 1024
"""Bytes of a body as sent; batches are cut far below it."""
MAX_PLAIN = 48 * 1024 * 1024
"""Bytes of a body unpacked; a body that would be larger is not unpacked at all."""
MAX_WINDOW = 8 * 1024 * 1024
LEVEL = 3


class Author(msgspec.Struct, frozen=True, array_like=True):
    """Who wrote a change, and when by the clock of that PC, which decides nothing."""

    by: str
    at: float


class Rows(msgspec.Struct, frozen=True):
    """Whole records of one type: keys, and one list of values per field in the order of the keys.

    A field that is None in every row is left out.
    """

    record_type: str
    ids: list[UUID]
    columns: dict[str, list[Wire]]


class Edits(msgspec.Struct, frozen=True):
    """Changed fields of records of one type: for each key `{field: (seen, written)}`."""

    record_type: str
    ids: list[UUID]
    fields: list[dict[str, tuple[Wire, Wire]]]
    authors: list[Author]


class About(msgspec.Struct, frozen=True, array_like=True):
    """What a PC tells of itself, for the district's list of PCs; nothing is decided by it.

    `waiting` counts records that this message leaves behind, `at` is the moment by that PC's clock.
    """

    program: str
    waiting: int
    at: float


class Push(msgspec.Struct, frozen=True, omit_defaults=True):
    """One request: what this device wrote, and how far it has read."""

    protocol: int
    schema: str
    server: UUID
    device: UUID
    incarnation: UUID
    cursor: int
    district_cursor: int
    after: UUID | None = None
    batch: UUID | None = None
    complete: bool = False
    want: int = 500
    rows: list[Rows] = []
    edits: list[Edits] = []
    carried: bool = False
    """The batch or the one before it also travels in a file: an older server keeps their receipts
    for good only if it is told so."""
    former: UUID | None = None
    """The incarnation that the first batches of a new one follow."""
    kept: UUID | None = None
    """The last batch, in whichever life of this file, whose receipt stays for good. A district that
    does not know it is older than this file."""
    keys: bytes | None = None
    """This device's public keys, until the district's are known here."""
    about: About | None = None


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """A record that the district did not take, with the code of the reason."""

    record_type: str
    record_id: UUID
    code: str


class Told(msgspec.Struct, frozen=True, array_like=True):
    """What stands at the district in a field that the device wrote otherwise."""

    record_type: str
    record_id: UUID
    field: str
    value: Wire


class Receipt(msgspec.Struct, frozen=True):
    """The district's word that a batch is kept; stored with it, given again when asked again."""

    batch: UUID
    taken: int
    conflicts: int = 0
    refused: list[Refusal] = []
    told: list[Told] = []
    for_good: bool = False
    """This receipt is never thrown away; servers of before keep the newest of each life only."""


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer: the receipt, what others wrote since the cursor, and the district's time."""

    protocol: int
    schema: str
    server: UUID
    server_time: float
    cursor: int
    district_cursor: int
    receipt: Receipt | None = None
    rows: list[Rows] = []
    more: bool = False
    keys: bytes | None = None
    """The district's public keys, for a device that sent its own."""


class Heading(msgspec.Struct, frozen=True):
    """What can be read of a message of any version."""

    protocol: int


Message = TypeVar("Message", bound=msgspec.Struct)
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


def pack(message: msgspec.Struct) -> bytes:
    """A message as the bytes of a body."""
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(
        _ENCODER.encode(message)
    )


def size_of(rows: list[Rows], edits: list[Edits]) -> int:
    """How many bytes a batch will take in a body, but for the heading."""
    return len(zstandard.ZstdCompressor(level=LEVEL).compress(_ENCODER.encode([rows, edits])))


def unpack(body: bytes, expected: type[Message]) -> Message:
    """The message in a body; raises `Rejected` for what is damaged, too large or of another age."""
    plain = _inflate(body)
    try:
        heading = msgspec.msgpack.decode(plain, type=Heading)
        if heading.protocol != PROTOCOL:
            raise Rejected("syncing.protocol", theirs=heading.protocol, ours=PROTOCOL)
        return msgspec.msgpack.decode(plain, type=expected)
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
        raise Rejected("syncing.damaged_body") from None


def _inflate(body: bytes) -> bytes:
    """Unpack no more than is allowed, whatever the body claims about its size."""
    if len(body) > MAX_BODY:
        raise Rejected("syncing.too_large")
    try:
        if zstandard.frame_content_size(body) > MAX_PLAIN:
            raise Rejected("syncing.too_large")
        reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        return reader.decompress(body, max_output_size=MAX_PLAIN, allow_extra_data=False)
    except zstandard.ZstdError:
        raise Rejected("syncing.damaged_body") from None


def columns_of(rows: list[dict[str, Wire]]) -> dict[str, list[Wire]]:
    """Rows turned into columns; fields that no row fills are left out."""
    names = {name: None for row in rows for name, value in row.items() if value is not None}
    return {name: [row.get(name) for row in rows] for name in names}


def check_rows(rows: Rows) -> Rows:
    """The rows, if every column is as long as the keys; raises `Rejected` otherwise."""
    if any(len(column) != len(rows.ids) for column in rows.columns.values()):
        raise Rejected("syncing.damaged_body")
    return rows


def rows_of(rows: Rows) -> list[dict[str, Wire]]:
    """Columns turned back into rows; raises `Rejected` where a column is too short or too long."""
    check_rows(rows)
    names = list(rows.columns)
    if not names:
        return [{} for _ in rows.ids]
    return [
        dict(zip(names, values, strict=True)) for values in zip(*rows.columns.values(), strict=True)
    ]


def check_edits(edits: Edits) -> Edits:
    """The edits, if every key has its fields and its author; raises `Rejected` otherwise."""
    if not len(edits.ids) == len(edits.fields) == len(edits.authors):
        raise Rejected("syncing.damaged_body")
    return edits
