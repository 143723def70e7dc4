"""The proof that both sides have the same: what changed behind the program's back is found.

It is put right by merging, or a person is asked; nothing is wiped (decision 0053).
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from district_server.models import KeptField
from station_app.errors import Rejected, Unavailable
from station_app.models.conflict import Conflict
from station_app.models.identifiers import new_id
from station_app.models.local import UnknownField
from station_app.models.person import Person
from station_app.models.visit import VISIT_ATTENDANCE, VisitAttendance
from station_app.services.district_comparing import meet_older_district
from station_app.services.district_enrolment import open_private_fields
from station_app.services.district_proof import prove, prove_if_due
from station_app.services.sync_status import SyncLight, sync_status
from station_app.store.bulk import insert_many
from station_app.sync.proof_note import Proof, last_proof
from tests.fixtures.district import District, MakeOffice, Office, make_other_pc
from tests.fixtures.lines import Fault, bad_line


@pytest.fixture(params=["district", "postgres_district"])
def both(request: pytest.FixtureRequest) -> District:
    """A district on the embedded database, and one on PostgreSQL."""
    found: District = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def office(both: District, make_office: MakeOffice) -> Office:
    """A PC that has reported two people."""
    office = make_office("first")
    office.enroll(both)
    office.add_person("林秀英", address="三组", note="喜静")
    office.sync(both)
    return office


def _prove(office: Office, district: District) -> Proof:
    return prove(office.desk, line=district.line)


def _behind_the_back(office: Office, statement: str, **values: object) -> None:
    """A value changes in the station's file, and no log tells of it."""
    with office.store.writer_engine.begin() as connection:
        connection.execute(text(statement), values)


def _behind_the_districts_back(district: District, statement: str, **values: object) -> None:
    with Session(district.engine) as session, session.begin():
        session.execute(text(statement), values)


def test_two_sides_that_have_the_same_agree(both: District, office: Office) -> None:
    proof = _prove(office, both)
    assert (proof.agrees, proof.repaired, proof.apart) == (True, 0, [])
    assert proof.records == 3


def test_work_that_waits_is_no_difference(both: District, office: Office) -> None:
    key = office.add_person("曾光明")
    (person, *_) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="三组 17 号")
    proof = _prove(office, both)
    assert (proof.agrees, proof.repaired) == (True, 0)
    assert office.value(key, "name") == "曾光明"


def test_a_value_that_flipped_here_and_stands_in_the_log_is_put_right(
    both: District, office: Office
) -> None:
    key = office.add_person("曾光明")
    office.change(key, address="三组 17 号")
    office.sync(both)
    office.change(key, address="三组 71 号")
    office.sync(both)
    _behind_the_back(office, "UPDATE person SET address = '三组 7'  WHERE name = '曾光明'")

    proof = _prove(office, both)

    assert (proof.agrees, proof.repaired) == (True, 1)
    assert office.value(key, "address") == both.value(key, "address") == "三组 71 号"
    assert both.count(Conflict) == 0


def test_a_value_that_flipped_here_and_is_in_no_log_is_asked(
    both: District, office: Office
) -> None:
    _behind_the_back(office, "UPDATE person SET address = '八组'")

    proof = _prove(office, both)

    assert proof.agrees
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert (conflict.server_value, conflict.client_value) == ("三组", "八组")
    assert office.value(UUID(conflict.record_id), "address") == "三组"


def test_a_value_that_flipped_at_the_district_is_asked(both: District, office: Office) -> None:
    _behind_the_districts_back(both, "UPDATE person SET address = '八组'")

    assert _prove(office, both).agrees

    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert (conflict.server_value, conflict.client_value) == ("八组", "三组")


def test_an_older_value_at_the_district_is_told_again_without_a_question(
    both: District, office: Office
) -> None:
    key = office.add_person("曾光明", address="三组")
    office.sync(both)
    office.change(key, address="三组 17 号")
    office.sync(both)
    _behind_the_districts_back(both, "UPDATE person SET address = '三组' WHERE name = '曾光明'")

    assert _prove(office, both).agrees

    assert both.value(key, "address") == "三组 17 号"
    assert both.count(Conflict) == 0


