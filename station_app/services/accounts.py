"""Bank accounts of a person, and terms of service: the lists below a file (DOMAIN 2.5, 2.6)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.bank_accounts import parse_account
from station_app.domain.codes import AccountKind
from station_app.domain.drafts import Draft, Finding
from station_app.domain.kinds import Value
from station_app.domain.reading import Level, ask
from station_app.errors import Rejected
from station_app.models.person import BankAccount, Person
from station_app.queries import lookups
from station_app.services import records


def add_account(session: Session, person_id: UUID, values: Mapping[str, Value]) -> list[Finding]:
    """One more account; it is the default when it is the first, or when `is_default` says so."""
    person = records.get(session, Person, person_id)
    others = open_accounts(session, person_id)
    given = {"is_default": not others, **values, "person_id": person_id}
    row = records.add(session, BankAccount, given)
    findings = _checked(session, row, person)
    if row.is_default:
        _only_default(others)
    return findings


def change_account(
    session: Session, account_id: UUID, draft: Draft, *, reason: str
) -> list[Finding]:
    """Correct or exchange an account; the reason stands in the month's list of changes."""
    if not reason.strip():
        raise Rejected("account.reason", name="change_reason")
    row = records.change(session, BankAccount, account_id, draft)
    row.change_reason = reason.strip()
    return _checked(session, row, records.get(session, Person, row.person_id))


def make_default(session: Session, account_id: UUID, *, reason: str) -> None:
    """Money goes to this account from now on."""
    if not reason.strip():
        raise Rejected("account.reason", name="change_reason")
    row = records.get(session, BankAccount, account_id)
    _only_default([other for other in open_accounts(session, row.person_id) if other is not row])
    row.is_default = True
    row.change_reason = reason.strip()


def close_account(session: Session, account_id: UUID, *, on: date, reason: str) -> None:
    """The account is no longer used; past payments keep pointing at it."""
    if not reason.strip():
        raise Rejected("account.reason", name="change_reason")
    row = records.get(session, BankAccount, account_id)
    row.valid_to = on
    row.is_default = False
    row.change_reason = reason.strip()


def open_accounts(session: Session, person_id: UUID) -> list[BankAccount]:
    """The accounts in use, the default first."""
    found = select(BankAccount).where(
        BankAccount.person_id == person_id,
        BankAccount.deleted.is_(False),
        BankAccount.valid_to.is_(None),
    )
    return list(session.scalars(found.order_by(BankAccount.is_default.desc(), BankAccount.id)))


def _only_default(others: list[BankAccount]) -> None:
    for other in others:
        other.is_default = False


def _checked(session: Session, row: BankAccount, person: Person) -> list[Finding]:
    kind = AccountKind(row.kind) if row.kind else None
    reading = parse_account(row.account_no, kind)
    if reading.value is None:
        note = reading.notes[0]
        raise Rejected(note.code, **note.values)
    row.account_no = reading.value
    if row.holder_name != person.name and row.holder_relation is None:
        raise Rejected("account.relation", holder=row.holder_name, name="holder_relation")
    findings = [Finding("account_no", n) for n in reading.notes if n.level is Level.ASK]
    other = lookups.holder_of_account(session, row.account_no, but=person.id)
    if other is not None:
        findings.append(Finding("account_no", ask("account.shared", name=other)))
    return findings
