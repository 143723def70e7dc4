"""Each guard catches what it is for: small test files break a rule each, and fail."""

import socket
from pathlib import Path

import pytest

from tests.guards.sockets import ForbiddenSocketError

pytest_plugins = ["pytester"]

CONFTEST = """
from tests.guards import database
from tests.guards.database import no_session_left_open, no_sql_on_the_gui_thread
from tests.guards.logs import no_unexpected_warnings_in_the_log
from tests.guards.sockets import no_sockets

database.PATIENCE = 5
"""
LOGS = """
import logging
import pytest

def test_that_warns():
    logging.getLogger("somewhere").warning("something")

@pytest.mark.expected_logs
def test_that_says_so():
    logging.getLogger("somewhere").warning("something")
"""
SESSIONS = """
from threading import Event, Thread
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

KEPT = []

def test_that_leaves_a_session_open():
    KEPT.append(Session(create_engine("sqlite://")))
    KEPT[0].execute(text("SELECT 1"))

def hold_for_a_moment(begun):
    with Session(create_engine("sqlite://")) as session:
        session.execute(text("SELECT 1"))
        begun.set()
        Event().wait(0.05)

def test_that_closes_it():
    begun = Event()
    Thread(target=hold_for_a_moment, args=(begun,)).start()
    assert begun.wait(20)
"""
SCREENS = """
from pathlib import Path
from threading import Thread
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

SCREEN = str(Path("somewhere", "station_app", "ui", "page.py"))

def ask():
    with Session(create_engine("sqlite://")) as session:
        session.execute(text("SELECT 1"))

def press():
    exec(compile("ask()", SCREEN, "exec"))

def test_a_screen_that_asks_the_database_itself():
    press()

def test_a_screen_whose_job_asks_on_another_thread():
    job = Thread(target=press)
    job.start()
    job.join()
"""


@pytest.mark.parametrize("source", [LOGS, SESSIONS, SCREENS], ids=["logs", "sessions", "screens"])
def test_the_guard_catches_the_offender_and_lets_the_other_pass(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nmarkers = expected_logs: expected")
    pytester.makepyfile(source)
    outcomes = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:xdist").parseoutcomes()
    assert outcomes == {"passed": 2, "errors": 1}


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as caller, pytest.raises(ForbiddenSocketError):
        caller.connect(("192.0.2.1", 80))


def test_an_unmarked_test_does_not_even_reach_this_machine() -> None:
    with socket.socket() as caller, pytest.raises(ForbiddenSocketError):
        caller.bind(("127.0.0.1", 0))


@pytest.mark.loopback
def test_a_marked_test_reaches_this_machine_and_no_other() -> None:
    with socket.socket() as server, socket.socket() as caller:
        server.bind(("127.0.0.1", 0))
        server.listen()
        caller.connect(server.getsockname())
        assert caller.getpeername() == server.getsockname()
    with socket.socket() as caller, pytest.raises(ForbiddenSocketError):
        caller.connect(("192.0.2.1", 80))
