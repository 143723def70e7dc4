"""Words beside the values that no database keeps: a row is refused, never the whole batch."""

from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Device, RefusedRow, StoredReceipt
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.sync import wire
from tests.fixtures.district import District, MakeOffice, Office
from tests.server.test_hostile_bodies import message_of, packed, token_of

NOBODY = ["x", 0.0]


@pytest.fixture(params=["district", "postgres_district"])
def place(request: pytest.FixtureRequest) -> District:
    """A district on either database."""
    found: District = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def office(place: District, make_office: MakeOffice) -> Office:
    """A PC that has joined."""
    office = make_office("first")
    office.enroll(place)
    office.sync(place)
    return office


def said(place: District, office: Office, status: int = 200, **changes: object) -> wire.Receipt:
    """The receipt of a message with these changes."""
    answer = place.line.post(
        "/v1/sync",
        content=packed(message_of(office) | changes),
        headers={"authorization": f"Bearer {token_of(office)}"},
    )
    assert answer.status_code == status, answer.text
    if status != 200:
        return wire.Receipt(uuid4(), 0)
    receipt = wire.unpack(answer.content, wire.Reply).receipt
    assert receipt is not None
    return receipt


def edit(key: UUID, field: str, author: list[Any] = NOBODY) -> list[dict[str, Any]]:
    """One field of one person, changed by somebody who saw nothing; Any: plain values."""
    fields = [{field: (None, "改")}]
    return [{"record_type": "person", "ids": [key.bytes], "fields": fields, "authors": [author]}]


@pytest.mark.parametrize("field", ["a\0b", "很" * 3000])
def test_a_field_whose_name_no_database_keeps_is_refused_with_its_row(
    place: District, office: Office, field: str
) -> None:
    key = office.add_person("林秀英")
    office.sync(place)
    assert [one.code for one in said(place, office, edits=edit(key, field)).refused] == [
        "syncing.bad_value"
    ]
    with office.store.read() as session:
        station = str(session.scalars(select(Station.id)).one())
    columns = {
        "station_id": [station] * 2,
        "name": ["曾光明", "罗桂香"],
        "file_no": ["T-1", "T-2"],
        "status": ["ACTIVE"] * 2,
        "deleted": [False] * 2,
        "created_at": ["2026-01-01T00:00:00.000000+00:00"] * 2,
        "created_by": ["x"] * 2,
        field: ["y", None],
    }
    ids = [uuid4().bytes, uuid4().bytes]
    receipt = said(place, office, rows=[{"record_type": "person", "ids": ids, "columns": columns}])
    assert [(one.record_id.bytes, one.code) for one in receipt.refused] == [
        (ids[0], "syncing.bad_value")
    ]
    assert receipt.taken == 1


def test_a_type_whose_name_no_database_keeps_is_listed(place: District, office: Office) -> None:
    rows = [{"record_type": "n\0x", "ids": [uuid4().bytes], "columns": {}}]
    receipt = said(place, office, rows=rows)
    assert [one.code for one in receipt.refused] == ["syncing.unknown_type"]
    with Session(place.engine) as session:
        assert session.scalars(select(RefusedRow.record_type)).all() == ["nx"]


@pytest.mark.parametrize("at", [float("nan"), float("inf"), -1e300])
def test_a_clash_with_an_author_of_no_name_and_no_time_is_kept(
    place: District, office: Office, at: float
) -> None:
    key = office.add_person("林秀英", address="三组")
    office.sync(place)
    assert said(place, office, edits=edit(key, "address", ["x\0y", at])).conflicts == 1
    assert said(place, office, edits=edit(key, "mobile", ["x\0y", at])).taken == 1


def test_what_a_pc_tells_of_itself_may_be_anything(place: District, office: Office) -> None:
    about = ["1\0.0", -5, float("nan")]
    said(place, office, schema="records\0", complete=True, about=about)
    with Session(place.engine) as session:
        device = session.scalars(select(Device)).one()
        assert (device.program, device.schema) == ("1.0", "records")


def test_a_batch_of_another_pc_is_nobodys_to_send(
    place: District, office: Office, make_office: MakeOffice
) -> None:
    other = make_office("second")
    other.enroll(place)
    batch = uuid4().bytes
    said(place, office, batch=batch)
    kept = place.count(StoredReceipt)
    said(place, other, status=409, batch=batch)
    assert place.count(StoredReceipt) == kept


def test_nobody_lives_the_life_of_the_district(place: District, office: Office) -> None:
    server = message_of(office)["server"]
    kept = place.count(StoredReceipt)
    said(place, office, status=400, incarnation=server)
    assert place.count(StoredReceipt) == kept


@pytest.mark.expected_logs  # the driver's: a pipeline that ended with the refusal
def test_a_text_too_long_for_an_index_is_refused_with_its_row(
    place: District, office: Office
) -> None:
    """PostgreSQL keeps no key of more than a third of a page."""
    long = "".join(map(chr, Random(1).sample(range(0x4E00, 0x9FA5), 9000)))
    key = office.add_person("林秀英")
    office.add_person(long)
    office.change(key, file_no=long)
    office.add_person("曾光明")
    office.sync(place)
    office.sync(place)
    with Session(place.engine) as session:
        assert {"林秀英", "曾光明"} & set(session.scalars(select(Person.name)))
