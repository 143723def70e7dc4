"""Photos of records: how many, whose, whether twice, removed and back, swept, checked, printed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sqlalchemy import select

from station_app.domain.codes import AttachmentOwner
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.attachment import Attachment
from station_app.models.certification import Certification
from station_app.models.identifiers import PersonId
from station_app.models.visit import Visit, VisitAttendance
from station_app.paths import Paths
from station_app.queries.attachments import photos_of, photos_of_person
from station_app.services.attachments import (
    KeptPhoto,
    attach,
    describe,
    keep_pictures,
    photos_as_text,
    photos_of_text,
    remove,
    take_in,
    used_for_others,
)
from station_app.services.attachments_box import (
    KEPT_FOR_FORMS,
    PhotoBox,
    large_picture,
    photo_weight,
    small_pictures,
    sweep,
)
from station_app.services.attachments_check import check_photos
from station_app.services.attachments_with import certification_with_photos
from station_app.services.certifications import RecordCertification
from station_app.services.doubts import Doubtful
from station_app.services.printing import PrintOrder, print_form
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.undoing import undo_last
from station_app.store.photos import open_photos
from station_app.store.unit_of_work import Store
from tests.fixtures.clock import StandingClock
from tests.fixtures.photos import a_picture
from tests.fixtures.pictures import encoded, jpeg, photo, picture
from tests.fixtures.station import EmptyStation
from tests.reports.reading import pages
from tests.services.people_of_tests import a_person, number

TODAY = date(2022, 10, 20)


@pytest.fixture
def box(paths: Paths, empty_station: EmptyStation, store: Store) -> PhotoBox:
    """The photos of an open station."""
    assert store.path == paths.database
    return PhotoBox.of(paths, empty_station.keys)


def kept(store: Store, box: PhotoBox, owner: str, *contents: bytes) -> tuple[KeptPhoto, ...]:
    """Pictures in the file of photos."""
    pictures = [a_picture(content) for content in contents]
    with store.read() as session:
        return keep_pictures(session, box, owner, pictures, now=StandingClock()())


def a_visit(store: Store, *people: UUID) -> UUID:
    """A visit to these people."""
    with store.write("visit") as session:
        visit = Visit(visit_date=TODAY, kind="ROUTINE", method="HOME", state="DONE")
        session.add(visit)
        for person in people:
            session.add(
                VisitAttendance(
                    visit_id=visit.id,
                    person_id=person,
                    visit_date=TODAY,
                    kind="ROUTINE",
                    method="HOME",
                    counted_ym="2022-10",
                )
            )
        return visit.id


def put(store: Store, owner: str, owner_id: UUID, photos: tuple[KeptPhoto, ...]) -> list[UUID]:
    """Put pictures beside a record."""
    with store.write("photos") as session:
        return attach(session, owner, owner_id, photos, today=TODAY)


def test_six_photos_fit_a_visit_and_a_seventh_is_refused(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store)
    photos = kept(store, box, AttachmentOwner.VISIT, *(jpeg(n) for n in range(7)))
    put(store, AttachmentOwner.VISIT, visit, photos[:6])
    with pytest.raises(Rejected) as refusal:
        put(store, AttachmentOwner.VISIT, visit, photos[6:])
    assert sentence(refusal.value).startswith("一条记录最多放 6 张，已经有 6 张了")


def test_the_same_photo_beside_the_same_record_is_there_once(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store)
    photos = kept(store, box, AttachmentOwner.VISIT, jpeg(), jpeg())
    assert len(photos) == 1
    assert len(put(store, AttachmentOwner.VISIT, visit, photos)) == 1
    assert put(store, AttachmentOwner.VISIT, visit, photos) == []


def test_a_record_that_is_gone_takes_no_photo(store: Store, box: PhotoBox) -> None:
    photos = kept(store, box, AttachmentOwner.VISIT, jpeg())
    with pytest.raises(Rejected) as refusal:
        put(store, AttachmentOwner.VISIT, uuid4(), photos)
    assert refusal.value.code == "photo.owner_gone"


def test_a_removed_photo_comes_back_by_undo(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store)
    (key,) = put(store, AttachmentOwner.VISIT, visit, kept(store, box, "VISIT", jpeg()))
    with store.write("remove") as session:
        remove(session, key)
    with store.read() as session:
        assert photos_of(session, "VISIT", visit) == []
    with pytest.raises(Rejected), store.write("again") as session:
        remove(session, key)
    undo_last(store)
    with store.read() as session:
        (row,) = photos_of(session, "VISIT", visit)
    assert large_picture(box, row.blob) == jpeg()


def test_words_under_a_photo_are_kept_and_emptied(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store)
    (key,) = put(store, "VISIT", visit, kept(store, box, "VISIT", jpeg()))
    for given, expected in ((" 老人和孙子 ", "老人和孙子"), ("", None)):
        with store.write("words") as session:
            describe(session, key, given)
        with store.read() as session:
            assert session.get_one(Attachment, key).note == expected


def test_a_day_that_has_not_come_is_not_taken_from_the_camera(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store)
    (one,) = kept(store, box, "VISIT", jpeg())
    late = KeptPhoto(one.blob, one.size, one.width, one.height, TODAY + timedelta(days=1))
    put(store, "VISIT", visit, (late,))
    with store.read() as session:
        assert session.scalars(select(Attachment.taken_on)).one() is None


def test_all_photos_of_a_person_are_found_wherever_they_stand(store: Store, box: PhotoBox) -> None:
    person, other = a_person(store, "王建国"), a_person(store, "李秀英", id_number=number(2))
    put(store, "PERSON", person, kept(store, box, "PERSON", jpeg(1)))
    put(store, "VISIT", a_visit(store, person, other), kept(store, box, "VISIT", jpeg(2)))
    put(store, "VISIT", a_visit(store, other), kept(store, box, "VISIT", jpeg(3)))
    with store.read() as session:
        mine = photos_of_person(session, person)
        theirs = photos_of_person(session, other)
    assert [(row.owner, row.day) for row in mine] == [("PERSON", None), ("VISIT", TODAY)]
    assert [row.owner for row in theirs] == ["VISIT", "VISIT"]


def test_a_proof_that_stands_for_somebody_else_is_found(store: Store) -> None:
    with store.read() as session:
        assert used_for_others(session, (), uuid4()) == []
        assert used_for_others(session, ("ab",), uuid4()) == []


def test_files_are_shrunk_and_kept_in_one_go(store: Store, box: PhotoBox) -> None:
    with store.read() as session:
        (one,) = take_in(session, box, "VISIT", (photo(),), now=StandingClock()())
    assert (one.width, one.height, one.taken_on) == (900, 1200, date(2022, 10, 18))
    assert photo_weight(box).count == 1
    assert small_pictures(box, (one.blob, "ff" * 32)).keys() == {one.blob}


def test_the_names_of_what_the_district_may_see_differ_from_what_it_may_not(
    store: Store, box: PhotoBox
) -> None:
    (sealed,) = kept(store, box, AttachmentOwner.VISIT, jpeg())
    (plain,) = kept(store, box, AttachmentOwner.PLAQUE_EVENT, jpeg())
    assert sealed.blob != plain.blob


def test_photos_of_a_half_written_form_go_through_its_text(store: Store, box: PhotoBox) -> None:
    photos = kept(store, box, "VISIT", jpeg(1), jpeg(2))
    assert photos_of_text(photos_as_text(photos)) == photos
    assert photos_of_text("") == photos_of_text("{") == ()


def test_pictures_that_no_record_ever_named_are_swept_after_a_while(
    store: Store, box: PhotoBox, clock: StandingClock
) -> None:
    used, unused = kept(store, box, "VISIT", jpeg(1), jpeg(2))
    put(store, "VISIT", a_visit(store), (used,))
    assert sweep(store, box.place, now=clock()) == 0
    assert sweep(store, box.place, now=clock() + KEPT_FOR_FORMS + timedelta(days=1)) == 1
    assert large_picture(box, used.blob) is not None
    assert large_picture(box, unused.blob) is None


def test_a_sound_file_passes_the_check_and_a_missing_or_changed_picture_does_not(
    store: Store, box: PhotoBox
) -> None:
    first, second = kept(store, box, "VISIT", jpeg(1), jpeg(2))
    put(store, "VISIT", a_visit(store), (first, second))
    with store.read() as session:
        assert check_photos(session, box.place) == []
    with open_photos(box.place.file, box.place.pragma) as photos:
        photos._file.execute("UPDATE content SET bytes = x'00' WHERE name = ?", (first.blob,))
        photos.erase(second.blob)
    with store.read() as session:
        found = check_photos(session, box.place)
    assert [(one.code, one.count) for one in found] == [
        ("health.photos", 1),
        ("health.photos_missing", 1),
    ]
    assert all("张照片" in one.sentence for one in found)


def test_a_file_that_does_not_open_is_a_finding_and_stays_where_it_is(
    store: Store, box: PhotoBox
) -> None:
    box.place.file.write_bytes(b"no database at all" * 300)
    with store.read() as session:
        (found,) = check_photos(session, box.place)
    assert found.code == "health.photos_closed"
    assert box.place.file.exists()


# --- on paper ------------------------------------------------------------------------------------


def images(document: bytes) -> list[tuple[float, float]]:
    """Width and height in millimetres of every picture on the pages."""
    opened = pypdfium2.PdfDocument(document)
    try:
        found = []
        for page in opened:
            for shape in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
                left, bottom, right, top = shape.get_bounds()
                found.append(((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4))
        return found
    finally:
        opened.close()


def paper(store: Store, box: PhotoBox | None, visit: UUID) -> bytes:
    """F03 of a visit."""
    order = PrintOrder(today=TODAY, visit_id=visit, photos=box.place if box else None)
    with store.read() as session:
        return print_form(session, "visit", order)


def test_the_form_of_a_visit_prints_its_photos_in_their_own_shape(
    store: Store, box: PhotoBox
) -> None:
    visit = a_visit(store, a_person(store, "王建国"))
    wide, high = encoded(picture(800, 400, seed=1)), encoded(picture(300, 600, seed=2))
    put(store, "VISIT", visit, kept(store, box, "VISIT", wide, high))
    first, second = images(paper(store, box, visit))
    assert first == pytest.approx((60, 30), abs=0.5)
    assert second == pytest.approx((40, 80), abs=0.5)


def test_without_photos_or_their_file_the_form_has_frames(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store, a_person(store, "王建国"))
    assert images(paper(store, box, visit)) == []
    (name,) = kept(store, box, "VISIT", jpeg())
    put(store, "VISIT", visit, (name,))
    assert images(paper(store, None, visit)) == []
    box.place.erase(name.blob)
    assert images(paper(store, box, visit)) == []


def test_three_photos_take_a_second_row(store: Store, box: PhotoBox) -> None:
    visit = a_visit(store, a_person(store, "王建国"))
    put(store, "VISIT", visit, kept(store, box, "VISIT", jpeg(1), jpeg(2), jpeg(3)))
    assert len(images(paper(store, box, visit))) == 3


def test_the_photos_of_a_year_stand_with_who_when_and_how(store: Store, box: PhotoBox) -> None:
    """F12 认证照片页: a copy with masks shows nobody's face, what is not here is said."""
    fill_with_sample(store, SampleSize(people=30, years=2), today=TODAY)
    with store.read() as session:
        certified = select(Certification.id, Certification.year).where(
            Certification.result == "PASS"
        )
        key, year = session.execute(certified.order_by(Certification.id).limit(1)).one()
    owner = AttachmentOwner.CERTIFICATION
    put(store, owner, key, kept(store, box, owner, jpeg(1), jpeg(2)))
    order = PrintOrder(today=TODAY, period=Period.year(year), photos=box.place)
    with store.read() as session:
        whole = print_form(session, "certification-photos", order)
        masked = print_form(session, "certification-photos", replace(order, mask=MaskLevel.MASKED))
        away = print_form(session, "certification-photos", replace(order, photos=None))
        none = print_form(session, "certification-photos", replace(order, people=()))
    assert len(images(whole)) == 2
    assert "1人，照片2张" in pages(whole)[0]
    assert images(masked) == images(away) == []
    assert pages(away)[0].count("照片还没有传到这台电脑") == 2
    assert "还没有传到" not in pages(masked)[0]
    assert "本期无" in pages(none)[0]


def test_a_proof_used_for_two_people_is_asked_about(store: Store, box: PhotoBox) -> None:
    first, second = a_person(store, "王建国"), a_person(store, "李秀英", id_number=number(2))
    (one,) = kept(store, box, AttachmentOwner.CERTIFICATION, jpeg())
    with store.write("certification") as session:
        row = Certification(
            person_id=first,
            year=2022,
            method="HOME",
            certified_on=TODAY,
            result="PASS",
            counted_ym="2022-10",
        )
        session.add(row)
        key = row.id
    put(store, AttachmentOwner.CERTIFICATION, key, (one,))
    with store.read() as session:
        assert used_for_others(session, (one.blob,), second) == [one.blob]
        assert used_for_others(session, (one.blob,), first) == []
    command = RecordCertification(person_id=PersonId(second), method="HOME", certified_on=TODAY)
    with pytest.raises(Doubtful) as doubt, store.write("again") as session:
        certification_with_photos(session, command, (one,), today=TODAY)
    assert doubt.value.codes == {"certification.same_photo"}
