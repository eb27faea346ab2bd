"""Every kind of file becomes the same paragraphs and grids; words that do not count are named, not read."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from models.files.annex.documents import document
from models.files.annex.grid import Unread
from tests.files.annex.papers import HEAD, add, excel, read, saved, word
from tests.files.annex.test_reading import HEADER, kinds, shown

ROWS = [
    HEADER,
    ("1", "Việc một", "Sở TT&TT", "Sở Nội vụ", "Quý I/2016", "Sổ"),
    ("2", "Việc hai", "Sở Nội vụ", "", "Quý II/2016", "Sổ"),
]
TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
            "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ).decode("latin-1"),
        strict=True,
    )
)


def titles(data: bytes, **more) -> list[str]:
    return [task.title for task in read(data, **more).tasks]


def in_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in text)


def test_what_a_tracked_change_removed_or_a_line_strikes_out_is_not_read_and_named():
    paper = docx.Document()
    table = add(paper, [*ROWS, ("3", "Việc ba", "Sở Nội vụ", "", "2016", "")])
    row = table.rows[1]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))
    due = table.rows[2].cells[4].paragraphs[0]._p
    for run in list(due.iter(qn("w:r"))):
        due.remove(run)
    for tag, part, words in (("del", "delText", "Quý II/2016"), ("ins", "t", "Quý III/2016")):
        due.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="2" w:author="a"><w:r><w:{part}>{words}</w:{part}></w:r></w:{tag}>'
            )
        )
    for cell in table.rows[3].cells:
        for run in cell.paragraphs[0].runs:
            run.font.strike = True
    table.rows[2].cells[1].paragraphs[0].add_run(" (mật)").font.hidden = True
    reading = read(saved(paper))
    assert [(t.title, t.due) for t in reading.tasks] == [("Việc hai", date(2016, 9, 30))]
    assert [(left.row, left.why) for left in reading.left_out] == [(1, "header"), (2, "deleted"), (4, "deleted")]
    named = " ".join(w.value for w in reading.warnings if w.rule == "W_HIDDEN")
    assert all(words in named for words in ("Việc một", "Quý II/2016", "(mật)", "Việc ba"))


def test_numbers_that_word_counts_by_itself_are_read():
    paper = docx.Document()
    table = add(paper, [HEADER, ("", "Việc một", "SNV", "", "2016", ""), ("", "Việc hai", "", "SNV", "2016", "")])
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = paper.styles["List Number"]
    (grid,) = document("x", saved(paper)).grids
    assert [row.cells[0].text for row in grid.rows] == ["STT", "1.", "2."]


def test_a_table_inside_a_cell_is_part_of_its_words():
    paper = docx.Document()
    table = add(paper, ROWS)
    inner = table.rows[1].cells[5].add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Máy", "5 bộ"
    reading = read(saved(paper))
    assert reading.tasks[0].product == "Sổ Máy 5 bộ" and len(reading.tasks) == 2


def test_a_table_that_goes_on_after_a_page_break_keeps_columns_and_groups():
    paper = docx.Document()
    add(paper, [HEADER, ("I", "Hạ tầng", "", "", "", ""), ("1", "Việc một", "SNV", "", "2016", "")])
    paper.add_paragraph("")
    add(
        paper,
        [
            ("2", "Việc hai", "SNV", "", "2016", ""),
            ("II", "Ứng dụng", "", "", "", ""),
            ("3", "Việc ba", "STC", "", "2016", ""),
        ],
    )
    assert [(t.title, t.section) for t in read(saved(paper)).tasks] == [
        ("Việc một", "Hạ tầng"), ("Việc hai", "Hạ tầng"), ("Việc ba", "Ứng dụng"),
    ]  # fmt: skip


def test_words_in_the_encoding_of_old_fonts_are_turned_into_unicode_and_asked_about_once():
    rows = [[in_tcvn3(str(cell)) for cell in row] for row in ROWS]
    for data in (
        word(rows, head=[in_tcvn3(line) for line in HEAD]),
        "\n".join(";".join(row) for row in rows).encode("latin-1"),
    ):
        reading = read(data)
        assert titles(data) == ["Việc một", "Việc hai"] and [t.agency for t in reading.tasks] == ["STTTT", "SNV"]
        assert kinds(reading) == ["encoding:TCVN3"]
        assert read(data, answers={"encoding:TCVN3": "yes"}).is_done


def test_vni_is_told_from_tcvn3():
    rows = (
        "STT;Nhieäm vuï;Cô quan chuû trì;Thôøi haïn hoaøn thaønh",
        "1;Nhieäm vuï öùng duïng;Sôû Taøi chính;Quyù II/2016",
    )
    reading = read("\n".join(rows).encode())
    assert shown(reading)[0][:2] == ("Nhiệm vụ ứng dụng", "STC") and kinds(reading) == ["encoding:VNI"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separated_text_is_read_with_any_mark_and_encoding(encoding, mark):
    text = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in ROWS)
    assert titles(f"PHỤ LỤC\n{text}".encode(encoding)) == ["Việc một", "Việc hai"]


def test_an_old_workbook_is_read_with_its_formats_and_without_what_is_hidden_or_struck():
    reading = read((Path(__file__).parent / "old.xls").read_bytes())
    assert [(t.title, t.agency, t.due, t.section) for t in reading.tasks] == [
        ("Việc một", "STTTT", date(2016, 9, 30), "Hạ tầng"),
        ("Việc hai", "STTTT", date(2016, 6, 30), "Hạ tầng"),
        ("Việc bốn", "STC", date(2016, 12, 31), "Hạ tầng"),
    ]
    assert {left.why for left in reading.left_out} >= {"hidden", "deleted"}


def opendocument(rows: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{space}{name}:1.0"' for name in ("office", "table", "text", "style"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="PL">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def sheet_row(*cells: str, more: str = "") -> str:
    made = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" if cell else "<table:table-cell/>"
        for cell in cells
    )
    return f'<table:table-row {more}>{made}<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'


def test_an_open_document_is_read_as_it_is_shown():
    dated = (
        "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>Việc một</text:p></table:table-cell>"
        '<table:table-cell table:number-rows-spanned="2"><text:p>SNV</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2016-06-01"><text:p>06/2016</text:p></table:table-cell></table:table-row>'
    )
    reading = read(opendocument(
        sheet_row("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn") + dated + sheet_row("2", "Việc hai", "", "2016")
        + sheet_row("3", "Việc ẩn", "SNV", "2016", more='table:visibility="collapse"')
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    ))  # fmt: skip
    assert [(t.title, t.agency, t.due) for t in reading.tasks] == [
        ("Việc một", "SNV", date(2016, 6, 30)),
        ("Việc hai", "SNV", date(2016, 12, 31)),
    ]
    assert [left.why for left in reading.left_out] == ["header", "hidden"]


def portable(rows, columns: str = "6") -> bytes:
    cells = "".join(f"[{cell}]," for row in rows for cell in row)
    return typst.compile(
        f"#set page(height: 8cm)\nPHỤ LỤC\n\n#table(columns: {columns}, {cells})".encode(), format="pdf"
    )


def test_a_pdf_with_a_drawn_table_is_read_over_its_pages():
    rows = [HEADER, *((str(n), f"Việc số {n}", "SNV", "", "Quý II/2016", "Sổ") for n in range(1, 20))]
    data = portable(rows)
    assert titles(data) == [f"Việc số {n}" for n in range(1, 20)]
    assert {t.due for t in read(data).tasks} == {date(2016, 6, 30)}


def test_a_pdf_without_text_or_without_lines_is_refused_in_a_sentence():
    for source, key in (
        ("#rect(width: 5cm)", "portable_scan"),
        ("Một trang chỉ có chữ, không có bảng nào cả.", "portable_table"),
    ):
        with pytest.raises(Unread) as caught:
            document("x", typst.compile(source.encode(), format="pdf"))
        assert caught.value.key == key


def test_a_pdf_bomb_is_refused():
    import zlib

    bomb = zlib.compress(b"\0" * (200 << 20))
    data = (
        b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode/Length "
        + str(len(bomb)).encode()
        + b">>stream\n"
        + bomb
        + b"\nendstream endobj"
    )
    with pytest.raises(Unread) as caught:
        document("x", data)
    assert caught.value.key == "too_large_unpacked"


def test_a_hidden_column_is_left_out_and_named():
    file = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("PL")
        for r, row in enumerate([(*HEADER, "Kinh phí"), ("1", "Việc một", "SNV", "", "2016", "Sổ", "5 tỷ")]):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, cell) if cell else None
        sheet.set_column(6, 6, None, None, {"hidden": True})
    reading = read(file.getvalue())
    assert any(w.key == "hidden_column" and w.value == "Kinh phí" for w in reading.warnings) and len(reading.tasks) == 1


def test_the_same_cells_are_read_in_any_order_of_parts():
    assert titles(excel(ROWS)) == titles(word(ROWS)) == ["Việc một", "Việc hai"]
