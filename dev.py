#!/usr/bin/env python3
"""Everything a developer does with this project, from a bare machine on.

    python3 dev.py setup             make .venv with the exact versions of requirements.lock
    python3 dev.py demo              make a sample station and open its window
    python3 dev.py test [ARGS]       ruff, mypy, import contracts, pytest (ARGS go to pytest)
    python3 dev.py run [ARGS]        the program itself
    python3 dev.py bench [ARGS]      measure, each figure beside its floor
    python3 dev.py screenshots DIR   pictures of every page
    python3 dev.py guide [--check]   draw the pictures of the clerks' guide anew, or name stale ones
    python3 dev.py district [PORT]   a sample district with its pages, served on this machine
    python3 dev.py web-screenshots DIR [PAGE…] | --guide   pictures of every page of the district

Standard library only. Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 the machine lacks
something that this script may not install; the line to type is printed.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "requirements.sha256"
OUT = ROOT / "out"
VERSIONS = ((3, 11), (3, 14))
COMMANDS = {"station-app": "station_app", "district-server": "district_server"}
SHARED = ("station_app", "district_server", "deploy", "tests", "benchmarks", "tools", "dev.py")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVERS = ("chromedriver", "chromium.chromedriver")

# What `import PySide6.QtWidgets` needs even without a screen, and then what a window under X needs.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def main(arguments: Sequence[str]) -> int:
    """Dispatch one command."""
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "setup": lambda rest: prepare() if not rest else usage(),
        "demo": demo,
        "test": test,
        "run": lambda rest: prepare() or python("-m", "station_app", *rest),
        "bench": lambda rest: prepare() or python("-m", "benchmarks", *rest, screen=False),
        "screenshots": screenshots,
        "guide": guide,
        "district": district,
        "web-screenshots": web_screenshots,
    }
    if not arguments or arguments[0] not in commands:
        return usage()
    return commands[arguments[0]](arguments[1:])


def usage() -> int:
    print(__doc__)
    return 2


# --- the commands ------------------------------------------------------------------------------


def prepare(*also: str) -> int:
    """Libraries of the system, then `.venv`; nothing to do costs some milliseconds.

    `also` are packages that are named with what is missing, so that a person types one line.
    """
    install_libraries(also)
    make_environment()
    install_packages()
    return 0


def demo(rest: Sequence[str]) -> int:
    """The sample station in a window; without a screen, a picture of that window."""
    prepare()
    data = OUT / "demo"
    command = ("-m", "station_app", "--data", str(data), "demo", *rest)
    if has_screen() or "--no-window" in rest:
        return python(*command)
    picture = OUT / "demo.png"
    picture.parent.mkdir(exist_ok=True)
    code = python(*command, "--picture", str(picture), screen=False)
    if code == 0:
        print(f"There is no display here. A picture of the window lies in {picture}.")
        print("To open the window itself, type on a desktop:  python3 dev.py demo")
    return code


def test(rest: Sequence[str]) -> int:
    """The five checks; all of them run, and pytest's closing line is the last."""
    prepare(*([] if has_postgresql() else ["postgresql"]), *missing_browser())
    install_postgresql()
    install_browser()
    checks = {
        "ruff format": ("ruff", "format", "--check", "--quiet", *SHARED),
        "ruff check": ("ruff", "check", "--quiet", *SHARED),
        "mypy": ("mypy", "--no-error-summary"),
        "import contracts": ("lint-imports", "--no-logo"),
    }
    with compiling_tests():
        failed = [name for name, command in checks.items() if not passes(name, command)]
    print(
        f"checks: {', '.join(failed)} failed" if failed else "checks: all four passed", flush=True
    )
    count = str(min(os.cpu_count() or 1, 4))
    spread = ("-n", count, "--dist", "loadscope", "--no-loadscope-reorder")  # tests/conftest.py
    workers = () if rest else spread
    code = python("-m", "pytest", *workers, *rest, screen=False)
    return 1 if failed or code else 0


def screenshots(rest: Sequence[str]) -> int:
    """Pictures of every page, drawn without a screen."""
    if not rest:
        return usage()
    prepare()
    return python("-m", "tools.screenshots", *rest, screen=False)


def guide(rest: Sequence[str]) -> int:
    """Pictures of docs/guide, from the sample station; `--check` says which are stale."""
    prepare()
    return python("-m", "tools.guide", *rest, screen=False)


def district(rest: Sequence[str]) -> int:
    """A sample district to try; it prints names, password and the address for a browser."""
    prepare()
    return python("-m", "tools.sample_district", str(OUT / "district"), *rest, screen=False)


def web_screenshots(rest: Sequence[str]) -> int:
    """Pictures of the district's pages, drawn by a browser without a screen."""
    if not rest:
        return usage()
    prepare(*missing_browser())
    install_browser()
    return python("-m", "tools.web_screenshots", *rest, screen=False)


@contextmanager
def compiling_tests() -> Iterator[None]:
    """Collect the tests beside the checks: mypy keeps one core busy, and each worker of pytest
    would compile the program and the tests for itself."""
    command = [str(PYTHON), "-m", "pytest", "--collect-only", "-qq"]
    environ = environment(screen=False)
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        yield


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check; its output is shown when it fails."""
    done = subprocess.run(
        [SCRIPTS / command[0], *command[1:]],
        cwd=ROOT,
        env=environment(screen=False),
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"{name:17} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def python(*command: str, screen: bool = True) -> int:
    """Run the project's own Python."""
    environ = environment(screen=screen)
    return subprocess.run([PYTHON, *command], cwd=ROOT, env=environ, check=False).returncode


