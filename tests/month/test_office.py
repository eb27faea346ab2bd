"""The month as a workbook, slides and a text: the numbers of `summary`, nothing a formula; no day and no compression of
its own, so that the pack of a month is the same everywhere (`test_report`)."""

import io
import re
import zipfile
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.document import Document as Text
from docx.shared import Mm
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from progress.month.docx import document
from progress.month.package import canonical
from progress.month.pptx import slides
from progress.month.report import PRINTED, Contents, contents
from progress.month.xlsx import workbook
from progress.numbers.api import summary
from progress.numbers.reading import Reading
from progress.numbers.scope import Issued, Scope
from progress.say.languages import LANGUAGES, VI
from tests import cases

KNOWN = datetime(2019, 11, 15, 2, tzinfo=UTC)
NOVEMBER = Issued("2019-11", 1, date(2019, 11, 14), KNOWN, 14)
DOT = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccff0bf1e0007820281977c9a3c0000000049454e44ae426082"
)
LONG = "Nâng cao chất lượng dịch vụ công trực tuyến " * 4


def said(facts, lang: str = "vi") -> Contents:
    return contents(Reading.as_known(facts, Scope.of(NOVEMBER, lang=lang)), LANGUAGES[lang])


@pytest.fixture(scope="module")
def november(demonstrated):
    """Facts and contents of November 2019 in the demonstration."""
    return demonstrated, said(demonstrated)


@pytest.fixture(scope="module")
def files(november) -> dict[str, bytes]:
    _, made = november
    return {"xlsx": workbook(made), "pptx": slides(made), "docx": document(made, {"tong-quan": DOT})}


def numbers(facts, by: str) -> list[dict]:
    return summary(Reading.as_known(facts, Scope.of(NOVEMBER)), by)["groups"]


def sheets(package: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(package))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def deck(package: bytes) -> Deck:
    return Presentation(io.BytesIO(package))


def texts(slide) -> list[str]:
    """All that is written on a slide, in its tables and charts too."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(show: Deck) -> list:
    return [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]


def rows(text: Text) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in text.tables for row in table.rows]


def parts(package: bytes) -> dict[str, bytes]:
    """The parts of a package, of those inside it too."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        for name in packed.namelist():
            content = packed.read(name)
            found |= (
                {f"{name}/{n}": c for n, c in parts(content).items()} if name.endswith(".xlsx") else {name: content}
            )
    return found


def test_a_package_says_no_day_but_the_months_and_depends_on_no_compression(files):
    for package in files.values():
        with zipfile.ZipFile(io.BytesIO(package)) as packed:
            entries = packed.infolist()
            assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
            assert {e.compress_type for e in entries} == {zipfile.ZIP_STORED}
            assert [e.filename for e in entries[1:]] == sorted(e.filename for e in entries[1:])
            assert entries[0].filename == "[Content_Types].xml"
        properties = [content for name, content in parts(package).items() if name.endswith("docProps/core.xml")]
        for content in properties:
            days = re.findall(rb"<dcterms:\w+[^>]*>([^<]*)<", content)
            assert days and set(days) == {b"2019-11-15T02:00:00Z"}
        assert package == canonical(package, KNOWN)


def test_the_workbook_says_what_summary_says(november, files):
    facts, made = november
    sheet = sheets(files["xlsx"])
    (total,) = numbers(facts, "total")
    results = [row[1:5] for row in sheet["Kết quả chung"][5:10]]
    assert results == [
        ["Hoàn thành", total["done"], total["scope"], total["pct_done_count"]],
        ["Xong việc đến hạn", total["due_done_n"], total["due_n"], total["due_completion"]],
        ["Đúng hạn", total["on_time_n"], total["with_outcome"], total["on_time_rate"]],
        [VI.columns.overdue_n, total["overdue"], total["scope"], ""],
        [VI.overview.due_soon_n, total["due_soon"], total["scope"], ""],
    ]
    keys = ("done", "scope", "pct_done_count", "due_done_n", "due_n", "due_completion", "on_time_n", "with_outcome",
            "on_time_rate", "overdue", "max_days_overdue", "pct_done_weight", "pct_reported_weight", "pct_planned_weight")  # fmt: skip
    for name, by, column in (("Cơ quan", "agency", 4), ("Kế hoạch", "plan", 3)):
        for row, group in zip(sheet[name][5:], [*numbers(facts, by), total], strict=True):
            assert row[column - 1] == f"{group['done']}/{group['scope']}"
            for shown, key in zip(row[column : column + 14], keys, strict=True):
                assert shown == ("" if group[key] is None else pytest.approx(group[key])), key
    cells = numbers(facts, "agency,year")
    assert [row[3:6] for row in sheet["Số liệu cơ quan-năm"][5:]] == [
        [c["done"], c["scope"], c["overdue"]] for c in cells if c["scope"]
    ]
    listed = made.overdue_list.table
    for place, key in (
        (1, "title"),
        (4, "due_in_force"),
        (5, "days_overdue"),
        (6, "claim"),
    ):  # a day, a number, a share
        assert tuple(row[place] for row in sheet["Quá hạn"][5:]) == tuple("" if c is None else c for c in listed[key])
    assert len(sheet["Các mốc"]) - 5 == total["registered"]


