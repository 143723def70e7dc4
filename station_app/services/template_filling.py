"""Fills a template for a span: figures of the tally, words, lists, each from its one definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel, mask_id_number
from station_app.domain.money import half_up
from station_app.domain.periods import Period
from station_app.domain.printouts import Question
from station_app.domain.sheet_look import BookLook
from station_app.domain.tally import FEN, MISSING, PERCENT, Tally, TallyLine, TallyReport
from station_app.domain.tally_lines import BY_CODE
from station_app.domain.template import LISTS, Bound, ListPlace, list_places
from station_app.domain.template_words import (
    PART,
    WAN,
    YUAN,
    Slot,
    filled,
    line_of_label,
    slots_of,
)
from station_app.errors import Rejected
from station_app.exchange.template_account import add_lines
from station_app.exchange.template_fill import Block, Filling, Share, Value, filled_parts
from station_app.exchange.template_look import book_look
from station_app.messages import said
from station_app.models.template import FORM_TEMPLATE
from station_app.progress import Progress, Silent
from station_app.queries.month_reports import closed_months
from station_app.queries.reported import reported_report
from station_app.queries.stations import station_row
from station_app.queries.tally_keys import tally_keys
from station_app.queries.template_rosters import RosterRow, roster
from station_app.queries.templates import TemplateRow, bound_cells, list_templates, template_row
from station_app.reports.account_sheet import ACCOUNT, Account, account_lines
from station_app.reports.tally_wording import meaning
from station_app.reports.wording import chinese_date
from station_app.services.printouts import numbered
from station_app.services.saving import file_name, save_file
from station_app.services.templates import content_here

_FEN_PER_WAN_HUNDREDTH = 10_000
KIND = "template"
"""Of what kind the number of a filled template is."""
Lines = tuple[tuple[str, str], ...]
_MONEY_COLUMNS = frozenset({RosterColumn.YUAN, RosterColumn.GOODS_YUAN})


@dataclass(frozen=True, slots=True)
class FillOrder:
    """Which span, as of which day, and who asks."""

    period: Period
    today: date
    made_by: str | None = None
    made_at: datetime | None = None
    account: bool = True
    """Whether a sheet 口径说明 is added behind those of the template."""


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
    serial: str | None = None
    empty_lists: int = 0
    is_computed: bool = True
    """Whether its formulas have their results; else the spreadsheet computes them on opening."""
    open_months: tuple[str, ...] = ()
    """Months of the span that were not handed in: their figures are counted, and may change."""

    @property
    def file_name(self) -> str:
        """What it is saved as: the template's name and the span."""
        return file_name(f"{self.row.name} {self.period.label}", ".xlsx")


