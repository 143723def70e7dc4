"""Templates for lists and for filling: names, bound cells, and whether the file is here."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.sheet_places import is_place, row_and_column
from station_app.domain.template import Bound, BoundCell
from station_app.models.identifiers import TemplateId
from station_app.models.local import TemplateFile
from station_app.models.template import FormTemplate, TemplateCell


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in the list."""

    template_id: TemplateId
    name: str
    file_name: str
    file_hash: str
    made_at: datetime
    made_by: str
    cells: int
    is_here: bool


def list_templates(session: Session) -> list[TemplateRow]:
    """All templates by name; `is_here` tells whether this PC has the file."""
    counts = Counter(
        session.scalars(select(TemplateCell.template_id).where(TemplateCell.deleted.is_(False)))
    )
    here = set(session.scalars(select(TemplateFile.file_hash)))
    found = session.scalars(
        select(FormTemplate)
        .where(FormTemplate.deleted.is_(False))
        .order_by(FormTemplate.name, FormTemplate.id)
    )
    return [
        TemplateRow(
            template_id=TemplateId(one.id),
            name=one.name,
            file_name=one.file_name,
            file_hash=one.file_hash,
            made_at=one.created_at,
            made_by=one.created_by,
            cells=counts[one.id],
            is_here=one.file_hash in here,
        )
        for one in found
    ]


def template_row(session: Session, template_id: UUID) -> TemplateRow | None:
    """One template; None when it was taken out."""
    rows = list_templates(session)
    return next((row for row in rows if row.template_id == template_id), None)


def bound_cells(session: Session, template_id: UUID) -> list[BoundCell]:
    """What its cells show, from the top; of two PCs that bound one cell the later one counts."""
    found = session.scalars(
        select(TemplateCell)
        .where(TemplateCell.template_id == template_id, TemplateCell.deleted.is_(False))
        .order_by(TemplateCell.created_at, TemplateCell.id)
    )
    latest = {(one.sheet, one.place): one for one in found if _is_known(one)}
    ordered = sorted(latest.values(), key=lambda one: (one.sheet, *row_and_column(one.place)))
    return [BoundCell(one.id, _bound(one)) for one in ordered]


def _is_known(one: TemplateCell) -> bool:
    """Whether this program can show it: a newer one may bind what it does not know."""
    span = one.span is None or one.span in set(TemplateSpan)
    column = one.roster_column is None or one.roster_column in set(RosterColumn)
    return is_place(one.place) and one.what in set(TemplateWhat) and span and column


def _bound(one: TemplateCell) -> Bound:
    return Bound(
        sheet=one.sheet,
        place=one.place,
        what=TemplateWhat(one.what),
        line_code=one.line_code,
        unit=one.unit,
        span=TemplateSpan(one.span) if one.span else None,
        words=one.words,
        roster_column=RosterColumn(one.roster_column) if one.roster_column else None,
        row_words=one.row_words,
        column_words=one.column_words,
    )


def template_content(session: Session, file_hash: str) -> bytes | None:
    """The workbook as it was dropped in; None when it never came to this PC."""
    return session.scalar(select(TemplateFile.content).where(TemplateFile.file_hash == file_hash))


def known_as(session: Session, file_hash: str) -> str | None:
    """The name of the template that this very file is."""
    return session.scalar(
        select(func.min(FormTemplate.name)).where(
            FormTemplate.file_hash == file_hash, FormTemplate.deleted.is_(False)
        )
    )
