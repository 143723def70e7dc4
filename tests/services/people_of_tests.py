"""People, benefits and payments that tests of services start from; all of them invented."""

from datetime import date
from uuid import UUID

from station_app.domain.codes import PensionKind
from station_app.domain.id_number import check_digit
from station_app.domain.kinds import Value
from station_app.services.entitlements import Grant, grant
from station_app.services.identities import NewIdentity
from station_app.services.pension_payments import RecordPension, record_pension
from station_app.services.people import RegisterPerson, register_person
from station_app.store.unit_of_work import Store

TODAY = date(2022, 10, 20)


def number(serial: int = 1, born: str = "19580712") -> str:
    """A valid number whose serial belongs to nobody (DOMAIN 8.1)."""
    body = f"320802{born}{serial:03}"
    return body + check_digit(body)


def a_person(store: Store, name: str = "王建国", *categories: str, **values: Value) -> UUID:
    """A registered person; give `id_number` where there are several."""
    given: dict[str, Value] = {"name": name, "id_number": number(), **values}
    identities = tuple(NewIdentity(category) for category in categories)
    with store.write("建档") as session:
        return register_person(session, RegisterPerson(given, identities), today=TODAY).person_id


def a_benefit(
    store: Store, person_id: UUID, kind: PensionKind = PensionKind.DIS, start: str = "2020-01"
) -> UUID:
    """A running benefit of 800.00 元 a month."""
    command = Grant(
        person_id=person_id,
        kind=kind,
        approved_on=date.fromisoformat(f"{start}-05"),
        monthly_fen=80_000,
    )
    with store.write("批准待遇") as session:
        return grant(session, command, today=TODAY).entitlement_id


def paid(
    store: Store, person_id: UUID, *months: str, kind: PensionKind = PensionKind.DIS
) -> list[UUID]:
    """These months were paid, each on its 25th, and none later than today."""
    keys = []
    for month in months:
        command = RecordPension(
            person_id=person_id,
            kind=kind,
            month=month,
            amount_fen=80_000,
            paid_on=min(date.fromisoformat(f"{month}-25"), TODAY),
        )
        with store.write("发放") as session:
            keys.append(record_pension(session, command, today=TODAY).payment_id)
    return keys
