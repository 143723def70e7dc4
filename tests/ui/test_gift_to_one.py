"""A gift for one person: from his page to a list, without looking for him again."""

import pytest
from pytestqt.qtbot import QtBot

from station_app.domain.codes import CondolenceKind
from station_app.models.identifiers import BatchId, PersonId
from station_app.queries.condolence import list_batches
from station_app.queries.person_page import planned_for
from station_app.services.condolence import MakeBatch, make_batch
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.pick_button import PickButton
from station_app.ui.desk import Desk
from station_app.ui.pages.condolence_for import TO_A_NEW_ONE, GiftTo
from station_app.ui.pages.condolences import CondolencesPage
from station_app.ui.pages.person import PersonPage
from tests.services.batches_of_tests import batch
from tests.services.people_of_tests import a_person
from tests.ui.pages_of_tests import shown


@pytest.fixture
def went(desk: Desk) -> list[tuple[str, object]]:
    """Where the desk was asked to go."""
    found: list[tuple[str, object]] = []
    desk.wanted.connect(lambda page, subject: found.append((page, subject)))
    return found


def waits_in(store: Store, person: PersonId) -> list[str]:
    with store.read() as session:
        return [one.batch_name for one in planned_for(session, person)]


def test_who_waits_in_no_list_is_put_on_one_from_his_own_page(
    qtbot: QtBot, desk: Desk, store: Store, went: list[tuple[str, object]]
) -> None:
    person = PersonId(a_person(store, "曾光明"))
    shown(qtbot, desk, PersonPage, person)._work("condolence")
    assert went == [("condolences", GiftTo(person, "曾光明"))]
    draft = batch(store)
    with store.write("重点对象") as session:
        make_batch(session, MakeBatch(
            kind=CondolenceKind.FOCUS, occasion="CHONGYANG", occasion_year=2022, funding="COUNTY"
        ))  # fmt: skip
    page = shown(qtbot, desk, CondolencesPage, went[0][1])
    (lists,) = page._banner_box.findChildren(PickButton)
    (offered,) = [key for key, _ in lists._choices]  # and none of 重点对象: it holds no names
    assert isinstance(offered, tuple)
    assert offered[0] == draft
    buttons = page._banner_box.findChildren(Button)
    back = [one for one in buttons if "回曾光明" in one.accessibleName()]
    left: list[bool] = []
    desk.went_back.connect(lambda: left.append(True))
    back[0].click()
    assert left
    said: list[str] = []
    desk.said.connect(lambda words, *_more: said.append(words))
    lists.picked.emit(offered)
    qtbot.waitUntil(lambda: len(went) == 2)
    assert went[1] == ("batch", draft)
    assert said[-1].startswith("曾光明已加进")
    assert len(waits_in(store, person)) == 1


def test_where_there_is_no_draft_the_new_list_has_him_at_once(
    qtbot: QtBot, desk: Desk, store: Store, went: list[tuple[str, object]]
) -> None:
    person = PersonId(a_person(store, "曾光明"))
    asked = GiftTo(person, "曾光明")
    page = shown(qtbot, desk, CondolencesPage, asked)
    banner = page.whom.banner([])
    assert banner is not None
    assert banner._more.text() == TO_A_NEW_ONE
    page._new()
    page.making.submit()
    qtbot.waitUntil(lambda: bool(went))
    with store.read() as session:
        (made,) = list_batches(session)
    assert went == [("batch", BatchId(made.batch_id))]
    assert made.people == 1
    page.opened(asked)
    assert page.whom.banner([]) is None, "he is on a list; the way back says no more of him"
    page.opened(GiftTo(person, "曾光明"))
    assert page.whom.banner([]) is not None
    page.returned()
    assert page.whom.banner([]) is None, "nobody is meant by the side bar"
