"""An agency's workbook goes out, comes back filled in by whatever program, and changes exactly what was shown."""

import csv
import io
import re
import subprocess
import sys
import time
import zipfile
from datetime import date, timedelta
from html import escape

import pytest
from sqlalchemy import insert, update

from models.changes import agency_workbook, reports
from models.changes.agency_workbook import comparison
from models.changes.reports import NotSaved
from models.store.database import writing
from models.store.tables import Account, Extension
from progress.numbers.facts import facts
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.say.languages import EN, VI
from progress.send.agency_workbook import file_name, preview, workbook
from progress.show.tables import findings_table
from progress.show.update import owed
from tests.cases import facts as made_facts
from tests.cases import scope
from tests.changes import test_reports
from tests.changes.test_reports import (
    COORDINATOR,
    DIRECTOR,
    NOW,
    ONE_DATABASE,
    OTHER,
    TODAY,
    count,
    save,
    stands,
    version,
)
from tests.changes.test_reports import filled as reported
from tests.conftest import ROOT
from tests.files.test_rows import LINKS, MAIN, PACKAGE, TEXT, cp1258, tcvn3

city = test_reports.city
BEFORE = TODAY - timedelta(days=40)
HEADER = [
    "Mã mốc",
    "Tình trạng mới",
    "% mới",
    "Ngày hoàn thành",
    "Giá trị đo được",
    "Số văn bản",
    "Diễn giải",
    "Phiên bản",
]


