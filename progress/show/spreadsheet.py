"""A `Table` as a file: CSV as it is read, a workbook with the values themselves and number formats that round them."""

import csv
import hashlib
import io
import re
from datetime import date, datetime
from typing import Any

import xlsxwriter

from progress.numbers.api import inert
from progress.numbers.periods import HANOI
from progress.numbers.scope import Scope
from progress.say.languages import Words
from progress.show.table import Table, text

# Of a workbook: text is text, nothing that was typed becomes a formula, a link or a number.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CELL_LETTERS = 32_767  # a cell of a workbook holds
_WIDEST, _NARROWEST = 60, 6  # letters
_NAME = 80  # letters of a file's name between its day and its revision
_FORMS = {"day": "dd/mm/yyyy", "month": "mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "instant": "dd/mm/yyyy hh:mm:ss",
          "count": "#,##0", "amount": "#,##0.######"}  # fmt: skip


def table_csv(table: Table, words: Words) -> bytes:
    """A table as CSV that Excel opens in Vietnamese: days dd/mm/yyyy, counts and days as bare digits, the rest as it is
    read.  No text that was typed is a formula; what we wrote as a number never looks like one."""
    table = table.halved(words)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.labels(words))
    kinds = [column.kind for column in table.columns]
    writer.writerows([_csv_cell(*both, words) for both in zip(kinds, row, strict=True)] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(kind: str, cell: Any, words: Words) -> str:
    if kind in ("count", "days") and cell is not None:
        return str(cell)
    said = text(kind, cell, words)
    return inert(said) if kind in ("text", "code") else said


def workbook(table: Table, words: Words) -> bytes:
    """One sheet: the header frozen and in bold, columns as wide as what they hold, no formula and no link.

    Numbers are whole, never as rounded for reading; a rate is its share, its counts stand in the number format.
    """
    table = table.halved(words)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        styles: dict[str, Any] = {"": book.add_format({"text_wrap": True, "valign": "top"})}
        for place, (column, label) in enumerate(zip(table.columns, table.labels(words), strict=True)):
            letters = max(map(len, label.split()), default=0)
            sheet.write_string(0, place, label, head)
            for row, cell in enumerate(column.cells, 1):
                value, form = written(column.kind, cell, words)
                if value is None:
                    continue
                if form not in styles:
                    aligned = {"align": "left"} if isinstance(value, date) else {}
                    styles[form] = book.add_format({"num_format": form, "valign": "top", **aligned})
                write(sheet, row, place, value, styles[form])
                letters = max(letters, len(text(column.kind, cell, words)))
            sheet.set_column(place, place, min(max(letters + 2, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 0)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    return out.getvalue()


def write(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:
    """A value of `written` into its cell."""
    if isinstance(value, str):
        sheet.write_string(row, place, value[:CELL_LETTERS], style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def written(kind: str, cell: Any, words: Words) -> tuple[Any, str]:
    """The value a workbook holds and the number format that shows it as the screens do; "" = text, None = nothing.

    What is undefined is nothing, but for its counts; a day before the calendar of workbooks is text.
    """
    if kind == "mixed" and cell:
        return written(*cell, words)
    if cell is None or cell != cell:
        return None, ""
    said = text(kind, cell, words)
    if isinstance(cell, date):
        cell = cell.astimezone(HANOI).replace(tzinfo=None) if isinstance(cell, datetime) else cell
        return (cell, _FORMS[kind]) if cell.year >= 1900 else (said, "")
    if kind in ("rate", "index"):
        ratio, counts = cell[0], said[said.index(" (") :]
        form = share_form(ratio, words) if kind == "rate" else "0.00"
        return (said, "") if ratio != ratio else (ratio, f'{form}"{counts}"')
    if kind == "share":
        return cell, share_form(cell, words)
    if kind == "days":
        return cell, f'#,##0"{said.removeprefix(words.integer(cell))}"'
    if kind in ("gain", "points"):
        return _apart(kind, cell, said, words)
    return cell, _FORMS.get(kind, "")


def share_form(ratio: float, words: Words) -> str:
    """The number format that shows a share as the screens do: never 0% or 100% unless exactly that."""
    if ratio in (0, 1):
        return "0%"
    return f'"{words.percent(ratio)}"' if 0 < ratio < 0.0005 or 0.9995 <= ratio < 1 else "0.0%"


def _apart(kind: str, cell: float, said: str, words: Words) -> tuple[float, str]:
    """A difference with its sign; where rounding leaves nothing, its text: a minus would stand before the nought."""
    if said[0] not in "+-":
        return cell, f'"{said}"'
    form = "#,##0" if isinstance(cell, int) else "#,##0.00"
    if kind == "points":
        cell, form = cell * 100, f'#,##0.0"{said.lstrip("+-.,0123456789")}"'
    return cell, f"+{form};-{form}"


def file_name(scope: Scope, name: str, revision: int) -> str:
    """What a file of a screen is called, without its ending: day, what it is, what is selected, the database's state.

    Another selection, issued month or language has another name; ASCII, and short however much is selected.
    """
    query = scope.to_query()
    said = [name, *(["_lan-".join(query[key][0] for key in ("month", "edition"))] if scope.issued else [])]
    said += [f"{key}-{'+'.join(query[key])}" for key in ("plan", "agency", "year", "kind", "basis") if key in query]
    whole = "_".join([*said, *query.get("lang", ())])
    plain = re.sub(r"[^A-Za-z0-9.+_-]+", "-", whole)
    if plain != whole or len(whole) > _NAME:  # what tells it from others is no longer in the letters
        plain = f"{plain[: _NAME - 9].rstrip('-')}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
    return f"{scope.as_of}_{plain}_r{revision}"
