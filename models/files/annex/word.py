"""A .docx file as paragraphs and grids.

Read are the words that stand on the paper: what a tracked change removed, what is struck through and what is hidden are
not, and are named.  Automatic numbers are counted as Word counts them, for they tell groups from tasks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from models.files.annex.grid import Document, Grid, Unread
from models.files.annex.packed import Package
from models.files.annex.tables import Tables

_OFF = ("0", "false", "off", "none")
_MARKS = ("vanish", "strike", "b")
_ASIDE = {  # said twice, said before a tracked change, or no text
    "mc:Fallback", "w:moveFrom", "w:pPrChange", "w:rPrChange", "w:tcPrChange", "w:trPrChange", "w:tblPrChange", "w:sectPr",
}  # fmt: skip


def document(name: str, package: Package, main: str) -> Document:
    """`main` is the path of the part that holds the text."""
    links = {kind: path for kind, path in package.links(main).values()}
    styles, numbers = _Styles(), _Numbers()
    if "styles" in links:
        package.parse(links["styles"], styles)
    if "numbering" in links:
        package.parse(links["numbering"], numbers)
    body = _Body(styles, numbers)
    package.parse(main, body)
    blocks = body.tables.finish()
    if not any(isinstance(block, Grid) for block in blocks) and not any(blocks):
        raise Unread("E_TYPE", "no_text", wanted=".docx")
    return Document(name, blocks, body.tables.dropped)


class _Styles:
    """Of each style, what its paragraphs and runs are by themselves: numbered, hidden, struck."""

    def __init__(self) -> None:
        self.numbering: dict[str, tuple[str, int]] = {}  # style -> (numId, level)
        self.marks: dict[str, dict[str, bool]] = {}
        self.above: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        value = given.get("w:val", "")
        if name == "w:style":
            self._style = given.get("w:styleId", "")
        elif name == "w:basedOn":
            self.above[self._style] = value
        elif name == "w:numId":
            self.numbering[self._style] = value, self.numbering.get(self._style, ("", 0))[1]
        elif name == "w:ilvl" and value.isdecimal():
            self.numbering[self._style] = self.numbering.get(self._style, ("", 0))[0], int(value)
        elif name in ("w:vanish", "w:strike", "w:dstrike", "w:b"):
            self.marks.setdefault(self._style, {})[name.removeprefix("w:d").removeprefix("w:")] = value not in _OFF

    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...

    def of(self, style: str, mark: str) -> bool:
        """Whether a style, or one it is based on, hides or strikes its words."""
        for _ in range(20):
            if mark in self.marks.get(style, {}):
                return self.marks[style][mark]
            style = self.above.get(style, "")
        return False

    def number(self, style: str) -> tuple[str, int] | None:
        for _ in range(20):
            if style in self.numbering:
                return self.numbering[style]
            style = self.above.get(style, "")
        return None


class _Numbers:
    """Automatic numbers: for each list and level its form, its text and where it starts."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, dict[str, str]]] = {}  # abstractNumId -> level -> form, text, start
        self.abstract: dict[str, str] = {}  # numId -> abstractNumId
        self._here = self._number = ""
        self._level = 0
        self._counts: dict[str, dict[int, int]] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        value = given.get("w:val", "")
        if name == "w:abstractNum":
            self._here = given.get("w:abstractNumId", "")
        elif name == "w:num":
            self._number, self._here = given.get("w:numId", ""), ""
        elif name == "w:abstractNumId":
            self.abstract[self._number] = value
        elif name == "w:lvl" and given.get("w:ilvl", "").isdecimal():
            self._level = int(given["w:ilvl"])
        elif self._here and name in ("w:numFmt", "w:lvlText", "w:start"):
            self.levels.setdefault(self._here, {}).setdefault(self._level, {})[name] = value

    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...

    def next(self, number: str, level: int) -> str:
        """The number that Word prints before the next paragraph of this list and level; "-" for a bullet."""
        abstract = self.abstract.get(number, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, self._first(levels[level]) - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        form = levels[level].get("w:numFmt", "decimal")
        if form == "bullet":
            return "-"
        if form == "none":
            return ""

        def shown(match: re.Match) -> str:
            other = int(match[1]) - 1
            looks = levels.get(other, {})
            return _written(counts.get(other, self._first(looks)), looks.get("w:numFmt", "decimal"))

        return re.sub(r"%(\d)", shown, levels[level].get("w:lvlText", ""))

    @staticmethod
    def _first(level: dict[str, str]) -> int:
        start = level.get("w:start", "1")
        return int(start) if start.isdecimal() else 1


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        made = roman(number)
        return made if form == "upperRoman" else made.lower()
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26 * 20:
        made = chr(65 + (number - 1) % 26) * (1 + (number - 1) // 26)
        return made if form == "upperLetter" else made.lower()
    return str(number)


def roman(number: int) -> str:
    """4 -> IV; beyond 3.999 as figures."""
    if not 0 < number < 4000:
        return str(number)
    made = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        made += letters * (number // value)
        number %= value
    return made


class _Body:
    """The main part, heard once from its first element to its last."""

    def __init__(self, styles: _Styles, numbers: _Numbers) -> None:
        self.styles, self.numbers, self.tables = styles, numbers, Tables()
        self._skipped = 0  # depth inside something that is not on the paper
        self._moved = self._placeholder = False  # that was moved away; a field that still shows what to type into it
        self._marks: dict[str, bool] = {}  # of the run being read
        self._in_run = self._in_text = self._in_removed = False
        self._paragraph = _Paragraph()
        self._paragraphs: list[_Paragraph] = []  # a text box stands inside a paragraph
        self._row_properties = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "w:tbl": lambda _: self.tables.open_table(),
            "w:tr": lambda _: self.tables.open_row(),
            "w:tc": lambda _: self.tables.open_cell(),
            "w:p": lambda _: self._start_paragraph(),
            "w:r": lambda _: self._start_run(),
            "w:t": lambda _: self._start_text(),
            "w:delText": lambda _: self._start_removed(),
            "w:gridSpan": lambda given: self.tables.widen(_number(given, 1)),
            "w:gridBefore": lambda given: self.tables.indent(_number(given)),
            "w:vMerge": self._merge,
            "w:tblHeader": lambda given: self._mark_row(given, "header"),
            "w:hidden": lambda given: self._mark_row(given, "hidden"),
            "w:tab": lambda _: self._add(" "),
            "w:br": lambda _: self._add("\n"),
            "w:cr": lambda _: self._add("\n"),
            "w:noBreakHyphen": lambda _: self._add("-"),
            "w:pStyle": self._paragraph_style,
            "w:numId": self._paragraph_number,
            "w:ilvl": self._paragraph_level,
            "w:rStyle": self._run_style,
        }

    def start(self, name: str, given: dict[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
            self._in_removed = self._moved and name in ("w:t", "w:delText")
            return
        if name in _ASIDE or (name == "w:sdtContent" and self._placeholder):
            self._skipped, self._moved, self._placeholder = 1, name == "w:moveFrom", False
        elif name == "w:showingPlcHdr":
            self._placeholder = True
        elif name == "w:trPr":
            self._row_properties = True
        elif name == "w:del" and self._row_properties:
            self.tables.mark_row("deleted")
        elif self._in_run and name in ("w:vanish", "w:strike", "w:dstrike", "w:b"):
            self._marks[name.removeprefix("w:d").removeprefix("w:")] = given.get("w:val", "1") not in _OFF
        elif act := self._starts.get(name):
            act(given)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            self._in_removed = False
            return
        if name == "w:t":
            self._in_text = False
        elif name == "w:delText":
            self._in_removed = False
        elif name == "w:r":
            self._in_run = False
        elif name == "w:p":
            if not self._paragraph.has_begun:
                self._add_number()  # an empty paragraph of a list shows its number: a whole column of them is common
            self.tables.close_paragraph()
            self._paragraph = self._paragraphs.pop()
        elif name == "w:tc":
            self.tables.close_cell()
        elif name == "w:trPr":
            self._row_properties = False
        elif name == "w:tr":
            self.tables.close_row()
        elif name == "w:tbl":
            self.tables.close_table()

    def text(self, piece: str) -> None:
        if self._in_removed:
            self.tables.drop(piece, struck=True)
        elif self._in_text and not self._skipped:
            self._add(piece)

    def _start_paragraph(self) -> None:
        self._paragraphs.append(self._paragraph)
        self._paragraph = _Paragraph()

    def _paragraph_style(self, given: dict[str, str]) -> None:
        self._paragraph.style = given.get("w:val", "")

    def _paragraph_number(self, given: dict[str, str]) -> None:
        self._paragraph.number = given.get("w:val", "")

    def _paragraph_level(self, given: dict[str, str]) -> None:
        self._paragraph.level = _number(given)

    def _merge(self, given: dict[str, str]) -> None:
        if given.get("w:val", "continue") == "continue":
            self.tables.continues()

    def _mark_row(self, given: dict[str, str], look: str) -> None:
        if given.get("w:val", "1") not in _OFF:
            self.tables.mark_row(look)

    def _start_run(self) -> None:
        self._in_run = True
        style = self._paragraph.style
        self._marks = {mark: self.styles.of(style, mark) for mark in _MARKS} if style else {}

    def _run_style(self, given: dict[str, str]) -> None:
        for mark in _MARKS:
            if self.styles.of(given.get("w:val", ""), mark):
                self._marks[mark] = True

    def _start_text(self) -> None:
        self._in_text = True

    def _start_removed(self) -> None:
        self._in_removed = True

    def _add(self, piece: str) -> None:
        if not self._in_run:
            return
        if self._marks.get("vanish"):
            self.tables.drop(piece)
        elif self._marks.get("strike"):
            self.tables.drop(piece, struck=True)
        else:
            if not self._paragraph.has_begun and piece.strip():
                self._paragraph.has_begun = True
                self._add_number()
            self.tables.add(piece, strong=self._marks.get("b", False))

    def _add_number(self) -> None:
        number, level = self._paragraph.number, self._paragraph.level
        if number is None and (by_style := self.styles.number(self._paragraph.style)):
            number, level = by_style[0], level if level is not None else by_style[1]
        if number and number != "0" and (said := self.numbers.next(number, level or 0)):
            self.tables.add(f"{said} ", strong=True)


@dataclass
class _Paragraph:
    """The open paragraph: its style, its list and level, whether words of it were read."""

    style: str = ""
    number: str | None = None
    level: int | None = None
    has_begun: bool = False


def _number(given: dict[str, str], least: int = 0) -> int:
    value = given.get("w:val", "")
    return max(int(value), least) if value.isdecimal() else least