def downloaded(engine, agency="A", words=VI) -> bytes:
    known = facts(engine)
    rows = owed(standing(known, Scope.on(TODAY, NOW, agencies=(agency,))))
    return workbook(rows, known, {"P": "Kế hoạch"}, "Sở A", words, NOW)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def packed(contents: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in contents.items():
            out.writestr(name, content)
    return file.getvalue()


def typed(data: bytes, **cells) -> bytes:
    """The workbook with these cells filled in as a spreadsheet program would, their formats kept: H3="Hoàn thành"."""
    contents = parts(data)
    sheet = contents["xl/worksheets/sheet1.xml"]
    for place, value in cells.items():
        text = isinstance(value, str)
        held = f"<is><t>{escape(value)}</t></is>" if text else f"<v>{value}</v>"
        kind = ' t="inlineStr"' if text else ""
        sheet, n = re.subn(rf'<c r="{place}"( s="\d+")/>', rf'<c r="{place}"\1{kind}>{held}</c>', sheet)
        assert n == 1, place
    return packed({**contents, "xl/worksheets/sheet1.xml": sheet})


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def foreign(*rows: list, shared: bool = False, styles: str = "", header=HEADER, above: int = 0) -> bytes:
    """A workbook as other programs write it: text in the cells or shared, no styles unless given, rows from `above` on.

    A cell: text; a number; (number, style); None = not there.
    """
    strings: list[str] = []

    def cell(place: str, value) -> str:
        if value is None:
            return ""
        if isinstance(value, str) and shared:
            strings.append(f"<si><t xml:space='preserve'>{escape(value)}</t></si>")
            return f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>'
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        number, style = value if isinstance(value, tuple) else (value, None)
        return f'<c r="{place}"{"" if style is None else f" s={chr(34)}{style}{chr(34)}"}><v>{number}</v></c>'

    lines = [
        f'<row r="{n}">{"".join(cell(f"{chr(65 + i)}{n}", value) for i, value in enumerate(row))}</row>'
        for n, row in enumerate([header, *rows], 1 + above)
    ]
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = {"s1": "worksheets/sheet1.xml", "s2": "sharedStrings.xml", "s3": "styles.xml"}
    kinds = {"s1": "worksheet", "s2": "sharedStrings", "s3": "styles"}
    there = ["s1", *(["s2"] if shared else []), *(["s3"] if styles else [])]
    tied = "".join(f'<Relationship Id="{i}" Type="{LINKS}/{kinds[i]}" Target="{links[i]}"/>' for i in there)
    assert rels in PACKAGE
    return packed(
        {
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="Trang tính1" sheetId="1" r:id="s1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships {PACKAGE}>{tied}</Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>",
            **({"xl/sharedStrings.xml": f"<sst {MAIN}>{''.join(strings)}</sst>"} if shared else {}),
            **({"xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>"} if styles else {}),
        }
    )


def compared(engine, data: bytes, who=DIRECTOR, now=NOW, file="bang.xlsx"):
    return comparison(engine, who, agency_workbook.returned(data, file), reported_on=now.date(), now=now)


def written(engine, data: bytes, who=DIRECTOR, now=NOW, token="t") -> int:
    """What the file wrote, after it was found without error."""
    found = compared(engine, data, who, now)
    assert found.errors == found.questions == ()
    return len(reports.report(engine, who, [c.report for c in found.changes], token=token, now=now).lines)


def named(engine, data: bytes, who=DIRECTOR) -> list[tuple]:
    """(row, column, rule) of every bad cell; nothing may be written with one."""
    before = count(engine)
    found = compared(engine, data, who)
    assert all(VI.reason(f.why) and EN.reason(f.why) for f in found.errors) and count(engine) == before
    return [(f.row, f.column, f.rule) for f in found.errors]


# Out and back ------------------------------------------------------------------------------------------------------------


def test_what_was_filled_in_is_written_and_an_empty_status_is_no_change(city):
    data = typed(downloaded(city), H3="Hoàn thành", J3=serial(date(2019, 10, 30)), L3="70/KH-UBND", M3="Đã bàn giao")
    found = compared(city, data)
    assert (len(found.changes), found.unchanged, found.blank) == (1, 0, 1)
    assert written(city, data) == 1
    row = stands(city)
    assert (row["status"], row["done_on"].date(), row["evidence"]) == ("done", date(2019, 10, 30), "70/KH-UBND")
    assert stands(city, "M2")["status"] == "not_started"


def test_the_same_file_again_changes_nothing_also_on_another_day(city):
    data = typed(downloaded(city), H3="Hoàn thành", J3=serial(date(2019, 10, 30)), H4="Đang thực hiện", I4=40, K4=12.5)
    assert written(city, data) == 2
    for later in (timedelta(0), timedelta(days=3)):
        found = compared(city, data, now=NOW + later)
        assert (found.changes, found.unchanged, found.errors) == ((), 2, ())
    assert count(city) == 2


def test_a_row_that_says_what_stood_before_is_this_periods_report(city):
    save(city, reported(city, percent=60, reported_on=BEFORE))
    data = typed(downloaded(city), H3="Đang thực hiện", I3=60)
    assert written(city, data, token="u") == 1 and count(city) == 2


def test_percent_value_and_document_left_empty_stay_as_they_are(city):
    save(city, reported(city, percent=60, value=7.5, evidence="1/KH"))
    data = typed(downloaded(city), H4="Đang thực hiện", M4="Chờ nghiệm thu")
    assert written(city, data, token="u") == 1
    row = stands(city)
    assert (row["percent"], row["value"], row["evidence"]) == (60, 7.5, "1/KH")


def test_a_milestone_somebody_updated_meanwhile_is_stale_and_no_row_is_written(city):
    data = typed(downloaded(city), H3="Đang thực hiện", I3=10, H4="Đang thực hiện", I4=20)
    save(city, reported(city, percent=50))
    assert named(city, data) == [(3, "Mã mốc", "E_STALE")]
    assert count(city) == 1


def test_an_extension_meanwhile_makes_a_row_stale_even_where_it_says_what_stands(city):
    save(city, reported(city, percent=60, reported_on=BEFORE))
    data = typed(downloaded(city), H3="Đang thực hiện", I3=60)
    with writing(city) as connection:
        row = {"milestone_id": 1, "decided_on": TODAY, "new_due": date(2020, 1, 31), "recorded_at": NOW}
        connection.execute(insert(Extension), row)
    assert named(city, data) == [(3, "Mã mốc", "E_STALE")]


def test_after_an_undo_the_file_is_stale_not_silently_passed_over(city):
    data = typed(downloaded(city), H3="Đang thực hiện", I3=10)
    written(city, data)
    reports.withdraw(city, DIRECTOR, [1], now=NOW)
    assert named(city, data) == [(3, "Mã mốc", "E_STALE")]


def test_another_agencys_row_is_refused_by_name(city):
    data = typed(downloaded(city, "B"), H3="Đang thực hiện")
    assert named(city, data) == [(3, "Mã mốc", "E_RIGHT")]
    assert named(city, data, OTHER) == []


def test_a_right_withdrawn_after_the_preview_refuses_the_write(city):
    found = compared(city, typed(downloaded(city), H3="Đang thực hiện"))
    with writing(city) as connection:
        connection.execute(update(Account).where(Account.id == 1).values(agency_id=2))
    with pytest.raises(NotSaved) as refused:
        reports.report(city, DIRECTOR, [c.report for c in found.changes], token="t", now=NOW)
    kept = agency_workbook.returned(b"", "bang.xlsx")
    kept.rows = [agency_workbook.Row(3, "M1", {})]
    assert [(f.row, f.rule) for f in agency_workbook.findings(kept, found.changes, refused.value.problems)] == [
        (3, "E_RIGHT")
    ]
    assert count(city) == 0


def test_what_seldom_is_meant_is_asked_first(city):
    save(city, reported(city, percent=60))
    found = compared(city, typed(downloaded(city), H4="Đang thực hiện", I4=20))
    assert [(f.row, f.column, f.rule) for f in found.questions] == [(4, "% mới", "A_FELL")] and found.errors == ()


@ONE_DATABASE
def test_every_bad_cell_is_named_and_nothing_is_written(city):
    data = typed(
        downloaded(city), H3="Xong", I3=140, J3="6/2019", K3="nhiều", H4="Hoàn thành", M4="x" * 2001
    )  # fmt: skip
    assert named(city, data) == [
        (3, "Tình trạng mới", "E_STATUS"), (3, "% mới", "E_PERCENT"), (3, "Ngày hoàn thành", "E_DATE"),
        (3, "Giá trị đo được", "E_TYPE"), (4, "Diễn giải", "E_SIZE"),
    ]  # fmt: skip


@ONE_DATABASE
@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"H3": "Hoàn thành"}, "Ngày hoàn thành", "E_MISSING"),
        ({"H3": "Hoàn thành", "J3": serial(date(2019, 11, 13))}, "Ngày hoàn thành", "E_DATE"),
        ({"H3": "Đang thực hiện", "J3": serial(date(2019, 11, 1))}, "Ngày hoàn thành", "E_STATUS"),
        ({"I3": 50}, "Tình trạng mới", "E_MISSING"),
        ({"H3": "Hủy bỏ"}, "Tình trạng mới", "E_RIGHT"),
    ],
)
def test_a_contradiction_is_named_at_its_cell(city, cells, column, rule):
    assert named(city, typed(downloaded(city), **cells)) == [(3, column, rule)]


