"""Whatever the line does to a request or an answer, every record arrives once."""

from datetime import timedelta
from random import Random

import pytest

from district_server.models import Device, Incarnation, StoredReceipt
from station_app.errors import Rejected, Unavailable
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.sync_status import SyncLight, sync_status
from tests.fixtures.district import SERVER, District, MakeOffice, Office, reopened
from tests.fixtures.lines import Fault, bad_line


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC with one person that waits."""
    office = make_office("first")
    office.enroll(district)
    office.add_person("林秀英")
    return office


def test_a_lost_answer_never_looks_like_success(district: District, office: Office) -> None:
    with bad_line(district, Fault.LOST_REPLY) as line, pytest.raises(Unavailable) as failure:
        office.sync(line)
    assert failure.value.code == "syncing.timed_out"
    with office.store.read() as session:
        status = sync_status(session)
    assert status.light is SyncLight.OFFLINE
    assert status.waiting == 3
    assert "待上报 3 条" in status.sentence


def test_after_a_lost_answer_the_same_batch_is_answered_with_its_receipt(
    district: District, office: Office
) -> None:
    with bad_line(district, Fault.LOST_REPLY) as line, pytest.raises(Unavailable):
        office.sync(line)
    receipts = district.count(StoredReceipt)

    result = reopened(office).sync(district)

    assert result.complete
    assert district.count(StoredReceipt) == receipts == 1
    assert district.count(Person) == 1


def test_after_a_lost_answer_and_more_edits_nothing_is_in_question(
    district: District, make_office: MakeOffice, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    with bad_line(district, Fault.LOST_REPLY) as line, pytest.raises(Unavailable):
        office.sync(line)
    office.change(key, address="三组 17 号")
    other = make_office("second")
    other.enroll(district)
    other.sync(district)
    other.change(key, mobile="13900000001")
    other.sync(district)

    office.sync(district)
    other.sync(district)

    assert other.value(key, "address") == district.value(key, "address") == "三组 17 号"
    assert office.value(key, "mobile") == "13900000001"
    assert district.count(Conflict) == 0


def test_what_others_wrote_meanwhile_comes_with_the_receipt(
    district: District, make_office: MakeOffice, office: Office
) -> None:
    office.sync(district)
    other = make_office("second")
    other.enroll(district)
    other.sync(district)
    office.sync(district)
    key = other.add_person("曾光明")
    other.sync(district)
    office.add_person("孙桂兰")
    receipts = district.count(StoredReceipt)

    result = office.sync(district)

    assert (result.trips, result.complete) == (1, True)
    assert office.value(key, "name") == "曾光明"
    assert other.sync(district).received == 1
    assert district.count(StoredReceipt) == receipts + 1  # those before are kept for good


def test_a_batch_that_arrives_twice_counts_once(district: District, office: Office) -> None:
    with bad_line(district, Fault.DOUBLED) as line:
        assert office.sync(line).complete
    assert district.count(Person) == 1
    assert district.count(Incarnation) == 1


@pytest.mark.parametrize("fault", [Fault.LOST_REQUEST, Fault.LOST_REPLY, Fault.CUT_REPLY])
def test_a_cut_costs_at_most_one_batch(district: District, office: Office, fault: Fault) -> None:
    office.add_people(900)
    with bad_line(district, Fault.NONE, fault) as line, pytest.raises(Unavailable):
        office.sync(line)
    arrived = district.count(Person)

    result = office.sync(district)

    assert arrived >= 190
    assert result.sent <= 903 - 200
    assert district.count(Person) == 901


def test_a_batch_of_long_texts_goes_in_smaller_parts(district: District, office: Office) -> None:
    random = Random(1)
    for number in range(60):
        office.add_person(f"人{number}", address=random.randbytes(80_000).hex())

    assert office.sync(district).complete

    assert district.count(Person) == 61


def test_a_lost_answer_to_an_enrolment_is_asked_for_again(
    district: District, make_office: MakeOffice
) -> None:
    office, code = make_office("first"), district.code()
    with bad_line(district, Fault.LOST_REPLY) as line, pytest.raises(Unavailable):
        enroll(office.desk, Enroll(SERVER, code), line=line)

    enrolled = office.enroll(district, code)

    assert enrolled.letter == "A"
    assert district.count(Device) == 1
    with pytest.raises(Rejected) as refusal:
        make_office("second").enroll(district, code)
    assert refusal.value.code == "syncing.used_code"


def test_work_goes_on_between_a_request_and_its_answer(
    district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = office.add_person("曾光明", address="三组")
    office.sync(district)
    other.sync(district)
    other.change(key, address="三组 71 号")
    other.sync(district)
    office.change(key, address="三组 17 号")  # not yet confirmed when the other's value comes

    office.sync(district)

    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert {conflict.server_value, conflict.client_value} == {"三组 71 号", "三组 17 号"}
    assert office.value(key, "address") == "三组 71 号"


@pytest.mark.parametrize("years", [-52, 77])
def test_a_mad_clock_merges_like_any_other_and_its_operator_is_told(
    district: District, make_office: MakeOffice, office: Office, years: int
) -> None:
    district.clock.advance(timedelta(days=365 * years))
    key = office.add_person("曾光明", address="三组")
    district.clock.advance(-timedelta(days=365 * years))
    office.sync(district)
    other = make_office("second")
    other.enroll(district)
    other.sync(district)
    other.change(key, address="三组 71 号")
    other.sync(district)
    office.sync(district)
    assert office.value(key, "address") == "三组 71 号"
    assert district.count(Conflict) == 0


def test_a_refused_row_is_not_forgotten_by_the_receipt_of_a_batch_without_it(
    district: District, office: Office
) -> None:
    """The second batch, sent again at the start of a conversation, must not settle the refused."""
    bad = office.add_person("曾光明", address="nul\0")
    office.add_people(400)
    with bad_line(district, Fault.NONE, Fault.LOST_REPLY) as line, pytest.raises(Unavailable):
        office.sync(line)
    office.sync(district)
    office.change(bad, address="三组")

    assert office.sync(district).complete

    assert district.value(bad, "address") == "三组"


def test_an_edit_of_a_refused_new_row_takes_the_row_along(
    district: District, office: Office
) -> None:
    bad = office.add_person("曾光明", address="nul\0")
    office.add_people(400)
    office.change(bad, address="三组")
    office.change(bad, mobile="13900000001")

    office.sync(district)
    assert office.sync(district).complete

    assert district.value(bad, "address") == "三组"
    assert district.value(bad, "mobile") == "13900000001"
