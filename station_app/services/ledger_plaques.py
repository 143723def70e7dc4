"""The rules of plaques that a row may break: one per household, and what may follow what."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import plaque
from station_app.domain.codes import CODE_LISTS, Category, PlaqueEventKind
from station_app.domain.plaque import OCCUPYING
from station_app.domain.reading import ask, err, fix
from station_app.errors import Rejected
from station_app.exchange.ledger_candidate import LedgerCandidate
from station_app.queries import import_facts, imports
from station_app.queries.import_facts import Key, KnownPlaque
from station_app.queries.imports import Registered
from station_app.services.ledger_sayings import say


class PlaqueRules:
    """One plaque per household (PL1), for those entitled (PL2), by decision if needed (PL7)."""

    def __init__(self, session: Session) -> None:
        self.recorded: Counter[Key] = Counter()
        self._plaques = import_facts.plaques(session)
        self._categories = import_facts.categories(session)
        self._households = _HouseholdIndex(session)
        self._new: set[UUID] = set()

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        household = self._household(candidate, person)
        if household is None:
            say(candidate, "head_name", ask("row.unknown_household"))
            return
        candidate.values["household_id"] = household
        event = PlaqueEventKind(str(candidate.values["event"]))
        existing = self._plaques.get(household, [])
        if self._is_recorded(candidate, event, existing):
            return
        if event in _MAKES_NEW and not _current(existing):
            self._check_new(candidate, household, existing, person)
        else:
            self._check_next(candidate, event, existing, household)

    def _household(self, candidate: LedgerCandidate, person: Registered | None) -> UUID | None:
        if person is not None:
            return person.household_id
        return self._households.find(candidate)

    def _is_recorded(
        self, candidate: LedgerCandidate, event: PlaqueEventKind, existing: list[KnownPlaque]
    ) -> bool:
        happened = {entry for plaque_ in existing for entry in plaque_.events}
        if (event.value, candidate.values.get("event_on")) not in happened:
            return False
        say(candidate, "event_on", fix("row.recorded"))
        return True

    def _check_new(
        self,
        candidate: LedgerCandidate,
        household: UUID,
        existing: list[KnownPlaque],
        person: Registered | None,
    ) -> None:
        held = self._categories.get(person.person_id, set()) if person else set()
        known = [Category(code) for code in held if code in CODE_LISTS["category"]]
        states = [plaque_.state for plaque_ in existing]
        if household in self._new:
            say(candidate, "name", err("plaque.household_has_one"))
            return
        try:
            plaque.require_may_issue(states, known)
        except Rejected as refusal:
            grave = refusal.code != "plaque.not_entitled"
            say(candidate, "name", (err if grave else ask)(refusal.code, **refusal.values))

    def _check_next(
        self,
        candidate: LedgerCandidate,
        event: PlaqueEventKind,
        existing: list[KnownPlaque],
        household: UUID,
    ) -> None:
        current = _current(existing)
        if current is None or household in self._new:
            code = "row.no_plaque" if current is None else "plaque.household_has_one"
            say(candidate, "event", err(code))
            return
        if event in _MAKES_NEW and (current.state, event) not in plaque.TRANSITIONS:
            say(candidate, "name", err("plaque.household_has_one"))
            return
        try:
            plaque.require_decision(event, _decision(candidate))
            plaque.next_state(current.state, event)
        except Rejected as refusal:
            say(candidate, "event", err(refusal.code, **refusal.values))
        candidate.values["plaque_id"] = current.plaque_id

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:  # noqa: ARG002
        household = candidate.values.get("household_id")
        if isinstance(household, UUID):
            self._new.add(household)


def _decision(candidate: LedgerCandidate) -> plaque.Decision:
    number, day = candidate.values.get("decision_no"), candidate.values.get("decision_on")
    return plaque.Decision(str(number) if number else None, day if isinstance(day, date) else None)


_MAKES_NEW = frozenset(
    {
        PlaqueEventKind.ISSUE,
        PlaqueEventKind.HANG,
        PlaqueEventKind.PLACE_INDOOR,
        PlaqueEventKind.REFUSE,
        PlaqueEventKind.DECLINE,
    }
)


def _current(existing: list[KnownPlaque]) -> KnownPlaque | None:
    """The plaque that the household has or had last: hanging, else taken back."""
    standing = [each for each in existing if each.state in OCCUPYING]
    withdrawn = [each for each in existing if each.state.value == "WITHDRAWN"]
    return next(reversed(standing or withdrawn), None)


class _HouseholdIndex:
    def __init__(self, session: Session) -> None:
        self._by_number: dict[str, UUID] = {}
        self._by_head: dict[str, set[UUID]] = {}
        for key, number, _, head, _ in imports.households(session):
            self._by_number[number] = key
            if head:
                self._by_head.setdefault(head, set()).add(key)

    def find(self, candidate: LedgerCandidate) -> UUID | None:
        """By its number, or by a head of whom there is only one."""
        number, head = candidate.values.get("household_no"), candidate.values.get("head_name")
        if number is not None:
            return self._by_number.get(str(number))
        heads = self._by_head.get(str(head), set())
        return next(iter(heads)) if len(heads) == 1 else None
