"""Reporting in the background: beside all work, quiet, never twice, gone within a moment."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from station_app.domain.reporting import CALM, FIRST, LONGEST, REST, WAKE
from station_app.errors import StationError
from station_app.messages.labels import label
from station_app.models.person import Person
from station_app.services.district_enrolment import Desk as ReportingDesk
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.reporting_history import exchanges, set_automatic
from station_app.services.sync_status import SyncLight, SyncStatus, sync_status
from station_app.store.lock import only_reporter
from station_app.store.unit_of_work import Store
from station_app.sync.state import load_state
from station_app.ui.desk import Desk
from station_app.ui.reporting import Reporter
from tests.fixtures.clock import StandingClock
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import STATION_CODE, STATION_NAME, EmptyStation
from tests.fixtures.strange_networks import silent, stranger

pytestmark = pytest.mark.loopback


class Steady:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerCommands, str]]:
    """A real district, and its address."""
    commands = ServerCommands(
        folder := tmp_path_factory.mktemp("district"), f"sqlite:///{folder}/d"
    )
    commands.say("init")
    commands.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)
    with commands.serving() as (address, _):
        yield commands, address


def joined(desk: Desk, store: Store, keys: object, address: str, code: str) -> None:
    """Enrol the PC of a desk."""
    here = ReportingDesk(store, keys, desk.paths.keys, desk.paths.device, desk.clock)  # type: ignore[arg-type] # keys of the fixture
    enroll(here, Enroll(address, code))


@pytest.fixture
def enrolled(
    desk: Desk, store: Store, empty_station: EmptyStation, server: tuple[ServerCommands, str]
) -> Desk:
    """A desk whose PC has joined the district."""
    commands, address = server
    desk.keys = empty_station.keys
    joined(desk, store, desk.keys, address, commands.say("station", "code", STATION_CODE)[-1])
    return desk


@pytest.fixture
def steady() -> Steady:
    """The count of seconds that the reporter goes by."""
    return Steady()


@pytest.fixture
def reporter(enrolled: Desk, qapp: QApplication, steady: Steady) -> Reporter:
    """The background of that desk; chance has no say."""
    made = Reporter(enrolled, qapp, steady=steady, chance=lambda: 0.0)
    enrolled.reporter = made
    return made


def started(qtbot: QtBot, reporter: Reporter) -> None:
    """Until it knows how things stand."""
    reporter._ask()
    qtbot.waitUntil(lambda: not reporter._asking and reporter.automatic)


def status(store: Store) -> SyncStatus:
    """How it stands."""
    with store.read() as session:
        return sync_status(session)


def add(desk: Desk, name: str) -> None:
    """Work of a person at the window."""
    desk.tasks.write("新增", _add, name)


def _add(session: Session, name: str) -> None:
    session.add(Person(file_no=f"T-{name}", name=name, status="ACTIVE"))


def test_it_reports_by_itself_after_log_in(
    qtbot: QtBot, reporter: Reporter, steady: Steady, store: Store
) -> None:
    started(qtbot, reporter)
    assert reporter.seconds_left == FIRST
    steady.seconds += FIRST
    with qtbot.waitSignal(reporter.done, timeout=15_000) as heard:
        reporter._plan()
    assert heard.args is not None
    assert heard.args[1] is False
    assert status(store).light is SyncLight.DONE
    assert reporter.seconds_left == REST


def test_a_change_is_reported_when_it_is_calm(
    qtbot: QtBot, reporter: Reporter, steady: Steady, store: Store
) -> None:
    started(qtbot, reporter)
    with qtbot.waitSignal(reporter.done, timeout=15_000):
        reporter.now()
    qtbot.waitUntil(lambda: not reporter._asking)
    add(reporter._desk, "曾光明")
    qtbot.waitUntil(lambda: reporter.seconds_left == CALM)
    assert status(store).light is SyncLight.WAITING
    steady.seconds += CALM
    with qtbot.waitSignal(reporter.done, timeout=15_000):
        reporter._plan()
    assert status(store).light is SyncLight.DONE


def test_work_goes_on_while_a_slow_conversation_runs(
    qtbot: QtBot, reporter: Reporter, store: Store
) -> None:
    """The district does not answer: a person is added all the same, and nothing waits."""
    started(qtbot, reporter)
    with stranger(silent) as slow:
        _move(store, slow.url)
        reporter.now()
        qtbot.waitUntil(lambda: bool(slow.heard), timeout=15_000)
        with qtbot.waitSignal(reporter._tasks.touched):
            add(reporter._desk, "林秀英")
        assert reporter.running
        job = reporter._job
        assert job is not None
        with qtbot.waitSignal(reporter.failed) as heard:
            job.stop()
    assert heard.args is not None
    error, wanted = heard.args
    assert (error.code, wanted) == ("job.cancelled", True)
    assert status(store).waiting > 0


def _move(store: Store, url: str) -> None:
    with store.write("line", outgoing=False) as session:
        load_state(session).server_url = url


def test_closing_hangs_up_within_a_moment_and_loses_nothing(
    qtbot: QtBot, reporter: Reporter, store: Store
) -> None:
    started(qtbot, reporter)
    closed = threading.Event()
    with stranger(silent) as slow:
        _move(store, slow.url)
        reporter.now()
        qtbot.waitUntil(lambda: bool(slow.heard), timeout=15_000)
        reporter._tasks.close()
        closed.set()
    assert closed.is_set()
    assert status(store).waiting > 0


def test_no_line_is_quiet_and_is_left_alone_longer_and_longer(
    qtbot: QtBot, reporter: Reporter, store: Store
) -> None:
    started(qtbot, reporter)
    explained: list[str] = []
    reporter._tasks.explained.connect(explained.append)
    reporter._tasks.crashed.connect(lambda: explained.append("crash"))
    _move(store, "http://127.0.0.1:9")
    waits = []
    for _ in range(8):
        with qtbot.waitSignal(reporter.failed, timeout=15_000) as heard:
            reporter._begin(by_hand=False)
        assert heard.args is not None
        assert isinstance(heard.args[0], StationError)
        qtbot.waitUntil(lambda: not reporter._asking)
        waits.append(reporter.seconds_left)
    assert waits[:3] == [15.0, 30.0, 60.0]
    assert waits[-1] == LONGEST / 2
    assert explained == []
    assert status(store).light is SyncLight.OFFLINE
    with store.read() as session:
        assert [(row.times, row.by_hand) for row in exchanges(session)] == [(8, False)]
    reporter.woke()
    assert reporter.seconds_left == WAKE


@pytest.mark.expected_logs
def test_a_bug_is_logged_without_its_values_and_told_by_the_light(
    qtbot: QtBot,
    reporter: Reporter,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(*_anything: object, **_named: object) -> None:
        raise ValueError("身份证 320802195001010016")

    started(qtbot, reporter)
    monkeypatch.setattr("station_app.services.reporting.synchronise", stumble)
    crashes: list[bool] = []
    reporter._tasks.crashed.connect(lambda: crashes.append(True))
    with qtbot.waitSignal(reporter.failed, timeout=15_000):
        reporter._begin(by_hand=False)
    assert crashes == []
    assert "3208" not in caplog.text
    assert "ValueError" in caplog.text
    assert "程序自己的毛病" in (status(store).failure_sentence or "")


def test_it_can_be_switched_off_and_on(qtbot: QtBot, reporter: Reporter) -> None:
    started(qtbot, reporter)
    for on in (False, True):
        reporter._tasks.write(label("sync.automatic"), set_automatic, on=on)
        qtbot.waitUntil(lambda on=on: reporter.automatic is on)  # type: ignore[misc] # bound now
        assert (reporter.seconds_left is not None) is on


def test_another_conversation_of_this_pc_is_waited_for(
    qtbot: QtBot, reporter: Reporter, store: Store
) -> None:
    started(qtbot, reporter)
    with only_reporter(reporter._desk.paths.data):
        with qtbot.waitSignal(reporter.failed, timeout=15_000) as heard:
            reporter._begin(by_hand=False)
        assert heard.args is not None
        assert heard.args[0].code == "syncing.already_running"
    assert status(store).failure_sentence is None


def test_sleep_is_noticed_at_the_next_look(
    reporter: Reporter, qtbot: QtBot, steady: Steady, clock: StandingClock
) -> None:
    started(qtbot, reporter)
    with qtbot.waitSignal(reporter.done, timeout=15_000):
        reporter.now()
    steady.seconds += 30
    clock.advance(timedelta(seconds=30))
    reporter.look()
    assert reporter.seconds_left == REST - 30
    steady.seconds += 30
    clock.advance(timedelta(hours=9))
    reporter.look()
    assert reporter.seconds_left == WAKE


def test_a_pc_that_never_joined_plans_nothing(qtbot: QtBot, desk: Desk, qapp: QApplication) -> None:
    reporter = Reporter(desk, qapp)
    reporter._ask()
    qtbot.waitUntil(lambda: not reporter._asking)
    assert reporter.seconds_left is None
    reporter._due()
    assert not reporter.running
