"""Every form on which people stand: each name and number reads back, its fonts are inside it."""

import pytest

from tests.reports.reading import fonts, ink_in, pages
from tools.form_samples import IMPRINT, NAMES, SAMPLES, id_number

ALWAYS_MASKED = {"visit", "overdue-list"}
WITHOUT_NUMBER = {"visit-roster", "route-sheet", "plaque-receipts", "privacy-notice"}
UPRIGHT = {
    "registration-sheet",
    "privacy-notice",
    "visit",
    "plaque-register",
    "certification-photos",
}
LISTS = set(SAMPLES) - UPRIGHT


@pytest.mark.parametrize("name", list(SAMPLES))
def test_each_name_and_number_reads_back_and_fonts_are_embedded(name: str) -> None:
    document = SAMPLES[name](len(NAMES), IMPRINT)
    text = "".join(pages(document))
    assert [one for one in NAMES if one not in text] == []
    numbers = [] if name in WITHOUT_NUMBER else [id_number(n) for n in range(len(NAMES))]
    if name in ALWAYS_MASKED:
        numbers = [f"{number[:6]}********{number[-4:]}" for number in numbers]
    assert [number for number in numbers if number not in text] == []
    assert all(fonts(document).values())
    assert "□=见附注" not in text


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_nobody_says_so_on_one_page(name: str) -> None:
    found = pages(SAMPLES[name](0, IMPRINT))
    assert len(found) == 1
    assert "本期无" in found[0]


@pytest.mark.parametrize("name", list(SAMPLES))
def test_nothing_is_drawn_beyond_the_margins(name: str) -> None:
    """Long names and addresses wrap; the edges stay white on the first page and the last."""
    document = SAMPLES[name](len(NAMES), IMPRINT)
    width = 297 if name in LISTS else 210
    for index in {0, len(pages(document)) - 1}:
        assert ink_in(document, index, (0, 0, 13, 297)) == 0
        assert ink_in(document, index, (width - 13, 0, width, 297)) == 0
