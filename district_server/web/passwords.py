"""Passwords of officers: what one must be like, how it is kept, how it is checked."""

import hashlib
import secrets
from itertools import pairwise

from station_app.errors import Rejected

SHORTEST = 10
LONGEST = 200
COST, BLOCK, LANES = 2**15, 8, 1
"""scrypt with 32 MiB: about a tenth of a second for each guess."""
MEMORY = 2 * 128 * COST * BLOCK
SALT_BYTES, HASH_BYTES = 16, 32
READABLE = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0, 1, i, l and o, which are misread when a password is told."""


def kept(password: str) -> str:
    """A password as it is kept: method, cost, salt and hash in one text."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _text(salt, _hash(password, salt, COST, BLOCK, LANES))


def _text(salt: bytes, found: bytes) -> str:
    return f"scrypt${COST}${BLOCK}${LANES}${salt.hex()}${found.hex()}"


def fits(password: str, stored: str) -> bool:
    """Whether this is the password of which `stored` is kept."""
    _, cost, block, lanes, salt, expected = stored.split("$")
    found = _hash(password, bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return secrets.compare_digest(found, bytes.fromhex(expected))


def _hash(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=lanes, maxmem=MEMORY, dklen=HASH_BYTES
    )


NOBODY = _text(secrets.token_bytes(SALT_BYTES), secrets.token_bytes(HASH_BYTES))
"""Checked where nobody has the name, so that the answer takes as long as for a real one.

No password gives it, and it is drawn, not reckoned: each command of the server begins here.
"""


def check_new(password: str, *, name: str) -> None:
    """Raise `Rejected` for a password that is too short, too plain, or says the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Rejected("web.password_length", shortest=SHORTEST, longest=LONGEST)
    plain = password.casefold()
    if name.casefold() in plain or plain in name.casefold():
        raise Rejected("web.password_has_name")
    if len(set(plain)) < SHORTEST // 2 or _is_a_row(plain):
        raise Rejected("web.password_plain")


def _is_a_row(text: str) -> bool:
    """`1234567890`, `abcdefghij` and their like: each character follows on the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return any(steps <= row for row in ({0}, {1, -9}, {-1, 9}))


def invented() -> str:
    """A first password, good until its owner changes it at the first log-in."""
    parts = ("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))
    return "-".join(parts)
