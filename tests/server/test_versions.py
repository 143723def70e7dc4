"""Old and new programs side by side: nothing of the newer one is dropped by the older."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from district_server.models import KeptField
from district_server.upkeep import take_up_kept_fields
from station_app.models.identifiers import new_id
from station_app.models.local import UnknownField
from station_app.models.person import Person
from station_app.models.visit import VISIT_ATTENDANCE, VisitAttendance
from station_app.store.bulk import insert_many
from tests.fixtures.district import District, MakeOffice, Office


def keep_as_unknown(
    office: Office, key: UUID, field: str, value: object, record_type: str = "person"
) -> None:
    """As a PC stands that got a field before its upgrade."""
    encoded = msgspec.json.encode(value).decode()
    with office.store.write("kept", outgoing=False) as session:
        row = UnknownField(record_type=record_type, record_id=key, field=field, value=encoded)
        session.add(row)


def test_a_field_that_the_upgrade_brought_takes_its_place_on_the_pc(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    key = office.add_person("林秀英")
    office.sync(district)
    keep_as_unknown(office, key, "mobile", "13900000001")
    keep_as_unknown(office, key, "blood_group", "O")

    office.sync(district)

    assert office.value(key, "mobile") == "13900000001"
    (left,) = office.rows(UnknownField)
    assert isinstance(left, UnknownField)
    assert left.field == "blood_group"


def test_a_whole_record_of_a_type_that_the_upgrade_brought_takes_its_place(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    key = first.add_person("林秀英")
    first.sync(district)
    second.sync(district)
    with first.store.read() as session:
        person = session.get_one(Person, key)
        fields = {
            "station_id": str(person.station_id),
            "created_at": person.created_at.isoformat(),
            "created_by": person.created_by,
            "deleted": False,
            "file_no": "A2",
            "name": "曾光明",
            "status": "ACTIVE",
        }
    other = UUID(int=7)
    for name, value in fields.items():
        keep_as_unknown(second, other, name, value)

    second.sync(district)

    assert second.value(other, "name") == "曾光明"
    assert second.rows(UnknownField) == []


def test_a_fact_is_filled_with_what_could_not_be_read_before_and_keeps_the_rest(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    key = new_id()
    with office.store.write("attend") as session:
        row = {
            "id": key,
            "visit_id": new_id(),
            "visit_date": district.clock().date(),
            "kind": "HOME",
            "method": "HOME",
            "counted_ym": "2022-10",
        }
        insert_many(session, VISIT_ATTENDANCE, [row])
    office.sync(district)
    keep_as_unknown(office, key, "recipient_text", "东湖社区老党员", "visit_attendance")
    keep_as_unknown(office, key, "counted_ym", "2022-09", "visit_attendance")

    office.sync(district)

    (fact,) = office.rows(VisitAttendance)
    assert isinstance(fact, VisitAttendance)
    assert (fact.recipient_text, fact.counted_ym) == ("东湖社区老党员", "2022-10")


def test_a_field_that_the_upgrade_brought_takes_its_place_at_the_district(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    key = office.add_person("林秀英")
    office.sync(district)
    with Session(district.engine) as session, session.begin():
        for field in ("mobile", "blood_group"):
            row = KeptField(record_type="person", record_id=key, field=field, value='"1"')
            session.add(row)
    with Session(district.engine) as session, session.begin():
        assert take_up_kept_fields(session) == 1
    assert district.value(key, "mobile") == "1"
    assert district.count(KeptField) == 1
