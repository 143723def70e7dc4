"""A bad line between a PC and a server: slow, far away, and now and then cut.

It stands between the two as a TCP proxy in a thread of this process, and counts what goes through.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

CHUNK = 4096
REQUEST = b"POST "
"""How a request of the conversation begins; each begins a chunk, for the PC waits for answers."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How bad a line is.

    `bytes_per_second` each way (None: no limit), `delay` one way in seconds, `cut_share` of the
    requests is reset at a random byte. The seed makes it the same line again.
    """

    bytes_per_second: float | None = None
    delay: float = 0.0
    cut_share: float = 0.0
    cut_within: int = 200_000
    seed: int = 1


@dataclass(slots=True)
class Traffic:
    """What went through: bytes and requests, and of each cut how much of its request was sent."""

    up: int = 0
    down: int = 0
    requests: int = 0
    wasted: list[int] = field(default_factory=list)


class LineProxy:
    """One listening line; each connection is its own."""

    def __init__(self, port: int, manner: Manner) -> None:
        self.traffic = Traffic()
        self._port = port
        self._manner = manner
        self._random = Random(manner.seed)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until one side ends it or the line is cut."""
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        ways = (self._up(reader, far_writer), self._down(far_reader, writer))
        tasks = [asyncio.ensure_future(way) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        far_writer.transport.abort()
        writer.transport.abort()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sent, cut_at = 0, None
        while data := await reader.read(CHUNK):
            if data.startswith(REQUEST):
                self.traffic.requests += 1
                sent, cut_at = 0, self._cut_at()
            sent += len(data)
            self.traffic.up += len(data)
            await self._pass(data, writer)
            if cut_at is not None and sent >= cut_at:
                self.traffic.wasted.append(sent)
                return

    def _cut_at(self) -> int | None:
        """After how many bytes of a request the line is cut, if this one is."""
        if self._random.random() >= self._manner.cut_share:
            return None
        return self._random.randrange(1, self._manner.cut_within)

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            self.traffic.down += len(data)
            await self._pass(data, writer)

    async def _pass(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        """Hand on what came; the delay is that of the first byte, later ones follow at the rate."""
        loop = asyncio.get_running_loop()
        if self._manner.bytes_per_second:
            await asyncio.sleep(len(data) / self._manner.bytes_per_second)
        if self._manner.delay:
            loop.call_later(self._manner.delay, _write, writer, data)
        else:
            _write(writer, data)
            await writer.drain()


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    if not writer.is_closing():
        writer.write(data)


@contextmanager
def line_to(address: str, manner: Manner) -> Iterator[tuple[str, Traffic]]:
    """The address of a bad line to a server of this machine, and its traffic so far."""
    proxy = LineProxy(int(address.rsplit(":", 1)[1].strip("/")), manner)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    task = loop.create_task(serve())
    thread = threading.Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{ports[0]}", proxy.traffic
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
    for other in asyncio.all_tasks(loop):
        other.cancel()
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(other)
    loop.close()
