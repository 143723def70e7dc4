"""Responsible for the QR code of a number: as dark runs for paper, as a picture for workbooks."""

from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""
PIXELS = 8

Run = tuple[int, int, int]
"""Row, first column, how many dark modules."""


@lru_cache(maxsize=64)
def dark_runs(text: str) -> tuple[int, tuple[Run, ...]]:
    """The size of the code in modules and its dark runs, row by row.

    Level H: a third of the code may be lost to a fold, a stamp or a poor copy.
    """
    code = QRCode(None, QRErrorCorrectLevel.H)
    code.addData(text)
    code.make()
    size = int(code.getModuleCount())
    runs: list[Run] = []
    for row in range(size):
        column = 0
        while column < size:
            length = _dark_from(code, row, column, size)
            if length:
                runs.append((row, column, length))
            column += length or 1
    return size, tuple(runs)


def _dark_from(code: QRCode, row: int, column: int, size: int) -> int:
    length = 0
    while column + length < size and code.isDark(row, column + length):
        length += 1
    return length


def picture(text: str) -> bytes:
    """The code as a PNG, with its white edge."""
    size, runs = dark_runs(text)
    side = size + 2 * QUIET
    image = Image.new("1", (side, side), 1)
    for row, column, length in runs:
        image.paste(0, (column + QUIET, row + QUIET, column + QUIET + length, row + QUIET + 1))
    made = BytesIO()
    image.resize((side * PIXELS, side * PIXELS)).save(made, "PNG")
    return made.getvalue()
