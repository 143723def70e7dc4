"""A process that dies in a library says where, in a file of the station's folder."""

import signal
import subprocess
import sys
from pathlib import Path

from station_app.paths import station_paths

DIES = """
import os, signal, sys
from pathlib import Path
from station_app.app import keep_last_words
from station_app.paths import station_paths

def somewhere_in_a_library():
    os.kill(os.getpid(), signal.SIGSEGV)

keep_last_words(station_paths(Path(sys.argv[1])))
somewhere_in_a_library()
"""


def test_where_the_process_died_is_written_down(tmp_path: Path) -> None:
    paths = station_paths(tmp_path / "station")
    paths.create()
    for _ in range(2):
        died = subprocess.run([sys.executable, "-c", DIES, str(paths.data)], check=False)
        assert died.returncode == -signal.SIGSEGV
    said = (paths.logs / "crash.log").read_text(encoding="utf-8")
    assert said.count("in somewhere_in_a_library") == 2
