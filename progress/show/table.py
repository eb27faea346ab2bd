"""A table as a value: columns known by a key and a kind, cells as values.

Labels and texts are put on at the edge: a screen, a file and a page each say the same cells in their own way, and sort by
value.  Another column is a key with its word in `words.columns`, a kind and its cells.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, compress
from typing import Any
from urllib.parse import quote

import pandas as pd

from progress.numbers.periods import HANOI
from progress.say.formats import UNKNOWN, moment
from progress.say.languages import Words


def _counted(ratio: str, part: float, whole: float, words: Words) -> str:
    return f"{ratio} ({words.amount(part)}/{words.amount(whole)})"


# The kinds of cells and how each is said.  In any of them None is nothing; nan is undefined and says so.
KINDS: dict[str, Callable[[Any, Words], str]] = {
    "text": lambda cell, _: cell,
    "code": lambda cell, _: cell,  # of a milestone
    "count": lambda cell, words: words.integer(cell),
    "amount": lambda cell, words: words.amount(cell),
    "share": lambda cell, words: words.percent(cell),
    "days": lambda cell, words: words.terms.days.format(n=words.integer(cell)),
    "day": lambda cell, words: words.day(cell),
    "month": lambda cell, _: f"{cell:%m/%Y}",  # a day of it
    "moment": lambda cell, _: moment(cell),
    "instant": lambda cell, _: f"{cell.astimezone(HANOI):%d/%m/%Y %H:%M:%S}",
    "fraction": lambda cell, words: words.count(*cell),  # part, whole
    "rate": lambda cell, words: _counted(words.percent(cell[0]), *cell[1:], words),  # share, part, whole
    "index": lambda cell, words: _counted(words.decimal(cell[0]), *cell[1:], words),  # ratio, part, whole
    "gain": lambda cell, words: words.signed(cell, 0 if isinstance(cell, int) else 2),
    "points": lambda cell, words: words.terms.points.format(n=words.signed(cell * 100, 1)),  # two shares apart
    "mixed": lambda cell, words: text(*cell, words),  # kind, cell
}
UNDEFINED = ("share", "gain", "points", "mixed")  # nan in them is said; in the others nothing stands
STYLED = 20_000  # cells a screen says in words; the numbers of more are written by the browser, in a tenth of the time


def text(kind: str, cell: Any, words: Words) -> str:
    """A cell as it is read: empty where nothing stands, a dash where it is undefined."""
    if cell is None:
        return ""
    return UNKNOWN if cell != cell else KINDS[kind](cell, words)


def weighed(kind: str, cell: Any) -> float:
    """What a number is sorted by: a fraction and a rate by their share."""
    if kind == "fraction":
        return cell[0] / cell[1] if cell and cell[1] else float("nan")
    value = cell[0] if kind in ("rate", "index") and cell else cell
    return float("nan") if value is None else float(value)


@dataclass(frozen=True)
class Column:
    """key: of its word in `words.columns`, unless a heading is given.  kind: of `KINDS`."""

    key: str
    kind: str
    cells: tuple
    heading: str = ""

    def label(self, words: Words) -> str:
        """The head of the column in the reader's language."""
        return self.heading or getattr(words.columns, self.key)

    @property
    def is_number(self) -> bool:
        return self.kind not in ("text", "code", "day", "month", "moment", "instant", "mixed")


def column(key: str, cells: Iterable, kind: str = "text", heading: str = "") -> Column:
    """A column of plain values out of what a frame holds: no text, NaT and NaN are nothing, days are days."""
    if isinstance(cells, pd.Series):  # three times as fast to walk through
        cells = cells.to_numpy(dtype="object")
    if kind in ("text", "code"):
        return Column(key, kind, tuple(c if isinstance(c, str) and c else None for c in cells), heading)
    return Column(key, kind, tuple(_plain(cell, kind) for cell in cells), heading)


def _plain(cell: Any, kind: str) -> Any:
    if cell is None or cell is pd.NaT or cell is pd.NA or (cell != cell and kind not in UNDEFINED):
        return None
    if kind in ("count", "days"):
        return int(cell)
    return cell.date() if kind in ("day", "month") and isinstance(cell, datetime) else cell