def test_what_is_emptied_while_a_value_waits_to_be_told_again_is_asked_about(
    both: District, office: Office, make_office: MakeOffice
) -> None:
    second = make_office("second")
    second.enroll(both)
    key = office.add_person("曾光明", address="三组")
    office.sync(both)
    office.change(key, address="五组")
    for each in (office, second):
        each.sync(both)
    elsewhere = "UPDATE person SET address = '八组' WHERE name = '曾光明'"
    _behind_the_districts_back(both, elsewhere)
    _behind_the_back(second, elsewhere)
    meet_older_district(office.desk, both.line)  # 五组 is to be told again; and the line breaks
    second.change(key, address=None)
    second.sync(both)
    meet_older_district(office.desk, both.line)  # what stands by now counts as read
    for each in (office, second):
        assert each.sync(both).complete

    for each in (office, second):
        assert each.value(key, "address") is None
        (asked,) = each.rows(Conflict)
        assert isinstance(asked, Conflict)
        assert (asked.server_value, asked.client_value) == (None, "五组")


def test_a_value_that_is_empty_at_the_district_and_in_no_log_is_asked(
    both: District, office: Office
) -> None:
    _behind_the_districts_back(both, "UPDATE person SET address = NULL")

    assert _prove(office, both).agrees

    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert (conflict.server_value, conflict.client_value) == (None, "三组")
    assert office.value(UUID(conflict.record_id), "address") is None
    assert both.count(Conflict) == 1


def test_a_record_that_one_side_lost_comes_back(both: District, office: Office) -> None:
    here, there = office.add_person("曾光明", note="怕吵"), office.add_person("唐秀英")
    office.sync(both)
    _behind_the_back(office, "DELETE FROM person WHERE name = '曾光明'")
    _behind_the_districts_back(both, "DELETE FROM person WHERE name = '唐秀英'")

    assert _prove(office, both).agrees

    assert (office.value(here, "name"), office.value(here, "note")) == ("曾光明", "怕吵")
    assert both.value(there, "name") == "唐秀英"


def test_a_private_field_is_compared_as_it_travels(both: District, office: Office) -> None:
    _behind_the_back(office, "UPDATE person SET note = '不爱出门'")
    assert _prove(office, both).agrees
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert conflict.field == "note"
    assert "不爱出门" not in repr((conflict.client_value, conflict.server_value))


def test_a_pc_without_the_words_agrees_by_what_it_keeps_aside(
    both: District, office: Office, tmp_path: Path
) -> None:
    other = make_other_pc(tmp_path / "other", both.clock)
    other.enroll(both)
    other.sync(both)
    (person,) = other.rows(Person)
    assert isinstance(person, Person)
    other.change(person.id, note="这里写的先不报", mobile="13900000001")
    other.sync(both)
    assert _prove(other, both).agrees
    open_private_fields(other.desk, " ".join(office.words))
    assert _prove(other, both).agrees
    other.store.close()


def test_fields_of_a_newer_program_are_compared_and_come_back(
    both: District, office: Office
) -> None:
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    with Session(both.engine) as session, session.begin():
        row = KeptField(record_type="person", record_id=person.id, field="blood_group", value='"O"')
        session.add(row)

    assert _prove(office, both).agrees

    (kept,) = office.rows(UnknownField)
    assert isinstance(kept, UnknownField)
    assert (kept.field, kept.value) == ("blood_group", '"O"')
    _behind_the_districts_back(both, "DELETE FROM kept_field")
    assert _prove(office, both).agrees
    assert both.count(KeptField) == 1


