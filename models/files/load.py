"""Plans and progress from files: every cell checked, then all of it written, or nothing.

What a table's columns are called is in `models.files.rows.schema`; how one cell is read, in `models.files.cells`; how a file becomes
rows, in `models.files.rows`.  Here rows become records, their references are found, and what differs from the database is
written in one transaction.  Nothing is ever deleted because a file lacks it, and the same file twice changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy import Table as SqlTable

from models.files.rows import (
    COMMAND_LINE,
    MAX_COLUMNS,
    UPLOAD,
    Broken,
    Limits,
    Sheet,
    Unreadable,
    sheets,
    too_many_rows,
)
from models.files.schema import COLUMNS, HEADERS, TABLES, Column, likely_table, named_table, plain
from models.store import database
from models.store.clock import HANOI, start_of
from models.store.database import Reason, Refused
from models.store.tables import Agency, Document, Extension, IssuedMonth, Milestone, MilestoneVersion, Plan, StatusLine
from models.store.text import clean, fold, has_control, unguarded

__all__ = ["TABLES", "Finding", "Outcome", "load", "load_bytes"]

MAX_LETTERS = 10_000  # of one cell; the longest title met in the papers has 1.745
_REPORTS = {"errors.csv", "errors_summary.json"}  # what an earlier check wrote beside the tables
_CHUNK = 5_000
Tick = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Finding:
    """One bad or doubtful cell. `row` is the spreadsheet's: the header is 1, the first record 2."""

    file: str  # the table's name
    row: int
    column: str
    rule: str  # E_... refuses the whole load, W_... does not
    value: str
    why: Reason


@dataclass
class Outcome:
    """What a load did, or in a dry run would do: rows of the files by table, and everything that was found."""

    accepted: bool = False
    added: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    changed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    unchanged: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # files, sheets and columns left alone

    def as_json(self, say: Callable[[Reason], str]) -> dict:
        """What the load did as one value of JSON; say: a reason's sentence in the reader's language."""

        def shown(finding: Finding) -> dict:
            row = asdict(finding)
            del row["why"]
            return {**row, "message": say(finding.why)}

        return {
            "accepted": self.accepted,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "errors": [shown(finding) for finding in self.errors],
            "warnings": [shown(finding) for finding in self.warnings],
        }


def load(
    engine: Engine,
    paths: Sequence[Path],
    *,
    now: datetime,
    by: str | None = None,
    dry_run: bool = False,
    tick: Tick | None = None,
) -> Outcome:
    """Load folders, .csv and .xlsx files from the command line.

    Of a folder the .csv and .xlsx files with a table's name are read, the others left alone.  Raises `Refused` when
    a path cannot be read.
    """
    files: list[tuple[str, bytes]] = []
    ignored: list[str] = []
    try:
        for path in map(Path, paths):
            if not path.is_dir():
                files.append((path.name, path.read_bytes()))
                continue
            for inner in sorted(p for p in path.iterdir() if p.is_file()):
                if inner.suffix.lower() in (".csv", ".xlsx") and named_table(inner.stem):
                    files.append((inner.name, inner.read_bytes()))
                else:
                    ignored.append(inner.name)
    except OSError as error:
        raise Refused("import_not_read", path=error.filename) from error
    return _load(engine, files, ignored, COMMAND_LINE, now, by, dry_run, tick)


def load_bytes(
    engine: Engine,
    files: Mapping[str, bytes],
    *,
    now: datetime,
    by: str | None = None,
    dry_run: bool = False,
    tick: Tick | None = None,
    admit: Callable[[Connection], str] | None = None,
) -> Outcome:
    """Load uploaded files, name -> bytes.

    A file holds the table it is named after, else the one its header fits.  `admit` is asked first in the transaction: it
    refuses, or says who loads.
    """
    return _load(engine, list(files.items()), [], UPLOAD, now, by, dry_run, tick, admit)


def _load(
    engine, files, ignored: list[str], limits: Limits, now: datetime, by, dry_run: bool, tick, admit=None
) -> Outcome:
    reading = _Reading(limits, tick or (lambda *_: None), ignored)
    reading.read(files)
    outcome = Outcome(ignored=reading.ignored)
    writes = not dry_run and not reading.errors
    rows = sum(map(len, reading.records.values()))
    if tick and rows:
        tick("write", 0, rows)  # and again after the transaction: a screen's bar must not be drawn inside it
    with database.writing(engine) if writes else database.reading(engine) as connection:
        by = admit(connection) if admit else by
        writing = _Writing(connection, reading, database.next_instant(connection, now), by)
        writing.compare()
        if writes and not reading.errors and writing.changes():
            writing.write()
            database.instant(connection, now)
    if tick and rows:
        tick("write", rows, rows)
    order = {table: number for number, table in enumerate(TABLES)}
    outcome.errors = sorted(reading.errors, key=lambda f: (order.get(f.file, len(TABLES)), f.row))
    outcome.warnings = sorted(reading.kept_warnings(), key=lambda f: (order.get(f.file, len(TABLES)), f.row))
    outcome.accepted = not outcome.errors
    if outcome.accepted:
        outcome.added, outcome.changed, outcome.unchanged = writing.added, writing.changed, writing.unchanged
    return outcome


