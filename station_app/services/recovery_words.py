"""The recovery words after the first day: whether the paper fits, and other words if it is lost."""

from datetime import date

from station_app.domain.recovery import new_words
from station_app.paths import Paths
from station_app.store import keys as key_file
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store
from station_app.sync.state import is_enrolled, load_state


def last_checked(paths: Paths) -> date | None:
    """When somebody last read the words from paper; None if never."""
    return key_file.words_checked(paths.keys)


def note_checked(paths: Paths, *, today: date) -> None:
    """Two of the words were read back on the first day."""
    key_file.note_words_checked(paths.keys, today)


def check(paths: Paths, text: str, *, today: date) -> None:
    """Whether the words on paper open this station; remembered if they do.

    Raises `Rejected("login.wrong_recovery" | "login.recovery_mismatch")`.
    """
    key_file.unlock_with_recovery(paths.keys, text)
    key_file.note_words_checked(paths.keys, today)


def propose(paths: Paths, *, name: str, password: str) -> tuple[str, ...]:
    """Other words, for whoever knows the password; they open nothing before `adopt`.

    Raises `Rejected("login.wrong_password")`.
    """
    key_file.unlock(paths.keys, operator=name, password=password)
    return new_words()


def adopt(store: Store, paths: Paths, keys: Keys, words: tuple[str, ...], *, today: date) -> bool:
    """Put other words in the place of the former ones, read back from paper.

    True where the district keeps the seal key under the first words: that paper is kept, too.
    """
    with store.read() as session:
        joined = is_enrolled(load_state(session))
    key_file.renew_words(paths.keys, keys, words, with_envelope=not joined, day=today)
    return joined
