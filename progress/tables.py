"""The numbers behind a figure or a list as an office prints them: text, in the reader's language, total last."""

from collections.abc import Iterable

import pandas as pd

from progress.facts import Facts
from progress.rules import BUCKETS, DONE, OPEN, flags
from progress.words import Words, short_name

# What a link may ask for by `bucket`: one bucket, or a group of them.
GROUPS = {"done": DONE, "open": (*OPEN, "suspended"), **{key: (key,) for key in (*BUCKETS, "cancelled")}}


def chosen(
    standing: pd.DataFrame, bucket: str | None = None, due_month: str | None = None, done_month: str | None = None
) -> pd.DataFrame:
    """The milestones a link names: of a bucket or group of buckets, "due_soon", due (originally) or done in a month
    like 2016-03.  What is not understood selects everything.  Most overdue first, then by deadline and code."""
    rows = standing
    if bucket == "due_soon":
        rows = rows[rows["due_soon"]]
    elif bucket in GROUPS:
        rows = rows[rows["bucket"].isin(GROUPS[bucket])]
    for column, month in (("due", due_month), ("done_on", done_month)):
        if month:
            rows = rows[rows[column].dt.strftime("%Y-%m") == month]
    return rows.sort_values(
        ["days_overdue", "due_in_force", "milestone"], ascending=[False, True, True], na_position="last", kind="stable"
    )


def milestone_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """One line a milestone; columns are headed in the reader's language, days are days, the rest text."""
    names = {row["agency"]: short_name(words.titled(row, "name")) for row in facts.agencies.to_dict("records")}
    raised = [", ".join(words.flag_words[f] for f in found) for found in flags(rows)]
    claims = ["" if p != p else words.percent(p / 100) for p in rows["percent"]]
    late = ["" if d != d else words.days.format(n=words.integer(d)) for d in rows["days_overdue"]]
    return pd.DataFrame(
        {
            words.number: range(1, len(rows) + 1),
            words.title: [words.titled(row, "title") for row in rows[["title_vi", "title_en"]].to_dict("records")],
            words.state: [f"{words.signs[b]} {words.buckets[b]}" for b in rows["bucket"]],
            words.days_overdue: late,
            words.lead: [names.get(a, a) for a in rows["agency"]],
            words.due_in_force: rows["due_in_force"].to_numpy(),
            words.original_due: rows["due"].to_numpy(),
            words.claim: claims,
            words.done_on: rows["done_on"].to_numpy(),
            words.reported_on: rows["reported_on"].to_numpy(),
            words.document: rows["evidence"].fillna("").to_numpy(),
            words.flags: raised,
            words.decision: rows["decision"].fillna("").to_numpy(),
            words.code: rows["milestone"].to_numpy(),
        }
    )


def findings_table(findings: Iterable, words: Words) -> pd.DataFrame:
    """What an import found, a line a cell: `models.imports.Finding`s in the reader's language."""
    return pd.DataFrame(
        [
            {
                words.finding_file: words.tables.get(f.file, f.file),
                words.finding_row: f.row,
                words.finding_column: f.column,
                words.finding_value: f.value,
                words.finding: f.message_vi if words.lang == "vi" else f.message_en,
                words.code: f.rule,
            }
            for f in findings
        ]
    )


def halves(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Agencies in two columns of about one length, a kind kept together where that is possible; few stay in one."""
    if len(rows) < 8:
        return [rows]
    half = len(rows) / 2
    starts = [i for i in range(1, len(rows)) if rows["kind"].iloc[i] != rows["kind"].iloc[i - 1]]
    near = [i for i in starts if 0.3 < i / len(rows) < 0.7]
    cut = min(near, key=lambda i: abs(i - half)) if near else round(half)
    return [rows.iloc[:cut], rows.iloc[cut:]]


def heatmap_table(cells: pd.DataFrame, rows: pd.DataFrame, total: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Agencies down, years across, "done/scope" in each cell; empty where there is nothing."""
    shown = cells.assign(
        text=[words.count(d, s) if s else "" for d, s in zip(cells["done"], cells["scope"], strict=True)],
        column=[words.years(None if pd.isna(y) else y) for y in cells["year"]],
    )
    order = list(dict.fromkeys(shown.sort_values("year", na_position="last")["column"]))
    wide = shown.pivot(index="agency", columns="column", values="text").reindex(rows["agency"])[order].fillna("")
    table = wide.reset_index(drop=True)
    table.insert(0, words.lead, rows["name"].to_numpy())
    table[words.total] = [words.count(d, s) for d, s in zip(rows["done"], rows["scope"], strict=True)]
    table[words.overdue_n] = [words.integer(n) if n else "" for n in rows["overdue"]]
    years = shown.groupby("column")[["done", "scope"]].sum()
    last = {c: words.count(years.loc[c, "done"], years.loc[c, "scope"]) for c in order}
    whole = total.iloc[0]
    last |= {
        words.lead: words.total,
        words.total: words.count(whole["done"], whole["scope"]),
        words.overdue_n: words.integer(whole["overdue"]),
    }
    return pd.concat([table, pd.DataFrame([last])], ignore_index=True)[table.columns]


def bars_table(rows: pd.DataFrame, total: pd.DataFrame, head: str, words: Words) -> pd.DataFrame:
    """What the bars show, a line each, the total last."""
    both = pd.concat([rows, total.assign(name=words.total)], ignore_index=True)
    return pd.DataFrame(
        {
            head: both["name"],
            words.done_n: [words.count(d, s) for d, s in zip(both["done"], both["scope"], strict=True)],
            words.done: [words.percent(p) for p in both["pct_done_weight"]],
            words.claimed: [words.percent(p) for p in both["pct_reported_weight"]],
            words.planned: [words.percent(p) for p in both["pct_planned_weight"]],
            words.overdue_n: [words.integer(n) for n in both["overdue"]],
        }
    )


def curve_table(months: pd.DataFrame, total: pd.DataFrame, as_of, words: Words) -> pd.DataFrame:
    """Planned and done at each month's end; what lies after the day is planned only."""
    whole = float(total["weight_scope"].iloc[0]) or float("nan")
    past = months["month"] <= pd.Timestamp(as_of)
    return pd.DataFrame(
        {
            words.month: [f"{m:%m/%Y}" for m in months["month"]],
            words.planned_n: [words.integer(n) for n in months["planned_n"]],
            words.done_n: [words.integer(n) if p else "" for n, p in zip(months["actual_n"], past, strict=True)],
            words.planned: [words.percent(w / whole) for w in months["planned_w"]],
            words.done: [words.percent(w / whole) if p else "" for w, p in zip(months["actual_w"], past, strict=True)],
            words.claimed: [
                words.percent(w / whole) if p else "" for w, p in zip(months["reported_w"], past, strict=True)
            ],
        }
    )
