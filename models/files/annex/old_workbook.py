"""An .xls workbook (Excel 97-2003) as grids, by xlrd: values, formats, what is merged and what is hidden."""

from datetime import datetime, timedelta

import xlrd

from models.files.annex.grid import Cell, Document, Unread
from models.files.annex.packed import LIMITS, damage
from models.files.annex.workbook import dated, filled, grid, numeric, shown, tidy
from models.files.rows import MAX_COLUMNS

_LARGEST = 20 * 2**20  # bytes; an annex has a tenth of one
_EPOCHS = (datetime(1899, 12, 30), datetime(1904, 1, 1))


def document(name: str, data: bytes) -> Document:
    """The sheets of an old workbook.  Raises `Unread` where it is damaged or has a password."""
    if len(data) > _LARGEST:
        raise Unread("E_SIZE", "too_large", size=_LARGEST // 2**20)
    try:
        with damage():
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=_Silence())
            return Document(name, filled([_sheet(book, sheet) for sheet in book.sheets()]))
    except Unread as unread:
        raise (Unread("E_TYPE", "old_workbook") if unread.key == "damaged" else unread) from None


class _Silence:
    """xlrd talks about strange files; nobody listens."""

    def write(self, _: str) -> None: ...
    def flush(self) -> None: ...


class _Hidden:
    """What `grid` asks of a sheet beside its cells."""

    def __init__(self, sheet) -> None:
        self.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        self.hidden_rows = {row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden}
        self.hidden_columns = [(column + 1, column + 1) for column, look in sheet.colinfo_map.items() if look.hidden]
        self.dropped: dict[int, str] = {}


def _sheet(book, sheet):
    hidden = sheet.visibility != 0
    if sheet.nrows * max(sheet.ncols, 1) > LIMITS.area or sheet.nrows > LIMITS.rows:
        return grid(sheet.name, {}, None, hidden, Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows))
    look, cells = _Hidden(sheet), {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            form = book.xf_list[sheet.cell_xf_index(row, column)]
            font = book.font_list[form.font_index]
            cell = _cell(book, kind, sheet.cell_value(row, column), book.format_map[form.format_key].format_str)
            cell.strong = bool(font.bold)
            if font.struck_out and cell.text:
                look.dropped[row + 1] = f"{look.dropped.get(row + 1, '')} {cell.text}".strip()
                cells.setdefault(row + 1, {})
            elif cell.text or cell.broken:
                if column >= MAX_COLUMNS:
                    return grid(sheet.name, {}, None, hidden, Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS))
                cells.setdefault(row + 1, {})[column + 1] = cell
    return grid(sheet.name, cells, look, hidden, None)


def _cell(book, kind: int, value, form: str) -> Cell:
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(broken=True)
    if kind == xlrd.XL_CELL_TEXT:
        return Cell(tidy(value))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("TRUE" if value else "FALSE")
    look = shown(form)
    if look in ("day", "month", "year") and 0 < value < 200_000:
        return dated(_EPOCHS[book.datemode] + timedelta(days=value), look)
    return numeric(value, look == "share")
