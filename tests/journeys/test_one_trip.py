"""One trip: planned, printed, walked, entered by the numbers of the sheet; keyboard only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from station_app.domain.periods import Period
from station_app.models.attachment import Attachment
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.queries.route_sheets import LineState, Sheet, route_sheets
from station_app.queries.tallies import tally
from station_app.services import condolence, condolence_list
from station_app.services.condolence import Freeze, MakeBatch
from station_app.services.condolence_list import AddPeople
from station_app.store.unit_of_work import Store
from station_app.ui.pages.route import RoutePage
from station_app.ui.pages.visit_entry import VisitEntryPage
from station_app.ui.print_preview import PrintPreview
from tests.fixtures.station import OPERATOR
from tests.journeys.small_village import clerk_at_the_village
from tests.reports.reading import pages
from tools.clerk import Clerk

TODAY = date(2026, 7, 20)
MONTH = Period("2026-07", "2026-07")
HOUSES = 4


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk, and the store behind the window; everybody waits for 八一慰问."""
    with clerk_at_the_village(tmp_path / "station") as (clerk, store):
        pay_everybody(store)
        yield clerk, store


def pay_everybody(store: Store) -> None:
    with store.write("试") as session:
        batch = condolence.make_batch(session, MakeBatch(
            kind="ENTITLED_DIFF", occasion="BAYI", occasion_year=2026, funding="COUNTY",
            standard_fen=50_000,
        ))  # fmt: skip
        people = tuple(map(PersonId, session.scalars(select(Person.id))))
        condolence_list.add_people(session, AddPeople(batch_id=batch, person_ids=people))
        condolence.freeze(session, Freeze(batch), today=TODAY)


def sheet_of(store: Store) -> Sheet:
    with store.read() as session:
        (sheet,) = route_sheets(session)
    return sheet


def states(store: Store) -> list[LineState]:
    return [line.state for line in sheet_of(store).lines]


def figures(store: Store) -> dict[str, int | None]:
    with store.read() as session:
        month = tally(session, MONTH, today=TODAY)
        return {code: month.value(code, "人次") for code in ("B1", "K1")}


def entry(clerk: Clerk) -> VisitEntryPage:
    page = clerk.window.page
    assert isinstance(page, VisitEntryPage)
    return page


def tab_to(clerk: Clerk, field: QWidget) -> None:
    """With Tab as often as it takes: every field can be reached without the mouse."""
    for _ in range(12):
        if clerk.focus is field:
            return
        clerk.press("Tab")
    raise AssertionError(f"Tab never reaches {field.accessibleName()}")


def plan_and_print(clerk: Clerk, store: Store) -> None:
    """Four houses, two who go, Ctrl P; the paper names its numbers."""
    clerk.back_to_start()
    clerk.press("Ctrl+3", "L")
    clerk.wait(until=lambda: isinstance(clerk.window.page, RoutePage))
    page = clerk.window.page
    assert isinstance(page, RoutePage)
    clerk.wait(until=lambda: page.table.row is not None)
    clerk.press("Space", times=HOUSES)
    tab_to(clerk, page.form["visitors"].field)
    clerk.press("End")
    clerk.type("、赵国强")
    clerk.press("Ctrl+P")
    clerk.wait(until=lambda: any(p.isVisible() for p in clerk.shell.findChildren(PrintPreview)))
    (preview,) = (p for p in clerk.shell.findChildren(PrintPreview) if p.isVisible())
    clerk.wait(until=lambda: bool(preview.document))
    text = "".join(pages(preview.document))
    assert all(line.name in text for line in sheet_of(store).lines)
    clerk.press("Esc")


def come_back(clerk: Clerk) -> None:
    """Enter on the sheet that was printed opens its first number."""
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "visit_entry")
    clerk.wait(until=lambda: bool(entry(clerk).paper.picker.people))
    at_number(clerk, 1)


