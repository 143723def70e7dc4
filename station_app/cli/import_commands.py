"""Commands that take in rosters and ledgers, and take an import back."""

import json
from argparse import Namespace

from station_app.cli.session import Terminal, require_writable, write_out
from station_app.domain.imports import ImportKind, RowState
from station_app.errors import Unavailable
from station_app.messages.labels import label
from station_app.services import importing
from station_app.services.import_return import write_errors
from station_app.services.import_undo import undo_import as take_back
from station_app.services.import_values import ImportPreview, ImportReport, report_of
from station_app.store.unit_of_work import Store


def import_file(arguments: Namespace, terminal: Terminal) -> None:
    """Take in a file: what is certain is stored, what is not waits for a person."""
    if not arguments.file.is_file():
        raise Unavailable("cli.file_missing", name=arguments.file.name)
    require_writable(arguments.report, arguments.errors)
    if arguments.dry_run:
        with terminal.reading() as store:
            seen = _preview(store, arguments, terminal)
        report = report_of(seen)
    else:
        with terminal.writing() as (store, _):
            seen = _preview(store, arguments, terminal)
            with store.write(label("import.run", file=arguments.file.name)) as session:
                report = importing.commit(session, seen)
    _hand_over(seen, report, arguments, terminal)


def _preview(store: Store, arguments: Namespace, terminal: Terminal) -> ImportPreview:
    kind = ImportKind.ROSTER if arguments.kind == "roster" else ImportKind(arguments.ledger)
    with store.read() as session:
        return importing.preview(session, kind, arguments.file, today=terminal.today)


def _hand_over(
    seen: ImportPreview, report: ImportReport, arguments: Namespace, terminal: Terminal
) -> None:
    if arguments.report is not None:
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
        write_out(arguments.report, text.encode())
    if arguments.errors is not None:
        write_errors(seen, arguments.errors)
    _say_counts(report, terminal)


def _say_counts(report: ImportReport, terminal: Terminal) -> None:
    counts = {state.value: report.counts.get(state, 0) for state in RowState}
    terminal.say("import.counts", rows_read=report.rows_read, **counts)
    if report.run_id is None:
        terminal.say("import.dry_run")
        return
    if doubtful := counts[RowState.DOUBTFUL.value]:
        terminal.say("import.doubtful", count=doubtful)
    terminal.say("import.id", id=report.run_id)


def undo_import(arguments: Namespace, terminal: Terminal) -> None:
    """Take an import back as a whole; what was worked on since stays and is listed."""
    with terminal.writing() as (store, _):
        undone = take_back(store, arguments.id)
    terminal.say("undo.done", count=undone.taken_back)
    if undone.kept:
        terminal.say("undo.kept", count=len(undone.kept))
        for title in undone.kept:
            print(title, file=terminal.out)
