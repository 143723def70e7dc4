"""Notices, tasks and moves in the window: read, done, taken, answered, and taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.models.person import Person
from station_app.models.posting import DistrictNotice, DistrictTask, NoticeReading, TaskAnswer
from station_app.models.standard import CondolenceStandard
from station_app.models.transfer import HistoryLine, PersonTransfer, TransferAnswer, TransferField
from station_app.queries.home import today_page
from station_app.queries.timeline import timeline
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.condolences import CondolencesPage
from station_app.ui.pages.home_parts import coming_rows, late_rows
from station_app.ui.pages.postings import PostingsPage
from station_app.ui.timeline_words import happened_words
from tests.services.people_of_tests import a_person, number
from tests.ui.pages_of_tests import settled, shown

TODAY = date(2022, 10, 20)
NUMBER = number(7)


@pytest.fixture
def sent(store: Store) -> Store:
    """A notice, a task that is late, and somebody who moved here."""
    with store.write("收到", outgoing=False) as session:
        session.add(
            DistrictNotice(
                posting_id=uuid4(),
                title="春节值班",
                body="请安排值班。",
                posted_on=TODAY,
                needs_confirmation=True,
            )
        )
        session.add(
            DistrictTask(
                posting_id=uuid4(),
                title="核对名册",
                what="逐户核对。",
                posted_on=TODAY - timedelta(days=9),
                due_on=TODAY - timedelta(days=1),
            )
        )
        coming = PersonTransfer(
            pair_id=uuid4(),
            direction="IN",
            person_id=uuid4(),
            person_name="周世昌",
            id_number=NUMBER,
            other_code="320812002001",
            other_name="北山村服务站",
            moved_out_on=TODAY,
            state="WAITING",
        )
        session.add(coming)
        carried = {"name": '"周世昌"', "id_number": f'"{NUMBER}"', "mobile": '"13800000009"'}
        for name, value in carried.items():
            session.add(
                TransferField(
                    transfer_id=coming.id,
                    record_type="person",
                    record_id=coming.person_id,
                    field=name,
                    value=value,
                )
            )
        session.add(
            HistoryLine(
                transfer_id=coming.id,
                source_id=uuid4(),
                station_name="北山村服务站",
                kind="VISIT",
                happened_on=date(2022, 5, 1),
                what="HOME",
                how="ROUTINE",
                is_reversed=False,
            )
        )
    return store


def all_of(store: Store, model: type) -> list[object]:
    with store.read() as session:
        return list(session.scalars(select(model)))


def titles(page: PostingsPage) -> list[str]:
    return [row.title for row in page.table.model.rows]


def press_main(qtbot: QtBot, page: PostingsPage) -> None:
    qtbot.waitUntil(page.main.isVisible)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)


def test_what_is_open_stands_first_and_the_notice_is_read_by_key(
    qtbot: QtBot, desk: Desk, sent: Store
) -> None:
    page = shown(qtbot, desk, PostingsPage)
    assert titles(page) == ["核对名册", "周世昌，从北山村服务站转来", "春节值班"]
    page.table.choose(2)
    press_main(qtbot, page)
    (reading,) = all_of(sent, NoticeReading)
    assert isinstance(reading, NoticeReading)
    assert reading.read_on == TODAY
    assert titles(page) == ["核对名册", "周世昌，从北山村服务站转来"]
    undo_last(sent)
    page.refresh()
    settled(qtbot, page)
    assert len(titles(page)) == 3


def test_a_task_is_done_with_an_answer_and_taken_back(
    qtbot: QtBot, desk: Desk, sent: Store
) -> None:
    page = shown(qtbot, desk, PostingsPage)
    page.answer.setText("核对了 30 户")
    assert page.has_unsaved()
    press_main(qtbot, page)
    (said,) = all_of(sent, TaskAnswer)
    assert isinstance(said, TaskAnswer)
    assert said.answer == "核对了 30 户"
    assert not page.has_unsaved()
    page.switch.choose(2)
    assert page.table.row is not None
    page._reopen()  # the button of the panel
    settled(qtbot, page)
    (said,) = all_of(sent, TaskAnswer)
    assert isinstance(said, TaskAnswer)
    assert said.deleted


def test_the_arrow_keys_go_on_in_the_list_after_each_thing(
    qtbot: QtBot, desk: Desk, sent: Store
) -> None:
    page = shown(qtbot, desk, PostingsPage)
    page.answer.setFocus()
    press_main(qtbot, page)
    assert page.table.isAncestorOf(page.focusWidget())
    assert len(all_of(sent, TaskAnswer)) == 1
    page.table.choose(1)
    press_main(qtbot, page)
    assert page.table.isAncestorOf(page.focusWidget())
    page._not_here()
    settled(qtbot, page)
    assert titles(page) == []
    assert page.switch.isAncestorOf(page.focusWidget())


def test_somebody_is_taken_and_his_history_stands_in_his_file(
    qtbot: QtBot, desk: Desk, sent: Store
) -> None:
    opened: list[tuple[str, object]] = []
    desk.wanted.connect(lambda page, subject: opened.append((page, subject)))
    page = shown(qtbot, desk, PostingsPage)
    page.table.choose(1)
    press_main(qtbot, page)
    (person,) = all_of(sent, Person)
    assert isinstance(person, Person)
    assert (person.name, person.mobile) == ("周世昌", "13800000009")
    assert opened == [("person", person.id)]
    with sent.read() as session:
        opened_here, line = timeline(session, person.id, None)
    assert happened_words(opened_here).title == "建档"
    assert happened_words(line).line.startswith("在北山村服务站")


def test_who_is_known_here_is_offered_as_the_same_man(
    qtbot: QtBot, desk: Desk, sent: Store
) -> None:
    own = a_person(sent, "周世昌", id_number=NUMBER)
    page = shown(qtbot, desk, PostingsPage)
    page.table.choose(1)
    assert page.main.text() == "是同一人，接收"
    press_main(qtbot, page)
    (answer,) = all_of(sent, TransferAnswer)
    assert isinstance(answer, TransferAnswer)
    assert (answer.reply, answer.person_id) == ("SAME", own)


def test_who_is_not_here_is_answered_with_a_word(qtbot: QtBot, desk: Desk, sent: Store) -> None:
    page = shown(qtbot, desk, PostingsPage)
    page.table.choose(1)
    page.answer.setText("没有这个人")
    page._not_here()
    settled(qtbot, page)
    (answer,) = all_of(sent, TransferAnswer)
    assert isinstance(answer, TransferAnswer)
    assert (answer.reply, answer.note) == ("NOT_HERE", "没有这个人")
    assert all_of(sent, Person) == []


def test_an_empty_page_says_what_will_come(qtbot: QtBot, desk: Desk) -> None:
    page = shown(qtbot, desk, PostingsPage)
    assert not page.table.isVisible()
    assert page._nothing.isVisible()


def test_today_names_what_the_district_sent(sent: Store) -> None:
    with sent.read() as session:
        today = today_page(session, today=TODAY)
    late, coming = late_rows(today, TODAY), coming_rows(today, TODAY)
    assert [row.words for row in late if row.page == "postings"] == ["区县任务"]
    assert [row.words for row in coming if row.page == "postings"] == ["区县通知", "转入待接收"]


def test_a_new_batch_is_given_the_standard_in_force_with_its_source(
    qtbot: QtBot, desk: Desk, store: Store
) -> None:
    with store.write("收到", outgoing=False) as session:
        session.add(
            CondolenceStandard(
                kind="ENTITLED_DIFF",
                amount_fen=50_000,
                effective_from=date(2022, 1, 1),
                doc_no="通 9 号",
            )
        )
    page = shown(qtbot, desk, CondolencesPage)
    page._new()
    settled(qtbot, page)
    form = page.making.form
    assert form.values()["standard_fen"] == 50_000
    assert form.values()["doc_no"] == "通 9 号"
    assert form["standard_fen"].note == "区县标准（通 9 号）"
    form.fill({"standard_fen": 66_600})
    form["kind"].field.put("BORDER")  # type: ignore[attr-defined]
    page.making._look_up()
    settled(qtbot, page)
    assert form.values()["standard_fen"] == 66_600
    assert form.values()["doc_no"] is None
