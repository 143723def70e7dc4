"""Make the fonts of `resources/fonts` from the font packages named in `resources/LICENSES.md`.

Two faces for everything (Noto Sans SC for the screen, Noto Serif SC for paper), and two files
for the rare characters of names and places that neither has. Each is cut to what a station in
mainland China can meet.
"""

import argparse
import bz2
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset

SYMBOLS = frozenset(
    [
        *range(0x20, 0x460),  # Latin, Greek, Cyrillic
        *range(0x2000, 0x2E80),  # punctuation, currency, arrows, boxes, circled figures
        *range(0x2E80, 0x3400),  # radicals, CJK punctuation, squared units
        *range(0xFE10, 0xFE70),  # vertical forms, small forms
        *range(0xFF00, 0xFFF0),  # full-width forms
    ]
)
EXTENSION_A = frozenset(range(0x3400, 0x4DC0))
AFTER_GBK = frozenset(range(0x9FA6, 0xA000))
COMPATIBILITY = frozenset(range(0xF900, 0xFB00))
SUPPLEMENTARY = range(0x20000, 0x32000)
IN_NAMES = frozenset({0x20BB7})
"""𠮷: in many names of people, though in no Chinese source of the standard."""
WITHOUT = ["BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "STAT", "prop", "vhea", "vmtx"]


@dataclass(frozen=True, slots=True)
class Cut:
    """One font file: its source, what it keeps, and its family name where that must change."""

    source: Path
    name: str
    keep: frozenset[int]
    family: str | None = None


def gbk() -> frozenset[int]:
    """Every character of GBK: what the machines of the offices could type for twenty years."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", errors="ignore")
            found.update(map(ord, text if len(text) == 1 else ""))
    return frozenset(found)


def unihan(folder: Path, field: str) -> frozenset[int]:
    """The characters that have this field in the Unihan database."""
    found: set[int] = set()
    for path in sorted(folder.glob("Unihan_*.txt.bz2")):
        for line in bz2.decompress(path.read_bytes()).decode().splitlines():
            if f"\t{field}\t" in line and line.startswith("U+"):
                found.add(int(line.split("\t", 1)[0][2:], 16))
    return frozenset(found)


def cuts(sans: Path, serif: Path, hanazono: Path, unicode_data: Path) -> Iterable[Cut]:
    """The six files: whole GBK where names are set, the table of general use where headings are."""
    general = unihan(unicode_data, "kTGH") | SYMBOLS
    whole = gbk() | general | AFTER_GBK
    chinese = unihan(unicode_data, "kIRG_GSource")
    beyond = frozenset(SUPPLEMENTARY) & (chinese | unihan(unicode_data, "kTGH")) | IN_NAMES
    yield Cut(sans / "400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf", whole)
    yield Cut(sans / "700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf", whole)
    yield Cut(serif / "400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf", whole)
    yield Cut(serif / "700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf", general)
    first = EXTENSION_A | AFTER_GBK | COMPATIBILITY | beyond
    yield Cut(hanazono / "HanaMinA.ttf", "RareHanA.ttf", first, "Rare Han A")
    yield Cut(hanazono / "HanaMinB.ttf", "RareHanB.ttf", beyond, "Rare Han B")


def make(cut: Cut, target: Path) -> int:
    """Write one file, without hinting and layout tables that neither Qt nor a PDF needs."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.drop_tables += WITHOUT
    font = subset.load_font(str(cut.source), options)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=cut.keep)
    maker.subset(font)
    if cut.family is not None:
        rename(font, cut.family)
    subset.save_font(font, str(target / cut.name), options)
    return (target / cut.name).stat().st_size


def rename(font: subset.ttLib.TTFont, family: str) -> None:
    """Give a changed font a name of its own, as its licence asks for reserved names."""
    for record in font["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font["name"].names = [r for r in font["name"].names if r.nameID not in {3, 17, 18}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("sans", "serif", "hanazono", "unicode-data", "target"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    places = parser.parse_args()
    for cut in cuts(places.sans, places.serif, places.hanazono, places.unicode_data):
        print(f"{cut.name:26} {make(cut, places.target) / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
