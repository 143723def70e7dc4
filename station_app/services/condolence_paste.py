"""People and amounts of a pasted list put on a draft list in one step, which undo takes back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.reading import Note
from station_app.models.condolence import CondolencePlan
from station_app.models.identifiers import BatchId, PersonId, PlanId
from station_app.services.condolence import lines_of, require_draft
from station_app.services.condolence_list import AddPeople, SetAmounts, add_all, set_amounts


@dataclass(frozen=True, slots=True)
class PasteEntry:
    """Somebody of the pasted list; without an amount the line has the usual one."""

    person_id: PersonId
    fen: int | None = None


@dataclass(frozen=True, slots=True)
class PasteLines:
    """The entries that a person has looked at; who is on the list already only gets the amount."""

    batch_id: BatchId
    entries: tuple[PasteEntry, ...]
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pasted:
    """How many came onto the list, whose amount changed, and who could not be added."""

    added: int
    changed: int
    refused: tuple[tuple[PersonId, Note], ...]


def paste_lines(session: Session, command: PasteLines) -> Pasted:
    """Add whoever is not listed yet and set the amounts that the list names.

    Raises `Doubtful` above 100,000 元, `Rejected("batch.not_draft" | "condolence.no_names")`.
    """
    batch = require_draft(session, command.batch_id)
    before = _lines(session, command.batch_id)
    fresh = tuple(one.person_id for one in command.entries if one.person_id not in before)
    made = add_all(
        session, command.batch_id, [AddPeople(batch_id=command.batch_id, person_ids=fresh)]
    ) if fresh else None  # fmt: skip
    lines = _lines(session, command.batch_id)
    amounts = {
        PlanId(lines[one.person_id].id): _own(one.fen, batch.standard_fen)
        for one in command.entries
        if one.fen is not None and one.person_id in lines
    }
    set_amounts(session, SetAmounts(command.batch_id, amounts, command.confirmed))
    added = len(made.added) if made else 0
    known = {line.id for line in before.values()}
    return Pasted(added, len(amounts.keys() & known), made.refused if made else ())


def _lines(session: Session, batch_id: BatchId) -> dict[UUID, CondolencePlan]:
    return {line.person_id: line for line in lines_of(session, batch_id) if line.person_id}


def _own(fen: int | None, standard: int | None) -> int | None:
    """An amount that is the standard follows it when it changes."""
    return None if fen == standard else fen
