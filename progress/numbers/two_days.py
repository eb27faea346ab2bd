"""What changed between two days, and what was entered after a period was closed. Pure: DataFrame in, DataFrame out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.periods import Period, shifted, start_of
from progress.numbers.rules import DONE, OPEN, selects
from progress.numbers.scope import Issued, Scope

_OF_EITHER = ["agency", "plan", "kind", "closed"]  # by what a scope selects and what may differ between two days
ENTRIES = ("line", "withdrawn", "extension", "milestone")  # what can be entered late
# In the order a meeting hears them.
CHANGES = (
    "done", "overdue", "cancelled", "extended", "suspended", "resumed", "reopened", "percent_fell", "moved_in", "moved_out",
    "closed", "added",
)  # fmt: skip


def changes(
    before: pd.DataFrame, after: pd.DataFrame, decided: pd.DataFrame, scope: Scope | None = None
) -> pd.DataFrame:
    """What changed from one `rules.standing` to a later one of the same facts, of the whole city; one row a change.

    scope: of what is to be told; a change belongs to the lead, and the plan, of either day.  None = all.

    Columns: change (`CHANGES`); milestone_id; milestone, plan, agency (codes), plan_before, agency_before (NaN = not in a
    plan yet); title_vi, title_en; bucket_before (NaN = not in a plan yet), bucket_after; percent_before, percent_after
    (0-100, NaN = none); due_before (the original where it was not in a plan yet), due_after (in force; NaT = none);
    done_on, days_overdue (as in `after`); decision (of an extension all the numbers in `decided`, of a cancellation or
    suspension its own; None = none given); illustrative.  Ordered as `CHANGES`, then by code.

    done: now done, not before.  overdue: now overdue, not before.  suspended, cancelled: now so, not before.
    reopened: done before, open now.  resumed: suspended or cancelled before, open now.
    extended: more extensions decided; one decided after completion moves no deadline and is listed too.
    percent_fell: open now, not done before, and a lower claim; no claim counts as 0, as in the rates.
    moved_in: another lead or plan, told where it is now; moved_out: told where only the one before is.
    closed: its plan was closed since, and it is neither done nor cancelled.
    added: in no plan before, so new to the city.  What is added and done since is both, so that "done" is always the set
    difference.
    A milestone may have several changes, but no two of done, overdue, suspended and cancelled, and only one of
    done, suspended, cancelled, resumed and reopened.  `decided`: the extensions decided between the two days.
    """
    then = before[["milestone_id", *_OF_EITHER, "bucket", "percent", "due_in_force", "moves"]]
    pair = after.merge(then, on="milestone_id", how="left", suffixes=("", "_before"))
    here, there = pd.Series(True, pair.index), pd.Series(True, pair.index)
    if scope is not None:
        here, there = selects(scope, pair), selects(scope, pair, "_before")
        pair, here, there = pair[here | there], here[here | there], there[here | there]
    now, was = pair["bucket"], pair["bucket_before"]
    was_done, is_open = was.isin(DONE), now.isin(OPEN)
    moved = was.notna() & (pair["agency"].ne(pair["agency_before"]) | pair["plan"].ne(pair["plan_before"]))
    happened = {
        "done": now.isin(DONE) & ~was_done,
        "overdue": now.eq("overdue") & was.ne("overdue"),
        "cancelled": now.eq("cancelled") & was.ne("cancelled"),
        "extended": pair["moves"] > pair["moves_before"].fillna(0),
        "suspended": now.eq("suspended") & was.ne("suspended"),
        "resumed": is_open & was.isin(("suspended", "cancelled")),
        "reopened": is_open & was_done,
        "percent_fell": is_open & ~was_done & (pair["percent"].fillna(0) < pair["percent_before"].fillna(0)),
        "moved_in": moved & here,
        "moved_out": moved & ~here & there,
        "closed": pair["closed"] & pair["closed_before"].ne(True) & ~now.isin((*DONE, "cancelled")),
        "added": was.isna(),
    }
    places = [np.flatnonzero(happened[change]) for change in CHANGES]
    kinds = pd.Series(np.repeat(CHANGES, [len(found) for found in places]), dtype="str")
    rows = pair.iloc[np.concatenate(places)].reset_index(drop=True)
    numbers = rows["milestone_id"].map(_numbers(decided)).where(kinds == "extended")
    own = rows["decision"].where(kinds.isin(("cancelled", "suspended")))
    told = ("milestone_id", "milestone", "plan", "agency", "plan_before", "agency_before", "title_vi", "title_en")
    table = pd.DataFrame(
        {
            "change": kinds,
            **{name: rows[name] for name in told},
            "bucket_before": rows["bucket_before"],
            "bucket_after": rows["bucket"],
            "percent_before": rows["percent_before"],
            "percent_after": rows["percent"],
            "due_before": rows["due_in_force_before"].where(rows["bucket_before"].notna(), rows["due"]),
            "due_after": rows["due_in_force"],
            "done_on": rows["done_on"],
            "days_overdue": rows["days_overdue"],
            "decision": numbers.astype("object").where(numbers.notna(), own.astype("object").where(own.notna(), None)),
            "illustrative": rows["illustrative"],
        }
    )
    place = table["change"].map({change: i for i, change in enumerate(CHANGES)})
    return table.iloc[np.lexsort((table["milestone"], place))].reset_index(drop=True)


def decided(facts: Facts, since: date, scope: Scope) -> pd.DataFrame:
    """The extensions decided after the day `since` and by the scope's day, as known to it; the columns of `facts`."""
    table = facts.extensions
    if scope.known_at is not None:
        table = table[table["recorded_at"] <= scope.known_at]
    return table[table["decided_on"].between(pd.Timestamp(since), pd.Timestamp(scope.as_of), inclusive="right")]


