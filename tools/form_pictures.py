"""Every form as pictures, with 0, 1, 40 and 500 rows: `python -m tools.form_pictures DIR`.

The first, the second and the last page of each, loose, bound and masked; nobody in them exists.
"""

import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from tools.form_samples import IMPRINT, SAMPLES

ROWS = (0, 1, 40, 500)
DPI = 70
LOOKS = {
    "loose": IMPRINT,
    "bound": replace(IMPRINT, bound=True),
    "masked": replace(IMPRINT, mask=MaskLevel.MASKED),
}


def main(arguments: list[str]) -> int:
    """Draw everything into a folder; forms that are named after it, or all."""
    if not arguments:
        sys.stderr.write("usage: form_pictures DIR [FORM ...]\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    count = sum(draw(folder, name) for name in arguments[1:] or SAMPLES)
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0


def draw(folder: Path, name: str) -> int:
    """All pictures of one form; bound and masked with forty rows only."""
    made = sum(_pages(folder, name, rows, "loose", IMPRINT) for rows in ROWS)
    others = [(look, imprint) for look, imprint in LOOKS.items() if look != "loose"]
    return made + sum(_pages(folder, name, 40, look, imprint) for look, imprint in others)


def _pages(folder: Path, name: str, rows: int, look: str, imprint: Imprint) -> int:
    document = pypdfium2.PdfDocument(SAMPLES[name](rows, imprint))
    wanted = sorted({0, min(1, len(document) - 1), len(document) - 1})
    for index in wanted:
        picture = document[index].render(scale=DPI / 72).to_pil()
        picture.save(folder / f"{name}-{rows:03}-{look}-{index + 1}.png")
    document.close()
    return len(wanted)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
