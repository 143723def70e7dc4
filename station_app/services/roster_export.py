"""The list of people as a workbook, made from what is on file; it comes back without a change."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.exchange.roster_sheet import write_roster
from station_app.models.person import Person, PersonIdentity
from station_app.progress import Progress
from station_app.queries import imports
from station_app.queries.imports import CHUNK, Details

_LISTED = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


def export_people(
    session: Session,
    target: Path,
    *,
    title: str,
    person_ids: Sequence[UUID] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write these people, or everybody 在册 and 待核实; returns how many.

    Raises `Unavailable("import.target_locked")`.
    """
    keys = list(person_ids) if person_ids is not None else _everybody(session)
    rows = _rows(session, keys)
    write_roster(target, rows, title=title, total=len(keys), progress=progress)
    return len(keys)


def _everybody(session: Session) -> list[UUID]:
    statement = (
        select(Person.id)
        .where(Person.deleted.is_(False), Person.status.in_(_LISTED))
        .order_by(Person.group_name, Person.file_no)
    )
    return list(session.scalars(statement))


def _rows(session: Session, keys: Sequence[UUID]) -> Iterator[dict[str, object]]:
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        found = imports.details(session, some)
        disabilities = _disabilities(session, some)
        for key in some:
            yield _row(found[key], disabilities.get(key, (None, None)))


def _row(known: Details, disability: tuple[str | None, str | None]) -> dict[str, object]:
    service, household = known.service or {}, known.household or {}
    verified = household.get("verified")
    return {
        **known.person,
        "category": sorted(known.categories),
        "disability_grade": disability[0],
        "disability_cause": disability[1],
        "enlist_date": service.get("enlist_date"),
        "discharge_date": service.get("discharge_date"),
        "household_no": household.get("household_no"),
        "head_name": household.get("head_name") if verified else None,
        "bank_account": known.accounts[0] if known.accounts else None,
    }


def _disabilities(
    session: Session, keys: Sequence[UUID]
) -> dict[UUID, tuple[str | None, str | None]]:
    columns = (
        PersonIdentity.person_id,
        PersonIdentity.disability_grade,
        PersonIdentity.disability_cause,
    )
    statement = select(*columns).where(
        PersonIdentity.person_id.in_(keys),
        PersonIdentity.deleted.is_(False),
        PersonIdentity.disability_grade.is_not(None),
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}
