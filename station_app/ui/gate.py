"""The way in: what log-in and first run call, each loaded only when it is called.

One of the few doors with imports inside functions: the database is not loaded before the
first paint (SETTLED 17).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from station_app.paths import Paths
from station_app.services.operators import OperatorCard, operators
from station_app.ui.who import Operator, StationCard

if TYPE_CHECKING:
    from station_app.services.passwords import Keys
    from station_app.ui.draft_box import DraftFile
    from station_app.ui.tasks import OpenStore

Clock = Callable[[], datetime]
WARMED = ("station_app.services.station", "station_app.ui.desk_state", "station_app.ui.pages.home")
_KIND = "退役军人服务站"
_SMALL_PLACE = re.compile(r"[^道镇乡县区市]+(?:村|社区|居|庄)$")


@dataclass(frozen=True, slots=True)
class Opened:
    """A station that has been opened, and who opened it."""

    store: "OpenStore"
    keys: "Keys"
    operator: Operator
    station: StationCard
    drafts: "DraftFile"


@dataclass(frozen=True, slots=True)
class Founded:
    """A station that has just been made."""

    opened: Opened
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Founding:
    """What first run asks."""

    code: str
    name: str
    operator: str
    password: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The way into one folder."""

    paths: Paths
    clock: Clock

    def operators(self) -> tuple[OperatorCard, ...]:
        """Who may log in."""
        return operators(self.paths)

    def enter(self, operator: str, password: str) -> Opened:
        """Open with a password."""
        from station_app.services.station import open_station

        store, keys = open_station(
            self.paths, operator=operator, password=password, clock=self.clock
        )
        return self._opened(store, keys, operator)

    def recover(self, words: str, operator: str, password: str) -> Opened:
        """Open with the recovery words, and set a password."""
        from station_app.services.station import open_with_recovery

        store, keys = open_with_recovery(
            self.paths, words=words, operator=operator, password=password, clock=self.clock
        )
        return self._opened(store, keys, operator)

    def found(self, founding: Founding) -> Founded:
        """Make a station."""
        from station_app.services.station import InitStation, init_station

        command = InitStation(founding.code, founding.name, founding.operator, founding.password)
        new = init_station(self.paths, command, clock=self.clock)
        opened = self._opened(new.store, new.keys, founding.operator.strip())
        return Founded(opened, new.recovery_words)

    def note_words(self) -> None:
        """The recovery words were read back from paper."""
        from station_app.services.recovery_words import note_checked

        note_checked(self.paths, today=self.clock().astimezone().date())

    def check(self, operator: str, password: str) -> bool:
        """Whether this is the password of whoever is at the desk: for the way back after a lock."""
        from station_app.services.passwords import unlocks

        unlocks(self.paths, name=operator, password=password)
        return True

    def warm(self) -> None:
        """Load what the first page will need, while the password is being typed."""
        for module in WARMED:
            import_module(module)

    def _opened(self, store: "OpenStore", keys: "Keys", operator: str) -> Opened:
        from station_app.queries.stations import station_row
        from station_app.services.drafting import open_drafts

        with store.read() as session:
            row = station_row(session)
        roles = {card.name: card.role for card in operators(self.paths)}
        station = StationCard(row.short_name or short_name(row.name), row.division_code, row.name)
        drafts = open_drafts(self.paths, keys)
        return Opened(
            store, keys, Operator(operator, roles.get(operator, "CLERK")), station, drafts
        )


def short_name(name: str) -> str:
    """The village or community alone: what the side bar has room for."""
    bare = name.removesuffix(_KIND) or name
    found = _SMALL_PLACE.search(bare)
    return found.group() if found else bare
