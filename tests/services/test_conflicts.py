"""Fields in question: both values are shown, a person decides, and the decision travels."""

from uuid import UUID, uuid4

import pytest

from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.services.conflicts import (
    Choice,
    ConflictRow,
    Decide,
    decide,
    decide_all,
    decided_conflicts,
    fields_in_question,
    open_conflicts,
)
from station_app.services.sync_status import SyncLight, sync_status
from station_app.services.undoing import undo_last
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    make_office,
)

__all__ = ["district", "make_office"]


@pytest.fixture
def offices(district: District, make_office: MakeOffice) -> tuple[Office, Office]:
    """Two enrolled PCs of one station."""
    pair = make_office("first"), make_office("second")
    for office in pair:
        office.enroll(district)
    return pair


@pytest.fixture
def asked(district: District, offices: tuple[Office, Office]) -> UUID:
    """A person whose address two PCs wrote differently."""
    first, second = offices
    key = first.add_person("曾光明", address="三组")
    first.sync(district)
    second.sync(district)
    first.change(key, address="三组 17 号（老宅）")
    second.change(key, address="三组 71 号（随子）")
    first.sync(district)
    second.sync(district)
    first.sync(district)
    return key


def question(office: Office) -> ConflictRow:
    """The one open question of a PC."""
    with office.store.read() as session:
        (row,) = open_conflicts(session, office.desk.keys)
    return row


def answer(office: Office, command: Decide) -> None:
    """Decide it."""
    with office.store.write("决定") as session:
        decide(session, command, office.desk.keys)


def test_a_question_shows_both_values_who_wrote_them_and_what_was_before(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    row = question(offices[0])
    assert (row.title, row.person_id, row.field_label) == ("曾光明", asked, "现住址")
    assert row.base == "三组"
    assert (row.server.text, row.client.text) == ("三组 17 号（老宅）", "三组 71 号（随子）")
    assert (row.server.by, row.client.by) == ("李敏", "李敏")
    assert row.client.at == offices[0].clock()


def test_the_field_is_marked_and_the_light_asks(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    with offices[1].store.read() as session:
        assert set(fields_in_question(session, asked)) == {"address"}
        status = sync_status(session)
    assert (status.light, status.sentence) == (SyncLight.QUESTIONS, "需要您决定 1 条")


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ((Choice.SERVER, None), "三组 17 号（老宅）"),
        ((Choice.CLIENT, None), "三组 71 号（随子）"),
        ((Choice.OWN, "三组 17 号，冬天住 71 号"), "三组 17 号，冬天住 71 号"),
    ],
)
def test_left_right_or_a_third_value_reaches_every_copy(
    district: District,
    offices: tuple[Office, Office],
    asked: UUID,
    decision: tuple[Choice, str | None],
    expected: str,
) -> None:
    first, second = offices
    answer(second, Decide(question(second).conflict_id, *decision))
    second.sync(district)
    first.sync(district)

    assert district.value(asked, "address") == expected
    for office in offices:
        assert office.value(asked, "address") == expected
        with office.store.read() as session:
            assert open_conflicts(session, office.desk.keys) == []
            assert sync_status(session).light is SyncLight.DONE
        (kept,) = office.rows(Conflict)
        assert isinstance(kept, Conflict)
        assert (kept.chosen_value, kept.resolved_by) == (expected, "李敏")


def test_of_two_answers_the_first_stands_and_the_other_value_is_asked_about(
    district: District, offices: tuple[Office, Office], asked: UUID
) -> None:
    first, second = offices
    answer(first, Decide(question(first).conflict_id, Choice.CLIENT))
    answer(second, Decide(question(second).conflict_id, Choice.OWN, "五组 2 号"))
    for office in (first, second, first):
        office.sync(district)

    for office in offices:
        assert office.value(asked, "address") == "三组 71 号（随子）"
        assert question(office).client.text == "五组 2 号"


def test_a_question_is_answered_once(offices: tuple[Office, Office], asked: UUID) -> None:
    assert asked.version == 7
    first = offices[0]
    command = Decide(question(first).conflict_id, Choice.SERVER)
    answer(first, command)
    with pytest.raises(Rejected) as refusal:
        answer(first, command)
    assert refusal.value.code == "syncing.conflict_gone"


