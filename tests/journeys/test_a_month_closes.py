"""A month is counted, signed, handed in and locked; what comes later leaves it as it was."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from station_app.domain.periods import Period
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.models.visit import VisitAttendance
from station_app.queries.month_reports import content_of, month_report, versions_of
from station_app.services import facts
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from station_app.ui.components.due_row import DueRow
from station_app.ui.components.record_table import RecordTable
from station_app.ui.pages.tally import TallyPage
from station_app.ui.pages.tally_month import COMPUTE, LATE, LOCK, SEND_BACK, SIGN, SUBMIT
from station_app.ui.pages.tally_rows import LineOfTally
from tests.journeys.small_village import clerk_at_the_village
from tools.clerk import Clerk

TODAY = date(2026, 7, 20)
JUNE, JULY = "2026-06", "2026-07"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk, and the store behind the window; three visits were made in June."""
    with clerk_at_the_village(tmp_path / "station") as (clerk, store):
        visit(store, date(2026, 6, 3), people=3)
        yield clerk, store


def visit(store: Store, day: date, *, people: int) -> None:
    with store.write("走访") as session:
        found = session.scalars(select(Person.id).order_by(Person.id).limit(people)).all()
        paper = VisitPaper(visit_date=day, kind="ROUTINE", method="HOME", visitors="李敏")
        met = tuple(Met(PersonId(key)) for key in found)
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)


def tally_page(clerk: Clerk, month: str) -> TallyPage:
    clerk.window.open("tally", Period.month(month))
    clerk.wait(until=lambda: isinstance(clerk.window.page, TallyPage))
    page = clerk.window.page
    assert isinstance(page, TallyPage)
    clerk.wait(until=lambda: page._found is not None and page._found.period.start == month)
    return page


def step(clerk: Clerk, page: TallyPage, name: str, *, asks: bool = True) -> None:
    """A button of the line above the figures; in what it asks, the main button by Tab and Enter."""
    before = page.month.said
    clerk.click(page.month.buttons[name])
    if asks:
        clerk.press("Tab", "Return")
    clerk.wait(until=lambda: page.month.said != before)


def visits(page: TallyPage) -> LineOfTally:
    return next(one for _, one in page._lines() if one.code == "B1")


def json_of(clerk: Clerk, page: TallyPage, file: Path) -> bytes:
    page.export_json_to(file)
    clerk.wait(until=file.exists)
    clerk.wait(until=lambda: not page.tasks.busy)
    return file.read_bytes()


def frozen(store: Store) -> str:
    with store.read() as session:
        row = month_report(session, JUNE)
        assert row is not None
        return content_of(session, row.id)


def test_a_locked_month_stays_to_the_byte_and_the_next_one_says_why(
    at_desk: tuple[Clerk, Store], tmp_path: Path
) -> None:
    clerk, store = at_desk
    page = tally_page(clerk, JUNE)
    assert (page.month.said.words, visits(page).shown[0]) == ("这个月过完了，还没有报", "3")

    step(clerk, page, COMPUTE, asks=False)
    clerk.click(page.month.buttons[SIGN])
    clerk.press("Tab")
    clerk.type("周志强")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: page.month.said.words.startswith("已签字"))
    step(clerk, page, SUBMIT)
    step(clerk, page, LOCK)
    assert page._head.state.words == "已锁定"
    kept, saved = frozen(store), json_of(clerk, page, tmp_path / "before.json")

    visit(store, date(2026, 6, 25), people=2)
    with store.write("更正") as session:
        wrong = session.scalars(select(VisitAttendance).order_by(VisitAttendance.id)).first()
        assert wrong is not None
        facts.reverse(session, wrong, reason="记错人")
    page.refresh()
    clerk.wait()
    assert visits(page).shown[0] == "3"
    assert frozen(store) == kept
    assert json_of(clerk, page, tmp_path / "after.json") == saved
    lines = {one["code"]: one["values"] for one in json.loads(saved)["lines"]}
    assert lines["B1"] == {"人次": 3}

    page = tally_page(clerk, JULY)
    assert visits(page).shown[:3] == ("1", "3", "4")
    assert visits(page).note == "含补报以前月份 2 人次；其中冲正以前月份 −1 人次"
    clerk.click(page.month.buttons[LATE])
    (late,) = page.shown.findChildren(RecordTable)
    assert sorted((one.day, one.count) for one in late.model.rows) == [
        (date(2026, 6, 3), -1),
        (date(2026, 6, 25), 1),
        (date(2026, 6, 25), 1),
    ]
    clerk.press("Escape")


def test_a_month_sent_back_stands_on_the_first_page_and_goes_up_again(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    page = tally_page(clerk, JUNE)
    step(clerk, page, COMPUTE, asks=False)
    clerk.click(page.month.buttons[SIGN])
    page.asking.form.fill({"reviewer": "周志强"})
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: page.month.said.words.startswith("已签字"))
    step(clerk, page, SUBMIT)
    step(clerk, page, LOCK)
    clerk.click(page.month.buttons[SEND_BACK])
    clerk.type("漏报一户")
    clerk.press("Tab")
    clerk.type("镇里陈主任")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: page._head.state.words == "退回重报")

    visit(store, date(2026, 6, 20), people=1)
    clerk.window.open("home")
    clerk.wait(
        until=lambda: any("退回重报" in one.text() for one in clerk.shell.findChildren(DueRow))
    )
    due = next(one for one in clerk.shell.findChildren(DueRow) if "退回重报" in one.text())
    clerk.click(due)
    page = tally_page(clerk, JUNE)
    assert visits(page).shown[0] == "4"
    step(clerk, page, COMPUTE, asks=False)
    clerk.click(page.month.buttons[SIGN])
    clerk.press("Ctrl+Return")  # the names of last time stand there
    clerk.wait(until=lambda: page.month.said.words.startswith("已签字"))
    step(clerk, page, SUBMIT)
    with store.read() as session:
        first, second = versions_of(session, JUNE)
    assert (first.version, second.version, second.is_handed_in) == (1, 2, True)
    assert "第 2 次报" in page.month.said.words
