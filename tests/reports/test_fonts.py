"""Every character of a name is drawn, can be copied, and no font stays outside the file."""

from pathlib import Path

import pytest

from station_app.domain.forms import PlaqueCard
from station_app.errors import Unavailable
from station_app.progress import Silent
from station_app.reports import plaque_register
from station_app.reports.fonts import BOX, lettering, lettering_from, to_unicode_map, utf16
from tests.reports.reading import fonts, ink, pages
from tests.reports.samples import RARE_NAMES, UNDRAWABLE, imprint


def card(name: str | None) -> bytes:
    """A register card of a household head of this name."""
    return plaque_register.pdf([PlaqueCard(head_name=name)], imprint(), Silent())


@pytest.mark.parametrize("name", RARE_NAMES)
def test_a_rare_character_of_a_name_can_be_copied_out_of_the_form(name: str) -> None:
    assert name in pages(card(name))[0]


@pytest.mark.parametrize("name", RARE_NAMES)
def test_a_rare_character_of_a_name_is_drawn_and_not_left_white(name: str) -> None:
    assert ink(card(name)) - ink(card(name[0])) > 30


def test_two_rare_characters_are_drawn_differently() -> None:
    first, second = (ink(card(name)) for name in ("张𠀀", "张𬭎"))
    assert first != second


def test_every_font_of_a_form_is_embedded_as_a_subset() -> None:
    used = fonts(card("".join(RARE_NAMES)))
    assert all(used.values())
    assert len(used) >= 3
    assert len(card("张㛃")) < 200_000


def test_a_character_that_no_font_draws_becomes_a_box_with_a_note() -> None:
    text = pages(card(f"张明{UNDRAWABLE}"))[0]
    assert f"张明{BOX}" in text
    assert f"{BOX}=见附注" in text
    assert f"附注：“张明{BOX}”中的{BOX}为U+E863，请在原处手写补正。" in text


def test_a_form_without_such_a_character_carries_no_note() -> None:
    assert "附注" not in pages(card("张明"))[0]


def test_a_code_for_private_use_is_a_box_even_where_a_font_fills_it() -> None:
    chain = lettering().regular
    assert chain.missing(f"张{UNDRAWABLE}") == UNDRAWABLE
    assert "".join(run.text for run in chain.runs(f"张{UNDRAWABLE}")) == f"张{BOX}"


def test_a_text_is_split_only_where_the_font_changes() -> None:
    runs = lettering().regular.runs("张𠀀明")
    assert [run.text for run in runs] == ["张", "𠀀", "明"]
    assert runs[0].font == runs[2].font != runs[1].font
    assert len(lettering().regular.runs("张明")) == 1


def test_bold_lettering_borrows_the_regular_weight_for_rare_characters() -> None:
    assert lettering().bold.missing("㛃𬭎𠀀") == ""


@pytest.mark.parametrize(
    ("char", "expected"), [("明", "660E"), ("𠀀", "D840DC00"), ("𬭎", "D872DF4E")]
)
def test_characters_are_mapped_as_utf16_with_surrogates(char: str, expected: str) -> None:
    assert utf16(ord(char)) == expected


def test_the_map_back_to_characters_comes_in_blocks_of_a_hundred() -> None:
    text = to_unicode_map("F1", [0, *range(0x4E00, 0x4E00 + 150)])
    assert "100 beginbfchar" in text
    assert "50 beginbfchar" in text
    assert "<01> <4E00>" in text
    assert "<00> <0000>" not in text


def test_a_folder_without_a_serif_says_which_folder(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"printing\.no_font") as refused:
        lettering_from(tmp_path, system=False)
    assert refused.value.values == {"folder": str(tmp_path)}


def test_a_damaged_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "SomeSerif.ttf").write_bytes(b"not a font at all")
    with pytest.raises(Unavailable, match=r"printing\.font_unreadable") as refused:
        lettering_from(tmp_path, system=False).regular.width("张")
    assert refused.value.values == {"file": "SomeSerif.ttf"}


def test_every_character_of_gbk_has_a_glyph_in_both_weights() -> None:
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    decoded = (pair.decode("gbk", "ignore") for pair in pairs)
    han = "".join(char for char in decoded if "\u4e00" <= char <= "\u9fff")
    assert len(han) > 20_000
    assert lettering().regular.missing(han) == ""
    assert lettering().bold.missing(han) == ""
