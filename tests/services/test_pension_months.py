"""Months of a benefit written down by hand: several at once, each its own fact, all or none."""

from datetime import date

import pytest

from station_app.domain.codes import PensionKind
from station_app.errors import Rejected
from station_app.services.pension_payments import RecordPension, payments_of, record_months
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, paid


def command(store: Store, month: str) -> RecordPension:
    person = a_person(store, "曾光明", "DISABLED")
    a_benefit(store, person)
    return RecordPension(
        person_id=person,
        kind=PensionKind.DIS,
        month=month,
        amount_fen=80_000,
        paid_on=date(2022, 10, 18),
    )


def months(store: Store, wanted: RecordPension) -> list[str]:
    with store.read() as session:
        return [one.month for one in payments_of(session, wanted.person_id)]


def test_three_months_in_a_row_are_three_facts(store: Store) -> None:
    wanted = command(store, "2021-11")
    with store.write("到账") as session:
        done = record_months(session, wanted, until="2022-01", today=TODAY)
    assert months(store, wanted) == ["2021-11", "2021-12", "2022-01"]
    assert (len(done.payment_ids), done.total_fen) == (3, 240_000)


def test_a_month_that_is_known_refuses_all_of_them(store: Store) -> None:
    wanted = command(store, "2022-07")
    paid(store, wanted.person_id, "2022-08")
    with pytest.raises(Rejected, match=r"pension\.double"), store.write("到账") as session:
        record_months(session, wanted, until="2022-09", today=TODAY)
    assert months(store, wanted) == ["2022-08"]


@pytest.mark.parametrize(
    ("until", "code"), [("2022-06", "pension.months_order"), ("2029-01", "pension.many_months")]
)
def test_a_row_of_months_goes_forward_and_has_an_end(store: Store, until: str, code: str) -> None:
    wanted = command(store, "2022-07")
    with pytest.raises(Rejected) as refused, store.write("到账") as session:
        record_months(session, wanted, until=until, today=TODAY)
    assert refused.value.code == code


def test_the_months_of_one_entry_are_taken_back_together(store: Store) -> None:
    wanted = command(store, "2022-08")
    with store.write("到账") as session:
        record_months(session, wanted, until="2022-09", today=TODAY)
    undo_last(store)
    assert months(store, wanted) == []
