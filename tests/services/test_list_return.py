"""A list goes out, is edited in a spreadsheet, and comes back: only what was edited is proposed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from station_app.domain.codes import VisitKind, VisitMethod
from station_app.domain.drafts import Draft
from station_app.domain.forms import Imprint
from station_app.domain.kinds import Kind, Value
from station_app.domain.lists import (
    MARK_HEADING,
    ListColumn,
    ListMark,
    ListRow,
    ListSheet,
    ListSpec,
)
from station_app.errors import Rejected
from station_app.exchange.list_sheet import carries_mark, read_list
from station_app.models.condolence import CondolencePlan
from station_app.models.identifiers import BatchId, PersonId, PlanId
from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.progress import Silent
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.visits import VisitFilter
from station_app.reports import list_workbook
from station_app.services.batch_workbook import save_batch
from station_app.services.condolence import Freeze, freeze, name_of
from station_app.services.condolence_list import SetAmounts, set_amounts, set_default
from station_app.services.list_cells import says_the_same
from station_app.services.list_exports import ListOrder, export_list
from station_app.services.list_return import Returned, Verdict, look, take
from station_app.services.people import ChangePerson, change_person
from station_app.services.undoing import undo_last
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from tests.exchange.sheets import spoilt, xlsx
from tests.services.batches_of_tests import batch
from tests.services.people_of_tests import TODAY, a_person, number

TODAY_MOMENT = datetime(2022, 10, 20, 9, 30, tzinfo=UTC)
FIRST_LINE = 3
"""Below the title and the headings."""
Edit = Callable[[Any], None]


def exported(store: Store, path: Path, order: ListOrder | None = None) -> Path:
    with store.read() as session:
        wanted = order or ListOrder("people", PeopleFilter())
        export_list(session, path, wanted, today=TODAY)
    return path


def place(page: Any, heading: str) -> int:
    return int(next(cell.column for cell in page[2] if cell.value == heading))


def cell(page: Any, heading: str, line: int = FIRST_LINE) -> Any:
    return page.cell(line, place(page, heading))


def edited(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def untouched(page: Any) -> None:
    assert page.max_row >= FIRST_LINE


def seen(store: Store, path: Path) -> Returned:
    with store.read() as session:
        return look(session, path, today=TODAY)


def taken(store: Store, found: Returned) -> int:
    with store.write("改表") as session:
        return take(session, found, found.usual, today=TODAY).cells


def person(store: Store, key: UUID) -> Person:
    with store.read() as session:
        return session.scalars(select(Person).where(Person.id == key)).one()


def told(found: Returned) -> list[tuple[str, str, str, Verdict]]:
    return [(one.heading, one.before, one.after, one.verdict) for one in found.changes]


def changed(store: Store, key: UUID, **values: Value) -> None:
    with store.write("修改") as session:
        row = session.get_one(Person, key)
        before = {name: getattr(row, name) for name in values}
        change_person(session, ChangePerson(key, Draft(before, values)), today=TODAY)


# ------------------------------------------------------------------------ out and in again


def test_a_list_that_nobody_edited_proposes_nothing(store: Store, tmp_path: Path) -> None:
    a_person(
        store, "曾光明", "WAR", mobile="13812341164", group_name="三组", note="a\r\nb &<_x0041_"
    )
    a_person(store, "买买提·艾力", id_number=number(2), birth_date="1958-07", address="=1+1")
    path = exported(store, tmp_path / "名单.xlsx")
    found = seen(store, path)
    assert (found.changes, found.left_alone, found.rows_read) == ((), (), 2)
    edited(path, untouched)  # another program may write every cell anew
    again = seen(store, path)
    assert (again.changes, again.left_alone, again.since_known) == ((), (), True)
    assert carries_mark(path)


def test_only_the_edited_cells_are_proposed_and_written(store: Store, tmp_path: Path) -> None:
    key = a_person(store, "曾光明", mobile="13812341164", group_name="三组")
    a_person(store, "翟桂芳", id_number=number(2))
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        line = next(n for n in (3, 4) if cell(page, "姓名", n).value == "曾光明")
        cell(page, "手机", line).value = "139 1234 5678"
        cell(page, "村民小组", line).value = "五组"
        cell(page, "出生日期", line).value = "1958年7月12日"

    found = seen(store, edited(path, edit))
    assert {one.who for one in found.changes} == {"曾光明"}
    assert told(found) == [
        ("村民小组", "三组", "五组", Verdict.CHANGE),
        ("手机", "13812341164", "13912345678", Verdict.CHANGE),
    ]
    assert taken(store, found) == 2
    now = person(store, key)
    assert (now.mobile, now.group_name) == ("13912345678", "五组")
    assert seen(store, path).changes == ()
    undo_last(store)
    assert person(store, key).group_name == "三组"


def test_a_name_that_would_be_kept_as_it_is_is_no_change(store: Store, tmp_path: Path) -> None:
    a_person(store, "白占元")
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        cell(page, "姓名").value = "白占 元"

    assert seen(store, edited(path, edit)).changes == ()

    def rename(page: Any) -> None:
        cell(page, "姓名").value = "白占 源"

    assert [one.field for one in seen(store, edited(path, rename)).changes] == ["name"]


def test_columns_may_be_moved_or_taken_out_and_rows_sorted(store: Store, tmp_path: Path) -> None:
    keys = [a_person(store, name, id_number=number(n)) for n, name in enumerate("甲乙丙", 1)]
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        page.delete_cols(place(page, "民族"))
        rows = [[one.value for one in row] for row in page.iter_rows(min_row=FIRST_LINE)]
        for line, row in enumerate(reversed(rows), FIRST_LINE):
            for column, value in enumerate(row, 1):
                page.cell(line, column).value = value
        page.title = "改过的"
        cell(page, "现住址", 5).value = "东湖社区一组 8 号"

    (one,) = seen(store, edited(path, edit)).changes
    assert one.record_id in keys
    assert (one.heading, one.after, one.row) == ("现住址", "东湖社区一组 8 号", 5)


def test_what_cannot_be_edited_is_said_and_never_written(store: Store, tmp_path: Path) -> None:
    key = a_person(store, "曾光明", "WAR")
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        cell(page, "人员状态").value = "去世"
        cell(page, "人员类别").value = "烈士遗属"
        cell(page, "姓名").value = None
        cell(page, "性别").value = "不详"

    found = seen(store, edited(path, edit))
    verdicts = {one.heading: one.verdict for one in found.changes}
    assert verdicts == {
        "人员状态": Verdict.LOCKED,
        "人员类别": Verdict.LOCKED,
        "姓名": Verdict.REFUSED,
        "性别": Verdict.REFUSED,
    }
    assert all(one.remark for one in found.changes)
    assert found.usual == frozenset()
    everything = {one.key for one in found.changes}
    with pytest.raises(Rejected, match=r"list\.nothing"), store.write("改表") as session:
        take(session, found, everything, today=TODAY)
    assert person(store, key).name == "曾光明"


# ------------------------------------------------------------------------ what went on meanwhile


def test_a_cell_that_both_sides_changed_is_asked(store: Store, tmp_path: Path) -> None:
    key = a_person(store, "曾光明", group_name="三组", address="老屋")
    path = exported(store, tmp_path / "名单.xlsx")
    changed(store, key, group_name="四组", address="新屋")
    edited(path, lambda page: setattr(cell(page, "村民小组"), "value", "五组"))
    found = seen(store, path)
    assert told(found) == [("村民小组", "四组", "五组", Verdict.ASK)]  # 现住址 only went on here
    assert "导出以后" in found.changes[0].remark
    assert found.usual == frozenset()
    with store.write("改表") as session:
        take(session, found, {found.changes[0].key}, today=TODAY)
    now = person(store, key)
    assert (now.group_name, now.address) == ("五组", "新屋")


def test_what_was_written_and_undone_asks_nothing(store: Store, tmp_path: Path) -> None:
    a_person(store, "曾光明", group_name="三组")
    path = exported(store, tmp_path / "名单.xlsx")
    edited(path, lambda page: setattr(cell(page, "村民小组"), "value", "五组"))
    assert taken(store, seen(store, path)) == 1
    undo_last(store)
    assert told(seen(store, path)) == [("村民小组", "三组", "五组", Verdict.CHANGE)]


def test_a_change_between_looking_and_taking_is_not_run_over(store: Store, tmp_path: Path) -> None:
    key = a_person(store, "曾光明", group_name="三组")
    path = exported(store, tmp_path / "名单.xlsx")
    found = seen(store, edited(path, lambda page: setattr(cell(page, "村民小组"), "value", "五组")))
    changed(store, key, group_name="四组")
    with pytest.raises(Rejected, match=r"record\.stale"):
        taken(store, found)
    assert person(store, key).group_name == "四组"


def test_a_list_of_another_log_asks_of_every_difference(store: Store, tmp_path: Path) -> None:
    a_person(store, "曾光明", group_name="三组")
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        mark = page.cell(2, page.max_column)
        words = str(mark.value).split()
        words[3] = str(uuid4())
        mark.value = " ".join(words)
        cell(page, "村民小组").value = "五组"

    found = seen(store, edited(path, edit))
    assert not found.since_known
    assert [one.verdict for one in found.changes] == [Verdict.ASK]


# ------------------------------------------------------------------------ hostile sheets


def test_lines_that_are_new_doubled_or_unknown_are_left_alone(store: Store, tmp_path: Path) -> None:
    a_person(store, "曾光明")
    a_person(store, "翟桂芳", id_number=number(2))
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        first = [one.value for one in page[FIRST_LINE]]
        page.append([*first[:-1], None])  # somebody copied a line without its key
        page.append(["", "新来的人", *[None] * (len(first) - 2)])  # or wrote one below
        page.append(first)  # and copied one with its key
        page.cell(page.max_row, place(page, "现住址")).value = "别处"
        page.append([*first[:-1], "not a key"])
        page.append([*first[:-1], str(uuid4())])

    found = seen(store, edited(path, edit))
    assert found.changes == ()
    said = [one.words for one in found.left_alone]
    assert len(said) == 6
    assert sum("两行" in words for words in said) == 2
    assert sum("新添" in words for words in said) == 1
    assert sum("不是新人" in words for words in said) == 1
    assert {one.who for one in found.left_alone} == {"曾光明", "新来的人"}
    assert sum("认不出" in words for words in said) == 1
    assert sum("不在了" in words for words in said) == 1


def test_numbers_that_a_spreadsheet_spoils_and_formulas_are_refused(
    store: Store, tmp_path: Path
) -> None:
    key = a_person(store, "曾光明", mobile="13812341164")
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        cell(page, "身份证号").value = 320802195807120010
        cell(page, "身份证号").number_format = "0"
        cell(page, "手机").value = 13912345678  # eleven digits are kept by a number
        cell(page, "现住址").value = "#REF!"
        cell(page, "现住址").data_type = "e"

    found = seen(store, edited(path, edit))
    verdicts = {one.heading: (one.after, one.verdict) for one in found.changes}
    assert verdicts["身份证号"][1] is Verdict.REFUSED
    assert verdicts["现住址"][1] is Verdict.REFUSED
    assert verdicts["手机"] == ("13912345678", Verdict.CHANGE)
    assert taken(store, found) == 1
    assert person(store, key).mobile == "13912345678"


def test_another_persons_number_is_refused_before_anything_is_written(
    store: Store, tmp_path: Path
) -> None:
    a_person(store, "曾光明")
    a_person(store, "翟桂芳", id_number=number(2))
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        line = next(n for n in (3, 4) if cell(page, "姓名", n).value == "曾光明")
        cell(page, "身份证号", line).value = number(2)

    (one,) = seen(store, edited(path, edit)).changes
    assert one.verdict is Verdict.REFUSED
    assert one.remark


@pytest.mark.parametrize("damage", ["no mark", "strange mark", "strange list"])
def test_a_sheet_without_its_mark_is_said_in_words(
    store: Store, tmp_path: Path, damage: str
) -> None:
    a_person(store, "曾光明")
    path = exported(store, tmp_path / "名单.xlsx")

    def edit(page: Any) -> None:
        mark = page.cell(2, page.max_column)
        words = {
            "no mark": "",
            "strange mark": f"{MARK_HEADING} people many - - -",
            "strange list": str(mark.value).replace("people", "persons"),
        }
        mark.value = words[damage]

    edited(path, edit)
    code = r"list\.not_a_list" if damage == "no mark" else r"list\.unknown"
    with pytest.raises(Rejected, match=code):
        seen(store, path)
    assert carries_mark(path) is (damage != "no mark")


def test_any_other_file_is_no_list(tmp_path: Path) -> None:
    plain = xlsx(tmp_path / "a.xlsx", [("姓名", "身份证号"), ("张三", "1")])
    (tmp_path / "b.csv").write_bytes("姓名,身份证号\n张三,1\n".encode("gb18030"))
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert not any(map(carries_mark, (plain, tmp_path / "b.csv", tmp_path / "c.xlsx")))
    assert not carries_mark(tmp_path / "nowhere.xlsx")
    (tmp_path / "d.xlsx").write_bytes(spoilt(plain.read_bytes()))
    assert not carries_mark(tmp_path / "d.xlsx")


# ------------------------------------------------------------------------ other lists


def test_what_was_seen_on_a_visit_may_be_put_right_in_the_sheet(
    store: Store, tmp_path: Path
) -> None:
    key = a_person(store, "曾光明", "WAR")
    paper = VisitPaper(
        visit_date=TODAY,
        kind=VisitKind.ROUTINE,
        method=VisitMethod.HOME,
        visitors="李敏",
        needs="屋顶漏雨",
    )
    with store.write("走访") as session:
        record_visit(session, RecordVisit(paper=paper, met=(Met(PersonId(key)),)), today=TODAY)
    path = exported(store, tmp_path / "走访.xlsx", ListOrder("visits", VisitFilter()))

    def edit(page: Any) -> None:
        cell(page, "诉求与困难").value = "屋顶漏雨，已报镇里"
        cell(page, "哪天前办").value = date(2022, 11, 5)
        cell(page, "人次").value = 3
        cell(page, "走访人").value = None

    found = seen(store, edited(path, edit))
    assert {one.heading: one.verdict for one in found.changes} == {
        "人次": Verdict.LOCKED,
        "走访人": Verdict.REFUSED,
        "诉求与困难": Verdict.CHANGE,
        "哪天前办": Verdict.CHANGE,
    }
    assert taken(store, found) == 2
    with store.read() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.needs, visit.follow_up_due) == ("屋顶漏雨，已报镇里", date(2022, 11, 5))


def lines(store: Store, key: BatchId) -> dict[str, tuple[int | None, str | None]]:
    with store.read() as session:
        found = session.scalars(select(CondolencePlan).where(CondolencePlan.batch_id == key))
        return {name_of(session, one): (one.amount_fen, one.goods) for one in found}


def test_amounts_of_a_draft_batch_come_back_and_those_of_a_frozen_one_do_not(
    store: Store, tmp_path: Path
) -> None:
    key = batch(store)
    path = tmp_path / "名单.xlsx"
    with store.read() as session:
        save_batch(session, path, key, today=TODAY, by="李秀兰")

    def edit(page: Any) -> None:
        places = {one.value: one.column for one in page[3]}
        page.cell(4, places["金额（元）"]).value = 600
        page.cell(6, places["金额（元）"]).value = -1
        page.cell(5, places["身份证号"]).value = number(9)

    found = seen(store, edited(path, edit))
    assert found.left_alone == ()
    assert told(found) == [
        ("金额（元）", "500.00", "600.00", Verdict.CHANGE),
        ("身份证号", "", number(9), Verdict.LOCKED),
        ("金额（元）", "500.00", "-1", Verdict.REFUSED),
    ]
    assert taken(store, found) == 1
    assert lines(store, key)["曾光明"][0] == 60_000
    edited(path, lambda page: setattr(page.cell(4, 8), "value", 700))
    with store.write("冻结") as session:
        freeze(session, Freeze(key), today=TODAY)
    (first, *_) = seen(store, path).changes
    assert (first.verdict, first.before) == (Verdict.REFUSED, "600.00")
    assert "冻结" in first.remark


def test_the_value_of_goods_is_no_amount_of_money(store: Store, tmp_path: Path) -> None:
    key = batch(store, form="MIXED")
    with store.write("物资") as session:
        line = session.scalars(select(CondolencePlan).where(CondolencePlan.line_no == 1)).one()
        line.pay_form, line.goods, line.amount_fen = "GOODS", "大米", None
        line.goods_value_fen = 30_000
    path = tmp_path / "名单.xlsx"
    with store.read() as session:
        save_batch(session, path, key, today=TODAY, by="李秀兰")

    def edit(page: Any) -> None:
        places = {one.value: one.column for one in page[3]}
        page.cell(4, places["金额（元）"]).value = 600

    (one,) = seen(store, edited(path, edit)).changes
    assert (one.verdict, one.after) == (Verdict.REFUSED, "600.00")
    assert "物资" in one.remark


def test_an_amount_changed_between_looking_and_taking_is_not_run_over(
    store: Store, tmp_path: Path
) -> None:
    key = batch(store)
    path = tmp_path / "名单.xlsx"
    with store.read() as session:
        save_batch(session, path, key, today=TODAY, by="李秀兰")

    def edit(page: Any) -> None:
        places = {one.value: one.column for one in page[3]}
        page.cell(4, places["金额（元）"]).value = 600

    found = seen(store, edited(path, edit))
    with store.write("别人") as session:
        set_amounts(session, SetAmounts(key, {PlanId(found.changes[0].record_id): 70_000}))
    with pytest.raises(Rejected, match=r"record\.stale"):
        taken(store, found)
    assert lines(store, key)["曾光明"][0] == 70_000


def test_a_standard_that_went_up_since_is_no_edit_of_the_sheet(
    store: Store, tmp_path: Path
) -> None:
    key = batch(store)
    path = tmp_path / "名单.xlsx"
    with store.read() as session:
        save_batch(session, path, key, today=TODAY, by="李秀兰")
    with store.write("标准") as session:
        set_default(session, key, 60_000)
        first = session.scalars(select(CondolencePlan).where(CondolencePlan.line_no == 1)).one()
        set_amounts(session, SetAmounts(key, {PlanId(first.id): 70_000}))
    assert told(seen(store, path)) == []

    def edit(page: Any) -> None:
        places = {one.value: one.column for one in page[3]}
        page.cell(6, places["金额（元）"]).value = 550

    assert told(seen(store, edited(path, edit))) == [
        ("金额（元）", "600.00", "550.00", Verdict.ASK)
    ]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(words=st.lists(TEXTS, min_size=1, max_size=20))
def test_whatever_a_text_holds_it_comes_back_the_same(tmp_path: Path, words: list[str]) -> None:
    """Control characters, what looks like a formula, what looks like Excel's own escapes."""
    column = ListColumn("note", "备注", Kind.LONG_TEXT, editable=True)
    spec = ListSpec("people", "名单", (ListColumn("no", "序号", Kind.INTEGER), column), "person")
    rows = tuple(ListRow(uuid4(), (n, text)) for n, text in enumerate(words))
    mark = ListMark("people", 0, None, TODAY_MOMENT)
    sheet = ListSheet(spec, "名单", rows, (), mark)
    path = tmp_path / "a.xlsx"
    path.write_bytes(list_workbook.xlsx(sheet, Imprint("站", TODAY), Silent()))
    found = read_list(path)
    assert found is not None
    assert [one.key for one in found.rows] == [row.key for row in rows]
    for line, text in zip(found.rows, words, strict=True):
        assert says_the_same(column, line.cells["备注"], text or None), (line.cells, text)
