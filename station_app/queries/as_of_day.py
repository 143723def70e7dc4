"""Who people were on a day: what a fact remembers of them (SETTLED 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from station_app.domain import categories
from station_app.domain.codes import CODE_LISTS, Category
from station_app.models.person import Person, PersonIdentity

CHUNK = 500


@dataclass(frozen=True, slots=True)
class AsOfDay:
    """What a fact remembers of a person: category, group and household of the day."""

    category: str | None = None
    group_name: str | None = None
    household_id: UUID | None = None

    def columns(self) -> dict[str, str | UUID | None]:
        """As columns of a fact."""
        return {
            "category": self.category,
            "group_name": self.group_name,
            "household_id": self.household_id,
        }


def as_of_day(session: Session, person_ids: Iterable[UUID], on: date) -> dict[UUID, AsOfDay]:
    """Category, group and household of these people on a day, as far as their files tell."""
    keys = list(dict.fromkeys(person_ids))
    found: dict[UUID, AsOfDay] = {}
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        held = _categories(session, some, on)
        columns = (Person.id, Person.group_name, Person.household_id)
        for key, group, household in session.execute(select(*columns).where(Person.id.in_(some))):
            found[key] = AsOfDay(held.get(key), group, household)
    return found


def _categories(session: Session, person_ids: Sequence[UUID], on: date) -> dict[UUID, str]:
    statement = (
        select(PersonIdentity.person_id, PersonIdentity.category, PersonIdentity.is_primary)
        .where(PersonIdentity.person_id.in_(person_ids), PersonIdentity.deleted.is_(False))
        .where(or_(PersonIdentity.valid_from.is_(None), PersonIdentity.valid_from <= on))
        .where(or_(PersonIdentity.valid_to.is_(None), PersonIdentity.valid_to > on))
    )
    held: dict[UUID, list[tuple[str, bool]]] = {}
    for person_id, category, is_primary in session.execute(statement):
        held.setdefault(person_id, []).append((category, is_primary))
    return {key: _primary(rows) for key, rows in held.items()}


def _primary(rows: Sequence[tuple[str, bool]]) -> str:
    """The one marked as primary, else the one of highest priority; unknown codes come last."""
    marked = [category for category, is_primary in rows if is_primary]
    known = [Category(c) for c in marked or [c for c, _ in rows] if c in CODE_LISTS["category"]]
    return categories.primary(known) or rows[0][0]