@dataclass(frozen=True, init=False)
class Table:
    """Columns of one length, each key once."""

    columns: tuple[Column, ...]

    def __init__(self, *columns: Column) -> None:
        keys, lengths = [c.key for c in columns], {len(c.cells) for c in columns}
        if len(set(keys)) < len(keys) or len(lengths) != 1:
            raise ValueError(f"columns of one table: {keys}, {lengths} rows")
        object.__setattr__(self, "columns", columns)

    def __len__(self) -> int:
        return len(self.columns[0].cells)

    def __contains__(self, key: str) -> bool:
        return any(c.key == key for c in self.columns)

    def __getitem__(self, key: str) -> tuple:
        """The cells of a column."""
        return next(c.cells for c in self.columns if c.key == key)

    @property
    def rows(self) -> list[tuple]:
        return list(zip(*(c.cells for c in self.columns), strict=True))

    def labels(self, words: Words) -> list[str]:
        """The heads of the columns."""
        return [c.label(words) for c in self.columns]

    def texts(self, words: Words) -> Iterator[tuple[str, ...]]:
        """The rows as they are read."""
        kinds = [c.kind for c in self.columns]
        for row in self.rows:
            yield tuple(text(kind, cell, words) for kind, cell in zip(kinds, row, strict=True))

    def said(self, words: Words) -> dict[str, list[str]]:
        """The columns as they are read, by their heads."""
        return {c.label(words): [text(c.kind, cell, words) for cell in c.cells] for c in self.columns}

    def grid(self, words: Words, address: str = "") -> Any:
        """What a screen shows and sorts by: columns by key, codes behind the address of their milestone's screen.

        A frame of values; up to `STYLED` cells with the texts of its numbers.
        """
        frame = pd.DataFrame({c.key: _grid_cells(c, words, address, self.is_long) for c in self.columns})
        numbers = [c.key for c in self.columns if c.is_number]
        return frame if self.is_long else frame.style.format(lambda cell: cell.text, subset=numbers)

    @property
    def is_long(self) -> bool:
        return len(self) * len(self.columns) > STYLED

    def halved(self, words: Words) -> "Table":
        """Each fraction as two columns of counts: a file's reader takes 5/6 for a day of June."""

        def halves(c: Column) -> list[Column]:
            if c.kind != "fraction":
                return [c]
            parts, wholes = (tuple(cell and cell[place] for cell in c.cells) for place in (0, 1))
            of = Column(f"{c.key}_of", "count", wholes, f"{c.label(words)}, {words.columns.of}")
            return [replace(c, kind="count", cells=parts), of]

        return Table(*chain.from_iterable(map(halves, self.columns)))

    def only(self, *keys: str) -> "Table":
        """These columns, in this order."""
        return Table(*(next(c for c in self.columns if c.key == key) for key in keys))

    def where(self, keep: Sequence[bool]) -> "Table":
        """The rows this says yes to."""
        return Table(*(replace(c, cells=tuple(compress(c.cells, keep))) for c in self.columns))

    @property
    def filled(self) -> list[str]:
        """The columns in which something stands; all of an empty table."""
        return [c.key for c in self.columns if any(cell is not None for cell in c.cells) or not c.cells]


class _Said(float):
    """A number to sort by, with its text."""

    text: str

    def __new__(cls, kind: str, cell: Any, words: Words) -> "_Said":
        number = super().__new__(cls, weighed(kind, cell))
        number.text = text(kind, cell, words)
        return number


def _grid_cells(column: Column, words: Words, address: str, is_long: bool) -> Any:
    kind, cells = column.kind, column.cells
    if column.is_number:
        if is_long:
            return pd.Series([weighed(kind, cell) for cell in cells], dtype="float64")
        return pd.Series([_Said(kind, cell, words) for cell in cells], dtype="object")
    if kind in ("moment", "instant"):
        return [cell and cell.astimezone(HANOI).replace(tzinfo=None) for cell in cells]
    if kind == "code" and address:
        return [address + quote(cell, safe="") if cell else "" for cell in cells]
    if kind in ("day", "month"):
        return list(cells)
    return [text(kind, cell, words) for cell in cells]
