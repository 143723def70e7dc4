"""What a command is given: where the data is, how to ask for a password, where to print."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from station_app.errors import Rejected, Unavailable
from station_app.messages.cli import say
from station_app.paths import Paths
from station_app.services.station import opened
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Clock, Store

CANNOT_WRITE = frozenset({"store.busy", "store.read_only"})
AskPassword = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Terminal:
    """The world of one command."""

    paths: Paths
    clock: Clock
    ask: AskPassword | None
    out: TextIO
    input: TextIO

    @property
    def today(self) -> date:
        """The day on the calendar of this place."""
        return self.clock().astimezone().date()

    def say(self, key: str, **values: object) -> None:
        """Print one line in words."""
        print(say(key, **values), file=self.out)

    def password(self) -> str:
        """From `STATION_APP_PASSWORD`, else asked; `Rejected` when there is nobody to ask."""
        return self._secret("STATION_APP_PASSWORD", "password.ask", "cli.password_missing")

    def new_password(self) -> str:
        """From `STATION_APP_NEW_PASSWORD`, else asked."""
        return self._secret("STATION_APP_NEW_PASSWORD", "password.new", "cli.new_password_missing")

    def _secret(self, variable: str, prompt: str, missing: str) -> str:
        given = os.environ.get(variable)
        if given is None and self.ask is not None:
            given = self.ask(say(prompt))
        if given is None:
            raise Rejected(missing)
        return given

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The station, for a command that only reads; a window may be open meanwhile."""
        with opened(self.paths, password=self.password(), clock=self.clock, writing=False) as (
            store,
            _,
        ):
            yield store

    @contextmanager
    def printing(self) -> Iterator[Store]:
        """The station, for a command that makes a paper: it bears a number as the window's do.

        While a window is open nobody else may write the number down: the paper is made without one
        and that is said, since reading is always possible (SETTLED 20).
        """
        password = self.password()
        with ExitStack() as stack:
            for writing in (True, False):
                one = opened(self.paths, password=password, clock=self.clock, writing=writing)
                try:
                    store, _ = stack.enter_context(one)
                    break
                except Unavailable as error:
                    if not writing or error.code not in CANNOT_WRITE:
                        raise
            yield store
        if store.only_reads:
            self.say("form.without_number")

    @contextmanager
    def writing(self) -> Iterator[tuple[Store, Keys]]:
        """The station, for a command that writes; exits 3 while a window is open."""
        with opened(self.paths, password=self.password(), clock=self.clock, writing=True) as both:
            yield both


def require_writable(*paths: Path | None) -> None:
    """Before anything is stored: a result file that is held open would hide what was done."""
    for path in paths:
        if path is not None:
            existed = path.exists()
            try:
                path.open("ab").close()
            except OSError:
                raise Unavailable("cli.file_not_written", name=path.name) from None
            if not existed:
                path.unlink()


def write_out(path: Path, content: bytes) -> None:
    """Write a result file whole; `Unavailable` when another program holds it open."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise Unavailable("cli.file_not_written", name=path.name) from None
