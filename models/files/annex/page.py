"""A page, or what Word, Excel and browsers put on the clipboard as HTML, as paragraphs and grids.

Only text and tables are heard: no style sheet, picture or script is fetched or run.
"""

import re
from html.parser import HTMLParser

from models.files.annex.grid import Document, Unread
from models.files.annex.packed import MAX_DEPTH, MAX_ELEMENTS
from models.files.annex.tables import Tables

_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr"}
_LINES = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dt", "dd", "pre", "blockquote", "caption"}
_NEVER = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe", "object"}
_STRONG = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_STRUCK = {"del", "s", "strike"}
_UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_LINED_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)


def document(name: str, text: str) -> Document:
    """Raises `Unread` where nothing stands in the page."""
    page = _parsed(text, nested=False)
    if page.tables.inner_rows > page.tables.outer_rows and page.tables.outer_rows < 6:  # tables lay out the page
        page = _parsed(text, nested=True)
    blocks = page.tables.blocks
    if not blocks:
        raise Unread("E_TYPE", "no_text", wanted=".docx, .xlsx")
    return Document(name, blocks, page.tables.dropped)


def _parsed(text: str, nested: bool) -> "_Page":
    page = _Page(nested)
    page.feed(text)
    page.close()
    page.tables.finish()
    return page


class _Page(HTMLParser):
    def __init__(self, nested: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = Tables(nested)
        self._open: list[tuple[str, str]] = []  # (tag, hidden | struck | ""), outermost first
        self._hidden = self._struck = self._strong = self._elements = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) > 10 * MAX_DEPTH:
            raise Unread("E_SIZE", "too_many_elements")
        given = {key: value or "" for key, value in attrs}
        if tag == "br":
            self._add("\n")
        if tag in _VOID:
            return
        if tag in ("tr", "td", "th", "p", "li"):
            self._close_implied(tag)
        style = given.get("style", "")
        look = ""
        if tag in _NEVER or "hidden" in given or _UNSEEN.search(style):
            look = "hidden" if tag not in _NEVER else "never"
        elif tag in _STRUCK or _LINED_THROUGH.search(style):
            look = "struck"
        elif tag in _STRONG or _BOLD.search(style):
            look = "strong"
        self._open.append((tag, look))
        self._strong += look == "strong"
        self._hidden += look in ("hidden", "never")
        self._struck += look == "struck"
        if tag in _LINES:
            self.tables.close_paragraph()
        elif tag == "table":
            self.tables.open_table()
        elif tag == "tr":
            self.tables.open_row(hidden=bool(self._hidden))
        elif tag in ("td", "th"):
            self.tables.open_cell(_count(given.get("colspan")), _count(given.get("rowspan"), until_end=20_000))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(tag == other for other, _ in self._open):
            return
        while self._open:
            closed, look = self._open.pop()
            self._hidden -= look in ("hidden", "never")
            self._struck -= look == "struck"
            self._strong -= look == "strong"
            if closed in _LINES:
                self.tables.close_paragraph()
            elif closed in ("td", "th"):
                self.tables.close_cell()
            elif closed == "tr":
                self.tables.close_row()
            elif closed == "table":
                self.tables.close_table()
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _add(self, piece: str) -> None:
        if any(look == "never" for _, look in self._open) if self._hidden else False:
            return
        if self._hidden:
            self.tables.drop(piece)
        elif self._struck:
            self.tables.drop(piece, struck=True)
        else:
            self.tables.add(piece, strong=bool(self._strong))

    def _close_implied(self, tag: str) -> None:
        """HTML lets <tr>, <td>, <p> and <li> stand without their end: the next one of the kind ends them."""
        ends = {"tr": {"td", "th", "tr"}, "td": {"td", "th"}, "th": {"td", "th"}, "p": {"p"}, "li": {"li"}}[tag]
        for other, _ in reversed(self._open):
            if other in ends and other in ("tr", tag, "td", "th"):
                self.handle_endtag(other)
                if other == tag or tag in ("td", "th"):
                    return
            elif other in ("table", "td", "th", "tr", "tbody", "ul", "ol"):
                return


def _count(value: str | None, until_end: int = 1) -> int:
    """How many columns or rows a cell covers; rowspan=0 is all the rest."""
    if value is None or not value.strip().isdecimal() or len(value.strip()) > 5:
        return 1
    return int(value) or until_end
