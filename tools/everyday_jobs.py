"""Ten everyday jobs in the real window, by keys, beside Excel: `python -m tools.everyday_jobs`.

With `--write` the table of docs/everyday-jobs.md is written anew.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TZ", "Asia/Shanghai")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.services.certification_cycles import OpenCycle, open_cycle
from station_app.ui import print_preview
from station_app.ui.components.button import Button
from station_app.ui.components.dialog import Dialog
from station_app.ui.pages.importing import ImportPage
from station_app.ui.pages.sync import SyncPage
from station_app.ui.print_preview import PrintPreview
from station_app.ui.tasks import Tasks
from tests.fixtures.server_process import ServerCommands
from tests.journeys.papers import villagers, write_roster
from tools.clerk import Clerk, at_work, strokes
from tools.everyday_jobs_in_excel import (
    DIED_ON,
    MOBILE,
    NAME,
    NUMBER,
    ROSTER_FILE,
    SEEN,
    SIGNER,
    STEPS,
)
from tools.screenshots import make_sample

PAGE = Path(__file__).parent.parent / "docs" / "everyday-jobs.md"
BATCH = 30
FIRST_REPORT = 300.0
"""Seconds that a first report of the whole village may take on a busy machine."""
T = TypeVar("T")
YEAR = OpenCycle(year=2026, open_on=date(2026, 7, 1), due_on=date(2026, 11, 30))
"""Certification of this year is open, as in every station in July."""
BEGIN, END = "<!-- counted -->", "<!-- end -->"
VETERAN, DUE, UNHUNG = "qys", "wgf", "cxj"
"""Initials of people of the sample: somebody, one to certify, one without a plaque."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done in the window, and what shows that it was done."""

    key: str
    title: str
    run: Callable[[Clerk], None]


@dataclass(frozen=True, slots=True)
class Count:
    """Keys and clicks of one job, here and in Excel."""

    key: str
    title: str
    keys: int
    clicks: int
    excel: int | None
    """Strokes; None where Excel cannot do it."""

    @property
    def is_no_worse(self) -> bool:
        """A click counts as much as a stroke."""
        return self.excel is None or self.keys + self.clicks <= self.excel


def register(clerk: Clerk) -> None:
    """Somebody new: name, number, category, group, mobile."""
    clerk.press("Ctrl+F")
    clerk.type(NAME)
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "new_person")
    to_field(clerk, "身份证号")
    clerk.type(NUMBER)
    to_field(clerk, "人员类别")
    clerk.type("czty")
    clerk.press("Return")
    to_field(clerk, "村民小组")
    clerk.type("sz")
    clerk.press("Return")
    to_field(clerk, "手机")
    clerk.type(MOBILE)
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: clerk.window.page_name == "person")


def find(clerk: Clerk) -> None:
    """Somebody's page."""
    clerk.press("Ctrl+F")
    clerk.type(VETERAN)
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")


def visit(clerk: Clerk) -> None:
    """Seen at home today."""
    to_visit(clerk, VETERAN)
    to_field(clerk, "谈了什么、看到什么")
    clerk.type(SEEN)
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: said(clerk, "走访"))


def batch(clerk: Clerk) -> None:
    """The county's list of 30 names, pasted, frozen, its roster printed."""
    QApplication.clipboard().setText("\n".join(names_of(clerk, BATCH)))
    clerk.keys += 3  # Ctrl+A, Ctrl+C and Alt+Tab in Excel, where the list lies
    clerk.press("Ctrl+4", "Ctrl+N")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: clerk.window.page_name == "batch")
    clerk.press("Ctrl+V")
    clerk.wait(until=lambda: dialogs(clerk) != [])
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: dialogs(clerk) == [])
    clerk.press("F8")
    clerk.wait(until=lambda: said(clerk, "冻结"))
    to_paper(clerk)


def certify(clerk: Clerk) -> None:
    """At home, with the visit that proves it, a photo and a signature."""
    before = certified(clerk)
    to_visit(clerk, DUE)
    clerk.press("Alt+3", "Space", "F9")
    to_field_by_tab(clerk, "第二位")
    clerk.press("Down", "Return")
    to_field_by_tab(clerk, "登记表上签字（指印）")
    clerk.press("Space", "Tab")
    QApplication.clipboard().setImage(QImage(640, 480, QImage.Format.Format_RGB32))
    clerk.press("Ctrl+V")
    clerk.wait()
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: said(clerk, "走访"))
    assert certified(clerk) == before + 1


