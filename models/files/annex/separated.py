"""Text with a mark between its cells: a .csv or .tsv file, or cells pasted from Excel."""

import csv
import io

from models.files.annex.grid import EMPTY, Cell, Document, Grid, Row, Unread
from models.files.annex.packed import LIMITS
from models.files.rows import MAX_COLUMNS

_MAX_LETTERS = 100_000  # of one cell


def document(name: str, text: str) -> Document:
    """The one grid of the text.  The mark is the one of , ; TAB | that gives the most cells in the first lines."""
    sample = text[:20_000]
    mark = max("\t;,|", key=lambda mark: _cells(sample, mark))
    rows = []
    try:
        csv.field_size_limit(_MAX_LETTERS)
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1):
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > MAX_COLUMNS:
                raise Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS)
            if number > LIMITS.rows:
                raise Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows)
            rows.append(Row(number, [Cell(_lines(cell)) if cell.strip() else EMPTY for cell in cells]))
    except csv.Error:
        raise Unread("E_TYPE", "quotes") from None
    if not any(row.cells for row in rows):
        raise Unread("E_TYPE", "no_text", wanted=".xlsx, .docx")
    width = max(len(row.cells) for row in rows)
    for row in rows:
        row.cells += [EMPTY] * (width - len(row.cells))
    return Document(name, [Grid("", rows)])


def _cells(text: str, mark: str) -> int:
    """How many cells beyond the first the lines have with this mark, those of the commonest width counted twice."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(text), delimiter=mark) if row]
    except csv.Error:
        return 0
    common = max(widths, key=widths.count, default=1)
    return sum(width - 1 for width in widths) + widths.count(common) * (common - 1)


def _lines(cell: str) -> str:
    return "\n".join(line for part in cell.splitlines() if (line := " ".join(part.split())))
