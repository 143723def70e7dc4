"""The light: four states, each with its sentence; green only on a receipt for everything."""

from datetime import timedelta

import pytest

from station_app.errors import Rejected, Unavailable
from station_app.progress import Silent
from station_app.services.district_sync import synchronise
from station_app.services.sync_status import (
    REPORTING,
    SyncLight,
    SyncStatus,
    clock_sentence,
    sync_status,
)
from station_app.store.unit_of_work import Touched
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    empty_district,
    make_office,
)
from tests.fixtures.lines import Fault, bad_line

__all__ = ["district", "empty_district", "make_office"]


def status(office: Office) -> SyncStatus:
    """How a PC sees it."""
    with office.store.read() as session:
        return sync_status(session)


def test_before_enrolment_nothing_is_asked_of_anybody(make_office: MakeOffice) -> None:
    office = make_office("first")
    assert status(office).sentence == "还没有登记到区县，不影响使用"
    with pytest.raises(Rejected) as refusal:
        synchronise(office.desk)
    assert refusal.value.code == "syncing.not_enrolled"


def test_the_light_is_green_only_on_a_receipt_for_everything(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    assert status(office).light is SyncLight.WAITING
    office.sync(district)
    done = status(office)
    assert (done.light, done.last_receipt_at) == (SyncLight.DONE, district.clock())
    assert done.sentence.startswith("全部上报，")

    office.add_person("林秀英")

    assert (status(office).light, status(office).sentence) == (SyncLight.WAITING, "待上报 1 条")


def test_whoever_shows_the_light_hears_of_joining_and_of_every_report(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    heard: list[Touched] = []
    office.store.on_touched(heard.append)
    office.enroll(district)
    assert any(REPORTING in touched for touched in heard)
    office.sync(district)
    heard.clear()
    office.add_person("林秀英")
    assert not any(REPORTING in touched for touched in heard)
    office.sync(district)
    assert any(REPORTING in touched for touched in heard)


def test_without_a_line_the_light_is_grey_and_says_that_it_does_not_matter(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    with bad_line(district, Fault.LOST_REQUEST) as line, pytest.raises(Unavailable):
        office.sync(line)
    assert (status(office).light, status(office).sentence) == (
        SyncLight.OFFLINE,
        "未连接，不影响使用",
    )
    office.sync(district)
    assert status(office).light is SyncLight.DONE


def test_a_wrong_clock_is_told(district: District, make_office: MakeOffice) -> None:
    office = make_office("first")
    office.enroll(district)
    slow = StandingClock(district.clock() - timedelta(minutes=90))
    office.desk = type(office.desk)(
        office.store, office.desk.keys, office.paths.keys, office.paths.device, slow
    )
    assert office.sync(district).clock_offset_seconds == 5400
    assert status(office).clock_sentence == (
        "这台电脑的时钟慢了约 2 小时。不影响数据，请校准电脑的时间。"
    )
    assert clock_sentence(60) is None
    assert "快了约 52 年" in (clock_sentence(-52 * 365 * 86_400) or "")


class StopAfter(Silent):
    """A person who stops a job after some steps."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, done: int, total: int) -> None:
        """Count down; what is reported makes sense."""
        assert done <= total
        self.left -= 1
        if self.left < 0:
            raise Unavailable("syncing.unreachable")


def test_a_conversation_that_is_stopped_keeps_what_was_confirmed(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.add_people(700)
    with pytest.raises(Unavailable):
        synchronise(office.desk, line=district.line, progress=StopAfter(0))
    assert 0 < status(office).waiting < 702
    office.sync(district)
    assert status(office).waiting == 0
