"""Two towns with a station each, and everything a page may show of them, with nasty names."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from district_server import auth, stations
from district_server.models import Device, RefusedRow
from station_app.models.conflict import Conflict
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from tests.fixtures.district import District

NEAR, FAR = "320812001001", "320812002001"
"""A station of the town clerk's town, and one of another town."""
NEAR_NAME, FAR_NAME = "水渡口街道东湖社区退役军人服务站", "城南街道柳溪社区退役军人服务站"
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE officer; --",
    "=HYPERLINK(0)",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "{{ 7000 * 7 }}",
    "很长" * 40,
)


def two_towns(district: District) -> dict[str, UUID]:
    """Make the scene; returns the keys of the stations by code."""
    with Session(district.engine) as session, session.begin():
        keys = {
            code: add_station(session, district, code, name)
            for code, name in ((NEAR, NEAR_NAME), (FAR, FAR_NAME))
        }
        for code, key in keys.items():
            furnish(session, district, key, code)
    return keys


def add_station(session: Session, district: District, code: str, name: str) -> UUID:
    """A station that may report."""
    return stations.add_station(session, code=code, name=name, now=district.clock())


def furnish(session: Session, district: District, station_id: UUID, code: str) -> None:
    """A PC, a person, an open code, a conflict and a row that was not taken."""
    now = district.clock()
    device = Device(
        id=new_id(),
        station_id=station_id,
        name=f"PC {code[-6:]}",
        letter="A",
        token_hash=code,
        enrolled_at=now,
        last_complete_at=now - timedelta(days=1),
        heard_at=now - timedelta(hours=1),
        clock_ahead=-7_560,
        waiting=3,
    )
    session.add(device)
    made = {"station_id": station_id, "created_at": now, "created_by": "李敏"}
    person = Person(file_no=f"{code}-1", name="曾光明", status="ACTIVE", **made)
    session.add(person)
    session.add(
        Conflict(
            record_type="person",
            record_id=str(person.id),
            field="mobile",
            server_value="13800000001",
            client_value="13800000002",
            server_by="王建国",
            client_by="欧阳小明",
            **made,
        )
    )
    session.add(
        RefusedRow(
            device_id=device.id,
            record_id=new_id(),
            record_type="person",
            code="syncing.bad_value",
            refused_at=now,
        )
    )
    auth.new_code(session, station_id, now=now, days=14)
    session.flush()