# Rows to records ------------------------------------------------------------------------------------------------------


class _Record:
    """One row: the values of the columns its file has. `failed` once anything in it is an error."""

    __slots__ = ("failed", "row", "values")

    def __init__(self, row: int) -> None:
        self.row, self.values, self.failed = row, {}, False


class _Reading:
    """The files as records by table, and what was found in them; no database."""

    def __init__(self, limits: Limits, tick: Tick, ignored: list[str]) -> None:
        self.limits, self.tick, self.ignored = limits, tick, ignored
        self.records: dict[str, list[_Record]] = {table: [] for table in TABLES}
        self.columns: dict[str, set[str]] = {table: set() for table in TABLES}  # that the file has
        self.shown: dict[str, dict[str, str]] = {table: {} for table in TABLES}  # column -> its name in findings
        self.typed: dict[str, dict[str, str]] = {table: {} for table in TABLES}  # column -> its Vietnamese header
        self.broken: set[str] = set()  # tables whose rows are not all known
        self.errors: list[Finding] = []
        self._warnings: list[tuple[_Record | None, Finding]] = []

    def kept_warnings(self) -> list[Finding]:
        """Warnings on whole rows stand only where the row has no error; those on cells always."""
        return [finding for record, finding in self._warnings if record is None or not record.failed]

    def error(self, table: str, record: _Record | None, column: str, rule: str, value, vi: str, en: str) -> None:
        if record:
            record.failed = True
        self.errors.append(self._finding(table, record.row if record else 1, column, rule, value, vi, en))

    def warn(self, table: str, record: _Record, column: str, rule: str, value, vi: str, en: str, cell=False) -> None:
        finding = self._finding(table, record.row, column, rule, value, vi, en)
        self._warnings.append((None if cell else record, finding))

    def _finding(self, table: str, row: int, column: str, rule: str, value, vi: str, en: str) -> Finding:
        if typed := self.typed.get(table, {}).get(column):
            vi, en = f'Cột "{typed}": {vi}', f'Column "{typed}": {en}'
        return Finding(
            table, row, self.shown.get(table, {}).get(column, column), rule, str(value), Reason("said", vi=vi, en=en)
        )

    # files

    def read(self, files: Iterable[tuple[str, bytes]]) -> None:
        found: dict[str, tuple[str, Sheet, list[str]]] = {}
        wrong = False
        for name, data in files:
            if Path(name).name in _REPORTS:
                self.ignored.append(name)
                continue
            try:
                for table, sheet, header in self._tables(name, data):
                    if table in found:
                        vi = f"Bảng này có ở cả {found[table][0]} và {name}. Hãy gộp lại hoặc nạp riêng từng tệp."
                        en = f"This table is in both {found[table][0]} and {name}. Merge them or load one at a time."
                        self.error(table, None, "", "E_HEADER", name, vi, en)
                        self.broken.add(table)
                        wrong = True
                    else:
                        found[table] = name, sheet, header
            except Unreadable as error:
                self._unreadable(named_table(Path(name).stem) or Path(name).stem, error)
                wrong = True
        if not found and not wrong:
            names = ", ".join(f"{table}.csv" for table in TABLES)
            self.error("", None, "", "E_HEADER", "", f"Không thấy bảng nào để nạp. Hãy đặt tên tệp là {names}.",
                       f"No table to load was found. Name the files {names}.")  # fmt: skip
        for table in TABLES:
            if table in found and table not in self.broken:
                self._read_table(table, *found[table][1:])

    def _unreadable(self, table: str, error: Unreadable) -> None:
        self.broken.add(table)
        self.errors.append(
            Finding(table, error.row, "", error.rule, error.value, Reason("said", vi=error.vi, en=error.en))
        )

    def _tables(self, name: str, data: bytes) -> Iterator[tuple[str, Sheet, list[str]]]:
        """(table, sheet, header) of each table in one file. A lone sheet without a table's name goes by the file's
        name, then by its header; of several sheets those without a table's name are left alone."""
        opened = sheets(data, self.limits)
        whole = named_table(Path(name).stem)
        known = [named_table(sheet.name or "") for sheet in opened]
        if len(opened) == 1:
            known = [known[0] or whole]
        elif opened and not any(known):
            raise _unknown_table(", ".join(sheet.name for sheet in opened))
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

    def _read_table(self, table: str, sheet: Sheet, header: list[str]) -> None:
        places = self._header(table, header)
        if table in self.broken:
            return
        check = _ROW_CHECKS[table]
        records, seen = self.records[table], set()
        plan = [(i, c, c.name, c.read, {}) for i, c in places if c.stored]
        width = len(header) if sheet.is_csv else MAX_COLUMNS * 1000
        try:
            for row, cells in enumerate(sheet.rows, 2):
                if row % 20_000 == 0:
                    self.tick(table, row, max(row, sheet.height))
                if row > self.limits.rows + 1:
                    raise too_many_rows(self.limits, row)
                if not any(cells) or not any(cell.strip() for cell in cells):
                    continue
                record = _Record(row)
                self._read_row(table, record, cells, plan)
                if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                    self.error(table, record, "", "E_TYPE", "; ".join(cells[width:])[:200],
                               "Dòng có nhiều ô hơn tiêu đề; ô chứa dấu phân cách phải đặt trong dấu nháy kép.",
                               "The row has more cells than the header; put cells that hold the separator in quotes.")  # fmt: skip
                if (code := record.values.get("code")) is not None:
                    if code in seen:
                        self.error(table, record, "code", "E_DUP_CODE", code, "Mã này đã có ở một dòng trên. Mỗi dòng cần một mã riêng.",
                                   "A row above has this code already. Give each row a code of its own.")  # fmt: skip
                    seen.add(code)
                check(self, record, seen)
                records.append(record)
        except Unreadable as error:
            self._unreadable(table, error)
        self.tick(table, len(records), len(records))

    def _header(self, table: str, header: list[str]) -> list[tuple[int, Column]]:
        """(index, column) of each known column; E_HEADER where one is there twice or a required one is not."""
        if len(header) > MAX_COLUMNS and any(cell.strip() for cell in header[MAX_COLUMNS:]):
            self._unreadable(table, Unreadable(
                "E_SIZE", f"Bảng có hơn {MAX_COLUMNS} cột. Hãy bỏ các cột thừa.",
                f"The table has over {MAX_COLUMNS} columns. Remove those that are not needed.", str(len(header)),
            ))  # fmt: skip
            return []
        places: list[tuple[int, Column]] = []
        for index, cell in enumerate(header):
            column = HEADERS[table].get(plain(cell))
            if column is None:
                if cell.strip():
                    self.ignored.append(f"{table}: cột “{cell.strip()}”")
                continue
            typed = cell.strip()
            if column.name in self.columns[table]:
                self.error(table, None, column.name, "E_HEADER", typed, "Tiêu đề này có hai lần. Hãy bỏ một cột.",
                           "This header is there twice. Remove one of the columns.")  # fmt: skip
                self.broken.add(table)
                continue
            self.columns[table].add(column.name)
            if (name := typed.lower()) in column.names:
                self.shown[table][column.name] = name
            else:
                self.typed[table][column.name] = typed
            places.append((index, column))
        for column in COLUMNS[table]:
            if column.required and column.name not in self.columns[table]:
                words = " / ".join((*column.names, *column.headers[:1]))
                self.error(table, None, column.name, "E_HEADER", "", f"Thiếu cột bắt buộc: {words}. Tiêu đề phải ở dòng 1.",
                           f"A required column is missing: {words}. The header must be in row 1.")  # fmt: skip
                self.broken.add(table)
        return places

    def _read_row(self, table: str, record: _Record, cells: list[str], plan) -> None:
        values, count = record.values, len(cells)
        for index, column, name, read, known in plan:
            text = cells[index] if index < count else ""
            if text and not (
                len(text) <= MAX_LETTERS
                and text.isascii()
                and text.isprintable()
                and text[0] not in " '"
                and text[-1] != " "
                and type(text) is str
            ):
                text = self._text(table, record, name, text)
                if text is None:
                    continue
            if not text:
                if column.required:
                    self.error(table, record, name, "E_MISSING", "", "Ô này không được để trống.",
                               "This cell must not be empty.")  # fmt: skip
                else:
                    values[name] = column.empty
                continue
            if read is None:
                values[name] = text
                continue
            value = known.get(text)
            if value is None:
                try:
                    value = read(text)
                except Unreadable as error:
                    value = error
                if len(known) < 50_000:
                    known[text] = value
            if type(value) is Unreadable:
                self.error(table, record, name, value.rule, text, value.vi, value.en)
            else:
                values[name] = value

    def _text(self, table: str, record: _Record, column: str, raw: str) -> str | None:
        """The cell cleaned; None where it is an error already."""
        if type(raw) is Broken:
            self.error(table, record, column, "E_TYPE", raw, "Công thức trong ô này không cho giá trị. Hãy sửa rồi lưu lại bằng Excel.",
                       "The formula in this cell gives no value. Correct it and save the file in Excel.")  # fmt: skip
            return None
        if len(raw) > MAX_LETTERS:
            self.error(table, record, column, "E_SIZE", raw[:100] + "…", f"Ô này có {len(raw)} ký tự, quá 10.000. Hãy rút gọn.",
                       f"This cell has {len(raw)} letters, over 10,000. Shorten it.")  # fmt: skip
            return None
        text = clean(raw)
        if text and len(raw) != len(raw.strip()):
            self.warn(table, record, column, "W_SPACE", raw, "Ô có dấu cách thừa ở đầu hoặc cuối; đã bỏ khi nạp.",
                      "The cell has blanks at its start or end; they are dropped.", cell=True)  # fmt: skip
        text = unguarded(text)
        spoilt = not text.isascii() and _mojibake(text)
        if spoilt:
            self.warn(table, record, column, "W_MOJIBAKE", raw, "Chữ trong ô có vẻ bị hỏng do đọc sai bảng mã. Hãy kiểm tra lại.",
                      "The text looks spoilt by a wrong encoding. Check it.", cell=True)  # fmt: skip
        if not text.isprintable() and has_control(_C1.sub("", text) if spoilt else text):
            self.error(table, record, column, "E_TYPE", raw, "Ô chứa ký tự điều khiển không nhìn thấy. Hãy gõ lại nội dung.",
                       "The cell holds an invisible control character. Type its text again.")  # fmt: skip
            return None
        return text


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


