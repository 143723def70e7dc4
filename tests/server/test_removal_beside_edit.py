"""A removal on one PC beside an edit on another: nothing is asked, the value stays, it is told."""

from datetime import timedelta
from uuid import UUID

from station_app.domain.codes import PersonStatus
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.queries.removed_edits import EditInside, edits_inside
from station_app.services.bringing_back import bring_back
from station_app.services.moves import remove_person
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, MakeOffice, Office


def inside(office: Office) -> list[EditInside]:
    with office.store.read() as session:
        return edits_inside(session)


def remove(office: Office, person: UUID) -> None:
    with office.store.write("取消登记") as session:
        remove_person(session, person, reason="登记错了", on=office.clock().date())


def test_whoever_wrote_into_a_file_that_went_meanwhile_is_told_and_gets_it_back(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    key = first.add_person("曾光明", address="三组")
    other = first.add_person("唐秀英")
    first.sync(district)
    second.sync(district)
    remove(first, key)
    remove(first, other)  # nobody writes into this one
    second.change(key, address="三组 17 号", mobile="13900000001")
    first.sync(district)
    second.sync(district)
    first.sync(district)

    assert [office.rows(Conflict) for office in (first, second)] == [[], []]
    (told,) = inside(second)
    assert (told.whose, told.kind, told.removed_here) == ("曾光明", "服务对象", False)
    assert set(told.fields) == {"现住址", "手机"}
    (here,) = inside(first)
    assert (here.whose, here.removed_here) == ("曾光明", True)
    assert set(here.fields) == set(told.fields)

    bring_back(second.store, told.action_id)
    second.sync(district)
    first.sync(district)
    for office in (first, second):
        assert office.value(key, "status") == PersonStatus.ACTIVE
        assert office.value(key, "address") == "三组 17 号"
        assert inside(office) == []
    assert Person.__tablename__ == told.gone.record_type


def test_a_file_that_is_removed_long_after_the_edit_was_reported_is_no_news(
    district: District, make_office: MakeOffice, clock: StandingClock
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    key = first.add_person("曾光明")
    first.sync(district)
    second.sync(district)
    second.change(key, address="三组 17 号")
    second.sync(district)
    clock.advance(timedelta(days=10))
    first.sync(district)
    remove(first, key)
    first.sync(district)
    second.sync(district)
    assert second.value(key, "status") == PersonStatus.REMOVED
    assert [inside(office) for office in (first, second)] == [[], []]
