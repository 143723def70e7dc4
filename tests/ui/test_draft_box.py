"""Half-written forms are kept while one types, survive a restart, and go when they are saved."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station_app.domain.half_written import HalfWritten
from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.services.drafting import DraftFile, open_drafts
from station_app.store.keys import Keys
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.password_input import PasswordInput
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.draft_box import DraftBox
from station_app.ui.draft_keeper import DraftKeeper
from tests.fixtures.clock import StandingClock

KEYS = Keys(b"d" * 32, b"s" * 32)


@pytest.fixture
def place(tmp_path: Path) -> Paths:
    made = Paths(tmp_path)
    made.create()
    return made


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(who=FormRow("走访人", TextInput()), note=FormRow("内容", TextArea()))
    for row in made.rows.values():
        qtbot.addWidget(row)
    return made


pytestmark = pytest.mark.usefixtures("theme")


def test_a_draft_survives_the_end_of_the_program(place: Paths, clock: StandingClock) -> None:
    box = DraftBox(open_drafts(place, KEYS), clock=clock)
    box.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    box.close()
    again = DraftBox(open_drafts(place, KEYS), clock=clock)
    found = again.find("visit_entry", "42")
    assert found is not None
    assert (found.title, found.fields) == ("马德胜 的走访", {"note": "血压偏高"})
    assert found.kept_at == clock()
    again.discard("visit_entry", "42")
    again.close()
    last = DraftBox(open_drafts(place, KEYS), clock=clock)
    assert last.all() == []
    last.close()


def test_no_word_of_a_draft_lies_open_on_the_disk(place: Paths, clock: StandingClock) -> None:
    box = DraftBox(open_drafts(place, KEYS), clock=clock)
    box.keep("visit_entry", "42", "secret-title", {"note": "secret-note"})
    box.close()
    assert b"secret" not in place.drafts.read_bytes()


def test_typing_is_kept_a_moment_later_and_put_back(
    qtbot: QtBot, form: Form, clock: StandingClock
) -> None:
    box = DraftBox(None, clock=clock)
    owner = QObject()
    keeper = DraftKeeper(box, "visit_entry", form, owner)
    assert not keeper.begin("42", "马德胜 的走访")
    with qtbot.waitSignal(keeper.kept, timeout=4000):
        qtbot.keyClicks(form["who"].field, "abc")
    form["who"].field.setText("")  # type: ignore[attr-defined]
    other = DraftKeeper(box, "visit_entry", form, owner)
    assert other.begin("42", "马德胜 的走访")
    assert form.values()["who"] == "abc"
    other.done()
    assert box.all() == []


def test_an_empty_form_leaves_no_draft(form: Form, clock: StandingClock) -> None:
    box = DraftBox(None, clock=clock)
    owner = QObject()
    keeper = DraftKeeper(box, "visit_entry", form, owner)
    keeper.begin("", "")
    keeper.keep_now()
    assert box.all() == []


def test_what_the_program_filled_in_is_no_draft(form: Form, clock: StandingClock) -> None:
    box, parent = DraftBox(None, clock=clock), QObject()
    keeper = DraftKeeper(box, "visit_entry", form, parent)
    form.fill({"who": "李秀兰"})
    keeper.begin("42", "马德胜 的走访")
    keeper.keep_now()
    assert box.all() == []
    form.fill({"note": "血压偏高"})
    keeper.keep_now()
    assert len(box.all()) == 1
    form.fill({"note": ""})
    keeper.keep_now()
    assert box.all() == []


def test_each_operator_goes_on_with_his_own_and_only_hears_of_the_others(
    place: Paths, clock: StandingClock
) -> None:
    names = ("李敏", "周建国")
    mine = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏", operators=names)
    mine.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    mine.close()
    other = DraftBox(open_drafts(place, KEYS), clock=clock, operator="周建国", operators=names)
    assert other.all() == []
    assert other.of_others() == {"李敏": 1}
    other.keep("visit_entry", "42", "马德胜 的走访", {"note": "另写的"})
    other.close()
    again = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏", operators=names)
    (found,) = again.all()
    assert found.fields == {"note": "血压偏高"}
    again.close()


def test_what_somebody_left_who_may_no_longer_log_in_is_everybodys(
    place: Paths, clock: StandingClock
) -> None:
    gone = DraftBox(open_drafts(place, KEYS), clock=clock, operator="调走的", operators=("调走的",))
    gone.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    gone.close()
    box = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏", operators=("李敏",))
    assert [one.title for one in box.all()] == ["马德胜 的走访"]
    box.keep("visit_entry", "42", "马德胜 的走访", {"note": "接着写"})
    box.close()
    again = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏", operators=("李敏",))
    assert [one.fields for one in again.all()] == [{"note": "接着写"}]
    again.close()


def test_what_was_given_up_can_be_taken_up_for_thirty_days(
    place: Paths, clock: StandingClock
) -> None:
    box = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏")
    box.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    box.give_up("visit_entry", "42")
    assert box.all() == []
    box.close()
    later = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏")
    assert [one.title for one in later.given_up()] == ["马德胜 的走访"]
    later.take_up("visit_entry", "42")
    assert later.find("visit_entry", "42") is not None
    later.give_up("visit_entry", "42")
    later.close()
    clock.now += timedelta(days=31)
    last = DraftBox(open_drafts(place, KEYS), clock=clock, operator="李敏")
    assert last.given_up() == []
    last.close()


def test_whoever_types_without_a_pause_is_kept_up_with(
    qtbot: QtBot, form: Form, clock: StandingClock
) -> None:
    box, owner = DraftBox(None, clock=clock), QObject()
    keeper = DraftKeeper(box, "visit_entry", form, owner)
    keeper.begin("42", "马德胜 的走访")
    with qtbot.waitSignal(keeper.kept, timeout=6000):
        for _ in range(60):
            qtbot.keyClicks(form["who"].field, "a")
            qtbot.wait(50)
    assert box.all()


def test_a_window_that_is_closed_keeps_what_was_typed_this_very_moment(
    qtbot: QtBot, form: Form, place: Paths, clock: StandingClock
) -> None:
    box, owner = DraftBox(open_drafts(place, KEYS), clock=clock), QObject()
    keeper = DraftKeeper(box, "visit_entry", form, owner)
    keeper.begin("42", "马德胜 的走访")
    qtbot.keyClicks(form["who"].field, "abc")
    box.close()
    again = DraftBox(open_drafts(place, KEYS), clock=clock)
    assert [one.fields["who"] for one in again.all()] == ["abc"]
    again.close()


def test_a_password_is_never_kept(qtbot: QtBot, clock: StandingClock) -> None:
    secret = PasswordInput()
    made = Form(name=FormRow("姓名", TextInput()), secret=FormRow("密码", secret))
    for row in made.rows.values():
        qtbot.addWidget(row)
    box, owner = DraftBox(None, clock=clock), QObject()
    keeper = DraftKeeper(box, "settings", made, owner)
    keeper.begin("", "新操作员")
    qtbot.keyClicks(made["name"].field, "li")
    qtbot.keyClicks(secret, "sheng-huo-2022")
    keeper.keep_now()
    (kept,) = box.all()
    assert kept.fields == {"name": "li"}


class FullDisk(DraftFile):
    """A file on a disk without room."""

    def keep(self, one: HalfWritten) -> None:
        """Nothing can be kept."""
        raise Unavailable("store.drafts_full", title=one.title)


def test_a_full_disk_is_said_once_a_minute_and_typing_goes_on(
    qtbot: QtBot, form: Form, clock: StandingClock
) -> None:
    box, owner = DraftBox(FullDisk(None), clock=clock), QObject()
    keeper = DraftKeeper(box, "visit_entry", form, owner)
    keeper.begin("42", "马德胜 的走访")
    qtbot.keyClicks(form["who"].field, "abc")
    with qtbot.waitSignal(box.failed) as failed, qtbot.assertNotEmitted(keeper.kept):
        keeper.keep_now()
    assert failed.args == ["store.drafts_full"]
    qtbot.keyClicks(form["who"].field, "def")
    with qtbot.assertNotEmitted(box.failed, wait=100):
        keeper.keep_now()
    assert form.values()["who"] == "abcdef"
    box.close()


@pytest.mark.expected_logs
def test_a_folder_that_cannot_be_written_keeps_nobody_from_his_work(
    place: Paths, clock: StandingClock
) -> None:
    place.drafts.mkdir()  # nothing can be opened there, as in a folder without rights
    box = DraftBox(open_drafts(place, KEYS), clock=clock)
    assert box.all() == []
    box.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    assert box.find("visit_entry", "42") is not None
    box.close()


@pytest.mark.expected_logs
def test_a_file_that_nothing_can_be_read_from_is_put_aside(
    place: Paths, clock: StandingClock
) -> None:
    place.drafts.write_bytes(b"no database at all" * 100)
    box = DraftBox(open_drafts(place, KEYS), clock=clock)
    box.keep("visit_entry", "42", "马德胜 的走访", {"note": "血压偏高"})
    box.close()
    assert (place.data / "drafts-unreadable.db").exists()
    again = DraftBox(open_drafts(place, KEYS), clock=clock)
    assert len(again.all()) == 1
    again.close()
