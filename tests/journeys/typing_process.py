"""The window as a process of its own: somebody types until the plug is pulled, or comes back after.

`python -m tests.journeys.typing_process FOLDER type PAGE SUBJECT` types without end and says
`kept` when the first draft lies in its file. `… FOLDER come-back` prints as JSON what the first
page offers, and what stands in the fields after 接着写.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain, cycle
from pathlib import Path
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from station_app.paths import station_paths
from station_app.ui.application import make_application, open_shell, settle
from station_app.ui.components.button import Button
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import Text
from station_app.ui.gate import Gate
from station_app.ui.half_written_banner import HalfWrittenBanner
from station_app.ui.shell import Shell
from tests.fixtures.station import OPERATOR, PASSWORD

SAID = "血压偏高，药还够"
MOST_TABS = 80


def clock() -> datetime:
    """12:31 at the station."""
    return datetime(2022, 10, 20, 4, 31, tzinfo=UTC)


def main(arguments: list[str]) -> None:
    """One of the two scenes."""
    folder, scene, *rest = arguments
    app = make_application()
    shell = opened(app, Path(folder))
    if scene == "type":
        type_on(app, shell, rest[0], rest[1] if len(rest) > 1 else "")
    else:
        come_back(app, shell)


def opened(app: QApplication, folder: Path) -> Shell:
    """The desk after log-in."""
    shell = open_shell(app, station_paths(folder), clock=clock)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    gate = Gate(station_paths(folder), clock)
    with ThreadPoolExecutor(1) as door:
        shell.show_desk(door.submit(gate.enter, OPERATOR, PASSWORD).result())
    settle(app, shell)
    return shell


def type_on(app: QApplication, shell: Shell, page: str, subject: str) -> None:
    """Open a page, type into what has the focus, and never stop."""
    assert shell.main is not None
    assert shell.desk is not None
    shell.desk.drafts.written.connect(_say_kept)
    shell.main.open(page, _subject(subject))
    settle(app, shell)
    QTest.qWait(300)
    settle(app, shell)
    commit(app, SAID if page != "batch" else "")
    letter = Qt.Key.Key_8 if page == "batch" else Qt.Key.Key_A
    back = Qt.Key.Key_Backspace
    for key in chain([letter] * 3, cycle([letter, letter, back, back])):
        QTest.keyClick(focus(app), key)  # until the process is killed; no field ever becomes full
        QTest.qWait(40)


def _say_kept(_draft: object) -> None:
    sys.stdout.write("kept\n")
    sys.stdout.flush()


def come_back(app: QApplication, shell: Shell) -> None:
    """Start again: read the offer, take it by keys alone, read what stands there."""
    assert shell.main is not None
    banner = shell.main.findChild(HalfWrittenBanner)
    offered = [one.text() for one in banner.findChildren(Text)] if banner else []
    go_on(app)
    for _ in range(5):
        QTest.qWait(200)
        settle(app, shell)
    said = {"offered": offered, "page": shell.main.page_name, "fields": texts(shell.main.page)}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    shell.close()


def go_on(app: QApplication) -> None:
    """Tab to 接着写, Enter."""
    for _ in range(MOST_TABS):
        held = app.focusWidget()
        if isinstance(held, Button) and held.text() == "接着写" and _in_banner(held):
            QTest.keyClick(held, Qt.Key.Key_Return)
            return
        QTest.keyClick(focus(app), Qt.Key.Key_Tab)


def _in_banner(held: QWidget) -> bool:
    return isinstance(held.parentWidget(), Banner)


def texts(page: QWidget | None) -> list[str]:
    """What stands in all fields of a page."""
    if page is None:
        return []
    lines = [one.text() for one in page.findChildren(QLineEdit)]
    return [*lines, *(one.toPlainText() for one in page.findChildren(QPlainTextEdit))]


def commit(app: QApplication, words: str) -> None:
    """Words as an input method hands them over."""
    if words:
        said = QInputMethodEvent()
        said.setCommitString(words)
        QApplication.sendEvent(focus(app), said)


def focus(app: QApplication) -> QWidget:
    """Where a key goes."""
    found = app.focusWidget()
    assert found is not None
    return found


def _subject(text: str) -> object:
    try:
        return UUID(text)
    except ValueError:
        return text or None


if __name__ == "__main__":
    main(sys.argv[1:])
