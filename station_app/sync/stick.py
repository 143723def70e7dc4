"""Writing to a stick that may fill up or be pulled out: a file is there whole, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from station_app.errors import Unavailable

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all, on a stick that may fill up or be pulled out."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as error:
        _drop(beside)
        raise _in_words(error, target) from error
    except BaseException:
        _drop(beside)
        raise


def _drop(beside: Path) -> None:
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def _in_words(error: OSError, target: Path) -> Unavailable:
    if error.errno in FULL:
        return Unavailable("bundle.disk_full")
    return Unavailable("bundle.not_written", name=target.name)
