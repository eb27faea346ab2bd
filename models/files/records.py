"""The rows of files as records, each cell checked: pure, no database is asked.

How a file becomes rows is in `models.files.rows`, how one cell is read in `models.files.cells`, what a table's columns are called in
`models.files.schema`.  What a record names in another table is looked for in `models.files.load`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.files.rows import MAX_COLUMNS, Broken, Limits, Sheet, Unreadable, sheets, too_many_rows
from models.files.schema import TABLES, Column, Table, likely_table, named_table, plain
from models.store.database import Reason
from models.store.text import clean, has_control, unguarded

Tick = Callable[[str, int, int], None]
_REPORTS = {"errors.csv", "errors_summary.json"}  # what an earlier check wrote beside the tables


@dataclass(frozen=True)
class Finding:
    """One bad or doubtful cell. `row` is the spreadsheet's: the header is 1, the first record 2."""

    file: str  # the table's name
    row: int
    column: str
    rule: str  # E_... refuses the whole load, W_... does not
    value: str
    why: Reason


class Record:
    """One row: the values of the columns its file has, under the names they fill. `failed` once anything in it is an error."""

    __slots__ = ("failed", "row", "values")

    def __init__(self, row: int) -> None:
        self.row, self.values, self.failed = row, {}, False


class Reading:
    """The files as records by table, and what was found in them; no database."""

    def __init__(self, limits: Limits, tick: Tick, ignored: list[str]) -> None:
        self.limits, self.tick, self.ignored = limits, tick, ignored
        self.records: dict[str, list[Record]] = {table: [] for table in TABLES}
        self.columns: dict[str, set[str]] = {table: set() for table in TABLES}  # that the file has
        self.shown: dict[str, dict[str, str]] = {table: {} for table in TABLES}  # column -> its name in findings
        self.typed: dict[str, dict[str, str]] = {table: {} for table in TABLES}  # column -> its Vietnamese header
        self.broken: set[str] = set()  # tables whose rows are not all known
        self.errors: list[Finding] = []
        self._warnings: list[tuple[Record | None, Finding]] = []

    def kept_warnings(self) -> list[Finding]:
        """Warnings on whole rows stand only where the row has no error; those on cells always."""
        return [finding for record, finding in self._warnings if record is None or not record.failed]

    def error(self, table: str, record: Record | None, column: str, rule: str, value, why: Reason) -> None:
        if record:
            record.failed = True
        self.errors.append(self._finding(table, record.row if record else 1, column, rule, value, why))

    def warn(self, table: str, record: Record, column: str, rule: str, value, why: Reason, cell=False) -> None:
        finding = self._finding(table, record.row, column, rule, value, why)
        self._warnings.append((None if cell else record, finding))

    def _finding(self, table: str, row: int, column: str, rule: str, value, why: Reason) -> Finding:
        if typed := self.typed.get(table, {}).get(column):
            why = Reason("in_column", header=typed, why=why)
        return Finding(table, row, self.shown.get(table, {}).get(column, column), rule, str(value), why)

    # files

    def read(self, files: Iterable[tuple[str, bytes]]) -> None:
        """The files, by name, into records: of each table one sheet or file."""
        found: dict[str, tuple[str, Sheet, list[str]]] = {}
        wrong = False
        for name, data in files:
            if Path(name).name in _REPORTS:
                self.ignored.append(name)
                continue
            try:
                for table, sheet, header in self._tables(name, data):
                    if table in found:
                        why = Reason("table_twice", first=found[table][0], second=name)
                        self.error(table, None, "", "E_HEADER", name, why)
                        self.broken.add(table)
                        wrong = True
                    else:
                        found[table] = name, sheet, header
            except Unreadable as error:
                self._unreadable(named_table(Path(name).stem) or Path(name).stem, error)
                wrong = True
        if not found and not wrong:
            names = [f"{table}.csv" for table in TABLES]
            self.error("", None, "", "E_HEADER", "", Reason("table_none", names=names))
        for name, table in TABLES.items():
            if name in found and name not in self.broken:
                self._read_table(table, *found[name][1:])

    def _unreadable(self, table: str, error: Unreadable) -> None:
        self.broken.add(table)
        self.errors.append(Finding(table, error.row, "", error.rule, error.value, error.why))

    def _tables(self, name: str, data: bytes) -> Iterator[tuple[str, Sheet, list[str]]]:
        """(table, sheet, header) of each table in one file. A lone sheet without a table's name goes by the file's
        name, then by its header; of several sheets those without a table's name are left alone."""
        opened = sheets(data, self.limits)
        whole = named_table(Path(name).stem)
        known = [named_table(sheet.name or "") for sheet in opened]
        if len(opened) == 1:
            known = [known[0] or whole]
        elif opened and not any(known):
            raise _unknown_table(", ".join(sheet.name or "" for sheet in opened))
        elif not opened:
            opened, known = [Sheet(None, iter(()), 0)], [whole]
        for sheet, table in zip(opened, known, strict=True):
            if table is None and len(opened) > 1:
                self.ignored.append(f"{name}: trang tính “{sheet.name}”")
                continue
            try:
                header = next(sheet.rows, [])
                if table is None and (table := likely_table(header)) is None:
                    raise _unknown_table(", ".join(header))
            except Unreadable as error:
                if table is None:
                    raise
                self._unreadable(table, error)
            else:
                yield table, sheet, header

    # rows

    def _read_table(self, table: Table, sheet: Sheet, header: list[str]) -> None:
        name = table.name
        places = self._header(table, header)
        if name in self.broken:
            return
        records, codes = self.records[name], set()
        plan = [(i, c, c.fills, c.kind.read, {}) for i, c in places if c.fills]
        width = len(header) if sheet.is_csv else MAX_COLUMNS * 1000
        try:
            for row, cells in enumerate(sheet.rows, 2):
                if row % 20_000 == 0:
                    self.tick(name, row, max(row, sheet.height))
                if row > self.limits.rows + 1:
                    raise too_many_rows(self.limits, row)
                if not any(cells) or not any(cell.strip() for cell in cells):
                    continue
                record = Record(row)
                self._read_row(name, record, cells, plan)
                if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                    self.error(name, record, "", "E_TYPE", "; ".join(cells[width:])[:200], Reason("row_wide"))
                if (code := record.values.get("code")) is not None:
                    if code in codes:
                        self.error(name, record, "code", "E_DUP_CODE", code, Reason("code_twice"))
                    codes.add(code)
                records.append(record)
        except Unreadable as error:
            self._unreadable(name, error)
        self._check(table)
        self.tick(name, len(records), len(records))

    def _header(self, table: Table, header: list[str]) -> list[tuple[int, Column]]:
        """(index, column) of each known column; E_HEADER where one is there twice or a required one is not."""
        name, known = table.name, self.columns[table.name]
        if len(header) > MAX_COLUMNS and any(cell.strip() for cell in header[MAX_COLUMNS:]):
            self._unreadable(name, Unreadable("E_SIZE", Reason("table_wide", most=MAX_COLUMNS), str(len(header))))
            return []
        places: list[tuple[int, Column]] = []
        for index, cell in enumerate(header):
            column = table.headers.get(plain(cell))
            if column is None:
                if cell.strip():
                    self.ignored.append(f"{name}: cột “{cell.strip()}”")
                continue
            typed = cell.strip()
            if column.name in known:
                self.error(name, None, column.name, "E_HEADER", typed, Reason("header_twice"))
                self.broken.add(name)
                continue
            known.add(column.name)
            if typed.lower() in column.names:
                self.shown[name][column.name] = typed.lower()
            else:
                self.typed[name][column.name] = typed
            places.append((index, column))
        for column in table.columns:
            if column.required and column.name not in known:
                words = " / ".join((*column.names, *column.headers[:1]))
                self.error(name, None, column.name, "E_HEADER", "", Reason("header_missing", words=words))
                self.broken.add(name)
        return places

    def _read_row(self, table: str, record: Record, cells: list[str], plan) -> None:
        values, count = record.values, len(cells)
        for index, column, fills, read, known in plan:
            text = cells[index] if index < count else ""
            if text and not (
                len(text) <= column.longest
                and text.isascii()
                and text.isprintable()
                and text[0] not in " '"
                and text[-1] != " "
                and type(text) is str
            ):
                text = self._text(table, record, column, text)
                if text is None:
                    continue
            if not text:
                if column.required:
                    self.error(table, record, column.name, "E_MISSING", "", Reason("cell_empty"))
                else:
                    values.update(column.empty)
                continue
            if read is None:
                values[fills[0]] = text
                continue
            value = known.get(text)
            if value is None:
                try:
                    value = read(text)
                except Unreadable as error:
                    value = error
                if len(known) < 50_000:
                    known[text] = value
            if isinstance(value, Unreadable):
                self.error(table, record, column.name, value.rule, text, value.why)
            elif len(fills) == 1:
                values[fills[0]] = value
            else:
                values.update(zip(fills, value, strict=True))

    def _text(self, table: str, record: Record, column: Column, raw: str) -> str | None:
        """The cell cleaned; None where it is an error already."""
        if type(raw) is Broken:
            self.error(table, record, column.name, "E_TYPE", raw, Reason("cell_formula"))
            return None
        if len(raw) > column.longest:
            why = Reason("cell_long", letters=len(raw), most=column.longest)
            self.error(table, record, column.name, "E_SIZE", raw[:100] + "…", why)
            return None
        text = clean(raw)
        if text and len(raw) != len(raw.strip()):
            self.warn(table, record, column.name, "W_SPACE", raw, Reason("cell_blanks"), cell=True)
        text = unguarded(text)
        spoilt = not text.isascii() and _mojibake(text)
        if spoilt:
            self.warn(table, record, column.name, "W_MOJIBAKE", raw, Reason("cell_spoilt"), cell=True)
        if not text.isprintable() and has_control(_C1.sub("", text) if spoilt else text):
            self.error(table, record, column.name, "E_TYPE", raw, Reason("cell_control"))
            return None
        return text

    # rows whose cells were all read

    def _check(self, table: Table) -> None:
        lines: set = set()
        for record in self.records[table.name]:
            self.check_order(table, record, record.values)
            if table.name == "progress":
                self._check_line(record, lines)
            elif table.name == "extensions" and not record.failed:
                self._check_decision("extensions", record)

    def check_order(self, table: Table, record: Record, values: dict[str, Any]) -> None:
        """E_ORDER where a row, as it will stand, ends before it begins."""
        if table.order is None:
            return
        first, last = table.order
        start, end = values.get(first), values.get(last)
        if start and end and end < start:
            header = table[first].headers[0]
            why = Reason("out_of_order", end=end, start=start, header=header, column=first)
            self.error(table.name, record, last, "E_ORDER", end.isoformat(), why)

    def _check_line(self, record: Record, lines: set) -> None:
        values = record.values
        status, reported, done = values.get("status"), values.get("reported_on"), values.get("done_on")
        if done and status and status != "done":
            self.error("progress", record, "done_on", "E_TYPE", done.isoformat(), Reason("done_day_not_done"))
        elif done and reported and done > reported:
            self.error(
                "progress", record, "done_on", "E_ORDER", done.isoformat(), Reason("done_after_report", day=reported)
            )
        if record.failed:
            return
        percent = values.get("percent")
        if percent is not None and ((status == "done" and percent != 100) or (status == "not_started" and percent > 0)):
            self.warn(
                "progress", record, "percent", "W_STATUS_PERCENT", f"{percent:g}", Reason("percent_against_status")
            )
        if status in ("cancelled", "suspended"):
            self._check_decision("progress", record)
        line = values["milestone"], values["reported_on"]
        if line in lines:
            self.warn("progress", record, "reported_on", "W_DUP_REPORT", line[1].isoformat(), Reason("report_twice"))
        lines.add(line)
        if status == "done" and not done:
            values["done_on"] = reported

    def _check_decision(self, table: str, record: Record) -> None:
        if not record.values.get("decision"):
            self.warn(table, record, "decision", "W_NO_DECISION", "", Reason("decision_missing"))


_C1 = re.compile("[\x80-\x9f]")
_CONTINUED = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_PAIR = re.compile(f"[Â-ô]{_CONTINUED}")
_TRACE = re.compile(f"\ufffd|á[º»]{_CONTINUED}|Ä[‘\x91\x90ƒ]|Æ[°¡]|â€{_CONTINUED}")


def _mojibake(text: str) -> bool:
    """True when UTF-8 was read as Windows-1252 or Latin-1 somewhere on the way, or letters were lost to U+FFFD."""
    if not _PAIR.search(text):
        return "\ufffd" in text
    if _TRACE.search(text):
        return True
    try:
        raw = b"".join(c.encode("latin-1") if "\x7f" < c < "\xa0" else c.encode("cp1252") for c in text)
        meant = raw.decode("utf-8")
    except UnicodeError:
        return False
    return any(c > "\xff" or (c > "\x7f" and c.islower()) or c in "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ" for c in meant)  # "MÃ…" is sound


def _unknown_table(found: str) -> Unreadable:
    return Unreadable("E_HEADER", Reason("table_unknown", names=list(TABLES)), found[:200])
