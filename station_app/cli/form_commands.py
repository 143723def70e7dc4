"""The command that prints forms to PDF."""

from argparse import Namespace

import pypdfium2
from sqlalchemy.orm import Session

from station_app.cli.session import Terminal, write_out
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.services.printing import PrintOrder, batch_given, people_given, print_form
from station_app.store.photos_place import PhotoPlace
from station_app.store.unit_of_work import Store


def form(arguments: Namespace, terminal: Terminal) -> None:
    """Print a form for the people, batch or period that were named, for all, or blank."""
    with terminal.printing() as store, store.read() as session:
        order = _order(session, arguments, terminal, store)
        content = print_form(session, arguments.form, order)
    write_out(arguments.out, content)
    pages = len(pypdfium2.PdfDocument(content))
    terminal.say("form.written", file=arguments.out, pages=pages)


def _order(session: Session, arguments: Namespace, terminal: Terminal, store: Store) -> PrintOrder:
    numbers = [number for given in arguments.person or [] for number in _read(given, terminal)]
    return PrintOrder(
        today=terminal.today,
        people=people_given(session, numbers) if arguments.person else None,
        batch_id=batch_given(session, arguments.batch) if arguments.batch else None,
        period=Period.parse(arguments.period) if arguments.period else None,
        blank=arguments.blank,
        mask=MaskLevel.MASKED if arguments.masked else MaskLevel.FULL,
        bound=arguments.bound,
        printed_by=store.operator,
        photos=PhotoPlace.beside(store, terminal.paths),
        printed_at=terminal.clock(),
    )


def _read(given: str, terminal: Terminal) -> list[str]:
    """Numbers from standard input keep ID numbers out of the list of processes (SETTLED 20)."""
    if given != "-":
        return [given]
    return [line.strip() for line in terminal.input if line.strip()]
