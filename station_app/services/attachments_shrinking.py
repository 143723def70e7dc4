"""A photo as it comes from a phone or a scanner becomes one that may be kept: upright, small, bare.

What the camera wrote beside the picture (the place, its owner, the device) does not survive: only
the pixels are drawn anew, and of the rest the day alone is given on as a proposal.
"""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pi_heif  # type: ignore[import-untyped]  # it brings no types
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from station_app.errors import Rejected, Unavailable
from station_app.progress import Progress, Silent
from station_app.reports.pages_as_images import page_count, page_image

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # the limits below are stricter, and say so in words

READ = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    WebPImagePlugin.WebPImageFile,
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    TiffImagePlugin.TiffImageFile,
)
FORMATS = (*(str(each.format) for each in READ), "HEIF")
"""What is read; every other decoder of the library stays shut."""
SUFFIXES = (
    "jpg", "jpeg", "png", "heic", "heif", "webp", "bmp", "gif", "tif", "tiff", "pdf",
)  # fmt: skip
PASTED = "clipboard.png"
"""The name of what came from the clipboard."""
MEGABYTE = 1024 * 1024
MOST_MB = 60
"""A photo of 20 MB is common, one of 60 is a film or a mistake."""
MOST_PIXELS = 60_000_000
"""180 MB while it is drawn: what a PC of a station can spare."""
MOST_JPEG_PIXELS = 250_000_000
"""A JPEG of a 200-megapixel phone is read at half or less of its size, so it costs no more."""
PHOTO_SIDE, PAGE_SIDE = 1600, 2000
PHOTO_BYTES, PAGE_BYTES = 250_000, 400_000
QUALITIES = (88, 82, 76, 70, 64, 58, 52, 46, 40)
SMALLER = 0.8
"""What is too heavy even coarsely (sand, leaves) gets fewer pixels."""
THUMBNAIL_SIDE, THUMBNAIL_QUALITY = 320, 72
MOST_PAGES = 10
PAGE_DPI = 170
TAKEN, TAKEN_IN = 0x9003, 0x8769
"""EXIF: when the picture was taken, and the part of the notes in which that stands."""
STUMBLES = (OSError, SyntaxError, ValueError, LookupError, TypeError, MemoryError, struct.error)
"""The decoders' ways to say that the data ends early or makes no sense."""
_ONE_AT_A_TIME = threading.Lock()
"""Two large photos at once would take twice the memory."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be kept: a JPEG without a word beside it.

    `taken_on` is what the camera said, `name` the file it came from; neither is kept by itself.
    """

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None
    name: str
    is_page: bool = False


def shrink_all(
    sources: tuple[Path | bytes, ...], *, progress: Progress | None = None
) -> list[Picture]:
    """The pictures of these files or contents, a PDF giving one a page.

    Raises `Rejected("photo.…")` for the first that cannot be taken; nothing is kept of any.
    """
    found: list[Picture] = []
    for done, source in enumerate(sources):
        (progress or Silent()).step(done, len(sources))
        if isinstance(source, Path):
            found += shrink(_read(source), source.name)
        else:
            found += shrink(source, PASTED)
    (progress or Silent()).step(len(sources), len(sources))
    return found


