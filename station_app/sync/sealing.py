"""Fields that only the station may read travel sealed: AES-SIV, bound to their record and field.

Sealing is deterministic, so that the district can compare two values without being able to read
either (SETTLED 13). A PC that lacks the station's key keeps the sealed text as it came.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station_app.domain.kinds import Wire
from station_app.models.record_type import Field, RecordType

MARK = "sealed:1:"
KEY_BYTES = 64


@dataclass(frozen=True, slots=True)
class Sealer:
    """Closes and opens private values with one station's key."""

    _cipher: AESSIV

    @classmethod
    def of(cls, seal_key: bytes) -> "Sealer":
        """The sealer of a station's seal key; the cipher's own key is derived from it."""
        derivation = HKDF(SHA512(), KEY_BYTES, salt=None, info=b"veterans-station field seal 1")
        return cls(AESSIV(derivation.derive(seal_key)))

    def close(self, record_id: UUID, field: str, value: Wire) -> Wire:
        """The value sealed; None stays None, and what is sealed already stays as it is."""
        if not isinstance(value, str) or is_sealed(value):
            return value
        sealed = self._cipher.encrypt(_never_empty(value).encode(), _bound_to(record_id, field))
        return MARK + base64.b64encode(sealed).decode()

    def close_all(self, record_ids: Sequence[UUID], field: str, values: list[Wire]) -> list[Wire]:
        """A column sealed, each value bound to its own record."""
        return [
            None if value is None else self.close(key, field, value)
            for key, value in zip(record_ids, values, strict=True)
        ]

    def open_all(self, record_ids: Sequence[UUID], field: str, values: list[Wire]) -> list[Wire]:
        """A column opened; what this key does not open stays as it is."""
        return [
            None if value is None else self.open(key, field, value)
            for key, value in zip(record_ids, values, strict=True)
        ]

    def open(self, record_id: UUID, field: str, value: Wire) -> Wire:
        """The value as written; sealed text that this key does not open stays as it is."""
        if not isinstance(value, str) or not is_sealed(value):
            return value
        try:
            sealed = binascii.a2b_base64(value.removeprefix(MARK), strict_mode=True)
            plain = self._cipher.decrypt(sealed, _bound_to(record_id, field))
        except (InvalidTag, binascii.Error, ValueError):
            return value
        return plain.decode().removeprefix("\0")


def is_sealed(value: Wire) -> bool:
    """Whether a value is sealed text."""
    return isinstance(value, str) and value.startswith(MARK)


def private_fields(record_type: RecordType) -> tuple[Field, ...]:
    """The fields of a record type that only the station may read."""
    return record_type.private_fields


def _never_empty(value: str) -> str:
    """The cipher takes no empty text, so emptiness is written as one NUL, which opening removes."""
    return "\0" + value if not value or value.startswith("\0") else value


def _bound_to(record_id: UUID, field: str) -> list[bytes]:
    return [record_id.bytes, field.encode()]
