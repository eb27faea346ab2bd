"""DataFrame -> plotly figure: one template, one palette by meaning, the same for the screen and the picture.

Names stand above their row, not beside it, so that a figure reads the same at 390 and at 1440 pixels and a name of
171 letters costs one line.  Every figure says its message in its title and carries its as-of day, and DỮ LIỆU MINH HỌA
where a row is made up.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from progress.numbers.scope import Scope
from progress.say.languages import Words, shortened, wrapped

# A plotly figure as plain dicts: built as go.Figure, its checks cost 60 ms a heatmap; the tests make them instead.
Figure = dict[str, Any]

ROW = 40  # pixels of a named row
EVEN = 0.0005  # a difference of shares that shows as 0,0 points
_CELL = 0.54  # the share of a row its cell or bar takes; the name has the rest
_NAME_LETTERS = 50
_TITLE_LETTERS, _SUBTITLE_LETTERS = 44, 54
_LABEL_ROOM, _LABEL_STEP = 0.62, 0.075  # of the curve's width and height
_LANE = 1.8  # rows of the lane of claimed percents
_OLDEST_YEARS = 40  # a curve longer than this begins with a mistyped year


@dataclass(frozen=True)
class Palette:
    """Colours by meaning, light or dark."""

    text: str
    muted: str
    line: str
    surface: str
    done: str
    late: str
    overdue: str
    in_progress: str
    not_started: str
    claimed: str
    accent: str
    heat: tuple[str, str]
    heat_text: tuple[str, str]  # the one that reads better is taken; only black and white always reach 4.5:1


LIGHT = Palette(
    text="#1F2A37", muted="#596675", line="#D5DAE1", surface="#FFFFFF", done="#1B7A4B", late="#E08A00",
    overdue="#B3261E", in_progress="#2B6CB0", not_started="#B6BDC8", claimed="#B5D8C5", accent="#0B5A43",
    heat=("#E4ECE8", "#0B5A43"), heat_text=("#000000", "#FFFFFF"),
)  # fmt: skip
DARK = Palette(
    text="#E6EAF0", muted="#A3AEBB", line="#39424E", surface="#12171D", done="#3FB27F", late="#F0A53A",
    overdue="#FF7B72", in_progress="#6CA8E8", not_started="#7B8794", claimed="#29594A", accent="#57C79A",
    heat=("#26302F", "#46B98B"), heat_text=("#FFFFFF", "#000000"),
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What the figures of a screen share. total: the one row of `rules.completion` for the whole scope."""

    scope: Scope
    total: pd.DataFrame
    words: Words
    colours: Palette


def palette(theme: str | None) -> Palette:
    return DARK if theme == "dark" else LIGHT


def heatmap(cells: pd.DataFrame, rows: pd.DataFrame, look: Look) -> Figure:
    """Completion of each agency in each year of the original due, agencies under their kind.

    cells: `rules.completion` by agency and year.  rows: the same by agency, in display order, with `name` and `kind`.
    Each cell shows done/scope with the percent as its fill; a red corner where something
    is overdue; blank where there is nothing.  Transparent markers over the cells carry (agency, year) for clicks; the
    year is "none" without a deadline and "" in the column of totals.
    """
    words, colours = look.words, look.colours
    years = sorted(cells["year"].dropna().unique().tolist())
    columns: list = [*years, *([None] if cells["year"].isna().any() else []), "total"]
    counted = cells[["agency", "year", "done", "scope", "overdue", "pct_done_count"]].to_dict("records")
    at = {(cell["agency"], None if pd.isna(cell["year"]) else int(cell["year"])): cell for cell in counted}
    size = 12 if len(columns) <= 10 else 10.5 if len(columns) <= 13 else 9  # a phone leaves 322 px for all columns
    picture = _Rows(colours)
    boxes, texts, corners, targets = [], [], [], []
    for kind, group in rows.groupby("kind", sort=False, dropna=False):
        picture.heading(_kind(kind, rows, words))
        for i, column in enumerate(columns):
            picture.annotate(i, picture.height - 0.27, _year_label(column, words), colours.muted, size=size - 1)
        for row in group.to_dict("records"):
            y = picture.named(row["name"])
            for i, column in enumerate(columns):
                cell = row if column == "total" else at.get((row["agency"], column))
                if cell is None or not cell["scope"]:
                    continue
                share = cell["pct_done_count"]
                boxes.append((i, y, share))
                texts.append((i, y, words.count(cell["done"], cell["scope"]), share, column == "total"))
                if cell["overdue"]:
                    corners.append((i, y))
                year = words.terms.total if column == "total" else words.years(column)
                targets.append(
                    (
                        i,
                        y,
                        [row["agency"], "" if column == "total" else ("none" if column is None else str(column))],
                        words.figures.heat_hover.format(
                            agency=_plain(row["name"]),
                            year=year,
                            count=words.count(cell["done"], cell["scope"]),
                            percent=words.percent(share),
                            overdue=words.integer(cell["overdue"]),
                        ),
                    )
                )
    height = picture.height
    traces = [_texts(picture.annotations, -0.5, len(columns) - 0.5)]
    traces.append(dict(
        type="bar", orientation="h", base=[i - 0.48 for i, *_ in boxes], x=[0.96] * len(boxes), y=[y for _, y, _ in boxes],
        width=_CELL, marker={"color": [mixed(colours.heat, share) for *_, share in boxes]}, hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    ))  # fmt: skip
    traces.append(dict(
        type="scatter", x=[i for i, *_ in texts], y=[y for _, y, *_ in texts], mode="text",
        text=[f"<b>{text}</b>" if bold else text for _, _, text, _, bold in texts],
        textfont={"size": size, "color": [readable(mixed(colours.heat, share), colours.heat_text) for *_, share, _ in texts]},
        hoverinfo="skip", cliponaxis=False,
    ))  # fmt: skip
    traces.append(dict(
        type="scatter", x=[i + 0.48 for i, _ in corners], y=[y - _CELL / 2 for _, y in corners], mode="markers",
        marker={"symbol": "triangle-ne", "size": 9, "color": colours.overdue, "line": {"width": 0}},
        hoverinfo="skip", cliponaxis=False,
    ))  # fmt: skip
    traces.append(dict(
        type="scatter", x=[i for i, *_ in targets], y=[y for _, y, *_ in targets], mode="markers",
        marker={"symbol": "square", "size": 22, "color": colours.text, "opacity": 0.01},
        customdata=[d for _, _, d, _ in targets], hovertext=[h for *_, h in targets], hoverinfo="text",
        unselected={"marker": {"opacity": 0.01}}, selected={"marker": {"opacity": 0.01}},
    ))  # fmt: skip
    layout = {
        "barmode": "overlay",
        "annotations": [],
        "xaxis": {"range": [-0.5, len(columns) - 0.5], "visible": False},
        "yaxis": {"range": [height, 0], "visible": False},
    }
    title = heatmap_title(rows, look)
    return _framed(traces, layout, title, words.figures.heat_subtitle, round(height * ROW), look)


