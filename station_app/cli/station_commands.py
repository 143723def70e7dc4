"""Commands about the station itself: make it, who may use it, keep it safe, look it over."""

from argparse import Namespace

from station_app.cli.session import Terminal
from station_app.services.station import InitStation, init_station
from station_app.store import keys
from station_app.store.backup import check_password, look_at, make_backup, restore_backup
from station_app.store.lock import only_writer


def init(arguments: Namespace, terminal: Terminal) -> None:
    """Make a station and print its recovery words, this once."""
    command = InitStation(arguments.code, arguments.name, arguments.operator, terminal.password())
    new = init_station(terminal.paths, command, clock=terminal.clock)
    new.store.close()
    terminal.say("init.done", name=command.name, folder=terminal.paths.data)
    terminal.say("init.words")
    print(" ".join(new.recovery_words), file=terminal.out)


def operator(arguments: Namespace, terminal: Terminal) -> None:
    """Let somebody in, change a password, or shut somebody out."""
    path, name = terminal.paths.keys, arguments.name
    with terminal.writing() as (_, station_keys):
        if arguments.action == "add":
            keys.add_operator(path, station_keys, name=name, password=terminal.new_password())
            terminal.say("operator.added", name=name)
        elif arguments.action == "password":
            keys.change_password(path, station_keys, name=name, password=terminal.new_password())
            terminal.say("operator.password", name=name)
        else:
            keys.disable_operator(path, name=name)
            terminal.say("operator.disabled", name=name)


def backup(arguments: Namespace, terminal: Terminal) -> None:
    """Copy the station into one file, also while a window is open."""
    with terminal.reading() as store:
        make_backup(store, terminal.paths, arguments.file, now=terminal.clock())
    terminal.say("backup.done", file=arguments.file)


def restore(arguments: Namespace, terminal: Terminal) -> None:
    """Go back to a backup; what was there is set aside, never overwritten."""
    found = look_at(arguments.file)
    with only_writer(terminal.paths):
        check_password(arguments.file, terminal.password(), terminal.paths.data)
        kept = restore_backup(arguments.file, terminal.paths, now=terminal.clock())
    terminal.say("restore.done", made_at=f"{found.made_at.astimezone():%Y-%m-%d %H:%M}")
    if kept:
        terminal.say("restore.kept", folder=kept)
