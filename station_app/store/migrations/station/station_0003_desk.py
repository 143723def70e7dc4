"""What a desk keeps for itself."""

import sqlalchemy as sa
from alembic import op

revision = "station_0003"
down_revision = "station_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a desk keeps for itself."""
    op.create_table(
        "template_file",
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_hash", name=op.f("pk_template_file")),
    )
    with op.batch_alter_table("sync_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("numbered_life", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("numbered_upto", sa.BigInteger(), nullable=True))
