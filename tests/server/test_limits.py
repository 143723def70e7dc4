"""Limits and turns: nobody is shut out by somebody else's diligence."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from district_server.limits import Buckets, Gate, Guesses
from station_app.errors import Unavailable


def refused(buckets: Buckets, asker: str, now: float) -> int | None:
    """The seconds after which the asker may come back; None when it got its token."""
    try:
        buckets.take(asker, now=now)
    except Unavailable as error:
        return int(str(error.values["seconds"]))
    return None


def test_a_bucket_is_full_at_first_then_fills_steadily() -> None:
    buckets = Buckets(per_second=0.5, burst=3)
    assert [refused(buckets, "a", 100.0) for _ in range(4)] == [None, None, None, 2]
    assert refused(buckets, "a", 101.0) == 1
    assert refused(buckets, "a", 102.0) is None
    assert refused(buckets, "a", 102.0) == 2
    assert [refused(buckets, "a", 1000.0) for _ in range(4)] == [None, None, None, 2]


def test_one_asker_does_not_empty_the_bucket_of_another() -> None:
    buckets = Buckets(per_second=1, burst=1)
    assert refused(buckets, "a", 0.0) is None
    assert refused(buckets, "a", 0.0) == 1
    assert refused(buckets, "b", 0.0) is None


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    buckets = Buckets(per_second=1, burst=2)
    assert refused(buckets, "a", 100.0) is None
    assert refused(buckets, "a", 50.0) is None
    assert refused(buckets, "a", 50.0) == 1


def test_only_so_many_askers_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("district_server.limits.REMEMBERED", 3)
    buckets = Buckets(per_second=1, burst=1)
    for asker in ("a", "b", "c", "d"):
        assert refused(buckets, asker, 0.0) is None
    assert refused(buckets, "d", 0.0) == 1
    assert refused(buckets, "a", 0.0) is None, "the oldest was forgotten"


def test_wrong_guesses_count_under_every_name_and_right_ones_under_none() -> None:
    guesses = Guesses(Buckets(per_second=0.01, burst=2))
    for _ in range(5):
        guesses.check(("here", "station 1"), now=0.0)
    for _ in range(2):
        guesses.wrong(("here", "station 1"), now=0.0)
    for names in (("here", "station 2"), ("there", "station 1")):
        with pytest.raises(Unavailable):
            guesses.check(names, now=0.0)
    guesses.check(("there", "station 2"), now=0.0)
    guesses.check(("here", "station 1"), now=100.0)


# -- turns ------------------------------------------------------------------------------------


def run(story: Coroutine[Any, Any, None]) -> None:
    """Run a story in a loop of its own; Any: coroutines send and yield nothing here."""
    with asyncio.Runner() as runner:
        runner.run(story)


async def settle() -> None:
    """Let everybody go as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_a_station_that_comes_back_with_much_holds_one_place() -> None:
    done: list[str] = []
    gate = Gate(places=2, waiting_at_most=100)
    work = asyncio.Event()

    async def exchange(station: str, *, long: bool = False) -> None:
        async with gate.turn(station):
            if long:
                await work.wait()
            done.append(station)

    async def story() -> None:
        giant = [asyncio.create_task(exchange("giant", long=True)) for _ in range(30)]
        await settle()
        small = [asyncio.create_task(exchange(f"small {number}")) for number in range(50)]
        await settle()
        assert done == [f"small {number}" for number in range(50)]
        assert (gate.inside, gate.waiting) == (1, 29)
        work.set()
        await asyncio.gather(*giant, *small)
        assert (gate.inside, gate.waiting) == (0, 0)

    run(story())
    assert done[50:] == ["giant"] * 30


def test_the_places_are_never_exceeded_and_every_station_gets_its_turn() -> None:
    inside: set[str] = set()
    most = 0
    gate = Gate(places=3, waiting_at_most=1000)

    async def exchange(station: str) -> None:
        nonlocal most
        async with gate.turn(station):
            assert station not in inside
            inside.add(station)
            most = max(most, len(inside))
            await asyncio.sleep(0)
            inside.discard(station)

    async def story() -> None:
        await asyncio.gather(*(exchange(f"station {number % 10}") for number in range(200)))

    run(story())
    assert most == 3


def test_where_too_many_wait_the_next_is_told_when_to_come_back() -> None:
    gate = Gate(places=1, waiting_at_most=1)
    work = asyncio.Event()

    async def exchange(station: str) -> None:
        async with gate.turn(station):
            await work.wait()

    async def story() -> None:
        tasks = [asyncio.create_task(exchange(station)) for station in ("a", "b")]
        await settle()
        with pytest.raises(Unavailable) as refusal:
            await exchange("c")
        assert (refusal.value.code, refusal.value.values["seconds"]) == ("district.full", 5)
        work.set()
        await asyncio.gather(*tasks)

    run(story())


def test_who_waited_too_long_or_went_away_leaves_the_place_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("district_server.limits.WAIT_AT_MOST", 0.0)
    gate = Gate(places=1, waiting_at_most=10)

    async def story() -> None:
        async with gate.turn("a"):
            for station in ("a", "b"):
                with pytest.raises(Unavailable):
                    async with gate.turn(station):
                        pytest.fail("it was nobody's turn")
        monkeypatch.setattr("district_server.limits.WAIT_AT_MOST", 20.0)
        async with gate.turn("a"):
            gone = asyncio.create_task(_hold(gate, "b"))
            await settle()
            gone.cancel()
            await settle()
        async with gate.turn("b"):
            assert (gate.inside, gate.waiting) == (1, 0)

    run(story())


async def _hold(gate: Gate, station: str) -> None:
    async with gate.turn(station):
        await asyncio.Event().wait()
