"""The numbers behind a figure or a list as an office prints them: text, in the reader's language, total last."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.order import ordered
from progress.numbers.periods import Period
from progress.numbers.rules import BUCKETS, DONE, OPEN, flags, reporting
from progress.numbers.two_days import CHANGES
from progress.say.formats import moment
from progress.say.languages import Words
from progress.say.names import agency_names, titles

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
    names = agency_names(facts, words)
    late = ["" if d != d else words.terms.days.format(n=words.integer(d)) for d in rows["days_overdue"]]
    return pd.DataFrame(
        {
            words.columns.number: range(1, len(rows) + 1),
            words.columns.title: titles(rows, words),
            words.columns.state: _states(rows["bucket"], words),
            words.columns.days_overdue: late,
            words.columns.lead: [names.get(a, a) for a in rows["agency"]],
            words.columns.due_in_force: rows["due_in_force"].to_numpy(),
            words.columns.original_due: rows["due"].to_numpy(),
            words.columns.claim: claims(rows["percent"], words),
            words.columns.done_on: rows["done_on"].to_numpy(),
            words.columns.reported_on: rows["reported_on"].to_numpy(),
            words.columns.document: rows["evidence"].fillna("").to_numpy(),
            words.columns.flags: raised(rows, words),
            words.columns.decision: rows["decision"].fillna("").to_numpy(),
            words.columns.code: rows["milestone"].to_numpy(),
            words.columns.basis: [
                words.terms.illustrative if made_up else words.terms.bases["document"]
                for made_up in rows["illustrative"]
            ],
        }
    )


def claims(percents: pd.Series, words: Words) -> list[str]:
    """What agencies claim is done of each milestone; empty where nothing is claimed."""
    return ["" if p != p else words.percent(p / 100) for p in percents]


def raised(rows: pd.DataFrame, words: Words) -> list[str]:
    """The flags of each milestone in words."""
    return [", ".join(words.terms.flag_words[flag] for flag in found) for found in flags(rows)]


def linked(table: pd.DataFrame, column: str, address: str) -> pd.DataFrame:
    """The table with each code in `column` as the address of its own screen."""
    return table.assign(**{column: [address + quote(code, safe="") for code in table[column]]})


def filled(table: pd.DataFrame) -> list[str]:
    """The columns in which something stands; all of an empty table."""
    return [name for name, column in table.items() if (column.notna() & (column != "")).any()] or list(table)


def findings_table(findings: Iterable, words: Words) -> pd.DataFrame:
    """What an import found, a line a cell: `models.files.records.Finding`s in the reader's language."""
    return pd.DataFrame(
        [
            {
                words.columns.finding_file: words.lists.tables.get(f.file, f.file),
                words.columns.finding_row: f.row,
                words.columns.finding_column: f.column,
                words.columns.finding_value: f.value,
                words.columns.finding: words.reason(f.why),
                words.columns.code: f.rule,
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
    table.insert(0, words.columns.lead, rows["name"].to_numpy())
    table[words.terms.total] = [words.count(d, s) for d, s in zip(rows["done"], rows["scope"], strict=True)]
    table[words.columns.overdue_n] = [words.integer(n) if n else "" for n in rows["overdue"]]
    years = shown.groupby("column")[["done", "scope"]].sum()
    last = {c: words.count(years.loc[c, "done"], years.loc[c, "scope"]) for c in order}
    whole = total.iloc[0]
    last |= {
        words.columns.lead: words.terms.total,
        words.terms.total: words.count(whole["done"], whole["scope"]),
        words.columns.overdue_n: words.integer(whole["overdue"]),
    }
    return pd.concat([table, pd.DataFrame([last])], ignore_index=True)[table.columns]


def bars_table(rows: pd.DataFrame, total: pd.DataFrame | None, head: str, words: Words) -> pd.DataFrame:
    """What the bars show, a line each, the total last where it is given."""
    both = rows if total is None else pd.concat([rows, total.assign(name=words.terms.total)], ignore_index=True)
    return pd.DataFrame(
        {
            head: both["name"],
            words.columns.done_n: [words.count(d, s) for d, s in zip(both["done"], both["scope"], strict=True)],
            words.terms.done: [words.percent(p) for p in both["pct_done_weight"]],
            words.terms.claimed: [words.percent(p) for p in both["pct_reported_weight"]],
            words.terms.planned: [words.percent(p) for p in both["pct_planned_weight"]],
            words.columns.overdue_n: [words.integer(n) for n in both["overdue"]],
        }
    )


def curve_table(months: pd.DataFrame, total: pd.DataFrame, as_of, words: Words) -> pd.DataFrame:
    """Planned and done at each month's end; what lies after the day is planned only."""
    whole = float(total["weight_scope"].iloc[0]) or float("nan")
    past = months["month"] <= pd.Timestamp(as_of)
    return pd.DataFrame(
        {
            words.columns.month: [f"{m:%m/%Y}" for m in months["month"]],
            words.columns.planned_n: [words.integer(n) for n in months["planned_n"]],
            words.columns.done_n: [
                words.integer(n) if p else "" for n, p in zip(months["actual_n"], past, strict=True)
            ],
            words.terms.planned: [words.percent(w / whole) for w in months["planned_w"]],
            words.terms.done: [
                words.percent(w / whole) if p else "" for w, p in zip(months["actual_w"], past, strict=True)
            ],
            words.terms.claimed: [
                words.percent(w / whole) if p else "" for w, p in zip(months["reported_w"], past, strict=True)
            ],
        }
    )


# ---- Review: the lists of a meeting


def frozen(standing: pd.DataFrame) -> pd.DataFrame:
    """The open milestones that stand still, in the order of `chosen`."""
    return chosen(standing[standing["frozen"]])


def without_document(standing: pd.DataFrame) -> pd.DataFrame:
    """The milestones done that no document shows, the latest completion first."""
    rows = standing[[("no_document" in found) for found in flags(standing)]]
    return rows.sort_values(["done_on", "milestone"], ascending=[False, True], kind="stable")


def silent(standing: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """The agencies with open milestones and no line in the report period, as an office lists them.

    Columns: agency; open_n (milestones it owes a line for); illustrative (any of them).
    """
    owed = standing[standing["bucket"].isin(OPEN)].groupby("agency")["illustrative"].any().rename("illustrative")
    who = reporting(standing)
    rows = who[~who["reported"]].merge(owed, left_on="agency", right_index=True)
    return ordered(rows[["agency", "open_n", "illustrative"]], facts, ["agency"])


def reminder(rows: pd.DataFrame, facts: Facts, period: Period, words: Words) -> str:
    """What to send the agencies of `silent`: who owes how many milestones by which day."""
    names, last = agency_names(facts, words), words.day(period.end)
    lines = [
        words.review.reminder_line.format(agency=names.get(agency, agency), n=words.integer(n), day=last)
        for agency, n in zip(rows["agency"], rows["open_n"], strict=True)
    ]
    lead = words.review.reminder_lead.format(start=words.day(period.start), end=last)
    return "\n".join([lead, *(f"- {line}" for line in lines)])


def overdue_table(rows: pd.DataFrame, facts: Facts, words: Words, conclusions: pd.DataFrame) -> pd.DataFrame:
    """Overdue milestones; days late are a number, so that they can be sorted.

    conclusions: `history.conclusions`, of which the last on each milestone is told.
    """
    last = conclusions.drop_duplicates("milestone_id").set_index("milestone_id").to_dict("index")
    told = [last.get(milestone) for milestone in rows["milestone_id"]]
    return _listed(
        rows,
        facts,
        words,
        {words.columns.days_overdue: rows["days_overdue"].astype("int64").to_numpy()},
        {
            words.columns.original_due: rows["due"].to_numpy(),
            words.columns.due_in_force: rows["due_in_force"].to_numpy(),
            words.columns.moves_n: _moves(rows),
            words.columns.claim: claims(rows["percent"], words),
            words.columns.reported_on: rows["reported_on"].to_numpy(),
            words.columns.conclusion_last: [
                f"{words.day(c['concluded_on'])}: {c['content']}" if c else "" for c in told
            ],
        },
    )


def due_soon_table(rows: pd.DataFrame, facts: Facts, words: Words, closed_through: date) -> pd.DataFrame:
    """Milestones that come due; days left are counted from the last day that has ended, as days late are."""
    return _listed(
        rows,
        facts,
        words,
        {words.columns.days_left: (rows["due_in_force"] - pd.Timestamp(closed_through)).dt.days.to_numpy()},
        {
            words.columns.due_in_force: rows["due_in_force"].to_numpy(),
            words.columns.moves_n: _moves(rows),
            words.columns.claim: claims(rows["percent"], words),
            words.columns.reported_on: rows["reported_on"].to_numpy(),
        },
    )


def frozen_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """Milestones that stand still."""
    return _listed(
        rows,
        facts,
        words,
        {},
        {
            words.columns.state: _states(rows["bucket"], words),
            words.columns.claim: claims(rows["percent"], words),
            words.columns.due_in_force: rows["due_in_force"].to_numpy(),
            words.columns.reported_on: rows["reported_on"].to_numpy(),
        },
    )


def without_document_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """Milestones done that no document shows."""
    return _listed(
        rows,
        facts,
        words,
        {},
        {
            words.columns.state: _states(rows["bucket"], words),
            words.columns.done_on: rows["done_on"].to_numpy(),
            words.columns.due_in_force: rows["due_in_force"].to_numpy(),
            words.columns.reported_on: rows["reported_on"].to_numpy(),
        },
    )


def changes_sentence(rows: pd.DataFrame, words: Words) -> str:
    """'+4 hoàn thành, +1 quá hạn, 1 hủy bỏ': how many changes of each kind; nothing where there is none."""
    counts = rows["change"].value_counts()
    return ", ".join(
        words.review.change_counts[kind].format(n=words.integer(counts[kind])) for kind in CHANGES if kind in counts
    )


def changes_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """What changed, a line a change, in words."""
    return _listed(
        rows,
        facts,
        words,
        {words.columns.change: [words.terms.change_words[kind] for kind in rows["change"]]},
        {
            words.columns.details: [_said(row, words) for row in rows.to_dict("records")],
            words.columns.decision: rows["decision"].fillna("").to_numpy(),
        },
    )


def late_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """What came after its period was closed (`changes.entered_after`); the instant it was recorded is Viet Nam's."""

    def said(row: dict) -> str:
        state = words.terms.statuses.get(row["status"], "")
        return words.terms.late_words[row["entry"]].format(state=state, due=words.day(row["new_due"]))

    return _listed(
        rows,
        facts,
        words,
        {},
        {
            words.columns.state: [said(row) for row in rows[["entry", "status", "new_due"]].to_dict("records")],
            words.columns.claim: claims(rows["percent"], words),
            words.columns.happened_on: rows["effective"].to_numpy(),
            words.columns.said_on: rows["reported_on"].to_numpy(),
            words.columns.recorded_at: [moment(at) for at in rows["recorded_at"]],
            words.columns.document: rows["evidence"].astype("object").fillna("").to_numpy(),
        },
    )


def silent_table(rows: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """Agencies that have not reported, with what they owe."""
    names = agency_names(facts, words)
    return pd.DataFrame(
        {
            words.columns.number: range(1, len(rows) + 1),
            words.columns.lead: [names.get(a, a) for a in rows["agency"]],
            words.columns.open_n: rows["open_n"].to_numpy(),
        }
    )


def _listed(
    rows: pd.DataFrame, facts: Facts, words: Words, first: dict[str, Any], more: dict[str, Any]
) -> pd.DataFrame:
    """One line a row: its number and `first` (all that a phone shows beside the task), task and lead agency, then
    `more`, the code last."""
    names = agency_names(facts, words)
    return pd.DataFrame(
        {
            words.columns.number: range(1, len(rows) + 1),
            **first,
            words.columns.title: titles(rows, words),
            words.columns.lead: [names.get(a, a) for a in rows["agency"]],
            **more,
            words.columns.code: rows["milestone"].to_numpy(),
        }
    )


def _said(row: dict[str, Any], words: Words) -> str:
    """One change of `changes` in words."""

    def percent(claim: float) -> str:
        return words.percent(claim / 100)

    late = row["days_overdue"]
    return words.review.change_details[row["change"]].format(
        before=words.terms.buckets.get(row["bucket_before"], words.terms.unknown),
        after=words.terms.buckets[row["bucket_after"]],
        due_before=_deadline(row["due_before"], words),
        due=_deadline(row["due_after"], words),
        done_on=words.day(row["done_on"]),
        days="" if late != late else words.integer(late),
        percent_before=percent(row["percent_before"]),
        percent=percent(row["percent_after"]),
    )


def _deadline(day, words: Words) -> str:
    return words.terms.no_deadline if pd.isna(day) else words.day(day)


def _states(buckets: pd.Series, words: Words) -> list[str]:
    return [f"{words.terms.signs[b]} {words.terms.buckets[b]}" for b in buckets]


def _moves(rows: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    """How often the deadline was moved; empty where it never was."""
    return rows["moves"].where(rows["moves"] > 0).astype("Int64").array
