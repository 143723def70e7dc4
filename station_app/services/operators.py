"""Who may open the station on this PC; light, so that log-in is shown before the database.

One of the few doors with imports inside functions: keys are loaded when a password comes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station_app.paths import Paths
from station_app.store.login_names import login_names

if TYPE_CHECKING:
    from station_app.store.keys import Keys

    __all__ = ["Keys"]


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """Somebody who can log in."""

    name: str
    role: str


def is_founded(paths: Paths) -> bool:
    """Whether a station has been made in this folder."""
    return paths.keys.exists()


def operators(paths: Paths) -> tuple[OperatorCard, ...]:
    """Those who may log in, in the order in which they were added."""
    return tuple(OperatorCard(name, role) for name, role in login_names(paths.keys))


def add(paths: Paths, keys: "Keys", card: OperatorCard, password: str) -> None:
    """Let one more person in."""
    from station_app.store.keys import add_operator

    add_operator(paths.keys, keys, name=card.name, password=password, role=card.role)


def change_password(paths: Paths, keys: "Keys", *, name: str, old: str, new: str) -> None:
    """Exchange a password; whoever does it must know the old one."""
    from station_app.store import keys as key_file

    key_file.unlock(paths.keys, operator=name, password=old)
    key_file.change_password(paths.keys, keys, name=name, password=new)


def unlocks(paths: Paths, *, name: str, password: str) -> None:
    """Check a password; `Rejected("login.wrong_password")` if it is not theirs."""
    from station_app.store.keys import unlock

    unlock(paths.keys, operator=name, password=password)


def disable(paths: Paths, *, name: str) -> None:
    """Shut somebody out; the last one cannot be."""
    from station_app.store.keys import disable_operator

    disable_operator(paths.keys, name=name)
