"""The real programs in processes of their own, as a scheduled job would run them."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PASSWORD = "first-day-2022"  # of stations that exist only while the test runs


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Station:
    """One PC with a station folder."""

    folder: Path

    def run(self, *arguments: object, expect: int = 0) -> Said:
        """Run `station-app` with these arguments; the exit code must be the expected one."""
        said = _run("station_app", "--data", str(self.folder), *arguments)
        assert said.code == expect, (arguments, said)
        return said

    def read_json(self, *arguments: object) -> Any:  # Any: whatever the command prints
        """What a command prints as JSON."""
        return json.loads(self.run(*arguments, "--format", "json").out)


@dataclass(frozen=True, slots=True)
class District:
    """The district's commands over one database."""

    database: str

    def run(self, *arguments: object) -> str:
        """Run `district-server` with these arguments; it must succeed."""
        said = _run("district_server", "--db", self.database, *arguments)
        assert said.code == 0, (arguments, said)
        return said.out

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The server in a process of its own; gives its address once it answers."""
        port = _free_port()
        command = ["district_server", "--db", self.database, "serve", "--port", str(port)]
        with subprocess.Popen([sys.executable, "-m", *command], env=_environment()) as server:
            address = f"http://127.0.0.1:{port}"
            try:
                _wait_for(address + "/healthz", server)
                yield address
            finally:
                server.terminate()


def _run(module: str, *arguments: object) -> Said:
    ended = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=_environment(),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


def _environment() -> dict[str, str]:
    return os.environ | {"STATION_APP_PASSWORD": PASSWORD, "PYTHONIOENCODING": "utf-8"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended at once"
        try:
            if httpx.get(url, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
