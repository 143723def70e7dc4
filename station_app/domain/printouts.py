"""What a printed paper or an exported list was made of, and the number that finds it again.

A number (编号) has 13 digits: the month, eight digits drawn from what stands on the paper, and a
check digit. It is digits only, so that a scanner types it rightly while Chinese input is on; the
same content on the same day has the same number.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period

DIGITS = 13
_DRAWN = 8
_GROUPS = (4, 4, 4, 1)
_BETWEEN = " -\u2010\u2011\u2013\u2014\u2212\u00b7_"


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One row of a paper: the record it shows; `part` is the line of a tally or a sheet."""

    record_type: str
    record_id: UUID
    part: str = ""
    count: int = 1
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: a form, a tally or a list, and what it was asked with.

    The title names no person; `params` are plain texts from which it can be asked again.
    """

    kind: str
    title: str
    params: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a number stands for; `shown` is a digest of the values that were shown."""

    question: Question
    made_on: date
    made_by: str | None
    mask: MaskLevel
    rows: Sequence[RowBehind]
    shown: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of it all, in hex."""
        question = self.question
        head = (
            question.kind,
            question.title,
            question.period.code if question.period else "",
            *(f"{name}={text}" for name, text in sorted(question.params.items())),
            self.made_on.isoformat(),
            self.made_by or "",
            str(int(self.mask)),
            self.shown,
        )
        hashed = sha256("\x1f".join(head).encode())
        for row in self.rows:
            line = f"\x1e{row.record_type}{row.record_id.hex}{row.part}\x1f{row.count}\x1f{row.fen}"
            hashed.update(line.encode())
        return hashed.hexdigest()


def digest_of(values: Iterable[object]) -> str:
    """A digest of values as they were shown: any frozen values whose repr tells them whole."""
    hashed = sha256()
    for value in values:
        hashed.update(repr(value).encode())
    return hashed.hexdigest()


def serial_of_content(digest: str, made_on: date, attempt: int = 0) -> str:
    """The number of this content; a later attempt gives another, where one is taken."""
    salted = sha256(f"{digest}{attempt or ''}".encode()).digest()
    drawn = int.from_bytes(salted[:8]) % 10**_DRAWN
    body = f"{made_on.year % 100:02}{made_on.month:02}{drawn:0{_DRAWN}}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11,10: finds every single wrong digit and nearly every swap."""
    rest = 10
    for digit in body:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def grouped(serial: str) -> str:
    """`2611-4021-8837-5`, as it is printed."""
    parts, start = [], 0
    for length in _GROUPS:
        parts.append(serial[start : start + length])
        start += length
    return "-".join(parts)


def read_serial(text: str) -> str | None:
    """The number somebody typed or scanned; None where it is none, or was misread."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in _BETWEEN).strip()
    if not looks_like_serial(text) or check_digit(plain[:-1]) != plain[-1]:
        return None
    return plain


def looks_like_serial(text: str) -> bool:
    """Whether this has the shape of a number, rightly typed or not."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in _BETWEEN).strip()
    return (
        len(plain) == DIGITS and plain.isascii() and plain.isdigit() and "01" <= plain[2:4] <= "12"
    )
