"""Recording visits: several people at once, phrases, doubts, drafts, correction and voiding."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from station_app.models.identifiers import PersonId
from station_app.queries.visits import VisitCount, VisitFilter, VisitRow, count_visits, list_visits
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from station_app.ui.components.dialog import Dialog
from station_app.ui.desk import Desk
from station_app.ui.pages.visit_entry import VisitEntryPage
from station_app.ui.pages.visit_form import Correction
from station_app.ui.pages.visit_lists import period_of
from station_app.ui.pages.visits import VisitsPage
from station_app.ui.people_picker import Picked
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)
Page = VisitEntryPage | VisitsPage


def wait(qtbot: QtBot, page: Page) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


@pytest.fixture
def people(store: Store) -> tuple[Picked, ...]:
    with store.write("试") as session:
        names = ("曾光明", "周贵英", "孙长河")
        return tuple(Picked(PersonId(villager(session, name)), name) for name in names)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> VisitEntryPage:
    made = VisitEntryPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    return made


def visits(store: Store, **narrow: object) -> tuple[VisitRow, ...]:
    with store.read() as session:
        return list_visits(session, VisitFilter(**narrow)).rows  # type: ignore[arg-type]


def visited(store: Store, *people: Picked) -> VisitRow:
    paper = VisitPaper(visit_date=TODAY, kind="ROUTINE", method="HOME", visitors="李敏")
    met = tuple(Met(one.person_id) for one in people)
    with store.write("试") as session:
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
    return visits(store)[0]


def test_cn1_several_people_are_recorded_in_one_go(
    qtbot: QtBot, page: VisitEntryPage, store: Store, people: tuple[Picked, ...]
) -> None:
    page.opened(people[0].person_id)
    wait(qtbot, page)
    page.paper.picker.add(people[1])
    assert page.paper.person_times == 2
    page.paper.form.fill({"situation": "都好"})
    page.side.next.click()
    wait(qtbot, page)
    (row,) = visits(store)
    assert sorted(one.name for one in row.met) == ["周贵英", "曾光明"]
    assert page.paper.picker.people == ()


def test_a_phrase_goes_into_the_text_and_out_again(page: VisitEntryPage) -> None:
    page.opened(None)
    first, second = page.paper._phrases[:2]
    first.click()
    second.click()
    area = page.paper.form["situation"].field
    assert area.toPlainText() == "身体平稳，血压偏高。"  # type: ignore[attr-defined]
    first.click()
    assert area.toPlainText() == "血压偏高。"  # type: ignore[attr-defined]


def test_nobody_chosen_is_said_under_the_field(page: VisitEntryPage, store: Store) -> None:
    page.opened(None)
    page.side.next.click()
    assert page.paper.form["people"].error == "还没有选走访对象，请选一个人"
    assert visits(store) == ()


def test_a_second_visit_on_one_day_is_asked_first(
    qtbot: QtBot, page: VisitEntryPage, store: Store, people: tuple[Picked, ...]
) -> None:
    visited(store, people[0])
    page.opened(people[0].person_id)
    wait(qtbot, page)
    page.side.next.click()
    wait(qtbot, page)
    assert len(visits(store)) == 1
    (dialog,) = [one for one in page.window().findChildren(Dialog) if one.isVisible()]
    page.keeping.recording._confirm(dialog, frozenset({"visit.duplicate"}))
    wait(qtbot, page)
    assert len(visits(store)) == 2


def test_de6_of_the_dead_it_is_said_that_the_family_is_meant(
    qtbot: QtBot, page: VisitEntryPage, store: Store
) -> None:
    with store.write("试") as session:
        dead = villager(session, "吴德贵", status="DECEASED", death_date="2022-03-01")
    page.opened(dead)
    wait(qtbot, page)
    page.side.next.click()
    wait(qtbot, page)
    assert page.keeping.recording.dialog is not None
    page.keeping.recording._confirm(page.keeping.recording.dialog, frozenset({"visit.deceased"}))
    wait(qtbot, page)
    assert [one.name for one in visits(store)[0].met] == ["吴德贵家属"]


def test_a_half_written_visit_is_put_back_with_all_its_people(
    qtbot: QtBot, page: VisitEntryPage, people: tuple[Picked, ...]
) -> None:
    page.opened(people[0].person_id)
    wait(qtbot, page)
    page.paper.picker.add(people[1])
    page.paper.form.fill({"situation": "血压偏高"})
    page._put_away()
    (draft,) = page.desk.drafts.all()
    assert draft.title == "曾光明 的走访"
    page.opened(draft.subject)
    wait(qtbot, page)
    assert page.paper.picker.people == people[:2]
    assert page.paper.form.values()["situation"] == "血压偏高"
    page._drop()
    assert page.desk.drafts.all() == []


def test_mc3_a_correction_needs_its_reason_and_reverses_what_differs(
    qtbot: QtBot, page: VisitEntryPage, store: Store, people: tuple[Picked, ...]
) -> None:
    row = visited(store, *people)
    page.opened(Correction(row.visit_id))
    wait(qtbot, page)
    assert page.paper.picker.people == people
    page.paper.picker.drop(people[2])
    page.side.next.click()
    assert page.paper.form["reason"].error == "请填为什么更正"
    page.paper.form.fill({"reason": "孙长河那天不在"})
    page.side.next.click()
    wait(qtbot, page)
    assert visits(store)[0].person_times == 2


def test_a_visit_is_declared_void_with_a_reason(
    qtbot: QtBot, desk: Desk, store: Store, people: tuple[Picked, ...]
) -> None:
    visited(store, people[0])
    page = VisitsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(None)
    wait(qtbot, page)
    page.panel.void.click()
    page.asking.submit()
    assert page.asking.form["reason"].error == "请填为什么作废"
    page.asking.form.fill({"reason": "记错了人"})
    page.asking.submit()
    wait(qtbot, page)
    assert visits(store) == ()
    assert visits(store, states=("VOID",))[0].met == ()


def test_the_head_counts_what_the_filter_lists(store: Store, people: tuple[Picked, ...]) -> None:
    visited(store, *people)
    with store.read() as session:
        assert count_visits(session, VisitFilter()) == VisitCount(1, 3)
        assert count_visits(session, VisitFilter(methods=("PHONE",))) == VisitCount(0, 0)


def test_calls_stand_apart_in_the_head(
    qtbot: QtBot, desk: Desk, store: Store, people: tuple[Picked, ...]
) -> None:
    visited(store, *people)
    day = TODAY.replace(day=1)
    paper = VisitPaper(visit_date=day, kind="ROUTINE", method="PHONE", visitors="李敏")
    with store.write("电话") as session:
        called = (Met(people[0].person_id), Met(people[1].person_id))
        record_visit(session, RecordVisit(paper=paper, met=called), today=TODAY)
    page = VisitsPage(desk)
    qtbot.addWidget(page)
    page.opened(None)
    wait(qtbot, page)
    assert page._head.sentence.text() == "2 次，5 人次，其中走访 3、电话（视频）联系 2"


def test_a_period_is_whole_days() -> None:
    assert period_of("month", TODAY) == (date(2022, 10, 1), TODAY)
    assert period_of("last", TODAY) == (date(2021, 1, 1), date(2021, 12, 31))


def test_a_visit_is_read_before_it_is_corrected(
    qtbot: QtBot, desk: Desk, store: Store, people: tuple[Picked, ...]
) -> None:
    row = visited(store, people[0])
    page = VisitsPage(desk)
    qtbot.addWidget(page)
    page.show()
    opened: list[tuple[str, object]] = []
    desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    page.opened(row.visit_id)
    wait(qtbot, page)
    assert page.panel.isVisible()
    assert page.panel.names.text() == "曾光明"
    page.panel.correct.click()
    assert opened == [("visit_entry", Correction(row.visit_id))]
