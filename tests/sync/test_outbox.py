"""The outbox is the change log: folded by record, as it was at the end of the batch."""

import pytest

from station_app.models.person import Person
from station_app.store.unit_of_work import Store
from station_app.sync.outbox import Batch, gather
from station_app.sync.sealing import Sealer, is_sealed
from station_app.sync.state import load_state, waiting_count
from tests.fixtures.district import MakeOffice, Office

SEALER = Sealer.of(b"k" * 32)


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A PC whose first records (station and staff) are reported already."""
    office = make_office("first")
    _acknowledge(office.store, 2)
    return office


def _acknowledge(store: Store, seq: int) -> None:
    with store.write("acknowledge", outgoing=False) as session:
        load_state(session).acknowledged_seq = seq


def batch_of(office: Office, *, limit: int = 100, sealer: Sealer | None = SEALER) -> Batch | None:
    """The next batch."""
    with office.store.read() as session:
        return gather(session, load_state(session), limit=limit, sealer=sealer, again=True)


def test_an_empty_outbox_makes_no_batch(office: Office) -> None:
    assert batch_of(office) is None


def test_a_new_record_with_later_edits_is_one_whole_row(office: Office) -> None:
    key = office.add_person("林秀英")
    office.change(key, mobile="13900000001")
    batch = batch_of(office)
    assert batch is not None
    assert (batch.complete, batch.upto, batch.edits) == (True, 4, [])
    assert batch.rows[0].ids == [key]
    assert batch.rows[0].columns["mobile"] == ["13900000001"]


def test_a_whole_row_travels_as_it_was_at_the_end_of_its_batch(office: Office) -> None:
    key = office.add_person("林秀英", mobile="13900000001")
    office.change(key, mobile="13900000002", address="三组")
    batch = batch_of(office, limit=1)
    assert batch is not None
    assert not batch.complete
    assert batch.rows[0].columns["mobile"] == ["13900000001"]
    assert "address" not in batch.rows[0].columns


def test_edits_of_a_known_record_fold_to_the_first_base_and_the_last_value(
    office: Office,
) -> None:
    key = office.add_person("林秀英", mobile="13900000001")
    _acknowledge(office.store, 3)
    office.change(key, mobile="13900000002")
    office.change(key, mobile="13900000003", address="三组")
    batch = batch_of(office)
    assert batch is not None
    (edits,) = batch.edits
    assert edits.fields == [{"mobile": ("13900000001", "13900000003"), "address": (None, "三组")}]
    assert edits.authors[0].by == "李敏"


def test_a_batch_under_way_is_the_same_range_again(office: Office) -> None:
    office.add_person("林秀英")
    first = batch_of(office)
    assert first is not None
    with office.store.write("pending", outgoing=False) as session:
        load_state(session).pending_upto = first.upto
    office.add_person("曾光明")
    again = batch_of(office)
    assert again is not None
    assert (again.upto, again.rows, again.complete) == (first.upto, first.rows, False)


def test_what_came_from_the_district_is_not_sent_back(office: Office) -> None:
    key = office.add_person("林秀英")
    _acknowledge(office.store, 3)
    with office.store.write("remote", outgoing=False) as session:
        session.get_one(Person, key).mobile = "13900000001"
    assert batch_of(office) is None
    with office.store.read() as session:
        assert waiting_count(session) == 0


def test_private_fields_travel_sealed_or_not_at_all(office: Office) -> None:
    key = office.add_person("林秀英", note="喜静")
    with_key, without = batch_of(office), batch_of(office, sealer=None)
    assert with_key is not None
    assert without is not None
    assert is_sealed(with_key.rows[0].columns["note"][0])
    assert "note" not in without.rows[0].columns
    assert without.withheld[("person", key)]["note"].value == "喜静"
