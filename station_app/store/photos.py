"""The file of photos: a second encrypted file, so that pictures never make the records wait.

A picture lies here under its keyed name and never changes. Whoever needs the file opens it for
the job at hand, under the station's own data key: opening costs a millisecond, and readers and
one writer get along.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from station_app.errors import Unavailable
from station_app.store.failures import files_in_words

TABLES = """
CREATE TABLE IF NOT EXISTS photo (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, sealed INTEGER NOT NULL, digest BLOB NOT NULL,
    named_by TEXT NOT NULL, kept_at TEXT NOT NULL, confirmed TEXT
);
CREATE TABLE IF NOT EXISTS content (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS thumbnail (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS arriving (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, digest BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS piece (
    name TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, start)
);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
OF_A_PHOTO = ("photo", "content", "thumbnail", "arriving", "piece")
"""Every table in which something of a photo may stand."""
MANY = 500
"""Names in one question: SQLite takes 32,766, and a question should stay readable in a log."""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture to be kept, and whether only the station may see it.

    `named_by` tells by which key the name was made; `confirmed` is set for one that came from the
    district, which thus has it.
    """

    name: str
    content: bytes
    sealed: bool
    named_by: str
    kept_at: datetime
    confirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that lies here."""

    name: str
    size: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class Arriving:
    """A picture that is on its way here, and how much of it came."""

    size: int
    digest: bytes
    received: int


class Photos:
    """The open file of photos."""

    def __init__(self, connection: sqlcipher.Connection) -> None:
        self._file = connection

    # --- pictures ---------------------------------------------------------------------------

    def keep(self, photo: NewPhoto) -> None:
        """Keep a picture; one that is here already stays as it is."""
        digest = hashlib.sha256(photo.content).digest()
        row = (photo.name, len(photo.content), photo.sealed, digest)
        rest = (photo.named_by, photo.kept_at.isoformat(), photo.confirmed)
        with self._whole():
            self._file.execute(
                "INSERT OR IGNORE INTO photo VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, *rest)
            )
            self._file.execute(
                "INSERT OR IGNORE INTO content VALUES (?, ?)", (photo.name, photo.content)
            )

    def content(self, name: str) -> bytes | None:
        """The picture; None while it is not here."""
        return self._bytes("SELECT bytes FROM content WHERE name = ?", name)

    def thumbnail(self, name: str) -> bytes | None:
        """Its small picture, once somebody has made it."""
        return self._bytes("SELECT bytes FROM thumbnail WHERE name = ?", name)

    def keep_thumbnail(self, name: str, content: bytes) -> None:
        """Keep the small picture of one that is here."""
        self._file.execute("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", (name, content))

    def here(self, names: Iterable[str]) -> set[str]:
        """Those of these names whose picture lies here."""
        return {
            str(name)
            for some in _chunks(sorted(set(names)))
            for (name,) in self._file.execute(
                f"SELECT name FROM photo WHERE name IN ({_marks(some)})", some
            )
        }

    def held(self) -> list[Held]:
        """All pictures, in the order in which they were kept."""
        return self._held("SELECT name, size, sealed FROM photo ORDER BY kept_at, name")

    def unconfirmed(self, life: str) -> list[Held]:
        """Those that the district has not confirmed to this life of the station file.

        A restored file and a restored district begin a new life: then everything is asked again.
        """
        return self._held(
            "SELECT name, size, sealed FROM photo WHERE confirmed IS NOT ? ORDER BY kept_at, name",
            life,
        )

    def confirm(self, names: Iterable[str], life: str | None) -> None:
        """The district has these pictures whole; None: it turned out to have lost them."""
        with self._whole():
            self._file.executemany(
                "UPDATE photo SET confirmed = ? WHERE name = ?", [(life, name) for name in names]
            )

    def misnamed(self, named_by: str) -> list[Held]:
        """Pictures whose name was made with another key than the station's."""
        return self._held("SELECT name, size, sealed FROM photo WHERE named_by <> ?", named_by)

    def rename(self, old: str, new: str, named_by: str) -> None:
        """Give a picture its name under the station's key; one that has it already wins."""
        columns = "size, sealed, digest, ?, kept_at, NULL"
        with self._whole():
            self._file.execute(
                f"INSERT OR IGNORE INTO photo SELECT ?, {columns} FROM photo WHERE name = ?",
                (new, named_by, old),
            )
            self._file.execute(
                "INSERT OR IGNORE INTO content SELECT ?, bytes FROM content WHERE name = ?",
                (new, old),
            )
            self._remove(old)

    def well_named(self, name: str, named_by: str) -> None:
        """The name of a picture turned out to be the station's own."""
        self._file.execute("UPDATE photo SET named_by = ? WHERE name = ?", (named_by, name))

    def erase(self, name: str) -> None:
        """Leave nothing of a picture: neither it nor its thumbnail nor pieces on their way."""
        with self._whole():
            self._remove(name)

    def kept_before(self, moment: datetime) -> list[str]:
        """Pictures that were kept before a moment."""
        asked = self._file.execute(
            "SELECT name FROM photo WHERE kept_at < ?", (moment.isoformat(),)
        )
        return [str(name) for (name,) in asked]

    def weight(self) -> tuple[int, int]:
        """How many pictures, and how many bytes."""
        count, size = self._file.execute("SELECT count(*), sum(size) FROM photo").fetchone()
        return int(count), int(size or 0)

    # --- on their way here ------------------------------------------------------------------

    def arriving(self, name: str) -> Arriving | None:
        """How much of a picture has come."""
        row = self._file.execute(
            "SELECT size, digest FROM arriving WHERE name = ?", (name,)
        ).fetchone()
        if row is None:
            return None
        (received,) = self._file.execute(
            "SELECT coalesce(sum(length(bytes)), 0) FROM piece WHERE name = ?", (name,)
        ).fetchone()
        return Arriving(row[0], row[1], received)

    def expect(self, name: str, *, size: int, digest: bytes) -> Arriving:
        """Go on with what has come of a picture; another form of it begins anew."""
        known = self.arriving(name)
        if known is not None and (known.size, known.digest) == (size, digest):
            return known
        with self._whole():
            self.drop_arrival(name)
            self._file.execute("INSERT INTO arriving VALUES (?, ?, ?)", (name, size, digest))
        return Arriving(size, digest, 0)

    def add_piece(self, name: str, start: int, content: bytes) -> None:
        """Keep a piece; it is on the disk when this returns."""
        self._file.execute("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", (name, start, content))

    def arrived(self, name: str) -> bytes:
        """The pieces together."""
        rows = self._file.execute("SELECT bytes FROM piece WHERE name = ? ORDER BY start", (name,))
        return b"".join(content for (content,) in rows)

    def drop_arrival(self, name: str) -> None:
        """Forget the pieces of a picture."""
        for table in ("arriving", "piece"):
            self._file.execute(f"DELETE FROM {table} WHERE name = ?", (name,))

    # --- notes and checks -------------------------------------------------------------------

    def note(self, name: str) -> str | None:
        """A note about the file, such as when the district was asked last."""
        row = self._file.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def write_note(self, name: str, value: str) -> None:
        """Keep a note."""
        self._file.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def damaged(self) -> int:
        """How many pages cannot be read, or else how many pictures are not what was kept."""
        pages = self._file.execute("PRAGMA cipher_integrity_check").fetchall()
        if pages:
            return len(pages)
        rows = self._file.execute(
            "SELECT digest, bytes FROM photo LEFT JOIN content ON content.name = photo.name"
        )
        return sum(
            content is None or hashlib.sha256(content).digest() != digest
            for digest, content in rows
        )

    def copy_into(self, target: Path, pragma: str) -> None:
        """A consistent copy of the whole file under the same key."""
        target.unlink(missing_ok=True)
        copy = sqlcipher.connect(str(target))
        try:
            copy.execute(pragma)
            self._file.backup(copy)
        finally:
            copy.close()

    def add_to(self, target: Path, pragma: str) -> None:
        """Bring a copy up to date: pictures never change, so only what is new is written.

        What is missing here stays in the copy: whoever erases a picture erases it there, too.
        """
        key = pragma.partition("=")[2].strip()
        with open_photos(target, pragma):
            pass  # the file and its tables are made where there are none
        self._file.execute(f"ATTACH DATABASE ? AS copy KEY {key}", (str(target),))
        try:
            with self._whole():
                for table in ("photo", "content"):
                    self._file.execute(
                        f"INSERT OR IGNORE INTO copy.{table} SELECT * FROM main.{table}"
                        f" WHERE name NOT IN (SELECT name FROM copy.{table})"
                    )
        finally:
            self._file.execute("DETACH DATABASE copy")

    def _bytes(self, statement: str, name: str) -> bytes | None:
        row = self._file.execute(statement, (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def _held(self, statement: str, *values: str) -> list[Held]:
        rows = self._file.execute(statement, values)
        return [Held(name, size, bool(sealed)) for name, size, sealed in rows]

    def _remove(self, name: str) -> None:
        for table in OF_A_PHOTO:
            self._file.execute(f"DELETE FROM {table} WHERE name = ?", (name,))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Everything in it or nothing."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")


@contextmanager
def open_photos(path: Path, pragma: str) -> Iterator[Photos]:
    """The file of photos, made where there is none.

    Raises `Unavailable("store.photos" | "store.disk_full" | …)`.
    """
    with files_in_words():
        connection = _connected(path, pragma)
        try:
            yield Photos(connection)
        finally:
            connection.close()


def _connected(path: Path, pragma: str) -> sqlcipher.Connection:
    connection = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=10
    )
    try:
        connection.execute("PRAGMA cipher_log_level = none")
        connection.execute(pragma)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is gone from the file
        connection.executescript(TABLES)
    except sqlcipher.DatabaseError as error:
        with suppress(sqlcipher.Error):
            connection.close()
        if "not a database" in str(error) or "malformed" in str(error):
            raise Unavailable("store.photos") from error
        raise
    return connection


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), MANY):
        yield names[start : start + MANY]


def _marks(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))