def fill_template(
    session: Session, template_id: UUID, order: FillOrder, progress: Progress | None = None
) -> FilledTemplate:
    """Fill it; raises `Rejected("template.file_not_here" | "template.no_cells")`."""
    row = template_row(session, template_id)
    if row is None:
        raise Rejected("record.missing", kind=FORM_TEMPLATE.label)
    content = content_here(session, row)
    cells = [one.bound for one in bound_cells(session, template_id)]
    if not cells:
        raise Rejected("template.no_cells")
    look = book_look(content, row.file_name)
    source = _Source(session, order, progress or Silent())
    filling, blocks = source.filling(cells, look)
    parts = filled_parts(content, row.file_name, filling)
    imprint = source.numbered(row, cells)
    if order.account:
        add_lines(parts, ACCOUNT, source.account(row, cells, imprint))
    return FilledTemplate(
        row=row,
        period=order.period,
        content=parts.content(),
        serial=imprint.serial,
        figures=sum(one.what is TemplateWhat.FIGURE for one in cells),
        lines=sum(len(block.lines) for block in blocks),
        empty_lists=sum(not block.lines for block in blocks),
        added_rows=sum(block.missing for block in blocks),
        unknown=tuple(source.unknown),
        is_computed=parts.is_computed,
        open_months=source.open_months(),
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
    """All templates filled into a folder: what was saved, and what is to be said of it."""

    saved: tuple[str, ...]
    left_out: tuple[str, ...]
    uncomputed: tuple[str, ...] = ()
    """Files whose formulas the spreadsheet computes on opening."""
    open_months: tuple[str, ...] = ()


def fill_all(
    session: Session, folder: Path, order: FillOrder, progress: Progress | None = None
) -> FilledAll:
    """Every template with bound cells, each into its file."""
    steps = progress or Silent()
    rows = list_templates(session)
    ready = [row for row in rows if row.is_here and row.cells]
    saved: dict[str, FilledTemplate] = {}
    for done, row in enumerate(ready, start=1):
        made = fill_template(session, row.template_id, order)
        name = _another_name(made.file_name, tuple(saved))
        saved[name] = replace(made, content=b"")  # a folder of them is not kept in memory
        save_file(folder / name, made.content)
        steps.step(done, len(ready))
    return FilledAll(
        saved=tuple(saved),
        left_out=tuple(row.name for row in rows if row not in ready),
        uncomputed=tuple(name for name, made in saved.items() if not made.is_computed),
        open_months=max((made.open_months for made in saved.values()), key=len, default=()),
    )


def _another_name(name: str, taken: Sequence[str]) -> str:
    """Two PCs may call two templates alike, and Windows knows no capital letters."""
    known = {one.lower() for one in taken}
    path, number, found = Path(name), 1, name
    while found.lower() in known:
        number += 1
        found = f"{path.stem}（{number}）{path.suffix}"
    return found


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

    def open_months(self) -> tuple[str, ...]:
        """Months whose figures were counted rather than reported; none where none is shown."""
        if self._report is None:
            return ()
        closed = closed_months(self._session)
        return tuple(month for month in self._order.period.months if month not in closed)

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
            self._report = reported_report(
                self._session, self._order.period, today=self._order.today
            ).report
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
        values: dict[str, str] = {
            Slot.STATION: station_row(self._session).name,
            Slot.YEAR: period.end[:4],
            Slot.MONTH: str(int(period.end[5:])),
            Slot.PERIOD: period.label,
            Slot.DAY: chinese_date(order.today),
            Slot.MADE_BY: order.made_by or "",
        }
        for name in slots_of(pattern):
            if name not in values and (line := line_of_label(name)) is not None:
                found = self._tally(TemplateSpan.THIS)
                values[name] = found.by_code[line.code].shown(line.units[0]) if found else MISSING
        return values

    # --- what it is made of -------------------------------------------------------------------

    def numbered(self, row: TemplateRow, cells: Sequence[Bound]) -> Imprint:
        """The imprint with the number under which the rows of its figures and lists come back."""
        order = self._order
        shown = [*_figures(cells), *_codes(cells, TemplateWhat.COLUMN)]  # a list is a line's rows
        codes = [code for code in dict.fromkeys(shown) if _whole(code) not in shown]
        imprint = Imprint(
            station_name=station_row(self._session).name,
            made_on=order.today,
            made_by=order.made_by,
            printed_by=order.made_by,
            printed_at=order.made_at,
            mask=mask_of(cells),
        )
        params = {"template": row.template_id.hex, "period": order.period.code}
        question = Question(KIND, row.name, params, order.period)
        rows = tally_keys(self._session, order.period, today=order.today, codes=codes)
        made = numbered(self._session, imprint, question, rows, shown=cells)
        return replace(made, row_count=None)  # a record stands behind many figures

    def account(self, row: TemplateRow, cells: Sequence[Bound], imprint: Imprint) -> Lines:
        """What each figure counts and each list holds, line by line."""
        figures = [code for code in _figures(cells) if code in BY_CODE]
        counting = [(BY_CODE[code].label, meaning(code)) for code in figures]
        counting += [
            (
                said("template.account_list", {"name": LISTS.get(code, code)}),
                said("template.account_rows", {"rows": len(self._rows(code))}),
            )
            for code in _codes(cells, TemplateWhat.COLUMN)
        ]
        account = Account(row.name, self._order.period.label, counting=tuple(counting))
        return account_lines(account, imprint)

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


def _codes(cells: Sequence[Bound], kind: TemplateWhat) -> list[str]:
    """The lines that are shown, each once."""
    return list(dict.fromkeys(one.line_code or "" for one in cells if one.what is kind))


def _figures(cells: Sequence[Bound]) -> list[str]:
    """The lines whose figures are shown, also those that words name by their label."""
    texts = [one.words or "" for one in cells if one.what is TemplateWhat.WORDS]
    named = (line_of_label(name) for text in texts for name in slots_of(text))
    said_of = [line.code for line in named if line is not None]
    return list(dict.fromkeys([*_codes(cells, TemplateWhat.FIGURE), *said_of]))


def _whole(code: str) -> str | None:
    """The line of which this is a part: its rows bring those of the part along."""
    head, dot, _ = code.partition(".")
    return head if dot else None


def mask_of(cells: Sequence[Bound]) -> MaskLevel:
    """How much the filled workbook hides (PV2)."""
    columns = {one.roster_column for one in cells if one.what is TemplateWhat.COLUMN}
    if not columns:
        return MaskLevel.STATISTICS
    full = columns & {RosterColumn.ID_NUMBER, RosterColumn.PHONE}
    return MaskLevel.FULL if full else MaskLevel.MASKED


def figure_in(line: TallyLine, unit: str) -> Value:
    """A figure in the unit of its cell: money to the fen in 元, two decimals in 万元 (MO5)."""
    if unit == PERCENT:
        hundredths = line.ratio.hundredths if line.ratio else None
        return None if hundredths is None else Share(hundredths)
    if line.ratio is not None:
        return line.ratio.part if unit == PART else line.ratio.whole
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
