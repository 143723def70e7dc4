"""一人一档 of many people, each in a file of its own: one person's papers are handed over alone."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.models.person import Person
from station_app.progress import Progress
from station_app.queries.printed_people import existing
from station_app.services.printing import PrintOrder, print_form
from station_app.services.saving import file_name, save_file

FORM = "person-file"


@dataclass(frozen=True, slots=True)
class SavedFiles:
    """Where they lie, and how many; fewer than asked when somebody stopped it."""

    folder: Path
    count: int


def save_person_files(
    session: Session, folder: Path, order: PrintOrder, *, progress: Progress
) -> SavedFiles:
    """Write one PDF for each person of the order; what is written stays when it is stopped.

    Raises `Unavailable("file.not_saved")` for the first that cannot be written.
    """
    keys = existing(session, order.people or ())
    for done, key in enumerate(keys, start=1):
        person = session.get_one(Person, key)
        document = print_form(session, FORM, replace(order, people=(key,)))
        save_file(folder / _name_of(person), document)
        progress.step(done, len(keys))
    return SavedFiles(folder, len(keys))


def _name_of(person: Person) -> str:
    """曾光明_320812001003-00127.pdf: namesakes are told apart by their file numbers."""
    return file_name(f"{person.name}_{person.file_no}", ".pdf")