def _read(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > MOST_MB * MEGABYTE:
            size = round(path.stat().st_size / MEGABYTE)
            raise Rejected("photo.file_too_large", name=path.name, size=size, most=MOST_MB)
        return path.read_bytes()
    except OSError as error:
        raise Unavailable("photo.file_unreadable", name=path.name) from error


def shrink(content: bytes, name: str) -> list[Picture]:
    """The pictures of a file's content: one, or one a page.

    Raises `Rejected("photo.empty" | "photo.not_a_picture" | "photo.phone_format"
    | "photo.truncated" | "photo.too_many_pixels" | "photo.file_too_large" | "photo.pdf_long"
    | "photo.pdf_locked")`.
    """
    if not content:
        raise Rejected("photo.empty", name=name)
    if len(content) > MOST_MB * MEGABYTE:
        size = round(len(content) / MEGABYTE)
        raise Rejected("photo.file_too_large", name=name, size=size, most=MOST_MB)
    with _ONE_AT_A_TIME:
        if content.startswith(b"%PDF-"):
            return _pages(content, name)
        return [_shrunk(content, name)]


def thumbnail_of(content: bytes) -> bytes:
    """The small picture of one that was kept."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        return _thumbnail(image.convert("RGB"))


def _shrunk(content: bytes, name: str) -> Picture:
    with _opened(content, name) as image:
        _check_size(image, name)
        taken_on = _taken_on(image)
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
        return _made(_upright(image), name, taken_on, side=PHOTO_SIDE, most=PHOTO_BYTES)


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Image.Image]:
    """The picture; whatever the decoder stumbles over is said in words."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            yield image
    except UnidentifiedImageError:
        phone = name.lower().endswith((".heic", ".heif"))
        code = "photo.phone_format" if phone else "photo.not_a_picture"
        raise Rejected(code, name=name) from None
    except STUMBLES:
        raise Rejected("photo.truncated", name=name) from None


def _check_size(image: Image.Image, name: str) -> None:
    whole = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    most = MOST_JPEG_PIXELS if whole else MOST_PIXELS
    if image.width * image.height > most:
        raise Rejected("photo.too_many_pixels", name=name, width=image.width, height=image.height)


def _taken_on(image: Image.Image) -> date | None:
    """The day that the camera noted; notes of any other kind are not looked at."""
    try:
        written = str(image.getexif().get_ifd(TAKEN_IN).get(TAKEN, ""))
        return datetime.strptime(written[:10], "%Y:%m:%d").date()  # noqa: DTZ007 (the camera's day)
    except (ValueError, OSError, SyntaxError, KeyError, TypeError):
        return None


def _upright(image: Image.Image) -> Image.Image:
    """The pixels in plain colours, turned as the camera was held; of a film its first picture."""
    image.seek(0)
    image.load()
    image.thumbnail((2 * PHOTO_SIDE, 2 * PHOTO_SIDE), Image.Resampling.BOX, reducing_gap=None)
    turned = ImageOps.exif_transpose(image)
    return _in_screen_colours(_plain(turned), turned.info.get("icc_profile"))


def _plain(image: Image.Image) -> Image.Image:
    """Three channels of eight bits; what was transparent becomes white paper."""
    if image.mode.startswith(("I", "F")):
        image = _to_eight_bits(image)
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]  # one band
    top = 65535.0 if high > 255 else 255.0
    scale = 255.0 / (high if high > top else top)
    offset = 0.0 if low >= 0 else -low
    whole = image.convert("F").point(lambda value: value * scale + offset)
    return whole.convert("L")


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as on the phone; a profile that makes no sense is left aside."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return image if turned is None else turned


def _made(
    image: Image.Image,
    name: str,
    taken_on: date | None,
    *,
    side: int,
    most: int,
    is_page: bool = False,
) -> Picture:
    """The picture at most `side` long and, if at all possible, at most `most` bytes heavy."""
    fitted = _fitted(image, side)
    content = _encoded(fitted, most)
    while len(content) > most and max(fitted.size) > side // 3:
        fitted = _fitted(fitted, round(max(fitted.size) * SMALLER))
        content = _encoded(fitted, most)
    return Picture(
        content, _thumbnail(fitted), fitted.width, fitted.height, taken_on, name, is_page
    )


def _fitted(image: Image.Image, side: int) -> Image.Image:
    fitted = image.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    return fitted


def _encoded(image: Image.Image, most: int) -> bytes:
    """The best quality that stays below the weight, else the least."""
    content = b""
    for quality in QUALITIES:
        content = _jpeg(image, quality)
        if len(content) <= most:
            return content
    return content


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """The bare picture: nothing of `info` is written along."""
    out = io.BytesIO()
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _thumbnail(image: Image.Image) -> bytes:
    return _jpeg(_fitted(image, THUMBNAIL_SIDE), THUMBNAIL_QUALITY)


def _pages(content: bytes, name: str) -> list[Picture]:
    try:
        count = page_count(content)
        if count > MOST_PAGES:
            raise Rejected("photo.pdf_long", name=name, count=count, most=MOST_PAGES)
        return [_page(content, number, name) for number in range(count)]
    except Unavailable:
        raise Rejected("photo.pdf_locked", name=name) from None


def _page(content: bytes, number: int, name: str) -> Picture:
    drawn = page_image(content, number, dpi=PAGE_DPI)
    size = (drawn.width, drawn.height)
    image = Image.frombytes("RGB", size, drawn.pixels, "raw", "BGRX", drawn.stride)
    return _made(image, name, None, side=PAGE_SIDE, most=PAGE_BYTES, is_page=True)
