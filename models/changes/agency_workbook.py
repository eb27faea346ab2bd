"""A filled workbook that comes back (`progress.send.agency_workbook` makes it), read into reports and compared with what stands.

Nothing is written here: `models.changes.reports.report` writes what the comparison found, all of it or none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine

from models.changes import reports
from models.changes.reports import LONGEST, Problem, Report
from models.changes.seen import Seen
from models.files import cells
from models.files.records import Finding
from models.files.rows import MAX_COLUMNS, Broken, Limits, Sheet, Unreadable, sheets, too_many_rows
from models.files.schema import PROGRESS, Column, Kind, plain
from models.people.rights import Actor
from models.store.database import Reason
from models.store.tables import Status
from models.store.text import clean, has_control, unguarded

LIMITS = Limits(size=5 * 2**20, unpacked=20 * 2**20, rows=1_000, area=65_000)
_HEADER_WITHIN = 20  # rows: a title may stand above the header
_SERIAL = re.compile(r"[34567][0-9]{4}")  # a day of 1982-2119 as a spreadsheet counts it, where its look was lost
_SERIAL_0 = date(1899, 12, 30)


def _day(text: str) -> date:
    return _SERIAL_0 + timedelta(int(text)) if _SERIAL.fullmatch(text) else cells.day(text)


def _status(text: str) -> str:
    key = "_".join(text.casefold().split())  # "In progress", as the English table has it
    return key if key in list(Status) else cells.status(text)


def _seen(text: str) -> Seen:
    try:
        return Seen.read(text)
    except ValueError:
        raise Unreadable("E_STALE", Reason("workbook_version_altered")) from None


def _column(name: str, vi: str, en: str, kind: Kind | None = None) -> Column:
    """A column of the progress file under the headers of this table."""
    column = PROGRESS[name]
    return replace(column, names=(en, name), headers=(vi,), kind=kind or column.kind)


# What is read; the workbook shows more beside it.
COLUMNS = {
    "milestone": _column("milestone", "Mã mốc", "Milestone code"),
    "status": _column("status", "Tình trạng mới", "New status", Kind(_status)),
    "percent": _column("percent", "% mới", "New %"),
    "done_on": _column("done_on", "Ngày hoàn thành", "Done on", Kind(_day)),
    "value": _column("value", "Giá trị đo được", "Measured value"),
    "evidence": _column("evidence", "Số văn bản", "Document number"),
    "note": _column("note", "Diễn giải", "In a sentence"),
    "seen": Column(("Version", "seen"), ("Phiên bản",), Kind(_seen), required=True),
}
FILLED = ("status", "percent", "done_on", "value", "evidence", "note")
_KEPT = ("percent", "value", "evidence")  # left empty they stay as they stand
_BY_HEADER = {plain(header): name for name, c in COLUMNS.items() for header in (*c.names, *c.headers)}


@dataclass(frozen=True)
class Row:
    """One row that was filled in: what each of its cells says; None = left empty."""

    number: int  # the spreadsheet's
    milestone: str
    given: dict[str, Any]


@dataclass
class Returned:
    """What a file says."""

    file: str
    rows: list[Row] = field(default_factory=list)
    blank: int = 0  # rows of milestones that nothing was filled in for
    errors: list[Finding] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)  # column -> its header as the file has it

    def error(self, row: int, column: str, rule: str, value: str, why: Reason) -> None:
        shown = self.headers.get(column) or (COLUMNS[column].headers[0] if column in COLUMNS else "")
        self.errors.append(Finding(self.file, row, shown, rule, value[:200], why))


@dataclass(frozen=True)
class Change:
    """A row that would add a status line, and the line that stands before it (None = never reported)."""

    row: int
    report: Report
    before: Any


@dataclass(frozen=True)
class Comparison:
    """What a file would do: all of `changes` are written, or, with one error, none. `questions` want a yes first."""

    changes: tuple[Change, ...]
    unchanged: int  # rows that stand already as they were filled in
    blank: int
    errors: tuple[Finding, ...]
    questions: tuple[Finding, ...]


def returned(data: bytes, file: str) -> Returned:
    """The rows of a filled workbook, or of a CSV file with the same columns, in whatever order.

    A row without a status was not filled in; one with other cells but no status is E_MISSING.  Errors: E_SIZE, E_TYPE,
    E_ENCODING of the file; E_HEADER (a column is missing or there twice); E_MISSING, E_DUP_CODE, E_TYPE, E_SIZE,
    E_STATUS, E_PERCENT, E_DATE of a cell; E_STALE where the version was altered.  Nothing is raised.
    """
    found = Returned(file)
    try:
        _read(data, found)
    except Unreadable as error:
        found.error(error.row, "", error.rule, error.value, error.why)
    return found


def comparison(engine: Engine, who: Actor, found: Returned, *, reported_on: date, now: datetime) -> Comparison:
    """What the rows would change at this moment.

    Percent, value and document left empty stay as they stand.  A row that was brought before - a line said since its
    version says the same - is passed over.  Whatever `models.changes.reports.report` would refuse is an
    error that names row and cell, whatever it would ask about is a question.
    """
    lines = reports.last_lines(engine, [row.milestone for row in found.rows])
    made = [Change(row.number, _report(row, lines.get(row.milestone), reported_on), lines.get(row.milestone)) for row in found.rows]  # fmt: skip
    new = [change for change in made if not reports.said_since(change.report, change.before)]
    problems = reports.problems(engine, who, [change.report for change in new], now=now)
    errors = sorted([*found.errors, *findings(found, new, [p for p in problems if not p.asks])], key=lambda f: f.row)
    return Comparison(
        tuple(new), len(made) - len(new), found.blank, tuple(errors), findings(found, new, [p for p in problems if p.asks])
    )  # fmt: skip


def findings(found: Returned, rows: Sequence[Change], problems: Sequence[Problem]) -> tuple[Finding, ...]:
    """Problems of reports as findings in the file they came from."""
    places = {change.report.milestone: change.row for change in rows}
    given = {row.number: row.given | {"milestone": row.milestone} for row in found.rows}

    def finding(problem: Problem) -> Finding:
        column = problem.field if problem.field in COLUMNS else "status"
        row = places[problem.milestone]
        cell = given[row].get(column)
        shown = found.headers.get(column, COLUMNS[column].headers[0])
        return Finding(found.file, row, shown, problem.rule, "" if cell is None else str(cell), problem.why)

    return tuple(finding(problem) for problem in problems if problem.milestone in places)


def _report(row: Row, line: Any, reported_on: date) -> Report:
    kept = {} if line is None else {name: getattr(line, name) for name in _KEPT if row.given[name] is None}
    return Report(row.milestone, reported_on=reported_on, **row.given | kept)


def _read(data: bytes, found: Returned) -> None:
    tables = [table for sheet in sheets(data, LIMITS) if (table := _table(sheet, found))]
    if not tables:
        needed = [column for column in COLUMNS.values() if column.required]
        vi, en = [column.headers[0] for column in needed], [column.names[0] for column in needed]
        raise Unreadable("E_HEADER", Reason("workbook_none", vi=vi, en=en))
    if len(tables) > 1:
        raise Unreadable("E_HEADER", Reason("workbook_twice"))
    start, places, rows = tables[0]
    codes: set[str] = set()
    for number, texts in enumerate(rows, start):
        if number > LIMITS.rows + start:
            raise too_many_rows(LIMITS, number)
        if any(text.strip() for text in texts):
            _read_row(found, number, {name: texts[i] if i < len(texts) else "" for name, i in places.items()}, codes)


def _table(sheet: Sheet, found: Returned) -> tuple[int, dict[str, int], Iterator[list[str]]] | None:
    """(number of the first row below the header, where each column stands, the rows); None where the sheet is another."""
    for number, texts in enumerate(islice(sheet.rows, _HEADER_WITHIN), 1):
        named = [(name, i) for i, text in enumerate(texts[:MAX_COLUMNS]) if (name := _BY_HEADER.get(plain(text)))]
        places = dict(named)
        if not places.keys() >= {"milestone", "status"}:
            continue
        found.headers = {name: clean(texts[i]) for name, i in named}
        twice = next((name for name in places if sum(name == other for other, _ in named) > 1), None)
        if twice:
            header = found.headers[twice]
            raise Unreadable("E_HEADER", Reason("workbook_header_twice", header=header), header, number)
        if "seen" not in places:
            vi, en = COLUMNS["seen"].headers[0], COLUMNS["seen"].names[0]
            raise Unreadable("E_HEADER", Reason("workbook_unversioned", vi=vi, en=en), vi, number)
        return number + 1, places, sheet.rows
    return None


def _read_row(found: Returned, number: int, texts: dict[str, str], codes: set[str]) -> None:
    filled = any(texts.get(name, "").strip() for name in FILLED)
    before = len(found.errors)
    milestone = _value(found, number, "milestone", texts["milestone"])
    if milestone is None:
        if filled and len(found.errors) == before:
            found.error(number, "milestone", "E_MISSING", "", Reason("workbook_code_missing"))
        return
    if milestone in codes:
        found.error(number, "milestone", "E_DUP_CODE", milestone, Reason("workbook_code_twice"))
        return
    codes.add(milestone)
    if not filled:
        found.blank += 1
        return
    given = {name: _value(found, number, name, texts.get(name, "")) for name in (*FILLED, "seen")}
    for name, why in _NEEDED.items():
        if not texts[name].strip():
            found.error(number, name, "E_MISSING", "", why)
    if len(found.errors) == before:
        found.rows.append(Row(number, milestone, given))


_NEEDED = {"status": Reason("workbook_status_missing"), "seen": Reason("workbook_version_missing")}


def _value(found: Returned, row: int, name: str, raw: str) -> Any:
    """What a cell says; None where it is empty, or an error that is now named."""
    if type(raw) is Broken:
        found.error(row, name, "E_TYPE", raw, Reason("workbook_formula"))
        return None
    text = unguarded(clean(raw))
    if not text:
        return None
    longest = LONGEST.get(name, 200)
    if len(text) > longest or has_control(text):
        rule = "E_SIZE" if len(text) > longest else "E_TYPE"
        found.error(row, name, rule, text, Reason("text_long", longest=longest))
        return None
    read = COLUMNS[name].kind.read
    try:
        return read(text) if read else text
    except Unreadable as error:
        found.error(row, name, error.rule, text, error.why)
        return None
