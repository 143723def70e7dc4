"""A list goes out with Ctrl E, is edited in a spreadsheet, and comes back by keys alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from station_app.domain.drafts import Draft
from station_app.models.person import Person
from station_app.services.list_return import Verdict
from station_app.services.people import ChangePerson, change_person
from station_app.ui.pages.list_return import ListReturnPage
from station_app.ui.tasks import OpenStore
from tools.clerk import Clerk, at_sample_station
from tools.screenshots import TODAY

T = TypeVar("T")


class Man(NamedTuple):
    """What is looked at of somebody."""

    key: UUID
    group: str | None
    mobile: str | None


GROUP, NEW_PHONE = "改到八组", "13812345678"


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the list goes, and from where it comes back."""
    path = tmp_path / "人员名单.xlsx"

    def chosen(*_anything: object) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    return path


def page(clerk: Clerk) -> ListReturnPage:
    shown = clerk.window.page
    assert isinstance(shown, ListReturnPage)
    return shown


def at_the_store(clerk: Clerk, work: Callable[[OpenStore], T]) -> T:
    """Work beside the window, as a task does."""
    assert clerk.shell._opened is not None
    with ThreadPoolExecutor(1) as door:
        return door.submit(work, clerk.shell._opened.store).result()


def person(clerk: Clerk, name: str) -> Man:
    """The first of this name: key, group and phone."""

    def ask(store: OpenStore) -> Man:
        wanted = select(Person.id, Person.group_name, Person.mobile).where(Person.name == name)
        with store.read() as session:
            return Man(*session.execute(wanted.order_by(Person.id).limit(1)).one())

    return at_the_store(clerk, ask)


def moved(clerk: Clerk, man: Man, group: str) -> None:
    """Somebody else changes the group meanwhile."""

    def change(store: OpenStore) -> None:
        draft = Draft({"group_name": man.group}, {"group_name": group})
        with store.write("修改") as session:
            change_person(session, ChangePerson(man.key, draft), today=TODAY)

    at_the_store(clerk, change)


def edit(path: Path) -> tuple[str, str]:
    """Two cells of one man, one of another; who they are."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    place = {cell.value: cell.column for cell in sheet[2]}
    names = [row[place["姓名"] - 1].value for row in sheet.iter_rows(min_row=3)]
    alone = [n for n, name in enumerate(names, 3) if names.count(name) == 1]
    sheet.cell(alone[0], place["村民小组"]).value = GROUP
    sheet.cell(alone[0], place["手机"]).value = NEW_PHONE
    sheet.cell(alone[1], place["村民小组"]).value = GROUP
    book.save(path)
    return names[alone[0] - 3], names[alone[1] - 3]


def test_only_what_was_edited_goes_in_and_comes_out_again(clerk: Clerk, file: Path) -> None:
    clerk.back_to_start()
    clerk.press("Ctrl+2")
    clerk.wait(until=lambda: clerk.window.page_name == "people")
    clerk.press("Ctrl+E")
    clerk.wait(until=file.exists)
    clerk.wait(until=lambda: "已导出" in clerk.window.toast.words)
    first, second = edit(file)
    was, also = person(clerk, first), person(clerk, second)

    # meanwhile somebody moves the second man: both sides say something else now
    moved(clerk, also, "九组")

    clerk.press("Ctrl+I")
    clerk.press("Ctrl+O")
    clerk.wait(until=lambda: clerk.window.page_name == "list_return")
    clerk.wait(until=lambda: page(clerk).seen is not None)
    seen = page(clerk).seen
    assert seen is not None
    told = [(one.who, one.heading, one.after, one.verdict) for one in seen.changes]
    assert sorted(told) == sorted(
        [
            (first, "村民小组", GROUP, Verdict.CHANGE),
            (first, "手机", NEW_PHONE, Verdict.CHANGE),
            (second, "村民小组", GROUP, Verdict.ASK),
        ]
    )
    assert page(clerk).commit.text() == "写进去 2 处"

    # the phone is left as it was, the rest goes in
    at = next(n for n, one in enumerate(page(clerk).table.model.rows)
              if one.change is not None and one.change.after == NEW_PHONE)  # fmt: skip
    clerk.press("Down", times=at)
    clerk.press("Space")
    clerk.wait(until=lambda: page(clerk).commit.text() == "写进去 1 处")
    clerk.press("F8")
    clerk.wait(until=lambda: person(clerk, first).group == GROUP)
    assert person(clerk, first).mobile == was.mobile
    assert person(clerk, second).group == "九组"
    clerk.wait(until=lambda: not page(clerk).chosen)
    assert clerk.clicks == 0

    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: person(clerk, first).group == was.group)
