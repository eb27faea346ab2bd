"""Annexes as offices write them, made from one table: as Word, Excel, a page, and text with tabs.

A table is rows of cells; `merged` are ranges (first row, first column, last row, last column), from 0, of which the first
cell's words count.
"""

import html
import io
from collections.abc import Sequence

import docx
import xlsxwriter

from models.files.annex import reading
from models.files.annex.agencies import Office
from models.files.annex.known import Known, Plan

Rows = Sequence[Sequence[object]]
Range = tuple[int, int, int, int]

LETTERHEAD = ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
HEAD = (
    "PHỤ LỤC",
    "DANH MỤC NHIỆM VỤ NĂM 2016",
    "(Ban hành kèm theo Kế hoạch số 7/KH-UBND ngày 12 tháng 01 năm 2016 của Ủy ban nhân dân thành phố Cần Thơ)",
)
FOOT = ("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn A")
OFFICES = (
    Office("STTTT", ("Sở Thông tin và Truyền thông thành phố Cần Thơ",), "sở"),
    Office("SNV", ("Sở Nội vụ thành phố Cần Thơ",), "sở"),
    Office("SNGV", ("Sở Ngoại vụ thành phố Cần Thơ",), "sở"),
    Office("STC", ("Sở Tài chính thành phố Cần Thơ",), "sở"),
    Office("SKHDT", ("Sở Kế hoạch và Đầu tư thành phố Cần Thơ",), "sở"),
    Office("SKHCN", ("Sở Khoa học và Công nghệ thành phố Cần Thơ",), "sở"),
    Office("SVHTTDL", ("Sở Văn hóa, Thể thao và Du lịch thành phố Cần Thơ",), "sở"),
    Office("SLDTBXH", ("Sở Lao động - Thương binh và Xã hội thành phố Cần Thơ",), "sở"),
    Office("VPUBND", ("Văn phòng Ủy ban nhân dân thành phố Cần Thơ",), "cơ quan ngang sở"),
    Office("BQL", ("Ban Quản lý các khu chế xuất và công nghiệp Cần Thơ",), "cơ quan ngang sở"),
    Office("QNK", ("Ủy ban nhân dân quận Ninh Kiều",), "quận"),
    Office("QBT", ("Ủy ban nhân dân quận Bình Thủy",), "quận"),
    Office("HPD", ("Ủy ban nhân dân huyện Phong Điền",), "huyện"),
    Office("UBND", ("Ủy ban nhân dân thành phố Cần Thơ",), "ủy ban nhân dân thành phố"),
)
KNOWN = Known(OFFICES, {"KH7": Plan("KH7", "Kế hoạch năm 2016", "7/KH-UBND")})


def read(*files: bytes, plan: str = "KH7", known: Known = KNOWN, answers=None, **more) -> reading.Reading:
    """A reading of files that have no name to go by."""
    return reading.read([(f"tệp {number}", data) for number, data in enumerate(files, 1)], plan, known, answers, **more)


def word(rows: Rows, merged: Sequence[Range] = (), head: Sequence[str] = HEAD, foot: bool = True) -> bytes:
    """A .docx with letterhead and signature in tables of their own."""
    paper = docx.Document()
    top = paper.add_table(1, 2)
    for cell, words in zip(top.rows[0].cells, LETTERHEAD, strict=True):
        cell.text = words
    for line in head:
        paper.add_paragraph(line)
    add(paper, rows, merged)
    paper.add_paragraph("Ghi chú: giao các cơ quan thực hiện.")
    if foot:
        bottom = paper.add_table(1, 2)
        for cell, words in zip(bottom.rows[0].cells, FOOT, strict=True):
            cell.text = words
    return saved(paper)


def add(paper, rows: Rows, merged: Sequence[Range] = ()):
    """The table put at the end of a Word file."""
    table = paper.add_table(len(rows), max(map(len, rows)))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.text = str(words)
    for top, left, bottom, right in merged:
        words = str(rows[top][left])
        table.cell(top, left).merge(table.cell(bottom, right)).text = words
    return table


def saved(paper) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def excel(
    rows: Rows, merged: Sequence[Range] = (), head: Sequence[str] = HEAD, foot: bool = True, hidden: Sequence[int] = ()
) -> bytes:
    """A .xlsx with letterhead, title and signature around the table, which begins in row len(head) + 4."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet(book, "Phụ lục", rows, merged, head, foot, hidden)
    return file.getvalue()


def sheet(book, name: str, rows: Rows, merged=(), head=HEAD, foot=True, hidden=()) -> None:
    """One sheet of it."""
    made = book.add_worksheet(name)
    width = max(map(len, rows))
    made.merge_range(0, 0, 0, 1, LETTERHEAD[0])
    made.merge_range(0, 2, 0, width - 1, LETTERHEAD[1])
    for place, line in enumerate(head, 2):
        made.merge_range(place, 0, place, width - 1, line)
    start = len(head) + 3
    anchors = {(top, left): (bottom, right) for top, left, bottom, right in merged}
    covered = {(r, c) for t, le, b, ri in merged for r in range(t, b + 1) for c in range(le, ri + 1)} - set(anchors)
    for r, cells in enumerate(rows):
        for c, words in enumerate(cells):
            if (r, c) in anchors:
                bottom, right = anchors[r, c]
                made.merge_range(start + r, c, start + bottom, right, words)
            elif (r, c) not in covered and words != "":
                made.write(start + r, c, words) if isinstance(words, int | float) else made.write_string(
                    start + r, c, words
                )
        if r in hidden:
            made.set_row(start + r, None, None, {"hidden": True})
    if foot:
        made.write_string(start + len(rows) + 1, 1, "Nơi nhận:")
        made.write_string(start + len(rows) + 1, width - 1, "TM. ỦY BAN NHÂN DÂN")
        made.write_string(start + len(rows) + 2, 1, "- Như trên;")


def page(rows: Rows, merged: Sequence[Range] = (), head: Sequence[str] = HEAD) -> bytes:
    """The table as a browser copies it."""
    anchors = {(top, left): (bottom, right) for top, left, bottom, right in merged}
    covered = {(r, c) for t, le, b, ri in merged for r in range(t, b + 1) for c in range(le, ri + 1)} - set(anchors)
    made = [f"<p>{html.escape(line)}</p>" for line in head] + ["<table>"]
    for r, cells in enumerate(rows):
        made.append("<tr>")
        for c in range(max(map(len, rows))):
            if (r, c) in covered:
                continue
            words = html.escape(str(cells[c])).replace("\n", "<br>") if c < len(cells) else ""
            bottom, right = anchors.get((r, c), (r, c))
            made.append(f"<td rowspan={bottom - r + 1} colspan={right - c + 1}><p>{words}</p></td>")
        made.append("</tr>")
    return "\n".join([*made, "</table>"]).encode()


def tabs(rows: Rows, merged: Sequence[Range] = (), head: Sequence[str] = HEAD) -> bytes:
    """The table as Excel puts it on the clipboard: merged cells have their words once."""
    covered = {
        (r, c) for t, le, b, ri in merged for r in range(t, b + 1) for c in range(le, ri + 1) if (r, c) != (t, le)
    }

    def cell(r: int, c: int, words: object) -> str:
        text = "" if (r, c) in covered else str(words)
        return '"' + text.replace('"', '""') + '"' if set(text) & set('\n\t"') else text

    lines = [*head, *("\t".join(cell(r, c, words) for c, words in enumerate(cells)) for r, cells in enumerate(rows))]
    return "\n".join(lines).encode()
