"""Standards, options, years, notices and tasks: at the district, and at a station."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import down, postings
from district_server.down import NewCycle, NewPensionStandard, NewStandard
from district_server.postings import PostNotice, PostTask
from station_app.domain.codes import CODE_LISTS, Funding, Occasion, label
from station_app.domain.standards import Benefit, Gift
from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import BatchId, PersonId
from station_app.models.person import PersonIdentity
from station_app.queries.certification_cases import cycles
from station_app.queries.postings import NoticeState, TaskState
from station_app.queries.postings import postings as posted_here
from station_app.queries.standards import (
    pension_standard_for,
    pension_standard_of_person,
    standard_for,
)
from station_app.services.certification_cycles import OpenCycle, change_cycle, open_cycle
from station_app.services.condolence import MakeBatch, make_batch
from station_app.services.condolence_list import AddPeople, add_people
from station_app.services.condolence_repeat import repeat_batch
from station_app.services.postings import confirm_notice, finish_task, reopen_task
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.fixtures.district import District, MakeOffice, Office
from tests.fixtures.station import STATION_CODE

BY = "区县王五"
OTHER_CODE = "320812001002"
NEW_YEAR_AID = NewStandard(
    kind="ENTITLED_DIFF",
    occasion="SPRING",
    amount_fen=60_000,
    effective_from=date(2022, 1, 1),
    doc_no="区退役发〔2022〕3 号",
)


@contextmanager
def at_district(district: District) -> Iterator[Session]:
    with Session(district.engine) as session, session.begin():
        yield session


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    made = make_office("first")
    made.enroll(district)
    return made


def standard_fen(store: Store, gift: Gift, on: date) -> int | None:
    with store.read() as session:
        found = standard_for(session, gift, on=on)
        return found.amount_fen if found else None


def test_the_standard_in_force_is_the_most_exact_and_then_the_latest(
    district: District, office: Office
) -> None:
    with at_district(district) as session:
        now = district.clock()
        general = NewStandard(
            kind="ENTITLED_DIFF", amount_fen=30_000, effective_from=date(2021, 1, 1)
        )
        raised = NewStandard(
            kind="ENTITLED_DIFF",
            occasion="SPRING",
            amount_fen=80_000,
            effective_from=date(2023, 1, 1),
        )
        for new in (general, NEW_YEAR_AID, raised):
            down.add_standard(session, new, by=BY, now=now)
    office.sync(district)
    spring = Gift("ENTITLED_DIFF", "SPRING", form="CASH")
    assert standard_fen(office.store, spring, date(2020, 12, 31)) is None
    assert standard_fen(office.store, spring, date(2021, 5, 1)) == 30_000
    assert standard_fen(office.store, spring, date(2022, 1, 1)) == 60_000
    assert standard_fen(office.store, spring, date(2023, 1, 1)) == 80_000
    assert standard_fen(office.store, Gift("ENTITLED_DIFF", "BAYI"), date(2023, 1, 1)) == 30_000


def test_a_standard_ends_and_the_same_one_is_not_laid_down_twice(
    district: District, office: Office
) -> None:
    now = district.clock()
    with at_district(district) as session:
        key = down.add_standard(session, NEW_YEAR_AID, by=BY, now=now)
        with pytest.raises(Rejected) as refusal:
            down.add_standard(session, NEW_YEAR_AID, by=BY, now=now)
        assert refusal.value.code == "down.standard_exists"
        with pytest.raises(Rejected) as early:
            down.retire_standard(session, key, last_day=date(2021, 1, 1), by=BY, now=now)
        assert early.value.code == "down.dates"
        down.retire_standard(session, key, last_day=date(2022, 3, 1), by=BY, now=now)
    office.sync(district)
    gift = Gift("ENTITLED_DIFF", "SPRING")
    assert standard_fen(office.store, gift, date(2022, 3, 1)) == 60_000
    assert standard_fen(office.store, gift, date(2022, 3, 2)) is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "NOBODY"}, "down.unknown_choice"),
        ({"amount_fen": 0}, "down.amount"),
        ({"effective_to": date(2021, 1, 1)}, "down.dates"),
    ],
)
def test_a_wrong_standard_is_refused(
    district: District, wrong: dict[str, object], code: str
) -> None:
    values: dict[str, object] = {
        "kind": "ENTITLED_DIFF",
        "amount_fen": 100,
        "effective_from": date(2022, 1, 1),
    }
    with at_district(district) as session, pytest.raises(Rejected) as refusal:
        down.add_standard(
            session,
            NewStandard(**{**values, **wrong}),  # type: ignore[arg-type]
            by=BY,
            now=district.clock(),
        )
    assert refusal.value.code == code


def test_a_pension_standard_holds_from_its_month_until_the_next_one(
    district: District, office: Office
) -> None:
    now = district.clock()
    with at_district(district) as session:
        for month, fen in (("2022-08", 100_000), ("2023-08", 110_000)):
            new = NewPensionStandard(
                kind="DIS", cause="2", amount_fen=fen, per="MONTH", effective_from=month
            )
            down.add_pension_standard(session, new, by=BY, now=now)
        with pytest.raises(Rejected) as refusal:
            down.add_pension_standard(
                session,
                NewPensionStandard(kind="DIS", amount_fen=1, per="MONTH", effective_from="2022-8"),
                by=BY,
                now=now,
            )
        assert refusal.value.code == "down.month"
    office.sync(district)
    with office.store.read() as session:
        asked = Benefit("DIS", cause="2", grade="07")
        found = [
            pension_standard_for(session, asked, month=month)
            for month in ("2022-07", "2023-07", "2023-08")
        ]
    assert [one and one.amount_fen for one in found] == [None, 100_000, 110_000]


def test_a_batch_made_from_last_year_has_the_standard_and_the_amounts_by_category(
    district: District, office: Office
) -> None:
    people = [office.add_person(name) for name in ("赵一", "钱二")]
    with office.store.write("identity") as session:
        session.add(PersonIdentity(person_id=people[1], category="WAR", is_primary=True))
        former = make_batch(
            session,
            MakeBatch(
                kind="ENTITLED_DIFF",
                occasion="SPRING",
                occasion_year=2021,
                funding="COUNTY",
                standard_fen=50_000,
            ),
        )
        session.flush()
        add_people(
            session, AddPeople(batch_id=former, person_ids=tuple(PersonId(key) for key in people))
        )
    with at_district(district) as session:
        down.add_standard(session, NEW_YEAR_AID, by=BY, now=district.clock())
        war = NewStandard(
            kind="ENTITLED_DIFF",
            occasion="SPRING",
            category="WAR",
            amount_fen=90_000,
            effective_from=date(2022, 1, 1),
        )
        down.add_standard(session, war, by=BY, now=district.clock())
    office.sync(district)
    with office.store.write("repeat") as session:
        made = repeat_batch(session, BatchId(former)).batch_id
    with office.store.read() as session:
        batch = session.get_one(CondolenceBatch, made)
        assert (batch.standard_fen, batch.doc_no) == (60_000, NEW_YEAR_AID.doc_no)
        lines = session.scalars(select(CondolencePlan).where(CondolencePlan.batch_id == made))
        assert {line.person_id: line.amount_fen for line in lines} == {
            people[0]: None,
            people[1]: 90_000,
        }


def test_an_added_option_is_offered_and_a_retired_one_only_names_old_rows(
    district: District, office: Office
) -> None:
    now = district.clock()
    with at_district(district) as session:
        key = down.add_code(session, "funding", "乡贤资助", by=BY, now=now)
    office.sync(district)
    assert "X_1" in CODE_LISTS["funding"].codes
    assert label("funding", "X_1") == "乡贤资助"
    assert Funding("X_1") == "X_1"
    with office.store.write("batch") as session:
        make_batch(
            session,
            MakeBatch(kind="TWO_JOIN", occasion="DAILY", occasion_year=2022, funding="X_1"),
        )
    assert office.sync(district).refused == 0
    with at_district(district) as session:
        down.retire_code(session, key, by=BY, now=now)
    office.sync(district)
    assert "X_1" not in CODE_LISTS["funding"].codes
    assert label("funding", "X_1") == "乡贤资助"
    with at_district(district) as session:
        down.add_code(session, "funding", "商会资助", by=BY, now=now)
        assert [row.code for row in down.codes_of(session, "funding")] == ["X_1", "X_2"]


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("cert_result", "通过了", "down.unknown_list"),
        ("funding", "  ", "down.no_label"),
        ("funding", "长" * 21, "down.long_label"),
        ("funding", "社会捐赠", "down.label_exists"),
    ],
)
def test_built_in_options_are_not_touched(
    district: District, name: str, words: str, code: str
) -> None:
    with at_district(district) as session, pytest.raises(Rejected) as refusal:
        down.add_code(session, name, words, by=BY, now=district.clock())
    assert refusal.value.code == code


def test_an_unknown_code_of_a_closed_list_stays_an_error() -> None:
    with pytest.raises(ValueError, match="CASHX"):
        Occasion("CASHX")


def test_the_year_of_the_district_stands_before_one_that_the_station_opened(
    district: District, office: Office
) -> None:
    with office.store.write("cycle") as session:
        open_cycle(session, OpenCycle(year=2022))
    office.sync(district)
    with at_district(district) as session:
        new = NewCycle(year=2022, due_on=date(2022, 10, 31), kinds=("DIS",), doc_no="通 5 号")
        down.open_cycle(session, new, by=BY, now=district.clock())
        with pytest.raises(Rejected) as refusal:
            down.open_cycle(session, new, by=BY, now=district.clock())
        assert refusal.value.code == "certification.cycle_exists"
    office.sync(district)
    with office.store.read() as session:
        known = cycles(session)[2022]
        assert (known.cycle.due_on, known.doc_no) == (date(2022, 10, 31), "通 5 号")
        assert known.cycle.kinds == {"DIS"}
    with office.store.write("cycle") as session, pytest.raises(Rejected) as ours:
        change_cycle(session, OpenCycle(year=2022, due_on=date(2022, 12, 31)))
    assert ours.value.code == "certification.cycle_of_district"
    with at_district(district) as session:
        changed = NewCycle(year=2022, due_on=date(2022, 11, 15), kinds=("WAR",))
        down.change_cycle(session, changed, by=BY, now=district.clock())
    office.sync(district)
    with office.store.read() as session:
        cycle = cycles(session)[2022].cycle
        assert cycle.due_on == date(2022, 11, 15)
        assert [str(kind) for kind in cycle.kinds] == ["WAR"]


def test_a_notice_is_read_once_for_the_station_and_the_district_sees_who(
    district: District, make_office: MakeOffice, office: Office, today: date
) -> None:
    second = make_office("second")
    second.enroll(district)
    district.code(OTHER_CODE)
    with at_district(district) as session:
        new = PostNotice(title="春节值班", body="请安排值班。", doc_no="通 1 号")
        posting = postings.post_notice(session, new, by=BY, now=district.clock())
    for pc in (office, second):
        pc.sync(district)
    with office.store.write("read") as session:
        (notice,) = posted_here(session, today=today).unread
        confirm_notice(session, notice.notice_id, today=today)
    with second.store.write("read") as session:
        confirm_notice(session, notice.notice_id, today=today)
    for pc in (office, second, office):
        assert pc.sync(district).conflicts == 0
    with second.store.read() as session:
        (seen,) = posted_here(session, today=today).notices
    assert seen.state is NoticeState.READ
    with at_district(district) as session:
        answers = postings.readings_of(session, posting)
        (row,) = postings.notices(session)
    assert [(one.code, one.on is None) for one in answers] == [
        (STATION_CODE, False),
        (OTHER_CODE, True),
    ]
    assert (row.stations, row.answered) == (2, 1)


def test_a_task_for_one_station_is_answered_taken_back_and_answered_again(
    district: District, office: Office, today: date
) -> None:
    district.code(OTHER_CODE)
    with at_district(district) as session:
        for code in (STATION_CODE, OTHER_CODE):
            postings.post_task(
                session,
                PostTask(title=f"核对 {code}", stations=(code,)),
                by=BY,
                now=district.clock(),
            )
        (other, mine) = postings.tasks(session)
    office.sync(district)
    with office.store.read() as session:
        (task,) = posted_here(session, today=today).open_tasks
    assert task.title == f"核对 {STATION_CODE}"
    with office.store.write("done") as session:
        finish_task(session, task.task_id, answer="都核对了", today=today)
    office.sync(district)
    with at_district(district) as session:
        (said,) = postings.answers_of(session, mine.posting_id)
        assert (said.code, said.text) == (STATION_CODE, "都核对了")
        assert [one.on for one in postings.answers_of(session, other.posting_id)] == [None]
    undo_last(office.store)
    office.sync(district)
    with at_district(district) as session:
        assert [one.on for one in postings.answers_of(session, mine.posting_id)] == [None]
    with office.store.write("done") as session:
        finish_task(session, task.task_id, answer="再次核对", today=today)
        with pytest.raises(Rejected) as twice:
            finish_task(session, task.task_id, answer=None, today=today)
        assert twice.value.code == "posting.already_done"
    office.sync(district)
    with at_district(district) as session:
        (said,) = postings.answers_of(session, mine.posting_id)
        assert said.text == "再次核对"
    with office.store.write("open") as session:
        reopen_task(session, task.task_id)
    with at_district(district) as session:
        postings.withdraw_task(session, mine.posting_id, by=BY, now=district.clock())
    office.sync(district)
    with office.store.read() as session:
        (gone,) = posted_here(session, today=today).tasks
    assert gone.state is TaskState.WITHDRAWN
    with office.store.write("late") as session, pytest.raises(Rejected) as late:
        finish_task(session, task.task_id, answer=None, today=today)
    assert late.value.code == "posting.withdrawn"


def test_a_station_that_joins_later_reads_what_was_posted_to_all(
    district: District, make_office: MakeOffice, today: date
) -> None:
    with at_district(district) as session:
        new = PostNotice(title="通知", body="正文")
        postings.post_notice(session, new, by=BY, now=district.clock())
    late = make_office("late")
    late.enroll(district)
    late.sync(district)
    with late.store.read() as session:
        assert [row.title for row in posted_here(session, today=today).unread] == ["通知"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (PostNotice(title=" ", body="正文"), "down.no_title"),
        (PostNotice(title="标题", body=" "), "down.no_text"),
        (PostNotice(title="标题", body="字" * 5001), "down.long_text"),
        (PostNotice(title="标题", body="文", valid_until=date(2000, 1, 1)), "down.valid_until"),
        (PostNotice(title="标题", body="文", stations=("1" * 12,)), "district.no_such_station"),
    ],
)
def test_a_wrong_notice_is_not_posted(district: District, new: PostNotice, code: str) -> None:
    with at_district(district) as session, pytest.raises(Rejected) as refusal:
        postings.post_notice(session, new, by=BY, now=district.clock())
    assert refusal.value.code == code


def test_a_benefit_is_shown_the_standard_of_the_grade_that_the_file_holds(
    district: District, office: Office
) -> None:
    person = office.add_person("赵一")
    with office.store.write("identity") as session:
        session.add(
            PersonIdentity(
                person_id=person,
                category="DISABLED",
                is_primary=True,
                disability_cause="2",
                disability_grade="07",
            )
        )
    with at_district(district) as session:
        for grade, fen in (("06", 120_000), ("07", 100_000)):
            new = NewPensionStandard(
                kind="DIS",
                cause="2",
                grade=grade,
                amount_fen=fen,
                per="MONTH",
                effective_from="2022-08",
            )
            key = down.add_pension_standard(session, new, by=BY, now=district.clock())
        down.retire_pension_standard(
            session, key, last_month="2022-12", by=BY, now=district.clock()
        )
    office.sync(district)
    with office.store.read() as session:
        found = [
            pension_standard_of_person(session, person, "DIS", month=month)
            for month in ("2022-10", "2023-01")
        ]
    assert [one and one.amount_fen for one in found] == [100_000, None]
