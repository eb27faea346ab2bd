"""The whole database as files in the import format: loaded into an empty database they give the same numbers."""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, Select

from models.files.schema import CODED, MILESTONES, PLANS, TABLES, Table
from models.store.database import Refused, reading
from models.store.text import guarded


def export(engine: Engine, folder: Path, as_of: date | None = None) -> list[Path]:
    """Write one CSV file a table into the folder and return their paths: UTF-8, LF, ISO days, instants in UTC.

    With `as_of`, only what was in the plans, effective or decided by that day.  A milestone goes out as it stands now, a
    line that was taken back not at all, a deadline in the paper's words where it has any.  The files are written aside and then moved: all, or none.
    Raises `Refused` when the folder cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as aside, reading(engine) as connection:
            kept: set[str] = set()
            closed = columns("plans").index("closed_on")
            for table in TABLES.values():
                numbers = [column.kind.number for column in table.written]
                named = [i for i, column in enumerate(table.written) if column.refers == "milestones"]
                with open(Path(aside) / f"{table.name}.csv", "w", encoding="utf-8", newline="") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(columns(table.name))
                    for row in _rows(connection, table, table.export(as_of)):
                        if table is MILESTONES:
                            kept.add(row[0])
                        elif table is PLANS and as_of is not None and row[closed] > as_of.isoformat():
                            row[closed:] = [""] * len(row[closed:])
                        if not named or not row[named[0]] or row[named[0]] in kept:
                            writer.writerow(c if number else guarded(c) for c, number in zip(row, numbers, strict=True))
            paths = [folder / f"{table}.csv" for table in TABLES]
            for path in paths:
                os.replace(Path(aside) / path.name, path)
    except OSError as error:
        raise Refused("folder_not_written", folder=folder) from error
    return paths


def _rows(connection: Connection, table: Table, query: Select) -> Iterator[list[str]]:
    """The cells of each row, in the order of its columns."""
    cells, end = [], 1
    for column in table.written:
        start, end = end, end + len(table.stored(column))
        cells.append((column.kind.cell, start, end))
    for row in connection.execute(query.execution_options(yield_per=5_000)):
        yield [cell(*row[start:end]) for cell, start, end in cells]


def row(connection: Connection, table: str, code: str) -> dict[str, str] | None:
    """The agency, document, plan or milestone of this code, column -> cell, as its file has it; None = there is none."""
    asked = CODED[table]
    query = asked.select().where(asked.codes.c.code == code)
    return next((dict(zip(columns(table), cells, strict=True)) for cells in _rows(connection, asked, query)), None)


def columns(table: str) -> list[str]:
    """The columns of a table's file, in their order."""
    return [column.name for column in TABLES[table].written]


def one_row(values: Mapping[str, str]) -> bytes:
    """A file of one row, column -> cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(values), [guarded(cell) for cell in values.values()]])
    return out.getvalue().encode()
