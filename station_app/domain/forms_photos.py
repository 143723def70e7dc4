"""What 认证照片页 (F12) says: who was certified how, on which day, and the photo that proves it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CertifiedPhoto:
    """One photo of a certification; without content it has not reached this PC yet."""

    name: str
    sex: str | None = None
    id_number: str | None = None
    method: str | None = None
    certified_on: date | None = None
    certifiers: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class CertificationPhotos:
    """The photos of a certification year; `people` is how many stand on them."""

    year: int | None
    people: int
    photos: tuple[CertifiedPhoto, ...]
    is_blank: bool = False
