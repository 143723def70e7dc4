"""Jobs run beside the window; answers come back on its thread, to those who are still there."""

import sys
import threading
import weakref
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Cancelled, Rejected, StationError
from station_app.models.change import Action
from station_app.models.station import Station
from station_app.progress import Progress
from station_app.store.unit_of_work import Store
from station_app.ui.tasks import Job, Tasks


class Receiver(QObject):
    """Remembers what it was told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.errors: list[StationError] = []
        self.threads: set[str] = set()

    def take(self, answer: object) -> None:
        self.threads.add(threading.current_thread().name)
        self.answers.append(answer)

    def refuse(self, error: StationError) -> None:
        self.errors.append(error)


def name_of_station(session: Session) -> str:
    assert threading.current_thread() is not threading.main_thread()
    return session.scalars(select(Station.name)).one()


def rename_station(session: Session, name: str) -> str:
    station = session.scalars(select(Station)).one()
    station.name = name
    return name


def reject(session: Session) -> None:
    station = session.scalars(select(Station)).one()
    station.name = "不该留下"
    session.flush()
    raise Rejected("store.missing")


def step_forever(session: Session, *, progress: Progress) -> None:
    station = session.scalars(select(Station)).one()
    station.name = "做到一半"
    for number in range(10_000_000):
        progress.step(number, 10_000_000)


def break_down(_session: Session) -> None:
    raise ZeroDivisionError("姓名在这里")


def test_a_question_is_answered_on_the_thread_of_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    receiver = Receiver()
    tasks.read(name_of_station, then=receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.answers))
    assert receiver.threads == {threading.main_thread().name}
    assert "东湖" in str(receiver.answers[0])


def test_a_write_is_one_action_of_the_history_and_says_what_it_touched(
    qtbot: QtBot, tasks: Tasks, store: Store
) -> None:
    receiver = Receiver()
    with qtbot.waitSignal(tasks.touched) as touched:
        tasks.write("改站名", rename_station, "新站", then=receiver.take)
    qtbot.waitUntil(lambda: receiver.answers == ["新站"])
    (changed,) = touched.args or []
    assert all(isinstance(key, UUID) for key in changed["station"])
    with store.read() as session:
        assert session.scalars(select(Action.label).order_by(Action.id.desc())).first() == "改站名"


def test_a_refused_write_leaves_nothing_and_tells_the_page(
    qtbot: QtBot, tasks: Tasks, store: Store
) -> None:
    receiver = Receiver()
    tasks.write("改站名", reject, then=receiver.take, failed=receiver.refuse)
    qtbot.waitUntil(lambda: bool(receiver.errors))
    assert receiver.errors[0].code == "store.missing"
    assert receiver.answers == []
    with store.read() as session:
        assert session.scalars(select(Station.name)).one() != "不该留下"


def test_a_failure_that_no_page_takes_becomes_a_sentence(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.explained) as said:
        tasks.write("改站名", reject)
    assert said.args is not None
    assert str(said.args[0]).endswith("。")


@pytest.mark.expected_logs
def test_a_bug_is_logged_without_personal_data(
    qtbot: QtBot, tasks: Tasks, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(tasks.crashed):
        tasks.read(break_down)
    assert "ZeroDivisionError" in caplog.text
    assert "break_down" in caplog.text
    assert "姓名" not in caplog.text


def test_stopping_a_job_takes_all_of_it_back(qtbot: QtBot, tasks: Tasks, store: Store) -> None:
    receiver = Receiver()
    job = tasks.write("长活", step_forever, failed=receiver.refuse, progress="正在做")
    with qtbot.waitSignal(tasks.stepped):
        pass
    job.stop()
    qtbot.waitUntil(lambda: bool(receiver.errors))
    assert isinstance(receiver.errors[0], Cancelled)
    with store.read() as session:
        assert session.scalars(select(Station.name)).one() != "做到一半"


def test_a_job_with_a_title_says_when_it_begins_and_ends(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[Job] = []
    tasks.began.connect(seen.append)

    def short(_session: Session, *, progress: Progress) -> None:
        progress.step(1, 1)

    with qtbot.waitSignal(tasks.ended):
        tasks.read(short, progress="正在数")
    assert [job.title for job in seen] == ["正在数"]
    assert not tasks.busy


def test_an_answer_for_a_page_that_has_gone_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    gone, present = Receiver(), Receiver()
    gate = threading.Event()

    def wait(_session: Session) -> str:
        gate.wait(5)
        return "late"

    answers = gone.answers
    tasks.read(wait, then=gone.take)
    gone.deleteLater()
    del gone
    qtbot.wait(1)
    gate.set()
    tasks.read(name_of_station, then=present.take)
    qtbot.waitUntil(lambda: bool(present.answers) and not tasks.busy)
    assert answers == []


def test_a_held_button_cannot_be_pressed_twice(qtbot: QtBot, tasks: Tasks) -> None:
    button, receiver = QPushButton(), Receiver()
    qtbot.addWidget(button)
    tasks.write("改站名", rename_station, "新站", then=receiver.take, holds=button)
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: bool(receiver.answers))
    assert button.isEnabled()


def test_only_bound_methods_are_taken_as_callbacks(tasks: Tasks) -> None:
    with pytest.raises(TypeError, match="bound method"):
        tasks.read(name_of_station, then=print)


def test_closing_stops_a_long_job_and_delivers_nothing_more(qtbot: QtBot, store: Store) -> None:
    tasks, receiver = Tasks(store), Receiver()
    tasks.write("长活", step_forever, then=receiver.take, failed=receiver.refuse, progress="正在做")
    with qtbot.waitSignal(tasks.stepped):
        pass
    tasks.close()
    qtbot.wait(1)
    assert receiver.answers == receiver.errors == []
    with store.read() as session:
        assert session.scalars(select(Station.name)).one() != "做到一半"


def test_what_will_be_wanted_is_imported_on_a_readers_thread(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "import threading\nTHREAD = threading.current_thread().name\n"
    (tmp_path / "wanted_soon.py").write_text(words, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    tasks.load(["wanted_soon"])
    qtbot.waitUntil(lambda: hasattr(sys.modules.get("wanted_soon"), "THREAD"))
    assert sys.modules["wanted_soon"].THREAD.startswith("reader")
    monkeypatch.delitem(sys.modules, "wanted_soon")


def nothing(_session: Session) -> None:
    """A job that is done before anybody can look."""


def test_an_answer_never_comes_inside_the_question(tasks: Tasks, qtbot: QtBot) -> None:
    """A job that had ended when its callback was set answered at once: what the page began after
    asking was then thrown away."""
    heard = Receiver()
    for _ in range(300):
        tasks.read(nothing, then=heard.take)
    assert heard.answers == []
    qtbot.waitUntil(lambda: len(heard.answers) == 300)


def wait_and_say(_session: Session, word: str, wait: threading.Event, done: threading.Event) -> str:
    assert wait.wait(20)
    done.set()
    return word


def test_answers_come_in_the_order_of_the_questions(tasks: Tasks, qtbot: QtBot) -> None:
    page, other, now = Receiver(), Receiver(), threading.Event()
    now.set()
    first, third = threading.Event(), threading.Event()
    told = [threading.Event() for _ in range(4)]
    tasks.read(wait_and_say, "先", first, told[0], then=page.take)
    tasks.read(wait_and_say, "中", now, told[1], then=page.take)
    tasks.read(wait_and_say, "后", third, told[2], then=page.take)
    assert told[1].wait(20)
    tasks.read(wait_and_say, "别处", now, told[3], then=other.take)
    qtbot.waitUntil(lambda: other.answers == ["别处"])
    assert page.answers == []
    first.set()
    assert told[0].wait(20)
    third.set()  # both are there before the window looks again
    assert told[2].wait(20)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert page.answers == ["先", "中", "后"]


def test_a_job_can_be_held_weakly_as_the_signal_that_stops_it_does(qtbot: QtBot) -> None:
    job, button = Job("长活"), QPushButton()
    qtbot.addWidget(button)
    assert weakref.ref(job)() is job
    button.clicked.connect(job.stop)
    button.click()
    assert job.stopping
