"""Whom a ledger's row means, whether it is recorded already, and which rule it breaks.

A row that names somebody uncertain, or nobody on file, is asked; a name alone matches nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from station_app.domain.imports import ImportKind, Reason, RowState
from station_app.domain.reading import Level, ask, fix
from station_app.exchange.candidate import NUMBER_CODES
from station_app.exchange.findings import ReadingContext
from station_app.exchange.ledger_candidate import LedgerCandidate
from station_app.exchange.ledgers import read_ledger_row
from station_app.exchange.source_rows import LineKind, SourceRow
from station_app.queries import imports
from station_app.queries.imports import ParkedRow, Register, Registered
from station_app.services.import_values import Answer, PreviewRow, Proposal
from station_app.services.ledger_rules import RULES, Rules, before_birth
from station_app.services.ledger_sayings import say
from station_app.services.roster_matching import proposal, repaired, skip_reason


@dataclass(slots=True)
class LedgerPlan:
    """What writing a row will do: the record's values and whom it concerns."""

    candidate: LedgerCandidate
    person: Registered | None
    repairs: ParkedRow | None = None


class LedgerReader:
    """Decides the rows of one ledger, remembering what the file has shown so far."""

    def __init__(
        self, session: Session, kind: ImportKind, contexts: Mapping[str, ReadingContext]
    ) -> None:
        self._kind = kind
        self._contexts = contexts
        self._register: Register = imports.register(session)
        self._rules: Rules = RULES[kind](session)
        self._used_keys: set[str] = set()

    def decide_many(
        self,
        rows: Sequence[SourceRow],
        parked: Mapping[str, ParkedRow | None],
        answers: Mapping[tuple[str, int], Answer],
    ) -> list[PreviewRow]:
        """The rows with their states, reasons and plans."""
        return [self._decide(row, answers.get((row.sheet, row.number)), parked) for row in rows]

    def _decide(
        self, row: SourceRow, answer: Answer | None, parked: Mapping[str, ParkedRow | None]
    ) -> PreviewRow:
        if row.kind is not LineKind.DATA or (answer and answer.skip):
            return PreviewRow(row, RowState.SKIPPED, (skip_reason(row, answer),), answer=answer)
        key = row.key if row.key not in self._used_keys else None
        if key is not None:
            self._used_keys.add(key)
        repairs = parked.get(key) if key is not None else None
        if key is not None and key in parked and (repairs is None or repairs.answered_at):
            reason = Reason.of("row", "", fix("row.already_in"))
            return PreviewRow(row, RowState.UNCHANGED, (reason,), answer=answer)
        accepted = answer.accept if answer else frozenset()
        fixed = repaired(row, answer)
        candidate = read_ledger_row(self._kind, fixed, self._contexts[row.sheet], accepted)
        return self._judge(row, candidate, answer, repairs)

    def _judge(
        self,
        row: SourceRow,
        candidate: LedgerCandidate,
        answer: Answer | None,
        repairs: ParkedRow | None,
    ) -> PreviewRow:
        findings = candidate.findings
        if findings.has("row.not_received"):
            return PreviewRow(row, RowState.SKIPPED, tuple(findings.reasons), answer=answer)
        person, proposals = self._whom(candidate, answer)
        if findings.level < Level.ASK:
            before_birth(candidate, person)
            self._rules.check(candidate, person)
        plan = LedgerPlan(candidate, person, repairs)
        state = self._state(candidate, person)
        kept = plan if state is RowState.NEW else None
        return PreviewRow(row, state, tuple(findings.reasons), proposals, kept, answer)

    def _state(self, candidate: LedgerCandidate, person: Registered | None) -> RowState:
        findings = candidate.findings
        if findings.level is Level.ERR:
            return RowState.REFUSED
        if findings.has("row.recorded"):
            return RowState.UNCHANGED
        if findings.level is Level.ASK:
            return RowState.DOUBTFUL
        self._rules.remember(candidate, person)
        return RowState.NEW

    # ------------------------------------------------------------------ whom a row means

    def _whom(
        self, candidate: LedgerCandidate, answer: Answer | None
    ) -> tuple[Registered | None, tuple[Proposal, ...]]:
        if answer and answer.person_id:
            candidate.findings.settle(NUMBER_CODES)
            return self._register.by_id.get(answer.person_id), ()
        if not candidate.names_somebody:
            return None, ()
        if candidate.id_number is not None:
            return self._by_number(candidate), ()
        if candidate.level is Level.ERR or candidate.name is None:
            return None, ()
        return self._by_name(candidate)

    def _by_number(self, candidate: LedgerCandidate) -> Registered | None:
        found = self._register.by_number.get(candidate.id_number or "")
        if found is None:
            say(candidate, "id_number", ask("row.unknown_person", name=candidate.name or ""))
        elif candidate.name is not None and candidate.name != found.name:
            note = ask("row.other_name", ours=found.name, theirs=candidate.name)
            say(candidate, "name", note)
        return found

    def _by_name(
        self, candidate: LedgerCandidate
    ) -> tuple[Registered | None, tuple[Proposal, ...]]:
        """A name alone proposes; a name with a whole birth date that only one has is enough."""
        alike = [
            p for p in self._register.by_name.get(candidate.name or "", ()) if _fits(candidate, p)
        ]
        proposals = tuple(proposal(person) for person in alike)
        if not alike:
            say(candidate, "name", ask("row.unknown_person", name=candidate.name))
            return None, ()
        only = alike[0]
        exact = only.birth_date is not None and len(only.birth_date) == 10
        if len(alike) == 1 and exact and candidate.birth_date == only.birth_date:
            say(candidate, "name", fix("row.by_birth", name=only.name))
            return only, proposals
        say(candidate, "name", ask("row.by_name", name=candidate.name, count=len(alike)))
        return None, proposals


def _fits(candidate: LedgerCandidate, person: Registered) -> bool:
    mine, theirs = candidate.birth_date, person.birth_date
    if mine and theirs and not (mine.startswith(theirs) or theirs.startswith(mine)):
        return False
    group = candidate.group_name
    return group is None or person.group_name is None or group == person.group_name
