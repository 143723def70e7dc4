"""A county's form: dropped in once, bound, filled each month, changed by the county."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from sqlalchemy import select

from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.queries.templates import bound_cells, list_templates
from station_app.services import condolence, condolence_list
from station_app.services.condolence import Freeze, MakeBatch
from station_app.services.condolence_list import AddPeople
from station_app.services.condolence_paying import PayMany, pay_many
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from station_app.ui.pages.templates import BIND, FILLED, TemplatesPage
from tests.journeys.small_village import clerk_at_the_village
from tools.clerk import Clerk
from tools.sample_template import FIGURES, LIST, TOTALS, county_workbook

TODAY, JUNE = date(2026, 7, 20), date(2026, 6, 10)
VISITED, PAID = 7, 9
"""People met and paid in June; the form has room for five lines."""
GIFT = MakeBatch(
    kind="ENTITLED_DIFF",
    occasion="DRAGON",
    occasion_year=2026,
    funding="COUNTY",
    standard_fen=50_050,
)


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk of a village in which something was done in June."""
    with clerk_at_the_village(tmp_path / "station") as found:
        a_june(found[1])
        yield found


def a_june(store: Store) -> None:
    """Seven were visited, nine were paid 500.50 each."""
    with store.write("试") as session:
        statement = select(Person.id).order_by(Person.file_no).limit(PAID)
        people = [PersonId(key) for key in session.scalars(statement)]
        paper = VisitPaper(visit_date=JUNE, kind="ROUTINE", method="HOME", visitors="赵国强")
        met = tuple(Met(person_id=key) for key in people[:VISITED])
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
        batch = condolence.make_batch(session, GIFT)
        lines = condolence_list.add_people(
            session, AddPeople(batch_id=batch, person_ids=tuple(people))
        ).added
        condolence.freeze(session, Freeze(batch), today=JUNE)
        pay_many(session, PayMany(batch_id=batch, plan_ids=lines, paid_on=JUNE), today=TODAY)


def page(clerk: Clerk) -> TemplatesPage:
    assert isinstance(clerk.window.page, TemplatesPage)
    return clerk.window.page


def drop(clerk: Clerk, path: Path) -> None:
    """Drag a file from the desktop onto the page."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    page(clerk).dropEvent(QDropEvent(QPointF(50, 50), copy, carried, left, nothing))
    clerk.wait()


def shown(store: Store) -> dict[str, str]:
    """What the cells of the first sheet show."""
    with store.read() as session:
        (template,) = list_templates(session)
        cells = bound_cells(session, template.template_id)
    return {one.bound.place: one.bound.said for one in cells if one.bound.sheet == FIGURES}


def test_a_form_is_bound_once_and_filled_every_month(
    at_desk: tuple[Clerk, Store], tmp_path: Path
) -> None:
    clerk, store = at_desk
    clerk.window.open("templates")
    clerk.wait()
    drop(clerk, county_workbook(tmp_path / "区局月报表.xlsx"))
    clerk.wait(until=lambda: page(clerk).view.sheet_model.rowCount() > 0)
    assert shown(store)["D4"] == "走访人次，本期（人次）"

    page(clerk).view.choose((4, 6))  # 备注: the county wants telephone calls there
    clerk.wait()
    page(clerk).panel.line.clear()
    clerk.type("电话")
    clerk.press("Return", "Ctrl+Return")
    clerk.wait(until=lambda: "F4" in shown(store))
    assert shown(store)["F4"] == "电话（视频）联系人次，本期（人次）"
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: "F4" not in shown(store))

    page(clerk).mode.choose(FILLED)
    clerk.wait(until=lambda: cell(clerk, 4, 4) == str(VISITED))
    assert cell(clerk, 1, 1) == "2026年6月退役军人事务工作月报"
    page(clerk).saving.fill_to(tmp_path / "六月.xlsx")
    clerk.wait(until=(tmp_path / "六月.xlsx").exists)
    book = openpyxl.load_workbook(tmp_path / "六月.xlsx")
    rows = book[LIST]
    assert [rows.cell(3 + n, 5).value for n in range(PAID)] == [500.5] * PAID
    assert rows.cell(3 + PAID, 5).value == f"=SUM(E3:E{2 + PAID})"
    assert book[TOTALS]["B1"].value == f"={LIST}!E{3 + PAID}"
    assert book[FIGURES]["D7"].value == 0.45  # 4504.50 元 in 万元

    page(clerk).mode.choose(BIND)
    drop(clerk, county_workbook(tmp_path / "新版.xlsx", extra_line=True))
    clerk.wait(until=page(clerk).files.offer.isVisible)
    clerk.click(page(clerk).files.as_new)
    assert page(clerk).files.moved.isVisible()
    clerk.click(page(clerk).files.moved.take)
    clerk.wait(until=lambda: shown(store).get("D5") == "走访人次，本期（人次）")
    assert len(shown(store)) == len(("A1", "A2")) + 12 + 2  # the new row is filled, too
    page(clerk).mode.choose(FILLED)
    clerk.wait(until=lambda: cell(clerk, 5, 4) == str(VISITED))
    assert cell(clerk, 4, 2) == "电话（视频）联系人次"


def cell(clerk: Clerk, row: int, column: int) -> str:
    """What stands in a cell of the sheet that is shown."""
    sheet = page(clerk).sheet
    return sheet.at(row, column).text if sheet is not None else ""
