"""Who may open the station on this PC; light, so that log-in is shown before the database."""

from dataclasses import dataclass

from station_app.paths import Paths
from station_app.store.login_names import login_names


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
