"""What is due for the people under the search box, in one word each; cheap enough for a key."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import BindParameter, CompoundSelect, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from station_app.domain.codes import VisitState
from station_app.models.person import Person
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.certification_filters import uncertified
from station_app.queries.people_filters import REGISTERED, contact_overdue
from station_app.queries.standing import standing

KEYS = "keys"


class Waiting(StrEnum):
    """What waits, the most urgent first."""

    CONTACT = "CONTACT"
    PROMISE = "PROMISE"
    CERTIFICATION = "CERTIFICATION"


def found_dues(
    session: Session, person_ids: Iterable[UUID], *, today: date
) -> dict[UUID, tuple[Waiting, ...]]:
    """Who of these people waits for what, in one statement."""
    keys = list(person_ids)
    if not keys:
        return {}
    found: dict[UUID, tuple[Waiting, ...]] = {}
    for key, waiting in session.execute(_question(today), {KEYS: keys}):
        found[key] = (*found.get(key, ()), Waiting(waiting))
    return found


@lru_cache(maxsize=2)
def _question(today: date) -> CompoundSelect[UUID, str]:
    """The question of a day, made once: writing it takes longer than answering it."""
    keys: BindParameter[UUID] = bindparam(KEYS, expanding=True)
    person = select(Person.id).where(Person.id.in_(keys), Person.status.in_(REGISTERED))
    promised = (
        select(VisitAttendance.person_id)
        .join(Visit, Visit.id == VisitAttendance.visit_id)
        .where(
            VisitAttendance.person_id.in_(keys),
            *standing(VisitAttendance),
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            Visit.follow_up.is_not(None),
            Visit.follow_up_done_on.is_(None),
        )
    )
    return union_all(
        person.where(contact_overdue(today)).add_columns(literal(Waiting.CONTACT.value)),
        promised.distinct().add_columns(literal(Waiting.PROMISE.value)),
        person.where(uncertified(today)).add_columns(literal(Waiting.CERTIFICATION.value)),
    )
