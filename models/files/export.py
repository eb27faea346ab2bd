"""The whole database as files in the import format: loaded into an empty database they give the same numbers."""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from models.files.cells import deadline
from models.files.rows import Unreadable
from models.files.schema import COLUMNS, TABLES
from models.store.database import Refused, reading
from models.store.text import guarded

_QUERIES = {
    "agencies": """
        SELECT a.code, a.name_vi, a.name_en, a.kind, a.block, a.valid_from, a.valid_to, s.code, a.source, a.note
        FROM agency a LEFT JOIN agency s ON s.id = a.successor_id ORDER BY a.id""",
    "documents": """
        SELECT code, number, type, issuer, issued_on, title_vi, title_en, level, implements, source, note
        FROM document ORDER BY id""",
    "plans": """
        SELECT p.code, p.title_vi, p.title_en, d.number, d.type, d.issuer, d.issued_on, p.period_start, p.period_end,
               p.theme, d.implements, p.source
        FROM plan p LEFT JOIN document d ON d.id = p.document_id ORDER BY p.id""",
    "milestones": """
        SELECT m.code, p.code, a.code, v.title_vi, v.title_en, v.supporting, v.start, v.due_words, v.due, v.weight,
               v.target_lower, v.target, v.unit, v.basis, v.source, v.added_on
        FROM (SELECT max(id) AS id FROM milestone_version GROUP BY milestone_id) latest
        JOIN milestone_version v ON v.id = latest.id JOIN milestone m ON m.id = v.milestone_id
        JOIN plan p ON p.id = v.plan_id JOIN agency a ON a.id = v.agency_id
        WHERE CAST(:as_of AS DATE) IS NULL OR v.added_on IS NULL OR v.added_on <= :as_of ORDER BY m.id""",
    "progress": """
        SELECT m.code, l.reported_on, l.status, l.percent, l.done_on, l.value, l.note, l.evidence, l.decision,
               l.recorded_at, l.recorded_by, l.basis
        FROM status_line l JOIN milestone m ON m.id = l.milestone_id
        WHERE l.id NOT IN (SELECT line_id FROM withdrawal)
          AND (CAST(:as_of AS DATE) IS NULL OR coalesce(l.done_on, l.reported_on) <= :as_of) ORDER BY l.id""",
    "extensions": """
        SELECT m.code, e.decided_on, e.new_due_words, e.new_due, e.decision, e.reason, e.recorded_at, e.recorded_by
        FROM extension e JOIN milestone m ON m.id = e.milestone_id
        WHERE CAST(:as_of AS DATE) IS NULL OR e.decided_on <= :as_of ORDER BY e.id""",
}


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
            for table in TABLES:
                with open(Path(aside) / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(columns(table))
                    for row in _rows(connection, table, as_of):
                        if table == "milestones":
                            kept.add(row[0])
                        if table not in ("progress", "extensions") or row[0] in kept:
                            writer.writerow(cell if isinstance(cell, _Number) else guarded(cell) for cell in row)
            paths = [folder / f"{table}.csv" for table in TABLES]
            for path in paths:
                os.replace(Path(aside) / path.name, path)
    except OSError as error:
        raise Refused("folder_not_written", folder=folder) from error
    return paths


def _rows(connection: Connection, table: str, as_of: date | None) -> Iterator[list[str]]:
    query = text(_QUERIES[table]).execution_options(yield_per=5_000)
    parameters = {"as_of": as_of and as_of.isoformat()} if ":as_of" in _QUERIES[table] else {}
    for row in connection.execute(query, parameters):
        cells = list(row)
        if table == "milestones":
            cells[7:9] = [_deadline(*cells[7:9])]
            lower, target = cells[9:11]
            cells[9:11] = [f"<={_cell(target)}" if lower and target is not None else target]
        elif table == "progress":
            cells[9] = _instant(cells[9])
        elif table == "extensions":
            cells[2:4] = [_deadline(*cells[2:4])]
            cells[5] = _instant(cells[5])
        yield [_cell(cell) if not isinstance(cell, float) else _Number(_cell(cell)) for cell in cells]


def row(connection: Connection, table: str, code: str) -> dict[str, str] | None:
    """The agency, document, plan or milestone of this code, column -> cell, as its file has it; None = there is none."""
    names = columns(table)
    found = next((cells for cells in _rows(connection, table, None) if cells[0] == code), None)
    return found and dict(zip(names, map(str, found), strict=True))


def columns(table: str) -> list[str]:
    """The columns of a table's file, in their order."""
    return [column.name for column in COLUMNS[table] if column.stored]


def one_row(values: Mapping[str, str]) -> bytes:
    """A file of one row, column -> cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(values), [guarded(cell) for cell in values.values()]])
    return out.getvalue().encode()


class _Number(str):
    """A number's digits: a minus sign before them starts no formula."""


def _cell(value) -> str:
    if value is None:
        return ""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _deadline(words: str | None, due) -> str:
    """The paper's words where they say the same as the day, else the day."""
    if words:
        try:
            if _cell(deadline(words)[0]) == _cell(due):
                return words
        except Unreadable:
            pass
    return _cell(due)


def _instant(stored: str | datetime) -> str:
    """In UTC, to the microsecond where it has any; SQLite gives text without a zone."""
    instant = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return (instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()
