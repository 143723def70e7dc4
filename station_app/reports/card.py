"""Responsible for forms about one matter: a grid of labels and boxes, some to be signed or sealed.

Rows flow onto a second page when what was written needs it. Each card counts its own pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from station_app.domain.forms import Imprint
from station_app.progress import Progress
from station_app.reports.fitting import BODY, Fit, Fitter, box_note
from station_app.reports.fonts import lettering
from station_app.reports.page import SEAL, Head, Layout, PageNumber, draw_seal
from station_app.reports.pen import MM, THICK, Align, Box, Ink, Paper, Pen
from station_app.reports.roster import cut_pages

PAD = 1.5 * MM
AIR = 2.4 * MM
TOP_AIR = 1.9 * MM
"""Above and below a text that begins at the top of its box."""
LARGE = 18.0
READ = 12.0
"""Of what old people read and sign."""
PORTRAIT_WIDTH, PORTRAIT_HEIGHT = 32 * MM, 45 * MM  # DOMAIN §5, F12


@dataclass(frozen=True, slots=True)
class Cell:
    """One box: a printed label, or what is known, with room to sign, to seal, to glue photos."""

    text: str
    width: float
    label: bool = False
    top: bool = False
    sign: str = ""
    seal: bool = False
    photos: int = 0
    pictures: tuple[bytes, ...] = ()
    large: bool = False
    prose: bool = False
    """Words to be read at full size: they wrap, they do not shrink."""
    right: bool = False
    centred: bool = False
    bold: bool = False
    frame: tuple[float, float] = (60.0, 80.0)
    """How large a photo may be, in millimetres."""
    portrait: bool = False
    """A photo beside several rows: it hangs from this one into those below."""
    open_below: bool = False
    """The box goes on in the row below: no line between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side and the least height of their row in millimetres."""

    cells: tuple[Cell, ...]
    height: float = 8.0


@dataclass(frozen=True, slots=True)
class Card:
    """One form; with `seal` the paper below the grid keeps its lower right corner free."""

    head: Head
    rows: tuple[Row, ...]
    seal: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A row with its texts fitted."""

    row: Row
    fits: tuple[Fit, ...]
    edges: tuple[float, ...]
    height: float

    @property
    def boxed(self) -> bool:
        """Whether a character of it has no glyph."""
        return any(fit.missing for fit in self.fits)


def pdf(cards: Sequence[Card], imprint: Imprint, progress: Progress) -> bytes:
    """All cards of a batch, each beginning on a page of its own."""
    paper, fitter = Paper(bound=imprint.bound), Fitter(lettering())
    layouts = [Layout(paper, fitter, card.head, imprint) for card in cards]
    pen = layouts[0].pen()
    for done, (card, layout) in enumerate(zip(cards, layouts, strict=True), start=1):
        _draw_card(pen, card, layout)
        progress.step(done, len(cards))
    return pen.finish()


def _draw_card(pen: Pen, card: Card, layout: Layout) -> None:
    rows = [measured(row, layout) for row in card.rows]
    notes = appendix(rows)
    after = layout.closing_height(notes) if card.seal else _notes_height(layout, notes)
    pages = cut_pages(
        [row.height for row in rows],
        first=layout.paper.bottom - layout.body_top(first=True),
        later=layout.paper.bottom - layout.body_top(first=False),
        after=after,
    )
    for page, (start, stop) in enumerate(pages, start=1):
        number = PageNumber(page, len(pages))
        y = _draw_page(pen, rows[start:stop], layout, number)
        if number.is_last:
            _close(pen, layout, notes, y, seal=card.seal)
        pen.end_page()


def _notes_height(layout: Layout, notes: tuple[str, ...]) -> float:
    return layout.remarks_height(notes) if notes else 0.0


def _close(pen: Pen, layout: Layout, notes: tuple[str, ...], y: float, *, seal: bool) -> None:
    if seal:
        layout.draw_closing(pen, notes, y)
    elif notes:
        layout.draw_remarks(pen, notes, y)


def _draw_page(pen: Pen, rows: Sequence[MeasuredRow], layout: Layout, number: PageNumber) -> float:
    layout.draw_head(pen, number)
    top = y = layout.body_top(first=number.is_first)
    for row in rows:
        draw_row(pen, row, y, layout.fitter)
        y += row.height
    pen.frame(Box(layout.paper.left, top, layout.paper.usable, y - top), THICK)
    layout.draw_foot(pen, number, boxed=any(row.boxed for row in rows))
    return y


