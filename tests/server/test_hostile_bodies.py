"""Bodies that no honest PC sends: whatever comes, the answer is a sentence and never a bug."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district_server.models import Feed
from district_server.routes.bodies import MAX_DIGITS
from station_app.models.registry import RECORD_TYPES
from station_app.sync import enrolment, wire
from station_app.sync.state import load_state
from tests.fixtures.district import District, MakeOffice, Office
from tests.fixtures.station import STATION_CODE

SEED = 20221020
ROUNDS = 100
NESTED = 2000


@pytest.fixture(params=["district", "postgres_district"])
def place(request: pytest.FixtureRequest) -> District:
    """A district on either database."""
    found: District = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def office(place: District, make_office: MakeOffice) -> Office:
    """A PC that has reported two people."""
    office = make_office("first")
    office.enroll(place)
    office.add_person("林秀英")
    office.add_person("曾光明")
    office.sync(place)
    return office


@pytest.fixture
def chance() -> random.Random:
    """The same chances every time."""
    return random.Random(SEED)


def message_of(office: Office) -> dict[str, Any]:
    """A good message of this PC as plain values; Any: it is about to be spoilt."""
    with office.store.read() as session:
        state = load_state(session)
        push = wire.Push(
            protocol=wire.PROTOCOL,
            schema=wire.SCHEMA,
            server=state.server_id or uuid4(),
            device=state.device_id or uuid4(),
            incarnation=uuid4(),
            cursor=0,
            district_cursor=0,
            batch=uuid4(),
        )
    plain: dict[str, Any] = msgspec.msgpack.decode(msgspec.msgpack.encode(push))
    return plain


def packed(message: object) -> bytes:
    """Any value as the bytes of a body."""
    return zstandard.compress(msgspec.msgpack.encode(message))


def token_of(office: Office) -> str:
    """The PC's token."""
    with office.store.read() as session:
        return load_state(session).token or ""


def post(place: District, office: Office, body: bytes, path: str = "/v1/sync") -> httpx.Response:
    """Send bytes under the PC's token."""
    heads = {"authorization": f"Bearer {token_of(office)}"}
    return place.line.post(path, content=body, headers=heads)


def is_in_words(answer: httpx.Response) -> bool:
    """A receipt, or a failure with its code and sentence."""
    if answer.status_code == 200:
        return answer.headers["content-type"] == wire.CONTENT_TYPE
    return answer.status_code < 500 and set(answer.json()) == {"code", "message", "values"}


def blocks(chance: random.Random) -> list[dict[str, Any]]:
    """Whole rows of known types whose fields hold whatever msgpack can say."""
    kind = chance.choice(RECORD_TYPES)
    names = [field.name for field in kind.fields]
    chosen = [*chance.sample(names, min(len(names), 6)), "station_id", "created_at", "nonsense"]
    count = chance.randrange(4)
    columns = {name: [any_value(chance) for _ in range(count)] for name in chosen}
    return [{"record_type": kind.name, "ids": [uuid4().bytes] * count, "columns": columns}]


def edits(chance: random.Random) -> list[dict[str, Any]]:
    """Edits of known types, with values as wild."""
    kind = chance.choice(RECORD_TYPES)
    fields = {field.name: [any_value(chance), any_value(chance)] for field in kind.fields[:5]}
    authors = [["无名\0", float(chance.choice([0, -1e300, 1e300]))]]
    return [
        {"record_type": kind.name, "ids": [uuid4().bytes], "fields": [fields], "authors": authors}
    ]


def any_value(chance: random.Random) -> Any:
    """A value of any type, often of a wrong one."""
    return chance.choice(
        [
            None,
            True,
            -(2**63),
            2**64 - 1,
            1e308,
            float("nan"),
            float("inf"),
            "",
            "null\0byte",
            "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
            "x" * 5000,
            "2022-02-30",
            "9999-99-99T99:99:99",
            "0000-01-01",
            str(uuid4()),
            "'; DROP TABLE person; --",
            b"\xff\xfe",
            [1, [2]],
            {"a": None},
        ]
    )


@pytest.mark.parametrize("make", [blocks, edits])
def test_wrong_types_inside_good_messages_never_break_the_server(
    place: District,
    office: Office,
    chance: random.Random,
    make: Callable[[random.Random], list[dict[str, Any]]],
) -> None:
    where = "rows" if make is blocks else "edits"
    for number in range(ROUNDS):
        message = message_of(office) | {where: make(chance)}
        answer = post(place, office, packed(message))
        assert is_in_words(answer), (SEED, number, message)
    assert office.sync(place).complete


def test_wrong_types_in_the_message_itself_never_break_the_server(
    place: District, office: Office, chance: random.Random
) -> None:
    for number in range(ROUNDS):
        message = message_of(office)
        name = chance.choice([*message, "rows", "edits", "keys", "former", "want", "after"])
        message[name] = any_value(chance)
        answer = post(place, office, packed(message))
        assert is_in_words(answer), (SEED, number, name, message[name])


