"""Fields in question: both values are shown, a person decides, and the decision travels."""

from uuid import UUID

import pytest

from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.services.conflicts import (
    Choice,
    ConflictRow,
    Decide,
    decide,
    fields_in_question,
    open_conflicts,
)
from station_app.services.sync_status import SyncLight, sync_status
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    empty_district,
    make_office,
)

__all__ = ["district", "empty_district", "make_office"]


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
