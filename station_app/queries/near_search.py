"""Who nearly fits what was typed: the same sound in other letters, or one slip of the fingers.

Asked only where nobody fits. Words of few letters are near to everybody, so they are near to none:
three Chinese letters, five of pinyin, six of a number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.near import is_near
from station_app.models.local import PersonSearch
from station_app.store.search import ID_END, readings_of

AT_MOST = 30
LETTERS, PINYIN, DIGITS = 3, 5, 6

SAME_TO_THE_EAR = frozenset(("nl", "ln", "fh", "hf", "rl", "lr"))
"""First letters that dialects do not tell apart; others are typed right."""

Test = Callable[[str], bool]
"""Whether the text of a search row nearly holds a word."""


@dataclass(frozen=True, slots=True)
class _Near:
    """Who may nearly hold a word, asked of all in SQL, and who does, asked of the few that may."""

    may: ColumnElement[bool]
    does: Test


def nearly(session: Session, words: tuple[str, ...]) -> list[UUID]:
    """People whom one of the words nearly fits and all others fit; at most thirty."""
    for word in words:
        near = _near(word)
        if near is None:
            continue
        rest = [_holds(other) for other in words if other != word]
        statement = select(PersonSearch.person_id, PersonSearch.text).where(near.may, *rest)
        found = [key for key, text in session.execute(statement) if near.does(text)]
        if found:
            return found[:AT_MOST]
    return []


def _near(word: str) -> _Near | None:
    if word[:1].isdigit():
        return _number(word) if len(word) >= DIGITS else None
    if word.isascii():
        return _pinyin(word) if len(word) >= PINYIN else None
    return _letters(word) if len(word) >= 2 else None


def _holds(part: str) -> ColumnElement[bool]:
    return func.instr(PersonSearch.text, part) > 0


def _holds_a_third(word: str) -> ColumnElement[bool]:
    """One slip spoils two neighbouring thirds of a word at most: the other is still there."""
    size = len(word) // 3
    return or_(*map(_holds, (word[:size], word[size : 2 * size], word[2 * size :])))


def _number(word: str) -> _Near:
    """A whole number, or its tail of as many digits."""
    length = len(word)

    def does(text: str) -> bool:
        numbers = (part.rstrip(ID_END) for part in text.split("|") if part[:1].isdigit())
        return any(is_near(word, part) or is_near(word, part[-length:]) for part in numbers)

    return _Near(_holds_a_third(word), does)


def _pinyin(word: str) -> _Near:
    """The whole name, or as much of its beginning."""
    length = len(word)

    def does(text: str) -> bool:
        return any(
            _same_beginning(word, part) and _begins(word, part, length)
            for part in _of_letters(text.split("|"))
        )

    return _Near(_holds_a_third(word), does)


def _same_beginning(word: str, part: str) -> bool:
    return part[0] == word[0] or part[0] + word[0] in SAME_TO_THE_EAR


def _begins(word: str, part: str, length: int) -> bool:
    return any(is_near(word, part[:end]) for end in (length - 1, length, length + 1))


def _of_letters(parts: Iterable[str]) -> Iterable[str]:
    return (part for part in parts if len(part) >= PINYIN - 1 and part.isascii() and part.isalpha())


def _letters(word: str) -> _Near:
    """The same sound (王健国 for 王建国), or one letter of a name of three or more."""
    sound = f"|{next(iter(readings_of(word)[0]), word)}|"
    slips = len(word) >= LETTERS

    def does(text: str) -> bool:
        name = text.partition("|")[0]
        return sound in text or (slips and is_near(word, name))

    one_of_two = (_holds(letter) for letter in word[:2])  # one slip leaves the other
    return _Near(or_(_holds(sound), *one_of_two) if slips else _holds(sound), does)
