"""What `init` does after an upgrade: fields that were only kept until now get their columns."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from district_server.models import KeptField
from station_app.domain.kinds import Wire, from_wire
from station_app.models.registry import BY_NAME
from station_app.sync.rows import fits, table_of


def take_up_kept_fields(session: Session) -> int:
    """Move kept fields that this program has come to know into their records; returns how many.

    The stations have these values already: they kept them, too, and take them up by themselves.
    """
    count = 0
    for name, key, field, value in list(_understood(session)):
        table = table_of(BY_NAME[name])
        stored = from_wire(BY_NAME[name].by_name[field].kind, value)
        session.execute(update(table).where(table.c.id == key).values({field: stored}))
        gone = delete(KeptField).where(KeptField.record_id == key, KeptField.field == field)
        session.execute(gone)
        count += 1
    return count


def _understood(session: Session) -> Iterable[tuple[str, UUID, str, Wire]]:
    columns = (KeptField.record_type, KeptField.record_id, KeptField.field, KeptField.value)
    for name, key, field, text in session.execute(select(*columns)).all():
        value = msgspec.json.decode(text)
        if name in BY_NAME and fits(BY_NAME[name], field, value):
            yield name, key, field, value
