"""What the database says when disk or lock fail, as words of the program."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from station_app.errors import Unavailable

SAYINGS = (
    ("database or disk is full", "store.disk_full"),
    ("readonly database", "store.read_only"),
    ("unable to open", "store.read_only"),
    ("disk i/o error", "store.input_output"),
    ("database is locked", "store.busy"),
    ("malformed", "store.damaged"),
    ("file is not a database", "store.damaged"),
)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a failing disk, lock or file into `Unavailable`; anything else is a bug and goes on."""
    try:
        yield
    except DatabaseError as error:
        said = str(error.orig).lower()
        for saying, code in SAYINGS:
            if saying in said:
                raise Unavailable(code) from error
        raise
