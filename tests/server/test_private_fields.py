"""Health, politics and notes: the district keeps them, lest they be lost, and reads none."""

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.local import UnknownField
from station_app.services.conflicts import Choice, Decide, decide, open_conflicts
from station_app.services.district_enrolment import needs_recovery_words, open_private_fields
from station_app.services.sync_status import refused_records, sync_status
from station_app.sync.sealing import is_sealed
from tests.fixtures.district import District, MakeOffice, Office, make_other_pc

NOTE = "冬天住儿子家，喜静"


@pytest.fixture
def first(district: District, make_office: MakeOffice) -> Office:
    """The station's first PC."""
    office = make_office("first")
    office.enroll(district)
    return office


@pytest.fixture
def second(
    district: District, first: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """Another PC of the station, with keys of its own."""
    first.sync(district)
    office = make_other_pc(tmp_path_factory.mktemp("other"), district.clock)
    office.enroll(district)
    yield office
    office.store.close()


def test_the_district_keeps_private_fields_and_cannot_read_them(
    district: District, first: Office
) -> None:
    key = first.add_person("林秀英", note=NOTE, health="DISABLED")
    first.sync(district)
    assert is_sealed(str(district.value(key, "note")))
    with Session(district.engine) as session:
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type='table'")):
            for row in session.execute(text(f'SELECT * FROM "{name}"')):
                assert "儿子" not in repr(tuple(row))


def test_a_pc_without_the_words_shows_nothing_and_keeps_what_came(
    district: District, first: Office, second: Office
) -> None:
    key = first.add_person("林秀英", note=NOTE)
    first.sync(district)
    second.sync(district)
    second.change(key, mobile="13900000001")
    second.sync(district)
    first.sync(district)

    assert second.value(key, "note") is None
    (kept,) = second.rows(UnknownField)
    assert isinstance(kept, UnknownField)
    assert (kept.field, is_sealed(msgspec.json.decode(kept.value))) == ("note", True)
    assert first.value(key, "note") == NOTE
    assert first.value(key, "mobile") == "13900000001"


def test_the_words_of_the_first_pc_open_what_came_and_what_comes(
    district: District, first: Office, second: Office
) -> None:
    key = first.add_person("林秀英", note=NOTE)
    first.sync(district)
    second.sync(district)

    assert open_private_fields(second.desk, " ".join(first.words)) == 1
    assert second.value(key, "note") == NOTE
    later = first.add_person("曾光明", note="听力不好")
    first.sync(district)
    second.sync(district)
    assert second.value(later, "note") == "听力不好"
    with second.store.read() as session:
        assert not needs_recovery_words(session, second.desk.keys)


def test_a_private_field_that_was_emptied_meanwhile_is_empty_when_the_words_come(
    district: District, first: Office, second: Office
) -> None:
    key = first.add_person("林秀英", note=NOTE, health="DISABLED")
    first.sync(district)
    second.sync(district)
    first.change(key, note=None)
    first.sync(district)
    second.sync(district)

    open_private_fields(second.desk, " ".join(first.words))

    assert (second.value(key, "note"), second.value(key, "health")) == (None, "DISABLED")
    assert second.rows(UnknownField) == []


def test_what_was_typed_without_the_words_is_not_overwritten_when_they_come(
    district: District, first: Office, second: Office
) -> None:
    key = first.add_person("林秀英", note=NOTE)
    first.sync(district)
    second.sync(district)
    second.change(key, note="怕吵")
    second.sync(district)

    open_private_fields(second.desk, " ".join(first.words))
    assert second.value(key, "note") == "怕吵"
    assert second.sync(district).conflicts == 1

    assert second.value(key, "note") == NOTE
    with second.store.read() as session:
        (row,) = open_conflicts(session, second.desk.keys)
    assert (row.server.text, row.client.text) == (NOTE, "怕吵")


def test_private_fields_written_without_the_words_wait_and_then_arrive(
    district: District, first: Office, second: Office
) -> None:
    key = second.add_person("唐秀英", note="怕吵")
    assert second.sync(district).complete is False
    first.sync(district)
    assert first.value(key, "note") is None
    with second.store.read() as session:
        (waiting,) = refused_records(session)
        assert "找回词" in waiting.reason
        assert sync_status(session).refused == 1

    open_private_fields(second.desk, " ".join(first.words))
    assert second.sync(district).complete
    first.sync(district)

    assert first.value(key, "note") == "怕吵"
    assert is_sealed(str(district.value(key, "note")))


def test_the_words_of_another_station_open_nothing(
    district: District, first: Office, second: Office
) -> None:
    first.add_person("林秀英", note=NOTE)
    first.sync(district)
    second.sync(district)
    with pytest.raises(Rejected) as refusal:
        open_private_fields(second.desk, " ".join(second.words))
    assert refusal.value.code == "login.recovery_mismatch"


def test_a_conflict_of_a_private_field_waits_for_the_words(
    district: District, first: Office, second: Office, make_office: MakeOffice
) -> None:
    third = make_office("third")
    third.enroll(district)
    key = first.add_person("林秀英", note="喜静")
    for office in (first, third):
        office.sync(district)
    first.change(key, note="喜静，住东屋")
    third.change(key, note="喜静，住西屋")
    for office in (first, third, second):
        office.sync(district)

    with second.store.read() as session:
        (row,) = open_conflicts(session, second.desk.keys)
    assert row.server.text == row.client.text == "封着，要用找回词打开"
    command = Decide(row.conflict_id, Choice.SERVER)
    with pytest.raises(Rejected) as refusal, second.store.write("decide") as session:
        decide(session, command, second.desk.keys)
    assert refusal.value.code == "syncing.words_needed"


def test_a_conflict_of_a_private_field_is_sealed_at_the_district_and_open_here(
    district: District, first: Office, second: Office
) -> None:
    open_private_fields(second.desk, " ".join(first.words))
    key = first.add_person("林秀英", note="喜静")
    first.sync(district)
    second.sync(district)
    first.change(key, note="喜静，住东屋")
    second.change(key, note="喜静，住西屋")
    first.sync(district)
    second.sync(district)

    with second.store.read() as session:
        (row,) = open_conflicts(session, second.desk.keys)
    assert (row.base, row.server.text, row.client.text) == ("喜静", "喜静，住东屋", "喜静，住西屋")
    with second.store.write("decide") as session:
        decide(session, Decide(row.conflict_id, Choice.OWN, "喜静，东屋西屋都住"), second.desk.keys)
    second.sync(district)
    first.sync(district)

    assert first.value(key, "note") == "喜静，东屋西屋都住"
    with Session(district.engine) as session:
        (kept,) = session.query(Conflict).all()
        values = (kept.base_value, kept.server_value, kept.client_value, kept.chosen_value)
    assert all(is_sealed(value) for value in values)
