"""The definitions in code: what every number means. DataFrame in, DataFrame out; no I/O and no "today".

Source throughout: the definitions, which the page *Cách tính* shows to the committee.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts, lines_known
from progress.numbers.periods import shifted
from progress.numbers.scope import ColourRule, Scope

# Exclusive; they add up to the scope. `cancelled` stands apart: it is in no rate.
BUCKETS = (
    "done_early",
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "overdue",
    "in_progress_in_time",
    "not_started_not_due",
    "open_no_deadline",
    "suspended",
)
TALLIED = ("plan", "agency", "kind", "year")  # what numbers can be grouped by
DONE = BUCKETS[:4]
OPEN = BUCKETS[4:8]  # may still be worked on; a suspended milestone may not
# Each rate's numerator and denominator among the columns of `rates`; those of weights are sums of weight.
PARTS = {
    "pct_done_count": ("done", "scope"),
    "pct_done_weight": ("weight_done", "weight_scope"),
    "pct_reported_weight": ("weight_reported", "weight_scope"),
    "pct_planned_weight": ("weight_planned", "weight_scope"),
    "spi_weight": ("weight_done", "weight_planned"),
    "due_completion": ("due_done_n", "due_n"),
    "completion_of_due": ("done_with_deadline", "with_outcome"),
    "on_time_rate": ("on_time_n", "with_outcome"),
    "on_time_rate_baseline": ("baseline_on_time_n", "baseline_n"),
    "overdue_share_scope": ("overdue", "scope"),
    "overdue_share_due": ("overdue", "with_outcome"),
    "update_rate": ("updated_n", "open_n"),
    "evidenced_share": ("evidenced_n", "done"),
    "attainment": ("attained_weight", "attained_of_weight"),
}
DUE_SOON_DAYS = 30
CLAIM_LIMIT = 0.99  # the last percent of a milestone is its completion
FROZEN_PERIODS = 3
DEFAULT_RULE = ColourRule()


class BucketsDoNotAddUp(RuntimeError):
    """The program contradicts itself: no number of this scope may be shown."""


def _spells(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    """`spells` of all facts: they depend on no day, so that another day is only another look at them."""
    all_known = known_at is not None and (facts.latest is None or facts.latest <= known_at)
    return _spells_known(facts, None if all_known else known_at)


@lru_cache(maxsize=4)
def _spells_known(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    return spells(facts.lines, known_at)


def spells(lines: pd.DataFrame, known_at: datetime | None) -> pd.DataFrame:
    """From when until when each status line holds, known at `known_at` (None = all).

    The columns of `lines` and: since (its effective day), until (the first day it no longer holds; NaT = still does),
    run_since (the first day of the unbroken run of lines with this status and percent; NaT where the milestone has
    said nothing but "not started" so far).  A line with since >= until never holds and is left out.

    At a day D the milestone stands as its line with since <= D < until says; with none, it is not started.  A done
    line is effective from done_on, every other from reported_on; of the lines effective by D the one with the greatest
    reported_on holds, of two on one day the later recorded.  A cancellation or suspension works forward, never
    after completion: it has no effect while the milestone stands done.
    """
    lines = lines_known(lines, known_at).reset_index(drop=True)
    by_decision = lines["status"].isin(("cancelled", "suspended"))
    completed = (lines["status"] == "done").astype("float64").where(~by_decision)
    completed = completed.groupby(lines["milestone_id"]).ffill().eq(1)
    lines = lines[~(by_decision & completed)].reset_index(drop=True)

    milestone = lines["milestone_id"]
    since = lines["done_on"].where(lines["status"] == "done", lines["reported_on"])
    # A later line takes over on its effective day: the earliest effective day of all lines after this one.
    after = since[::-1].groupby(milestone[::-1]).cummin()[::-1]
    until = after.groupby(milestone).shift(-1)

    held = lines.assign(since=since, until=until)[until.isna() | (since < until)]
    # Only what held makes a run: a slip put right on the same day changes nothing.
    milestone, percent = held["milestone_id"], held["percent"].fillna(0)
    first = milestone.ne(milestone.shift())
    before_status = held["status"].shift().where(~first, "not_started")
    before_percent = percent.shift().where(~first, 0)
    changed = held["status"].ne(before_status) | percent.ne(before_percent)
    return held.assign(run_since=held["since"].where(changed).groupby(milestone).ffill())


def standing(facts: Facts, scope: Scope) -> pd.DataFrame:
    """How each milestone of the scope stands at its day; one row a milestone known by then, in the order of `facts`.

    Columns: milestone_id; milestone, plan, agency (codes); kind; title_vi, title_en; year (of the original due, <NA> =
    no deadline); start, due (original), due_words, due_in_force (on done_on for a done milestone, else on as_of);
    weight; status; percent (the claim, 0-100, NaN = none); done_on; reported_on (of the line that holds); bucket
    (`BUCKETS` or "cancelled"); days_overdue (NaN unless overdue); evidence, decision; value, target, target_lower,
    unit, attainment (NaN = not measured); due_passed, planned (the original has passed), due_soon; moves, days_moved (extensions decided by as_of; NaN days without an original
    due); frozen, updated (a line lies in the report period), illustrative; supporting, basis.

    Raises nothing; an empty scope is an empty frame.
    """
    return standings(facts, [scope]).drop(columns="as_of")


def standings(facts: Facts, scopes: Sequence[Scope]) -> pd.DataFrame:
    """`standing` of scopes that differ in their day only, one under another, with as_of: what depends on no day is looked
    up once, and what does is reckoned for all days together."""
    first = scopes[0]
    step = facts.milestones["milestone_id"].max() + 1 if len(facts.milestones) else 1
    of_each = pd.DataFrame(
        {
            "as_of": _seconds(scope.as_of for scope in scopes),
            "closed": _seconds(scope.closed_through for scope in scopes),
            "moving_since": _seconds(_three_periods_before(scope) for scope in scopes),
            "place": np.arange(len(scopes)) * step,  # beside the milestone's id: one key for a milestone on a day
        }
    )
    table = of_each.merge(registered(facts, first), how="cross")
    table = table[~(table["added_on"] > table["as_of"])].reset_index(drop=True)
    key = table["milestone_id"] + table["place"]

    def on_each_day(rows: Callable[[Scope], pd.DataFrame]) -> pd.DataFrame:
        parts = [rows(scope) for scope in scopes]
        keyed = [part.assign(key=part["milestone_id"] + i * step) for i, part in enumerate(parts)]
        return (pd.concat(keyed) if len(keyed) > 1 else keyed[0]).drop(columns="milestone_id")

    held = _spells(facts, first.known_at)
    held = on_each_day(lambda scope: _held(held, np.datetime64(scope.as_of, "s")))
    table = table.assign(key=key).merge(held, on="key", how="left")
    table["status"] = table["status"].fillna("not_started")
    done = table["status"].eq("done")
    as_of, closed = table["as_of"], table["closed"]

    limit = table["done_on"].where(done, as_of).astype("datetime64[s]")
    extensions = on_each_day(lambda scope: _decided(facts.extensions, scope))
    table = table.join(_moved(extensions, key, limit, table["due"]))
    due = table["due_in_force"]
    with_deadline, passed = due.notna(), due <= closed
    started = table["status"].eq("in_progress")
    table["bucket"] = np.select(
        [
            table["status"].eq("cancelled"),
            table["status"].eq("suspended"),
            done & ~with_deadline,
            done & (table["done_on"] < due),
            done & (table["done_on"] == due),
            done,
            ~with_deadline,
            passed,
            started,
        ],
        [
            "cancelled",
            "suspended",
            "done_no_deadline",
            "done_early",
            "done_on_time",
            "done_late",
            "open_no_deadline",
            "overdue",
            "in_progress_in_time",
        ],
        default="not_started_not_due",
    )
    workable = table["bucket"].isin(OPEN)
    counted = ~table["bucket"].isin(("cancelled", "suspended"))
    table["due_passed"] = counted & passed
    table["planned"] = counted & (table["due"] <= closed)
    table["due_soon"] = workable & (due > closed) & (due <= closed + np.timedelta64(DUE_SOON_DAYS, "D"))
    table["days_overdue"] = (closed - due).dt.days.where(table["bucket"] == "overdue")
    table["attainment"] = _attainment(table)
    table["frozen"] = _frozen(table)
    lines = facts.lines_known(first.known_at)
    table["updated"] = key.isin(on_each_day(lambda scope: _reported_in_period(lines, scope))["key"])
    table["illustrative"] = table["basis"].eq("illustrative") | table["line_basis"].eq("illustrative")
    apart = ["line_basis", "run_since", "added_on", "recorded_at", "source", "closed", "moving_since", "place", "key"]
    return table.drop(columns=apart)


def tally(standing: pd.DataFrame, by: Sequence[str] = TALLIED) -> pd.DataFrame:
    """What is counted of the milestones, summed for each plan, agency, kind and year: all that `rates` needs.

    Columns: `by`, then the counts and sums of weight named in `rates` (max_days_overdue is the largest).
    """
    counted = pd.concat([standing[list(by)], _countable(standing)], axis=1)
    return _pooled(counted, list(by))


def completion(standing: pd.DataFrame, by: Sequence[str] = (), rule: ColourRule = DEFAULT_RULE) -> pd.DataFrame:
    """`rates` of a standing."""
    return rates(tally(standing), by, rule)


def rates(tally: pd.DataFrame, by: Sequence[str] = (), rule: ColourRule = DEFAULT_RULE) -> pd.DataFrame:
    """Every quantity of the definitions for each group in the columns `by`, in their order; no `by`: one row, the total.

    `by`: any of the columns the tally was made by.

    Columns: `by`; registered, cancelled, scope, done, the nine `BUCKETS` (milestones); weight_scope, weight_done,
    weight_reported, weight_planned, attained_weight, attained_of_weight (no unit); the rates of the definitions (0-1,
    NaN = undefined); due_n, due_done_n, due_soon, extended_n (milestones); done_with_deadline, on_time_n, baseline_n, baseline_on_time_n, open_n, updated_n, evidenced_n (the rates'
    numerators and denominators); max_days_overdue; frozen_n, no_document_n, measured_n; illustrative; colour (red,
    amber, green, grey).  Counts are pooled, rates never averaged.  spi_weight is a ratio, 1 = as planned.

    Raises BucketsDoNotAddUp when the nine buckets do not add up to the scope.
    """
    table = _pooled(tally, list(by))
    if not table[list(BUCKETS)].sum(axis=1).eq(table["scope"]).all():
        raise BucketsDoNotAddUp("the buckets do not add up to the scope")

    table["with_outcome"] = table["done_with_deadline"] + table["overdue"]

    def ratio(part: str, whole: str) -> np.ndarray:
        parts, wholes = (table[column].to_numpy("float64") for column in (part, whole))
        return np.divide(parts, wholes, out=np.full(len(table), np.nan), where=wholes > 0)

    ratios = {rate: ratio(*parts) for rate, parts in PARTS.items()}
    ratios["illustrative"] = table["illustrative_n"].to_numpy() > 0
    table = pd.concat([table.drop(columns="illustrative_n"), pd.DataFrame(ratios, index=table.index)], axis=1)
    return table.assign(colour=_colour(table, rule))


def series(facts: Facts, scope: Scope, standing: pd.DataFrame, months: pd.Series | None = None) -> pd.DataFrame:
    """The S-curve: planned against done at each month's last day, no month skipped.

    Columns: month (first day, datetime64); planned_n, actual_n (milestones); planned_w, actual_w, reported_w (weight).
    Planned: original due by the month's end, not suspended then.  Actual: done at the month's end; what is effective
    after the scope's day is ignored, so later months repeat it.  Reported: with the claims of those not done.
    Milestones cancelled at the scope's day are in neither.

    `standing` is that of the same facts and scope, or a part of it.  `months`: the months of the whole, for a part that
    is to stand beside it; else from the first original due or completion to the last or the scope's day, empty where
    there is no such day.
    """
    as_of = np.datetime64(scope.as_of, "s")
    live = standing[standing["bucket"] != "cancelled"].set_index("milestone_id")
    held = _spells(facts, scope.known_at)
    held = held[held["milestone_id"].isin(live.index) & (held["since"] <= as_of)]
    held = held.assign(
        until=held["until"].where(held["until"] <= as_of),
        weight=live["weight"].reindex(held["milestone_id"]).to_numpy(),
        due=live["due"].reindex(held["milestone_id"]).to_numpy(),
    )
    done = held[held["status"] == "done"]
    claims = held[held["status"] != "cancelled"]
    reported = claims.assign(weight=claims["weight"] * _claimed(claims["percent"], claims["status"] == "done"))
    paused = held[(held["status"] == "suspended") & held["due"].notna()]
    paused = paused.assign(since=paused[["since", "due"]].max(axis=1))
    paused = paused[paused["until"].isna() | (paused["since"] < paused["until"])]
    planned = live[live["due"].notna()]

    if months is None:
        months = _months_of(pd.concat([planned["due"], done["since"]]), as_of)
    ends = (months + pd.offsets.MonthEnd(1)).to_numpy().astype("datetime64[s]")

    def through(days: pd.Series, weights: pd.Series | None) -> np.ndarray:
        days, weights = days.to_numpy(), np.ones(len(days)) if weights is None else weights.to_numpy()
        order = np.argsort(days, kind="stable")
        total = np.concatenate([[0.0], np.cumsum(weights[order])])
        return total[np.searchsorted(days[order], ends, side="right")]

    def standing_at(spell: pd.DataFrame, weighted: bool) -> np.ndarray:
        over = spell[spell["until"].notna()]
        weights, over_weights = (spell["weight"], over["weight"]) if weighted else (None, None)
        return through(spell["since"], weights) - through(over["until"], over_weights)

    return pd.DataFrame(
        {
            "month": months.to_numpy().astype("datetime64[s]"),
            "planned_n": (through(planned["due"], None) - standing_at(paused, False)).round().astype("int64"),
            "planned_w": _tidy(through(planned["due"], planned["weight"]) - standing_at(paused, True)),
            "actual_n": standing_at(done, False).round().astype("int64"),
            "actual_w": _tidy(standing_at(done, True)),
            "reported_w": _tidy(standing_at(reported, True)),
        }
    )


def _months_of(days: pd.Series, as_of: np.datetime64) -> pd.Series:
    """The first days of all months from the first of these days to the last of them or `as_of`; none without a day."""
    if days.empty:
        return pd.Series(dtype="datetime64[s]")
    months = pd.period_range(days.min(), max(days.max(), pd.Timestamp(as_of)), freq="M")
    return pd.Series(months.to_timestamp(how="start"))


def reporting(standing: pd.DataFrame) -> pd.DataFrame:
    """Which agencies with open milestones have a line in the report period.

    Columns: agency; open_n, updated_n (milestones); reported (any of them has one).
    """
    owed = standing[standing["bucket"].isin(OPEN)]
    table = owed.groupby("agency", sort=False).agg(open_n=("updated", "size"), updated_n=("updated", "sum"))
    return table.assign(reported=table["updated_n"] > 0).reset_index()


def rank(table: pd.DataFrame, by: str, within: str) -> pd.Series:
    """Each row's place by the rate `by` among its like (`within`), best first; ties share it (17, 17, 19).

    NaN where the rate is undefined: no place.
    """
    return table.groupby(within, dropna=False)[by].rank(method="min", ascending=False)


def flags(standing: pd.DataFrame) -> pd.Series:
    """What a committee needs and owners do not raise, a tuple a milestone: frozen, moved, no_document."""
    done = standing["bucket"].isin(DONE)
    raised = {
        "frozen": standing["frozen"],
        "moved": standing["moves"] > 0,
        "no_document": done & standing["evidence"].isna(),
    }
    rows = zip(*(column.to_numpy() for column in raised.values()), strict=True)
    names = [tuple(name for name, is_raised in zip(raised, row, strict=True) if is_raised) for row in rows]
    return pd.Series(names, index=standing.index, dtype="object")


def registered(facts: Facts, scope: Scope) -> pd.DataFrame:
    """The milestones as the plan spoke of them by known_at, within the selection; also those added after the day."""
    table = facts.milestones
    if scope.known_at is not None:
        table = table[table["recorded_at"].isna() | (table["recorded_at"] <= scope.known_at)]
    table = table.drop_duplicates("milestone_id", keep="last")
    table = table.assign(
        year=table["due"].dt.year.astype("Int64"),
        kind=facts.agencies.set_index("agency")["kind"].reindex(table["agency"]).to_numpy(),
    )
    for column, selected in (
        ("plan", scope.plans),
        ("agency", scope.agencies),
        ("kind", scope.kinds),
        ("basis", scope.bases),
    ):
        if selected:
            table = table[table[column].isin(selected)]
    if scope.years:
        chosen = table["year"].isin([y for y in scope.years if y is not None])
        table = table[chosen | (table["year"].isna() & (None in scope.years))]
    return table.reset_index(drop=True)


def _held(spells: pd.DataFrame, as_of: np.datetime64) -> pd.DataFrame:
    """The line that holds at a day, one a milestone."""
    at = spells[(spells["since"] <= as_of) & (spells["until"].isna() | (as_of < spells["until"]))]
    columns = ["milestone_id", "status", "percent", "done_on", "reported_on", "value", "evidence", "decision"]
    return at[[*columns, "basis", "run_since"]].rename(columns={"basis": "line_basis"})


def _decided(extensions: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The extensions decided by the scope's day, as known to it."""
    if scope.known_at is not None:
        extensions = extensions[extensions["recorded_at"] <= scope.known_at]
    return extensions[extensions["decided_on"] <= np.datetime64(scope.as_of, "s")]


