"""The bytes of a CSV or XLSX file as rows of text, measured before anything is believed.

What a file is, its content says, not its name.  A workbook's parts are unpacked here piece by piece within the limits,
and only what was measured reaches the reader of cells: a 5 KB workbook with one cell at XFD1048576 once cost 8 GB.
"""

import csv
import io
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import repeat
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from models.store.database import Reason
from models.store.text import fold

MAX_COLUMNS = 64
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. An upload is small; the command line is trusted with a whole history."""

    size: int | None  # bytes of the file as it is; None = not limited here
    unpacked: int  # bytes of a workbook's parts, and of the text its cells refer to
    rows: int  # records of one table
    area: int  # cells in the rectangle that a sheet's cells span


UPLOAD = Limits(size=5 * 2**20, unpacked=50 * 2**20, rows=300_000, area=5_000_000)
COMMAND_LINE = Limits(size=200 * 2**20, unpacked=200 * 2**20, rows=2_000_000, area=30_000_000)


class Unreadable(Exception):
    """Why a file, or one cell, cannot be read: the rule, the reason, and what was found."""

    def __init__(self, rule: str, why: Reason, value: str = "", row: int = 1) -> None:
        super().__init__(f"{rule} {why}")
        self.rule, self.why, self.value, self.row = rule, why, value, row


class Broken(str):
    """A cell whose formula ended in an error or was never computed: it shows this text, but holds no value."""


@dataclass
class Sheet:
    """One table of a file: its name in a workbook (None in a CSV file) and its rows, the header being row 1."""

    name: str | None
    rows: Iterator[list[str]]
    height: int  # rows, about: for a progress bar
    is_csv: bool = True


def sheets(data: bytes, limits: Limits) -> list[Sheet]:
    """The tables in the bytes of a file; empty sheets of a workbook are left out.

    Raises `Unreadable` with E_SIZE, E_ENCODING or E_TYPE; so may reading the rows.
    """
    if limits.size is not None and len(data) > limits.size:
        raise Unreadable(
            "E_SIZE", Reason("file_heavy", size=_megabytes(len(data)), most=_megabytes(limits.size)), str(len(data))
        )
    if data[:4] == b"PK\x03\x04":
        return _workbook(data, limits)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("E_TYPE", Reason("file_old_excel"))
    return [_separated(_decoded(data))]


def too_many_rows(limits: Limits, row: int) -> Unreadable:
    """Why a table is not read on from this row."""
    return Unreadable("E_SIZE", Reason("table_long", most=limits.rows), row=row)


# CSV ------------------------------------------------------------------------------------------------------------------


def _separated(text: str) -> Sheet:
    if "\n" not in text:
        text = text.replace("\r", "\n")
    mark = max(",;\t", key=lambda mark: _width(text, mark))
    return Sheet(None, _records(text, mark), text.count("\n"))


def _width(text: str, mark: str) -> int:
    try:
        return len(next(csv.reader(_lines(text), delimiter=mark), []))
    except csv.Error:
        return 0


def _records(text: str, mark: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=mark, strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise Unreadable("E_SIZE", Reason("quote_never_closed", most=csv.field_size_limit()), row=row) from None
            raise Unreadable("E_TYPE", Reason("quote_misplaced"), row=row) from None
        yield cells


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends. io.StringIO would hold four bytes for each letter of a large file."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise _encoding("UTF-16 hỏng", Reason("broken_utf16")) from None
    head = data[:4096]
    if b"\0" in head:
        even, odd = sorted((head[::2].count(0), head[1::2].count(0)))
        if odd > len(head) // 4 and even < len(head) // 40:  # ASCII letters fill every second byte with zero
            raise _encoding("UTF-16 không có BOM", Reason("unmarked_utf16"))
        raise Unreadable("E_TYPE", Reason("file_unknown"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _guess(data)
        broken = Reason("broken_utf8") if found == "UTF-8 hỏng" else None
        raise _encoding(found, broken, data.count(b"\n", 0, error.start) + 1) from None


def _encoding(found: str, why: Reason | None = None, row: int = 1) -> Unreadable:
    return Unreadable("E_ENCODING", Reason("file_encoding", found=why or found), found, row)


_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadae b5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
            "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịò" "ỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip
_SYLLABLE = re.compile(
    r"(ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr?|[bcdhklmnrsvxp])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_TONES = set("\u0300\u0301\u0303\u0309\u0323")


def _guess(data: bytes) -> str:
    """The encoding in which most words with a letter beyond ASCII are possible Vietnamese syllables."""
    sample = b" ".join(re.findall(rb"[^\s,;\"]*[\x80-\xff][^\s,;\"]*", data[:200_000])[:2000])
    broken = sample.decode("utf-8", "replace")
    if _likely(broken) > max(1, broken.count("\ufffd")):
        return "UTF-8 hỏng"
    texts = {
        "cp1258": sample.decode("cp1258", "replace"),
        "TCVN3": "".join(chr(b) if b < 128 else _TCVN3.get(b, "\ufffd") for b in sample),
    }
    best = max(texts, key=lambda name: _likely(texts[name]))
    return best if 2 * _likely(texts[best]) > len(sample.split()) else "windows-1252"


def _likely(text: str) -> int:
    """How many words are one Vietnamese syllable with at most one tone and at least one mark."""
    count = 0
    for word in text.split():
        letters = "".join(c for c in unicodedata.normalize("NFD", word) if c.isalpha() or unicodedata.combining(c))
        marks = [c for c in letters if unicodedata.combining(c)]
        plain = fold(letters).replace("\ufffd", "?")
        count += (
            "\ufffd" not in word
            and (bool(marks) or "đ" in word.lower())
            and sum(c in _TONES for c in marks) <= 1
            and bool(_SYLLABLE.fullmatch(plain))
        )
    return count


# XLSX -----------------------------------------------------------------------------------------------------------------


def _damaged() -> Unreadable:
    return Unreadable("E_TYPE", Reason("file_damaged"))


@dataclass
class _Extent:
    """What one worksheet spans, and the cells whose look changes their meaning, before any cell is read."""

    row: int = 0
    column: int = 0
    cells: int = 0
    text: int = 0  # letters of the shared strings that its cells refer to
    marks: dict[int, str] = field(default_factory=dict)  # row << 14 | column -> percent, month, year, or an error

    def excess(self, limits: Limits) -> Unreadable | None:
        if self.column > MAX_COLUMNS:
            what = Reason("to_column", column=self.column, most=MAX_COLUMNS)
        elif self.row > limits.rows + 1:
            what = Reason("to_row", row=self.row, most=limits.rows)
        elif self.row * self.column > min(limits.area, 50 * self.cells + 100_000):
            what = Reason("to_empty_row", row=self.row, cells=self.cells)
        elif self.text > limits.unpacked:
            what = Reason("to_text", size=_megabytes(self.text))
        else:
            return None
        return Unreadable("E_SIZE", Reason("sheet_extends", what=what), str(self.row))


def _workbook(data: bytes, limits: Limits) -> list[Sheet]:
    with _damage():
        parts, measured = _measured(data, limits)
        book = CalamineWorkbook.from_filelike(measured)
        found = []
        for name, path in parts.sheets():
            extent = parts.extents[path]
            if extent.cells:
                too_much = extent.excess(limits)
                rows = _raising(too_much) if too_much else _sheet_rows(book, name, extent)
                found.append(Sheet(name, rows, extent.row, is_csv=False))
        return found


@contextmanager
def _damage() -> Generator[None]:
    """Whatever goes wrong in the libraries below on a file from outside is a damaged file, one sentence."""
    try:
        yield
    except (Unreadable, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # the Rust reader's panics are no Exception
        raise _damaged() from error


def _measured(data: bytes, limits: Limits) -> tuple["_Parts", io.BytesIO]:
    """What the workbook's parts say, and a copy of it with no other parts and no sheet beyond the limits.

    The sizes a zip declares are the sender's word; the copy holds what was really unpacked.
    """
    parts, copy, total = _Parts(), io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(copy, "w") as unpacked:
        members = [m for m in packed.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
        if len({m.filename for m in members}) < len(members):
            raise _damaged()
        members.sort(key=lambda m: ("worksheets/" in m.filename.lower(), m.filename.lower()))
        for member in members:
            parser, pieces = parts.parser(member.filename), []
            with packed.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    total += len(piece)
                    if total > limits.unpacked or len(members) > 2000:
                        raise Unreadable("E_SIZE", Reason("file_unpacks", most=_megabytes(limits.unpacked)), str(total))
                    parser.Parse(piece)
                    pieces.append(piece)
                parser.Parse(b"", True)
            extent = parts.extents.get(member.filename)
            if extent is None or extent.excess(limits) is None:
                unpacked.writestr(member.filename, b"".join(pieces))
    copy.seek(0)
    return parts, copy


class _Parts:
    """What the XML parts of a workbook say of its sheets; one streaming parse of each part, no tree."""

    def __init__(self) -> None:
        self.extents: dict[str, _Extent] = {}
        self.lengths: list[int] = []  # of the shared strings
        self.looks: list[str | None] = []  # of the cell styles: percent, month, year
        self._formats: dict[str, str] = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}
        self._links: dict[str, dict[str, tuple[str, str]]] = {}
        self._named: dict[str, list[tuple[str, str]]] = {}

    def sheets(self) -> list[tuple[str, str]]:
        """(name, path of the part) of each sheet, in the workbook's order."""
        book = next(
            posixpath.normpath(target.lstrip("/"))
            for kind, target in self._links["_rels/.rels"].values()
            if kind.endswith("/officeDocument")
        )
        folder, base = posixpath.split(book)
        links = self._links[f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"]
        return [
            (name, target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
            for name, link in self._named[book]
            for target in [links[link][1]]
        ]

    def parser(self, path: str):
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype

        def root(name: str, _: dict) -> None:
            prefix, _, kind = name.rpartition(":")
            prefix += ":" if prefix else ""
            parser.StartElementHandler = None
            if kind == "worksheet":
                self._read_sheet(parser, path, prefix)
            elif kind == "sst":
                self._read_strings(parser, prefix)
            elif kind == "styleSheet":
                self._read_styles(parser, prefix)
            elif kind in ("workbook", "Relationships"):
                self._read_names(parser, path)

        parser.StartElementHandler = root
        return parser

    def _read_names(self, parser, path: str) -> None:
        links, named = self._links.setdefault(path, {}), self._named.setdefault(path, [])

        def start(name: str, given: dict) -> None:
            kind = name.rpartition(":")[2]
            if kind == "Relationship":
                links[given["Id"]] = given["Type"], given["Target"]
            elif kind == "sheet":
                named.append((given["name"], next(v for k, v in given.items() if k.rpartition(":")[2] == "id")))

        parser.StartElementHandler = start

    def _read_strings(self, parser, prefix: str) -> None:
        item, lengths = f"{prefix}si", self.lengths

        def start(name: str, _: dict) -> None:
            if name == item:
                lengths.append(0)

        def characters(text: str) -> None:
            if lengths:
                lengths[-1] += len(text)

        parser.StartElementHandler, parser.CharacterDataHandler = start, characters

    def _read_styles(self, parser, prefix: str) -> None:
        inside = False

        def start(name: str, given: dict) -> None:
            nonlocal inside
            kind = name.removeprefix(prefix)
            if kind == "numFmt":
                self._formats[given["numFmtId"]] = given["formatCode"]
            elif kind == "xf" and inside:
                self.looks.append(_look(self._formats.get(given.get("numFmtId", "0"), "")))
            elif kind in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                inside = kind == "cellXfs"

        parser.StartElementHandler = start

    def _read_sheet(self, parser, path: str, prefix: str) -> None:
        extent = self.extents[path] = _Extent()
        row_tag, cell_tag, formula_tag = f"{prefix}row", f"{prefix}c", f"{prefix}f"
        value_tags = {f"{prefix}v", f"{prefix}is"}
        lengths, looks, marks, letters = self.lengths, self.looks, extent.marks, {}
        row = column = 0
        kind = style = None  # of the cell being read
        reading = False

        def spanned() -> None:
            extent.cells += 1
            if row > extent.row:
                extent.row = row
            if column > extent.column:
                extent.column = column

        def start(name: str, given: dict) -> None:
            nonlocal row, column, kind, style, reading
            reading = False
            if name == cell_tag:
                if place := given.get("r"):
                    word = place.rstrip("0123456789")
                    row = int(place[len(word) :])
                    column = letters.get(word) or letters.setdefault(word, _column(word))
                else:
                    column += 1
                kind, style = given.get("t"), given.get("s")
            elif name in value_tags:
                reading = kind in ("s", "e")
                spanned()
                if marks:
                    marks.pop(row << 14 | column, None)
                if style and kind in (None, "n") and (look := looks[int(style)]):
                    marks[row << 14 | column] = look
            elif name == row_tag:
                row, column = int(given.get("r", row + 1)), 0
            elif name == formula_tag:
                spanned()
                marks[row << 14 | column] = "?"  # until its value follows

        def characters(text: str) -> None:
            if not reading or not text.strip():
                return
            if kind == "s":
                extent.text += lengths[int(text)]
            else:
                marks[row << 14 | column] = text.strip()

        parser.StartElementHandler, parser.CharacterDataHandler = start, characters


def _refuse_doctype(*_) -> None:
    raise Unreadable("E_TYPE", Reason("file_doctype"))


def _look(code: str) -> str | None:
    """What a number format makes of a number: Excel turns a typed 50% into 0.5, and a typed 6/2025 into 1 June 2025."""
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.split(";")[0]).lower()
    if "%" in code:
        return "percent"
    if "y" in code and not set("dhs") & set(code):
        return "month" if "m" in code else "year"
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return number


def _raising(error: Unreadable) -> Iterator[list[str]]:
    raise error
    yield


def _sheet_rows(book: CalamineWorkbook, name: str, extent: _Extent) -> Iterator[list[str]]:
    """The rows as text, numbered from row 1 and column A whatever stands empty before the first cell."""
    with _damage():
        sheet = book.get_sheet_by_name(name)
        before = sheet.start[1] if sheet.start else 0
        marks_of = extent.marks.get
        for row, cells in enumerate(sheet.iter_rows(), 1):
            cells = [""] * before + cells + [""] * (extent.column - before - len(cells))
            marks = (
                [marks_of(row << 14 | column) for column in range(1, len(cells) + 1)] if extent.marks else repeat(None)
            )
            yield [_as_text(cell, mark) for cell, mark in zip(cells, marks, strict=False)]


def _as_text(cell, mark: str | None) -> str:
    """The cell as a person would type it in a CSV file."""
    if mark:
        if mark == "percent" and isinstance(cell, float):
            return f"{(Decimal(repr(cell)) * 100).normalize():f}%"
        if mark == "month" and isinstance(cell, date):
            return f"{cell:%m/%Y}"
        if mark == "year" and isinstance(cell, date):
            return f"{cell:%Y}"
        if mark == "?" or mark.startswith("#"):
            return Broken(mark if mark != "?" else "=?")
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | int) else ""


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f}".removesuffix(".0")