def plaque(clerk: Clerk) -> None:
    """Hung today, signed for."""
    clerk.press("Ctrl+6")
    clerk.press("Ctrl+N")
    clerk.type(UNHUNG)
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    to_field(clerk, "家里谁签收")
    clerk.type(SIGNER)
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: said(clerk, "光荣牌"))


def death(clerk: Clerk) -> None:
    """With all that follows from it."""
    find(clerk)
    clerk.press("Q")
    clerk.wait(until=lambda: dialogs(clerk) != [])
    clerk.type(DIED_ON)
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: said(clerk, "去世"))


def tally(clerk: Clerk) -> None:
    """This month, printed."""
    clerk.press("Ctrl+7")
    clerk.wait()
    to_paper(clerk)


def import_rows(clerk: Clerk) -> None:
    """A roster of 300 rows."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / ROSTER_FILE
        write_roster(file, villagers(300))
        clerk.press("Ctrl+I")
        with patch.object(QFileDialog, "getOpenFileName", return_value=(str(file), "")):
            clerk.press("Ctrl+O")
        clerk.keys += strokes(ROSTER_FILE) + 1  # typed into the system's own dialog, and Enter
        page = clerk.window.page
        assert isinstance(page, ImportPage)
        clerk.wait()
        if page.seen is None:
            clerk.press("Ctrl+Return")
        clerk.wait(until=lambda: page.seen is not None)
        clerk.press("F8")
        clerk.wait(until=lambda: page._steps.at == 3)


def sync(clerk: Clerk) -> None:
    """Now, instead of by itself."""
    clerk.press("Ctrl+9")
    clerk.press("F8")
    light, desk = clerk.window.status.sync, clerk.shell.desk
    assert desk is not None
    reporter = desk.reporter
    assert reporter is not None
    clerk.wait(
        until=lambda: not reporter.running and not light.text().startswith("待上报"),
        patience=FIRST_REPORT,
    )


JOBS = (
    Job("register", "register a person", register),
    Job("find", "find a person", find),
    Job("visit", "record a visit", visit),
    Job("batch", "a condolence batch of 30, roster printed", batch),
    Job("certify", "certify at home", certify),
    Job("plaque", "hang a plaque", plaque),
    Job("tally", "month tally, printed", tally),
    Job("import", "import 300 rows", import_rows),
    Job("sync", "report to the district", sync),
    Job("death", "mark a death", death),
)


# --- how the jobs move ---------------------------------------------------------------------------


def to_visit(clerk: Clerk, who: str) -> None:
    """The entry of a visit to somebody."""
    clerk.press("F4")
    clerk.type(who)
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait()


def to_field(clerk: Clerk, name: str) -> None:
    """Enter by Enter, as a clerk does it, until the field has the focus."""
    for _ in range(30):
        if clerk.focus.accessibleName() == name:
            return
        clerk.press("Return")
    raise AssertionError(f"no way to {name} on {clerk.window.page_name}")


def to_field_by_tab(clerk: Clerk, name: str) -> None:
    """Where boxes to tick lie between, which take Enter for themselves."""
    for _ in range(30):
        if clerk.focus.accessibleName() == name or getattr(clerk.focus, "text", str)() == name:
            return
        clerk.press("Tab")
    raise AssertionError(f"no way to {name} on {clerk.window.page_name}")


def to_paper(clerk: Clerk) -> None:
    """The preview, the choice of a printer, and Enter in it; nothing really goes to one."""
    clerk.press("Ctrl+P")
    clerk.wait(until=lambda: button(clerk, "存成 PDF").isEnabled())
    with (
        patch.object(print_preview, "printer_names", return_value=["办公室的打印机"]),
        patch.object(PrintPreview, "print_on") as printed,
    ):
        clerk.press("Ctrl+P", "Return")
    assert printed.called
    clerk.press("Escape")
    clerk.keys -= 1  # putting the preview away is no part of the job


def dialogs(clerk: Clerk) -> list[Dialog]:
    """Those that lie over the page."""
    return [one for one in clerk.shell.findChildren(Dialog) if one.isVisible()]


def button(clerk: Clerk, words: str) -> QWidget:
    """A button that can be seen."""
    found = [one for one in clerk.shell.findChildren(Button) if one.isVisible()]
    return next(one for one in found if one.text() == words)


def said(clerk: Clerk, word: str) -> bool:
    """Whether the window has just said that something of this was done."""
    toast = clerk.window.toast
    return toast.isVisible() and word in toast.words


def names_of(clerk: Clerk, count: int) -> list[str]:
    """Names and ID numbers of so many people, as a list from the county has them."""

    def ask(session: Session) -> list[str]:
        wanted = select(Person.name, Person.id_number).where(Person.status == "ACTIVE")
        return [f"{name}\t{number}" for name, number in session.execute(wanted.limit(count))]

    return answer(clerk, lambda tasks, then: tasks.read(ask, then=then))


def certified(clerk: Clerk) -> int:
    """How many certifications there are."""

    def ask(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(Certification)) or 0

    return answer(clerk, lambda tasks, then: tasks.read(ask, then=then))


def answer(clerk: Clerk, ask: Callable[[Tasks, Callable[[T], None]], object]) -> T:
    """What the database says to a question, or to a command, that is no part of a job."""
    answers: list[T] = []

    class Taker:
        """Held here: tasks hold only the page that asks."""

        def take(self, found: T) -> None:
            answers.append(found)

    assert clerk.shell.desk is not None
    taker = Taker()
    ask(clerk.shell.desk.tasks, taker.take)
    clerk.wait(until=lambda: answers != [])
    return answers[0]


# --- counting ------------------------------------------------------------------------------------


def excel_strokes(key: str) -> int | None:
    """The strokes of a job in Excel; None where it cannot do it."""
    steps = STEPS[key]
    return sum(len(step.keys) + strokes(step.words) for step in steps) if steps else None


@contextmanager
def at_joined_station() -> Iterator[Clerk]:
    """The sample station, enrolled at a district in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        paths = station_paths(Path(place) / "sample")
        make_sample(paths)
        with at_work(paths) as clerk, joined(clerk, Path(place)):
            answer(clerk, lambda tasks, then: tasks.write("年度", open_cycle, YEAR, then=then))
            yield clerk