def heatmap_title(rows: pd.DataFrame, look: Look) -> str:
    """How many are overdue, and with whom most of them are."""
    words, overdue = look.words, int(look.total["overdue"].iloc[0])
    if not overdue:
        return words.figures.heat_title_none
    most = rows.loc[rows["overdue"].idxmax()]
    return words.figures.heat_title.format(
        n=words.integer(overdue), most=words.integer(most["overdue"]), agency=shortened(most["name"], _NAME_LETTERS)
    )


def completion_bars(rows: pd.DataFrame, title: str, look: Look, beside: pd.DataFrame | None = None) -> Figure:
    """Completion of each row by weight, two-tone (done; claimed), with a tick at what was planned.

    rows: `rules.completion` in display order, with `name`, `key` (goes out with a click) and optionally `kind`, which
    heads its group.  beside: the same rows at another day, where two figures are laid side by side; names then break alike.
    """
    words, colours = look.words, look.colours
    picture = _Rows(colours)
    places = []
    others = (rows if beside is None else beside).set_index("key").to_dict("index")
    grouped = rows.groupby("kind", sort=False, dropna=False) if "kind" in rows else [("", rows)]
    for kind, group in grouped:
        if "kind" in rows:
            picture.heading(_kind(kind, rows, words), 0.75)
        for row in group.to_dict("records"):
            label, other = (_bar_label(one, words) for one in (row, others[row["key"]]))
            y = picture.named(row["name"], label, lines=2, reserved=len(other))
            places.append((y, row))
    done = [row["pct_done_weight"] if row["scope"] else None for _, row in places]
    claim = [
        max(0.0, row["pct_reported_weight"] - row["pct_done_weight"]) if row["scope"] else None for _, row in places
    ]
    plan = [row["pct_planned_weight"] for _, row in places]
    at = [y for y, _ in places]
    hover = [
        words.figures.bars_hover.format(
            name="<br>".join(map(_plain, wrapped(row["name"], 60))),
            done=words.percent(row["pct_done_weight"]),
            count=words.count(row["done"], row["scope"]),
            claimed=words.percent(row["pct_reported_weight"]),
            planned=words.percent(row["pct_planned_weight"]),
        )
        for _, row in places
    ]
    keys = [[row["key"]] for _, row in places]
    traces = [_texts(picture.annotations, 0, 1)]
    base = {"orientation": "h", "y": at, "width": 0.34, "hovertext": hover, "hoverinfo": "text", "customdata": keys}
    faint = {"unselected": {"marker": {"opacity": 1}}}
    traces.append(dict(
        type="bar", x=[1.0] * len(at), marker={"color": colours.line, "opacity": 0.35}, **base,
        unselected={"marker": {"opacity": 0.35}},
    ))  # fmt: skip
    traces.append(dict(type="bar", x=done, marker={"color": colours.done}, **base, **faint))
    traces.append(dict(type="bar", x=claim, base=done, marker={"color": colours.claimed}, **base, **faint))
    traces.append(dict(
        type="scatter", x=plan, y=at, mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2.5, "color": colours.text}},
        unselected={"marker": {"opacity": 1}}, cliponaxis=False,
    ))  # fmt: skip
    layout = {
        "barmode": "overlay",
        "annotations": [],
        "xaxis": {"range": [0, 1], "visible": False},
        "yaxis": {"range": [picture.height, 0], "visible": False},
    }
    return _framed(traces, layout, title, words.figures.bars_subtitle, round(picture.height * ROW), look)


