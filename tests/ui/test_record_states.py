"""How a single record stands: a mark in its row, a word on its file, a way to its question."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from station_app.models.change import Change
from station_app.models.conflict import Conflict
from station_app.models.local import RefusedRow
from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.services.record_states import (
    FileStanding,
    RecordState,
    file_standing,
    record_states,
    worst,
)
from station_app.store.unit_of_work import Store
from station_app.sync.state import load_state
from station_app.ui.components.record_state import WORDS, QuestionMark, StateMark, tip_of
from station_app.ui.components.table_model import CELL
from station_app.ui.desk import Desk
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.visits import VisitsPage
from tests.fixtures.statements import counted

AT = datetime(2022, 10, 18, 7, 20, tzinfo=UTC)


@pytest.fixture
def people(village: Store) -> dict[RecordState, UUID]:
    """One person in each state."""
    with village.write("收到", outgoing=False) as session:
        here = load_state(session)
        here.token, here.server_url = "t", "https://district.example"
        here.acknowledged_seq = session.scalar(select(func.max(Change.seq))) or 0
        keys = list(session.scalars(select(Person.id).order_by(Person.name).limit(4)))
        found = dict(zip(RecordState, keys, strict=True))
        refused = RefusedRow(record_type="person", code="syncing.bad_value", refused_at=AT)
        refused.record_id = found[RecordState.REFUSED]
        asked = Conflict(record_type="person", field="mobile", server_value="1", client_value="2")
        asked.record_id = str(found[RecordState.ASKED])
        session.add_all([refused, asked])
    with village.write("改") as session:
        session.get_one(Person, found[RecordState.WAITING]).work_unit = "青石农机合作社"
    return found


def test_each_record_says_how_it_stands(village: Store, people: dict[RecordState, UUID]) -> None:
    with village.read() as session:
        found = record_states(session, list(people.values()))
    assert {found[key]: key for key in found} == people


def test_as_many_rows_as_a_page_shows_are_a_handful_of_questions(
    village: Store, people: dict[RecordState, UUID]
) -> None:
    with village.read() as session:
        keys = list(session.scalars(select(Visit.id))) + list(people.values())
        with counted(session) as statements:
            record_states(session, keys)
    assert len(statements) <= 4


def test_where_nothing_is_reported_nothing_is_shown(village: Store) -> None:
    with village.read() as session:
        assert record_states(session, [uuid4()]) == {}
        assert file_standing(session, [uuid4()]) == FileStanding(None, {})


def test_the_most_urgent_state_stands_for_the_file() -> None:
    assert worst([RecordState.REPORTED, RecordState.WAITING]) is RecordState.WAITING
    assert worst(RecordState) is RecordState.ASKED
    assert worst([]) is None


def test_every_state_has_a_word_a_shape_and_a_tip() -> None:
    assert [WORDS[state][0] for state in RecordState] == ["在问", "未收", "待上报", "已上报"]
    assert len({WORDS[state][1] for state in RecordState}) == 4
    assert all("：" in tip_of(state) for state in RecordState)


def test_a_ledger_shows_a_mark_in_each_row(
    qtbot: QtBot, desk: Desk, people: dict[RecordState, UUID]
) -> None:
    page = VisitsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(None)
    model = page._visits.model
    column = len(model.columns) - 1
    assert people

    def marked() -> bool:
        return bool(model.rows) and model.index(0, column).data(CELL).icon == "cloud-check"

    qtbot.waitUntil(marked)
    tip = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "已上报：区县已回执，收下了"


def test_a_file_shows_its_state_and_the_way_to_its_question(
    qtbot: QtBot, desk: Desk, people: dict[RecordState, UUID]
) -> None:
    page = PersonPage(desk)
    qtbot.addWidget(page)
    page.resize(1194, 680)
    page.show()
    page.opened(people[RecordState.ASKED])
    qtbot.waitUntil(
        lambda: any(mark.words == "在问" for mark in page.findChildren(StateMark)), timeout=10_000
    )
    marks = [m for m in page.findChildren(QuestionMark) if m.isVisible()]
    assert [mark.field for mark in marks] == ["mobile"]
    with qtbot.waitSignal(desk.wanted) as heard:
        qtbot.keyClick(marks[0], Qt.Key.Key_Return)
    assert heard.args is not None
    assert heard.args[0] == "sync"
    assert isinstance(heard.args[1], UUID)
