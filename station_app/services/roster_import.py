"""Takes in rosters: a preview of every row, answers to what is asked, one writing for all of it.

`preview` only reads. `commit` writes in one unit of work and parks what still waits; `answer`
settles a parked row later. Undo is in `import_undo`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.imports import ImportKind, RowState
from station_app.domain.reading import Level
from station_app.errors import Rejected
from station_app.exchange import parked
from station_app.exchange.findings import ReadingContext
from station_app.exchange.source_rows import SourceRow
from station_app.progress import Progress, Silent
from station_app.queries import imports
from station_app.queries.imports import ParkedRow
from station_app.services import import_runs, import_tables, import_totals
from station_app.services.import_values import (
    Answer,
    ImportPreview,
    ImportReport,
    Mapped,
    PreviewRow,
    SheetView,
)
from station_app.services.roster_matching import RosterMatcher
from station_app.services.roster_writing import RosterWriter

_AT_ONCE = 500
KIND = ImportKind.ROSTER
Answers = Mapping[tuple[str, int], Answer]
"""(sheet, row) → what a person decided."""


def inspect(session: Session, path: Path, *, today: date) -> tuple[SheetView, ...]:
    """The sheets and columns of a file, for a person to look at before anything is read."""
    return import_tables.load(session, path, KIND, None, today=today).views


def preview(
    session: Session,
    path: Path,
    mapping: Mapped | None = None,
    *,
    today: date,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> ImportPreview:
    """Every row with its state and reasons; nothing is written."""
    loaded = import_tables.load(session, path, KIND, mapping, today=today)
    tables = import_tables.chosen_tables(loaded, KIND)
    sources = [row for table in tables for row in table.rows()]
    matcher = RosterMatcher(session, loaded.contexts)
    rows = _decide(session, matcher, sources, answers or {}, progress or Silent())
    return ImportPreview(
        kind=KIND,
        path=path,
        file_hash=loaded.file_hash,
        sheets=loaded.views,
        rows=import_totals.compared(rows),
        contexts=loaded.contexts,
        today=today,
        earlier_run=imports.earlier_run(session, loaded.file_hash, KIND.value),
        seen_change=imports.last_change(session),
        mapping=mapping,
        decider=matcher,
    )


def _decide(
    session: Session,
    matcher: RosterMatcher,
    sources: Sequence[SourceRow],
    answers: Answers,
    progress: Progress,
) -> list[PreviewRow]:
    known = import_runs.parked_of(session, _keys(sources), KIND)
    rows: list[PreviewRow] = []
    for some in _batches(sources):
        progress.step(len(rows), len(sources))
        rows += matcher.decide_many(some, known, answers)
    progress.step(len(rows), len(sources))
    return rows


def _keys(sources: Sequence[SourceRow]) -> list[str]:
    """Row keys of a workbook that came back; a copied line's key counts once."""
    return [row.key for row in sources if row.key is not None]


def _batches(sources: Sequence[SourceRow]) -> Iterator[list[SourceRow]]:
    rest = iter(sources)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def resolve(session: Session, seen: ImportPreview, answers: Answers) -> ImportPreview:
    """The preview after a person answered some rows; the others stay as they are."""
    matcher = seen.decider
    assert isinstance(matcher, RosterMatcher)
    rows = list(seen.rows)
    for index, row in enumerate(rows):
        answer = answers.get((row.sheet, row.row))
        if answer is not None:
            known = import_runs.parked_of(session, _keys([row.source]), KIND)
            here = {(row.sheet, row.row): answer}
            rows[index] = matcher.decide_many([row.source], known, here)[0]
    return replace(seen, rows=rows)


def commit(
    session: Session, seen: ImportPreview, *, progress: Progress | None = None
) -> ImportReport:
    """Write what is certain, park what waits. One unit of work: cancelled, it leaves nothing."""
    progress = progress or Silent()
    current = _brought_up_to_date(session, seen, progress)
    written = RosterWriter(session).write(current.rows, progress)
    import_tables.remember_mapping(session, current.sheets, KIND, on=current.today)
    run_id = import_runs.record_run(session, current, written.person_of)
    return ImportReport(run_id, current.counts, tuple(current.rows), written.drafts)


