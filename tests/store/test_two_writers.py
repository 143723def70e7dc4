"""The two writers of the log agree, and nothing gets past them (SETTLED 1, 16)."""

import json
from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from station_app.domain.kinds import Value
from station_app.models.change import Action, Change
from station_app.models.identifiers import new_id
from station_app.models.month_report import MONTH_REPORT, MonthReport
from station_app.models.person import PERSON, Person
from station_app.models.record_type import RecordType
from station_app.models.registry import RECORD_TYPES
from station_app.models.station import GRID_CELL, GridCell
from station_app.models.visit import VISIT_ATTENDANCE, VisitAttendance
from station_app.store.bulk import Edit, insert_many, update_many
from station_app.store.unit_of_work import Store, Touched
from tests.fixtures.clock import START
from tests.fixtures.records import OTHER, row_of

each_type = pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda t: t.name)
plans_only = pytest.mark.parametrize(
    "record_type", [t for t in RECORD_TYPES if not t.is_fact], ids=lambda t: t.name
)
Logged = list[tuple[str, str, str | None, bool]]


def logged(store: Store, record_id: UUID) -> Logged:
    """What the log says of one record, but for keys and order."""
    columns = (Change.record_type, Change.kind, Change.fields, Change.outgoing)
    statement = select(*columns).where(Change.record_id == record_id).order_by(Change.seq)
    with store.read() as session:
        return [(name, kind, text, out) for name, kind, text, out in session.execute(statement)]


def stored(store: Store, record_type: RecordType, key: UUID) -> dict[str, object]:
    """All fields of one record."""
    with store.read() as session:
        row = session.get_one(record_type.model, key)
        return {field.name: getattr(row, field.name) for field in record_type.fields}


def add_one(session: Session, record_type: RecordType, values: Mapping[str, Value]) -> UUID:
    """Through the session, as a form does."""
    row = record_type.model(**values)
    session.add(row)
    return row.id


def add_in_bulk(session: Session, record_type: RecordType, values: Mapping[str, Value]) -> UUID:
    """Through the bulk writer, as an import does."""
    key = new_id()
    assert insert_many(session, record_type, [{**values, "id": key}]) == 1
    return key


@each_type
def test_both_writers_insert_and_log_the_same(store: Store, record_type: RecordType) -> None:
    values = row_of(record_type)
    with store.write("一行") as session:
        one = add_one(session, record_type, values)
    with store.write("成批") as session:
        many = add_in_bulk(session, record_type, values)
    assert logged(store, one) == logged(store, many)
    assert stored(store, record_type, one) == stored(store, record_type, many)


@plans_only
def test_both_writers_change_and_log_the_same(store: Store, record_type: RecordType) -> None:
    before, after = row_of(record_type), row_of(record_type, OTHER)
    after |= {name: before[name] for name in record_type.written_once}
    with store.write("新") as session:
        one, many = (add_one(session, record_type, before) for _ in range(2))
    with store.write("一行") as session:
        row = session.get_one(record_type.model, one)
        for name, value in after.items():
            setattr(row, name, value)
    changed = {n: (before[n], after[n]) for n in after if before[n] != after[n]}
    with store.write("成批") as session:
        assert update_many(session, record_type, [Edit(many, changed)]) == 1
    first, second = logged(store, one)[1:], logged(store, many)[1:]
    assert [entry[:2] for entry in first] == [entry[:2] for entry in second]
    assert decoded(first) == decoded(second)
    assert stored(store, record_type, one) == stored(store, record_type, many)


def decoded(entries: Logged) -> list[object]:
    """The fields of the log, whatever their order."""
    return [json.loads(text or "null") for _, _, text, _ in entries]


def test_a_fact_is_reversed_and_never_edited(store: Store) -> None:
    with store.write("走访") as session:
        key = add_one(session, VISIT_ATTENDANCE, row_of(VISIT_ATTENDANCE))
    with pytest.raises(RuntimeError, match="reversed, not edited"), store.write("改") as session:
        session.get_one(VisitAttendance, key).headcount = 5
    edit = Edit(key, {"headcount": (1, 5)})
    with pytest.raises(RuntimeError, match="reversed, not edited"), store.write("改") as session:
        update_many(session, VISIT_ATTENDANCE, [edit])
    assert stored(store, VISIT_ATTENDANCE, key)["headcount"] == 1


