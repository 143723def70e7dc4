"""Page ranges as clerks write them."""

import pytest

from station_app.domain.page_ranges import pages_wanted


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (1, 2, 3, 4, 5)),
        ("  ", (1, 2, 3, 4, 5)),
        ("2", (2,)),
        ("2-4", (2, 3, 4)),
        ("２－４", (2, 3, 4)),
        ("2—4", (2, 3, 4)),
        ("2至4", (2, 3, 4)),
        ("1，3、5", (1, 3, 5)),
        ("1 3", (1, 3)),
        ("4-", (4, 5)),
        ("-2", (1, 2)),
        ("3,1-3", (3, 1, 2)),
    ],
)
def test_pages_are_read_as_they_are_written(text: str, pages: tuple[int, ...]) -> None:
    assert pages_wanted(text, 5) == pages


@pytest.mark.parametrize("text", ["0", "6", "4-2", "3-9", "甲", "1--2", "1.5"])
def test_what_names_no_page_of_these_is_not_guessed(text: str) -> None:
    assert pages_wanted(text, 5) is None
