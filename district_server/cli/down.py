"""Commands about what the district sends down: notice, task, standard, option, cycle; api-key."""

import argparse
from datetime import date
from decimal import Decimal
from uuid import UUID

from district_server import api_keys, down, following, postings
from district_server.cli.parsers import Commands
from district_server.context import Context
from district_server.down import NewCycle, NewStandard
from district_server.postings import PostNotice, PostTask
from station_app.domain.codes.added import EDITABLE

BY = "district"


def add_to(commands: Commands) -> None:
    """Add these commands."""
    _notice(commands.add_parser("notice", help="notices to all stations or to some"))
    _task(commands.add_parser("task", help="tasks for all stations or for some"))
    _standard(commands.add_parser("standard", help="condolence standards"))
    _option(commands.add_parser("option", help="entries that are added to code lists"))
    _cycle(commands.add_parser("cycle", help="certification years of all stations"))
    _api_key(commands.add_parser("api-key", help="keys for certifications made on line"))
    follow = commands.add_parser("follow", help="draw what stations wrote on to other stations")
    follow.set_defaults(command=_follow)


def _notice(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    post = some.add_parser("post", help="post a notice; prints its id")
    post.add_argument("--text", required=True)
    post.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    post.add_argument("--no-confirmation", action="store_true")
    _posting(post)
    post.set_defaults(command=_post_notice)
    some.add_parser("list", help="all notices").set_defaults(command=_list_notices)
    _of_one(some, "withdraw", "take a notice back", _withdraw_notice)
    _of_one(some, "readings", "which stations have read it", _readings)


def _task(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    post = some.add_parser("post", help="give a task; prints its id")
    post.add_argument("--what")
    post.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")
    _posting(post)
    post.set_defaults(command=_post_task)
    some.add_parser("list", help="all tasks").set_defaults(command=_list_tasks)
    _of_one(some, "withdraw", "take a task back", _withdraw_task)
    _of_one(some, "answers", "what the stations said", _answers)


def _posting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--title", required=True)
    parser.add_argument("--doc-no")
    parser.add_argument("--station", action="append", default=[], metavar="CODE")
    parser.add_argument("--by", default=BY)


def _of_one(some: Commands, name: str, words: str, command: object) -> None:
    parser = some.add_parser(name, help=words)
    parser.add_argument("id", type=UUID)
    parser.add_argument("--by", default=BY)
    parser.set_defaults(command=command)


def _standard(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    add = some.add_parser("add", help="lay down an amount; prints its id")
    add.add_argument("--kind", required=True)
    add.add_argument("--yuan", required=True, type=Decimal)
    add.add_argument("--from", dest="start", required=True, type=date.fromisoformat)
    add.add_argument("--to", dest="end", type=date.fromisoformat)
    for name in ("occasion", "category", "form", "doc-no"):
        add.add_argument(f"--{name}")
    add.add_argument("--by", default=BY)
    add.set_defaults(command=_add_standard)


def _option(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    add = some.add_parser("add", help="add an option to a list; prints its id")
    add.add_argument("list", choices=EDITABLE)
    add.add_argument("label")
    add.add_argument("--by", default=BY)
    add.set_defaults(command=_add_option)
    listing = some.add_parser("list", help="what was added to a list")
    listing.add_argument("list", choices=EDITABLE)
    listing.set_defaults(command=_list_options)
    _of_one(some, "retire", "offer an option no more", _retire_option)


def _cycle(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    begin = some.add_parser("open", help="open a year; what is left out is as usual")
    begin.add_argument("year", type=int)
    for name in ("open-on", "due-on", "notice-on"):
        begin.add_argument(f"--{name}", type=date.fromisoformat, metavar="YYYY-MM-DD")
    begin.add_argument("--kind", action="append", default=[])
    begin.add_argument("--doc-no")
    begin.add_argument("--by", default=BY)
    begin.set_defaults(command=_open_cycle)


def _api_key(parser: argparse.ArgumentParser) -> None:
    some = parser.add_subparsers(required=True, metavar="COMMAND")
    add = some.add_parser("add", help="make a key; the last line is it, and it is not kept")
    add.add_argument("name")
    add.set_defaults(command=_add_key)
    some.add_parser("list", help="all keys").set_defaults(command=_list_keys)
    revoke = some.add_parser("revoke", help="shut a key out, at once")
    revoke.add_argument("id", type=UUID)
    revoke.set_defaults(command=_revoke_key)


# -- what they do -----------------------------------------------------------------------------


def _post_notice(context: Context, options: argparse.Namespace) -> None:
    new = PostNotice(
        title=options.title,
        body=options.text,
        stations=tuple(options.station),
        doc_no=options.doc_no,
        valid_until=options.until,
        needs_confirmation=not options.no_confirmation,
    )
    with context.write() as session:
        print(postings.post_notice(session, new, by=options.by, now=context.clock()))


def _post_task(context: Context, options: argparse.Namespace) -> None:
    new = PostTask(
        title=options.title,
        what=options.what,
        stations=tuple(options.station),
        doc_no=options.doc_no,
        due_on=options.due,
    )
    with context.write() as session:
        print(postings.post_task(session, new, by=options.by, now=context.clock()))


def _list_notices(context: Context, _options: argparse.Namespace) -> None:
    with context.read() as session:
        _print_posted(postings.notices(session))


def _list_tasks(context: Context, _options: argparse.Namespace) -> None:
    with context.read() as session:
        _print_posted(postings.tasks(session))


def _print_posted(rows: list[postings.Posted]) -> None:
    for row in rows:
        state = "withdrawn" if row.withdrawn_on else f"{row.answered}/{row.stations}"
        print(row.posting_id, row.posted_on, state, row.title, sep="\t")


def _withdraw_notice(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        postings.withdraw_notice(session, options.id, by=options.by, now=context.clock())


def _withdraw_task(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        postings.withdraw_task(session, options.id, by=options.by, now=context.clock())


def _readings(context: Context, options: argparse.Namespace) -> None:
    with context.read() as session:
        _print_answers(postings.readings_of(session, options.id))


def _answers(context: Context, options: argparse.Namespace) -> None:
    with context.read() as session:
        _print_answers(postings.answers_of(session, options.id))


def _print_answers(answers: list[postings.Answer]) -> None:
    for one in answers:
        print(one.code, one.station, one.on or "-", one.text or "", sep="\t")


def _add_standard(context: Context, options: argparse.Namespace) -> None:
    new = NewStandard(
        kind=options.kind,
        amount_fen=int(options.yuan * 100),
        effective_from=options.start,
        effective_to=options.end,
        occasion=options.occasion,
        category=options.category,
        form=options.form,
        doc_no=options.doc_no,
    )
    with context.write() as session:
        print(down.add_standard(session, new, by=options.by, now=context.clock()))


def _add_option(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        key = down.add_code(
            session, options.list, options.label, by=options.by, now=context.clock()
        )
    print(key)


def _list_options(context: Context, options: argparse.Namespace) -> None:
    with context.read() as session:
        for row in down.codes_of(session, options.list):
            state = "retired" if row.retired_on else "active"
            print(row.id, row.code, state, row.label, sep="\t")


def _retire_option(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        down.retire_code(session, options.id, by=options.by, now=context.clock())


def _open_cycle(context: Context, options: argparse.Namespace) -> None:
    new = NewCycle(
        year=options.year,
        open_on=options.open_on,
        due_on=options.due_on,
        notice_on=options.notice_on,
        kinds=tuple(options.kind),
        doc_no=options.doc_no,
    )
    with context.write() as session:
        print(down.open_cycle(session, new, by=options.by, now=context.clock()))


def _add_key(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        key_id, text = api_keys.add_key(session, options.name, now=context.clock())
    print(key_id)
    print(text)


def _list_keys(context: Context, _options: argparse.Namespace) -> None:
    with context.read() as session:
        for row in api_keys.list_keys(session):
            print(row.id, "revoked" if row.revoked_at else "active", row.name, sep="\t")


def _revoke_key(context: Context, options: argparse.Namespace) -> None:
    with context.write() as session:
        api_keys.revoke_key(session, options.id, now=context.clock())


def _follow(context: Context, _options: argparse.Namespace) -> None:
    print(following.follow_all(context))
