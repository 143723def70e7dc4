"""Photos in the window: taken in, shown, opened large, removed and brought back, missing ones."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.codes import AttachmentOwner
from station_app.models.attachment import Attachment
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.models.plaque import PlaqueEvent
from station_app.models.visit import Visit
from station_app.paths import Paths
from station_app.queries.attachments import photos_of_plaque
from station_app.queries.timeline import TimelineKind
from station_app.services.attachments_sync import PhotoState
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.photo_strip import PhotoStrip, sources_of
from station_app.ui.components.photo_tile import MISSING
from station_app.ui.components.portrait import Portrait
from station_app.ui.desk import Desk, Operator, StationCard
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.plaques import PlaquesPage
from station_app.ui.pages.visit_entry import VisitEntryPage
from station_app.ui.photo_state_line import PhotoStateLine, state_words
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.tasks import Tasks
from station_app.ui.theme import Theme
from tests.fixtures.clock import StandingClock
from tests.fixtures.pictures import encoded, photo, picture
from tests.fixtures.station import OPERATOR, STATION_CODE, STATION_NAME, EmptyStation
from tests.ui.pages_of_tests import dialogs, settled, shown


@pytest.fixture
def open_desk(
    theme: Theme, tasks: Tasks, clock: StandingClock, paths: Paths, empty_station: EmptyStation
) -> Desk:
    """A desk of an open station, with its keys."""
    assert theme.tokens.percent == 100
    card = StationCard(STATION_NAME, STATION_CODE)
    return Desk(
        tasks,
        clock=clock,
        operator=Operator(OPERATOR),
        station=card,
        paths=paths,
        keys=empty_station.keys,
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two photos of a phone."""
    found = tmp_path / "一.jpg", tmp_path / "二.png"
    found[0].write_bytes(photo(1))
    found[1].write_bytes(encoded(picture(seed=2), "PNG"))
    return found


def someone(store: Store) -> UUID:
    """A person of the sample village."""
    with store.read() as session:
        return next(iter(session.scalars(select(Person.id).where(Person.status == "ACTIVE"))))


def standing(store: Store) -> list[Attachment]:
    """The photos that stand."""
    with store.read() as session:
        return list(session.scalars(select(Attachment).where(Attachment.deleted.is_(False))))


