"""The yearly report as a document that people take along, and as text for the clipboard."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.domain.periods import Period
from station_app.domain.yearly_compared import note
from station_app.domain.yearly_names import name_of
from station_app.domain.yearly_slots import Slot, State
from station_app.domain.yearly_text import YearlyText
from station_app.queries.yearly import Yearly, yearly
from station_app.reports.yearly_docx import YearlyPaper, docx
from station_app.reports.yearly_wording import notes
from station_app.services.saving import save_file


@dataclass(frozen=True, slots=True)
class YearlyOrder:
    """Which period beside which, who asks and when; with the figures and charts, or text alone."""

    period: Period
    other: Period
    made_by: str
    made_at: datetime
    with_figures: bool = True


def yearly_docx(session: Session, order: YearlyOrder) -> bytes:
    """The report as a Word document."""
    found = yearly(session, order.period, order.other, today=order.made_at.date())
    return docx(_paper(found, order))


def save_docx(session: Session, path: Path, order: YearlyOrder) -> Path:
    """The document in a file that a person chose."""
    return save_file(path, yearly_docx(session, order))


def _paper(found: Yearly, order: YearlyOrder) -> YearlyPaper:
    labels = (found.period.label, found.other.label)
    shown = order.with_figures
    return YearlyPaper(
        text=found.text,
        station=found.station,
        periods=labels,
        made_on=order.made_at.date(),
        made_by=order.made_by,
        made_at=order.made_at,
        rows=found.rows if shown else (),
        charts=found.charts if shown else (),
        notes=notes(
            labels,
            until=found.until,
            by_hand=written_by_hand(found.text),
            missing=found.text.missing,
            rounding=note(found.rows),
        ),
    )


def written_by_hand(text: YearlyText) -> tuple[str, ...]:
    """The names of the numbers that people filled in."""
    slots = (
        piece.slot
        for one in text.written
        for piece in one.pieces
        if piece.slot is not None and piece.state is State.BY_HAND
    )
    return tuple(dict.fromkeys(slot_name(slot) for slot in slots))


def slot_name(slot: Slot) -> str:
    """What a slot asks for, as people call it."""
    return slot.unit if slot.is_by_hand else name_of(slot.code)


def as_html(text: YearlyText) -> str:
    """The text for the clipboard of a word processor: headings, indents, gaps marked yellow."""
    parts = [f"<p align='center'><b>{escape(text.title)}</b></p>"]
    for section in text.sections:
        if section.heading:
            parts.append(f"<p style='text-indent:2em'><b>{escape(section.heading)}</b></p>")
        words = "".join(
            f"<span style='background-color:#ffff00'>{escape(piece.text)}</span>"
            if piece.state is State.MISSING
            else escape(piece.text)
            for one in section.filled
            for piece in one.pieces
        )
        parts.append(f"<p style='text-indent:2em'>{words}</p>")
    return f"<html><body>{''.join(parts)}</body></html>"
