"""The bundled fonts can draw every character that a name may have, and may be embedded."""

import pytest
from fontTools.ttLib import TTFont

from station_app.paths import fonts
from tools.fonts import gbk

NOT_DRAWN = {0x7F, 0x2252}  # a control character, and ≒
RARE = "㛃䶮𠀀𬭎𬱖𫟼𫓧"
WHOLE = ("NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Regular")
ALL = (*WHOLE, "NotoSerifSC-Bold", "RareHanA", "RareHanB")


def covered(name: str) -> set[int]:
    """The characters that a font draws."""
    with TTFont(fonts() / f"{name}.ttf", lazy=True) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("name", WHOLE)
def test_the_faces_of_names_draw_all_of_gbk(name: str) -> None:
    assert gbk() - covered(name) - NOT_DRAWN == set()


def test_headings_draw_what_ordinary_sentences_are_made_of() -> None:
    ordinary = {
        ord(character) for character in "退役军人服务站“光荣之家”（2026年）：—…0123456789ABCxyz"
    }
    assert ordinary <= covered("NotoSerifSC-Bold")


def test_together_they_draw_the_rare_characters_of_names() -> None:
    together = set().union(*(covered(name) for name in ALL))
    assert {character for character in RARE if ord(character) not in together} == set()


@pytest.mark.parametrize("name", ALL)
def test_a_pdf_may_embed_them(name: str) -> None:
    with TTFont(fonts() / f"{name}.ttf", lazy=True) as font:
        assert "glyf" in font
        assert font["OS/2"].fsType == 0
