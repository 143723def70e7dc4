"""The rules that a ledger's row may break, and how it is recognised when it is recorded already."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import certification, condolence
from station_app.domain.codes import (
    CODE_LISTS,
    CertMethod,
    CertResult,
    CondolenceKind,
    Funding,
    Occasion,
)
from station_app.domain.imports import ImportKind
from station_app.domain.partial_date import PartialDate, official_date
from station_app.domain.reading import ask, err, fix
from station_app.exchange.ledger_candidate import LedgerCandidate
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import PensionPayment
from station_app.models.visit import VisitAttendance
from station_app.queries import import_facts
from station_app.queries.import_facts import Key
from station_app.queries.imports import Registered
from station_app.services.ledger_plaques import PlaqueRules
from station_app.services.ledger_sayings import say


class Rules(Protocol):
    """What one kind of ledger checks."""

    recorded: Counter[Key]

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        """Leave a reason for every rule that the row breaks, and one when it is recorded."""

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        """The row will be written: later rows of the file are checked against it."""


def _death(person: Registered | None) -> PartialDate | None:
    stored = person.death_date if person else None
    return PartialDate.of(stored) if stored else None


def _person_id(person: Registered | None) -> UUID | None:
    return person.person_id if person else None


def _key(names: tuple[str, ...], candidate: LedgerCandidate, person: Registered | None) -> Key:
    values = {**candidate.values, "person_id": _person_id(person), "headcount": candidate.headcount}
    return tuple(values.get(name) for name in names)


def _recorded(
    recorded: Counter[Key],
    taken_back: Counter[Key],
    key: Key,
    candidate: LedgerCandidate,
    field: str,
) -> bool:
    """One record on file answers for one row: two equal rows are two, when only one is on file.

    What was reversed since is asked: the row may be the mistake that was corrected.
    """
    if recorded[key] > 0:
        recorded[key] -= 1
        say(candidate, field, fix("row.recorded"))
        return True
    if taken_back[key] > 0:
        taken_back[key] -= 1
        say(candidate, field, ask("row.reversed_before"))
    return False


def _after_death(candidate: LedgerCandidate, field: str, person: Registered | None) -> None:
    day, death = candidate.values.get(field), _death(person)
    if death is not None and isinstance(day, date) and death.is_before(day):
        say(candidate, field, err("row.after_death", death=death.official()))


def before_birth(candidate: LedgerCandidate, person: Registered | None) -> None:
    """Nothing happens to anybody before he or she is born, whatever the ledger is about."""
    if person is None or person.birth_date is None:
        return
    birth = PartialDate.of(person.birth_date)
    for name in ("visit_date", "paid_on", "certified_on"):
        day = candidate.values.get(name)
        if isinstance(day, date) and birth.is_after(day):
            say(candidate, name, err("row.before_birth", read=official_date(day)))


class VisitRules:
    """The dead are not visited; the same person, day and kind twice is asked."""

    def __init__(self, session: Session) -> None:
        self.recorded = import_facts.visits(session)
        self._taken_back = import_facts.reversed_facts(
            session, VisitAttendance, import_facts.VISIT_KEY
        )
        self._met: set[tuple[object, ...]] = set()

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if _recorded(
            self.recorded,
            self._taken_back,
            _key(import_facts.VISIT_KEY, candidate, person),
            candidate,
            "visit_date",
        ):
            return
        if candidate.values.get("kind") != "BEREAVEMENT":
            _after_death(candidate, "visit_date", person)
        if person is not None and self._again(candidate, person) in self._met:
            say(candidate, "visit_date", ask("row.visited_twice", name=person.name))

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if person is not None:
            self._met.add(self._again(candidate, person))

    def _again(self, candidate: LedgerCandidate, person: Registered) -> tuple[object, ...]:
        values = candidate.values
        return (person.person_id, values.get("visit_date"), values.get("kind"))


class PaymentRules:
    """Second payments for one occasion, payments to the dead, and the festival's usual days."""

    def __init__(self, session: Session) -> None:
        self.recorded = import_facts.payments(session)
        self._taken_back = import_facts.reversed_facts(
            session, CondolencePayment, import_facts.PAYMENT_KEY
        )
        self._given = import_facts.given(session)

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        key = _key(import_facts.PAYMENT_KEY, candidate, person)
        if _recorded(self.recorded, self._taken_back, key, candidate, "paid_on"):
            return
        values, today = candidate.values, candidate.findings.context.today
        paid_on, kind = values["paid_on"], CondolenceKind(str(values["kind"]))
        if not isinstance(paid_on, date):
            return
        notes = condolence.check_payment(
            kind=kind, paid_on=paid_on, today=today, death=_death(person)
        )
        season = condolence.window_note(
            Occasion(str(values["occasion"])), int(str(values["occasion_year"])), paid_on
        )
        for note in [*notes, *([fix(season.code, **season.values)] if season else [])]:
            say(candidate, "paid_on", note)
        if person is not None:
            self._check_twice(candidate, person)

    def _check_twice(self, candidate: LedgerCandidate, person: Registered) -> None:
        new = _gift_key(candidate)
        for known, batch in self._given.get(person.person_id, ()):
            if known == new:
                label = CODE_LISTS["occasion"].label(known[0])
                code = "row.paid_twice_in" if batch else "row.paid_twice"
                asked = ask(code, name=person.name, occasion=label, batch=batch)
                say(candidate, "name", asked)
                return

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if person is not None:
            self._given.setdefault(person.person_id, []).append((_gift_key(candidate), ""))