def _check_order(reading: _Reading, table: str, record: _Record, first: str, last: str) -> None:
    start, end = record.values.get(first), record.values.get(last)
    end = end[0] if isinstance(end, tuple) else end
    if start and end and end < start:
        _out_of_order(reading, table, record, first, last, start, end)


def _out_of_order(
    reading: _Reading, table: str, record: _Record, first: str, last: str, start: date, end: date
) -> None:
    reading.error(table, record, last, "E_ORDER", end.isoformat(), f"{end:%d/%m/%Y} trước {first} {start:%d/%m/%Y}. Hãy sửa một trong hai ngày.",
                  f"{end} is before {first} {start}. Correct one of the two days.")  # fmt: skip


def _check_progress(reading: _Reading, record: _Record, seen: set) -> None:
    values = record.values
    status, reported, done = values.get("status"), values.get("reported_on"), values.get("done_on")
    if done and status and status != "done":
        reading.error("progress", record, "done_on", "E_TYPE", done.isoformat(),
                      "Ngày hoàn thành chỉ ghi ở dòng có trạng thái hoàn thành. Hãy xóa ngày này hoặc sửa trạng thái.",
                      "Only a line that is done has a day of completion. Delete the day or correct the status.")  # fmt: skip
    elif done and reported and done > reported:
        reading.error("progress", record, "done_on", "E_ORDER", done.isoformat(),
                      f"Ngày hoàn thành sau ngày báo cáo {reported:%d/%m/%Y}. Hãy sửa một trong hai ngày.",
                      f"The day of completion is after the report of {reported}. Correct one of the two.")  # fmt: skip
    if record.failed:
        return
    percent = values.get("percent")
    if percent is not None and ((status == "done" and percent != 100) or (status == "not_started" and percent > 0)):
        reading.warn("progress", record, "percent", "W_STATUS_PERCENT", f"{percent:g}",
                     "Tỷ lệ không khớp với trạng thái.", "The percent does not fit the status.")  # fmt: skip
    if status in ("cancelled", "suspended") and not values.get("decision"):
        _warn_no_decision(reading, "progress", record)
    line = values["milestone"], reported
    if line in seen:
        reading.warn("progress", record, "reported_on", "W_DUP_REPORT", reported.isoformat(),
                     "Mốc này đã có báo cáo cùng ngày ở dòng trên; dòng sau có hiệu lực.",
                     "A row above reports on this milestone on the same day; the later row counts.")  # fmt: skip
    seen.add(line)
    if status == "done" and not done:
        values["done_on"] = reported


