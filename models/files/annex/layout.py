"""A grid as a table of tasks: its header, its columns, and of each row what it is.

- The header may be any row, of one to four levels; it may stand again on each page and have a row (1) (2) (3) below.
- A row merged across, or with a number and a title alone, is a group: I over 1, A over I.  What stands inside it has it
  in its section.
- A row with a title and a lead, a deadline or what else a task has is a task.  A list inside a cell, a row that only goes
  on with the one above, sums, notes and the signature are none.  Where that is not clear, a person is asked.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from models.files.annex import columns as known
from models.files.annex.agencies import flat
from models.files.annex.columns import REPORTING, Column
from models.files.annex.grid import EMPTY, Cell, Grid, Row, distinct
from models.store.text import fold

_MAX_LEVELS = 4
_VALUES = ("agency", "supporting", "start", "due", "product", "person", "status", "percent", "mark", "done_on", "result",
           "difficulty", "proposal", "evidence", "reported_on", "month")  # fmt: skip
_OWN = ("agency", "due", "month", "start", "supporting", "status", "mark")  # what only a task has
_TOTAL = re.compile(
    r"(?:tổng|cộng|t[oô]ng c[oô]ng)(?: (?:cộng|số|toàn bộ|hợp chung|chung|nhiệm vụ|công việc|nội dung|dự án|mục|nhóm|phần|chương|các|toàn|thành phố|ngành|"
    r"[ivxlc]+|[a-e]|\d+))*\s*(?:[:=(].*|\d.*|)",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"(?:ghi chu|luu y|chu thich|chu y|nguon|don vi tinh|dvt)\b\s*[:(.-].*|ghi chu|\(\*+\).*|\*+\s*\S.*|\(?\d\)\s*(?:theo|so lieu|bao gom).*",
    re.DOTALL,
)
_SIGNED = re.compile(
    r"noi nhan\s*:?.*|(?:tm|kt|tl|tuq|q)\s*\..*|thu truong don vi.*|nguoi lap(?: bieu| bang| bao cao)?.*|chu tich|pho chu tich|giam doc|pho giam doc|"
    r"chanh van phong|truong phong.*|xac nhan cua.*|\(?da ky\)?.*|\(?ky[,; ].*(?:dau|ten)\)?|[^,]{2,40},\s*ngay\s.*thang\s.*nam.*|nguoi tong hop.*|ke toan truong",
    re.DOTALL,
)
_HEAD = re.compile(
    r"(?:cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|uy ban nhan dan|ubnd|phu luc|bieu (?:mau|so)?|mau so|bao cao|ke hoach)",
    re.DOTALL,
)
_COLUMN_NUMBER = re.compile(r"[(\[]?(?:\d{1,2}|[A-ZĐ])[)\]]?|\(?\d{1,2}\)?\s*=.*")
_MARKER = re.compile(
    r"(?P<word>(?:phần(?: thứ)?|mục|nhóm|chương|chủ đề|lĩnh vực)\s+(?:[IVXLC]+|\d+|[A-Z]|nhất|hai|ba|tư|năm)\b)\s*[.:)/-]?|"
    r"(?P<dotted>(?:[IVXLC]+|[A-ZĐ]|\d+)(?:\.\d+)+)\s*[.):/-]?|\(?(?P<roman>[IVXLC]+)\s*[.):/-]?|\(?(?P<letter>[A-ZĐ])\s*[.):/-]?|"
    r"\(?(?P<arabic>\d{1,4})\s*[.):/-]?|\(?(?P<small>[a-zđ])\s*[.):/-]|(?P<bullet>[-–—+*•·●▪o])",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?=[IVXLC])(?:X[CL]|L?X{0,3})(?:IX|IV|V?I{0,3})")


@dataclass(frozen=True)
class Marker:
    """What numbers a row: its style (roman, letter, arabic, dotted2, small, bullet, word) and its value."""

    style: str
    value: str
    number: int = 0


@dataclass
class Line:
    """A task as its table has it: of each kind of column its cells."""

    row: int
    title: str
    section: tuple[str, ...]
    cells: dict[str, list[Cell]]
    marks: list[tuple[Column, Cell]]
    spread: set[str] = field(default_factory=set)  # kinds whose cell covers this row from above
    marker: Marker | None = None
    details: list[str] = field(default_factory=list)  # words of rows that go on with it
    parent: "Line | None" = None  # the task that it is a step of
    group: "Line | None" = None  # the row of its group, where that names a lead or a deadline

    def cell(self, kind: str) -> Cell:
        """The first cell of a kind, or an empty one."""
        given = self.cells.get(kind)
        return given[0] if given else EMPTY

    def text(self, kind: str) -> str:
        return "\n".join(cell.text for cell in self.cells.get(kind, ()) if cell.text)


@dataclass
class LeftOut:
    row: int
    why: str
    words: str


@dataclass
class Table:
    """A table of tasks in one part of a document."""

    part: str
    header_rows: list[int]
    columns: list[Column]
    lines: list[Line] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # what stands above it in the same sheet
    groups: list[tuple[int, str]] = field(default_factory=list)
    merged: int = 0  # cells that were taken for more than one row
    stack: list[tuple["Marker", str, int]] = field(default_factory=list)  # the groups that are open at its end

    def has(self, *kinds: str) -> bool:
        return any(column.kind in kinds for column in self.columns)

    @cached_property
    def reports(self) -> bool:
        """Whether it says how the tasks stand, and not only what they are."""
        return any(
            any(line.text(kind) for kind in REPORTING) or any(column.state for column, _ in line.marks)
            for line in self.lines
        )


# What decides where it is not clear what a row or a column is: (key of the question, words, row, proposal) -> task, detail,
# group, a column's kind, or None while nobody has.
Decide = Callable[[str, str, int, str], str | None]


def tables(
    grid: Grid, before: Table | None, heading: Sequence[str], decide: Decide
) -> tuple[list[Table], list[LeftOut]]:
    """The tables of tasks in one grid, and of its other rows why they are none.

    before: the table above, which a grid of the same width without a header goes on with.  heading: the paragraphs
    between the two, the section of a table that stands under one.
    """
    starts = _headers(grid.rows)
    if not starts:
        if before is not None and _goes_on(grid, before):
            table = Table(grid.part, [], before.columns)
            _read(table, grid.rows, decide, heading, before)
            return ([table], []) if table.lines else ([], _not_read(grid))
        return [], _not_read(grid)
    found: list[Table] = []
    outside = _above(grid.rows[: starts[0][0]])
    for place, (first, last) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(grid.rows)
        header, body = grid.rows[first : last + 1], grid.rows[last + 1 : end]
        paths = _paths(header, grid.width)
        cells = _below(body, grid.width)
        row = header[0].number
        columns = known.classified(paths, cells, lambda words, kind, row=row: decide("column", words, row, kind))
        table = Table(grid.part, [row.number for row in header], columns)
        table.heads = [text for row in grid.rows[: starts[0][0]] for cell in distinct(row.cells) if (text := cell.text)]
        table.left_out = [LeftOut(row.number, "header", row.words()) for row in header]
        if place:
            body_above = found[-1]
            moved = _titles_of(body_above)
            heading = [words for _, words in moved]
        _read(table, body, decide, heading, None)
        found.append(table)
    return found, outside


def _not_read(grid: Grid) -> list[LeftOut]:
    """Why no row of a grid without a header is a task."""
    said = " ".join(flat(cell.text) for row in grid.rows for cell in distinct(row.cells))
    if re.search(r"noi nhan|\b(?:tm|kt|tl)\.|thu truong don vi|nguoi lap bieu|\(da ky\)", said):
        why = "signature"
    elif re.search(r"cong hoa xa hoi chu nghia|doc lap - tu do", said):
        why = "title"
    else:
        why = "other_sheet" if grid.is_sheet else "other_table"
    return [LeftOut(row.number, why if row.words() else "blank", row.words()) for row in grid.rows]


def _above(rows: Sequence[Row]) -> list[LeftOut]:
    return [
        LeftOut(
            row.number, "hidden" if row.hidden and row.words() else "title" if row.words() else "blank", row.words()
        )
        for row in rows
    ]


def _goes_on(grid: Grid, before: Table) -> bool:
    """Whether a grid without a header is the next page of the table above: as wide, and its rows look like tasks."""
    if grid.width != len(before.columns) or not grid.rows:
        return False
    number = next((c.place for c in before.columns if c.kind == "number"), None)
    title = next((c.place for c in before.columns if c.kind == "title"), None)
    if title is None:
        return False
    fits = [row for row in grid.rows if row.cells[title].text and (number is None or _marker(row.cells[number].text))]
    return 2 * len(fits) >= len(grid.rows)


# The header ----------------------------------------------------------------------------------------------------------


def _headers(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """(first, last) place of each header.  One that stands again with the same words, on the next page, is no other."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(rows):
        if _is_header(rows[place]):
            last = place
            while last + 1 < len(rows) and last - place + 1 < _MAX_LEVELS and _is_lower_level(rows, place, last + 1):
                last += 1
            if not found or not _same_header(rows, found[-1], (place, last)):
                found.append((place, last))
            place = last
        place += 1
    return found


