"""Keys of the two ends of a stick: a secret, what follows from it, and the public half.

From one secret follow two keys by HKDF: X25519, to which files are sealed (HPKE, RFC 9180), and
Ed25519, which signs them. The public half is both public keys, one after the other.
"""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station_app.errors import Rejected

SECRET_BYTES = 32
HALF = 32
PUBLIC_BYTES = 2 * HALF
NAME_BYTES = 8
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Whom a file is for, or who signed it."""

    raw: bytes

    @property
    def name(self) -> bytes:
        """A short name of the keys, by which a reader finds its own; it says nothing else."""
        digest = Hash(SHA256())
        digest.update(self.raw)
        return digest.finalize()[:NAME_BYTES]

    def seal(self, content_key: bytes, info: bytes) -> bytes:
        """A content key that only the owner of these keys can open."""
        receiver = X25519PublicKey.from_public_bytes(self.raw[:HALF])
        return _SUITE.encrypt(content_key, receiver, info=info)

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether the owner of these keys signed this message."""
        signer = Ed25519PublicKey.from_public_bytes(self.raw[HALF:])
        try:
            signer.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """The keys of one end. They are never shown, not even in a traceback."""

    _seal: X25519PrivateKey
    _sign: Ed25519PrivateKey

    @classmethod
    def of(cls, secret: bytes) -> "SecretKeys":
        """The keys that follow from a secret."""
        derivation = HKDF(SHA256(), 2 * HALF, salt=None, info=b"veterans-station stick keys 1")
        both = derivation.derive(secret)
        return cls(
            X25519PrivateKey.from_private_bytes(both[:HALF]),
            Ed25519PrivateKey.from_private_bytes(both[HALF:]),
        )

    @property
    def public(self) -> PublicKeys:
        """The half that may be known."""
        halves = (self._seal.public_key(), self._sign.public_key())
        return PublicKeys(b"".join(half.public_bytes_raw() for half in halves))

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """A content key; raises `InvalidTag` or `ValueError` for what was not sealed to us."""
        return _SUITE.decrypt(sealed, self._seal, info=info)

    def sign(self, message: bytes) -> bytes:
        """Our signature of a message."""
        return self._sign.sign(message)

    def __repr__(self) -> str:
        """Nothing of the keys."""
        return "SecretKeys(…)"


def new_secret() -> bytes:
    """A fresh secret."""
    return secrets.token_bytes(SECRET_BYTES)


def public_keys(raw: bytes) -> PublicKeys:
    """Keys as they were sent; raises `Rejected("bundle.bad_keys")` for what are none."""
    keys = PublicKeys(raw)
    if len(raw) != PUBLIC_BYTES or not _can_be_used(keys):
        raise Rejected("bundle.bad_keys")
    return keys


def _can_be_used(keys: PublicKeys) -> bool:
    """A point of low order fails here, not when a file is to be written."""
    try:
        keys.seal(b"", b"trial")
        keys.signed(bytes(2 * HALF), b"trial")
    except ValueError:
        return False
    return True
