"""Bundles that are damaged, poisoned, forged or from where they may not come: said in words."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import zstandard
from sqlalchemy.orm import Session

from district_server import auth
from district_server.models import Feed, Incarnation
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from station_app.services.bundles import suggested_name
from station_app.sync import bundle, stick_keys, wire
from station_app.sync.bundle_file import Frame
from station_app.sync.bundle_keys import SecretKeys
from station_app.sync.state import load_state
from tests.fixtures.district import District, MakeOffice, Office
from tests.fixtures.sticks import Stick


@pytest.fixture
def stick(tmp_path: Path, district: District) -> Stick:
    """A stick between the PCs and the district."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder, district)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC with a person that waits."""
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    office.add_person("曾光明", address="三组")
    return office


def refused(stick: Stick, content: bytes) -> str:
    """The code with which the district refuses a file; nothing of it stays."""
    before = stick.district.count(Feed)
    file = stick.folder / "bad.vsbundle"
    file.write_bytes(content)
    with pytest.raises(Rejected) as refusal:
        stick.take(file)
    assert sentence(refusal.value)
    assert stick.district.count(Feed) == before
    return refusal.value.code


def keys_of(office: Office) -> SecretKeys:
    """The keys of a PC, as a thief of its file would have them."""
    with office.store.read() as session:
        keys = stick_keys.device_keys(session)
    assert keys is not None
    return keys


def frames_of(stick: Stick, office: Office) -> tuple[bundle.Manifest, list[bytes]]:
    """What is in a bundle of this PC."""
    content = stick.bundle(office).read_bytes()
    frames = list(bundle.bundle_frames(io.BytesIO(content), reader=stick.district_keys()))
    return bundle.decode(frames[0], bundle.Manifest), [frame.body for frame in frames[1:]]


def remade(stick: Stick, office: Office, manifest: bundle.Manifest, bodies: list[bytes]) -> bytes:
    """A bundle with other contents, rightly signed and sealed by the device."""
    out = io.BytesIO()
    reader, maker = stick.district_keys().public, keys_of(office)
    writer = bundle.BundleWriter(out, manifest, reader=reader, maker=maker)
    for body in bodies:
        writer.add(body)
    writer.finish()
    return out.getvalue()


def changed(body: bytes, change: Callable[[wire.Push], wire.Push]) -> bytes:
    """A message with something else in it."""
    return wire.pack(change(wire.unpack(body, wire.Push)))


