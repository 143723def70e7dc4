"""Reporting: offline is normal, joining is refused in words, every state has its sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from station_app.errors import Rejected, Unavailable
from station_app.models.change import Change
from station_app.models.local import RefusedRow, SyncState
from station_app.models.person import Person
from station_app.services.district_sync import Synchronised
from station_app.services.reporting_history import Moved, note_failure, note_success
from station_app.services.sync_status import Proof, SyncStatus, sync_status
from station_app.store.context import unit_of
from station_app.store.unit_of_work import Store
from station_app.sync.proof_note import note_proof
from station_app.sync.state import load_state
from station_app.ui.desk import Desk
from station_app.ui.pages.sync import LAST, LINE, REFUSED, WAITING, SyncPage, result_words
from station_app.ui.pages.sync_joining import LIVES, NO_ANSWER
from station_app.ui.pages.sync_state import plan_words
from tests.fixtures.clock import START
from tests.fixtures.station import OPERATOR, EmptyStation

Change_ = Callable[[SyncState], None]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, empty_station: EmptyStation) -> SyncPage:
    desk.keys = empty_station.keys
    made = SyncPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    return made


def joined(store: Store, change: Change_ | None = None) -> None:
    """As if this PC had joined the district and reported everything."""
    with store.write("joined", outgoing=False) as session:
        here = load_state(session)
        here.server_url, here.token, here.device_letter = "https://district.example", "t", "A"
        here.server_id = here.device_id = here.incarnation = uuid4()
        here.acknowledged_seq = session.scalar(select(func.max(Change.seq))) or 0
        here.last_receipt_at = START - timedelta(minutes=12)
        if change is not None:
            change(here)


def failing(code: str) -> Change_:
    """The last conversation ended so."""

    def change(here: SyncState) -> None:
        here.last_error = code

    return change


def shown(qtbot: QtBot, page: SyncPage) -> SyncPage:
    """Opened, and everything there."""
    page.opened(None)
    qtbot.waitUntil(lambda: page._status is not None and not page.tasks.busy)
    return page


def test_a_pc_that_never_joined_is_offered_to(qtbot: QtBot, page: SyncPage) -> None:
    shown(qtbot, page)
    assert page._join.isVisible()
    assert not page._now.isVisible()
    assert page._state.light.state == "grey"
    assert page._state.sentence.text() == "还没有登记到区县，不影响使用"


def test_what_a_trial_found_is_not_said_of_another_address(qtbot: QtBot, page: SyncPage) -> None:
    join = shown(qtbot, page)._join
    join._lives(None)
    assert join.form["server"].note == LIVES
    qtbot.keyClicks(join.form["server"].field, "x")
    assert join.form["server"].note == ""


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("syncing.portal", "server"),
        ("syncing.unreachable", "server"),
        ("syncing.used_code", "code"),
        ("syncing.unknown_code", "code"),
    ],
)
def test_why_a_pc_did_not_join_stands_under_the_field_that_it_is_about(
    qtbot: QtBot, page: SyncPage, code: str, where: str
) -> None:
    join = shown(qtbot, page)._join
    join._not_enrolled(Rejected(code))
    other = "code" if where == "server" else "server"
    assert join.form[where].error
    assert not join.form[other].error


def test_where_nobody_answers_nothing_is_promised(qtbot: QtBot, page: SyncPage) -> None:
    join = shown(qtbot, page)._join
    join._not_there(Unavailable("syncing.unreachable"))
    assert join.form["server"].error == NO_ANSWER
    assert "接着上报" not in NO_ANSWER


def test_the_focus_lies_on_the_address_until_the_pc_joined_and_then_on_reporting(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    page.opened(None)
    first = page.first_focus()
    assert first is not None
    first.setFocus()
    qtbot.waitUntil(page._join.isVisible)
    assert page.focusWidget() is page._join.address
    assert page.first_focus() is page._join.address
    with store.read() as session:
        after = replace(sync_status(session), enrolled=True)
    page._show_status(after)
    assert page.focusWidget() is page._now
    assert page.first_focus() is page._now


def test_a_wrong_address_is_said_under_the_field(qtbot: QtBot, page: SyncPage) -> None:
    form = shown(qtbot, page)._join.form
    form.fill({"server": "not an address", "code": "ABCD-EFGH"})
    page._join.enroll()
    qtbot.waitUntil(lambda: "不像一个网址" in form["server"].error, timeout=10_000)
    page._join.try_address()
    qtbot.waitUntil(lambda: "不像一个网址" in form["server"].error, timeout=10_000)


def test_an_empty_form_asks_for_what_is_missing(qtbot: QtBot, page: SyncPage) -> None:
    shown(qtbot, page)._join.enroll()
    assert page._join.form["server"].error == "请填区县的地址"


STATES = {
    None: ("ok", "全部上报，", "区县已回执"),
    "syncing.unreachable": ("grey", "未连接，不影响使用", "现在连不上区县"),
    "syncing.portal": ("grey", "未连接，不影响使用", "多半要先登录"),
    "syncing.certificate_expired": ("grey", "未连接，不影响使用", "证书过期"),
    "syncing.busy": ("grey", "区县正忙", "到时会自动接着报"),
    "syncing.revoked": ("warn", "上报停着", "区县停用了这台电脑"),
    "syncing.other_server": ("warn", "上报停着", "另一台服务器"),
    "syncing.stumbled": ("warn", "上报停着", "程序自己的毛病"),
}


@pytest.mark.parametrize("code", STATES)
def test_every_state_has_its_light_its_sentence_and_its_reason(
    qtbot: QtBot, page: SyncPage, store: Store, code: str | None
) -> None:
    light, sentence, why = STATES[code]
    joined(store, failing(code) if code else None)
    shown(qtbot, page)
    assert page._state.light.state == light
    assert sentence in page._state.sentence.text()
    assert why in page._state.more.text()
    assert page._now.isVisible()


def test_a_pc_that_was_shut_out_can_join_again_with_another_code(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    joined(store, failing("syncing.revoked"))
    shown(qtbot, page)._switch.choose(LINE)
    assert page._again.isVisible()
    assert page._again.form.values()["server"] == "https://district.example"
    qtbot.keyClicks(page._again.form["code"].field, "ABCD")
    page.refresh()
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert page._again.form.values()["code"] == "ABCD"


def test_a_pc_that_reports_is_not_asked_to_join_again(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    joined(store, failing("syncing.unreachable"))
    shown(qtbot, page)._switch.choose(LINE)
    assert not page._again.isVisible()


def test_a_wrong_clock_is_told_in_words(qtbot: QtBot, page: SyncPage, store: Store) -> None:
    def slow(here: SyncState) -> None:
        here.clock_offset_seconds = 3 * 3600 + 200

    joined(store, slow)
    shown(qtbot, page)
    words = "这台电脑的时钟慢了约 3 小时。不影响数据，请校准电脑的时间。"
    assert page._state.clock.text() == words
    assert page._state.clock.isVisible()


def test_what_waits_is_listed_by_kind(qtbot: QtBot, page: SyncPage, store: Store) -> None:
    joined(store)
    with store.write("新增") as session:
        session.add(Person(file_no="T-1", name="曾光明", status="ACTIVE"))
    shown(qtbot, page)._switch.choose(WAITING)
    (kind,) = page._waiting.table.model.rows
    assert (kind.label, kind.count) == ("服务对象", 1)
    assert page._state.sentence.text() == "待上报 1 条"


def test_what_was_not_taken_says_why_and_opens_the_record(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    joined(store)
    with store.write("收到", outgoing=False) as session:
        person = Person(file_no="T-1", name="曾光明", status="ACTIVE")
        session.add(person)
        session.flush()
        row = RefusedRow(record_id=person.id, record_type="person", code="syncing.bad_value")
        row.fields, row.refused_at, key = None, START, person.id
        session.add(row)
    shown(qtbot, page)._switch.choose(REFUSED)
    assert "有区县存不下的内容" in page._refused.reason.text()
    with qtbot.waitSignal(page.desk.wanted) as heard:
        page._refused.open.click()
    assert heard.args == ["person", key]


def test_the_last_conversations_are_listed(qtbot: QtBot, page: SyncPage, store: Store) -> None:
    joined(store)
    with store.write("记", outgoing=False) as session:
        note_success(session, Moved(sent=12, received=2), by_hand=True)
        note_failure(session, "syncing.portal", by_hand=False)
        note_failure(session, "syncing.portal", by_hand=False)
    shown(qtbot, page)._switch.choose(LAST)
    rows = page._last.table.model.rows
    assert [(row.sent, row.times) for row in rows] == [(0, 2), (12, 1)]
    assert page._last.table.isVisible()


def test_reporting_by_itself_is_switched_off_and_on(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    joined(store)
    shown(qtbot, page)._switch.choose(LINE)
    assert page._line.address.text() == "https://district.example"
    assert page._line.automatic.at == 0
    page._line.automatic.choose(1)
    qtbot.waitUntil(lambda: not page._automatic)
    page._line.automatic.choose(0)
    qtbot.waitUntil(lambda: page._automatic)


def test_a_by_hand_conversation_without_a_line_is_no_dialog(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    def nowhere(here: SyncState) -> None:
        here.server_url = "http://plain.example"

    joined(store, nowhere)
    shown(qtbot, page)
    must_read: list[str] = []
    page.desk.must_read.connect(must_read.append)
    with qtbot.waitSignal(page.desk.said, timeout=15_000) as heard:
        page._now.click()
    assert heard.args is not None
    assert heard.args[0] == "这个地址不以 https 开头，路上会被人看见，没有发送任何内容"
    assert must_read == []


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (Synchronised(), "都对上了，没有新的"),
        (Synchronised(sent=5, received=3), "已上报 5 条，收到 3 条"),
        (
            Synchronised(sent=1, refused=2, conflicts=1),
            "已上报 1 条，2 条区县没有收，1 处要您决定",
        ),
    ],
)
def test_what_it_came_to_is_said_in_words(done: Synchronised, words: str) -> None:
    assert result_words(done) == words


def waiting(store: Store) -> SyncStatus:
    """A status with something that waits."""
    with store.read() as session:
        return replace(sync_status(session), enrolled=True, waiting=3)


def test_when_it_is_tried_again_is_told(store: Store) -> None:
    status = waiting(store)
    assert plan_words(status, 20.0, automatic=True) == "马上会自动再报。"
    assert plan_words(status, 290.0, automatic=True) == "约 5 分钟后自动再报。"
    assert plan_words(status, None, automatic=False) == "自动上报关着，要报请按 F8。"
    assert plan_words(replace(status, enrolled=False), 20.0, automatic=True) == ""
    quiet = replace(status, waiting=0)
    assert plan_words(quiet, 290.0, automatic=True) == "有网时每隔几分钟自动对一次。"
    stopped = replace(quiet, failure_sentence="这台电脑已停用。")
    assert "对一次" not in plan_words(stopped, 290.0, automatic=True)


def test_the_page_says_when_every_record_was_last_compared(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    joined(store)
    page.refresh()
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert page._state.proof.isHidden()
    for proof, words in (
        (Proof(START, agrees=True, records=12_345), "逐条核对过 12,345 条，全部一致"),
        (Proof(START, agrees=True, records=9, repaired=3), "补齐了 3 条"),
        (Proof(START, agrees=False, records=9), "还有对不上的"),
    ):
        with store.write("proved", outgoing=False) as session:
            note_proof(session, proof)
        page.refresh()
        qtbot.waitUntil(lambda words=words: words in page._state.proof.text())  # type: ignore[misc]


def test_an_edit_inside_a_file_that_went_elsewhere_is_told_until_it_was_read(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    """B13: both were taken and nobody was asked, so it is said, with the way to get it back."""
    with store.write("建档") as session:
        person = Person(file_no="T-1", name="曾光明", status="ACTIVE")
        session.add(person)
    with store.write("改资料") as session:
        session.get_one(Person, person.id).address = "三组 17 号"
    with store.write("收到区县的内容", outgoing=False) as session:
        session.get_one(Person, person.id).status = "REMOVED"
        session.flush()
        step = unit_of(session).action_id
    joined(store)
    shown(qtbot, page)
    line = page._inside
    assert line.isVisible()
    assert (
        f"曾光明（服务对象）在别的电脑上移出了，{OPERATOR}在这里同时改过现住址" in line._more.text()
    )
    with qtbot.waitSignal(page.desk.wanted) as asked:
        line.go.click()
    assert asked.args == ["history", ("removed", step)]
    line.seen.click()
    assert not line.isVisible()
    shown(qtbot, page)
    assert not line.isVisible()
