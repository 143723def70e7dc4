"""Half-written forms are kept while one types, survive a restart, and go when they are saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station_app.paths import Paths
from station_app.services.drafting import open_drafts
from station_app.store.keys import Keys
from station_app.ui.components.form import Form, FormRow
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
