"""Every table goes out as a workbook in which text is text, a day a day and a number a number."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from progress.numbers import history, rules
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.say.languages import EN, VI
from progress.show import comparison, profiles, tables
from progress.show.spreadsheet import workbook
from tests import cases

RUNS = ["=1+1", "+84 292", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.vn", "1234", "50%", "\t=1", "'x"]


def cells(table: pd.DataFrame, words=VI) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(table, words))).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", RUNS)
def test_no_text_becomes_a_formula_a_link_or_a_number(text):
    table = pd.DataFrame({VI.columns.title: [text], VI.columns.decision: [text]})
    assert cells(table) == [[VI.columns.title, VI.columns.decision], [text, text]]
    book = zipfile.ZipFile(io.BytesIO(workbook(table, VI)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet


@pytest.mark.parametrize(
    ("words", "shown", "held"),
    [(VI, "21.914", 21914), (VI, "71,1%", 0.711), (VI, "94 ngày", 94), (VI, "-2,6 điểm", "-2,6 điểm"), (VI, "+4", 4),
     (EN, "21,914", 21914), (EN, "71.1%", 0.711), (EN, "94 days", 94), (VI, "5/6", "5/6"), (VI, "—", "")],
)  # fmt: skip
def test_what_the_program_wrote_as_a_number_is_one(words, shown, held):
    column = words.columns.difference
    assert cells(pd.DataFrame({column: [shown], "x": ["y"]}), words)[1][0] == held


def test_days_are_days_and_what_is_missing_is_empty():
    table = pd.DataFrame(
        {VI.columns.done_on: pd.to_datetime(["2016-06-30", None]), VI.columns.moves_n: pd.array([None, 2], "Int64")}
    )
    assert cells(table) == [[VI.columns.done_on, VI.columns.moves_n], [date(2016, 6, 30), ""], ["", 2.0]]


def test_a_day_before_the_calendar_of_workbooks_is_text():
    assert cells(pd.DataFrame({VI.columns.done_on: pd.to_datetime(["1899-12-31"]).astype("datetime64[s]")}))[1] == [
        "31/12/1899"
    ]


def test_an_empty_table_has_its_header_and_a_long_text_is_kept():
    assert cells(pd.DataFrame({VI.columns.title: pd.Series(dtype="str"), VI.columns.code: []})) == [
        [VI.columns.title, VI.columns.code]
    ]
    assert cells(pd.DataFrame({VI.columns.title: ["a" * 40_000]}))[1][0] == "a" * 32_767


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_every_table_of_the_demonstration_becomes_a_workbook(demonstrated, words):
    from models.changes.demonstration import TODAY

    known = demonstrated
    scope = Scope.on(date(2019, 11, 14), TODAY)
    now = standing(known, scope)
    overdue = tables.chosen(now, "overdue")
    moves = history.moves(known.extensions, now, scope)
    made = [
        tables.milestone_table(now, known, words),
        tables.overdue_table(overdue, known, words, history.conclusions(known, scope)),
        profiles.periods_table(history.periods(known, scope, 2), words),
        comparison.moved_table(moves, now, known, words),
        tables.curve_table(rules.series(known, scope, now), rules.completion(now), scope.as_of, words),
    ]
    for table in made:
        found = cells(table, words)
        assert found[0] == list(table.columns) and len(found) == len(table) + 1
    listed = dict(
        zip(cells(made[0], words)[0], cells(tables.milestone_table(overdue, known, words), words)[1], strict=True)
    )
    assert isinstance(listed[words.columns.days_overdue], float) and isinstance(
        listed[words.columns.original_due], date
    )


def test_a_file_in_cells_is_the_table_on_the_screen():
    known = cases.facts([{"milestone": "m", "due": "2016-06-30", "title_vi": "=Mốc"}])
    table = tables.milestone_table(standing(known, cases.scope("2016-07-10")), known, VI)
    row = dict(zip(*cells(table), strict=True))
    assert (row[VI.columns.title], row[VI.columns.days_overdue], row[VI.columns.original_due]) == (
        "=Mốc",
        10,
        date(2016, 6, 30),
    )
