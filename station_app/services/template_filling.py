"""Fills a template for a span: figures of the tally, words, lists, each from its one definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.masking import mask_id_number
from station_app.domain.money import half_up
from station_app.domain.periods import Period
from station_app.domain.sheet_look import BookLook
from station_app.domain.tally import FEN, MISSING, PERCENT, Tally, TallyLine, TallyReport
from station_app.domain.template import Bound, ListPlace, list_places
from station_app.domain.template_words import (
    WAN,
    YUAN,
    filled,
    line_of_label,
    slots_of,
)
from station_app.errors import Rejected
from station_app.exchange.template_fill import Block, Filling, Share, Value, fill
from station_app.exchange.template_look import book_look
from station_app.progress import Progress, Silent
from station_app.queries import tallies
from station_app.queries.stations import station_row
from station_app.queries.template_rosters import RosterRow, roster
from station_app.queries.templates import TemplateRow, bound_cells, list_templates, template_row
from station_app.services.saving import save_file
from station_app.services.templates import content_here

_FEN_PER_WAN_HUNDREDTH = 10_000
_MONEY_COLUMNS = frozenset({RosterColumn.YUAN, RosterColumn.GOODS_YUAN})


@dataclass(frozen=True, slots=True)
class FillOrder:
    """Which span, as of which day, and who asks."""

    period: Period
    today: date
    made_by: str | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A filled workbook, how it looks, and what is to be said of it."""

    row: TemplateRow
    period: Period
    content: bytes
    figures: int
    lines: int
    added_rows: int
    unknown: tuple[str, ...]
    full_ids: bool

    @property
    def file_name(self) -> str:
        """What it is saved as: the template's name and the span."""
        return f"{self.row.name} {self.period.label}.xlsx"


def fill_template(
    session: Session, template_id: UUID, order: FillOrder, progress: Progress | None = None
) -> FilledTemplate:
    """Fill it; raises `Rejected("template.file_not_here" | "template.no_cells")`."""
    row = template_row(session, template_id)
    if row is None:
        raise Rejected("record.missing", kind="表格")
    content = content_here(session, row)
    cells = [one.bound for one in bound_cells(session, template_id)]
    if not cells:
        raise Rejected("template.no_cells")
    look = book_look(content, row.file_name)
    source = _Source(session, order, progress or Silent())
    filling, blocks = source.filling(cells, look)
    made = fill(content, row.file_name, filling)
    return FilledTemplate(
        row=row,
        period=order.period,
        content=made,
        figures=sum(one.what is TemplateWhat.FIGURE for one in cells),
        lines=sum(len(block.lines) for block in blocks),
        added_rows=sum(block.missing for block in blocks),
        unknown=tuple(source.unknown),
        full_ids=any(one.roster_column is RosterColumn.ID_NUMBER for one in cells),
    )


def preview(
    session: Session, template_id: UUID, order: FillOrder, progress: Progress | None = None
) -> tuple[FilledTemplate, BookLook]:
    """The filled workbook as it will look."""
    made = fill_template(session, template_id, order, progress)
    return made, book_look(made.content, made.row.file_name)


def save_filled(
    session: Session,
    path: Path,
    template_id: UUID,
    order: FillOrder,
    progress: Progress | None = None,
) -> FilledTemplate:
    """Fill and save; raises also `Unavailable("file.not_saved")`."""
    made = fill_template(session, template_id, order, progress)
    save_file(path, made.content)
    return made


@dataclass(frozen=True, slots=True)
class FilledAll:
    """All templates filled into a folder: what was saved, and which file is not on this PC."""

    saved: tuple[str, ...]
    left_out: tuple[str, ...]


def fill_all(
    session: Session, folder: Path, order: FillOrder, progress: Progress | None = None
) -> FilledAll:
    """Every template with bound cells, each into its file."""
    steps = progress or Silent()
    rows = list_templates(session)
    ready = [row for row in rows if row.is_here and row.cells]
    saved = []
    for done, row in enumerate(ready, start=1):
        made = fill_template(session, row.template_id, order)
        save_file(folder / made.file_name, made.content)
        saved.append(made.file_name)
        steps.step(done, len(ready))
    return FilledAll(tuple(saved), tuple(row.name for row in rows if row not in ready))