def test_what_is_written_once_stays_whoever_writes(store: Store) -> None:
    with store.write("月报") as session:
        key = add_one(session, MONTH_REPORT, row_of(MONTH_REPORT))
    with pytest.raises(RuntimeError, match="written once"), store.write("改") as session:
        session.get_one(MonthReport, key).content = "[]"
    edit = Edit(key, {"content": ("{}", "[]")})
    with pytest.raises(RuntimeError, match="written once"), store.write("改") as session:
        update_many(session, MONTH_REPORT, [edit])
    assert stored(store, MONTH_REPORT, key)["content"] == row_of(MONTH_REPORT)["content"]


def test_a_fact_may_be_retired_while_its_month_is_open(store: Store) -> None:
    with store.write("走访") as session:
        key = add_one(session, VISIT_ATTENDANCE, row_of(VISIT_ATTENDANCE))
    with store.write("撤销") as session:
        session.get_one(VisitAttendance, key).deleted = True
    assert stored(store, VISIT_ATTENDANCE, key)["deleted"] is True


def test_bulk_statements_do_not_slip_past_the_journal(store: Store) -> None:
    with pytest.raises(RuntimeError, match="bulk writer only"), store.write("改") as session:
        session.execute(update(Person).values(name="某人"))


def test_a_record_is_never_deleted_from_the_file(store: Store) -> None:
    with store.write("网格") as session:
        key = add_one(session, GRID_CELL, {"name": "第三网格"})
    with pytest.raises(RuntimeError, match="never deleted"), store.write("删") as session:
        session.delete(session.get_one(GridCell, key))


def fail_half_way(store: Store) -> None:
    """A unit of work that breaks after its first row was written."""
    with store.write("半途") as session:
        session.add(GridCell(name="第三网格"))
        session.flush()
        raise ZeroDivisionError


def test_what_fails_half_way_leaves_neither_rows_nor_log(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_half_way(store)
    with store.read() as session:
        assert session.scalars(select(GridCell)).all() == []
        assert session.scalars(select(Action.label)).all() == ["建站"]


def test_a_unit_of_work_is_one_action_and_one_that_changes_nothing_is_none(store: Store) -> None:
    with store.write("两格") as session:
        session.add_all([GridCell(name="第一网格"), GridCell(name="第二网格")])
        session.flush()
        session.add(GridCell(name="第三网格"))
    with store.write("没有改"):
        pass
    with store.read() as session:
        assert session.scalars(select(Action.label)).all() == ["建站", "两格"]
        newest = session.scalars(select(Action.id).where(Action.label == "两格")).one()
        changes = select(Change.kind).where(Change.action_id == newest)
        assert session.scalars(changes).all() == ["insert"] * 3


def test_listeners_hear_what_was_touched_and_only_after_it_is_safe(store: Store) -> None:
    heard: list[Touched] = []
    store.on_touched(heard.append)
    with store.write("网格") as session:
        session.add(GridCell(name="第三网格"))
        session.flush()
        assert heard == []
    with store.write("成批") as session:
        key = add_in_bulk(session, PERSON, {"name": "甲", "file_no": "1", "status": "ACTIVE"})
    assert [set(touched) for touched in heard] == [{"grid_cell"}, {"person"}]
    assert heard[1]["person"] == frozenset({key})


def test_what_came_from_the_district_is_marked_and_not_sent_back(store: Store) -> None:
    with store.write("网格") as session:
        key = add_one(session, GRID_CELL, {"name": "旧名"})
    with store.write("收到", outgoing=False) as session:
        session.get_one(GridCell, key).name = "新名"
        came = add_in_bulk(session, GRID_CELL, {"name": "别处来的"})
    assert [outgoing for _, _, _, outgoing in logged(store, key)] == [True, False]
    assert logged(store, came) == []


def test_a_reading_session_cannot_write(store: Store) -> None:
    with store.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(insert(Action).values(label="x", at=START, by="x"))


def test_every_row_is_stamped_with_station_moment_and_author(store: Store) -> None:
    with store.write("网格") as session:
        key = add_one(session, GRID_CELL, {"name": "第三网格"})
    row = stored(store, GRID_CELL, key)
    assert row["station_id"] == store.station_id
    assert row["created_by"] == store.operator
    assert row["created_at"] is not None
