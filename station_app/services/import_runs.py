"""Keeps what an import did: the run, the rows that wait with their cells, and their answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from station_app.domain.imports import ImportKind, Reason, RowState
from station_app.domain.reading import Level
from station_app.exchange import parked
from station_app.exchange.ledgers import PERSON_FIELDS, WATCHED
from station_app.exchange.source_rows import SourceRow
from station_app.models.local import ImportRow, ImportRun
from station_app.queries import imports
from station_app.queries.imports import ParkedRow
from station_app.services.import_values import KEY_TOKEN, Answer, ImportPreview, PreviewRow
from station_app.store.context import moment_of, operator_of, unit_of

PARKED = frozenset({RowState.DOUBTFUL, RowState.REFUSED})
_AT_ONCE = 1000


def parked_of(
    session: Session, keys: Iterable[str], kind: ImportKind
) -> dict[str, ParkedRow | None]:
    """For each key of a workbook that we gave back: its parked row, None where it never waited.

    A key whose import does not stand, or that we never gave, is left out.
    """
    wanted = list(dict.fromkeys(keys))
    tokens = {key[:KEY_TOKEN] for key in wanted}
    known = {t for t in tokens if imports.run_of_token(session, t, kind.value) is not None}
    found = imports.parked_by_key(session, wanted)
    return {key: found.get(key) for key in wanted if key[:KEY_TOKEN] in known}


def record_run(session: Session, preview: ImportPreview, record_of: Mapping[int, UUID]) -> int:
    """Write the run and park its open rows; returns the key that undo takes."""
    unit = unit_of(session)
    counts = {state.value: preview.counts.get(state, 0) for state in RowState}
    statement = insert(ImportRun).values(
        kind=preview.kind.value,
        file_name=preview.path.name,
        file_hash=preview.file_hash,
        started_at=moment_of(session),
        by=operator_of(session),
        action_id=unit.action_id,
        rows_read=preview.rows_read,
        counts=msgspec.json.encode(counts).decode(),
        undone_at=None,
    )
    key = session.connection().execute(statement).inserted_primary_key
    run_id = int(key[0]) if key else 0
    _tell_of_rows(session)
    _settle_earlier(session, preview, run_id)
    _park(session, preview, run_id, record_of)
    return run_id


def _settle_earlier(session: Session, preview: ImportPreview, run_id: int) -> None:
    """Rows that came again, repaired or not, no longer wait under their earlier import."""
    keys = [preview.key_of(row) for row in preview.rows]
    keys += [row.source.key for row in preview.rows if row.source.key is not None]
    by = {"came_again_in": run_id, "action": unit_of(session).action_id}
    answer = msgspec.json.encode(by).decode()
    for start in range(0, len(keys), _AT_ONCE):
        session.connection().execute(
            update(ImportRow)
            .where(ImportRow.row_key.in_(keys[start : start + _AT_ONCE]))
            .where(ImportRow.answered_at.is_(None), ImportRow.run_id != run_id)
            .values(answered_at=moment_of(session), answer=answer)
        )


def _park(
    session: Session, preview: ImportPreview, run_id: int, record_of: Mapping[int, UUID]
) -> None:
    waiting = [row for row in preview.rows if row.state in PARKED]
    for start in range(0, len(waiting), _AT_ONCE):
        rows = [_row(preview, row, run_id, record_of) for row in waiting[start : start + _AT_ONCE]]
        session.connection().execute(insert(ImportRow), rows)


def _row(
    preview: ImportPreview, row: PreviewRow, run_id: int, record_of: Mapping[int, UUID]
) -> dict[str, object]:
    context = preview.contexts[row.sheet]
    return {
        "run_id": run_id,
        "sheet": row.sheet,
        "row": row.row,
        "row_key": row.source.key or preview.key_of(row),
        "state": row.state.value,
        "cells": parked.to_text(_kept_of(preview.kind, row), context),
        "reasons": reasons_text(_reasons_without_watched(row)),
        "record_id": record_of.get(id(row)),
        "answered_at": None,
        "answer": None,
    }


def _kept_of(kind: ImportKind, row: PreviewRow) -> SourceRow:
    """What a waiting row keeps: of a ledger only known columns, of a watched person no name.

    Nobody is listed by what a stray column says, nor as 重点对象, by any door (SETTLED 12).
    """
    if kind is ImportKind.ROSTER:
        return row.source
    values = row.source.values
    if any(reason.code == WATCHED for reason in row.reasons):
        values = {name: value for name, value in values.items() if name not in PERSON_FIELDS}
    return replace(row.source, values=values, cells=())


def _reasons_without_watched(row: PreviewRow) -> list[Reason]:
    if not any(reason.code == WATCHED for reason in row.reasons):
        return list(row.reasons)
    return [r for r in row.reasons if r.code == WATCHED or r.field not in PERSON_FIELDS]


def note_answer(
    session: Session, row: ParkedRow, answer: Answer, record_id: UUID | None, state: RowState
) -> None:
    """The row was answered: it waits no longer."""
    _tell_of_rows(session)
    session.connection().execute(
        update(ImportRow)
        .where(ImportRow.id == row.row_id)
        .values(
            answered_at=moment_of(session),
            answer=_with_action(session, answer, row.state),
            record_id=record_id,
            state=state.value,
        )
    )


def _with_action(session: Session, answer: Answer, was: str) -> str:
    """The answer, and the action that wrote it down: undone, the row waits again as it did.

    An answer is an action even where it writes no record, so that undo means it and nothing else.
    """
    kept = {"answer": answer, "action": unit_of(session).action_of(session), "was": was}
    return msgspec.json.encode(kept).decode()


def _tell_of_rows(session: Session) -> None:
    """Rows that wait have no keys of records; who shows them hears that some changed."""
    unit_of(session).touch(imports.WAITING_ROWS, ())


def note_reasons(session: Session, row_id: int, row: PreviewRow, cells: str) -> None:
    """The row still waits, with what is known of it now."""
    _tell_of_rows(session)
    session.connection().execute(
        update(ImportRow)
        .where(ImportRow.id == row_id)
        .values(state=row.state.value, reasons=reasons_text(row.reasons), cells=cells)
    )


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Reasons as they are kept beside a parked row."""
    plain = [
        {
            "field": r.field,
            "value": r.value,
            "code": r.code,
            "level": int(r.level),
            "values": {name: str(value) for name, value in r.values.items()},
            "options": list(r.options),
        }
        for r in reasons
    ]
    return msgspec.json.encode(plain).decode()


class _Kept(msgspec.Struct):
    field: str
    value: str
    code: str
    level: int
    values: dict[str, str]
    options: list[str]


def reasons_of(text: str) -> tuple[Reason, ...]:
    """The reasons of a parked row."""
    kept = msgspec.json.decode(text, type=list[_Kept])
    return tuple(
        Reason(k.field, k.value, k.code, Level(k.level), k.values, tuple(k.options)) for k in kept
    )
