"""The batch page: amounts in their cells, freezing, and what Space, D and N do to a frozen list."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.codes import BatchStatus, Receipt
from station_app.models.identifiers import BatchId
from station_app.models.person import Person
from station_app.queries.condolence import LineRow, batch_sheet, list_batches
from station_app.queries.history import steps
from station_app.services.condolence import Freeze, MakeBatch, freeze, make_batch
from station_app.services.condolence_list import AddPeople, add_people, remove_lines
from station_app.store.unit_of_work import Store
from station_app.ui.components.dialog import Dialog
from station_app.ui.desk import Desk
from station_app.ui.pages.batch import BatchPage
from station_app.ui.pages.condolences import CondolencesPage
from station_app.ui.paste_dialog import PasteDialog
from station_app.ui.theme import font
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)
NAMES = ("曾光明", "周贵英", "孙长河")


def wait(qtbot: QtBot, page: BatchPage | CondolencesPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


@pytest.fixture
def batch_id(store: Store) -> BatchId:
    """A draft of 重阳 with three people at 500 each."""
    with store.write("试") as session:
        people = tuple(villager(session, name) for name in NAMES)
        made = make_batch(session, MakeBatch(
            kind="ENTITLED_DIFF", occasion="CHONGYANG", occasion_year=2022,
            funding="COUNTY", standard_fen=50_000,
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=made, person_ids=people))
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, batch_id: BatchId) -> BatchPage:
    made = BatchPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    made.opened(batch_id)
    wait(qtbot, made)
    assert made.table is not None
    made.table.setFocus()
    return made


@pytest.fixture
def frozen(qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId) -> BatchPage:
    """The same list, frozen."""
    with store.write("试") as session:
        freeze(session, Freeze(batch_id), today=TODAY)
    wait(qtbot, page)
    page.refresh()
    wait(qtbot, page)
    return page


def lines(store: Store, batch_id: BatchId) -> tuple[LineRow, ...]:
    with store.read() as session:
        sheet = batch_sheet(session, batch_id, TODAY)
    assert sheet is not None
    return sheet.lines


def type_amount(page: BatchPage, row: int, text: str) -> QLineEdit:
    assert page.table is not None
    page.table.choose(row)
    page.table.edit_current()
    editor = page.table.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def enter(qtbot: QtBot, page: BatchPage, editor: QLineEdit) -> None:
    """Enter in a cell: Qt hands the text over in the next turn of its loop."""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)
    wait(qtbot, page)
    page.refresh()
    wait(qtbot, page)


def press(page: BatchPage, key: Qt.Key) -> None:
    assert page.table is not None
    QTest.keyClick(page.table.view, key)


def dialogs(page: BatchPage) -> list[Dialog]:
    return [one for one in page.window().findChildren(Dialog) if one.isVisible()]


def test_an_expression_in_a_cell_shows_its_result_and_enter_keeps_it_and_goes_down(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    assert page.table is not None
    editor = type_amount(page, 0, "500*2+200")
    row = page.table.model.row(0)
    aside = page.table.calculated(row)
    assert aside is not None
    assert aside.text == "= 1,200.00，回车记下"
    enter(qtbot, page, editor)
    assert lines(store, batch_id)[0].amount_fen == 120_000
    qtbot.waitUntil(lambda: page.table is not None and page.table.view.currentIndex().row() == 1)
    shown = page.table.model.columns[7].show(page.table.model.row(0))
    assert not isinstance(shown, str)
    assert shown.edited


def test_a_list_that_is_opened_again_is_read_again_only_once_something_was_written(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    before = page.sheet
    page.opened(batch_id)
    assert not page.tasks.busy
    assert page.sheet is before
    with store.write("试") as session:
        freeze(session, Freeze(batch_id), today=TODAY)
    wait(qtbot, page)
    page.opened(batch_id)
    wait(qtbot, page)
    assert page.sheet is not None
    assert page.sheet.batch.is_frozen


@pytest.mark.parametrize("text", ["-5", "800.555"])
def test_an_amount_that_is_refused_stays_in_its_cell_with_the_reason(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId, text: str
) -> None:
    assert page.table is not None
    editor = type_amount(page, 0, text)
    enter(qtbot, page, editor)
    assert editor.isVisible()
    assert editor.text() == text
    assert page.table.view.currentIndex().row() == 0
    said = page.table.calculated(page.table.model.row(0))
    assert said is not None
    assert said.tone == "red"
    page.table.choose(1)
    QTest.qWait(1)
    kept = page.table.calculated(page.table.model.row(0))
    assert kept is not None
    assert kept.text.startswith("没有记下：")
    assert lines(store, batch_id)[0].amount_fen == 50_000


def test_the_default_moves_only_lines_nobody_edited_and_del_goes_back_to_it(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    enter(qtbot, page, type_amount(page, 1, "800"))
    page.drafting.set_default(60_000)
    wait(qtbot, page)
    assert [line.amount_fen for line in lines(store, batch_id)] == [60_000, 80_000, 60_000]
    assert page.table is not None
    page.table.choose(1)
    press(page, Qt.Key.Key_Delete)
    wait(qtbot, page)
    assert [line.amount_fen for line in lines(store, batch_id)] == [60_000] * 3


def test_an_amount_above_a_hundred_thousand_is_asked_before_it_is_kept(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    enter(qtbot, page, type_amount(page, 0, "150000"))
    assert lines(store, batch_id)[0].amount_fen == 50_000
    assert len(dialogs(page)) == 1
    page.drafting.amounts._confirm(dialogs(page)[0], frozenset({"condolence.large"}))
    wait(qtbot, page)
    assert lines(store, batch_id)[0].amount_fen == 15_000_000


def test_ctrl_del_takes_somebody_off_the_list_and_offers_to_undo(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    said: list[tuple[str, str, str]] = []
    page.desk.said.connect(lambda *words: said.append(words))
    assert page.table is not None
    page.table.choose(1)
    page.table._remove()
    wait(qtbot, page)
    assert [line.name for line in lines(store, batch_id)] == ["曾光明", "孙长河"]
    assert said == [("已从名单去掉周贵英", "撤销", "Ctrl+Z")]


def pasted(qtbot: QtBot, page: BatchPage, text: str) -> PasteDialog:
    """A list on the clipboard, and Ctrl V in the table."""
    assert page.table is not None
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)
    assert page.drafting.pasting is not None
    return page.drafting.pasting


def test_a_pasted_list_is_matched_decided_by_figures_and_added_at_once(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    with store.write("试") as session:
        villager(session, "马德胜")
        villager(session, "王建国", group="一组", birth_date="1951-02-03")
        villager(session, "王建国", group="二组", birth_date="1963-08-01")
        villager(session, "吴德贵", status="DECEASED")
    text = "姓名\t金额\n马德胜\t800\n王建国\t500\n曾光明\t600\n李无名\t500\n吴德贵\t500"
    dialog = pasted(qtbot, page, text)
    assert [line.taken for line in dialog.lines] == [True, False, True, False, False]
    assert dialog.table.view.currentIndex().row() == 1
    QTest.keyClick(dialog.table.view, Qt.Key.Key_2)
    chosen = dialog.lines[1].chosen
    assert chosen is not None
    assert chosen.group_name == "二组"
    assert dialog.yes.text() == "3 行记进名单"
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)
    found = {line.name: line.amount_fen for line in lines(store, batch_id)}
    assert found == {
        "曾光明": 60_000, "周贵英": 50_000, "孙长河": 50_000, "马德胜": 80_000, "王建国": 50_000
    }  # fmt: skip


def test_the_same_person_twice_in_a_pasted_list_is_taken_once(
    qtbot: QtBot, page: BatchPage, store: Store
) -> None:
    with store.write("试") as session:
        villager(session, "马德胜")
    dialog = pasted(qtbot, page, "马德胜\n马德胜")
    assert [line.taken for line in dialog.lines] == [True, False]
    assert dialog.lines[1].remark == "和第 1 行是同一个人"
    dialog.table.choose(1)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert not dialog.lines[1].taken


def test_what_was_not_found_can_be_copied_back(qtbot: QtBot, page: BatchPage) -> None:
    dialog = pasted(qtbot, page, "曾光明\t300\n李无名\t500")
    dialog._copy.click()
    assert QGuiApplication.clipboard().text() == "李无名\t\t500.00"


def test_a_column_of_amounts_goes_down_from_the_chosen_line(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    assert page.table is not None
    page.table.choose(1)
    QGuiApplication.clipboard().setText("600\n3*200\n")
    QTest.keyClick(page.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)
    assert [line.amount_fen for line in lines(store, batch_id)] == [50_000, 60_000, 60_000]
    heard: list[str] = []
    page.desk.must_read.connect(heard.append)
    QGuiApplication.clipboard().setText("600\n600\n600")
    QTest.keyClick(page.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["粘贴了 3 个金额，从这里往下只有 2 人。金额都没有动。请核对以后再粘贴。"]


def test_an_empty_clipboard_is_said_in_words(page: BatchPage) -> None:
    heard: list[str] = []
    page.desk.must_read.connect(heard.append)
    QGuiApplication.clipboard().setText("")
    page.drafting.paste_people()
    assert heard[0].startswith("剪贴板里没有名单")


def test_a_wrong_cell_stays_red_with_its_text_and_the_list_is_not_frozen(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    assert page.table is not None
    type_amount(page, 0, "800.555")
    page.table.choose(2)
    QTest.qWait(1)
    page.refresh()
    wait(qtbot, page)
    cell = page.table.model.columns[7].show(page.table.model.row(0))
    assert not isinstance(cell, str)
    assert (cell.text, cell.wrong) == ("800.555", True)
    heard: list[str] = []
    page.desk.must_read.connect(heard.append)
    page.drafting.freeze()
    assert heard == ["曾光明的金额还没改好。没有冻结。请把红格改成金额再冻结。"]
    assert page.table.view.currentIndex().row() == 0
    assert "3*500" in page.draft_panel._problem.text()
    assert page.draft_panel._problem.text().startswith("“800.555”小数超过两位")
    page.table.edit_current()
    editor = page.table.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "800.555"
    QTest.keyClicks(editor, "800.55")
    enter(qtbot, page, editor)
    assert lines(store, batch_id)[0].amount_fen == 80_055
    assert page.table.first_refused() is None
    assert page.draft_panel._problem.isHidden()


def test_people_are_chosen_by_age_and_the_button_says_how_many(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    with store.write("试") as session:
        villager(session, "高寿年", birth_date="1942-10-20")
        villager(session, "差一天", birth_date="1942-10-21")
        villager(session, "只知年", birth_date="1942")
    page.drafting.add_people()
    adding = page.drafting.adding
    assert adding is not None
    adding.switch.choose(1)
    adding.ages._turn(80)
    wait(qtbot, page)
    assert adding.yes.text() == "加 1 人进名单"
    adding.yes.click()
    wait(qtbot, page)
    assert [line.name for line in lines(store, batch_id)] == [*NAMES, "高寿年"]
    assert page.table is not None
    assert page.table.view.hasFocus()


def test_the_people_of_another_batch_are_taken_over(
    qtbot: QtBot, page: BatchPage, store: Store, batch_id: BatchId
) -> None:
    with store.write("试") as session:
        someone = villager(session, "马德胜")
        other = make_batch(session, MakeBatch(
            kind="VET_DIFF", occasion="SPRING", occasion_year=2022, funding="TOWN"
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=other, person_ids=(someone,)))
    page.drafting.add_people()
    adding = page.drafting.adding
    assert adding is not None
    adding.switch.choose(2)
    wait(qtbot, page)
    adding.yes.click()
    wait(qtbot, page)
    assert [line.name for line in lines(store, batch_id)] == [*NAMES, "马德胜"]


def test_whoever_moved_away_is_marked_in_the_row(
    qtbot: QtBot, page: BatchPage, store: Store
) -> None:
    with store.write("试") as session:
        moved = session.scalars(select(Person).where(Person.name == "周贵英")).one()
        moved.status = "MOVED_OUT"
    page.refresh()
    wait(qtbot, page)
    assert page.table is not None
    cell = page.table.model.columns[-1].show(page.table.model.row(1))
    assert not isinstance(cell, str)
    assert cell.text == "已迁出，请看要不要发"


def test_a_batch_is_saved_as_a_workbook(qtbot: QtBot, page: BatchPage, tmp_path: Path) -> None:
    page.export_to(tmp_path / "重阳.xlsx")
    wait(qtbot, page)
    sheet = load_workbook(tmp_path / "重阳.xlsx").worksheets[0]
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == list(NAMES)


def test_f8_freezes_and_the_list_turns_into_one_for_signing(qtbot: QtBot, page: BatchPage) -> None:
    page.draft_panel.freeze.click()
    wait(qtbot, page)
    page.refresh()
    wait(qtbot, page)
    assert page.sheet is not None
    assert page.sheet.batch.status == BatchStatus.APPROVED
    assert page.table is not None
    assert "签领" in [column.title for column in page.table.model.columns]
    assert [key.words for key in page.keys] == ["本人签领", "代领", "未领", "拒领", "退汇"]
    assert page.frozen_panel.unfreeze.isEnabled()


def test_space_signs_and_goes_to_the_next_and_then_it_cannot_be_thawed(
    qtbot: QtBot, frozen: BatchPage, store: Store, batch_id: BatchId
) -> None:
    assert frozen.table is not None
    frozen.table.choose(0)
    frozen.signing.self_signed()
    wait(qtbot, frozen)
    frozen.refresh()
    wait(qtbot, frozen)
    assert lines(store, batch_id)[0].receipt == Receipt.SELF
    assert lines(store, batch_id)[0].paid_on == TODAY
    assert frozen.table.view.currentIndex().row() == 1
    assert not frozen.frozen_panel.unfreeze.isEnabled()


def test_d_asks_who_received_it_and_n_takes_a_signature_back_with_its_reason(
    qtbot: QtBot, frozen: BatchPage, store: Store, batch_id: BatchId
) -> None:
    assert frozen.table is not None
    frozen.table.choose(1)
    frozen.signing.by_agent()
    asking = frozen.signing.asking
    assert asking is not None
    asking.submit()
    assert asking.form["receiver_name"].error == "请填代领人"
    asking.form.fill({"receiver_name": "周建明", "receiver_relation": "侄"})
    asking.submit()
    wait(qtbot, frozen)
    assert lines(store, batch_id)[1].receipt == Receipt.AGENT
    assert lines(store, batch_id)[1].receiver_name == "周建明"
    frozen.refresh()
    wait(qtbot, frozen)
    frozen.table.choose(1)
    frozen.signing.not_received()
    asking = frozen.signing.asking
    assert asking is not None
    asking.form.fill({"reason": "标错了人"})
    asking.submit()
    wait(qtbot, frozen)
    assert lines(store, batch_id)[1].receipt == Receipt.NONE


def test_n_on_a_line_that_waits_anyhow_writes_nothing_and_offers_no_undo(
    qtbot: QtBot, frozen: BatchPage
) -> None:
    said: list[tuple[str, str, str]] = []
    frozen.desk.said.connect(lambda *words: said.append(words))
    assert frozen.table is not None
    frozen.table.choose(0)
    frozen.signing.not_received()
    wait(qtbot, frozen)
    assert said == [(f"{NAMES[0]}本来就是未领", "", "")]
    assert frozen.table.view.currentIndex().row() == 1


def test_the_proxys_name_is_never_cut_in_the_list(frozen: BatchPage) -> None:
    table = frozen.table
    assert table is not None
    at = next(n for n, one in enumerate(table.model.columns) if one.title == "签领")
    before = table.view.columnWidth(at)
    row = table.model.row(0)
    proxy = replace(
        row.line, receipt="AGENT", receiver_relation="配偶", receiver_name="阿卜杜拉·买买提艾力"
    )
    table.show_sheet([replace(row, line=proxy), *table.model.rows[1:]])
    words = QFontMetrics(font("body")).horizontalAdvance("代领：配偶 阿卜杜拉·买买提艾力")
    assert table.view.columnWidth(at) > max(words, before)
    assert table.view.horizontalScrollBar().maximum() == 0


def test_mc3_a_correction_row_stands_under_its_line_and_the_original_stays(
    qtbot: QtBot, frozen: BatchPage
) -> None:
    assert frozen.table is not None
    frozen.table.choose(0)
    frozen.signing.self_signed()
    wait(qtbot, frozen)
    frozen.refresh()
    wait(qtbot, frozen)
    frozen.table.choose(0)
    frozen.signing.correct()
    asking = frozen.signing.asking
    assert asking is not None
    asking.form.fill({"amount_fen": 70_000, "reason": "金额记错", "approved_by": "站长"})
    asking.submit()
    wait(qtbot, frozen)
    frozen.refresh()
    wait(qtbot, frozen)
    rows = frozen.table.model.rows
    assert [row.number for row in rows] == ["1", "1–1", "2", "3"]
    assert rows[1].correction is not None
    assert rows[1].correction.difference_fen == 20_000
    assert rows[0].line.amount_fen == 50_000


def test_a_batch_closes_once_what_nobody_claimed_was_returned(
    qtbot: QtBot, frozen: BatchPage, store: Store
) -> None:
    assert frozen.table is not None
    frozen.signing.self_signed()
    wait(qtbot, frozen)
    frozen.refresh()
    wait(qtbot, frozen)
    frozen.signing.close()
    wait(qtbot, frozen)
    assert len(dialogs(frozen)) == 1
    dialogs(frozen)[0].finish()
    frozen.signing.return_unclaimed()
    assert frozen.signing.asking is not None
    frozen.signing.asking.submit()
    wait(qtbot, frozen)
    frozen.signing.close()
    wait(qtbot, frozen)
    with store.read() as session:
        (row,) = list_batches(session)
    assert row.status == BatchStatus.CLOSED


def test_the_next_festival_is_made_from_last_years_list_without_the_dead(
    qtbot: QtBot, desk: Desk, store: Store
) -> None:
    with store.write("试") as session:
        people = tuple(villager(session, name) for name in NAMES)
        former = make_batch(session, MakeBatch(
            kind="ENTITLED_DIFF", occasion="NEWYEAR", occasion_year=2022, funding="TOWN",
            standard_fen=30_000,
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=former, person_ids=people))
    with store.write("试") as session:
        villager(session, "吴德贵", status="DECEASED")
    page = CondolencesPage(desk)
    qtbot.addWidget(page)
    page.show()
    opened: list[tuple[str, object]] = []
    desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    desk.clock.now = desk.clock.now.replace(month=12, day=5)  # type: ignore[attr-defined]
    page.opened(None)
    wait(qtbot, page)
    assert [one.former.batch_id for one in page._ahead] == [former]
    page._repeat(page._ahead[0].former)
    wait(qtbot, page)
    with store.read() as session:
        (new, _) = list_batches(session)
    assert (new.occasion_year, new.people, new.standard_fen) == (2023, 3, 30_000)
    assert new.name == "2023年元旦慰问困难优抚对象"
    assert opened == [("batch", new.batch_id)]
    with store.read() as session:  # and so the history and Ctrl Z call it
        assert steps(session)[0].label == f"新建慰问批次：{new.name}"


def test_goods_are_written_once_for_all_and_a_remark_in_its_row(
    qtbot: QtBot, desk: Desk, store: Store
) -> None:
    with store.write("试") as session:
        people = tuple(villager(session, name) for name in NAMES)
        made = make_batch(session, MakeBatch(
            kind="VET_DIFF", occasion="CHONGYANG", occasion_year=2022, funding="TOWN",
            form="GOODS", standard_fen=12_000,
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=made, person_ids=people))
    page = BatchPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(made)
    wait(qtbot, page)
    assert page.table is not None
    titles = [column.title for column in page.table.model.columns]
    assert "物资" in titles
    assert "折款（元）" in titles
    page.table._take(page.table.model.row(0), "goods", "大米 10 公斤")
    wait(qtbot, page)
    assert {line.goods for line in lines(store, made)} == {"大米 10 公斤"}
    page.refresh()
    wait(qtbot, page)
    page.table._take(page.table.model.row(1), "goods", "食用油")
    page.table._take(page.table.model.row(1), "note", "腿脚不便，送上门")
    wait(qtbot, page)
    assert [line.goods for line in lines(store, made)] == ["大米 10 公斤", "食用油", "大米 10 公斤"]
    assert lines(store, made)[1].note == "腿脚不便，送上门"


def test_focus_people_are_only_counted_never_named(qtbot: QtBot, desk: Desk, store: Store) -> None:
    with store.write("试") as session:
        made = make_batch(session, MakeBatch(
            kind="FOCUS", occasion="SPRING", occasion_year=2022, funding="TOWN", form="GOODS",
        ))  # fmt: skip
    page = BatchPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(made)
    wait(qtbot, page)
    page._by_hand.click()
    adding = page.drafting.adding
    assert adding is not None
    assert adding.switch.at == 3
    values = {"recipient_text": "重点对象", "headcount": 12, "goods": "食用油", "money": 120_000}
    adding.others.fill(values)
    adding.yes.click()
    wait(qtbot, page)
    (line,) = lines(store, made)
    assert (line.name, line.headcount, line.amount_fen) == ("重点对象", 12, 120_000)


def test_the_reason_of_a_refused_amount_goes_with_the_text(
    qtbot: QtBot, page: BatchPage, store: Store
) -> None:
    assert page.table is not None
    editor = type_amount(page, 1, "800.555")
    assert page.draft_panel._problem.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert page.draft_panel._problem.isHidden()
    editor = type_amount(page, 1, "-5")
    assert page.draft_panel._problem.isVisible()
    assert page.batch_id is not None
    with store.write("试") as session:
        remove_lines(session, page.batch_id, [page.table.model.row(1).line.plan_id])
    page.refresh()
    wait(qtbot, page)
    assert len(page.table.model.rows) == len(NAMES) - 1
    assert page.draft_panel._problem.isHidden()
