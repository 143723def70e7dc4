"""Anki's own sync of as many notes, with its own server, run by a Python that has its package.

`PYTHON peer_anki.py NOTES` prints one JSON object: seconds of a push and a pull of all notes into
a collection that was synced before, of 50 changed notes, and of a sync without news.
"""

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import AddNoteRequest, Collection  # type: ignore[import-not-found]

CHANGED, CHANGES, NO_OPS = 50, 20, 50
AT_ONCE = 5000
DECK = 1


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a sync server of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "SYNC_USER1": "u:p",
        "SYNC_BASE": str(folder),
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
        "MAX_SYNC_PAYLOAD_MEGS": "1000",
        "RUST_LOG": "error",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


class Side:
    """A collection that is in step with the server."""

    def __init__(self, file: Path, address: str, *, first: bool) -> None:
        self.collection = Collection(str(file))
        if first:
            self.add(["…"])
        self._login = self.collection.sync_login("u", "p", address)
        self.collection.sync_collection(self._login, False)
        self.collection.close_for_full_sync()
        self.collection.full_upload_or_download(auth=self._login, server_usn=None, upload=first)
        self.collection.reopen(after_full_sync=True)

    def add(self, texts: list[str]) -> None:
        """Add notes."""
        kind = self.collection.models.by_name("Basic")
        requests = []
        for text in texts:
            note = self.collection.new_note(kind)
            note.fields = [text[:40], text]
            requests.append(AddNoteRequest(note, DECK))
        self.collection.add_notes(requests)

    def change(self) -> None:
        """Change some notes."""
        keys = self.collection.find_notes("")[:CHANGED]
        notes = [self.collection.get_note(key) for key in keys]
        for note in notes:
            note.fields = [note.fields[0] + ".", note.fields[1]]
        self.collection.update_notes(notes)

    def sync(self) -> float:
        """A sync of changes, never of the whole file; its seconds."""
        began = time.perf_counter()
        answer = self.collection.sync_collection(self._login, False)
        took = time.perf_counter() - began
        if answer.required != answer.NO_CHANGES:
            raise RuntimeError(f"{answer.required} is asked for")
        return took


def record(number: int) -> str:
    """About 390 bytes, as a record of ours is as JSON."""
    fields = {
        "name": f"王建国{number:06}",
        "id_number": f"320812195612{number % 28 + 1:02}2015",
        "registered_on": "2021-03-01",
        "status": "ACTIVE",
        "address": f"水渡口街道东湖社区{number}号",
        "note": "走访时身体健康，生活稳定",
        "mobile": f"13800{number:06}",
        "created_at": "2022-10-20T01:30:00Z",
    }
    return json.dumps(fields, ensure_ascii=False)


def main(count: int) -> dict[str, object]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "server") as address:
        first = Side(Path(folder) / "a.anki2", address, first=True)
        second = Side(Path(folder) / "b.anki2", address, first=False)
        for start in range(0, count, AT_ONCE):
            first.add([record(number) for number in range(start, min(start + AT_ONCE, count))])
        push, pull = first.sync(), second.sync()
        changed = []
        for _ in range(CHANGES):
            first.change()
            changed.append(first.sync())
        quiet = [first.sync() for _ in range(NO_OPS)]
        first.collection.close()
        second.collection.close()
    return {
        "push": push,
        "pull": pull,
        "changed": statistics.median(changed),
        "quiet": statistics.median(quiet),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