@ONE_DATABASE
def test_the_preview_says_what_stands_and_what_it_becomes(city):
    save(city, reported(city, percent=60))
    data = typed(downloaded(city), H3="Hoàn thành", J3=serial(date(2019, 10, 30)), H4="Đang thực hiện", I4=80, K4=7.5)
    table = preview(compared(city, data).changes, {"M1": "Mốc một"}, VI)
    assert table.labels(VI) == ["Dòng", "Nội dung nhiệm vụ", "Đang là", "Sẽ là", "Mã"]
    assert table.rows == [
        (3, "M2", "Chưa báo cáo", "Hoàn thành · 30/10/2019", "M2"),
        (4, "Mốc một", "Đang thực hiện · 60,0%", "Đang thực hiện · 80,0% · 7,5", "M1"),
    ]


@ONE_DATABASE
def test_an_english_table_comes_back_in_english(city):
    data = typed(downloaded(city, words=EN), H3="In progress", I3=40)
    assert named(city, typed(downloaded(city, words=EN), H3="Finished")) == [(3, "New status", "E_STATUS")]
    assert written(city, data) == 1


# What the workbook is ------------------------------------------------------------------------------------------------------


@ONE_DATABASE
def test_only_the_cells_to_fill_in_are_open_and_the_version_is_hidden(city):
    contents = parts(downloaded(city))
    sheet, styles = contents["xl/worksheets/sheet1.xml"], contents["xl/styles.xml"]
    assert "<sheetProtection" in sheet and "password" not in sheet
    formats = styles.split("<cellXfs")[1].split("</cellXfs>")[0].split("<xf ")[1:]
    open_styles = [i for i, form in enumerate(formats) if 'locked="0"' in form]
    cells = dict(re.findall(r'<c r="([A-Z]+3)" s="(\d+)"', sheet))
    assert {place[0] for place, style in cells.items() if int(style) in open_styles} == set("HIJKLM")
    assert 'min="14" max="14"' in sheet and 'hidden="1"' in sheet
    assert 'topLeftCell="D3"' in sheet and 'state="frozen"' in sheet


