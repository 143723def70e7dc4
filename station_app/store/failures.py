"""What the database says when disk or lock fail, as words of the program."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
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


NUMBERS = {
    errno.ENOSPC: "store.disk_full",
    errno.EDQUOT: "store.disk_full",
    errno.EFBIG: "store.disk_full",
    errno.EACCES: "store.read_only",
    errno.EPERM: "store.read_only",
    errno.EROFS: "store.read_only",
}
"""What the system says when a file of our own cannot be written; anything else is the device."""


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a failing disk, lock or file into `Unavailable`; anything else is a bug and goes on."""
    try:
        yield
    except DatabaseError as error:
        _say(str(error.orig), error)
        raise


@contextmanager
def files_in_words() -> Iterator[None]:
    """As `in_words`, for files that are copied by hand."""
    try:
        yield
    except OSError as error:
        raise Unavailable(NUMBERS.get(error.errno or 0, "store.input_output")) from error
    except sqlcipher.DatabaseError as error:
        _say(str(error), error)
        raise


def _say(said: str, error: Exception) -> None:
    for saying, code in SAYINGS:
        if saying in said.lower():
            raise Unavailable(code) from error
