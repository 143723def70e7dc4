"""A station's life: made once, opened each morning, its operators, its settings."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Rejected, Unavailable
from station_app.messages.labels import label
from station_app.models.identifiers import station_id_of
from station_app.models.local import Setting, SyncState
from station_app.models.station import Staff, Station
from station_app.paths import Paths
from station_app.store import keys as key_file
from station_app.store import schema
from station_app.store.context import moment_of
from station_app.store.failures import files_in_words
from station_app.store.identity import load_device
from station_app.store.lock import only_writer
from station_app.store.unit_of_work import Clock, Store, open_store

DIVISION_CODE = re.compile(r"[1-9]\d{11}", re.ASCII)


@dataclass(frozen=True, slots=True)
class InitStation:
    """What the first-run wizard and `station-app init` ask."""

    division_code: str
    name: str
    operator: str
    password: str


@dataclass(frozen=True, slots=True)
class NewStation:
    """An open new station and its recovery words, which are shown only now."""

    store: Store
    keys: key_file.Keys
    recovery_words: tuple[str, ...]


def init_station(paths: Paths, command: InitStation, *, clock: Clock) -> NewStation:
    """Make a station in an empty folder.

    Raises `Rejected("store.exists" | "station.division_code" | "station.name" | "station.operator"
    | "login.weak_password")`; a station that could not be finished leaves nothing behind.
    """
    _check(paths, command)
    with files_in_words():
        paths.create()
        keys, words = key_file.create(
            paths.keys, operator=command.operator.strip(), password=command.password
        )
    try:
        store = Store(paths.database, keys.data, operator=command.operator.strip(), clock=clock)
        schema.upgrade(store.writer_engine)
        _first_rows(store, command)
    except BaseException:
        paths.keys.unlink(missing_ok=True)
        for path in paths.data.glob("station.db*"):
            path.unlink()
        raise
    load_device(paths.device)
    return NewStation(store, keys, words)


def _check(paths: Paths, command: InitStation) -> None:
    if paths.database.exists() or paths.keys.exists():
        raise Rejected("store.exists")
    if not DIVISION_CODE.fullmatch(command.division_code):
        raise Rejected("station.division_code", code=command.division_code)
    if not command.name.strip():
        raise Rejected("station.name")
    if not command.operator.strip():
        raise Rejected("station.operator")


def _first_rows(store: Store, command: InitStation) -> None:
    station_id = station_id_of(command.division_code)
    with store.write(label("station.init"), station_id=station_id) as session:
        session.add(
            Station(id=station_id, division_code=command.division_code, name=command.name.strip())
        )
        session.add(SyncState(id=1, cursor=0, district_cursor=0, acknowledged_seq=0))
        session.add(
            Staff(
                name=command.operator.strip(), role="HEAD", on_duty_from=moment_of(session).date()
            )
        )


def open_station(
    paths: Paths, *, operator: str | None, password: str, clock: Clock
) -> tuple[Store, key_file.Keys]:
    """Open the station in this folder; without a name, for whoever's password it is.

    Raises `Rejected("login.wrong_password" …)`, `Unavailable("store.missing" …)`.
    """
    if operator is None:
        operator, keys = key_file.unlock_any(paths.keys, password=password)
    else:
        keys = key_file.unlock(paths.keys, operator=operator, password=password)
    return open_store(paths.database, keys.data, operator=operator, clock=clock), keys


def open_with_recovery(
    paths: Paths, *, words: str, operator: str, password: str, clock: Clock
) -> tuple[Store, key_file.Keys]:
    """Open with the recovery words, and give `operator`, known or new, this password."""
    keys = key_file.unlock_with_recovery(paths.keys, words)
    if any(entry.name == operator for entry in key_file.operators(paths.keys)):
        key_file.change_password(paths.keys, keys, name=operator, password=password)
    else:
        key_file.add_operator(paths.keys, keys, name=operator, password=password)
    return open_store(paths.database, keys.data, operator=operator, clock=clock), keys


def read_setting(session: Session, name: str) -> str | None:
    """A setting of this PC, or None while nobody set it."""
    return session.scalar(select(Setting.value).where(Setting.name == name))


def write_setting(session: Session, name: str, value: str) -> None:
    """Keep a setting of this PC."""
    session.merge(Setting(name=name, value=value))


@dataclass(frozen=True, slots=True)
class ChangeStation:
    """What may be corrected in the station's own data; the division code is fixed (SETTLED 5)."""

    name: str
    short_name: str | None
    level: str | None
    urban_rural: str | None
    head_name: str | None
    phone: str | None
    address: str | None


def change_station(session: Session, command: ChangeStation) -> None:
    """Correct the station's own data."""
    if not command.name.strip():
        raise Rejected("station.name")
    station = session.scalars(select(Station)).one()
    station.name = command.name.strip()
    station.short_name = command.short_name
    station.level = command.level
    station.urban_rural = command.urban_rural
    station.head_name = command.head_name
    station.phone = command.phone
    station.address = command.address


@contextmanager
def opened(
    paths: Paths, *, password: str, clock: Clock, writing: bool
) -> Iterator[tuple[Store, key_file.Keys]]:
    """The station for one command; while a window is open, only reading is possible (SETTLED 20).

    Raises `Unavailable("store.busy")` when another process writes, and what `open_station` raises.
    """
    if not paths.database.exists():
        raise Unavailable("store.missing")
    with only_writer(paths) if writing else nullcontext():
        store, keys = open_station(paths, operator=None, password=password, clock=clock)
        store.only_reads = not writing
        try:
            yield store, keys
        finally:
            store.close()
