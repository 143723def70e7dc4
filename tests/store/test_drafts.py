"""Half-written forms survive a fall of the program, and nobody reads them without the key."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_app.errors import Unavailable
from station_app.store.drafts import Draft, Drafts

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
