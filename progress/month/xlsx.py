"""The month's report as a workbook: the tables with numbers as numbers, and native charts over them."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import xlsxwriter

from progress.month import look
from progress.month.package import canonical
from progress.month.report import Contents, Group, List, bar_label, longest
from progress.say.languages import Words
from progress.show.spreadsheet import PLAIN, write, written
from progress.show.table import text

_FONT = {"font_name": "Arial", "font_size": 10, "font_color": look.INK}
_MILESTONES = 5_000  # rows of the list of all; 13,638 took 1.7 s, and who wants them all has the command line
_STATES = 12  # the row of the first state among the results
_HEAD = 4  # the row of a table's heads; above it title, sentence, as-of line
_NARROW, _WIDE = 30, 60  # letters of a column that is cut, of any
_PAGE = 165  # letters A4 on its side has room for, in small print
_CHART, _TALL = 980, 490  # pixels: A4 on its side, and what its bars may take of it
_BAR = (15, 40)  # pixels of a row of bars, at least and at most


def workbook(contents: Contents) -> bytes:
    """The report as XLSX: results and charts first, then a sheet a table; every row of every list is there but
    that of all milestones where they are more than `_MILESTONES`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN | {"default_format_properties": dict(_FONT)}) as book:  # it writes into it
        words = look.language(contents)
        book.set_properties(
            {
                "title": contents.title,
                "subject": contents.subtitle,
                "author": contents.authority[1],
                "keywords": words.office.edition.format(month=contents.month, n=contents.edition),
            }
        )
        # Each format is kept for itself: the same one is made once.
        style = cache(lambda **given: book.add_format({"valign": "top", **given}))
        sheets = _Sheets(book, contents, words, style)
        _results(sheets)
        charts = sheets.page("charts", words.office.sheets["charts"], contents.subtitle)
        _heat(sheets)
        _cells(sheets)
        agencies = _groups(sheets, "agencies", contents.bars_title, words.columns.agency, contents.agencies)
        plans = _groups(sheets, "plans", contents.plans_title, words.columns.plan, contents.plans)
        _curve(sheets)
        for listed in (contents.overdue_list, contents.changes, contents.silent, contents.late):
            _list(sheets, listed)
        if len(contents.milestones.table) <= _MILESTONES:
            _list(sheets, contents.milestones)
        else:
            sheets.page("milestones", contents.milestones.title, words.office.many.format(month=contents.month))
        _method(sheets)
        _charts(sheets, charts, agencies, plans)
    return canonical(file.getvalue(), contents.known_at)


