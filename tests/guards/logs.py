"""A warning in the log that no test expects is a failure."""

import logging
from collections.abc import Iterator

import pytest


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_warnings_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on log records from WARNING upward, unless the test is marked `expected_logs`."""
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    if request.node.get_closest_marker("expected_logs") is None:
        said = [f"{record.name}: {record.getMessage()}" for record in collector.records]
        assert said == []
