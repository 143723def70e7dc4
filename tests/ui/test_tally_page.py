"""The tally page: spans, figures opened to their rows, checks, locking, Excel and JSON."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import event, select, update

from station_app.domain.codes import MonthState
from station_app.domain.money import MINUS
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import Period
from station_app.models.month_report import MonthReport
from station_app.models.registry import BY_NAME
from station_app.models.visit import VisitAttendance
from station_app.queries.month_reports import closed_months
from station_app.queries.tallies import tally
from station_app.services.month_reports import SignMonth, compute_month, sign_month, submit_month
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from station_app.ui.components.record_table import RecordTable
from station_app.ui.desk import Desk
from station_app.ui.pages.tally import TallyPage
from station_app.ui.pages.tally_periods import month_boxes, quarter_boxes, year_boxes
from station_app.ui.pages.tally_rows import NUMBER, LineOfTally
from station_app.ui.theme import font
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)


@pytest.fixture
def station(store: Store) -> Store:
    """Two visits of three people in September, one call in October."""
    with store.write("试") as session:
        people = [villager(session, name) for name in ("曾光明", "周贵英", "孙长河")]
        for day, method, met in (
            (date(2022, 9, 5), "HOME", people[:2]),
            (date(2022, 9, 6), "STATION", people[2:]),
            (date(2022, 10, 8), "PHONE", people[:1]),
        ):
            paper = VisitPaper(visit_date=day, kind="ROUTINE", method=method, visitors="李敏")
            command = RecordVisit(paper=paper, met=tuple(Met(key) for key in met))
            record_visit(session, command, today=TODAY)
    return store


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, station: Store) -> TallyPage:
    made = TallyPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    made.opened(None)
    wait(qtbot, made)
    assert station is not None
    return made


def wait(qtbot: QtBot, page: TallyPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def line(page: TallyPage, code: str) -> LineOfTally:
    return next(one for _, one in page._lines() if one.code == code)


def test_it_opens_with_the_month_that_is_over(page: TallyPage) -> None:
    assert page.chooser.period == Period.month("2022-09")
    assert page._head.title.text() == "2022年9月 工作月报"
    assert line(page, "B1").shown == ("3", "0", "3", "0")


def test_a_figure_opens_its_rows_with_formula_and_rule(qtbot: QtBot, page: TallyPage) -> None:
    page._open_figure(line(page, "B1"), 0)
    wait(qtbot, page)
    behind = page.behind
    assert [row.name for row in behind.table.model.rows] == ["曾光明", "周贵英", "孙长河"]
    assert behind.figure.text() == "3"
    assert behind.foot.text() == "3 行，合计 3"
    assert "按人计次" in behind.rule.text()
    page._close_behind()
    assert not behind.isVisible()


def test_days_of_files_are_called_so(qtbot: QtBot, page: TallyPage) -> None:
    heads = []
    for code in ("B5", "B1"):
        page._open_figure(line(page, code), 0)
        wait(qtbot, page)
        heads.append(page.behind.table.model.columns[0].title)
    assert heads == ["建档日期", "日期"]


def test_each_column_opens_the_rows_of_its_own_span(qtbot: QtBot, page: TallyPage) -> None:
    page.chooser.choose(Period.month("2022-10"))
    wait(qtbot, page)
    page._open_figure(line(page, "B1"), 1)
    wait(qtbot, page)
    assert page.behind._where.text() == "B1，2022年9月"
    assert len(page.behind.table.model.rows) == 3


def test_enter_opens_the_figure_of_the_chosen_line(qtbot: QtBot, page: TallyPage) -> None:
    number = next(number for number, one in page._lines() if one.code == "B1")
    page._choose(number, 2)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.behind.isVisible()
    assert page.behind.title.text() == "走访人次"


def test_quarter_year_and_range_name_their_columns(qtbot: QtBot, page: TallyPage) -> None:
    for at, words in ((1, "本季数"), (2, "本年数")):
        page.chooser.switch.choose(at)
        wait(qtbot, page)
        assert page.table.model.columns[2].title == words
    page.chooser.switch.choose(3)
    page.chooser.first.setText("2022-08")
    page.chooser.last.setText("2022-10")
    page.chooser._see_range()
    wait(qtbot, page)
    assert line(page, "B1").shown[0] == "3"
    assert line(page, "B4").shown[0] == "1"
    assert page.table.model.columns[2].title == "本期数"


def press(qtbot: QtBot, page: TallyPage, name: str) -> None:
    button = page.month.buttons[name]
    assert button.isVisibleTo(page)
    button.click()
    wait(qtbot, page)


def offered(page: TallyPage) -> list[str]:
    return [name for name, one in page.month.buttons.items() if one.isVisibleTo(page)]


def test_a_month_is_counted_signed_handed_in_and_locked_on_its_page(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    assert (page._head.state.words, offered(page)) == ("还没报", ["compute"])
    press(qtbot, page, "compute")
    assert (page._head.state.words, offered(page)) == ("已算好", ["sign"])
    press(qtbot, page, "sign")
    page.asking.form.fill({"preparer": "赵会计", "reviewer": "钱站长", "leader": "孙书记"})
    page.asking.submit()
    wait(qtbot, page)
    assert page.month.said.words == "已签字：赵会计、钱站长、孙书记"
    press(qtbot, page, "submit")
    page.asking.submit()
    wait(qtbot, page)
    assert (page._head.state.words, offered(page)) == ("已报出", ["take_back", "lock"])
    assert page.chooser.strip.boxes[8].state == "已报"
    with station.read() as session:
        assert "2022-09" in closed_months(session)
    press(qtbot, page, "lock")
    page.asking.submit()
    wait(qtbot, page)
    assert (page._head.state.words, offered(page)) == ("已锁定", ["send_back"])


def test_the_line_of_a_month_has_the_whole_width_up_to_its_buttons(page: TallyPage) -> None:
    banner = page.month.banner
    more, button = banner._more, page.month.buttons["compute"]
    assert more.isVisible()
    assert button.x() - more.geometry().right() < 40
    assert more.width() > banner.width() / 2


def test_what_was_entered_after_the_count_and_after_the_report_is_said(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    """MC2, MC6, MC7: a draft is counted again, a report stays, late ones are named."""
    press(qtbot, page, "compute")
    with station.write("又去一家") as session:
        late = villager(session, "高新民")
    page.refresh()
    wait(qtbot, page)
    assert page.month.said.words.startswith("算好以后变了")
    press(qtbot, page, "differences")
    (table,) = page.shown.findChildren(RecordTable)
    assert "期末在册服务对象" in {one.line.label for one in table.model.rows}
    rate = next(n for n, one in enumerate(table.model.rows) if one.code == "B5")
    assert table.model.index(rate, 4).data() == f"{MINUS}25.00个百分点"
    page.shown.give_up()
    with station.write("报") as session:
        compute_month(session, "2022-09", today=TODAY)
        sign_month(session, SignMonth("2022-09", "赵会计", "钱站长"), today=TODAY)
        submit_month(session, "2022-09", today=TODAY)
        paper = VisitPaper(
            visit_date=date(2022, 9, 28), kind="ROUTINE", method="HOME", visitors="李敏"
        )
        record_visit(session, RecordVisit(paper=paper, met=(Met(late),)), today=TODAY)
    page.chooser.choose(Period.month("2022-10"))
    wait(qtbot, page)
    assert page.month.buttons["late"].text() == "补报以前月份 1 笔"
    press(qtbot, page, "late")
    (table,) = page.shown.findChildren(RecordTable)
    assert [(one.name, one.count, one.fen) for one in table.model.rows] == [("高新民", 1, 0)]
    page.shown.give_up()
    assert line(page, "B1").note == "含补报以前月份 1 人次"
    page._open_figure(line(page, "B1"), 0)
    wait(qtbot, page)
    assert page.behind.note.text() == "含补报以前月份 1 人次"
    assert page.table.view.isColumnHidden(NUMBER)  # the panel says it: remarks have the room
    page._close_behind()
    assert not page.table.view.isColumnHidden(NUMBER)
    page.chooser.choose(Period.month("2022-09"))
    wait(qtbot, page)
    assert line(page, "B1").shown[0] == "3"


def test_a_month_sent_back_says_why_and_is_done_again(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    with station.write("锁") as session:
        hand_in(session, "2022-09", state=MonthState.LOCKED)
    page.refresh()
    wait(qtbot, page)
    press(qtbot, page, "send_back")
    page.asking.form.fill({"reason": "少报一户", "agreed_by": "镇里陈主任"})
    page.asking.submit()
    wait(qtbot, page)
    assert page.month.said.words == "退回重报：少报一户"
    assert (page._head.state.words, offered(page)) == ("退回重报", ["compute"])
    press(qtbot, page, "compute")
    assert page._head.state.words == "已算好"


def test_what_another_pc_sent_too_late_is_counted_in_an_open_month(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    with station.write("报") as session:
        compute_month(session, "2022-09", today=TODAY)
        sign_month(session, SignMonth("2022-09", "赵会计", "钱站长"), today=TODAY)
        submit_month(session, "2022-09", today=TODAY)
    with station.write("收到", outgoing=False) as session:
        someone = villager(session, "高新民")
        session.add(
            VisitAttendance(
                visit_id=someone, person_id=someone, visit_date=date(2022, 9, 9),
                kind="ROUTINE", method="HOME", counted_ym="2022-09",
            )
        )  # fmt: skip
    page.refresh()
    wait(qtbot, page)
    page._open_figure(line(page, "B1"), 0)
    wait(qtbot, page)
    assert page.behind._problem.text() == "报出的是 3，现在的记录数出 4"
    press(qtbot, page, "differences")
    page.carry.click()
    wait(qtbot, page)
    assert line(page, "B1").shown[0] == "3"
    assert page.behind._problem.text() == ""
    page.chooser.choose(Period.month("2022-10"))
    wait(qtbot, page)
    assert line(page, "B1").shown[:2] == ("1", "3")


def test_the_running_month_is_not_reported_yet(qtbot: QtBot, page: TallyPage) -> None:
    page.chooser.choose(Period.month("2022-10"))
    wait(qtbot, page)
    assert page._head.state.words == "记录中"
    assert offered(page) == []


def test_what_does_not_fit_is_said_and_opens(qtbot: QtBot, page: TallyPage) -> None:
    assert page._found is not None
    if not page._found.findings:
        page.chooser.choose(Period.month("2022-07"))
        wait(qtbot, page)
    assert page._found.findings
    assert page._wrong.isVisibleTo(page)


def test_excel_and_json_hold_the_same_figures(
    qtbot: QtBot, page: TallyPage, tmp_path: Path
) -> None:
    page.export_to(tmp_path / "九月.xlsx")
    page.export_json_to(tmp_path / "九月.json")
    wait(qtbot, page)
    assert (tmp_path / "九月.xlsx").read_bytes()[:2] == b"PK"
    told = json.loads((tmp_path / "九月.json").read_text(encoding="utf-8"))
    values = {one["code"]: one["values"] for one in told["lines"]}
    assert told["period"] == "2022-09"
    assert values["B1"] == {"人次": 3}


def test_the_print_preview_shows_the_form(qtbot: QtBot, page: TallyPage) -> None:
    page._to_paper()
    wait(qtbot, page)
    assert page.preview.document[:4] == b"%PDF"
    page.preview.close_preview()


def test_months_are_locked_running_or_ahead() -> None:
    boxes = month_boxes(2022, TODAY, ClosedMonths("2022-08"))
    assert [box.state for box in boxes[6:11]] == ["lock", "lock", "", "记录中", ""]
    assert [box.ahead for box in boxes[8:12]] == [False, False, True, True]
    assert [box.ahead for box in quarter_boxes(2022, TODAY)] == [False] * 4
    assert year_boxes(TODAY)[-1].period == Period.year(2022)


def test_the_names_of_lines_are_never_cut(page: TallyPage) -> None:
    metrics = QFontMetrics(font("body"))
    labels = [one.line.line.label for _, one in page._lines()]
    widest = max(metrics.horizontalAdvance(words) for words in labels)
    assert page.table.view.columnWidth(0) > widest


def test_the_page_hears_of_every_record_that_its_figures_are_counted_from(
    store: Store,
) -> None:
    asked: list[str] = []

    def keep(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    with store.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", keep)
        tally(session, Period.month("2022-09"), today=TODAY)
        event.remove(session.get_bind(), "before_cursor_execute", keep)
    tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(asked)))
    counted = tables & set(BY_NAME)
    assert {"person", "entitlement", "certification_cycle"} <= counted
    assert counted - {"station"} <= TallyPage.concerns


def test_a_report_that_cannot_be_read_is_said_and_the_months_beside_it_stand(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    with station.write("试") as session:
        hand_in(session, "2022-08")
        hand_in(session, "2022-09")
        session.connection().execute(update(MonthReport).values(content="更新的程序写的"))
    page.opened(None)
    page.refresh()
    wait(qtbot, page)
    assert page.chooser.period == Period.month("2022-09")
    assert page.month.said.words == "9月30日报出零报告，这里读不懂"
    assert offered(page) == ["take_back", "lock"]
    assert page._unread.isVisibleTo(page)
    assert page._unread._words.text() == (
        "2022年8月、2022年9月的月报这里读不懂，多半是更新的程序报的"
    )
    assert line(page, "B1").shown == ("—", "—", "3", "0")
    page._open_figure(line(page, "B1"), 0)
    wait(qtbot, page)
    assert len(page.behind.table.model.rows) == 3
    page.chooser.choose(Period.month("2022-07"))
    wait(qtbot, page)
    assert not page._unread.isVisibleTo(page)


def test_lines_that_a_newer_program_reported_are_shown_and_open_without_rows(
    qtbot: QtBot, page: TallyPage, station: Store
) -> None:
    newer = (
        '"lines":[{"code":"B99","kind":"M","label":"等候天数","roll_up":"MEDIAN","values":{"天":12}},'
        '{"code":"Z1","kind":"F","label":"新的事","roll_up":"SUM","values":{"件":7}},'
        '{"code":"A1.X","kind":"S","label":"新的人","roll_up":"SUM","values":{"人":3}},'
    )
    with station.write("试") as session:
        counted = tally(session, Period.month("2022-09"), today=TODAY)
        hand_in(session, "2022-09", tally=counted)
        session.flush()
        old = session.scalars(select(MonthReport.content)).one()
        text = old.replace('"lines":[', newer, 1)
        session.connection().execute(
            update(MonthReport).where(MonthReport.content == old).values(content=text)
        )
    page.opened(None)
    page.refresh()
    wait(qtbot, page)
    waited, new = line(page, "B99"), line(page, "Z1")
    assert (waited.line.line.label, waited.shown[0]) == ("等候天数（本版本不认识）", "12")
    part = line(page, "A1.X")
    assert (new.shown[0], part.shown[0]) == ("7", "3")
    codes = [one.code for _, one in page._lines()]
    assert codes.index("A1.X") == codes.index("A1") + 1
    for one in (waited, new, part):
        page._open_figure(one, 0)
        wait(qtbot, page)
        assert page.behind.table.model.rows == []
        assert page.behind.to_paper.isHidden()
