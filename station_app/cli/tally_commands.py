"""The command that counts a period."""

from argparse import Namespace

from station_app.cli.session import Terminal, write_out
from station_app.domain.periods import Period
from station_app.domain.tally import PERCENT, Tally, TallyLine, unit_shown
from station_app.queries import tallies
from station_app.services.tally_report import TallyOrder, tally_text, tally_xlsx


def tally(arguments: Namespace, terminal: Terminal) -> None:
    """Write the tally to Excel, to JSON or, when neither is named, to the terminal."""
    period = Period.parse(arguments.period)
    place = terminal.printing() if arguments.out else terminal.reading()
    with place as store, store.read() as session:
        order = TallyOrder(period, terminal.today, store.operator, terminal.clock())
        book = tally_xlsx(session, order) if arguments.out else None
        text = tally_text(session, order) if arguments.json else None
        counted = tallies.tally(session, period, today=terminal.today)
    if book is not None:
        write_out(arguments.out, book)
        terminal.say("tally.written", file=arguments.out)
    if text is not None:
        write_out(arguments.json, text.encode())
        terminal.say("tally.written", file=arguments.json)
    if book is None and text is None:
        _print(counted, terminal)


def _print(counted: Tally, terminal: Terminal) -> None:
    for line in counted.lines:
        units = tuple(line.values) or (PERCENT,)
        figures = "\t".join(_figure(line, unit) for unit in units)
        print(f"{line.code}\t{line.line.label}\t{figures}", file=terminal.out)


def _figure(line: TallyLine, unit: str) -> str:
    return line.shown(unit) if unit == PERCENT else f"{line.shown(unit)} {unit_shown(unit)}"
