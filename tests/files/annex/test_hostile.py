"""A hostile file is refused at once with a sentence; links are never followed, macros never run."""

import io
import time
import zipfile

import pytest

from models.files.annex.documents import document
from models.files.annex.grid import Unread
from tests.files.annex.papers import excel, read, word
from tests.files.annex.test_reading import ANNEX, HEADER, MERGED, TASKS, shown
from tests.files.test_rows import LINKS, PACKAGE, book

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def text_file(body: str, prolog: str = "", **more: str | bytes) -> bytes:
    """The smallest .docx with this body in raw XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in {
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="a" Type="{LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>",
            **more,
        }.items():
            packed.writestr(path, content)
    return file.getvalue()


def cell(place: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


HOSTILE = {
    "a cell at the end of the sheet": lambda: book(
        f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
    ),
    "a row too far": lambda: book(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>'),
    "a hundred thousand merged ranges": lambda: book(
        f'<row r="1">{cell("A1")}</row></sheetData><mergeCells>'
        + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
        + "</mergeCells><sheetData>"
    ),
    "a zip bomb in a sheet": lambda: book(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{" " * (300 << 20)}</t></is></c></row>'
    ),
    "a zip bomb in a text": lambda: text_file(f"<w:p><w:r><w:t>{'a' * (300 << 20)}</w:t></w:r></w:p>"),
    "a million paragraphs": lambda: text_file("<w:p/>" * 2_000_000),
    "deep elements": lambda: text_file("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    "deep elements in a sheet": lambda: book("<a>" * 100_000 + "</a>" * 100_000),
    "entities": lambda: text_file("<w:p>&a;</w:p>", prolog='<!DOCTYPE w [<!ENTITY a "aaaa">]>'),
    "an entity from a file": lambda: book("<row/>", prolog='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "a table too wide": lambda: text_file(
        "<w:tbl><w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * 200 + "</w:tr></w:tbl>"
    ),
    "a span too wide": lambda: b"<table><tr><td colspan=99999>a</td></tr></table>",
    "spans without end": lambda: b"<table>" + b"<tr><td rowspan=65000 colspan=60>a</td></tr>" * 20_000,
    "deep tags": lambda: b"<table>" + b"<div>" * 3_000_000,
    "no zip at all": lambda: b"PK\x03\x04" + b"x" * 1000,
    "bytes": lambda: bytes(range(256)) * 100,
    "nothing": lambda: b"  \n",
    "quotes that never close": lambda: ('STT\t"Nhiệm vụ' + "a" * 200_000).encode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_at_once(what):
    data = HOSTILE[what]()
    start = time.process_time()
    reading = read(data)
    assert reading.refused and not reading.tasks
    assert time.process_time() - start < 3


def test_links_and_macros_are_not_even_unpacked(monkeypatch):
    """A link to another file, a picture from the net and a macro change nothing."""
    data = io.BytesIO(excel(ANNEX, MERGED))
    with zipfile.ZipFile(data, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\x00" * 100)
        packed.writestr("xl/externalLinks/externalLink1.xml", "<!DOCTYPE x><externalLink/>")
    assert shown(read(data.getvalue())) == TASKS


def test_a_file_is_known_by_its_content_not_by_its_name():
    assert shown(read(word(ANNEX, MERGED))) == shown(read(excel(ANNEX, MERGED))) == TASKS


@pytest.mark.parametrize(
    ("data", "key", "wanted"),
    [
        (b"{\\rtf1 x}", "rich_text", ".docx"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "picture", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0\0", "old_word", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "password", ".docx"),
        (b"MIME-Version: 1.0\n\n<html>", "web_archive", ".docx"),
    ],
)
def test_what_cannot_be_read_is_told_what_to_bring_instead(data, key, wanted):
    from progress.say.languages import LANGUAGES

    with pytest.raises(Unread) as caught:
        document("x", data)
    assert caught.value.key == key
    for words in LANGUAGES.values():
        assert wanted in words.annexed(key, caught.value.values)


def test_a_thousand_rows_are_read_in_time_and_space():
    import tracemalloc

    names = ("Sở TT&TT", "Sở Nội vụ, Sở Tài chính", "UBND quận Ninh Kiều", "nt")
    rows = [
        HEADER,
        *(
            (
                n,
                f"Nhiệm vụ số {n} của thành phố",
                names[n % 4],
                "Các sở, ban, ngành; Sở KH&CN",
                f"Quý {n % 4 + 1}/2016",
                f"Sản phẩm {n}",
            )
            for n in range(1, 1001)
        ),
    ]
    for data in (excel(rows), saved_fast(rows)):
        start = time.process_time()
        assert len(read(data).tasks) == 1000
        assert time.process_time() - start < 3
    tracemalloc.start()
    read(data)
    assert tracemalloc.get_traced_memory()[1] < 150 << 20
    tracemalloc.stop()


def saved_fast(rows) -> bytes:
    """A .docx of many rows; python-docx takes a minute for it."""
    from xml.sax.saxutils import escape

    table = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{escape(str(words))}</w:t></w:r></w:p></w:tc>" for words in cells)
        + "</w:tr>"
        for cells in rows
    )
    return text_file(f"<w:p><w:r><w:t>DANH MỤC NHIỆM VỤ NĂM 2016</w:t></w:r></w:p><w:tbl>{table}</w:tbl>")
