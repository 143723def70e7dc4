"""The chapters of the clerks' guide, read from the files that are shipped with the program."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from station_app.paths import guide
from station_app.ui.initials import initials

FIRST = "01-first-day.md"
ABOUT = {
    "people": "03-people.md",
    "person": "03-people.md",
    "new_person": "03-people.md",
    "person_edit": "03-people.md",
    "home": "02-every-day.md",
    "forms": "02-every-day.md",
    "visits": "04-visits.md",
    "visit_entry": "04-visits.md",
    "route": "04-visits.md",
    "calendar": "05-festivals.md",
    "certification_meeting": "06-certification.md",
    "plaque_round": "07-plaques.md",
    "condolences": "05-festivals.md",
    "batch": "05-festivals.md",
    "certifications": "06-certification.md",
    "plaques": "07-plaques.md",
    "tally": "08-month.md",
    "yearly": "09-years-end.md",
    "printouts": "08-month.md",
    "templates": "08-month.md",
    "postings": "08-month.md",
    "sync": "11-no-line.md",
    "import": "01-first-day.md",
    "list_return": "03-people.md",
    "history": "12-put-right.md",
    "settings": "10-new-computer.md",
}
"""Which chapter speaks of which page."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file: its title is its first line."""

    file: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Whether it speaks of these words, or its title begins with these initials."""
        plain = _plain(words)
        return plain in _plain(self.text) or initials(self.title).startswith(plain)


@cache
def chapters(folder: Path | None = None) -> tuple[Chapter, ...]:
    """All chapters in the order of their numbers."""
    files = sorted((folder or guide()).glob("[0-9]*.md"))
    return tuple(_read(file) for file in files)


def chapter_about(page: str) -> str:
    """The file that helps with a page of the window; the first day where none does."""
    return ABOUT.get(page, FIRST)


def _read(file: Path) -> Chapter:
    text = file.read_text(encoding="utf-8")
    title, _, _ = text.partition("\n")
    return Chapter(file.name, title.removeprefix("# ").strip(), text)


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()
