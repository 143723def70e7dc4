"""Where a wrapped text breaks: its last line is never one letter that was left over (UI.md §7)."""

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

_TRIES = 4
"""By how many letters the lines above may be shortened."""


def wrapped(words: str, face: QFont, width: float) -> list[str]:
    """The lines of a text as Qt breaks them."""
    layout = QTextLayout(words, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(words[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


def even_width(words: str, face: QFont, width: float) -> float:
    """A little less than the width, if that keeps the last line from being a single letter."""
    letter = QFontMetricsF(face).horizontalAdvance("国")
    if "\n" in words or width < letter or not _leaves_one(lines := wrapped(words, face, width)):
        return width
    for step in range(1, _TRIES + 1):
        tried = wrapped(words, face, width - step * letter)
        if len(tried) == len(lines) and not _leaves_one(tried):
            return width - step * letter
    return width


def _leaves_one(lines: list[str]) -> bool:
    return len(lines) > 1 and sum(letter.isalnum() for letter in lines[-1]) == 1
