"""One value a table of the format: what it says fits the database."""

import pytest

from models.files.schema import TABLES, Coded, plain


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_header_names_one_column_of_a_table(table):
    named = {(plain(header), column.name) for column in table.columns for header in (*column.names, *column.headers)}
    assert len(named) == len(table.headers)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_column_of_a_stored_row_stands_in_the_file(table):
    keys = {f"{name}_id" if column.key else name for name, column in table.fields.items() if column.of is None}
    ours = {"id", "milestone_id", "document_id"} | (
        {"recorded_at", "recorded_by"} if isinstance(table, Coded) else set()
    )
    assert {column.name for column in table.model.__table__.c} - ours == keys - ours
