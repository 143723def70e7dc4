"""The only door to the store: jobs run beside the window, answers come back on its own thread.

A job is an ordinary function whose first argument is a session. One thread writes, a few read.
Callbacks are bound methods, given when the job is submitted; when their owner has gone by the time
the answer is there, the answer is dropped. Several readers answer as fast as they can, but each
callback hears short answers in the order of the questions: what was asked last is what stays.
"""

import logging
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from station_app.errors import Cancelled, StationError
from station_app.messages import sentence

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

READERS = 3
STEP_SECONDS = 0.05
"""A job that steps faster is shown no more often than this."""

log = logging.getLogger(__name__)

Touched = Mapping[str, "frozenset[UUID]"]


class OpenStore(Protocol):
    """What tasks need of the store."""

    def read(self) -> "AbstractContextManager[Session]":
        """A session to read with."""

    def write(self, label: str) -> "AbstractContextManager[Session]":
        """One unit of work."""

    def on_touched(self, listener: Callable[[Touched], None]) -> None:
        """Tell after each commit what was touched."""

    def close(self) -> None:
        """Let the file go."""


@dataclass(slots=True, weakref_slot=True)  # a signal that stops it keeps a weak reference
class Job:
    """One job under way, as the window sees it."""

    title: str = ""
    """What the progress card says; "" for jobs too short to show."""
    stays: str = ""
    """What remains when it is stopped."""
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()


@dataclass(frozen=True, slots=True)
class _Answer:
    job: Job
    then: "WeakMethod[Any] | None"
    failed: "WeakMethod[Any] | None"
    holds: QWidget | None
    turn: object
    """Whose answers come in the order of the questions."""
    result: object = None
    error: BaseException | None = None


class _Steps:
    """The progress of one job: tells the window, and stops the job where it was asked to stop."""

    def __init__(self, job: Job, tell: Callable[[Job, int, int], None]) -> None:
        self._job, self._tell = job, tell
        self._told_at = 0.0

    @property
    def stopping(self) -> bool:
        """Whether the job was asked to stop: for what waits between two steps."""
        return self._job.stopping

    def step(self, done: int, total: int) -> None:
        if self._job.stopping:
            raise Cancelled
        now = time.monotonic()
        if now - self._told_at >= STEP_SECONDS or done == total:
            self._told_at = now
            self._tell(self._job, done, total)


