"""The key file beside the station's file: who may open it, by password or by the recovery words.

The data key and the seal key are random. Each operator's password wraps both, and so do the
recovery words. A wrapped key is useless without its password, so the key file may lie open.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from station_app.domain.recovery import new_words, parse_words
from station_app.errors import Rejected, Unavailable
from station_app.store.files import replace_file

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MIN_PASSWORD = 8
SCRYPT_N = 2**16
"""Memory-hard cost: 64 MiB and about 0.2 s on the PCs of stations (TECH.md)."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The station's secrets while open: `data` opens the file, `seal` closes private fields."""

    data: bytes
    seal: bytes

    def __repr__(self) -> str:
        """Never show a key, not even in a traceback."""
        return "Keys(…)"


class WrappedKeys(msgspec.Struct, frozen=True):
    """Both keys under one secret."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    cost: int = SCRYPT_N


class OperatorEntry(msgspec.Struct, frozen=True):
    """Somebody who may log in; a disabled operator has no wrapped keys left."""

    name: str
    role: str
    wrapped: WrappedKeys | None


class KeyFile(msgspec.Struct, frozen=True):
    """What the key file holds; `recovery_seal` travels, for private fields on a second PC.

    `words_checked` is the ISO date on which the paper was last seen to fit; None if never.
    """

    version: int
    operators: list[OperatorEntry]
    recovery: WrappedKeys
    recovery_seal: WrappedKeys
    words_checked: str | None = None


def create(
    path: Path, *, operator: str, password: str, role: str = "HEAD"
) -> tuple[Keys, tuple[str, ...]]:
    """Make the keys of a new station; the twelve recovery words are shown only once."""
    _check_strength(password)
    keys = Keys(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))
    words = new_words()
    entry = OperatorEntry(operator, role, _wrap(keys, password))
    phrase = " ".join(words)
    seal_only = Keys(b"\0" * KEY_BYTES, keys.seal)
    _save(path, KeyFile(1, [entry], _wrap(keys, phrase), _wrap(seal_only, phrase)))
    return keys, words


def operators(path: Path) -> list[OperatorEntry]:
    """Those who may log in now, in the order in which they were added."""
    return [entry for entry in _load(path).operators if entry.wrapped is not None]


def unlock(path: Path, *, operator: str, password: str) -> Keys:
    """The keys, for the operator's password; raises `Rejected("login.wrong_password")`."""
    entry = _entry(_load(path), operator)
    if entry.wrapped is None:
        raise Rejected("login.unknown_operator", name=operator)
    keys = _unwrap(entry.wrapped, password)
    if keys is None:
        raise Rejected("login.wrong_password")
    return keys


def unlock_any(path: Path, *, password: str) -> tuple[str, Keys]:
    """The first operator whose password this is; the command line knows no names."""
    for entry in operators(path):
        if entry.wrapped and (keys := _unwrap(entry.wrapped, password)):
            return entry.name, keys
    raise Rejected("login.wrong_password")


def unlock_with_recovery(path: Path, text: str) -> Keys:
    """The keys, for the recovery words; raises `Rejected` when they are not this station's."""
    keys = _unwrap(_load(path).recovery, " ".join(parse_words(text)))
    if keys is None:
        raise Rejected("login.recovery_mismatch")
    return keys


def add_operator(path: Path, keys: Keys, *, name: str, password: str, role: str = "CLERK") -> None:
    """Let one more person in; raises `Rejected` when the name is taken or the password weak."""
    _check_strength(password)
    file = _load(path)
    if any(entry.name == name and entry.wrapped for entry in file.operators):
        raise Rejected("login.operator_exists", name=name)
    kept = [entry for entry in file.operators if entry.name != name]
    entry = OperatorEntry(name, role, _wrap(keys, password))
    _save(path, msgspec.structs.replace(file, operators=[*kept, entry]))


def change_password(path: Path, keys: Keys, *, name: str, password: str) -> None:
    """Wrap the keys anew for this operator; the old password opens nothing from then on."""
    _check_strength(password)
    file = _load(path)
    changed = msgspec.structs.replace(_entry(file, name), wrapped=_wrap(keys, password))
    _save(path, msgspec.structs.replace(file, operators=_with(file, changed)))


