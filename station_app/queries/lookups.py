"""Short questions about who is already there: by number, by name and birth, by phone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.models.identifiers import PersonId
from station_app.models.person import BankAccount, Person, PersonIdentity

GONE = (PersonStatus.MERGED, PersonStatus.REMOVED)
"""Files of these states no longer hold their ID number (DOMAIN 2.4)."""


@dataclass(frozen=True, slots=True)
class Known:
    """Enough of a person to say who it is."""

    person_id: PersonId
    name: str
    file_no: str
    status: str
    sex: str | None
    birth_date: str | None
    id_number: str | None
    group_name: str | None


KNOWN = (
    Person.id,
    Person.name,
    Person.file_no,
    Person.status,
    Person.sex,
    Person.birth_date,
    Person.id_number,
    Person.group_name,
)


def known(session: Session, person_id: UUID) -> Known | None:
    """One person, in short."""
    row = session.execute(select(*KNOWN).where(Person.id == person_id)).one_or_none()
    return None if row is None else Known(PersonId(row[0]), *row[1:])


def holders_of(session: Session, id_number: str, *, but: UUID | None = None) -> list[Known]:
    """Who has this ID number, whatever became of the file."""
    return _known(session, select(*KNOWN).where(Person.id_number == id_number), but)


def people_like(session: Session, name: str, birth: str, *, but: UUID | None = None) -> list[Known]:
    """Living files of the same name whose birth dates may be the same: 1958 fits 1958-07-12."""
    matches = or_(
        Person.birth_date.startswith(birth, autoescape=True),
        func.substr(birth, 1, func.length(Person.birth_date)) == Person.birth_date,
    )
    statement = select(*KNOWN).where(Person.name == name, matches, Person.status.not_in(GONE))
    return _known(session, statement, but)


def namesakes(session: Session, name: str, *, but: UUID | None = None) -> list[Known]:
    """Living files of exactly this name."""
    return _known(
        session, select(*KNOWN).where(Person.name == name, Person.status.not_in(GONE)), but
    )


def _known(
    session: Session,
    statement: Select[UUID, str, str, str, str | None, str | None, str | None, str | None],
    but: UUID | None,
) -> list[Known]:
    living = statement.where(Person.deleted.is_(False)).order_by(Person.file_no)
    rows = session.execute(living if but is None else living.where(Person.id != but))
    return [Known(PersonId(row[0]), *row[1:]) for row in rows]


def users_of_phone(session: Session, number: str, *, but: UUID | None = None) -> int:
    """How many living files have this number as their mobile."""
    statement = select(func.count()).where(
        Person.mobile == number, Person.deleted.is_(False), Person.status.not_in(GONE)
    )
    return session.scalar(statement if but is None else statement.where(Person.id != but)) or 0


def holder_of_certificate(
    session: Session, cert_name: str, cert_no: str, *, but: UUID
) -> str | None:
    """The name of another person with the same certificate."""
    return session.scalar(
        select(Person.name)
        .join(PersonIdentity, PersonIdentity.person_id == Person.id)
        .where(
            PersonIdentity.cert_name == cert_name,
            PersonIdentity.cert_no == cert_no,
            PersonIdentity.deleted.is_(False),
            Person.id != but,
        )
        .limit(1)
    )


def holder_of_account(session: Session, account_no: str, *, but: UUID) -> str | None:
    """The name of another person with the same account."""
    return session.scalar(
        select(Person.name)
        .join(BankAccount, BankAccount.person_id == Person.id)
        .where(
            BankAccount.account_no == account_no,
            BankAccount.deleted.is_(False),
            Person.id != but,
        )
        .limit(1)
    )
