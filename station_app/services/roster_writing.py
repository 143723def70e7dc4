"""Writes a decided roster through the store's bulk writer: households, people, identities …"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import categories
from station_app.domain.codes import CODE_LISTS, Category, PersonStatus, RegSource, Relation
from station_app.domain.imports import RowState
from station_app.exchange.candidate import RosterCandidate
from station_app.models.household import HOUSEHOLD
from station_app.models.identifiers import new_id
from station_app.models.person import BANK_ACCOUNT, PERSON, PERSON_IDENTITY, SERVICE_RECORD
from station_app.models.record_type import RecordType
from station_app.progress import Progress
from station_app.queries import imports
from station_app.services import serials
from station_app.services.import_values import PreviewRow, Written
from station_app.services.roster_filling import Changes
from station_app.services.roster_matching import PersonPlan, RosterPlan
from station_app.store import bulk

_STEP = 500
_IDENTITY_FIELDS = (
    "category_text",
    "cert_no",
    "survivor_relation",
    "deceased_name",
    "soldier_name",
)
_DISABLED = frozenset(
    {Category.DISABLED, Category.DIS_OFFICIAL, Category.DIS_POLICE, Category.DIS_MILITIA}
)
Row = dict[str, Any]  # Any: a row holds one value per column, each of its own type


class RosterWriter:
    """Turns plans into rows, some hundred people at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._file_numbers = serials.file_numbers(session)
        self._households = _Households(session)
        self._written = Written()

    def write(self, rows: Sequence[PreviewRow], progress: Progress) -> Written:
        """Write every planned row; cancelling leaves nothing, for the unit of work is one."""
        for start in range(0, len(rows), _STEP):
            progress.step(start, len(rows))
            some = rows[start : start + _STEP]
            self._write_new([pair for pair in _plans(some) if pair[1].person_id is None])
            self._write_known([pair for pair in _plans(some) if pair[1].person_id is not None])
        progress.step(len(rows), len(rows))
        return self._written

    def _write_new(self, plans: list[tuple[PreviewRow, PersonPlan]]) -> None:
        people, identities, services, accounts = [], [], [], []
        for row, plan in plans:
            person = self._person(plan)
            self._written.record_of[id(row)] = person["id"]
            self._written.drafts += plan.is_draft
            people.append(person)
            identities += identity_rows(plan.candidate, person["id"])
            services += service_rows(plan.candidate, person["id"])
            accounts += account_rows(plan.candidate, person["id"])
        self._insert(HOUSEHOLD, self._households.take_new())
        self._insert(PERSON, people)
        self._insert(PERSON_IDENTITY, identities)
        self._insert(SERVICE_RECORD, services)
        self._insert(BANK_ACCOUNT, accounts)

    def _insert(self, record: RecordType, rows: list[Row]) -> None:
        if rows:
            bulk.insert_many(self._session, record, rows)

    def _person(self, plan: PersonPlan) -> Row:
        candidate = plan.candidate
        person: Row = {
            "id": new_id(),
            "registered_src": RegSource.IMPORT.value,
            "status": PersonStatus.ACTIVE.value,
            **{n: v for n, v in candidate.person.items() if n != "file_no"},
        }
        if plan.is_draft:
            person["status"] = PersonStatus.DRAFT.value
        person["file_no"] = next(self._file_numbers)
        if isinstance(candidate.person.get("file_no"), str):
            person["former_file_no"] = candidate.person["file_no"]
        household_id, relation = self._households.of(candidate, person)
        person["household_id"] = household_id
        person.setdefault("relation_to_head", relation)
        return person

    def _write_known(self, plans: list[tuple[PreviewRow, PersonPlan]]) -> None:
        known = [plan.person_id for _, plan in plans if plan.person_id is not None]
        details = imports.details(self._session, known)
        edits: dict[str, list[bulk.Edit]] = {"person": [], "service": [], "household": []}
        identities, services, accounts = [], [], []
        for row, plan in plans:
            filling, key = plan.filling, plan.person_id
            if filling is None or key is None:
                continue
            self._written.record_of[id(row)] = key
            _edit(edits["person"], key, filling.person)
            held = details[key]
            if held.service:
                _edit(edits["service"], held.service["id"], filling.service)
            if held.household:
                _edit(edits["household"], held.household["id"], filling.household)
            identities += _more_identities(plan, held.categories)
            services += service_rows(plan.candidate, key) if filling.new_service else []
            accounts += account_rows(plan.candidate, key) if filling.new_account else []
        bulk.update_many(self._session, PERSON, edits["person"])
        bulk.update_many(self._session, SERVICE_RECORD, edits["service"])
        bulk.update_many(self._session, HOUSEHOLD, edits["household"])
        self._insert(PERSON_IDENTITY, identities)
        self._insert(SERVICE_RECORD, services)
        self._insert(BANK_ACCOUNT, accounts)


def _plans(rows: Iterable[PreviewRow]) -> Iterator[tuple[PreviewRow, PersonPlan]]:
    written = {RowState.NEW, RowState.MERGED, RowState.UNCHANGED, RowState.DOUBTFUL}
    for row in rows:
        if isinstance(row.plan, RosterPlan) and row.state in written:
            for plan in row.plan.people:
                yield row, plan


