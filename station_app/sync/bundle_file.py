"""A file that travels on a stick: a row of frames, signed by its maker, sealed to its reader.

Layout: a mark, a header in clear (version, kind, whose keys, the sealed content key), then the
frames as one stream in chunks under ChaCha20-Poly1305. The nonce of a chunk is its number and
whether it is the last, so chunks cannot be swapped, repeated or left out; the header is bound to
each. The last frame is the maker's Ed25519 signature over everything before it, header included.
"""

import secrets
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA512, Hash

from station_app.errors import Rejected, Unavailable
from station_app.sync.bundle_keys import PublicKeys, SecretKeys

MARK = b"VSTICK\r\n"
VERSION = 1
BUNDLE, RECEIPT = "bundle", "receipt"
MISTAKEN = {BUNDLE: "bundle.is_bundle", RECEIPT: "bundle.is_receipt"}
OF_OTHERS = {BUNDLE: "bundle.bundle_of_others", RECEIPT: "bundle.receipt_of_others"}
CHUNK = 64 * 1024
TAG_BYTES = 16
KEY_BYTES = 32
MAX_FILE = 512 * 1024 * 1024
"""Bytes of a file; a station of 80,000 records needs about five million."""
MAX_FRAME = 5 * 1024 * 1024
MAX_HEADER = 1024
IN_MEMORY = 8 * 1024 * 1024
SIGNATURE = b"E"
_LENGTH = struct.Struct(">IB")
_HEADER = struct.Struct(">H")
_NONCE = struct.Struct(">3xQB")


class Header(msgspec.Struct, frozen=True):
    """All that a stranger can read of a file."""

    version: int
    kind: str
    reader: bytes
    content_key: bytes


