"""The store before anybody has logged in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from station_app.ui.tasks import Touched


class NoStore:
    """The store before anybody has logged in."""

    @contextmanager
    def read(self) -> Iterator[Any]:
        """Nothing to read yet."""
        yield None

    @contextmanager
    def write(self, label: str) -> Iterator[Any]:
        """Nothing to write to yet."""
        yield None

    def on_touched(self, listener: Callable[[Touched], None]) -> None:
        """Nothing will be touched."""

    def close(self) -> None:
        """Nothing is open."""
