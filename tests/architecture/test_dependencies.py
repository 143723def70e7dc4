"""What the project leans on: exact versions without addresses, and a server that needs no desk."""

import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", LOCK, re.M)
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [
    *PROJECT["dependencies"],
    *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
]
SERVER = """
import importlib, pkgutil, sys

class Desk:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "sqlcipher3", "openpyxl"}:
            raise ImportError(f"the server asked for {name}")

sys.meta_path.insert(0, Desk())
import district_server
names = [m.name for m in pkgutil.walk_packages(district_server.__path__, "district_server.")]
for name in names:
    if not name.endswith("__main__") and ".migrations" not in name:
        importlib.import_module(name)
print(len(names))
"""


def test_the_lock_names_no_address() -> None:
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|@ file", LOCK) == []


def test_every_line_of_the_lock_has_hashes() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("line", ASKED)
def test_what_the_project_asks_for_is_in_the_lock(line: str) -> None:
    asked = Requirement(line)
    assert asked.specifier.contains(PINNED[canonicalize_name(asked.name)])


def test_the_server_runs_on_a_machine_without_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVER], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
