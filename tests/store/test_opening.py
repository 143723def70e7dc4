"""Opening the station file: encrypted, whole, in one place at a time."""

import threading

import pytest
from sqlalchemy import text

from station_app.errors import Unavailable
from station_app.models.station import GridCell
from station_app.paths import Paths
from station_app.store.lock import only_writer
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, STATION_NAME, EmptyStation


def opened(paths: Paths, key: bytes) -> Store:
    """The station of these paths under this key."""
    return open_store(paths.database, key, operator=OPERATOR, clock=StandingClock())


def test_nothing_in_the_file_can_be_read_without_the_key(store: Store, paths: Paths) -> None:
    store.close()
    content = paths.database.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert STATION_NAME.encode() not in content


def test_a_wrong_key_opens_nothing(store: Store, paths: Paths) -> None:
    store.close()
    with pytest.raises(Unavailable) as refused:
        opened(paths, bytes(32))
    assert refused.value.code == "store.damaged"


def test_a_missing_file_is_said_so(paths: Paths, empty_station: EmptyStation) -> None:
    with pytest.raises(Unavailable) as refused:
        opened(paths, empty_station.keys.data)
    assert refused.value.code == "store.missing"


def test_a_damaged_file_is_said_so_and_left_alone(
    store: Store, paths: Paths, empty_station: EmptyStation
) -> None:
    store.close()
    content = bytearray(paths.database.read_bytes())
    content[100:200] = bytes(100)
    paths.database.write_bytes(content)
    with pytest.raises(Unavailable) as refused:
        opened(paths, empty_station.keys.data)
    assert refused.value.code == "store.damaged"
    assert paths.database.read_bytes() == content


def test_an_emptied_file_is_no_new_station(
    store: Store, paths: Paths, empty_station: EmptyStation
) -> None:
    store.close()
    paths.database.write_bytes(b"")
    with pytest.raises(Unavailable) as refused:
        opened(paths, empty_station.keys.data)
    assert refused.value.code == "store.damaged"


def test_readers_see_the_file_as_it_was_while_somebody_writes(store: Store) -> None:
    with store.write("网格") as writing:
        writing.add(GridCell(name="第三网格"))
        writing.flush()
        with store.read() as reading:
            assert reading.query(GridCell).count() == 0
    with store.read() as reading:
        assert reading.query(GridCell).count() == 1


def test_two_threads_that_write_take_turns(store: Store) -> None:
    def add(name: str) -> None:
        with store.write(name) as session:
            session.add(GridCell(name=name))

    threads = [threading.Thread(target=add, args=(f"第{n}网格",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.query(GridCell).count() == 6


def test_a_second_process_may_not_write(paths: Paths) -> None:
    paths.create()
    with only_writer(paths), pytest.raises(Unavailable) as refused, only_writer(paths):
        pass
    assert refused.value.code == "store.busy"
    with only_writer(paths):
        assert paths.lock.exists()


def test_a_full_disk_is_said_so_and_nothing_is_half_written(store: Store) -> None:
    def fill() -> None:
        with store.write("很多") as session:
            pages = session.connection().execute(text("PRAGMA page_count")).scalar_one()
            session.connection().execute(text(f"PRAGMA max_page_count = {pages + 4}"))
            session.add_all([GridCell(name="网格" * 400) for _ in range(200)])

    with pytest.raises(Unavailable) as refused:
        fill()
    assert refused.value.code == "store.disk_full"
    with store.read() as session:
        assert session.query(GridCell).count() == 0