@contextmanager
def joined(clerk: Clerk, folder: Path) -> Iterator[None]:
    """Enrol by the page, as on the first day; not counted."""
    server = ServerCommands(folder, f"sqlite:///{folder / 'district.db'}")
    server.say("init")
    station = clerk.shell.desk.station if clerk.shell.desk else None
    assert station is not None
    code = server.say("station", "add", "--code", station.code, "--name", station.name)[-1]
    with server.serving() as (address, _process):
        clerk.window.open("sync")
        page = clerk.window.page
        assert isinstance(page, SyncPage)
        clerk.wait(until=page._join.isVisible)
        for field, words in (("server", address), ("code", code)):
            page._join.form[field].field.setFocus()
            clerk.type(words)
        clerk.press("Ctrl+Return")
        clerk.wait(until=page._now.isVisible)
        yield


def count_all() -> list[Count]:
    """Every job once, in one working day."""
    time.tzset()
    with at_joined_station() as clerk:
        return [count(clerk, job) for job in JOBS]


def count(clerk: Clerk, job: Job) -> Count:
    """One job from the home page on."""
    clerk.back_to_start()
    job.run(clerk)
    return Count(job.key, job.title, clerk.keys, clerk.clicks, excel_strokes(job.key))


def table(counts: list[Count]) -> str:
    """As the page shows it."""
    lines = ["| job | keys here | clicks here | keys in Excel |", "|---|---:|---:|---:|"]
    for one in counts:
        excel = "cannot" if one.excel is None else str(one.excel)
        lines.append(f"| {one.title} | {one.keys} | {one.clicks} | {excel} |")
    return "\n".join(lines) + "\n"


def steps_in_excel() -> str:
    """Every step, so that anybody can check it."""
    lines = []
    for job in JOBS:
        if STEPS[job.key]:
            lines.append(f"\n**{job.title}** ({excel_strokes(job.key)})\n")
        for step in STEPS[job.key]:
            typed = [f"“{step.words}” ({strokes(step.words)})"] if step.words else []
            lines.append(f"- {step.what}: {', '.join([*typed, *step.keys])}")
    return "\n".join(lines) + "\n"


def page_with(counts: list[Count]) -> str:
    """The page with the counted part written anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    counted = f"\n{table(counts)}\n### In Excel, step by step\n{steps_in_excel()}"
    return f"{before}{BEGIN}\n{counted}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Print the table; exit 1 where Excel takes fewer."""
    if arguments not in ([], ["--write"]):
        sys.stderr.write("usage: everyday_jobs [--write]\n")
        return 2
    counts = count_all()
    sys.stdout.write(table(counts))
    if arguments:
        PAGE.write_text(page_with(counts), encoding="utf-8")
    return 0 if all(one.is_no_worse for one in counts) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
