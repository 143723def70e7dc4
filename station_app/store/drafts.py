"""Half-written forms: a small encrypted file of their own, never waiting behind a long import.

A draft is what stands in a form, under the form's name and subject; it is kept within seconds of
typing and thrown away when the form is saved or given up.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from station_app.errors import Unavailable
from station_app.store.engine import key_pragma

TABLE = """
CREATE TABLE IF NOT EXISTS draft (
    form TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (form, subject)
)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-written form; `fields` are the texts of its fields by name."""

    form: str
    subject: str
    title: str
    fields: dict[str, str]
    kept_at: datetime


class Drafts:
    """The drafts of this PC, under the station's own key."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        self._lock = threading.Lock()
        try:
            self._file = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA cipher_log_level = none")
            self._file.execute(key_pragma(data_key))
            self._file.execute(TABLE)
        except sqlcipher.DatabaseError:
            raise Unavailable("store.drafts") from None

    def keep(self, draft: Draft) -> None:
        """Keep a draft in the place of the one before; `Unavailable` when the disk is full."""
        fields = msgspec.json.encode(draft.fields).decode()
        row = (draft.form, draft.subject, draft.title, fields, draft.kept_at.isoformat())
        try:
            with self._lock:
                self._file.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", row)
        except sqlcipher.DatabaseError:
            raise Unavailable("store.drafts") from None

    def find(self, form: str, subject: str) -> Draft | None:
        """The draft of this form about this subject."""
        kept = [draft for draft in self.all() if (draft.form, draft.subject) == (form, subject)]
        return kept[0] if kept else None

    def all(self) -> list[Draft]:
        """All drafts, the newest first."""
        with self._lock:
            rows = self._file.execute("SELECT * FROM draft ORDER BY kept_at DESC").fetchall()
        return [_draft(*row) for row in rows]

    def discard(self, form: str, subject: str) -> None:
        """Throw a draft away: it was saved, or given up."""
        with self._lock:
            self._file.execute("DELETE FROM draft WHERE form = ? AND subject = ?", (form, subject))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()


def _draft(form: str, subject: str, title: str, fields: str, kept_at: str) -> Draft:
    return Draft(
        form,
        subject,
        title,
        msgspec.json.decode(fields, type=dict[str, str]),
        datetime.fromisoformat(kept_at),
    )
