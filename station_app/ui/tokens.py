"""Every colour, type size, space, radius and height of the window, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

MEANINGS = ("red", "amber", "green", "blue", "violet", "teal", "grey")
"""Colours that mean something; each has a tint (`_t`) and an edge (`_l`)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance, as #RRGGBB."""

    bg: str
    surface: str
    sunken: str
    hover: str
    line: str
    line2: str
    field: str
    text: str
    text2: str
    text3: str
    disabled: str
    primary: str
    primary_hover: str
    on_primary: str
    tint: str
    nav: str
    nav2: str
    nav_text: str
    nav_dim: str
    red: str
    amber: str
    green: str
    blue: str
    violet: str
    teal: str
    grey: str
    mark: str
    red_t: str
    red_l: str
    amber_t: str
    amber_l: str
    green_t: str
    green_l: str
    blue_t: str
    blue_l: str
    violet_t: str
    violet_l: str
    teal_t: str
    teal_l: str
    grey_t: str
    grey_l: str
    ok: str
    warn: str
    bad: str
    scroll: str

    def named(self) -> Iterator[tuple[str, str]]:
        """Every colour with its name."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))


LIGHT = Palette(
    bg="#F5F2EB",
    surface="#FFFFFF",
    sunken="#FAF8F4",
    hover="#F3F0E8",
    line="#E4DED2",
    line2="#CFC7B8",
    field="#8C8577",
    text="#1D2420",
    text2="#4C554F",
    text3="#616962",
    disabled="#85867C",
    primary="#1C5A47",
    primary_hover="#164938",
    on_primary="#FFFFFF",
    tint="#E3EFE9",
    nav="#15382E",
    nav2="#1E4A3D",
    nav_text="#DCE7E0",
    nav_dim="#8FB0A2",
    red="#A62B22",
    amber="#815000",
    green="#23694A",
    blue="#245A8C",
    violet="#65478F",
    teal="#0F6470",
    grey="#4C554F",
    mark="#FFE9A8",
    red_t="#FBEAE7",
    red_l="#E9BDB6",
    amber_t="#FCF1DA",
    amber_l="#E6C98E",
    green_t="#E2F1E8",
    green_l="#AFD6C0",
    blue_t="#E5EFF8",
    blue_l="#B7D0E6",
    violet_t="#F0EAF7",
    violet_l="#CDBDE2",
    teal_t="#DDF0F2",
    teal_l="#A5D3D8",
    grey_t="#EFECE5",
    grey_l="#D4CDBF",
    ok="#2C8A57",
    warn="#C67D0C",
    bad="#C0392B",
    scroll="#CFC7B8",
)

DARK = Palette(
    bg="#161A18",
    surface="#1E2421",
    sunken="#232A26",
    hover="#28302B",
    line="#333C37",
    line2="#465149",
    field="#7C897F",
    text="#ECEAE3",
    text2="#BCC2BA",
    text3="#9AA39B",
    disabled="#6E766F",
    primary="#7CC6A8",
    primary_hover="#92D4B9",
    on_primary="#0E211A",
    tint="#223D33",
    nav="#0F1513",
    nav2="#213B32",
    nav_text="#C9D3CC",
    nav_dim="#7F9388",
    red="#F2978C",
    amber="#EBBD66",
    green="#86CFA6",
    blue="#8FBDE8",
    violet="#C3A9E6",
    teal="#7CC9D2",
    grey="#BCC2BA",
    mark="#5F4F17",
    red_t="#3E2320",
    red_l="#6B3A34",
    amber_t="#3A2F19",
    amber_l="#665329",
    green_t="#1F3529",
    green_l="#35593F",
    blue_t="#1E2F3F",
    blue_l="#35526C",
    violet_t="#2E2739",
    violet_l="#4F4366",
    teal_t="#193438",
    teal_l="#2C5960",
    grey_t="#2C332F",
    grey_l="#46504A",
    ok="#5FBF8A",
    warn="#E0A33C",
    bad="#E5766A",
    scroll="#465149",
)

DARK_LARGE = replace(
    DARK,
    text="#FFFFFF",
    text2="#DDE2DB",
    text3="#C3CAC1",
    line="#56625B",
    line2="#7C897F",
    field="#A9B4AB",
    disabled="#8C958D",
    primary="#93D8BB",
    primary_hover="#A9E3CA",
    nav_text="#FFFFFF",
    nav_dim="#A9BBB1",
    scroll="#7C897F",
)
"""The dark colours of 老花模式: brighter words and edges on the same grounds."""


LARGE = Palette(
    bg="#F7F5F0",
    surface="#FFFFFF",
    sunken="#FAF8F4",
    hover="#F3F0E8",
    line="#B9B1A2",
    line2="#8C8577",
    field="#4C4A44",
    text="#000000",
    text2="#262B28",
    text3="#3D433F",
    disabled="#66675F",
    primary="#0F4434",
    primary_hover="#0B3528",
    on_primary="#FFFFFF",
    tint="#E3EFE9",
    nav="#0E2B23",
    nav2="#1E4A3D",
    nav_text="#FFFFFF",
    nav_dim="#C6DAD0",
    red="#8E1C14",
    amber="#5F3A00",
    green="#114A31",
    blue="#17446E",
    violet="#65478F",
    teal="#0F6470",
    grey="#262B28",
    mark="#FFE9A8",
    red_t="#FBEAE7",
    red_l="#C0392B",
    amber_t="#FCF1DA",
    amber_l="#B5770F",
    green_t="#E2F1E8",
    green_l="#2C8A57",
    blue_t="#E5EFF8",
    blue_l="#245A8C",
    violet_t="#F0EAF7",
    violet_l="#65478F",
    teal_t="#DDF0F2",
    teal_l="#0F6470",
    grey_t="#EFECE5",
    grey_l="#8C8577",
    ok="#2C8A57",
    warn="#B5700A",
    bad="#C0392B",
    scroll="#8C8577",
)

BADGE, ON_BADGE = "#E9C46A", "#3A2A00"
"""The badge that asks a person for a decision, and the bar of the chosen side-bar item."""
SEAL, ON_SEAL = "#B5352B", "#FFFFFF"
TOAST, TOAST_EDGE, ON_TOAST, TOAST_DIM = "#1B2B25", "#3A5247", "#F2F0E9", "#B9C8BF"
TOAST_OK = "#86CFA6"
"""The toast is dark in every appearance: it lies over all of them."""

SKY = ("#12342A", "#235A48")
HILLS = ("#2F6E59", "#235746", "#1A4738", "#12362B")
MOON = "#C9B264"
"""The landscape of log-in and first run, from the far hill to the near one."""

TYPE = {
    "tiny": 12,
    "cap": 13,
    "small": 14,
    "body": 15,
    "lead": 16,
    "h3": 17,
    "h2": 20,
    "h1": 24,
    "count": 26,
    "figure": 30,
    "figure_big": 38,
}

SPACE = (2, 4, 8, 12, 16, 20, 24)
PAGE_MARGIN, CARD_GAP, CARD_MARGIN = 20, 12, 16

RADIUS_CHIP, RADIUS_INPUT, RADIUS_BUTTON, RADIUS_CARD = 4, 5, 6, 8

HEIGHT = {
    "row": 36,
    "row_batch": 34,
    "row_tally": 33,
    "head": 34,
    "input": 36,
    "input_row": 30,
    "button": 36,
    "button_row": 30,
    "button_main": 40,
    "filter": 32,
    "tag": 24,
    "header": 58,
    "status": 30,
    "nav_item": 36,
}
WIDTH_SIDE_BAR, WIDTH_RAIL, WIDTH_DIALOG = 172, 84, 700

ROW_LARGE = 36
"""A table row of large mode before scaling: 54 px at 150 %."""

SCALES = (100, 125, 150, 175, 200)
LARGE_FROM = 150
ROOM_FOR_COLUMNS = 1320
"""The width, before scaling, below which side bar and second column leave no room for the work."""

FAMILIES = ("Microsoft YaHei UI", "Noto Sans SC", "Rare Han A", "Rare Han B")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette at one scale: what every component measures and paints with."""

    palette: Palette
    percent: int = 100
    dark: bool = False
    narrow: bool = False
    """Whether the window is too narrow at this scale for more than one column."""

    @property
    def large(self) -> bool:
        """Whether the single-column layout of 老花模式 applies."""
        return self.old_eyes or self.narrow

    @property
    def old_eyes(self) -> bool:
        """Whether 老花模式 was chosen: large type, high contrast."""
        return self.percent >= LARGE_FROM

    def px(self, size: float) -> int:
        """A length of the table, at the present scale."""
        return round(size * self.percent / 100)

    def type(self, role: str) -> int:
        """The height of a type role in pixels."""
        return self.px(TYPE[role])

    def height(self, part: str) -> int:
        """The height of a part in pixels."""
        return self.px(HEIGHT[part])


def tokens(*, dark: bool = False, percent: int = 100, narrow: bool = False) -> Tokens:
    """The tokens of an appearance; from 老花模式 on the palette is one of high contrast."""
    if dark:
        return Tokens(DARK_LARGE if percent >= LARGE_FROM else DARK, percent, True, narrow)
    return Tokens(LARGE if percent >= LARGE_FROM else LIGHT, percent, False, narrow)


def too_narrow(width: int, percent: int) -> bool:
    """Whether a window of this width holds one column only at this scale."""
    return width * 100 < ROOM_FOR_COLUMNS * percent