def _is_header(row: Row) -> bool:
    """A row most of whose cells are words that columns are known under, one of them what tasks are called."""
    if row.hidden or row.deleted:
        return False
    cells = [cell for cell in distinct(row.cells) if cell.text]
    if len(cells) < 3 and not (len(cells) == 2 and row.header):
        return False
    if any(cell.number is not None or cell.day is not None or len(cell.text) > 150 for cell in cells):
        return False
    kinds = [known.kind_of(cell.text) for cell in cells]
    heard = [kind for kind in kinds if kind and kind != "unknown"]
    if len(heard) < 2 or 10 * len(heard) < 5 * len(cells) or sum(len(cell.text) > 60 for cell in cells) > 1:
        return False
    named = "title" in heard or "number" in heard or "evidence" in heard
    return (
        named
        and bool(
            set(heard) & {"agency", "supporting", "due", "start", "status", "percent", "done_on", "result", "product"}
        )
        and len(set(heard)) > 1
        and ("title" in heard or (bool({"agency", "due", "status", "percent"} & set(heard)) and len(set(heard)) > 2))
        and not _looks_like_task(row)
    )


def _looks_like_task(row: Row) -> bool:
    """Whether the first cell numbers the row: a header's says STT or nothing."""
    first = row.cells[0].text.strip() if row.cells else ""
    return bool(re.fullmatch(r"\(?\d+(?:\.\d+)*[.)]?|[IVX]+[.)]?", first))


