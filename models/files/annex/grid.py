"""What every kind of file becomes before anything is understood: paragraphs and grids of cells, in the paper's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date


class Unread(Exception):
    """Why a file cannot be read: the rule, and the key of its sentence (`progress.say.words.annex`) with its values."""

    def __init__(self, rule: str, key: str, **values: object) -> None:
        super().__init__(key)
        self.rule, self.key, self.values = rule, key, values


@dataclass(slots=True, eq=False)
class Cell:
    """One cell as a person sees it.  A merged cell is the same object at each of its places."""

    text: str = ""
    day: date | None = None  # of a date cell
    shown: str | None = None  # day, month, year: how much of a date cell its format shows
    number: float | None = None  # of a number cell; a percent format's number is the share
    share: bool = False  # a number shown with %
    strong: bool = False  # all of it in bold
    broken: bool = False  # a formula that ended in an error or has no kept value
    height: int = 1  # rows and columns that it covers
    width: int = 1


EMPTY = Cell()


@dataclass(slots=True)
class Row:
    """`number` is the sheet's row, or the row's place in its own table, from 1."""

    number: int
    cells: list[Cell]
    hidden: bool = False
    deleted: bool = False  # struck out, or removed by a tracked change
    header: bool = False  # marked by Word to stand again on each page
    dropped: str = ""  # words of it that do not count: hidden, struck out, removed

    def words(self) -> str:
        """What stands in the row, each cell once; of a row that is not read, or without words, what was dropped from it."""
        if self.dropped.strip() and (self.hidden or self.deleted):
            return " ".join(self.dropped.split())
        said = (" ".join(cell.text.split()) for cell in distinct(self.cells))
        return " | ".join(filter(None, said)) or " ".join(self.dropped.split())


@dataclass(slots=True)
class Grid:
    """One table or sheet."""

    part: str  # the sheet's name, "Bảng 2", or "" for what has no parts
    rows: list[Row]
    hidden: bool = False  # a hidden sheet
    is_sheet: bool = False
    excess: Unread | None = None  # why its cells were not read
    hidden_columns: list[str] = field(default_factory=list)  # their headers or letters

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(slots=True)
class Document:
    """A file: its paragraphs and grids in their order."""

    name: str
    blocks: Sequence["str | Grid"]
    dropped: list[str] = field(default_factory=list)  # words beside the tables that were hidden or struck out
    encoding: str | None = None  # an old encoding that its bytes were read in

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """The cells in their order, a merged one once."""
    found: dict[int, Cell] = {}
    for cell in cells:
        if cell is not EMPTY:
            found.setdefault(id(cell), cell)
    return list(found.values())
