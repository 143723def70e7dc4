"""A long piece of work during which the cyclic collector looks seldom.

It would walk a hundred thousand live rows again and again to find next to nothing: a fifth of a
first report. In the window it is off anyway (`ui/garbage.py`, decision 0047).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 20)
"""After how many new objects, and how many such rounds, it looks."""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Rows and messages make no cycles; what does is found a little later."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
