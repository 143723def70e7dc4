"""What follows from a station's records for others: once, whoever follows, and never crosswise."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district_server import stations
from district_server.context import Context
from district_server.following import concerns_others, follow, follow_all
from district_server.models import Feed, FollowedUpTo
from district_server.postings import PostNotice, post_notice
from district_server.publishing import publish
from district_server.settings import Settings
from station_app.domain.kinds import Wire
from station_app.models.identifiers import new_id
from station_app.models.person import PERSON
from station_app.models.transfer import PersonTransfer
from station_app.sync import wire
from tests.fixtures.district import District

EAST, WEST = "320812001001", "320812001002"
PEOPLE = 12


@pytest.fixture(params=["district", "postgres_district"])
def both(request: pytest.FixtureRequest) -> District:
    """A district on the embedded database, and one on PostgreSQL."""
    found: District = request.getfixturevalue(request.param)
    return found


def context_of(district: District) -> Context:
    settings = Settings(district.engine.url.render_as_string(hide_password=False))
    return Context(district.engine, district.clock, settings)


def a_station_of_leavers(district: District, code: str, to: str) -> UUID:
    """A station whose people have all moved to another one."""
    now = district.clock()
    with Session(district.engine) as session, session.begin():
        scope = stations.add_station(session, code=code, name=f"站{code}", now=now)
        rows = [
            {
                "file_no": f"{code}-{number}",
                "name": f"人{number}",
                "status": "MOVED_OUT",
                "moved_out_on": date(2022, 10, 1),
                "moved_to": to,
            }
            for number in range(PEOPLE)
        ]
        publish(session, scope, PERSON, rows, by="", now=now)
    return scope


def transfers_of(district: District, scope: UUID) -> int | None:
    with Session(district.engine) as session:
        statement = select(func.count()).select_from(PersonTransfer)
        return session.scalar(statement.where(PersonTransfer.station_id == scope))


def test_two_stations_send_people_to_each_other_at_once(both: District) -> None:
    east, west = a_station_of_leavers(both, EAST, WEST), a_station_of_leavers(both, WEST, EAST)
    context = context_of(both)
    start = Barrier(5)

    def post() -> None:
        with context.write() as session:
            notice = PostNotice(title="通知", body="正文", stations=(WEST, EAST))
            post_notice(session, notice, by="区县", now=both.clock())

    def run(do: Callable[[], object]) -> None:
        start.wait()
        do()

    jobs: list[Callable[[], object]] = [
        lambda: follow(context, east),
        lambda: follow(context, west),
        lambda: follow(context, east),
        lambda: follow_all(context),
        post,
    ]
    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(run, job) for job in jobs]:
            done.result()
    assert [transfers_of(both, scope) for scope in (east, west)] == [2 * PEOPLE, 2 * PEOPLE]


def test_following_again_does_nothing_again(both: District) -> None:
    east = a_station_of_leavers(both, EAST, WEST)
    with Session(both.engine) as session, session.begin():
        west = stations.add_station(session, code=WEST, name="西桥", now=both.clock())
    context = context_of(both)
    for _ in range(3):
        assert follow_all(context) == 2
    assert transfers_of(both, east) == transfers_of(both, west) == PEOPLE
    with Session(both.engine) as session:
        last = session.scalar(select(func.max(Feed.seq)).where(Feed.scope == east))
        done = session.get_one(FollowedUpTo, east).seq
        assert last is not None
        assert PEOPLE <= done <= last


@pytest.mark.parametrize(
    ("record_type", "fields", "concerned"),
    [
        ("person", {"address": ("甲", "乙")}, False),
        ("person", {"moved_to": (None, WEST)}, True),
        ("visit", {"place": ("甲", "乙")}, False),
        ("transfer_answer", {"deleted": (False, True)}, True),
    ],
)
def test_most_edits_concern_nobody_else(
    record_type: str, fields: dict[str, tuple[Wire, Wire]], concerned: bool
) -> None:
    edits = wire.Edits(record_type, [new_id()], [fields], [wire.Author("", 0.0)])
    push = wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=new_id(),
        device=new_id(),
        incarnation=new_id(),
        cursor=0,
        district_cursor=0,
        edits=[edits],
    )
    assert concerns_others(push) is concerned
