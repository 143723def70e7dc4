"""What pages ask beside their lists: whom pasted names mean, how many a filter means, counts."""

from datetime import date

import pytest

from station_app.domain.pasted_list import read_pasted
from station_app.models.condolence import CondolenceBatch
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.queries.condolence import batch_sheet, sheet_after
from station_app.queries.condolence_people import PeopleFilter, count_meant
from station_app.queries.pasted_people import Match, match_pasted
from station_app.queries.visits import VisitCount, VisitFilter, count_visits
from station_app.services.condolence import Freeze, MakeBatch, freeze, make_batch
from station_app.services.condolence_list import (
    AddOthers,
    AddPeople,
    SetAmounts,
    add_others,
    add_people,
    set_amounts,
    set_default,
)
from station_app.services.condolence_repeat import repeat_batch
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)


@pytest.fixture
def people(store: Store) -> tuple[PersonId, ...]:
    with store.write("试") as session:
        return (
            villager(session, "曾光明", id_number="320802194403050012"),
            villager(session, "王建国"),
            villager(session, "王建国", group="二组"),
            villager(session, "吴德贵", status="DECEASED"),
        )


def test_pasted_names_and_numbers_are_found_in_one_statement_and_namesakes_not_guessed(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    rows = read_pasted("曾光明\n 320802194403050012 \n王建国\n吴德贵\n李四\n")
    with store.read() as session, counted(session) as statements:
        found = match_pasted(session, rows, TODAY)
    assert [one.match for one in found] == [
        Match.SURE,
        Match.SURE,
        Match.NAMESAKES,
        Match.GONE,
        Match.MISSING,
    ]
    assert {one.candidates[0].person_id for one in found[:2]} == {people[0]}
    assert len(statements) == 1


def test_a_filter_counts_who_is_not_on_the_list_yet_in_one_statement(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    with store.write("试") as session:
        batch = make_batch(session, MakeBatch(
            kind="ENTITLED_DIFF", occasion="SPRING", occasion_year=2022, funding="COUNTY",
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=batch, person_ids=people[:1]))
    with store.read() as session, counted(session) as statements:
        assert count_meant(session, PeopleFilter(), batch) == 2
        assert count_meant(session, PeopleFilter(groups=("二组",)), batch) == 1
    assert len(statements) == 2


def test_visits_and_their_person_times_are_counted_in_two_statements(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    paper = VisitPaper(visit_date=TODAY, kind="ROUTINE", method="HOME", visitors="李敏")
    with store.write("试") as session:
        met = tuple(Met(key) for key in people[:2])
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
    with store.read() as session, counted(session) as statements:
        assert count_visits(session, VisitFilter(groups=("三组",))) == VisitCount(1, 2)
    assert len(statements) == 2


def test_mo2_next_years_batch_keeps_kind_fund_and_standard_and_leaves_out_the_dead(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    with store.write("试") as session:
        former = make_batch(session, MakeBatch(
            kind="VET_DIFF", occasion="SPRING", occasion_year=2022, funding="TOWN",
            standard_fen=30_000, name="2022年春节村里慰问",
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=former, person_ids=people[:3]))
    with store.write("试") as session:
        session.get_one(Person, people[2]).status = "DECEASED"
    with store.write("试") as session:
        made = repeat_batch(session, former)
        session.flush()
        new = session.get_one(CondolenceBatch, made.batch_id)
        assert (new.kind, new.funding, new.standard_fen) == ("VET_DIFF", "TOWN", 30_000)
        assert (new.name, new.occasion_year) == ("2023年春节村里慰问", 2023)
    assert made.prepared.last_year == 3
    assert made.prepared.left == ("王建国",)
    assert len(made.prepared.added) == 2


def test_a_line_for_many_people_is_shared_out_among_equal_amounts(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    with store.write("试") as session:
        batch = make_batch(session, MakeBatch(
            kind="TROOPS", occasion="SPRING", occasion_year=2022, funding="TOWN",
            standard_fen=12_000,
        ))  # fmt: skip
        session.flush()
        add_people(session, AddPeople(batch_id=batch, person_ids=people[:2]))
        add_others(session, AddOthers(
            batch_id=batch, recipient_text="驻区某部", recipient_kind="TROOPS", headcount=20,
            amount_fen=60_000,
        ))  # fmt: skip
    with store.read() as session:
        sheet = batch_sheet(session, batch, TODAY)
    assert sheet is not None
    assert sheet.same_amounts == ((3_000, 20, 60_000), (12_000, 2, 24_000))
    assert sum(total for _, _, total in sheet.same_amounts) == sheet.batch.total_fen


def test_after_an_amount_only_its_line_is_read_again_and_the_sheet_is_as_if_read_whole(
    store: Store, people: tuple[PersonId, ...]
) -> None:
    before = [
        MakeBatch(
            kind="ENTITLED_DIFF",
            occasion="SPRING",
            occasion_year=year,
            funding="COUNTY",
            standard_fen=50_000,
        )
        for year in (2021, 2022)
    ]
    with store.write("试") as session:
        for command in before:
            batch = make_batch(session, command)
            session.flush()
            add_people(session, AddPeople(batch_id=batch, person_ids=people[:3]))
    with store.read() as session:
        was = batch_sheet(session, batch, TODAY)
    assert was is not None
    line = was.lines[1].plan_id
    with store.write("试") as session:
        set_amounts(session, SetAmounts(batch, {line: 60_000}))
    with store.read() as session:
        anew = sheet_after(session, was, {line}, TODAY)
        whole = batch_sheet(session, batch, TODAY)
        unknown = sheet_after(session, was, {people[0]}, TODAY)
    assert anew == whole != was
    assert anew is not None
    assert anew.lines[1].is_edited
    assert unknown is None, "a line that is not there"
    with store.write("试") as session:
        set_default(session, batch, 70_000)
    with store.read() as session:
        assert sheet_after(session, was, {line}, TODAY) is None, "all amounts follow the standard"
    with store.write("试") as session:
        freeze(session, Freeze(batch), today=TODAY)
    with store.read() as session:
        assert sheet_after(session, was, {line}, TODAY) is None, "a frozen list is read whole"
