"""What the server is told by its environment, checked once at the start.

Every setting is one line of `SETTINGS`: its name, how its text is read, what it is without a word.
A secret may stand in a file instead, named by the same setting with `_FILE` behind it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from district_server.database import Pool
from district_server.tenancy import district_name
from station_app.errors import Rejected

PREFIX = "DISTRICT_SERVER_"
DATABASE = "DISTRICT_SERVER_DB"
DATABASE_FILE = "DISTRICT_SERVER_DB_FILE"
EMBEDDED = "district.db"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HIDDEN = "***"
IN_MEMORY = ":memory:"
"""What SQLite calls a database that is gone with its process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs; rates are requests."""

    database_url: str
    code_days: int = 14
    log_level: str = "INFO"
    districts: tuple[str, ...] = ()
    log_addresses: bool = False
    workers: int = 1
    pool_size: int = 8
    pool_wait_seconds: int = 10
    statement_seconds: int = 30
    lock_seconds: int = 15
    idle_seconds: int = 60
    prepared: bool = True
    proxies: tuple[str, ...] = ()
    stop_seconds: int = 20
    read_seconds: int = 60
    connections: int = 1000
    exchanges: int = 4
    waiting: int = 200
    device_per_minute: int = 1200
    station_per_minute: int = 2400
    stranger_per_minute: int = 300
    guesses_per_hour: int = 30
    photo_mb: int = 2048
    metrics_token: str | None = None

    @property
    def pool(self) -> Pool:
        """How a process uses PostgreSQL."""
        return Pool(
            size=self.pool_size,
            wait_seconds=self.pool_wait_seconds,
            statement_seconds=self.statement_seconds,
            lock_seconds=self.lock_seconds,
            idle_seconds=self.idle_seconds,
            prepared=self.prepared,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name behind the prefix, the field it fills, how its text is read."""

    name: str
    field: str
    read: Callable[[str], Any]
    """Any: each field has its own type; `Settings` declares it. Raises ValueError."""
    help: str
    secret: bool = False


def read_settings(environment: Mapping[str, str], *, folder: Path, db: str | None) -> Settings:
    """The settings, or `Rejected` with the name of the value that cannot be.

    `db` is what the command line says; it beats the environment. Without either the database is a
    SQLite file in `folder`.
    """
    _refuse_unknown(environment)
    given: dict[str, Any] = {}
    for setting in SETTINGS:
        text = _text(environment, setting)
        if setting.field == "database_url":
            text = db or text or f"sqlite:///{folder / EMBEDDED}"
        if text is not None:
            given[setting.field] = _value(setting, text)
    return Settings(**given)


def in_force(settings: Settings) -> list[tuple[str, str]]:
    """Every setting as it is in force, without secrets, in the order of the documentation."""
    return [(PREFIX + each.name, _shown(each, getattr(settings, each.field))) for each in SETTINGS]


def _shown(setting: Setting, value: object) -> str:
    if setting.field == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    if setting.secret:
        return HIDDEN if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A setting misspelt is a setting not in force; better to say so than to run without it."""
    known = {PREFIX + each.name for each in SETTINGS}
    known |= {f"{PREFIX}{each.name}_FILE" for each in SETTINGS if each.secret}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            raise Rejected("district.unknown_setting", name=name)


def _text(environment: Mapping[str, str], setting: Setting) -> str | None:
    name = PREFIX + setting.name
    file = environment.get(f"{name}_FILE") if setting.secret else None
    if file is None:
        return environment.get(name) or None
    if environment.get(name):
        raise Rejected("district.setting_twice", name=name)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise Rejected("district.setting_file", name=f"{name}_FILE") from None


def _value(setting: Setting, text: str) -> object:
    try:
        return setting.read(text)
    except Rejected as error:
        raise Rejected(
            "district.bad_setting", name=PREFIX + setting.name, wanted=setting.help
        ) from error
    except ValueError:
        raise Rejected(
            "district.bad_setting", name=PREFIX + setting.name, wanted=setting.help
        ) from None


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername != "sqlite" or url.database in (None, "", IN_MEMORY):
        raise ValueError
    return url.render_as_string(hide_password=False)


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError
    return text.upper()


def _whether(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError
    return text.lower() == "yes"


def _names(text: str) -> tuple[str, ...]:
    names = tuple(district_name(each.strip()) for each in text.split(","))
    if len(set(names)) < len(names):
        raise ValueError
    return names


def _networks(text: str) -> tuple[str, ...]:
    return tuple(str(ip_network(each.strip())) for each in text.split(","))


def _secret(text: str) -> str:
    if len(text) < 20 or not text.isascii() or not text.isprintable():
        raise ValueError
    return text


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return read


def _number(name: str, field: str, low: int, high: int) -> Setting:
    return Setting(name, field, _between(low, high), f"{low}–{high}")


SETTINGS = (
    Setting("DB", "database_url", _database, "sqlite:///FILE, postgresql://…", secret=True),
    Setting("DISTRICTS", "districts", _names, "a-z 0-9 _ , …"),
    _number("CODE_DAYS", "code_days", 1, 365),
    Setting("LOG_LEVEL", "log_level", _level, "DEBUG, INFO, WARNING, ERROR"),
    Setting("LOG_ADDRESSES", "log_addresses", _whether, "yes, no"),
    _number("WORKERS", "workers", 1, 64),
    _number("POOL_SIZE", "pool_size", 2, 100),
    _number("POOL_WAIT_SECONDS", "pool_wait_seconds", 1, 60),
    _number("STATEMENT_SECONDS", "statement_seconds", 1, 600),
    _number("LOCK_SECONDS", "lock_seconds", 1, 600),
    _number("IDLE_SECONDS", "idle_seconds", 1, 600),
    Setting("PREPARED", "prepared", _whether, "yes, no"),
    Setting("PROXIES", "proxies", _networks, "127.0.0.1, 10.0.0.0/24, …"),
    _number("STOP_SECONDS", "stop_seconds", 1, 300),
    _number("READ_SECONDS", "read_seconds", 1, 600),
    _number("CONNECTIONS", "connections", 10, 100_000),
    _number("EXCHANGES", "exchanges", 1, 64),
    _number("WAITING", "waiting", 0, 10_000),
    _number("DEVICE_PER_MINUTE", "device_per_minute", 1, 100_000),
    _number("STATION_PER_MINUTE", "station_per_minute", 1, 100_000),
    _number("STRANGER_PER_MINUTE", "stranger_per_minute", 1, 100_000),
    _number("GUESSES_PER_HOUR", "guesses_per_hour", 1, 1000),
    _number("PHOTO_MB", "photo_mb", 1, 1_000_000),
    Setting("METRICS_TOKEN", "metrics_token", _secret, "20+", secret=True),
)
"""The settings, in the order in which docs/district-server.md tells of them."""
