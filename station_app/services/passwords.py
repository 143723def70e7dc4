"""Passwords of those who may open the station: add somebody, change one, shut somebody out."""

from station_app.paths import Paths
from station_app.services.operators import OperatorCard
from station_app.store import keys as key_file
from station_app.store.keys import Keys

__all__ = ["Keys", "add", "change_password", "disable", "unlocks"]


def add(paths: Paths, keys: Keys, card: OperatorCard, password: str) -> None:
    """Let one more person in."""
    key_file.add_operator(paths.keys, keys, name=card.name, password=password, role=card.role)


def change_password(paths: Paths, keys: Keys, *, name: str, old: str, new: str) -> None:
    """Exchange a password; whoever does it must know the old one."""
    key_file.unlock(paths.keys, operator=name, password=old)
    key_file.change_password(paths.keys, keys, name=name, password=new)


def unlocks(paths: Paths, *, name: str, password: str) -> None:
    """Check a password; `Rejected("login.wrong_password")` if it is not theirs."""
    key_file.unlock(paths.keys, operator=name, password=password)


def disable(paths: Paths, *, name: str) -> None:
    """Shut somebody out; the last one cannot be."""
    key_file.disable_operator(paths.keys, name=name)
