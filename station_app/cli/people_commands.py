"""Commands that list and find people."""

import json
from argparse import Namespace
from collections.abc import Sequence

from station_app.cli.session import Terminal
from station_app.domain.codes import CODE_LISTS
from station_app.queries.people import PersonRow
from station_app.services.people_listing import as_json, everybody, found


def people(arguments: Namespace, terminal: Terminal) -> None:
    """Print everybody on file."""
    with terminal.reading() as store, store.read() as session:
        rows = list(everybody(session, today=terminal.today))
    _print(rows, arguments, terminal)


def search(arguments: Namespace, terminal: Terminal) -> None:
    """Print whom the search box would find."""
    with terminal.reading() as store, store.read() as session:
        rows = found(session, arguments.text, today=terminal.today)
    _print(rows, arguments, terminal)


def _print(rows: Sequence[PersonRow], arguments: Namespace, terminal: Terminal) -> None:
    if arguments.format == "json":
        print(json.dumps(as_json(rows), ensure_ascii=False, indent=2), file=terminal.out)
        return
    for row in rows:
        print("\t".join(_cells(row)), file=terminal.out)


def _cells(row: PersonRow) -> tuple[str, ...]:
    category, status = CODE_LISTS["category"], CODE_LISTS["person_status"]
    held = "/".join(category.label(identity.category) for identity in row.identities)
    return (row.file_no, row.name, row.id_number or "", held, status.label(row.status))