def _is_lower_level(rows: Sequence[Row], top: int, place: int) -> bool:
    """Whether a row is still the header: cells of the header reach into it, or it names the parts of a wide one."""
    row, above = rows[place], rows[place - 1]
    if row.hidden or row.deleted:
        return False
    own = [cell for number, cell in enumerate(row.cells) if cell.text and cell is not above.cells[number]]
    own = distinct(own)
    if not own or any(cell.number is not None or cell.day is not None or len(cell.text) > 120 for cell in own):
        return False
    reaching = any(
        cell.text and cell.height > 1 and cell is above.cells[number] for number, cell in enumerate(row.cells)
    )
    words = sum(known.is_header_word(cell.text) for cell in own)
    if _is_column_numbers(row, rows[top]) or (_looks_like_task(row) and not reaching):
        return False
    if reaching:
        return 2 * words >= len(own) or row.header
    wide = any(cell.width > 1 for cell in above.cells) or any(not cell.text for cell in above.cells)
    under = all(
        above.cells[number].width > 1 or not above.cells[number].text or _starts_span(rows, place, number)
        for number, cell in enumerate(row.cells)
        if cell.text
    )
    return wide and under and words == len(own) and not row.cells[0].text


def _starts_span(rows: Sequence[Row], place: int, number: int) -> bool:
    """In a file without merged cells: the header's cell names what is under it and under the empty ones to its right."""
    above = rows[place - 1].cells
    return number + 1 < len(above) and bool(above[number].text) and not above[number + 1].text


def _same_header(rows: Sequence[Row], first: tuple[int, int], second: tuple[int, int]) -> bool:
    def said(span: tuple[int, int]) -> list[str]:
        return [fold(cell.text) for row in rows[span[0] : span[1] + 1] for cell in row.cells]

    return said(first) == said(second)


def _paths(header: Sequence[Row], width: int) -> list[list[str]]:
    """Of each column its headers from the upper level to the lower; a cell that covers several levels once."""
    paths: list[list[str]] = []
    for place in range(width):
        path: list[str] = []
        for level, row in enumerate(header):
            cell = row.cells[place]
            text = cell.text
            if not text and level + 1 < len(header) and header[level + 1].cells[place].text:
                left = next((row.cells[other] for other in range(place - 1, -1, -1) if row.cells[other].text), None)
                text = left.text if left is not None and left.width == 1 and len(header) > 1 else ""
            if text and (level == 0 or cell is not header[level - 1].cells[place]) and (not path or path[-1] != text):
                path.append(text)
        paths.append(path)
    return paths


