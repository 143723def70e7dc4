"""The file of half-written forms: a spoilt one is put aside, a busy one stays."""

import secrets
from datetime import UTC, datetime

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from station_app.domain.half_written import HalfWritten
from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.services.drafting import ASIDE, open_drafts
from station_app.store.engine import key_pragma
from station_app.store.keys import Keys

pytestmark = pytest.mark.expected_logs
KEYS = Keys(secrets.token_bytes(32), secrets.token_bytes(32))
NOON = datetime(2026, 7, 20, 4, 31, tzinfo=UTC)
VISIT = HalfWritten("visit_entry", "p1", "马德胜的走访", {"situation": "身体硬朗"}, NOON)


@pytest.fixture
def kept(paths: Paths) -> Paths:
    """A station with one draft."""
    paths.drafts.parent.mkdir(parents=True, exist_ok=True)
    file = open_drafts(paths, KEYS)
    file.keep(VISIT)
    file.close()
    return paths


def test_a_file_that_another_program_holds_is_there_again_the_next_time(kept: Paths) -> None:
    holder = sqlcipher.connect(str(kept.drafts), isolation_level=None)
    holder.execute(key_pragma(KEYS.data))
    holder.execute("BEGIN EXCLUSIVE")
    busy = open_drafts(kept, KEYS)
    with pytest.raises(Unavailable, match=r"store\.drafts"):
        busy.keep(VISIT)
    holder.execute("COMMIT")
    holder.close()
    again = open_drafts(kept, KEYS)
    assert again.all() == [VISIT]
    again.close()


def test_a_spoilt_file_is_put_aside_and_work_goes_on(kept: Paths) -> None:
    kept.drafts.write_bytes(b"spoilt" * 2000)
    anew = open_drafts(kept, KEYS)
    anew.keep(VISIT)
    assert anew.all() == [VISIT]
    anew.close()
    assert kept.drafts.with_name(ASIDE).exists()