def drop(strip: PhotoStrip, *paths: Path) -> None:
    """Drop files on a strip."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    strip.dropEvent(event)


def wait(qtbot: QtBot, desk: Desk) -> None:
    """Nothing is under way."""
    qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=20_000)


def test_photos_dropped_on_a_visit_are_kept_with_it_and_undone_with_it(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, VisitEntryPage, someone(village))
    drop(page.paper.photos.strip, *files)
    wait(qtbot, open_desk)
    assert len(page.paper.photos.strip.tiles) == 2
    assert standing(village) == []
    page.paper.form.fill({"situation": "身体平稳"})
    page.side.save.click()
    settled(qtbot, page)
    rows = standing(village)
    with village.read() as session:
        visit = session.scalars(select(Visit).order_by(Visit.id.desc())).first()
    assert visit is not None
    assert {row.owner_id for row in rows} == {visit.id}
    assert [row.taken_on and row.taken_on.isoformat() for row in rows] == ["2022-10-18", None]
    undo_last(village)
    assert standing(village) == []
    page.close()


def test_photos_of_a_half_written_visit_come_back_with_it(
    qtbot: QtBot, open_desk: Desk, files: tuple[Path, Path]
) -> None:
    photos = RecordPhotos(open_desk, AttachmentOwner.VISIT)
    qtbot.addWidget(photos.strip)
    drop(photos.strip, files[0])
    wait(qtbot, open_desk)
    other = RecordPhotos(open_desk, AttachmentOwner.VISIT)
    qtbot.addWidget(other.strip)
    other.put_text(photos.as_text())
    wait(qtbot, open_desk)
    (shown_photo,) = other.strip.photos
    assert shown_photo.small is not None
    other.put_text("{damaged")
    assert other.waiting == ()


def test_a_file_that_is_no_picture_is_said_and_the_good_one_beside_it_is_kept(
    qtbot: QtBot, open_desk: Desk, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    """One broken file among several does not cost the others."""
    wrong = tmp_path / "名单.xlsx"
    wrong.write_bytes(b"PK\x03\x04 no picture")
    photos = RecordPhotos(open_desk, AttachmentOwner.VISIT)
    qtbot.addWidget(photos.strip)
    said: list[str] = []
    open_desk.must_read.connect(said.append)
    drop(photos.strip, files[0], wrong, files[1])
    wait(qtbot, open_desk)
    assert said[0].startswith("选的 3 张里有 1 张没有存：“名单.xlsx”不是照片")
    assert "其余 2 张存好了" in said[0]
    assert len(photos.waiting) == 2
    drop(photos.strip, wrong, wrong)
    wait(qtbot, open_desk)
    assert said[1].startswith("选的 2 张都没有存")
    assert len(photos.waiting) == 2


def test_the_button_has_the_focus_again_after_files_were_chosen(
    qtbot: QtBot,
    open_desk: Desk,
    village: Store,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    strip = page.photos.photos.strip
    chosen = [str(files[0])], ""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: chosen)
    strip.add.setFocus()
    strip.add.click()
    wait(qtbot, open_desk)
    qtbot.waitUntil(lambda: len(strip.photos) == 1)
    assert page.window().focusWidget() is strip.add
    page.close()


def test_a_picture_is_pasted_and_words_on_the_clipboard_are_not(
    qtbot: QtBot, open_desk: Desk
) -> None:
    photos = RecordPhotos(open_desk, AttachmentOwner.VISIT)
    qtbot.addWidget(photos.strip)
    said: list[str] = []
    open_desk.must_read.connect(said.append)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("只是字")
    photos.strip.paste()
    assert "剪贴板里没有照片" in said[0]
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    clipboard.setImage(image)
    photos.strip.show()
    photos.strip.add.setFocus()
    QTest.keyClick(photos.strip, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, open_desk)
    assert [(one.width, one.height) for one in photos.waiting] == [(300, 200)]
    clipboard.clear()
    assert sources_of(None) == ()


def test_the_page_of_a_person_shows_every_photo_and_the_portrait_beside_the_name(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    drop(page.photos.photos.strip, files[0])
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    assert [row.owner for row in standing(village)] == ["PERSON"]
    assert page.photos.title.text() == "照片 1 张"
    (tile,) = page.photos.photos.strip.tiles
    assert "2022年10月18日" in tile.accessibleName()
    assert "照片" in [one.accessibleName() for one in page.findChildren(Portrait)]


def test_enter_opens_a_photo_large_and_del_removes_it_with_a_way_back(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    strip = page.photos.photos.strip
    drop(strip, *files)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    QTest.keyClick(strip.tiles[0], Qt.Key.Key_Return)
    wait(qtbot, open_desk)
    viewer = page.photos.photos.viewer
    assert viewer is not None
    assert viewer.picture.has_picture
    viewer.after.click()
    wait(qtbot, open_desk)
    assert viewer.place.text() == "第 2 张，共 2 张"
    viewer.give_up()
    QTest.keyClick(strip.tiles[1], Qt.Key.Key_Delete)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    assert len(strip.tiles) == 1
    undo_last(village)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    assert len(strip.tiles) == 2
    assert dialogs(page) == []


def test_a_photo_that_has_not_come_says_so_small_and_large(
    qtbot: QtBot, open_desk: Desk, village: Store
) -> None:
    person = someone(village)
    with village.write("record of another PC") as session:
        session.add(
            Attachment(
                owner="PERSON",
                owner_id=person,
                kind="PHOTO",
                blob="ab" * 32,
                size=1,
                width=1,
                height=1,
            )
        )
    page = shown(qtbot, open_desk, PersonPage, person)
    wait(qtbot, open_desk)
    (tile,) = page.photos.photos.strip.tiles
    assert MISSING in tile.accessibleName()
    tile.click()
    wait(qtbot, open_desk)
    viewer = page.photos.photos.viewer
    assert viewer is not None
    assert viewer.picture.words == MISSING
    assert viewer.fetch.isVisible()
    viewer.fetch.click()
    wait(qtbot, open_desk)
    assert "还没有取到" in viewer.picture.words
    viewer.give_up()


def test_left_and_right_walk_along_the_strip(
    qtbot: QtBot, open_desk: Desk, files: tuple[Path, Path]
) -> None:
    photos = RecordPhotos(open_desk, AttachmentOwner.VISIT)
    qtbot.addWidget(photos.strip)
    with qtbot.waitActive(photos.strip):
        photos.strip.show()
        photos.strip.activateWindow()
    drop(photos.strip, *files)
    wait(qtbot, open_desk)
    first, second = photos.strip.tiles
    qtbot.waitUntil(second.isVisible)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert photos.strip.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert photos.strip.focusWidget() is photos.strip.add
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert photos.strip.focusWidget() is first


def test_without_an_open_station_there_is_no_place_for_photos(qtbot: QtBot, desk: Desk) -> None:
    photos = RecordPhotos(desk, AttachmentOwner.VISIT)
    qtbot.addWidget(photos.strip)
    assert photos.strip.isHidden()


def test_the_settings_say_what_the_photos_weigh_and_what_is_in_the_way(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    line = PhotoStateLine(open_desk)
    qtbot.addWidget(line)
    line.refresh()
    wait(qtbot, open_desk)
    assert line.isHidden()
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    drop(page.photos.photos.strip, *files)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    line.refresh()
    wait(qtbot, open_desk)
    assert re.fullmatch(r"照片 2 张，共 0\.\d MB。", line.words.text())
    waiting = PhotoState(3, 600_000, 2, 1, "photo.unreadable", is_enrolled=True)
    assert state_words(waiting) == (
        "照片 3 张，共 0.6 MB，2 张待上报，1 张还没有传到这台电脑。"
        "这张照片用本站的找回词打不开。没有存。请与区县联系。"
    )


def test_words_under_a_photo_are_kept_and_arrows_in_them_turn_no_page(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    strip = page.photos.photos.strip
    drop(strip, *files)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    strip.tiles[0].click()
    wait(qtbot, open_desk)
    viewer = page.photos.photos.viewer
    assert viewer is not None
    viewer.note.setFocus()
    QTest.keyClicks(viewer.note, "1950")
    QTest.keyClick(viewer.note, Qt.Key.Key_Right)
    assert viewer.place.text() == "第 1 张，共 2 张"
    QTest.keyClick(viewer.note, Qt.Key.Key_Return)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    assert "1950" in {row.note for row in standing(village)}
    assert "1950" in strip.tiles[0].accessibleName()
    viewer.give_up()


def test_the_arrow_turns_to_the_photo_that_is_removed_then(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, PersonPage, someone(village))
    strip = page.photos.photos.strip
    drop(strip, *files)
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    strip.tiles[0].click()
    wait(qtbot, open_desk)
    viewer = page.photos.photos.viewer
    assert viewer is not None
    held = viewer.window().focusWidget()
    assert isinstance(held, Button)
    QTest.keyClick(held, Qt.Key.Key_Right)
    assert viewer.place.text() == "第 2 张，共 2 张"
    held = viewer.window().focusWidget()
    assert held is not None
    QTest.keyClick(held, Qt.Key.Key_Left)
    assert viewer.place.text() == "第 1 张，共 2 张"
    viewer.give_up()


def test_a_plaque_shows_its_photos_and_takes_more_once_it_hangs(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    page = shown(qtbot, open_desk, PlaquesPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(PhotoStrip)))
    wait(qtbot, open_desk)
    strip = page.findChildren(PhotoStrip)[-1]
    drop(strip, files[0])
    wait(qtbot, open_desk)
    wait(qtbot, open_desk)
    (row,) = standing(village)
    assert row.owner == "PLAQUE_EVENT"
    with village.read() as session:
        event = session.get_one(PlaqueEvent, row.owner_id)
        (found,) = photos_of_plaque(session, event.plaque_id)
    assert event.event in ("HANG", "PLACE_INDOOR")
    assert found.day == event.event_on


def test_photos_of_a_certification_are_added_later_from_its_line_and_removed(
    qtbot: QtBot, open_desk: Desk, village: Store, files: tuple[Path, Path]
) -> None:
    with village.read() as session:
        seen = session.scalars(select(Certification).limit(1)).one()
    page = shown(qtbot, open_desk, PersonPage, seen.person_id)
    event = next(
        one for one in page._timeline.view.events if one.kind is TimelineKind.CERTIFICATION
    )
    page._timeline.opened.emit(event)
    wait(qtbot, open_desk)
    strip = page._event.photos.strip
    drop(strip, *files)
    wait(qtbot, open_desk)
    qtbot.waitUntil(lambda: len(strip.photos) == 2)
    assert {row.owner_id for row in standing(village)} == {event.record_id}
    qtbot.waitUntil(lambda: page._timeline.view.photos_of(event) == 2)
    strip.removed.emit(0)
    wait(qtbot, open_desk)
    qtbot.waitUntil(lambda: len(strip.photos) == 1)
    assert len(standing(village)) == 1
    page.close()