@ONE_DATABASE
def test_the_cells_to_fill_in_are_checked_while_one_types(city):
    sheet = parts(downloaded(city))["xl/worksheets/sheet1.xml"]
    assert '"Chưa thực hiện,Đang thực hiện,Hoàn thành"' in sheet.replace("&quot;", '"')
    rules = {place: rule for rule, place in re.findall(r'<dataValidation type="(\w+)"[^>]*sqref="([A-Z]+)3:', sheet)}
    assert rules == {"H": "list", "I": "decimal", "J": "date", "K": "decimal", "L": "textLength", "M": "textLength"}


@pytest.mark.parametrize("title", ["=1+1", "+1", "@SUM(A1)", "-1", "=HYPERLINK(1)", "http://x.vn"])
def test_stored_text_never_becomes_a_formula_or_a_link(title):
    known = made_facts([{"milestone": "m", "due": "2016-06-30", "title_vi": title}])
    rows = owed(standing(known, scope("2016-05-01")))
    contents = parts(workbook(rows, known, {"P": title}, title, VI, NOW))
    sheet = contents["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert f"<t>{escape(title)}</t>" in contents["xl/sharedStrings.xml"]


@ONE_DATABASE
def test_a_table_of_made_up_rows_says_so_inside(city):
    assert VI.terms.illustrative not in parts(downloaded(city))["xl/sharedStrings.xml"]
    known = made_facts([{"milestone": "m", "due": "2016-06-30", "basis": "illustrative"}])
    rows = owed(standing(known, scope("2016-05-01")))
    assert VI.terms.illustrative in parts(workbook(rows, known, {}, "A", VI, NOW))["xl/sharedStrings.xml"]


def test_rows_not_yet_updated_come_first_and_what_is_closed_not_at_all():
    known = made_facts(
        [{"milestone": m, "due": due} for m, due in (("a", "2016-06-30"), ("b", "2016-07-31"), ("c", None), ("d", "2016-07-01"))],
        [{"milestone": "a", "reported_on": "2016-05-02", "status": "in_progress"},
         {"milestone": "d", "reported_on": "2016-05-02", "status": "done"}],
    )  # fmt: skip
    assert owed(standing(known, scope("2016-05-20")))["milestone"].tolist() == ["b", "c", "a"]


def test_a_file_is_named_for_its_agency_day_and_revision():
    names = {file_name(a, NOW + timedelta(days=d), r) for a in ("A/B", "A") for d in (0, 1) for r in (7, 8)}
    assert len(names) == 8 and "A%2FB_2019-11-12_r7.xlsx" in names


# Other programs ------------------------------------------------------------------------------------------------------------


@ONE_DATABASE
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(
    "day", ["30/10/2019", "2019-10-30", serial(date(2019, 10, 30)), (serial(date(2019, 10, 30)), 1)]
)
def test_other_programs_files_say_the_same(city, shared, day):
    """Text in the cell or shared; a day as text, as a bare serial number, as a date; empty rows; a title above."""
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>' if isinstance(day, tuple) else ""
    data = foreign(
        [None] * 3, ["M1", "hoàn thành", None, day, None, "70/KH-UBND", None, version(city)], [], [""] * 8, shared=shared,
        styles=styles, above=2,
    )  # fmt: skip
    assert written(city, data) == 1
    row = stands(city)
    assert (row["done_on"].date(), row["evidence"]) == (date(2019, 10, 30), "70/KH-UBND")


@ONE_DATABASE
@pytest.mark.parametrize(
    ("claim", "says"), [(0.5, 0.5), ((0.5, 1), 50), ("50%", 50), ("12,5", 12.5), (100, 100), ("0", 0)]
)
def test_a_percent_is_what_its_cell_shows(city, claim, says):
    data = foreign(
        ["M1", "Đang thực hiện", claim, None, None, None, None, version(city)],
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>',
    )
    assert written(city, data) == 1 and stands(city)["percent"] == says


@ONE_DATABASE
@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_a_csv_file_says_the_same(city, mark, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(
        [
            ["Sở A: các mốc, ngày 12/11/2019", *[""] * 7],  # the title above the header, as a spreadsheet saves it
            HEADER,
            ["M1", "Hoàn thành", "", "30/10/2019", "12,5", "'=70/KH", "x", version(city)],
            [""] * 8,
        ]
    )
    data = out.getvalue().encode(encoding)
    assert written(city, data) == 1
    assert stands(city)[["value", "evidence"]].tolist() == [12.5, "=70/KH"]


@ONE_DATABASE
def test_a_serial_number_is_a_day_only_where_a_day_is_asked_for(city):
    assert named(city, foreign(["M1", "Hoàn thành", None, 201910, None, None, None, version(city)])) == [
        (2, "Ngày hoàn thành", "E_DATE")
    ]


@ONE_DATABASE
def test_a_lost_version_is_named_for_the_table_or_for_its_row(city):
    row = ["M1", "Đang thực hiện", 10, None, None, None, None]
    assert named(city, foreign(row, header=HEADER[:7])) == [(1, "", "E_HEADER")]
    (error,) = compared(city, foreign(row, header=HEADER[:7])).errors
    assert "Phiên bản" in VI.reason(error.why) and "Version" in EN.reason(error.why)
    assert named(city, foreign(row)) == [(2, "Phiên bản", "E_MISSING")]
    assert named(city, foreign([*row, "1.2"])) == [(2, "Phiên bản", "E_STALE")]
    assert named(city, foreign([*row, "9.9.9.9"])) == [(2, "Mã mốc", "E_STALE")]


@ONE_DATABASE
def test_what_a_row_names_must_be_there_and_once(city):
    row = ["Đang thực hiện", 10, None, None, None, None, version(city)]
    assert named(city, foreign(["M1", *row], ["M1", *row], ["X", *row], [None, *row])) == [
        (3, "Mã mốc", "E_DUP_CODE"), (4, "Mã mốc", "E_REF_MILESTONE"), (5, "Mã mốc", "E_MISSING"),
    ]  # fmt: skip


def test_the_coordinator_may_bring_rows_of_several_agencies(city):
    line = [None] * 5
    data = foreign(["M1", "Đang thực hiện", *line, version(city)], ["N", "Đang thực hiện", *line, version(city, "N")])
    assert named(city, data) == [(3, "Mã mốc", "E_RIGHT")]
    assert written(city, data, COORDINATOR) == 2


# Files that mean harm ------------------------------------------------------------------------------------------------------

_GOOD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã mốc</t></is></c></row>'


def _sheet(rows: str, **more: str) -> bytes:
    contents = parts(foreign())
    contents["xl/worksheets/sheet1.xml"] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return packed({**contents, **more})


def _formula(seen: str = "0.0.0.1") -> bytes:
    data = parts(foreign(["M1", "Đang thực hiện", None, None, None, None, None, seen]))
    sheet = data["xl/worksheets/sheet1.xml"]
    data["xl/worksheets/sheet1.xml"] = sheet.replace('<c r="H2"', '<c r="C2"><f>1+1</f></c><c r="H2"')
    return packed(data)


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)  # .xls; also any workbook with a password
HOSTILE = {
    "bomb": (lambda: _sheet(_GOOD + " " * 60_000_000), "E_SIZE"),
    "bomb of strings": (lambda: _sheet(_GOOD, **{"xl/sharedStrings.xml": f"<sst {MAIN}>{'<si><t>' + 'a' * 60_000_000 + '</t></si>'}</sst>"}), "E_SIZE"),
    "dense": (lambda: _sheet("".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 30 + "</row>" for n in range(1, 40_000))), "E_SIZE"),
    "last cell": (lambda: _sheet(_GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "E_SIZE"),
    "long": (lambda: foreign(*[["M1"]] * 1_200), "E_SIZE"),
    "heavy": (lambda: b"a" * (5 * 2**20 + 1), "E_SIZE"),
    "long cell": (lambda: foreign(["M" * 300, "Đang thực hiện"]), "E_SIZE"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "E_TYPE"),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "E_TYPE"),
    "old or locked": (lambda: _OLD, "E_TYPE"),
    "truncated": (lambda: foreign(["M1"] * 8)[:-200], "E_TYPE"),
    "no workbook": (lambda: packed({"word/document.xml": "<document/>"}), "E_TYPE"),
    "doctype": (lambda: packed({**parts(foreign()), "xl/worksheets/sheet1.xml": '<!DOCTYPE z [<!ENTITY a "b">]><worksheet/>'}), "E_TYPE"),
    "formula without a value": (_formula, "E_TYPE"),
    "open quote": (lambda: ",".join(HEADER).encode() + b'\nM1,"a\n', "E_TYPE"),
    "control character": (lambda: (",".join(HEADER) + "\nM\x011,Hoàn thành,,,,,,1.0.0.1").encode(), "E_TYPE"),
    "cp1258": (lambda: cp1258(TEXT), "E_ENCODING"),
    "TCVN3": (lambda: tcvn3(TEXT), "E_ENCODING"),
    "UTF-16 without its mark": (lambda: TEXT.encode("utf-16-le"), "E_ENCODING"),
    "empty": (lambda: b"", "E_HEADER"),
    "another table": (lambda: "mã,tên\nA,Sở A".encode(), "E_HEADER"),
    "a column twice": (lambda: foreign(header=[*HEADER, "% mới"]), "E_HEADER"),
}  # fmt: skip


