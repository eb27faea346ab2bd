"""What a file is, its content says; a hostile one is refused at once with a sentence."""

import io
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from models.files.rows import COMMAND_LINE, UPLOAD, Broken, Limits, Unreadable, sheets
from progress.say.languages import EN, VI

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
NAME = '<c r="A1" t="inlineStr"><is><t>code</t></is></c>'


def book(rows: str, prolog: str = "", strings: str = "", **more: str) -> bytes:
    """The smallest workbook: one sheet `plans` with these rows in raw XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in {
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="plans" sheetId="1" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships {PACKAGE}><Relationship Id="b" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
            **({"xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>"} if strings else {}),
            **more,
        }.items():
            packed.writestr(path, content)
    return file.getvalue()


def made(write, **options) -> bytes:
    """A workbook from xlsxwriter; `write(workbook, sheet)` fills its one sheet `plans`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as workbook:
        write(workbook, workbook.add_worksheet("plans"))
    return file.getvalue()


def rows(data: bytes, limits: Limits = UPLOAD) -> list[list[str]]:
    (sheet,) = sheets(data, limits)
    return list(sheet.rows)


def refused(data: bytes, limits: Limits = UPLOAD) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        for sheet in sheets(data, limits):
            list(sheet.rows)
    assert VI.reason(caught.value.why) and EN.reason(caught.value.why)
    return caught.value


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_encoding_and_line_ends_are_found(mark, encoding, end):
    text = end.join([f"code{mark}title", f"P1{mark}Kế hoạch"])
    assert rows(text.encode(encoding)) == [["code", "title"], ["P1", "Kế hoạch"]]


def test_a_quoted_line_break_makes_no_row_and_a_blank_row_counts():
    assert rows(b'code,title\n"P\n1",a\n\nP2,b') == [["code", "title"], ["P\n1", "a"], [], ["P2", "b"]]


def test_a_quote_that_is_never_closed_is_named_where_it_opens():
    error = refused(b'code,title\nP1,a\nP2,"b\nP3,c\n')
    assert (error.rule, error.row) == ("E_TYPE", 3)


TEXT = "Sở Nội vụ, quyết định ứng dụng công nghệ thông tin, kế hoạch tổng hợp"


def tcvn3(text: str) -> bytes:
    from models.files.rows import _TCVN3

    codes = {letter: code for code, letter in _TCVN3.items()}
    return bytes(codes[c] if c in codes else ord(c) for c in text)


def cp1258(text: str) -> bytes:
    """Windows-1258 keeps the tone as a letter of its own after the vowel."""
    import unicodedata

    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        out += "".join((rest, *tones)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (cp1258(TEXT), "cp1258"),
        (tcvn3(TEXT), "TCVN3"),
        ("café,résumé à Zürich".encode("cp1252"), "windows-1252"),
        (TEXT.encode("utf-16-le"), "UTF-16 không có BOM"),
        (TEXT.encode()[:30] + b"\xff" + TEXT.encode()[30:], "UTF-8 hỏng"),
    ],
)
def test_another_encoding_is_refused_by_its_name(data, found):
    error = refused(b"code,title\n" + data if b"\0" not in data else data)
    assert (error.rule, error.value) == ("E_ENCODING", found)
    assert found in VI.reason(error.why)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 3000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(600)],
)  # fmt: skip
def test_what_is_no_csv_or_xlsx_is_refused_whatever_its_name(data):
    assert refused(data).rule == "E_TYPE"


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
    assert refused(file.getvalue()).rule == "E_TYPE"


def test_cells_come_as_a_person_would_type_them():
    def write(workbook, sheet):
        day, percent, month, year = (
            workbook.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "0%", "mmm-yy", '"Năm "yyyy')
        )
        sheet.write_row(0, 1, ["code", 2016, 12.5, True])
        sheet.write_datetime(2, 1, datetime(2016, 6, 5), day)
        sheet.write_number(2, 2, 0.07, percent)
        sheet.write_datetime(2, 3, datetime(2025, 6, 1), month)
        sheet.write_datetime(2, 4, datetime(2016, 1, 1), year)
        sheet.write_formula(3, 1, "=1+1", None, 2)

    assert rows(made(write)) == [
        ["", "code", "2016", "12.5", "TRUE"],
        ["", "", "", "", ""],
        ["", "2016-06-05", "7%", "06/2025", "2016"],
        ["", "2", "", "", ""],
    ]


