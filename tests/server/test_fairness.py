"""A station that returns with everything, and fifty with a little: who is answered when."""

import asyncio
from uuid import uuid4

import httpx
import msgspec
from sqlalchemy.orm import Session

from district_server import auth, stations
from district_server.app import create_app
from district_server.models import District as DistrictRow
from district_server.settings import Settings
from station_app.domain.kinds import Wire
from station_app.models.identifiers import new_id, station_id_of
from station_app.sync import enrolment, wire
from tests.fixtures.clock import START
from tests.fixtures.district import District

GIANT_BATCHES = 12
GIANT_ROWS = 400
SMALL = 50
CODE = 320812001001


def device_of(district: District, number: int) -> tuple[str, wire.Push]:
    """A PC of a new station: its token, and a message to begin with."""
    code, token, device = str(CODE + number), uuid4().hex + "t" * 11, uuid4()
    with Session(district.engine) as session, session.begin():
        stations.add_station(session, code=code, name=f"服务站 {number}", now=START)
        one_time = stations.add_code(session, code, now=START, days=14)
        auth.join(session, enrolment.Request(one_time, code, device, "PC", token), now=START)
        server = session.get_one(DistrictRow, 1).server_id
    push = wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=server,
        device=device,
        incarnation=uuid4(),
        cursor=0,
        district_cursor=0,
    )
    return token, push


def body_of(push: wire.Push, number: int, count: int) -> bytes:
    """A batch of people of the station; each in a life of its own, so that any order will do."""
    row: dict[str, Wire] = {
        "station_id": str(station_id_of(str(CODE + number))),
        "created_at": START.isoformat(),
        "created_by": "李敏",
        "deleted": False,
        "name": "林秀英",
        "file_no": "A1",
        "status": "ACTIVE",
    }
    rows = [wire.Rows("person", [new_id() for _ in range(count)], wire.columns_of([row] * count))]
    changed = {"batch": new_id(), "incarnation": uuid4(), "rows": rows}
    return wire.pack(msgspec.structs.replace(push, **changed))


def test_a_giant_first_push_lets_fifty_small_ones_pass(district: District) -> None:
    finished: list[str] = []
    app = create_app(district.engine, clock=district.clock, settings=Settings("", exchanges=2))

    async def push(line: httpx.AsyncClient, name: str, token: str, body: bytes) -> None:
        answer = await line.post(
            "/v1/sync", content=body, headers={"authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200, answer.text
        finished.append(name)

    async def storm() -> None:
        giant_token, giant = device_of(district, 0)
        bodies = [body_of(giant, 0, GIANT_ROWS) for _ in range(GIANT_BATCHES)]
        small = [(number, *device_of(district, number)) for number in range(1, SMALL + 1)]
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://district") as line:
            await asyncio.gather(
                *(push(line, "giant", giant_token, body) for body in bodies),
                *(push(line, "small", token, body_of(said, n, 1)) for n, token, said in small),
            )

    with asyncio.Runner() as runner:
        runner.run(storm())

    assert finished.count("giant") == GIANT_BATCHES
    assert finished.count("small") == SMALL
    giants = [place for place, name in enumerate(finished) if name == "giant"]
    passed = giants[GIANT_BATCHES // 2] - GIANT_BATCHES // 2
    assert passed > SMALL * 3 // 4, "the giant asked first, but nearly all have passed it by half"
