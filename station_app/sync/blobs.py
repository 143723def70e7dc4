"""Photos on their way: how they are named and sealed, and what both sides say about them.

The name is a keyed hash: two PCs of a station give one picture one name, so that it is stored once,
and nobody without the station's key can test whether a station has a known picture. A picture that
only the station may see travels sealed; sealing is deterministic for the same reason.
"""

import hashlib
import hmac
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station_app.errors import Rejected

PATH = "/v1/photos"
CONTENT_TYPE = "application/msgpack"
PIECE_TYPE = "application/octet-stream"
NAME_BYTES = 32
MOST_NAMES = 2000
"""Names in one question: 64 KB."""
MAX_ASK = 256 * 1024
MAX_PIECE = 512 * 1024
MAX_PHOTO = 4 * 1024 * 1024
"""What is shrunk here weighs 150 to 250 KB; a page of text may weigh more."""
_KEY_BYTES = 64


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Which of `mine` does the district lack, and which of `want` does it have?"""

    mine: list[bytes] = []
    want: list[bytes] = []


class Missing(msgspec.Struct, frozen=True):
    """A picture that the district lacks, and how much of it lies there already."""

    name: bytes
    received: int


class Here(msgspec.Struct, frozen=True):
    """A picture that the district has whole: the size and hash of what will travel."""

    name: bytes
    size: int
    digest: bytes


class Answer(msgspec.Struct, frozen=True):
    """The answer to `Ask`."""

    missing: list[Missing]
    here: list[Here]


class Taken(msgspec.Struct, frozen=True):
    """How much of a picture the district has now: the next piece begins there."""

    received: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Travelling:
    """A picture in the form in which it travels."""

    name: str
    content: bytes
    sealed: bool

    @property
    def digest(self) -> bytes:
        """What the district compares with what came."""
        return hashlib.sha256(self.content).digest()


@dataclass(frozen=True, slots=True)
class PhotoKey:
    """Names and seals the photos of a station; made from the station's seal key."""

    _name_key: bytes
    _cipher: AESSIV

    def __repr__(self) -> str:
        """Never show a key, not even in a traceback."""
        return "PhotoKey(…)"

    @classmethod
    def of(cls, seal_key: bytes) -> "PhotoKey":
        """The key of a station's seal key."""
        name_key = _derive(seal_key, b"veterans-station photo name 1")
        return cls(name_key, AESSIV(_derive(seal_key, b"veterans-station photo seal 1")))

    @property
    def mark(self) -> str:
        """Tells this key from another one, and tells nothing else."""
        return hmac.digest(self._name_key, b"mark", "sha256")[:8].hex()

    def name(self, content: bytes, *, sealed: bool) -> str:
        """The name of a picture. The same picture for the district's eyes has another name."""
        kind = b"sealed " if sealed else b"open "
        return hmac.digest(self._name_key, kind + content, "sha256").hex()

    def close(self, name: str, content: bytes) -> bytes:
        """The sealed form of a picture, bound to its name."""
        return self._cipher.encrypt(content, [name.encode()])

    def open(self, name: str, content: bytes) -> bytes:
        """The picture of a sealed form; raises `Rejected("photo.unreadable")`."""
        try:
            return self._cipher.decrypt(content, [name.encode()])
        except (InvalidTag, ValueError):
            raise Rejected("photo.unreadable") from None


def _derive(seal_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA512(), _KEY_BYTES, salt=None, info=purpose).derive(seal_key)


def packed_name(name: str) -> bytes:
    """A name as it travels."""
    return bytes.fromhex(name)


def is_name(name: str) -> bool:
    """Whether a text is a name of a picture."""
    return len(name) == 2 * NAME_BYTES and all(letter in "0123456789abcdef" for letter in name)


def pack(message: Ask | Answer) -> bytes:
    """The body of a question or an answer."""
    return msgspec.msgpack.encode(message)


def read_ask(body: bytes) -> Ask:
    """The question of a body; raises `Rejected("photo.bad_request")`."""
    try:
        ask = msgspec.msgpack.decode(body, type=Ask)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Rejected("photo.bad_request") from None
    names = [*ask.mine, *ask.want]
    if len(names) > MOST_NAMES or any(len(name) != NAME_BYTES for name in names):
        raise Rejected("photo.bad_request")
    return ask


def read_answer(body: bytes) -> Answer:
    """The answer of a body; raises `Rejected("photo.bad_request")`."""
    try:
        return msgspec.msgpack.decode(body, type=Answer)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Rejected("photo.bad_request") from None
