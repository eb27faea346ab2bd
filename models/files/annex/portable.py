"""A .pdf with text as paragraphs and grids: tables whose lines are drawn, by pdfplumber.

A scan has no text and is refused, and so is a table without lines: its columns could only be guessed.  The file is
measured before it is opened, each page before its tables are sought.  A row that a page break cuts is put together again.
"""

import io
import logging
import re
import time
import zlib
from itertools import pairwise

from models.files.annex.grid import EMPTY, Cell, Document, Grid, Row, Unread
from models.files.annex.packed import LIMITS, damage

_MAX_BYTES = 20 * 2**20
_MAX_PAGES = 60
_MAX_SECONDS = 20.0
_MAX_EDGES = 4_000  # of one page; a page of forty rows has five hundred
_MAX_LETTERS = 30_000
_MARGIN = 45  # points at the top and bottom of a page: running heads and page numbers
_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*\[([^\]]{0,200})\]")


def document(name: str, data: bytes) -> Document:
    """The tables of all pages, one that goes on on the next page put together.  Raises `Unread`."""
    _measure(data)
    with damage():
        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        begun = time.monotonic()
        with pdfplumber.open(io.BytesIO(data)) as paper:
            if len(paper.pages) > _MAX_PAGES:
                raise Unread("E_SIZE", "portable_long", pages=_MAX_PAGES)
            blocks: list[str | Grid] = []
            letters = 0
            for page in paper.pages:
                letters += len(page.chars)
                if (
                    len(page.chars) > _MAX_LETTERS
                    or len(page.edges) > _MAX_EDGES
                    or time.monotonic() - begun > _MAX_SECONDS
                ):
                    raise Unread("E_SIZE", "portable_table")
                _page(page, blocks)
                page.close()
    if letters < 20:
        raise Unread("E_TYPE", "portable_scan")
    if not any(isinstance(block, Grid) for block in blocks):
        raise Unread("E_TYPE", "portable_table")
    return Document(name, blocks)


def _measure(data: bytes) -> None:
    """Raises `Unread` for a file whose streams unpack to more than is read; the sizes it declares are not believed."""
    if len(data) > _MAX_BYTES:
        raise Unread("E_SIZE", "too_large", size=_MAX_BYTES // 2**20)
    if any(
        filters.count(b"Decode") > 1 and re.search(rb"Flate|LZW|RunLength", filters)
        for filters in _FILTERS.findall(data)
    ):
        raise Unread("E_TYPE", "portable_table")
    if b"/Encrypt" in data:
        raise Unread("E_TYPE", "password")
    left = LIMITS.unpacked
    for match in _STREAM.finditer(data):
        packed = data[match.end() : match.end() + (1 << 22)]
        unpacking = zlib.decompressobj()
        try:
            left -= len(unpacking.decompress(packed, left + 1))
        except zlib.error:
            continue
        if left < 0:
            raise Unread("E_SIZE", "too_large_unpacked", size=LIMITS.unpacked // 2**20)


def _page(page, blocks: list[str | Grid]) -> None:
    """The paragraphs above, between and below the tables of a page, and the tables.  Raises `Unread` where words stand
    between the two parts of a table that a page break cuts: they belong to a row whose lines are not drawn."""
    found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top, bottom = page.bbox[1] + _MARGIN, page.bbox[3] - _MARGIN
    for place, table in enumerate(found):
        blocks += _lines(page, top, table.bbox[1])
        rows, top = _rows(page, table), table.bbox[3]
        before = next((block for block in reversed(blocks) if isinstance(block, Grid)), None)
        goes_on = place == 0 and page.page_number > 1 and before is not None and before.width == len(rows[0])
        if goes_on and blocks[-1] is before:
            _go_on(before, rows)
            continue
        if goes_on and [cell.text for cell in rows[0]] != [cell.text for cell in before.rows[0].cells]:
            raise Unread("E_TYPE", "portable_table")
        number = sum(isinstance(block, Grid) for block in blocks) + 1
        blocks.append(Grid(f"Bảng {number}", [Row(row, cells) for row, cells in enumerate(rows, 1)]))
    blocks += _lines(page, top, bottom)


def _lines(page, top: float, bottom: float, left: float | None = None, right: float | None = None) -> list[str]:
    """The lines of words between two heights of a page."""
    if bottom - top < 1:
        return []
    part = page.crop(
        (page.bbox[0] if left is None else left, top, page.bbox[2] if right is None else right, bottom), strict=False
    )
    return [line for text in (part.extract_text() or "").split("\n") if (line := " ".join(text.split()))]


def _rows(page, table) -> list[list[Cell]]:
    """The cells by row and column; one that covers several is the same at each of its places."""
    lefts = [*_edges(cell[0] for cell in table.cells), table.bbox[2]]
    tops = [*_edges(cell[1] for cell in table.cells), table.bbox[3]]
    rows = [[EMPTY] * (len(lefts) - 1) for _ in tops[1:]]
    for x0, y0, x1, y1 in table.cells:
        columns = [place for place, (a, b) in enumerate(pairwise(lefts)) if x0 - 2 <= (a + b) / 2 <= x1 + 2]
        heights = [place for place, (a, b) in enumerate(pairwise(tops)) if y0 - 2 <= (a + b) / 2 <= y1 + 2]
        cell = Cell("\n".join(_lines(page, y0, y1, x0, x1)), height=max(len(heights), 1), width=max(len(columns), 1))
        for row in heights:
            for column in columns:
                rows[row][column] = cell
    return rows


def _edges(places) -> list[float]:
    """The places in order, those nearer than three points to one another once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 3:
            found.append(place)
    return found


def _go_on(before: Grid, rows: list[list[Cell]]) -> None:
    """The rows of the next page; the first without a number is the rest of the last one there."""
    header = [cell.text for cell in before.rows[0].cells]
    start = next((place for place, cells in enumerate(rows) if [cell.text for cell in cells] != header), 0)
    first = rows[start]
    if not first[0].text and any(cell.text for cell in first) and first[0].width == 1 and before.rows[-1].cells[0].text:
        for cell, rest in zip(before.rows[-1].cells, first, strict=True):
            if rest.text and rest is not EMPTY:
                cell.text = f"{cell.text}\n{rest.text}".strip()
        rows = rows[:start] + rows[start + 1 :]
    before.rows += [Row(len(before.rows) + place, cells) for place, cells in enumerate(rows, 1)]
