"""The yearly report's page: numbers that open, sentences written and undone, Word, clipboard."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from station_app.domain.periods import Period
from station_app.domain.yearly_slots import Piece, State
from station_app.models.month_report import MonthReport
from station_app.queries.tallies import tally
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.desk import Desk
from station_app.ui.pages.tally_behind import RowsOf
from station_app.ui.pages.yearly import CHARTS, PREVIOUS, TABLE, YearlyPage
from tests.fixtures.months import hand_in

TODAY = date(2022, 10, 20)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, store: Store) -> YearlyPage:
    fill_with_sample(store, SampleSize(people=24, years=2), today=TODAY)
    made = YearlyPage(desk)
    qtbot.addWidget(made)
    desk.tasks.touched.connect(made.hears)
    made.resize(1194, 640)
    made.show()
    made.opened(None)
    wait(qtbot, made)
    return made


def wait(qtbot: QtBot, page: YearlyPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def piece(page: YearlyPage, key: str, state: State) -> tuple[int, Piece]:
    pieces = page.text.sentences[key].filled.pieces
    return next((n, one) for n, one in enumerate(pieces) if one.state is state)


def open_piece(qtbot: QtBot, page: YearlyPage, key: str, state: State) -> Piece:
    number, found = piece(page, key, state)
    page.text.sentences[key].linkActivated.emit(str(number))
    wait(qtbot, page)
    return found


def test_it_opens_with_this_year_and_every_number_opens_its_rows(
    qtbot: QtBot, page: YearlyPage
) -> None:
    assert page.chooser.period == Period.year(2022)
    assert page._head.state.words == "数到今天"
    for key in ("visits.contact", "visits.sum", "files.all", "plaques.hanging"):
        found = open_piece(qtbot, page, key, State.FIGURE)
        assert page.behind.isVisible()
        assert page.behind.table.model.rows
        assert page.behind.figure.text() in (found.text, f"{found.text}.00", f"{found.text}%")
    page.behind.print_wanted.emit()
    wait(qtbot, page)
    assert page.preview.isVisible()
    page.preview.close_preview()
    page._close_behind()
    assert not page.behind.isVisible()


def test_rows_that_come_late_stand_not_behind_another_figure(
    qtbot: QtBot, page: YearlyPage
) -> None:
    open_piece(qtbot, page, "files.all", State.FIGURE)
    assert page._opened is not None
    late = RowsOf(page._opened, list(page.behind.table.model.rows))
    open_piece(qtbot, page, "plaques.hanging", State.FIGURE)
    shown = page.behind.foot.text()
    page._show_behind(late)
    assert page.behind.foot.text() == shown


def test_the_parts_of_a_figure_add_up_to_it(qtbot: QtBot, page: YearlyPage) -> None:
    found = open_piece(qtbot, page, "visits.all", State.FIGURE)
    words = page.behind.formula.text()
    assert words.startswith("人次 = ")
    parts = [int(part.split()[-1]) for part in words.removeprefix("人次 = ").split(" + ")]
    assert sum(parts) == int(found.text)


def test_the_keyboard_reaches_a_number_and_opens_it(qtbot: QtBot, page: YearlyPage) -> None:
    view = page.text.sentences["visits.contact"]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.behind.isVisible()


def test_two_periods_stand_side_by_side_and_both_open(qtbot: QtBot, page: YearlyPage) -> None:
    page.switch.choose(TABLE)
    spans = "本期是2022年1月—10月，数到今天，对照期是2021年1月—10月；"
    assert page._hint.text().startswith(spans), "a running year beside the same months"
    visits = next(one for one in page.table.model.rows if one.figure.code == "B1")
    page._open_row(visits, 1)
    wait(qtbot, page)
    assert page.behind._where.text() == "B1，2021年1月—10月"
    assert str(len(page.behind.table.model.rows)) == visits.last.shown("人次")
    page.beside.put([PREVIOUS])
    page._other_beside(PREVIOUS, True)
    wait(qtbot, page)
    assert page.beside.text() == "上年全年"
    assert "对照期是2021年，月数不一样，增减不能直接比" in page._hint.text()
    page.chooser.choose(Period.parse("2022-Q3"))
    page.beside.put([PREVIOUS])
    page._other_beside(PREVIOUS, True)
    wait(qtbot, page)
    assert page._found is not None
    assert page._found.other == Period.parse("2022-Q2")


def test_a_bar_of_a_chart_opens_its_month(qtbot: QtBot, page: YearlyPage) -> None:
    page.switch.choose(CHARTS)
    bars = page.charts.charts[0]
    bars.grab()
    month = next(box for box, label, series in bars._bars if (label, series) == (4, 0))
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(month.center()).toPoint())
    wait(qtbot, page)
    assert page.behind._where.text() == "B1，2022年5月"
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.behind._where.text() == "B1，2022年4月"
    assert "5月：2022年" in bars.accessibleDescription()


def test_a_bar_that_was_reported_otherwise_says_what_its_rows_say_today(
    qtbot: QtBot, page: YearlyPage, store: Store
) -> None:
    """MC7: the bar stands as it was handed in, like the text; its rows are those of today."""
    with store.write("试") as session:
        seen = tally(session, Period.month("2022-05"), today=TODAY)
        lines = tuple(replace(one, values=dict.fromkeys(one.values, 77)) for one in seen.lines)
        hand_in(session, "2022-05", tally=replace(seen, lines=lines))
    page.refresh()
    wait(qtbot, page)
    page.switch.choose(CHARTS)
    page.charts.charts[0].opened.emit(4, 0)
    wait(qtbot, page)
    now = seen.value("B1", "人次")
    assert page.behind._problem.text() == f"报出的是 77，现在的记录数出 {now}"
    page.charts.charts[0].opened.emit(3, 0)
    wait(qtbot, page)
    assert not page.behind._problem.isVisible()
    with store.write("别的电脑") as session:
        session.connection().execute(update(MonthReport).values(content="更新的程序写的"))
    page.refresh()
    wait(qtbot, page)
    assert page._gaps.text().endswith("1 个月的月报读不懂，按现在的记录数")


def test_a_sentence_is_rewritten_with_a_number_from_the_list(
    qtbot: QtBot, page: YearlyPage, store: Store
) -> None:
    page._edit("visits.contact")
    dialog = page.sentence_dialog
    assert dialog._reads.text().startswith("写出来是：共走访")
    dialog.words.setText("在册")
    dialog.words.moveCursor(dialog.words.textCursor().MoveOperation.End)
    figure = dialog.figure
    assert isinstance(figure, ChoiceInput)
    offer = next(one for one, _ in figure._fitting("年末在册服务对象") if one is not None)
    figure.put(offer)
    figure.chosen.emit(offer)
    assert dialog.words.text() == "在册{年末在册服务对象·人}人", "written as people write it"
    assert page._found is not None
    known = page._found.figures["A1"].value("人")
    assert dialog._reads.text() == f"写出来是：在册{known}人"
    dialog.words.setText("{没有}")
    assert "没有叫“没有”的数" in dialog._reads.text()
    dialog.asking.submit()
    wait(qtbot, page)
    assert dialog.asking._banner.isVisible()
    dialog.words.setText("在册{年末在册服务对象·人}人。")
    assert not dialog.asking._banner.isVisible(), "what was refused is no longer there"
    dialog.asking.submit()
    wait(qtbot, page)
    assert page.text.sentences["visits.contact"].filled.text == f"在册{known}人。"
    undo_last(store)
    page.refresh()  # another door than the window's wrote
    wait(qtbot, page)
    assert page.text.sentences["visits.contact"].filled.text.startswith("共走访")


def test_a_missing_number_is_filled_in_by_hand(qtbot: QtBot, page: YearlyPage) -> None:
    page._show_or_not("volunteers.army", True)
    wait(qtbot, page)
    assert page._gaps.text() == "还有 2 个数没填"
    open_piece(qtbot, page, "volunteers.army", State.MISSING)
    page.asking.form["written"].field.setText("14")  # type: ignore[attr-defined]
    page.asking.submit()
    wait(qtbot, page)
    assert "共计14件" in page.text.sentences["volunteers.army"].filled.text
    assert page._gaps.text() == "还有 1 个数没填"


def test_a_new_sentence_and_one_that_is_left_out(qtbot: QtBot, page: YearlyPage) -> None:
    page._write_new("aid")
    page.sentence_dialog._insert_by_hand()
    page.sentence_dialog.asking.submit()
    wait(qtbot, page)
    assert page._found is not None
    own = page._found.text.sections[-1].filled[0]
    assert own.text == "____"
    bar = page.text._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 60)
    bar.setValue(60)
    page._show_or_not(own.sentence.key, False)
    wait(qtbot, page)
    qtbot.waitUntil(lambda: bar.value() == 60)
    assert own.sentence.key in {one.sentence.key for one in page._found.text.others}


def test_the_document_and_the_clipboard_hold_the_same_text(
    qtbot: QtBot, page: YearlyPage, tmp_path: Path
) -> None:
    page.export_to(tmp_path / "总结.docx")
    page._copy()
    wait(qtbot, page)
    assert page._found is not None
    written = [p.text for p in Document(str(tmp_path / "总结.docx")).paragraphs]
    for section in page._found.text.sections:
        assert section.text in written
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == page._found.text.plain
    assert "text-indent:2em" in copied.html()
    QGuiApplication.clipboard().clear()  # a library would destroy it after the interpreter's end
