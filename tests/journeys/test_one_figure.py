"""“这个数哪来的”: one figure on the screen, on paper, in Excel and JSON, and the rows behind it."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from station_app.domain.codes import PayItem, PensionKind
from station_app.domain.periods import Period
from station_app.domain.tally import FEN
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.services.pension_payments import RecordPension, record_pension
from station_app.services.tally_report import TallyOrder, tally_paper, tally_text, tally_xlsx
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.tally import TallyPage
from station_app.ui.pages.tally_rows import LineOfTally
from tests.journeys.small_village import clerk_at_the_village
from tests.reports.reading import pages
from tools.clerk import Clerk

TODAY = date(2026, 7, 20)
JUNE = Period.month("2026-06")
OPENED = ("A5", "B1", "H1", "H2", "H5", "Q3")


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk at a village in which 39 of 40 pensions were paid in June, and three people seen."""
    with clerk_at_the_village(tmp_path / "station") as (clerk, store):
        with store.write("试") as session:
            people = [PersonId(key) for key in session.scalars(select(Person.id))]
            for person in people[:39]:
                paid = RecordPension(
                    person_id=person,
                    kind=PensionKind.WAR,
                    month="2026-06",
                    amount_fen=210_050,
                    paid_on=date(2026, 6, 20),
                )
                record_pension(session, paid, today=TODAY)
            final = RecordPension(
                person_id=people[39],
                kind=PensionKind.WAR,
                month="2026-06",
                amount_fen=1_260_300,
                paid_on=date(2026, 6, 21),
                item=PayItem.FUNERAL,
            )
            record_pension(session, final, today=TODAY)
            paper = VisitPaper(
                visit_date=date(2026, 6, 3), kind="ROUTINE", method="HOME", visitors="李敏"
            )
            met = tuple(Met(person) for person in people[:3])
            record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
        yield clerk, store


def tally_page(clerk: Clerk) -> TallyPage:
    clerk.window.open("tally", JUNE)
    clerk.wait(until=lambda: isinstance(clerk.window.page, TallyPage))
    page = clerk.window.page
    assert isinstance(page, TallyPage)
    clerk.wait(until=lambda: page._found is not None and page._found.period == JUNE)
    return page


def lines_of(page: TallyPage) -> dict[int, LineOfTally]:
    """The lines on the screen by their row; headings between them are none."""
    rows: Sequence[object] = page.table.model.rows
    return {number: row for number, row in enumerate(rows) if isinstance(row, LineOfTally)}


def open_line(clerk: Clerk, page: TallyPage, code: str) -> LineOfTally:
    """Go to the first row of a line and press Enter; back when its rows are there."""
    number, line = next(pair for pair in lines_of(page).items() if pair[1].code == code)
    page.table.choose(number)
    page.table.view.setFocus()
    clerk.press("Return")
    clerk.wait(until=lambda: f"{len(page.behind.table.model.rows):,} 行" in page.behind.foot.text())
    return line


def test_screen_paper_excel_and_json_say_the_same_of_every_line(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    shown = lines_of(tally_page(clerk)).values()
    order = TallyOrder(JUNE, TODAY, "李敏")
    with store.read() as session:
        book = openpyxl.load_workbook(BytesIO(tally_xlsx(session, order)))
        paper = "".join(pages(tally_paper(session, order)))
        told = json.loads(tally_text(session, order))["lines"]
    values = {line["code"]: line["values"] for line in told}
    exact = {row[:3:2]: row[3] for row in book["数据（分）"].iter_rows(values_only=True)}
    assert {row.code for row in shown} >= {"A1", "H2", "K2", "Q1"}
    for row in shown:
        value = row.line.value(row.unit)
        if row.line.ratio is None:
            assert values[row.code][row.unit] == value == exact[row.code, row.unit], row.code
        unit = "万元" if row.unit == FEN else row.unit
        assert f"{row.line.line.label}{unit}{row.shown[0]}" in paper, row.code


def test_figures_open_their_rows_and_a_row_opens_its_person(at_desk: tuple[Clerk, Store]) -> None:
    clerk, _ = at_desk
    page = tally_page(clerk)
    (finding,) = [row.finding for row in lines_of(page).values() if row.code == "H1"]
    assert finding is not None
    assert (finding.code, finding.expected, finding.found) == ("tally.not_everybody_paid", 40, 39)
    for code in OPENED:
        line = open_line(clerk, page, code)
        behind = page.behind.table.model.rows
        total = sum(row.fen if line.unit == FEN else row.count for row in behind)
        assert total == line.line.value(line.unit), code
        clerk.press("Escape")
    open_line(clerk, page, "H5")
    page.behind.table.choose(0)
    page.behind.table.view.setFocus()
    clerk.press("Return")
    clerk.wait(until=lambda: isinstance(clerk.window.page, PersonPage))
