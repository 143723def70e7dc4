"""Who may write what, and what comes of requests that no honest PC sends."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from district_server import auth
from district_server.models import Device, Feed, KeptField, RefusedRow
from station_app.domain.codes import MonthState
from station_app.domain.kinds import Wire
from station_app.errors import Rejected
from station_app.models.condolence import CONDOLENCE_PAYMENT, CondolencePayment
from station_app.models.identifiers import new_id, station_id_of
from station_app.models.local import UnknownField
from station_app.models.month_report import MonthReport
from station_app.models.person import Person
from station_app.services.sync_status import refused_records, sync_status
from station_app.store.bulk import insert_many
from station_app.sync import wire
from station_app.sync.state import load_state
from tests.fixtures.clock import START
from tests.fixtures.district import SERVER, District, MakeOffice, Office
from tests.fixtures.lines import Tampering
from tests.fixtures.station import STATION_CODE

HERE = str(station_id_of(STATION_CODE))
ELSEWHERE = str(station_id_of("320812001002"))
NOBODY = wire.Author("无名", 0.0)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC that has reported."""
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    return office


def push(district: District, office: Office, **changes: object) -> httpx.Response:
    """Send a message of this PC, made by hand."""
    with office.store.read() as session:
        state = load_state(session)
        message = wire.Push(
            protocol=wire.PROTOCOL,
            schema="records_0001",
            server=state.server_id or uuid4(),
            device=state.device_id or uuid4(),
            incarnation=state.incarnation or uuid4(),
            cursor=state.cursor,
            district_cursor=0,
            after=state.last_batch,
            batch=new_id(),
        )
        token = state.token or ""
    body = wire.pack(msgspec.structs.replace(message, **changes))
    return post(district, token, body)


def post(district: District, token: str, body: bytes) -> httpx.Response:
    """Send bytes under a token."""
    headers = {"authorization": f"Bearer {token}", "content-type": wire.CONTENT_TYPE}
    return district.line.post("/v1/sync", content=body, headers=headers)


def receipt(answer: httpx.Response) -> wire.Receipt:
    """The receipt in an answer."""
    assert answer.status_code == 200, answer.text
    found = wire.unpack(answer.content, wire.Reply).receipt
    assert found is not None
    return found


def person(**values: Wire) -> dict[str, Wire]:
    """A person's fields as they travel."""
    row: dict[str, Wire] = {
        "station_id": HERE,
        "created_at": START.isoformat(),
        "created_by": "李敏",
        "deleted": False,
        "file_no": "A1",
        "name": "林秀英",
        "status": "ACTIVE",
    }
    return row | values


def rows(*people: dict[str, Wire], kind: str = "person") -> list[wire.Rows]:
    """People as a block of a message."""
    return [wire.Rows(kind, [new_id() for _ in people], wire.columns_of(list(people)))]


def edit(key: UUID, **fields: tuple[Wire, Wire]) -> list[wire.Edits]:
    """An edit of a person as a block of a message."""
    return [wire.Edits("person", [key], [fields], [NOBODY])]


