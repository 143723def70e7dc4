"""What the district keeps of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "district_0003"
down_revision = "district_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the district keeps of the desk."""
    op.create_table(
        "kept_roll_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("reported", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_roll_up")),
    )
    with op.batch_alter_table("kept_roll_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_roll_up_period"), ["period"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_roll_up_serial"), ["serial"], unique=False)

    op.create_table(
        "used_report",
        sa.Column("roll_up_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("ym", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("roll_up_id", "report_id", name=op.f("pk_used_report")),
    )