def disable_operator(path: Path, *, name: str) -> None:
    """Take an operator's keys away; the last one cannot be shut out."""
    file = _load(path)
    entry = _entry(file, name)
    if [e.name for e in file.operators if e.wrapped] == [name]:
        raise Rejected("login.last_operator", name=name)
    changed = msgspec.structs.replace(entry, wrapped=None)
    _save(path, msgspec.structs.replace(file, operators=_with(file, changed)))


def words_checked(path: Path) -> date | None:
    """When the recovery words on paper were last seen to fit; None if never."""
    day = _load(path).words_checked
    return None if day is None else date.fromisoformat(day)


def note_words_checked(path: Path, day: date) -> None:
    """Remember that somebody read the words from paper."""
    _save(path, msgspec.structs.replace(_load(path), words_checked=day.isoformat()))


def renew_words(
    path: Path, keys: Keys, words: tuple[str, ...], *, with_envelope: bool, day: date
) -> None:
    """Let other recovery words open this file; the former ones open it no more.

    Once the district has the envelope of the seal key it stays as it is: by it the PCs of a
    station know that they share a key.
    """
    file, phrase = _load(path), " ".join(words)
    seal = file.recovery_seal
    if with_envelope:
        seal = _wrap(Keys(b"\0" * KEY_BYTES, keys.seal), phrase)
    renewed = msgspec.structs.replace(
        file, recovery=_wrap(keys, phrase), recovery_seal=seal, words_checked=day.isoformat()
    )
    _save(path, renewed)


def recovery_envelope(path: Path) -> bytes:
    """The seal key under the recovery words: what the district keeps for a second or a new PC."""
    return msgspec.json.encode(_load(path).recovery_seal)


def open_envelope(envelope: bytes, text: str) -> bytes:
    """The seal key out of another PC's envelope; raises `Rejected` when the words do not fit."""
    wrapped = msgspec.json.decode(envelope, type=WrappedKeys)
    keys = _unwrap(wrapped, " ".join(parse_words(text)))
    if keys is None:
        raise Rejected("login.recovery_mismatch")
    return keys.seal


def adopt_seal(path: Path, keys: Keys, *, seal: bytes, password: str, operator: str) -> Keys:
    """Take over the station's seal key on a second PC, under its operator's password.

    The recovery words of this PC go on opening its file, with its former seal key, which
    sealed nothing that ever travelled.
    """
    unlock(path, operator=operator, password=password)
    adopted = Keys(keys.data, seal)
    file = _load(path)
    changed = msgspec.structs.replace(_entry(file, operator), wrapped=_wrap(adopted, password))
    _save(path, msgspec.structs.replace(file, operators=_with(file, changed)))
    return adopted


def _with(file: KeyFile, changed: OperatorEntry) -> list[OperatorEntry]:
    return [changed if entry.name == changed.name else entry for entry in file.operators]


def _entry(file: KeyFile, name: str) -> OperatorEntry:
    for entry in file.operators:
        if entry.name == name:
            return entry
    raise Rejected("login.unknown_operator", name=name)


def _check_strength(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise Rejected("login.weak_password")


def _derive(secret: str, salt: bytes, cost: int) -> bytes:
    memory = 128 * 8 * cost * 2
    return hashlib.scrypt(
        secret.encode(), salt=salt, n=cost, r=8, p=1, maxmem=memory, dklen=KEY_BYTES
    )


def _wrap(keys: Keys, secret: str) -> WrappedKeys:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapping = AESGCM(_derive(secret, salt, SCRYPT_N))
    return WrappedKeys(salt, nonce, wrapping.encrypt(nonce, keys.data + keys.seal, None), SCRYPT_N)


def _unwrap(wrapped: WrappedKeys, secret: str) -> Keys | None:
    wrapping = AESGCM(_derive(secret, wrapped.salt, wrapped.cost))
    try:
        both = wrapping.decrypt(wrapped.nonce, wrapped.sealed, None)
    except InvalidTag:
        return None
    return Keys(both[:KEY_BYTES], both[KEY_BYTES:])


def _load(path: Path) -> KeyFile:
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeyFile)
    except FileNotFoundError:
        raise Unavailable("store.missing") from None
    except msgspec.DecodeError:
        raise Unavailable("login.keys_damaged") from None


def _save(path: Path, file: KeyFile) -> None:
    replace_file(path, msgspec.json.format(msgspec.json.encode(file)))
