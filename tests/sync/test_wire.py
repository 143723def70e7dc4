"""Messages: what goes in comes out; what is damaged, too large or of another age is refused."""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.kinds import Wire
from station_app.errors import Rejected
from station_app.sync import proof, wire

EXAMPLES = Path(__file__).parent.parent / "data" / "wire"
KEYS = [UUID(int=number) for number in range(1, 4)]
PUSH = wire.Push(
    protocol=1,
    schema="records_0001",
    server=KEYS[0],
    device=KEYS[1],
    incarnation=KEYS[2],
    cursor=7,
    district_cursor=0,
    after=KEYS[0],
    batch=KEYS[1],
    complete=True,
    rows=[wire.Rows("person", KEYS[:2], {"name": ["林秀英", "曾光明"], "deleted": [False, False]})],
    edits=[
        wire.Edits(
            "person", KEYS[2:], [{"mobile": (None, "13900000001")}], [wire.Author("李敏", 1.5)]
        )
    ],
)
REPLY = wire.Reply(
    protocol=1,
    schema="records_0001",
    server=KEYS[0],
    server_time=1666229400.0,
    cursor=9,
    district_cursor=0,
    receipt=wire.Receipt(
        KEYS[1],
        taken=2,
        conflicts=1,
        refused=[wire.Refusal("person", KEYS[0], "syncing.bad_value")],
        told=[wire.Told("person", KEYS[2], "mobile", None)],
    ),
    rows=[wire.Rows("visit", KEYS[:1], {"kind": ["HOME"]})],
)


def _packed(plain: object) -> bytes:
    return zstandard.compress(msgspec.msgpack.encode(plain))


def test_a_push_comes_out_as_it_went_in() -> None:
    assert wire.unpack(wire.pack(PUSH), wire.Push) == PUSH


def test_a_reply_comes_out_as_it_went_in() -> None:
    assert wire.unpack(wire.pack(REPLY), wire.Reply) == REPLY


def test_messages_of_the_first_protocol_can_be_read_for_ever() -> None:
    push = wire.unpack((EXAMPLES / "push-1.bin").read_bytes(), wire.Push)
    reply = wire.unpack((EXAMPLES / "reply-1.bin").read_bytes(), wire.Reply)
    assert (push, reply) == (PUSH, REPLY)


def test_members_that_a_newer_program_added_are_passed_over() -> None:
    plain = msgspec.to_builtins(PUSH, builtin_types=(UUID,)) | {"mood": "sunny"}
    body = zstandard.compress(msgspec.msgpack.Encoder(uuid_format="bytes").encode(plain))
    assert wire.unpack(body, wire.Push) == PUSH


def test_another_protocol_is_refused_by_its_number() -> None:
    with pytest.raises(Rejected) as refusal:
        wire.unpack(_packed({"protocol": 2, "everything": "else"}), wire.Push)
    assert refusal.value.code == "syncing.protocol"


@given(place=st.integers(0, 8 * len(wire.pack(PUSH)) - 1))
def test_a_flipped_bit_never_passes_for_a_message(place: int) -> None:
    body = bytearray(wire.pack(PUSH))
    body[place // 8] ^= 1 << place % 8
    try:
        read = wire.unpack(bytes(body), wire.Push)
    except Rejected:
        return
    assert read == PUSH


@given(length=st.integers(0, len(wire.pack(PUSH)) - 1))
def test_a_cut_message_never_passes_for_a_whole_one(length: int) -> None:
    with pytest.raises(Rejected):
        wire.unpack(wire.pack(PUSH)[:length], wire.Push)


@given(body=st.binary(max_size=200))
def test_noise_is_refused(body: bytes) -> None:
    with pytest.raises(Rejected):
        wire.unpack(body, wire.Push)


def test_a_small_body_that_would_fill_the_memory_is_not_unpacked() -> None:
    bomb = zstandard.compress(bytes(wire.MAX_PLAIN + 1))
    assert len(bomb) < 100_000
    with pytest.raises(Rejected) as refusal:
        wire.unpack(bomb, wire.Push)
    assert refusal.value.code == "syncing.too_large"


def test_a_body_that_is_too_large_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Rejected) as refusal:
        wire.unpack(bytes(wire.MAX_BODY + 1), wire.Push)
    assert refusal.value.code == "syncing.too_large"


def test_a_column_that_is_too_short_is_refused() -> None:
    with pytest.raises(Rejected):
        wire.rows_of(wire.Rows("person", KEYS, {"name": ["林秀英"]}))


def test_edits_without_an_author_are_refused() -> None:
    with pytest.raises(Rejected):
        wire.check_edits(wire.Edits("person", KEYS[:1], [{}], []))


@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from("abc"), st.sampled_from(["甲", 1, True])), max_size=4
    )
)
def test_rows_turned_into_columns_and_back_are_the_same_rows(
    rows: list[dict[str, Wire]],
) -> None:
    block = wire.Rows("person", [UUID(int=n) for n in range(len(rows))], wire.columns_of(rows))
    back = [
        {name: value for name, value in row.items() if value is not None}
        for row in wire.rows_of(block)
    ]
    assert back == rows


QUESTION = proof.Question(
    protocol=1,
    schema="records_0002",
    server=KEYS[0],
    device=KEYS[1],
    cursor=7,
    sums=[*range(255), 2**64 - 1],
    wanted=[proof.Keys("person", KEYS)],
)
ANSWER = proof.Answer(
    protocol=1,
    server=KEYS[0],
    server_time=1666229400.0,
    cursor=7,
    buckets=[1, 255],
    listings=[proof.Listing("person", KEYS[:2], [2**64 - 1, 0])],
    rows=[wire.Rows("person", KEYS[:1], {"name": ["林秀英"]})],
)


def test_a_question_and_an_answer_about_all_records_can_be_read_for_ever() -> None:
    question = wire.unpack((EXAMPLES / "question-1.bin").read_bytes(), proof.Question)
    answer = wire.unpack((EXAMPLES / "answer-1.bin").read_bytes(), proof.Answer)
    assert (question, answer) == (QUESTION, ANSWER)


def test_a_listing_of_unequal_lengths_is_refused() -> None:
    with pytest.raises(Rejected) as refusal:
        proof.unlisted([proof.Listing("person", KEYS, [1])])
    assert refusal.value.code == "syncing.damaged_body"


@given(values=st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=5))
def test_a_digest_knows_every_filled_field_and_no_order(values: dict[str, Wire]) -> None:
    turned = dict(reversed(values.items())) | {"empty": None}
    assert proof.digest_of(KEYS[0], values) == proof.digest_of(KEYS[0], turned)
    assert proof.digest_of(KEYS[0], values) != proof.digest_of(KEYS[1], values)
    assert proof.digest_of(KEYS[0], values | {"more": "1"}) != proof.digest_of(KEYS[0], values)
