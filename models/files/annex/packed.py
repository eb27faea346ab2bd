"""The XML parts of a zipped file (.docx, .xlsx, .ods), unpacked piece by piece and never believed in their sizes.

A part is parsed as it streams, without a tree: what is too large, too deep or declares a DOCTYPE is refused at once.
"""

import io
import posixpath
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Protocol
from xml.parsers import expat

from models.files.annex.grid import Unread
from models.files.rows import Limits

# A thousand rows of Word are 200.000 elements.  An annex is read by people: of what is beyond, no one has read the end.
MAX_BYTES = 200 * 2**20  # of the file as it is
LIMITS = Limits(size=MAX_BYTES, unpacked=50 * 2**20, rows=20_000, area=500_000)
MAX_ELEMENTS = 1_200_000
MAX_DEPTH = 200
_CHUNK = 1 << 16
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number:",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest:",
}


class Handler(Protocol):
    """What hears a part: elements and attributes with short prefixes (`w:tbl`), text in pieces."""

    def start(self, name: str, given: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...


class Package:
    """The parts of one zipped file; all that is unpacked counts against one limit."""

    def __init__(self, data: bytes) -> None:
        with damage():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise Unread("E_TYPE", "password")
        if len({member.filename for member in members}) < len(members):
            raise Unread("E_TYPE", "damaged")
        self.names = {member.filename.lower(): member.filename for member in members}
        self._left = LIMITS.unpacked
        self._elements = 0

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part.  Raises `Unread` once all parts read are more than the limit."""
        with damage(), self._zip.open(self.names[name.lower()]) as stream:
            while piece := stream.read(_CHUNK):
                self._left -= len(piece)
                if self._left < 0:
                    raise Unread("E_SIZE", "too_large_unpacked", size=LIMITS.unpacked // 2**20)
                yield piece

    def parse(self, name: str, handler: Handler) -> None:
        """Send what an XML part says to the handler; a part that is not there says nothing."""
        if name not in self:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        short: dict[str, str] = {}
        depth = 0

        def named(full: str) -> str:
            space, _, local = full.rpartition(" ")
            short[full] = made = _SPACES.get(space, "?" if space else "") + local
            return made

        def start(full: str, given: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
                raise Unread("E_SIZE", "too_many_elements")
            if given:
                given = {short.get(key) or named(key): value for key, value in given.items()}
            handler.start(short.get(full) or named(full), given)

        def end(full: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(short.get(full) or named(full))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = handler.text
        with damage():
            for piece in self.pieces(name):
                parser.Parse(piece)
            parser.Parse(b"", True)

    def links(self, name: str) -> dict[str, tuple[str, str]]:
        """Id -> (the last word of its type, path of the target) of what a part refers to inside the file.  Links that
        lead outside are not listed and never followed."""
        folder, base = posixpath.split(name)
        found = _Links(folder)
        self.parse(posixpath.join(folder, "_rels", f"{base}.rels"), found)
        return found.links


class _Links:
    def __init__(self, folder: str) -> None:
        self.folder, self.links = folder, {}

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(self.folder, target))
            )
            self.links[given.get("Id", "")] = given.get("Type", "").rpartition("/")[2], path

    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...


@contextmanager
def damage() -> Generator[None]:
    """Whatever goes wrong in a library on a file from outside is a damaged file: one sentence."""
    try:
        yield
    except (Unread, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # some readers' panics are no Exception
        raise Unread("E_TYPE", "damaged") from error


def _refuse_doctype(*_: object) -> None:
    raise Unread("E_TYPE", "doctype")
