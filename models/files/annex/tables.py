"""Tables and paragraphs built from events in reading order: what Word and a web page have in common."""

from dataclasses import dataclass, field

from models.files.annex.grid import EMPTY, Cell, Grid, Row, Unread
from models.files.annex.packed import LIMITS
from models.files.rows import MAX_COLUMNS


@dataclass
class _Words:
    """The lines of one cell or of the text between tables, as they come."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    is_faint: bool = False  # some of them are not in bold

    def end_line(self) -> None:
        if line := " ".join("".join(self.line).split()):
            self.lines.append(line)
        self.line = []


@dataclass
class _Cell:
    """The open cell: how much it covers, and whether it goes on with the one above."""

    words: _Words
    width: int
    height: int
    continues: bool = False


@dataclass
class _Table:
    """The open table."""

    rows: list[Row] = field(default_factory=list)
    spans: dict[int, tuple[Cell, int]] = field(
        default_factory=dict
    )  # column -> a cell from above, the rows it still covers
    row: list[Cell] | None = None
    cell: _Cell | None = None
    looks: dict[str, bool] = field(default_factory=dict)  # of the open row
    dropped: list[str] = field(default_factory=list)
    is_struck: bool = False
    inside: int = 0  # tables open in the open cell, which are part of its words


class Tables:
    """Tell it what opens and closes; `finish` gives the paragraphs and grids.

    A table inside a cell is part of the cell's words, or where tables only lay out a page (`nested`) one of its own.  A
    cell covers the columns and rows it says; in Word it is the cells below that say they continue it.
    """

    def __init__(self, nested: bool = False) -> None:
        self.nested = nested
        self.inner_rows = self.outer_rows = 0  # rows of tables inside another, and of that other until then
        self.blocks: list[str | Grid] = []
        self.dropped: list[str] = []
        self._open: list[_Table] = []
        self._between = _Words()  # words outside all tables
        self._count = self._cells = 0

    def open_table(self) -> None:
        """A table of its own, or inside a cell more words of it."""
        self._words().end_line()
        if self._open and not self.nested:
            self._open[-1].inside += 1
            return
        self._flush()
        self._open.append(_Table())

    def open_row(self, hidden: bool = False, deleted: bool = False) -> None:
        if table := self._table():
            self.close_row()
            table.row, table.looks = [], {"hidden": hidden, "deleted": deleted}
            table.dropped, table.is_struck = [], False
        elif self._open:
            self._words().end_line()
            self.inner_rows += 1
            self.outer_rows = len(self._open[-1].rows) + 1

    def mark_row(self, look: str) -> None:
        """The row is hidden, deleted or a header."""
        if table := self._table():
            table.looks[look] = True

    def indent(self, columns: int) -> None:
        """The row begins so many columns further right."""
        if (table := self._table()) and table.row is not None:
            table.row += [EMPTY] * _within(table.row, columns)

    def open_cell(self, width: int = 1, height: int = 1) -> None:
        if table := self._table():
            self.close_cell()
            if table.row is None:
                self.open_row()
            table.cell = _Cell(_Words(), width, height)
            if table.dropped:
                table.dropped.append(" ")
        elif self._open:
            self._words().end_line()

    def widen(self, width: int) -> None:
        """The open cell covers so many columns."""
        if (table := self._table()) and table.cell:
            table.cell.width = width

    def continues(self) -> None:
        """The open cell is the lower part of the one above."""
        if (table := self._table()) and table.cell:
            table.cell.continues = True

    def add(self, piece: str, strong: bool = False) -> None:
        """Words, perhaps in bold; a line break in them begins a new line."""
        words = self._words()
        words.is_faint |= not strong and not piece.isspace()
        first, *others = piece.split("\n")
        words.line.append(first)
        for other in others:
            words.end_line()
            words.line.append(other)

    def drop(self, piece: str, struck: bool = False) -> None:
        """Words that do not count."""
        if self._open and self._open[-1].row is not None:
            self._open[-1].dropped.append(piece)
            self._open[-1].is_struck |= struck and bool(piece.strip())
        elif piece.strip():
            self.dropped.append(piece)

    def close_paragraph(self) -> None:
        self._words().end_line()
        if not self._open:
            self._flush()

    def close_cell(self) -> None:
        """The cell takes the next free places of its row; one that continues is the cell above it."""
        self._words().end_line()
        table = self._table()
        if table is None or table.cell is None or table.row is None:
            return
        given, table.cell = table.cell, None
        _take_spans(table, table.row)
        column, width = len(table.row), _within(table.row, given.width)
        above = table.rows[-1].cells if table.rows else []
        if given.continues and column < len(above) and above[column] is not EMPTY:
            cell = above[column]
            cell.height += 1
        else:
            cell = Cell("\n".join(given.words.lines), width=width, strong=not given.words.is_faint)
            if (height := min(given.height, LIMITS.rows)) > 1:
                for place in range(column, column + width):
                    table.spans[place] = cell, height - 1
        table.row += [cell] * width

    def close_row(self) -> None:
        """The row is as it is; one all of whose words were dropped is hidden or deleted.  Raises `Unread` beyond the limits."""
        table = self._table()
        if table is None or table.row is None:
            return
        self.close_cell()
        _take_spans(table, table.row)
        row = Row(len(table.rows) + 1, table.row, **table.looks, dropped="".join(table.dropped))
        if table.dropped and not any(cell.text for cell in row.cells):
            row.deleted, row.hidden = row.deleted or table.is_struck, row.hidden or not table.is_struck
        table.row = None
        table.rows.append(row)
        self._cells += len(row.cells)
        if len(table.rows) > LIMITS.rows or self._cells > LIMITS.area:
            raise Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows)

    def close_table(self) -> None:
        """The table is one more grid, or the end of one inside a cell."""
        if not self._open:
            return
        if self._open[-1].inside:
            self._words().end_line()
            self._open[-1].inside -= 1
            return
        self.close_row()
        table = self._open.pop()
        self._count += 1
        width = max((len(row.cells) for row in table.rows), default=0)
        for row in table.rows:
            row.cells += [EMPTY] * (width - len(row.cells))
        self.blocks.append(Grid(f"Bảng {self._count}", table.rows))

    def finish(self) -> list[str | Grid]:
        """What was built; tables that were left open are closed."""
        while self._open:
            self.close_table()
        self.close_paragraph()
        return self.blocks

    def _table(self) -> _Table | None:
        """The open table, unless one inside its cell is being read as words."""
        return self._open[-1] if self._open and not self._open[-1].inside else None

    def _words(self) -> _Words:
        """Where words go."""
        return self._open[-1].cell.words if self._open and self._open[-1].cell else self._between

    def _flush(self) -> None:
        self.blocks += self._between.lines
        self._between = _Words()


def _take_spans(table: _Table, row: list[Cell]) -> None:
    """Cells from above that cover the next places of the row."""
    while (column := len(row)) in table.spans:
        cell, rows = table.spans.pop(column)
        if rows > 1:
            table.spans[column] = cell, rows - 1
        if column == 0 or row[-1] is not cell:
            cell.height += 1
        row.append(cell)


def _within(row: list[Cell], width: int) -> int:
    if len(row) + width > MAX_COLUMNS:
        raise Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS)
    return width
