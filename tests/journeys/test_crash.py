"""Kill -9 in the middle of an entry: started again, the draft is offered with its time."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from uuid import UUID

import pytest

from station_app.paths import Paths
from station_app.services.condolence import MakeBatch, make_batch
from station_app.services.condolence_list import AddPeople, add_people
from station_app.store.unit_of_work import Store
from tests.fixtures.server_process import ROOT
from tests.fixtures.villagers import villager
from tests.journeys.typing_process import SAID

PATIENCE = 120
"""Seconds after which a window that keeps nothing any more is given up, so that the test fails."""


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The window as a process of its own."""
    return subprocess.Popen(
        [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "tests.journeys.typing_process",
            str(folder),
            *words,
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def pull_the_plug(folder: Path, *words: str) -> None:
    """Somebody types; once something was kept and typing went on, the process is killed."""
    with start(folder, "type", *words) as process:
        assert process.stdout is not None
        given_up = Timer(PATIENCE, process.terminate)
        given_up.start()
        said = [process.stdout.readline(), process.stdout.readline()]
        given_up.cancel()
        process.send_signal(signal.SIGKILL)
        error = process.stderr.read() if process.stderr else ""
        assert said == ["kept\n", "kept\n"], f"typing without a pause is kept up with: {error}"
        assert process.wait() == -signal.SIGKILL


def come_back(folder: Path) -> tuple[str, str, list[str]]:
    """What is offered, where 接着写 leads, and what stands there."""
    with start(folder, "come-back") as process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    said = json.loads(out.splitlines()[-1])
    return "".join(said["offered"]), said["page"], said["fields"]


@pytest.fixture
def person(store: Store) -> UUID:
    """Somebody to visit."""
    with store.write("试") as session:
        return villager(session, "曾光明")


def test_a_visit_that_was_being_typed_is_offered_with_its_time(
    store: Store, person: UUID, paths: Paths
) -> None:
    store.close()
    pull_the_plug(paths.data, "visit_entry", str(person))
    offered, page, fields = come_back(paths.data)
    assert "12:31 正在写“曾光明 的走访”，没有存完，接着写吗？" in offered
    assert page == "visit_entry"
    assert any(text.startswith(f"{SAID}aa") for text in fields)


def test_a_new_person_that_was_being_typed_is_offered_with_its_time(
    store: Store, paths: Paths
) -> None:
    store.close()
    pull_the_plug(paths.data, "new_person", "王建国")
    offered, page, fields = come_back(paths.data)
    assert "12:31 正在写“新增王建国”" in offered
    assert page == "new_person"
    assert any(SAID in text for text in fields)


def test_a_cell_of_a_batch_that_was_being_typed_is_opened_again(store: Store, paths: Paths) -> None:
    with store.write("试") as session:
        people = tuple(villager(session, name) for name in ("曾光明", "周贵英"))
        command = MakeBatch(
            kind="ENTITLED_DIFF",
            occasion="CHONGYANG",
            occasion_year=2022,
            funding="COUNTY",
            standard_fen=50_000,
        )
        batch = make_batch(session, command)
        session.flush()
        add_people(session, AddPeople(batch_id=batch, person_ids=people))
    store.close()
    pull_the_plug(paths.data, "batch", str(batch))
    offered, page, fields = come_back(paths.data)
    assert "12:31 正在写“" in offered
    assert "的金额”" in offered
    assert page == "batch"
    assert any(text.startswith("888") for text in fields)
