"""New records go in by the block; one bad row among them never takes others along."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from station_app.domain.kinds import Wire
from station_app.models.identifiers import new_id, station_id_of
from station_app.models.person import PERSON, Person
from station_app.sync import wire
from station_app.sync.apply import Changed, Incoming, Outcome, apply
from station_app.sync.blocks import read_block
from station_app.sync.merge import Edit
from tests.fixtures.district import District
from tests.fixtures.station import STATION_CODE

STATION = station_id_of(STATION_CODE)
MORNING = "2022-10-20T01:30:00+00:00"
AWKWARD = "tab\there, line\nthere, return\r, back\\slash, \\N, \\. and 𠮷"


@pytest.fixture(params=["district", "postgres_district"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection to an empty district on either database."""
    district: District = request.getfixturevalue(request.param)
    with district.engine.begin() as opened:
        yield opened


def people(count: int, **columns: list[Wire]) -> wire.Rows:
    """So many new people as they travel."""
    same: dict[str, Wire] = {
        "station_id": str(STATION),
        "created_at": MORNING,
        "created_by": "李敏",
        "deleted": False,
        "status": "ACTIVE",
    }
    names: dict[str, list[Wire]] = {
        "name": [f"人{number}" for number in range(count)],
        "file_no": [f"T-{number}" for number in range(count)],
    }
    whole = {name: [value] * count for name, value in same.items()} | names | columns
    return wire.Rows("person", [new_id() for _ in range(count)], whole)


def applied(connection: Connection, *blocks: wire.Rows) -> Outcome:
    """What comes of a push of these blocks."""
    outcome = Outcome()
    apply(connection, Incoming(PERSON, blocks=list(blocks)), outcome, station_id=STATION)
    return outcome


def there(connection: Connection, rows: wire.Rows) -> list[UUID]:
    """Which of these people stand."""
    return list(connection.scalars(select(Person.id).where(Person.id.in_(rows.ids))))


def test_a_block_of_new_records_stands_as_it_was_sent(connection: Connection) -> None:
    rows = people(
        3,
        address=[AWKWARD, None, ""],
        registered_on=["2022-10-01", None, "1999-12-31"],
        birth_date=["1951-03", "1951", None],
        household_id=[str(new_id()), None, None],
        lives_elsewhere=[True, False, None],
        created_at=[MORNING, "2022-10-20T01:30:00.000123+00:00", "2022-10-20T09:30:00+08:00"],
    )
    outcome = applied(connection, rows)
    assert (outcome.taken, outcome.refused) == (3, [])
    assert outcome.blocks == [("person", rows.ids)]
    back = read_block(connection, PERSON, rows.ids)
    assert back.ids == rows.ids
    moments = [*rows.columns["created_at"][:2], MORNING]
    assert back.columns == rows.columns | {"created_at": moments}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "林\0秀英", "syncing.bad_value"),
        ("registered_on", "2022-13-01", "syncing.bad_value"),
        ("household_id", "no key", "syncing.bad_value"),
        ("household_id", f"{STATION}\n{STATION}", "syncing.bad_value"),
        ("deleted", 1, "syncing.bad_value"),
        ("address", 7, "syncing.bad_value"),
        ("name", None, "syncing.incomplete_row"),
        ("station_id", str(station_id_of("320812001999")), "syncing.foreign_row"),
    ],
)
def test_one_bad_row_of_a_block_is_refused_alone(
    connection: Connection, field: str, value: Wire, code: str
) -> None:
    rows = people(5)
    column = list(rows.columns.get(field, [None] * 5))
    column[2] = value
    rows.columns[field] = column
    outcome = applied(connection, rows)
    assert outcome.taken == 4
    assert outcome.refused == [wire.Refusal("person", rows.ids[2], code)]
    assert set(there(connection, rows)) == set(rows.ids) - {rows.ids[2]}


def test_a_record_that_stands_already_is_merged_while_the_rest_of_its_block_goes_in(
    connection: Connection,
) -> None:
    first = people(1)
    applied(connection, first)
    again = people(4, mobile=["13900000001"] * 4)
    again.ids[1] = first.ids[0]
    again.columns["name"][1], again.columns["file_no"][1] = "人0", "T-0"
    outcome = applied(connection, again)
    assert (outcome.taken, outcome.refused, outcome.found) == (4, [], [])
    assert len(there(connection, again)) == 4
    mobile = connection.scalar(select(Person.mobile).where(Person.id == first.ids[0]))
    assert mobile == "13900000001"


def test_an_edit_of_a_record_that_the_same_batch_brings_is_made_on_it(
    connection: Connection,
) -> None:
    rows = people(2)
    changed = Changed(rows.ids[0], {"name": Edit("人0", "林秀英")}, {}, wire.Author("李敏", 0.0))
    outcome = Outcome()
    incoming = Incoming(PERSON, blocks=[rows], changed=[changed])
    apply(connection, incoming, outcome, station_id=STATION)
    assert (outcome.taken, outcome.refused, outcome.found) == (3, [], [])
    assert connection.scalar(select(Person.name).where(Person.id == rows.ids[0])) == "林秀英"


def test_a_key_twice_in_one_block_is_one_record(connection: Connection) -> None:
    rows = people(2)
    rows.ids[1] = rows.ids[0]
    rows.columns["name"][1], rows.columns["file_no"][1] = "人0", "T-0"
    assert applied(connection, rows).refused == []
    assert len(there(connection, rows)) == 1


def test_fields_of_a_newer_program_are_kept_beside_the_block(connection: Connection) -> None:
    rows = people(2, pension_no=["P-1", None])
    outcome = applied(connection, rows)
    assert outcome.unknown == [("person", rows.ids[0], "pension_no", "P-1")]
    assert outcome.blocks == [("person", rows.ids)]