def environment(*, screen: bool) -> dict[str, str]:
    """UTF-8 everywhere, bytecode kept; Qt draws into memory where no screen is wanted."""
    environ = {**os.environ, "PYTHONUTF8": "1", "UV_PYTHON_DOWNLOADS": "never"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start a hundred programs
    if not screen:
        environ["QT_QPA_PLATFORM"] = "offscreen"
    return environ


def has_screen() -> bool:
    """Whether a window can be opened; a test run says no by QT_QPA_PLATFORM."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- what the system must bring ----------------------------------------------------------------


def install_libraries(also: Sequence[str]) -> None:
    """Qt's libraries on Linux, and what makes a virtual environment."""
    if not sys.platform.startswith("linux"):
        return
    wanted = {**QT_LIBRARIES, **(X_LIBRARIES if has_screen() else {})}
    missing = [package for library, package in wanted.items() if not loads(library)]
    if not PYTHON.exists() and not can_make_environments():
        missing.append("python3-venv")
    if missing and not apt_install([*missing, *also]):
        refuse([*missing, *also])


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_make_environments() -> bool:
    """Debian ships `venv` without the `ensurepip` that it needs."""
    code = "import venv, ensurepip"
    return (
        subprocess.run(
            [interpreter(), "-c", code], check=False, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


def install_postgresql() -> None:
    """PostgreSQL for the server's tests; where it cannot be had, they are skipped and say so."""
    if not sys.platform.startswith("linux") or has_postgresql():
        return
    if not apt_install(["postgresql"]):
        print(f"PostgreSQL is missing. To run its tests too:  {apt_line(['postgresql'])}")


def install_browser() -> None:
    """Chromium for the tests of the district's pages; where it cannot be had, they are skipped."""
    missing = missing_browser()
    if missing and not apt_install(missing):
        print(f"Chromium is missing. To run its tests too:  {apt_line(missing)}")


def missing_browser() -> list[str]:
    """Debian's packages of Chromium; elsewhere a browser and its driver must be there already.

    Ubuntu's packages of these names bring a snap, which a container cannot run.
    """
    has_both = any(map(shutil.which, BROWSERS)) and any(map(shutil.which, DRIVERS))
    return [] if has_both or not is_debian() else ["chromium", "chromium-driver"]


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def has_postgresql() -> bool:
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, os.get_exec_path())]
    return any((folder / "initdb").exists() for folder in folders)


def apt_install(packages: Sequence[str]) -> bool:
    """Install as root; False where that cannot be done."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print(f"installing {' '.join(packages)}", flush=True)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=environ, check=False, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def apt_line(packages: Iterable[str]) -> str:
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def refuse(packages: Sequence[str]) -> NoReturn:
    """Say what is missing and how to get it."""
    print(f"This machine lacks what the program needs. Please type:\n\n    {apt_line(packages)}\n")
    print("and run this command again. Nothing was changed.")
    raise SystemExit(3)


# --- the environment ---------------------------------------------------------------------------


def interpreter() -> str:
    """A Python of a version that the project runs on: this one, or another that is installed."""
    if VERSIONS[0] <= sys.version_info[:2] < VERSIONS[1]:
        return sys.executable
    for minor in range(VERSIONS[1][1] - 1, VERSIONS[0][1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    print("Python 3.11, 3.12 or 3.13 is needed; none was found.")
    raise SystemExit(3)


def make_environment() -> None:
    """Create `.venv` unless there is one that runs."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    print("making .venv", flush=True)
    subprocess.run([interpreter(), "-m", "venv", str(VENV)], check=True)


def install_packages() -> None:
    """Bring `.venv` to the lock, with hashes; skipped while nothing changed."""
    state = LOCK.read_bytes() + Path(__file__).read_bytes() + str(ROOT).encode()
    stamp = hashlib.sha256(state).hexdigest()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    print("installing the packages of requirements.lock", flush=True)
    if not with_uv() and not with_pip():
        print("The packages could not be installed. .venv stays; run this command again.")
        raise SystemExit(3)
    make_importable()
    STAMP.write_text(stamp)


def with_uv() -> bool:
    """uv is ten times faster than pip: the one on the machine, or one brought into `.venv`."""
    own = SCRIPTS / "uv"
    candidates = [command for command in (shutil.which("uv"), str(own)) if command]
    if not any(succeeds(command, "--version") for command in candidates):
        succeeds(str(PYTHON), "-m", "pip", "install", "--quiet", "uv")
    arguments = ("--python", str(PYTHON), "--require-hashes", "--compile-bytecode")
    return any(
        succeeds(command, "pip", "install", "--quiet", *arguments, "-r", str(LOCK))
        for command in candidates
        if succeeds(command, "--version")
    )


def with_pip() -> bool:
    """The slower way, where uv cannot be had."""
    arguments = ("--quiet", "--require-hashes", "-r", str(LOCK))
    return subprocess.run([PYTHON, "-m", "pip", "install", *arguments], check=False).returncode == 0


def succeeds(*command: str) -> bool:
    try:
        done = subprocess.run(
            command, env=environment(screen=False), check=False, capture_output=True, cwd=ROOT
        )
    except OSError:
        return False
    return done.returncode == 0


def make_importable() -> None:
    """Put the project on the environment's path and its two commands beside Python.

    What `pip install -e` would do, without a build back end and so without a network.
    """
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True)
    (Path(done.stdout.strip()) / "veterans_station.pth").write_text(f"{ROOT}\n")
    for name, module in COMMANDS.items():
        if os.name == "nt":
            (SCRIPTS / f"{name}.cmd").write_text(f'@"{PYTHON}" -m {module} %*\n')
        else:
            (SCRIPTS / name).write_text(f'#!/bin/sh\nexec "{PYTHON}" -m {module} "$@"\n')
            (SCRIPTS / name).chmod(0o755)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
