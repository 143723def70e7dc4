"""How much one device, one station or one stranger may ask, and in which order askers are served.

Everything here is of one process and forgotten with it: what it protects (threads, connections,
the time of this process) is of one process, too (decision 0071). The clock is an argument.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

from station_app.errors import Unavailable

REMEMBERED = 50_000
"""Askers that are remembered; the one that was heard of longest ago is forgotten first."""
WAIT_AT_MOST = 20.0
"""Seconds that an exchange waits for its turn; the station waits 60 for an answer."""
FULL_SECONDS = 5
"""When to come back where too many wait."""


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


@dataclass(slots=True)
class Buckets:
    """A bucket of tokens for each asker: full at first, filled at a steady rate."""

    per_second: float
    burst: float
    _of: OrderedDict[Hashable, _Bucket] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, asker: Hashable, *, now: float) -> None:
        """Take a token; raises `Unavailable("district.slow_down")` when there is none."""
        with self._lock:
            bucket = self._filled(asker, now)
            if bucket.level < 1:
                raise self._slow_down(bucket)
            bucket.level -= 1

    def check(self, asker: Hashable, *, now: float) -> None:
        """Raise as `take` does, without taking."""
        with self._lock:
            bucket = self._filled(asker, now)
            if bucket.level < 1:
                raise self._slow_down(bucket)

    def _slow_down(self, bucket: _Bucket) -> Unavailable:
        seconds = ceil((1 - bucket.level) / self.per_second)
        return Unavailable("district.slow_down", seconds=seconds)

    def _filled(self, asker: Hashable, now: float) -> _Bucket:
        bucket = self._of.pop(asker, None) or _Bucket(self.burst, now)
        self._of[asker] = bucket
        if len(self._of) > REMEMBERED:
            self._of.popitem(last=False)
        more = max(now - bucket.at, 0.0) * self.per_second
        bucket.level, bucket.at = min(bucket.level + more, self.burst), now
        return bucket


@dataclass(frozen=True, slots=True)
class Guesses:
    """Failed attempts at a secret: each counts against every name under which it was made."""

    buckets: Buckets

    def check(self, names: Iterable[Hashable], *, now: float) -> None:
        """Raise `Unavailable` when one of the names has had too many; ask before trying."""
        for name in names:
            self.buckets.check(name, now=now)

    def wrong(self, names: Iterable[Hashable], *, now: float) -> None:
        """Count a failed attempt."""
        for name in names:
            self.buckets.take(name, now=now)


@dataclass(slots=True)
class Gate:
    """Who may work with the database now: a few at a time, and of each station one at a time.

    Whoever comes first goes first. A station that comes back with all it has holds one of the
    places at most, so the others pass it.
    """

    places: int
    waiting_at_most: int
    waiting: int = 0
    inside: int = 0
    _free: asyncio.Semaphore = field(init=False)
    _stations: dict[Hashable, "_Turn"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Places are free at first."""
        self._free = asyncio.Semaphore(self.places)

    @asynccontextmanager
    async def turn(self, station: Hashable) -> AsyncIterator[None]:
        """A place, when it is this station's turn; raises `Unavailable` where too many wait."""
        if self.waiting >= self.waiting_at_most:
            raise Unavailable("district.full", seconds=FULL_SECONDS)
        own = self._stations.setdefault(station, _Turn())
        own.users += 1
        try:
            await self._wait(own)
            try:
                self.inside += 1
                yield
            finally:
                self.inside -= 1
                self._free.release()
                own.lock.release()
        finally:
            own.users -= 1
            if not own.users:
                del self._stations[station]

    async def _wait(self, own: "_Turn") -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(WAIT_AT_MOST):
                await own.lock.acquire()
                try:
                    await self._free.acquire()
                except BaseException:
                    own.lock.release()
                    raise
        except TimeoutError:
            raise Unavailable("district.full", seconds=FULL_SECONDS) from None
        finally:
            self.waiting -= 1


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a process. `strangers`: requests from an address without a known token."""

    devices: Buckets
    stations: Buckets
    strangers: Buckets
    codes: Guesses
    gate: Gate


def limits(
    *,
    exchanges: int,
    waiting: int,
    device_per_minute: int,
    station_per_minute: int,
    stranger_per_minute: int,
    guesses_per_hour: int,
) -> Limits:
    """The limits of a process; a bucket holds what a minute, or for guesses an hour, fills."""
    return Limits(
        devices=_per(60, device_per_minute),
        stations=_per(60, station_per_minute),
        strangers=_per(60, stranger_per_minute),
        codes=Guesses(_per(3600, guesses_per_hour)),
        gate=Gate(exchanges, waiting),
    )


def _per(seconds: int, count: int) -> Buckets:
    return Buckets(count / seconds, count)