def _below(body: Sequence[Row], width: int) -> list[list[Cell]]:
    """Of each column the cells below its header that stand for one column only, sums and notes left out."""
    made: list[list[Cell]] = [[] for _ in range(width)]
    for row in body[:400]:
        cells = [cell for cell in distinct(row.cells) if cell.text]
        if (
            row.hidden
            or row.deleted
            or len(cells) < 3
            or any(_TOTAL.fullmatch(" ".join(cell.text.split())) for cell in cells[:2])
        ):
            continue
        for place, cell in enumerate(row.cells):
            if cell.width == 1:
                made[place].append(cell)
    return made


def _is_column_numbers(row: Row, header: Row) -> bool:
    """(1) (2) (3), or A B 1 2 3: a row that numbers the columns."""
    cells = [cell.text.strip() for cell in distinct(row.cells) if cell.text.strip()]
    if len(cells) < max(3, len([c for c in distinct(header.cells) if c.text]) // 2):
        return False
    if not all(_COLUMN_NUMBER.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(match[0]) for cell in cells if (match := re.search(r"\d+", cell))]
    return numbers == sorted(set(numbers)) and (len(numbers) < 2 or numbers[-1] - numbers[0] <= 2 * len(numbers))


# The rows ------------------------------------------------------------------------------------------------------------


class _Body:
    """The rows under a header, read from the first to the last."""

    def __init__(
        self, table: Table, rows: Sequence[Row], decide: Decide, heading: Sequence[str], before: Table | None
    ) -> None:
        self.table, self.rows, self.decide = table, rows, decide
        self.place = {kind: [c.place for c in table.columns if c.kind == kind] for kind in known.KINDS}
        self.title = self.place["title"][0] if self.place["title"] else None
        self.stack: list[tuple[Marker, str, int]] = [(Marker("heading", ""), words, 0) for words in heading]
        self.signed = False
        self.headings: dict[int, Line] = {}  # the rows of groups
        self.last: Line | None = before.lines[-1] if before and before.lines else None
        self.letter = self.roman = ""
        self.header = {fold(text) for column in table.columns for text in column.header.split(" / ") if text}
        if before and not heading:
            self.stack = list(before.stack)

    def read(self) -> None:
        for place, row in enumerate(self.rows):
            why = self._row(place, row)
            if why:
                self.table.left_out.append(LeftOut(row.number, why, row.words()))
        self.table.stack = self.stack

    # What a row is: None for a task, else why it is left out.

    def _row(self, place: int, row: Row) -> str | None:
        words = row.words()
        if row.deleted:
            return "deleted"
        if not words and not any(cell.broken for cell in row.cells):
            return "blank"
        if row.hidden:
            return "hidden"
        texts = [cell.text for cell in distinct(row.cells) if cell.text]
        if texts and self._repeats_header(texts):
            return "header"
        if _is_column_numbers(row, row):
            return "column_numbers" if not self._has(row, *_OWN) or self.last is None or len(texts) > 3 else None
        first = flat(texts[0]).strip() if texts else ""
        number = self._number(row)
        if self.signed or (not (number and number.style == "arabic") and self._signs(row, texts)):
            self.signed = True
            return "signature"
        if _NOTE.fullmatch(first) and not self._has(row, *_OWN):
            return "note"
        said = (
            texts[1] if number and len(texts) > 1 and self._number_text(row) == texts[0] else texts[0] if texts else ""
        )
        if _TOTAL.fullmatch(" ".join(said.split())) and not self._says(row, "agency", "due"):
            return "total"
        return self._body_row(place, row, number)

    def _body_row(self, place: int, row: Row, number: Marker | None) -> str | None:
        title, is_wide = self._title(row), self._is_wide(row)
        words = " ".join(title.text.split())
        in_words, bare = _split(words)
        marker = number or in_words
        if (number is None and in_words is not None) or (number and in_words and in_words.style == "bullet"):
            words = bare
        own = self._has(row, *_VALUES)
        if is_wide:
            if re.match(r"\(.*\)$", words) and not number:
                return "note"
            return self._group(row, marker, words)
        above = self.rows[place - 1] if place else None
        goes_on = (
            above is not None
            and title.text
            and self.title is not None
            and title is above.cells[self.title]
            and title.height > 1
        )
        if goes_on and self.last is not None and self.last.row in self._span(place):
            if self._owns(place, row, "due", "month", "start"):  # another deadline of the same words is another task
                return self._task(place, row, self.last.marker, self.last.title)
            return self._goes_on(row)
        if not words:
            return self._nameless(row, number, own)
        if not own:
            return self._bare(place, row, marker, words)
        if marker and marker.style in ("roman", "letter", "word") and self._has_children(place, marker):
            return self._group(row, marker, words)
        if (
            marker
            and marker.style == "bullet"
            and not self._owns(place, row, "agency", "due", "month", "start", "status", "mark")
        ):
            return self._detail(row, words)
        if (
            number is None
            and marker is None
            and self.last is not None
            and self._is_numbered()
            and not self._owns(place, row, "agency", "due", "month", "status", "mark")
        ):
            return self._detail(row, words)
        return self._task(place, row, marker, words)

    def _bare(self, place: int, row: Row, marker: Marker | None, words: str) -> str | None:
        """A row with a title alone, perhaps numbered."""
        if marker is None:
            if self.last is not None and (words[:1].islower() or words[:1] in "-+*•("):
                if (
                    words[:1].islower()
                    and self.last.title[-1:] not in ":;."
                    and place
                    and self.rows[place - 1].number == self.last.row
                ):
                    self.last.title = f"{self.last.title} {words}"  # a page break cut it
                    return "detail"
                return self._detail(row, words)
            if _is_upper(words) or (self._title(row).strong and self._is_plain_style()):
                return self._group(row, None, words)
            following = self._next(place)
            if following is None:
                return self._asked(row, words, "detail", "row_alone") if self.last else self._group(row, None, words)
            if self.last is None or (self._number(following) or Marker("", "", 0)).number == 1:
                return self._group(row, None, words)
            if not self._is_numbered() and self._has(following, *_OWN):
                return self._group(row, None, words)
            return self._asked(row, words, "group", "row_group_or_detail")
        if marker.style in ("roman", "letter", "word"):
            return self._group(row, marker, words)
        if marker.style == "bullet":
            return self._detail(row, words)
        if self._has_children(place, marker):
            return self._group(row, marker, words)
        if marker.style.startswith("dotted") or marker.style == "small":
            if self.last is not None and (
                self.last.marker is None or self.last.marker.style != marker.style or not self.last.cells
            ):
                return self._asked(row, words, "detail", "row_step")
            if self.last is not None and self.last.parent is not None:
                return self._asked(row, words, "detail", "row_step")
        if self._title(row).broken:
            return self._nameless(row, marker, False)
        return self._task(place, row, marker, words)

    def _nameless(self, row: Row, number: Marker | None, own: bool) -> str | None:
        """A row without a title: more of the task above, or a task whose name is missing."""
        broken = self._title(row).broken
        if number is None and not broken:
            if self.last is None:
                return "note"
            if not self._says(row, "agency", "due", "month"):
                return self._goes_on(row)
        if not own and not broken:
            return "blank"
        said = row.words()
        answer = self.decide("row_nameless_broken" if broken else "row_nameless", said, row.number, "detail")
        if answer == "task":
            return self._task(
                self.rows.index(row),
                row,
                number,
                next((cell.text for cell in self._cells(row, "product") if cell.text), said),
            )
        return "detail"

    def _goes_on(self, row: Row) -> str:
        """What a row adds to the task above it."""
        last = self.last
        if last is None:
            return "detail"
        for kind in _VALUES:
            for cell in self._cells(row, kind):
                if cell.text and cell not in last.cells.get(kind, ()):
                    last.cells.setdefault(kind, []).append(cell)
        last.marks += [pair for pair in self._marks(row) if pair not in last.marks]
        return "detail"

    def _detail(self, row: Row, words: str) -> str:
        if self.last is not None:
            self.last.details.append(words)
            if any(cell.text for cell in self._cells(row, "product")):
                self._goes_on(row)
        return "detail"

    def _asked(self, row: Row, words: str, proposal: str, key: str) -> str | None:
        answer = self.decide(key, words, row.number, proposal) or proposal
        marker = self._number(row)
        if answer == "task":
            return self._task(self.rows.index(row), row, marker, words)
        return self._group(row, marker, words) if answer == "group" else self._detail(row, words)

    def _task(self, place: int, row: Row, marker: Marker | None, words: str) -> None:
        self._leave(marker)
        cells = {
            kind: [cell]
            for kind in ("title", "note", "section", "code", *_VALUES)
            for cell in self._cells(row, kind)[:1]
            if cell.text or cell.broken
        }
        for kind in ("supporting", "result", "product", "note"):
            if more := [cell for cell in self._cells(row, kind) if cell.text]:
                cells[kind] = more
        above = self.rows[place - 1].cells if place else []
        spread = {
            kind for kind in cells for column in self.place[kind][:1]
            if above and row.cells[column].height > 1 and row.cells[column] is above[column]
        }  # fmt: skip
        path = [group for _, group, _ in self.stack if group]
        path += [
            text for cell in cells.get("section", ()) if (text := " ".join(cell.text.split())) and text not in path
        ]
        parent = self.last if self._is_step(marker) else None
        if (
            parent is not None
            and parent.parent is not None
            and marker
            and parent.marker
            and parent.marker.style == marker.style
        ):
            parent = parent.parent
        group = next(
            (found for _, _, number in reversed(self.stack) if (found := self.headings.get(number)) and found.cells),
            None,
        )
        line = Line(row.number, words, tuple(path), cells, self._marks(row), spread, marker, parent=parent, group=group)
        self.table.merged += len(spread - {"section", "title"})
        self.table.lines.append(line)
        self.last = line

    def _is_step(self, marker: Marker | None) -> bool:
        """Whether a task is a step of the one above: 1.1 under 1, a) or - under 1."""
        if marker is None or self.last is None or self.last.marker is None:
            return False
        last = self.last.marker
        if marker.style == last.style:
            return self.last.parent is not None
        if marker.style.startswith("dotted"):
            return marker.value.startswith(f"{last.value}.")
        return marker.style in ("small", "bullet") and last.style in ("arabic", "dotted2", "dotted3", "roman")

    # Groups

    def _group(self, row: Row, marker: Marker | None, words: str) -> str:
        marker = self._told_apart(marker) or Marker("upper" if _is_upper(words) else "plain", "")
        styles = [other.style for other, _, _ in self.stack]
        if marker.style in styles:
            del self.stack[styles.index(marker.style) :]
        elif marker.style.startswith("dotted") or marker.style == "arabic":
            self.stack = [
                entry
                for entry in self.stack
                if not entry[0].style.startswith("dotted") or entry[0].style < marker.style
            ]
        elif marker.style in _OUTER and any(_OUTER.get(style, 9) > _OUTER[marker.style] for style in styles):
            keep = next(i for i, style in enumerate(styles) if _OUTER.get(style, 9) > _OUTER[marker.style])
            if styles[keep] != "heading":
                del self.stack[keep:]
        self.stack.append((marker, words, row.number))
        self.table.groups.append((row.number, words))
        self.headings[row.number] = Line(
            row.number,
            words,
            (),
            {kind: given for kind in ("agency", "due", "supporting") if (given := self._own_cells(row, kind))},
            [],
        )
        return "group"

    def _told_apart(self, marker: Marker | None) -> Marker | None:
        """C after B is a letter, C after XCIX is not."""
        if marker and marker.style in ("roman", "letter"):
            value = marker.value.upper()
            follows = self.letter and value == _after(self.letter)
            if len(value) == 1 and (follows or not _ROMAN.fullmatch(value) or (value in "LC" and not self.roman)):
                self.letter, self.roman = value, ""
                return Marker("letter", value)
            self.roman = value
            return Marker("roman", value)
        return marker

    def _leave(self, marker: Marker | None) -> None:
        """A task numbered as the next after a group without values ends that group: 2 after 1 with 1.1 and 1.2."""
        if marker is None:
            return
        for place, (other, _, _) in enumerate(self.stack):
            if other.style == marker.style and other.number and marker.number == other.number + 1:
                last = self.last.marker if self.last else None
                if last is None or last.style != marker.style or last.number != marker.number - 1:
                    del self.stack[place:]
                    return
        if marker.style.startswith("dotted"):
            for place, (other, _, _) in enumerate(self.stack):
                if other.style in ("arabic", "dotted2", "dotted3") and not marker.value.startswith(f"{other.value}."):
                    del self.stack[place:]
                    return

    # Cells of a row

    def _cells(self, row: Row, kind: str) -> list[Cell]:
        title = self._title(row)
        return [cell for place in self.place[kind] if (cell := row.cells[place]) is not title or kind == "title"]

    def _own_cells(self, row: Row, kind: str) -> list[Cell]:
        return [cell for cell in self._cells(row, kind) if cell.text.strip(" -–.…") and cell.width == 1]

    def _title(self, row: Row) -> Cell:
        if self.title is None:
            return EMPTY
        cell = row.cells[self.title]
        if cell is EMPTY or not (cell.text or cell.broken):
            numbered = [row.cells[place] for place in self.place["number"]]
            wide = [other for other in numbered if other.text and other.width > 1]
            alone = [other for other in distinct(row.cells) if other.text]
            if not wide and numbered and alone == numbered[:1] and not _marker(numbered[0].text):
                wide = alone
            return wide[0] if wide else cell
        return cell

    def _number_text(self, row: Row) -> str:
        cells = [row.cells[place] for place in self.place["number"]]
        return cells[0].text if cells and cells[0].width == 1 else ""

    def _number(self, row: Row) -> Marker | None:
        return _marker(self._number_text(row))

    def _has(self, row: Row, *kinds: str) -> bool:
        """Whether anything stands in a column of these kinds, a formula without a value too."""
        return any(cell.text.strip(" -–.…") or cell.broken for kind in kinds for cell in self._cells(row, kind)) or (
            "mark" in kinds and bool(self._marks(row))
        )

    def _says(self, row: Row, *kinds: str) -> bool:
        title = self._title(row)
        return any(
            cell.text.strip(" -–.…") and cell is not title and cell.width == 1
            for kind in kinds
            for cell in self._cells(row, kind)
        )

    def _owns(self, place: int, row: Row, *kinds: str) -> bool:
        """Whether one of these begins in this row, and does not only reach into it from above."""
        above = self.rows[place - 1].cells if place else []
        return any(
            row.cells[column].text.strip(" -–.…")
            and not (above and row.cells[column].height > 1 and row.cells[column] is above[column])
            for kind in kinds
            for column in self.place[kind]
        )

    def _marks(self, row: Row) -> list[tuple[Column, Cell]]:
        from models.files.annex.states import is_marked

        return [
            (c, row.cells[c.place])
            for c in self.table.columns
            if c.kind in ("mark", "month") and is_marked(row.cells[c.place].text)
        ]

    def _is_wide(self, row: Row) -> bool:
        """Whether the title covers columns that a task would fill."""
        title = self._title(row)
        if title is EMPTY or title.width < 2:
            return False
        own = [c.place for kind in _VALUES for c in self.table.columns if c.kind == kind]
        return any(row.cells[place] is title for place in own) and not any(
            row.cells[place].text.strip(" -") and row.cells[place] is not title
            for kind in ("agency", "due")
            for place in self.place[kind]
        )

    def _span(self, place: int) -> set[int]:
        title = self._title(self.rows[place])
        above = self.rows[max(0, place - title.height) : place]
        return {row.number for row in above if self._title(row) is title}

    def _repeats_header(self, texts: Sequence[str]) -> bool:
        return len(texts) > 1 and all(fold(text) in self.header for text in texts)

    def _signs(self, row: Row, texts: Sequence[str]) -> bool:
        signing = [text for text in texts if len(text) < 200 and _SIGNED.fullmatch(flat(text).strip())]
        return (
            bool(signing)
            and len(texts) <= 3
            and not (self._number(row) and self._has(row, "due", "agency") and len(texts) > 2)
        )

    def _is_plain_style(self) -> bool:
        """Whether the titles of tasks so far are not in bold."""
        return bool(self.table.lines) and not any(line.cell("title").strong for line in self.table.lines)

    def _next(self, place: int) -> Row | None:
        return next((row for row in self.rows[place + 1 :] if row.words() and not row.hidden and not row.deleted), None)

    def _is_numbered(self) -> bool:
        """Whether most tasks so far have a number."""
        lines = self.table.lines
        return bool(lines) and 2 * sum(line.marker is not None for line in lines) > len(lines)

    def _has_children(self, place: int, marker: Marker) -> bool:
        """Whether the rows below are parts of this one: 1.1 under 1; a) or "-" with a lead or deadline under 1; numbers
        that begin again."""
        rows = [row for row in self.rows[place + 1 : place + 60] if row.words() and not row.hidden and not row.deleted]
        for row in rows:
            title = self._title(row)
            other = self._number(row) or _split(" ".join(title.text.split()))[0]
            if other is None:
                if self._has(row, *_OWN) and marker.style not in ("arabic", "dotted2", "dotted3"):
                    return True
                continue
            if other.style.startswith("dotted"):
                return other.value.startswith(f"{marker.value}.") or marker.style in ("roman", "letter", "word")
            if other.style in ("small", "bullet"):
                if self._has(row, "agency", "due", "month", "start"):
                    return True
                continue
            if marker.style == "arabic":
                return other.style == "arabic" and other.number == 1 and not self._is_wide(row)
            if marker.style in ("roman", "letter", "word"):
                return other.style == "arabic" or (other.style == "roman" and marker.style != "roman")
            return False
        return False


_OUTER = {"word": 0, "letter": 1, "roman": 2, "upper": 3, "arabic": 4, "plain": 4, "dotted2": 5, "dotted3": 6}


def _read(table: Table, rows: Sequence[Row], decide: Decide, heading: Sequence[str], before: Table | None) -> None:
    _Body(table, rows, decide, heading, before).read()


def _titles_of(table: Table) -> list[tuple[int, str]]:
    """The rows at the end of a table that are the title of the next one in the sheet."""
    tail: list[tuple[int, str]] = []
    last = max((line.row for line in table.lines), default=0)
    for entry in table.left_out:
        if entry.row > last and entry.why in ("group", "detail"):
            entry.why = "title"
            tail.append((entry.row, entry.words))
    return tail[-1:]


def _marker(text: str) -> Marker | None:
    """What the cell of a number column says; None where it is no number."""
    text = " ".join(text.split())
    match = _MARKER.fullmatch(text) if 0 < len(text) < 24 else None
    return _made(match) if match else None


def _split(words: str) -> tuple[Marker | None, str]:
    """(what numbers a title, the title without it): "II. Ứng dụng", "1.1. Khảo sát", "- Mua máy"."""
    match = _MARKER.match(words)
    if not match or match.end() == len(words) or not words[match.end() :].strip():
        return None, words
    rest = words[match.end() :]
    if match["bullet"]:
        return (
            (_made(match), rest.strip())
            if rest[:1].isspace() or (match["bullet"] != "o" and rest[:1].isalpha() and match["bullet"] not in "+*")
            else (None, words)
        )
    if not re.search(r"[.):/-]\s*$", match[0]) and not match["word"]:
        return None, words
    if not rest[:1].isspace() and not match[0].endswith(" ") and not rest[:1].isupper():
        return None, words
    made = _made(match)
    return (made, rest.strip()) if made else (None, words)


def _made(match: re.Match) -> Marker | None:
    if match["word"]:
        return Marker("word", match["word"])
    if match["dotted"]:
        return Marker(
            f"dotted{match['dotted'].count('.') + 1}", match["dotted"], int(match["dotted"].rpartition(".")[2])
        )
    if match["arabic"]:
        return Marker("arabic", str(int(match["arabic"])), int(match["arabic"]))
    if match["bullet"]:
        return Marker("bullet", "-")
    letters = match["roman"] or match["letter"] or match["small"]
    if letters.isupper() and _ROMAN.fullmatch(letters):
        return Marker("roman", letters, _roman(letters))
    if len(letters) == 1:
        return Marker("letter" if letters.isupper() else "small", letters)
    if letters.islower() and _ROMAN.fullmatch(letters.upper()):
        return Marker("small", letters)
    return None


def _roman(letters: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    numbers = [values[letter] for letter in letters]
    return sum(-n if n < max(numbers[i + 1 :], default=0) else n for i, n in enumerate(numbers))


def _after(letter: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if letter == "D":
        return "E"
    place = alphabet.find(letter)
    return alphabet[place + 1] if 0 <= place < 25 else ""


def _is_upper(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 4 and 10 * sum(c.isupper() for c in letters) > 8 * len(letters)
