"""Importing on screen: what needs a decision comes first, nothing is written before F8."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.imports import ImportKind, RowState
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.import_values import Answer, PreviewRow
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.table_model import Cell, Heading
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.import_choices import question_of, title_of, ways_of
from station_app.ui.import_words import STATES, option_words, shown_cell
from station_app.ui.pages.import_repair import RepairPanel
from station_app.ui.pages.importing import ImportPage
from station_app.ui.theme import Theme
from tests.data.rosters.make_roster_messy import build
from tests.exchange.sheets import ROSTER, ROSTER_HEADING, xlsx
from tests.services.people_of_tests import TODAY, a_person, number
from tests.ui.pages_of_tests import dialogs, settled, shown

ROSTER_KIND = ImportKind.ROSTER


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ImportPage:
    return shown(qtbot, desk, ImportPage)


def taken(qtbot: QtBot, page: ImportPage, path: Path, kind: ImportKind = ROSTER_KIND) -> None:
    """The file is read as far as the program goes by itself."""
    page.take(kind, path)
    settled(qtbot, page)
    settled(qtbot, page)


def words(widget: QWidget) -> list[str]:
    return [text.text() for text in widget.findChildren(Text) if text.isVisibleTo(widget)]


def people(store: Store) -> int:
    with store.read() as session:
        return count_people(session, PeopleFilter(), today=TODAY)


def listed(page: ImportPage) -> list[PreviewRow]:
    """The rows of the table, without the place where the repair is open."""
    table = page._preview.table.table
    assert table is not None
    rows: list[object] = list(table.model.rows)
    return [one for one in rows if isinstance(one, PreviewRow)]


def panel(page: ImportPage) -> RepairPanel:
    found = page._preview.table.panel
    assert found is not None
    return found


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """One good row, two whose numbers a spreadsheet has spoilt, one that is too short."""
    rows = [
        *ROSTER[:2],
        (2, "孙长河", "男", 3.20812e17, "1939-01", "在乡复员军人", None, None),
        (3, "董玉梅", "女", 3.20812e17, "1956-02-04", "两参", None, None),
        (4, "严守仁", "男", "3208121947100060", "1947-10", "参战", None, None),
    ]
    return xlsx(tmp_path / "花名册.xlsx", rows)


def test_six_kinds_of_tables_can_be_chosen(page: ImportPage) -> None:
    assert len(page._start._tiles) == len(ImportKind)
    page._start._tiles[ImportKind.VISITS].click()
    assert page._start.kind is ImportKind.VISITS
    assert [one.isChecked() for one in page._start._tiles.values()].count(True) == 1


def test_a_dropped_file_is_taken_and_others_are_not(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    zone = page._start.zone
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "照片.png"))])
    point, none = QPoint(5, 5), Qt.KeyboardModifier.NoModifier
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(point, action, data, left, none)
    entering.ignore()
    zone.dragEnterEvent(entering)
    assert not entering.isAccepted()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "花名册.xlsx"))])
    with qtbot.waitSignal(zone.dropped) as dropped:
        zone.dropEvent(QDropEvent(QPointF(point), action, data, left, none))
    assert dropped.args == [tmp_path / "花名册.xlsx"]


def test_a_plain_roster_goes_straight_to_its_result(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, store: Store
) -> None:
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", ROSTER))
    assert page._steps.at == 2
    assert page._preview._well.isVisibleTo(page)
    assert page._commit.text() == "导入 2 行"
    assert people(store) == 0


def test_the_counts_of_the_tiles_add_up_to_the_rows_read(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    """SETTLED 11: every row read ends in exactly one of six states."""
    file = tmp_path / "花名册.xlsx"
    build(file)
    taken(qtbot, page, file)
    page._look()
    settled(qtbot, page)
    assert page.seen is not None
    counts = {state: tile.count for state, tile in page._preview._tiles.items()}
    assert set(counts) == set(RowState)
    assert sum(counts.values()) == page.seen.rows_read
    assert counts[RowState.REFUSED] > 0


def test_only_rows_that_need_a_decision_come_first(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    assert [one.text("name") for one in listed(page)] == ["孙长河", "董玉梅", "严守仁"]
    page._preview._chips["all"].click()
    assert len(listed(page)) == 4


def test_the_repair_opens_under_its_row_with_the_reason_in_plain_words(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    table = page._preview.table.table
    assert table is not None
    assert isinstance(table.model.rows[1], Heading)
    said = " ".join(words(panel(page)))
    assert "孙长河的身份证号怎么办？" in said
    assert "表格把身份证号存成了数字" in said


def test_red_and_amber_cells_tell_what_is_wrong(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    table = page._preview.table.table
    assert table is not None
    place = next(n for n, one in enumerate(table.model.columns) if one.title == "身份证号")
    rows = {one.text("name"): one for one in listed(page)}
    amber, red = (table.model.columns[place].show(rows[name]) for name in ("孙长河", "严守仁"))
    assert isinstance(amber, Cell)
    assert isinstance(red, Cell)
    assert (amber.doubtful, red.wrong) == (True, True)


def test_a_number_spoilt_by_the_spreadsheet_is_never_offered_as_true(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    assert page.seen is not None
    spoilt = next(row for row in page.seen.rows if row.text("name") == "孙长河")
    assert [way.words for way in ways_of(spoilt, ROSTER_KIND)] == ["先空着，列入补采名单"]
    assert panel(page).field.text() == "320812193901"  # what is known is not typed again


def test_one_answer_settles_all_rows_with_the_same_question(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = [
        ROSTER_HEADING,
        (1, "孙长河", "男", 3.20812e17, "1939-01-05", "参战", None, None),
        (2, "董玉梅", "女", 3.20812e17, "1956-02-04", "参战", None, None),
    ]
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    repair = panel(page)
    assert repair._all.text() == "另外 1 行同样情况，也这样处理"
    assert repair._all.isChecked()
    repair.settle()
    settled(qtbot, page)
    assert page.seen is not None
    assert not page.seen.counts[RowState.DOUBTFUL]
    assert page.seen.importable == 2


def test_who_somebody_is_gets_decided_one_by_one_and_the_way_out_says_what_is_stored(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    """DOMAIN 7 #21: the ID number wins, and what it says stands in the words."""
    rows = [
        ROSTER_HEADING,
        (1, "孙长河", "女", number(5, "19390105"), "1939-01-05", "参战", None, None),
        (2, "严守仁", "女", number(7, "19471006"), "1947-10-06", "参战", None, None),
    ]
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    repair = panel(page)
    assert repair._all.isVisibleTo(page)
    assert not repair._all.isChecked()
    assert [way.words for way in repair._ways] == ["按身份证号记男"]
    repair.settle()
    settled(qtbot, page)
    assert page.seen is not None
    assert page.seen.counts[RowState.DOUBTFUL] == 1


