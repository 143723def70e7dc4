"""The conversation of `wire` as files: what a bundle carries up and its receipt brings down.

A bundle is a manifest, the batches without a receipt in their order, and a last message without a
batch that says how far this PC has read. A receipt is a manifest, perhaps the welcome of a PC that
joins, the receipts, pages of what others wrote, and perhaps a verdict.
"""

from collections.abc import Iterator
from typing import BinaryIO, TypeVar
from uuid import UUID

import msgspec

from station_app.errors import Rejected
from station_app.sync import bundle_file, enrolment, wire
from station_app.sync.bundle_file import Frame, FrameWriter, Signer, Writable
from station_app.sync.bundle_keys import PublicKeys, SecretKeys

BUNDLE_SUFFIX, RECEIPT_SUFFIX, JOINING_SUFFIX = ".vsbundle", ".vsreceipt", ".vsjoin"
MANIFEST, PUSH, WELCOME, RECEIPT, PAGE, VERDICT = b"M", b"P", b"W", b"R", b"G", b"V"


class Manifest(msgspec.Struct, frozen=True):
    """Which file this is, of which device, for which server.

    `envelope` is the one under whose seal private fields travel. `made_at` is by the clock of the
    PC, put right by what it knows of the district's; it decides nothing but until when a station
    counts as reported.
    """

    bundle: UUID
    device: UUID
    server: UUID
    schema: str
    made_at: float
    envelope: bytes | None = None
    joining: enrolment.Request | None = None


class Answered(msgspec.Struct, frozen=True):
    """Which bundle of whom a receipt answers; `after` is what the PC knew to be kept."""

    bundle: UUID
    device: UUID
    server: UUID
    incarnation: UUID
    after: UUID | None
    taken_at: float


class Page(msgspec.Struct, frozen=True):
    """What others wrote after the cursors; `last_batch` is the sender's last one in it."""

    cursor: int
    district_cursor: int
    last_batch: UUID | None
    reply: bytes


class Verdict(msgspec.Struct, frozen=True):
    """Why not everything was taken."""

    code: str


class Joining(msgspec.Struct, frozen=True):
    """What a PC without a line is given on a stick: a one-time code, and to whom it reports."""

    version: int
    server: UUID
    keys: bytes
    division_code: str
    station_name: str
    code: str
    address: str | None = None
    envelope: bytes | None = None

    def __repr__(self) -> str:
        """The code belongs into no traceback."""
        return "Joining(…)"


JOINING_MARK = b"VSJOIN\r\n"
JOINING_VERSION = 1
MAX_JOINING = 64 * 1024
Message = TypeVar("Message")
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


def encode(message: object) -> bytes:
    """A message as the body of a frame."""
    return _ENCODER.encode(message)


def decode(frame: Frame, expected: type[Message]) -> Message:
    """The message of a frame; raises `Rejected("bundle.damaged")` for what is none."""
    try:
        return msgspec.msgpack.decode(frame.body, type=expected)
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
        raise Rejected("bundle.damaged") from None


class BundleWriter:
    """Writes a bundle, batch by batch."""

    def __init__(
        self, out: Writable, manifest: Manifest, *, reader: PublicKeys, maker: SecretKeys
    ) -> None:
        kind, version = bundle_file.BUNDLE, bundle_file.VERSION
        self._frames = FrameWriter(out, kind, reader=reader, maker=maker, version=version)
        self._frames.add(MANIFEST, encode(manifest))

    def add(self, packed: bytes) -> None:
        """A packed `wire.Push`."""
        self._frames.add(PUSH, packed)

    def finish(self) -> None:
        """Sign and close."""
        self._frames.finish()


class ReceiptWriter:
    """Writes the receipt of a bundle while the bundle is taken."""

    def __init__(
        self, out: Writable, answered: Answered, *, reader: PublicKeys, maker: SecretKeys
    ) -> None:
        kind, version = bundle_file.RECEIPT, bundle_file.VERSION
        self._frames = FrameWriter(out, kind, reader=reader, maker=maker, version=version)
        self._frames.add(MANIFEST, encode(answered))

    def add(self, message: wire.Receipt | Page | Verdict | enrolment.Welcome) -> None:
        """A receipt, a page, a verdict or a welcome."""
        tags = {wire.Receipt: RECEIPT, Page: PAGE, Verdict: VERDICT, enrolment.Welcome: WELCOME}
        self._frames.add(tags[type(message)], encode(message))

    def finish(self) -> None:
        """Sign and close."""
        self._frames.finish()


def bundle_frames(
    source: BinaryIO, *, reader: SecretKeys, signer: Signer | None = None
) -> Iterator[Frame]:
    """The frames of a bundle; the first is its manifest."""
    return _frames(source, bundle_file.BUNDLE, reader, signer)


def receipt_frames(
    source: BinaryIO, *, reader: SecretKeys, signer: Signer | None = None
) -> Iterator[Frame]:
    """The frames of a receipt; the first is its manifest."""
    return _frames(source, bundle_file.RECEIPT, reader, signer)


def _frames(
    source: BinaryIO, kind: str, reader: SecretKeys, signer: Signer | None
) -> Iterator[Frame]:
    for number, frame in enumerate(
        bundle_file.read_frames(source, kind, reader=reader, signer=signer)
    ):
        if (number == 0) is not (frame.tag == MANIFEST):
            raise Rejected("bundle.damaged")
        yield frame


def push_of(frame: Frame) -> wire.Push:
    """The message of a frame of a bundle; `Rejected` for what is damaged or unpacks too large."""
    if frame.tag != PUSH:
        raise Rejected("bundle.damaged")
    return wire.unpack(frame.body, wire.Push)


def write_joining(joining: Joining) -> bytes:
    """The file that lets a PC join without a line."""
    return JOINING_MARK + encode(joining)


def read_joining(content: bytes) -> Joining:
    """What such a file says; raises `Rejected` for any other file."""
    if not content.startswith(JOINING_MARK):
        raise Rejected("bundle.no_joining")
    try:
        joining = msgspec.msgpack.decode(content[len(JOINING_MARK) :], type=Joining)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Rejected("bundle.damaged") from None
    if joining.version > JOINING_VERSION:
        raise Rejected("bundle.newer_format")
    return joining
