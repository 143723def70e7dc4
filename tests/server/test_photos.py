"""Photos between a station's PCs and the district: after the records, once, sealed, resumed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from district_server import blobs
from district_server.models import Blob, BlobPiece, Device
from station_app.domain.codes import AttachmentOwner
from station_app.errors import Rejected
from station_app.models.certification import Certification
from station_app.models.identifiers import station_id_of
from station_app.models.person import Person
from station_app.services.attachments_sync import fetch_photo, photo_state
from station_app.services.district_enrolment import open_private_fields
from station_app.store.identity import reborn
from station_app.sync.blobs import PATH, PhotoKey
from tests.fixtures.district import SERVER, District, MakeOffice, Office, make_other_pc
from tests.fixtures.photos import (
    a_picture,
    add_photos,
    add_visit,
    an_hour_later,
    attachments,
    box,
    content,
    here,
    visit_photos,
)
from tests.fixtures.pictures import encoded, jpeg, noise
from tests.fixtures.station import STATION_CODE

STATION = station_id_of(STATION_CODE)
OTHER_CODE = "320812001002"


@dataclass(slots=True)
class Watched(httpx.BaseTransport):
    """A line that remembers what went over it, and where a script says so breaks."""

    district: District
    breaks: Callable[[httpx.Request], str] = lambda _request: ""
    before: Callable[[httpx.Request], None] = lambda _request: None
    log: list[tuple[str, int]] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request, or break before or after it."""
        self.before(request)
        fault = self.breaks(request)
        if fault == "before":
            raise httpx.ConnectError("cut")
        body = request.read()
        self.log.append((f"{request.method} {request.url.path.split('/')[2]}", len(body)))
        answer = self.district.line.request(
            request.method, request.url.raw_path.decode(), content=body, headers=request.headers
        )
        if fault == "after":
            raise httpx.ReadTimeout("cut")
        kind = {"content-type": answer.headers["content-type"]}
        return httpx.Response(answer.status_code, headers=kind, content=answer.content)

    @property
    def line(self) -> httpx.Client:
        """The client over it."""
        return httpx.Client(transport=self, base_url=SERVER)

    def count(self, what: str) -> int:
        """How often such a request was made."""
        return sum(method == what for method, _ in self.log)


@pytest.fixture
def first(district: District, make_office: MakeOffice) -> Office:
    """The station's first PC."""
    office = make_office("first")
    office.enroll(district)
    return office


@pytest.fixture
def second(district: District, first: Office, make_office: MakeOffice) -> Office:
    """A PC that shares the keys of the first, as after moving to it with a backup."""
    first.sync(district)
    office = make_office("second")
    office.enroll(district)
    return office


