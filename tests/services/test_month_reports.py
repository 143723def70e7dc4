"""The report of a month from the count to the lock, and what late entries do to it (MC1-MC8)."""

from datetime import date

import pypdfium2 as pdfium
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState, MonthVerdict
from station_app.domain.month_report import freeze, thawed
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.certification import Certification
from station_app.models.change import Action
from station_app.models.identifiers import PersonId
from station_app.models.local import SyncState
from station_app.models.month_report import MonthDecision, MonthReport
from station_app.models.person import Person
from station_app.models.visit import VisitAttendance
from station_app.queries import tallies
from station_app.queries.late_entries import late_entries
from station_app.queries.month_desk import month_desk
from station_app.queries.month_due import MonthsDue, months_due
from station_app.queries.month_reports import (
    closed_months,
    content_of,
    month_report,
    month_reports,
    versions_of,
)
from station_app.queries.reported import reported_report, reported_tally, year_end_adjustments
from station_app.services import facts
from station_app.services.death import RegisterDeath, register_death
from station_app.services.month_reports import (
    SendBackMonth,
    SignMonth,
    changed_since,
    compute_month,
    lock_month,
    send_back_month,
    sign_month,
    submit_month,
    take_back_month,
)
from station_app.services.stray_facts import carry_over
from station_app.services.tally_report import TallyOrder, tally_paper, tally_text
from station_app.services.undoing import undo, undo_last
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import benefit, villager

TODAY = date(2022, 10, 20)
SEPTEMBER, OCTOBER = Period.month("2022-09"), Period.month("2022-10")
NAMES = ("赵会计", "钱站长", "孙书记")


def visited(session: Session, person: PersonId, on: date, *, today: date = TODAY) -> None:
    paper = VisitPaper(visit_date=on, kind="ROUTINE", method="HOME", visitors="李敏")
    record_visit(session, RecordVisit(paper=paper, met=(Met(person),)), today=today)


def signed(session: Session, month: str = "2022-09", *, today: date = TODAY) -> None:
    compute_month(session, month, today=today)
    sign_month(session, SignMonth(month, *NAMES), today=today)


def handed_in(session: Session, month: str = "2022-09", *, today: date = TODAY) -> None:
    signed(session, month, today=today)
    submit_month(session, month, today=today)


def state(session: Session, month: str = "2022-09") -> MonthState:
    found = month_report(session, month)
    assert found is not None
    return found.state


def visits_of(session: Session, period: Period) -> int | None:
    return reported_tally(session, period, today=TODAY).value("B1", "人次")


@pytest.fixture
def people(store: Store) -> list[PersonId]:
    """Three people of whom two were visited in September."""
    with store.write("试") as session:
        found = [villager(session, name) for name in ("曾光明", "周贵英", "孙长河")]
        visited(session, found[0], date(2022, 9, 5))
        visited(session, found[1], date(2022, 9, 6))
    return found


def test_a_month_goes_from_the_count_to_the_lock(store: Store, people: list[PersonId]) -> None:
    assert people
    with store.write("试") as session:
        compute_month(session, "2022-09", today=TODAY)
        assert state(session) is MonthState.COMPUTED
        assert "2022-09" not in closed_months(session)
        sign_month(session, SignMonth("2022-09", *NAMES), today=TODAY)
        assert state(session) is MonthState.SIGNED
        submit_month(session, "2022-09", today=TODAY)
        assert state(session) is MonthState.SUBMITTED
        assert list(closed_months(session)) == ["2022-09"]
        lock_month(session, "2022-09", today=TODAY)
        row = month_report(session, "2022-09")
    assert row is not None
    assert (row.state, row.version, row.is_zero) == (MonthState.LOCKED, 1, False)
    assert (row.preparer, row.reviewer, row.leader) == NAMES
    assert (row.computed_on, row.signed_on, row.submitted_on, row.locked_on) == (TODAY,) * 4