# -- who --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic x"}]
)
def test_without_a_token_that_is_known_nothing_is_read(
    district: District, header: dict[str, str]
) -> None:
    answer = district.line.post("/v1/sync", content=b"x" * 100, headers=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "syncing.unknown_token"
    assert "区县不认识这台电脑" in answer.json()["message"]


def test_a_revoked_pc_is_shut_out_and_keeps_its_work(district: District, office: Office) -> None:
    office.add_person("林秀英")
    with Session(district.engine) as session, session.begin():
        device = session.scalars(select(Device.id)).one()
        auth.revoke(session, device, now=district.clock())

    with pytest.raises(Rejected) as refusal:
        office.sync(district)

    assert refusal.value.code == "syncing.revoked"
    with office.store.read() as session:
        status = sync_status(session)
        assert status.failure_sentence is not None
        assert "停用" in status.failure_sentence
        assert status.waiting == 1


def test_a_token_does_not_speak_for_another_device(district: District, office: Office) -> None:
    answer = push(district, office, device=uuid4())
    assert (answer.status_code, answer.json()["code"]) == (409, "syncing.other_device")


def test_a_message_for_another_server_is_refused(district: District, office: Office) -> None:
    answer = push(district, office, server=uuid4())
    assert (answer.status_code, answer.json()["code"]) == (409, "syncing.other_server")


# -- what -------------------------------------------------------------------------------------


def test_a_station_cannot_write_another_stations_rows(district: District, office: Office) -> None:
    (refusal,) = receipt(push(district, office, rows=rows(person(station_id=ELSEWHERE)))).refused
    assert refusal.code == "syncing.foreign_row"
    assert district.count(Person) == 0


def test_a_station_cannot_edit_or_take_over_another_stations_row(
    district: District, office: Office
) -> None:
    key = office.add_person("林秀英")
    office.sync(district)
    answer = push(district, office, edits=edit(key, station_id=(HERE, ELSEWHERE)))
    assert [each.code for each in receipt(answer).refused] == ["syncing.foreign_row"]
    with Session(district.engine) as session, session.begin():
        session.execute(update(Person).values(station_id=UUID(ELSEWHERE)))
    office.change(key, name="别人")

    office.sync(district)

    assert district.value(key, "name") == "林秀英"


def test_an_unknown_record_type_is_refused_and_listed_while_the_rest_lands(
    district: District, office: Office
) -> None:
    blocks = rows({"mood": "sunny"}, kind="weather") + rows(person())
    taken = receipt(push(district, office, rows=blocks))
    assert [each.code for each in taken.refused] == ["syncing.unknown_type"]
    assert taken.taken == 1
    assert district.count(Person) == 1
    assert district.count(RefusedRow) == 1


def test_an_unknown_field_is_kept_and_given_on(
    district: District, make_office: MakeOffice, office: Office
) -> None:
    taken = receipt(push(district, office, rows=rows(person(blood_group="O"))))
    assert taken.refused == []
    assert district.count(KeptField) == 1

    other = make_office("second")
    other.enroll(district)
    other.sync(district)

    (kept,) = other.rows(UnknownField)
    assert isinstance(kept, UnknownField)
    assert (kept.field, kept.value) == ("blood_group", '"O"')
    assert len(other.rows(Person)) == 1


BAD_VALUES: list[dict[str, Wire]] = [
    {"name": "nul\0byte"},
    {"registered_on": "2022-02-30"},
    {"registered_on": 7},
    {"household_id": "no key"},
    {"lonely_elder": "yes"},
    {"name": 5},
    {"created_at": "2022-01-01T00:00:00"},
]


@pytest.mark.parametrize("bad", BAD_VALUES)
def test_one_bad_row_is_listed_and_the_rest_lands(
    district: District, office: Office, bad: dict[str, Wire]
) -> None:
    taken = receipt(push(district, office, rows=rows(person(), person(**bad), person())))
    assert [each.code for each in taken.refused] == ["syncing.bad_value"]
    assert taken.taken == 2
    assert district.count(Person) == 2


def test_the_same_holds_on_postgresql(postgres_district: District, make_office: MakeOffice) -> None:
    office = make_office("first")
    office.enroll(postgres_district)
    office.sync(postgres_district)
    blocks = rows(person(), *(person(**bad) for bad in BAD_VALUES), person())
    taken = receipt(push(postgres_district, office, rows=blocks))
    assert taken.taken == 2
    assert len(taken.refused) == len(BAD_VALUES)


def test_a_row_without_a_required_field_is_refused(district: District, office: Office) -> None:
    (refusal,) = receipt(push(district, office, rows=rows(person(name=None)))).refused
    assert refusal.code == "syncing.incomplete_row"


def test_an_edit_of_a_row_that_is_not_there_is_refused(district: District, office: Office) -> None:
    answer = push(district, office, edits=edit(uuid4(), name=("甲", "乙")))
    assert [each.code for each in receipt(answer).refused] == ["syncing.no_such_row"]


def test_a_fact_is_final_but_may_be_taken_back(district: District, office: Office) -> None:
    key = new_id()
    with office.store.write("pay") as session:
        insert_many(session, CONDOLENCE_PAYMENT, [_payment(key)])
    office.sync(district)

    def answer(name: str, pair: tuple[Wire, Wire]) -> list[str]:
        block = [wire.Edits("condolence_payment", [key], [{name: pair}], [NOBODY])]
        return [each.code for each in receipt(push(district, office, edits=block)).refused]

    assert answer("amount_fen", (30000, 90000)) == ["syncing.fact_is_final"]
    with Session(district.engine) as session:
        assert session.scalars(select(CondolencePayment.amount_fen)).one() == 30000
    with office.store.write("undo") as session:
        payment = session.get_one(CondolencePayment, key)
        payment.deleted, payment.delete_reason = True, "撤销"
    office.sync(district)
    with Session(district.engine) as session:
        assert session.scalars(select(CondolencePayment.deleted)).one() is True


@pytest.mark.parametrize(
    ("field", "pair"),
    [("content", ("{}", "[]")), ("content_hash", ("a" * 64, "b" * 64)), ("version", (1, 9))],
)
def test_the_figures_of_a_report_are_written_once(
    district: District, office: Office, field: str, pair: tuple[Wire, Wire]
) -> None:
    """A PC that was tampered with cannot put other figures under what was signed (MC7)."""
    key = new_id()
    report = MonthReport(
        id=key,
        ym="2022-09",
        version=1,
        state=MonthState.SUBMITTED.value,
        content="{}",
        content_hash="a" * 64,
        is_zero=True,
        computed_on=date(2022, 10, 1),
    )
    with office.store.write("report") as session:
        session.add(report)
    office.sync(district)

    with office.store.write("sign") as session:
        session.get_one(MonthReport, key).leader = "赵书记"
    office.sync(district)
    block = [wire.Edits("month_report", [key], [{field: pair}], [NOBODY])]
    answer = receipt(push(district, office, edits=block))
    assert [each.code for each in answer.refused] == ["syncing.fact_is_final"]
    with Session(district.engine) as session:
        kept = session.scalars(select(MonthReport)).one()
        assert (kept.content, kept.ym, kept.leader) == ("{}", "2022-09", "赵书记")
    with pytest.raises(RuntimeError, match="written once"), office.store.write("edit") as session:
        session.get_one(MonthReport, key).content = "[]"


def _payment(key: UUID) -> dict[str, object]:
    return {
        "id": key,
        "counted_ym": "2022-10",
        "recipient_kind": "PERSON",
        "kind": "FESTIVAL",
        "occasion": "SPRING",
        "occasion_year": 2022,
        "funding": "STATION",
        "pay_form": "CASH",
        "amount_fen": 30000,
        "paid_on": START.date(),
        "receipt": "SELF",
    }


def test_a_refused_row_is_listed_on_both_sides_until_it_is_put_right(
    district: District, office: Office
) -> None:
    key = office.add_person("林秀英", address="nul\0byte")
    result = office.sync(district)
    assert (result.refused, result.complete) == (1, False)
    with office.store.read() as session:
        (row,) = refused_records(session)
        assert (row.record_id, row.label) == (key, "服务对象")
        assert "存不下" in row.reason
        assert "没有收下" in sync_status(session).sentence
    assert district.count(RefusedRow) == 1

    office.change(key, address="三组")
    assert office.sync(district).complete

    assert district.value(key, "address") == "三组"
    assert district.count(RefusedRow) == 0
    with office.store.read() as session:
        assert refused_records(session) == []


# -- bodies -----------------------------------------------------------------------------------


def _flipped(body: bytes) -> bytes:
    return body[:30] + bytes([body[30] ^ 4]) + body[31:]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (_flipped, 400, "syncing.damaged_body"),
        (lambda body: body[:40], 400, "syncing.damaged_body"),
        (lambda _: b"", 400, "syncing.damaged_body"),
        (lambda _: zstandard.compress(bytes(wire.MAX_PLAIN + 1)), 413, "syncing.too_large"),
        (lambda _: bytes(wire.MAX_BODY + 1), 413, "syncing.too_large"),
        (lambda _: zstandard.compress(msgspec.msgpack.encode([1, 2])), 400, "syncing.damaged_body"),
        (
            lambda _: zstandard.compress(msgspec.msgpack.encode({"protocol": 9})),
            400,
            "syncing.protocol",
        ),
    ],
)
def test_a_bad_body_is_refused_in_words_and_changes_nothing(
    district: District,
    office: Office,
    change: Callable[[bytes], bytes],
    status: int,
    code: str,
) -> None:
    office.add_person("林秀英")
    before = district.count(Feed)
    heard: list[int] = []
    with httpx.Client(transport=Tampering(district, change), base_url=SERVER) as line:
        line.event_hooks["response"].append(lambda answer: heard.append(answer.status_code))
        with pytest.raises(Rejected) as refusal:
            office.sync(line)
    assert (heard, refusal.value.code) == ([status], code)
    assert district.count(Feed) == before
    assert office.sync(district).complete


def test_an_unknown_address_and_a_wrong_method_are_answered_in_words(district: District) -> None:
    assert district.line.get("/nothing").json()["code"] == "district.not_found"
    wrong = district.line.get("/v1/sync")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "district.wrong_method")


def test_health_and_readiness(district: District) -> None:
    assert district.line.get("/healthz").json() == {"status": "alive"}
    assert district.line.get("/readyz").json() == {"status": "ready"}
