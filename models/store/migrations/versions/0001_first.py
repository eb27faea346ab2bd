"""The first store: agencies, papers, plans, milestones, their history, settings and the revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

HISTORY = ("milestone_version", "status_line", "extension")


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("block", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "valid_from IS NULL OR (typeof(valid_from) = 'text' AND valid_from IS date(valid_from, '+0 days'))",
            name=op.f("ck_agency_valid_from_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "valid_to IS NULL OR (typeof(valid_to) = 'text' AND valid_to IS date(valid_to, '+0 days'))",
            name=op.f("ck_agency_valid_to_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_agency_code_given")),
        sa.CheckConstraint("length(trim(name_vi)) > 0", name=op.f("ck_agency_name_vi_given")),
        sa.ForeignKeyConstraint(["successor_id"], ["agency.id"], name=op.f("fk_agency_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("title_vi", sa.String(), nullable=True),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("implements", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "issued_on IS NULL OR (typeof(issued_on) = 'text' AND issued_on IS date(issued_on, '+0 days'))",
            name=op.f("ck_document_issued_on_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_document_code_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_milestone_code_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("code", name=op.f("uq_milestone_code")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_revision_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('viewer', 'director', 'coordinator', 'admin')", name=op.f("ck_account_role")),
        sa.CheckConstraint("length(trim(login)) > 0", name=op.f("ck_account_login_given")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_account_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("new_due", sa.Date(), nullable=False),
        sa.Column("new_due_words", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "decided_on IS NULL OR (typeof(decided_on) = 'text' AND decided_on IS date(decided_on, '+0 days'))",
            name=op.f("ck_extension_decided_on_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "new_due IS NULL OR (typeof(new_due) = 'text' AND new_due IS date(new_due, '+0 days'))",
            name=op.f("ck_extension_new_due_day"),
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_extension_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_milestone_id"), "extension", ["milestone_id"])

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title_vi", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.CheckConstraint(
            "period_end IS NULL OR (typeof(period_end) = 'text' AND period_end IS date(period_end, '+0 days'))",
            name=op.f("ck_plan_period_end_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "period_start IS NULL OR (typeof(period_start) = 'text' AND period_start IS date(period_start, '+0 days'))",
            name=op.f("ck_plan_period_start_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_plan_code_given")),
        sa.CheckConstraint("length(trim(title_vi)) > 0", name=op.f("ck_plan_title_vi_given")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_plan_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_code")),
    )
    op.create_table(
        "status_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'done') = (done_on IS NOT NULL)", name=op.f("ck_status_line_done_has_day")),
        sa.CheckConstraint("basis IN ('document', 'illustrative')", name=op.f("ck_status_line_basis")),
        sa.CheckConstraint(
            "done_on IS NULL OR (typeof(done_on) = 'text' AND done_on IS date(done_on, '+0 days'))",
            name=op.f("ck_status_line_done_on_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "percent IS NULL OR typeof(percent) IN ('integer', 'real')", name=op.f("ck_status_line_percent_number")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "reported_on IS NULL OR (typeof(reported_on) = 'text' AND reported_on IS date(reported_on, '+0 days'))",
            name=op.f("ck_status_line_reported_on_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "status IN ('not_started', 'in_progress', 'done', 'suspended', 'cancelled')",
            name=op.f("ck_status_line_status"),
        ),
        sa.CheckConstraint(
            "value IS NULL OR typeof(value) IN ('integer', 'real')", name=op.f("ck_status_line_value_number")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on <= reported_on", name=op.f("ck_status_line_done_before_reported")
        ),
        sa.CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name=op.f("ck_status_line_percent")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_status_line_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_line")),
    )
    op.create_index(op.f("ix_status_line_milestone_id"), "status_line", ["milestone_id"])

    op.create_table(
        "milestone_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("supporting", sa.String(), nullable=True),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_lower", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "added_on IS NULL OR (typeof(added_on) = 'text' AND added_on IS date(added_on, '+0 days'))",
            name=op.f("ck_milestone_version_added_on_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("basis IN ('document', 'illustrative')", name=op.f("ck_milestone_version_basis")),
        sa.CheckConstraint(
            "due IS NULL OR (typeof(due) = 'text' AND due IS date(due, '+0 days'))",
            name=op.f("ck_milestone_version_due_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "start IS NULL OR (typeof(start) = 'text' AND start IS date(start, '+0 days'))",
            name=op.f("ck_milestone_version_start_day"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "target IS NULL OR typeof(target) IN ('integer', 'real')", name=op.f("ck_milestone_version_target_number")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "weight IS NULL OR typeof(weight) IN ('integer', 'real')", name=op.f("ck_milestone_version_weight_number")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "due IS NULL OR start IS NULL OR start <= due", name=op.f("ck_milestone_version_start_before_due")
        ),
        sa.CheckConstraint("length(trim(title_vi)) > 0", name=op.f("ck_milestone_version_title_vi_given")),
        sa.CheckConstraint("weight >= 0 AND weight < 1e15", name=op.f("ck_milestone_version_weight")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_milestone_version_agency_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_version_milestone_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_milestone_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_version")),
    )
    op.create_index(op.f("ix_milestone_version_agency_id"), "milestone_version", ["agency_id"])
    op.create_index(op.f("ix_milestone_version_milestone_id"), "milestone_version", ["milestone_id"])
    op.create_index(op.f("ix_milestone_version_plan_id"), "milestone_version", ["plan_id"])

    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        for table in HISTORY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
    else:
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        for table in HISTORY:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
            )