def _moved(extensions: pd.DataFrame, key: pd.Series, limit: pd.Series, due: pd.Series) -> pd.DataFrame:
    """The deadline in force on `limit`, and how often and how far it was moved by the day; extensions by `key`."""
    by_milestone = extensions.groupby("key")
    limits = pd.Series(limit.to_numpy(), key.to_numpy()).reindex(extensions["key"]).to_numpy()
    in_time = extensions[extensions["decided_on"].to_numpy() <= limits].groupby("key")

    def of_each(by_milestone: pd.Series) -> pd.Series:
        return pd.Series(by_milestone.reindex(key).to_numpy(), key.index)

    last = of_each(by_milestone["new_due"].last())
    return pd.DataFrame(
        {
            "due_in_force": of_each(in_time["new_due"].last()).fillna(due),
            "moves": of_each(by_milestone.size()).fillna(0).astype("int64"),
            "days_moved": (last - due).dt.days,
        }
    )


def _attainment(table: pd.DataFrame) -> pd.Series:
    """measured / target, or target / measured where lower is better; NaN without both, or where it divides by 0."""
    part = table["value"].where(~table["target_lower"], table["target"])
    whole = table["target"].where(~table["target_lower"], table["value"])
    return part / whole.where(whole > 0)


def _frozen(table: pd.DataFrame) -> pd.Series:
    """Open, and its state and percent unchanged for three periods or more.

    A milestone that only ever stood at "not started" stands still from the day it should have begun: its start, else the
    day it was added, else its original due.
    """
    begun = table["start"].fillna(table["added_on"]).fillna(table["due"])
    since = table["run_since"].fillna(begun)
    return table["bucket"].isin(OPEN) & (since < table["moving_since"])


