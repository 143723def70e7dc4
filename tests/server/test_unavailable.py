"""A database that does not take anything more: the asker hears "later", the log says why."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from district_server.context import in_words
from station_app.errors import Unavailable


def test_a_full_disk_is_named_in_the_log_without_what_was_to_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'full.db'}")
    insert = text("INSERT INTO t VALUES (:value)")
    two_pages = text("PRAGMA max_page_count = 2")
    with engine.connect() as connection, caplog.at_level(logging.INFO):
        connection.execute(two_pages)
        connection.execute(text("CREATE TABLE t (value TEXT)"))
        with pytest.raises(Unavailable), in_words():
            connection.execute(insert, {"value": "林秀英" * 10_000})
    engine.dispose()
    (line,) = caplog.records
    assert vars(line)["reason"] == "SQLITE_FULL"
    assert "林秀英" not in str(vars(line))