def _check_extension(reading: _Reading, record: _Record, seen: set) -> None:
    if not record.failed and not record.values.get("decision"):
        _warn_no_decision(reading, "extensions", record)


def _warn_no_decision(reading: _Reading, table: str, record: _Record) -> None:
    reading.warn(table, record, "decision", "W_NO_DECISION", "", "Chưa có số quyết định. Hãy bổ sung khi có văn bản.",
                 "There is no number of a decision. Add it when the paper is there.")  # fmt: skip


_ROW_CHECKS: dict[str, Callable[[_Reading, _Record, set], None]] = {
    "agencies": lambda reading, record, _: _check_order(reading, "agencies", record, "valid_from", "valid_to"),
    "documents": lambda *_: None,
    "plans": lambda reading, record, _: _check_order(reading, "plans", record, "period_start", "period_end"),
    "milestones": lambda reading, record, _: _check_order(reading, "milestones", record, "start", "due"),
    "progress": _check_progress,
    "extensions": _check_extension,
}


def _unknown_table(found: str) -> Unreadable:
    return Unreadable(
        "E_HEADER",
        f"Không biết đây là bảng nào. Hãy đặt tên tệp hoặc trang tính là một trong: {', '.join(TABLES)}.",
        f"It is not clear which table this is. Name the file or sheet one of: {', '.join(TABLES)}.",
        found[:200],
    )


# Records against the database -----------------------------------------------------------------------------------------

_AGENCY = ("name", "name_en", "kind", "block", "valid_from", "valid_to", "successor", "source", "note")
_PAPER = ("number", "type", "issuer", "issued_on", "implements")  # of a plan's row: its document's columns
_DOCUMENT = ("number", "type", "issuer", "issued_on", "title_vi", "title_en", "level", "implements", "source", "note")
_PLAN = ("title", "title_en", "period_start", "period_end", "theme", "source")
_VERSION = (
    "plan", "agency", "supporting", "title", "title_en", "start", "due", "due_words", "weight", "target",
    "target_lower", "unit", "basis", "source", "added_on",
)  # fmt: skip
_LINE = ("reported_on", "status", "percent", "done_on", "value", "note", "evidence", "decision", "basis")
_MOVE = ("decided_on", "new_due", "decision", "reason")
_NEW_VERSION = {"weight": 1.0, "target_lower": False, "basis": "document"}
_STORED = {"name": "name_vi", "title": "title_vi"}  # where a column is called otherwise in the database


