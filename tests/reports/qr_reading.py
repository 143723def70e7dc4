"""Reads a QR code back, as a scanner would: version 1, numeric mode (ISO/IEC 18004)."""

from collections.abc import Callable, Iterator

SIZE = 21
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _j: i % 2 == 0,
    lambda _i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
FORMAT_MASK = 0b101010000010010
Dark = list[list[bool]]


def read(dark: Dark) -> str:
    """The digits of a code; the error correction is not needed on a clean picture."""
    mask = MASKS[_format(dark) >> 10 & 0b111]
    bits = "".join(str(int(dark[i][j] ^ mask(i, j))) for i, j in _places())
    mode, count = bits[:4], int(bits[4:14], 2)
    assert mode == "0001", "not digits"
    return _digits(bits[14:], count)


def _format(dark: Dark) -> int:
    row = [dark[8][j] for j in (0, 1, 2, 3, 4, 5, 7, 8)]
    column = [dark[i][8] for i in (7, 5, 4, 3, 2, 1, 0)]
    return int("".join(str(int(bit)) for bit in row + column), 2) ^ FORMAT_MASK


def _places() -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down, past what is no data."""
    up = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for i in reversed(range(SIZE)) if up else range(SIZE):
            yield from ((i, j) for j in (right, right - 1) if not _fixed(i, j))
        up = not up


def _fixed(i: int, j: int) -> bool:
    corner = (i < 9 and j < 9) or (i < 9 and j > 12) or (i > 12 and j < 9)
    return corner or i == 6 or j == 6


def _digits(bits: str, count: int) -> str:
    found, at = "", 0
    while count:
        some = min(count, 3)
        width = {3: 10, 2: 7, 1: 4}[some]
        found += f"{int(bits[at : at + width], 2):0{some}}"
        at, count = at + width, count - some
    return found
