"""The light: four states, each with its sentence; green only on a receipt for everything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from station_app.errors import Rejected, Unavailable
from station_app.models.change import Change
from station_app.models.local import BundleMade, CarriedBatch, Setting
from station_app.progress import Silent
from station_app.services.district_sync import synchronise
from station_app.services.reporting import note_photos
from station_app.services.sync_status import (
    PHOTOS,
    REPORTING,
    SyncLight,
    SyncStatus,
    clock_sentence,
    sync_status,
)
from station_app.store.unit_of_work import Touched
from station_app.sync.state import load_state
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    make_office,
)
from tests.fixtures.lines import Fault, bad_line
from tests.fixtures.statements import counted

__all__ = ["district", "make_office"]


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


def told(office: Office, **settings: str) -> SyncStatus:
    """How it stands with these settings of the PC."""
    with office.store.write("x", outgoing=False) as session:
        for name, value in settings.items():
            session.merge(Setting(name=name, value=value))
    return status(office)


def test_without_its_photos_the_light_is_not_green(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    assert status(office).light is SyncLight.DONE
    waiting = told(office, **{PHOTOS: "3"})
    assert (waiting.light, waiting.sentence) == (SyncLight.WAITING, "3 张照片还没有报完")
    note_photos(office.desk)
    assert status(office).light is SyncLight.DONE


def test_what_a_stick_took_away_waits_for_its_receipt(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    office.add_person("林秀英")
    with office.store.write("x", outgoing=False) as session:
        here = load_state(session)
        end = session.scalar(select(func.max(Change.seq))) or 0
        kind = {"incarnation": here.incarnation, "again": False, "settled": False}
        session.add(CarriedBatch(batch=uuid4(), upto=end, **kind))
        made = BundleMade(id=uuid4(), incarnation=here.incarnation, records=1)
        made.made_at = made.written_at = office.clock()
        made.answered_at = None
        session.add(made)
    away = status(office)
    assert (away.light, away.carried) == (SyncLight.WAITING, 1)
    assert away.sentence == "U盘带走 1 条，等回执"
    office.add_person("曾光明")
    assert status(office).sentence == "待上报 1 条，U盘带走 1 条，等回执"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("syncing.busy", "区县正忙，过一会儿自动再报"),
        ("syncing.revoked", "上报停着，请看原因"),
        ("syncing.portal", "未连接，不影响使用"),
        ("from.the.future", "上报停着，请看原因"),
    ],
)
def test_the_light_is_never_green_after_a_failure(
    district: District, make_office: MakeOffice, code: str, sentence: str
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    with office.store.write("x", outgoing=False) as session:
        load_state(session).last_error = code
    now = status(office)
    assert now.light is not SyncLight.DONE
    assert now.sentence == sentence
    assert now.failure_sentence


def test_the_light_reads_the_end_of_the_log_only(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    with office.store.read() as session, counted(session) as statements:
        sync_status(session)
    assert len(statements) <= 12
