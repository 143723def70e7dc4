"""Responsible for the papers of one matter bound into one file: an index, cards, one page count.

The page number runs through the whole file; a table says its head again on every page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from station_app.domain.forms import Imprint
from station_app.progress import Progress
from station_app.reports.card import Card, MeasuredRow, Row, appendix, draw_row, measured
from station_app.reports.fitting import Fitter
from station_app.reports.fonts import lettering
from station_app.reports.page import Head, Layout, PageNumber
from station_app.reports.pen import THICK, Box, Paper, Pen
from station_app.reports.roster import cut_pages


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below one heading; the heading is said again where they go over to another page."""

    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    glued: frozenset[int] = frozenset()
    """Rows that do not stay alone at the foot of a page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the file: its line in the index, its title, its rows."""

    name: str
    count: str
    head: Head
    blocks: tuple[Block, ...]
    seal: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index; `page` is where its part begins."""

    name: str
    count: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Folder:
    """The papers of one matter; `cover` makes the first page of the index, None leaves it out."""

    parts: tuple[Part, ...]
    cover: Callable[[Sequence[Entry]], Card] | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page before it is drawn."""

    rows: tuple[MeasuredRow, ...]
    layout: Layout
    is_first: bool
    notes: tuple[str, ...] = ()
    seal: bool = False


def pdf(folders: Iterable[Folder], count: int, imprint: Imprint, progress: Progress) -> bytes:
    """All folders in one file; each is measured and drawn before the next is asked for."""
    binder = _Binder(Paper(bound=imprint.bound), Fitter(lettering()), imprint)
    pen: Pen | None = None
    for done, folder in enumerate(folders, start=1):
        sheets = binder.sheets(folder)
        pen = pen or sheets[0].layout.pen()
        for page, sheet in enumerate(sheets, start=1):
            _draw(pen, sheet, PageNumber(page, len(sheets)))
        progress.step(done, count)
    assert pen is not None  # whoever asks has found somebody
    return pen.finish()


@dataclass(frozen=True, slots=True)
class _Binder:
    """Lays papers out on pages."""

    paper: Paper
    fitter: Fitter
    imprint: Imprint

    def sheets(self, folder: Folder) -> list[_Sheet]:
        """Every page of a folder; the index needs to know how many the others have."""
        bodies = [self._part(part) for part in folder.parts]
        if folder.cover is None:
            return [sheet for body in bodies for sheet in body]
        entries, page = [], 2
        for part, body in zip(folder.parts, bodies, strict=True):
            entries.append(Entry(part.name, part.count, page, len(body)))
            page += len(body)
        card = folder.cover(entries)
        index = Part("", "", card.head, (Block(card.rows),), seal=card.seal)
        return [sheet for body in (self._part(index), *bodies) for sheet in body]

    def _part(self, part: Part) -> list[_Sheet]:
        layout = Layout(self.paper, self.fitter, part.head, self.imprint)
        lines = [line for block in part.blocks for line in self._lines(block, layout)]
        notes = appendix([row for row, _, _ in lines])
        pages = cut_pages(
            [row.height for row, _, _ in lines],
            first=self.paper.bottom - layout.body_top(first=True),
            later=self._later(layout, [again for _, again, _ in lines]),
            after=_after(layout, notes, seal=part.seal),
            glued=frozenset(number for number, line in enumerate(lines) if line[2]),
        )
        return [
            _Sheet(
                self._with_head(lines[start:stop], is_first=start == 0),
                layout,
                is_first=start == 0,
                notes=notes if stop == len(lines) else (),
                seal=part.seal and stop == len(lines),
            )
            for start, stop in pages
        ]

    def _lines(self, block: Block, layout: Layout) -> list["_Line"]:
        """A row, the heads said again above it on a new page, and whether it is a heading."""
        heads = tuple(measured(row, layout) for row in block.head)
        rows = [measured(row, layout) for row in block.rows]
        first: list[_Line] = [(head, (), True) for head in heads]
        return first + [(row, heads, number in block.glued) for number, row in enumerate(rows)]

    def _later(self, layout: Layout, heads: Sequence[tuple[MeasuredRow, ...]]) -> float:
        again = max((sum(row.height for row in one) for one in heads), default=0.0)
        return self.paper.bottom - layout.body_top(first=False) - again

    def _with_head(self, lines: Sequence["_Line"], *, is_first: bool) -> tuple[MeasuredRow, ...]:
        rows = tuple(row for row, _, _ in lines)
        return rows if is_first or not lines else (*lines[0][1], *rows)


_Line = tuple[MeasuredRow, tuple[MeasuredRow, ...], bool]


def _after(layout: Layout, notes: tuple[str, ...], *, seal: bool) -> float:
    if seal:
        return layout.closing_height(notes)
    return layout.remarks_height(notes) if notes else 0.0


def _draw(pen: Pen, sheet: _Sheet, number: PageNumber) -> None:
    layout = sheet.layout
    layout.draw_head(pen, PageNumber(1 if sheet.is_first else 2, number.pages))
    top = y = layout.body_top(first=sheet.is_first)
    for row in sheet.rows:
        draw_row(pen, row, y, layout.fitter)
        y += row.height
    pen.frame(Box(layout.paper.left, top, layout.paper.usable, y - top), THICK)
    layout.draw_foot(pen, number, boxed=any(row.boxed for row in sheet.rows))
    if sheet.seal:
        layout.draw_closing(pen, sheet.notes, y)
    elif sheet.notes:
        layout.draw_remarks(pen, sheet.notes, y)
    pen.end_page()