def test_a_required_field_cannot_be_decided_empty(
    district: District, offices: tuple[Office, Office]
) -> None:
    first, second = offices
    key = first.add_person("曾光明")
    first.sync(district)
    second.sync(district)
    first.change(key, name="曾广明")
    second.change(key, name="曾光銘")
    first.sync(district)
    second.sync(district)
    with pytest.raises(Rejected) as refusal:
        answer(second, Decide(question(second).conflict_id, Choice.OWN, "  "))
    assert refusal.value.code == "field.required"


def ask(office: Office, **values: object) -> None:
    """A question as it came from the district."""
    usual = {"field": "address", "base_value": None, "server_value": "甲", "client_value": "乙"}
    with office.store.write("收到", outgoing=False) as session:
        session.add(Conflict(**(usual | {"server_by": "王磊", "client_by": "李敏"} | values)))


def test_which_value_was_written_on_this_pc_is_known(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    assert asked != uuid4()
    assert [question(office).is_mine for office in offices] == [False, True]


def test_many_answers_are_one_action_and_one_undo(
    district: District, offices: tuple[Office, Office]
) -> None:
    first, second = offices
    keys = [first.add_person(name, address="三组") for name in ("曾光明", "唐秀英", "贺建军")]
    for office in (first, second):
        office.sync(district)
    for key in keys:
        first.change(key, address="左")
        second.change(key, address="右")
    for office in (first, second):
        office.sync(district)
    with second.store.read() as session:
        rows = open_conflicts(session, second.desk.keys)
    commands = [Decide(row.conflict_id, Choice.CLIENT) for row in rows]
    with second.store.write("决定 3 处") as session:
        assert decide_all(session, commands, second.desk.keys) == 3
    assert {second.value(key, "address") for key in keys} == {"右"}
    with second.store.read() as session:
        assert [row.chosen for row in decided_conflicts(session, second.desk.keys)] == ["右"] * 3

    undo_last(second.store)

    assert {second.value(key, "address") for key in keys} == {"左"}
    with second.store.read() as session:
        assert len(open_conflicts(session, second.desk.keys)) == 3
        assert decided_conflicts(session, second.desk.keys) == []


def test_of_many_answers_one_that_cannot_be_taken_keeps_all_back(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    first = offices[0]
    ask(first, record_type="person", record_id=str(asked), field="birth_date", server_value=None)
    with first.store.read() as session:
        rows = open_conflicts(session, first.desk.keys)
    by_field = {row.field: row.conflict_id for row in rows}
    commands = [
        Decide(by_field["address"], Choice.CLIENT),
        Decide(by_field["birth_date"], Choice.OWN, "不知道"),
    ]
    with pytest.raises(Rejected) as refusal, first.store.write("决定") as session:
        decide_all(session, commands, first.desk.keys)
    assert refusal.value.values["conflict_id"] == by_field["birth_date"]
    assert first.value(asked, "address") == "三组 17 号（老宅）"


def test_what_this_pc_cannot_decide_is_shown_all_the_same(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    first = offices[0]
    ask(first, record_type="drone", record_id=str(uuid4()), field="wings")
    ask(first, record_type="person", record_id=str(asked), field="from_the_future")
    ask(first, record_type="person", record_id=str(uuid4()))
    with first.store.read() as session:
        rows = open_conflicts(session, first.desk.keys)
        assert sync_status(session).questions == len(rows) == 4
    stuck = [row for row in rows if not row.can_decide]
    assert len(stuck) == 3
    assert all(row.remark and (row.server.text, row.client.text) == ("甲", "乙") for row in stuck)
    for row in stuck:
        with pytest.raises(Rejected):
            answer(first, Decide(row.conflict_id, Choice.CLIENT))


def test_a_retired_and_a_merged_record_say_so_and_can_be_decided(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    first = offices[0]
    other = first.add_person("曾广明")
    first.change(asked, merged_into_id=other)
    assert "并入另一份" in question(first).remark
    first.change(asked, deleted=True)
    assert "已经撤回" in question(first).remark
    answer(first, Decide(question(first).conflict_id, Choice.CLIENT))
    assert first.value(asked, "address") == "三组 71 号（随子）"


def test_a_record_that_is_pointed_at_is_called_by_its_name(
    offices: tuple[Office, Office], asked: UUID
) -> None:
    first = offices[0]
    other = first.add_person("曾广明")
    ask(
        first,
        record_type="person",
        record_id=str(asked),
        field="merged_into_id",
        server_value=str(other),
        client_value=None,
    )
    with first.store.read() as session:
        row = next(r for r in open_conflicts(session, first.desk.keys) if r.field != "address")
    assert (row.server.text, row.client.text, row.can_write) == ("曾广明", "", False)