def test_a_locked_month_stays_to_the_byte_and_the_correction_shows_in_the_next_mc3_mc7(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        handed_in(session)
        lock_month(session, "2022-09", today=TODAY)
        row = month_report(session, "2022-09")
        assert row is not None
        kept = content_of(session, row.id)
        wrong = session.scalars(select(VisitAttendance)).first()
        assert wrong is not None
        facts.reverse(session, wrong, reason="记错人")
        visited(session, people[2], date(2022, 9, 20))
    with store.read() as session:
        assert content_of(session, row.id) == kept
        counted_again = freeze(tallies.tally(session, SEPTEMBER, today=TODAY))
        frozen = thawed(kept)
        assert frozen is not None
        assert counted_again.text == freeze(frozen).text  # counted anew, the same bytes
        assert changed_since(session, row, today=TODAY) == ()
        assert (visits_of(session, SEPTEMBER), visits_of(session, OCTOBER)) == (2, 0)
        notes = reported_report(session, OCTOBER, today=TODAY).report.notes or {}
        assert notes["B1"] == "含补报以前月份 1 人次；其中冲正以前月份 −1 人次"
        late = late_entries(session, "2022-10")
    assert [(one.day, one.count, one.reason) for one in late] == [
        (wrong.visit_date, -1, "记错人"),
        (date(2022, 9, 20), 1, None),
    ]
    assert {one.name for one in late} == {"曾光明", "孙长河"}


def test_mc6_a_stock_that_is_counted_otherwise_later_is_told_and_never_written_over(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        handed_in(session)
    with store.write("并走一人") as session:
        session.get_one(Person, people[2]).status = "REMOVED"
    with store.read() as session:
        september = month_desk(session, SEPTEMBER, today=TODAY)
        october = month_desk(session, OCTOBER, today=TODAY)
    assert september.report.this.value("A1", "人") == 3
    assert september.reported.live.this.value("A1", "人") == 2
    changed = {one.code: one.delta for one in september.reported.differences}
    assert changed["A1"] == -1
    assert (october.report.notes or {})["A1"] == "上月已报 3，更正后为 2"
    assert october.report.previous is not None
    assert october.report.previous.value("A1", "人") == 3


def test_mc2_months_are_handed_in_one_after_the_other_and_close_all_before_them(
    store: Store, people: list[PersonId]
) -> None:
    later = date(2022, 12, 5)
    with store.write("试") as session:
        handed_in(session, today=later)
        visited(session, people[0], date(2022, 3, 1), today=later)
        assert "2022-03" in closed_months(session)
        assert late_entries(session, "2022-10")[0].day == date(2022, 3, 1)
        signed(session, "2022-11", today=later)
        with pytest.raises(Rejected) as refused:
            submit_month(session, "2022-11", today=later)
        assert refused.value.code == "month.earlier_first"
        assert refused.value.values["month"] == "2022年10月"
        handed_in(session, "2022-10", today=later)
        submit_month(session, "2022-11", today=later)
        with pytest.raises(Rejected) as too_early:
            take_back_month(session, "2022-10")
        assert too_early.value.code == "month.later_first"
        take_back_month(session, "2022-11")
        assert list(closed_months(session)) == ["2022-10"]


def test_what_was_entered_after_the_count_must_be_counted_before_it_is_handed_in(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        signed(session)
        visited(session, people[2], date(2022, 9, 30))
        with pytest.raises(Rejected) as refused:
            submit_month(session, "2022-09", today=TODAY)
        assert refused.value.code == "month.changed"
        compute_month(session, "2022-09", today=TODAY)
        assert state(session) is MonthState.COMPUTED
        sign_month(session, SignMonth("2022-09", *NAMES), today=TODAY)
        submit_month(session, "2022-09", today=TODAY)
        versions = versions_of(session, "2022-09")
        drafts = session.scalars(select(MonthReport).where(MonthReport.deleted)).all()
    assert [row.version for row in versions] == [1]
    assert [one.delete_reason for one in drafts] == [label("month.counted_again")]


def test_counting_again_without_news_leaves_the_signatures(
    store: Store, people: list[PersonId]
) -> None:
    assert people
    with store.write("试") as session:
        signed(session)
        compute_month(session, "2022-09", today=TODAY)
        assert state(session) is MonthState.SIGNED


def test_refusals_say_what_comes_first(store: Store, people: list[PersonId]) -> None:
    def code(then: object, *args: object, **named: object) -> str:
        with store.write("试") as session, pytest.raises(Rejected) as refused:
            then(session, *args, **named)  # type: ignore[operator]
        return refused.value.code

    sign = SignMonth("2022-09", *NAMES)
    assert people
    assert code(compute_month, "2022-10", today=TODAY) == "month.running"
    assert code(sign_month, sign, today=TODAY) == "month.not_computed"
    assert code(submit_month, "2022-09", today=TODAY) == "month.not_computed"
    assert code(lock_month, "2022-09", today=TODAY) == "month.not_handed_in"
    with store.write("算") as session:
        compute_month(session, "2022-09", today=TODAY)
    assert code(submit_month, "2022-09", today=TODAY) == "month.not_signed"
    assert code(sign_month, SignMonth("2022-09", "赵会计", " "), today=TODAY) == "month.names"
    with store.write("报") as session:
        handed_in(session)
    assert code(compute_month, "2022-09", today=TODAY) == "month.handed_in"
    assert code(sign_month, sign, today=TODAY) == "month.handed_in"
    with store.write("锁") as session:
        lock_month(session, "2022-09", today=TODAY)
    assert code(lock_month, "2022-09", today=TODAY) == "month.locked"
    assert code(take_back_month, "2022-09") == "month.locked"
    back = SendBackMonth("2022-09", " ", "镇里")
    assert code(send_back_month, back, today=TODAY) == "month.reason"
    back = SendBackMonth("2022-09", "少报", "")
    assert code(send_back_month, back, today=TODAY) == "month.agreed_by"


def test_figures_that_do_not_add_up_are_not_handed_in(store: Store, people: list[PersonId]) -> None:
    """DOMAIN §6.3, B: the methods of certification add up to all who were certified."""
    with store.write("试") as session:
        session.add(
            Certification(
                person_id=people[0], year=2022, method="UNHEARD_OF", result="PASS",
                certified_on=date(2022, 9, 8), counted_ym="2022-09",
            )
        )  # fmt: skip
        signed(session)
        with pytest.raises(Rejected) as refused:
            submit_month(session, "2022-09", today=TODAY)
        assert refused.value.code == "month.does_not_fit"
        assert state(session) is MonthState.SIGNED


def test_a_month_sent_back_takes_entries_again_and_goes_up_as_a_second_version(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        handed_in(session)
        lock_month(session, "2022-09", today=TODAY)
        back = SendBackMonth("2022-09", "漏了一户", "镇退役军人服务站陈主任")
        send_back_month(session, back, today=TODAY)
        assert state(session) is MonthState.REOPENED
        assert "2022-09" not in closed_months(session)
        assert "2022-08" in closed_months(session)
        visited(session, people[2], date(2022, 9, 20))
        assert late_entries(session, "2022-10") == ()
        handed_in(session)
        first, second = versions_of(session, "2022-09")
        frozen = thawed(content_of(session, first.id))
        assert frozen is not None
        assert frozen.value("B1", "人次") == 2
        assert visits_of(session, SEPTEMBER) == 3
    assert (first.version, second.version, second.replaces_id) == (1, 2, first.id)
    assert (first.state, second.state) == (MonthState.REOPENED, MonthState.SUBMITTED)
    assert first.why_sent_back == "漏了一户"


def test_where_there_is_a_district_it_locks_and_sends_back_and_its_word_counts(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        handed_in(session)
        row = session.scalars(select(SyncState)).one_or_none() or SyncState(id=1)
        row.device_id, row.cursor, row.district_cursor, row.acknowledged_seq = people[0], 0, 0, 0
        session.add(row)
        session.flush()
        with pytest.raises(Rejected) as no_lock:
            lock_month(session, "2022-09", today=TODAY)
        back = SendBackMonth("2022-09", "少报一笔", "陈主任")
        with pytest.raises(Rejected) as no_way_back:
            send_back_month(session, back, today=TODAY)
        assert no_lock.value.code == no_way_back.value.code == "month.by_district"
        report = month_report(session, "2022-09")
        assert report is not None
        for verdict, reason in ((MonthVerdict.LOCKED, None), (MonthVerdict.REOPENED, "少报一笔")):
            session.add(
                MonthDecision(
                    report_id=report.id, ym="2022-09", version=1, verdict=verdict.value,
                    reason=reason, decided_on=TODAY, decided_by="陈主任",
                )
            )  # fmt: skip
            session.flush()
            found = month_report(session, "2022-09")
            assert found is not None
            assert found.state == MonthState(verdict.value)
    assert found is not None
    assert found.why_sent_back == "少报一笔"


def test_handing_in_can_be_undone_until_it_was_locked(store: Store, people: list[PersonId]) -> None:
    assert people
    with store.write("签") as session:
        signed(session)
    with store.write(label("month.submit", month="2022-09")) as session:
        submit_month(session, "2022-09", today=TODAY)
    undo_last(store)
    with store.read() as session:
        assert state(session) is MonthState.SIGNED
        assert "2022-09" not in closed_months(session)
    with store.write("报") as session:
        submit_month(session, "2022-09", today=TODAY)
    with store.write("锁") as session:
        lock_month(session, "2022-09", today=TODAY)
    with pytest.raises(Rejected) as refused:
        undo_last(store)
    assert refused.value.code == "month.locked"
    with store.read() as session:
        assert state(session) is MonthState.LOCKED


def step(store: Store, name: str) -> int:
    """The last action of this name."""
    with store.read() as session:
        named = select(Action.id).where(Action.label == name).order_by(Action.id.desc())
        return session.scalars(named).first() or 0


def test_undo_neither_strips_a_report_that_is_in_nor_hands_one_in_that_is_out_of_date(
    store: Store, people: list[PersonId]
) -> None:
    """What the desk of the month refuses is refused here as well."""
    november = date(2022, 11, 3)
    with store.write("签") as session:
        signed(session)
    with store.write("又签") as session:
        sign_month(session, SignMonth("2022-09", "周会计", "钱站长"), today=TODAY)
    with store.write("报") as session:
        submit_month(session, "2022-09", today=TODAY)
    with pytest.raises(Rejected, match=r"month\.handed_in"):
        undo(store, step(store, "又签"))
    with store.write("十月") as session:
        handed_in(session, "2022-10", today=november)
    with pytest.raises(Rejected, match=r"month\.later_first"):
        undo(store, step(store, "报"))
    undo(store, step(store, "十月"))
    with store.write("撤") as session:
        take_back_month(session, "2022-09")
    undo(store, step(store, "撤"))
    with store.read() as session:
        assert state(session) is MonthState.SUBMITTED
    with store.write("再撤") as session:
        take_back_month(session, "2022-09")
    with store.write("补") as session:
        visited(session, people[2], date(2022, 9, 20))
    with pytest.raises(Rejected, match=r"month\.changed"):
        undo(store, step(store, "再撤"))
    with store.read() as session:
        assert state(session) is MonthState.SIGNED


def test_mc8_a_zero_report_is_handed_in_like_any_other(store: Store) -> None:
    with store.write("试") as session:
        handed_in(session, "2022-08")
        row = month_reports(session)["2022-08"]
    assert row.is_handed_in
    assert row.is_zero


def test_mc5_the_year_adds_up_what_was_reported_and_what_is_still_open(
    store: Store, people: list[PersonId]
) -> None:
    with store.write("试") as session:
        handed_in(session)
        for person, day in ((people[0], date(2022, 9, 7)), (people[1], date(2022, 10, 3))):
            visited(session, person, day)
    with store.read() as session:
        year = Period("2022-01", "2022-10")
        report = reported_report(session, OCTOBER, today=TODAY).report
        assert visits_of(session, year) == 2 + 2
    assert report.year_to_date is not None
    assert report.year_to_date.value("B1", "人次") == 4
    assert report.previous is not None
    assert report.previous.value("B1", "人次") == 2


def test_mc5_what_of_a_year_counts_in_the_next_is_named_as_its_adjustment(
    store: Store, people: list[PersonId]
) -> None:
    january = date(2023, 1, 20)
    with store.write("试") as session:
        visited(session, people[0], date(2022, 12, 5), today=january)
        hand_in(
            session, "2022-12", tally=tallies.tally(session, Period.month("2022-12"), today=january)
        )
        fact = session.scalars(
            select(VisitAttendance).where(VisitAttendance.counted_ym == "2022-12")
        ).one()
        facts.reverse(session, fact, reason="日期写错")
        visited(session, people[2], date(2023, 1, 8), today=january)
        found = year_end_adjustments(session, 2022, today=january)
        notes = reported_report(session, Period.year(2022), today=january).report.notes or {}
        year = reported_tally(session, Period.year(2022), today=january)
    assert found == {"B1": {"人次": -1}}
    assert year.value("B1", "人次") == 3
    assert notes["B1"].endswith("年终调整 −1 人次（计入以后的年度）")


def test_the_adjustment_of_a_year_is_of_that_year_and_of_what_came_late_only(
    store: Store, people: list[PersonId]
) -> None:
    """Neither what was two years ago, nor a benefit that ends by a death of December, as it should,
    in January."""
    january = date(2023, 1, 20)
    with store.write("试") as session:
        benefit(session, people[0])
        died = RegisterDeath(
            person_id=people[0], death_date="2022-12-20", reported_on=date(2022, 12, 22)
        )
        register_death(session, died, today=january)
        hand_in(session, "2022-12")
        visited(session, people[1], date(2021, 12, 5), today=january)
        ended = tallies.tally(session, Period.month("2023-01"), today=january).value("H8d", "人")
        found = year_end_adjustments(session, 2022, today=january)
        long_ago = year_end_adjustments(session, 2021, today=january)
        then = year_end_adjustments(session, 2021, today=date(2022, 12, 31))
    assert ended == 1
    assert found == {}
    assert long_ago == {"B1": {"人次": 1}}  # two years later it is still of 2021
    assert then == {}


def test_what_is_taken_along_of_a_reported_month_is_what_was_reported(
    store: Store, people: list[PersonId]
) -> None:
    """MC7: JSON to the byte, and the paper says which report of the month it is."""
    order = TallyOrder(SEPTEMBER, TODAY, "李秀兰")
    with store.write("试") as session:
        handed_in(session)
        before = tally_text(session, order)
        row = month_report(session, "2022-09")
        session.get_one(Person, people[2]).status = "REMOVED"
        session.flush()
        paper = pdfium.PdfDocument(tally_paper(session, order))
        words = "".join(page.get_textpage().get_text_range() for page in paper)
        assert tally_text(session, order) == before
    assert row is not None
    assert f"数字校验码 {row.content_hash[:4]} {row.content_hash[4:8]}" in words
    assert "第 1 次月报，2022年10月20日算出、2022年10月20日报出" in words
    assert "制表人" in words
    assert "赵会计" in words


def test_a_fact_that_arrives_after_the_report_of_its_month_counts_in_the_next(
    store: Store, people: list[PersonId]
) -> None:
    """Another PC wrote it before it heard of the report (decision 0107)."""
    with store.write("报") as session:
        handed_in(session)
    with store.write("收到", outgoing=False) as session:
        session.add(
            VisitAttendance(
                visit_id=people[0], person_id=people[2], visit_date=date(2022, 9, 9),
                kind="ROUTINE", method="HOME", counted_ym="2022-09",
            )
        )  # fmt: skip
    with store.read() as session:
        desk = month_desk(session, SEPTEMBER, today=TODAY)
        assert desk.strays == 1
        assert {one.code: one.delta for one in desk.reported.differences}["B1"] == 1
        assert visits_of(session, SEPTEMBER) == 2
    with store.write(label("month.carry", month="2022-09")) as session:
        assert carry_over(session, "2022-09") == 1
        with pytest.raises(Rejected, match=r"month\.nothing_stray"):
            carry_over(session, "2022-09")
    with store.read() as session:
        row = month_report(session, "2022-09")
        assert row is not None
        assert changed_since(session, row, today=TODAY) == ()
        assert (visits_of(session, SEPTEMBER), visits_of(session, OCTOBER)) == (2, 1)
        (late,) = late_entries(session, "2022-10")
    assert (late.name, late.day) == ("孙长河", date(2022, 9, 9))
    with pytest.raises(Rejected, match=r"month\.carried_stays"):
        undo_last(store)
    with store.read() as session:
        assert visits_of(session, OCTOBER) == 1


def test_what_came_too_late_and_was_taken_back_since_stays_taken_back(
    store: Store, people: list[PersonId]
) -> None:
    """Its reversal stands in October already: both are entered anew, so that nobody stands."""
    with store.write("报") as session:
        handed_in(session)
    with store.write("收到", outgoing=False) as session:
        session.add(
            VisitAttendance(
                visit_id=people[0], person_id=people[2], visit_date=date(2022, 9, 9),
                kind="ROUTINE", method="HOME", counted_ym="2022-09",
            )
        )  # fmt: skip
    here = VisitAttendance.person_id == people[2]
    with store.write("冲正") as session:
        facts.reverse(
            session, session.scalars(select(VisitAttendance).where(here)).one(), reason="错"
        )
    with store.write("补") as session:
        assert carry_over(session, "2022-09") == 1
        assert facts.standing_facts(session, VisitAttendance, here) == []
        assert (visits_of(session, SEPTEMBER), visits_of(session, OCTOBER)) == (2, 0)


def test_the_first_page_names_the_next_month_and_those_sent_back(
    store: Store, people: list[PersonId]
) -> None:
    november = date(2022, 11, 2)
    assert people
    with store.write("试") as session:
        # nobody reports months here yet: October was idle, and nothing is owed for it
        assert months_due(session, today=november) == MonthsDue()
        first = months_due(session, today=TODAY)  # September was not
        assert (first.month, first.state) == ("2022-09", MonthState.OPEN)
        handed_in(session)
        assert months_due(session, today=TODAY) == MonthsDue()
        due = months_due(session, today=november)
        assert (due.month, due.state, due.is_late(november)) == ("2022-10", MonthState.OPEN, False)
        assert due.is_late(date(2022, 11, 4))
        send_back_month(session, SendBackMonth("2022-09", "漏一户", "镇里"), today=november)
        assert months_due(session, today=november).sent_back == (("2022-09", "漏一户"),)
