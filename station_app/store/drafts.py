"""Half-written forms: a small encrypted file of their own, never waiting behind a long import.

A draft is what stands in a form, under its operator, the form's name and its subject; it is kept
within seconds of typing and thrown away when the form is saved. One that was given up stays some
days longer, so that it can be taken up again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from station_app.errors import Unavailable
from station_app.store.engine import key_pragma

TABLE = """
CREATE TABLE IF NOT EXISTS half_written (
    by TEXT NOT NULL,
    form TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    given_up_at TEXT,
    PRIMARY KEY (by, form, subject)
)
"""
FROM_BEFORE = """
INSERT OR IGNORE INTO half_written
SELECT '', form, subject, title, fields, kept_at, NULL FROM draft
"""
"""Before drafts belonged to somebody, the table had another name and no owner."""
COLUMNS = "form, subject, title, fields, kept_at, by, given_up_at"
SAYINGS = (
    ("full", "store.drafts_full"),
    ("readonly", "store.drafts_read_only"),
    ("not a database", "store.drafts_unreadable"),
    ("malformed", "store.drafts_unreadable"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-written form; `fields` are the texts of its fields by name."""

    form: str
    subject: str
    title: str
    fields: dict[str, str]
    kept_at: datetime
    by: str = ""
    given_up_at: datetime | None = None


class Drafts:
    """The drafts of this PC, under the station's own key."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        self._lock = threading.Lock()
        with _in_words():
            self._file = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            with _in_words():
                self._file.execute("PRAGMA cipher_log_level = none")
                self._file.execute(key_pragma(data_key))
                self._take_over()
        except Unavailable:
            self._file.close()
            raise

    def keep(self, draft: Draft) -> None:
        """Keep a draft in the place of the one before.

        Raises `Unavailable("store.drafts_full" | "store.drafts_read_only"
        | "store.drafts_unreadable" | "store.drafts")`.
        """
        fields = msgspec.json.encode(draft.fields).decode()
        given_up = draft.given_up_at.isoformat() if draft.given_up_at else None
        row = (draft.form, draft.subject, draft.title, fields, draft.kept_at.isoformat())
        statement = f"INSERT OR REPLACE INTO half_written ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        with self._lock, _in_words():
            self._file.execute(statement, (*row, draft.by, given_up))

    def find(self, form: str, subject: str, by: str = "") -> Draft | None:
        """The draft of this form about this subject."""
        key = (by, form, subject)
        kept = [one for one in self.all() if (one.by, one.form, one.subject) == key]
        return kept[0] if kept else None

    def all(self) -> list[Draft]:
        """All drafts, the newest first."""
        statement = f"SELECT {COLUMNS} FROM half_written ORDER BY kept_at DESC"
        with self._lock, _in_words():
            rows = self._file.execute(statement).fetchall()
        return [_draft(*row) for row in rows]

    def discard(self, form: str, subject: str, by: str = "") -> None:
        """Throw a draft away: it was saved, or its time has passed."""
        statement = "DELETE FROM half_written WHERE by = ? AND form = ? AND subject = ?"
        with self._lock, _in_words():
            self._file.execute(statement, (by, form, subject))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _take_over(self) -> None:
        """The table, with what an older program kept."""
        self._file.execute(TABLE)
        before = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'draft'"
        if self._file.execute(before).fetchone():
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute(FROM_BEFORE)
            self._file.execute("DROP TABLE draft")
            self._file.execute("COMMIT")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except sqlcipher.DatabaseError as error:
        said = str(error).lower()
        code = next((code for saying, code in SAYINGS if saying in said), "store.drafts")
        raise Unavailable(code) from None


def _draft(*row: str) -> Draft:
    form, subject, title, fields, kept_at, by, given_up = row
    return Draft(
        form,
        subject,
        title,
        msgspec.json.decode(fields, type=dict[str, str]),
        datetime.fromisoformat(kept_at),
        by,
        datetime.fromisoformat(given_up) if given_up else None,
    )
