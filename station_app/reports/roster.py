"""Responsible for forms that list: columns, rows, page subtotals and totals, on many pages.

A roster is measured first (every cell fitted, every row its height), then cut into pages, then
drawn; so the number of pages is known before the first line, and the last has room for the seal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports.fitting import BODY, SMALL, Fit, Fitter, box_note
from station_app.reports.fonts import lettering
from station_app.reports.page import SIGNERS, Head, Layout, PageNumber
from station_app.reports.pen import MM, THICK, Align, Box, Ink, Paper, Pen

R = TypeVar("R")
PLAIN_ROW = 8 * MM
SIGNED_ROW = 10 * MM
PAD = 0.8 * MM
"""Seven characters of 9 pt, a category with its bracket below it, fit into 24 mm."""
ROW_AIR = 1.25 * MM
TALLEST_ROW = 70 * MM
NOTHING = "本期无"
PAGE_SUM = "本页小计"
GRAND_SUM = "合计"
BELOW = "见下行"
KEPT_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in millimetres, and whether a posted copy leaves it out."""

    heading: str
    width: float
    align: Align = Align.CENTER
    private: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is a heading over the rows below it."""

    text: str


Sums = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Roster(Generic[R]):
    """A listing form: `cells` words a row, `sums` words the subtotal of a page and the total."""

    head: Head
    columns: tuple[Column, ...]
    rows: Sequence[R]
    cells: Callable[[int, R], tuple[str, ...]]
    sums: Callable[[Sequence[R]], Sums]
    imprint: Imprint
    row_height: float = PLAIN_ROW
    size: float = BODY
    """Of the letters in the rows; headings and sums keep theirs."""
    air: float = ROW_AIR
    """What stays white above and below a row's words together."""
    closing: tuple[str, ...] = ()
    blank_lines: int = 0
    numbered: bool = True
    summed: bool = True
    sealed: bool = True
    signers: tuple[str, ...] = SIGNERS
    red: Callable[[R], bool] = field(default=lambda _row: False)
    label: Callable[[str, Sequence[R]], str] = field(default=lambda name, _rows: name)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the table, measured."""

    cells: tuple[Fit, ...]
    height: float
    ink: Ink = Ink.BLACK
    boxed: bool = False
    heading: bool = False
    story: bool = False
    """A text too long for its cell, over the whole width below its row."""

    @property
    def spans(self) -> bool:
        """Whether one cell takes the whole width."""
        return len(self.cells) == 1


def pdf(roster: Roster[R], progress: Progress) -> bytes:
    """The roster as a PDF."""
    return _Table(roster, progress).draw()


class _Table(Generic[R]):
    """One roster on its way to paper."""

    def __init__(self, roster: Roster[R], progress: Progress) -> None:
        self._roster = roster
        self._progress = progress
        self._fitter = Fitter(lettering())
        paper = Paper(landscape=True, bound=roster.imprint.bound)
        self._layout = Layout(paper, self._fitter, roster.head, roster.imprint, roster.signers)
        self._shown = _shown(roster.columns, roster.imprint.mask)
        self._edges = _edges(paper, [roster.columns[i].width for i in self._shown])
        self._header = self._measured([roster.columns[i].heading for i in self._shown], bold=True)
        self._notes: list[str] = []
        self._heading_of: list[str | None] = []
        """The heading over each line that is not one itself: said again where a page begins."""
        self._row_of: list[R | None] = []
        """The row that begins on each line; None where one goes on, or where there is none."""
        self._sum_height = PLAIN_ROW if roster.summed else 0.0

    def draw(self) -> bytes:
        """Measure, cut, draw."""
        lines = self._lines()
        closing = (*self._roster.closing, *_appendix(self._notes))
        pages = self._pages(lines, closing)
        pen = self._layout.pen()
        for number, (start, stop) in enumerate(pages, start=1):
            self._progress.step(stop, len(lines))
            self._draw_page(pen, PageNumber(number, len(pages)), lines, (start, stop), closing)
        return pen.finish()

    def _lines(self) -> list[_Line]:
        rows, blanks = self._roster.rows, self._roster.blank_lines
        if not rows:
            shown = self._blank_count(blanks) if blanks else 0
            empty = [self._blank_line(n) for n in range(1, shown + 1)]
            return empty or [self._whole_width(NOTHING)]
        lines: list[_Line] = []
        heading: str | None = None
        for number, row in enumerate(rows, start=1):
            parts = self._row_lines(number, row)
            self._heading_of += [None if isinstance(row, Heading) else heading] * len(parts)
            heading = row.text if isinstance(row, Heading) else heading
            self._row_of += [row, *[None] * (len(parts) - 1)]
            lines += parts
        return lines

    def _rows_on(self, part: tuple[int, int]) -> Sequence[R]:
        """The rows that begin on a page."""
        return [row for row in self._row_of[part[0] : part[1]] if row is not None]

    def _row_lines(self, number: int, row: R) -> list[_Line]:
        """A row, and below it what was too long for its cells: nothing is cut."""
        if isinstance(row, Heading):
            return [self._whole_width(row.text, bold=True)]
        texts = [self._roster.cells(number, row)[i] for i in self._shown]
        ink = Ink.RED if self._roster.red(row) else Ink.BLACK
        line = self._measured(texts, ink=ink)
        self._notes += [
            f"第 {number} 行 {box_note(text, fit.missing)}"
            for text, fit in zip(texts, line.cells, strict=True)
            if fit.missing
        ]
        tall = [at for at, fit in enumerate(line.cells) if fit.height > TALLEST_ROW]
        if not tall:
            return [line]
        kept = [BELOW if at in tall else text for at, text in enumerate(texts)]
        stories = (story for at in tall for story in self._story(at, texts[at], ink))
        return [self._measured(kept, ink=ink), *stories]

    def _story(self, at: int, text: str, ink: Ink) -> Iterator[_Line]:
        """The whole text over the width of the table, in portions that a page can hold."""
        heading = self._roster.columns[self._shown[at]].heading.replace("\n", "")
        width = self._edges[-1] - self._edges[0] - 2 * PAD
        fit = self._fitter.wrapped(f"{heading}：{text}", width, size=SMALL)
        for part in _portions(fit):
            boxed = bool(fit.missing)
            yield _Line((part,), part.height + ROW_AIR, ink, boxed=boxed, story=True)

    def _blank_count(self, fewest: int) -> int:
        """So many lines; where they take a second page, lines as far down as both pages go."""
        height = self._blank_line(1).height
        after = self._sum_height + self._closing_height(self._roster.closing)
        if fewest * height + after <= self._room(first=True):
            return fewest
        first, last = self._room(first=True), self._room(first=False) - after
        return max(fewest, int(first / height) + int(last / height))

    def _blank_line(self, number: int) -> _Line:
        first = str(number) if self._roster.numbered else ""
        return self._measured([first, *[""] * (len(self._shown) - 1)])

    def _whole_width(self, text: str, *, bold: bool = False) -> _Line:
        width = self._edges[-1] - self._edges[0] - 2 * PAD
        fit = self._fitter.fit(text, width, size=self._roster.size, bold=bold)
        return _Line((fit,), self._roster.row_height, heading=bold)

    def _measured(
        self,
        texts: Sequence[str],
        *,
        bold: bool = False,
        ink: Ink = Ink.BLACK,
    ) -> _Line:
        size = BODY if bold else self._roster.size
        fits = tuple(
            self._fitter.fit(text, right - left - 2 * PAD, size=size, bold=bold)
            for text, (left, right) in zip(texts, pairwise(self._edges), strict=True)
        )
        tallest = max(fit.height for fit in fits)
        height = max(self._roster.row_height, tallest + self._roster.air)
        return _Line(fits, height, ink, any(fit.missing for fit in fits))

    def _pages(self, lines: list[_Line], closing: tuple[str, ...]) -> list[tuple[int, int]]:
        """Cut the rows so that each page has its subtotal and the last also total and seal."""
        return cut_pages(
            [line.height for line in lines],
            first=self._room(first=True),
            later=self._room(first=False)
            - (self._roster.row_height if any(self._heading_of) else 0),
            after=self._sum_height + self._closing_height(closing),
            glued=frozenset(index for index, line in enumerate(lines) if line.heading),
            together=KEPT_TOGETHER,
        )

    def _closing_height(self, closing: tuple[str, ...]) -> float:
        if self._roster.sealed:
            return self._layout.closing_height(closing)
        return self._layout.remarks_height(closing)

    def _room(self, *, first: bool) -> float:
        top = self._layout.body_top(first=first)
        return self._layout.paper.bottom - top - self._header.height - self._sum_height

    def _draw_page(
        self,
        pen: Pen,
        number: PageNumber,
        lines: list[_Line],
        part: tuple[int, int],
        closing: tuple[str, ...],
    ) -> None:
        self._layout.draw_head(pen, number)
        here = [*self._said_again(part[0]), *lines[part[0] : part[1]]]
        top = self._layout.body_top(first=number.is_first)
        y = self._draw_table(pen, top, here)
        if self._roster.summed:
            y = self._draw_sum(pen, y, PAGE_SUM, self._rows_on(part))
            y = self._draw_sum(pen, y, GRAND_SUM, self._roster.rows) if number.is_last else y
        if number.is_last:
            draw = self._layout.draw_closing if self._roster.sealed else self._layout.draw_remarks
            draw(pen, closing, y)
        pen.frame(Box(self._edges[0], top, self._edges[-1] - self._edges[0], y - top), THICK)
        self._layout.draw_foot(pen, number, boxed=any(line.boxed for line in here))
        pen.end_page()

    def _said_again(self, start: int) -> list[_Line]:
        """The heading of the rows that go on from the page before."""
        heading = self._heading_of[start] if 0 < start < len(self._heading_of) else None
        return [self._whole_width(f"{heading}（续）", bold=True)] if heading else []

    def _draw_table(self, pen: Pen, top: float, lines: list[_Line]) -> float:
        pen.shade(Box(self._edges[0], top, self._layout.paper.usable, self._header.height))
        y = columns_from = top
        for line in (self._header, *lines):
            if line.spans:
                self._draw_columns(pen, columns_from, y)
                columns_from = y + line.height
            y = self._draw_line(pen, y, line)
        self._draw_columns(pen, columns_from, y)
        return y

    def _draw_columns(self, pen: Pen, top: float, bottom: float) -> None:
        if bottom > top:
            for x in self._edges[1:-1]:
                pen.rule(x, top, x, bottom)

    def _draw_line(self, pen: Pen, y: float, line: _Line) -> float:
        edges = [self._edges[0], self._edges[-1]] if line.spans else self._edges
        if line.heading:
            pen.shade(Box(edges[0], y, edges[-1] - edges[0], line.height), grey=0.95)
        for index, (fit, (left, right)) in enumerate(zip(line.cells, pairwise(edges), strict=True)):
            box = Box(left + PAD, y, right - left - 2 * PAD, line.height)
            pen.fitted(fit, box, self._align_in(line, index), line.ink)
        bottom = y + line.height
        pen.rule(edges[0], bottom, edges[-1], bottom)
        return bottom

    def _align_in(self, line: _Line, index: int) -> Align:
        if line.heading or line.story:
            return Align.LEFT
        return Align.CENTER if line.spans or line is self._header else self._align(index)

    def _align(self, index: int) -> Align:
        return self._roster.columns[self._shown[index]].align

    def _draw_sum(self, pen: Pen, y: float, name: str, rows: Sequence[R]) -> float:
        """A sum row: its label over all columns before the first figure, the figures in theirs."""
        sums, label = self._roster.sums(rows), self._roster.label(name, rows)
        if self._roster.blank_lines:
            sums, label = dict.fromkeys(sums, ""), name
        headings = [self._roster.columns[i].heading for i in self._shown]
        first = next((i for i, heading in enumerate(headings) if heading in sums), len(headings))
        bottom = y + self._sum_height
        self._sum_text(pen, label, Align.CENTER, y, (0, first))
        for index in range(first, len(headings)):
            text = sums.get(headings[index], "")
            self._sum_text(pen, text, self._align(index), y, (index, index + 1))
            pen.rule(self._edges[index], y, self._edges[index], bottom)
        pen.rule(self._edges[0], bottom, self._edges[-1], bottom)
        return bottom

    def _sum_text(self, pen: Pen, text: str, align: Align, y: float, span: tuple[int, int]) -> None:
        left, right = self._edges[span[0]] + PAD, self._edges[span[1]] - PAD
        ink = Ink.RED if text.startswith("−") else Ink.BLACK
        fit = self._fitter.fit(text, right - left, bold=True)
        pen.fitted(fit, Box(left, y, right - left, self._sum_height), align, ink)


def cut_pages(
    heights: Sequence[float],
    *,
    first: float,
    later: float,
    after: float,
    glued: frozenset[int] = frozenset(),
    together: int = 1,
) -> list[tuple[int, int]]:
    """Which rows stand on which page, when `after` must still fit on the last one.

    Glued rows are headings: they go over to the next page with the row below them. On the last
    page `together` rows stand at least, if they find room there.
    """
    pages: list[tuple[int, int]] = []
    start = index = 0
    used = 0.0
    while index < len(heights):
        room = later if pages else first
        if index > start and used + heights[index] > room:
            while index - 1 > start and index - 1 in glued:
                index -= 1
            pages.append((start, index))
            start, used = index, 0.0
        used += heights[index]
        index += 1
    room = later if pages else first
    if used + after > room and len(heights) - start > 1:
        turn = _last_rows(heights[start:], later - after) + start
        while turn - 1 > start and turn - 1 in glued:
            turn -= 1
        pages.append((start, turn))
        start = turn
    elif pages and len(heights) - start < together:
        turn = _last_rows(heights[pages[-1][0] :], later - after, together) + pages[-1][0]
        while turn - 1 > pages[-1][0] and turn - 1 in glued:
            turn -= 1
        pages[-1], start = (pages[-1][0], turn), turn
    return [*pages, (start, len(heights))]


def _last_rows(heights: Sequence[float], room: float, together: int = KEPT_TOGETHER) -> int:
    """Where the last page begins when a few rows go over to it with the sums and the seal."""
    turn = len(heights) - 1
    while turn > 1 and len(heights) - turn < together and sum(heights[turn - 1 :]) <= room:
        turn -= 1
    return turn


def _shown(columns: tuple[Column, ...], mask: MaskLevel) -> list[int]:
    """The columns of this print: a posted copy names no number and asks no signature (PV3)."""
    posted = mask is MaskLevel.INITIALS
    return [i for i, column in enumerate(columns) if not (posted and column.private)]


def _edges(paper: Paper, widths: Sequence[float]) -> list[float]:
    """The vertical lines: widths scaled evenly to what the margins leave (SETTLED 19)."""
    scale = paper.usable / sum(widths)
    edges = [paper.left]
    for width in widths:
        edges.append(edges[-1] + width * scale)
    return edges


def _portions(fit: Fit) -> list[Fit]:
    """A long text in portions that a row can hold."""
    most = int(TALLEST_ROW / (fit.height / len(fit.lines)))
    cut = [fit.lines[start : start + most] for start in range(0, len(fit.lines), most)]
    return [Fit(fit.size, lines, fit.missing) for lines in cut]


def _appendix(notes: list[str]) -> tuple[str, ...]:
    return (f"附注：{'；'.join(notes)}，请在原处手写补正。",) if notes else ()
