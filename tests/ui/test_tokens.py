"""The tokens are those of the design's table, and can be read at arm's length."""

import pytest

from station_app.ui import tokens as tk
from station_app.ui.tokens import DARK, DARK_LARGE, LARGE, LIGHT, Palette

TABLE = """
bg #F5F2EB #161A18 #F7F5F0
surface #FFFFFF #1E2421 #FFFFFF
sunken #FAF8F4 #232A26 #FAF8F4
hover #F3F0E8 #28302B #F3F0E8
line #E4DED2 #333C37 #B9B1A2
line2 #CFC7B8 #465149 #8C8577
field #8C8577 #7C897F #4C4A44
text #1D2420 #ECEAE3 #000000
text2 #4C554F #BCC2BA #262B28
text3 #616962 #9AA39B #3D433F
disabled #85867C #6E766F #66675F
primary #1C5A47 #7CC6A8 #0F4434
on_primary #FFFFFF #0E211A #FFFFFF
tint #E3EFE9 #223D33 #E3EFE9
nav #15382E #0F1513 #0E2B23
nav2 #1E4A3D #213B32 #1E4A3D
nav_text #DCE7E0 #C9D3CC #FFFFFF
nav_dim #8FB0A2 #7F9388 #C6DAD0
red #A62B22 #F2978C #8E1C14
amber #815000 #EBBD66 #5F3A00
green #23694A #86CFA6 #114A31
blue #245A8C #8FBDE8 #17446E
violet #65478F #C3A9E6 #65478F
teal #0F6470 #7CC9D2 #0F6470
mark #FFE9A8 #5F4F17 #FFE9A8
red_t #FBEAE7 #3E2320 #FBEAE7
amber_t #FCF1DA #3A2F19 #FCF1DA
green_t #E2F1E8 #1F3529 #E2F1E8
blue_t #E5EFF8 #1E2F3F #E5EFF8
violet_t #F0EAF7 #2E2739 #F0EAF7
teal_t #DDF0F2 #193438 #DDF0F2
grey_t #EFECE5 #2C332F #EFECE5
"""
"""The design's §2: token, light, dark, large. Edges of large mode are stronger than the table's."""

EDGES = """
red_l #E9BDB6 #6B3A34
amber_l #E6C98E #665329
green_l #AFD6C0 #35593F
blue_l #B7D0E6 #35526C
violet_l #CDBDE2 #4F4366
teal_l #A5D3D8 #2C5960
grey_l #D4CDBF #46504A
ok #2C8A57 #5FBF8A
warn #C67D0C #E0A33C
bad #C0392B #E5766A
primary_hover #164938 #92D4B9
"""

PALETTES = [
    pytest.param(LIGHT, id="light"),
    pytest.param(DARK, id="dark"),
    pytest.param(LARGE, id="large"),
    pytest.param(DARK_LARGE, id="dark-large"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_colour_is_that_of_the_table() -> None:
    for line in (TABLE + EDGES).split("\n"):
        name, *values = line.split() or [""]
        for palette, value in zip((LIGHT, DARK, LARGE), values, strict=False):
            assert getattr(palette, name) == value, (name, value)


@pytest.mark.parametrize("palette", PALETTES)
def test_text_can_be_read_on_every_ground(palette: Palette) -> None:
    least = 7.0 if palette in (LARGE, DARK_LARGE) else 4.5
    for ink in ("text", "text2", "text3"):
        for ground in ("bg", "surface", "sunken", "hover"):
            assert contrast(getattr(palette, ink), getattr(palette, ground)) >= least, (ink, ground)


@pytest.mark.parametrize("palette", PALETTES)
def test_meanings_can_be_read_on_their_tints(palette: Palette) -> None:
    for name in tk.MEANINGS:
        assert contrast(getattr(palette, name), getattr(palette, f"{name}_t")) >= 4.5, name
        assert contrast(getattr(palette, name), palette.surface) >= 4.5, name


@pytest.mark.parametrize("palette", PALETTES)
def test_edges_rings_and_lights_stand_out(palette: Palette) -> None:
    for name in ("field", "primary", "ok", "warn", "bad"):
        assert contrast(getattr(palette, name), palette.surface) >= 3, name
    assert contrast(palette.on_primary, palette.primary) >= 4.5
    assert contrast(palette.nav_text, palette.nav) >= 4.5
    assert contrast(palette.nav_dim, palette.nav) >= 4.5
    assert contrast(palette.text, palette.mark) >= 4.5
    assert contrast(palette.disabled, palette.sunken) >= 3


def test_the_badge_that_asks_can_be_read() -> None:
    assert contrast(tk.ON_BADGE, tk.BADGE) >= 4.5
    assert contrast(tk.ON_TOAST, tk.TOAST) >= 7


@pytest.mark.parametrize(
    ("role", "small", "large"),
    [
        ("tiny", 12, 18),
        ("cap", 13, 20),
        ("small", 14, 21),
        ("body", 15, 22),
        ("lead", 16, 24),
        ("h3", 17, 26),
        ("h2", 20, 30),
        ("h1", 24, 36),
        ("count", 26, 39),
        ("figure", 30, 45),
        ("figure_big", 38, 57),
    ],
)
def test_type_sizes_are_those_of_the_table(role: str, small: int, large: int) -> None:
    assert tk.tokens().type(role) == small
    assert tk.tokens(percent=150).type(role) == large


def test_heights_grow_with_the_scale() -> None:
    assert tk.tokens().height("row") == 36
    assert tk.tokens(percent=125).height("row") == 45
    assert tk.tokens(percent=150).px(tk.ROW_LARGE) == 54
    assert tk.tokens(percent=150).px(tk.WIDTH_RAIL) == 126


def test_large_and_light_is_the_high_contrast_palette() -> None:
    assert tk.tokens(percent=150).palette is LARGE
    assert tk.tokens(percent=125).palette is LIGHT
    assert tk.tokens(dark=True, percent=150).palette is DARK_LARGE
    assert tk.tokens(dark=True, percent=125).palette is DARK
    assert tk.tokens(percent=200).palette is LARGE
    assert tk.tokens(percent=150).large
