"""Reporting by stick: any number of times, in any order, mixed with the line; nothing twice."""

import random
from pathlib import Path

import pytest

from district_server.models import Feed, StoredReceipt
from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.services.sync_status import SyncLight, sync_status
from station_app.sync.carried import carried_away
from tests.fixtures.district import District, MakeOffice, Office, everything
from tests.fixtures.sticks import Stick


@pytest.fixture(params=["sqlite", "postgresql"])
def any_district(request: pytest.FixtureRequest) -> District:
    """A district on either database."""
    name = "district" if request.param == "sqlite" else "postgres_district"
    found = request.getfixturevalue(name)
    assert isinstance(found, District)
    return found


@pytest.fixture
def stick(tmp_path: Path, district: District) -> Stick:
    """A stick between the PCs and the district."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder, district)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC that has reported by line once."""
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    return office


def copies_equal(district: District, *offices: Office) -> bool:
    """Whether every copy of the station has the same records as the district."""
    with Stick(Path(), district).context.read() as session:
        there = everything(session)
    for office in offices:
        with office.store.read() as session:
            if everything(session) != there:
                return False
    return True


def test_what_went_by_stick_is_reported_and_what_others_wrote_comes_back(
    any_district: District, make_office: MakeOffice, tmp_path: Path
) -> None:
    stick = Stick(tmp_path, any_district)
    first, second = make_office("first"), make_office("second")
    for each in (first, second):
        each.enroll(any_district)
    key = first.add_person("曾光明", address="三组", note="喜静")
    theirs = second.add_person("唐秀英")
    second.sync(any_district)

    done = stick.round(first)

    assert done.complete
    assert done.sent >= 1
    assert first.value(theirs, "name") == "唐秀英"
    second.sync(any_district)
    assert second.value(key, "note") == "喜静"
    with first.store.read() as session:
        assert sync_status(session).light is SyncLight.DONE
    assert copies_equal(any_district, first) is False  # private fields are sealed at the district
    assert any_district.value(key, "address") == "三组"


def test_until_the_receipt_is_back_the_light_does_not_claim_that_all_is_reported(
    stick: Stick, office: Office
) -> None:
    office.add_person("曾光明")
    office.add_person("唐秀英")

    receipt, _ = stick.take(stick.bundle(office))

    with office.store.read() as session:
        status, away = sync_status(session), carried_away(session)
    assert status.waiting == 2
    assert status.light is SyncLight.WAITING
    assert away is not None
    assert away.records == 2
    stick.bring_back(office, receipt)
    with office.store.read() as session:
        assert carried_away(session) is None
        assert sync_status(session).light is SyncLight.DONE