def at_number(clerk: Clerk, number: int) -> None:
    """The form stands at this number, and what is due there is shown."""
    page = entry(clerk)
    clerk.wait(until=lambda: f"第 {number} 号" in page._head.sentence.text())
    clerk.wait(until=lambda: not page.paper.gifts.isHidden())


def do_everything(clerk: Clerk) -> None:
    """Condolence, certification with its proof, plaque, a promise: then Ctrl Enter."""
    page = entry(clerk)
    clerk.type("血压平稳")
    clerk.press("Alt+2", "Space", "Alt+3", "Space", "F9")
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(0x336655)
    QGuiApplication.clipboard().setImage(picture)
    clerk.press("Tab")
    assert clerk.focus is page.paper.certifying.form["staff1"].field, "Tab goes as one reads"
    tab_to(clerk, page.paper.certifying.signed)
    clerk.press("Space")
    tab_to(clerk, page.paper.certifying.photos.strip.add)
    clerk.press("Ctrl+V")
    clerk.wait(until=lambda: bool(page.paper.certifying.photos.waiting))
    clerk.press("Alt+4", "Space")
    tab_to(clerk, page.paper.form["follow_up"].field)
    clerk.type("卫生间装扶手")
    clerk.press("Ctrl+Return")


def test_plan_print_come_back_and_enter_by_number(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    plan_and_print(clerk, store)
    come_back(clerk)

    do_everything(clerk)
    clerk.wait(until=lambda: states(store)[0] is LineState.DONE)
    assert figures(store) == {"B1": 1, "K1": 1}
    with store.read() as session:
        (visit,) = session.scalars(select(Visit))
        (proof,) = session.scalars(select(Attachment))
    assert (visit.visitors, visit.follow_up) == (f"{OPERATOR}、赵国强", "卫生间装扶手")
    assert proof.owner == "CERTIFICATION"

    at_number(clerk, 2)
    clerk.type("家中无困难")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: states(store)[1] is LineState.DONE)

    at_number(clerk, 3)
    clerk.press("Alt+B")
    clerk.wait(until=lambda: states(store)[2] is LineState.AWAY)
    assert figures(store) == {"B1": 2, "K1": 1}

    at_number(clerk, 4)
    clerk.press("Alt+2", "Space", "Ctrl+Return")
    clerk.wait(until=lambda: states(store)[3] is LineState.DONE)
    assert figures(store) == {"B1": 3, "K1": 2}

    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: states(store)[3] is LineState.OPEN)
    assert figures(store) == {"B1": 2, "K1": 1}
    clerk.press("Alt+X")
    clerk.type("4")
    clerk.press("Return")
    at_number(clerk, 4)
    assert not sheet_of(store).homes(LineState.OPEN) > 1
    assert clerk.clicks == 0


def test_a_missing_proof_is_said_under_its_part_and_nothing_is_written(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    plan_and_print(clerk, store)
    come_back(clerk)
    clerk.press("Alt+2", "Space", "Alt+3", "Space", "F9", "Ctrl+Return")
    page = entry(clerk)
    clerk.wait(until=lambda: not page.tasks.busy)
    assert "照片" in page.paper.certifying.error.text()
    assert states(store) == [LineState.OPEN] * HOUSES
    assert figures(store) == {"B1": 0, "K1": 0}


def test_what_was_ticked_at_a_door_comes_back_with_the_draft(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    plan_and_print(clerk, store)
    come_back(clerk)
    clerk.press("Alt+2", "Space", "Alt+3", "Space", "Alt+1")
    clerk.type("血压平稳")
    clerk.press("PgDown")
    at_number(clerk, 2)
    clerk.press("PgUp")
    at_number(clerk, 1)
    page = entry(clerk)
    clerk.wait(until=lambda: bool(page.paper.certifying.chosen))
    assert page.paper.form.values()["situation"] == "血压平稳"
    assert [sign.receipt for sign in page.paper.gifts.commands(TODAY)] == ["SELF"]
    assert sheet_of(store).is_open
