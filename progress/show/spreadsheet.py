"""A table of `progress.show.tables` as a workbook: text stays text, days are days, what we wrote as a number is one."""

import io
import re
from operator import attrgetter

import pandas as pd
import xlsxwriter

from progress.say.formats import UNKNOWN
from progress.say.languages import Words

# Of a workbook: text is text, nothing that was typed becomes a formula, a link or a number.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CELL_LETTERS = 32_767  # a cell of a workbook holds
# The columns whose cells the program wrote from numbers; every other text is somebody's, and stays as it is.
_NUMBERS = (
    "columns.days_overdue", "columns.days_moved", "columns.claim", "terms.claimed", "terms.planned", "terms.done", "columns.planned_n", "columns.done_n", "columns.overdue_n", "columns.open_n",
    "columns.moves_count", "columns.weight", "columns.difference", "forecast.at_stake", "forecast.came", "columns.worked",
)  # fmt: skip
_WIDEST, _NARROWEST = 60, 6  # letters
_FORMS = {"days": '#,##0 "{unit}"', "percent": "0.0%", "number": "#,##0.######"}


def workbook(table: pd.DataFrame, words: Words) -> bytes:
    """One sheet: the header frozen and in bold, columns as wide as what they hold, no formula and no link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        unit = words.terms.days.format(n="").strip()
        forms = {
            name: book.add_format({"num_format": form.format(unit=unit), "valign": "top"})
            for name, form in _FORMS.items()
        }
        ours = {attrgetter(name)(words) for name in _NUMBERS}
        for place, name in enumerate(table.columns):
            cells = [_cell(value, name in ours, words) for value in table[name]]
            for row, (kind, value) in enumerate(cells, 1):
                if kind == "day":
                    sheet.write_datetime(row, place, value, day)
                elif kind == "text":
                    sheet.write_string(row, place, value[:CELL_LETTERS], text)
                elif kind:
                    sheet.write_number(row, place, value, forms[kind])
            sheet.write_string(0, place, str(name), head)
            letters = [10 if kind == "day" else len(str(value)) for kind, value in cells if kind]
            longest = max([max(map(len, str(name).split()), default=0), *letters])
            sheet.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 0)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    return out.getvalue()


def _cell(value, ours: bool, words: Words) -> tuple[str, object]:
    """What a cell is and holds; "" = nothing."""
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)) or value in ("", UNKNOWN):
        return "", None
    if isinstance(value, pd.Timestamp):
        return ("day", value.to_pydatetime()) if value.year >= 1900 else ("text", words.day(value))
    if isinstance(value, str):
        return (_read(value, words) if ours else None) or ("text", value)
    return "number", float(value)


def _read(text: str, words: Words) -> tuple[str, float] | None:
    """A number that `words` wrote: 1.234, 71,1%, 94 ngày; None = something else, such as 5/6."""
    units = "|".join(re.escape(words.terms.days.format(n=n)[len(n) :]) for n in ("1", "2"))
    found = re.fullmatch(rf"\+?(-?[\d.,]+)(%|{units})?", text)
    if not found:
        return None
    digits = found[1].translate(str.maketrans({".": "", ",": "."} if words.lang == "vi" else {",": ""}))
    kind = {"%": "percent", None: "number"}.get(found[2], "days")
    return kind, float(digits) / 100 if kind == "percent" else float(digits)
