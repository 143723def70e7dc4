"""The watchdog of the benchmarks really bites: a loop that is held is told, with who held it."""

import gc
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from benchmarks.watchdog import Watchdog

HELD_MS = 120


@pytest.fixture
def dog(qtbot: QtBot) -> Iterator[Watchdog]:
    assert qtbot is not None
    made = Watchdog(noticed=0.05)
    yield made
    made.stop()


def hold_the_loop() -> None:
    end = time.monotonic() + HELD_MS / 1000
    while time.monotonic() < end:
        sum(range(100))


def sleep_on_the_loop() -> None:
    time.sleep(HELD_MS / 1000)


def test_a_loop_that_is_held_is_told_with_the_calls_that_held_it(
    qtbot: QtBot, dog: Watchdog
) -> None:
    qtbot.wait(20)
    with dog.during("the page of tomorrow"):
        QTimer.singleShot(0, dog, hold_the_loop)
        qtbot.waitUntil(lambda: any("hold" in " ".join(block.stack) for block in dog.blocks))
    worst = next(block for block in dog.blocks if "hold" in " ".join(block.stack))
    assert worst.doing == "the page of tomorrow"
    assert worst.seconds >= (HELD_MS - 10) / 1000
    assert worst.stack[0].endswith("hold_the_loop")
    assert worst.busy > 0.02
    assert dog.worst is not None
    assert dog.worst.seconds >= worst.seconds


def test_a_loop_that_waits_is_told_as_waiting_not_as_busy(qtbot: QtBot, dog: Watchdog) -> None:
    qtbot.wait(20)
    QTimer.singleShot(0, dog, sleep_on_the_loop)
    qtbot.waitUntil(lambda: any("sleep" in " ".join(block.stack) for block in dog.blocks))
    worst = next(block for block in dog.blocks if "sleep" in " ".join(block.stack))
    assert worst.busy < worst.seconds / 2


def test_what_the_measurement_does_itself_is_not_told(dog: Watchdog) -> None:
    hold_the_loop()
    dog.look_away()
    dog._beat()
    assert dog.blocks == []


def test_the_collection_of_garbage_is_told_apart(dog: Watchdog) -> None:
    dog._collects("start", {})
    time.sleep(0.06)
    dog._collects("stop", {})
    dog._beat()
    assert dog.blocks[0].collecting >= 0.05
    assert "garbage" in str(dog.blocks[0])


def test_a_watchdog_that_is_stopped_leaves_nothing_behind(qtbot: QtBot) -> None:
    before = list(gc.callbacks)
    made = Watchdog()
    assert qtbot is not None
    made.stop()
    assert gc.callbacks == before
    assert not made._thread.is_alive()
    assert made.worst is None
