"""Visits: what may be recorded, what counts, how it is put right."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages import said
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.models.visit import Visit, VisitAttendance
from station_app.services import facts, visits
from station_app.services.doubts import Doubtful
from station_app.services.visits import CorrectVisit, Met, RecordVisit, VisitPaper
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import household, villager

PAPER = VisitPaper(
    visit_date=date(2022, 10, 12), kind="ROUTINE", method="HOME", visitors="李敏、赵国强"
)


def person_times(session: Session, month: str) -> int:
    row = VisitAttendance
    statement = select(func.sum(row.sign * row.headcount)).where(
        row.counted_ym == month, row.deleted.is_(False)
    )
    session.flush()
    return session.scalar(statement) or 0


def test_a_visit_to_a_couple_is_two_person_times_in_one_household_cn1(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        home = household(session)
        couple = [villager(session, "王建国", home=home), villager(session, "周贵英", home=home)]
        met = tuple(Met(person) for person in couple)
        done = visits.record_visit(session, RecordVisit(paper=PAPER, met=met), today=today)
        visit = session.get_one(Visit, done.visit_id)
        rows = visits.standing_attendances(session, done.visit_id)
    assert done.person_times == 2
    assert (visit.household_id, visit.state) == (home, "DONE")
    assert {(row.household_id, row.counted_ym, row.category) for row in rows} == {
        (home, "2022-10", "WAR")
    }


def test_people_who_have_no_file_are_counted_by_their_number(store: Store, today: date) -> None:
    with store.write("test") as session:
        met = (Met(recipient_text="敬老院老人", headcount=20),)
        done = visits.record_visit(session, RecordVisit(paper=PAPER, met=met), today=today)
        assert person_times(session, "2022-10") == done.person_times == 20


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (replace(PAPER, visit_date=date(2022, 10, 21)), "visit.future"),
        (replace(PAPER, visit_date=date(2018, 5, 1)), "visit.before_opening"),
        (replace(PAPER, visit_date=date(2020, 5, 1)), "visit.before_birth"),
        (replace(PAPER, visitors=" "), "visit.visitors"),
        (replace(PAPER, kind="PARTY"), "choice.unknown"),
        (replace(PAPER, situation="好" * 1001), "visit.text_long"),
    ],
)
def test_a_visit_that_cannot_have_been_is_refused_and_nothing_is_kept(
    store: Store, today: date, paper: VisitPaper, code: str
) -> None:
    with store.write("test") as session:
        session.scalars(select(Station)).one().opened_on = date(2019, 1, 1)
        person = villager(session, birth_date="2021-01-01")
        with pytest.raises(Rejected) as caught:
            visits.record_visit(session, RecordVisit(paper=paper, met=(Met(person),)), today=today)
        assert session.scalars(select(Visit)).all() == []
    assert caught.value.code == code


def test_the_same_visit_twice_is_asked_and_kept_when_confirmed(store: Store, today: date) -> None:
    with store.write("test") as session:
        command = RecordVisit(paper=PAPER, met=(Met(villager(session)),))
        visits.record_visit(session, command, today=today)
        with pytest.raises(Doubtful) as caught:
            visits.record_visit(session, command, today=today)
        assert caught.value.codes == {"visit.duplicate"}
        visits.record_visit(session, replace(command, confirmed=caught.value.codes), today=today)
        assert person_times(session, "2022-10") == 2


def test_a_visit_to_somebody_who_died_before_is_asked_and_noted_as_the_family(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        person = villager(session, "吴德贵", status="DECEASED", death_date="2022-09")
        command = RecordVisit(paper=PAPER, met=(Met(person),))
        with pytest.raises(Doubtful) as caught:
            visits.record_visit(session, command, today=today)
        done = visits.record_visit(
            session, replace(command, confirmed=caught.value.codes), today=today
        )
        (row,) = visits.standing_attendances(session, done.visit_id)
    assert caught.value.codes == {"visit.deceased"}
    assert row.recipient_text == "吴德贵家属"


def test_condolence_on_a_death_needs_no_question(store: Store, today: date) -> None:
    with store.write("test") as session:
        person = villager(session, status="DECEASED", death_date="2022-10-10")
        paper = replace(PAPER, kind="BEREAVEMENT")
        done = visits.record_visit(
            session, RecordVisit(paper=paper, met=(Met(person),)), today=today
        )
    assert done.person_times == 1


def test_a_correction_reverses_and_redoes_only_what_differs_mc3(store: Store, today: date) -> None:
    with store.write("test") as session:
        first, second = villager(session, "王建国"), villager(session, "孙长河")
        command = RecordVisit(paper=PAPER, met=(Met(first), Met(second)))
        done = visits.record_visit(session, command, today=today)
        right = CorrectVisit(
            visit_id=done.visit_id, paper=PAPER, met=(Met(first),), reason="孙长河不在家"
        )
        change = visits.correct_visit(session, right, today=today).person_times
        rows = session.scalars(select(VisitAttendance)).all()
        assert person_times(session, "2022-10") == 1
    assert change == -1
    assert sorted(row.sign for row in rows) == [-1, 1, 1]


def test_a_correction_after_the_month_was_closed_leaves_that_month_alone_mc2(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        person = villager(session)
        paper = replace(PAPER, visit_date=date(2022, 9, 5))
        done = visits.record_visit(
            session, RecordVisit(paper=paper, met=(Met(person),)), today=today
        )
        hand_in(session, "2022-09")
        visits.void_visit(session, done.visit_id, reason="记错人")
        assert (person_times(session, "2022-09"), person_times(session, "2022-10")) == (1, -1)
        assert session.get_one(Visit, done.visit_id).state == "VOID"
        late = visits.record_visit(
            session, RecordVisit(paper=paper, met=(Met(person),)), today=today
        )
        (row,) = visits.standing_attendances(session, late.visit_id)
    assert (row.visit_date, row.counted_ym) == (date(2022, 9, 5), "2022-10")
    assert [note.code for note in done.notes] == []
    assert [said(note.code, note.values) for note in late.notes] == [
        "2022年9月的月报已经报出，这次算在2022年10月，列在“补报以前月份”里。"
    ]


def test_undoing_a_fact_retires_it_in_an_open_month_and_reverses_it_in_a_closed_one(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        paper = replace(PAPER, visit_date=date(2022, 9, 5))
        people = [villager(session, "王建国"), villager(session, "孙长河")]
        met = tuple(Met(person) for person in people)
        done = visits.record_visit(session, RecordVisit(paper=paper, met=met), today=today)
        first, second = visits.standing_attendances(session, done.visit_id)
        facts.take_back(session, first, reason="撤销")
        assert person_times(session, "2022-09") == 1
        hand_in(session, "2022-09")
        facts.take_back(session, second, reason="撤销")
        assert (person_times(session, "2022-09"), person_times(session, "2022-10")) == (1, -1)


def test_a_planned_visit_counts_once_it_was_made(store: Store, today: date) -> None:
    with store.write("test") as session:
        plan = visits.plan_visit(session, replace(PAPER, visit_date=date(2022, 11, 1)))
        assert person_times(session, "2022-11") == 0
        command = RecordVisit(paper=PAPER, met=(Met(villager(session)),), planned_id=plan)
        done = visits.record_visit(session, command, today=today)
        assert done.visit_id == plan
        with pytest.raises(Rejected, match=r"visit\.not_planned"):
            visits.record_visit(session, command, today=today)
        assert person_times(session, "2022-10") == 1


def test_a_merged_file_is_visited_under_the_one_that_survives(store: Store, today: date) -> None:
    with store.write("test") as session:
        kept, merged = villager(session, "王建国"), villager(session, "王健国", status="MERGED")
        session.get_one(Person, merged).merged_into_id = kept
        done = visits.record_visit(
            session, RecordVisit(paper=PAPER, met=(Met(merged),)), today=today
        )
        (row,) = visits.standing_attendances(session, done.visit_id)
    assert row.person_id == kept


def test_a_promise_is_done_not_before_it_was_made_and_not_in_the_future(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        paper = replace(PAPER, follow_up="卫生间装扶手", follow_up_due=date(2022, 10, 24))
        command = RecordVisit(paper=paper, met=(Met(villager(session)),))
        done = visits.record_visit(session, command, today=today)
        for day in (date(2022, 10, 1), date(2022, 10, 30)):
            with pytest.raises(Rejected):
                visits.finish_follow_up(session, done.visit_id, day, today=today)
        visits.finish_follow_up(session, done.visit_id, today, today=today)
        assert session.get_one(Visit, done.visit_id).follow_up_done_on == today
