"""A slip in the date of a death is met before it is registered: what came after it is shown."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.codes import VisitKind, VisitMethod
from station_app.models.identifiers import new_id
from station_app.models.visit import VisitAttendance
from station_app.store.unit_of_work import Store
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.death_dialog import DeathDialog
from station_app.ui.pages.person import PersonPage
from tests.services.people_of_tests import a_person
from tests.ui.pages_of_tests import settled, shown

LONG_AGO = "1985年3月离今天已有 37 年，请核对年份"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, store: Store) -> PersonPage:
    """Somebody who was visited in August, and mourned in September."""
    person = a_person(store, "曾光明", "WAR")
    with store.write("走访") as session:
        for day, kind in (
            (date(2022, 8, 5), VisitKind.ROUTINE),
            (date(2022, 9, 5), VisitKind.BEREAVEMENT),
        ):
            visit = VisitAttendance(
                visit_id=new_id(),
                person_id=person,
                visit_date=day,
                kind=kind.value,
                method=VisitMethod.HOME.value,
                counted_ym=f"{day:%Y-%m}",
                sign=1,
                headcount=1,
            )
            session.add(visit)
    return shown(qtbot, desk, PersonPage, person)


def begun(qtbot: QtBot, page: PersonPage, typed: str) -> tuple[DeathDialog, QWidget]:
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    field = dialog._form["death_date"].field
    field.setFocus()
    qtbot.keyClicks(field, typed)
    return dialog, field


def words(dialog: DeathDialog) -> set[str]:
    over = dialog.asking.dialog
    return {text.text() for text in over.findChildren(Text) if text.isVisibleTo(over)}


def died(page: PersonPage) -> str | None:
    assert page.view is not None
    return page.view.page.person.text("death_date")


def press(qtbot: QtBot, page: PersonPage, field: QWidget) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)


def test_a_date_with_doubts_is_registered_only_after_they_were_shown(
    qtbot: QtBot, page: PersonPage
) -> None:
    dialog, field = begun(qtbot, page, "85.3")
    press(qtbot, page, field)
    assert died(page) is None
    qtbot.waitUntil(lambda: LONG_AGO in words(dialog))
    assert "去世日期之后还走访过 1 次，最近一次 2022年8月5日，请核对日期" in words(dialog)
    assert dialog.asking._main.text() == "仍然登记去世"
    with qtbot.waitSignal(page.desk.said):
        press(qtbot, page, field)
    settled(qtbot, page)
    assert died(page) == "1985-03"


def test_a_date_put_right_has_no_doubts_and_is_registered_at_once(
    qtbot: QtBot, page: PersonPage
) -> None:
    dialog, field = begun(qtbot, page, "85.3")
    press(qtbot, page, field)
    field.setText("")  # type: ignore[attr-defined]  # a field of text
    qtbot.keyClicks(field, "2022-9")
    assert LONG_AGO not in words(dialog)
    assert dialog.asking._main.text() == "登记去世"
    with qtbot.waitSignal(page.desk.said):
        press(qtbot, page, field)
    settled(qtbot, page)
    assert died(page) == "2022-09"


def test_a_visit_of_condolence_to_the_family_is_no_doubt(qtbot: QtBot, page: PersonPage) -> None:
    dialog, _ = begun(qtbot, page, "2022-08-20")
    settled(qtbot, page)
    assert [one for one in words(dialog) if "走访过" in one] == []