def behind_title(rows: pd.DataFrame, sentence: str, words: Words) -> str:
    """How many rows have less done than was planned, in weight."""
    behind = (rows["pct_planned_weight"] - rows["pct_done_weight"] > EVEN).sum()
    return sentence.format(n=words.integer(behind))


def description(figure: Figure) -> str:
    """What a figure says, for those who cannot see it: its title, subtitle and foot as plain text."""
    said = [note["text"] for note in figure["layout"]["annotations"] if note.get("name") in ("title", "foot")]
    plain = re.sub(r"<[^>]+>", "", ". ".join(said).replace("<br>", " "))
    return plain.replace("&lt;", "<").replace("&amp;", "&")


def s_curve(months: pd.DataFrame, look: Look) -> Figure:
    """Planned (dashes) against done (solid) and claimed (pale) by month, percent of all weight, with the as-of line.

    months: `rules.series` of the same scope.  Done and claimed end at the
    scope's day.  An axis that would begin decades early because of one mistyped year is cut, and says so.
    """
    scope, words, colours, row = look.scope, look.words, look.colours, look.total.iloc[0]
    whole = float(row["weight_scope"])
    traces: list[dict] = []
    notes: list[dict] = []
    shapes, reach = [], {}
    if len(months) and whole > 0:
        ends = months["month"] + pd.offsets.MonthEnd(1)
        as_of = pd.Timestamp(scope.as_of)
        shown = ends.clip(upper=as_of).where(months["month"] <= as_of)
        past = shown.notna()
        traces.append(dict(
            type="scatter", x=ends, y=months["planned_w"] / whole, mode="lines", name=words.terms.planned,
            line={"color": colours.muted, "width": 2, "dash": "dash"},
            hovertext=[
                f"{m:%m/%Y}<br>{words.terms.planned}: {words.percent(w / whole)} ({words.terms.count_of.format(n=words.integer(n))})"
                for m, w, n in zip(months["month"], months["planned_w"], months["planned_n"], strict=True)
            ],
            hoverinfo="text", customdata=[["due_month", f"{m:%Y-%m}"] for m in months["month"]],
        ))  # fmt: skip
        traces.append(dict(
            type="scatter", x=shown[past], y=months["reported_w"][past] / whole, mode="lines", name=words.terms.claimed,
            line={"color": colours.claimed, "width": 2}, hoverinfo="skip",
        ))  # fmt: skip
        traces.append(dict(
            type="scatter", x=shown[past], y=months["actual_w"][past] / whole, mode="lines+markers", name=words.terms.done,
            line={"color": colours.done, "width": 3}, marker={"size": 5, "color": colours.done},
            hovertext=[
                f"{m:%m/%Y}<br>{words.terms.done}: {words.percent(w / whole)} ({words.terms.count_of.format(n=words.integer(n))})"
                for m, w, n in zip(
                    months["month"][past], months["actual_w"][past], months["actual_n"][past], strict=True
                )
            ],
            hoverinfo="text", customdata=[["done_month", f"{m:%Y-%m}"] for m in months["month"][past]],
            unselected={"marker": {"opacity": 1}},
        ))  # fmt: skip
        start, end = curve_start(months, as_of), ends.iloc[-1]
        line = {"color": colours.text, "width": 1, "dash": "dot"}
        shapes = [{"type": "line", "x0": as_of, "x1": as_of, "y0": 0, "y1": 1, "line": line}]
        end = max(end, as_of + (as_of - start) * _LABEL_ROOM)  # the labels stand to the right of the day
        notes.append(_note(as_of, 1.0, f"{scope.as_of:%d/%m/%Y}", colours.text, colours.surface, before=True, shift=-9))
        gap = row["pct_planned_weight"] - row["pct_done_weight"]
        labels = [
            (row["pct_reported_weight"], words.terms.claimed, colours.muted),
            (row["pct_planned_weight"], words.terms.planned, colours.muted),
            (row["pct_done_weight"], words.terms.done, colours.done),
        ]
        for y, (share, text, colour) in zip(_apart([share for share, *_ in labels]), labels, strict=True):
            notes.append(_note(as_of, y, f"{text} {words.percent(share)}", colour, colours.surface))
        lowest = min(_apart([share for share, *_ in labels]))
        notes.append(
            _note(
                as_of,
                lowest - _LABEL_STEP,
                gap_sentence(gap, words),
                colours.overdue if gap > EVEN else colours.done,
                colours.surface,
            )
        )
        reach = {"range": [start, end]}
    tick = {"color": colours.muted, "size": 11}
    if len(months) > 144:
        ticks = {"nticks": 8, "tickformat": "%Y"}
    elif len(months) > 30:
        ticks = {"dtick": "M12", "tick0": "2000-01-01", "ticklabelmode": "period", "tickformat": "%Y"}
    else:
        ticks = {
            "dtick": "M3" if len(months) <= 10 else "M6",
            "tick0": "2000-01-01",
            "tickformat": "%m/%Y",
            "tickangle": 0,
        }
    layout = {
        "shapes": shapes,
        "annotations": notes,
        "xaxis": {
            **reach, "type": "date", "showgrid": False, "zeroline": False, "tickfont": tick,
            "linecolor": colours.line, "ticks": "outside", "tickcolor": colours.line, "automargin": False,
            **ticks,
        },
        "yaxis": {
            "range": [0, 1.06], "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "gridcolor": colours.line, "griddash": "dot", "zeroline": False, "tickfont": tick,
        },
    }  # fmt: skip
    return _framed(traces, layout, curve_title(look), curve_subtitle(months, look), 300, look, left=36)


