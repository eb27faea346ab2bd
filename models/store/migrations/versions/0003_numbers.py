"""Which version of the numbers a month was issued by, and its totals beside their fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("issued_month", sa.Column("numbers_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("issued_month", sa.Column("totals", sa.Text(), nullable=True))