def _brought_up_to_date(session: Session, seen: ImportPreview, progress: Progress) -> ImportPreview:
    """Somebody may have worked on between the preview and now: then every row is decided again."""
    if imports.last_change(session) == seen.seen_change:
        return seen
    answers = {(row.sheet, row.row): row.answer for row in seen.rows if row.answer is not None}
    matcher = RosterMatcher(session, seen.contexts)
    sources = [row.source for row in seen.rows]
    rows = _decide(session, matcher, sources, answers, progress)
    return replace(seen, rows=import_totals.compared(rows), decider=matcher)


# ---------------------------------------------------------------------- parked rows


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a parked row: its state now, and whom it concerns."""

    row_id: int
    state: RowState
    person_id: UUID | None
    row: PreviewRow


def look_at(session: Session, row_id: int, answer: Answer | None, *, today: date) -> PreviewRow:
    """A parked row as it stands now, or as it would with this answer; nothing is written."""
    return _looked_at(session, _waiting(session, row_id), answer, today)


def answer(session: Session, row_id: int, given: Answer, *, today: date) -> Answered:
    """Settle a parked row.

    Raises `Rejected("import.row_settled")` when it waits no longer. A row that is still in doubt
    after the answer goes on waiting, with its repaired cells.
    """
    waiting = _waiting(session, row_id)
    row = _looked_at(session, waiting, given, today)
    if row.state in import_runs.PARKED:
        import_runs.note_reasons(session, row_id, row, _cells_of(row, waiting))
        return Answered(row_id, row.state, waiting.record_id, row)
    written = RosterWriter(session).write([row], Silent())
    person_id = written.person_of.get(id(row), waiting.record_id)
    import_runs.note_answer(session, row_id, given, person_id, row.state)
    return Answered(row_id, row.state, person_id, row)


def answer_alike(session: Session, row_id: int, given: Answer, *, today: date) -> list[Answered]:
    """Settle this row and all of its import that wait for the same reasons."""
    first = _waiting(session, row_id)
    others = [
        row.row_id
        for row in imports.parked_rows(session, first.run_id)
        if questions(row) == questions(first)
    ]
    return [answer(session, key, given, today=today) for key in others]


def questions(row: ParkedRow) -> frozenset[tuple[str, str]]:
    """What a parked row asks: rows with the same questions are answered together."""
    reasons = import_runs.reasons_of(row.reasons)
    return frozenset((reason.field, reason.code) for reason in reasons if reason.level >= Level.ASK)


def _waiting(session: Session, row_id: int) -> ParkedRow:
    row = imports.parked_row(session, row_id)
    if row is None or row.answered_at is not None:
        raise Rejected("import.row_settled")
    return row


def _looked_at(
    session: Session, waiting: ParkedRow, given: Answer | None, today: date
) -> PreviewRow:
    source, typed, is_1904 = parked.from_text(waiting.cells)
    contexts = {source.sheet: ReadingContext(today, is_1904, typed)}
    keyed = replace(source, values={**source.values, "row_key": waiting.row_key})
    answers = {(source.sheet, source.number): given} if given else {}
    matcher = RosterMatcher(session, contexts)
    return matcher.decide_many([keyed], {waiting.row_key: waiting}, answers)[0]


def _cells_of(row: PreviewRow, waiting: ParkedRow) -> str:
    """The cells with the repairs that were made, so that the next look starts from them."""
    source, typed, is_1904 = parked.from_text(waiting.cells)
    repairs = row.answer.repairs if row.answer else {}
    values = {name: value for name, value in {**source.values, **repairs}.items() if value != ""}
    return parked.to_text(replace(source, values=values), typed=typed, is_1904=is_1904)