def test_a_fact_that_differs_is_changed_by_nobody_and_named(both: District, office: Office) -> None:
    key = new_id()
    with office.store.write("attend") as session:
        row = {
            "id": key,
            "visit_id": new_id(),
            "visit_date": both.clock().date(),
            "kind": "HOME",
            "method": "HOME",
            "counted_ym": "2022-10",
        }
        insert_many(session, VISIT_ATTENDANCE, [row])
    office.sync(both)
    _behind_the_back(office, "UPDATE visit_attendance SET counted_ym = '2022-09'")

    proof = _prove(office, both)

    with office.store.read() as session:
        status = sync_status(session)
    assert status.light is SyncLight.WAITING
    assert "1 处和区县不一样" in status.sentence
    assert not proof.agrees
    assert [(each.record_id, each.field) for each in proof.apart] == [(key, "counted_ym")]
    (fact,) = office.rows(VisitAttendance)
    assert isinstance(fact, VisitAttendance)
    assert fact.counted_ym == "2022-09"


def test_other_peoples_work_meanwhile_is_read_first(
    both: District, office: Office, make_office: MakeOffice
) -> None:
    other = make_office("second")
    other.enroll(both)
    other.sync(both)
    key = other.add_person("曾光明")
    other.sync(both)
    proof = _prove(office, both)
    assert (proof.agrees, proof.repaired) == (True, 0)
    assert office.value(key, "name") == "曾光明"


def test_a_broken_line_leaves_the_proof_for_another_time(both: District, office: Office) -> None:
    with bad_line(both, Fault.LOST_REPLY) as line, pytest.raises(Unavailable):
        prove(office.desk, line=line)
    with office.store.read() as session:
        assert last_proof(session) is None


def test_a_pc_that_does_not_report_has_nothing_to_prove(make_office: MakeOffice) -> None:
    with pytest.raises(Rejected) as refusal:
        prove(make_office("alone").desk)
    assert refusal.value.code == "syncing.not_enrolled"


def test_the_proof_is_due_once_a_day_by_the_districts_clock(both: District, office: Office) -> None:
    prove_if_due(office.desk, office.sync(both), line=both.line)
    with office.store.read() as session:
        first = last_proof(session)
    both.clock.advance(timedelta(hours=23))
    prove_if_due(office.desk, office.sync(both), line=both.line)
    with office.store.read() as session:
        assert last_proof(session) == first
    both.clock.advance(timedelta(hours=2))
    prove_if_due(office.desk, office.sync(both), line=both.line)
    with office.store.read() as session:
        later = last_proof(session)
    assert first is not None
    assert later is not None
    assert later.at - first.at == timedelta(hours=25)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What both databases are asked."""
    asked: list[str] = []

    def keep(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", keep)
    yield asked
    event.remove(Engine, "before_cursor_execute", keep)


def test_a_conversation_without_news_reads_no_record_and_writes_nothing(
    both: District, office: Office, statements: list[str]
) -> None:
    office.add_people(300)
    office.sync(both)
    statements.clear()
    result = office.sync(both)
    assert (result.trips, result.sent, result.received) == (1, 0, 0)
    assert result.bytes_up + result.bytes_down <= 600
    records = ("FROM person", "FROM visit", "FROM household")
    assert not [each for each in statements if any(table in each for table in records)]
    assert not [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    asked = [each for each in statements if not each.startswith("BEGIN")]
    assert len(asked) == 3, asked  # the PC before and after, the district once: no pragma, no more


def test_a_changed_record_asks_each_side_a_fixed_number_of_questions(
    both: District, office: Office, statements: list[str]
) -> None:
    office.add_people(60)
    office.sync(both)
    keys = [person.id for person in office.rows(Person) if isinstance(person, Person)]
    office.change(keys[0], mobile="13900000001")
    office.sync(both)
    for key in keys:
        office.change(key, mobile="13900000002")
    statements.clear()
    result = office.sync(both)
    assert (result.trips, result.sent) == (1, len(keys))
    assert both.value(keys[0], "mobile") == "13900000002"
    asked = [each for each in statements if each.startswith(("SELECT", "PRAGMA"))]
    assert len(asked) <= 22, asked
    assert not [each for each in asked if "FROM feed" in each], "nobody else wrote anything"


def test_what_the_proof_writes_at_the_district_is_nothing(
    both: District, office: Office, statements: list[str]
) -> None:
    statements.clear()
    assert _prove(office, both).agrees
    written = [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("setting" in each or "action" in each for each in written)
