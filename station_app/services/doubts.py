"""What a person must say yes to before something unusual is kept."""

from collections.abc import Collection, Iterable

from station_app.domain.reading import Level, Note
from station_app.errors import Rejected


class Doubtful(Rejected):
    """Nothing was written yet; the same command with the codes of `notes` confirmed goes through.

    The sentence is that of the first note, so that whoever cannot ask still says what is wrong.
    """

    def __init__(self, notes: tuple[Note, ...]) -> None:
        super().__init__(notes[0].code, **notes[0].values)
        self.notes = notes

    @property
    def codes(self) -> frozenset[str]:
        """What to add to `confirmed`."""
        return frozenset(note.code for note in self.notes)


def settle(notes: Iterable[Note], confirmed: Collection[str] = ()) -> tuple[Note, ...]:
    """Refuse what cannot be, ask what was not confirmed, and give back the rest as warnings."""
    found = tuple(notes)
    for note in found:
        if note.level is Level.ERR:
            raise Rejected(note.code, **note.values)
    open_questions = tuple(
        note for note in found if note.level is Level.ASK and note.code not in confirmed
    )
    if open_questions:
        raise Doubtful(open_questions)
    return found