def measured(row: Row, layout: Layout) -> MeasuredRow:
    """The row with its texts fitted and its height known."""
    edges = _edges(row, layout.paper)
    widths = [right - left - 2 * PAD for left, right in pairwise(edges)]
    fits = tuple(
        _fit(cell, width, layout.fitter) for cell, width in zip(row.cells, widths, strict=True)
    )
    needed = [
        fit.height + _reserved(cell) + (2 * TOP_AIR if cell.top else AIR)
        for fit, cell in zip(fits, row.cells, strict=True)
    ]
    return MeasuredRow(row, fits, edges, max(row.height * MM, *needed))


def _edges(row: Row, paper: Paper) -> tuple[float, ...]:
    """The vertical lines of a row, scaled evenly to the usable width (SETTLED 19)."""
    scale = paper.usable / sum(cell.width for cell in row.cells)
    return tuple(accumulate((cell.width * scale for cell in row.cells), initial=paper.left))


def _fit(cell: Cell, width: float, fitter: Fitter) -> Fit:
    if cell.prose:
        return fitter.evened(cell.text, width, size=READ)
    if cell.top:
        return fitter.wrapped(cell.text, width - (SEAL if cell.seal else 0))
    size, bold = LARGE if cell.large else BODY, cell.label or cell.bold
    return fitter.fit(cell.text, width, size=size, bold=bold)


def _reserved(cell: Cell) -> float:
    """The height that signature, seal and photos need beside or below the text."""
    if cell.seal:
        return SEAL
    return (cell.frame[1] + 4) * MM if cell.photos else (8 * MM if cell.sign else 0.0)


def draw_row(pen: Pen, row: MeasuredRow, y: float, fitter: Fitter) -> None:
    """The row with its upper edge at this height."""
    for index, cell in enumerate(row.row.cells):
        left, right = row.edges[index], row.edges[index + 1]
        box = Box(left, y, right - left, row.height)
        _draw_cell(pen, cell, row.fits[index], box, fitter)
        if index:
            pen.rule(left, y, left, y + row.height)
    for cell, (left, right) in zip(row.row.cells, pairwise(row.edges), strict=True):
        if not cell.open_below:
            pen.rule(left, y + row.height, right, y + row.height)


def _draw_cell(pen: Pen, cell: Cell, fit: Fit, box: Box, fitter: Fitter) -> None:
    if cell.label:
        pen.shade(box)
    inner = box.inset(PAD)
    if cell.top:
        inner = Box(inner.x, inner.y + TOP_AIR, inner.width, inner.height)
    centred = cell.label or cell.large or cell.centred
    align = Align.CENTER if centred else (Align.RIGHT if cell.right else Align.LEFT)
    pen.fitted(fit, inner, align, top=cell.top)
    if cell.seal:
        draw_seal(pen, fitter, Box(box.x + box.width - SEAL, box.y, SEAL, box.height))
    if cell.photos:
        _draw_photo_frames(pen, cell, box)
    if cell.portrait:
        _draw_portrait(pen, cell, box, fitter)
    if cell.sign:
        _draw_signing(pen, cell, box, fitter)


def _draw_signing(pen: Pen, cell: Cell, box: Box, fitter: Fitter) -> None:
    line = fitter.line(cell.sign)
    right = box.x + box.width - PAD - (SEAL if cell.seal else 0)
    pen.text(line, right - line.width, box.y + box.height - 3 * MM, BODY, Ink.BLACK)


def _draw_photo_frames(pen: Pen, cell: Cell, box: Box) -> None:
    """The pictures that there are; frames to glue the others."""
    wide, high = (side * MM for side in cell.frame)
    gap = (box.width - cell.photos * wide) / (cell.photos + 1)
    y = box.y + (box.height - high) / 2
    for index in range(cell.photos):
        frame = Box(box.x + gap + index * (wide + gap), y, wide, high)
        if index < len(cell.pictures):
            pen.picture(cell.pictures[index], frame)
        else:
            pen.frame(frame, 0.3)


def _draw_portrait(pen: Pen, cell: Cell, box: Box, fitter: Fitter) -> None:
    """The portrait, or a frame to glue one; the rows beside it are as high as it needs."""
    x = box.x + (box.width - PORTRAIT_WIDTH) / 2
    frame = Box(x, box.y + 1.5 * MM, PORTRAIT_WIDTH, PORTRAIT_HEIGHT)
    if cell.pictures:
        pen.picture(cell.pictures[0], frame)
        return
    pen.frame(frame, 0.3)
    pen.fitted(fitter.fit("照片", frame.width), frame, Align.CENTER, Ink.GREY)


def appendix(rows: Sequence[MeasuredRow]) -> tuple[str, ...]:
    """What must be said below about characters that no font can draw."""
    notes = [
        box_note(cell.text, fit.missing)
        for row in rows
        for cell, fit in zip(row.row.cells, row.fits, strict=True)
        if fit.missing
    ]
    return (f"附注：{'；'.join(notes)}，请在原处手写补正。",) if notes else ()
