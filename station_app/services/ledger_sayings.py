"""One way of leaving a reason at a ledger's cell."""

from station_app.domain.reading import Note
from station_app.exchange.ledger_candidate import LedgerCandidate


def say(candidate: LedgerCandidate, name: str, note: Note) -> None:
    """Leave a note at a cell of the row."""
    candidate.findings.note(name, candidate.cell(name), note)
