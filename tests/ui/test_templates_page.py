"""The page of the boss's workbooks: dropped in, clicked, filled, changed."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station_app.domain.codes import TemplateSpan, TemplateWhat
from station_app.domain.periods import Period
from station_app.queries.templates import bound_cells, list_templates
from station_app.services.template_filling import FilledAll
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.template_panel import line_choices
from station_app.ui.pages.template_preview import LEFT_TO_SHEET
from station_app.ui.pages.template_sheet import SheetModel
from station_app.ui.pages.templates import BIND, FILLED, TemplatesPage
from station_app.ui.theme import Theme
from tools.sample_template import FIGURES, LIST, county_workbook

MONTH = Period.month("2026-02")


def made(qtbot: QtBot, desk: Desk) -> TemplatesPage:
    page = TemplatesPage(desk)
    qtbot.addWidget(page)
    page.resize(1194, 640)
    page.show()
    page.opened(None)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: TemplatesPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy, timeout=15_000)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TemplatesPage:
    return made(qtbot, desk)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return county_workbook(tmp_path / "区局月报表.xlsx")


def drop(qtbot: QtBot, page: TemplatesPage, path: Path) -> None:
    page.files.drop_file(path)
    settled(qtbot, page)
    page.refresh()
    settled(qtbot, page)


def bound(store: Store) -> dict[str, str]:
    """What the first template shows where, in words."""
    with store.read() as session:
        (template, *_) = list_templates(session)
        return {
            f"{one.bound.sheet}!{one.bound.place}": one.bound.said
            for one in bound_cells(session, template.template_id)
        }


def test_a_file_is_dropped_in_and_its_cells_say_what_they_will_show(
    qtbot: QtBot, page: TemplatesPage, store: Store, county: Path
) -> None:
    assert page.files.add.isHidden()  # the zone offers the same
    assert page.first_focus() is page.files.zone.choose
    drop(qtbot, page, county)
    assert page.shown.row is not None
    assert page.shown.row.name == "区局月报表"
    model = page.view.sheet_model
    assert model.data(model.index(3, 3)) == "走访人次，本期"
    assert "走访人次" in str(model.data(model.index(3, 3), Qt.ItemDataRole.ToolTipRole))
    assert model.data(model.index(2, 1)) == "项目"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "D"
    assert len(bound(store)) == 21
    undo_last(store)
    page.refresh()
    settled(qtbot, page)
    assert page.shown.rows == []
    assert not page.files.add.isVisible()


def test_a_click_and_a_choice_bind_a_cell(
    qtbot: QtBot, page: TemplatesPage, store: Store, county: Path
) -> None:
    drop(qtbot, page, county)
    page.view.choose((4, 6))
    panel = page.panel
    assert panel.isVisible()
    assert panel.title.text() == "F4 格"
    panel.line.put("B2")
    panel.span.put(TemplateSpan.PREVIOUS)
    panel.keep.click()
    settled(qtbot, page)
    assert bound(store)[f"{FIGURES}!F4"] == "走访户次，上期（户次）"
    assert not panel.isVisible()

    page.view.choose((2, 1))
    assert panel.kind is TemplateWhat.WORDS
    panel.words.setText("填报单位：{站长}")
    panel.keep.click()
    settled(qtbot, page)
    assert "不认识" in panel.form["words"].error
    panel.words.setText("单位：{站名}")
    panel.keep.click()
    settled(qtbot, page)
    assert bound(store)[f"{FIGURES}!A2"] == "单位：{站名}"

    page.view.choose((2, 1))
    panel.drop.click()
    settled(qtbot, page)
    assert f"{FIGURES}!A2" not in bound(store)


def test_a_column_of_a_list_and_a_formula(
    qtbot: QtBot, page: TemplatesPage, store: Store, county: Path
) -> None:
    drop(qtbot, page, county)
    assert page.tabs.isVisible()
    page.tabs.choose(1)
    page.view.choose((3, 5))
    assert page.panel.kind is TemplateWhat.COLUMN
    page.panel.list.put("K1")
    assert page.panel.list.value is None  # no list of that name
    page.panel.list.put("B1")
    page.panel.keep.click()
    settled(qtbot, page)
    assert bound(store)[f"{LIST}!E3"] == "本期走访：金额（元）"
    said: list[str] = []
    page.desk.said.connect(lambda words, *_rest: said.append(words))
    page.view.choose((8, 5))
    assert "公式" in said[-1]
    assert not page.panel.isVisible()


def test_what_was_typed_waits_as_a_draft(qtbot: QtBot, page: TemplatesPage, county: Path) -> None:
    drop(qtbot, page, county)
    page.view.choose((2, 1))
    page.panel.words.clear()
    QTest.keyClicks(page.panel.words, "half")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    page._close_panel()  # as Esc does in the real window
    (draft,) = page.desk.drafts.all()
    assert draft.form == "templates"
    page.opened(draft.subject)
    settled(qtbot, page)
    assert page.panel.isVisible()
    assert page.panel.words.text() == "half"
    assert page.panel.kind is TemplateWhat.WORDS


def test_it_is_seen_filled_before_it_is_saved(
    qtbot: QtBot, page: TemplatesPage, village: Store, county: Path, tmp_path: Path
) -> None:
    assert village is not None
    drop(qtbot, page, county)
    page.chooser.choose(MONTH)
    page.mode.choose(FILLED)
    settled(qtbot, page)
    sheet = page.sheet
    assert sheet is not None
    assert sheet.at(1, 1).text == "2026年2月退役军人事务工作月报"
    shown = sheet.at(4, 4).text
    assert page._counts.text() == "2026年2月还没报出，数还会变"
    said: list[str] = []
    page.desk.said.connect(lambda words, *_rest: said.append(words))
    page.view.choose((4, 4))
    assert not page.panel.isVisible()  # a filled sheet is only looked at
    target = tmp_path / "二月"
    page.saving.fill_to(target)
    settled(qtbot, page)
    saved = openpyxl.load_workbook(target.with_suffix(".xlsx"))
    assert str(saved[FIGURES]["D4"].value) == shown
    page.saving.fill_all_to(tmp_path)
    settled(qtbot, page)
    assert (tmp_path / "区局月报表 2026年2月.xlsx").exists()
    assert all("2026年2月还没报出，数还会变" in one for one in said[-2:])
    page.saving._were_filled(FilledAll(("甲.xlsx",), (), ("甲.xlsx",)))
    assert said[-1] == f"填好了 1 份；甲.xlsx：{LEFT_TO_SHEET}"
    page.mode.choose(BIND)
    assert page.sheet is not None
    assert page.sheet.at(4, 4).text == ""
    assert page._counts.text().startswith("绑了")


def test_a_new_edition_is_recognised_and_asks_only_for_what_moved(
    qtbot: QtBot, page: TemplatesPage, store: Store, county: Path, tmp_path: Path
) -> None:
    drop(qtbot, page, county)
    drop(qtbot, page, county_workbook(tmp_path / "新版.xlsx", extra_line=True))
    assert page.files.offer.isVisible()
    page.files.as_new.click()
    moved = page.files.moved
    assert moved.isVisible()
    assert "新表多了 2 格，照字认好了" in moved.more.text()
    assert [one.was for one in moved.table.model.rows[:3]] == ["新的", "新的", "D4"]
    assert len(moved.table.model.rows) == 14
    assert moved.table.view.horizontalScrollBar().maximum() == 0
    moved.drop.click()  # the first new one stays empty
    moved.table.choose(2)
    assert page.has_unsaved()
    page.view.choose((5, 6))  # the first one shall stand elsewhere
    moved.table.choose(3)
    moved.drop.click()
    moved.take.click()
    settled(qtbot, page)
    now = bound(store)
    assert f"{FIGURES}!D4" not in now
    assert now[f"{FIGURES}!E4"] == "电话（视频）联系人次，本年累计（人次）"
    assert now[f"{FIGURES}!F5"].startswith("走访人次，本期")
    assert f"{FIGURES}!D5" not in now
    assert f"{FIGURES}!E5" not in now
    assert now[f"{FIGURES}!D6"] == "走访户次，本期（户次）"
    assert not moved.isVisible()
    assert len(page.shown.rows) == 1


def test_a_bad_file_is_refused_in_words(qtbot: QtBot, page: TemplatesPage, tmp_path: Path) -> None:
    bad = tmp_path / "表.xlsm"
    bad.write_bytes(b"PK\x03\x04")
    drop(qtbot, page, bad)
    (dialog,) = page.findChildren(Dialog)
    assert any("宏" in each.text() for each in dialog.findChildren(Text))
    assert page.shown.rows == []


def test_in_large_mode_sheet_and_panel_take_turns(
    qtbot: QtBot, theme: Theme, desk: Desk, county: Path
) -> None:
    theme.apply(dark=False, percent=150)
    page = made(qtbot, desk)
    drop(qtbot, page, county)
    page.view.choose((4, 4))
    assert page.panel.isVisible()
    assert not page.view.isVisible()
    page._escape()
    assert page.view.isVisible()


def test_the_sheet_is_a_sound_model_and_every_line_can_be_chosen(
    qtmodeltester: ModelTester, page: TemplatesPage, qtbot: QtBot, county: Path
) -> None:
    drop(qtbot, page, county)
    model: QAbstractItemModel = page.view.sheet_model
    assert isinstance(model, SheetModel)
    qtmodeltester.check(model)
    words = [words for _, words in line_choices()]
    assert len(words) == len(set(words))
