"""What a parser found in a text: the value, and notes on what was cleaned, unsure or wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Generic, TypeVar

from station_app.errors import Rejected

T = TypeVar("T")


class Level(IntEnum):
    """How grave a note is; the worst decides (SETTLED 11)."""

    OK = 0
    FIX = 1
    ASK = 2
    ERR = 3


@dataclass(frozen=True, slots=True)
class Note:
    """One remark: the code selects its sentence, the values fill it."""

    level: Level
    code: str
    values: dict[str, object] = field(default_factory=dict)


def fix(code: str, **values: object) -> Note:
    """Something was cleaned and is shown."""
    return Note(Level.FIX, code, values)


def ask(code: str, **values: object) -> Note:
    """A person must decide."""
    return Note(Level.ASK, code, values)


def err(code: str, **values: object) -> Note:
    """It cannot be taken."""
    return Note(Level.ERR, code, values)


def worst(notes: Iterable[Note]) -> Level:
    """The gravest level among the notes."""
    return max((note.level for note in notes), default=Level.OK)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value read from a text; `options` are the candidates where a person must choose."""

    value: T | None
    notes: tuple[Note, ...] = ()
    options: tuple[T, ...] = ()

    @property
    def level(self) -> Level:
        """How far the value may be trusted."""
        return worst(self.notes)

    def certain(self) -> T:
        """The value, if nothing has to be asked; `Rejected` with the gravest note otherwise."""
        if self.level >= Level.ASK:
            note = max(self.notes, key=lambda note: note.level)
            raise Rejected(note.code, **note.values)
        if self.value is None:
            raise Rejected("field.empty")
        return self.value
