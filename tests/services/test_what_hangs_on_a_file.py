"""Identities, service, accounts: the lists below a file (DOMAIN 2.5, 2.6)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.domain.drafts import Draft
from station_app.errors import Rejected
from station_app.models.person import BankAccount, PersonIdentity, ServiceRecord
from station_app.services import accounts, identities, service_records
from station_app.services.identities import NewIdentity
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import a_person, number

CARD = "6228480000000000018"


def held(store: Store, person: UUID) -> dict[str, bool]:
    """Open categories and whether each is primary."""
    with store.read() as session:
        return {row.category: row.is_primary for row in identities.open_identities(session, person)}


def identity(store: Store, person: UUID, category: str) -> UUID:
    """The key of an identity."""
    with store.read() as session:
        rows = identities.open_identities(session, person)
        return next(row.id for row in rows if row.category == category)


def an_account(store: Store, person: UUID, **values: str) -> list[str]:
    """A card in the person's name; returns what is to be looked at."""
    given = {"holder_name": "王建国", "account_no": CARD, "kind": "CARD"} | values
    with store.write("账户") as session:
        findings = accounts.add_account(session, person, given)
    return [finding.note.code for finding in findings]


def test_a_second_identity_does_not_push_the_primary_aside(store: Store) -> None:
    person = a_person(store, "王建国", "RURAL60")
    with store.write("身份") as session:
        identities.add_identity(session, person, NewIdentity("DISABLED"))
    assert held(store, person) == {"DISABLED": False, "RURAL60": True}
    with store.write("主要") as session:
        identities.make_primary(session, identity(store, person, "DISABLED"))
    assert held(store, person) == {"DISABLED": True, "RURAL60": False}


def test_when_the_primary_ends_the_next_by_priority_follows(store: Store) -> None:
    person = a_person(store, "王建国", "RURAL60", "DISABLED", "WAR")
    with store.write("终止") as session:
        identities.end_identity(session, identity(store, person, "DISABLED"), on=date(2022, 10, 1))
    assert held(store, person) == {"WAR": True, "RURAL60": False}


def test_the_last_identity_cannot_be_removed(store: Store) -> None:
    person = a_person(store, "王建国", "WAR")
    key = identity(store, person, "WAR")
    with pytest.raises(Rejected, match=r"identity\.last"), store.write("删") as session:
        identities.remove_identity(session, key, reason="录错")
    assert held(store, person) == {"WAR": True}


def test_a_certificate_of_somebody_else_is_looked_at(store: Store) -> None:
    first = a_person(store, "王建国", "DISABLED")
    second = a_person(store, "李秀兰", "DISABLED", id_number=number(2))
    certificate = {"cert_name": "残疾军人证", "cert_no": "苏军F00031"}
    found = []
    for person in (first, second):
        draft = Draft({"cert_name": None, "cert_no": None}, certificate)
        with store.write("证件") as session:
            found = identities.change_identity(session, identity(store, person, "DISABLED"), draft)
    assert [finding.note.code for finding in found] == ["identity.cert_shared"]
    assert found[0].note.values["name"] == "王建国"


def test_the_first_account_is_the_default_and_another_only_with_a_reason(store: Store) -> None:
    person = a_person(store)
    assert an_account(store, person) == []
    assert an_account(store, person, account_no="6217000000000000012") == []
    with store.read() as session:
        rows = accounts.open_accounts(session, person)
        assert [row.is_default for row in rows] == [True, False]
        second = rows[1].id
    with pytest.raises(Rejected, match=r"account\.reason"), store.write("换") as session:
        accounts.make_default(session, second, reason=" ")
    with store.write("换") as session:
        accounts.make_default(session, second, reason="原卡遗失")
    with store.read() as session:
        assert accounts.open_accounts(session, person)[0].id == second


def test_an_account_in_another_name_needs_the_relation(store: Store) -> None:
    person = a_person(store)
    with pytest.raises(Rejected, match=r"account\.relation"):
        an_account(store, person, holder_name="王小军")
    assert an_account(store, person, holder_name="王小军", holder_relation="子") == []


@pytest.mark.parametrize(
    ("account_no", "kind", "codes"),
    [
        ("6228480000000000019", "CARD", ["account.checksum"]),
        ("320812345678", "PASSBOOK", []),
    ],
)
def test_a_card_is_checked_and_a_passbook_is_not(
    store: Store, account_no: str, kind: str, codes: list[str]
) -> None:
    assert an_account(store, a_person(store), account_no=account_no, kind=kind) == codes


def test_the_account_of_a_couple_is_looked_at(store: Store) -> None:
    an_account(store, a_person(store))
    wife = a_person(store, "李秀兰", id_number=number(2))
    assert an_account(store, wife, holder_name="王建国", holder_relation="夫") == ["account.shared"]


def test_blanks_in_a_card_number_are_not_stored(store: Store) -> None:
    an_account(store, a_person(store), account_no="6228 4800 0000 0000 018")
    with store.read() as session:
        assert session.scalars(select(BankAccount.account_no)).one() == CARD


def test_a_closed_account_keeps_its_reason(store: Store) -> None:
    person = a_person(store)
    an_account(store, person)
    with store.read() as session:
        key = accounts.open_accounts(session, person)[0].id
    with store.write("停用") as session:
        accounts.close_account(session, key, on=date(2022, 10, 1), reason="销户")
    with store.read() as session:
        assert accounts.open_accounts(session, person) == []
        assert session.get_one(BankAccount, key).change_reason == "销户"


def test_nobody_is_discharged_before_enlisting(store: Store) -> None:
    person = a_person(store)
    backwards = {"enlist_date": "1978-12", "discharge_date": "1976"}
    with pytest.raises(Rejected, match=r"service\.order"), store.write("服役") as session:
        service_records.add_service(session, person, backwards)
    with store.read() as session:
        assert session.scalars(select(ServiceRecord)).all() == []


def test_unlikely_terms_are_looked_at_and_kept(store: Store) -> None:
    person = a_person(store)
    with store.write("服役") as session:
        long_term = {"enlist_date": "1970-01", "discharge_date": "2005-12"}
        findings = service_records.add_service(session, person, long_term)
    codes = [finding.note.code for finding in findings]
    assert codes == ["service.young", "service.long"]


def test_what_is_open_is_told_by_the_end_of_its_validity(store: Store) -> None:
    person = a_person(store, "王建国", "WAR", "RURAL60")
    with store.write("终止") as session:
        key = identity(store, person, "RURAL60")
        identities.end_identity(session, key, on=date(2022, 10, 1))
    with store.read() as session:
        ended = select(PersonIdentity.category).where(PersonIdentity.valid_to.is_not(None))
        assert session.scalars(ended).all() == ["RURAL60"]