def timeline(
    rows: pd.DataFrame,
    moves: pd.DataFrame,
    title: str,
    look: Look,
    reports: pd.DataFrame | None = None,
    whole: pd.DataFrame | None = None,
) -> Figure:
    """Deadlines, completions and delays of milestones in time, a row each, with the as-of line.

    rows: `rules.standing` in display order, with `name` and optionally `group`, which heads its rows.  moves:
    `history.moves` of them.  A ring is the original due, a line leads over every new due to the tick of the one in force,
    a dot is the completion; red from the due in force to the scope's day, amber to the completion, is delay.
    reports: `history.reports` of a single milestone; they stand below as dots at the height of their percent, hollow where
    they never hold.  A row without any day has its name only.  whole: all rows, where these are a part that stands beside
    another: both have one axis.
    """
    words, colours, scope = look.words, look.colours, look.scope
    as_of, closed = pd.Timestamp(scope.as_of), pd.Timestamp(scope.closed_through)
    picture = _Rows(colours)
    tracks, delays, late = ([], []), ([], []), ([], [])
    marks: dict[str, list[tuple]] = {
        "original": [],
        "moved": [],
        "force": [],
        "overdue": [],
        "done": [],
        "done_late": [],
    }
    reach = rows if whole is None else whole
    days = [as_of, *moves["new_due"].dropna()]
    for column in ("due", "due_in_force", "done_on"):
        days += reach[column].dropna().tolist()
    targets: list[tuple] = []
    new_dues = {key: group.tolist() for key, group in moves.groupby("milestone_id")["new_due"]}
    groups = rows.groupby("group", sort=False) if "group" in rows else [("", rows)]
    for group, members in groups:
        if group:
            picture.heading(group, 0.75)
        for row in members.to_dict("records"):
            y = picture.named(row["name"], _timeline_label(row, words), lines=2)
            original, force, done = row["due"], row["due_in_force"], row["done_on"]
            moved = [day for day in new_dues.get(row["milestone_id"], []) if day == day]
            path = [day for day in (original, *moved) if day == day]
            if len(path) > 1:
                _segment(tracks, min(path), max(path), y)
            if row["bucket"] == "overdue":
                _segment(delays, force, closed, y)
            if row["bucket"] == "done_late":
                _segment(late, force, done, y)
            marks["moved"] += [(day, y) for day in moved if day != force]
            if original == original:
                marks["original"].append((original, y))
            if force == force:
                marks["overdue" if row["bucket"] == "overdue" else "force"].append((force, y))
            if done == done:
                marks["done_late" if row["bucket"] == "done_late" else "done"].append((done, y))
            said = words.profile.timeline_hover.format(
                title="<br>".join(map(_plain, wrapped(row["name"], 60))),
                state=f"{words.terms.signs[row['bucket']]} {words.terms.buckets[row['bucket']]}",
                due=words.day(original), due_in_force=words.day(force), done_on=words.day(done),
            )  # fmt: skip
            targets += [(day, y, said) for day in dict.fromkeys((*path, force, done)) if day == day]
    traces: list[dict] = []
    quiet = {"type": "scatter", "hoverinfo": "skip"}
    for (x, y), colour, width in ((tracks, colours.muted, 2), (delays, colours.overdue, 5), (late, colours.late, 5)):
        if x:
            traces.append(dict(**quiet, x=x, y=y, mode="lines", line={"color": colour, "width": width}))
    styles = {
        "original": {"symbol": "circle-open", "size": 11, "color": colours.muted, "line": {"width": 2}},
        "moved": {"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": colours.muted}},
        "force": {"symbol": "line-ns", "size": 17, "line": {"width": 3, "color": colours.text}},
        "overdue": {"symbol": "line-ns", "size": 17, "line": {"width": 3, "color": colours.overdue}},
        "done": {"symbol": "circle", "size": 11, "color": colours.done},
        "done_late": {"symbol": "circle", "size": 11, "color": colours.late},
    }
    for name, places in marks.items():
        if places:
            x, y = zip(*places, strict=True)
            traces.append(dict(**quiet, x=list(x), y=list(y), mode="markers", marker=styles[name], cliponaxis=False))
    if targets:
        x, y, said = zip(*targets, strict=True)
        traces.append(dict(
            type="scatter", x=list(x), y=list(y), mode="markers", hovertext=list(said), hoverinfo="text",
            marker={"size": 20, "opacity": 0.01, "color": colours.text}, cliponaxis=False,
        ))  # fmt: skip
    if reports is not None and len(reports):
        days += reports["since"][reports["percent"].notna()].tolist()
    margin = max((max(days) - min(days)) * 0.04, pd.Timedelta(days=20))
    start, end = min(days) - margin, max(days) + margin
    if reports is not None and len(reports):
        traces += _claims(reports, end - start, picture, look)
    picture.height += 0.1
    names = {"bgcolor": colours.surface, "borderpad": 1}  # the lines of the years stop before a name
    notes = [{**note, **(names if note.get("xref") == "paper" else {})} for note in picture.annotations]
    layout = {
        "shapes": [{
            "type": "line", "x0": as_of, "x1": as_of, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": colours.text, "width": 1, "dash": "dot"},
        }],
        "annotations": notes,
        "xaxis": {**_dates(start, end, look), "showgrid": True, "gridcolor": colours.line, "showline": False, "ticks": ""},
        "yaxis": {"range": [picture.height, 0], "visible": False},
    }  # fmt: skip
    height = round(picture.height * ROW)
    return _framed(traces, layout, title, words.profile.timeline_subtitle, height, look, dated=True)