@ONE_DATABASE
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_sentence_within_three_seconds_and_no_row(city, name):
    make, rule = HOSTILE[name]
    data = make()
    started = time.process_time()  # the clock is also that of whatever else runs
    found = compared(city, data)
    assert time.process_time() - started < 3
    assert found.errors[0].rule == rule and VI.reason(found.errors[0].why) and EN.reason(found.errors[0].why)
    assert len(findings_table(found.errors, VI)) >= 1 and found.changes == () and count(city) == 0


@ONE_DATABASE
@pytest.mark.parametrize("more", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "customUI/customUI.xml"])
def test_macros_and_links_outside_are_left_unread(city, more):
    data = foreign(["M1", "Đang thực hiện", 10, None, None, None, None, version(city)])
    assert written(city, packed({**parts(data), more: "<externalLink/>"})) == 1


@pytest.mark.parametrize("name", ["bomb", "dense"])
def test_a_file_that_would_grow_large_costs_no_memory(tmp_path, name):
    path = tmp_path / "worst.xlsx"
    path.write_bytes(HOSTILE[name][0]())
    code = (
        "import re, sys; from pathlib import Path; from models.changes.agency_workbook import returned\n"
        "found = returned(Path(sys.argv[1]).read_bytes(), 'x')\n"
        "print(found.errors[0].rule, *re.findall('VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text()))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    rule, kilobytes = done.stdout.split()
    assert rule == "E_SIZE" and int(kilobytes) < 200_000
