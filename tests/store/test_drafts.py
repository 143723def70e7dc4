"""Half-written forms survive a fall of the program, and nobody reads them without the key."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from station_app.errors import Unavailable
from station_app.store.drafts import Draft, Drafts
from station_app.store.engine import key_pragma

KEY = secrets.token_bytes(32)
NOON = datetime(2026, 7, 20, 4, 31, tzinfo=UTC)
VISIT = Draft("visit_entry", "p1", "马德胜的走访", {"situation": "身体硬朗"}, NOON)


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    """An empty file of drafts."""
    opened = Drafts(tmp_path / "drafts.db", KEY)
    yield opened
    opened.close()


def test_a_draft_is_there_again_after_the_program_fell(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(VISIT)
    again = Drafts(tmp_path / "drafts.db", KEY)
    assert again.find("visit_entry", "p1") == VISIT
    again.close()


def test_a_later_draft_takes_the_place_of_the_former(drafts: Drafts) -> None:
    drafts.keep(VISIT)
    drafts.keep(Draft("visit_entry", "p1", VISIT.title, {"situation": "好"}, NOON))
    assert [draft.fields for draft in drafts.all()] == [{"situation": "好"}]


def test_a_discarded_draft_is_gone(drafts: Drafts) -> None:
    drafts.keep(VISIT)
    drafts.discard("visit_entry", "p1")
    assert drafts.find("visit_entry", "p1") is None


def test_without_the_key_a_draft_cannot_be_read(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(VISIT)
    assert "身体硬朗".encode() not in (tmp_path / "drafts.db").read_bytes()
    with pytest.raises(Unavailable):
        Drafts(tmp_path / "drafts.db", secrets.token_bytes(32))


def test_what_an_older_program_kept_belongs_to_nobody_and_is_there(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    file = sqlcipher.connect(str(place), isolation_level=None)
    file.execute(key_pragma(KEY))
    file.execute(
        "CREATE TABLE draft (form TEXT, subject TEXT, title TEXT, fields TEXT, kept_at TEXT,"
        " PRIMARY KEY (form, subject))"
    )
    row = ("visit_entry", "p1", VISIT.title, '{"situation":"身体硬朗"}', NOON.isoformat())
    file.execute("INSERT INTO draft VALUES (?, ?, ?, ?, ?)", row)
    file.close()
    for _ in range(2):  # the second time the old table is gone
        opened = Drafts(place, KEY)
        assert opened.all() == [VISIT]
        opened.close()


def test_a_full_disk_and_a_read_only_file_are_told_apart(tmp_path: Path) -> None:
    opened = Drafts(tmp_path / "drafts.db", KEY)
    opened._file.execute("PRAGMA max_page_count = 3")
    large = Draft("visit_entry", "p2", VISIT.title, {"situation": "硬" * 60_000}, NOON)
    with pytest.raises(Unavailable) as full:
        opened.keep(large)
    assert full.value.code == "store.drafts_full"
    opened._file.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable) as read_only:
        opened.keep(VISIT)
    assert read_only.value.code == "store.drafts_read_only"
    opened.close()