def test_the_slides_say_what_summary_says_in_text_and_in_charts_that_can_be_edited(november, files):
    facts, made = november
    show = deck(files["pptx"])
    (total,) = numbers(facts, "total")
    first = "\n".join(texts(show.slides[0]))
    for part, whole, rate in (("done", "scope", "pct_done_count"), ("due_done_n", "due_n", "due_completion"),
                              ("on_time_n", "with_outcome", "on_time_rate")):  # fmt: skip
        assert f"{total[part]}/{total[whole]}" in first and VI.percent(total[rate]) in first
    states, curve, *bars = charts(show)
    assert sum(states.plots[0].series[0].values) == total["registered"]
    done = [value for value in curve.plots[0].series[1].values if value is not None]
    assert done[-1] == pytest.approx(total["pct_done_weight"])
    drawn = [value for chart in bars for value in chart.plots[0].series[1].values]
    groups = [*numbers(facts, "agency"), *numbers(facts, "plan")]
    assert drawn == pytest.approx([group["pct_done_weight"] or 0 for group in groups])
    counts = " ".join(label.text for chart in bars for label in chart.plots[0]._element.iter("{*}t"))
    assert all(f"{g['done']}/{g['scope']}" in counts for g in groups)
    heat = {row.cells[0].text: row.cells[len(row.cells) - 1].text for s in list(show.slides)[1:3]
            for shape in s.shapes if shape.has_table for row in shape.table.rows}  # fmt: skip
    assert heat["Sở Tư pháp"] == next(
        f"{g['done']}/{g['scope']}" for g in numbers(facts, "agency") if g["agency"] == "STP"
    )
    for slide in show.slides:
        assert made.foot in " ".join(texts(slide))
        assert slide.shapes.title.text and slide.notes_slide.notes_text_frame.text.count("\n") >= 1
        assert any(s.is_placeholder and s.placeholder_format.type.name == "SLIDE_NUMBER" for s in slide.shapes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_of_the_files_has_two_columns_of_one_name(november, lang):
    made = said(november[0], lang)
    heads = [[cell for cell in sheet[4] if cell] for sheet in sheets(workbook(made)).values() if len(sheet) > 4]
    heads += [[cell.text for cell in table.rows[0].cells] for table in Document(io.BytesIO(document(made, {}))).tables]
    for slide in deck(slides(made)).slides:
        heads += [[cell.text for cell in s.table.rows[0].cells] for s in slide.shapes if s.has_table]
    assert len(heads) > 15
    for head in heads:
        assert len(set(head)) == len(head), head


def test_the_text_says_what_summary_says_in_real_tables_under_headings(november, files):
    facts, made = november
    text = Document(io.BytesIO(files["docx"]))
    (total,) = numbers(facts, "total")
    found = rows(text)
    assert [row[1:4] for row in found if row[0] == "Xong việc đến hạn"] == [
        [str(total["due_done_n"]), str(total["due_n"]), VI.percent(total["due_completion"])]
    ]
    told = {tuple(row[1:]) for row in found}
    for by in ("agency", "plan"):
        for g in numbers(facts, by):
            counts = [
                f"{g[a]}/{g[b]}" if g[b] else ""
                for a, b in (("done", "scope"), ("due_done_n", "due_n"), ("on_time_n", "with_outcome"))
            ]
            shares = [VI.percent(g[key]) for key in ("pct_done_weight", "pct_reported_weight", "pct_planned_weight")]
            assert (*counts, str(g["overdue"]), *shares) in told
    assert made.paragraph in [p.text for p in text.paragraphs]
    headings = [p.text for p in text.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "1. Kết quả chung" and headings[-1].endswith("Cách tính")
    repeated = [
        t._tbl.tr_lst[0].trPr is not None and b"tblHeader" in t._tbl.tr_lst[0].trPr.xml.encode()
        for t in text.tables[1:]
    ]
    assert repeated and all(repeated)
    (picture,) = text.inline_shapes
    assert picture.width == Mm(165) and made.foot in picture._inline.docPr.get("descr")
    page = text.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height, page.left_margin)] == [210, 297, 30]