@pytest.fixture
def stranger(
    district: District, first: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A second PC with keys of its own, before anybody gave it the words."""
    first.sync(district)
    office = make_other_pc(tmp_path_factory.mktemp("other"), district.clock)
    office.enroll(district)
    yield office
    office.store.close()


def big(seed: int = 1) -> bytes:
    """A picture of some 500 KB."""
    return encoded(noise(560, 420, seed=seed), quality=88)


def stored(district: District) -> dict[str, bytes]:
    """What the district holds of each photo, whole or not."""
    with Session(district.engine) as session:
        rows = session.scalars(select(BlobPiece).order_by(BlobPiece.name, BlobPiece.start))
        found: dict[str, bytes] = {}
        for row in rows:
            found[row.name] = found.get(row.name, b"") + row.content
        return found


def whole(district: District) -> set[str]:
    """The photos that lie at the district whole."""
    with Session(district.engine) as session:
        return set(session.scalars(select(Blob.name).where(Blob.whole_at.is_not(None))))


def both_ways(district: District, first: Office, second: Office) -> None:
    """A photo from one PC to the other, over this district."""
    picture = big()
    (name,) = visit_photos(first, picture)
    done = first.sync(district)
    assert done.photos is not None
    assert (done.photos.sent, done.photos.trouble) == (1, None)
    second.sync(district)
    assert content(second, name) == picture
    assert whole(district) == {name}


def test_a_photo_of_a_visit_reaches_the_other_pc(
    district: District, first: Office, second: Office
) -> None:
    both_ways(district, first, second)


def test_the_same_holds_on_postgresql(postgres_district: District, make_office: MakeOffice) -> None:
    offices = [make_office(name) for name in ("first", "second")]
    for office in offices:
        office.enroll(postgres_district)
    both_ways(postgres_district, *offices)
    (name,) = whole(postgres_district)
    with Session(postgres_district.engine) as session:
        part = blobs.part(session.connection(), STATION, name, 70_000, 140_000)
    assert part.content == stored(postgres_district)[name][70_000:140_000]


def test_the_district_cannot_read_a_photo_of_a_visit(district: District, first: Office) -> None:
    picture = jpeg()
    (name,) = visit_photos(first, picture)
    first.sync(district)
    kept = stored(district)[name]
    with Session(district.engine) as session:
        assert blobs.picture(session.connection(), STATION, name) is None
        for (table,) in session.execute(text("SELECT name FROM sqlite_master WHERE type='table'")):
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                assert picture[100:140] not in b"".join(v for v in row if isinstance(v, bytes))
    assert not kept.startswith(b"\xff\xd8")
    with pytest.raises(Rejected):
        PhotoKey.of(bytes(32)).open(name, kept)


def test_the_district_cannot_tell_by_the_name_which_picture_it_is(
    district: District, first: Office
) -> None:
    picture = jpeg()
    (name,) = visit_photos(first, picture)
    first.sync(district)
    guesses = {PhotoKey.of(key).name(picture, sealed=True) for key in (bytes(32), b"\1" * 32)}
    assert name not in guesses


def test_proof_of_a_certification_is_for_the_districts_eyes(
    district: District, first: Office
) -> None:
    person = first.add_person("林秀英")
    with first.store.write("certification") as session:
        row = Certification(
            person_id=person,
            year=2022,
            method="HOME",
            certified_on=first.clock().date(),
            result="PASS",
            counted_ym="2022-10",
        )
        session.add(row)
        key = row.id
    picture = jpeg()
    (name,) = add_photos(first, AttachmentOwner.CERTIFICATION, key, picture)
    first.sync(district)
    with Session(district.engine) as session:
        assert blobs.picture(session.connection(), STATION, name) == picture


def test_one_photo_in_two_places_travels_and_lies_there_once(
    district: District, first: Office, second: Office
) -> None:
    picture = jpeg()
    first_name, second_name = visit_photos(first, picture), visit_photos(second, picture)
    assert first_name == second_name
    first.sync(district)
    line = Watched(district)
    second.sync(line.line)
    assert line.count("PUT photos") == 0
    assert len(stored(district)) == 1


def test_photos_go_after_the_records_in_one_question(district: District, first: Office) -> None:
    visit_photos(first, jpeg(1), jpeg(2))
    line = Watched(district)
    first.sync(line.line)
    kinds = [kind for kind, _ in line.log]
    assert kinds[-3:] == ["POST photos", "PUT photos", "PUT photos"]
    assert set(kinds[:-3]) == {"POST sync"}


def test_without_news_no_trip_is_made_for_photos(
    district: District, first: Office, second: Office
) -> None:
    visit_photos(first, jpeg())
    first.sync(district)
    second.sync(district)
    for office in (first, second):
        line = Watched(district)
        office.sync(line.line)
        assert [kind for kind, _ in line.log] == ["POST sync"]


def test_a_record_that_is_written_meanwhile_goes_between_two_pieces(
    district: District, first: Office
) -> None:
    visit_photos(first, big())
    written: list[str] = []

    def write_once(request: httpx.Request) -> None:
        if request.method == "PUT" and not written:
            written.append("x")
            first.add_person("曾光明")

    line = Watched(district, before=write_once)
    first.sync(line.line)
    kinds = [kind for kind, _ in line.log]
    at = kinds.index("PUT photos")
    assert kinds[at + 1] == "POST sync"
    assert "PUT photos" in kinds[at + 2 :]
    assert district.count(Person) == 1


@pytest.mark.parametrize("seed", range(3))
def test_after_cuts_at_random_places_a_photo_arrives_whole_and_little_is_sent_twice(
    district: District, first: Office, second: Office, seed: int
) -> None:
    chance = random.Random(seed)
    pictures = [big(1), big(2)]
    names = visit_photos(first, *pictures)
    size = sum(len(one) + 16 for one in pictures)

    def cut(request: httpx.Request) -> str:
        return chance.choice(("before", "after", "", "")) if "photos" in request.url.path else ""

    line = Watched(district, breaks=cut)
    cuts = 0
    for office, direction in ((first, "PUT photos"), (second, "GET photos")):
        line.log.clear()
        for _ in range(20):
            done = office.sync(line.line)
            assert done.complete
            cuts += bool(done.photos and done.photos.trouble)
        assert line.count(direction) > 2
    assert cuts > 0
    assert [content(second, name) for name in names] == pictures
    sent = [length for kind, length in line.log if kind == "PUT photos"]
    assert sum(sent) <= size + cuts * 256 * 1024


def test_a_cut_costs_at_most_the_piece_under_way(district: District, first: Office) -> None:
    (name,) = visit_photos(first, big())
    puts = []

    def cut_the_third(request: httpx.Request) -> str:
        puts.append(request.method == "PUT")
        return "before" if sum(puts) == 3 else ""

    first.sync(Watched(district, breaks=cut_the_third).line)
    reached = len(stored(district)[name])
    line = Watched(district)
    first.sync(line.line)
    again = sum(length for kind, length in line.log if kind == "PUT photos")
    assert reached >= 64 * 1024
    assert again == len(stored(district)[name]) - reached


def test_a_lost_answer_leads_to_no_second_copy_of_a_piece(
    district: District, first: Office
) -> None:
    picture = big()
    (name,) = visit_photos(first, picture)
    faults = iter(["", "after"])

    def cut(request: httpx.Request) -> str:
        return next(faults, "") if request.method == "PUT" else ""

    first.sync(Watched(district, breaks=cut).line)
    first.sync(district)
    assert len(stored(district)[name]) == len(picture) + 16
    assert whole(district) == {name}


def test_a_photo_that_has_not_come_is_missing_and_is_fetched_when_somebody_looks(
    district: District, first: Office, second: Office
) -> None:
    picture = jpeg()
    (name,) = visit_photos(first, picture)
    first.sync(district)

    def no_photos(request: httpx.Request) -> str:
        return "before" if "photos" in request.url.path else ""

    second.sync(Watched(district, breaks=no_photos).line)
    assert here(second, name) == set()
    with second.store.read() as session:
        assert photo_state(session, box(second)).to_come == 1
    assert fetch_photo(second.desk, box(second), name, line=district.line) == picture
    assert here(second, name) == {name}


def test_what_the_other_pc_has_not_sent_yet_stays_missing_and_comes_later(
    district: District, first: Office, second: Office
) -> None:
    (name,) = visit_photos(first, jpeg())

    def no_photos(request: httpx.Request) -> str:
        return "before" if "photos" in request.url.path else ""

    first.sync(Watched(district, breaks=no_photos).line)
    second.sync(district)
    assert here(second, name) == set()
    assert fetch_photo(second.desk, box(second), name, line=district.line) is None
    first.sync(district)
    an_hour_later(district.clock)
    second.sync(district)
    assert here(second, name) == {name}


def test_without_the_words_a_pc_gets_records_and_no_picture(
    district: District, first: Office, stranger: Office
) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    stranger.sync(district)
    assert [row.blob for row in attachments(stranger)] == [name]
    assert here(stranger, name) == set()
    assert fetch_photo(stranger.desk, box(stranger), name, line=district.line) is None


def test_with_the_words_of_the_first_pc_the_photos_come(
    district: District, first: Office, stranger: Office
) -> None:
    picture = jpeg()
    (name,) = visit_photos(first, picture)
    first.sync(district)
    stranger.sync(district)
    open_private_fields(stranger.desk, " ".join(first.words))
    stranger.sync(district)
    assert content(stranger, name) == picture


def test_photos_taken_before_the_words_were_given_get_the_stations_names(
    district: District, first: Office, stranger: Office
) -> None:
    picture = jpeg()
    (before,) = visit_photos(stranger, picture)
    stranger.sync(district)
    assert stored(district) == {}
    open_private_fields(stranger.desk, " ".join(first.words))
    stranger.sync(district)
    first.sync(district)
    (row,) = attachments(first)
    assert row.blob != before
    assert content(first, row.blob) == picture
    assert content(stranger, row.blob) == picture
    assert here(stranger, before) == set()


def test_a_district_that_lost_a_photo_is_sent_it_again(district: District, first: Office) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    with Session(district.engine) as session, session.begin():
        for model in (BlobPiece, Blob):
            session.execute(delete(model))
    for _ in range(25):
        an_hour_later(district.clock)
    first.sync(district)
    assert whole(district) == {name}


def test_a_restored_file_asks_again_for_what_the_district_has(
    district: District, first: Office
) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    assert whole(district) == {name}
    reborn(first.paths.device)
    line = Watched(district)
    first.sync(line.line)
    assert (line.count("POST photos"), line.count("PUT photos")) == (1, 0)
    with first.store.read() as session:
        assert photo_state(session, box(first)).to_send == 0


def test_a_removed_photo_is_not_sent(district: District, first: Office) -> None:
    from station_app.services.attachments import remove

    visit_photos(first, jpeg())
    (row,) = attachments(first)
    with first.store.write("remove") as session:
        remove(session, row.id)
    first.sync(district)
    assert stored(district) == {}


def test_a_station_that_is_full_hears_it_and_its_records_are_reported(
    district: District, first: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "MEGABYTE", 1)
    visit_photos(first, big())
    done = first.sync(district)
    assert done.complete
    assert done.photos is not None
    assert done.photos.trouble == "photo.station_full"
    assert len(attachments(first)) == 1
    assert stored(district) == {}


def test_a_picture_changed_at_the_district_is_not_taken_for_the_photo(
    district: District, first: Office, second: Office
) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    with Session(district.engine) as session, session.begin():
        piece = session.scalars(select(BlobPiece)).one()
        piece.content = piece.content[:-1] + bytes([piece.content[-1] ^ 1])
    done = second.sync(district)
    assert here(second, name) == set()
    assert done.photos is not None
    assert done.photos.trouble == "photo.unreadable"


def test_erasing_leaves_nothing_here_and_nothing_at_the_district(
    district: District, first: Office
) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    box(first).place.erase(name)
    with Session(district.engine) as session, session.begin():
        blobs.erase(session.connection(), STATION, name)
    assert content(first, name) is None
    assert stored(district) == {}
    assert district.count(Blob) == 0


# --- who may, and what is refused ----------------------------------------------------------------


def token_of(office: Office) -> str:
    """The token of a PC."""
    with office.store.read() as session:
        row = session.execute(text("SELECT token FROM sync_state")).one()
        return str(row.token)


def put(district: District, token: str, name: str, body: bytes, **values: object) -> httpx.Response:
    """Send a piece as it pleases."""
    given = {"start": 0, "size": len(body), "digest": "00" * 32, "sealed": 1} | values
    headers = {"authorization": f"Bearer {token}"}
    address = f"{PATH}/{name}"
    return district.line.put(
        address, content=body, headers=headers, params={k: str(v) for k, v in given.items()}
    )


def get(district: District, token: str, name: str, part: str = "") -> httpx.Response:
    """Ask for a photo as it pleases."""
    headers = {"authorization": f"Bearer {token}"} | ({"range": part} if part else {})
    return district.line.get(f"{PATH}/{name}", headers=headers)


def test_a_device_reaches_the_photos_of_its_own_station_only(
    district: District, first: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from station_app.paths import station_paths
    from station_app.services.district_enrolment import Desk
    from station_app.services.station import InitStation, init_station

    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    paths = station_paths(tmp_path_factory.mktemp("elsewhere"))
    made = init_station(
        paths, InitStation(OTHER_CODE, "别处", "王芳", "another-password"), clock=district.clock
    )
    desk = Desk(made.store, made.keys, paths.keys, paths.device, district.clock)
    other = Office(paths, desk, district.clock, made.recovery_words)
    other.enroll(district, district.code(OTHER_CODE))

    assert get(district, token_of(first), name).status_code == 206
    assert get(district, token_of(other), name).json()["code"] == "photo.unknown"
    assert put(district, token_of(other), name, b"x").json()["code"] == "photo.no_record"
    other.store.close()


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_without_a_token_and_with_a_revoked_one_nothing_is_told(
    district: District, first: Office, method: str
) -> None:
    token = token_of(first)
    with Session(district.engine) as session, session.begin():
        session.scalars(select(Device)).one().revoked_at = district.clock()
    address = PATH if method == "POST" else f"{PATH}/{'a' * 64}"
    for header in ({}, {"authorization": f"Bearer {token}"}, {"authorization": "Basic x"}):
        answer = district.line.request(method, address, headers=header, content=b"x")
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"start": -1}, "photo.bad_request"),
        ({"start": "x"}, "photo.bad_request"),
        ({"size": 10**8}, "photo.too_large"),
        ({"size": 10**12}, "photo.bad_request"),
        ({"size": 0}, "photo.too_large"),
        ({"start": 5}, "photo.damaged"),
        ({"digest": "zz"}, "photo.bad_request"),
        ({"digest": "00"}, "photo.bad_name"),
        ({"sealed": "2"}, "photo.bad_request"),
        ({"sealed": "0"}, "photo.other_content"),
    ],
)
def test_a_piece_that_makes_no_sense_is_refused_by_name(
    district: District, first: Office, values: dict[str, object], code: str
) -> None:
    (name,) = visit_photos(first, jpeg())

    def no_photos(request: httpx.Request) -> str:
        return "before" if "photos" in request.url.path else ""

    first.sync(Watched(district, breaks=no_photos).line)
    answer = put(district, token_of(first), name, b"four", **values)
    assert answer.json()["code"] == code
    assert stored(district) == {}


@pytest.mark.parametrize("name", ["x", "A" * 64, "..%2f..%2fdistrict.db", "a" * 63, "é" * 64])
def test_a_name_that_is_none_is_refused(district: District, first: Office, name: str) -> None:
    token = token_of(first)
    for answer in (put(district, token, name, b"x"), get(district, token, name)):
        assert answer.json()["code"] in ("photo.bad_name", "district.not_found")


@pytest.mark.parametrize(
    "part", ["bytes=", "bytes=5", "bytes=9-3", "bytes=999999-", "x", "bytes=-5"]
)
def test_a_range_that_makes_no_sense_is_refused(
    district: District, first: Office, part: str
) -> None:
    (name,) = visit_photos(first, jpeg())
    first.sync(district)
    assert get(district, token_of(first), name, part).json()["code"] == "photo.bad_range"


def test_a_piece_that_is_too_large_and_a_question_that_is_none_are_refused(
    district: District, first: Office
) -> None:
    token = token_of(first)
    assert put(district, token, "a" * 64, bytes(600 * 1024)).status_code == 413
    headers = {"authorization": f"Bearer {token}"}
    for body in (b"", b"\xc1", b"\x90", b"\x81\xa4mine\x91\xc4\x01x", bytes(300_000)):
        answer = district.line.post(PATH, content=body, headers=headers)
        assert answer.status_code in (400, 413)


def test_a_photo_that_is_not_what_was_announced_is_not_kept(
    district: District, first: Office
) -> None:
    (name,) = visit_photos(first, jpeg())

    def no_photos(request: httpx.Request) -> str:
        return "before" if "photos" in request.url.path else ""

    first.sync(Watched(district, breaks=no_photos).line)
    answer = put(district, token_of(first), name, b"something else", sealed=1)
    assert answer.json() == {"received": 0, "whole": False}
    assert district.count(Blob) == 0
    first.sync(district)
    assert whole(district) == {name}


def test_photos_of_a_person_are_sealed_and_the_pictures_of_a_record_are_told_apart(
    district: District, first: Office
) -> None:
    person = first.add_person("林秀英")
    (portrait,) = add_photos(first, AttachmentOwner.PERSON, person, jpeg())
    (of_visit,) = add_photos(first, AttachmentOwner.VISIT, add_visit(first), jpeg())
    first.sync(district)
    assert portrait == of_visit
    with Session(district.engine) as session:
        assert session.scalars(select(Blob.sealed)).all() == [True]
    assert a_picture(jpeg()).content == content(first, portrait)
