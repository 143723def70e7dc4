"""A paper's number brings its rows back, and tells what became of each since."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.printouts import Question, RowBehind, grouped
from station_app.domain.tally import FEN, PERCENT
from station_app.errors import Rejected
from station_app.models.identifiers import PersonId
from station_app.models.local import Printout
from station_app.models.person import Person, PersonIdentity
from station_app.models.visit import VisitAttendance
from station_app.queries import tallies
from station_app.queries.printouts import FoundRow, Since, kept_rows, latest
from station_app.services import facts
from station_app.services.figure_paper import FigureOrder, figure_paper
from station_app.services.printing import PrintOrder, print_form
from station_app.services.printouts import numbered
from station_app.services.printouts_again import Again, changes_of, find_again, order_again, rows_of
from station_app.services.tally_report import TallyOrder, tally_paper, tally_xlsx
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import villager
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
SEPTEMBER = Period.parse("2022-09")
NOW = datetime(2022, 10, 20, 9, 30).astimezone()
ORDER = PrintOrder(today=TODAY, printed_by="李敏", printed_at=NOW)
IMPRINT = Imprint("东湖社区", TODAY, printed_by="李敏")
TALLY = TallyOrder(SEPTEMBER, TODAY, "李敏", NOW)


@pytest.fixture
def village(store: Store) -> Store:
    """Three people, each visited once in September."""
    with store.write("试") as session:
        people = [villager(session, name, mobile=f"1381234000{number}")
                  for number, name in enumerate(("曾光明", "周贵英", "孙长河"))]  # fmt: skip
        paper = VisitPaper(
            visit_date=date(2022, 9, 5), kind="ROUTINE", method="HOME", visitors="李敏"
        )
        met = tuple(Met(key) for key in people)
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
    return store


def printed(store: Store, form: str = "person-roster", order: PrintOrder = ORDER) -> str:
    """Print a form; its number."""
    with store.read() as session:
        print_form(session, form, order)
    return last(store)


def last(store: Store) -> str:
    with store.read() as session:
        return session.scalars(select(Printout.serial).order_by(Printout.upto.desc())).all()[0]


def again(store: Store, serial: str) -> Again:
    with store.read() as session:
        return find_again(session, serial, today=TODAY)


def rows(store: Store, shown: Again, part: str | None = None) -> tuple[FoundRow, ...]:
    with store.read() as session:
        return rows_of(session, shown, part)


def named(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_a_roster_found_at_once_is_exactly_as_it_was(village: Store) -> None:
    shown = again(village, printed(village))
    assert [row.name for row in rows(village, shown)] == ["曾光明", "周贵英", "孙长河"]
    assert (shown.is_same, shown.head.title, shown.head.made_by) == (True, "服务对象花名册", "李敏")
    assert {row.since for row in rows(village, shown)} == {Since.SAME}


def test_what_changed_since_is_told_row_by_row(village: Store) -> None:
    serial = printed(village)
    with village.write("改") as session:
        named(session, "周贵英").mobile = "13900000000"
        gone = named(session, "孙长河")
        gone.deleted, gone.delete_reason = True, "登记错了"
        villager(session, "吴新来")
    shown = again(village, serial)
    assert {row.name: row.since for row in rows(village, shown)} == {
        "曾光明": Since.SAME,
        "周贵英": Since.CHANGED,
        "孙长河": Since.REMOVED,
        "吴新来": Since.NEW,
    }
    assert (shown.touched, len(shown.left), len(shown.new)) == (2, 1, 1)
    with village.read() as session:
        edits = changes_of(session, rows_of(session, shown)[1], shown.head)
    assert [(one.field, one.old, one.new) for one in edits] == [
        ("手机", "138****0001", "139****0000")
    ]


def test_a_changed_identity_is_a_change_of_the_person_on_the_roster(village: Store) -> None:
    serial = printed(village)
    with village.write("加身份") as session:
        key = named(session, "曾光明").id
        identity = session.scalars(
            select(PersonIdentity).where(PersonIdentity.person_id == key)
        ).one()
        identity.cert_no = "苏军F00001"
    shown = again(village, serial)
    first = rows(village, shown)[0]
    assert first.since is Since.CHANGED
    with village.read() as session:
        assert changes_of(session, first, shown.head)[0].new == "苏军F00001"


def test_a_fact_that_was_reversed_is_still_there_and_said_to_be(village: Store) -> None:
    serial = printed(village, "visit-roster")
    with village.write("冲正") as session:
        one = session.scalars(select(VisitAttendance).order_by(VisitAttendance.id)).all()[0]
        facts.reverse(session, one, reason="走访的是另一家")
    shown = again(village, serial)
    since = [row.since for row in rows(village, shown)]
    assert (len(since), since.count(Since.REVERSED)) == (3, 1)


def test_the_same_paper_has_the_same_number_and_is_kept_once(village: Store) -> None:
    assert printed(village) == printed(village)
    with village.read() as session:
        assert len(latest(session)) == 1


def test_another_value_on_the_paper_gives_another_number(village: Store) -> None:
    before = printed(village)
    with village.write("改") as session:
        named(session, "周贵英").address = "东湖社区九组1号"
    assert printed(village) != before


def test_a_form_that_failed_and_a_blank_one_have_no_number(village: Store) -> None:
    with village.read() as session:
        print_form(session, "person-roster", PrintOrder(today=TODAY, blank=True))
    with pytest.raises(ZeroDivisionError):
        fail_after_printing(village)
    with village.read() as session:
        assert latest(session) == []


def fail_after_printing(store: Store) -> None:
    with store.read() as session:
        print_form(session, "person-roster", ORDER)
        raise ZeroDivisionError


def test_where_only_reading_is_possible_papers_have_no_number(village: Store) -> None:
    village.only_reads = True
    with village.read() as session:
        document = print_form(session, "person-roster", ORDER)
    village.only_reads = False
    assert document.startswith(b"%PDF")
    with village.read() as session:
        assert latest(session) == []


def test_a_number_given_while_writing_is_written_with_the_rest(village: Store) -> None:
    with village.write("试") as session:
        row = RowBehind("person", named(session, "曾光明").id)
        made = numbered(session, IMPRINT, Question("list:people", "名单"), [row])
    assert made.serial is not None
    with village.read() as session:
        assert rows_of(session, find_again(session, made.serial, today=TODAY))[0].name == "曾光明"


def test_no_value_of_a_person_is_kept_with_a_number(village: Store) -> None:
    serial = printed(village, order=PrintOrder(today=TODAY, people=everybody(village)))
    with village.read() as session:
        row = session.get_one(Printout, serial)
        words = f"{row.title}{row.params}".encode() + row.rows
    for name in ("曾光明", "13812340000", "320812001001-A"):
        assert name.encode() not in words


def everybody(store: Store) -> tuple[UUID, ...]:
    with store.read() as session:
        return tuple(session.scalars(select(Person.id).order_by(Person.name)))


def test_the_same_form_can_be_made_again_for_the_same_people(village: Store) -> None:
    some = everybody(village)[:2]
    head = again(village, printed(village, order=PrintOrder(today=TODAY, people=some))).head
    order = order_again(head, ORDER)
    assert order is not None
    assert (order.people, order.printed_by) == (some, "李敏")


def test_a_form_of_a_year_that_nobody_named_is_asked_again_for_that_year(village: Store) -> None:
    serial = printed(village, "annual-tables", replace(ORDER, period=None))
    with village.read() as session:
        shown = find_again(session, serial, today=date(2023, 3, 1))
        order = order_again(shown.head, replace(ORDER, today=date(2023, 3, 1)))
    assert order is not None
    assert order.period == Period.year(2022)
    assert "B1" in {part.code for part in shown.parts}
    assert "B1" not in {part for part, _ in shown.left}


def test_the_rows_kept_with_a_tally_reproduce_each_of_its_figures(village: Store) -> None:
    with village.read() as session:
        tally_paper(session, TALLY)
        report = tallies.tally_report(session, SEPTEMBER, today=TODAY)
    with village.read() as session:
        kept = kept_rows(session, last(village))
    sums: dict[str, list[int]] = {}
    for row in kept:
        head = row.part.partition(".")[0]
        for code in {row.part, head} if head != "A11" else {row.part}:
            figures = sums.setdefault(code, [0, 0])
            figures[0] += row.count
            figures[1] += row.fen
    for line in report.this.lines:
        for unit in line.line.units:
            if unit != PERCENT and line.value(unit) is not None:
                assert sums.get(line.code, [0, 0])[unit == FEN] == line.value(unit), line.code
    assert sums["B1"] == [3, 0]


def test_the_account_of_a_tally_says_how_many_records_stand_behind_each_line(
    village: Store,
) -> None:
    with village.read() as session:
        book = openpyxl.load_workbook(BytesIO(tally_xlsx(session, TALLY)))
    sheet = book["口径说明"]
    lines = list(sheet.iter_rows(values_only=True))
    rows = {row[0]: row for row in reversed(lines) if row[0]}  # the facts stand above the lines
    assert (rows["A1"][4], rows["B1"][4], rows["A11"][4]) == (3, 3, 3)
    assert rows["编号"][1] == grouped(last(village))
    assert "免认证" in str(rows["不计入的"][1])
    assert len(sheet._images) == 1


def test_a_late_visit_shows_beside_the_figure_of_then(village: Store) -> None:
    with village.read() as session:
        tally_xlsx(session, TALLY)
    serial = last(village)
    with village.write("补录") as session:
        paper = VisitPaper(
            visit_date=date(2022, 9, 6), kind="ROUTINE", method="HOME", visitors="李敏"
        )
        met = (Met(PersonId(named(session, "周贵英").id)),)
        record_visit(session, RecordVisit(paper=paper, met=met), today=TODAY)
    shown = again(village, serial)
    then = {part.code: part.count for part in shown.parts}
    assert shown.now is not None
    assert (then["B1"], shown.now["B1"].count) == (3, 4)
    since = [row.since for row in rows(village, shown, "B1")]
    assert since == [Since.SAME] * 3 + [Since.NEW]


def test_one_figure_on_paper_comes_back_by_its_own_number(village: Store) -> None:
    with village.read() as session:
        figure_paper(session, FigureOrder("B1", SEPTEMBER, TODAY, "李敏", NOW))
    shown = again(village, last(village))
    assert shown.is_same
    assert (shown.head.kind, len(rows(village, shown))) == ("figure", 3)
    assert "（B1）" in shown.head.title


def test_days_of_files_are_called_so_beside_a_rate(village: Store) -> None:
    """An inspector must not read the day of the file as that of the visit."""
    with village.read() as session:
        rate, visits = (
            "".join(pages(figure_paper(session, FigureOrder(code, SEPTEMBER, TODAY, "李敏", NOW))))
            for code in ("B5", "B1")
        )
    assert "建档日期" in rate
    assert "建档日期" not in visits


@pytest.mark.parametrize(
    ("typed", "code"),
    [("2210-4021-8837", "printout.misread"), ("2210402188377", "printout.misread"),
     ("2210402188378", "printout.unknown")],
)  # fmt: skip
def test_a_misread_number_and_one_of_another_pc_are_told_apart(
    village: Store, typed: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        again(village, typed)
    assert refused.value.code == code


def test_a_paper_that_cannot_be_asked_again_shows_its_rows_of_then(village: Store) -> None:
    with village.write("试") as session:
        row = RowBehind("person", named(session, "曾光明").id)
        made = numbered(session, IMPRINT, Question("list:people", "名单"), [row])
    assert made.serial is not None
    shown = again(village, made.serial)
    assert (shown.now, [row.name for row in rows(village, shown)]) == (None, ["曾光明"])


def test_a_posted_report_shows_no_group_of_one_or_two_people(village: Store) -> None:
    with village.write("试") as session:
        for number, name in enumerate(("甲一", "甲二", "甲三", "乙一")):
            kind = "SELF_EMPLOYED" if number < 3 else "NUCLEAR"
            villager(session, name, category=kind)
    order = PrintOrder(today=TODAY, period=SEPTEMBER, printed_by="李敏")
    with village.read() as session:
        kept = "".join(pages(print_form(session, "month-report", order)))
        wall = replace(order, mask=MaskLevel.INITIALS)
        posted = "".join(pages(print_form(session, "month-report", wall)))
    assert "参加核试验" in kept
    assert "参加核试验" not in posted
    assert "其他（不足3人的合并）" in posted
    assert "合计不变" in posted
