"""Responsible for ink: which font draws a character, how wide it is, and that it reads back.

reportlab has no fallback between fonts: a rare character of somebody's name would silently vanish.
Here a text is split into runs by coverage; what no font covers becomes a box, which is explained.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any
from unicodedata import category

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from station_app import paths
from station_app.errors import Unavailable

BOX = "□"
LOADING = Lock()
# Fonts of the platform are asked last, for characters that the bundled ones lack.
SYSTEM_FONTS = (
    ("C:/Windows/Fonts/simsun.ttc", 0),
    ("C:/Windows/Fonts/simsunb.ttf", 0),
    ("C:/Windows/Fonts/SimSunExtG.ttf", 0),
    ("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf", 0),
    ("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf", 0),
)


class ReadableFont(TTFont):  # type: ignore[misc]  # the library has no types
    """A TrueType font whose text can be copied out of the PDF, rare characters included.

    reportlab writes a character beyond the Basic Multilingual Plane as five hex digits; the PDF
    reference (ISO 32000-1, 9.10.3) wants UTF-16BE, which is two surrogates.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's spelling)
        """Let the library write the font, then give each subset a right ToUnicode map."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            stream = doc.idToObject[fonts[name].ToUnicode.name]
            stream.content = to_unicode_map(fonts[name].BaseFont, subset)


def to_unicode_map(font_name: str, subset: list[int]) -> str:
    """The CMap from byte to character of one subset, in blocks of a hundred as it must be."""
    pairs = [f"<{code:02X}> <{utf16(char)}>" for code, char in enumerate(subset) if char]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{font_name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def utf16(char: int) -> str:
    """A character as UTF-16BE in hex: four digits, or eight beyond the first plane."""
    return chr(char).encode("utf-16-be", "surrogatepass").hex().upper()


def is_private(char: str) -> bool:
    """Whether every font fills this code as it likes: any glyph for it would be a guess."""
    return category(char) == "Co"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font draws."""

    font: str
    text: str


@dataclass(slots=True)
class Chain:
    """One weight of lettering: its own font first, then those that stand in, loaded when needed."""

    files: tuple[tuple[Path, int], ...]
    _fonts: list[tuple[str, dict[str, float]]] = field(default_factory=list)
    _home: dict[str, str] = field(default_factory=dict)
    _advance: dict[str, float] = field(default_factory=dict)
    _own: frozenset[str] = frozenset()

    @property
    def font(self) -> str:
        """The name of its own font."""
        self._learn(BOX)
        return self._fonts[0][0]

    def runs(self, text: str) -> tuple[Run, ...]:
        """The text in pieces that each have a font; a character without any has become a box."""
        self._learn(text)
        if self._own.issuperset(text):
            return (Run(self._fonts[0][0], text),) if text else ()
        drawn = "".join(BOX if self._home[char] == "" else char for char in text)
        grouped = groupby(drawn, lambda char: self._home[char])
        return tuple(Run(font, "".join(chars)) for font, chars in grouped)

    def width(self, text: str) -> float:
        """The width of the text at size one."""
        self._learn(text)
        return sum(map(self._advance.__getitem__, text))

    def missing(self, text: str) -> str:
        """The characters of the text that no font can draw."""
        self._learn(text)
        return "".join(char for char in text if self._home[char] == "")

    def _learn(self, text: str) -> None:
        if self._advance.keys() >= set(text):
            return
        with LOADING:
            if not self._fonts:
                self._take_first()
            for char in set(text) - self._advance.keys():
                self._find_home(char)

    def _take_first(self) -> None:
        name, widths = self._load(0)
        self._own = frozenset(char for char in widths if not is_private(char))
        self._home.update(dict.fromkeys(self._own, name))
        self._advance.update((char, widths[char]) for char in self._own)
        self._home.setdefault(BOX, name)

    def _find_home(self, char: str) -> None:
        for name, widths in () if is_private(char) else self._loaded_in_order():
            if char in widths:
                self._home[char], self._advance[char] = name, widths[char]
                return
        self._home[char], self._advance[char] = "", self._advance[BOX]

    def _loaded_in_order(self) -> Iterator[tuple[str, dict[str, float]]]:
        for index in range(len(self.files)):
            yield self._fonts[index] if index < len(self._fonts) else self._load(index)

    def _load(self, index: int) -> tuple[str, dict[str, float]]:
        path, subfont = self.files[index]
        font = register(path, subfont)
        face = font.face
        widths = {chr(code): width / 1000 for code, width in face.charWidths.items()}
        self._fonts.append((font.fontName, widths))
        return self._fonts[-1]


@cache
def register(path: Path, subfont: int) -> Any:
    """Load a font once per process; it costs between a twentieth and a quarter of a second."""
    try:
        font = ReadableFont(f"{path.stem}-{subfont}", str(path), subfontIndex=subfont)
    except (OSError, TTFError) as error:
        raise Unavailable("printing.font_unreadable", file=path.name) from error
    pdfmetrics.registerFont(font)
    return font


@dataclass(frozen=True, slots=True)
class Lettering:
    """The two weights that forms are set in."""

    regular: Chain
    bold: Chain

    def chain(self, *, bold: bool) -> Chain:
        """The chain of one weight."""
        return self.bold if bold else self.regular


def lettering() -> Lettering:
    """The lettering of the bundled fonts."""
    return lettering_from(paths.fonts(), system=True)


@cache
def lettering_from(folder: Path, *, system: bool) -> Lettering:
    """Lettering from the fonts of a folder: the serif first, the rest by name for rare characters.

    Raises `Unavailable("printing.no_font")` when the folder has no serif.
    """
    files = sorted((*folder.glob("*.ttf"), *folder.glob("*.ttc")))
    regular = [file for file in files if "bold" not in file.stem.lower()]
    serif = [file for file in regular if "serif" in file.stem.lower()]
    if not serif:
        raise Unavailable("printing.no_font", folder=str(folder))
    bold = [file for file in files if {"serif", "bold"} <= _words(file.stem)]
    stand_in = [*serif, *(file for file in regular if file not in serif)]
    spare = _system_fonts() if system else ()
    return Lettering(_chain(stand_in, spare), _chain([*bold, *stand_in], spare))


def _words(stem: str) -> set[str]:
    return {word for word in ("serif", "bold") if word in stem.lower()}


def _chain(files: list[Path], spare: tuple[tuple[Path, int], ...]) -> Chain:
    return Chain((*((file, 0) for file in files), *spare))


def _system_fonts() -> tuple[tuple[Path, int], ...]:
    wanted = "C:" if sys.platform == "win32" else "/"
    named = ((Path(name), subfont) for name, subfont in SYSTEM_FONTS if name.startswith(wanted))
    return tuple((path, subfont) for path, subfont in named if path.exists())
