"""Who leads what from which day on: transfers, names with a day, plans that are closed; and what a plan's annex says more."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

HISTORY = ("transfer", "rename", "plan_closing")
_ADDED = {
    "milestone_version": {
        "supporting_words": sa.Text(), "section": sa.Text(), "product": sa.Text(), "person": sa.String(),
        "continues": sa.String(),
    },
    "status_line": {"reason": sa.Text(), "difficulty": sa.Text(), "proposal": sa.Text()},
}  # fmt: skip


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    # In one statement with its check, which SQLite cannot add to a table afterwards.
    op.execute(
        "ALTER TABLE extension ADD COLUMN basis VARCHAR DEFAULT 'document' NOT NULL "
        "CONSTRAINT ck_extension_basis CHECK (basis IN ('document', 'illustrative'))"
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("from_agency_id", sa.Integer(), nullable=True),
        sa.Column("from_plan_id", sa.Integer(), nullable=True),
        sa.Column("to_agency_id", sa.Integer(), nullable=True),
        sa.Column("to_plan_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *_recorded("transfer"),
        sa.CheckConstraint(
            "(milestone_id IS NULL) <> (from_agency_id IS NULL)", name=op.f("ck_transfer_milestone_or_agency")
        ),
        sa.CheckConstraint("to_agency_id IS NOT NULL OR to_plan_id IS NOT NULL", name=op.f("ck_transfer_to_somewhere")),
        sa.CheckConstraint(
            "from_plan_id IS NULL OR from_agency_id IS NOT NULL", name=op.f("ck_transfer_plan_of_agency")
        ),
        _day("transfer", "effective_on"),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_transfer_milestone_id")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_transfer_from_agency_id")),
        sa.ForeignKeyConstraint(["from_plan_id"], ["plan.id"], name=op.f("fk_transfer_from_plan_id")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_transfer_to_agency_id")),
        sa.ForeignKeyConstraint(["to_plan_id"], ["plan.id"], name=op.f("fk_transfer_to_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    op.create_index(op.f("ix_transfer_milestone_id"), "transfer", ["milestone_id"])
    op.create_table(
        "rename",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        *_recorded("rename"),
        sa.CheckConstraint("length(trim(name_vi)) > 0", name=op.f("ck_rename_name_vi_given")),
        _day("rename", "effective_on"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_rename_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rename")),
    )
    op.create_index(op.f("ix_rename_agency_id"), "rename", ["agency_id"])
    op.create_table(
        "plan_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        *_recorded("plan_closing"),
        _day("plan_closing", "closed_on"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_closing_plan_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["plan.id"], name=op.f("fk_plan_closing_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_closing")),
    )
    op.create_index(op.f("ix_plan_closing_plan_id"), "plan_closing", ["plan_id"])

    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in HISTORY:
        if on_sqlite:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
            )


def _recorded(table: str) -> tuple:
    return (
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.CheckConstraint("basis IN ('document', 'illustrative')", name=op.f(f"ck_{table}_basis")),
    )


def _day(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} IS NULL OR (typeof({column}) = 'text' AND {column} IS date({column}, '+0 days'))",
        name=op.f(f"ck_{table}_{column}_day"),
    ).ddl_if(dialect="sqlite")