class _Source:
    """Answers what bound cells show; each figure and each list is asked once."""

    def __init__(self, session: Session, order: FillOrder, progress: Progress) -> None:
        self._session, self._order, self._progress = session, order, progress
        self._report: TallyReport | None = None
        self._rosters: dict[str, list[RosterRow]] = {}
        self.unknown: list[str] = []

    def filling(self, cells: Sequence[Bound], look: BookLook) -> tuple[Filling, list[Block]]:
        """What goes where."""
        single = [one for one in cells if one.what is not TemplateWhat.COLUMN]
        single = [one for one in single if look.sheet(one.sheet) is not None]
        values = {(one.sheet, one.place): self._single(one) for one in single}
        places = list_places(cells, look.sheets)
        blocks = []
        for done, each in enumerate(places, start=1):
            blocks.append(self._block(each))
            self._progress.step(done, len(places))
        return Filling(values, tuple(blocks)), blocks

    # --- figures and words ------------------------------------------------------------------

    def _single(self, one: Bound) -> Value:
        if one.what is TemplateWhat.WORDS:
            return filled(one.words or "", self._slots(one.words or ""))
        value = self._figure(one.line_code or "", one.unit or "", one.span or TemplateSpan.THIS)
        if value is None:
            self.unknown.append(one.said)
            return MISSING
        return value

    def _tally(self, span: TemplateSpan) -> Tally | None:
        if self._report is None:
            self._report = tallies.tally_report(
                self._session, self._order.period, today=self._order.today
            )
        return {
            TemplateSpan.THIS: self._report.this,
            TemplateSpan.PREVIOUS: self._report.previous,
            TemplateSpan.YEAR: self._report.year_to_date,
            TemplateSpan.LAST_YEAR: self._report.last_year,
        }[span]

    def _figure(self, code: str, unit: str, span: TemplateSpan) -> Value:
        tally = self._tally(span)
        line = tally.by_code.get(code) if tally else None
        return None if line is None else figure_in(line, unit)

    def _slots(self, pattern: str) -> Mapping[str, str]:
        """The words of the head, and figures that a text names by their label."""
        period, order = self._order.period, self._order
        values = {
            "站名": station_row(self._session).name,
            "年": period.end[:4],
            "月": str(int(period.end[5:])),
            "期间": period.label,
            "日期": f"{order.today.year}年{order.today.month}月{order.today.day}日",
            "填表人": order.made_by or "",
        }
        for name in slots_of(pattern):
            if name not in values and (line := line_of_label(name)) is not None:
                found = self._tally(TemplateSpan.THIS)
                values[name] = found.by_code[line.code].shown(line.units[0]) if found else MISSING
        return values

    # --- lists ------------------------------------------------------------------------------

    def _rows(self, code: str) -> list[RosterRow]:
        if code not in self._rosters:
            order = self._order
            self._rosters[code] = roster(self._session, code, order.period, today=order.today)
        return self._rosters[code]

    def _block(self, where: ListPlace) -> Block:
        """Lists side by side share their rows; the longest decides how many there are."""
        columns = [
            [
                _cell(row, number, one)
                for number, row in enumerate(self._rows(one.line_code or ""), 1)
            ]
            for one in where.cells
        ]
        return Block(
            sheet=where.sheet,
            first=where.first,
            room=where.room,
            columns=tuple(one.spot[1] for one in where.cells),
            lines=list(zip_longest(*columns)),
        )


def figure_in(line: TallyLine, unit: str) -> Value:
    """A figure in the unit of its cell: money to the fen in 元, two decimals in 万元 (MO5)."""
    if unit == PERCENT:
        hundredths = line.ratio.hundredths if line.ratio else None
        return None if hundredths is None else Share(hundredths)
    if line.ratio is not None:
        return line.ratio.part if unit == "分子" else line.ratio.whole
    if unit in (YUAN, WAN):
        fen = line.value(FEN)
        return None if fen is None else _money(fen, unit)
    return line.value(unit)


def _money(fen: int, unit: str) -> Decimal:
    if unit == YUAN:
        return Decimal(fen).scaleb(-2)
    return Decimal(half_up(fen, _FEN_PER_WAN_HUNDREDTH)).scaleb(-2)


def _cell(row: RosterRow, number: int, one: Bound) -> Value:
    column = one.roster_column
    if column is RosterColumn.NUMBER:
        return number
    value = row.value(column) if column is not None else None
    if value is None:
        return None
    if column is RosterColumn.ID_MASKED:
        return mask_id_number(str(value))
    if column in _MONEY_COLUMNS and isinstance(value, int):
        return _money(value, YUAN)
    return value if isinstance(value, int | date) else str(value)
