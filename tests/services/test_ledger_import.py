"""Ledgers: the figures of the source to the fen; what each kind refuses, asks or knows."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from station_app.domain.codes import PersonStatus
from station_app.domain.imports import ImportKind, RowState
from station_app.models.certification import Certification, CertificationCycle
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.entitlement import Entitlement, EntitlementEvent, PensionPayment
from station_app.models.local import ImportRow
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries import imports
from station_app.services import facts, importing
from station_app.services.import_undo import undo_import
from station_app.services.import_values import Answer, ImportPreview, ImportReport
from station_app.store.unit_of_work import Store
from tests.data.rosters.make_roster_messy import number
from tests.exchange.sheets import Rows, xlsx

TODAY = date(2022, 12, 20)
KIND = ImportKind
PEOPLE = (
    ("姓名", "身份证号", "人员类别", "户主", "家庭住址", "村民小组"),
    ("张三", number("19500101"), "参战", "张三", "青石村一组1号", "一组"),
    ("李梅", number("19500102", 2), "烈属", "张三", "青石村一组1号", "一组"),
    ("王五", number("19500103"), "残疾军人七级因公", None, "青石村二组2号", "二组"),
)
SOURCE = (
    ("困难优抚对象", "现金", 267, 265_000),
    ("困难退役军人", "现金", 93, 75_800),
    ("重点关注对象", "物资", 120, 48_000),
    ("困难自主择业军转干、企业军转干", "现金", 188, 175_400),
    ("困难烈属", "现金", 8, 8_000),
)
"""Kind, form, 人次 and 元 of source document 000 (DOMAIN 6.5)."""


def look(store: Store, kind: ImportKind, path: Path) -> ImportPreview:
    with store.read() as session:
        return importing.preview(session, kind, path, today=TODAY)


def take_in(store: Store, kind: ImportKind, path: Path) -> ImportReport:
    seen = look(store, kind, path)
    with store.write("import") as session:
        return importing.commit(session, seen)


def first(store: Store, kind: ImportKind, tmp_path: Path, rows: Rows) -> tuple[RowState, set[str]]:
    """State and codes of the last row of a ledger."""
    row = look(store, kind, xlsx(tmp_path / "ledger.xlsx", rows)).rows[-1]
    return row.state, {reason.code for reason in row.reasons}


def stored(store: Store, model: type[Any]) -> list[Any]:
    with store.read() as session:
        found = list(session.scalars(select(model).where(model.deleted.is_(False))))
        session.expunge_all()
        return found


@pytest.fixture
def village(store: Store, tmp_path: Path) -> Store:
    take_in(store, KIND.ROSTER, xlsx(tmp_path / "people.xlsx", PEOPLE))
    return store


# ---------------------------------------------------------------------- payments

PAID = ("发放日期", "慰问类型", "姓名", "身份证号", "人次", "发放方式", "金额", "资金来源", "节日")


def payment(**cells: Any) -> tuple[Any, ...]:
    usual: dict[str, Any] = {
        **{"on": "2022-01-20", "kind": "困难退役军人", "name": "张三", "id": PEOPLE[1][1]},
        **{"count": None, "form": "现金", "money": 500, "fund": "区县财政", "feast": "春节"},
    }
    return tuple((usual | cells).values())


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_five_kinds_of_the_source_come_out_to_the_fen(
    store: Store, tmp_path: Path, unit: str
) -> None:
    head = ("日期", "慰问类型", "形式", "人次", f"金额（{unit}）")
    amounts = [yuan if unit == "元" else yuan / 10_000 for *_, yuan in SOURCE]
    rows = [("2022-01-20", k, f, c, a) for (k, f, c, _), a in zip(SOURCE, amounts, strict=True)]
    total = ("合计", None, None, 676, 572_200 if unit == "元" else 57.22)
    report = take_in(store, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [head, *rows, total]))
    assert report.counts == {RowState.NEW: 5, RowState.SKIPPED: 1}
    assert [r.code for r in report.rows[-1].reasons] == ["row.total"]
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in stored(store, CondolencePayment):
        count, fen = found[row.kind]
        found[row.kind] = (count + row.headcount, fen + row.amount_fen + (row.goods_value_fen or 0))
    assert found["ENTITLED_DIFF"] == (267, 26_500_000)
    assert found["VET_DIFF"] == (93, 7_580_000)
    assert found["FOCUS"] == (120, 4_800_000)
    assert found["OFFICER_DIFF"] == (188, 17_540_000)
    assert found["MARTYR_DIFF"] == (8, 800_000)
    assert tuple(map(sum, zip(*found.values(), strict=True))) == (676, 57_220_000)


def test_a_text_in_wan_yuan_is_exact_to_the_fen(store: Store, tmp_path: Path) -> None:
    head = ("日期", "慰问类型", "人次", "金额（万元）")
    rows = [("2022-01-20", "困难烈属", 8, amount) for amount in ("9.3333", "0.123456", "1,0.5")]
    take_in(store, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [head, *rows]))
    assert sorted(row.amount_fen for row in stored(store, CondolencePayment)) == [
        *(123_456, 9_333_300, 10_500_000)
    ]


def test_a_large_text_in_wan_yuan_asks(store: Store, tmp_path: Path) -> None:
    head = ("日期", "慰问类型", "人次", "金额（万元）")
    rows = [head, ("2022-01-20", "困难烈属", 8, "5000")]
    state, codes = first(store, KIND.PAYMENTS, tmp_path, rows)
    assert state is RowState.DOUBTFUL
    assert "money.large" in codes


def test_goods_are_no_money(store: Store, tmp_path: Path) -> None:
    head = ("日期", "慰问类型", "形式", "人次", "金额")
    take_in(
        store,
        KIND.PAYMENTS,
        xlsx(tmp_path / "a.xlsx", [head, ("2022-01-20", "重点对象", "物资", 120, 48000)]),
    )
    (row,) = stored(store, CondolencePayment)
    assert (row.amount_fen, row.goods_value_fen, row.person_id) == (0, 4_800_000, None)


def test_a_total_that_differs_is_said(store: Store, tmp_path: Path) -> None:
    head = ("日期", "慰问类型", "人次", "金额")
    rows = [head, ("2022-01-20", "困难烈属", 8, 8000), ("合计", None, 9, 9000)]
    _, codes = first(store, KIND.PAYMENTS, tmp_path, rows)
    assert codes == {"row.total", "row.total_differs"}


def test_a_payment_to_a_person_remembers_who_he_was_that_day(
    village: Store, tmp_path: Path
) -> None:
    take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, payment()]))
    (row,) = stored(village, CondolencePayment)
    person = next(each for each in stored(village, Person) if each.name == "张三")
    assert (row.person_id, row.category, row.group_name) == (person.id, "WAR", "一组")
    assert row.household_id == person.household_id
    assert (row.sign, row.headcount, row.counted_ym, row.receipt) == (1, 1, "2022-01", "SELF")
    assert (row.occasion, row.occasion_year, row.amount_fen) == ("SPRING", 2022, 50_000)


def test_a_ledger_makes_a_settled_batch_with_its_list(village: Store, tmp_path: Path) -> None:
    rows = [PAID, payment(), payment(name="李梅", id=PEOPLE[2][1])]
    take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", rows))
    (batch,) = stored(village, CondolenceBatch)
    assert (batch.status, batch.drawn_fen) == ("CLOSED", 100_000)
    lines = stored(village, CondolencePlan)
    assert {line.batch_id for line in lines} == {batch.id}
    assert {row.plan_id for row in stored(village, CondolencePayment)} == {x.id for x in lines}


def test_a_second_payment_for_one_occasion_is_asked(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, payment()]))
    state, codes = first(village, KIND.PAYMENTS, tmp_path, [PAID, payment(money=600)])
    assert state is RowState.DOUBTFUL
    assert "row.paid_twice_in" in codes
    other = [PAID, payment(money=600, fund="慈善")]
    assert first(village, KIND.PAYMENTS, tmp_path, other)[0] is RowState.NEW


def test_daily_gifts_of_two_days_are_two_gifts(village: Store, tmp_path: Path) -> None:
    daily = [PAID, payment(feast="日常"), payment(feast="日常", on="2022-03-02")]
    assert first(village, KIND.PAYMENTS, tmp_path, daily)[0] is RowState.NEW
    same_day = [*daily, payment(feast="日常", on="2022-03-02", money=600)]
    state, codes = first(village, KIND.PAYMENTS, tmp_path, same_day)
    assert (state, "row.paid_twice" in codes) == (RowState.DOUBTFUL, True)


def test_the_same_ledger_again_records_nothing(village: Store, tmp_path: Path) -> None:
    rows = [
        PAID,
        payment(),
        payment(name=None, id=None, count=5),
        payment(name="李梅", id=PEOPLE[2][1]),
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert take_in(village, KIND.PAYMENTS, path).counts == {RowState.NEW: 3}
    assert take_in(village, KIND.PAYMENTS, path).counts == {RowState.UNCHANGED: 3}
    assert len(stored(village, CondolencePayment)) == 3


def test_a_payment_that_was_reversed_does_not_come_back_with_the_same_ledger(
    village: Store, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [PAID, payment()])
    take_in(village, KIND.PAYMENTS, path)
    with village.write("冲正") as session:
        facts.reverse(session, session.scalars(select(CondolencePayment)).one(), reason="记错")
    (row,) = take_in(village, KIND.PAYMENTS, path).rows
    assert row.state is RowState.DOUBTFUL
    assert "row.reversed_before" in {reason.code for reason in row.reasons}


def test_a_payment_before_its_receiver_was_born_is_refused(village: Store, tmp_path: Path) -> None:
    state, codes = first(village, KIND.PAYMENTS, tmp_path, [PAID, payment(on="1900-01-20")])
    assert state is RowState.REFUSED
    assert "row.before_birth" in codes


def test_two_equal_rows_without_names_are_two_payments(store: Store, tmp_path: Path) -> None:
    row = payment(name=None, id=None, count=5)
    take_in(store, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, row, row]))
    assert len(stored(store, CondolencePayment)) == 2


@pytest.mark.parametrize(
    ("cells", "state", "code"),
    [
        ({"money": "伍佰"}, "new", "money.read_as"),
        ({"money": "-5"}, "refused", "money.negative"),
        ({"money": 1e9}, "refused", "money.too_large"),
        ({"money": "1.005"}, "refused", "money.decimals"),
        ({"money": 120_000}, "doubtful", "money.large"),
        ({"money": None}, "refused", "condolence.amount_missing"),
        ({"on": "2023-02-01"}, "refused", "date.future"),
        ({"on": None}, "refused", "row.date_missing"),
        ({"on": "2022-01"}, "refused", "date.day_missing"),
        ({"kind": None}, "doubtful", "row.choice_missing"),
        ({"kind": "什么"}, "doubtful", "choice.unknown"),
        ({"id": number("19500109")}, "doubtful", "row.unknown_person"),
        ({"name": "赵六"}, "doubtful", "row.other_name"),
        ({"id": None}, "doubtful", "row.by_name"),
        ({"id": "32080219500101001"}, "refused", "id_number.length"),
        ({"id": 320802195001010000}, "doubtful", "id_number.numeric_cell"),
        ({"count": 3}, "doubtful", "row.name_and_count"),
        ({"name": None, "id": None}, "refused", "row.nobody"),
        ({"name": None, "id": None, "count": 0}, "refused", "row.nobody_counted"),
        ({"kind": "重点对象"}, "refused", "row.watched_person"),
        ({"feast": "八一"}, "new", "condolence.out_of_season"),
    ],
)
def test_what_a_payment_may_not_be(
    village: Store, tmp_path: Path, cells: dict[str, Any], state: str, code: str
) -> None:
    found, codes = first(village, KIND.PAYMENTS, tmp_path, [PAID, payment(**cells)])
    assert code in codes
    assert found == state


def test_a_merged_amount_is_not_multiplied(village: Store, tmp_path: Path) -> None:
    rows = [PAID, payment(), payment(name="李梅", id=PEOPLE[2][1], money=None)]
    path = xlsx(tmp_path / "a.xlsx", rows, merged=["G2:G3"])
    assert all(
        row.state in {"doubtful", "refused"} for row in look(village, KIND.PAYMENTS, path).rows
    )


def test_a_watched_person_is_kept_nowhere(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, payment(kind="重点对象")]))
    with village.read() as session:
        row = session.scalars(select(ImportRow)).one()
    assert "张三" not in row.cells + row.reasons
    assert PEOPLE[1][1] not in row.cells + row.reasons


def test_the_dead_are_not_paid_but_the_bereaved_are(village: Store, tmp_path: Path) -> None:
    with village.write("death") as session:
        person = session.scalars(select(Person).where(Person.name == "张三")).one()
        person.status, person.death_date = PersonStatus.DECEASED.value, "2022-01-05"
    state, codes = first(village, KIND.PAYMENTS, tmp_path, [PAID, payment()])
    assert (state, "condolence.after_death" in codes) == (RowState.REFUSED, True)
    comfort = [PAID, payment(kind="去世吊唁", feast="日常")]
    assert first(village, KIND.PAYMENTS, tmp_path, comfort)[0] is RowState.NEW


def test_a_row_without_a_number_is_settled_by_choosing_the_person(
    village: Store, tmp_path: Path
) -> None:
    take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, payment(id=None)]))
    with village.write("answer") as session:
        (row,) = imports.parked_rows(session)
        asked = importing.look_at(session, row.row_id, None, today=TODAY)
        chosen = Answer(person_id=asked.proposals[0].person_id)
        done = importing.answer(session, row.row_id, chosen, today=TODAY)
    assert done.state is RowState.NEW
    assert stored(village, CondolencePayment)[0].person_id == asked.proposals[0].person_id


def test_an_imported_ledger_is_taken_back(village: Store, tmp_path: Path) -> None:
    report = take_in(village, KIND.PAYMENTS, xlsx(tmp_path / "a.xlsx", [PAID, payment()]))
    assert report.run_id is not None
    undo_import(village, report.run_id)
    assert stored(village, CondolencePayment) == stored(village, CondolenceBatch) == []
    assert len(stored(village, Person)) == 3


# ---------------------------------------------------------------------- visits

VISITED = ("走访日期", "姓名", "身份证号", "走访类型", "走访方式", "走访人", "人次", "基本情况")


def visit(**cells: Any) -> tuple[Any, ...]:
    usual: dict[str, Any] = {
        **{"on": "2022年10月8日", "name": "张三", "id": PEOPLE[1][1], "kind": "常态化走访"},
        **{"method": "入户", "by": "周建明", "count": None, "text": "身体硬朗"},
    }
    return tuple((usual | cells).values())


def test_cn1_a_couple_met_together_is_two_person_times_and_one_visit(
    village: Store, tmp_path: Path
) -> None:
    rows = [
        VISITED,
        visit(),
        visit(name="李梅", id=PEOPLE[2][1]),
        visit(name="王五", id=PEOPLE[3][1]),
    ]
    take_in(village, KIND.VISITS, xlsx(tmp_path / "a.xlsx", rows))
    met = stored(village, VisitAttendance)
    assert len(met) == 3
    assert len({row.visit_id for row in met}) == len(stored(village, Visit)) == 2


@pytest.mark.parametrize(
    ("cells", "state", "code"),
    [
        ({"method": None}, "doubtful", "row.method_missing"),
        ({"kind": None}, "new", "row.visit_kind"),
        ({"name": None, "id": None, "count": 20}, "new", None),
        (
            {"name": None, "id": None, "count": 30, "method": "座谈会"},
            "refused",
            "row.meeting_without_names",
        ),
        ({"on": "2030-01-01"}, "refused", "date.future"),
    ],
)
def test_what_a_visit_may_be(
    village: Store, tmp_path: Path, cells: dict[str, Any], state: str, code: str | None
) -> None:
    found, codes = first(village, KIND.VISITS, tmp_path, [VISITED, visit(**cells)])
    assert found == state
    assert code is None or code in codes


def test_one_person_twice_on_a_day_is_asked(village: Store, tmp_path: Path) -> None:
    state, codes = first(village, KIND.VISITS, tmp_path, [VISITED, visit(), visit(text="又去")])
    assert (state, "row.visited_twice" in codes) == (RowState.DOUBTFUL, True)


# ---------------------------------------------------------------------- certifications

CERTIFIED = ("年度", "姓名", "身份证号", "认证方式", "认证日期", "认证结果", "认证人员")


def certified(**cells: Any) -> tuple[Any, ...]:
    usual: dict[str, Any] = {
        **{"year": 2022, "name": "张三", "id": PEOPLE[1][1], "method": "自主认证"},
        **{"on": "2022-09-03", "result": "通过", "by": "李敏、周建明"},
    }
    return tuple((usual | cells).values())


def test_certifications_open_their_year_and_name_the_staff(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.CERTIFICATIONS, xlsx(tmp_path / "a.xlsx", [CERTIFIED, certified()]))
    (row,) = stored(village, Certification)
    (cycle,) = stored(village, CertificationCycle)
    assert (row.year, row.method, row.result, row.counted_ym) == (
        2022,
        "SELF_STATION",
        "PASS",
        "2022-09",
    )
    assert row.certifier1_id is not None
    assert row.note == "认证人员：李敏、周建明"
    assert (cycle.year, cycle.open_on) == (2022, date(2022, 8, 1))


def test_ce6_nobody_is_certified_after_a_death(village: Store, tmp_path: Path) -> None:
    with village.write("death") as session:
        person = session.scalars(select(Person).where(Person.name == "张三")).one()
        person.status, person.death_date = PersonStatus.DECEASED.value, "2022-08"
    state, codes = first(village, KIND.CERTIFICATIONS, tmp_path, [CERTIFIED, certified()])
    assert (state, "certification.after_death" in codes) == (RowState.REFUSED, True)


def test_a_second_pass_in_a_year_is_asked(village: Store, tmp_path: Path) -> None:
    rows = [CERTIFIED, certified(), certified(on="2022-09-05", method="上门认证")]
    state, codes = first(village, KIND.CERTIFICATIONS, tmp_path, rows)
    assert (state, "row.certified_twice" in codes) == (RowState.DOUBTFUL, True)


@pytest.mark.parametrize(("day", "asks"), [("2022-09-10", True), ("2022-02-10", False)])
def test_ce3_a_year_that_is_over_is_asked_and_a_late_winter_is_not(
    village: Store, tmp_path: Path, day: str, asks: bool
) -> None:
    state, codes = first(
        village, KIND.CERTIFICATIONS, tmp_path, [CERTIFIED, certified(year=2021, on=day)]
    )
    assert (state is RowState.DOUBTFUL, "row.certified_past_year" in codes) == (asks, asks)


def test_ce3_the_year_follows_from_the_day_when_no_column_says_it(
    village: Store, tmp_path: Path
) -> None:
    rows = [CERTIFIED, certified(year=None, on="2022-02-10")]
    take_in(village, KIND.CERTIFICATIONS, xlsx(tmp_path / "a.xlsx", rows))
    assert stored(village, Certification)[0].year == 2021


# ---------------------------------------------------------------------- plaques

HUNG = ("姓名", "身份证号", "悬挂日期", "变动", "悬挂位置", "决定文号", "决定日期")


def hung(**cells: Any) -> tuple[Any, ...]:
    usual: dict[str, Any] = {
        **{"name": "张三", "id": PEOPLE[1][1], "on": "2022-07-03", "event": None},
        **{"position": "大门", "doc": None, "decided": None},
    }
    return tuple((usual | cells).values())


def test_a_plaque_that_hangs_was_issued(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.PLAQUES, xlsx(tmp_path / "a.xlsx", [HUNG, hung()]))
    (plaque,) = stored(village, Plaque)
    events = stored(village, PlaqueEvent)
    assert {row.event for row in events} == {"ISSUE", "HANG"}
    assert {row.plaque_id for row in events} == {plaque.id}
    assert (plaque.basis_category, plaque.apply_mode) == ("WAR", "INITIATIVE")


def test_pl1_a_household_hangs_one_plaque(village: Store, tmp_path: Path) -> None:
    rows = [HUNG, hung(), hung(name="李梅", id=PEOPLE[2][1], on="2022-07-04")]
    state, codes = first(village, KIND.PLAQUES, tmp_path, rows)
    assert (state, "plaque.household_has_one" in codes) == (RowState.REFUSED, True)
    take_in(village, KIND.PLAQUES, xlsx(tmp_path / "a.xlsx", rows[:2]))
    state, codes = first(village, KIND.PLAQUES, tmp_path, [HUNG, rows[2]])
    assert (state, "plaque.household_has_one" in codes) == (RowState.REFUSED, True)


def test_pl7_withdrawing_needs_the_countys_decision(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.PLAQUES, xlsx(tmp_path / "a.xlsx", [HUNG, hung()]))
    bare = hung(event="收回", on="2022-09-01")
    state, codes = first(village, KIND.PLAQUES, tmp_path, [HUNG, bare])
    assert (state, "plaque.decision_missing" in codes) == (RowState.REFUSED, True)
    decided = (
        *hung(event="收回", on="2022-09-01", doc="〔2022〕3号", decided="2022-08-30"),
        "犯罪",
    )
    take_in(village, KIND.PLAQUES, xlsx(tmp_path / "b.xlsx", [(*HUNG, "备注"), decided]))
    assert len(stored(village, Plaque)) == 1
    (gone,) = (row for row in stored(village, PlaqueEvent) if row.event == "WITHDRAW")
    assert (gone.decision_no, gone.decision_on) == ("〔2022〕3号", date(2022, 8, 30))
    assert (gone.reason, gone.note) == (None, None)


# ---------------------------------------------------------------------- benefits

ENTITLED = (
    "姓名",
    "身份证号",
    "待遇种类",
    "待遇状态",
    "批准日期",
    "起始月份",
    "停止月份",
    "月标准",
)


def entitled(**cells: Any) -> tuple[Any, ...]:
    usual: dict[str, Any] = {
        **{"name": "张三", "id": PEOPLE[1][1], "kind": "参战补助", "state": "享受待遇"},
        **{"approved": "2019-05-06", "start": "2019-05", "stop": None, "monthly": "800.00"},
    }
    return tuple((usual | cells).values())


def test_a_benefit_comes_with_the_event_that_granted_it(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.ENTITLEMENTS, xlsx(tmp_path / "a.xlsx", [ENTITLED, entitled()]))
    (row,) = stored(village, Entitlement)
    (event,) = stored(village, EntitlementEvent)
    assert (row.kind, row.state, row.start_month, row.monthly_fen) == (
        "WAR",
        "GRANTED",
        "2019-05",
        80_000,
    )
    assert (event.event, event.event_on, event.counted_ym) == ("GRANT", date(2019, 5, 6), "2019-05")


def test_a_suspended_benefit_says_since_when(village: Store, tmp_path: Path) -> None:
    rows = [ENTITLED, entitled(state="停发", stop="2022-03")]
    take_in(village, KIND.ENTITLEMENTS, xlsx(tmp_path / "a.xlsx", rows))
    events = {row.event: row.effective_month for row in stored(village, EntitlementEvent)}
    assert events == {"GRANT": "2019-05", "SUSPEND": "2022-03"}


def test_another_benefit_of_the_kind_is_asked(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.ENTITLEMENTS, xlsx(tmp_path / "a.xlsx", [ENTITLED, entitled()]))
    state, codes = first(
        village, KIND.ENTITLEMENTS, tmp_path, [ENTITLED, entitled(start="2020-01")]
    )
    assert (state, "row.entitled_already" in codes) == (RowState.DOUBTFUL, True)


def test_paid_pensions_hang_on_their_benefit(village: Store, tmp_path: Path) -> None:
    take_in(village, KIND.ENTITLEMENTS, xlsx(tmp_path / "a.xlsx", [ENTITLED, entitled()]))
    head = ("姓名", "身份证号", "待遇种类", "所属月份", "发放项目", "金额", "发放日期")
    rows = [head, ("张三", PEOPLE[1][1], "参战补助", "2022年9月", None, 800, "2022-10-08")]
    path = xlsx(tmp_path / "paid.xlsx", rows)
    take_in(village, KIND.ENTITLEMENTS, path)
    (row,) = stored(village, PensionPayment)
    (benefit,) = stored(village, Entitlement)
    assert (row.month, row.item, row.amount_fen, row.counted_ym) == (
        "2022-09",
        "BASE",
        80_000,
        "2022-10",
    )
    assert row.entitlement_id == benefit.id
    assert take_in(village, KIND.ENTITLEMENTS, path).counts == {RowState.UNCHANGED: 1}


def test_every_kind_accounts_for_every_row(village: Store, tmp_path: Path) -> None:
    for kind, rows in (
        (KIND.VISITS, [VISITED, visit(), visit(method=None), visit(on=None)]),
        (KIND.PAYMENTS, [PAID, payment(), payment(), payment(money="-1"), ("合计", 1)]),
    ):
        report = take_in(village, kind, xlsx(tmp_path / "a.xlsx", rows)).as_json()
        assert report["rows_read"] == len(rows) - 1
        assert report["rows_read"] == sum(report[state.value] for state in RowState)
    with village.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 4
