"""Every table goes out as files in which text is text, a day a day and a number itself, not as rounded for reading."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from progress.numbers.rules import standing
from progress.numbers.scope import Issued, Scope
from progress.say.languages import EN, VI
from progress.show import tables
from progress.show.spreadsheet import file_name, table_csv, workbook, written
from progress.show.table import Table, column
from tests import cases

RUNS = ["=1+1", "+84 292", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.vn", "1234", "50%", "\t=1", "'x"]
NAN = float("nan")


def cells(table: Table, words=VI) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(table, words))).get_sheet_by_index(0).to_python()


def lines(table: Table, words=VI) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table_csv(table, words).decode("utf-8-sig"))))


def one(kind: str, cell, key: str = "difference") -> Table:
    return Table(column(key, [cell], kind))


@pytest.mark.parametrize("text", RUNS)
def test_no_text_becomes_a_formula_a_link_or_a_number(text):
    table = Table(column("title", [text]), column("decision", [text]))
    assert cells(table) == [[VI.columns.title, VI.columns.decision], [text, text]]
    book = zipfile.ZipFile(io.BytesIO(workbook(table, VI)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert not lines(table)[1][0].startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("kind", "cell", "held", "form"),
    [("count", 21914, 21914, "#,##0"), ("share", 27 / 38, 27 / 38, "0.0%"), ("share", 1.0, 1, "0%"),
     ("share", 0.9999, 0.9999, '"99,9%"'), ("days", 94, 94, '#,##0" ngày"'), ("gain", 4, 4, "+#,##0;-#,##0"),
     ("rate", (27 / 38, 27, 38), 27 / 38, '0.0%" (27/38)"'), ("index", (12 / 11.5, 12, 11.5), 12 / 11.5, '0.00" (12/11,5)"'),
     ("points", 0.0361, 3.61, '+#,##0.0" điểm";-#,##0.0" điểm"'), ("points", -0.0004, -0.0004, '"0,0 điểm"'),
     ("mixed", ("share", 1 / 3), 1 / 3, "0.0%"), ("amount", 12.5, 12.5, "#,##0.######")],
)  # fmt: skip
def test_a_workbook_holds_the_number_itself_and_rounding_is_its_format(kind, cell, held, form):
    assert cells(one(kind, cell))[1][0] == pytest.approx(held, abs=1e-15)
    assert written(kind, cell, VI)[1] == form


@pytest.mark.parametrize("cell", [("count", None), ("share", NAN), ("points", NAN), ("mixed", ("gain", NAN))])
def test_nothing_and_what_is_undefined_are_empty_cells(cell):
    assert written(*cell, VI) == (None, "")


def test_an_undefined_rate_says_of_what_it_is_undefined():
    assert cells(one("rate", (NAN, 0, 0)))[1] == ["— (0/0)"]


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize(
    ("kind", "cell"),
    [("gain", 4), ("gain", -4), ("gain", 0.021), ("points", 0.036), ("points", -0.036), ("points", 0.0)],
)
def test_a_number_we_wrote_is_no_formula_and_keeps_its_sign(words, kind, cell):
    said = lines(one(kind, cell), words)[1][0]
    assert said == next(one(kind, cell).texts(words))[0] and "'" not in said
    assert said[0] == ("+" if cell > 0 else "-" if cell < 0 else "0")


def test_a_fraction_is_two_numbers_in_a_file_where_it_would_be_read_as_a_day():
    table = Table(column("number", [1, 2], "count"), column("done_n", [(5, 6), None], "fraction"))
    heads = [VI.columns.number, VI.columns.done_n, f"{VI.columns.done_n}, {VI.columns.of}"]
    assert cells(table) == [heads, [1, 5, 6], [2, "", ""]]
    assert lines(table) == [heads, ["1", "5", "6"], ["2", "", ""]]


def test_days_are_days_and_what_is_missing_is_empty():
    table = Table(column("done_on", [date(2016, 6, 30), None], "day"), column("moves_n", [None, 2], "count"))
    assert cells(table) == [[VI.columns.done_on, VI.columns.moves_n], [date(2016, 6, 30), ""], ["", 2.0]]
    assert lines(table)[1:] == [["30/06/2016", ""], ["", "2"]]


def test_an_instant_is_viet_nams_in_cells_too():
    recorded = datetime(2019, 11, 14, 18, 30, tzinfo=UTC)
    assert cells(one("moment", recorded))[1] == [datetime(2019, 11, 15, 1, 30)]


def test_a_day_before_the_calendar_of_workbooks_is_text():
    assert cells(one("day", date(1899, 12, 31)))[1] == ["31/12/1899"]


def test_an_empty_table_has_its_header_and_a_long_text_is_kept():
    assert cells(Table(column("title", []), column("code", [], "code"))) == [[VI.columns.title, VI.columns.code]]
    assert cells(Table(column("title", ["a" * 40_000])))[1][0] == "a" * 32_767


def test_a_file_in_cells_is_the_table_on_the_screen():
    known = cases.facts(
        [{"milestone": "m", "due": "2016-06-30", "title_vi": "=Mốc"}],
        [{"milestone": "m", "reported_on": "2016-06-01", "status": "in_progress", "percent": 95}],
    )
    table = tables.milestone_table(standing(known, cases.scope("2016-07-10")), known, VI)
    row = dict(zip(*cells(table), strict=True))
    names = VI.columns
    assert [row[name] for name in (names.title, names.days_overdue, names.original_due, names.claim)] == [
        "=Mốc", 10, date(2016, 6, 30), 0.95,
    ]  # fmt: skip


# ---- What a file is called

DAY = date(2019, 11, 14)
PLAIN = Scope(DAY, DAY)
SELECTED = [
    PLAIN,
    PLAIN.only(plans=("KH131",)),
    PLAIN.only(agencies=("KH131",)),
    PLAIN.only(agencies=("STTTT",)),
    PLAIN.only(agencies=("STTTT", "SYT")),
    PLAIN.only(agencies=("Sở Y tế",)),
    PLAIN.only(agencies=("Sở Ý tế",)),
    PLAIN.only(agencies=("A/B",)),
    PLAIN.only(agencies=("A\\B",)),
    PLAIN.only(agencies=tuple(f"AGENCY{n}" for n in range(50))),
    PLAIN.only(agencies=tuple(f"AGENCY{n}" for n in range(51))),
    PLAIN.only(years=(2016,)),
    PLAIN.only(years=(None,)),
    PLAIN.only(kinds=("sở",)),
    PLAIN.only(bases=("document",)),
    PLAIN.only(lang="en"),
    Scope.of(Issued("2019-11", 1, DAY, datetime(2019, 11, 15, tzinfo=UTC), 14)),
    Scope.of(Issued("2019-11", 2, DAY, datetime(2019, 11, 16, tzinfo=UTC), 14)),
]


def test_what_is_selected_is_in_a_files_name():
    assert file_name(PLAIN, "heatmap", 3) == "2019-11-14_heatmap_r3"
    assert file_name(PLAIN.only(plans=("KH131",), lang="en"), "heatmap", 3) == "2019-11-14_heatmap_plan-KH131_en_r3"
    assert file_name(SELECTED[-1], "heatmap", 3) == "2019-11-14_heatmap_2019-11_lan-2_r3"


def test_two_selections_never_have_one_name_and_every_system_takes_it():
    names = [file_name(scope, name, 3) for scope in SELECTED for name in ("heatmap", "milestones_đ", "milestones_d")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9.+_-]{1,120}", name) for name in names)
