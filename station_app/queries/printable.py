"""What the catalogue of forms can be asked for: village groups, their people, batches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchForm, PersonStatus
from station_app.domain.groups import group_order
from station_app.models.condolence import CondolenceBatch
from station_app.models.person import Person
from station_app.queries.printed_people import everybody


@dataclass(frozen=True, slots=True)
class PrintableBatch:
    """A batch that can be printed."""

    batch_id: UUID
    name: str
    is_goods: bool


@dataclass(frozen=True, slots=True)
class Printable:
    """Groups with how many are on the roll, batches with the latest first."""

    groups: tuple[tuple[str, int], ...]
    batches: tuple[PrintableBatch, ...]


def printable(session: Session) -> Printable:
    """Everything at once."""
    counts = Counter(group for group in _groups(session).values() if group)
    ordered = sorted(counts.items(), key=lambda item: group_order(item[0]))
    batch = CondolenceBatch
    found = session.execute(
        select(batch.id, batch.name, batch.form)
        .where(batch.deleted.is_(False))
        .order_by(batch.occasion_year.desc(), batch.created_at.desc(), batch.id)
    )
    return Printable(
        tuple(ordered),
        tuple(PrintableBatch(key, name, form == BatchForm.GOODS) for key, name, form in found),
    )


def people_of_groups(session: Session, groups: Sequence[str]) -> tuple[UUID, ...]:
    """Everybody on the roll in these groups, in the order of lists."""
    wanted, group_of = set(groups), _groups(session)
    return tuple(key for key in everybody(session) if group_of.get(key) in wanted)


def _groups(session: Session) -> dict[UUID, str | None]:
    """The group of everybody on the roll."""
    on_the_roll = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
    people = select(Person.id, Person.group_name).where(
        Person.deleted.is_(False),
        Person.merged_into_id.is_(None),
        Person.status.in_(on_the_roll),
    )
    return dict(session.execute(people).all())
