"""What the district keeps beside the records: who changed a field, and fields it does not know."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Delete, Table, bindparam, delete, insert, select

from district_server.models import FieldAuthor, KeptField
from station_app.domain.kinds import Kind, to_wire
from station_app.models.registry import BY_NAME
from station_app.sync import wire
from station_app.sync.apply import Found, Outcome, Place
from station_app.sync.blocks import write_block
from station_app.sync.columns import Stored, stored
from station_app.sync.rows import among, among_given, given, keys_as_stored, table_of


def keep_authors(connection: Connection, outcome: Outcome, *, now: datetime) -> None:
    """Remember who changed which field, for the other side of a later conflict."""
    latest = {
        (each.record_id, each.field): each.author
        for each in outcome.authored
        if each.record_id not in outcome.inserted
    }
    latest |= {(each.record_id, each.field): each.author for each in outcome.emptied}
    _forget(connection, FieldAuthor, latest)
    if not latest:
        return
    dialect, moment = connection.dialect.name, to_wire(Kind.MOMENT, now)
    columns: dict[str, Stored] = {
        "record_id": keys_as_stored([key for key, _ in latest], dialect),
        "field": [field for _, field in latest],
        "by": [author.by for author in latest.values()],
        "at": stored(Kind.MOMENT, [moment], dialect) * len(latest),
    }
    table = FieldAuthor.__table__
    assert isinstance(table, Table)
    write_block(connection, table, columns)


def written(connection: Connection, places: Iterable[Place]) -> set[Place]:
    """Which of these fields somebody wrote since the record was made."""
    asked = set(places)
    column = FieldAuthor.__table__.c.record_id
    query = select(FieldAuthor.record_id, FieldAuthor.field)
    found = connection.execute(query.where(among(connection, column, [key for key, _ in asked])))
    return asked & {(key, name) for key, name in found}


def keep_unknown(connection: Connection, outcome: Outcome) -> None:
    """Fields of a newer program are kept as they came and given on."""
    latest = {(key, field): (name, value) for name, key, field, value in outcome.unknown}
    _forget(connection, KeptField, latest)
    rows = [
        {
            "record_id": key,
            "field": field,
            "record_type": name,
            "value": msgspec.json.encode(value).decode(),
        }
        for (key, field), (name, value) in latest.items()
    ]
    if rows:
        connection.execute(insert(KeptField), rows)
        known = set(outcome.touched)
        new = {(name, key) for (key, _), (name, _) in latest.items()}
        outcome.touched += sorted(new - known, key=lambda pair: pair[1])


def _forget(
    connection: Connection,
    model: type[FieldAuthor] | type[KeptField],
    keys: Iterable[tuple[UUID, str]],
) -> None:
    by_field: dict[str, list[UUID]] = {}
    for record_id, field in keys:
        by_field.setdefault(field, []).append(record_id)
    dialect = connection.dialect.name
    for field, ids in by_field.items():
        where = {"field": field, "keys": given(ids, dialect)}
        connection.execute(_forgetting(model, dialect), where)


@cache
def _forgetting(model: type[FieldAuthor] | type[KeptField], dialect: str) -> Delete:
    mine = among_given(dialect, model.__table__.c.record_id)
    return delete(model).where(model.field == bindparam("field"), mine)


def author_of(connection: Connection, found: Found) -> wire.Author | None:
    """Who wrote the value that stands: the last to change the field, else the record's maker."""
    author = connection.execute(
        select(FieldAuthor.by, FieldAuthor.at).where(
            FieldAuthor.record_id == found.record_id, FieldAuthor.field == found.field
        )
    ).one_or_none()
    if author is None:
        table = table_of(BY_NAME[found.record_type])
        author = connection.execute(
            select(table.c.created_by, table.c.created_at).where(table.c.id == found.record_id)
        ).one_or_none()
    return None if author is None else wire.Author(author[0], author[1].timestamp())
