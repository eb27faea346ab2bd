"""Workbooks as grids: .xlsx and .xlsm by their XML, .ods by its, .xls by xlrd.

A number keeps what its format makes of it (a day, a month, a share); a formula gives the value that was kept beside it.
Macros and links to other files are not even unpacked.
"""

import re
from datetime import datetime, timedelta

from models.files.annex.grid import EMPTY, Cell, Document, Grid, Row, Unread
from models.files.annex.packed import LIMITS, Package
from models.files.rows import MAX_COLUMNS

_MAX_MERGED = 20_000  # ranges of one sheet
_MAX_SHEETS = 200
_BUILTIN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 22, 27, 30, 36, 50, 57), "d/m/yyyy"),
    16: "d-mmm",
    17: "mmm-yy",
}
_OFF = ("0", "false")


def document(name: str, package: Package, main: str) -> Document:
    """`main` is the path of the part that names the sheets."""
    links = package.links(main)
    by_kind = {kind: path for kind, path in links.values()}
    book, looks, strings = _Book(), _Looks(), _Strings()
    package.parse(main, book)
    if "styles" in by_kind:
        package.parse(by_kind["styles"], looks)
    if "sharedStrings" in by_kind:
        package.parse(by_kind["sharedStrings"], strings)
    grids = []
    for title, link, hidden in book.sheets[:_MAX_SHEETS]:
        kind, path = links.get(link, ("", ""))
        if kind != "worksheet":
            continue
        sheet = _Sheet(looks, strings, book.epoch)
        excess = None
        try:
            package.parse(path, sheet)
        except Unread as unread:
            if unread.rule != "E_SIZE" or unread.key not in ("too_wide", "too_many_rows", "too_many_merged"):
                raise
            excess = unread
        grids.append(grid(title, {} if excess else sheet.cells, sheet, hidden, excess))
    return Document(name, filled(grids))


def filled(grids: list[Grid]) -> list[Grid]:
    """The sheets in which something stands.  Raises `Unread` where that is none, or those that are too large hide all."""
    found = [grid for grid in grids if grid.rows or grid.excess]
    if not any(grid.rows for grid in found):
        raise next((grid.excess for grid in found if grid.excess), Unread("E_TYPE", "no_text", wanted=".xlsx"))
    return found


class _Book:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []  # name, link, hidden
        self.epoch = datetime(1899, 12, 30)

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append(
                (given.get("name", ""), given.get("r:id", ""), given.get("state", "visible") != "visible")
            )
        elif name == "workbookPr" and given.get("date1904", "0") not in _OFF:
            self.epoch = datetime(1904, 1, 1)

    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...


class _Looks:
    """Of each cell style: what its format makes of a number, whether its words are struck out, whether they are bold."""

    def __init__(self) -> None:
        self.cells: list[tuple[str | None, bool, bool]] = []
        self._formats = dict(_BUILTIN)
        self._struck: list[bool] = []
        self._bold: list[bool] = []
        self._in_font = self._in_cells = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt" and given.get("numFmtId", "").isdecimal():
            self._formats[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            self._in_cells = name == "cellXfs"
        elif name == "font":
            self._in_font = not self._in_cells
            self._struck += [False] * self._in_font
            self._bold += [False] * self._in_font
        elif name == "strike" and self._in_font and self._struck:
            self._struck[-1] = given.get("val", "1") not in _OFF
        elif name == "b" and self._in_font and self._bold:
            self._bold[-1] = given.get("val", "1") not in _OFF
        elif name == "xf" and self._in_cells:
            number, font = (
                int(given.get(key, "0")) if given.get(key, "0").isdecimal() else 0 for key in ("numFmtId", "fontId")
            )
            struck, bold = (font < len(marks) and marks[font] for marks in (self._struck, self._bold))
            self.cells.append((shown(self._formats.get(number, "")), struck, bold))

    def end(self, name: str) -> None:
        if name == "fonts":
            self._in_font = False

    def text(self, piece: str) -> None: ...


def shown(code: str) -> str | None:
    """What a number format shows of a number: share, day, month or year; None where it stays a number.

    Excel turns a typed 50% into 0.5 and a typed 6/2025 into the first of June: the format alone tells.
    """
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.split(";")[0]).lower()
    if "%" in code:
        return "share"
    letters = set(re.sub(r"[^a-z]", "", code.replace("general", "")))
    if "y" in letters or ("d" in letters and "m" in letters):
        return "day" if "d" in letters else "month" if "m" in letters else "year"
    return None


