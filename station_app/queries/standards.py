"""The district's standards and added entries, as this copy has them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.standards import (
    Benefit,
    Gift,
    PensionRate,
    Standard,
    rate_of,
    standard_of,
)
from station_app.models.person import PersonIdentity
from station_app.models.standard import CondolenceStandard, PensionStandard


def condolence_standards(session: Session) -> list[Standard]:
    """All condolence standards, those that began last first."""
    rows = session.scalars(
        select(CondolenceStandard)
        .where(CondolenceStandard.deleted.is_(False))
        .order_by(CondolenceStandard.effective_from.desc(), CondolenceStandard.id.desc())
    )
    return [
        Standard(
            id=row.id,
            named=Gift(row.kind, row.occasion, row.category, row.form),
            amount_fen=row.amount_fen,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            doc_no=row.doc_no,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a standard with its answer, so that a late answer is known as such."""

    gift: Gift
    on: date
    standard: Standard | None


def asked_standard(session: Session, gift: Gift, on: date) -> Asked:
    """The same as `standard_for`, with the question."""
    return Asked(gift, on, standard_for(session, gift, on=on))


def standard_for(session: Session, gift: Gift, *, on: date) -> Standard | None:
    """The condolence standard in force for a gift on a day; None where the district has none."""
    return standard_of(condolence_standards(session), gift, on)


def pension_standards(session: Session) -> list[PensionRate]:
    """All pension standards, those that began last first."""
    rows = session.scalars(
        select(PensionStandard)
        .where(PensionStandard.deleted.is_(False))
        .order_by(PensionStandard.effective_from.desc(), PensionStandard.id.desc())
    )
    return [
        PensionRate(
            id=row.id,
            named=Benefit(row.kind, row.cause, row.grade, row.urban_rural, row.region),
            amount_fen=row.amount_fen,
            per=row.per,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            doc_no=row.doc_no,
        )
        for row in rows
    ]


def pension_standard_for(session: Session, benefit: Benefit, *, month: str) -> PensionRate | None:
    """The pension standard of a month (PE1); None where the district has none."""
    return rate_of(pension_standards(session), benefit, month)


def pension_standard_of_person(
    session: Session, person_id: UUID, kind: str, *, month: str
) -> PensionRate | None:
    """The same for a person, by cause and grade of the disability that the file holds."""
    held = session.execute(
        select(PersonIdentity.disability_cause, PersonIdentity.disability_grade)
        .where(PersonIdentity.person_id == person_id, PersonIdentity.deleted.is_(False))
        .where(PersonIdentity.disability_grade.is_not(None))
        .order_by(PersonIdentity.is_primary.desc(), PersonIdentity.id)
    ).first()
    cause, grade = (held[0], held[1]) if held else (None, None)
    return pension_standard_for(session, Benefit(kind, cause, grade), month=month)
