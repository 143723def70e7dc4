"""Commands of the whole server: init, upgrade, settings."""

import argparse
from uuid import UUID

from sqlalchemy import Engine

from district_server import database, migrating, stations
from district_server.cli.parsers import Commands
from district_server.context import Clock, Context
from district_server.protocol import protocol_text
from district_server.settings import Settings, in_force
from district_server.tenancy import district_name
from district_server.upkeep import take_up_kept_fields
from station_app.errors import Rejected


def add_to(commands: Commands) -> None:
    """Add these commands."""
    init = commands.add_parser("init", help="make or upgrade a district's tables")
    _district_option(init)
    init.set_defaults(process=_init)
    upgrade = commands.add_parser("upgrade", help="upgrade the tables of districts that exist")
    _district_option(upgrade)
    upgrade.add_argument("--all", action="store_true", help="every district of the settings")
    upgrade.set_defaults(process=_upgrade)
    shown = commands.add_parser("settings", help="print what is in force, without secrets")
    shown.set_defaults(process=_settings)
    protocol = commands.add_parser("openapi", help="print the document of the protocol")
    protocol.set_defaults(process=_openapi)


def _district_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--district", metavar="NAME", default=argparse.SUPPRESS, help="the name of the district"
    )


def _init(settings: Settings, options: argparse.Namespace, now: Clock) -> None:
    """Print each district's identity; without a name, all districts of the settings."""
    names = _named(options) or settings.districts
    for name, engine in _opened(settings, names).items():
        if name:
            migrating.make_schema(engine, name)
        print(_make_ready(Context(engine, now, settings, name)))
        engine.dispose()


def _upgrade(settings: Settings, options: argparse.Namespace, now: Clock) -> None:
    names = _named(options)
    if not names and len(settings.districts) > 1 and not options.all:
        raise Rejected("district.which_district", names=", ".join(settings.districts))
    for name, engine in _opened(settings, names or settings.districts).items():
        migrating.require_initialised(engine)
        print(name or "-", _make_ready(Context(engine, now, settings, name)))
        engine.dispose()


def _settings(settings: Settings, _options: argparse.Namespace, _now: Clock) -> None:
    for name, value in in_force(settings):
        print(f"{name}={value}")


def _openapi(_settings: Settings, _options: argparse.Namespace, _now: Clock) -> None:
    print(protocol_text(), end="")


def _named(options: argparse.Namespace) -> tuple[str, ...]:
    return () if options.district is None else (district_name(options.district),)


def _opened(settings: Settings, names: tuple[str, ...]) -> dict[str, Engine]:
    return database.open_districts(settings.database_url, names, settings.pool)


def _make_ready(context: Context) -> UUID:
    migrating.upgrade(context.engine)
    with context.write() as session:
        server_id = stations.initialise(session, now=context.clock())
        take_up_kept_fields(session)
    return server_id