def period_before(scope: Scope) -> Period:
    """The report period before the one the scope's day lies in: the last that is closed."""
    return shifted(scope.period, -1, scope.cutoff)


def last_issued(issued: Sequence[Issued], scope: Scope) -> Issued | None:
    """The last month before the scope's day that was issued by its known_at, in its last edition; None = none was."""
    before = [i for i in issued if i.as_of < scope.as_of and _by(i, scope.known_at)]
    return max(before, key=lambda i: (i.as_of, i.edition), default=None)


def compared_day(asked: Sequence[str], scope: Scope, issued: Sequence[Issued] = ()) -> date:
    """The day a link asks to compare with; what is no day before the scope's falls back to the day of the last issued
    month, and with none to the end of the period before."""
    try:
        day = date.fromisoformat((asked or [""])[0])
    except ValueError:
        day = scope.as_of
    if day < scope.as_of:
        return day
    last = last_issued(issued, scope)
    return last.as_of if last else min(period_before(scope).end, scope.as_of)


def earlier(scope: Scope, since: date) -> Scope:
    """The same scope at an earlier day, which has ended; what is known is what is known now."""
    return scope if since == scope.as_of else scope.only(as_of=since, closed_through=since, live=False)


def late_entries(facts: Facts, period: Period, known_at: datetime | None, standing: pd.DataFrame) -> pd.DataFrame:
    """What was entered about a period after its numbers were closed, by known_at (None = ever), of milestones in `standing`.

    An issued month is closed at the instant of its last issue by known_at: `entered_after` with its day.  A month that is not
    issued is closed when its last day ends: the lines whose effective day lies in it that were recorded at 00:00 of the
    next day in Viet Nam, or after.  The columns are those of `entered_after`.
    """
    editions = [i for i in facts.known.issued if i.month == period.name and _by(i, known_at)]
    if editions:
        return entered_after(facts, editions[-1], known_at, standing)
    lines = _entered_lines(facts.lines_known(known_at))
    inside = lines["effective"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    late = lines["recorded_at"] >= start_of(period.end + timedelta(days=1))
    return _entries(lines[inside & late], standing)


def entered_after(facts: Facts, issued: Issued, known_at: datetime | None, standing: pd.DataFrame) -> pd.DataFrame:
    """Everything recorded after a month's issue, and by known_at (None = ever), that speaks of its last day or of days
    before: what its numbers leave out.  Of milestones in `standing`; what was entered and taken back is left out too.

    Columns: entry (`ENTRIES`: a status line, one taken back, an extension, what the plan says of a milestone);
    milestone_id; milestone, plan, agency (codes); title_vi, title_en; effective (done_on of a completion, else
    reported_on; decided_on; added_on, NaT = always); reported_on, status, percent, evidence (of a line); new_due (of
    an extension); decision; recorded_at (UTC; of the withdrawal where there is one); illustrative (the line or its
    milestone).  The first recorded first.
    """
    end, fixed = pd.Timestamp(issued.as_of), issued.known_at
    until = pd.Timestamp.max.tz_localize("UTC") if known_at is None else known_at

    def entered(instants: pd.Series) -> pd.Series:
        return (instants > fixed) & (instants <= until)

    lines = facts.lines_known(known_at)
    gone = facts.lines[(facts.lines["recorded_at"] <= fixed) & entered(facts.lines["withdrawn_at"])]
    gone = gone.assign(recorded_at=gone["withdrawn_at"])
    moves = facts.extensions.rename(columns={"decided_on": "effective"}).assign(entry="extension")
    versions = facts.milestones[["milestone_id", "added_on", "recorded_at"]].rename(columns={"added_on": "effective"})
    found = [
        _entered_lines(lines[entered(lines["recorded_at"])]),
        _entered_lines(gone).assign(entry="withdrawn"),
        moves[entered(moves["recorded_at"])],
        versions[entered(versions["recorded_at"])].assign(entry="milestone"),
    ]
    rows = pd.concat([table[~(table["effective"] > end)] for table in found if len(table)] or found[:1])
    return _entries(rows, standing)


def _by(issued: Issued, known_at: datetime | None) -> bool:
    return known_at is None or issued.known_at <= known_at


def _entered_lines(lines: pd.DataFrame) -> pd.DataFrame:
    effective = lines["done_on"].where(lines["status"] == "done", lines["reported_on"])
    return lines.assign(entry="line", effective=effective)


def _entries(rows: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """The rows in the columns of `entered_after`."""
    own = ["entry", "milestone_id", "effective", "reported_on", "status", "percent", "evidence", "new_due", "decision"]
    of = standing[["milestone_id", "milestone", "plan", "agency", "title_vi", "title_en", "illustrative"]]
    found = rows.reindex(columns=[*own, "basis", "recorded_at"]).merge(of, on="milestone_id")
    found["illustrative"] |= found["basis"] == "illustrative"
    for name in ("effective", "reported_on", "new_due"):
        found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
    return found.drop(columns="basis").sort_values(["recorded_at", "milestone"], kind="stable", ignore_index=True)


def _numbers(decided: pd.DataFrame) -> dict:
    """The numbers of the decisions on each milestone, in the order in which they take force."""
    named = decided.dropna(subset="decision").groupby("milestone_id")["decision"]
    return {milestone: "; ".join(dict.fromkeys(numbers)) for milestone, numbers in named}
