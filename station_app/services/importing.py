"""Takes in rosters and ledgers: a preview of every row, answers to what is asked, one writing.

`preview` only reads. `commit` writes in one unit of work and parks what still waits; `answer`
settles a parked row later. Undo is in `import_undo`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.imports import ROW_KEY, ImportKind, RowState
from station_app.domain.reading import Level
from station_app.errors import Rejected
from station_app.exchange import parked
from station_app.exchange.findings import ReadingContext
from station_app.exchange.source_rows import SourceRow
from station_app.progress import Progress, Silent
from station_app.queries import imports
from station_app.queries.imports import ParkedRow
from station_app.services import import_runs, import_tables, import_totals
from station_app.services.import_collector import collector_paused
from station_app.services.import_values import (
    Answer,
    ImportPreview,
    ImportReport,
    Mapped,
    PreviewRow,
    SheetView,
    Written,
)
from station_app.services.ledger_reading import LedgerReader
from station_app.services.ledger_writing import LedgerWriter
from station_app.services.roster_matching import RosterMatcher
from station_app.services.roster_writing import RosterWriter

_AT_ONCE = 500
Answers = Mapping[tuple[str, int], Answer]
"""(sheet, row) → what a person decided."""
Contexts = Mapping[str, ReadingContext]


class Decider(Protocol):
    """Decides rows in their order, remembering what the file has shown so far."""

    def decide_many(
        self,
        rows: Sequence[SourceRow],
        parked: Mapping[str, ParkedRow | None],
        answers: Answers,
    ) -> list[PreviewRow]:
        """The rows with their states, reasons and plans."""


class Writer(Protocol):
    """Writes decided rows."""

    def write(self, rows: Sequence[PreviewRow], progress: Progress) -> Written:
        """Everything that the rows plan, in one unit of work."""


def _decider(session: Session, kind: ImportKind, contexts: Contexts) -> Decider:
    if kind is ImportKind.ROSTER:
        return RosterMatcher(session, contexts)
    return LedgerReader(session, kind, contexts)


def _writer(session: Session, kind: ImportKind, today: date) -> Writer:
    if kind is ImportKind.ROSTER:
        return RosterWriter(session)
    return LedgerWriter(session, kind, today=today)


def inspect(
    session: Session, kind: ImportKind, path: Path, *, today: date
) -> tuple[SheetView, ...]:
    """The sheets and columns of a file, for a person to look at before anything is read."""
    return import_tables.load(session, path, kind, None, today=today).views


@collector_paused()
def preview(
    session: Session,
    kind: ImportKind,
    path: Path,
    mapping: Mapped | None = None,
    *,
    today: date,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> ImportPreview:
    """Every row with its state and reasons; nothing is written."""
    loaded = import_tables.load(session, path, kind, mapping, today=today)
    tables = import_tables.chosen_tables(loaded, kind)
    sources = [row for table in tables for row in table.rows()]
    decider = _decider(session, kind, loaded.contexts)
    rows = _decide(
        session, kind, decider, sources, answers=answers or {}, progress=progress or Silent()
    )
    return ImportPreview(
        kind=kind,
        path=path,
        file_hash=loaded.file_hash,
        sheets=loaded.views,
        rows=import_totals.compared(rows, loaded.contexts),
        contexts=loaded.contexts,
        today=today,
        earlier_run=imports.earlier_run(session, loaded.file_hash, kind.value),
        seen_change=imports.last_change(session),
        mapping=mapping,
        decider=decider,
    )


def _decide(
    session: Session,
    kind: ImportKind,
    decider: Decider,
    sources: Sequence[SourceRow],
    *,
    answers: Answers,
    progress: Progress,
) -> list[PreviewRow]:
    known = import_runs.parked_of(session, _keys(sources), kind)
    rows: list[PreviewRow] = []
    for some in _batches(sources):
        progress.step(len(rows), len(sources))
        rows += decider.decide_many(some, known, answers)
    progress.step(len(rows), len(sources))
    return rows


def _keys(sources: Sequence[SourceRow]) -> list[str]:
    """Row keys of a workbook that came back."""
    return [row.key for row in sources if row.key is not None]


def _batches(sources: Sequence[SourceRow]) -> Iterator[list[SourceRow]]:
    rest = iter(sources)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


@collector_paused()
def resolve(session: Session, seen: ImportPreview, answers: Answers) -> ImportPreview:
    """The preview after a person answered some rows.

    All rows are decided again, with every answer given so far: an answer may settle a later row.
    """
    given = {(row.sheet, row.row): row.answer for row in seen.rows if row.answer is not None}
    return _decided_again(session, seen, {**given, **answers}, Silent())


def _decided_again(
    session: Session, seen: ImportPreview, answers: Answers, progress: Progress
) -> ImportPreview:
    decider = _decider(session, seen.kind, seen.contexts)
    sources = [row.source for row in seen.rows]
    rows = _decide(session, seen.kind, decider, sources, answers=answers, progress=progress)
    return replace(
        seen,
        rows=import_totals.compared(rows, seen.contexts),
        decider=decider,
        seen_change=imports.last_change(session),
    )


@collector_paused()
def commit(
    session: Session, seen: ImportPreview, *, progress: Progress | None = None
) -> ImportReport:
    """Write what is certain, park what waits. One unit of work: cancelled, it leaves nothing."""
    progress = progress or Silent()
    current = _brought_up_to_date(session, seen, progress)
    written = _writer(session, current.kind, current.today).write(current.rows, progress)
    if current.mapping is not None:  # what a person chose; a guess may be better the next time
        import_tables.remember_mapping(session, current.sheets, current.kind, on=current.today)
    run_id = import_runs.record_run(session, current, written.record_of)
    return ImportReport(run_id, current.counts, tuple(current.rows), written.drafts)


def _brought_up_to_date(session: Session, seen: ImportPreview, progress: Progress) -> ImportPreview:
    """Somebody may have worked on between the preview and now: then every row is decided again."""
    if imports.last_change(session) == seen.seen_change:
        return seen
    answers = {(row.sheet, row.row): row.answer for row in seen.rows if row.answer is not None}
    return _decided_again(session, seen, answers, progress)


# ---------------------------------------------------------------------- parked rows


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a parked row: its state now, and the record it led to."""

    row_id: int
    state: RowState
    record_id: UUID | None
    row: PreviewRow