class Writable(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take them."""


class FrameWriter:
    """Writes frames as they come; nothing is held but one chunk."""

    def __init__(
        self, out: Writable, kind: str, *, reader: PublicKeys, maker: SecretKeys, version: int
    ) -> None:
        content_key = secrets.token_bytes(KEY_BYTES)
        sealed = reader.seal(content_key, _info(kind))
        header = msgspec.msgpack.encode(Header(version, kind, reader.name, sealed))
        self._out = out
        self._maker = maker
        self._head = MARK + _HEADER.pack(len(header)) + header
        self._cipher = ChaCha20Poly1305(content_key)
        self._transcript = Hash(SHA512())
        self._transcript.update(self._head)
        self._buffer = bytearray()
        self._number = 0
        out.write(self._head)

    def add(self, tag: bytes, body: bytes) -> None:
        """Write one frame."""
        frame = _LENGTH.pack(len(body), tag[0]) + body
        self._transcript.update(frame)
        self._write(frame)

    def finish(self) -> None:
        """Sign what was written and close the stream of chunks."""
        signature = self._maker.sign(self._transcript.finalize())
        self._write(_LENGTH.pack(len(signature), SIGNATURE[0]) + signature)
        self._flush(bytes(self._buffer), is_last=True)

    def _write(self, frame: bytes) -> None:
        self._buffer += frame
        while len(self._buffer) > CHUNK:  # never the last one, which may be full
            self._flush(bytes(self._buffer[:CHUNK]), is_last=False)
            del self._buffer[:CHUNK]

    def _flush(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _NONCE.pack(self._number, is_last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._number += 1


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it was written."""

    tag: bytes
    body: bytes


Signer = Callable[[Frame], PublicKeys]
"""Who must have signed, given the first frame; raises `Rejected` for a stranger."""


def snapshot(source: BinaryIO) -> BinaryIO:
    """The file as it is now, in memory or aside: a stick may be pulled out, a file may change.

    Raises `Rejected("bundle.too_large")`, `Unavailable("bundle.not_read")`.
    """
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (given to the caller)
    try:
        _copy(source, cast(BinaryIO, copy))
    except BaseException:
        copy.close()
        raise
    return cast(BinaryIO, copy)  # it has all that a file has, but is typed as none


def _copy(source: BinaryIO, copy: BinaryIO) -> None:
    try:
        while part := source.read(CHUNK):
            copy.write(part)
            _check_size(copy.tell())
    except OSError as error:
        raise Unavailable("bundle.not_read") from error


def _check_size(size: int) -> None:
    if size > MAX_FILE:
        raise Rejected("bundle.too_large")


def read_header(source: BinaryIO) -> Header:
    """What a file says of itself in clear; raises `Rejected` for what is no file of ours."""
    source.seek(0)
    return _read_head(source)[0]


def read_frames(
    source: BinaryIO, kind: str, *, reader: SecretKeys, signer: Signer | None = None
) -> Iterator[Frame]:
    """The frames of a file, without the signature.

    With `signer` the signature is checked after the last frame, so whoever acts on frames reads the
    file through once before. Raises `Rejected("bundle.…")` for a file that is damaged, of another
    kind, or for somebody else.
    """
    source.seek(0)
    header, head = _read_head(source)
    _check_kind(header, kind)
    cipher = _open(header, reader)
    transcript = Hash(SHA512())
    transcript.update(head)
    keys: PublicKeys | None = None
    stream = _Stream(_chunks(source, cipher, head))
    while (frame := stream.frame()).tag != SIGNATURE:
        transcript.update(_LENGTH.pack(len(frame.body), frame.tag[0]) + frame.body)
        if signer is not None and keys is None:
            keys = signer(frame)
        yield frame
    stream.require_end()
    if signer is not None and not (keys and keys.signed(frame.body, transcript.finalize())):
        raise Rejected("bundle.forged")


def _read_head(source: BinaryIO) -> tuple[Header, bytes]:
    if source.read(len(MARK)) != MARK:
        raise Rejected("bundle.no_bundle")
    packed = source.read(_HEADER.size)
    if len(packed) < _HEADER.size:
        raise Rejected("bundle.damaged")
    (length,) = _HEADER.unpack(packed)
    body = source.read(min(length, MAX_HEADER))
    try:
        header = msgspec.msgpack.decode(body, type=Header)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Rejected("bundle.damaged") from None
    if header.version > VERSION:
        raise Rejected("bundle.newer_format")
    return header, MARK + packed + body


def _check_kind(header: Header, kind: str) -> None:
    if header.kind != kind:
        raise Rejected(MISTAKEN.get(header.kind, "bundle.damaged"))


def _open(header: Header, reader: SecretKeys) -> ChaCha20Poly1305:
    if header.reader != reader.public.name:
        raise Rejected(OF_OTHERS[header.kind])
    try:
        return ChaCha20Poly1305(reader.open(header.content_key, _info(header.kind)))
    except (InvalidTag, ValueError):
        raise Rejected("bundle.damaged") from None


def _chunks(source: BinaryIO, cipher: ChaCha20Poly1305, head: bytes) -> Iterator[bytes]:
    """The plain chunks; one that is missing, changed, moved or too many ends the reading."""
    number, size = 0, 0
    sealed = source.read(CHUNK + TAG_BYTES)
    while sealed:
        following = source.read(CHUNK + TAG_BYTES)
        size += len(sealed)
        if size > MAX_FILE:
            raise Rejected("bundle.too_large")
        try:
            yield cipher.decrypt(_NONCE.pack(number, not following), sealed, head)
        except (InvalidTag, ValueError):
            raise Rejected("bundle.damaged") from None
        sealed, number = following, number + 1


class _Stream:
    """Frames cut out of chunks; what does not add up is damage."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = bytearray()

    def frame(self) -> Frame:
        """The next frame."""
        length, tag = _LENGTH.unpack(self._take(_LENGTH.size))
        if length > MAX_FRAME:
            raise Rejected("bundle.too_large")
        return Frame(bytes([tag]), self._take(length))

    def require_end(self) -> None:
        """Raise `Rejected` where anything follows."""
        if self._buffer or next(self._chunks, b""):
            raise Rejected("bundle.damaged")

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            chunk = next(self._chunks, None)
            if chunk is None:
                raise Rejected("bundle.damaged")
            self._buffer += chunk
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def _info(kind: str) -> bytes:
    """What the content key is for: the key of one kind of file opens no other."""
    return f"veterans-station stick 1 {kind}".encode()