def test_only_rows_with_the_same_word_are_alike_where_a_word_is_asked(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    born = ("19390105", "19471006", "19560204")
    words_of_rows = ("遗属", "遗属", "两参")
    rows = [
        ROSTER_HEADING,
        *(
            (n, "孙长河", "男", number(2 * n + 1, day), None, word, None, None)
            for n, (day, word) in enumerate(zip(born, words_of_rows, strict=True))
        ),
    ]
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    assert page.seen is not None
    asked = [question_of(row) for row in page.seen.rows]
    assert {one.code for one in asked if one is not None} == {"row.category_ambiguous"}
    assert None not in asked
    assert [len(page.seen.alike(row)) for row in page.seen.rows] == [1, 1, 0]


def test_what_is_written_by_hand_is_checked_and_used(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    repair = panel(page)
    page._preview.table.write_by_hand()
    assert repair._group.checkedId() == len(repair._ways)
    repair.field.setText(number(7, "19390105"))
    assert repair._said.text() == "号码对得上"
    repair.settle()
    settled(qtbot, page)
    assert page.seen is not None
    assert page.seen.counts[RowState.DOUBTFUL] == 1
    assert title_of(panel(page)._row, ROSTER_KIND).startswith("董玉梅")


def test_somebody_on_file_may_be_chosen(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, store: Store
) -> None:
    a_person(store, "孙长河", id_number=number(5, "19390105"), group_name="二组")
    rows = [ROSTER_HEADING, (1, "孙长河", "男", 3.20812e17, "1939-01", "参战", None, None)]
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    first = panel(page)._ways[0]
    assert first.words == "就是库里的孙长河：320802********0051"
    assert "1939年1月生" in first.remark
    panel(page).settle()
    settled(qtbot, page)
    page._import()
    settled(qtbot, page)
    assert people(store) == 1


def test_a_row_may_be_left_out(qtbot: QtBot, page: ImportPage, doubtful: Path) -> None:
    taken(qtbot, page, doubtful)
    panel(page).skip()
    settled(qtbot, page)
    assert page.seen is not None
    assert page.seen.counts[RowState.SKIPPED] >= 1


def test_importing_says_what_was_written_and_what_waits(
    qtbot: QtBot, page: ImportPage, doubtful: Path, store: Store
) -> None:
    taken(qtbot, page, doubtful)
    assert page._commit.text() == "先导入可以的 1 行"
    page._import()
    settled(qtbot, page)
    assert page._steps.at == 3
    assert page._done.counts_words.startswith("读到 4 行：新增 1，需要您看 2，有错误 1。")
    assert people(store) >= 1


def test_an_import_that_wrote_nothing_leaves_older_steps_to_ctrl_z_elsewhere(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    assert page.nothing_to_undo() == ""
    wrong = (4, "严守仁", "男", "3208121947100060", "1947-10", "参战", None, None)
    taken(qtbot, page, xlsx(tmp_path / "错.xlsx", [ROSTER[0], wrong]))
    page._import()
    settled(qtbot, page)
    assert page._done._title.text() == "已导入 0 行"
    assert page.nothing_to_undo() == "这次导入一行也没有写进去，没有可撤销的"
    page._begin_again()
    assert page.nothing_to_undo() == ""


def test_an_import_is_taken_back_as_a_whole(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, store: Store
) -> None:
    """SETTLED 7: what still is as imported goes."""
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", ROSTER))
    page._import()
    settled(qtbot, page)
    assert people(store) == 2
    with qtbot.waitSignal(page.desk.said) as said:
        page._done._undo_pressed()
    assert said.args[0].startswith("已撤回“a.xlsx”的导入")
    settled(qtbot, page)
    assert people(store) == 0
    qtbot.waitUntil(lambda: any("已整批撤回" in one for one in words(page._start)))


def test_rows_that_wait_are_settled_later_one_by_one(
    qtbot: QtBot, page: ImportPage, doubtful: Path, store: Store
) -> None:
    taken(qtbot, page, doubtful)
    page._import()
    settled(qtbot, page)
    before = people(store)
    page._begin_again()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: any("还有 3 行等您定" in one for one in words(page._start)))
    page._start.waiting_wanted.emit(None)
    settled(qtbot, page)
    assert [one.row.text("name") for one in page._waiting.rows] == ["孙长河", "董玉梅", "严守仁"]
    repair = panel(page)
    repair.choose(len(repair._ways))
    repair.field.setText(number(7, "19390105"))
    with qtbot.waitSignal(page.desk.said) as said:
        repair.settle()
    assert said.args[0] == "已处理 1 行"
    settled(qtbot, page)
    assert len(page._waiting.rows) == 2
    assert people(store) >= before


def test_undo_after_an_answer_brings_its_row_back_and_then_the_list_closes_with_the_import(
    qtbot: QtBot, page: ImportPage, doubtful: Path, store: Store
) -> None:
    taken(qtbot, page, doubtful)
    page._import()
    settled(qtbot, page)
    before = people(store)
    page._show_waiting_of(None)
    settled(qtbot, page)
    panel(page).skip()
    qtbot.waitUntil(lambda: len(page._waiting.rows) == 2)
    settled(qtbot, page)
    page.tasks.run(undo_last)
    qtbot.waitUntil(lambda: len(page._waiting.rows) == 3)
    assert people(store) == before
    settled(qtbot, page)
    page.tasks.run(undo_last)
    qtbot.waitUntil(lambda: page._steps.at == 0)
    assert people(store) == 0


def test_the_clerks_own_workbook_comes_back_with_a_column_of_reasons(
    qtbot: QtBot, page: ImportPage, doubtful: Path, tmp_path: Path
) -> None:
    taken(qtbot, page, doubtful)
    target = tmp_path / "要改的.xlsx"
    with qtbot.waitSignal(page.desk.said) as said:
        page.save_errors(target)
    assert said.args[0].startswith("已存到“要改的.xlsx”，3 行标了红格子")
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert "需要改的地方" in [cell.value for cell in sheet[1]]


def test_columns_can_be_changed_and_a_needed_one_is_asked_for(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = [("甲", "乙"), ("张三", "320802195807120016"), ("李梅", "320802195807120024")]
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    page._step_back(1) if page._steps.at == 2 else None
    columns = page._columns
    for field in columns._fields.values():
        field.put(None)
    columns._look()
    assert not columns.ready
    assert not page._next.isEnabled()
    (first, second) = list(columns._fields.values())[:2]
    first.put("name")
    first.chosen.emit("name")
    second.put("id_number")
    second.chosen.emit("id_number")
    assert columns.ready
    page._look()
    settled(qtbot, page)
    assert page.seen is not None
    assert page.seen.importable == 2


def test_one_meaning_belongs_to_one_column(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", ROSTER))
    page._step_back(1)
    fields = {one.value: one for one in page._columns._fields.values()}
    address, name = fields["address"], fields["name"]
    address.put("name")
    address.chosen.emit("name")
    assert name.value is None


def test_numbers_among_the_examples_are_masked(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", ROSTER))
    said = " ".join(words(page._columns))
    assert "320802********0016" in said
    assert "320802195807120016" not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "里没有内容"),
        (b"PK\x03\x04broken", "读不完整"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是表格"),
    ],
)
def test_a_broken_file_is_told_in_words_and_the_page_begins_again(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "坏的.xlsx"
    file.write_bytes(content)
    taken(qtbot, page, file)
    (dialog,) = dialogs(page)
    assert said in " ".join(words(dialog))
    assert page._steps.at == 0
    assert not page.has_unsaved()


def test_the_same_file_again_says_so_and_changes_nothing(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, store: Store
) -> None:
    file = xlsx(tmp_path / "a.xlsx", ROSTER)
    for _ in range(2):
        taken(qtbot, page, file)
        page._look()
        settled(qtbot, page)
        again = page._head.sentence.text()
        page._import()
        settled(qtbot, page)
        page._begin_again()
    assert "以前导入过" in again
    assert people(store) == 2


def test_a_ledger_of_visits_goes_the_same_way(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, store: Store
) -> None:
    a_person(store, "张三", id_number="320802195807120016")
    rows = [
        ("走访日期", "姓名", "身份证号", "走访类型", "走访方式", "走访人"),
        ("2022-09-15", "张三", "320802195807120016", "日常走访", "入户", "李敏"),
    ]
    taken(qtbot, page, xlsx(tmp_path / "走访.xlsx", rows), ImportKind.VISITS)
    if page._steps.at == 1:
        page._look()
        settled(qtbot, page)
    assert page._head.title.text() == "导入走访台账"
    assert page.seen is not None
    assert page.seen.rows_read == 1


def test_options_are_told_by_the_list_of_their_column() -> None:
    assert option_words(ROSTER_KIND, "category", "WAR") == "参战退役军人"
    assert option_words(ImportKind.PAYMENTS, "kind", "ENTITLED_DIFF") != "ENTITLED_DIFF"
    assert option_words(ROSTER_KIND, "birth_date", "1958-10") == "1958-10"


def test_every_state_has_words_a_light_and_a_meaning() -> None:
    assert set(STATES) == set(RowState)
    assert len({said for said, _, _ in STATES.values()}) == len(STATES)


def test_cells_are_masked_as_everywhere(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    """PV1."""
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", ROSTER))
    assert page.seen is not None
    row = page.seen.rows[0]
    assert shown_cell(row, "id_number") == "320802********0016"
    assert question_of(row) is None
    assert row.answer in (None, Answer())
    assert date(2022, 10, 20) == TODAY


def test_the_register_can_be_taken_out_beside_taking_in(
    qtbot: QtBot, page: ImportPage, store: Store, tmp_path: Path
) -> None:
    a_person(store, "曾光明")
    with qtbot.waitSignal(page.desk.said) as said:
        page.export_to(tmp_path / "名单.xlsx")
    assert said.args[0].startswith("已导出到“名单.xlsx”")
    assert (tmp_path / "名单.xlsx").exists()


def test_large_mode_keeps_the_six_states(
    qtbot: QtBot, theme: Theme, desk: Desk, doubtful: Path
) -> None:
    theme.apply(dark=False, percent=150)
    page = shown(qtbot, desk, ImportPage)
    taken(qtbot, page, doubtful)
    assert page._steps.at == 2
    assert not page._promise.isVisible()
    buttons = [one.text() for one in page.findChildren(Button) if one.isVisible()]
    assert "先导入可以的 1 行" in buttons


def test_a_number_that_the_rules_allow_is_offered_last_and_never_taken_by_haste(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    whole = number(7)
    row = (1, "严守仁", "男", whole[:17], "1958-07-12", "参战", None, None)
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", [ROSTER_HEADING, row]))
    found = ways_of(listed(page)[0], ROSTER_KIND, TODAY)
    assert found[0].words == "先空着，列入补采名单"
    assert f"是 {whole[:6]} {whole[6:14]} {whole[14:]}" in [way.words for way in found]
    assert panel(page)._group.checkedId() == 0


def test_a_workbook_without_a_head_row_says_so_and_the_keys_begin_at_its_sheet(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    page._start.zone.choose.setFocus()
    rows = [("苹果", 3.14, "#N/A", None), ("合计", None, "苹果", "=1/0")] * 20
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", rows))
    assert any("没有认出表头" in one for one in words(page._columns))
    chip = page._columns.first_focus()
    assert chip is not None
    assert page.first_focus() is chip
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert not any("没有认出表头" in one for one in words(page._columns))


def test_what_differs_is_asked_in_words_and_once(
    qtbot: QtBot, page: ImportPage, store: Store, tmp_path: Path
) -> None:
    a_person(store, "方广田", id_number=number())
    row = (1, "王 建国.", "男", number(), "1958-07-12", "参战", None, None)
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", [ROSTER_HEADING, row]))
    said = [way.words for way in ways_of(listed(page)[0], ROSTER_KIND, TODAY)]
    assert said[:2] == ["用库里的“方广田”", "用表里的“王建国”"]
    assert not any("ours" in one or "file" in one or "就是库里的" in one for one in said)
    panel(page).settle()
    settled(qtbot, page)
    assert not listed(page)  # answered once, it is not asked again


def test_the_row_that_held_a_repair_is_as_high_as_any_other(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    table = page._preview.table.table
    assert table is not None
    table.choose(2)
    settled(qtbot, page)
    qtbot.wait(20)
    heights = [table.view.rowHeight(n) for n in range(table.model.rowCount())]
    assert heights.count(table.view.verticalHeader().defaultSectionSize()) == len(heights) - 1


def test_a_landline_is_masked_and_a_long_number_stands_as_the_spreadsheet_shows_it(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    row = (1, "孙长河", "男", 3.20812e17, "1939-01-05", "参战", None, "0515-88123456")
    taken(qtbot, page, xlsx(tmp_path / "a.xlsx", [ROSTER_HEADING, row]))
    shown_now = listed(page)[0]
    assert shown_cell(shown_now, "id_number") == "3.20812E+17"
    phones = [shown_cell(shown_now, name) for name in ("mobile", "phone")]
    assert not any("8812" in text for text in phones)


def test_what_was_decided_is_there_again_when_the_window_went_away(
    qtbot: QtBot, page: ImportPage, doubtful: Path, desk: Desk
) -> None:
    taken(qtbot, page, doubtful)
    panel(page).settle()
    settled(qtbot, page)
    (kept,) = desk.drafts.all()
    assert kept.page == "import"
    assert "定了" in kept.title
    again = shown(qtbot, desk, ImportPage)
    with qtbot.waitSignal(desk.said) as said:
        again.opened(kept.subject)
        settled(qtbot, again)
        settled(qtbot, again)
    assert said.args is not None
    assert "一行也没有写进去" in said.args[0]
    assert again.seen is not None
    assert any(row.answer is not None for row in again.seen.rows)
    again._import()
    settled(qtbot, again)
    assert desk.drafts.all() == []


def test_the_waiting_rows_promise_no_key_that_does_nothing(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    page._import()
    settled(qtbot, page)
    page._show_waiting_of(None)
    settled(qtbot, page)
    assert "F8" not in {key.keys for key in page.keys}


def test_the_list_of_numbers_to_ask_for_is_printed(
    qtbot: QtBot, page: ImportPage, doubtful: Path
) -> None:
    taken(qtbot, page, doubtful)
    page._preview.rescue_wanted.emit()
    settled(qtbot, page)
    assert page.paper.document.startswith(b"%PDF")
