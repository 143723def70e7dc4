"""No wrapped text ends with one letter that was left over (UI.md §7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont

from station_app.ui.components.wrapping import even_width, wrapped
from station_app.ui.theme import font

pytestmark = pytest.mark.usefixtures("qapp")  # letters have widths only where fonts are

NOTE = "记录留底，1 人次从月报里减去；发过的慰问、认证不动"


def letters(line: str) -> int:
    return sum(letter.isalnum() for letter in line)


def width_that_leaves_one(face: QFont) -> float:
    """The greatest width at which the last line is a single letter."""
    return next(
        float(width)
        for width in range(600, 60, -1)
        if letters((lines := wrapped(NOTE, face, width))[-1]) == 1 and len(lines) > 1
    )


def test_the_last_line_takes_a_letter_from_the_line_above_it() -> None:
    face = font("small")
    width = width_that_leaves_one(face)
    before, after = (wrapped(NOTE, face, one) for one in (width, even_width(NOTE, face, width)))
    assert len(after) == len(before)
    assert letters(after[-1]) > 1
    assert "".join(after) == NOTE


@given(st.text(alphabet="慰问人次，。；a1 ", max_size=60), st.integers(min_value=20, max_value=400))
def test_a_text_never_needs_more_lines_or_more_room(words: str, width: int) -> None:
    face = font("small")
    kept = even_width(words, face, width)
    assert kept <= width
    assert len(wrapped(words, face, kept)) == len(wrapped(words, face, width))


def test_a_text_of_given_lines_is_left_alone() -> None:
    assert even_width("慰问金发放花名\n册", font("small"), 90) == 90
