"""An .ods workbook as grids: what its cells show, and the value beside it.

The file writes repeated rows and cells once with a number; empty ones are never made.
"""

import re
from datetime import date

from models.files.annex.grid import Cell, Document, Unread
from models.files.annex.packed import LIMITS, Package
from models.files.annex.workbook import filled, grid
from models.files.rows import MAX_COLUMNS

_MAX_MERGED = 20_000


def document(name: str, package: Package) -> Document:
    """The sheets of a workbook of LibreOffice and others."""
    content = _Content()
    package.parse("content.xml", content)
    return Document(
        name, filled([grid(sheet.title, sheet.cells, sheet, sheet.is_hidden, sheet.excess) for sheet in content.sheets])
    )


class _Sheet:
    def __init__(self, title: str, is_hidden: bool) -> None:
        self.title, self.is_hidden = title, is_hidden
        self.cells: dict[int, dict[int, Cell]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.dropped: dict[int, str] = {}
        self.excess: Unread | None = None
        self.row = self.column = self.columns = 0
        self.repeated = 1  # how often the row that is read stands


class _Content:
    """The part that holds all sheets, heard once."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._given: dict[str, str] | None = None  # of the open cell
        self._lines: list[str] = []
        self._in_paragraph = self._count = self._aside = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "style:style":
            self._style = given.get("style:name", "")
        elif name == "style:table-properties" and given.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table:table":
            self.sheets.append(
                _Sheet(given.get("table:name", ""), given.get("table:style-name") in self._hidden_styles)
            )
        elif name in ("office:annotation", "table:shapes", "table:tracked-changes"):
            self._aside += 1
        elif not self.sheets or self._aside:
            return
        elif name == "table:table-column":
            sheet, count = self.sheets[-1], _count(given, "table:number-columns-repeated")
            if given.get("table:visibility") in ("collapse", "filter"):
                sheet.hidden_columns.append((sheet.columns + 1, min(sheet.columns + count, MAX_COLUMNS)))
            sheet.columns += count
        elif name == "table:table-row":
            sheet = self.sheets[-1]
            sheet.row, sheet.column, sheet.repeated = sheet.row + 1, 0, _count(given, "table:number-rows-repeated")
            if given.get("table:visibility") in ("collapse", "filter"):
                sheet.hidden_rows |= set(range(sheet.row, sheet.row + min(sheet.repeated, 1000)))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._given, self._lines = given, []
        elif name == "text:p":
            self._in_paragraph += 1
            self._lines.append("")
        elif self._in_paragraph and name in ("text:line-break", "text:s", "text:tab"):
            self._lines[-1] += "\n" if name == "text:line-break" else " "

    def end(self, name: str) -> None:
        if name in ("office:annotation", "table:shapes", "table:tracked-changes"):
            self._aside -= 1
        elif self._aside or not self.sheets:
            return
        elif name == "text:p":
            self._in_paragraph = max(self._in_paragraph - 1, 0)
        elif name in ("table:table-cell", "table:covered-table-cell") and self._given is not None:
            self._close(self.sheets[-1], self._given, covered=name != "table:table-cell")
            self._given = None
        elif name == "table:table-row":
            self.sheets[-1].row += self.sheets[-1].repeated - 1

    def text(self, piece: str) -> None:
        if self._in_paragraph and not self._aside:
            self._lines[-1] += piece

    def _close(self, sheet: _Sheet, given: dict[str, str], covered: bool) -> None:
        count = _count(given, "table:number-columns-repeated")
        first, sheet.column = sheet.column + 1, sheet.column + count
        text = "\n".join(line for part in self._lines for one in part.split("\n") if (line := " ".join(one.split())))
        if covered or sheet.excess or not text:
            return
        if sheet.column > MAX_COLUMNS:
            sheet.excess = Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS)
            return
        rows = min(sheet.repeated, LIMITS.rows)
        self._count += count * rows
        if sheet.row + rows > LIMITS.rows + 1 or self._count > LIMITS.area:
            sheet.excess = Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows)
            return
        for row in range(sheet.row, sheet.row + rows):
            for column in range(first, first + count):
                sheet.cells.setdefault(row, {})[column] = _cell(text, given)
        height, width = _count(given, "table:number-rows-spanned"), _count(given, "table:number-columns-spanned")
        if height > 1 or width > 1:
            if len(sheet.merged) >= _MAX_MERGED:
                sheet.excess = Unread("E_SIZE", "too_many_merged", ranges=_MAX_MERGED)
                return
            sheet.merged.append((sheet.row, first, sheet.row + height - 1, first + width - 1))


def _cell(text: str, given: dict[str, str]) -> Cell:
    kind, value = given.get("office:value-type"), given.get("office:value", "")
    if re.fullmatch(r"#[A-Z/0!?]+|Err:\d+", text):
        return Cell(broken=True)
    if kind == "date":
        try:
            day = date.fromisoformat(given.get("office:date-value", "")[:10])
        except ValueError:
            return Cell(text)
        shown = (
            "year"
            if re.fullmatch(r"\d{4}", text)
            else "month"
            if re.fullmatch(r"\D*\d{0,2}[^\d]*\d{2,4}", text)
            else "day"
        )
        return Cell(f"{day:%d/%m/%Y}" if shown == "day" else text, day=day, shown=shown)
    if kind in ("float", "percentage", "currency"):
        try:
            return Cell(text, number=float(value), share=kind == "percentage")
        except ValueError:
            return Cell(text)
    return Cell(text)


def _count(given: dict[str, str], name: str) -> int:
    value = given.get(name, "1")
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else 1
