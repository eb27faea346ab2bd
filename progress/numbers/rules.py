"""The definitions in code: what every number means. DataFrame in, DataFrame out; no I/O and no "today".

Source throughout: the definitions, which the page *Cách tính* shows to the committee.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts, codes, lines_known
from progress.numbers.membership import answering, moves, place_on, plan_ends, versions
from progress.numbers.misses import misses
from progress.numbers.periods import HANOI, shifted
from progress.numbers.scope import ColourRule, Scope
from progress.numbers.states import known_spells

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
# Sums of weight among the columns of `tally`, and how many of their whole numbers make 1 there.
WEIGHTS = ("weight_scope", "weight_done", "weight_reported", "weight_planned", "attained_weight", "attained_of_weight")
EXACT = 10**60
DUE_SOON_DAYS = 30
CLAIM_LIMIT = 99  # percent; the last percent of a milestone is its completion
FROZEN_PERIODS = 3
_SPOKEN = ["milestone_id", "reported_on", "done_on", "recorded_at", "withdrawn_at"]
DEFAULT_RULE = ColourRule()


class BucketsDoNotAddUp(RuntimeError):
    """The program contradicts itself: no number of this scope may be shown."""


def standing(facts: Facts, scope: Scope) -> pd.DataFrame:
    """How each milestone of the scope stands at its day; one row a milestone in a plan by then, in the order of `facts`.

    Columns: milestone_id; milestone, plan, agency (codes, those of the day: a transfer works from its day on); kind;
    title_vi, title_en; year (of the original due, <NA> = no deadline); start, due (original), due_words, due_in_force (on
    done_on for a done milestone, else on as_of); weight; status; percent (the claim, 0-100, NaN = none); done_on;
    reported_on (of the line that holds); bucket (`BUCKETS` or "cancelled"); days_overdue (NaN unless overdue); evidence,
    decision; value, target, target_lower, unit, attainment (NaN = not measured); due_passed, planned (the original has
    passed), due_soon; moves, days_moved (extensions decided by as_of; NaN days without an original due); frozen, updated
    (a line or a request lies in the report period); closed (its plan was closed by then: it stands as at the end of that
    day, is not due soon, stands not still and owes no update); forgiven (it stood overdue, a decision ended that, and it is
    no miss now); backdated (an entry recorded afterwards took a miss away); illustrative; supporting (without the lead),
    continues, basis.

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
            "day": _seconds(scope.as_of for scope in scopes),  # as of which the milestone stands
            "closed_through": _seconds(scope.closed_through for scope in scopes),
            "moving_since": _seconds(_three_periods_before(scope) for scope in scopes),
            "place": np.arange(len(scopes)) * step,  # beside the milestone's id: one key for a milestone on a day
        }
    )
    table = of_each.merge(_possible(facts, first), how="cross")
    table = table[~(table["entered"] > table["as_of"])].reset_index(drop=True)
    table = _placed(table, facts, scopes)
    table = table[selects(first, table)].reset_index(drop=True)
    key = table["milestone_id"] + table["place"]
    stops = [
        table[table["closed"] & (table["place"] == i * step)].set_index("milestone_id")["day"]
        if table["closed"].any()
        else None
        for i in range(len(scopes))
    ]

    def on_each_day(rows: Callable[[Scope, Callable], pd.DataFrame]) -> pd.DataFrame:
        parts = [rows(scope, partial(_day_of, scope, stop)) for scope, stop in zip(scopes, stops, strict=True)]
        keyed = [part.assign(key=part["milestone_id"] + i * step) for i, part in enumerate(parts)]
        return (pd.concat(keyed) if len(keyed) > 1 else keyed[0]).drop(columns="milestone_id")

    held = known_spells(facts.same, first.known_at)
    held = on_each_day(lambda _, day_of: _held(held, day_of(held["milestone_id"])))
    table = table.assign(key=key).merge(held, on="key", how="left")
    table["status"] = table["status"].fillna("not_started")
    done = table["status"].eq("done")
    day, closed = table["day"], table["closed_through"]

    limit = table["done_on"].where(done, day).astype("datetime64[s]")
    extensions = facts.extensions
    if first.known_at is not None:
        extensions = extensions[extensions["recorded_at"] <= first.known_at]
    decided = on_each_day(lambda _, day_of: extensions[extensions["decided_on"] <= day_of(extensions["milestone_id"])])
    table = table.join(_moved(decided, key, limit, table["due"]))
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
    workable = table["bucket"].isin(OPEN) & ~table["closed"]
    counted = ~table["bucket"].isin(("cancelled", "suspended"))
    table["due_passed"] = counted & passed
    table["planned"] = counted & (table["due"] <= closed)
    table["due_soon"] = workable & (due > closed) & (due <= closed + np.timedelta64(DUE_SOON_DAYS, "D"))
    table["days_overdue"] = (closed - due).dt.days.where(table["bucket"] == "overdue")
    table["attainment"] = _attainment(table)
    table["frozen"] = workable & _stands_still(table)
    lines = lines_known(facts.lines[_SPOKEN], first.known_at)
    table["updated"] = key.isin(on_each_day(lambda scope, _: _reported_in_period(facts, lines, scope))["key"])
    made_up = decided.loc[decided["basis"] == "illustrative", "key"]
    of_rows = (table[basis].eq("illustrative") for basis in ("basis", "line_basis"))
    table["illustrative"] = np.logical_or.reduce([*of_rows, key.isin(made_up), _structure_made_up(table, facts, first)])
    known = misses(facts.same, first)
    missed = table["bucket"].isin(("overdue", "done_late"))
    shed = [known.shed(scope.as_of, scope.closed_through) + i * step for i, scope in enumerate(scopes)]
    table["forgiven"] = ~missed & key.isin(np.concatenate(shed))
    taken = [known.taken_away(scope.as_of) + i * step for i, scope in enumerate(scopes)]
    table["backdated"] = key.isin(np.concatenate(taken))
    apart = ["line_basis", "run_since", "added_on", "recorded_at", "source", "closed_through", "moving_since", "place",
             "key", "day", "entered"]  # fmt: skip
    return table.drop(columns=[*apart, *table.columns.intersection(["made_up"])])


