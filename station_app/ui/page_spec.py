"""How a page is named, placed and built; light, because the window lists all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_app.ui.desk import Desk
    from station_app.ui.page import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One entry of the side bar, or a page behind one of them (`group` "")."""

    name: str
    title: str
    icon: str
    build: "Callable[[Desk], Page]"
    group: str = ""
    in_rail: bool = True
    """Whether large mode shows it in the rail, or behind 全部."""
    under: str = ""
    """For a page behind an entry: the entry that is marked meanwhile."""