def test_the_same_bundle_twice_counts_once_and_gives_the_same_receipts(
    stick: Stick, district: District, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    bundle = stick.bundle(office)
    first, _ = stick.take(bundle)
    rows = district.count(Feed)

    second, taken = stick.take(bundle)

    assert (taken.known, taken.batches) == (1, 1)
    assert district.count(Feed) == rows
    assert stick.bring_back(office, second).complete
    assert stick.bring_back(office, first).is_outdated
    assert district.value(key, "address") == "三组"


def test_an_edit_there_and_back_is_not_made_again_by_a_bundle_that_comes_again(
    stick: Stick, district: District, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    office.sync(district)
    office.change(key, address="三组 17 号")
    old = stick.bundle(office)
    stick.bring_back(office, stick.take(old)[0])
    office.change(key, address="三组")
    office.sync(district)
    office.change(key, mobile="13900000001")
    office.sync(district)

    receipt, taken = stick.take(old)

    assert taken.known == taken.batches
    assert district.value(key, "address") == "三组"
    assert stick.bring_back(office, receipt).is_outdated
    assert office.value(key, "address") == "三组"
    assert district.count(Conflict) == 0


def test_a_line_that_comes_back_first_makes_the_bundle_old_news(
    stick: Stick, district: District, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    bundle = stick.bundle(office)
    office.change(key, address="三组 17 号")
    office.sync(district)
    office.change(key, address="三组")
    office.sync(district)

    receipt, taken = stick.take(bundle)

    assert (taken.known, taken.verdict) == (1, None)
    assert district.value(key, "address") == "三组"
    assert stick.bring_back(office, receipt).is_outdated
    assert district.count(Conflict) == 0


def test_a_bundle_that_was_taken_before_the_line_came_back_is_not_reported_twice(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = office.add_person("曾光明", address="三组")
    stick.bundle(office)
    office.change(key, address="三组 17 号")
    later = stick.bundle(office)
    receipt, taken = stick.take(later)
    assert taken.batches == 2
    other.sync(district)
    other.change(key, address="三组 71 号")
    other.sync(district)

    office.sync(district)

    assert district.count(Conflict) == 0
    assert office.value(key, "address") == "三组 71 号"
    assert stick.bring_back(office, receipt).is_outdated
    assert office.value(key, "address") == "三组 71 号"


def test_a_lost_bundle_costs_nothing_for_the_next_one_has_everything(
    stick: Stick, district: District, office: Office
) -> None:
    one = office.add_person("曾光明")
    stick.bundle(office).unlink()
    two = office.add_person("唐秀英")

    assert stick.round(office).complete

    assert {district.value(one, "name"), district.value(two, "name")} == {"曾光明", "唐秀英"}


def test_two_bundles_under_way_may_be_taken_and_answered_in_any_order(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = office.add_person("曾光明", address="三组")
    one = stick.bundle(office)
    office.change(key, address="三组 17 号")
    two = stick.bundle(office)
    newer, _ = stick.take(two)
    other.sync(district)
    other.change(key, mobile="13900000001")
    other.sync(district)
    older, taken = stick.take(one)

    assert taken.known == 1
    assert stick.bring_back(office, older).sent == 1
    assert stick.bring_back(office, newer).complete
    office.sync(district)

    assert office.value(key, "mobile") == "13900000001"
    assert district.value(key, "address") == office.value(key, "address") == "三组 17 号"
    assert district.count(Conflict) == 0


def test_an_older_receipt_after_a_newer_one_changes_nothing(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = other.add_person("唐秀英", address="五组")
    other.sync(district)
    older, _ = stick.take(stick.bundle(office))
    other.change(key, address="五组 2 号")
    other.sync(district)
    newer, _ = stick.take(stick.bundle(office))

    stick.bring_back(office, newer)
    assert stick.bring_back(office, older).is_outdated

    assert office.value(key, "address") == "五组 2 号"


def test_what_others_wrote_over_a_batch_under_way_arrives_after_its_receipt(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    """The older receipt knows the other's value, but this PC does not yet know its own kept."""
    other = make_office("second")
    other.enroll(district)
    key = office.add_person("曾光明", address="三组")
    one = stick.bundle(office)
    office.change(key, address="三组 17 号")
    two = stick.bundle(office)
    lost, _ = stick.take(two)
    other.sync(district)
    other.change(key, address="三组 71 号")
    other.sync(district)
    late, _ = stick.take(one)

    stick.bring_back(office, late)
    stick.bring_back(office, lost)
    office.sync(district)

    assert office.value(key, "address") == district.value(key, "address") == "三组 71 号"


def test_work_goes_on_while_the_stick_travels(
    stick: Stick, district: District, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    receipt, _ = stick.take(stick.bundle(office))
    office.change(key, address="三组 17 号")

    assert not stick.bring_back(office, receipt).complete
    assert office.value(key, "address") == "三组 17 号"
    assert stick.round(office).complete
    assert district.value(key, "address") == "三组 17 号"


def test_a_clash_by_stick_becomes_a_question_with_both_values(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = office.add_person("曾光明", address="三组")
    office.sync(district)
    other.sync(district)
    other.change(key, address="三组 71 号")
    other.sync(district)
    office.change(key, address="三组 17 号")

    done = stick.round(office)

    assert done.conflicts == 1
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert {conflict.server_value, conflict.client_value} == {"三组 71 号", "三组 17 号"}
    assert office.value(key, "address") == "三组 71 号"


def test_a_receipt_of_another_pc_is_refused_and_changes_nothing(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    other.sync(district)
    receipt, _ = stick.take(stick.bundle(other))
    with pytest.raises(Rejected) as refusal:
        stick.bring_back(office, receipt)
    assert refusal.value.code == "bundle.receipt_of_others"


def test_an_empty_bundle_brings_back_what_others_wrote(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    key = other.add_person("唐秀英")
    other.sync(district)

    done = stick.round(office)

    assert done.complete
    assert done.received >= 1
    assert office.value(key, "name") == "唐秀英"


def test_receipts_of_bundles_and_of_the_line_are_kept(
    stick: Stick, district: District, office: Office
) -> None:
    for number in range(3):
        office.add_person(f"人{number}")
        stick.round(office)
    by_stick = district.count(StoredReceipt)
    for number in range(3, 6):
        office.add_person(f"人{number}")
        office.sync(district)
    assert by_stick >= 3
    assert district.count(StoredReceipt) == by_stick + 3


@pytest.mark.parametrize("seed", range(6))
def test_stick_and_line_in_any_order_end_with_the_same_copies(
    seed: int, stick: Stick, make_office: MakeOffice
) -> None:
    wander(stick, make_office, seed)


@pytest.mark.parametrize("seed", [6, 7])
def test_stick_and_line_in_any_order_end_with_the_same_copies_on_postgresql(
    seed: int, postgres_district: District, make_office: MakeOffice, tmp_path: Path
) -> None:
    wander(Stick(tmp_path, postgres_district), make_office, seed)


def wander(stick: Stick, make_office: MakeOffice, seed: int) -> None:
    """Two PCs; edits, exports, takings, receipts and exchanges as chance has it; then quiet."""
    district, office, other = stick.district, make_office("first"), make_office("second")
    for each in (office, other):
        each.enroll(district)
        each.sync(district)
    chance = random.Random(seed)
    people = [office.add_person(f"人{number}", address="一组") for number in range(3)]
    office.sync(district)
    other.sync(district)
    bundles: list[tuple[Office, Path]] = []
    receipts: list[tuple[Office, Path]] = []
    for step in range(40):
        pc = chance.choice((office, other))
        match chance.randrange(5):
            case 0 | 1:
                pc.change(chance.choice(people), address=f"{chance.randrange(3)}组 {step % 4}")
            case 2:
                bundles.append((pc, stick.bundle(pc)))
            case 3 if bundles:
                owner, bundle = chance.choice(bundles)
                receipts.append((owner, stick.take(bundle)[0]))
            case 4 if receipts and chance.random() < 0.7:
                stick.bring_back(*chance.choice(receipts))
            case _:
                pc.sync(district)
    for pc in (office, other, office, other):
        assert pc.sync(district).complete
    assert copies_equal(district, office, other)
    assert district.count(Person) == 3