def tally(standing: pd.DataFrame, by: Sequence[str] = TALLIED) -> pd.DataFrame:
    """What is counted of the milestones, summed for each plan, agency, kind and year: all that `rates` needs.

    Columns: `by`, then the counts and sums of weight named in `rates` (max_days_overdue is the largest); the sums are whole
    numbers, `EXACT` of which make 1.
    """
    weighed, units = _weighed(standing)
    table = _pooled(pd.concat([standing[list(by)], _countable(standing), weighed], axis=1), list(by))
    for name, unit in units.items():
        table[name] = pd.Series([int(value) * EXACT // unit for value in table[name]], table.index, dtype="object")
    return table


def completion(standing: pd.DataFrame, by: Sequence[str] = (), rule: ColourRule = DEFAULT_RULE) -> pd.DataFrame:
    """`rates` of a standing."""
    return rates(tally(standing), by, rule)


def rates(tally: pd.DataFrame, by: Sequence[str] = (), rule: ColourRule = DEFAULT_RULE) -> pd.DataFrame:
    """Every quantity of the definitions for each group in the columns `by`, in their order; no `by`: one row, the total.

    `by`: any of the columns the tally was made by.

    Columns: `by`; registered, cancelled, scope, done, the nine `BUCKETS` (milestones); weight_scope, weight_done,
    weight_reported, weight_planned, attained_weight, attained_of_weight (no unit); the rates of the definitions (0-1,
    NaN = undefined); planned_n, due_n, due_done_n, due_soon, extended_n, forgiven_n, backdated_n (milestones); done_with_deadline, on_time_n, baseline_n, baseline_on_time_n, open_n, updated_n, evidenced_n (the rates'
    numerators and denominators); max_days_overdue; frozen_n, no_document_n, measured_n; illustrative; colour (red,
    amber, green, grey).  Counts are pooled, rates never averaged.  spi_weight is a ratio, 1 = as planned.

    Raises BucketsDoNotAddUp when the nine buckets do not add up to the scope.
    """
    table = _pooled(tally, list(by))
    if not table[list(BUCKETS)].sum(axis=1).eq(table["scope"]).all():
        raise BucketsDoNotAddUp("the buckets do not add up to the scope")

    table["with_outcome"] = table["done_with_deadline"] + table["overdue"]

    def ratio(part: str, whole: str) -> list[float]:
        # Of Python's whole numbers: the float nearest to the exact fraction, so that its digits are the fraction's.
        pairs = zip(table[part].tolist(), table[whole].tolist(), strict=True)
        return [n / of if of > 0 else np.nan for n, of in pairs]

    ratios: dict = {rate: ratio(*parts) for rate, parts in PARTS.items()}
    ratios["illustrative"] = table["illustrative_n"].to_numpy() > 0
    table = table.assign(**{name: _weights(table[name], EXACT) for name in WEIGHTS})
    table = pd.concat([table.drop(columns="illustrative_n"), pd.DataFrame(ratios, index=table.index)], axis=1)
    return table.assign(colour=_colour(table, rule))


def series(facts: Facts, scope: Scope, standing: pd.DataFrame, months: pd.Series | None = None) -> pd.DataFrame:
    """The S-curve: planned against done at each month's last day, no month skipped.

    Columns: month (first day, datetime64); planned_n, actual_n (milestones); planned_w, actual_w, reported_w (weight).
    Planned: original due by the month's end, not suspended then.  Actual: done at the month's end; what is effective
    after the scope's day is ignored, so later months repeat it.  Reported: with the claims of those not done.
    Milestones cancelled at the scope's day are in neither.  All months are of the milestones, leads and plans of the
    scope's day; in a plan that is closed by then no deadline passes after the day it was closed on.

    `standing` is that of the same facts and scope, or a part of it.  `months`: the months of the whole, for a part that
    is to stand beside it; else from the first original due or completion to the last or the scope's day, empty where
    there is no such day.
    """
    as_of = np.datetime64(scope.as_of, "s")
    live = standing[standing["bucket"] != "cancelled"].set_index("milestone_id")
    day = pd.Series(as_of, live.index)
    if live["closed"].any():
        end = plan_ends(facts, scope.known_at).reindex(live["plan"]).to_numpy("datetime64[s]")
        day = day.where(~live["closed"], end)
        live = live.assign(due=live["due"].where(~(live["closed"] & (live["due"] > day))))
    held = known_spells(facts.same, scope.known_at)
    held = held[held["milestone_id"].isin(live.index)]
    day = day.reindex(held["milestone_id"]).to_numpy()
    held = held.assign(until=held["until"].where(held["until"] <= day))[held["since"] <= day]
    of = live.index.get_indexer(held["milestone_id"])
    weights, unit = whole(live["weight"])
    claims, part = _claims(held["percent"], held["status"] == "done")
    claimed, part = _products(weights[of], claims, unit * part)
    held = held.assign(weight=weights[of], due=live["due"].to_numpy()[of], claimed=claimed)
    done = held[held["status"] == "done"]
    reported = held[held["status"] != "cancelled"]
    paused = held[(held["status"] == "suspended") & held["due"].notna()]
    paused = paused.assign(since=paused[["since", "due"]].max(axis=1))
    paused = paused[paused["until"].isna() | (paused["since"] < paused["until"])]
    planned = live.assign(weight=weights)[live["due"].notna()]

    if months is None:
        months = _months_of(pd.concat([planned["due"], done["since"]]), as_of)
    ends = (months + pd.offsets.MonthEnd(1)).to_numpy().astype("datetime64[s]")

    def through(days: pd.Series, weights: pd.Series | None) -> np.ndarray:
        days, weights = days.to_numpy(), np.ones(len(days), "int64") if weights is None else weights.to_numpy()
        order = np.argsort(days, kind="stable")
        total = np.concatenate([[0], np.cumsum(weights[order])])
        return total[np.searchsorted(days[order], ends, side="right")]

    def standing_at(spell: pd.DataFrame, weights: str | None) -> np.ndarray:
        over = spell[spell["until"].notna()]
        begun, ended = (None, None) if weights is None else (spell[weights], over[weights])
        return through(spell["since"], begun) - through(over["until"], ended)

    return pd.DataFrame(
        {
            "month": months.to_numpy().astype("datetime64[s]"),
            "planned_n": through(planned["due"], None) - standing_at(paused, None),
            "planned_w": _weights(through(planned["due"], planned["weight"]) - standing_at(paused, "weight"), unit),
            "actual_n": standing_at(done, None),
            "actual_w": _weights(standing_at(done, "weight"), unit),
            "reported_w": _weights(standing_at(reported, "claimed"), part),
        }
    )


def curve(series: pd.DataFrame, total: Mapping[str, float], as_of: date) -> pd.DataFrame:
    """The S-curve as it is drawn: `series` at the last day of each of its months, and one point more at the day itself, equal
    to the total's `planned_n` and weights (a row of `rates`); of two on one day that.

    Columns: day, and those of `series` without month.
    """
    ends = series.assign(day=(series["month"] + pd.offsets.MonthEnd(1)).astype("datetime64[s]")).drop(columns="month")
    names = {"planned_n": "planned_n", "planned_w": "weight_planned", "actual_n": "done", "actual_w": "weight_done",
             "reported_w": "weight_reported"}  # fmt: skip
    point = pd.DataFrame({"day": _seconds([as_of]), **{name: [total[of]] for name, of in names.items()}})
    rows = pd.concat([point, ends[ends["day"] != _seconds([as_of])[0]]]) if len(ends) else point[:0]
    return rows.sort_values("day", ignore_index=True)


def _months_of(days: pd.Series, as_of: np.datetime64) -> pd.Series:
    """The first days of all months from the first of these days to the last of them or `as_of`; none without a day."""
    if days.empty:
        return pd.Series(dtype="datetime64[s]")
    months = pd.period_range(days.min(), max(days.max(), pd.Timestamp(as_of)), freq="M")
    return pd.Series(months.to_timestamp(how="start"))


def reporting(standing: pd.DataFrame) -> pd.DataFrame:
    """Which agencies with open milestones (in plans that run) have a line or a request in the report period.

    Columns: agency; open_n, updated_n (milestones); reported (any of them has one).
    """
    owed = standing[standing["bucket"].isin(OPEN) & ~standing["closed"]]
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
    """The milestones as the plan spoke of them by known_at, with their lead and plan of the day, within the selection; also
    those added after the day.  The columns of `facts.milestones`, and entered, year, kind, closed."""
    table = _possible(facts, scope).assign(as_of=_seconds([scope.as_of])[0], place=0)
    table = table.assign(day=table["as_of"], closed_through=_seconds([scope.closed_through])[0])
    table = _placed(table, facts, [scope]).drop(columns=["as_of", "place", "day", "closed_through"])
    return table[selects(scope, table)].reset_index(drop=True)


def _possible(facts: Facts, scope: Scope) -> pd.DataFrame:
    """`versions` with their year, without those that no day could select."""
    table = versions(facts.same, scope.known_at)
    table = table.assign(year=table["due"].dt.year.astype("Int64"))
    if scope.bases:
        table = table[table["basis"].isin(scope.bases)]
    if scope.years:
        chosen = table["year"].isin([y for y in scope.years if y is not None])
        table = table[chosen | (table["year"].isna() & (None in scope.years))]
    if scope.structure is None and (scope.plans or scope.agencies):
        may = pd.Series(True, table.index)
        for column, selected in (("plan", scope.plans), ("agency", scope.agencies)):
            may &= table[column].isin(selected) if selected else True
        table = table[may | table["milestone_id"].isin(moves(facts.same, scope.known_at)["milestone_id"])]
    return table


def _placed(table: pd.DataFrame, facts: Facts, scopes: Sequence[Scope]) -> pd.DataFrame:
    """The rows with the lead and plan of their day, and closed; of those in a plan that is closed the day as of which they
    stand, and the last that has ended by then."""
    first = scopes[0]
    moved = moves(facts.same, first.known_at)
    if len(moved):
        there = [place_on(moved, as_of).assign(as_of=as_of) for as_of in _seconds(scope.as_of for scope in scopes)]
        there = table[["milestone_id", "as_of"]].merge(pd.concat(there), on=["milestone_id", "as_of"], how="left")
        led, table["made_up"] = table["agency"], there["made_up"].eq(True).to_numpy()
        for column in ("agency", "plan"):
            now = pd.Series(there[column].to_numpy(), table.index)
            table = table.assign(**{column: now.where(now.notna(), table[column])})
        table = table.assign(supporting=_others(table, led.ne(table["agency"])))
    if first.structure is not None:
        table = table.assign(agency=answering(facts.same, first.structure).reindex(table["milestone_id"]).to_numpy())
    ends, closed = plan_ends(facts, first.known_at), pd.Series(False, table.index)
    if len(ends):
        end = pd.Series(ends.reindex(table["plan"]).to_numpy("datetime64[s]"), table.index)
        closed, over = end <= table["as_of"], end < table["closed_through"]
        table = table.assign(
            day=table["day"].where(~closed, end), closed_through=table["closed_through"].where(~over, end)
        )
    kinds = facts.agencies.set_index("agency")["kind"]
    return table.assign(closed=closed, kind=kinds.reindex(table["agency"]).to_numpy())


def _structure_made_up(table: pd.DataFrame, facts: Facts, scope: Scope) -> pd.Series:
    """Whether an illustrative act has put a milestone where it is, closed its plan or named its agency."""
    made_up = table["made_up"] if "made_up" in table else pd.Series(False, table.index)
    known = pd.Timestamp.max.tz_localize("UTC") if scope.known_at is None else scope.known_at
    acts = [
        rows[(rows["basis"] == "illustrative") & (rows["recorded_at"] <= known)]
        for rows in (facts.closings, facts.renames)
    ]
    for plan, day in acts[0][["plan", "closed_on"]].itertuples(index=False):
        made_up |= (table["plan"] == plan) & (table["as_of"] >= day)
    for agency, day in acts[1][["agency", "effective_on"]].itertuples(index=False):
        made_up |= (table["agency"] == agency) & (table["as_of"] >= day)
    return made_up


def _others(table: pd.DataFrame, moved: pd.Series) -> pd.Series:
    """The supporting agencies; one that has come to lead does not support itself."""
    rows = table[moved & table["supporting"].notna()]
    left = [
        ";".join(c for c in codes(s) if c != a) or None for s, a in zip(rows["supporting"], rows["agency"], strict=True)
    ]
    return (
        pd.Series(left, rows.index, dtype="object").combine_first(table["supporting"])
        if len(rows)
        else table["supporting"]
    )


def selects(scope: Scope, table: pd.DataFrame, suffix: str = "") -> pd.Series:
    """Whether the scope selects a row by its plan, lead and kind of lead, and by whether its plan is closed; suffix: of the
    columns they stand in."""
    found = pd.Series(True, table.index)
    for column, chosen in (("plan", scope.plans), ("agency", scope.agencies), ("kind", scope.kinds)):
        if chosen:
            found &= table[f"{column}{suffix}"].isin(chosen)
    if scope.phase:
        found &= table[f"closed{suffix}"].eq(scope.phase == "closed")
    return found


def _day_of(scope: Scope, stops: pd.Series | None, milestones: pd.Series) -> np.datetime64 | np.ndarray:
    """The day as of which each of these milestones stands: the scope's, for some the one their plan was closed on."""
    as_of = np.datetime64(scope.as_of, "s")
    if stops is None or stops.empty:
        return as_of
    return stops.reindex(milestones).fillna(as_of).to_numpy("datetime64[s]")


def _held(spells: pd.DataFrame, day: np.datetime64 | np.ndarray) -> pd.DataFrame:
    """The line that holds at a day, one a milestone."""
    at = spells[(spells["since"] <= day) & (spells["until"].isna() | (spells["until"] > day))]
    columns = ["milestone_id", "status", "percent", "done_on", "reported_on", "value", "evidence", "decision"]
    return at[[*columns, "basis", "run_since"]].rename(columns={"basis": "line_basis"})


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


def _measure(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """What was attained of what: the value of the target, or where lower is better the target of the value."""
    value, target, lower = table["value"], table["target"], table["target_lower"]
    return value.where(~lower, target), target.where(~lower, value)


def _attainment(table: pd.DataFrame) -> pd.Series:
    """measured / target, or target / measured where lower is better; NaN without both, or where it divides by 0."""
    part, of = _measure(table)
    return part / of.where(of > 0)


def _stands_still(table: pd.DataFrame) -> pd.Series:
    """Its state and percent unchanged for three periods or more.

    A milestone that only ever stood at "not started" stands still from the day it should have begun: its start, else the
    day it was added, else its original due.
    """
    begun = table["start"].fillna(table["added_on"]).fillna(table["due"])
    return table["run_since"].fillna(begun) < table["moving_since"]


def _three_periods_before(scope: Scope) -> date:
    """The first day of the periods in which something that does not stand still has moved."""
    return shifted(scope.period, 1 - FROZEN_PERIODS, scope.cutoff).start


def _reported_in_period(facts: Facts, lines: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The lines known and effective by the scope's day that speak of a day in its report period, and the requests for a
    later deadline recorded in it."""
    first, last = pd.Timestamp(scope.period.start), pd.Timestamp(scope.period.end)
    effective = lines["done_on"].fillna(lines["reported_on"]) <= np.datetime64(scope.as_of, "s")
    spoken = lines.loc[lines["reported_on"].between(first, last) & effective, ["milestone_id"]]
    asked = facts.requests
    if asked.empty:
        return spoken
    if scope.known_at is not None:
        asked = asked[asked["recorded_at"] <= scope.known_at]
    day = asked["recorded_at"].dt.tz_convert(HANOI).dt.tz_localize(None).dt.floor("D")
    asked = asked.loc[day.between(first, min(last, pd.Timestamp(scope.as_of))), ["milestone_id"]]
    return pd.concat([spoken, asked])


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
    counts = [c for c in table.columns if c not in by and c not in WEIGHTS]
    table[counts] = table[counts].astype("int64")
    return table


def _countable(standing: pd.DataFrame) -> pd.DataFrame:
    """What is counted of a group, a column each."""
    bucket = standing["bucket"]
    scope = bucket != "cancelled"
    done = bucket.isin(DONE)
    open_ = bucket.isin(OPEN) & ~standing["closed"]
    baseline = scope & (bucket != "suspended") & standing["due"].notna() & (done | standing["planned"])
    evidenced = done & standing["evidence"].notna()
    measured = scope & standing["attainment"].notna()
    columns = {
        "registered": pd.Series(True, standing.index),
        "cancelled": ~scope,
        "scope": scope,
        "done": done,
        **{key: bucket == key for key in BUCKETS},
        "planned_n": standing["planned"],
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
        "forgiven_n": standing["forgiven"],
        "backdated_n": standing["backdated"],
        "measured_n": measured,
        "illustrative_n": standing["illustrative"],
        "max_days_overdue": standing["days_overdue"].fillna(0),
    }
    return pd.DataFrame({name: column.astype("int64") for name, column in columns.items()})


def _weighed(standing: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The weights that are summed over a group, a column each, in whole numbers; and how many of each make 1."""
    scope, done = standing["bucket"] != "cancelled", standing["bucket"].isin(DONE)
    measured = scope & standing["attainment"].notna()
    weight, unit = whole(standing["weight"])
    claims, part = _claims(standing["percent"], done)
    reported, part = _products(weight, claims, unit * part)
    attained, share = _attained(standing, measured, weight, unit)
    weights = {
        "weight_scope": (weight, scope, unit),
        "weight_done": (weight, done, unit),
        "weight_reported": (reported, scope, part),
        "weight_planned": (weight, standing["planned"], unit),
        "attained_weight": (attained, measured, share),
        "attained_of_weight": (weight, measured, unit),
    }
    sums = {name: np.where(those, values, 0) for name, (values, those, _) in weights.items()}
    return pd.DataFrame(sums, standing.index), {name: units for name, (_, _, units) in weights.items()}


def whole(values: pd.Series) -> tuple[np.ndarray, int]:
    """The values as whole numbers, and how many make 1: their sums are exact, which those of floats are not."""
    given = values.to_numpy("float64")
    for unit in (1, 100, 10_000, 1_000_000, 1_000_000_000):
        scaled = np.rint(given * unit)
        if (scaled / unit == given).all() and np.abs(scaled).sum() < 2**53:
            return scaled.astype("int64"), unit
    return np.array([int(Decimal(repr(value)).scaleb(30)) for value in given.tolist()], dtype="object"), 10**30


def _claims(percent: pd.Series, done: pd.Series) -> tuple[np.ndarray, int]:
    """The share of each milestone its agency says is done: all of it only when it is done; and how many make 1."""
    claimed, unit = whole(percent.fillna(0))
    return np.where(done, 100 * unit, np.minimum(claimed, CLAIM_LIMIT * unit)), 100 * unit


def _products(weights: np.ndarray, parts: np.ndarray, unit: int) -> tuple[np.ndarray, int]:
    """Weights times shares, exact, and how many make 1."""
    fits = weights.dtype != object and parts.dtype != object
    if fits and len(weights) and float(weights.sum()) * float(parts.max()) >= 2**62:
        weights = weights.astype("object")
    return weights * parts, unit


def _attained(standing: pd.DataFrame, measured: pd.Series, weight: np.ndarray, unit: int) -> tuple[np.ndarray, int]:
    """Weights times what was attained, at most all of it, and how many make 1."""
    if not measured.any():
        return np.zeros(len(standing), "int64"), 1
    part, of = _measure(standing)
    part, many = whole(part.where(measured, 0))
    of, few = whole(of.where(measured, 1))
    part, of = part.astype("object") * few, of.astype("object") * many
    return weight.astype("object") * (np.minimum(part, of) * EXACT // of), unit * EXACT


def _weights(sums: np.ndarray, unit: int) -> np.ndarray:
    """Sums of whole numbers as the numbers they stand for."""
    return np.array([int(value) / unit for value in sums], "float64")


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
