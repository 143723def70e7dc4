"""What the model takes off the databases of its worlds: costs that have no part in what it shows.

Each station file and each district has an engine of its own, and SQLAlchemy compiles every
statement anew for each of them. A run opens thousands of them in one process, so they share what is
compiled. All else is the program's own way to open a database: the same cipher, log and locks.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect, Engine, create_engine

MAKERS = ("station_app.store.engine.create_engine", "district_server.database.create_engine")
"""Where the programs make their engines."""


@dataclass(slots=True)
class _Shared:
    """One dialect for all engines of a driver; what is compiled belongs to the dialect."""

    dialects: dict[object, Dialect] = field(default_factory=dict)
    compiled: dict[object, object] = field(default_factory=dict)

    def engine(self, url: str, **options: Any) -> Engine:  # Any: whatever create_engine takes
        """An engine like any other, that knows what others compiled."""
        engine = create_engine(url, **options)
        driver = (engine.dialect.name, engine.dialect.driver, options.get("module"))
        engine.dialect = self.dialects.setdefault(driver, engine.dialect)
        engine.update_execution_options(compiled_cache=self.compiled)
        return engine


_SHARED = _Shared()


@contextmanager
def lean_engines() -> Iterator[None]:
    """Engines that are made within share what they compile."""
    with ExitStack() as stack:
        for maker in MAKERS:
            stack.enter_context(patch(maker, _SHARED.engine))
        yield
