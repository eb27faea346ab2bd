"""Alembic's entry: migrates the connection `models.store.database` hands over, inside its transaction."""

from alembic import context

from models.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
