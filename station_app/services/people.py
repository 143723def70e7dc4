"""Registering people and correcting their data (DOMAIN 2.4, 8.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, RegSource
from station_app.domain.drafts import Draft, Finding
from station_app.domain.kinds import Value
from station_app.domain.names import clean_name
from station_app.domain.partial_date import PartialDate
from station_app.models.identifiers import PersonId
from station_app.models.person import PERSON, Person
from station_app.services import households, identities, records, serials
from station_app.services.identities import NewIdentity
from station_app.services.person_checks import (
    check_person,
    is_overridden,
    read_number,
    refuse_errors,
    text_of,
)

EDITABLE = frozenset(PERSON.by_name) & {
    *("name", "former_name", "id_type", "id_number", "no_id_reason", "id_override_reason", "sex"),
    *("birth_date", "ethnicity", "political", "party_join_date", "education", "marital"),
    *("hukou_type", "hukou_code", "residence_code", "lives_elsewhere", "address", "group_name"),
    *("mobile", "phone2", "contact_name", "contact_relation", "contact_phone", "employment"),
    *("work_unit", "health", "self_care", "lonely_elder", "orphan", "social_relief"),
    *("household_id", "relation_to_head", "grid_id", "contact_staff_id", "registered_on"),
    *("registered_src", "moved_from", "notice_given_on", "note"),
}
"""What a form may set; state, death, moves and merging have steps of their own."""


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A new file: values of `EDITABLE` fields and the identities; no household makes a new one."""

    values: Mapping[str, Value]
    identities: tuple[NewIdentity, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """The new file and what the operator should look at."""

    person_id: PersonId
    file_no: str
    warnings: list[Finding]


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """An edit of a person's data."""

    person_id: UUID
    draft: Draft


@dataclass(frozen=True, slots=True)
class Changed:
    """Which fields changed, and what the operator should look at."""

    fields: frozenset[str] = field(default_factory=frozenset)
    warnings: list[Finding] = field(default_factory=list)


def register_person(session: Session, command: RegisterPerson, *, today: date) -> Registered:
    """Open a file; raises `Rejected` when the number is wrong or already somebody's."""
    _only_editable(command.values)
    values = _with_clean_name(records.tidy(command.values))
    findings = check_person(session, values, today=today)
    refuse_errors(findings)
    stored = _with_number(values, today)
    stored.setdefault("registered_on", today)
    stored.setdefault("registered_src", str(RegSource.LATER))
    stored |= {"file_no": next(serials.file_numbers(session)), "status": _status(stored)}
    person = records.add(session, Person, stored)
    identities.add_first(session, person, command.identities)
    households.settle(session, person)
    session.flush()
    return Registered(PersonId(person.id), person.file_no, findings)


def change_person(session: Session, command: ChangePerson, *, today: date) -> Changed:
    """Correct a file; a field that somebody changed meanwhile is `Rejected("record.stale")`."""
    _only_editable(command.draft.after)
    person = records.get(session, Person, command.person_id)
    edited = records.tidied_changes(command.draft)
    after = _values_of(person) | {name: value for name, (_, value) in edited.items()}
    findings = check_person(session, after, today=today, person_id=person.id)
    touched = [finding for finding in findings if _concerns(finding, set(edited))]
    refuse_errors(touched)
    clean = Draft(command.draft.before, _with_clean_name(records.tidy(command.draft.after)))
    fields = records.apply_draft(PERSON, person, clean)
    if "id_number" in fields:
        _settle_number(person, today)
    session.flush()
    return Changed(fields, touched)


def confirm_person(session: Session, person_id: UUID) -> None:
    """A 待核实 file was looked at and holds: it becomes 在册."""
    _verify(records.get(session, Person, person_id))


def give_notice(session: Session, person_id: UUID, *, on: date) -> None:
    """The 告知书 was handed over on this day (SETTLED 13)."""
    records.get(session, Person, person_id).notice_given_on = on


def _verify(person: Person) -> None:
    if person.status == PersonStatus.DRAFT:
        person.status = str(PersonStatus.ACTIVE)


def _only_editable(values: Mapping[str, Value]) -> None:
    if stray := set(values) - EDITABLE:
        raise ValueError(f"these fields have steps of their own: {sorted(stray)}")


def _with_clean_name(values: dict[str, Value]) -> dict[str, Value]:
    """The name without padding and stray dots; never a character of it changed (DOMAIN 8.4)."""
    name = text_of(values, "name")
    return values | {"name": clean_name(name).value or name} if name else values


def _values_of(person: Person) -> dict[str, Value]:
    return {name: getattr(person, name) for name in EDITABLE}


def _concerns(finding: Finding, edited: set[str]) -> bool:
    """An old doubt does not stop an edit of something else."""
    number = {"id_number", "id_type", "id_override_reason", "no_id_reason"}
    if finding.field == "id_number":
        return bool(edited & number)
    if finding.field in {"sex", "birth_date"}:
        return bool(edited & {finding.field, "id_number"})
    if finding.field == "name":
        return bool(edited & {"name", "birth_date", "id_number"})
    return finding.field in edited


def _settle_number(person: Person, today: date) -> None:
    """After the number was edited: its stored form, what it tells, and no excuse beside it."""
    for name, value in _with_number(_values_of(person), today).items():
        if getattr(person, name) != value:
            setattr(person, name, value)
    if person.id_number is not None and person.no_id_reason is not None:
        person.no_id_reason = None
        _verify(person)


def _with_number(values: Mapping[str, Value], today: date) -> dict[str, Value]:
    """The values to store: number normalised, sex and birth derived where they are missing."""
    stored = dict(values)
    finding = read_number(values, today)
    if finding is None:
        return stored
    stored["id_number"] = finding.text
    if finding.raw.strip() != finding.text:
        stored["id_number_raw"] = finding.raw
    number = finding.number
    if number is None:
        assert is_overridden(values, finding), "checked before"
        return stored
    stored["id_override_reason"] = None
    stored["sex"] = stored.get("sex") or str(number.sex)
    stored["birth_date"] = stored.get("birth_date") or str(PartialDate.from_date(number.birth_date))
    return stored


def _status(values: Mapping[str, Value]) -> str:
    """Without a number the file waits to be checked (SETTLED 11)."""
    known = text_of(values, "id_number") is not None
    return str(PersonStatus.ACTIVE if known else PersonStatus.DRAFT)
