"""What every test runs under, and what tests may ask for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fixtures.clock import clock, today
from tests.fixtures.district import (
    empty_district,
    empty_postgres_district,
    postgres_like_a_district,
)
from tests.fixtures.engines import engines_share_what_is_compiled
from tests.fixtures.garbage import (
    collect_without_garbage,
    garbage_on_this_thread,
    keep_what_was_collected,
)
from tests.fixtures.passwords import passwords_cost_little
from tests.fixtures.postgres import postgres, postgres_cluster
from tests.fixtures.server_process import prepared_server
from tests.fixtures.station import empty_station, paths, store
from tests.guards.codes import no_added_codes_left_behind
from tests.guards.database import no_session_left_open, no_sql_on_the_gui_thread
from tests.guards.logs import no_unexpected_warnings_in_the_log
from tests.guards.sockets import no_sockets

__all__ = [
    "clock",
    "empty_district",
    "empty_postgres_district",
    "empty_station",
    "engines_share_what_is_compiled",
    "garbage_on_this_thread",
    "no_added_codes_left_behind",
    "no_session_left_open",
    "no_sockets",
    "no_sql_on_the_gui_thread",
    "no_unexpected_warnings_in_the_log",
    "passwords_cost_little",
    "paths",
    "postgres",
    "postgres_cluster",
    "postgres_like_a_district",
    "prepared_server",
    "store",
    "today",
]

# A slow machine is no failure: examples are counted, never timed.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

collect_without_garbage()

TESTS = Path(__file__).parent
LONG = ("journeys", "server", "web", "ui")
"""Where a module takes its minute; what is left for the end should be short for each worker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first; within them the order stays as it was drawn."""
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] not in LONG)


def pytest_collection_finish() -> None:
    """From here on there is garbage."""
    keep_what_was_collected()
