"""Responsible for sheets that are read rather than filled: a title, paragraphs, tables of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_app.domain.forms import Imprint
from station_app.progress import Progress
from station_app.reports.card import READ, Cell, Row, draw_row, measured
from station_app.reports.fitting import Fitter
from station_app.reports.fonts import lettering
from station_app.reports.page import PREPARERS, SEAL, Head, Layout, PageNumber, draw_seal
from station_app.reports.pen import MM, THICK, Align, Box, Ink, Paper, Pen

GAP = 2.2 * MM
SIGNERS = (PREPARERS[1],)
"""Nobody audits a sheet that its reader signs."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text over the whole width."""

    text: str
    bold: bool = False
    size: float = READ


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table between paragraphs; the cells of its first row are labels."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One sheet, signed at its end by the reader when `sign` names the lines."""

    head: Head
    parts: tuple[Paragraph | Grid, ...]
    sign: tuple[str, ...] = ()


def pdf(letters: Sequence[Letter], imprint: Imprint, progress: Progress) -> bytes:
    """These sheets as a PDF, a page each."""
    paper, fitter = Paper(bound=imprint.bound), Fitter(lettering())
    layouts = [Layout(paper, fitter, letter.head, imprint, SIGNERS) for letter in letters]
    pen = layouts[0].pen()
    for done, (letter, layout) in enumerate(zip(letters, layouts, strict=True), start=1):
        _draw_letter(pen, letter, layout)
        progress.step(done, len(letters))
    return pen.finish()


def _draw_letter(pen: Pen, letter: Letter, layout: Layout) -> None:
    number = PageNumber(1, 1)
    layout.draw_head(pen, number)
    y = layout.body_top(first=True) + GAP
    for part in letter.parts:
        y = _draw_part(pen, part, layout, y) + GAP
    _draw_end(pen, letter.sign, layout)
    layout.draw_foot(pen, number)
    pen.end_page()


def _draw_part(pen: Pen, part: Paragraph | Grid, layout: Layout, y: float) -> float:
    if isinstance(part, Grid):
        return _draw_grid(pen, part.rows, layout, y)
    fit = layout.fitter.wrapped(part.text, layout.paper.usable, size=part.size, bold=part.bold)
    box = Box(layout.paper.left, y, layout.paper.usable, fit.height)
    pen.fitted(fit, box, Align.LEFT)
    return y + fit.height


def _draw_grid(pen: Pen, rows: Sequence[Row], layout: Layout, y: float) -> float:
    top = y
    for row in rows:
        ready = measured(row, layout)
        draw_row(pen, ready, y, layout.fitter)
        y += ready.height
    pen.frame(Box(layout.paper.left, top, layout.paper.usable, y - top), THICK)
    return y


def _draw_end(pen: Pen, lines: tuple[str, ...], layout: Layout) -> None:
    """The lines to sign, and beside them the empty place of the seal."""
    if not lines:
        return
    paper = layout.paper
    draw_seal(pen, layout.fitter, Box(paper.right - SEAL, paper.bottom - SEAL, SEAL, SEAL))
    y = paper.bottom - 4 * MM - (len(lines) - 1) * 12 * MM
    for line in lines:
        pen.text(layout.fitter.line(line, size=READ), paper.left, y, READ, Ink.BLACK)
        y += 12 * MM


def label_row(texts: Sequence[str], widths: Sequence[float]) -> Row:
    """The heading row of a grid."""
    cells = (Cell(text, width, label=True) for text, width in zip(texts, widths, strict=True))
    return Row(tuple(cells))


def text_row(texts: Sequence[str], widths: Sequence[float]) -> Row:
    """A row of a grid."""
    return Row(
        tuple(Cell(text, width, prose=True) for text, width in zip(texts, widths, strict=True))
    )
