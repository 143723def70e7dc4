"""The words of the command line: commands, their options, their help."""

from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from pathlib import Path

from station_app.messages.cli import help_text

LEDGERS = ("visits", "payments", "certifications", "plaques", "entitlements")
FORMS = (
    "registration-sheet",
    "person-file",
    "person-roster",
    "privacy-notice",
    "visit",
    "visit-roster",
    "route-sheet",
    "today-list",
    "payment-roster",
    "goods-roster",
    "pension-roster",
    "certification-roster",
    "overdue-list",
    "meeting-sheet",
    "certification-photos",
    "plaque-register",
    "plaque-roster",
    "plaque-receipts",
    "month-report",
    "annual-tables",
)
Commands = _SubParsersAction  # argparse has no public name for it


def build_parser() -> ArgumentParser:
    """The parser of `station-app`; without a command the window opens."""
    parser = ArgumentParser(prog="station-app", description=help_text("program"))
    parser.add_argument("--data", type=Path, help=help_text("data"), metavar="DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for add in (_station, _imports, _people, _tally, _forms, _district, _keeping):
        add(commands)
    _take_data_anywhere(commands)
    return parser


def _take_data_anywhere(commands: "Commands[ArgumentParser]") -> None:
    """`--data` is understood behind the command too; unset there, the one before it holds."""
    for command in commands.choices.values():
        command.add_argument("--data", type=Path, default=SUPPRESS, help=SUPPRESS)


def _station(commands: "Commands[ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help=help_text("demo"))
    demo.add_argument("--people", type=int, default=120, help=help_text("demo.people"))
    demo.add_argument("--years", type=int, default=2, help=help_text("demo.years"))
    demo.add_argument("--no-window", action="store_true", help=help_text("demo.no_window"))
    demo.add_argument("--picture", type=Path, metavar="FILE", help=help_text("demo.picture"))
    init = commands.add_parser("init", help=help_text("init"))
    for option in ("code", "name", "operator"):
        init.add_argument(f"--{option}", required=True, help=help_text(f"init.{option}"))
    operator = commands.add_parser("operator", help=help_text("operator"))
    actions = operator.add_subparsers(dest="action", required=True)
    for action in ("add", "password", "disable"):
        one = actions.add_parser(action, help=help_text(f"operator.{action}"))
        one.add_argument("name", help=help_text("operator.name"))


def _imports(commands: "Commands[ArgumentParser]") -> None:
    importing = commands.add_parser("import", help=help_text("import"))
    kinds = importing.add_subparsers(dest="kind", required=True)
    roster = kinds.add_parser("roster", help=help_text("import.roster"))
    ledger = kinds.add_parser("ledger", help=help_text("import.ledger"))
    ledger.add_argument("ledger", choices=LEDGERS, help=help_text("import.ledger.kind"))
    for one in (roster, ledger):
        one.add_argument("file", type=Path, help=help_text("import.file"))
        one.add_argument("--dry-run", action="store_true", help=help_text("import.dry_run"))
        one.add_argument("--report", type=Path, metavar="OUT.json", help=help_text("import.report"))
        one.add_argument("--errors", type=Path, metavar="OUT.xlsx", help=help_text("import.errors"))
    undo = commands.add_parser("undo-import", help=help_text("undo_import"))
    undo.add_argument("id", type=int, help=help_text("undo_import.id"))


def _people(commands: "Commands[ArgumentParser]") -> None:
    people = commands.add_parser("people", help=help_text("people"))
    search = commands.add_parser("search", help=help_text("search"))
    search.add_argument("text", help=help_text("search.text"))
    for one in (people, search):
        one.add_argument("--format", choices=("text", "json"), default="text")


def _tally(commands: "Commands[ArgumentParser]") -> None:
    tally = commands.add_parser("tally", help=help_text("tally"))
    tally.add_argument("period", help=help_text("tally.period"))
    tally.add_argument("--out", type=Path, metavar="F.xlsx", help=help_text("tally.out"))
    tally.add_argument("--json", type=Path, metavar="F.json", help=help_text("tally.json"))


def _forms(commands: "Commands[ArgumentParser]") -> None:
    form = commands.add_parser("form", help=help_text("form"))
    form.add_argument("form", choices=FORMS, help=help_text("form.kind"))
    form.add_argument(
        "--out", type=Path, required=True, metavar="F.pdf", help=help_text("form.out")
    )
    which = form.add_mutually_exclusive_group()
    which.add_argument(
        "--person", action="append", metavar="IDNUMBER", help=help_text("form.person")
    )
    which.add_argument("--all", action="store_true", help=help_text("form.all"))
    which.add_argument("--blank", action="store_true", help=help_text("form.blank"))
    form.add_argument("--batch", metavar="NAME", help=help_text("form.batch"))
    form.add_argument("--period", help=help_text("form.period"))
    form.add_argument("--masked", action="store_true", help=help_text("form.masked"))
    form.add_argument("--bound", action="store_true", help=help_text("form.bound"))


def _district(commands: "Commands[ArgumentParser]") -> None:
    enroll = commands.add_parser("enroll", help=help_text("enroll"))
    enroll.add_argument("--server", required=True, metavar="URL", help=help_text("enroll.server"))
    enroll.add_argument("--code", required=True, help=help_text("enroll.code"))
    commands.add_parser("sync", help=help_text("sync"))
    bundle = commands.add_parser("bundle", help=help_text("bundle"))
    actions = bundle.add_subparsers(dest="action", required=True)
    for action in ("export", "import", "join"):
        one = actions.add_parser(action, help=help_text(f"stick.{action}"))
        one.add_argument("file", type=Path, metavar="FILE", help=help_text("stick.file"))


def _keeping(commands: "Commands[ArgumentParser]") -> None:
    for name in ("backup", "restore"):
        one = commands.add_parser(name, help=help_text(name))
        one.add_argument("file", type=Path, help=help_text("backup.file"))
    one = commands.add_parser("check", help=help_text("check"))
    one.add_argument("--with-district", action="store_true", help=help_text("check.district"))