class _Strings:
    """The shared strings: what is read of each, and what of it is struck out."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._struck: list[str] = []
        self._is_struck = self._aside = self._inside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "t":
            self._inside = not self._aside
        elif name == "r":
            self._is_struck = False
        elif name == "strike":
            self._is_struck = given.get("val", "1") not in _OFF
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        if name == "t":
            self._inside = False
        elif name == "r":
            self._is_struck = False
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            self.items.append(self.take())

    def text(self, piece: str) -> None:
        if self._inside:
            (self._struck if self._is_struck else self._text).append(piece)

    def take(self) -> tuple[str, str]:
        """The words since the last call: (those that count, those that are struck out)."""
        made = "".join(self._text), "".join(self._struck)
        self._text, self._struck = [], []
        return made


class _Sheet:
    """The cells of one worksheet that hold something, by row and column from 1; its merged ranges; what is hidden."""

    def __init__(self, looks: _Looks, strings: _Strings, epoch: datetime) -> None:
        self.looks, self.strings, self.epoch = looks.cells, strings.items, epoch
        self.cells: dict[int, dict[int, Cell]] = {}
        self.merged: list[tuple[int, int, int, int]] = []  # first row, first column, last row, last column
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.dropped: dict[int, str] = {}  # row -> words that are struck out
        self._row = self._column = self._count = 0
        self._kind = self._style = ""
        self._formula = False
        self._value: list[str] = []
        self._in_value = False
        self._inline = _Strings()
        self._letters: dict[str, int] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            if place := given.get("r"):
                word = place.rstrip("0123456789")
                self._row = int(place[len(word) :])
                self._column = self._letters.get(word) or self._letters.setdefault(word, column(word))
            else:
                self._column += 1
            self._kind, self._style, self._formula = given.get("t", "n"), given.get("s", "0"), False
            self._value = []
        elif name == "v":
            self._in_value = True
        elif name == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), 0
            if given.get("hidden", "0") not in _OFF or given.get("ht") == "0":
                self.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = True
        elif name == "col":
            if given.get("hidden", "0") not in _OFF:
                self.hidden_columns.append((int(given["min"]), min(int(given["max"]), MAX_COLUMNS)))
        elif name == "mergeCell":
            if len(self.merged) >= _MAX_MERGED:
                raise Unread("E_SIZE", "too_many_merged", ranges=_MAX_MERGED)
            first, _, last = given.get("ref", "").partition(":")
            if last:
                self.merged.append((*_place(first), *_place(last)))
        else:
            self._inline.start(name, given)

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._close()
        else:
            self._inline.end(name)

    def text(self, piece: str) -> None:
        if self._in_value:
            self._value.append(piece)
        else:
            self._inline.text(piece)

    def _close(self) -> None:
        style = int(self._style) if self._style.isdecimal() else 0
        look, struck, bold = self.looks[style] if style < len(self.looks) else (None, False, False)
        value = "".join(self._value).strip()
        gone = ""
        if self._kind == "s" and value.isdecimal():
            text, gone = self.strings[int(value)]
            cell = Cell(tidy(text))
        elif self._kind == "inlineStr":
            text, gone = self._inline.take()
            cell = Cell(tidy(text))
        elif self._kind == "e" or (self._formula and not value):
            cell = Cell(broken=True)
        elif self._kind == "str":
            cell = Cell(tidy("".join(self._value)))
        elif self._kind == "d":
            cell = dated(datetime.fromisoformat(value.removesuffix("Z")), look or "day") if value else EMPTY
        elif self._kind == "b":
            cell = Cell("TRUE" if value == "1" else "FALSE")
        else:
            cell = self._numeric(value, look) if value else EMPTY
        if struck and cell.text:
            gone, cell = cell.text, EMPTY
        if gone.strip():
            self.dropped[self._row] = f"{self.dropped.get(self._row, '')} {gone.strip()}".strip()
            self.cells.setdefault(self._row, {})
        if not (cell.text or cell.broken):
            return
        if self._column > MAX_COLUMNS:
            raise Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS)
        cell.strong = bold
        self._count += 1
        if self._row > LIMITS.rows or self._count > LIMITS.area:
            raise Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows)
        self.cells.setdefault(self._row, {})[self._column] = cell

    def _numeric(self, value: str, look: str | None) -> Cell:
        number = float(value)
        if look in ("day", "month", "year") and 0 < number < 200_000:
            return dated(self.epoch + timedelta(days=number), look)
        return numeric(number, look == "share")


def numeric(number: float, share: bool = False) -> Cell:
    """A number cell: written as a person would, without the noise of binary fractions."""
    number = float(f"{number:.12g}")
    value = float(f"{number * 100:.12g}") if share else number
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return Cell(f"{text}%" if share else text, number=number, share=share)


def dated(moment: datetime, look: str) -> Cell:
    """A date cell, with the words that its format shows."""
    day = moment.date()
    if look == "share":
        look = "day"
    text = f"{day:%d/%m/%Y}" if look == "day" else f"{day:%m/%Y}" if look == "month" else f"{day:%Y}"
    return Cell(text, day=day, shown=look)


def column(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return number


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column(letters)


def tidy(text: str) -> str:
    """The lines of a cell without double blanks."""
    return "\n".join(line for part in text.replace("_x000D_", "").splitlines() if (line := " ".join(part.split())))


def grid(title: str, cells: dict[int, dict[int, Cell]], sheet, hidden: bool, excess: Unread | None) -> Grid:
    """The rows from the first to the last in which something stands, each from column A."""
    if not cells:
        return Grid(title, [], hidden=hidden, is_sheet=True, excess=excess)
    width = max((max(row, default=0) for row in cells.values()), default=0)
    last = max(cells)
    covered = 0
    for top, left, bottom, right in sheet.merged:
        bottom, right = min(bottom, last), min(right, width)
        anchor = cells.get(top, {}).get(left)
        if anchor is None or bottom < top or right < left:
            continue
        anchor.height, anchor.width = bottom - top + 1, right - left + 1
        covered += anchor.height * anchor.width
        if covered > LIMITS.area:
            raise Unread("E_SIZE", "too_many_merged", ranges=_MAX_MERGED)
        for row in range(top, bottom + 1):
            for place in range(left, right + 1):
                cells.setdefault(row, {})[place] = anchor
    skipped = sorted({place for first, end in sheet.hidden_columns for place in range(first, min(end, width) + 1)})
    rows = []
    for number in range(1, last + 1):
        given = cells.get(number, {})
        row = Row(number, [given.get(place, EMPTY) for place in range(1, width + 1)], number in sheet.hidden_rows)
        row.dropped = sheet.dropped.get(number, "")
        if row.dropped and not any(cell.text for cell in row.cells):
            row.deleted = True
        for place in skipped:
            row.cells[place - 1] = EMPTY
        rows.append(row)
    own = [
        [cell.text for row in sorted(cells) if (cell := cells[row].get(place)) and cell.width == 1] for place in skipped
    ]
    named = [" ".join(said[0].split()) for said in own if said]
    return Grid(title, rows, hidden=hidden, is_sheet=True, hidden_columns=named)