def _edit(edits: list[bulk.Edit], key: UUID, changes: Changes) -> None:
    if changes:
        edits.append(bulk.Edit(key, changes))


def identity_rows(candidate: RosterCandidate, person_id: UUID) -> list[Row]:
    """The identities of somebody new, the one of highest priority as primary."""
    found = candidate.categories.categories if candidate.categories else ()
    first = categories.primary(found)
    return [_identity(candidate, person_id, c, is_primary=c is first) for c in found]


def _more_identities(plan: PersonPlan, held: set[str]) -> list[Row]:
    """New identities of somebody known; primary only when there was none."""
    new = plan.filling.new_categories if plan.filling else ()
    known = [Category(code) for code in held if code in CODE_LISTS["category"]]
    first = categories.primary(new) if not known else None
    key = plan.person_id
    assert key is not None
    return [_identity(plan.candidate, key, c, is_primary=c is first) for c in new]


def _identity(
    candidate: RosterCandidate, person_id: UUID, category: Category, *, is_primary: bool
) -> Row:
    row: Row = {"person_id": person_id, "category": category.value, "is_primary": is_primary}
    reading = candidate.categories
    if reading is not None and category in _DISABLED:
        row["disability_grade"] = reading.grade.value if reading.grade else None
        row["disability_cause"] = reading.cause.value if reading.cause else None
        row["legacy_grade"] = reading.legacy_grade
    for name in _IDENTITY_FIELDS:
        if name in candidate.identity and (is_primary or name == "category_text"):
            row[name] = candidate.identity[name]
    return row


def service_rows(candidate: RosterCandidate, person_id: UUID) -> list[Row]:
    """The term of service, if the row says anything of it."""
    return [{"person_id": person_id, **candidate.service}] if candidate.service else []


def account_rows(candidate: RosterCandidate, person_id: UUID) -> list[Row]:
    """The bank account, if its number held."""
    number = candidate.account.get("account_no")
    if number is None:
        return []
    holder = candidate.account.get("holder_name") or candidate.name
    bank = candidate.account.get("bank")
    return [
        {
            "person_id": person_id,
            "holder_name": holder,
            "account_no": number,
            "bank": bank,
            "is_default": True,
        }
    ]


class _Households:
    """Finds the household that a row names, or makes one; unnamed ones are unverified."""

    def __init__(self, session: Session) -> None:
        self._numbers = serials.household_numbers(session)
        self._known: dict[tuple[str, str], UUID] = {}
        self._new: list[Row] = []
        for key, number, book, head, address in imports.households(session):
            self._know(key, number, book, head, address)

    def _know(
        self, key: UUID, number: str | None, book: str | None, head: str | None, place: str | None
    ) -> None:
        for name, value in (("number", number), ("book", book)):
            if value:
                self._known.setdefault((name, value), key)
        if head:
            self._known.setdefault(("head", f"{head}|{place or ''}"), key)

    def of(self, candidate: RosterCandidate, person: Row) -> tuple[UUID, str | None]:
        """The household of a new person, and his or her relation when it is the head's own."""
        given = candidate.household
        head = given.get("head_name")
        is_head = head == person.get("name") or person.get("relation_to_head") == Relation.HEAD
        known = self._find(candidate, person)
        if known is None:
            known = self._make(candidate, person, is_head=is_head)
        elif is_head:
            self._name_head(known, person["id"])
        relation = Relation.HEAD.value if is_head or not _names_household(candidate) else None
        return known, relation

    def _find(self, candidate: RosterCandidate, person: Row) -> UUID | None:
        given = candidate.household
        place = person.get("address") or ""
        wanted = [
            ("number", given.get("household_no")),
            ("book", given.get("hukou_book_no")),
            ("head", f"{given['head_name']}|{place}" if given.get("head_name") else None),
        ]
        found = (self._known.get((name, str(value))) for name, value in wanted if value)
        return next((key for key in found if key is not None), None)

    def _make(self, candidate: RosterCandidate, person: Row, *, is_head: bool) -> UUID:
        given = {n: v for n, v in candidate.household.items() if n != "household_no"}
        named = _names_household(candidate)
        row: Row = {
            "id": new_id(),
            "household_no": next(self._numbers),
            "head_name": person.get("name") if not named else given.get("head_name"),
            "head_person_id": person["id"] if is_head or not named else None,
            "address": person.get("address"),
            "group_name": person.get("group_name"),
            "verified": named,
            **given,
        }
        number = candidate.household.get("household_no")
        if isinstance(number, str):
            row["former_household_no"] = number
        self._new.append(row)
        head = row.get("head_name") if named else None
        self._know(row["id"], _text(number), _text(row.get("hukou_book_no")), head, row["address"])
        return UUID(str(row["id"]))

    def _name_head(self, household_id: UUID, person_id: UUID) -> None:
        """The head may stand below the family in the file."""
        for row in self._new:
            if row["id"] == household_id and row["head_person_id"] is None:
                row["head_person_id"] = person_id

    def take_new(self) -> list[Row]:
        """The households made since the last time, to be written before their people."""
        made, self._new = self._new, []
        return made


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _names_household(candidate: RosterCandidate) -> bool:
    """Whether the file says who lives with whom (SETTLED 10)."""
    return bool({"household_no", "hukou_book_no", "head_name"} & candidate.household.keys())
