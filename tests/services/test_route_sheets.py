"""Route sheets: walked in order, numbered for ever, entered by number, put away, undone."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from station_app.domain.addresses import address_order
from station_app.errors import Rejected
from station_app.models.identifiers import RouteSheetId
from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.queries.route import Need, candidates
from station_app.queries.route_sheets import LineState, Sheet, open_sheet, route_sheet, route_sheets
from station_app.services.duplicates import merge_people
from station_app.services.printing import PrintOrder, print_form
from station_app.services.route_sheets import (
    MOST,
    MakeSheet,
    add_to_sheet,
    drop_sheet,
    make_sheet,
    nobody_home,
)
from station_app.services.trips import RecordTrip, record_trip
from station_app.services.undoing import undo_last
from station_app.services.visits import (
    CorrectVisit,
    Met,
    RecordVisit,
    VisitPaper,
    correct_visit,
    void_visit,
)
from station_app.store.unit_of_work import Store
from tests.fixtures.trips import NAMES, PLACES, TODAY, Village, village
from tests.fixtures.villagers import villager
from tests.reports.reading import pages


def made(session: Session, there: Village, *, backwards: bool = True) -> Sheet:
    people = tuple(reversed(there.people)) if backwards else there.people
    command = MakeSheet(planned_on=TODAY, person_ids=people, visitors="李敏、赵国强")
    return shown(session, make_sheet(session, command, today=TODAY).sheet_id)


def shown(session: Session, sheet_id: RouteSheetId) -> Sheet:
    session.flush()
    sheet = route_sheet(session, sheet_id)
    assert sheet is not None
    return sheet


def visited(sheet: Sheet, number: int) -> RecordTrip:
    line = sheet.numbered(number)
    assert line is not None
    paper = VisitPaper(visit_date=TODAY, kind="ROUTINE", method="HOME", visitors="李敏")
    visit = RecordVisit(paper=paper, met=(Met(line.person_id),))
    return RecordTrip(visit=visit, sheet_id=sheet.sheet_id)


def test_house_numbers_are_walked_in_their_natural_order() -> None:
    street = ["幸福路10号", "幸福路2号", "幸福路2号楼3室", "幸福路１号", "东湖社区一组12#", None]
    walked = sorted(street, key=address_order)
    assert walked == [
        "东湖社区一组12#",
        "幸福路１号",
        "幸福路2号",
        "幸福路2号楼3室",
        "幸福路10号",
        None,
    ]


def test_a_sheet_is_numbered_by_group_and_house_number(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
    assert [line.name for line in sheet.lines] == list(NAMES)
    assert [line.address for line in sheet.lines] == [address for _, address in PLACES]
    assert [line.line_no for line in sheet.lines] == list(range(1, 9))
    assert (sheet.serial, sheet.homes()) == ("2022-A00001", 8)


def test_everything_that_waits_is_named_and_nothing_for_the_dead(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        session.get_one(Person, there.people[0]).status = "DECEASED"
        session.flush()
        found = candidates(session, today=TODAY)
    assert [one.person.name for one in found] == list(NAMES[1:])
    assert found[0].wanted == {Need.CERTIFICATION, Need.CONDOLENCE, Need.HANG}


def test_people_added_later_come_behind_the_last_number(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        some = replace(there, people=there.people[2:6])
        sheet = made(session, some)
        assert add_to_sheet(session, sheet.sheet_id, there.people, today=TODAY) == 4
        again = shown(session, sheet.sheet_id)
        with pytest.raises(Rejected, match=r"route\.all_there"):
            add_to_sheet(session, sheet.sheet_id, there.people, today=TODAY)
    assert again.lines[:4] == sheet.lines
    assert [line.name for line in again.lines[4:]] == [NAMES[0], NAMES[1], NAMES[6], NAMES[7]]
    assert [line.line_no for line in again.lines] == list(range(1, 9))


def test_serials_go_on_even_after_an_undo(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
    for _ in range(2):
        with store.write("路书") as session:
            made(session, there)
        undo_last(store)
    with store.write("路书") as session:
        assert made(session, there).serial == "2022-A00003"
    with store.read() as session:
        assert [sheet.serial for sheet in route_sheets(session)] == ["2022-A00003"]


def test_a_visit_ticks_its_line_and_its_undo_opens_it_again(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
    with store.write("走访") as session:
        record_trip(session, visited(sheet, 4), today=TODAY)
    with store.read() as session:
        after = shown(session, sheet.sheet_id)
    assert [line.name for line in after.of(LineState.DONE)] == ["曾光明"]
    undo_last(store)
    with store.read() as session:
        assert shown(session, sheet.sheet_id).of(LineState.DONE) == ()


def test_a_visit_declared_void_opens_the_line(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
        trip = record_trip(session, visited(sheet, 1), today=TODAY)
        assert shown(session, sheet.sheet_id).homes(LineState.DONE) == 1
        void_visit(session, trip.visit_id, reason="记错了人")
        assert shown(session, sheet.sheet_id).homes(LineState.DONE) == 0


def test_nobody_at_home_counts_nothing_and_can_be_entered_later(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
        third = sheet.lines[2]
        nobody_home(session, third.line_id, on=TODAY, today=TODAY)
        away = shown(session, sheet.sheet_id)
        assert [line.line_no for line in away.of(LineState.AWAY)] == [3]
        assert session.query(Visit).count() == 0
        record_trip(session, visited(sheet, 3), today=TODAY)
        with pytest.raises(Rejected, match=r"route\.line_done"):
            nobody_home(session, third.line_id, on=TODAY, today=TODAY)
        assert shown(session, sheet.sheet_id).lines[2].state is LineState.DONE


def test_one_visit_to_a_couple_ticks_both_lines(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        spouse = villager(
            session, "刘桂香", home=there.homes[0], group="一组", address=PLACES[0][1]
        )
        sheet = made(session, replace(there, people=(*there.people, spouse)))
        assert len(sheet.lines) == 9
        assert sheet.homes() == 8
        trip = visited(sheet, 1)
        both = replace(trip.visit, met=(Met(there.people[0]), Met(spouse)))
        record_trip(session, replace(trip, visit=both), today=TODAY)
        after = shown(session, sheet.sheet_id)
    assert len(after.of(LineState.DONE)) == 2
    assert after.homes(LineState.DONE) == 1


def test_a_merged_file_stands_under_the_one_that_survives(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        twin = villager(session, "张国东", group="一组", address=PLACES[0][1])
        sheet = made(session, replace(there, people=(twin,)))
        merge_people(session, there.people[0], twin)
        (line,) = shown(session, sheet.sheet_id).lines
    assert (line.name, line.line_no) == ("张国栋", 1)


def test_what_cannot_be_a_sheet_is_refused_in_words(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        good = MakeSheet(planned_on=TODAY, person_ids=there.people)
        with pytest.raises(Rejected, match=r"route\.nobody"):
            make_sheet(session, replace(good, person_ids=()), today=TODAY)
        with pytest.raises(Rejected, match=r"route\.past"):
            make_sheet(session, replace(good, planned_on=date(2022, 10, 19)), today=TODAY)
        crowd = tuple(villager(session, f"丁{n:03}") for n in range(MOST + 1))
        with pytest.raises(Rejected, match=r"route\.too_many"):
            make_sheet(session, replace(good, person_ids=crowd), today=TODAY)
        session.get_one(Person, there.people[0]).status = "MOVED_OUT"
        with pytest.raises(Rejected, match=r"route\.not_living"):
            make_sheet(session, good, today=TODAY)


def test_the_newest_open_sheet_is_offered_until_it_is_put_away(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
        assert open_sheet(session, today=TODAY) == sheet
        with pytest.raises(Rejected, match=r"fact\.reason"):
            drop_sheet(session, sheet.sheet_id, reason=" ")
        drop_sheet(session, sheet.sheet_id, reason="下雨没去")
        session.flush()
        assert open_sheet(session, today=TODAY) is None
        assert route_sheets(session) == ()


def test_the_paper_names_its_numbers_and_only_what_is_due(store: Store) -> None:
    with store.write("test") as session:
        sheet = made(session, village(session))
    with store.read() as session:
        order = PrintOrder(today=TODAY, sheet_id=sheet.sheet_id)
        text = "".join(pages(print_form(session, "route-sheet", order)))
    assert sheet.serial in text
    assert text.index("张国栋") < text.index("甄贵林") < text.index("马德胜")
    assert "500.00" in text
    assert text.count("挂光荣牌") == 8
    assert "身份证" not in text


def test_who_was_entered_by_mistake_is_still_to_be_visited(store: Store) -> None:
    """The visit was corrected to somebody else: the line is open again."""
    with store.write("test") as session:
        there = village(session)
        sheet = made(session, there)
        trip = visited(sheet, 3)
        visit_id = record_trip(session, trip, today=TODAY).visit_id
        assert shown(session, sheet.sheet_id).lines[2].state is LineState.DONE
        met = (Met(there.people[0]),)
        order = CorrectVisit(visit_id=visit_id, paper=trip.visit.paper, met=met, reason="记错了人")
        correct_visit(session, order, today=TODAY)
        assert shown(session, sheet.sheet_id).lines[2].state is LineState.OPEN
