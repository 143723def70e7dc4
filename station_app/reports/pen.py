"""Responsible for drawing on paper: points from the top left, text in runs, thin and thick lines.

Only this module, `fonts` and `qr_code` speak reportlab. What a page needs is gathered and written
at once, texts by colour, so that a roster of many pages costs little more than its characters.
"""

from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from station_app.reports.fitting import LEADING, Fit, TextLine
from station_app.reports.qr_code import dark_runs

MM = 72 / 25.4
THIN = 0.5
THICK = 1.0
PALE = 0.88
"""Grey that a copier still sees and that leaves every word on it legible."""
WATERMARK = "watermark"
# The parsed fonts are shared, and reportlab reads through them while it cuts subsets.
SAVING = Lock()


class Align(Enum):
    """Where a text stands in its box, as a share of the room left over."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


class Ink(Enum):
    """The colours of a form: black, grey for remarks, red for money taken back (MO7)."""

    BLACK = (0.0, 0.0, 0.0)
    GREY = (0.35, 0.35, 0.35)
    RED = (0.78, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A4, upright or lying; a bound form has a wider margin at its left (DOMAIN §5)."""

    landscape: bool = False
    bound: bool = False

    @property
    def width(self) -> float:
        """In points."""
        return (297 if self.landscape else 210) * MM

    @property
    def height(self) -> float:
        """In points."""
        return (210 if self.landscape else 297) * MM

    @property
    def left(self) -> float:
        """The left edge of what is printed."""
        return (25 if self.bound else 15) * MM

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.width - 15 * MM

    @property
    def top(self) -> float:
        """The upper edge of what is printed."""
        return 20 * MM

    @property
    def bottom(self) -> float:
        """The lower edge of what is printed; the foot stands below it."""
        return self.height - 20 * MM

    @property
    def usable(self) -> float:
        """The width between the margins."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, measured from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> "Box":
        """The box without a margin at its left and right."""
        return Box(self.x + by, self.y, self.width - 2 * by, self.height)


@dataclass(slots=True)
class Pen:
    """Draws one page after another."""

    paper: Paper
    title: str
    author: str
    font: str
    _stream: BytesIO = field(default_factory=BytesIO)
    _canvas: Any = None
    _texts: dict[Ink, list[tuple[float, float, float, TextLine]]] = field(default_factory=dict)
    _lines: dict[float, list[tuple[float, float, float, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = (self.paper.width, self.paper.height)
        # "invariant" keeps the PC's clock out of the file: the same values give the same bytes.
        # The first font is named because the library's own, Helvetica, would not be embedded.
        self._canvas = Canvas(
            self._stream, pagesize=size, pageCompression=1, invariant=1, initialFontName=self.font
        )
        self._canvas.setTitle(self.title)
        self._canvas.setAuthor(self.author)
        self._canvas.setCreator("station_app")

    def text(self, line: TextLine, x: float, baseline: float, size: float, ink: Ink) -> None:
        """One line of text with its baseline at this height."""
        self._texts.setdefault(ink, []).append((x, baseline, size, line))

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN) -> None:
        """A straight line."""
        top = self.paper.height
        self._lines.setdefault(width, []).append((x1, top - y1, x2, top - y2))

    def picture(self, content: bytes, box: Box) -> None:
        """A JPEG as large as the box allows, in its own shape, in the middle."""
        image = ImageReader(BytesIO(content))
        wide, high = image.getSize()
        scale = min(box.width / wide, box.height / high)
        width, height = wide * scale, high * scale
        x, y = box.x + (box.width - width) / 2, box.y + (box.height - height) / 2
        self._canvas.drawImage(image, x, self.paper.height - y - height, width, height)

    def frame(self, box: Box, width: float = THIN) -> None:
        """The outline of a box."""
        right, bottom = box.x + box.width, box.y + box.height
        self.rule(box.x, box.y, right, box.y, width)
        self.rule(right, box.y, right, bottom, width)
        self.rule(right, bottom, box.x, bottom, width)
        self.rule(box.x, bottom, box.x, box.y, width)

    def qr_code(self, text: str, box: Box) -> None:
        """A QR code that fills a square box; written once a file, however many pages show it."""
        name = f"qr{text}"
        if not self._canvas.hasForm(name):
            self._write_qr_code(name, text, box.width)
        self._canvas.saveState()
        self._canvas.translate(box.x, self.paper.height - box.y - box.height)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def _write_qr_code(self, name: str, text: str, width: float) -> None:
        size, runs = dark_runs(text)
        module = width / size
        self._canvas.beginForm(name, 0, 0, width, width)
        self._canvas.setFillGray(0)
        path = self._canvas.beginPath()
        for row, column, length in runs:
            path.rect(column * module, width - (row + 1) * module, length * module, module)
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.endForm()

    def watermark(self, line: TextLine, size: float) -> None:
        """A text aslant over the page, pale, below what is drawn later; written once a file."""
        if not self._canvas.hasForm(WATERMARK):
            self._write_watermark(line, size)
        self._canvas.doForm(WATERMARK)

    def _write_watermark(self, line: TextLine, size: float) -> None:
        width, height = self.paper.width, self.paper.height
        self._canvas.beginForm(WATERMARK, 0, 0, width, height)
        self._canvas.setFillGray(PALE)
        for share in (0.25, 0.75):
            self._canvas.saveState()
            self._canvas.translate(width / 2, height * share)
            self._canvas.rotate(20)
            text = self._canvas.beginText(-line.width / 2, -size * 0.36)
            for run in line.runs:
                text.setFont(run.font, size)
                text.textOut(run.text)
            self._canvas.drawText(text)
            self._canvas.restoreState()
        self._canvas.endForm()

    def shade(self, box: Box, grey: float = 0.9) -> None:
        """Fill a box with grey, below whatever is written later."""
        self._canvas.setFillGray(grey)
        y = self.paper.height - box.y - box.height
        self._canvas.rect(box.x, y, box.width, box.height, stroke=0, fill=1)

    def fitted(
        self, fit: Fit, box: Box, align: Align, ink: Ink = Ink.BLACK, *, top: bool = False
    ) -> None:
        """A fitted text in its box: in the middle of its height, or from the top."""
        leading = fit.size * LEADING
        start = box.y if top else box.y + (box.height - leading * len(fit.lines)) / 2
        baseline = start + leading / 2 + fit.size * 0.36
        for line in fit.lines:
            x = box.x + (box.width - line.width) * align.value
            self.text(line, x, baseline, fit.size, ink)
            baseline += leading

    def end_page(self) -> None:
        """Write what was gathered and begin the next page."""
        self._write_lines()
        for ink, texts in self._texts.items():
            self._write_texts(ink, texts)
        self._texts, self._lines = {}, {}
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The whole PDF."""
        with SAVING:
            # Streams need no text encoding (ISO 32000-1, 7.3.8): a fifth smaller, sooner written.
            rl_config.useA85 = 0
            self._canvas.save()
        return self._stream.getvalue()

    def _write_lines(self) -> None:
        self._canvas.setStrokeGray(0)
        for width, lines in self._lines.items():
            self._canvas.setLineWidth(width)
            # As `lines` writes them, but with two decimals: the library's own way of writing a
            # number took a quarter of the time of a thousand forms.
            path = (f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l" for x1, y1, x2, y2 in lines)
            self._canvas._code.append("n " + " ".join(path) + " S")

    def _write_texts(self, ink: Ink, texts: list[tuple[float, float, float, TextLine]]) -> None:
        page = self._canvas.beginText()
        page.setFillColorRGB(*ink.value)
        for x, baseline, size, line in texts:
            page._code.append(f"1 0 0 1 {x:.2f} {self.paper.height - baseline:.2f} Tm")
            for run in line.runs:
                page.setFont(run.font, size)
                page.textOut(run.text)
        self._canvas.drawText(page)
