"""The answer of the database as the search box shows it."""

from datetime import date
from typing import Any

from station_app.domain.codes import label
from station_app.queries.search import FoundRow, search_people
from station_app.ui.components.pop_list import PopRow
from station_app.ui.components.search_box import Hits


def find_people(session: Any, text: str, *, today: date) -> Hits:
    """The likeliest people, each told apart from namesakes by birth month."""
    found = search_people(session, text, today=today)
    shared = found.namesakes
    remark = f"有同名的{'、'.join(shared)}，请看出生年月" if shared else ""
    return Hits(text, tuple(_row(row) for row in found.rows), found.total, remark)


def _row(row: FoundRow) -> PopRow:
    sex_and_age = f"{label('sex', row.sex)} {row.age}" if row.age else label("sex", row.sex)
    middle = [sex_and_age, row.group_name or "", label("category", row.category)]
    if row.status not in ("ACTIVE", "DRAFT"):
        middle.append(label("person_status", row.status))
    return PopRow(
        row.person_id,
        row.name,
        "  ".join(part for part in middle if part.strip()),
        _born(row.birth_date),
        row.marks,
        bold=True,
    )


def _born(text: str | None) -> str:
    if text is None:
        return ""
    year, _, rest = text.partition("-")
    return f"{year}年{int(rest[:2])}月生" if rest else f"{year}年生"