def test_what_was_typed_is_no_formula_link_or_number_anywhere():
    typed = ["=1+1", "+84", "-2", "@SUM(A1)", "http://a.vn/b", "007", "<b>&amp;\"'", "\t=1"]
    milestones = [
        {"milestone": f"M{n}", "agency": f"A{n}", "title_vi": t, "due": "2019-10-01"} for n, t in enumerate(typed)
    ]
    made = said(cases.facts(milestones, agencies=[{"agency": f"A{n}", "name_vi": t} for n, t in enumerate(typed)]))
    package, show, text = workbook(made), slides(made), document(made, {})
    assert [row[1] for row in sheets(package)["Quá hạn"][5:]] == typed
    behind = {
        name: content for file in (package, show) for name, content in parts(file).items() if "worksheets/sheet" in name
    }
    assert len(behind) > 10 and not any(b"<f>" in content or b"<hyperlink" in content for content in behind.values())
    on_slides = {cell.strip() for slide in deck(show).slides for cell in texts(slide)}
    in_text = {cell.strip() for row in rows(Document(io.BytesIO(text))) for cell in row}
    assert {title.strip() for title in typed} <= on_slides & in_text


def test_the_mark_stands_on_each_sheet_slide_and_chart_of_what_is_made_up_only(files):
    plain = said(cases.facts([{"milestone": "M", "due": "2019-10-01"}]))
    real = {"xlsx": workbook(plain), "pptx": slides(plain), "docx": document(plain, {})}
    for month, marked in ((files, True), (real, False)):
        everything = sheets(month["xlsx"])
        assert all(
            (row[3][0] == VI.terms.illustrative) is marked for row in ([*s[:4], [""]][:4] for s in everything.values())
        )
        drawings = [c.decode() for n, c in parts(month["xlsx"]).items() if "charts/chart" in n]
        show = deck(month["pptx"])
        drawn = [chart._chartSpace.xml for chart in charts(show)]
        said_on = ["\n".join(texts(slide)) for slide in show.slides]
        text = Document(io.BytesIO(month["docx"]))
        said_on += [p.text for section in text.sections for p in section.footer.paragraphs]
        assert drawings and drawn
        assert {VI.terms.illustrative in words for words in (*drawings, *drawn, *said_on)} == {marked}


def test_a_month_without_milestones_is_three_files_that_say_so():
    made = said(cases.facts())
    assert VI.lists.nothing_here in str(sheets(workbook(made))["Biểu đồ"])
    (slide,) = deck(slides(made)).slides
    assert made.paragraph in texts(slide)
    assert made.paragraph in [p.text for p in Document(io.BytesIO(document(made, {}))).paragraphs]


def test_many_agencies_with_long_names_stay_on_their_slides_and_the_rest_is_counted():
    many = [{"agency": f"A{n:03}", "name_vi": f"{n} {LONG}"[:171], "kind": "sở"} for n in range(245)]
    milestones = [
        {"milestone": f"M{n:03}", "agency": f"A{n:03}", "title_vi": LONG, "due": f"{1990 + n % 40}-01-31"}
        for n in range(245)
    ]
    made = said(cases.facts(milestones, agencies=many))
    show = deck(slides(made))
    for slide in show.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= show.slide_width, (shape.name, shape.width)
            assert shape.top + shape.height <= show.slide_height, shape.name
            if shape.has_table:
                tall = sum(row.height for row in shape.table.rows)
                assert shape.top + tall <= Emu(round(7.0 * 914400)), shape.name
    titles = Counter(re.sub(r" \(\d/\d\)$", "", slide.shapes.title.text) for slide in show.slides)
    assert max(titles.values()) == 3
    heat = [row.cells for s in show.slides for shape in s.shapes if shape.has_table for row in shape.table.rows]
    totals = [cells for cells in heat if cells[0].text == VI.terms.total]
    assert [cell.text.split("/")[-1].strip(" !") for cell in totals[0]][-1] == "245"
    assert (
        sum(int(cell.text.split("/")[1].strip(" !")) for cell in list(totals[0])[1:-1]) == 245
    )  # early years pooled, none lost
    everything = " ".join(word for slide in show.slides for word in texts(slide))
    listed = len(made.overdue_list.table)
    overdue = [cells for cells in heat if len(cells) == len(made.overdue_list.table.columns)]
    shown = [int(cells[0].text) for cells in overdue if cells[0].text.isdigit()]
    assert VI.report.rest.format(n=listed - max(shown)) in everything
    assert len(sheets(workbook(made))["Quá hạn"]) - 5 == listed > PRINTED
    text = Document(io.BytesIO(document(made, {})))
    assert VI.report.rest.format(n=listed - PRINTED) in [p.text for p in text.paragraphs]


def test_the_files_are_there_in_english(november):
    facts, _ = november
    made = said(facts, "en")
    assert list(sheets(workbook(made)))[:2] == ["Results", "Charts"]
    assert deck(slides(made)).slides[0].shapes.title.text.endswith("overdue")
    assert "58.6%" in str(rows(Document(io.BytesIO(document(made, {})))))
