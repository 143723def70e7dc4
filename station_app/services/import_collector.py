"""Keeps the garbage collector out of a long import.

Hundreds of thousands of cells are made and none of them forms a cycle; going through all of them
again and again costs a sixth of the time. The window collects on its own thread and is left alone.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No automatic collection inside, if there was any outside."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