def _three_periods_before(scope: Scope) -> date:
    """The first day of the periods in which something that does not stand still has moved."""
    return shifted(scope.period, 1 - FROZEN_PERIODS, scope.cutoff).start


def _reported_in_period(lines: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The lines known and effective by the scope's day that speak of a day in its report period."""
    period = scope.period
    inside = lines["reported_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    effective = lines["done_on"].fillna(lines["reported_on"]) <= np.datetime64(scope.as_of, "s")
    return lines.loc[inside & effective, ["milestone_id"]]


def _seconds(days: Iterable[date]) -> np.ndarray:
    return np.array(list(days), dtype="datetime64[s]")


def _pooled(counted: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The counts of groups added up to those of larger ones: rates are never averaged."""
    sums = counted.drop(columns=[c for c in TALLIED if c in counted and c not in by])
    if not by:
        table = sums.sum().to_frame().T
        table["max_days_overdue"] = sums["max_days_overdue"].max() if len(sums) else 0
    else:
        groups = sums.groupby(by, dropna=False, sort=True)
        table = groups.sum()
        table["max_days_overdue"] = groups["max_days_overdue"].max()
        table = table.reset_index()
    counts = [c for c in table.columns if c not in by and not c.startswith(("weight_", "attained_"))]
    table[counts] = table[counts].astype("int64")
    return table


def _countable(standing: pd.DataFrame) -> pd.DataFrame:
    """What is summed over a group, a column each."""
    bucket, weight = standing["bucket"], standing["weight"]
    scope = bucket != "cancelled"
    done = bucket.isin(DONE)
    open_ = bucket.isin(OPEN)
    baseline = scope & (bucket != "suspended") & standing["due"].notna() & (done | standing["planned"])
    evidenced = done & standing["evidence"].notna()
    measured = scope & standing["attainment"].notna()
    columns = {
        "registered": pd.Series(True, standing.index),
        "cancelled": ~scope,
        "scope": scope,
        "done": done,
        **{key: bucket == key for key in BUCKETS},
        "weight_scope": weight.where(scope, 0.0),
        "weight_done": weight.where(done, 0.0),
        "weight_reported": (weight * _claimed(standing["percent"], done)).where(scope, 0.0),
        "weight_planned": weight.where(standing["planned"], 0.0),
        "due_n": standing["due_passed"],
        "due_done_n": standing["due_passed"] & done,
        "due_soon": standing["due_soon"],
        "done_with_deadline": done & standing["due_in_force"].notna(),
        "on_time_n": bucket.isin(("done_early", "done_on_time")),
        "baseline_n": baseline,
        "baseline_on_time_n": baseline & done & (standing["done_on"] <= standing["due"]),
        "open_n": open_,
        "updated_n": open_ & standing["updated"],
        "evidenced_n": evidenced,
        "no_document_n": done & ~evidenced,
        "extended_n": scope & (standing["moves"] > 0),
        "frozen_n": standing["frozen"],
        "measured_n": measured,
        "attained_weight": (weight * standing["attainment"].clip(upper=1)).where(measured, 0.0),
        "attained_of_weight": weight.where(measured, 0.0),
        "illustrative_n": standing["illustrative"],
        "max_days_overdue": standing["days_overdue"].fillna(0),
    }
    return pd.DataFrame(
        {name: column.astype("float64" if "weight" in name else "int64") for name, column in columns.items()}
    )


def _claimed(percent: pd.Series, done: pd.Series) -> pd.Series:
    """The share of a milestone its agency says is done: all of it only when it is done."""
    return (percent.fillna(0) / 100).clip(upper=CLAIM_LIMIT).where(~done, 1.0)


def _colour(table: pd.DataFrame, rule: ColourRule) -> np.ndarray:
    rate, days = table["due_completion"], table["max_days_overdue"]
    return np.select(
        [
            (rate < rule.red_below) | (days > rule.red_days),
            (rate < rule.amber_below) | (table["overdue"] > 0),
            rate.notna(),
        ],
        ["red", "amber", "green"],
        default="grey",
    )


def _tidy(weights: np.ndarray) -> np.ndarray:
    """Sums of weights without the dust of adding and taking away floats."""
    return np.round(weights, 9) + 0.0
