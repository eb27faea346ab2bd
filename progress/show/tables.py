"""The numbers behind a figure or a list as an office prints them, total last: which rows, which columns."""

from collections.abc import Mapping, Sequence, Sized
from datetime import date
from typing import Any

import pandas as pd

from models.files.records import Finding
from progress.numbers.facts import Facts
from progress.numbers.order import ordered
from progress.numbers.periods import Period
from progress.numbers.rules import BUCKETS, DONE, OPEN, flags, reporting
from progress.numbers.two_days import CHANGES
from progress.say.languages import Words
from progress.say.names import agency_names, plan_names, titles
from progress.show.table import Column, Table, column

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
    for day, month in (("due", due_month), ("done_on", done_month)):
        if month:
            rows = rows[rows[day].dt.strftime("%Y-%m") == month]
    return rows.sort_values(
        ["days_overdue", "due_in_force", "milestone"], ascending=[False, True, True], na_position="last", kind="stable"
    )


def counted(rows: pd.DataFrame) -> tuple[int, int]:
    """How many milestones a list holds, and beside them how many cancelled ones."""
    cancelled = int((rows["bucket"] == "cancelled").sum())
    return len(rows) - cancelled, cancelled


def made_up(rows: pd.DataFrame) -> bool:
    """Whether a row is illustrative: where it is shown, that is said."""
    return bool(rows["illustrative"].any())


def milestone_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """One line a milestone."""
    bases = (words.terms.illustrative, words.terms.bases["document"])
    return Table(
        numbers(rows),
        column("title", titles(rows, words)),
        _states(rows, words),
        column("days_overdue", rows["days_overdue"], "days"),
        _lead(rows, facts, words),
        *_days(rows, "due_in_force", original_due="due"),
        claims(rows),
        *_days(rows, "done_on", "reported_on"),
        column("document", rows["evidence"]),
        column("flags", raised(rows, words)),
        column("decision", rows["decision"]),
        column("code", rows["milestone"], "code"),
        column("basis", (bases[not illustrative] for illustrative in rows["illustrative"])),
    )


def numbers(rows: Sized) -> Column:
    """The lines counted from 1."""
    return column("number", range(1, len(rows) + 1), "count")


def claims(rows: pd.DataFrame) -> Column:
    """What agencies claim is done of each milestone; nothing where nothing is claimed."""
    return column("claim", (None if p != p else p / 100 for p in rows["percent"]), "share")


def raised(rows: pd.DataFrame, words: Words) -> list[str]:
    """The flags of each milestone in words."""
    return [", ".join(words.terms.flag_words[flag] for flag in found) for found in flags(rows)]