def _gift_key(candidate: LedgerCandidate) -> import_facts.GiftKey:
    values = candidate.values
    year, paid_on = values.get("occasion_year"), values.get("paid_on")
    return import_facts.gift_key(
        str(values["occasion"]),
        year if isinstance(year, int) else 0,
        Funding(str(values["funding"])).value,
        paid_on if isinstance(paid_on, date) else None,
    )


class CertificationRules:
    """Nobody is certified before the year opens or after a death; a second PASS is asked."""

    def __init__(self, session: Session) -> None:
        self.recorded = import_facts.certifications(session)
        self._taken_back = import_facts.reversed_facts(
            session, Certification, import_facts.CERTIFICATION_KEY
        )
        self._passed = import_facts.passed_years(session)
        self._opens = import_facts.cycles(session)

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if person is None:
            return
        key = _key(import_facts.CERTIFICATION_KEY, candidate, person)
        if _recorded(self.recorded, self._taken_back, key, candidate, "certified_on"):
            return
        self._settle_year(candidate)
        values = candidate.values
        day, result = values["certified_on"], CertResult(str(values["result"]))
        if not isinstance(day, date):
            return
        death = _death(person)
        if result is CertResult.PASS and death is not None and death.is_before(day):
            say(candidate, "certified_on", err("certification.after_death", death=death.official()))
        if values["method"] == CertMethod.AGENT and not values.get("agent_name"):
            say(candidate, "agent_name", fix("row.agent_missing"))
        if result is CertResult.PASS and (person.person_id, values.get("year")) in self._passed:
            say(
                candidate, "name", ask("row.certified_twice", name=person.name, year=values["year"])
            )

    def _settle_year(self, candidate: LedgerCandidate) -> None:
        """The year that the ledger says, else the one whose window the day lies in (CE3)."""
        values, day = candidate.values, candidate.values.get("certified_on")
        if not isinstance(day, date):
            return
        year = values.get("year")
        if year is None:
            opens = self._opens or {
                y: certification.default_cycle(y).open_on for y in (day.year - 1, day.year)
            }
            year = certification.cycle_year(day, opens) or day.year
            values["year"] = year
        self._ask_past_year(candidate, int(str(year)), day)
        opened = self._opens.get(int(str(year)))
        if opened is not None and day < opened:
            note = err(
                "certification.before_open", day=official_date(day), open_on=official_date(opened)
            )
            say(candidate, "certified_on", note)

    def _ask_past_year(self, candidate: LedgerCandidate, year: int, day: date) -> None:
        """From the opening of the next year on, a proof counts for that one (CE3)."""
        next_opens = self._opens.get(year + 1, certification.default_cycle(year + 1).open_on)
        if day >= next_opens:
            note = ask("row.certified_past_year", year=year, day=official_date(day))
            say(candidate, "year", note)

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        year = candidate.values.get("year")
        if (
            person is not None
            and candidate.values.get("result") == "PASS"
            and isinstance(year, int)
        ):
            self._passed.add((person.person_id, year))


class EntitlementRules:
    """A second benefit of one kind is asked; what was paid after a death is said (DE2)."""

    def __init__(self, session: Session) -> None:
        self.recorded = import_facts.pension_payments(session)
        self._taken_back = import_facts.reversed_facts(
            session, PensionPayment, import_facts.PENSION_KEY
        )
        self._known = import_facts.entitlements(session)

    def check(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if person is None:
            return
        if "item" in candidate.values:
            self._check_payment(candidate, person)
            return
        kind = str(candidate.values["kind"])
        existing = self._known.get((person.person_id, kind))
        if existing is None:
            return
        if existing[1] == candidate.values.get("start_month"):
            say(candidate, "kind", fix("row.recorded"))
        else:
            label = CODE_LISTS["pension_kind"].label(kind)
            note = ask("row.entitled_already", name=person.name, kind=label, start=existing[1])
            say(candidate, "kind", note)

    def _check_payment(self, candidate: LedgerCandidate, person: Registered) -> None:
        key = _key(import_facts.PENSION_KEY, candidate, person)
        if _recorded(self.recorded, self._taken_back, key, candidate, "month"):
            return
        existing = self._known.get((person.person_id, str(candidate.values["kind"])))
        if existing is not None:
            candidate.values["entitlement_id"] = existing[0]
        death = _death(person)
        month = candidate.values.get("month")
        if death and death.month_text and isinstance(month, str) and month > death.month_text:
            say(candidate, "month", fix("row.paid_after_death", death=death.official()))

    def remember(self, candidate: LedgerCandidate, person: Registered | None) -> None:
        if person is not None and "item" not in candidate.values:
            key = (person.person_id, str(candidate.values["kind"]))
            self._known[key] = (person.person_id, str(candidate.values.get("start_month")))


RULES: dict[ImportKind, Callable[[Session], Rules]] = {
    ImportKind.VISITS: VisitRules,
    ImportKind.PAYMENTS: PaymentRules,
    ImportKind.CERTIFICATIONS: CertificationRules,
    ImportKind.PLAQUES: PlaqueRules,
    ImportKind.ENTITLEMENTS: EntitlementRules,
}
