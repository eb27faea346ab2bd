"""The bytes of a file as a document.  What it is, its content says, not its name.

What cannot be read is refused in a sentence that names what to bring instead; links are never followed, macros never run.
"""

import re
import unicodedata

from models.files.annex import fonts, page, separated, word, workbook
from models.files.annex.grid import EMPTY, Document, Row, Unread, distinct
from models.files.annex.packed import LIMITS, MAX_BYTES, Package

# Letters that are never seen: soft hyphen, zero-width and direction marks.
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_CONTROL = {n: " " for n in (*range(9), 11, 12, *range(14, 32), 127)}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def document(name: str, data: bytes, mend: bool = True) -> Document:
    """A file as paragraphs and grids, in NFC, without letters that are not seen.

    mend: words in TCVN3 or VNI are turned into Unicode; `Document.encoding` then names it.  Raises `Unread`.
    """
    if len(data) > MAX_BYTES:
        raise Unread("E_SIZE", "too_large", size=MAX_BYTES // 2**20)
    found = _opened(name, data)
    texts = {id(cell): cell for grid in found.grids for row in grid.rows for cell in distinct(row.cells)}
    said = [*(block for block in found.blocks if isinstance(block, str)), *(cell.text for cell in texts.values())]
    old = fonts.encoding(said)
    found.encoding = old or found.encoding
    turn = fonts.mender(old) if old and mend else lambda text: text
    found.blocks = [clean(turn(block)) if isinstance(block, str) else block for block in found.blocks]
    for cell in texts.values():
        cell.text = clean(turn(cell.text))
    for grid in found.grids:
        for row in grid.rows:
            row.dropped = clean(turn(row.dropped))
        while grid.rows and _is_blank(grid.rows[-1]):
            grid.rows.pop()
    return found


def clean(text: str) -> str:
    """NFC, without letters that are not seen, each line without double blanks."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN).translate(_CONTROL))
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _is_blank(row: Row) -> bool:
    return not row.dropped and all(cell is EMPTY or not (cell.text or cell.broken) for cell in row.cells)


def _opened(name: str, data: bytes) -> Document:
    if not data.strip():
        raise Unread("E_TYPE", "empty")
    if data[:4] == b"PK\x03\x04":
        return _package(name, Package(data))
    if data[:8] == _COMPOUND:
        return _compound(name, data)
    if b"%PDF-" in data[:1024]:
        from models.files.annex import portable

        return portable.document(name, data)
    if data[:5] == b"{\\rtf":
        raise Unread("E_TYPE", "rich_text")
    if data.startswith(_PICTURES) or data[4:12] in (b"ftypheic", b"ftypmif1"):
        raise Unread("E_TYPE", "picture")
    text, encoding = _decoded(data)
    head = text[:4000].lower()
    if (
        'progid="word.document"' in head
        or 'progid="excel.sheet"' in head
        or ("urn:schemas-microsoft-com:office:spreadsheet" in head and "<workbook" in head)
    ):
        raise Unread("E_TYPE", "old_xml")
    if head.lstrip().startswith("mime-version:"):
        raise Unread("E_TYPE", "web_archive")
    if re.search(r"<(?:!doctype html|html|table|tr|body|meta)\b", head) or "<table" in text.lower():
        made = page.document(name, text[text.find("<") :])  # the clipboard writes lengths before its page
    else:
        made = separated.document(name, text)
    made.encoding = encoding
    return made


def _package(name: str, package: Package) -> Document:
    if "mimetype" in package:
        kind = b"".join(package.pieces("mimetype")).decode("ascii", "replace")
        if "opendocument.spreadsheet" in kind:
            from models.files.annex import opendocument

            return opendocument.document(name, package)
        raise Unread("E_TYPE", "other_office")
    main = next((path for kind, path in package.links("").values() if kind == "officeDocument"), "")
    if main.lower().endswith(".bin"):
        raise Unread("E_TYPE", "binary_workbook")
    root = _Root()
    package.parse(main, root)
    if root.name == "w:document":
        return word.document(name, package, main)
    if root.name == "workbook":
        return workbook.document(name, package, main)
    raise Unread("E_TYPE", "other_office")


class _Root:
    """The outermost element of a part."""

    name = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        self.name = self.name or name

    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...


def _compound(name: str, data: bytes) -> Document:
    """An old Office file, or a new one with a password: its folder names what is inside."""
    inside = {
        label
        for label in ("Workbook", "Book", "WordDocument", "EncryptedPackage")
        if label.encode("utf-16-le") + b"\0\0" in data
    }
    if "EncryptedPackage" in inside:
        raise Unread("E_TYPE", "password")
    if inside & {"Workbook", "Book"}:
        from models.files.annex import old_workbook

        return old_workbook.document(name, data)
    raise Unread("E_TYPE", "old_word" if "WordDocument" in inside else "other_office")


def _decoded(data: bytes) -> tuple[str, str | None]:
    """The text of a file, and the old encoding it was in, if any."""
    if len(data) > LIMITS.unpacked:
        raise Unread("E_SIZE", "too_large", size=LIMITS.unpacked // 2**20)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), None
    head = data[:4096]
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) // 8 and min(even, odd) < len(head) // 40:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), None
        raise Unread("E_TYPE", "unknown_kind")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    text, encoding = fonts.decoded(data)
    return text, encoding
