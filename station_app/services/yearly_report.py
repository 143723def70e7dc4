"""The yearly report as a document that people take along, and as text for the clipboard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.domain.annual_lines import AWAITED_CODES, EVERY
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.printouts import Question, RowBehind
from station_app.domain.yearly_compared import note
from station_app.domain.yearly_names import name_of
from station_app.domain.yearly_slots import Slot, State
from station_app.domain.yearly_text import YearlyText
from station_app.queries.reported import adjusted_words, unread_words
from station_app.queries.tally_keys import figure_keys
from station_app.queries.yearly import Yearly, yearly
from station_app.reports.yearly_docx import YearlyPaper, docx
from station_app.reports.yearly_wording import notes
from station_app.services.printouts import numbered
from station_app.services.saving import save_file

YEARLY = "yearly"
"""What a report is called as a question, in the list of what was printed."""


@dataclass(frozen=True, slots=True)
class YearlyOrder:
    """Which period beside which, who asks and when; with the figures and charts, or text alone."""

    period: Period
    other: Period
    made_by: str
    made_at: datetime
    with_figures: bool = True


def yearly_docx(session: Session, order: YearlyOrder) -> bytes:
    """The report as a Word document, with the number under which its rows come back."""
    found = yearly(session, order.period, order.other, today=order.made_at.date())
    paper = _paper(found, order, _numbered(session, found, order))
    unread = (unread_words(found.unread),) if found.unread else ()
    return docx(replace(paper, notes=(*paper.notes, *unread)))


def _numbered(session: Session, found: Yearly, order: YearlyOrder) -> str | None:
    """The number of the document: behind it the rows of every figure in its sentences."""
    codes = tuple(dict.fromkeys(row.figure.code for row in found.rows))
    params = {"period": found.period.code, "codes": ",".join(codes)}
    question = Question(YEARLY, found.text.title, params, found.period)
    imprint = Imprint(
        station_name=found.station,
        made_on=order.made_at.date(),
        printed_by=order.made_by,
        printed_at=order.made_at,
        mask=MaskLevel.STATISTICS,
    )
    rows = yearly_keys(session, found.period, codes, today=imprint.made_on)
    return numbered(session, imprint, question, rows, shown=[found.text.plain]).serial


def yearly_keys(
    session: Session, period: Period, codes: Iterable[str], *, today: date
) -> tuple[RowBehind, ...]:
    """The rows behind every figure of a report, each under the code of its line."""
    kept = [code for code in codes if code in EVERY and code not in AWAITED_CODES]
    return tuple(row for code in kept for row in figure_keys(session, code, period, today=today))


def save_docx(session: Session, path: Path, order: YearlyOrder) -> Path:
    """The document in a file that a person chose."""
    return save_file(path, yearly_docx(session, order))


def _paper(found: Yearly, order: YearlyOrder, serial: str | None) -> YearlyPaper:
    this, other = found.spans
    labels = this.label, other.label
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
            uneven=found.is_uneven,
            by_hand=written_by_hand(found.text),
            missing=found.text.missing,
            rounding=note(found.rows),
            adjusted=_adjusted(found),
        ),
        serial=serial,
    )


def _adjusted(found: Yearly) -> tuple[str, ...]:
    """年终调整 of the figures of the report, each with the name of its line (MC5)."""
    codes = dict.fromkeys(row.figure.code for row in found.rows)
    return tuple(
        f"{name_of(code)} {words}"
        for code in codes
        for words in adjusted_words(found.adjusted.get(code, {}))
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
