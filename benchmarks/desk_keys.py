"""Every kind of key a clerk presses, over the full station; each answer until it is painted.

    DIR        the folder of a filled station; prints one line of JSON: kind → the answers

A list of 1,000 people is made in the folder first, so give it a copy.
"""

import json
import sys
from dataclasses import astuple
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from benchmarks.desk_batch import make_big_batch
from benchmarks.desk_pages import subjects
from benchmarks.desk_window import Answer, Window, window
from station_app.ui.components.record_table import RecordTable
from station_app.ui.pages.batch_rows import AMOUNT
from station_app.ui.pages.certification_wall import CertificationWall

FORMS = ("new_person", "person_edit", "visit_entry", "settings")
LETTERS = ("w", "a", "n", "g")
DIGITS = ("1", "3", "8")
Answers = dict[str, list[Answer]]


def focus() -> QWidget:
    """Where a key goes."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def commit(desk: Window, words: str) -> Answer:
    """Chinese words, as an input method gives them."""
    said = QInputMethodEvent()
    said.setCommitString(words)
    widget = focus()
    return desk.measured(lambda: QApplication.sendEvent(widget, said))


def type_in(desk: Window, letters: str | tuple[str, ...]) -> list[Answer]:
    """Letters one by one, with the pauses of a person who types."""
    answers = []
    for letter in letters:
        answers.append(desk.key(focus(), letter))
        desk.pause(0.1)
    return answers


def search(desk: Window, page: str) -> list[Answer]:
    """Letters, digits and words in the search box over a page."""
    desk.open(page)
    desk.settle()
    answers = []
    for letters in (LETTERS, DIGITS):
        desk.main.header.search.come()
        answers += type_in(desk, letters)
        answers += [desk.key(focus(), Qt.Key.Key_Backspace)]
        desk.main.header.search.clear()
        desk.settle()
    desk.main.header.search.come()
    answers.append(commit(desk, "王建"))
    desk.main.header.search.clear()
    desk.settle()
    return answers


def forms(desk: Window, found: dict[str, object]) -> Answers:
    """One letter into every field of every form."""
    answers: Answers = {}
    for name in FORMS:
        desk.open(name, found["person"] if name in ("person_edit", "visit_entry") else None)
        desk.settle()
        texts: list[QLineEdit | QTextEdit] = [*desk.page.findChildren(QLineEdit)]
        texts += desk.page.findChildren(QTextEdit)
        fields = [one for one in texts if one.isVisible() and not one.isReadOnly()]
        answers[f"a letter in a form, {name}"] = made = []
        for field in fields:
            field.setFocus()
            desk.pause(0.05)
            made.append(desk.key(field, "3"))
            made.append(desk.key(field, Qt.Key.Key_Backspace))
            desk.settle()
    return answers


def amounts(desk: Window, batch: object) -> list[Answer]:
    """Digits and Enter in the amounts of a list of 1,000, down the list."""
    desk.open("batch", batch)
    desk.settle()
    table = next(t for t in desk.page.findChildren(RecordTable) if t.isVisible())
    column = next(n for n, one in enumerate(table.model.columns) if one.name == AMOUNT)
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(1, column))
    answers = []
    for _ in range(3):
        for key in ("6", "0", "0"):
            answers.append(desk.key(focus(), key))
        answers.append(desk.key(focus(), Qt.Key.Key_Return))
        desk.settle()
    return answers


def arrows(desk: Window, page: str) -> list[Answer]:
    """Down a list, as far as a clerk goes in one breath."""
    desk.open(page)
    desk.settle()
    answers = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up):
        answers.append(desk.key(focus(), key))
        desk.pause(0.02)
    return answers


def wall(desk: Window) -> list[Answer]:
    """Over the wall of certifications."""
    desk.open("certifications")
    desk.settle()
    tiles = next(w for w in desk.page.findChildren(CertificationWall) if w.isVisible())
    tiles.setFocus()
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    return [desk.key(tiles, key) for key in keys]


def looks(desk: Window) -> Answers:
    """Dark, larger and back, with every page built."""
    answers: Answers = {"dark and back": [], "larger and back": []}
    desk.open("people")
    desk.settle()
    for dark in (True, False):
        look = partial(desk.main.set_appearance, dark=dark, percent=100)
        answers["dark and back"].append(desk.measured(look))
        desk.settle()
    for percent in (150, 100):
        look = partial(desk.main.set_appearance, dark=False, percent=percent)
        answers["larger and back"].append(desk.measured(look))
        desk.settle()
    return answers


def helped(desk: Window) -> list[Answer]:
    """F1 and the way back."""
    desk.open("people")
    desk.settle()
    answers = []
    for _ in range(2):
        answers.append(desk.key(desk.main, Qt.Key.Key_F1))
        desk.settle()
        desk.main.back()
        desk.settle()
    return answers


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    found: dict[str, object] = dict(subjects(folder))
    batch = make_big_batch(folder)
    with window(folder) as desk:
        answers: Answers = {
            "a letter in the search box": search(desk, "home"),
            "a letter over the list of people": search(desk, "people"),
            "a letter over the list of plaques": search(desk, "plaques"),
            "an arrow in the list of people": arrows(desk, "people"),
            "an arrow on the wall of certifications": wall(desk),
            "an amount in a list of 1,000": amounts(desk, batch),
            **forms(desk, found),
            "F1": helped(desk),
            **looks(desk),
        }
        print(json.dumps({name: [astuple(one) for one in each] for name, each in answers.items()}))


if __name__ == "__main__":
    main()
