"""The workbook an agency fills in: its open milestones as they stand, locked, beside empty cells for what is new.

`models.changes.reports.agency_workbook` reads it back; the headers of what it reads are its own.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote

import pandas as pd
import xlsxwriter

from models.changes.agency_workbook import COLUMNS, FILLED, Change
from models.changes.reports import LONGEST
from models.store.tables import Status
from progress.numbers.facts import Facts, seen
from progress.numbers.periods import HANOI
from progress.say.languages import Words
from progress.show.spreadsheet import CELL_LETTERS, PLAIN
from progress.show.table import Table, column

_HEADER = 1  # row of the header, counted from 0: a title stands above it
# What an agency itself can say; suspending and cancelling takes a decision, which has no column here.
STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE)
_FIRST_DAY = date(2000, 1, 1)
_WIDTHS = {"number": 5, "milestone": 16, "title": 46, "plan": 18, "due": 12, "status_now": 16, "percent_now": 10,
           "status": 17, "percent": 9, "done_on": 14, "value": 14, "evidence": 20, "note": 40, "seen": 12}  # fmt: skip
_LINE, _TALLEST = 15, 405  # points: of a line, of a row


def workbook(
    rows: pd.DataFrame, facts: Facts, plans: dict[str, str], agency: str, words: Words, now: datetime
) -> bytes:
    """The workbook of one agency's rows (of `updating.owed`, of these facts), in the reader's language.

    plans: what each plan is called, by its code; agency: its name.  Sheets: the table (protected without a password but
    for the cells to fill in), how to fill it in.  Agency, day and revision stand in the file's properties.
    """
    out = io.BytesIO()
    day = now.astimezone(HANOI)
    with xlsxwriter.Workbook(out, PLAIN) as book:
        title = words.workbook.title.format(agency=agency, day=words.day(day))
        book.set_properties(
            {"title": title, "subject": agency, "author": "Tiến độ", "created": day.replace(tzinfo=None)}
        )
        book.set_custom_property("day", day.date().isoformat())
        book.set_custom_property("revision", facts.revision)
        sheet = book.add_worksheet(words.workbook.sheet)
        if len(rows) and rows["illustrative"].any():
            title = f"{title} · {words.terms.illustrative}"
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
        _head(book, sheet, words)
        _body(book, sheet, rows.assign(seen=list(map(str, seen(facts, rows["milestone_id"])))), plans, words)
        _checks(sheet, len(rows), words)
        _guide(book, agency, words)
    return out.getvalue()


def file_name(agency: str, now: datetime, revision: int) -> str:
    """Another file for another agency, day or state of the database; safe on every system."""
    return f"{quote(agency, safe='')}_{now.astimezone(HANOI):%Y-%m-%d}_r{revision}.xlsx"


def preview(changes: Sequence[Change], titles: dict[str, str], words: Words) -> Table:
    """What a returned file would change, a line a row: the file's row, the milestone, what stands, what it becomes.

    titles: of the milestones, by their codes.
    """
    codes = [change.report.milestone for change in changes]
    stands = (words.workbook.never if c.before is None else _said(c.before, words) for c in changes)
    return Table(
        column("finding_row", (change.row for change in changes), "count"),
        column("title", (titles.get(code, code) for code in codes)),
        column("stands", stands, heading=words.workbook.stands),
        column("becomes", (_said(change.report, words) for change in changes), heading=words.workbook.becomes),
        column("code", codes, "code"),
    )


def _said(line, words: Words) -> str:
    """A status line, or a report, on one line: 'Đang thực hiện · 60% · 70/KH-UBND'."""
    claim = None if line.percent is None or line.status == Status.DONE else words.percent(line.percent / 100)
    parts = (
        words.terms.statuses[line.status], claim, line.done_on and words.day(line.done_on),
        None if line.value is None else words.amount(line.value), line.evidence, line.note,
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _headers(words: Words) -> dict[str, str]:
    given = {name: (c.headers[0] if words.lang == "vi" else c.names[0]) for name, c in COLUMNS.items()}
    ours = {"number": words.columns.number, "title": words.columns.title, "plan": words.columns.plan, "due": words.columns.due_in_force,
            "status_now": words.workbook.status_now, "percent_now": words.workbook.percent_now}  # fmt: skip
    return {name: (ours | given)[name] for name in _WIDTHS}


def _head(book, sheet, words: Words) -> None:
    plain = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
    locked, fill = book.add_format({**plain, "bg_color": "#E7EAEE"}), book.add_format({**plain, "bg_color": "#FFE699"})
    for place, (name, header) in enumerate(_headers(words).items()):
        sheet.set_column(place, place, _WIDTHS[name], None, {"hidden": name == "seen"})
        sheet.write_string(_HEADER, place, header, fill if name in FILLED else locked)
    sheet.set_row(_HEADER, 32)
    sheet.freeze_panes(_HEADER + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _body(book, sheet, rows: pd.DataFrame, plans: dict[str, str], words: Words) -> None:
    plain = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
    text = book.add_format({**plain, "text_wrap": True})
    day = book.add_format({**plain, "num_format": "dd/mm/yyyy", "align": "left"})
    claim = book.add_format({**plain, "num_format": "0.##"})
    fill = {"locked": False, "bg_color": "#FFF9E5"}
    forms = {
        **dict.fromkeys(FILLED, book.add_format({**plain, **fill, "text_wrap": True, "num_format": "@"})),
        "status": book.add_format({**plain, **fill, "text_wrap": True}),
        "percent": book.add_format({**plain, **fill, "num_format": "0.##"}),
        "value": book.add_format({**plain, **fill, "num_format": "#,##0.######"}),
        "done_on": book.add_format({**plain, **fill, "num_format": "dd/mm/yyyy", "align": "left"}),
    }
    places = {name: place for place, name in enumerate(_WIDTHS)}
    for number, row in enumerate(rows.to_dict("records"), 1):
        line = _HEADER + number
        texts = {
            "milestone": row["milestone"], "title": words.titled(row, "title"), "plan": plans.get(row["plan"], row["plan"]),
            "status_now": words.terms.statuses[row["status"]], "seen": row["seen"],
        }  # fmt: skip
        high = max(-(-len(texts[name]) // (_WIDTHS[name] - 4)) for name in ("title", "plan"))
        if high > 1:  # not every program does it by itself
            sheet.set_row(line, min(_LINE * high, _TALLEST))
        sheet.write_number(line, places["number"], number, text)
        for name, value in texts.items():
            sheet.write_string(line, places[name], value[:CELL_LETTERS], text)
        if pd.isna(row["due_in_force"]):
            sheet.write_string(line, places["due"], words.terms.no_deadline, text)
        elif row["due_in_force"].year < 1900:  # before a spreadsheet's first day
            sheet.write_string(line, places["due"], words.day(row["due_in_force"]), text)
        else:
            sheet.write_datetime(line, places["due"], row["due_in_force"].to_pydatetime(), day)
        if pd.isna(row["percent"]):
            sheet.write_blank(line, places["percent_now"], None, claim)
        else:
            sheet.write_number(line, places["percent_now"], row["percent"], claim)
        for name in FILLED:
            sheet.write_blank(line, places[name], None, forms[name])
    if len(rows):
        sheet.autofilter(_HEADER, 0, _HEADER + len(rows), len(_WIDTHS) - 1)


def _checks(sheet, count: int, words: Words) -> None:
    """What a spreadsheet program itself refuses while one types; the reader checks all of it again."""
    length = {"validate": "length", "criteria": "<="}
    rules = {
        "status": (
            {"validate": "list", "source": [words.terms.statuses[s] for s in STATUSES]},
            words.workbook.choose_status,
        ),
        "percent": (_between("decimal", 0, 100), words.workbook.percent_rule),
        "done_on": (_between("date", _FIRST_DAY, "=TODAY()"), words.workbook.day_rule),
        "value": (_between("decimal", -1e15, 1e15), words.workbook.number_rule),
        "evidence": (
            {**length, "value": LONGEST["evidence"]},
            words.workbook.length_rule.format(longest=LONGEST["evidence"]),
        ),
        "note": ({**length, "value": LONGEST["note"]}, words.workbook.length_rule.format(longest=LONGEST["note"])),
    }
    headers, places = _headers(words), list(_WIDTHS)
    for name, (rule, sentence) in rules.items() if count else ():
        place = places.index(name)
        told = {"error_title": headers[name][:32], "error_message": sentence}
        if name in ("status", "percent", "done_on"):
            told |= {"input_title": headers[name][:32], "input_message": sentence}
        sheet.data_validation(_HEADER + 1, place, _HEADER + count, place, {**rule, **told})


def _between(kind: str, least, most) -> dict:
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}


def _guide(book, agency: str, words: Words) -> None:
    sheet = book.add_worksheet(words.workbook.guide_sheet)
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(words.workbook.guide):
        sheet.write_string(row, 0, line.format(agency=agency), wrapped)
    sheet.protect("")
