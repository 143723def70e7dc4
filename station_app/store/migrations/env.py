"""Alembic's entry: runs on the connection that the store opened."""

from typing import Any, Literal

from alembic import context

from station_app.models import change, local, registry  # noqa: F401 (loading them fills the metadata)
from station_app.models.base import Base, LocalBase
from station_app.models.types import UtcMoment


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Own column types are written as the plain types they are stored in."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    return False


metadata = context.config.attributes.get("metadata", [Base.metadata, LocalBase.metadata])
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