def moved_by_month(months: pd.DataFrame, look: Look) -> Figure:
    """How many deadlines were moved in each month, a bar a month. months: `comparison.moved_by_month`, not empty."""
    words, most = look.words, months.loc[months["n"].idxmax()]
    title = words.history.moves_title.format(
        n=words.integer(months["n"].sum()), days=words.integer(months["days"].sum()),
        month=f"{most['month']:%m/%Y}", most=words.integer(most["n"]),
    )  # fmt: skip
    hover = [
        words.history.moves_hover.format(month=f"{month:%m/%Y}", n=words.integer(n), days=words.integer(days))
        for month, n, days in zip(months["month"], months["n"], months["days"], strict=True)
    ]
    bars = _columns(months["month"], months["n"], look.colours.late, hover, look)
    start, end = months["month"].iloc[0] - pd.Timedelta(days=20), months["month"].iloc[-1] + pd.Timedelta(days=20)
    yaxis = {"range": [0, float(most["n"]) * 1.15 + 0.5], "visible": False}
    layout = {"annotations": [], "bargap": 0.3, "xaxis": _dates(start, end, look), "yaxis": yaxis}
    return _framed([bars], layout, title, words.history.moves_subtitle, 180, look, left=12)


def scope_changes(rows: pd.DataFrame, look: Look) -> Figure:
    """What came into the plan (up) and was cancelled (down) in each report period. rows: `comparison.scope_changes`."""
    words, colours, ends = look.words, look.colours, rows["end"]
    title = words.history.change_scope_title.format(
        n=words.integer(len(rows)), added=words.integer(rows["added"].sum()),
        cancelled=words.integer(rows["cancelled"].sum()), scope=words.integer(rows["scope"].iloc[-1]),
    )  # fmt: skip
    traces = []
    for name, sign, colour in (("added", 1, colours.done), ("cancelled", -1, colours.muted)):
        word = words.columns.added_n if name == "added" else words.terms.buckets["cancelled"]
        hover = [f"{words.day(end)}<br>{word}: {words.integer(n)}" for end, n in zip(ends, rows[name], strict=True)]
        traces.append(_columns(ends, rows[name] * sign, colour, hover, look))
    high, low = max(rows["added"].max(), -rows["cancelled"].min()), max(rows["cancelled"].max(), -rows["added"].min())
    start, end = ends.iloc[0] - pd.Timedelta(days=20), ends.iloc[-1] + pd.Timedelta(days=20)
    layout = {
        "annotations": [], "barmode": "relative", "bargap": 0.3, "xaxis": _dates(start, end, look),
        "yaxis": {
            "range": [-1.2 * low - 0.5, 1.2 * high + 0.5], "showgrid": False, "showticklabels": False, "zeroline": True,
            "zerolinecolor": colours.line,
        },
    }  # fmt: skip
    return _framed(traces, layout, title, words.history.change_scope_subtitle, 180, look, left=12)


