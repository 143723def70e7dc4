"""The script of the bare machine: what it asks for, what it says, and that it needs no package."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dev

SCRIPT = Path(dev.__file__)


def test_the_script_needs_the_standard_library_only() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_an_unknown_command_prints_the_commands_and_exits_2() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "nonsense"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "dev.py setup" in done.stdout


def test_what_is_missing_is_named_in_one_line_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "loads", lambda library: library != "libGL.so.1")
    monkeypatch.setattr(dev, "apt_install", lambda _packages: False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(SystemExit) as stopped:
        dev.install_libraries(["postgresql"])
    assert stopped.value.code == 3
    assert "apt-get install -y --no-install-recommends libgl1 postgresql" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("debian", "there", "expected"),
    [
        (True, (), ["chromium", "chromium-driver"]),
        (True, ("chromium",), ["chromium", "chromium-driver"]),
        (True, ("chromium", "chromedriver"), []),
        (False, (), []),
    ],
)
def test_a_browser_is_asked_for_where_a_package_brings_one(
    monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], expected: list[str], *, debian: bool
) -> None:
    monkeypatch.setattr(dev, "is_debian", lambda: debian)
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    assert dev.missing_browser() == expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_a_screen_is_where_a_display_is_named(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], *, expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert dev.has_screen() is expected


def test_a_check_that_fails_shows_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.passes("python", ("python", "-c", "print('all is well')"))
    assert not dev.passes("python", ("python", "-c", "raise SystemExit('this is wrong')"))
    said = capfd.readouterr().out
    assert "this is wrong" in said
    assert "all is well" not in said


def test_what_is_compiled_is_kept_for_the_programs_that_tests_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in dev.environment(screen=True)
    assert dev.environment(screen=False)["QT_QPA_PLATFORM"] == "offscreen"
