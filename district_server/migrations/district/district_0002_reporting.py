"""What the district keeps to be run and seen."""

import sqlalchemy as sa
from alembic import op

revision = "district_0002"
down_revision = "district_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the district keeps to be run and seen."""
    op.create_table(
        "blob",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "name", name=op.f("pk_blob")),
    )
    op.create_table(
        "blob_piece",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("station_id", "name", "start", name=op.f("pk_blob_piece")),
    )
