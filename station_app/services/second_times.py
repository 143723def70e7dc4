"""What was taken away may have been written anew since: brought back, it would stand there twice.

Money received twice for one line or one month, one number on two files, two plaques at one door.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from station_app.domain import plaque as rules
from station_app.domain.codes import PersonStatus, label
from station_app.domain.money import yuan
from station_app.errors import Rejected
from station_app.models.change import Change
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import PensionPayment
from station_app.models.person import Person
from station_app.models.plaque import Plaque
from station_app.queries.plaque_states import states_of_household
from station_app.queries.removed import GONE
from station_app.queries.standing import standing
from station_app.services.pension_payments import ONCE_A_MONTH

CHUNK = 500
OFF_THE_ROLL = (PersonStatus.REMOVED, PersonStatus.MERGED)
Keys = Sequence[UUID]


def retired_by(session: Session, action_id: int) -> dict[str, list[UUID]]:
    """The records that a step took away, by type."""
    statement = select(Change.record_type, Change.record_id).where(
        Change.action_id == action_id, func.instr(Change.fields, GONE) > 0
    )
    found: dict[str, list[UUID]] = {}
    for name, key in session.execute(statement):
        found.setdefault(name, []).append(key)
    return found


def refuse_second(session: Session, by_type: Mapping[str, Keys]) -> None:
    """Raise for the first of these records that would stand there twice.

    `Rejected("condolence.already_paid" | "pension.double" | "person.duplicate_id"
    | "plaque.household_has_one")`.
    """
    checks = {
        "condolence_payment": _refuse_paid,
        "pension_payment": _refuse_month,
        "person": _refuse_number,
        "plaque": _refuse_plaque,
    }
    for name, check in checks.items():
        keys = by_type.get(name, ())
        for start in range(0, len(keys), CHUNK):
            check(session, keys[start : start + CHUNK])


def _refuse_paid(session: Session, keys: Keys) -> None:
    """The line was signed for again."""
    away, now = aliased(CondolencePayment), CondolencePayment
    statement = (
        select(func.coalesce(Person.name, now.recipient_text, ""), now.paid_on)
        .join(away, away.plan_id == now.plan_id)
        .outerjoin(Person, Person.id == now.person_id)
        .where(away.id.in_(keys), away.sign > 0, now.id.not_in(keys), *standing(now))
    )
    found = session.execute(statement.limit(1)).first()
    if found is not None:
        raise Rejected("condolence.already_paid", name=found[0], day=found[1])


def _refuse_month(session: Session, keys: Keys) -> None:
    """The month was written down again (as `record_pension` refuses it)."""
    away, now = aliased(PensionPayment), PensionPayment
    statement = (
        select(now.month, now.item, now.amount_fen)
        .join(away, (away.person_id == now.person_id) & (away.month == now.month))
        .where(away.id.in_(keys), away.sign > 0, away.kind == now.kind, away.item == now.item)
        .where(now.id.not_in(keys), now.item.in_(sorted(ONCE_A_MONTH)), *standing(now))
    )
    found = session.execute(statement.limit(1)).first()
    if found is not None:
        item, amount = label("pay_item", found[1]), yuan(found[2])
        raise Rejected("pension.double", month=found[0], item=item, amount=amount)


def _refuse_number(session: Session, keys: Keys) -> None:
    """Somebody was registered anew; two files that were merged share their number by right."""
    away, now = aliased(Person), Person
    statement = (
        select(now.id, now.name, now.file_no, now.status)
        .join(away, away.id_number == now.id_number)
        .where(away.id.in_(keys), away.status != PersonStatus.MERGED, now.id.not_in(keys))
        .where(now.deleted.is_(False), now.status.not_in(OFF_THE_ROLL))
    )
    found = session.execute(statement.limit(1)).first()
    if found is not None:
        key, name, number, code = found
        said = {"name": name, "file_no": number, "person_id": key}
        raise Rejected("person.duplicate_id", status=label("person_status", code), **said)


def _refuse_plaque(session: Session, keys: Keys) -> None:
    """The household got another plaque (PL1)."""
    homes = select(Plaque.household_id).where(Plaque.id.in_(keys)).distinct()
    for home in session.scalars(homes).all():
        states = states_of_household(session, home)
        if any(state in rules.OCCUPYING for key, state in states.items() if key not in keys):
            raise Rejected("plaque.household_has_one")