@dataclass(frozen=True)
class _Sheets:
    """The workbook while it is written: its sheets all have the same head, foot and way to be printed."""

    book: xlsxwriter.Workbook
    contents: Contents
    words: Words

    style: Callable  # the format with these properties

    def name(self, key: str) -> str:
        return self.words.office.sheets[key]

    def page(self, key: str, title: str, sentence: str):
        """A sheet with its title, a sentence and the as-of line; A4 on its side, one page wide."""
        sheet = self.book.add_worksheet(self.name(key))
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14, font_color=look.ACCENT))
        sheet.write_string(1, 0, sentence, self.style(font_color=look.MUTED))
        sheet.write_string(2, 0, self.contents.foot, self.style(font_color=look.MUTED))
        if self.contents.mark:
            sheet.write_string(3, 0, self.contents.mark, self.style(bold=True, font_color=look.OVERDUE))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        # `&` begins a code in a foot.
        foot = f"{self.contents.foot}   {self.contents.mark}".strip().replace("&", "&&")
        sheet.set_footer(f"&L&8{foot}&R&8&P/&N")
        return sheet

    def table(self, sheet, heads: Sequence[str], rows: Iterable[Sequence], total: Sequence | None = None) -> int:
        """Heads that stay in sight and are printed on every page, rows, the total last; returns the row after the last.

        Cells: text, whole numbers, shares and days as they are, those of a `Table` with their kind; or a pair of a
        cell and how it looks.
        """
        head = self.style(
            bold=True, font_color="#FFFFFF", bg_color=look.ACCENT, border=1, border_color=look.LINE, text_wrap=True,
            align="center", valign="vcenter",
        )  # fmt: skip
        sheet.set_row(_HEAD, 42)
        for column, label in enumerate(heads):
            sheet.write_string(_HEAD, column, label, head)
        sheet.freeze_panes(_HEAD + 1, 2)
        sheet.repeat_rows(_HEAD)
        # A head stands in three lines at most.
        widths = [max(5, len(label) // 3 + 3, *(len(word) + 2 for word in label.split())) for label in heads]
        shown = []
        for row in rows:
            shown.append([self.cell(sheet, _HEAD + 1 + len(shown), column, cell) for column, cell in enumerate(row)])
        at = _HEAD + len(shown)
        if total is not None:
            at += 1
            for column, cell in enumerate(total):
                self.cell(sheet, at, column, cell, bold=True, bg_color=look.PALE, top=2, top_color=look.ACCENT)
        widths = [max(letters) + 1 for letters in zip(widths, *shown, strict=True)] if shown else widths
        widths = _narrowed([min(letters, _WIDE) for letters in widths])
        for column, letters in enumerate(widths):
            sheet.set_column(column, column, letters)
        for row, letters in enumerate(shown, _HEAD + 1):
            lines = max(-(-length // width) for length, width in zip(letters, widths, strict=True))
            if lines > 1:  # Excel would find out by itself, others do not
                sheet.set_row(row, 13.5 * lines + 1)
        return at + 1

    def cell(self, sheet, row: int, column: int, cell, **more) -> int:
        """Write one cell as what it is; returns how many letters it shows."""
        if isinstance(cell, tuple) and isinstance(cell[1], dict):
            cell, given = cell
            more = {**more, **given}
        kind, cell = cell if isinstance(cell, tuple) else (_KINDS[type(cell)], cell)
        value, form = written(kind, cell, self.words)
        style = {"border": 1, "border_color": look.LINE, **({"align": "center"} if column == 0 else {}), **more}
        if value in (None, ""):
            sheet.write_blank(row, column, None, self.style(**style))
            return 0
        if isinstance(value, str):
            style = {"text_wrap": len(value) > 12, **style}
        elif isinstance(value, date):
            style = {"num_format": form, "align": "center", **style}
        else:
            style = {"num_format": f"{form}_)", **style}
        write(sheet, row, column, value, self.style(**style))
        return max(len(text(kind, cell, self.words)), 6 if kind == "share" else 0)


# Of what is no `Table`: what kind of cell a value is.
_KINDS = {str: "text", int: "count", float: "share", date: "day", type(None): "text"}


def _narrowed(widths: list[int]) -> list[int]:
    """The columns at most as wide as a page has room for, the widest cut first, none below `_NARROW`."""
    over = sum(widths) - _PAGE
    while over > 0 and max(widths) > _NARROW:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        over -= 1
    return widths


def _results(sheets: _Sheets) -> None:
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page("overview", contents.title, contents.subtitle)
    rows: list[tuple] = [
        (r.name, r.part, r.whole, r.ratio, "; ".join(filter(None, (r.of, r.more)))) for r in contents.rates
    ]
    rows += [
        (words.columns.overdue_n, contents.overdue, contents.total.scope, "", longest(contents, words)),
        (words.overview.due_soon_n, contents.due_soon, contents.total.scope, "", ""),
    ]
    heads = (words.columns.number, words.columns.quantity, *words.office.counts)
    sheets.table(sheet, heads, [(n, *row) for n, row in enumerate(rows, 1)])
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 4, 14)
    sheet.set_column(5, 5, 60)
    title = words.overview.states_title.format(n=words.integer(contents.total.scope))
    sheet.write_string(_STATES - 1, 1, title, sheets.style(bold=True, font_size=12, font_color=look.ACCENT))
    for row, state in enumerate(contents.states, _STATES):
        sheets.cell(sheet, row, 1, look.state_name(state))
        sheets.cell(sheet, row, 2, state.count)
    for row, paragraph in enumerate(contents.paragraphs, _STATES + len(contents.states) + 1):
        sheet.merge_range(row, 1, row, 5, "", sheets.style(text_wrap=True))
        sheet.write_string(row, 1, paragraph, sheets.style(text_wrap=True))
        sheet.set_row(row, 13.5 * (len(paragraph) // 120 + 1) + 8)


def _heat(sheets: _Sheets) -> None:
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page("heat", contents.heat_title, words.office.heat_note)

    def coloured(cell):
        if cell is None:
            return ""
        fill, ink = look.heat_fill(cell.share)
        frame = {"border": 2, "border_color": look.OVERDUE} if cell.overdue else {}
        return look.heat_text(cell, words), {"bg_color": fill, "font_color": ink, "align": "center", **frame}

    rows = [
        (number, group.name, *map(coloured, cells))
        for number, (group, cells) in enumerate(zip(contents.agencies, contents.heat.rows, strict=False), 1)
    ]
    total = (
        "",
        words.terms.total,
        *((look.heat_text(cell, words), {"align": "center"}) for cell in contents.heat.rows[-1]),
    )
    sheets.table(sheet, (words.columns.number, words.columns.agency, *contents.heat.years), rows, total)


def _cells(sheets: _Sheets) -> None:
    """The heat table's numbers a line a cell, to be sorted and pivoted."""
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page("cells", words.office.sheets["cells"], words.figures.heat_subtitle.split(". ")[0])
    years = contents.heat.years[:-1]
    rows = [
        (group.name, year, cell.done, cell.scope, cell.overdue, cell.share)
        for group, cells in zip(contents.agencies, contents.heat.rows, strict=False)
        for year, cell in zip(years, cells, strict=False)
        if cell
    ]
    heads = (words.columns.number, words.columns.agency, words.columns.year, *words.office.cells)
    end = sheets.table(sheet, heads, [(n, *row) for n, row in enumerate(rows, 1)])
    if rows:
        sheet.autofilter(_HEAD, 0, end - 1, 2 + len(words.office.cells))


def _groups(sheets: _Sheets, key: str, title: str, head: str, groups: tuple[Group, ...]) -> str:
    """A line an agency or plan; returns the sheet's name."""
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page(key, title, words.office.bars_note)

    def numbers(group: Group) -> tuple:
        late = {"font_color": look.OVERDUE, "bold": True} if group.overdue else {}
        level = {"font_color": "#FFFFFF", "bg_color": look.COLOURS[group.colour], "align": "center", "bold": True}
        return (
            (look.count(group, words), {"align": "center"}), group.done, group.scope, group.done_share,
            group.due_done, group.due, _rate(group.due_done, group.due),
            group.on_time, group.with_outcome, _rate(group.on_time, group.with_outcome),
            (group.overdue, late), (group.longest, late),
            group.weight_done, group.weight_claimed, group.weight_planned, (group.letter, level),
        )  # fmt: skip

    kinds = [words.frame.kind] if key == "agencies" else []
    rows = [
        (number, group.name, *([group.kind] if kinds else []), *numbers(group))
        for number, group in enumerate(groups, 1)
    ]
    total = ("", words.terms.total, *([""] if kinds else []), *numbers(contents.total))
    sheets.table(sheet, (words.columns.number, head, *kinds, *words.office.groups), rows, total)
    return sheet.name


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _curve(sheets: _Sheets) -> None:
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page("curve", contents.curve_title, contents.curve_note)
    rows = [(p.end, p.planned_n, p.done_n, p.planned, p.done, p.claimed) for p in contents.curve]
    sheets.table(
        sheet,
        (
            words.columns.month,
            words.columns.planned_n,
            words.columns.done_n,
            words.terms.planned,
            words.terms.done,
            words.terms.claimed,
        ),
        rows,
    )
    sheet.set_column(0, 5, 14)


def _list(sheets: _Sheets, listed: List) -> None:
    sheet, table = sheets.page(listed.key, listed.title, listed.sentence), listed.table
    kinds = [column.kind for column in table.columns]
    rows = (list(zip(kinds, row, strict=True)) for row in table.rows)
    end = sheets.table(sheet, table.labels(sheets.words), rows)
    if len(table):
        sheet.autofilter(_HEAD, 0, end - 1, len(table.columns) - 1)


def _method(sheets: _Sheets) -> None:
    contents, words = sheets.contents, sheets.words
    sheet = sheets.page("method", words.office.sheets["method"], words.office.source)
    rows: list[tuple] = [((name, {"bold": True}), meaning) for name, meaning in words.terms.methods.values()]
    rows += [("", sentence) for sentence in contents.method]
    sheets.table(
        sheet,
        (words.columns.number, words.columns.quantity, words.columns.meaning),
        [(n, *row) for n, row in enumerate(rows, 1)],
    )


# ---- Charts


def _charts(sheets: _Sheets, sheet, agencies: str, plans: str) -> None:
    """All charts on one sheet, a printed page each, to be copied from."""
    contents, words = sheets.contents, sheets.words
    made = [(_states_chart(sheets), 150 + 34 * len(contents.states))] if contents.states else []
    if contents.curve:
        made.append((_curve_chart(sheets), 520))
    made += [
        (_bars_chart(sheets, name, title, groups, kinds), 150 + _rows_tall(len(groups)))
        for name, title, groups, kinds in (
            (agencies, contents.bars_title, contents.agencies, 1),
            (plans, contents.plans_title, contents.plans, 0),
        )
        if groups
    ]
    if not made:
        sheet.write_string(_HEAD, 0, words.lists.nothing_here)
    row, breaks = _HEAD + 1, []
    for chart, height in made:
        chart.set_size({"width": _CHART, "height": height})
        sheet.insert_chart(row, 0, chart, {"object_position": 2})
        row += height // 20 + 3
        breaks.append(row - 1)
    sheet.set_h_pagebreaks(breaks[:-1])


def _rows_tall(rows: int) -> int:
    return rows * min(max(_TALL // rows, _BAR[0]), _BAR[1])


def _framed(chart, title: str, legend: bool) -> None:
    """The message as the title, no frame."""
    chart.set_title(
        {"name": title, "overlay": False, "name_font": {"name": "Arial", "size": 14, "bold": True, "color": look.INK}}
    )
    chart.set_legend({"position": "top", "font": _font(10)} if legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})


def _foot(sheets: _Sheets) -> dict:
    """Day, edition and DỮ LIỆU MINH HỌA inside the chart, as the title of an axis: a copy keeps them."""
    contents = sheets.contents
    said = " · ".join(filter(None, (contents.mark, contents.foot)))
    return {"name": said, "name_font": {"name": "Arial", "size": 9, "bold": False, "color": look.MUTED}}


def _font(size: float, colour: str = look.INK, **more) -> dict:
    return {"name": "Arial", "size": size, "color": colour, **more}


def _states_chart(sheets: _Sheets):
    contents, words = sheets.contents, sheets.words
    chart: Any = sheets.book.add_chart({"type": "bar"})
    name, last = sheets.name("overview"), _STATES + len(contents.states) - 1
    chart.add_series(
        {
            "name": words.office.counts[0],
            "categories": [name, _STATES, 1, last, 1],
            "values": [name, _STATES, 2, last, 2],
            "gap": 35,
            "points": [
                {
                    "fill": {"color": look.STATES[s.key]},
                    "border": {"color": look.MUTED if s.key == "cancelled" else look.STATES[s.key]},
                }
                for s in contents.states
            ],
            "data_labels": {"value": True, "font": _font(11, bold=True)},
        }
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _font(10),
            "line": {"color": look.LINE},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"label_position": "none", "major_gridlines": {"visible": False}, "line": {"none": True}, "min": 0,
                      "major_tick_mark": "none", **_foot(sheets)})  # fmt: skip
    _framed(chart, words.overview.states_title.format(n=words.integer(contents.total.scope)), legend=False)
    return chart


def _bars_chart(sheets: _Sheets, name: str, title: str, groups: tuple[Group, ...], kinds: int):
    """What is done over what is claimed over all, in the frame of what was planned; the counts stand at the right."""
    words = sheets.words
    first, last, columns = _HEAD + 1, _HEAD + len(groups), 2 + kinds
    chart: Any = sheets.book.add_chart({"type": "bar"})
    done, claimed, planned = columns + 12, columns + 13, columns + 14
    drawn = (
        (words.terms.claimed, claimed, {"fill": {"color": look.CLAIMED}, "border": {"none": True}}),
        (words.terms.done, done, {"fill": {"color": look.DONE}, "border": {"none": True}}),
        (words.terms.planned, planned, {"fill": {"none": True}, "border": {"color": look.INK, "width": 1.25}}),
    )
    for series, column, style in drawn:
        custom = [
            {"value": bar_label(g, words)}
            if column == (planned if (g.weight_planned or 0) > (g.weight_claimed or 0) else claimed)
            else {"delete": True}
            for g in groups
        ]
        chart.add_series(
            {
                "name": series,
                "categories": [name, first, 1, last, 1],
                "values": [name, first, column, last, column],
                "gap": 45,
                "overlap": 100,
                "data_labels": {"value": True, "custom": custom, "position": "outside_end", "font": _font(9)},
                **style,
            }
        )
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _font(9),
            "line": {"color": look.LINE},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"min": 0, "max": 1, "major_unit": 0.25, "num_format": "0%", "num_font": _font(9, look.MUTED),
                      "major_gridlines": {"visible": True, "line": {"color": look.LINE, "width": 0.5}},
                      "line": {"none": True}, "label_position": "high", **_foot(sheets)})  # fmt: skip
    _framed(chart, title, legend=True)
    return chart


def _curve_chart(sheets: _Sheets):
    contents, words = sheets.contents, sheets.words
    chart: Any = sheets.book.add_chart({"type": "line"})
    name, first, last = sheets.name("curve"), _HEAD + 1, _HEAD + len(contents.curve)
    at = max((place for place, p in enumerate(contents.curve) if p.done is not None), default=-1)
    total = contents.total
    places = look.label_places(total.weight_planned, total.weight_done, total.weight_claimed)
    drawn = (
        (words.terms.planned, 3, {"color": look.MUTED, "width": 2, "dash_type": "dash"}, total.weight_planned),
        (words.terms.claimed, 5, {"color": look.CLAIMED, "width": 2.25}, total.weight_claimed),
        (words.terms.done, 4, {"color": look.DONE, "width": 3.25}, total.weight_done),
    )
    for series, column, line, share in drawn:
        custom: list[dict] = [{"delete": True}] * len(contents.curve)
        if at >= 0:
            custom[at] = {"value": f"{series} {words.percent(share)}"}
        chart.add_series(
            {
                "name": series,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "line": line,
                "marker": {"type": "none"},
                "data_labels": {
                    "value": True,
                    "custom": custom,
                    "position": places[column - 3],
                    "font": _font(10, bold=True),
                },
            }
        )
    chart.set_x_axis({"date_axis": True, "num_format": "mm/yyyy", "major_unit": look.months_apart(len(contents.curve)),
                      "major_unit_type": "months", "num_font": _font(9, look.MUTED), "line": {"color": look.LINE},
                      **_foot(sheets)})  # fmt: skip
    chart.set_y_axis({"min": 0, "max": 1, "major_unit": 0.25, "num_format": "0%", "num_font": _font(9, look.MUTED),
                      "major_gridlines": {"visible": True, "line": {"color": look.LINE, "width": 0.5}},
                      "line": {"none": True}})  # fmt: skip
    chart.show_blanks_as("gap")
    _framed(chart, contents.curve_title, legend=True)
    return chart
