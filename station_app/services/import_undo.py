"""Takes an import back as a whole: what is still as imported goes, the rest stays and is listed.

A person who was edited, visited or paid since stays with all that the import gave him (SETTLED 7).
"""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.change import Action
from station_app.models.local import ImportRun
from station_app.progress import Progress
from station_app.queries.imports import WAITING_ROWS
from station_app.services.taking_back import in_words, take_back
from station_app.services.undoing import mark_undone
from station_app.store.context import moment_of, unit_of
from station_app.store.unit_of_work import Store


@dataclass(slots=True)
class ImportUndone:
    """What an undo came to: records that went back, and in words what was left."""

    file_name: str
    taken_back: int = 0
    kept: list[str] = field(default_factory=list)


def undo_import(store: Store, run_id: int, *, progress: Progress | None = None) -> ImportUndone:
    """Take an import back as one action of its own.

    Raises `Rejected("import.run_missing" | "import.run_undone")`.
    """
    with store.read() as session:
        run = _standing_run(session, run_id)
        file_name, action_id = run.file_name, run.action_id
    words = label("history.undo", what=label("import.run", file=file_name))
    with store.write(words, undoes_id=action_id) as session:
        if action_id is None:  # every row was parked: nothing was written
            session.get_one(ImportRun, run_id).undone_at = moment_of(session)
            unit_of(session).touch(WAITING_ROWS, ())
            return ImportUndone(file_name)
        done = take_back(session, action_id, progress=progress)
        mark_undone(session, action_id)
        return ImportUndone(file_name, done.records, in_words(session, done.kept))


def _standing_run(session: Session, run_id: int) -> ImportRun:
    run = session.get(ImportRun, run_id)
    if run is None:
        raise Rejected("import.run_missing", number=run_id)
    action = session.get(Action, run.action_id) if run.action_id is not None else None
    if run.undone_at is not None or (action is not None and action.undone_by_id is not None):
        raise Rejected("import.run_undone", file=run.file_name)
    return run