def findings_table(findings: Sequence[Finding], words: Words) -> Table:
    """What an import found, a line a cell."""
    return Table(
        column("finding_file", (words.lists.tables.get(f.file, f.file) for f in findings)),
        column("finding_row", (f.row for f in findings), "count"),
        column("finding_column", (f.column for f in findings)),
        column("finding_value", (f.value for f in findings)),
        column("finding", (words.reason(f.why) for f in findings)),
        column("rule", (f.rule for f in findings), heading=words.columns.code),
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


def heatmap_table(cells: pd.DataFrame, rows: pd.DataFrame, total: pd.DataFrame, words: Words) -> Table:
    """Agencies down, years across, done of all in each cell; nothing where there is nothing."""
    when = cells["year"].astype("float64")
    years = [words.years(year) for year in when.drop_duplicates().sort_values(na_position="last")]
    counts = {
        (agency, words.years(year)): (int(done), int(scope))
        for agency, year, done, scope in zip(cells["agency"], when, cells["done"], cells["scope"], strict=True)
        if scope
    }

    def of_year(year: str) -> list:
        found = [counts.get((agency, year)) for agency in rows["agency"]]
        return [*found, tuple(map(sum, zip((0, 0), *filter(None, found), strict=True)))]

    both = pd.concat([rows, total])
    return Table(
        column("agency", [*rows["name"], words.terms.total]),
        *(column(year, of_year(year), "fraction", year) for year in years),
        column("total", zip(both["done"], both["scope"], strict=True), "fraction", words.terms.total),
        column("overdue_n", [*rows["overdue"].where(rows["overdue"] > 0), *total["overdue"]], "count"),
    )


def bars_table(rows: pd.DataFrame, total: pd.DataFrame | None, head: str, words: Words) -> Table:
    """What the bars show, a line each, the total last where it is given.  head: "plan" or "agency"."""
    both = rows if total is None else pd.concat([rows, total.assign(name=words.terms.total)], ignore_index=True)
    return Table(
        column(head, both["name"]),
        column("done_n", zip(both["done"], both["scope"], strict=True), "fraction"),
        column("done", both["pct_done_weight"], "share", words.terms.done),
        column("claimed", both["pct_reported_weight"], "share", words.terms.claimed),
        column("planned_share", both["pct_planned_weight"], "share"),
        column("overdue_n", both["overdue"], "count"),
    )


def curve_table(months: pd.DataFrame, total: pd.DataFrame, as_of: date, words: Words) -> Table:
    """Planned and done at each month's end; what lies after the day is planned only."""
    whole = float(total["weight_scope"].iloc[0]) or float("nan")
    past = months["month"] <= pd.Timestamp(as_of)

    def share(key: str, weights: pd.Series, heading: str) -> Column:
        return column(key, (None if pd.isna(weight) else weight / whole for weight in weights), "share", heading)

    return Table(
        column("month", months["month"], "month"),
        column("planned_n", months["planned_n"], "count"),
        column("done_n", months["actual_n"].where(past), "count"),
        share("planned", months["planned_w"], words.terms.planned),
        share("done", months["actual_w"].where(past), words.terms.done),
        share("claimed", months["reported_w"].where(past), words.terms.claimed),
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


def overdue_table(rows: pd.DataFrame, facts: Facts, words: Words, conclusions: pd.DataFrame) -> Table:
    """Overdue milestones.  conclusions: `history.conclusions`, of which the last on each milestone is told."""
    last = conclusions.drop_duplicates("milestone_id").set_index("milestone_id").to_dict("index")
    told = [last.get(milestone) for milestone in rows["milestone_id"]]
    more = [
        *_days(rows, original_due="due", due_in_force="due_in_force"),
        _moves(rows),
        claims(rows),
        *_days(rows, "reported_on"),
        column("conclusion_last", (c and f"{words.day(c['concluded_on'])}: {c['content']}" for c in told)),
    ]
    return _listed(rows, facts, words, [column("days_overdue", rows["days_overdue"], "days")], more)


def due_soon_table(rows: pd.DataFrame, facts: Facts, words: Words, closed_through: date) -> Table:
    """Milestones that come due; days left are counted from the last day that has ended, as days late are."""
    left = (rows["due_in_force"] - pd.Timestamp(closed_through)).dt.days
    due, reported = _days(rows, "due_in_force", "reported_on")
    return _listed(rows, facts, words, [column("days_left", left, "days")], [due, _moves(rows), claims(rows), reported])


def frozen_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """Milestones that stand still."""
    days = _days(rows, "due_in_force", "reported_on")
    return _listed(rows, facts, words, [], [_states(rows, words), claims(rows), *days])


def without_document_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """Milestones done that no document shows."""
    days = _days(rows, "done_on", "due_in_force", "reported_on")
    return _listed(rows, facts, words, [], [_states(rows, words), *days])


def changes_sentence(rows: pd.DataFrame, words: Words) -> str:
    """'+4 hoàn thành, +1 quá hạn, 1 hủy bỏ': how many changes of each kind; nothing where there is none."""
    counts = rows["change"].value_counts()
    return ", ".join(
        words.review.change_counts[kind].format(n=words.integer(counts[kind])) for kind in CHANGES if kind in counts
    )


def changes_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """What changed, a line a change, in words."""
    names = {"plan": plan_names(facts, words), "agency": agency_names(facts, words)}
    said = [column("details", (_said(row, names, words) for row in rows.to_dict("records")))]
    change = column("change", (words.terms.change_words[kind] for kind in rows["change"]))
    return _listed(rows, facts, words, [change], [*said, column("decision", rows["decision"])])


def late_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """What came after its period was closed (`two_days.entered_after`)."""

    def said(row: dict) -> str:
        state = words.terms.statuses.get(row["status"], "")
        return words.terms.late_words[row["entry"]].format(state=state, due=words.day(row["new_due"]))

    states = column("state", (said(row) for row in rows[["entry", "status", "new_due"]].to_dict("records")))
    days = _days(rows, happened_on="effective", said_on="reported_on")
    recorded = column("recorded_at", rows["recorded_at"], "moment")
    return _listed(
        rows, facts, words, [], [states, claims(rows), *days, recorded, column("document", rows["evidence"])]
    )


def silent_table(rows: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """Agencies that have not reported, with what they owe."""
    return Table(numbers(rows), _lead(rows, facts, words), column("open_n", rows["open_n"], "count"))


def _listed(rows: pd.DataFrame, facts: Facts, words: Words, first: Sequence[Column], more: Sequence[Column]) -> Table:
    """One line a row: its number and `first` (all that a phone shows beside the task), task and lead agency, then
    `more`, the code last."""
    title, code = column("title", titles(rows, words)), column("code", rows["milestone"], "code")
    return Table(numbers(rows), *first, title, _lead(rows, facts, words), *more, code)


def _lead(rows: pd.DataFrame, facts: Facts, words: Words) -> Column:
    names = agency_names(facts, words)
    return column("lead", (names.get(code, code) for code in rows["agency"]))


def _said(row: dict[str, Any], names: Mapping[str, Mapping[str, str]], words: Words) -> str:
    """One change of `changes` in words."""
    of = "agency" if row["agency"] != row["agency_before"] else "plan"

    def percent(claim: float) -> str:
        return words.percent(claim / 100)

    late = row["days_overdue"]
    return words.review.change_details[row["change"]].format(
        before=words.terms.buckets.get(row["bucket_before"], words.terms.unknown),
        after=words.terms.buckets[row["bucket_after"]],
        place_before=names[of].get(row[f"{of}_before"], ""),
        place=names[of].get(row[of], ""),
        due_before=_deadline(row["due_before"], words),
        due=_deadline(row["due_after"], words),
        done_on=words.day(row["done_on"]),
        days="" if late != late else words.integer(late),
        percent_before=percent(row["percent_before"]),
        percent=percent(row["percent_after"]),
    )


def _deadline(day, words: Words) -> str:
    return words.terms.no_deadline if pd.isna(day) else words.day(day)


def _states(rows: pd.DataFrame, words: Words) -> Column:
    return column("state", (f"{words.terms.signs[b]} {words.terms.buckets[b]}" for b in rows["bucket"]))


def _days(rows: pd.DataFrame, *same: str, **named: str) -> list[Column]:
    """Days, by the keys of their columns where the frame calls them otherwise."""
    return [column(key, rows[name], "day") for key, name in {**dict(zip(same, same, strict=True)), **named}.items()]


def _moves(rows: pd.DataFrame) -> Column:
    """How often the deadline was moved; nothing where it never was."""
    return column("moves_n", rows["moves"].where(rows["moves"] > 0), "count")