class _Names:
    """Which code a reference means: that code, else the only one whose code or name is the same when folded."""

    def __init__(self) -> None:
        self._codes: set[str] = set()
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, str | None] = {}

    def add(self, code: str, *names: str | None) -> None:
        self._codes.add(code)
        for name in (code, *names):
            if name:
                self._folded[fold(name)].add(code)

    def code(self, text: str) -> str | None:
        if text in self._codes:
            return text
        if text not in self._known:
            found = self._folded.get(fold(text), ())
            self._known[text] = next(iter(found)) if len(found) == 1 else None
        return self._known[text]


class _Writing:
    """What the records change, found by comparing them with the database in the transaction that writes it."""

    def __init__(self, connection: Connection, reading: _Reading, now: datetime, by: str | None) -> None:
        self.connection, self.reading, self.now, self.by = connection, reading, now, by
        self.added, self.changed, self.unchanged = (dict.fromkeys(TABLES, 0) for _ in range(3))
        self._inserts: dict[SqlTable, list[dict]] = defaultdict(list)
        self._updates: dict[SqlTable, list[dict]] = defaultdict(list)
        self._amended: list[tuple[str, str, dict, dict]] = []
        self._lines: dict[str, list[dict]] = {"progress": [], "extensions": []}
        self._links: list[str] = []  # codes of plans to link to the document of the same code

    def changes(self) -> bool:
        return (
            any(self._inserts.values()) or any(self._updates.values()) or any(self._lines.values()) or bool(self._links)
        )

    def compare(self) -> None:
        """Find every reference and every difference; findings go to the reading."""
        records = self.reading.records
        self.agencies = self._agencies()
        self.documents = self._coded(Document.__table__, _DOCUMENT)
        self.plans = self._coded(Plan.__table__, (*_PLAN, "document_id"))
        wanted = {r.values.get("code") for r in records["milestones"]}
        wanted |= {r.values.get("milestone") for table in ("progress", "extensions") for r in records[table]}
        self.milestones = self._milestone_ids(wanted - {None})
        self._find_references()
        self._compare_agencies()
        self._compare_documents()
        self._compare_plans()
        self._compare_milestones()
        if not self.reading.errors:
            self._compare_history("progress", StatusLine.__table__, _LINE)
            self._compare_history("extensions", Extension.__table__, _MOVE)

    # what is stored

    def _coded(self, table: SqlTable, names: Sequence[str]) -> dict[str, dict]:
        columns = [table.c.id, table.c.code, *(table.c[_STORED.get(name, name)].label(name) for name in names)]
        return {row["code"]: dict(row) for row in self.connection.execute(select(*columns)).mappings()}

    def _agencies(self) -> dict[str, dict]:
        found = self._coded(Agency.__table__, (*(n for n in _AGENCY if n != "successor"), "successor_id"))
        codes = {row["id"]: code for code, row in found.items()}
        for row in found.values():
            row["successor"] = codes.get(row.pop("successor_id"))
        return found

    def _milestone_ids(self, codes: set[str]) -> dict[str, int]:
        table = Milestone.__table__
        return {row.code: row.id for row in self._selected(select(table.c.id, table.c.code), table.c.code, codes)}

    def _selected(self, query, column, keys: Iterable) -> Iterator:
        """Rows of the query whose column is one of the keys; of many keys, all rows in one pass."""
        keys = sorted(keys)
        if len(keys) > 20_000:
            wanted = set(keys)
            place = [c.name for c in query.selected_columns].index(column.name)
            for row in self.connection.execute(query.execution_options(yield_per=_CHUNK)):
                if row[place] in wanted:
                    yield row
            return
        for start in range(0, len(keys), 500):
            yield from self.connection.execute(query.where(column.in_(keys[start : start + 500])))

    def _empty(self, *tables) -> bool:
        """True when the database holds no row of these tables."""
        return not any(
            self.connection.execute(
                select(func.count()).select_from(select(t.__table__.c.id).limit(1).subquery())
            ).scalar()
            for t in tables
        )

    # references

    def _find_references(self) -> None:
        records = self.reading.records
        agencies, plans = _Names(), _Names()
        for code, row in self.agencies.items():
            agencies.add(code, row["name"])
        for code, row in self.plans.items():
            plans.add(code, row["title"])
        for record in records["agencies"]:
            if code := record.values.get("code"):
                agencies.add(code, record.values.get("name"))
        for record in records["plans"]:
            if code := record.values.get("code"):
                plans.add(code, record.values.get("title"))
        self._find_successors(agencies)
        self._find("milestones", "plan", "E_REF_PLAN", plans.code, self._rejected("plans"))
        self._find("milestones", "agency", "E_REF_AGENCY", agencies.code, self._rejected("agencies"))
        self._find_supporting(agencies, self._rejected("agencies"))
        loaded = {code for record in records["milestones"] if (code := record.values.get("code"))}
        rejected = self._rejected("milestones")
        for table in ("progress", "extensions"):
            self._find(
                table,
                "milestone",
                "E_REF_MILESTONE",
                lambda code: code if code in loaded or code in self.milestones else None,
                rejected,
            )

    def _rejected(self, table: str) -> set[str]:
        """Codes that stand in this load only in rows with an error."""
        good, bad = set(), set()
        for record in self.reading.records[table]:
            (bad if record.failed else good).add(record.values.get("code"))
        return bad - good

    def _find(self, table: str, column: str, rule: str, code_of: Callable, rejected: set[str]) -> None:
        for record in self.reading.records[table]:
            text = record.values.get(column)
            if text is not None and (code := self._found(table, record, column, rule, text, code_of(text), rejected)):
                record.values[column] = code

    def _found(self, table, record, column, rule, text: str, code: str | None, rejected: set[str]) -> str | None:
        if code is None:
            if _PARENTS[rule][0] not in self.reading.broken:
                _, vi, en = _PARENTS[rule]
                self.reading.error(table, record, column, rule, text, f"Không có {vi} “{text}” trong tệp hay trong cơ sở dữ liệu.",
                                   f"There is no {en} “{text}” in the files or in the database.")  # fmt: skip
        elif code in rejected:
            self.reading.error(table, record, column, "E_PARENT_REJECTED", code, f"Dòng của “{code}” trong lần nạp này có lỗi. Hãy sửa dòng đó trước.",
                               f"The row of “{code}” in this load has an error. Correct that row first.")  # fmt: skip
        return code

    def _find_supporting(self, agencies: _Names, rejected: set[str]) -> None:
        for record in self.reading.records["milestones"]:
            if given := record.values.get("supporting"):
                found = [
                    self._found("milestones", record, "supporting", "E_REF_AGENCY", text, agencies.code(text), rejected)
                    for text in given
                ]
                record.values["supporting"] = ";".join(dict.fromkeys(filter(None, found)))
            elif given is not None:
                record.values["supporting"] = None

    def _find_successors(self, agencies: _Names) -> None:
        """Again until nothing changes: a successor's row may itself be refused for its own successor's."""
        waiting = [r for r in self.reading.records["agencies"] if r.values.get("successor")]
        rejected, before = self._rejected("agencies"), None
        while before != len(waiting):
            before, kept = len(waiting), []
            for record in waiting:
                text = record.values["successor"]
                code = agencies.code(text)
                if code is None or code in rejected or code == record.values.get("code"):
                    self._found(
                        "agencies",
                        record,
                        "successor",
                        "E_REF_AGENCY",
                        text,
                        None if code not in rejected else code,
                        rejected,
                    )
                else:
                    kept.append(record)
            waiting, rejected = kept, self._rejected("agencies")
        for record in waiting:
            record.values["successor"] = agencies.code(record.values["successor"])

    # differences

    def _good(self, table: str) -> Iterator[_Record]:
        return (record for record in self.reading.records[table] if not record.failed)

    def _count(self, table: str, before: dict | None, differs: bool) -> None:
        counts = self.added if before is None else self.changed if differs else self.unchanged
        counts[table] += 1

    def _place(self, table: SqlTable, before: dict | None, code: str, after: dict) -> bool:
        """Plan the writing of one row that is updated in place; True where it differs from what is stored."""
        row = {_STORED.get(name, name): value for name, value in after.items()}
        if before is None:
            self._inserts[table].append({"code": code, **row})
        elif any(before[name] != value for name, value in after.items()):
            self._updates[table].append({"key": before["id"], **row})
            was = {_STORED.get(name, name): before[name] for name in after}
            self._amended.append((table.name, code, was, row))
        else:
            return False
        return True

    def _compare_agencies(self) -> None:
        for record in self._good("agencies"):
            before = self.agencies.get(record.values["code"])
            after = _merged(before, record.values, _AGENCY)
            self._check_merged("agencies", record, after, "valid_from", "valid_to")
            self._count("agencies", before, self._place(Agency.__table__, before, record.values["code"], after))

    def _compare_documents(self) -> None:
        for record in self._good("documents"):
            before = self.documents.get(record.values["code"])
            after = _merged(before, record.values, _DOCUMENT)
            self._count("documents", before, self._place(Document.__table__, before, record.values["code"], after))

    def _compare_plans(self) -> None:
        papers = {record.values["code"] for record in self._good("documents")}
        for record in self._good("plans"):
            code, values = record.values["code"], record.values
            before = self.plans.get(code)
            after = _merged(before, values, _PLAN)
            self._check_merged("plans", record, after, "period_start", "period_end")
            differs = self._place(Plan.__table__, before, code, after)
            if code not in papers and any(values.get(name) is not None for name in _PAPER):
                paper = self.documents.get(code)
                after = {**({} if paper else dict.fromkeys(_DOCUMENT)), **_merged(paper, values, _PAPER)}
                differs |= self._place(Document.__table__, paper, code, after)
                papers.add(code)
            self._count("plans", before, differs)
        plans = self.plans.keys() | {record.values["code"] for record in self._good("plans")}
        papers |= self.documents.keys()
        self._links = sorted(
            code for code in plans & papers if code not in self.plans or self.plans[code]["document_id"] is None
        )

    def _compare_milestones(self) -> None:
        records = list(self._good("milestones"))
        if not records:
            return
        stored = self._versions(
            {self.milestones[r.values["code"]] for r in records if r.values["code"] in self.milestones}
        )
        for record in records:
            values = record.values
            before = stored.get(self.milestones.get(values["code"]))
            if "due" in values:
                values["due"], values["due_words"] = values["due"]
            if "target" in values:
                values["target"], values["target_lower"], unit = values["target"]
                if unit and not (values.get("unit") or ("unit" not in values and before and before["unit"])):
                    values["unit"] = unit
            after = _merged(before, values, _VERSION, _NEW_VERSION)
            self._check_merged("milestones", record, after, "start", "due")
            differs = before is None or any(before[name] != after[name] for name in _VERSION)
            self._count("milestones", before, differs)
            if before and before["due"] != after["due"]:
                self._check_due(record, self.milestones[values["code"]])
            if differs:
                self._inserts[MilestoneVersion.__table__].append({"code": values["code"], **after})

    def _check_due(self, record: _Record, milestone_id: int) -> None:
        """An original deadline stands from the first issued month the milestone was in."""
        version = MilestoneVersion.__table__.c
        first = self.connection.execute(
            select(version.recorded_at, version.added_on)
            .where(version.milestone_id == milestone_id)
            .order_by(version.id)
            .limit(1)
        ).one()
        issued = IssuedMonth.__table__.c
        query = select(issued.month).order_by(issued.known_at).limit(1)
        if first.recorded_at is not None:
            query = query.where(issued.known_at >= first.recorded_at)
        if first.added_on is not None:
            query = query.where(issued.as_of >= first.added_on)
        month = self.connection.execute(query).scalar()
        if month:
            self.reading.error(
                "milestones", record, "due", "E_DATE", str(record.values.get("due") or ""),
                f"Hạn gốc không đổi được nữa: mốc đã có trong kỳ {month} đã phát hành. Hãy dùng gia hạn.",
                f"The original deadline stands: the milestone is in the issued month {month}. Extend it instead.",
            )  # fmt: skip

    def _versions(self, ids: set[int]) -> dict[int, dict]:
        """The latest version of each of these milestones, its plan and agency by their codes."""
        table = MilestoneVersion.__table__
        names = [name for name in _VERSION if name not in ("plan", "agency")]
        columns = [table.c[_STORED.get(name, name)] for name in names]
        query = select(table.c.milestone_id, table.c.plan_id, table.c.agency_id, *columns).order_by(table.c.id)
        plans = {row["id"]: code for code, row in self.plans.items()}
        agencies = {row["id"]: code for code, row in self.agencies.items()}
        return {
            row[0]: {"plan": plans[row[1]], "agency": agencies[row[2]], **dict(zip(names, row[3:], strict=True))}
            for row in self._selected(query, table.c.milestone_id, ids)
        }

    def _check_merged(self, table: str, record: _Record, after: dict, first: str, last: str) -> None:
        """A column the file lacks keeps its stored value, and the two days together must still be in order."""
        start, end = after[first], after[last]
        if start and end and end < start and not record.failed:
            _out_of_order(self.reading, table, record, first, last, start, end)

    def _compare_history(self, table: str, stored: SqlTable, names: Sequence[str]) -> None:
        """Rows not yet in history are added. A row is there when a line of the same content is, and of the same
        recorded_at where the file gives one; each stored line answers for one row."""
        records = self.reading.records[table]
        if not records:
            return
        codes = {record.values["milestone"] for record in records}
        ids = {self.milestones[code] for code in codes if code in self.milestones}
        query = select(stored.c.milestone_id, stored.c.recorded_at, *(stored.c[name] for name in names))
        known: dict[tuple, list[datetime]] = {}
        for row in self._selected(query, stored.c.milestone_id, ids):
            known.setdefault((row[0], *row[2:]), []).append(row[1])
        # The first history a database gets was true before it was entered; afterwards a line is known from now on.
        history = self._empty(StatusLine) if table == "progress" else self._empty(StatusLine, Extension)
        day = names[0]
        new: list[_Record] = []
        for given in (True, False):  # first those that say which stored line they are
            for record in records:
                values = record.values
                if (values.get("recorded_at") is not None) is not given:
                    continue
                if table == "extensions" and isinstance(values["new_due"], tuple):
                    values["new_due"], values["new_due_words"] = values["new_due"]
                key = (self.milestones.get(values["milestone"]), *_line(values, names))
                instants = known.get(key)
                if instants and (not given or values["recorded_at"] in instants):
                    instants.remove(values["recorded_at"] if given else instants[0])
                    self.unchanged[table] += 1
                else:
                    self.added[table] += 1
                    new.append(record)
        new.sort(key=lambda record: record.row)
        extra = ("new_due_words",) if table == "extensions" else ()
        fixed = self.connection.execute(select(func.max(IssuedMonth.known_at))).scalar()
        for record in new:
            values = record.values
            if values.get("recorded_at") is None:
                start = start_of(values[day])
                values["recorded_at"] = min(start, self.now) if history and fixed is None else self.now
            elif fixed is not None and values["recorded_at"] <= fixed:
                last = fixed.astimezone(HANOI)
                self.reading.error(
                    table, record, "recorded_at", "E_DATE", values["recorded_at"].isoformat(),
                    f"Trước lần phát hành số liệu gần nhất ({last:%d/%m/%Y %H:%M}): số liệu đã phát hành không đổi được. Để trống ô này.",
                    f"Before the last issue of a month ({last:%d/%m/%Y %H:%M}), whose numbers cannot change. Leave the cell empty.",
                )  # fmt: skip
            self._lines[table].append(
                {
                    "milestone": values["milestone"],
                    **dict(zip(names, _line(values, names), strict=True)),
                    **{name: values.get(name) for name in extra},
                    "recorded_at": values["recorded_at"],
                    "recorded_by": values.get("recorded_by") or self.by,
                }
            )

    # writing

    def write(self) -> None:
        """Everything found, in the order of the tables and of the rows in the file."""
        first = self._empty(Milestone)
        new = {} if first else {table: self._inserts[table] for table in _AMENDED}
        for table, row in [(table, row) for table, rows in new.items() for row in rows]:
            says = {name: value for name, value in row.items() if name != "code" and value is not None}
            database.amend(self.connection, table.name, row["code"], None, says, self.now, self.by or "import")
        self._write_agencies()
        self._write_rows(Document.__table__)
        self._write_rows(Plan.__table__)
        self._write_links()
        for subject, code, before, after in self._amended:
            database.amend(self.connection, subject, code, before, after, self.now, self.by or "import")
        self._write_milestones(first)
        for table, stored in (("progress", StatusLine.__table__), ("extensions", Extension.__table__)):
            lines = self._lines[table]
            for line in lines:
                line["milestone_id"] = self.milestones[line.pop("milestone")]
            self._insert(stored, lines)

    def _write_rows(self, table: SqlTable) -> None:
        self._insert(table, self._inserts[table])
        for row in self._updates[table]:
            key = row.pop("key")
            self.connection.execute(update(table).where(table.c.id == key), row)

    def _write_agencies(self) -> None:
        table = Agency.__table__
        successors = {}
        codes = {row["id"]: code for code, row in self.agencies.items()}
        for row in (*self._inserts[table], *self._updates[table]):
            successors[row.get("code") or codes[row["key"]]] = row.pop("successor")
        self._write_rows(table)
        ids = self._ids(table) if successors else {}
        for code, successor in successors.items():
            new = ids[successor] if successor else None
            if (self.agencies.get(code) or {"successor": None})["successor"] != successor:
                self.connection.execute(update(table).where(table.c.id == ids[code]), {"successor_id": new})

    def _write_links(self) -> None:
        if not self._links:
            return
        papers, table = self._ids(Document.__table__), Plan.__table__
        for code in self._links:
            if code in self.plans:
                self._amended.append(("plan", code, {"document": None}, {"document": code}))
            self.connection.execute(update(table).where(table.c.code == code), {"document_id": papers[code]})

    def _write_milestones(self, first: bool) -> None:
        versions = self._inserts[MilestoneVersion.__table__]
        if versions:
            new = [{"code": row["code"]} for row in versions if row["code"] not in self.milestones]
            self._insert(Milestone.__table__, new)
            self.milestones |= self._milestone_ids({row["code"] for row in new})
            plans, agencies = self._ids(Plan.__table__), self._ids(Agency.__table__)
            recorded = {"recorded_at": None if first else self.now, "recorded_by": self.by}
            rows = [
                {
                    **{_STORED.get(name, name): value for name, value in row.items()},
                    "milestone_id": self.milestones[row["code"]],
                    "plan_id": plans[row["plan"]],
                    "agency_id": agencies[row["agency"]],
                    **recorded,
                }
                for row in versions
            ]
            for row in rows:
                del row["code"], row["plan"], row["agency"]
            self._insert(MilestoneVersion.__table__, rows)

    def _ids(self, table: SqlTable) -> dict[str, int]:
        return {row.code: row.id for row in self.connection.execute(select(table.c.id, table.c.code))}

    def _insert(self, table: SqlTable, rows: list[dict]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self.connection.execute(insert(table), rows[start : start + _CHUNK])


_AMENDED = (Agency.__table__, Document.__table__, Plan.__table__)  # updated in place: an amendment says what changed
_PARENTS = {
    "E_REF_PLAN": ("plans", "kế hoạch", "plan"),
    "E_REF_AGENCY": ("agencies", "cơ quan", "agency"),
    "E_REF_MILESTONE": ("milestones", "mốc", "milestone"),
}


def _merged(before: dict | None, given: dict, names: Sequence[str], defaults: Mapping | None = None) -> dict:
    """The row after the load: the file's columns, and for those it lacks the stored value, else the default."""
    base = before or defaults or {}
    return {name: given[name] if name in given else base.get(name) for name in names}


def _line(values: dict, names: Sequence[str]) -> tuple:
    line = [values.get(name) for name in names]
    if names is _LINE and line[-1] is None:
        line[-1] = "document"
    return tuple(line)
