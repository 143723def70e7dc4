"""Names and seals of photos, and what is said about them on the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.errors import Rejected
from station_app.sync.blobs import (
    MOST_NAMES,
    NAME_BYTES,
    Answer,
    Ask,
    Here,
    Missing,
    PhotoKey,
    Travelling,
    is_name,
    pack,
    packed_name,
    read_answer,
    read_ask,
)

KEY, OTHER = PhotoKey.of(b"\1" * 32), PhotoKey.of(b"\2" * 32)
PICTURE = b"\xff\xd8\xff" + b"a picture" * 50


def refused(body: bytes) -> str:
    """The code with which a question is refused."""
    with pytest.raises(Rejected) as refusal:
        read_ask(body)
    return refusal.value.code


def test_a_name_is_the_same_on_two_pcs_of_a_station_and_another_elsewhere() -> None:
    assert KEY.name(PICTURE, sealed=True) == PhotoKey.of(b"\1" * 32).name(PICTURE, sealed=True)
    assert KEY.name(PICTURE, sealed=True) != OTHER.name(PICTURE, sealed=True)
    assert KEY.name(PICTURE, sealed=True) != KEY.name(PICTURE, sealed=False)
    assert is_name(KEY.name(PICTURE, sealed=True))


def test_a_key_shows_itself_nowhere_and_can_be_told_from_another() -> None:
    assert repr(KEY) == "PhotoKey(…)"
    assert KEY.mark == PhotoKey.of(b"\1" * 32).mark != OTHER.mark


@given(st.binary(min_size=1, max_size=2000))
def test_whatever_was_sealed_opens_again_and_sealing_is_the_same_every_time(content: bytes) -> None:
    name = KEY.name(content, sealed=True)
    sealed = KEY.close(name, content)
    assert KEY.open(name, sealed) == content
    assert KEY.close(name, content) == sealed
    assert len(sealed) == len(content) + 16


@given(st.integers(0, 400), st.integers(0, 7))
def test_a_flipped_bit_opens_nothing(at: int, bit: int) -> None:
    name = KEY.name(PICTURE, sealed=True)
    sealed = bytearray(KEY.close(name, PICTURE))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(Rejected) as refusal:
        KEY.open(name, bytes(sealed))
    assert refusal.value.code == "photo.unreadable"


@pytest.mark.parametrize("length", [0, 1, 15, 16, 100])
def test_a_cut_form_opens_nothing(length: int) -> None:
    name = KEY.name(PICTURE, sealed=True)
    with pytest.raises(Rejected):
        KEY.open(name, KEY.close(name, PICTURE)[:length])


def test_another_key_and_another_name_open_nothing() -> None:
    name = KEY.name(PICTURE, sealed=True)
    sealed = KEY.close(name, PICTURE)
    for key, under in ((OTHER, name), (KEY, OTHER.name(PICTURE, sealed=True))):
        with pytest.raises(Rejected):
            key.open(under, sealed)


def test_questions_and_answers_come_out_as_they_went_in() -> None:
    name = packed_name(KEY.name(PICTURE, sealed=True))
    ask = Ask(mine=[name], want=[name])
    answer = Answer([Missing(name, 7)], [Here(name, 9, b"d" * 32)])
    assert read_ask(pack(ask)) == ask
    assert read_answer(pack(answer)) == answer
    assert len(pack(Ask(mine=[bytes(NAME_BYTES)] * MOST_NAMES))) < 70_000


def test_questions_that_make_no_sense_are_refused() -> None:
    assert refused(b"") == "photo.bad_request"
    assert refused(pack(Ask(mine=[b"short"]))) == "photo.bad_request"
    assert refused(pack(Ask(want=[bytes(NAME_BYTES)] * (MOST_NAMES + 1)))) == "photo.bad_request"
    with pytest.raises(Rejected):
        read_answer(b"\xc1")


@given(st.binary(max_size=200))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    try:
        read = read_ask(body)
    except Rejected as refusal:
        assert refusal.code == "photo.bad_request"  # noqa: PT017 (either way is right)
        return
    assert isinstance(read, Ask)


def test_what_travels_is_told_by_the_hash_of_its_form() -> None:
    sealed = Travelling("n", KEY.close("n", PICTURE), sealed=True)
    plain = Travelling("n", PICTURE, sealed=False)
    assert sealed.digest != plain.digest
    assert len(plain.digest) == 32


@pytest.mark.parametrize("name", ["", "x", "A" * 64, "g" * 64, "a" * 65, "é" * 64])
def test_what_is_no_name_is_known_for_it(name: str) -> None:
    assert not is_name(name)
