"""What was done on a visit beside it: condolence received, people certified."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import CertResult
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.person import Person
from station_app.queries.standing import standing
from station_app.queries.visits import VisitDetail, visit_detail


@dataclass(frozen=True, slots=True)
class PaidThere:
    """A condolence received on the visit."""

    name: str
    amount_fen: int
    goods: str | None


@dataclass(frozen=True, slots=True)
class WholeVisit:
    """A visit with all that hangs on it."""

    detail: VisitDetail
    paid: tuple[PaidThere, ...]
    certified: tuple[str, ...]


def whole_visit(session: Session, visit_id: UUID) -> WholeVisit | None:
    """One visit; None when it is not there."""
    detail = visit_detail(session, visit_id)
    if detail is None:
        return None
    return WholeVisit(detail, _paid(session, visit_id), _certified(session, visit_id))


def _paid(session: Session, visit_id: UUID) -> tuple[PaidThere, ...]:
    row = CondolencePayment
    name = func.coalesce(Person.name, row.recipient_text, "")
    statement = (
        select(name, row.amount_fen, row.goods)
        .outerjoin(Person, Person.id == row.person_id)
        .where(row.visit_id == visit_id, *standing(row))
        .order_by(row.id)
    )
    return tuple(PaidThere(*found) for found in session.execute(statement))


def _certified(session: Session, visit_id: UUID) -> tuple[str, ...]:
    row = Certification
    statement = (
        select(Person.name)
        .join(row, row.person_id == Person.id)
        .where(row.visit_id == visit_id, row.result == CertResult.PASS, *standing(row))
        .order_by(row.id)
    )
    return tuple(session.scalars(statement))