def test_a_formula_without_a_value_is_not_an_empty_cell():
    def write(_, sheet):
        sheet.write_row(0, 0, ["code", "title"])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")

    cell = rows(made(write))[1][0]
    assert isinstance(cell, Broken) and cell == "#DIV/0!"
    (row,) = rows(book(f'<row r="1">{NAME}<c r="B1"><f>A1</f></c></row>'))
    assert isinstance(row[1], Broken)


def test_a_format_on_an_empty_cell_far_away_is_no_cell():
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows(book(f'<row r="1">{NAME}</row>{far}')) == [["code"]]


@pytest.mark.parametrize(
    "data",
    [
        book(f'<row r="1">{NAME}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        book(f'<row r="1">{NAME}</row><row r="300002"><c r="A300002"><v>1</v></c></row>'),
        book(f'<row r="1">{NAME}<c r="BM1"><v>1</v></c></row>'),
        book(f'<row r="1">{NAME}</row><row r="300000"><c r="BL300000"><v>1</v></c></row>'),
        book("".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 20_000)), strings=f"<si><t>{'x' * 30_000}</t></si>"),
        book(f'<row r="1">{NAME}</row>' + " " * (51 * 2**20)),
    ],
    ids=["last cell", "rows", "columns", "nearly empty", "one long text many times", "unpacked size"],
)  # fmt: skip
def test_a_small_workbook_that_would_grow_large_is_refused_at_once(data):
    started = time.process_time()
    assert refused(data).rule == "E_SIZE"
    assert time.process_time() - started < 3
    assert len(data) < 250_000


def test_the_last_cell_of_a_sheet_costs_no_memory(tmp_path):
    path = tmp_path / "far.xlsx"
    path.write_bytes(book(f'<row r="1">{NAME}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    code = (
        "import re, sys; from pathlib import Path; from models.files.rows import *\n"
        "try: [list(s.rows) for s in sheets(Path(sys.argv[1]).read_bytes(), UPLOAD)]\n"
        "except Unreadable as e: print(e.rule, *re.findall('VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text()))"
    )
    answer = subprocess.run([sys.executable, "-c", code, path], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)  # fmt: skip
    rule, kilobytes = answer.stdout.split()
    assert rule == "E_SIZE" and int(kilobytes) < 200_000


def test_a_doctype_is_refused():
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    error = refused(book(f'<row r="1">{NAME}</row>', prolog=bomb))
    assert error.rule == "E_TYPE" and "DOCTYPE" in VI.reason(error.why)


def test_the_size_a_zip_declares_is_not_believed():
    data = bytearray(book(f'<row r="1">{NAME}</row>' + " " * (51 * 2**20)))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"sheet1.xml"))
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert refused(bytes(data)).rule in ("E_SIZE", "E_TYPE")


def test_a_file_over_the_limit_is_refused_unread():
    assert refused(b"x" * (5 * 2**20 + 1)).rule == "E_SIZE"
    assert rows(b"x" * 10, COMMAND_LINE) == [["x" * 10]]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.integers(0, 1500).flatmap(lambda n: st.binary(min_size=1, max_size=3).map(lambda b: (n, b)))
)
def test_any_bytes_are_rows_or_a_refusal(data):
    """Bytes at random, and a good workbook with some bytes changed."""
    if isinstance(data, tuple):
        place, piece = data
        whole = book(f'<row r="1">{NAME}<c r="B1"><v>1</v></c></row>')
        data = whole[:place] + piece + whole[place + len(piece) :]
    try:
        for sheet in sheets(data, UPLOAD):
            assert all(isinstance(cell, str) for row in sheet.rows for cell in row)
    except Unreadable as error:
        assert error.rule.startswith("E_") and VI.reason(error.why) and EN.reason(error.why)
