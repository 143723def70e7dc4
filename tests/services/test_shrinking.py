"""What comes from phones and scanners becomes small, upright and bare, or is refused."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from station_app.errors import Cancelled, Rejected, StationError
from station_app.messages import sentence
from station_app.services import attachments_shrinking as shrinking
from station_app.services.attachments_shrinking import Picture, shrink, shrink_all, thumbnail_of
from tests.fixtures.pictures import MAKER, PLACE, encoded, noise, photo, picture

HEIC = Path(__file__).parent.parent / "data" / "photos" / "phone.heic"


def one(content: bytes, name: str = "a.jpg") -> Picture:
    """The only picture of a file."""
    (found,) = shrink(content, name)
    return found


def opened(content: bytes) -> Image.Image:
    """A kept picture, read back."""
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image


def colour(content: bytes, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place, from 0 to 1."""
    image = opened(content).convert("RGB")
    found = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def near(left: tuple[int, int, int], right: tuple[int, int, int], by: int = 24) -> bool:
    """Whether two colours look alike."""
    return all(abs(a - b) <= by for a, b in zip(left, right, strict=True))


def test_a_photo_keeps_its_day_and_loses_place_and_device() -> None:
    found = one(photo())
    assert found.taken_on == date(2022, 10, 18)
    for bare in (found.content, found.thumbnail):
        image = opened(bare)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert PLACE.encode() not in bare
        assert MAKER.encode() not in bare


def test_comments_and_profiles_beside_the_picture_do_not_survive() -> None:
    image = picture()
    image.info["comment"] = b"who took it"
    found = one(encoded(image, comment=b"who took it", xmp=b"<x>where</x>"))
    assert b"who took it" not in found.content
    assert b"where" not in found.content


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_is_turned_as_the_camera_was_held(turn: int) -> None:
    upright = Image.new("RGB", (400, 300), (20, 60, 200))
    upright.paste((220, 40, 30), (0, 0, 200, 150))
    camera = upright
    if turn > 1:
        camera = upright.transpose(
            {
                2: Image.Transpose.FLIP_LEFT_RIGHT,
                3: Image.Transpose.ROTATE_180,
                4: Image.Transpose.FLIP_TOP_BOTTOM,
                5: Image.Transpose.TRANSPOSE,
                6: Image.Transpose.ROTATE_90,
                7: Image.Transpose.TRANSVERSE,
                8: Image.Transpose.ROTATE_270,
            }[turn]
        )
    exif = Image.Exif()
    exif[0x0112] = turn
    found = one(encoded(camera, exif=exif, quality=95))
    assert (found.width, found.height) == (400, 300)
    assert near(colour(found.content, 0.1, 0.1), (220, 40, 30))
    assert near(colour(found.content, 0.9, 0.9), (20, 60, 200))


def test_a_photo_of_twenty_megabytes_becomes_small_enough_to_travel() -> None:
    large = encoded(noise(4000, 3000), quality=97)
    assert len(large) > 15_000_000
    found = one(large)
    assert len(found.content) <= shrinking.PHOTO_BYTES
    assert max(found.width, found.height) <= shrinking.PHOTO_SIDE
    assert found.width * 3 == found.height * 4


def test_an_ordinary_photo_is_1600_long_and_weighs_what_was_asked() -> None:
    found = one(encoded(picture(4032, 3024).effect_spread(3), quality=90))
    assert (found.width, found.height) == (1600, 1200)
    assert 60_000 <= len(found.content) <= 250_000


def test_a_small_picture_is_not_blown_up() -> None:
    found = one(encoded(picture(300, 200)))
    assert (found.width, found.height) == (300, 200)


def test_the_same_file_gives_the_same_picture_on_every_pc() -> None:
    assert one(photo(7)).content == one(photo(7)).content
    assert one(photo(7)).content != one(photo(8)).content


def test_a_heic_of_a_phone_is_read_turned_and_bared() -> None:
    found = one(HEIC.read_bytes(), "IMG_0001.HEIC")
    assert (found.width, found.height) == (160, 240)
    assert found.taken_on == date(2022, 10, 18)
    assert near(colour(found.content, 0.5, 0.5), (230, 220, 200), by=40)
    assert b"SecretPhone" in HEIC.read_bytes()
    assert b"SecretPhone" not in found.content


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("CMYK", lambda: encoded(Image.new("RGB", (300, 200), (200, 30, 40)).convert("CMYK"))),
        ("grey", lambda: encoded(Image.new("L", (300, 200), 120))),
        ("palette", lambda: encoded(picture(300, 200).convert("P"), "PNG", transparency=3)),
        ("one bit", lambda: encoded(picture(300, 200).convert("1"), "PNG")),
        ("grey and alpha", lambda: encoded(picture(300, 200).convert("LA"), "PNG")),
        ("16 bits", lambda: encoded(Image.new("I;16", (300, 200), 30_000), "PNG")),
        ("floats", lambda: encoded(Image.new("F", (300, 200), 0.5), "TIFF")),
        ("webp", lambda: encoded(picture(300, 200), "WEBP")),
        ("bmp", lambda: encoded(picture(300, 200), "BMP")),
        ("tiff", lambda: encoded(picture(300, 200), "TIFF")),
    ],
)
def test_every_common_kind_of_picture_becomes_a_plain_jpeg(
    kind: str, make: Callable[[], bytes]
) -> None:
    found = one(make(), kind)
    image = opened(found.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (300, 200))


