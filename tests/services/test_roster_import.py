"""Rosters as villages send them: every defect of DOMAIN 7, and what becomes of each row."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from station_app.domain.codes import PersonStatus
from station_app.domain.imports import ImportKind, RowState
from station_app.errors import Cancelled, Rejected
from station_app.models.change import Action, Change
from station_app.models.household import Household
from station_app.models.local import ImportRow, ImportRun
from station_app.models.person import BankAccount, Person, PersonIdentity, ServiceRecord
from station_app.queries import imports
from station_app.queries.history import steps
from station_app.queries.home import today_page
from station_app.services import importing
from station_app.services.import_undo import undo_import
from station_app.services.import_values import (
    Answer,
    ImportPreview,
    ImportReport,
    SheetChoice,
    message_of,
)
from station_app.services.import_waiting import waiting_rows
from station_app.services.undoing import redo_last, undo_last
from station_app.store.unit_of_work import Store
from tests.data.rosters.make_roster_messy import build, number
from tests.exchange.sheets import ROSTER, ROSTER_HEADING, Rows, xlsx

EXPECTED = Path(__file__).parents[1] / "data" / "rosters" / "roster_messy.json"
TODAY = date(2026, 10, 20)
ROSTER_KIND = ImportKind.ROSTER


def look(store: Store, path: Path, **options: Any) -> ImportPreview:
    with store.read() as session:
        return importing.preview(session, ROSTER_KIND, path, today=TODAY, **options)


def take_in(store: Store, path: Path) -> ImportReport:
    seen = look(store, path)
    with store.write("import") as session:
        return importing.commit(session, seen)


def people(store: Store) -> dict[str, Person]:
    with store.read() as session:
        found = list(session.scalars(select(Person).where(Person.deleted.is_(False))))
        session.expunge_all()
    return {person.name: person for person in found}


def count(store: Store, model: type[Any]) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


# ---------------------------------------------------------------------- the messy workbook


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "roster_messy.xlsx"
    build(path)
    return path


EXPECTED_ROWS = json.loads(EXPECTED.read_text(encoding="utf-8"))
IN_CELLS = sorted({each["defect"] for each in EXPECTED_ROWS} - {0})


@pytest.mark.parametrize("defect", IN_CELLS)
def test_a_defect_ends_as_expected(store: Store, messy: Path, defect: int) -> None:
    """DOMAIN 7: the rows of each number; 2 and 22 are whole headings and files, tested below."""
    seen = {(row.sheet, row.row): row for row in look(store, messy).rows}
    for each in (row for row in EXPECTED_ROWS if row["defect"] == defect):
        row = seen[each["sheet"], each["row"]]
        assert row.state == each["state"], each
        assert set(each["codes"]) <= {reason.code for reason in row.reasons}, each


def test_no_row_of_the_messy_workbook_is_left_out(store: Store, messy: Path) -> None:
    seen = {(row.sheet, row.row) for row in look(store, messy).rows}
    assert seen == {(each["sheet"], each["row"]) for each in EXPECTED_ROWS}


def test_defect_2_a_heading_of_two_rows_is_joined(store: Store, messy: Path) -> None:
    columns = {column.heading: column.field for column in look(store, messy).sheets[0].columns}
    assert {columns[h] for h in columns if "-" in h} - {None}


def test_the_messy_workbook_holds_every_defect(tmp_path: Path) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert build(tmp_path / "again.xlsx") == expected
    in_workbook = {each["defect"] for each in expected}
    assert in_workbook | {2, 22} == set(range(1, 23))  # 2 is its heading, 22 are other files


def test_every_reason_has_its_sentence(store: Store, messy: Path) -> None:
    for row in look(store, messy).rows:
        for reason in row.reasons:
            assert "{" not in message_of(reason)


def test_no_number_from_a_numeric_cell_is_ever_stored(store: Store, messy: Path) -> None:
    take_in(store, messy)
    stored = {person.id_number for person in people(store).values()}
    assert not any(number and number.endswith("000") for number in stored)
    assert people(store)["查大海"].status == PersonStatus.DRAFT
    assert people(store)["查大海"].no_id_reason == "表格科学计数法丢失"


def test_what_was_cleaned_is_stored_clean(store: Store, messy: Path) -> None:
    take_in(store, messy)
    found = people(store)
    assert found["曾光明"].id_number == "320802195807120016"
    assert found["曾光明"].id_number_raw == "320802580712001"
    assert found["阿卜杜拉·买买提"].registered_src == "IMPORT"
    assert (found["召二机"].mobile, found["召二机"].phone2) == ("13812345678", "0517-83912345")
    assert (found["种有儿"].contact_name, found["种有儿"].contact_phone) == ("张三", "13812345679")
    assert found["重科学"].mobile == "13812345670"
    assert found["孙长河"].group_name == "二组"
    assert found["燕归来"].ethnicity is None  # missing is never defaulted (SETTLED 10)
    assert found["燕归来"].registered_on is None


def test_categories_services_accounts_and_households_hang_on_their_people(
    store: Store, messy: Path
) -> None:
    take_in(store, messy)
    found = people(store)
    with store.read() as session:
        held = session.execute(
            select(PersonIdentity.category, PersonIdentity.disability_grade).where(
                PersonIdentity.person_id == found["钱七"].id
            )
        ).all()
        served = session.execute(
            select(ServiceRecord.enlist_date, ServiceRecord.discharge_date).where(
                ServiceRecord.person_id == found["燕归来"].id
            )
        ).one()
        account = session.scalars(
            select(BankAccount.account_no).where(BankAccount.person_id == found["秦存折"].id)
        ).one()
        home = session.get_one(Household, found["董玉田"].household_id)
        assert set(held) == {("WAR", None), ("DISABLED", "07")}
        assert served == ("1976-12", "1980-01")
        assert account == "6228480000000000018"
        assert (home.head_name, home.verified, home.head_person_id) == (
            "董玉田",
            True,
            found["董玉田"].id,
        )
        assert found["董小梅"].household_id == home.id
        alone = session.get_one(Household, found["严守仁"].household_id)
        assert (alone.verified, alone.head_name) == (False, "严守仁")


# ---------------------------------------------------------------------- counting and logging


def test_both_dates_of_service_may_stand_in_the_first_column(store: Store, tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "入伍时间", "退役时间")
    file = xlsx(tmp_path / "a.xlsx", [head, ("张三", number("19580712"), "1976.12-1980.1", None)])
    take_in(store, file)
    with store.read() as session:
        service = session.scalars(select(ServiceRecord)).one()
        assert (service.enlist_date, service.discharge_date) == ("1976-12", "1980-01")


@pytest.mark.parametrize(("remark", "asks"), [("2024年去世", True), ("丈夫去世", False)])
def test_a_remark_that_tells_of_an_end_is_asked(
    store: Store, tmp_path: Path, remark: str, asks: bool
) -> None:
    head = ("姓名", "身份证号", "人员类别", "备注")
    file = xlsx(tmp_path / "a.xlsx", [head, ("张三", number("19580712"), "参战", remark)])
    (row,) = look(store, file).rows
    assert (row.state is RowState.DOUBTFUL) is asks
    accepted = {(row.sheet, row.row): Answer(accept=frozenset({"row.note_status"}))}
    (row,) = look(store, file, answers=accepted).rows
    assert row.state is RowState.NEW


def test_a_soldiers_wife_is_family_and_no_veteran(store: Store, tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "人员类别")
    take_in(store, xlsx(tmp_path / "a.xlsx", [head, ("李梅", number("19880712", 2), "军嫂")]))
    with store.read() as session:
        assert session.scalars(select(PersonIdentity.category)).all() == ["FAM_SERVICE"]


def test_a_date_that_cannot_be_read_asks_and_does_not_refuse(store: Store, tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "入伍时间")
    file = xlsx(tmp_path / "a.xlsx", [head, ("张三", number("19580712"), "那年冬天")])
    (row,) = look(store, file).rows
    assert row.state is RowState.DOUBTFUL


def test_a_total_row_with_words_in_the_number_column_is_skipped(
    store: Store, tmp_path: Path
) -> None:
    head = ("序号", "姓名", "性别", "身份证号")
    rows = [head, (1, "张三", "男", number("19580712")), ("合计", None, None, "共1人")]
    assert [row.state for row in look(store, xlsx(tmp_path / "a.xlsx", rows)).rows] == [
        RowState.NEW,
        RowState.SKIPPED,
    ]


def test_the_states_add_up_to_the_rows_read(store: Store, messy: Path) -> None:
    report = take_in(store, messy).as_json()
    states = [state.value for state in RowState]
    assert report["rows_read"] == sum(report[state] for state in states) == len(report["rows"])
    first = next(row for row in report["rows"] if row["state"] == "refused")
    assert set(first) == {"sheet", "row", "state", "reasons"}
    assert set(first["reasons"][0]) == {"field", "value", "code", "message"}


def test_waiting_rows_are_parked_with_their_cells(store: Store, messy: Path) -> None:
    report = take_in(store, messy)
    with store.read() as session:
        waiting = imports.parked_rows(session, report.run_id)
        runs = imports.runs(session)
    counts = report.counts
    assert len(waiting) == counts[RowState.DOUBTFUL] + counts[RowState.REFUSED]
    assert all("values" in row.cells for row in waiting)
    assert (runs[0].waiting, runs[0].rows_read) == (len(waiting), report.rows_read)


def test_the_import_is_one_action_and_every_record_is_logged(store: Store, messy: Path) -> None:
    take_in(store, messy)
    with store.read() as session:
        actions = session.scalars(select(Change.action_id).distinct()).all()
        logged = Counter(session.scalars(select(Change.record_type)))
        assert session.scalar(select(func.max(Action.id))) == actions[-1]
    assert len(actions) == 2  # making the station, and this import
    assert logged["person"] == len(people(store))


def test_a_cancelled_import_leaves_nothing_behind(store: Store, messy: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int) -> None:  # noqa: ARG002
            raise Cancelled

    seen = look(store, messy)
    with pytest.raises(Cancelled), store.write("import") as session:
        importing.commit(session, seen, progress=Impatient())
    assert count(store, Person) == count(store, ImportRun) == count(store, ImportRow) == 0


# ---------------------------------------------------------------------- again, and merging


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROSTER)
    take_in(store, path)
    seen = look(store, path)
    assert seen.earlier_run == 1
    assert seen.counts == {RowState.UNCHANGED: 2}
    before = count(store, Change)
    take_in(store, path)
    assert count(store, Change) == before


def test_the_messy_file_again_doubles_nobody(store: Store, messy: Path) -> None:
    take_in(store, messy)
    before = count(store, Person)
    again = take_in(store, messy)
    assert again.counts[RowState.NEW] == 0
    assert count(store, Person) == before
    with store.read() as session:
        waiting = imports.parked_rows(session)
    assert {row.run_id for row in waiting} == {again.run_id}


def test_blanks_are_filled_and_differences_are_asked(store: Store, tmp_path: Path) -> None:
    take_in(store, xlsx(tmp_path / "a.xlsx", [ROSTER_HEADING[1:4], ROSTER[1][1:4]]))
    more = [
        ("姓名", "身份证号", "政治面貌", "联系电话"),
        ("张三", ROSTER[1][3], "党员", "13812345678"),
    ]
    assert take_in(store, xlsx(tmp_path / "b.xlsx", more)).counts == {RowState.MERGED: 1}
    assert people(store)["张三"].political == "01"
    other = [more[0], ("张三", ROSTER[1][3], "群众", "13812345678")]
    seen = look(store, xlsx(tmp_path / "c.xlsx", other))
    assert seen.counts == {RowState.DOUBTFUL: 1}
    reason = next(r for r in seen.rows[0].reasons if r.code == "row.differs")
    assert message_of(reason) == "“政治面貌”库里是“中共党员”，表里是“群众”，请选一个。"


@pytest.mark.parametrize(("word", "kept"), [("file", "13"), ("ours", "01")])
def test_a_difference_is_settled_by_a_persons_word(
    store: Store, tmp_path: Path, word: str, kept: str
) -> None:
    head = ("姓名", "身份证号", "政治面貌")
    take_in(store, xlsx(tmp_path / "a.xlsx", [head, ("张三", ROSTER[1][3], "党员")]))
    report = take_in(store, xlsx(tmp_path / "b.xlsx", [head, ("张三", ROSTER[1][3], "群众")]))
    with store.write("answer") as session:
        row = imports.parked_rows(session, report.run_id)[0]
        done = importing.answer(session, row.row_id, Answer(conflicts=word), today=TODAY)
        assert done.state in {RowState.MERGED, RowState.UNCHANGED}
    assert people(store)["张三"].political == kept


def test_somebody_dead_in_the_station_is_asked_about(store: Store, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROSTER)
    take_in(store, path)
    with store.write("death") as session:
        person = session.scalars(select(Person).where(Person.name == "张三")).one()
        person.status, person.death_date = PersonStatus.DECEASED.value, "2026-01-05"
    row = look(store, path).rows[0]
    assert row.state is RowState.DOUBTFUL
    assert "row.gone_here" in {reason.code for reason in row.reasons}


def test_two_people_of_one_name_and_birth_are_not_made_one_in_silence(
    store: Store, tmp_path: Path
) -> None:
    head = ("姓名", "身份证号", "出生日期")
    take_in(store, xlsx(tmp_path / "a.xlsx", [head, ("王建国", number("19580712"), None)]))
    other = look(store, xlsx(tmp_path / "b.xlsx", [head, ("王建国", number("19580712", 5), None)]))
    assert other.rows[0].state is RowState.DOUBTFUL
    assert [p.name for p in other.rows[0].proposals] == ["王建国"]


# ---------------------------------------------------------------------- answers


def parked_named(store: Store, name: str) -> imports.ParkedRow:
    with store.read() as session:
        return next(row for row in imports.parked_rows(session) if name in row.cells)


def settle(store: Store, name: str, answer: Answer) -> importing.Answered:
    row = parked_named(store, name)
    with store.write("answer") as session:
        return importing.answer(session, row.row_id, answer, today=TODAY)


def test_a_number_typed_in_completes_the_person_kept_without_it(store: Store, messy: Path) -> None:
    take_in(store, messy)
    before = count(store, Person)
    done = settle(store, "查大海", Answer(repairs={"id_number": number("19580712", 7)}))
    assert done.state is RowState.MERGED
    found = people(store)["查大海"]
    assert (found.id_number, found.status) == (number("19580712", 7), PersonStatus.ACTIVE)
    assert found.no_id_reason is None
    assert count(store, Person) == before


def test_a_lost_number_may_wait_for_collection(store: Store, messy: Path) -> None:
    take_in(store, messy)
    done = settle(store, "查大海", Answer(accept=frozenset({"id_number.numeric_cell"})))
    assert done.state in {RowState.MERGED, RowState.UNCHANGED}
    assert people(store)["查大海"].status == PersonStatus.DRAFT


def test_two_people_in_a_row_become_two_without_their_money(store: Store, messy: Path) -> None:
    take_in(store, messy)
    settle(store, "张三 李四", Answer(accept=frozenset({"name.two_people"})))
    found = people(store)
    assert found["张三"].id_number == number("19600107")
    assert found["李四"].id_number == number("19600108")


def test_a_choice_among_categories_is_an_answer(store: Store, messy: Path) -> None:
    take_in(store, messy)
    assert settle(store, "周九", Answer(repairs={"category": "NUCLEAR"})).state is RowState.NEW
    person = people(store)["周九"]
    with store.read() as session:
        held = session.scalars(
            select(PersonIdentity.category).where(PersonIdentity.person_id == person.id)
        ).all()
    assert held == ["NUCLEAR"]


def test_a_remark_of_death_is_registered_when_somebody_says_so(store: Store, messy: Path) -> None:
    take_in(store, messy)
    settle(store, "（故）王五", Answer(accept=frozenset({"name.deceased"})))
    assert people(store)["王五"].status == PersonStatus.DECEASED


def test_a_repair_that_does_not_help_keeps_the_row_waiting(store: Store, messy: Path) -> None:
    take_in(store, messy)
    done = settle(store, "朴少一", Answer(repairs={"id_number": "3208021958071200"}))
    assert done.state is RowState.REFUSED
    assert "3208021958071200" in parked_named(store, "朴少一").cells
    again = settle(store, "朴少一", Answer(repairs={"id_number": number("19580712", 9)}))
    assert again.state is RowState.NEW


def test_an_answer_taken_back_makes_the_row_wait_again(store: Store, messy: Path) -> None:
    take_in(store, messy)
    settle(store, "周九", Answer(repairs={"category": "WAR"}))
    assert "周九" in people(store)
    undo_last(store)
    assert "周九" not in people(store)
    assert settle(store, "周九", Answer(repairs={"category": "NUCLEAR"})).state is RowState.NEW
    assert "周九" in people(store)


def test_undo_after_an_answer_without_a_record_means_the_answer_not_the_import(
    store: Store, messy: Path
) -> None:
    take_in(store, messy)
    registered, changes = set(people(store)), count(store, Change)
    state = parked_named(store, "周九").state
    assert settle(store, "周九", Answer(skip=True)).state is RowState.SKIPPED
    assert count(store, Change) == changes
    undone = undo_last(store)
    assert (undone.what, undone.taken_back) == ("answer", 1)
    assert set(people(store)) == registered
    assert parked_named(store, "周九").state == state
    with store.read() as session:
        assert [(step.undoes, step.own) for step in steps(session, limit=2)] == [
            (True, True),
            (False, True),
        ]
    redo_last(store)
    with store.read() as session:
        waiting = imports.parked_rows(session)
        assert not [row for row in waiting if "周九" in row.cells]
        assert today_page(session, today=TODAY).rows_waiting == len(waiting) > 0


def test_rows_wait_again_when_the_import_that_settled_them_is_undone(
    store: Store, tmp_path: Path
) -> None:
    rows: Rows = [("姓名", "身份证号"), ("张三", ROSTER[1][3]), ("李四", "123")]
    path = xlsx(tmp_path / "a.xlsx", rows)
    first, second = take_in(store, path), take_in(store, path)
    assert parked_named(store, "李四").run_id == second.run_id
    assert second.run_id is not None
    undo_import(store, second.run_id)
    assert parked_named(store, "李四").run_id == first.run_id


def test_the_same_question_is_asked_once(store: Store, tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "人员类别")
    rows = [
        ("甲一", number("19600301")),
        ("乙二", number("19600302")),
        ("丙三", number("19600303")),
    ]
    take_in(store, xlsx(tmp_path / "a.xlsx", [head, *[(*row, "两参") for row in rows]]))
    row = parked_named(store, "甲一")
    with store.write("answer") as session:
        done = importing.answer_alike(
            session, row.row_id, Answer(repairs={"category": "WAR"}), today=TODAY
        )
    assert [each.state for each in done] == [RowState.NEW] * 3
    with pytest.raises(Rejected, match=r"import\.row_settled"), store.write("again") as session:
        importing.answer(session, row.row_id, Answer(), today=TODAY)


def test_waiting_rows_are_shown_with_their_cells_reasons_and_proposals(
    store: Store, tmp_path: Path
) -> None:
    head = ("姓名", "身份证号", "村民小组")
    take_in(store, xlsx(tmp_path / "a.xlsx", [head, ("孙长河", number("19580712"), "二组")]))
    take_in(store, xlsx(tmp_path / "b.xlsx", [head, ("孙长河", 3.20812e17, "2组")]))
    with store.read() as session:
        (shown,) = waiting_rows(session, today=TODAY)
        row = importing.look_at(session, shown.row_id, None, today=TODAY)
    assert (shown.file_name, row.text("name")) == ("b.xlsx", "孙长河")
    assert {r.code for r in row.reasons} >= {"id_number.numeric_cell", "row.same_person"}
    assert [p.id_number for p in row.proposals] == [number("19580712")]
    with store.write("answer") as session:
        chosen = Answer(person_id=row.proposals[0].person_id)
        done = importing.answer(session, shown.row_id, chosen, today=TODAY)
    assert done.state is RowState.UNCHANGED
    assert len(people(store)) == 1


def test_questions_may_be_settled_before_anything_is_written(store: Store, messy: Path) -> None:
    seen = look(store, messy)
    row = next(row for row in seen.rows if row.text("name") == "周九")
    with store.read() as session:
        answers = {(row.sheet, row.row): Answer(repairs={"category": "WAR"})}
        settled = importing.resolve(session, seen, answers)
    assert settled.counts[RowState.NEW] == seen.counts[RowState.NEW] + 1
    with store.write("import") as session:
        importing.commit(session, settled)
    assert "周九" in people(store)


def test_a_row_may_be_skipped_by_choice(store: Store, messy: Path) -> None:
    seen = look(store, messy, answers={("Sheet1", 6): Answer(skip=True)})
    assert seen.rows[0].state is RowState.SKIPPED


def test_rows_with_the_same_doubt_are_found_together(store: Store, tmp_path: Path) -> None:
    rows: Rows = [("姓名", "身份证号"), ("甲一", "3.2E+17"), ("乙二", "3.3E+17"), ("丙三", "123")]
    seen = look(store, xlsx(tmp_path / "a.xlsx", rows))
    assert [row.row for row in seen.alike(seen.rows[0])] == [3]


# ---------------------------------------------------------------------- columns


def test_a_chosen_mapping_is_remembered_for_the_next_file_of_this_shape(
    store: Store, tmp_path: Path
) -> None:
    rows: Rows = [("名册",), ("谁", "哪里", "号"), ("张三", "青石村一组", ROSTER[1][3])]
    path = xlsx(tmp_path / "a.xlsx", rows)
    with pytest.raises(Rejected, match=r"import\.no_table"):
        look(store, path)
    with store.read() as session:
        columns = importing.inspect(session, ROSTER_KIND, path, today=TODAY)[0].columns
    assert columns[1].field is None
    chosen = {"Sheet1": SheetChoice({0: "name", 1: "address", 2: "id_number"}, header_row=2)}
    seen = look(store, path, mapping=chosen)
    with store.write("import") as session:
        importing.commit(session, seen)
    assert people(store)["张三"].address == "青石村一组"
    other: Rows = [*rows[:2], ("李梅", "青石村二组", ROSTER[2][3])]
    take_in(store, xlsx(tmp_path / "b.xlsx", other))
    assert people(store)["李梅"].address == "青石村二组"


def test_a_file_without_names_says_which_column_is_missing(store: Store, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("身份证号", "联系电话", "性别"), ("1", "2", "男")])
    with pytest.raises(Rejected, match=r"import\.(columns_missing|no_table)"):
        look(store, path)


# ---------------------------------------------------------------------- undo


def test_an_import_is_taken_back_as_a_whole(store: Store, messy: Path) -> None:
    report = take_in(store, messy)
    assert report.run_id is not None
    undone = undo_import(store, report.run_id)
    assert undone.taken_back > 0
    assert undone.kept == []
    assert people(store) == {}
    with store.read() as session:
        assert imports.parked_rows(session) == []
    with pytest.raises(Rejected, match=r"import\.run_undone"):
        undo_import(store, report.run_id)
    assert take_in(store, messy).counts == report.counts


def test_undo_keeps_what_somebody_worked_on_since_and_names_it(
    store: Store, tmp_path: Path
) -> None:
    report = take_in(store, xlsx(tmp_path / "a.xlsx", ROSTER))
    with store.write("edit") as session:
        session.scalars(select(Person).where(Person.name == "张三")).one().note = "住院"
    assert report.run_id is not None
    undone = undo_import(store, report.run_id)
    found = people(store)
    assert set(found) == {"张三"}
    assert any("张三" in words for words in undone.kept)
    with store.read() as session:
        home = session.get_one(Household, found["张三"].household_id)
        held = session.scalars(
            select(PersonIdentity.category).where(PersonIdentity.deleted.is_(False))
        ).all()
        assert not home.deleted
        assert held == ["WAR"]


def test_undo_puts_filled_fields_back_unless_they_were_changed_again(
    store: Store, tmp_path: Path
) -> None:
    head = ("姓名", "身份证号", "政治面貌", "文化程度")
    take_in(store, xlsx(tmp_path / "a.xlsx", [head[:2], ("张三", ROSTER[1][3])]))
    report = take_in(
        store, xlsx(tmp_path / "b.xlsx", [head, ("张三", ROSTER[1][3], "党员", "初中")])
    )
    with store.write("edit") as session:
        session.scalars(select(Person)).one().education = "60"
    assert report.run_id is not None
    undone = undo_import(store, report.run_id)
    found = people(store)["张三"]
    assert (found.political, found.education) == (None, "60")
    assert len(undone.kept) == 1
    assert "文化程度" in undone.kept[0]


def test_an_unknown_import_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(Rejected, match=r"import\.run_missing"):
        undo_import(store, 99)
