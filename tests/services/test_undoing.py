"""SETTLED 7: an action is taken back whole, without covering what was written later."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.change import Action
from station_app.models.identifiers import new_id
from station_app.models.local import Setting
from station_app.models.station import GridCell, Station
from station_app.models.visit import VisitAttendance
from station_app.queries import history
from station_app.queries.month_reports import CLOSED_THROUGH
from station_app.queries.standing import standing
from station_app.services.undoing import redo_last, undo, undo_last
from station_app.store.unit_of_work import Store


def rename(store: Store, name: str, phone: str | None = None) -> None:
    with store.write(f"改名为{name}") as session:
        station = session.scalars(select(Station)).one()
        station.name = name
        if phone is not None:
            station.phone = phone


def station(store: Store) -> tuple[str, str | None]:
    with store.read() as session:
        row = session.scalars(select(Station)).one()
        return row.name, row.phone


def add_attendance(session: Session, month: str) -> None:
    session.add(
        VisitAttendance(
            visit_id=new_id(),
            visit_date=date(2022, 10, 3),
            kind="ROUTINE",
            method="HOME",
            counted_ym=month,
            sign=1,
            headcount=1,
        )
    )


def test_a_change_is_taken_back_and_done_again(store: Store) -> None:
    before = station(store)
    rename(store, "新名")
    done = undo_last(store)
    assert done.what == "改名为新名"
    assert done.taken_back == 1
    assert station(store) == before
    redo_last(store)
    assert station(store)[0] == "新名"
    undo_last(store)
    assert station(store) == before


def test_what_was_added_is_retired(store: Store) -> None:
    with store.write("新建网格") as session:
        session.add(GridCell(name="第三网格"))
    undo_last(store)
    with store.read() as session:
        assert [cell.deleted for cell in session.scalars(select(GridCell))] == [True]


def test_a_field_changed_since_is_left_alone_and_named(store: Store) -> None:
    rename(store, "第一次", "0517-88880001")
    with store.read() as session:
        first = session.scalars(select(Action.id).order_by(Action.id.desc())).first()
    rename(store, "第二次")
    assert first is not None
    done = undo(store, first)
    assert station(store) == ("第二次", None)
    assert len(done.kept) == 1
    assert "全称" in done.kept[0]


def test_nothing_is_done_when_everything_was_changed_since(store: Store) -> None:
    rename(store, "第一次")
    with store.read() as session:
        first = session.scalars(select(Action.id).order_by(Action.id.desc())).first()
    rename(store, "第二次")
    assert first is not None
    with pytest.raises(Rejected, match=r"history\.all_changed"):
        undo(store, first)
    assert station(store)[0] == "第二次"


def test_an_action_is_taken_back_once(store: Store) -> None:
    rename(store, "新名")
    undo_last(store)
    with store.read() as session:
        steps = history.steps(session)
    with pytest.raises(Rejected, match=r"history\.already_undone"):
        undo(store, steps[1].action_id)


def test_what_came_from_the_district_is_not_undone_here(store: Store) -> None:
    with store.write("收到", outgoing=False) as session:
        session.scalars(select(Station)).one().phone = "0517-88880002"
    with store.read() as session:
        newest = history.steps(session)[0]
    assert not newest.own
    with pytest.raises(Rejected, match=r"history\.not_here"):
        undo(store, newest.action_id)


@pytest.mark.parametrize(("closed", "rows"), [(None, 1), ("2022-10", 2)])
def test_a_fact_is_retired_while_its_month_is_open_and_reversed_afterwards(
    store: Store, closed: str | None, rows: int
) -> None:
    with store.write("登记走访") as session:
        add_attendance(session, "2022-10")
    if closed is not None:
        with store.write("锁定") as session:
            session.merge(Setting(name=CLOSED_THROUGH, value=closed))
    undo_last(store)
    with store.read() as session:
        count = func.count(VisitAttendance.id)
        left = session.scalar(select(count).where(*standing(VisitAttendance)))
        assert session.scalar(select(count)) == rows
        assert left == 0


def test_steps_are_found_by_word_and_author(store: Store) -> None:
    rename(store, "新名")
    with store.read() as session:
        assert [step.label for step in history.steps(session, text="改名")] == ["改名为新名"]
        assert history.steps(session, by="没有这个人") == []
        assert history.authors(session) == [store.operator]
        oldest = history.steps(session)[-1]
        assert history.steps(session, before=oldest.action_id) == []


def test_the_founding_of_the_station_is_never_undone(store: Store) -> None:
    with store.read() as session:
        founding = session.scalars(select(Action.id).order_by(Action.id).limit(1)).one()
    with pytest.raises(Rejected, match=r"history\.nothing"):
        undo_last(store)
    with pytest.raises(Rejected, match=r"history\.founding"):
        undo(store, founding)
    with store.read() as session:
        assert session.scalars(select(Station.deleted)).all() == [False]