def test_a_truncated_bundle_is_refused_whole(stick: Stick, office: Office) -> None:
    content = stick.bundle(office).read_bytes()
    for length in (5, 60, len(content) // 2, len(content) - 1):
        assert refused(stick, content[:length]) in ("bundle.no_bundle", "bundle.damaged")


def test_a_bundle_with_a_flipped_bit_is_refused_whole(stick: Stick, office: Office) -> None:
    content = bytearray(stick.bundle(office).read_bytes())
    content[len(content) // 2] ^= 4
    assert refused(stick, bytes(content)) == "bundle.damaged"


def test_a_bundle_for_another_server_is_refused(stick: Stick, office: Office) -> None:
    with office.store.write("other keys", outgoing=False) as session:
        stick_keys.keep_district_keys(session, SecretKeys.of(b"x" * 32).public.raw)
    assert refused(stick, stick.bundle(office).read_bytes()) == "bundle.bundle_of_others"


def test_a_bundle_that_names_another_server_is_refused(stick: Stick, office: Office) -> None:
    manifest, bodies = frames_of(stick, office)
    other = uuid4()
    manifest = msgspec.structs.replace(manifest, server=other)
    bodies = [changed(one, lambda p: msgspec.structs.replace(p, server=other)) for one in bodies]
    assert refused(stick, remade(stick, office, manifest, bodies)) == "bundle.bundle_of_others"


def test_a_revoked_device_brings_nothing_in(
    stick: Stick, district: District, office: Office
) -> None:
    content = stick.bundle(office).read_bytes()
    with office.store.read() as session:
        device = load_state(session).device_id
    assert device is not None
    with Session(district.engine) as session, session.begin():
        auth.revoke(session, device, now=district.clock())
    assert refused(stick, content) == "syncing.revoked"


def test_a_device_that_nobody_let_in_is_refused(stick: Stick, office: Office) -> None:
    manifest, bodies = frames_of(stick, office)
    stranger = uuid4()
    manifest = msgspec.structs.replace(manifest, device=stranger)
    bodies = [changed(one, lambda p: msgspec.structs.replace(p, device=stranger)) for one in bodies]
    assert refused(stick, remade(stick, office, manifest, bodies)) == "bundle.unknown_device"


def test_a_device_cannot_sign_for_another(
    stick: Stick, district: District, make_office: MakeOffice, office: Office
) -> None:
    other = make_office("second")
    other.enroll(district)
    other.sync(district)
    manifest, bodies = frames_of(stick, office)
    assert refused(stick, remade(stick, other, manifest, bodies)) == "bundle.forged"


def test_messages_of_another_device_within_a_bundle_are_refused(
    stick: Stick, office: Office
) -> None:
    manifest, bodies = frames_of(stick, office)
    bodies[0] = changed(bodies[0], lambda p: msgspec.structs.replace(p, device=uuid4()))
    assert refused(stick, remade(stick, office, manifest, bodies)) == "bundle.damaged"


def test_a_zip_bomb_in_a_signed_bundle_is_not_unpacked(stick: Stick, office: Office) -> None:
    manifest, bodies = frames_of(stick, office)
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(wire.MAX_PLAIN + 1))
    assert len(bomb) < wire.MAX_BODY
    content = remade(stick, office, manifest, [bodies[0], bomb, bodies[1]])
    assert refused(stick, content) == "bundle.too_large"


@pytest.mark.parametrize("poison", [b"", b"\xff" * 50, zstandard.compress(b"\xc1\x00")])
def test_garbage_in_a_signed_bundle_is_refused_whole(
    stick: Stick, office: Office, poison: bytes
) -> None:
    manifest, bodies = frames_of(stick, office)
    content = remade(stick, office, manifest, [bodies[0], poison, bodies[1]])
    assert refused(stick, content) == "bundle.damaged"


def test_columns_that_do_not_fit_are_refused_whole(stick: Stick, office: Office) -> None:
    def short(push: wire.Push) -> wire.Push:
        rows = [msgspec.structs.replace(push.rows[0], ids=[*push.rows[0].ids, new_id()])]
        return msgspec.structs.replace(push, rows=rows)

    manifest, bodies = frames_of(stick, office)
    bodies[0] = changed(bodies[0], short)
    assert refused(stick, remade(stick, office, manifest, bodies)) == "bundle.damaged"


@pytest.mark.parametrize("order", [[1, 0], [1, 1], [0], [0, 0, 1], []])
def test_messages_left_out_repeated_or_in_another_order_are_refused(
    stick: Stick, office: Office, order: list[int]
) -> None:
    manifest, bodies = frames_of(stick, office)
    content = remade(stick, office, manifest, [bodies[each] for each in order])
    assert refused(stick, content) == "bundle.damaged"


def test_one_bad_row_is_listed_and_the_rest_lands(
    stick: Stick, district: District, office: Office
) -> None:
    good = office.add_person("唐秀英")
    bad = office.add_person("甲" * 3, address="nul\0")

    done = stick.round(office)

    assert done.refused == 1
    assert not done.complete
    assert district.value(good, "name") == "唐秀英"
    with Session(district.engine) as session:
        assert session.get(Person, bad) is None
    office.change(bad, address="五组")
    assert stick.round(office).complete
    assert district.value(bad, "address") == "五组"


def test_rows_of_another_station_are_refused_row_by_row(
    stick: Stick, district: District, office: Office
) -> None:
    def foreign(push: wire.Push) -> wire.Push:
        rows = [
            msgspec.structs.replace(
                each, columns=each.columns | {"station_id": [str(uuid4())] * len(each.ids)}
            )
            for each in push.rows
        ]
        return msgspec.structs.replace(push, rows=rows)

    manifest, bodies = frames_of(stick, office)
    bodies[0] = changed(bodies[0], foreign)
    file = stick.folder / "foreign.vsbundle"
    file.write_bytes(remade(stick, office, manifest, bodies))
    people = district.count(Person)

    _, taken = stick.take(file)

    assert taken.refused > 0
    assert district.count(Person) == people


def test_a_forged_receipt_settles_nothing(stick: Stick, office: Office) -> None:
    file = stick.bundle(office)
    genuine, _ = stick.take(file)
    frames = list(bundle.receipt_frames(io.BytesIO(genuine.read_bytes()), reader=keys_of(office)))
    forged = stick.folder / "forged.vsreceipt"
    with forged.open("wb") as out:
        _copy(out, frames, office, SecretKeys.of(b"f" * 32))

    with pytest.raises(Rejected) as refusal:
        stick.bring_back(office, forged)

    assert refusal.value.code == "bundle.forged"
    with office.store.read() as session:
        assert load_state(session).pending_batch is not None
    assert stick.bring_back(office, genuine).complete


def _copy(out: io.BufferedWriter, frames: list[Frame], office: Office, maker: SecretKeys) -> None:
    answered = bundle.decode(frames[0], bundle.Answered)
    writer = bundle.ReceiptWriter(out, answered, reader=keys_of(office).public, maker=maker)
    for frame in frames[1:]:
        if frame.tag == bundle.RECEIPT:
            writer.add(bundle.decode(frame, wire.Receipt))
    writer.finish()


def test_neither_names_of_files_nor_their_bytes_tell_of_people(
    stick: Stick, district: District, office: Office
) -> None:
    with office.store.read() as session:
        name = suggested_name(session, now=district.clock())
    content = stick.bundle(office).read_bytes()
    assert name.startswith("320812001001-A-")
    assert name.endswith(".vsbundle")
    assert "曾光明".encode() not in content
    assert district.count(Incarnation) == 1


def test_a_newer_program_may_bring_fields_that_this_server_does_not_know(
    stick: Stick, office: Office
) -> None:
    def newer(push: wire.Push) -> wire.Push:
        rows = [
            msgspec.structs.replace(
                each, columns=each.columns | {"shoe_size": [42] * len(each.ids)}
            )
            for each in push.rows
        ]
        return msgspec.structs.replace(push, rows=rows, schema="records_9999")

    manifest, bodies = frames_of(stick, office)
    manifest = msgspec.structs.replace(manifest, schema="records_9999")
    bodies = [changed(one, newer) for one in bodies]
    file = stick.folder / "newer.vsbundle"
    file.write_bytes(remade(stick, office, manifest, bodies))

    receipt, taken = stick.take(file)

    assert (taken.refused, taken.verdict) == (0, None)
    assert stick.bring_back(office, receipt).complete


def test_another_protocol_is_refused_with_both_numbers(stick: Stick, office: Office) -> None:
    manifest, bodies = frames_of(stick, office)
    bodies = [changed(one, lambda p: msgspec.structs.replace(p, protocol=99)) for one in bodies]
    assert refused(stick, remade(stick, office, manifest, bodies)) == "syncing.protocol"
