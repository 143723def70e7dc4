"""The list of people as a sheet: what a roster says of each, in columns that come back."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import label
from station_app.domain.imports import LIST_COMMA
from station_app.domain.kinds import Kind, Value
from station_app.domain.list_tables import CATEGORIES, PEOPLE_TITLE
from station_app.domain.lists import ListColumn, ListRow, ListSpec
from station_app.models.person import PERSON, SERVICE_RECORD
from station_app.models.record_type import Field
from station_app.queries.people import IdentityRow
from station_app.queries.people_export import FIELDS, ExportRow, export_rows
from station_app.services.people import EDITABLE

WIDE = {"id_number": 22, "address": 34, "file_no": 20, "note": 30, "mobile": 15}
AFTER_NAME = 6
"""Identity and service stand where a roster has them: after birth and people, before addresses."""


def _own(field: Field) -> ListColumn:
    return ListColumn(
        field.name,
        field.label,
        field.kind,
        WIDE.get(field.name, 12),
        field.choices,
        editable=field.name in EDITABLE,
    )


def _served(name: str) -> ListColumn:
    return ListColumn(name, SERVICE_RECORD.by_name[name].label, Kind.PARTIAL_DATE)


_OWN = tuple(_own(PERSON.by_name[name]) for name in FIELDS)
_EXTRA = (ListColumn("categories", CATEGORIES, width=26),)
_SERVICE = (_served("enlist_date"), _served("discharge_date"))
PEOPLE = ListSpec(
    "people",
    PEOPLE_TITLE,
    (*_OWN[:AFTER_NAME], *_EXTRA, *_SERVICE, *_OWN[AFTER_NAME:]),
    PERSON.name,
)


def people_rows(session: Session, keys: Sequence[UUID]) -> list[ListRow]:
    """The people of these keys, in their order."""
    return [_row(row) for row in export_rows(session, keys)]


def _row(row: ExportRow) -> ListRow:
    own: list[Value] = [row.values[name] for name in FIELDS]
    categories = LIST_COMMA.join(_category(one) for one in row.identities) or None
    extra = (categories, row.enlisted, row.discharged)
    return ListRow(row.person_id, (*own[:AFTER_NAME], *extra, *own[AFTER_NAME:]))


def _category(identity: IdentityRow) -> str:
    return "".join(_category_words(identity))


def _category_words(identity: IdentityRow) -> Iterable[str]:
    yield label("category", identity.category)
    yield label("dis_cause", identity.disability_cause)
    yield label("dis_grade", identity.disability_grade)
