"""Commands about who may use the pages: officer add, disable, reset, list."""

import argparse

from sqlalchemy import select

from district_server.cli.parsers import Commands
from district_server.context import Context
from district_server.models import Officer
from district_server.web import audit, officers


def add_to(commands: Commands) -> None:
    """Add these commands."""
    parser = commands.add_parser("officer", help="who may use the pages")
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    add = some.add_parser("add", help="let somebody in; the last line is the first password")
    add.add_argument("name")
    add.add_argument("--town", metavar="CODE", help="sees the stations of this town only")
    add.set_defaults(command=_add)
    disable = some.add_parser("disable", help="shut somebody out, at once")
    disable.add_argument("name")
    disable.set_defaults(command=_disable)
    reset = some.add_parser("reset", help="a new first password; the last line is it")
    reset.add_argument("name")
    reset.set_defaults(command=_reset)
    some.add_parser("list", help="everybody").set_defaults(command=_list)


def _add(context: Context, options: argparse.Namespace) -> None:
    now = context.clock()
    with context.write() as session:
        password = officers.add(session, options.name, town=options.town, now=now)
        audit.record(session, None, audit.Action.OFFICER_ADDED, at=now, subject=options.name)
    print(options.name)
    print(password)


def _disable(context: Context, options: argparse.Namespace) -> None:
    now = context.clock()
    with context.write() as session:
        officers.disable(session, options.name, now=now)
        audit.record(session, None, audit.Action.OFFICER_DISABLED, at=now, subject=options.name)
    print(options.name)


def _reset(context: Context, options: argparse.Namespace) -> None:
    now = context.clock()
    with context.write() as session:
        password = officers.reset(session, options.name)
        audit.record(session, None, audit.Action.OFFICER_RESET, at=now, subject=options.name)
    print(options.name)
    print(password)


def _list(context: Context, _options: argparse.Namespace) -> None:
    with context.read() as session:
        rows = session.scalars(select(Officer).order_by(Officer.name)).all()
        for row in rows:
            state = "disabled" if row.disabled_at else "active"
            print(row.name, row.role, row.division_prefix or "-", state, sep="\t")
