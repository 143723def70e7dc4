"""People who move between two stations of a district, with their history (SETTLED 6, MV*)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from district_server import transfers
from district_server.models import FollowedUpTo
from district_server.spans import Span
from station_app.domain.codes import CertMethod, PersonStatus
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.models.certification import Certification
from station_app.models.conflict import Conflict
from station_app.models.identifiers import CertificationId, PersonId, station_id_of
from station_app.models.person import Person, PersonIdentity
from station_app.models.transfer import (
    HistoryLine,
    PersonTransfer,
    TransferAnswer,
    TransferField,
)
from station_app.queries.person_page import person_page
from station_app.queries.tallies import tally
from station_app.queries.timeline import TimelineKind
from station_app.queries.transfers import arrivals, departures
from station_app.services.certification_cycles import OpenCycle, open_cycle
from station_app.services.certifications import (
    RecordCertification,
    record_certification,
    reverse_certification,
)
from station_app.services.moves import MoveOut, move_back, move_out
from station_app.services.transfers import accept_as, accept_transfer, say_not_here
from station_app.services.undoing import undo_last
from tests.fixtures.district import District, Office
from tests.fixtures.stations import MakeStation
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number

EAST, WEST, NORTH = "320812001001", "320812001002", "320812002001"
MOVED_ON = date(2022, 10, 10)


on_both = pytest.mark.parametrize("anywhere", ["district", "postgres_district"], indirect=True)


@pytest.fixture
def anywhere(request: pytest.FixtureRequest) -> District:
    """A district on the embedded database, or where a test asks for it on PostgreSQL."""
    found: District = request.getfixturevalue(getattr(request, "param", "district"))
    return found


@pytest.fixture
def east(anywhere: District, make_station: MakeStation) -> Office:
    return make_station(anywhere, EAST, "东湖社区服务站")


@pytest.fixture
def west(anywhere: District, make_station: MakeStation) -> Office:
    return make_station(anywhere, WEST, "西桥村服务站")


def certify(office: Office, person: UUID, on: date) -> UUID:
    with office.store.write("认证") as session:
        command = RecordCertification(
            person_id=PersonId(person),
            method=CertMethod.ONLINE,
            certified_on=on,
            result_no="A1",
            evidence_on=on,
        )
        return record_certification(session, command, today=TODAY).certification_id


def a_veteran(office: Office) -> UUID:
    """Somebody with an identity, a benefit and a certification of this year."""
    person = a_person(office.store, "王建国", "WAR", mobile="13800000001", note="只有本站能看")
    a_benefit(office.store, person)
    with office.store.write("年度") as session:
        open_cycle(session, OpenCycle(year=2022))
    certify(office, person, date(2022, 9, 1))
    return person


def leave(office: Office, person: UUID, to: str) -> None:
    with office.store.write("迁出") as session:
        move_out(
            session,
            MoveOut(person_id=person, moved_out_on=MOVED_ON, moved_to=to),
            today=TODAY,
        )


def accept(office: Office) -> UUID:
    with office.store.write("接收") as session:
        (coming,) = arrivals(session)
        return accept_transfer(session, coming.transfer_id, today=TODAY)


def sync(district: District, *offices: Office) -> None:
    for office in offices:
        assert office.sync(district).refused == 0


def figures(office: Office, line: str) -> int | None:
    with office.store.read() as session:
        month = Period.month("2022-09")
        return tally(session, month, today=TODAY).value(line, "人")


def states(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as session:
        return [(row.name, row.state) for row in departures(session)]


@on_both
def test_a_man_moves_with_his_history_and_no_figure_changes(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    sync(anywhere, east, west)
    before = figures(east, "D2"), figures(west, "D2")
    leave(east, person, WEST)
    sync(anywhere, east, west)
    with west.store.read() as session:
        (coming,) = arrivals(session)
    assert (coming.name, coming.from_name, coming.known) == ("王建国", "东湖社区服务站", ())
    assert coming.person["mobile"] == "13800000001"
    assert "note" not in coming.person
    assert west.rows(HistoryLine) == []
    opened = accept(west)
    sync(anywhere, west, west, east)
    with west.store.read() as session:
        page = person_page(session, opened, today=TODAY)
        identities = session.scalars(
            select(PersonIdentity.category).where(PersonIdentity.person_id == opened)
        ).all()
    assert page is not None
    assert page.person.values["id_number"] == number()
    assert page.person.values["moved_from"] == f"东湖社区服务站（{EAST}）"
    assert identities == ["WAR"]
    told = {(row.kind, row.station) for row in page.timeline}
    assert (TimelineKind.CERTIFICATION, "东湖社区服务站") in told
    assert (TimelineKind.ENTITLEMENT, "东湖社区服务站") in told
    assert (figures(east, "D2"), figures(west, "D2")) == before
    assert states(east) == [("王建国", "ACCEPTED")]
    assert east.value(person, "status") == PersonStatus.MOVED_OUT


def test_what_the_old_station_writes_late_follows_and_what_it_reverses_is_struck_through(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    sync(anywhere, east, west)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    opened = accept(west)
    sync(anywhere, west, west)
    with east.store.write("撤销") as session:
        (fact,) = session.scalars(select(Certification.id))
        reverse_certification(session, CertificationId(fact), reason="记错了人")
    sync(anywhere, east, west)
    with west.store.read() as session:
        page = person_page(session, opened, today=TODAY)
    assert page is not None
    (line,) = [row for row in page.timeline if row.kind is TimelineKind.CERTIFICATION]
    assert line.reversed


@on_both
def test_the_new_station_registered_him_itself_while_both_were_off_line(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    sync(anywhere, east)
    leave(east, person, WEST)
    own = a_person(west.store, "王建国", "VET_UNSPEC")
    sync(anywhere, east, west, west)
    with west.store.write("接收") as session:
        (coming,) = arrivals(session)
        assert [one.person_id for one in coming.known] == [own]
        with pytest.raises(Rejected) as refusal:
            accept_transfer(session, coming.transfer_id, today=TODAY)
        assert refusal.value.code == "transfer.known_here"
    with west.store.write("接收") as session:
        accept_as(session, coming.transfer_id, PersonId(own), today=TODAY)
    sync(anywhere, west, west, east)
    assert west.value(own, "mobile") == "13800000001"
    assert states(east) == [("王建国", "ACCEPTED")]
    with west.store.read() as session:
        assert len(session.scalars(select(Person)).all()) == 1
        page = person_page(session, own, today=TODAY)
    assert page is not None
    assert any(row.station for row in page.timeline)


def test_the_other_station_says_he_is_not_there_and_he_comes_back(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    leave(east, person, "西桥村服务站")
    sync(anywhere, east, west)
    with west.store.write("不在") as session:
        (coming,) = arrivals(session)
        say_not_here(session, coming.transfer_id, note="没有这个人", today=TODAY)
    sync(anywhere, west, west, east)
    with east.store.read() as session:
        (gone,) = departures(session)
    assert (gone.state, gone.answer_note) == ("NOT_HERE", "没有这个人")
    kept = west.rows(TransferField)
    assert kept
    assert all(row.value is None for row in kept if isinstance(row, TransferField))
    with east.store.write("迁回") as session:
        move_back(session, person)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    with Session(anywhere.engine) as session:
        assert [row.state for row in transfers.moves(session)] == ["NOT_HERE"]


def test_an_acceptance_that_is_taken_back_lets_him_wait_again(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    accept(west)
    sync(anywhere, west, east)
    undo_last(west.store)
    sync(anywhere, west, west, east)
    assert states(east) == [("王建国", "WAITING")]
    with west.store.read() as session:
        assert [one.name for one in arrivals(session)] == ["王建国"]
    again = accept(west)
    sync(anywhere, west, west, east)
    assert states(east) == [("王建国", "ACCEPTED")]
    assert west.value(again, "name") == "王建国"


def test_who_came_back_before_anybody_took_him_waits_no_more(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    with east.store.write("迁回") as session:
        move_back(session, person)
    sync(anywhere, east, west, east)
    with west.store.read() as session:
        assert arrivals(session) == ()
    assert states(east) == []


def test_moved_twice_and_home_again_the_whole_way_is_told_once(
    anywhere: District, east: Office, west: Office, make_station: MakeStation
) -> None:
    north = make_station(anywhere, NORTH, "北山村服务站")
    person = a_veteran(east)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    second = accept(west)
    sync(anywhere, west, west)
    leave(west, second, NORTH)
    sync(anywhere, west, north)
    third = accept(north)
    sync(anywhere, north, north)
    with north.store.read() as session:
        page = person_page(session, third, today=TODAY)
    assert page is not None
    certified = [row for row in page.timeline if row.kind is TimelineKind.CERTIFICATION]
    assert [row.station for row in certified] == ["东湖社区服务站"]
    leave(north, third, EAST)
    sync(anywhere, north, east)
    with east.store.write("接收") as session:
        (coming,) = arrivals(session)
        assert [one.status for one in coming.known] == ["MOVED_OUT"]
        accept_as(session, coming.transfer_id, PersonId(person), today=TODAY)
    sync(anywhere, east, east)
    with east.store.read() as session:
        page = person_page(session, person, today=TODAY)
    assert page is not None
    assert page.person.values["status"] == "ACTIVE"
    certified = [row for row in page.timeline if row.kind is TimelineKind.CERTIFICATION]
    assert [row.station for row in certified] == [None]
    assert east.rows(Conflict) == []


@pytest.mark.parametrize("to", ["外省", "", EAST])
def test_a_move_out_of_the_district_makes_no_transfer(
    anywhere: District, east: Office, west: Office, to: str
) -> None:
    leave(east, a_veteran(east), to)
    sync(anywhere, east, west)
    assert states(east) == []
    with west.store.read() as session:
        assert arrivals(session) == ()
    with Session(anywhere.engine) as session:
        assert [row.name for row in transfers.undirected(session)] == ["王建国"]


def test_the_district_sends_on_whom_the_words_did_not_name_plainly(
    anywhere: District, east: Office, west: Office
) -> None:
    person = a_veteran(east)
    leave(east, person, "西桥那边")
    sync(anywhere, east, west)
    with Session(anywhere.engine) as session, session.begin():
        transfers.direct(session, person, WEST, now=anywhere.clock())
    sync(anywhere, east, west)
    with west.store.read() as session:
        assert [one.name for one in arrivals(session)] == ["王建国"]
    with Session(anywhere.engine) as session:
        assert transfers.undirected(session) == []


def test_a_district_restored_from_before_the_move_comes_to_the_same(
    anywhere: District, east: Office, west: Office
) -> None:
    """The move is made again under the same keys, whoever reports first (decision 0062)."""
    person = a_veteran(east)
    sync(anywhere, east, west)
    leave(east, person, WEST)
    sync(anywhere, east, west)
    accept(west)
    sync(anywhere, west, west, east)
    before = {row.id for row in west.rows(PersonTransfer) if isinstance(row, PersonTransfer)}
    with Session(anywhere.engine) as session, session.begin():
        for model in (HistoryLine, TransferField, PersonTransfer):
            session.execute(delete(model))
        session.execute(delete(FollowedUpTo))
    with Session(anywhere.engine) as session, session.begin():
        span = Span(station_id_of(EAST), 0, 10_000)
        transfers.send_on(session, span, anywhere.clock())
    with Session(anywhere.engine) as session:
        made = session.scalars(select(PersonTransfer)).all()
        assert {row.id for row in made if row.direction == "IN"} == before
        assert {row.state for row in made} == {"ACCEPTED"}
        assert session.scalars(select(HistoryLine)).all()
    sync(anywhere, east, west)
    assert states(east) == [("王建国", "ACCEPTED")]


def test_an_answer_that_this_program_does_not_know_is_left_alone(
    anywhere: District, east: Office, west: Office
) -> None:
    leave(east, a_veteran(east), WEST)
    sync(anywhere, east, west)
    accept(west)
    with west.store.write("新版") as session:
        session.scalars(select(TransferAnswer)).one().reply = "LATER"
    sync(anywhere, west, west, east)
    assert states(east) == [("王建国", "WAITING")]
