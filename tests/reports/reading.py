"""Reading printed forms back: their words, their fonts, the ink on a page."""

import re

import pypdfium2
import pypdfium2.raw as pdfium

from station_app.reports.pages_as_images import page_image


def pages(document: bytes) -> list[str]:
    """The text of each page, blanks and line ends removed so that wrapped words are whole again."""
    return [re.sub(r"\s", "", text) for text in raw_pages(document)]


def raw_pages(document: bytes) -> list[str]:
    """The text of each page as a reader would copy it."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return [_page_text(page) for page in opened]
    finally:
        opened.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()


def fonts(document: bytes) -> dict[str, bool]:
    """The name of each font that draws text, and whether it is embedded."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return {
            name: embedded
            for page in opened
            for shape in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,))
            for name, embedded in (_font(shape),)
        }
    finally:
        opened.close()


def _font(shape: pypdfium2.PdfObject) -> tuple[str, bool]:
    font = shape.get_font()
    return font.get_base_name(), bool(font.is_embedded)


def ink(document: bytes, index: int = 0) -> int:
    """How many pixels of a page are dark."""
    image = page_image(document, index, dpi=150)
    return sum(1 for blue in image.pixels[::4] if blue < 128)


def ink_in(document: bytes, index: int, box: tuple[float, float, float, float]) -> int:
    """How many dark pixels lie in a part of a page: left, top, right, bottom in millimetres."""
    image = page_image(document, index, dpi=72)
    left, top, right, bottom = (int(edge * 72 / 25.4) for edge in box)
    rows = range(top, min(bottom, image.height))
    return sum(
        1
        for y in rows
        for x in range(left, min(right, image.width))
        if image.pixels[y * image.stride + x * 4] < 128
    )
