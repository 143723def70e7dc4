"""Templates are dropped in, their cells bound and let go, and a changed file takes the place."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import TemplateSpan, TemplateWhat
from station_app.domain.sheet_look import BookLook
from station_app.domain.sheet_places import row_and_column
from station_app.domain.tally_lines import BY_CODE
from station_app.domain.template import LISTS, Bound
from station_app.domain.template_guess import anchored, called, guesses
from station_app.domain.template_moved import Fate, Found, find_again, new_cells, new_rows
from station_app.domain.template_words import slots_of, units_of
from station_app.errors import Rejected
from station_app.exchange.template_book import template_bytes
from station_app.exchange.template_look import book_look
from station_app.models.identifiers import TemplateId
from station_app.models.local import TemplateFile
from station_app.models.template import (
    FORM_TEMPLATE,
    TEMPLATE_CELL,
    FormTemplate,
    TemplateCell,
)
from station_app.queries.templates import (
    TemplateRow,
    bound_cells,
    known_as,
    template_content,
    template_row,
)
from station_app.services import records


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A workbook that somebody dropped in: read and found fit, nothing kept yet."""

    file_name: str
    content: bytes
    look: BookLook
    guesses: tuple[Bound, ...]

    @property
    def file_hash(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def name(self) -> str:
        """What the template is called at first."""
        return called(Path(self.file_name).stem, self.look.sheets)


def read_template(path: Path) -> DroppedFile:
    """Look into a file; raises what `template_bytes` and `book_look` raise."""
    content = template_bytes(path)
    look = book_look(content, path.name)
    return DroppedFile(path.name, content, look, tuple(guesses(look.sheets)))


def look_of(session: Session, template_id: UUID) -> BookLook:
    """How a template looks; raises `Rejected("template.file_not_here")`."""
    row = _row(session, template_id)
    return book_look(content_here(session, row), row.file_name)


def content_here(session: Session, row: TemplateRow) -> bytes:
    """The workbook, if this PC has it."""
    content = template_content(session, row.file_hash)
    if content is None:
        raise Rejected("template.file_not_here", file=row.file_name)
    return content


def _row(session: Session, template_id: UUID) -> TemplateRow:
    row = template_row(session, template_id)
    if row is None:
        raise Rejected("record.missing", kind=FORM_TEMPLATE.label)
    return row


# --- the template itself -------------------------------------------------------------------------


def add_template(
    session: Session, dropped: DroppedFile, *, bind: Iterable[Bound] = (), name: str | None = None
) -> TemplateId:
    """Keep a workbook as a template, with these cells bound at once.

    Raises `Rejected("template.already_here" | "template.name_missing" | "template.name_taken")`.
    """
    known = known_as(session, dropped.file_hash)
    if known is not None:
        raise Rejected("template.already_here", name=known)
    called = _free_name(session, dropped.name) if name is None else _checked(session, name, None)
    row = FormTemplate(name=called, file_name=dropped.file_name, file_hash=dropped.file_hash)
    session.add(row)
    _keep_file(session, dropped)
    bind_cells(session, row.id, bind, look=dropped.look)
    return TemplateId(row.id)


def bring_file(session: Session, template_id: UUID, dropped: DroppedFile) -> None:
    """The same file once more, on a PC that had only heard of it from another."""
    row = records.get(session, FormTemplate, template_id)
    if row.file_hash != dropped.file_hash:
        raise Rejected("template.file_not_here", file=row.file_name)
    _keep_file(session, dropped)


def _keep_file(session: Session, dropped: DroppedFile) -> None:
    """Files are kept by their hash, also those that were replaced: undo goes back to them."""
    if session.get(TemplateFile, dropped.file_hash) is None:
        session.add(TemplateFile(file_hash=dropped.file_hash, content=dropped.content))


def rename_template(session: Session, template_id: UUID, name: str) -> None:
    """Call it otherwise; raises `Rejected("template.name_missing" | "template.name_taken")`."""
    row = records.get(session, FormTemplate, template_id)
    row.name = _checked(session, name, template_id)


def remove_template(session: Session, template_id: UUID, *, reason: str) -> None:
    """Put it away; its cells stay with it, so that undo brings all of it back."""
    records.retire(session, FormTemplate, template_id, reason=reason)


def _checked(session: Session, name: str, own: UUID | None) -> str:
    name = name.strip()
    if not name:
        raise Rejected("template.name_missing")
    if _taken(session, name, own):
        raise Rejected("template.name_taken", name=name)
    return name


def _taken(session: Session, name: str, own: UUID | None) -> bool:
    same = select(func.count()).where(
        FormTemplate.name == name, FormTemplate.deleted.is_(False), FormTemplate.id != own
    )
    if own is None:
        same = select(func.count()).where(
            FormTemplate.name == name, FormTemplate.deleted.is_(False)
        )
    return bool(session.scalar(same))


def _free_name(session: Session, name: str) -> str:
    """The file's name, numbered where another template is called so."""
    number, found = 1, name
    while _taken(session, found, None):
        number += 1
        found = f"{name}（{number}）"
    return found


# --- its cells ---------------------------------------------------------------------------------


def bind_cells(
    session: Session, template_id: UUID, bounds: Iterable[Bound], *, look: BookLook | None = None
) -> int:
    """Say what cells show; one that was bound shows the new thing. Returns how many.

    Raises `Rejected` with a code `template.…` for the first that cannot be.
    """
    look = look_of(session, template_id) if look is None else look
    known = _kept(session, template_id)
    count = 0
    for bound in bounds:
        checked(bound, look)
        key = (bound.sheet, bound.place)
        row = known.get(key)
        if row is None:
            row = known[key] = TemplateCell(template_id=template_id)
        _put(row, anchored_bound(bound, look))
        session.add(row)
        count += 1
    return count


def anchored_bound(bound: Bound, look: BookLook) -> Bound:
    """With the words beside and above, by which it is found again."""
    sheet = look.sheet(bound.sheet)
    if sheet is None or bound.row_words or bound.column_words:
        return bound
    beside, above = anchored(sheet, bound.spot)
    own = sheet.at(*bound.spot).words if bound.what is TemplateWhat.WORDS else ""
    return _with_words(bound, own or beside, None if own else above)


def _with_words(bound: Bound, beside: str | None, above: str | None) -> Bound:
    values = {name: getattr(bound, name) for name in _FIELDS}
    return Bound(**(values | {"row_words": beside, "column_words": above}))


_FIELDS = (
    *("sheet", "place", "what", "line_code", "unit", "span", "words", "roster_column"),
    *("row_words", "column_words"),
)


def _put(row: TemplateCell, bound: Bound) -> None:
    for name in _FIELDS:
        value = getattr(bound, name)
        setattr(row, name, str(value) if value is not None else None)


def _kept(session: Session, template_id: UUID) -> dict[tuple[str, str], TemplateCell]:
    return {place: rows[-1] for place, rows in _all_kept(session, template_id).items()}


def _all_kept(session: Session, template_id: UUID) -> dict[tuple[str, str], list[TemplateCell]]:
    """The rows of each cell, the one that counts last: two PCs may have bound it."""
    found: dict[tuple[str, str], list[TemplateCell]] = defaultdict(list)
    statement = (
        select(TemplateCell)
        .where(TemplateCell.template_id == template_id, TemplateCell.deleted.is_(False))
        .order_by(TemplateCell.created_at, TemplateCell.id)
    )
    for one in session.scalars(statement):
        found[one.sheet, one.place].append(one)
    return found


def let_go(session: Session, template_id: UUID, sheet: str, place: str) -> None:
    """The cell shows what the template says again; raises `Rejected("record.missing")`."""
    rows = _all_kept(session, template_id).get((sheet, place))
    if not rows:
        raise Rejected("record.missing", kind=TEMPLATE_CELL.label)
    for row in rows:
        row.deleted = True


def checked(bound: Bound, look: BookLook) -> None:
    """Refuse what a cell cannot show; the codes are those of messages/template."""
    sheet = look.sheet(bound.sheet)
    if sheet is None:
        raise Rejected("template.cell_gone", sheet=bound.sheet, place=bound.place)
    spot = row_and_column(bound.place)
    if sheet.anchor(*spot) != spot:
        raise Rejected("template.covered_cell", place=bound.place)
    if sheet.at(*spot).formula is not None:
        raise Rejected("template.formula_cell", place=bound.place)
    _CHECKS[bound.what](bound)


def _check_figure(bound: Bound) -> None:
    line = BY_CODE.get(bound.line_code or "")
    if line is None:
        raise Rejected("template.line_missing")
    if bound.unit not in units_of(line):
        raise Rejected("template.unit_unknown", line=line.label, unit=bound.unit or "")
    if bound.span not in set(TemplateSpan):
        raise Rejected("template.line_missing")


def _check_words(bound: Bound) -> None:
    if not (bound.words or "").strip():
        raise Rejected("template.words_missing")
    slots_of(bound.words or "")


def _check_column(bound: Bound) -> None:
    if bound.line_code not in LISTS or bound.roster_column is None:
        raise Rejected("template.column_missing")


_CHECKS = {
    TemplateWhat.FIGURE: _check_figure,
    TemplateWhat.WORDS: _check_words,
    TemplateWhat.COLUMN: _check_column,
}


# --- a changed file ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """A changed file beside the template: every bound cell, and what its words add."""

    row: TemplateRow
    dropped: DroppedFile
    found: tuple[Found, ...]
    new: tuple[Found, ...] = ()
    """Cells that the file before had not, with what their words mean."""
    new_rows: tuple[str, ...] = ()
    """Rows that the file before had not and whose words nobody understands."""

    @property
    def kept(self) -> int:
        """How many cells stay where they are."""
        return sum(one.fate is Fate.KEPT for one in self.found)

    @property
    def asked(self) -> tuple[Found, ...]:
        """Only those that moved, are gone or are new."""
        return tuple(one for one in self.found if one.fate is not Fate.KEPT) + self.new


def compare(session: Session, template_id: UUID, dropped: DroppedFile) -> Comparison:
    """Where the bound cells are in another file."""
    row = _row(session, template_id)
    cells = bound_cells(session, template_id)
    content = template_content(session, row.file_hash)
    if content is None:  # what the old file had not is not known
        names = list(dict.fromkeys(one.bound.sheet for one in cells))
        return Comparison(row, dropped, tuple(find_again(cells, names, dropped.look.sheets)))
    old, now = book_look(content, row.file_name).sheets, dropped.look.sheets
    found = find_again(cells, [sheet.name for sheet in old], now)
    new = new_cells(found, old, dropped.guesses)
    rows = new_rows([*found, *new], old, now)
    return Comparison(row, dropped, tuple(found), tuple(new), tuple(rows))


def likely_before(session: Session, dropped: DroppedFile) -> Comparison | None:
    """The template of which this is probably a new edition: most of its cells are found again."""
    best: Comparison | None = None
    for row in _all(session):
        compared = compare(session, row, dropped)
        here = sum(one.fate is not Fate.LOST for one in compared.found)
        if here * 2 > len(compared.found) and (best is None or here > best.kept):
            best = compared
    return best


def _all(session: Session) -> list[UUID]:
    return list(session.scalars(select(FormTemplate.id).where(FormTemplate.deleted.is_(False))))


@dataclass(frozen=True, slots=True)
class ReplaceFile:
    """Take a changed file; `places` says where each cell that was asked for is now, or nowhere.

    New cells are bound with the rest, but where `places` puts another or has them nowhere.
    """

    template_id: UUID
    dropped: DroppedFile
    places: Mapping[UUID, tuple[str, str] | None]


def replace_file(session: Session, command: ReplaceFile) -> None:
    """The cells that stayed go along by themselves; raises `Rejected("template.still_lost")`."""
    compared = compare(session, command.template_id, command.dropped)
    open_cells = [
        one for one in compared.found if one.fate is Fate.LOST and one.cell_id not in command.places
    ]
    if open_cells:
        raise Rejected("template.still_lost", count=len(open_cells))
    row = records.get(session, FormTemplate, command.template_id)
    row.file_hash, row.file_name = command.dropped.file_hash, command.dropped.file_name
    _keep_file(session, command.dropped)
    _forget_hidden(session, command.template_id, {one.cell_id for one in compared.found})
    for one in compared.found:
        _move(session, one, command)
    bind_cells(session, command.template_id, _fresh(compared, command), look=command.dropped.look)


def _fresh(compared: Comparison, command: ReplaceFile) -> Iterator[Bound]:
    places = command.places
    others = {places.get(one.cell_id, (one.bound.sheet, one.bound.place)) for one in compared.found}
    for one in compared.new:
        wanted = places.get(one.cell_id, (one.bound.sheet, one.bound.place))
        if wanted is not None and wanted not in others:
            yield _placed(one.bound, *wanted)


def _forget_hidden(session: Session, template_id: UUID, shown: Collection[UUID]) -> None:
    """What a later row of the same cell hid would come to light where that one moves away."""
    for rows in _all_kept(session, template_id).values():
        counts = next((number for number, row in enumerate(rows) if row.id in shown), 0)
        for row in rows[:counts]:
            row.deleted = True


def _move(session: Session, one: Found, command: ReplaceFile) -> None:
    cell = records.get(session, TemplateCell, one.cell_id)
    wanted = command.places.get(one.cell_id, (one.bound.sheet, one.bound.place))
    if wanted is None:
        cell.deleted = True
        return
    bound = _placed(one.bound, *wanted)
    checked(bound, command.dropped.look)
    _put(cell, anchored_bound(bound, command.dropped.look))


def _placed(bound: Bound, sheet: str, place: str) -> Bound:
    values = {name: getattr(bound, name) for name in _FIELDS}
    fresh = {"sheet": sheet, "place": place, "row_words": None, "column_words": None}
    return Bound(**(values | fresh))
