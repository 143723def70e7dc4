"""Two PCs and their district: what one writes, all have; what two write, a person decides."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import StoredReceipt
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.services.district_enrolment import open_private_fields
from station_app.services.sample import SampleSize, fill_with_sample
from tests.fixtures.district import District, MakeOffice, everything, make_other_pc


def test_what_one_pc_writes_the_district_and_the_other_pc_have(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    key = first.add_person("林秀英", mobile="13900000001")

    first.sync(district)
    second.sync(district)

    assert district.value(key, "name") == "林秀英"
    assert second.value(key, "mobile") == "13900000001"


def test_a_change_of_each_of_two_fields_merges_without_a_question(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    key = first.add_person("林秀英")
    first.sync(district)
    second.sync(district)
    first.change(key, mobile="13900000001")
    second.change(key, address="三组 17 号")

    first.sync(district)
    second.sync(district)
    first.sync(district)

    for office in (first, second):
        assert office.value(key, "mobile") == "13900000001"
        assert office.value(key, "address") == "三组 17 号"
        assert office.rows(Conflict) == []


def test_two_changes_of_one_field_keep_both_values_and_show_one_everywhere(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    key = first.add_person("曾光明", address="三组")
    first.sync(district)
    second.sync(district)
    first.change(key, address="三组 17 号")
    second.change(key, address="三组 71 号")

    first.sync(district)
    assert second.sync(district).conflicts == 1
    first.sync(district)

    assert district.value(key, "address") == "三组 17 号"
    for office in (first, second):
        assert office.value(key, "address") == "三组 17 号"
        (conflict,) = office.rows(Conflict)
        assert isinstance(conflict, Conflict)
        assert (conflict.base_value, conflict.server_value, conflict.client_value) == (
            "三组",
            "三组 17 号",
            "三组 71 号",
        )


def test_a_conversation_without_news_is_one_trip_and_stores_nothing(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.add_person("林秀英")
    office.sync(district)
    receipts = district.count(StoredReceipt)

    result = office.sync(district)

    assert (result.trips, result.sent, result.received) == (1, 0, 0)
    assert result.complete
    assert result.bytes_up + result.bytes_down <= 600
    assert district.count(StoredReceipt) == receipts


@pytest.mark.parametrize("kind", ["district", "postgres_district"])
def test_a_station_with_years_of_records_is_the_same_on_a_second_pc(
    request: pytest.FixtureRequest, make_office: MakeOffice, tmp_path: Path, kind: str
) -> None:
    district: District = request.getfixturevalue(kind)
    first = make_office("first")
    first.enroll(district)
    fill_with_sample(first.store, SampleSize(people=60, years=2), today=district.clock().date())
    first.sync(district)
    second = make_other_pc(tmp_path / "second", district.clock)
    second.enroll(district)
    open_private_fields(second.desk, " ".join(first.words))

    second.sync(district)
    first.sync(district)

    with first.store.read() as session, second.store.read() as other:
        here, there = everything(session), everything(other)
    assert sum(map(len, here.values())) > 600
    assert there == here
    assert here["conflict"] == {}
    second.store.close()


@pytest.mark.parametrize("count", [1, 700])
def test_many_people_arrive_in_several_batches(
    district: District, make_office: MakeOffice, count: int
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    first.add_people(count)

    first.sync(district)
    second.sync(district)

    assert district.count(Person) == count
    assert len(second.rows(Person)) == count


def test_the_same_holds_on_postgresql(postgres_district: District, make_office: MakeOffice) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(postgres_district)
    second.enroll(postgres_district)
    key = first.add_person("曾光明", address="三组")
    first.sync(postgres_district)
    second.sync(postgres_district)
    first.change(key, address="三组 17 号")
    second.change(key, address="三组 71 号")
    first.sync(postgres_district)
    second.sync(postgres_district)
    first.sync(postgres_district)

    assert first.value(key, "address") == second.value(key, "address") == "三组 17 号"
    with Session(postgres_district.engine) as session:
        assert len(session.scalars(select(Conflict)).all()) == 1
