"""Thirty people are paid: a list from Excel, amounts, frozen, printed, signed; keyboard only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from station_app.domain.codes import BatchStatus, Receipt
from station_app.queries.condolence import BatchSheet, batch_sheet, list_batches
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.pages.batch import BatchPage
from station_app.ui.print_preview import PrintPreview
from tests.journeys.small_village import clerk_at_the_village, id_of, name_of
from tests.reports.reading import pages
from tools.clerk import Clerk

TODAY = date(2026, 7, 20)
COUNT = 30


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk, and the store behind the window."""
    with clerk_at_the_village(tmp_path / "station") as found:
        yield found


def sheet(store: Store) -> BatchSheet:
    with store.read() as session:
        (batch,) = list_batches(session)
        found = batch_sheet(session, batch.batch_id, TODAY)
    assert found is not None
    return found


def page(clerk: Clerk) -> BatchPage:
    assert isinstance(clerk.window.page, BatchPage)
    return clerk.window.page


def listed(clerk: Clerk) -> int:
    """How many lines the table shows."""
    clerk.wait()
    table = page(clerk).table
    return len(table.model.rows) if table is not None and table.isVisible() else 0


def write(clerk: Clerk, amount: str) -> None:
    """Into the chosen cell: the first letter opens it, Enter goes down."""
    for letter in amount:
        clerk.type(letter)
    clerk.press("Return")


def new_batch(clerk: Clerk) -> None:
    """Ctrl 4, Ctrl N, the coming festival as it stands, Ctrl Enter."""
    clerk.back_to_start()
    clerk.press("Ctrl+4", "Ctrl+N", "Ctrl+Return")
    clerk.wait(until=lambda: clerk.window.page_name == "batch")


def excel_list() -> str:
    """What Excel puts on the clipboard: a head, thirty rows, one of them nobody's."""
    rows = [f"{n + 1}\t{name_of(n)}\t{id_of(n)}\t{300 + 100 * (n % 3)}" for n in range(COUNT)]
    return "\n".join(["序号\t姓名\t身份证号\t金额", *rows, f"31\t欧阳无此人\t{id_of(90)}\t500", ""])


def print_preview(clerk: Clerk) -> PrintPreview:
    (preview,) = (p for p in clerk.shell.findChildren(PrintPreview) if p.isVisible())
    clerk.wait(until=lambda: bool(preview.document))
    return preview


def test_thirty_people_from_excel_to_signatures_without_the_mouse(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    new_batch(clerk)
    QGuiApplication.clipboard().setText(excel_list())
    clerk.press("Ctrl+V")
    pasting = page(clerk).drafting.pasting
    assert pasting is not None
    clerk.wait(until=lambda: bool(pasting.lines))
    assert [line.taken for line in pasting.lines] == [True] * COUNT + [False]
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: listed(clerk) == COUNT)
    assert sheet(store).batch.total_fen == sum(30_000 + 10_000 * (n % 3) for n in range(COUNT))

    write(clerk, "500*2+200")
    clerk.wait(until=lambda: sheet(store).lines[0].amount_fen == 120_000)
    clerk.press("F8")
    clerk.wait(until=lambda: sheet(store).batch.status == BatchStatus.APPROVED)
    clerk.press("Ctrl+P")
    text = "".join(pages(print_preview(clerk).document))
    assert all(name_of(number) in text for number in range(COUNT))
    clerk.press("Esc")

    clerk.press("Space", times=3)
    clerk.wait(until=lambda: sheet(store).batch.paid_people == 3)
    clerk.press("D")
    assert page(clerk).signing.asking is not None
    clerk.type("王小军")
    clerk.press("Return")
    clerk.type("儿子")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: sheet(store).by_receipt[Receipt.AGENT] == 1)
    assert sheet(store).by_receipt[Receipt.SELF] == 3
    assert clerk.clicks == 0


def test_a_pasted_list_is_taken_back_whole_with_ctrl_z(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    new_batch(clerk)
    QGuiApplication.clipboard().setText(excel_list())
    clerk.press("Ctrl+V")
    pasting = page(clerk).drafting.pasting
    assert pasting is not None
    clerk.wait(until=lambda: bool(pasting.lines))
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: listed(clerk) == COUNT)
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: len(sheet(store).lines) == 0)
    assert clerk.clicks == 0


def test_a_tired_hand_types_what_is_no_amount_and_nothing_is_lost(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    new_batch(clerk)
    QGuiApplication.clipboard().setText("\n".join(name_of(n) for n in range(3)))
    clerk.press("Ctrl+V")
    pasting = page(clerk).drafting.pasting
    assert pasting is not None
    clerk.wait(until=lambda: bool(pasting.lines))
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: listed(clerk) == 3)
    write(clerk, "￥８００")
    clerk.wait(until=lambda: sheet(store).lines[0].amount_fen == 80_000)
    write(clerk, "3*500x")
    table = page(clerk).table
    assert table is not None
    said = table.calculated(table.model.row(1))
    assert said is not None
    assert said.tone == "red"
    clerk.press("Backspace", "Return")
    clerk.wait(until=lambda: sheet(store).lines[1].amount_fen == 150_000)
    undo_last(store)
    assert sheet(store).lines[1].amount_fen == 0
    assert clerk.clicks == 0