class Tasks(QObject):
    """Submits jobs; lives on the window's thread."""

    touched = Signal(object)
    """Record type → ids, after each unit of work, whoever wrote it."""
    began = Signal(object)
    """A job with a title has been submitted."""
    stepped = Signal(object, int, int)
    ended = Signal(object)
    explained = Signal(str)
    """A sentence for a failure that no page took."""
    crashed = Signal()
    """A bug was met and logged."""
    loaded = Signal()
    """What was to be imported is there."""
    _answered = Signal(object)
    _due = Signal(object)
    """Answers whose turn has come."""

    def __init__(self, store: OpenStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._line = ThreadPoolExecutor(1, thread_name_prefix="line")
        self._jobs: dict[int, Job] = {}
        self._turns: dict[object, deque[Job]] = {}
        self._early: dict[int, _Answer] = {}
        self._closed = False
        # queued: a job that is done before its callback is set would else answer inside `read`
        self._answered.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._due.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.writes = 0
        """How many units of work there were, whoever wrote them."""
        self.touched.connect(self._count)
        store.on_touched(self.touched.emit)

    def _count(self, _touched: Touched) -> None:
        self.writes += 1

    @property
    def busy(self) -> bool:
        """Whether something is still under way."""
        return bool(self._jobs)

    def read(
        self,
        job: Callable[..., Any],
        *args: object,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[StationError], object] | None = None,
        holds: QWidget | None = None,
        progress: str = "",
        **named: object,
    ) -> Job:
        """Ask a question; `job(session, *args, **named)` runs on a reader thread."""
        ticket = Job(progress)

        def work() -> object:
            with self._store.read() as session:
                return job(session, *args, **self._with_steps(ticket, named))

        answer = _asked(ticket, then, failed, holds)
        if not progress:  # nobody waits behind a long one that was given up
            answer = replace(answer, turn=_turn(then) or answer.turn)
        return self._submit(self._readers, answer, work)

    def write(
        self,
        label: str,
        job: Callable[..., Any],
        *args: object,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[StationError], object] | None = None,
        holds: QWidget | None = None,
        progress: str = "",
        stays: str = "",
        **named: object,
    ) -> Job:
        """Do one unit of work that the history calls `label`; everything in it or nothing."""
        ticket = Job(progress, stays)

        def work() -> object:
            with self._store.write(label) as session:
                return job(session, *args, **self._with_steps(ticket, named))

        return self._submit(self._writer, _asked(ticket, then, failed, holds), work)

    def run(
        self,
        job: Callable[..., Any],
        *args: object,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[StationError], object] | None = None,
        holds: QWidget | None = None,
        progress: str = "",
        stays: str = "",
        with_store: bool = True,
        beside: bool = False,
        quiet: bool = False,
        **named: object,
    ) -> Job:
        """Run a job with units of work of its own (backup, sync): `job(store, *args, **named)`.

        `beside` keeps it off the writer's thread: what waits for the line holds up no other work.
        A `quiet` job is given its progress without a card: it can be stopped, but is not shown.
        """
        ticket = Job(progress, stays)
        first = (self._store,) if with_store else ()

        def work() -> object:
            return job(*first, *args, **self._with_steps(ticket, named, quiet=quiet))

        pool = self._line if beside else self._writer
        return self._submit(pool, _asked(ticket, then, failed, holds), work)

    def load(self, modules: Sequence[str], *tables: Callable[[], object]) -> None:
        """Import what will be wanted soon, on a reader's thread; nobody waits for it.

        The tables are made there too: each is kept by whoever makes it.
        """
        if not self._closed:
            self._readers.submit(self._load, tuple(modules), tables)

    def _load(self, modules: tuple[str, ...], tables: tuple[Callable[[], object], ...]) -> None:
        for name in modules:
            if self._closed:
                return
            import_module(name)
        for make in tables:
            make()
        if not self._closed:
            self.loaded.emit()

    def close(self, *, close_store: bool = False) -> None:
        """Stop what can be stopped, wait for the rest; nothing is delivered from then on.

        With `close_store` the store is closed too, on the writer's thread like all its work.
        """
        self._closed = True
        for job in list(self._jobs.values()):
            job.stop()
        for pool in (self._readers, self._line):
            pool.shutdown(wait=True, cancel_futures=True)
        if close_store:
            self._writer.submit(self._store.close).result()
        self._writer.shutdown(wait=True, cancel_futures=True)

    def _with_steps(
        self, job: Job, named: dict[str, object], *, quiet: bool = False
    ) -> dict[str, object]:
        """Jobs that were given a title are given their progress too."""
        wanted = bool(job.title) or quiet
        return {**named, "progress": _Steps(job, self._tell)} if wanted else named

    def _tell(self, job: Job, done: int, total: int) -> None:
        if not self._closed:
            self.stepped.emit(job, done, total)

    def _submit(self, pool: ThreadPoolExecutor, answer: _Answer, work: Callable[[], object]) -> Job:
        if self._closed:
            return answer.job
        if answer.holds is not None:
            answer.holds.setEnabled(False)
        self._jobs[id(answer.job)] = answer.job
        self._turns.setdefault(answer.turn, deque()).append(answer.job)
        if answer.job.title:
            self.began.emit(answer.job)
        pool.submit(work).add_done_callback(lambda done: self._take(answer, done))
        return answer.job

    def _take(self, answer: _Answer, done: "Future[object]") -> None:
        """On the job's thread: hand the answer to the window's thread."""
        if self._closed or done.cancelled():
            return
        error = done.exception()
        result = None if error else done.result()
        self._answered.emit(replace(answer, result=result, error=error))

    def _arrived(self, answer: _Answer) -> None:
        """On the window's thread: it is told in its turn, and with it what waited behind it."""
        self._early[id(answer.job)] = answer
        line = self._turns[answer.turn]
        while line and id(line[0]) in self._early:  # one after the other, each by itself:
            self._due.emit(self._early.pop(id(line.popleft())))  # a bug in one holds up nobody
        if not line:
            del self._turns[answer.turn]

    def _deliver(self, answer: _Answer) -> None:
        """On the window's thread: call whoever asked, if they are still there."""
        self._jobs.pop(id(answer.job), None)
        if answer.holds is not None and isValid(answer.holds):
            answer.holds.setEnabled(True)
        if answer.job.title:
            self.ended.emit(answer.job)
        if answer.error is not None:
            self._fail(answer, answer.error)
        elif (then := _alive(answer.then)) is not None:
            then(answer.result)

    def _fail(self, answer: _Answer, error: BaseException) -> None:
        if not isinstance(error, StationError):
            log_bug(error)
            self.crashed.emit()
            return
        failed = _alive(answer.failed)
        if failed is not None:
            failed(error)
        elif answer.failed is None:
            self.explained.emit(sentence(error))


def _asked(
    job: Job,
    then: Callable[[Any], object] | None,
    failed: Callable[[StationError], object] | None,
    holds: QWidget | None,
) -> _Answer:
    return _Answer(job, _weak(then), _weak(failed), holds, turn=id(job))


def _turn(then: Any) -> object:
    """The same for every question with this callback; None where nobody hears the answer."""
    return None if then is None else (id(then.__self__), then.__func__)


def _weak(method: Callable[..., object] | None) -> "WeakMethod[Any] | None":
    """Only bound methods: they know their owner, and whether it still lives."""
    if method is None:
        return None
    if not hasattr(method, "__self__"):
        raise TypeError("give a bound method of the page, not a function")
    return WeakMethod(method)


def _alive(reference: "WeakMethod[Any] | None") -> Callable[[Any], object] | None:
    method = reference() if reference is not None else None
    if method is None:
        return None
    owner = method.__self__
    gone = isinstance(owner, QObject) and not isValid(owner)
    return None if gone else method


def log_bug(error: BaseException) -> None:
    """Write down where a bug happened, without the values in play: they may be personal.

    A checkout shows the whole of it to its developer, on the terminal only.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    log.error("bug: %s at %s", type(error).__qualname__, places)
    if not getattr(sys, "frozen", False) and sys.stderr is not None:
        traceback.print_exception(error)
