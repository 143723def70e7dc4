"""Names of districts: what a name may be, and which schema or file holds a district.

A district is one schema of PostgreSQL, named like the district. The embedded database has no
schemas: there each district is a file of its own.
"""

import re
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from station_app.errors import Rejected

NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
"""Letters, digits and underscores: a name needs quoting neither in SQL nor in an address."""
TAKEN = frozenset(
    {
        "public",
        "information_schema",
        "citus",
        "columnar",
        "healthz",
        "readyz",
        "metrics",
        "web",
        "v1",
    }
)
"""Schemas of the database itself, and first words of addresses that every server has."""


def district_name(text: str) -> str:
    """The name of a district, or `Rejected`: it becomes part of addresses and of SQL."""
    if not NAME.fullmatch(text) or text in TAKEN or text.startswith("pg_"):
        raise Rejected("district.bad_district_name", name=text)
    return text


def file_of(url: URL, name: str) -> URL:
    """The file of a district beside the file that the settings name."""
    file = Path(url.database or "")
    return url.set(database=str(file.with_name(f"{file.stem}-{name}{file.suffix}")))


def url_of(url: str, name: str) -> str:
    """Where a district's rows are: PostgreSQL holds all of them, the embedded database one."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return url
    return file_of(parts, district_name(name)).render_as_string(hide_password=False)
