"""Every table the program makes: no two heads alike in any language, and a file of it with every head and row."""

import ast
import io
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from models.changes.agency_workbook import Change
from models.changes.demonstration import TODAY
from models.files.records import Finding
from models.store.database import Reason, open_store
from progress.month import issuing
from progress.month.report import contents
from progress.numbers import history, two_days
from progress.numbers.facts import milestone_lines
from progress.numbers.reading import Reading
from progress.numbers.scope import Scope
from progress.say.languages import LANGUAGES
from progress.say.names import named_rates
from progress.send import agency_workbook
from progress.show import audit, comparison, definitions, profiles, tables, update
from progress.show.spreadsheet import table_csv, workbook
from progress.show.table import Table

ROOT = Path(__file__).parents[1]
BUSY = "QC608-07"


def makers() -> set[str]:
    """The public functions of the program that give a table."""
    found = set()
    for path in (ROOT / "progress").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id == "Table":
                found.add(node.name)
    return {name for name in found if not name.startswith("_")}


@pytest.fixture(scope="module", params=list(LANGUAGES))
def made(request, demonstration_url, demonstrated) -> tuple[dict[str, list[Table]], str]:
    """Every table of the demonstration by the function that makes it."""
    known, words = demonstrated, LANGUAGES[request.param]
    scope = Scope.on(date(2019, 11, 14), TODAY, lang=request.param)
    reading = Reading(known, scope)
    now, total, cells = reading.standing, reading.rates(), reading.rates("agency", "year")
    agencies, plans = named_rates(reading, words, "agency"), named_rates(reading, words, "plan")
    past, moves = reading.periods(12), history.moves(known.extensions, now, scope)
    said = known.conclusions.assign(recorded_by="x")
    first, row = Scope.on(date(1, 1, 1), TODAY), reading.total
    before = two_days.earlier(scope, date(2019, 10, 14))
    engine = open_store(demonstration_url)
    reports = history.reports(milestone_lines(engine, BUSY), scope).assign(recorded_by="x")
    trail = audit.trail(engine, known, date(2016, 1, 1), date(2019, 12, 12), words)
    engine.dispose()
    owed = update.owed(now)
    given = [Change(7, known_report, None) for known_report in update.stood(known, owed).values()]
    late = two_days.late_entries(known, two_days.period_before(scope), None, now)
    finding = Finding("milestones", 3, "due", "E_DATE", "31/02", Reason("broken_utf8"))
    return {
        "milestone_table": [tables.milestone_table(now, known, words)],
        "findings_table": [tables.findings_table([finding], words)],
        "heatmap_table": [tables.heatmap_table(cells, agencies, total, words)],
        "bars_table": [
            tables.bars_table(plans, total, "plan", words),
            tables.bars_table(agencies, None, "agency", words),
        ],
        "curve_table": [tables.curve_table(reading.series, total, scope.as_of, words)],
        "overdue_table": [tables.overdue_table(tables.chosen(now, "overdue"), known, words, known.conclusions)],
        "due_soon_table": [tables.due_soon_table(tables.chosen(now, "due_soon"), known, words, scope.closed_through)],
        "frozen_table": [tables.frozen_table(tables.frozen(now), known, words)],
        "without_document_table": [tables.without_document_table(tables.without_document(now), known, words)],
        "changes_table": [tables.changes_table(reading.changes(Reading(known, before)), known, words)],
        "late_table": [tables.late_table(late, known, words)],
        "silent_table": [tables.silent_table(tables.silent(now, known), known, words)],
        "periods_table": [profiles.periods_table(past, words)],
        "forecast_table": [profiles.forecast_table(reading.forecasts[1:], words)],
        "reports_table": [profiles.reports_table(reports, words, said), profiles.reports_table(reports, words)],
        "conclusions_table": [profiles.conclusions_table(said)],
        "moves_table": [profiles.moves_table(moves, words)],
        "quantities": [
            comparison.quantities(row, row, days, words) for days in ((before, scope), (scope, scope), (first, first))
        ],
        "moved_table": [comparison.moved_table(moves, now, known, words)],
        "months_table": [comparison.months_table(comparison.moved_by_month(moves))],
        "scope_table": [comparison.scope_table(comparison.scope_changes(past), words)],
        "schedule_table": [comparison.schedule_table(past, words)],
        "worked": [definitions.worked(row, words)],
        "counted": [definitions.counted(row, words)],
        "trail": [trail],
        "searched": [audit.searched(trail, words, search="a")],
        "differences": [issuing.differences(row, {**row, "overdue": row["overdue"] + 1}, words)],
        "preview": [agency_workbook.preview(given, {}, words)],
        "report": [
            listed.table
            for report in [contents(Reading.as_known(known, scope.only(issued=("2019-11", 1), known_at=TODAY)), words)]
            for listed in (report.overdue_list, report.changes, report.silent, report.late, report.milestones)
        ],
    }, request.param


def test_no_table_is_left_out_here(made):
    assert set(made[0]) - {"report"} == makers()


def test_no_table_has_two_columns_of_one_name(made):
    tables_of, lang = made
    for name, found in tables_of.items():
        for table in found:
            for heads in (table.labels(LANGUAGES[lang]), table.halved(LANGUAGES[lang]).labels(LANGUAGES[lang])):
                assert len(set(heads)) == len(heads) and all(heads), (name, heads)


def test_every_table_goes_out_whole_in_cells_and_in_text(made):
    tables_of, lang = made
    words = LANGUAGES[lang]
    for name, found in tables_of.items():
        for table in found:
            heads = table.halved(words).labels(words)
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook(table, words))).get_sheet_by_index(0).to_python()
            assert sheet[0] == heads and len(sheet) == len(table) + 1, name
            assert len(table_csv(table, words)) > len(table), name


def test_no_cell_is_lost_or_turned_into_text_on_its_way_into_a_workbook(made):
    """What is a number or a day in the table is one in the file, to the last digit."""
    tables_of, lang = made
    words = LANGUAGES[lang]
    for name, found in tables_of.items():
        for table in found:
            whole = table.halved(words)
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook(table, words))).get_sheet_by_index(0).to_python()
            for column, cells in zip(whole.columns, zip(*sheet[1:], strict=True), strict=False):
                for cell, held in zip(column.cells, cells, strict=True):
                    if column.kind in ("rate", "index") and cell and cell[0] == cell[0]:
                        cell = cell[0]
                    if column.kind == "day" and cell is not None:
                        assert held == cell, (name, column.key)
                    elif (
                        column.is_number and column.kind != "points" and isinstance(cell, int | float) and cell == cell
                    ):
                        assert held == pytest.approx(cell, abs=1e-15), (name, column.key)  # the format writes 16 digits


def test_the_plans_table_has_every_plans_name_its_planned_share_and_the_total(made):
    tables_of, lang = made
    words, table = LANGUAGES[lang], tables_of["bars_table"][0]
    text = table_csv(table, words).decode("utf-8-sig")
    assert words.columns.plan in text.splitlines()[0] and words.columns.planned_share in text.splitlines()[0]
    assert len(table["plan"]) == len(set(table["plan"])) and table["plan"][-1] == words.terms.total
    assert all(name.split(",")[0].strip('"') in text for name in table["plan"])
