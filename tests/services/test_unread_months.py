"""A month's report that this program cannot read: the rest stands, nothing is lost, it is said."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from docx import Document
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.month_report import MonthReport
from station_app.queries.month_desk import month_desk
from station_app.queries.month_reports import closed_months, month_report
from station_app.queries.reported import reported_by_month, reported_report, reported_tally
from station_app.services.month_reports import (
    SignMonth,
    changed_since,
    compute_month,
    lock_month,
    sign_month,
    submit_month,
    take_back_month,
)
from station_app.services.tally_report import TallyOrder, tally_paper, tally_text, tally_xlsx
from station_app.services.undoing import undo_last
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.services.yearly_report import YearlyOrder, yearly_docx
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import villager
from tests.reports.reading import pages

TODAY = date(2022, 11, 20)
SEPTEMBER, OCTOBER = Period.month("2022-09"), Period.month("2022-10")
SPAN = Period("2022-09", "2022-10")
NAMES = SignMonth("2022-09", "赵会计", "钱站长")
NEWER = '{"layout":2,"figures":{"B1":[3]}}'
TEXTS = ("不是 JSON", NEWER)


def visited(session: Session, name: str, on: date) -> None:
    paper = VisitPaper(visit_date=on, kind="ROUTINE", method="HOME", visitors="李敏")
    met = (Met(villager(session, name)),)
    record_visit(session, RecordVisit(paper=paper, met=met), today=on)


def spoil(session: Session, text: str, month: str = "2022-09") -> None:
    """What another PC with a newer program may send, or a damaged one."""
    session.flush()
    mine = update(MonthReport).where(MonthReport.ym == month)
    session.connection().execute(mine.values(content=text))
    session.expire_all()


def kept(session: Session, month: str = "2022-09") -> list[str]:
    mine = select(MonthReport.content).where(MonthReport.ym == month)
    return list(session.scalars(mine.order_by(MonthReport.version)))


@pytest.fixture
def visits(store: Store) -> None:
    """One visit in September, two in October."""
    with store.write("试") as session:
        for name, day in (("曾光明", 905), ("周贵英", 1005), ("孙长河", 1006)):
            visited(session, name, date(2022, day // 100, day % 100))


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("text", TEXTS)
def test_figures_of_a_report_that_cannot_be_read_are_unknown_and_all_others_stand(
    store: Store, text: str
) -> None:
    with store.write("试") as session:
        hand_in(session, "2022-09")
        spoil(session, text)
        compute_month(session, "2022-10", today=TODAY)
    with store.read() as session:
        found = reported_report(session, OCTOBER, today=TODAY)
        assert found.report.this.value("B1", "人次") == 2
        assert found.report.previous is not None
        assert found.report.previous.by_code["B1"].shown("人次") == "—"
        assert (found.unread, found.is_unread, found.before) == (("2022-09",), False, ())
        (told,) = found.report.closing
        assert told.startswith("2022年9月的月报这里读不懂")
        assert found.report.year_to_date is not None
        assert found.report.year_to_date.value("B1", "人次") == 3  # as the records count it today
        assert reported_tally(session, SPAN, today=TODAY).value("B1", "人次") == 3
        counted = {"2022-09": 1, "2022-10": 2}
        assert reported_by_month(session, "B1", counted, [SPAN], today=TODAY) == [counted]
        desk = month_desk(session, SEPTEMBER, today=TODAY)
        assert desk.reported.is_unread
        assert (desk.reported.differences, desk.strays, dict(desk.report.notes or {})) == (
            (), 0, {},
        )  # fmt: skip
        shown = {line.shown(unit) for line in desk.report.this.lines for unit in line.line.units}
        assert shown == {"—"}
        assert "2022-09" in closed_months(session)
        assert kept(session) == [text]


@pytest.mark.usefixtures("visits")
def test_papers_of_such_a_month_say_it_and_json_is_refused_with_a_sentence(store: Store) -> None:
    with store.write("试") as session:
        hand_in(session, "2022-09")
        spoil(session, NEWER)
    with store.write("印") as session:
        for period in (SEPTEMBER, OCTOBER):
            order = TallyOrder(period, TODAY, "李敏")
            paper = "".join(pages(tally_paper(session, order))).replace("\n", "")
            assert "的月报这里读不懂" in paper
            assert tally_xlsx(session, order)[:2] == b"PK"
        made_at = datetime(2022, 11, 20, 9, tzinfo=UTC)
        whole, other = Period("2022-01", "2022-10"), Period("2021-01", "2021-10")
        word = Document(
            io.BytesIO(yearly_docx(session, YearlyOrder(whole, other, "李敏", made_at)))
        )
        notes = [each.text for each in word.paragraphs if "读不懂" in each.text]
        assert len(notes) == 1
        assert "2022年9月的月报这里读不懂" in notes[0]
        with pytest.raises(Rejected) as refused:
            tally_text(session, TallyOrder(SEPTEMBER, TODAY))
        assert json.loads(tally_text(session, TallyOrder(OCTOBER, TODAY)))["period"] == "2022-10"
    assert refused.value.code == "month.unread"
    assert sentence(refused.value).startswith("2022年9月 的月报这里读不懂")


@pytest.mark.usefixtures("visits")
def test_no_step_needs_what_cannot_be_read_and_none_overwrites_it(store: Store) -> None:
    with store.write("算") as session:
        compute_month(session, "2022-09", today=TODAY)
        spoil(session, NEWER)
        desk = month_desk(session, SEPTEMBER, today=TODAY)
        assert (desk.reported.is_unread, desk.reported.unread) == (True, ())
        assert desk.report.this.value("B1", "人次") == 1  # a draft: the figures of today
        assert desk.report.closing == ()
        row = month_report(session, "2022-09")
        assert row is not None
        for step in (
            lambda: sign_month(session, NAMES, today=TODAY),
            lambda: changed_since(session, row, today=TODAY),
        ):
            with pytest.raises(Rejected, match=r"month\.unread"):
                step()
    with store.write("再算") as session:
        compute_month(session, "2022-09", today=TODAY)
        sign_month(session, NAMES, today=TODAY)
        submit_month(session, "2022-09", today=TODAY)
        assert sorted(kept(session)) != [NEWER, NEWER]
        assert NEWER in kept(session)  # the draft of the newer program was retired, not changed
        take_back_month(session, "2022-09")
        submit_month(session, "2022-09", today=TODAY)
        spoil(session, NEWER)
        lock_month(session, "2022-09", today=TODAY)
        row = month_report(session, "2022-09")
    assert row is not None
    assert row.state is MonthState.LOCKED


@pytest.mark.usefixtures("visits")
def test_undo_of_taking_back_is_refused_where_the_figures_cannot_be_compared(store: Store) -> None:
    with store.write("报") as session:
        hand_in(session, "2022-09")
    with store.write("撤回") as session:
        take_back_month(session, "2022-09")
        spoil(session, NEWER)
    with pytest.raises(Rejected, match=r"month\.unread"):
        undo_last(store)
    with store.read() as session:
        row = month_report(session, "2022-09")
        assert row is not None
        assert row.state is MonthState.SIGNED
        assert kept(session) == [NEWER]
