"""Responsible for fitting words into a box of a form: one line, a smaller line, or several lines.

DOMAIN §5: body 10.5 pt; a text that is too long shrinks to 9 pt, then wraps. Figures and ID numbers
are not torn apart: they shrink further before they break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import category

from station_app.reports.fonts import BOX, Chain, Lettering, Run

BODY = 10.5
SMALL = 9.0
SMALLEST = 6.5
SMALLEST_FIGURE = 5.0
"""A sum or an ID number in a very narrow column: tiny, but in one piece."""
LEADING = 1.18
MOST_EVENED = 9
"""From so many lines on, one short line at the end is how every paragraph ends."""
NEARLY = 1e-6  # what floats may lose on the way
# Opening marks stay with what follows, closing marks with what precedes (避头尾), figures together.
TOKEN = re.compile(
    r"[（《“‘「〔(−￥]*(?:[0-9A-Za-z.,:/*#+\-_%@=<>]+|.)[）》”’」〕，。、；：？！…·)]*", re.DOTALL
)
FIGURE = re.compile(r"[−-]?[0-9][0-9.,]*[0-9Xx]")
SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line ready to be drawn: its runs and its width in points."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A text made to fit: its lines at one size, and the characters that became boxes."""

    size: float
    lines: tuple[TextLine, ...]
    missing: str = ""

    @property
    def height(self) -> float:
        """The height of all lines together."""
        return len(self.lines) * self.size * LEADING


@dataclass(slots=True)
class Fitter:
    """Fits texts with one lettering and remembers what it fitted: rosters repeat themselves."""

    lettering: Lettering
    _known: dict[tuple[str, float, float, bool], Fit] = field(default_factory=dict)

    def fit(self, text: str, width: float, *, size: float = BODY, bold: bool = False) -> Fit:
        """The text in a box of `width` points, at `size` or, if it must, smaller and in lines."""
        key = (text, width, size, bold)
        known = self._known.get(key)
        if known is None:
            chain = self.lettering.chain(bold=bold)
            known = self._known[key] = _fit(chain, printable(text), width, size)
        return known

    def wrapped(self, text: str, width: float, *, size: float = BODY, bold: bool = False) -> Fit:
        """Running text: lines at exactly `size`, as many as it takes."""
        chain = self.lettering.chain(bold=bold)
        shown = printable(text)
        return Fit(size, _lines(chain, shown, width, size), chain.missing(shown.replace("\n", "")))

    def evened(self, text: str, width: float, *, size: float) -> Fit:
        """Lines at exactly `size` that are about equally long."""
        shown = printable(text)
        lines = _balanced(self.lettering.regular, shown, width, size)
        return Fit(size, lines, self.lettering.regular.missing(shown.replace("\n", "")))

    def line(self, text: str, *, size: float = BODY, bold: bool = False) -> TextLine:
        """One line at exactly `size`, however long."""
        return _line(self.lettering.chain(bold=bold), printable(text), size)


def printable(text: str) -> str:
    """The text without marks that have no ink: controls, joiners, variation selectors."""
    if text.isprintable() and not SELECTOR.search(text):
        return text
    kept = SELECTOR.sub("", text.replace("\t", " "))
    return "".join(char for char in kept if char == "\n" or has_ink(char))


def has_ink(char: str) -> bool:
    """Whether a character takes part in print at all."""
    return category(char) not in {"Cc", "Cf", "Cs"}


def _fit(chain: Chain, text: str, width: float, size: float) -> Fit:
    missing = chain.missing(text.replace("\n", ""))
    paragraphs = text.split("\n")
    natural = max(map(chain.width, paragraphs))
    if natural * SMALL <= width:
        size = min(size, width / natural) if natural else size
        return Fit(size, tuple(_line(chain, one, size) for one in paragraphs if one), missing)
    size = _size_for_tokens(chain, text, width, min(size, SMALL))
    apart = _before_bracket(chain, text, width / size)
    return Fit(size, _balanced(chain, apart or text, width, size), missing)


def _before_bracket(chain: Chain, text: str, width: float) -> str:
    """A name over the bracket that explains it, where each fits into a line (`width` at size one).

    参试退役军人 over （参加核试验） is read at a glance; cut in even halves it is not.
    """
    name, opening, meaning = text.partition("（")
    if not name or not meaning.endswith("）") or "\n" in text:
        return ""
    fits = max(chain.width(name), chain.width(opening + meaning)) <= width + NEARLY
    return f"{name}\n{opening}{meaning}" if fits else ""


def _balanced(chain: Chain, text: str, width: float, size: float) -> tuple[TextLine, ...]:
    """As few lines as fit, of about equal length, so that no single character hangs below."""
    lines = _lines(chain, text, width, size)
    if "\n" in text or not 1 < len(lines) < MOST_EVENED:
        return lines
    least = max(map(chain.width, _tokens(text))) * size
    narrow = max(line.width for line in lines) - size
    while narrow >= least and len(evened := _lines(chain, text, narrow, size)) == len(lines):
        lines, narrow = evened, narrow - size
    return lines


def _size_for_tokens(chain: Chain, text: str, width: float, size: float) -> float:
    """A size at which no figure or ID number must be torn, if there is one."""
    tokens = _tokens(text)
    widest = max((chain.width(token) for token in tokens), default=0)
    if widest * size <= width:
        return size
    figures = max((chain.width(token) for token in tokens if FIGURE.fullmatch(token)), default=0)
    least = SMALLEST_FIGURE if figures * SMALLEST > width else SMALLEST
    return max(least, width / widest)


def _lines(chain: Chain, text: str, width: float, size: float) -> tuple[TextLine, ...]:
    return tuple(
        _line(chain, line, size)
        for paragraph in text.split("\n")
        for line in _broken(chain, paragraph, width / size)
    )


def _broken(chain: Chain, text: str, width: float) -> Iterator[str]:
    """The lines of one paragraph, where `width` is measured at size one."""
    line, used = "", 0.0
    for token in _tokens(text):
        advance = chain.width(token)
        if line and used + advance > width + NEARLY:
            yield line.rstrip(" ")
            line, used = "", 0.0
            if token == " ":  # a line does not begin with the blank at which it was broken
                continue
        if not line and advance > width + NEARLY:
            *full, token = _torn(chain, token, width)  # noqa: PLW2901 (its last piece goes on)
            yield from full
            advance = chain.width(token)
        line, used = line + token, used + advance
    yield line


def _torn(chain: Chain, token: str, width: float) -> Iterator[str]:
    piece = ""
    for char in token:
        if piece and chain.width(piece + char) > width + NEARLY:
            yield piece
            piece = ""
        piece += char
    yield piece


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text.replace("\n", ""))


def _line(chain: Chain, text: str, size: float) -> TextLine:
    return TextLine(chain.runs(text), chain.width(text) * size)


def box_note(text: str, missing: str) -> str:
    """How the appendix names a text with characters that no font can draw (DOMAIN §5)."""
    shown = "".join(BOX if char in missing else char for char in text)
    codes = "、".join(f"U+{ord(char):04X}" for char in dict.fromkeys(missing))
    return f"“{shown}”中的{BOX}为 {codes}"
