"""The page of one trip: only what is due, what will be written, refusals in their place."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import PeopleFound, find_people
from station_app.queries.people_late import LateAsOf
from station_app.queries.route import Need, RouteWish
from station_app.queries.route_sheets import LineState, Sheet, route_sheet, route_sheets
from station_app.queries.visits import VisitFilter, list_visits
from station_app.services.attachments import KeptPhoto
from station_app.services.condolence import unfreeze
from station_app.services.condolence_paying import Sign, sign
from station_app.services.route_sheets import MakeSheet, make_sheet
from station_app.services.trips import RecordTrip, WillWrite, record_trip
from station_app.services.visits import Met, RecordVisit, VisitPaper
from station_app.store.unit_of_work import Store
from station_app.ui.components.form import put_value
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import Page
from station_app.ui.pages.route import PRINTED, RoutePage
from station_app.ui.pages.visit_dots import Dots
from station_app.ui.pages.visit_entry import VisitEntryPage
from station_app.ui.pages.visit_form import SheetSubject
from station_app.ui.pages.visit_lines import LATE, NO_SHEET, house_words, sheet_words, size_words
from station_app.ui.pages.visit_side import counting_words, will_write_lines
from station_app.ui.pages.visits import VisitsPage
from station_app.ui.people_picker import Picked
from station_app.ui.theme import Theme
from tests.fixtures.trips import TODAY, Village, village
from tests.fixtures.villagers import villager

PICTURE = (KeptPhoto("a1" * 32, 1000, 640, 480),)


@pytest.fixture
def there(store: Store) -> Village:
    with store.write("试") as session:
        return village(session)


@pytest.fixture
def sheet(store: Store, there: Village) -> Sheet:
    with store.write("试") as session:
        command = MakeSheet(planned_on=TODAY, person_ids=there.people, visitors="李敏、赵国强")
        made = make_sheet(session, command, today=TODAY)
        session.flush()
        found = route_sheet(session, made.sheet_id)
    assert found is not None
    return found


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> VisitEntryPage:
    return shown(qtbot, VisitEntryPage(desk))


def shown(qtbot: QtBot, made: VisitEntryPage) -> VisitEntryPage:
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    return made


def wait(qtbot: QtBot, page: Page) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def at(qtbot: QtBot, page: VisitEntryPage, subject: object) -> None:
    page.opened(subject)
    wait(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.paper.picker.people))
    wait(qtbot, page)


def visits(store: Store) -> int:
    with store.read() as session:
        return len(list_visits(session, VisitFilter()).rows)


def state_of(store: Store, sheet: Sheet) -> list[LineState]:
    with store.read() as session:
        found = route_sheet(session, sheet.sheet_id)
    assert found is not None
    return [line.state for line in found.lines]


def test_only_what_is_due_is_shown(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    with store.write("试") as session:
        neighbour = villager(session, "钱小明", category=None)
    at(qtbot, page, neighbour)
    assert all(section.isHidden() for section in page.paper.sections)
    assert "没有等着发的慰问" in page.paper.settled.text()
    at(qtbot, page, there.people[0])
    assert not any(section.isHidden() for section in page.paper.sections)


def test_the_sheet_stands_beside_the_form_and_counts_houses(
    qtbot: QtBot, page: VisitEntryPage, sheet: Sheet
) -> None:
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    assert page.lines.on_sheet
    assert page.paper.picker.people[0].name == "张国栋"
    assert page.paper.form.values()["visitors"] == "李敏、赵国强"
    assert "第 1 号 张国栋" in page._head.sentence.text()
    assert (sheet_words(sheet), size_words(sheet)) == ("0 户已录", "共 8 户")
    said = [one.text() for one in page.lines.findChildren(Text) if one.isVisible()]
    number = sheet.serial.partition("-")[2]
    assert any(one.startswith(f"{number}，") and one.endswith("共 8 户") for one in said)


def test_without_a_sheet_the_late_are_in_front_and_it_is_said_how_to_make_one(
    qtbot: QtBot, page: VisitEntryPage, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    assert page.lines.switch.at == LATE
    assert page.lines._views.currentWidget() is page.lines._people
    said = [one.text() for one in page.lines.findChildren(Text) if one.isVisible()]
    assert NO_SHEET in said
    assert "PgDn" in [one.keys for one in page.keys], "named as on the keyboard"


def test_all_who_are_late_are_counted_also_where_the_first_are_listed(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    with store.read() as session:
        late = find_people(session, PeopleFilter(), today=TODAY).rows
    page.lines.show_late(late[:1], 81)
    assert page.lines.switch._segments[LATE].text() == "逾期 81"
    page.lines.mark_done({late[0].person.person_id})
    page.lines.show_late(late[1:], 80)
    assert page.lines._foot.text() == "80 人联系逾期，已录 1 人"
    page.lines.show_late(late, 81)  # Ctrl Z: the visit was taken back
    assert page.lines._foot.text() == "81 人联系逾期"
    assert page.lines._late_days(late[0]).text != "已录"
    page.lines.mark_done({late[0].person.person_id})
    page.lines.show_late(late, 81)  # a visit of long ago: late all the same, and done
    assert page.lines._late_days(late[0]).text == "已录"


def test_an_older_answer_is_not_taken_for_the_newer_question(
    qtbot: QtBot, page: VisitEntryPage
) -> None:
    """Two are on their way; the first answer says nothing of what was written since."""
    page.opened(None)
    wait(qtbot, page)
    assert page._late_known is not None
    written, on = page._late_known
    first, second = (LateAsOf((written + more, on), PeopleFound((), None, 0)) for more in (1, 2))
    page._ask_late()
    page._show_late(first)
    assert page._late_known == first.asked
    page._show_late(second)
    assert page._late_known == second.asked
    page._ask_late()  # nothing was written: what is shown is not as of now, so it is asked again
    wait(qtbot, page)
    assert page._late_known == (written, on)


def test_nothing_is_handed_out_unless_it_was_ticked(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    assert page._what() == WillWrite(person_times=1)
    put_value(page.paper.form["situation"].field, "血压平稳")
    page.side.next.click()
    wait(qtbot, page)
    with store.read() as session:
        assert session.query(Visit).count() == 1
        assert page.paper.gifts.commands(TODAY) == ()


def test_a_visit_without_a_word_is_asked_about_and_nothing_is_written_before(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    page.side.next.click()
    wait(qtbot, page)
    asked = page.keeping.recording.dialog
    assert asked is not None
    assert visits(store) == 0
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert visits(store) == 1
    assert state_of(store, sheet)[0] is LineState.DONE


def test_an_agent_without_a_name_is_asked_for_under_the_line(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    (line,) = page.paper.gifts._lines
    line.dots._clicked(1, True)
    page.side.next.click()
    assert line.form["receiver_name"].error == "请填代领人"
    assert visits(store) == 0
    line.form.fill({"receiver_name": "张小栋", "receiver_relation": "儿子"})
    page.side.next.click()
    wait(qtbot, page)
    assert visits(store) == 1


def test_two_people_are_asked_for_and_f9_takes_those_of_the_visit(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    section = page.paper.certifying
    section.first_field().click()  # type: ignore[union-attr]  # a box to tick
    page.side.next.click()
    assert "两位认证人员" in section.error.text()
    assert visits(store) == 0
    page.paper.form.fill({"visitors": "李敏、外来人"})
    section.same.click()
    assert "“外来人”不在工作人员里" in section.error.text()
    page.paper.form.fill({"visitors": "李敏、赵国强"})
    section.same.click()
    assert section.error.text() == ""
    section.signed.click()
    assert section.missing() == ["请加一张认证人员和本人在一起的照片"]
    section.photos.begin(PICTURE)
    assert section.missing() == []


def test_by_phone_nobody_is_certified_and_it_is_said_at_the_method(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    page.paper.plaque.place._clicked(0, True)
    page.paper.form.fill({"method": "PHONE"})
    page.side.next.click()
    wait(qtbot, page)
    assert "入户" in page.paper.form["method"].error
    assert visits(store) == 0


def test_what_another_pc_paid_meanwhile_leaves_the_form_and_it_is_said(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    page.paper.gifts._lines[0].dots._clicked(0, True)
    page.paper.form.fill({"situation": "都好"})
    with store.write("另一台") as session:
        sign(session, Sign(plan_id=there.plans[0], paid_on=TODAY), today=TODAY)
    page.refresh()
    wait(qtbot, page)
    assert page.paper.gifts.isHidden()
    assert page.frame.gone.isVisible()
    assert page.paper.form.values()["situation"] == "都好"


def test_a_list_that_was_unfrozen_says_so_and_leads_there(
    qtbot: QtBot, page: VisitEntryPage, store: Store, there: Village
) -> None:
    with store.write("另一台") as session:
        unfreeze(session, there.batch_id)
    opened: list[tuple[str, object]] = []
    page.desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    at(qtbot, page, there.people[0])
    assert page.paper.gifts.first_field() is None
    page.paper.gifts._lines[0].to_batch.emit(there.batch_id)
    assert opened == [("batch", there.batch_id)]


def test_nobody_at_home_is_marked_and_the_next_number_opens(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    page.side.nobody.click()
    wait(qtbot, page)
    assert state_of(store, sheet)[:2] == [LineState.AWAY, LineState.OPEN]
    assert page.paper.picker.people[0].name == "甄贵林"
    assert visits(store) == 0


def test_whoever_died_since_the_print_is_shown_so_and_passed_over(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    with store.write("试") as session:
        session.get_one(Person, sheet.lines[0].person_id).status = "DECEASED"
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    assert page.paper.picker.people[0].name == "甄贵林"
    assert page.lines._line_place(page.lines.sheet.lines[0]).text == "去世"  # type: ignore[union-attr]


def test_a_number_that_was_entered_opens_its_visit(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    paper = VisitPaper(visit_date=TODAY, kind="ROUTINE", method="HOME", visitors="李敏")
    met = (Met(sheet.lines[4].person_id),)
    visit = RecordVisit(paper=paper, met=met)
    with store.write("试") as session:
        made = record_trip(session, RecordTrip(visit=visit, sheet_id=sheet.sheet_id), today=TODAY)
    opened: list[tuple[str, object]] = []
    page.desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    page._go_to_number(5)
    assert opened == [("visits", made.visit_id)]
    page._go_to_number(99)
    assert page.paper.picker.people[0].name == "张国栋"


def test_ticks_and_pictures_come_back_with_the_half_written_trip(
    qtbot: QtBot, page: VisitEntryPage, there: Village
) -> None:
    at(qtbot, page, there.people[0])
    page.paper.gifts._lines[0].dots._clicked(1, True)
    page.paper.gifts._lines[0].form.fill({"receiver_name": "张小栋"})
    page.paper.certifying.same_people("李敏、赵国强")
    page.paper.certifying.photos.begin(PICTURE)
    page.paper.plaque.place._clicked(1, True)
    page.paper.form.fill({"situation": "写到一半"})
    page._put_away()
    at(qtbot, page, there.people[1])
    assert page._what() == WillWrite(person_times=1)
    (draft,) = page.desk.drafts.all()
    at(qtbot, page, draft.subject)
    assert page._what() == WillWrite(
        person_times=1, gifts=1, gift_fen=50_000, helped=1, certified=1, hung=1
    )
    assert page.paper.gifts._lines[0].texts[0] == "张小栋"
    assert page.paper.certifying.proof == PICTURE


def test_of_a_couple_each_is_named_and_both_numbers_are_entered(
    qtbot: QtBot, page: VisitEntryPage, store: Store, sheet: Sheet
) -> None:
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    page.paper.others.click()
    page.paper.picker.put([*page.paper.picker.people, _picked(sheet, 1)])
    wait(qtbot, page)
    assert len(page.paper.gifts._lines) == 2
    put_value(page.paper.form["situation"].field, "血压平稳")
    page.side.next.click()
    wait(qtbot, page)
    assert state_of(store, sheet)[:3] == [LineState.DONE, LineState.DONE, LineState.OPEN]
    assert page.paper.picker.people[0].name == "王建国"


def _picked(sheet: Sheet, place: int) -> Picked:
    return Picked(sheet.lines[place].person_id, sheet.lines[place].name)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (WillWrite(), "还没有选人"),
        (WillWrite(person_times=2), "走访 2 人次；同一户同一天算 1 户次"),
        (WillWrite(person_times=1, is_contact=True), "电话、视频算“联系”，另列一行，不算走访"),
        (
            WillWrite(person_times=1, gifts=2, gift_fen=100, helped=1),
            "走访 1 人次、慰问 2 人次；合计“慰问帮扶”只算 1 次，不会重复",
        ),
    ],
)
def test_how_it_counts_is_said_in_words(what: WillWrite, words: str) -> None:
    assert counting_words(what) == words


def test_what_is_missing_is_a_figure_in_red() -> None:
    lines = will_write_lines(WillWrite(person_times=1, certified=1), ["照片", "签字"])
    assert ("badge-check", "认证", "差 2 样", "red") in lines


def test_houses_are_told_apart_without_what_all_share() -> None:
    assert house_words("三组", "东湖社区三组17号") == "三组 17号"
    assert house_words("三组", "幸福路5号") == "三组 幸福路5号"
    assert house_words(None, None) == "住址待补"


def test_dots_are_walked_by_arrows_and_taken_back_by_space(qtbot: QtBot) -> None:
    dots = Dots([("A", "甲"), ("B", "乙")], name="试")
    qtbot.addWidget(dots)
    dots.show()
    heard: list[str | None] = []
    dots.changed.connect(lambda: heard.append(dots.value))
    QTest.keyClick(dots.first, Qt.Key.Key_Space)
    QTest.keyClick(dots.first, Qt.Key.Key_Right)
    QTest.keyClick(dots.first, Qt.Key.Key_Space)
    assert heard == ["A", "B", None]
    stops = [
        dot for dot in dots.findChildren(QWidget) if dot.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) == 1


@pytest.fixture
def large(theme: Theme) -> Iterator[None]:
    theme.apply(dark=False, percent=150)
    yield
    theme.apply(dark=False, percent=100)


def test_in_large_mode_the_bar_says_what_will_be_written(
    qtbot: QtBot, desk: Desk, sheet: Sheet, large: None
) -> None:
    assert large is None
    page = shown(qtbot, VisitEntryPage(desk))
    at(qtbot, page, SheetSubject(sheet.sheet_id))
    page.paper.gifts._lines[0].dots._clicked(0, True)
    assert page.frame.brief.text() == "走访 1 人次，慰问签领 500.00 元"
    assert not page.lines.isVisible()
    assert page.lines.number.isVisible()


def route_page(qtbot: QtBot, desk: Desk) -> RoutePage:
    made = RoutePage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    return made


def test_people_are_chosen_by_need_and_group_and_printed_in_order(
    qtbot: QtBot, desk: Desk, store: Store, there: Village
) -> None:
    page = route_page(qtbot, desk)
    page.opened(RouteWish(needs=(Need.CONDOLENCE,)))
    wait(qtbot, page)
    assert [one.person.name for one in page.table.model.rows][:2] == ["张国栋", "甄贵林"]
    page._take_all()
    assert page._count.text() == "已选 8 人，8 户"
    page.print.click()
    wait(qtbot, page)
    with store.read() as session:
        (sheet,) = route_sheets(session)
    assert [line.person_id for line in sheet.lines] == list(there.people)
    assert page._chosen == {}


def test_the_status_bar_names_the_keys_of_the_tab_in_front(
    qtbot: QtBot, desk: Desk, there: Village
) -> None:
    page = route_page(qtbot, desk)
    page.opened(None)
    wait(qtbot, page)
    assert "Space" in [one.keys for one in page.keys]
    with qtbot.waitSignal(page.keys_changed):
        page._switch.choose(PRINTED)
    assert [(one.keys, one.words) for one in page.keys] == [
        ("Return", "录入"), ("Ctrl+P", "再打印")
    ]  # fmt: skip
    assert there.people


def test_an_empty_sheet_and_a_day_gone_by_are_refused_in_words(
    qtbot: QtBot, desk: Desk, store: Store, there: Village
) -> None:
    page = route_page(qtbot, desk)
    page.opened(None)
    wait(qtbot, page)
    page.print.click()
    assert "还没有选人" in page._trouble.text()
    page.opened(RouteWish(person_ids=there.people[:1]))
    wait(qtbot, page)
    page.form.fill({"planned_on": TODAY - timedelta(days=1)})
    page.print.click()
    wait(qtbot, page)
    assert page.form["planned_on"].error.startswith("走访日期")
    with store.read() as session:
        assert route_sheets(session) == ()


def test_somebody_for_whom_nothing_waits_can_be_put_on_the_sheet(
    qtbot: QtBot, desk: Desk, store: Store
) -> None:
    with store.write("试") as session:
        friend = villager(session, "钱小明", category=None)
    page = route_page(qtbot, desk)
    page.opened(RouteWish(person_ids=(friend,)))
    wait(qtbot, page)
    assert page._on_paper == (friend,)


def test_a_visit_key_opens_that_visit_beside_the_list(
    qtbot: QtBot, desk: Desk, store: Store, there: Village
) -> None:
    keys = []
    for person, day in ((0, TODAY), (1, TODAY - timedelta(days=400))):
        paper = VisitPaper(visit_date=day, kind="ROUTINE", method="HOME", visitors="李敏")
        visit = RecordVisit(paper=paper, met=(Met(there.people[person]),))
        gifts = (Sign(plan_id=there.plans[0], paid_on=day),) if person == 0 else ()
        with store.write("试") as session:
            command = RecordTrip(visit=visit, gifts=gifts)
            keys.append(record_trip(session, command, today=TODAY).visit_id)
    page = VisitsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(keys[1])
    wait(qtbot, page)
    assert page.panel.names.text() == "甄贵林", "although this year's list leaves it out"
    page.opened(keys[0])
    wait(qtbot, page)
    wait(qtbot, page)
    assert page.panel.names.text() == "张国栋"
    assert page.panel.visit is not None
    assert [one.amount_fen for one in page.panel.visit.paid] == [50_000]
