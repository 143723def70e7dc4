"""The guide: opens in the window by keys, names only what the program has, is never stale."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.modeltest import ModelTester

import dev
from station_app.cli.parser import build_parser
from station_app.paths import guide
from station_app.ui.guide_book import ABOUT, chapter_about, chapters
from station_app.ui.guide_view import GuideView
from station_app.ui.pages import PAGES
from station_app.ui.pages.help import Contents, HelpPage
from tests.architecture.sources import modules
from tools.clerk import Clerk, at_sample_station
from tools.guide import FIRST_RUN, SCENES

FILES = sorted(guide().glob("*.md"))
KEY = re.compile(
    r"(?:(?:Ctrl|Alt|Shift) )?(?:F\d+|[A-Z]|[-+0-9←→↑↓]|Enter|Esc|PgUp|PgDn|Del|Ins|Space|Delete)"
)
NAMES = {"Enter": "Return", "Esc": "Escape", "←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}
ARROWS = {"Left", "Right", "Up", "Down"}
OF_FIELDS = {"Shift+Return"}
"""Taken by every field itself: `TextInput.keyPressEvent`."""


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


def view(clerk: Clerk) -> GuideView:
    """The chapter that is open."""
    return clerk.shell.findChildren(GuideView)[-1]


def title(clerk: Clerk) -> str:
    """Of the chapter that is open."""
    chapter = view(clerk).chapter
    assert chapter is not None
    return chapter.title


# --- in the window, by keys ---------------------------------------------------------------------


def test_f1_opens_the_chapter_about_the_page_and_escape_goes_back(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("F1")
    assert clerk.window.page_name == "help"
    assert title(clerk) == "每一天"
    clerk.press("Escape")
    assert clerk.window.page_name == "home"


def test_the_arrows_turn_chapters_while_the_search_box_has_the_focus(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("F1", "Down")
    assert title(clerk) == chapters()[2].title
    clerk.press("Up", "Up")
    assert title(clerk) == chapters()[0].title
    before = view(clerk).verticalScrollBar().value()
    clerk.press("PgDown")
    assert view(clerk).verticalScrollBar().value() > before


def test_a_word_is_found_whether_blanks_stand_in_it_or_not(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("F1")
    clerk.type("备份到U盘")
    found = view(clerk).textCursor()
    assert "".join(found.selectedText().split()) == "备份到U盘"
    page = clerk.window.page
    assert isinstance(page, HelpPage)
    assert 0 < page._contents.rowCount() < len(chapters())
    clerk.press("Return")
    assert "".join(view(clerk).textCursor().selectedText().split()) == "备份到U盘"
    clerk.press("Escape")
    assert page._contents.rowCount() == len(chapters())


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("F1")
    clerk.type("qqqq")
    page = clerk.window.page
    assert isinstance(page, HelpPage)
    assert page._nothing.isVisible()
    assert not page._list.isVisible()
    clerk.press("Escape")
    assert page._list.isVisible()


def test_the_guide_follows_size_and_colours(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("F1")
    plain = view(clerk).document().defaultFont().pixelSize()
    clerk.window.set_appearance(dark=True, percent=150)
    clerk.wait()
    assert view(clerk).document().defaultFont().pixelSize() > plain * 1.4
    clerk.window.set_appearance(dark=False, percent=100)
    clerk.wait()


def test_the_list_of_chapters_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    contents = Contents()
    check: Callable[[Contents], None] = qtmodeltester.check
    check(contents)
    contents.seek("光荣牌")
    check(contents)


# --- what it says exists ------------------------------------------------------------------------


@cache
def words_of_the_window() -> set[str]:
    """Every literal of the window's modules: a button's words stand there letter by letter."""
    return {
        str(text.value)
        for module in modules()
        if module.path.startswith("station_app/ui/")
        for text in module.strings()
    }


@cache
def keys_of_the_program() -> set[str]:
    """Every key of a button, a help line or a shortcut, as Qt writes it."""
    found = {*ARROWS, *OF_FIELDS}
    for value in words_of_the_window():
        found |= {QKeySequence(part).toString() for part in (value, *value.split("/")) if part}
    return found


def as_qt_writes(key: str) -> str:
    """Ctrl Enter is Ctrl+Return."""
    parts = [NAMES.get(part, part) for part in key.split(" ")]
    return QKeySequence("+".join(parts)).toString()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_buttons_of_the_guide_stand_in_the_window(file: Path) -> None:
    named = set(re.findall("【([^】]+)】", file.read_text(encoding="utf-8")))
    assert sorted(named - words_of_the_window()) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_keys_of_the_guide_work_in_the_window(file: Path) -> None:
    code = re.findall("`([^`]+)`", file.read_text(encoding="utf-8"))
    keys = {as_qt_writes(one) for one in code if KEY.fullmatch(one)}
    assert sorted(keys - keys_of_the_program()) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_pages_and_places_in_quotes_have_their_names(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    pages = set(re.findall("“([^”]+)”(?:页|里|是)", text))
    titles = {spec.title for spec in PAGES}
    assert sorted(page for page in pages if page not in titles and len(page) == 2) == []


def test_commands_of_the_guide_are_understood() -> None:
    lines = [
        line.strip()
        for file in FILES
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("    station-app")
    ]
    assert len(lines) >= 5
    for line in lines:
        build_parser().parse_args(line.split()[1:])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_links_and_pictures_of_the_guide_hold(file: Path) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8"))
    assert [one for one in targets if not (guide() / one).exists()] == []


def test_the_contents_list_every_chapter_by_its_title() -> None:
    text = (guide() / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\d+\. \[([^\]]+)\]\(([^)]+)\)", text, re.MULTILINE)
    assert listed == [(one.title, one.file) for one in chapters()]


def test_every_page_of_the_window_has_a_chapter() -> None:
    files = {one.file for one in chapters()}
    assert set(ABOUT.values()) <= files
    assert {chapter_about(spec.name) for spec in PAGES} <= files
    assert [spec.name for spec in PAGES if spec.name not in {*ABOUT, "help"}] == []


# --- never stale --------------------------------------------------------------------------------


def test_every_picture_has_its_scene_and_is_shown() -> None:
    drawn = {file.stem for file in (guide() / "pictures").glob("*.png")}
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    assert drawn == {*SCENES, FIRST_RUN}
    assert {name for name in drawn if f"pictures/{name}.png" not in text} == set()


def test_no_picture_shows_what_the_window_no_longer_says() -> None:
    """In a process of its own, as a developer runs it: the pictures are drawn in Chinese time."""
    command = [sys.executable, "-m", "tools.guide", "--check"]
    done = subprocess.run(
        command, cwd=Path(dev.__file__).parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}draw them anew: python3 dev.py guide"


def test_the_guide_is_shipped_with_the_program() -> None:
    spec = (Path(dev.__file__).parent / "installer.spec").read_text(encoding="utf-8")
    assert '("docs/guide", "docs/guide")' in spec


def test_the_command_passes_its_argument_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, ...]] = []

    def run(*command: str, screen: bool) -> int:
        assert not screen
        said.append(command)
        return 0

    monkeypatch.setattr(dev, "prepare", lambda: 0)
    monkeypatch.setattr(dev, "python", run)
    assert dev.main(["guide", "--check"]) == 0
    assert said == [("-m", "tools.guide", "--check")]
