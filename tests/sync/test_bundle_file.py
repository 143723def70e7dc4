"""Files on a stick: whatever happens to their bytes, they are read whole or refused in words."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.errors import Rejected, Unavailable
from station_app.sync import bundle_file
from station_app.sync.bundle_file import (
    BUNDLE,
    CHUNK,
    RECEIPT,
    Frame,
    FrameWriter,
    read_frames,
    read_header,
    snapshot,
)
from station_app.sync.bundle_keys import PublicKeys, SecretKeys, public_keys

MAKER = SecretKeys.of(b"m" * 32)
READER = SecretKeys.of(b"r" * 32)
STRANGER = SecretKeys.of(b"s" * 32)


def written(
    bodies: list[bytes],
    *,
    kind: str = BUNDLE,
    maker: SecretKeys = MAKER,
    version: int = bundle_file.VERSION,
) -> bytes:
    """A file of these frames."""
    out = io.BytesIO()
    frames = FrameWriter(out, kind, reader=READER.public, maker=maker, version=version)
    for body in bodies:
        frames.add(b"P", body)
    frames.finish()
    return out.getvalue()


def read(content: bytes, *, kind: str = BUNDLE, reader: SecretKeys = READER) -> list[bytes]:
    """The frames of a file whose signature is checked."""
    return [frame.body for frame in _frames(content, kind, reader)]


def _frames(content: bytes, kind: str, reader: SecretKeys) -> Iterator[Frame]:
    def signer(_first: Frame) -> PublicKeys:
        return MAKER.public

    return read_frames(io.BytesIO(content), kind, reader=reader, signer=signer)


def refusal_of(content: bytes, *, kind: str = BUNDLE, reader: SecretKeys = READER) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Rejected) as refusal:
        read(content, kind=kind, reader=reader)
    return refusal.value.code


@given(st.lists(st.binary(max_size=3 * CHUNK), min_size=1, max_size=4))
def test_what_was_written_is_read(bodies: list[bytes]) -> None:
    assert read(written(bodies)) == bodies


@pytest.mark.parametrize("size", [CHUNK - 5, CHUNK - 4, 2 * CHUNK - 74, 2 * CHUNK])
def test_frames_that_end_with_a_chunk_are_read(size: int) -> None:
    assert read(written([b"x" * size, b""])) == [b"x" * size, b""]


@given(st.data())
def test_any_flipped_bit_is_noticed(data: st.DataObject) -> None:
    content = bytearray(written([b"one", b"two" * 50_000]))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    assert refusal_of(bytes(content)).startswith("bundle.")


@given(st.data())
def test_any_cut_is_noticed(data: st.DataObject) -> None:
    content = written([b"one", b"two" * 50_000])
    length = data.draw(st.integers(0, len(content) - 1))
    assert refusal_of(content[:length]) in ("bundle.no_bundle", "bundle.damaged")


SEALED = CHUNK + bundle_file.TAG_BYTES


def _head(content: bytes) -> int:
    """Where the chunks begin."""
    mark = len(bundle_file.MARK)
    return mark + 2 + int.from_bytes(content[mark : mark + 2], "big")


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_a_cut_between_two_chunks_is_noticed(chunks: int) -> None:
    content = written([b"x" * (4 * CHUNK)])
    assert refusal_of(content[: _head(content) + chunks * SEALED]) == "bundle.damaged"


def test_chunks_that_change_places_are_noticed() -> None:
    content = written([b"x" * (4 * CHUNK)])
    one = _head(content)
    two, three = one + SEALED, one + 2 * SEALED
    swapped = content[:one] + content[two:three] + content[one:two] + content[three:]
    assert refusal_of(swapped) == "bundle.damaged"


def test_anything_appended_is_noticed() -> None:
    assert refusal_of(written([b"one"]) + b"!") == "bundle.damaged"


def test_a_file_that_a_stranger_signed_is_refused() -> None:
    assert refusal_of(written([b"one"], maker=STRANGER)) == "bundle.forged"


def test_a_file_for_somebody_else_is_refused() -> None:
    assert refusal_of(written([b"one"]), reader=STRANGER) == "bundle.bundle_of_others"


def test_a_receipt_is_not_taken_for_a_bundle() -> None:
    assert refusal_of(written([b"one"], kind=RECEIPT)) == "bundle.is_receipt"
    assert refusal_of(written([b"one"]), kind=RECEIPT) == "bundle.is_bundle"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", bytes(5000)])
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    assert refusal_of(content) == "bundle.no_bundle"


def test_a_file_of_a_newer_program_is_refused_in_words() -> None:
    assert refusal_of(written([b"one"], version=bundle_file.VERSION + 1)) == "bundle.newer_format"


def test_the_header_says_nothing_but_for_whom_it_is() -> None:
    content = written(["曾光明".encode(), b"device"])
    header = read_header(io.BytesIO(content))
    assert (header.version, header.kind) == (bundle_file.VERSION, BUNDLE)
    assert header.reader == READER.public.name
    assert "曾光明".encode() not in content
    assert b"device" not in content


def test_a_stick_that_is_pulled_out_is_said_in_words() -> None:
    class Pulled(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(Unavailable) as failure:
        snapshot(Pulled())
    assert failure.value.code == "bundle.not_read"


def test_a_file_that_never_ends_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_file, "MAX_FILE", 1000)
    with pytest.raises(Rejected) as refusal:
        snapshot(io.BytesIO(bytes(5000)))
    assert refusal.value.code == "bundle.too_large"
    assert refusal_of(written([b"x" * 5000])) == "bundle.too_large"


@pytest.mark.parametrize("raw", [b"", bytes(64), b"\1" + bytes(63), b"x" * 63])
def test_keys_that_are_none_are_refused(raw: bytes) -> None:
    with pytest.raises(Rejected) as refusal:
        public_keys(raw)
    assert refusal.value.code == "bundle.bad_keys"


def test_a_secret_is_not_shown() -> None:
    assert repr(MAKER) == "SecretKeys(…)"