def schedule(periods: pd.DataFrame, look: Look) -> Figure:
    """SPI by report period, never without done of due and on time. periods: `history.periods`, the newest first."""
    words, colours, rows = look.words, look.colours, periods[::-1]
    last = rows.iloc[-1]
    title = words.history.spi_title.format(
        spi=words.decimal(last["spi_weight"]), due=words.percent(last["due_completion"]),
        on_time=words.percent(last["on_time_rate"]),
    )  # fmt: skip
    styles = {
        "spi_weight": (words.terms.spi, colours.muted, "dash"),
        "due_completion": (words.overview.due_done, colours.in_progress, "solid"),
        "on_time_rate": (words.overview.on_time, colours.done, "solid"),
    }
    traces, notes, top = [], [], 1.5
    start, end = rows["end"].iloc[0], rows["end"].iloc[-1]
    for key, (name, colour, dash) in styles.items():
        shown = [words.decimal(v) if key == "spi_weight" else words.percent(v) for v in rows[key]]
        hover = [f"{words.day(day)}<br>{name}: {value}" for day, value in zip(rows["end"], shown, strict=True)]
        traces.append(dict(
            type="scatter", x=rows["end"], y=[None if v != v else min(v, top) for v in rows[key]], mode="lines+markers",
            line={"color": colour, "width": 2.5, "dash": dash}, marker={"size": 5, "color": colour}, hovertext=hover,
            hoverinfo="text",
        ))  # fmt: skip
    labels = [(key, *style) for key, style in styles.items() if last[key] == last[key]]
    heights = _apart([min(last[key], top) / top for key, *_ in labels]) if labels else []
    for (key, name, colour, _), height in zip(labels, heights, strict=True):
        value = words.decimal(last[key]) if key == "spi_weight" else words.percent(last[key])
        notes.append(_note(end, height * top, f"{name} {value}", colour, colours.surface))
    layout = {
        "annotations": notes,
        "xaxis": _dates(start, end + (end - start) * _LABEL_ROOM, look),
        "yaxis": {
            "range": [0, top + 0.03], "tickvals": [0, 0.5, 1, 1.5], "ticktext": ["0%", "50%", "100%", "150%"],
            "gridcolor": colours.line, "griddash": "dot", "zeroline": False,
            "tickfont": {"color": colours.muted, "size": 11},
        },
    }  # fmt: skip
    return _framed(traces, layout, title, words.history.spi_subtitle, 240, look, left=40)


