"""Habits of the house: names that say something, modules that fit, time as an argument."""

import ast
import re

from tests.architecture.sources import ROOT, modules

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "info", "data"}
LONGEST = 500
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}
READS_THE_CLOCK = (
    "station_app/app.py",
    "station_app/cli/",
    "district_server/app.py",
    "district_server/__main__.py",
    "district_server/cli/",
)
DOORS = {
    "station_app/app.py": "the window or a command, never both",
    "station_app/store/schema.py": "Alembic, only for a file that is behind",
    "station_app/store/search.py": "pypinyin, with the first name that is indexed",
    "station_app/ui/application.py": "what the first paint need not wait for",
    "station_app/ui/gate.py": "the database, while the password is typed",
    "station_app/ui/doors.py": "what the shell opens later than log-in",
    "district_server/cli/serving.py": "the web server, only to serve",
    "district_server/database.py": "PostgreSQL's or SQLite's own part",
}
"""Where an import may stand in a function, and what it waits for (SETTLED 17)."""
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")


def test_every_module_says_what_it_is_responsible_for() -> None:
    assert [m.path for m in modules() if not ast.get_docstring(m.tree)] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [m.path for m in modules() if m.path.split("/")[-1][:-3] in EMPTY_NAMES] == []


def test_no_class_is_a_manager_or_a_helper() -> None:
    vague = [
        f"{module.path}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Utils"))
    ]
    assert vague == []


def test_no_module_is_too_long_to_read_at_one_sitting() -> None:
    long = [f"{m.path} {m.lines}" for m in modules() if m.lines > LONGEST]
    assert [line for line in long if "/migrations/" not in line] == []


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{module.path}: {found.group()}"
        for module in modules()
        if (found := LATER.search((ROOT / module.path).read_text(encoding="utf-8")))
    ]
    assert left == []


def test_imports_stand_at_the_top_but_at_the_named_doors() -> None:
    hidden = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if module.path not in DOORS and "/migrations/" not in module.path
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_only_the_outermost_modules_read_the_clock() -> None:
    readers = [
        f"{module.path}:{call.lineno}"
        for module in modules()
        if not module.path.startswith(READS_THE_CLOCK)
        for call in module.calls()
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in CLOCKS
    ]
    assert readers == []


def test_nobody_asks_a_layout_for_its_items() -> None:
    """Qt deletes them by itself; what stood for one in Python is then taken for another object."""
    asked = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("itemAt", "itemAtPosition")
    ]
    assert asked == []
