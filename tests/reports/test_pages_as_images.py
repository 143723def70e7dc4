"""Pages as pictures: the size asked for, every page its own, and damaged files refused."""

import pytest

from station_app.errors import Unavailable
from station_app.progress import Silent
from station_app.reports import payment_roster
from station_app.reports.pages_as_images import page_count, page_image
from tests.reports.samples import imprint, payment_rows, payments


@pytest.fixture(scope="module")
def document() -> bytes:
    """A roster of three pages."""
    return payment_roster.pdf(payments(payment_rows(30)), imprint(), Silent())


def test_a_picture_has_the_size_of_the_paper_at_its_resolution(document: bytes) -> None:
    image = page_image(document, 0, dpi=150)
    assert abs(image.width - 297 / 25.4 * 150) < 2
    assert abs(image.height - 210 / 25.4 * 150) < 2
    assert len(image.pixels) == image.stride * image.height
    assert image.stride == image.width * 4


def test_every_page_can_be_drawn(document: bytes) -> None:
    assert page_count(document) == 3
    pictures = {page_image(document, index, dpi=50).pixels for index in range(3)}
    assert len(pictures) == 3


def test_a_damaged_file_is_refused_in_words() -> None:
    with pytest.raises(Unavailable, match=r"printing\.pdf_unreadable"):
        page_count(b"%PDF-1.4 cut off")
