"""Tables and paragraphs built from events in reading order: what Word and a web page have in common."""

from models.files.annex.grid import EMPTY, Cell, Grid, Row, Unread
from models.files.annex.packed import LIMITS
from models.files.rows import MAX_COLUMNS


class Tables:
    """Tell it what opens and closes; `finish` gives the paragraphs and grids.

    A table inside a cell is part of the cell's words, or where tables only lay out a page (`nested`) one of its own.  A cell covers the columns and rows it says; in Word it is the
    cells below that say they continue it.
    """

    def __init__(self, nested: bool = False) -> None:
        self.nested = nested
        self.inner_rows = self.outer_rows = 0  # most rows of a table inside another, and of that other
        self._outer: list[tuple] = []
        self.blocks: list[str | Grid] = []
        self.dropped: list[str] = []
        self._depth = self._count = self._cells = 0
        self._rows: list[Row] = []
        self._spans: dict[int, tuple[Cell, int]] = {}  # column -> a cell from above and the rows it still covers
        self._row: list[Cell] | None = None
        self._looks: dict[str, bool] = {}
        self._left_out: list[str] = []
        self._struck = False
        self._cell: dict[str, int | bool] | None = None
        self._lines: list[str] = []
        self._line: list[str] = []
        self._faint = False  # words of the open cell are not in bold

    def open_table(self) -> None:
        if self.nested and self._depth:
            self.close_paragraph()
            self._outer.append(
                (self._depth, self._rows, self._spans, self._row, self._looks, self._left_out, self._cell, self._lines)
            )
            self._depth, self._row, self._cell, self._lines = 0, None, None, []
        self._depth += 1
        if self._depth == 1:
            self._break()
            self._flush()
            self._rows, self._spans = [], {}
        else:
            self._break()

    def open_row(self, hidden: bool = False, deleted: bool = False) -> None:
        if self._depth > 1:
            self._break()
            self.inner_rows += 1
            self.outer_rows = len(self._rows) + 1
        elif self._depth:
            self.close_row()
            self._row, self._looks = [], {"hidden": hidden, "deleted": deleted}
            self._left_out, self._struck = [], False

    def mark_row(self, look: str) -> None:
        """The row is hidden, deleted or a header."""
        if self._depth == 1:
            self._looks[look] = True

    def indent(self, columns: int) -> None:
        """The row begins so many columns further right."""
        if self._depth == 1 and self._row is not None:
            self._row += [EMPTY] * self._within(columns)

    def open_cell(self, width: int = 1, height: int = 1) -> None:
        if self._depth > 1:
            self._break()
        elif self._depth:
            self.close_cell()
            if self._row is None:
                self.open_row()
            self._cell = {"width": width, "height": height, "continues": False}
            self._lines, self._line, self._faint = [], [], False
            if self._left_out:
                self._left_out.append(" ")

    def widen(self, width: int) -> None:
        if self._depth == 1 and self._cell:
            self._cell["width"] = width

    def continues(self) -> None:
        """The open cell is the lower part of the one above."""
        if self._depth == 1 and self._cell:
            self._cell["continues"] = True

    def add(self, piece: str, strong: bool = False) -> None:
        """Words, perhaps in bold; a line break in them begins a new line."""
        self._faint |= not strong and not piece.isspace()
        first, *others = piece.split("\n")
        self._line.append(first)
        for other in others:
            self._break()
            self._line.append(other)

    def drop(self, piece: str, struck: bool = False) -> None:
        """Words that do not count."""
        if self._row is not None:
            self._left_out.append(piece)
            self._struck |= struck and bool(piece.strip())
        elif piece.strip():
            self.dropped.append(piece)

    def close_paragraph(self) -> None:
        self._break()
        if not self._depth:
            self._flush()

    def close_cell(self) -> None:
        """The cell takes the next free places of its row; one that continues is the cell above it."""
        if self._depth > 1 or self._cell is None or self._row is None:
            self._break()
            return
        self._break()
        text, look, self._cell, self._lines = "\n".join(self._lines), self._cell, None, []
        self._take_spans()
        column = len(self._row)
        width = self._within(int(look["width"]))
        above = self._rows[-1].cells if self._rows else []
        if look["continues"] and column < len(above) and above[column] is not EMPTY:
            cell = above[column]
            cell.height += 1
        else:
            cell = Cell(text, width=width, strong=not self._faint)
            if (height := min(int(look["height"]), LIMITS.rows)) > 1:
                for place in range(column, column + width):
                    self._spans[place] = cell, height - 1
        self._row += [cell] * width

    def close_row(self) -> None:
        """The row is as it is; one all of whose words were dropped is hidden or deleted.  Raises `Unread` beyond the limits."""
        if self._depth > 1 or self._row is None:
            return
        self.close_cell()
        self._take_spans()
        row = Row(len(self._rows) + 1, self._row, **self._looks, dropped="".join(self._left_out))
        if self._left_out and not any(cell.text for cell in self._row):
            row.deleted, row.hidden = row.deleted or self._struck, row.hidden or not self._struck
        self._row = None
        self._rows.append(row)
        self._cells += len(row.cells)
        if len(self._rows) > LIMITS.rows or self._cells > LIMITS.area:
            raise Unread("E_SIZE", "too_many_rows", rows=LIMITS.rows)

    def close_table(self) -> None:
        if self._depth == 1:
            self.close_row()
            self._count += 1
            width = max((len(row.cells) for row in self._rows), default=0)
            for row in self._rows:
                row.cells += [EMPTY] * (width - len(row.cells))
            self.blocks.append(Grid(f"Bảng {self._count}", self._rows))
            self._rows, self._lines, self._line = [], [], []
        self._depth = max(self._depth - 1, 0)
        if self._outer and not self._depth:
            (self._depth, self._rows, self._spans, self._row, self._looks, self._left_out, self._cell, self._lines) = (
                self._outer.pop()
            )

    def finish(self) -> list[str | Grid]:
        """What was built; tables that were left open are closed."""
        while self._depth or self._outer:
            self.close_table()
        self.close_paragraph()
        return self.blocks

    def _break(self) -> None:
        line = " ".join("".join(self._line).split())
        if line:
            self._lines.append(line)
        self._line = []

    def _flush(self) -> None:
        self.blocks += self._lines
        self._lines = []

    def _take_spans(self) -> None:
        """Cells from above that cover the next places of the row."""
        while (column := len(self._row)) in self._spans:
            cell, rows = self._spans.pop(column)
            if rows > 1:
                self._spans[column] = cell, rows - 1
            if column == 0 or self._row[-1] is not cell:
                cell.height += 1
            self._row.append(cell)

    def _within(self, width: int) -> int:
        if len(self._row) + width > MAX_COLUMNS:
            raise Unread("E_SIZE", "too_wide", columns=MAX_COLUMNS)
        return width