def look_at(session: Session, row_id: int, given: Answer | None, *, today: date) -> PreviewRow:
    """A parked row as it stands now, or as it would with this answer; nothing is written."""
    answers = {row_id: given} if given else {}
    return _decided(session, [_waiting(session, row_id)], answers, today)[0]


def answer(session: Session, row_id: int, given: Answer, *, today: date) -> Answered:
    """Settle a parked row.

    Raises `Rejected("import.row_settled")` when it waits no longer. A row that is still in doubt
    after the answer goes on waiting, with its repaired cells.
    """
    return _settle(session, [_waiting(session, row_id)], {row_id: given}, today)[0]


def answer_many(session: Session, answers: Mapping[int, Answer], *, today: date) -> list[Answered]:
    """Settle several parked rows, each by its own answer, reading the register once an import."""
    by_run: dict[int, list[ParkedRow]] = defaultdict(list)
    for row_id in answers:
        row = _waiting(session, row_id)
        by_run[row.run_id].append(row)
    return [done for rows in by_run.values() for done in _settle(session, rows, answers, today)]


def answer_alike(session: Session, row_id: int, given: Answer, *, today: date) -> list[Answered]:
    """Settle this row and all of its import that wait for the same reasons."""
    first = _waiting(session, row_id)
    asked = questions(first)
    alike = [r for r in imports.parked_rows(session, first.run_id) if questions(r) == asked]
    return _settle(session, alike, {row.row_id: given for row in alike}, today)


def questions(row: ParkedRow) -> frozenset[tuple[str, str]]:
    """What a parked row asks: rows with the same questions are answered together."""
    reasons = import_runs.reasons_of(row.reasons)
    return frozenset((r.field, r.code) for r in reasons if r.level >= Level.ASK)


def _waiting(session: Session, row_id: int) -> ParkedRow:
    row = imports.parked_row(session, row_id)
    if row is None or row.answered_at is not None:
        raise Rejected("import.row_settled")
    return row


def _decided(
    session: Session, rows: Sequence[ParkedRow], given: Mapping[int, Answer], today: date
) -> list[PreviewRow]:
    """Parked rows of one import, decided by what is on file now, each under its own key."""
    read = [parked.from_text(row.cells, today) for row in rows]
    contexts = {source.sheet: context for source, context in read}
    keyed = [
        replace(source, values={**source.values, ROW_KEY: row.row_key})
        for row, (source, _) in zip(rows, read, strict=True)
    ]
    answers = {
        (source.sheet, source.number): given[row.row_id]
        for row, source in zip(rows, keyed, strict=True)
        if row.row_id in given
    }
    decider = _decider(session, ImportKind(rows[0].kind), contexts)
    return decider.decide_many(keyed, {row.row_key: row for row in rows}, answers)


def _settle(
    session: Session, rows: Sequence[ParkedRow], given: Mapping[int, Answer], today: date
) -> list[Answered]:
    kind = ImportKind(rows[0].kind)
    decided = _decided(session, rows, given, today)
    written = _writer(session, kind, today).write(
        [row for row in decided if row.state not in import_runs.PARKED], Silent()
    )
    done = []
    for each, row in zip(rows, decided, strict=True):
        record_id = written.record_of.get(id(row), each.record_id)
        if row.state in import_runs.PARKED:
            import_runs.note_reasons(session, each.row_id, row, _cells_of(row, each, today))
        else:
            import_runs.note_answer(session, each, given[each.row_id], record_id, row.state)
        done.append(Answered(each.row_id, row.state, record_id, row))
    return done


def _cells_of(row: PreviewRow, waiting: ParkedRow, today: date) -> str:
    """The cells with the repairs that were made, so that the next look starts from them."""
    source, context = parked.from_text(waiting.cells, today)
    repairs = row.answer.repairs if row.answer else {}
    values = {name: value for name, value in {**source.values, **repairs}.items() if value != ""}
    return parked.to_text(replace(source, values=values), context)
