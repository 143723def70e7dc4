"""Pictures of the clerks' guide, from the sample station: `dev.py guide`, or `--check`.

With each picture the words on it are kept. `--check` opens the same pages again and says which
pictures no longer show what the window says: words are the same on every machine, pixels are not.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TZ", "Asia/Shanghai")

from openpyxl import Workbook
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from station_app.domain.imports import ImportKind
from station_app.paths import guide, station_paths
from station_app.ui.application import make_application, open_shell
from station_app.ui.components.form import FormRow
from station_app.ui.frame import StatusBar
from station_app.ui.pages.importing import ImportPage
from station_app.ui.pages.templates import TemplatesPage
from tools.clerk import Clerk, at_work
from tools.sample_template import county_workbook
from tools.screenshots import clock, make_sample, pause, subject_of

COLOURS = 64
SIZE = (1366, 697)
WORDS = "pictures.json"
ROSTER = (
    ("姓名", "身份证号", "性别", "小组", "人员类别", "手机"),
    ("赵大山", "320812195306150016", "男", "一组", "参战退役军人", "13812345601"),
    ("钱小梅", "3.20812E+17", "女", "二组", "烈士遗属", "13812345602"),
    ("孙　志强", "32081219620311003X", "男", "二组", "带病回乡退伍军人", "138 1234 5603"),
    ("李春生（已故）", "320812194001010019", "男", "三组", "参战", ""),
    ("小计", "4 人", "", "", "", ""),
)

Scene = Callable[[Clerk], QWidget]


def page(name: str) -> Scene:
    """A page as it opens."""

    def show(clerk: Clerk) -> QWidget:
        clerk.window.open(name, subject_of(clerk.shell, name))
        clerk.wait()
        return clerk.shell

    return show


def search(clerk: Clerk) -> QWidget:
    """Three keys typed into the search box: somebody of the sample."""
    clerk.window.open("home")
    clerk.press("Ctrl+F")
    clerk.type("qys")
    clerk.wait(until=clerk.list_is_open)
    return clerk.shell


def field_help(clerk: Clerk) -> QWidget:
    """F1 on the ID number of a new person."""
    clerk.window.header.search.clear()
    clerk.window.open("new_person", "")
    clerk.wait()
    rows = clerk.shell.findChildren(FormRow)
    asked = next(row for row in rows if row.isVisible() and row.label.text() == "身份证号")
    asked.field.setFocus(Qt.FocusReason.OtherFocusReason)
    clerk.press("F1")
    return clerk.shell


def preview(clerk: Clerk) -> QWidget:
    """A small untidy roster before it is imported."""
    clerk.window.open("import")
    shown = clerk.window.page
    assert isinstance(shown, ImportPage)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "花名册.xlsx"
        book = Workbook()
        for line in ROSTER:
            book.active.append(line)
        book.save(file)
        shown.take(ImportKind.ROSTER, file)
        clerk.wait(until=lambda: shown.seen is not None)
    return clerk.shell


def county_form(clerk: Clerk) -> QWidget:
    """The county's own form, dropped in and bound by its words."""
    clerk.window.open("templates")
    clerk.wait()
    shown = clerk.window.page
    assert isinstance(shown, TemplatesPage)
    with tempfile.TemporaryDirectory() as place:
        shown.files.drop_file(county_workbook(Path(place) / "区局月报表.xlsx"))
        clerk.wait(until=lambda: shown.look is not None)
    clerk.window.toast.hide()
    return clerk.shell


SCENES: dict[str, Scene] = {
    "search": search,
    "field-help": field_help,
    "today": page("home"),
    "people": page("people"),
    "person": page("person"),
    "visit": page("visit_entry"),
    "condolences": page("condolences"),
    "batch": page("batch"),
    "wall": page("certifications"),
    "plaques": page("plaques"),
    "month": page("tally"),
    "forms": page("forms"),
    "templates": county_form,
    "yearly": page("yearly"),
    "postings": page("postings"),
    "sync": page("sync"),
    "import": preview,
    "history": page("history"),
    "settings": page("settings"),
}
FIRST_RUN = "first-run"


def main(arguments: list[str]) -> int:
    """Draw all pictures anew, or say which are stale."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: guide [--check]\n")
        return 2
    folder = guide() / "pictures"
    time.tzset()
    if arguments:
        stale = stale_pictures(folder)
        sys.stdout.write("".join(f"stale: {name}\n" for name in stale) or "all fresh\n")
        return 1 if stale else 0
    words = walk(folder)
    text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / WORDS).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(words)} pictures in {folder}\n")
    return 0


def stale_pictures(folder: Path) -> list[str]:
    """Pictures whose page says something else now, or that are missing."""
    kept = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    now = walk(None)
    return [
        name
        for name in sorted(now.keys() | kept.keys())
        if now.get(name) != kept.get(name) or not (folder / f"{name}.png").exists()
    ]


def walk(folder: Path | None) -> dict[str, list[str]]:
    """Open every scene; draw it where a folder is given; the words on each."""
    words = {}
    with tempfile.TemporaryDirectory() as place:
        paths = station_paths(Path(place) / "sample")
        words[FIRST_RUN] = first_run(Path(place) / "new", folder)
        make_sample(paths)
        with at_work(paths) as clerk:
            clerk.shell.resize(*SIZE)
            for name, scene in SCENES.items():
                shown = scene(clerk)
                pause(clerk.app, 150)
                clerk.wait()
                words[name] = words_on(shown)
                draw(shown, folder, name)
    return words


def first_run(place: Path, folder: Path | None) -> list[str]:
    """The first page of the wizard, in an empty folder."""
    app = make_application()
    paths = station_paths(place)
    paths.create()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(*SIZE)
    shell.show()
    pause(app, 200)
    draw(shell, folder, FIRST_RUN)
    words = words_on(shell)
    shell.close()
    shell.deleteLater()
    return words


def words_on(shown: QWidget) -> list[str]:
    """Every label and button that can be seen; the status bar tells the machine's own time."""
    parts: list[QLabel | QAbstractButton] = [
        *shown.findChildren(QLabel),
        *shown.findChildren(QAbstractButton),
    ]
    bars = shown.findChildren(StatusBar)
    page = [one for one in parts if not any(bar.isAncestorOf(one) for bar in bars)]
    return sorted({one.text() for one in page if one.isVisible() and one.text()})


def draw(shown: QWidget, folder: Path | None, name: str) -> None:
    """With few colours, so that the guide stays small."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shown.grab().save(buffer, "PNG")
    with Image.open(BytesIO(held.data())) as picture:
        few = picture.convert("RGB").quantize(COLOURS)
        few.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
