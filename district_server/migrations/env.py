"""Alembic's entry for the district's database: runs on the connection that the server opened."""

from typing import Any, Literal

from alembic import context

from station_app.models.types import UtcMoment


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Own column types are written as the plain types they are stored in."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