def alike(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """Two figures of one kind with one axis and one height, to be laid side by side."""
    ranges = [figure["layout"]["xaxis"].get("range") for figure in (first, second)]
    tops = [figure["layout"]["margin"]["t"] for figure in (first, second)]
    reach = [min(r[0] for r in ranges), max(r[1] for r in ranges)] if all(ranges) else None

    def fitted(figure: Figure, top: int) -> Figure:
        layout, higher = figure["layout"], max(tops) - top
        return {**figure, "layout": {
            **layout, "height": layout["height"] + higher, "margin": {**layout["margin"], "t": max(tops)},
            "xaxis": {**layout["xaxis"], **({"range": reach} if reach else {})},
        }}  # fmt: skip

    return fitted(first, tops[0]), fitted(second, tops[1])


def curve_title(look: Look) -> str:
    """How much is done, and how far from the plan, in points of weight."""
    words, row = look.words, look.total.iloc[0]
    if not row["scope"] or row["weight_scope"] == 0:
        return words.lists.nothing_here
    gap = row["pct_planned_weight"] - row["pct_done_weight"]
    title = words.figures.curve_title if gap > EVEN else words.figures.curve_title_even
    return title.format(done=words.percent(row["pct_done_weight"]), gap=words.decimal(gap * 100, 1))


def curve_subtitle(months: pd.DataFrame, look: Look) -> str:
    """What the curve is of; where its axis is cut, how many milestones were to be done before it begins."""
    words = look.words
    if len(months):
        start = curve_start(months, pd.Timestamp(look.scope.as_of))
        early = months.loc[months["month"] < start, "planned_n"].max()
        if early > 0:
            return words.figures.curve_guard.format(year=start.year, n=words.integer(early))
    return words.figures.curve_subtitle


def config(name: str, words: Words) -> dict:
    """How every chart behaves in the browser: no zooming by accident, the camera saves at scale 3 under our name."""
    return {
        "displaylogo": False,
        "modeBarButtonsToRemove": [
            "zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d",
        ],
        "toImageButtonOptions": {"format": "png", "scale": 3, "filename": name},
        "scrollZoom": False,
        "doubleClick": False,
        "locale": words.lang,
        "locales": {words.lang: words.figures.locale},
    }  # fmt: skip


class _Rows:
    """Lays named rows one under another; y grows downward, one unit a row."""

    def __init__(self, colours: Palette) -> None:
        self.height = 0.0
        self.annotations: list[dict] = []
        self._colours = colours

    def heading(self, text: str, height: float = 1.05) -> None:
        """A bold line above a group of rows; without a text only the room for the labels of columns."""
        top = self.height
        self.height += height if text else 0.6 * height
        if text:
            self._left(top + 0.32, f"<b>{_plain(text[:1].upper() + text[1:])}</b>", self._colours.text, 13)

    def named(self, name: str, label: str = "", lines: int = 1, reserved: int = 0) -> float:
        """A row's name, in so many lines at most, and where its bar or cells are centred; reserved: letters of a label."""
        room = _NAME_LETTERS - max(len(label), reserved)
        shown = wrapped(name, room)
        shown = [*shown[: lines - 1], shortened(" ".join(shown[lines - 1 :]), room)] if len(shown) > lines else shown
        top = self.height + 0.4 * (len(shown) - 1)
        for i, line in enumerate(shown):
            self._left(self.height + 0.24 + 0.4 * i, _plain(shortened(line, room)), self._colours.text, 12.5)
        self.height = top + 1
        if label:
            self.annotations.append(
                {"x": 1, "xref": "paper", "xanchor": "right", "y": top + 0.24, "yref": "y", "yanchor": "middle",
                 "text": label, "showarrow": False, "font": {"size": 11.5, "color": self._colours.muted}}
            )  # fmt: skip
        return top + 0.42 + _CELL / 2

    def annotate(self, x: float, y: float, text: str, colour: str, size: float) -> None:
        self.annotations.append(
            {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": size, "color": colour}}
        )

    def _left(self, y: float, text: str, colour: str, size: float) -> None:
        self.annotations.append(
            {"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "y", "yanchor": "middle", "text": text,
             "showarrow": False, "align": "left", "font": {"size": size, "color": colour}, "xshift": 2}
        )  # fmt: skip


def _segment(line: tuple[list, list], start, end, y: float) -> None:
    """One more stretch of a broken line."""
    line[0].extend((start, end, None))
    line[1].extend((y, y, None))


def _timeline_label(row: dict, words: Words) -> str:
    """A row's state in a sign and the day or number of days that says most about it."""
    sign = words.terms.signs[row["bucket"]]
    if row["bucket"] == "overdue":
        return f"{sign} {words.terms.days.format(n=words.integer(row['days_overdue']))}"
    day = row["done_on"] if row["done_on"] == row["done_on"] else row["due_in_force"]
    return f"{sign} {words.day(day) if day == day else words.terms.no_deadline}"


def _claims(reports: pd.DataFrame, span: pd.Timedelta, picture: _Rows, look: Look) -> list[dict]:
    """The lane of reports under a milestone's deadlines; span: of the axis."""
    words, colours = look.words, look.colours
    said = reports[reports["percent"].notna()][::-1]
    if said.empty:
        return []
    picture.named(words.profile.timeline_one_lane)
    floor = picture.height + _LANE - 0.3
    picture.height += _LANE
    height = floor - said["percent"] / 100 * _LANE
    hover = [
        f"{words.day(day)}: {words.percent(percent / 100)}<br>{words.terms.statuses[status]}"
        for day, percent, status in zip(said["since"], said["percent"], said["status"], strict=True)
    ]
    held = said["held"]
    last, shown = None, None
    for day, percent, y in zip(said["since"][held], said["percent"][held], height[held], strict=True):
        # A number at every dot would cover the next: where it moved by a tenth and there is room, it is written.
        if last is None or (abs(percent - shown) >= 10 and day - last > span * 0.15):
            last, shown = day, percent
            picture.annotate(day, y - 0.32, words.percent(percent / 100), colours.muted, size=11)
    return [
        dict(type="scatter", x=said["since"][held].tolist(), y=height[held].tolist(), mode="lines", hoverinfo="skip",
             line={"color": colours.claimed, "width": 2, "shape": "hv"}),
        dict(type="scatter", x=said["since"].tolist(), y=height.tolist(), mode="markers", hovertext=hover,
             hoverinfo="text", cliponaxis=False,
             marker={"size": 8, "symbol": ["circle" if h else "circle-open" for h in held], "color": colours.in_progress}),
    ]  # fmt: skip


def _framed(
    traces: list[dict],
    layout: dict,
    title: str,
    subtitle: str,
    height: int,
    look: Look,
    left: int = 0,
    dated: bool = False,
) -> Figure:
    """The figure with its message on top and its day and basis at the foot. left: the room of the y axis' labels;
    dated: the x axis has labels too."""
    words, colours = look.words, look.colours
    head, under = wrapped(title, _TITLE_LETTERS), wrapped(subtitle, _SUBTITLE_LETTERS)
    top, bottom = 18 + 20 * len(head) + 15 * len(under), 54 if left or dated else 30
    made_up = bool(len(look.total)) and bool(look.total["illustrative"].iloc[0])
    basis = f"<b>{words.terms.illustrative}</b>" if made_up else ""
    text = "<br>".join(f"<b>{_plain(line)}</b>" for line in head)
    text += "".join(f'<br><span style="font-size:12px;color:{colours.muted}">{_plain(line)}</span>' for line in under)
    edge = {"xref": "x domain", "x": 0, "xanchor": "left", "yref": "paper", "align": "left", "showarrow": False,
            "xshift": 2 - left}  # fmt: skip
    heading = {**edge, "name": "title", "text": text, "y": 1, "yanchor": "bottom", "yshift": 8,
               "font": {"size": 15, "color": colours.text}}  # fmt: skip
    foot = {**edge, "name": "foot", "text": words.figures.foot.format(day=words.day(look.scope.as_of), basis=basis).strip(),
            "y": 0, "yanchor": "top", "yshift": 22 - bottom, "font": {"size": 11, "color": colours.muted}}  # fmt: skip
    frame = {
        "height": top + height + bottom,
        "margin": {"l": 4 + left, "r": 8, "t": top, "b": bottom},
        "showlegend": False, "dragmode": False, "clickmode": "event+select", "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": '"Source Sans", "Source Sans Pro", "Source Sans 3", sans-serif', "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.surface, "bordercolor": colours.line, "align": "left",
            "font": {"color": colours.text, "size": 13},
        },
    }  # fmt: skip
    axes = {axis: {**layout[axis], "fixedrange": True} for axis in ("xaxis", "yaxis")}
    notes = [*layout["annotations"], heading, foot]
    return {"data": traces, "layout": {**layout, **frame, **axes, "annotations": notes}}


def _texts(annotations: list[dict], left: float, right: float) -> dict:
    """The labels of rows as one trace, from the left edge to the right: a tenth of the cost of as many annotations."""
    places = {(0, "left"): (left, "middle right"), (1, "right"): (right, "middle left")}
    at = [places.get((note["x"], note.get("xanchor")), (note["x"], "middle center")) for note in annotations]
    return dict(
        type="scatter", x=[x for x, _ in at], y=[note["y"] for note in annotations], mode="text",
        text=[note["text"] for note in annotations], textposition=[side for _, side in at],
        textfont={key: [note["font"][key] for note in annotations] for key in ("size", "color")},
        hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def _columns(days: pd.Series, counts: pd.Series, colour: str, hover: list[str], look: Look) -> dict:
    """Bars over time with their numbers; nothing is written where nothing is."""
    return dict(
        type="bar", x=days, y=counts, marker={"color": colour}, hovertext=hover, hoverinfo="text", textposition="outside",
        text=[look.words.integer(abs(n)) if n else "" for n in counts], cliponaxis=False,
        textfont={"color": look.colours.text, "size": 11}, textangle=0,
    )  # fmt: skip


def _dates(start, end, look: Look) -> dict:
    """An axis of days with few labels."""
    span = end - start
    if span > pd.Timedelta(days=366 * 14):
        ticks = {"nticks": 8, "tickformat": "%Y"}
    elif span > pd.Timedelta(days=800):
        ticks = {"dtick": "M12", "tick0": "2000-01-01", "tickformat": "%Y"}
    else:
        step = "M3" if span < pd.Timedelta(days=400) else "M6"
        ticks = {"dtick": step, "tick0": "2000-01-01", "tickformat": "%m/%Y", "tickangle": 0}
    return {
        "type": "date", "range": [start, end], "showgrid": False, "zeroline": False, "automargin": False,
        "tickfont": {"color": look.colours.muted, "size": 11}, "linecolor": look.colours.line, "ticks": "outside",
        "tickcolor": look.colours.line, **ticks,
    }  # fmt: skip


def _bar_label(row: dict, words: Words) -> str:
    return f"{words.percent(row['pct_done_weight'])} · {words.count(row['done'], row['scope'])}"


def _apart(heights: list[float]) -> list[float]:
    """The heights moved just so far that labels there do not touch, kept in their order, above the lowest step."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed, floor = list(heights), 2 * _LABEL_STEP
    for i in order:
        placed[i] = max(heights[i], floor)
        floor = placed[i] + _LABEL_STEP
    over = max(0.0, max(placed) - 0.93)
    return [y - over for y in placed]


def gap_sentence(gap: float, words: Words) -> str:
    """How far what is done lies behind what was planned, in points."""
    if abs(gap) <= EVEN:
        return words.figures.curve_even
    return (words.figures.curve_behind if gap > 0 else words.figures.curve_ahead).format(
        gap=words.decimal(abs(gap) * 100, 1)
    )


def _note(x, y: float, text: str, colour: str, surface: str, before: bool = False, shift: float = 0) -> dict:
    side = "right" if before else "left"
    return {
        "x": x, "y": y, "text": f"<b>{text}</b>", "showarrow": False, "xanchor": side, "yshift": shift,
        "xshift": -6 if before else 6, "font": {"size": 12, "color": colour},
        "bgcolor": surface, "borderpad": 1,
    }  # fmt: skip


def curve_start(months: pd.DataFrame, as_of: pd.Timestamp) -> pd.Timestamp:
    """Where the curve's axis begins: its first month, or the year before most of the planned work where that is decades
    away from one mistyped year."""
    if as_of.year - months["month"].iloc[0].year <= _OLDEST_YEARS:
        return months["month"].iloc[0]
    late = months[months["planned_n"] > months["planned_n"].max() * 0.02]
    first = late["month"].iloc[0] if len(late) else as_of
    return pd.Timestamp(min(max(first.year - 1, as_of.year - _OLDEST_YEARS), as_of.year), 1, 1)


def _kind(kind, rows: pd.DataFrame, words: Words) -> str:
    """The heading of a kind of agency; none where the plan speaks of no kinds at all."""
    if isinstance(kind, str):
        return words.terms.kinds.get(kind, kind)
    return words.terms.unknown if rows["kind"].notna().any() else ""


def _year_label(column, words: Words) -> str:
    if column == "total":
        return f"<b>{words.terms.total}</b>"
    return words.terms.no_deadline_short if column is None else str(column)


def _plain(text: str) -> str:
    """Stored text inside a label: shown as typed, never as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def readable(fill: str, inks: tuple[str, str]) -> str:
    """The ink with the higher contrast on a fill (WCAG 2, relative luminance)."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(ink: str) -> float:
        low, high = sorted((luminance(ink), luminance(fill)))
        return (high + 0.05) / (low + 0.05)

    return max(inks, key=contrast)


def mixed(ends: tuple[str, str], share: float) -> str:
    low, high = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in ends)
    return "#{:02x}{:02x}{:02x}".format(*np.round(low + (high - low) * share).astype(int))