def test_cmyk_keeps_its_colours() -> None:
    red = Image.new("RGB", (300, 200), (200, 30, 40)).convert("CMYK")
    assert near(colour(one(encoded(red, quality=95)).content, 0.5, 0.5), (200, 30, 40), by=30)


def test_sixteen_bits_keep_their_brightness() -> None:
    found = one(encoded(Image.new("I;16", (300, 200), 32_768), "PNG"))
    assert near(colour(found.content, 0.5, 0.5), (128, 128, 128), by=4)


def test_what_was_transparent_becomes_white_paper() -> None:
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    assert near(colour(one(encoded(clear, "PNG")).content, 0.5, 0.5), (255, 255, 255))


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (300, 200), shade) for shade in ((200, 30, 40), (10, 20, 220))]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(colour(one(moving, "a.gif").content, 0.5, 0.5), (200, 30, 40))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo.empty"),
        (b"hello " * 500, "photo.not_a_picture"),
        (b"PK\x03\x04" + bytes(200), "photo.not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.not_a_picture"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "photo.not_a_picture"),
        (photo()[:9000], "photo.truncated"),
        (photo()[:300], "photo.truncated"),
        (encoded(picture(), "PNG")[:4000], "photo.truncated"),
        (HEIC.read_bytes()[:1500], "photo.truncated"),
        (b"%PDF-1.7 but no more", "photo.pdf_locked"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        shrink(content, "某文件")
    assert refusal.value.code in (code, "photo.not_a_picture")
    assert refusal.value.values["name"] == "某文件"


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "照片.heif"])
def test_a_photo_of_a_phone_that_cannot_be_opened_says_what_to_do_on_the_phone(name: str) -> None:
    with pytest.raises(Rejected) as refusal:
        shrink(b"\x00\x00\x00\x18ftypheix" + bytes(500), name)
    assert refusal.value.code == "photo.phone_format"
    assert "JPG" in sentence(refusal.value)
    assert name in sentence(refusal.value)


@pytest.mark.parametrize(
    "bomb",
    [
        encoded(Image.new("1", (10_000, 10_000)), "PNG"),
        encoded(Image.new("L", (9000, 9000), 120), quality=20, progressive=True),
        encoded(Image.new("1", (20_000, 20_000)), "TIFF", compression="group4"),
    ],
)
def test_a_bomb_of_a_hundred_megapixels_is_refused_unopened(bomb: bytes) -> None:
    with pytest.raises(Rejected) as refusal:
        shrink(bomb, "bomb.png")
    assert refusal.value.code == "photo.too_many_pixels"


def test_a_jpeg_of_a_hundred_megapixels_is_read_at_a_fraction_of_its_size() -> None:
    found = one(encoded(Image.new("L", (12_000, 9000), 120), quality=30))
    assert (found.width, found.height) == (1600, 1200)


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    film = tmp_path / "film.mov"
    with film.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(Rejected) as refusal:
        shrink_all((film,))
    assert refusal.value.code == "photo.file_too_large"
    assert refusal.value.values["size"] == 200


def test_a_file_that_is_gone_is_said_and_nothing_is_taken(tmp_path: Path) -> None:
    there = tmp_path / "a.jpg"
    there.write_bytes(photo())
    with pytest.raises(StationError) as failure:
        shrink_all((there, tmp_path / "gone.jpg"))
    assert failure.value.code == "photo.file_unreadable"


def test_each_page_of_a_scan_becomes_a_picture() -> None:
    pages = [picture(600, 850, seed=number) for number in (1, 2)]
    found = shrink(encoded(pages[0], "PDF", save_all=True, append_images=pages[1:]), "scan.pdf")
    assert [one.is_page for one in found] == [True, True]
    assert len({one.content for one in found}) == 2
    assert all(opened(one.content).format == "JPEG" for one in found)


def test_a_book_is_refused() -> None:
    page = picture(60, 85)
    book = encoded(page, "PDF", save_all=True, append_images=[page] * 11)
    with pytest.raises(Rejected) as refusal:
        shrink(book, "book.pdf")
    assert refusal.value.code == "photo.pdf_long"


def test_taking_in_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(photo(number))
    told: list[tuple[int, int]] = []

    class Stopping:
        def step(self, done: int, total: int) -> None:
            told.append((done, total))
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        shrink_all(tuple(paths), progress=Stopping())
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_a_thumbnail_is_small_and_in_the_same_shape() -> None:
    small = opened(thumbnail_of(one(photo()).content))
    assert max(small.size) == shrinking.THUMBNAIL_SIDE
    assert small.size == (240, 320)


@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=8))
def test_damage_at_any_place_is_refused_in_words_or_read(at: int, damage: bytes) -> None:
    whole = bytearray(DAMAGED)
    at %= len(whole)
    whole[at : at + len(damage)] = damage
    try:
        said = shrink(bytes(whole), "a")[0].content[:3]
    except Rejected as refusal:
        said = refusal.code.encode()
    assert said.startswith((b"photo.", b"\xff\xd8\xff"))


DAMAGED = encoded(picture(160, 120), quality=70)