def spoilt(body: bytes, chance: random.Random) -> Iterator[bytes]:
    """Truncated, bit-flipped, doubled, with strangers' bytes in the middle."""
    for _ in range(ROUNDS):
        at = chance.randrange(len(body))
        yield body[:at]
        yield body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :]
        yield body[:at] + chance.randbytes(chance.randrange(9)) + body[at:]
    yield body * 2
    yield b""


def test_truncated_and_flipped_bodies_never_break_the_server(
    place: District, office: Office, chance: random.Random
) -> None:
    good = msgspec.msgpack.encode(message_of(office) | {"rows": blocks(chance)})
    for number, body in enumerate(spoilt(zstandard.compress(good), chance)):
        assert is_in_words(post(place, office, body)), (SEED, number)
    for number, plain in enumerate(spoilt(good, chance)):
        assert is_in_words(post(place, office, zstandard.compress(plain))), (SEED, number)


def _nested(depth: int) -> bytes:
    return b"\x91" * depth + b"\xc0"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (packed({"protocol": 1, "rows": [[[[[]]]]]}), 400),
        (zstandard.compress(_nested(NESTED)), 400),
        (zstandard.compress(b"\x81\xa4rows" + _nested(100_000)), 400),
        (zstandard.compress(bytes(wire.MAX_PLAIN + 1)), 413),
        (zstandard.compress(b"\xdd\xff\xff\xff\xff"), 400),
        (bytes(wire.MAX_BODY + 1), 413),
        (b"\x28\xb5\x2f\xfd" + bytes(64), 400),
    ],
    ids=["wrong", "nested", "deeper", "bomb", "claims 4 billion", "too large", "bad frame"],
)
def test_bombs_and_depths_are_refused(
    place: District, office: Office, body: bytes, status: int
) -> None:
    answer = post(place, office, body)
    assert (answer.status_code, is_in_words(answer)) == (status, True)


def test_a_bomb_without_its_size_in_the_frame_is_refused(place: District, office: Office) -> None:
    writer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    body = b"".join([writer.compress(bytes(1 << 20)) for _ in range(60)]) + writer.flush()
    assert post(place, office, body).status_code in (400, 413)


@pytest.mark.parametrize("length", ["-1", "1e9", "９", str(10**MAX_DIGITS), "9" * 5000, ""])
def test_a_length_that_is_none_is_refused(place: District, office: Office, length: str) -> None:
    heads = {b"authorization": f"Bearer {token_of(office)}".encode()}
    heads[b"content-length"] = length.encode()
    answer = place.line.post("/v1/sync", content=b"x", headers=list(heads.items()))
    assert answer.status_code in (400, 413)


def test_the_same_batch_sent_many_times_is_taken_once(place: District, office: Office) -> None:
    with Session(place.engine) as session:
        before = session.scalar(select(func.count()).select_from(Feed))
    body = packed(message_of(office))
    answers = [post(place, office, body).content for _ in range(5)]
    receipts = {wire.unpack(answer, wire.Reply).receipt is not None for answer in answers}
    assert receipts == {True}
    with Session(place.engine) as session:
        assert session.scalar(select(func.count()).select_from(Feed)) == before


# -- enrolment --------------------------------------------------------------------------------


def joining(one_time: str, **more: object) -> dict[str, object]:
    """A good enrolment as plain values."""
    plain: dict[str, object] = {
        "code": one_time,
        "division_code": STATION_CODE,
        "device_id": str(uuid4()),
        "device_name": "PC",
        "token": uuid4().hex + "t" * 11,
    }
    return plain | more


@pytest.mark.parametrize(
    "more",
    [
        {"device_name": "nul\0byte\u202e"},
        {"device_name": "x" * 3000},
        {"division_code": "\0" * 12},
        {"token": "t"},
        {"token": "\0" * 43},
        {"code": "\0"},
        {"envelope": "not base64!"},
        {"envelope": ""},
        {"keys": "AAAA"},
        {"device_id": "no key"},
        {"code": None},
    ],
    ids=str,
)
def test_an_enrolment_with_odd_values_is_answered_in_words(
    place: District, more: dict[str, object]
) -> None:
    body = msgspec.json.encode(joining(place.code(), **more))
    answer = place.line.post(enrolment.PATH, content=body)
    assert answer.status_code in (200, 400, 403), answer.text


def test_a_token_that_another_pc_has_is_not_taken(place: District) -> None:
    first = joining(place.code())
    second = joining(place.code(), token=first["token"])
    assert place.line.post(enrolment.PATH, json=first).status_code == 200
    refused = place.line.post(enrolment.PATH, json=second)
    assert (refused.status_code, refused.json()["code"]) == (400, "syncing.damaged_body")
    assert place.line.post(enrolment.PATH, json=first).status_code == 200
