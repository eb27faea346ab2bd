"""What a milestone has been through, on both clocks, and a group's rates at the end of each report period."""

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts, lines_known
from progress.numbers.periods import shifted
from progress.numbers.rules import rates, standings, tally
from progress.numbers.scope import Scope
from progress.numbers.states import spells

PERIODS = 12
_ROWS_AT_ONCE = 200_000  # a milestone on a day: bounds the memory, not the answer


def version(facts: Facts, code: str, scope: Scope) -> dict | None:
    """What the plan said of a milestone by known_at, the columns of `facts.milestones`; None = no such milestone."""
    table = facts.milestones[facts.milestones["milestone"] == code]
    if scope.known_at is not None:
        table = table[table["recorded_at"].isna() | (table["recorded_at"] <= scope.known_at)]
    return None if table.empty else table.iloc[-1].to_dict()


def reports(lines: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The status lines of one milestone that are effective and recorded by the scope's day and instant, newest first.

    lines: `facts.milestone_lines`.  Columns: those, and since (effective day), held (whether it ever holds), until (the
    first day it no longer holds; NaT = still does, or never did), before_status, before_percent (of the last line before
    it that holds; "not_started" and NaN where there is none).
    """
    since = lines["done_on"].where(lines["status"] == "done", lines["reported_on"])
    table = lines_known(lines.assign(since=since)[since <= np.datetime64(scope.as_of, "s")], scope.known_at)
    table = table.sort_values(["reported_on", "recorded_at"], kind="stable", ignore_index=True)
    holding = spells(table.assign(milestone_id=0, line=table.index), None).set_index("line")
    place = pd.Series(table.index, table.index, dtype="float64")
    held = place.isin(holding.index)
    before = place.where(held).ffill().shift()
    table = table.assign(
        held=held,
        until=holding["until"].reindex(table.index),
        before_status=table["status"].reindex(before).fillna("not_started").to_numpy(),
        before_percent=table["percent"].reindex(before).to_numpy(),
    )
    return table[::-1].reset_index(drop=True)


def moves(extensions: pd.DataFrame, standing: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The extensions of these milestones decided and recorded by the scope's day and instant, in the order they take force.

    Columns: those of `facts.extensions`, and from_due (the deadline until then; NaT = none), days (moved by this one,
    NaN without an earlier deadline), in_force (False: decided after completion, without effect).
    """
    table = extensions[extensions["milestone_id"].isin(standing["milestone_id"])]
    table = table[table["decided_on"] <= np.datetime64(scope.as_of, "s")]
    if scope.known_at is not None:
        table = table[table["recorded_at"] <= scope.known_at]
    of = standing.set_index("milestone_id").reindex(table["milestone_id"])
    first = pd.Series(of["due"].to_numpy(), table.index)
    done_on = pd.Series(of["done_on"].to_numpy(), table.index)
    from_due = table.groupby("milestone_id")["new_due"].shift().fillna(first)
    return table.assign(
        from_due=from_due,
        days=(table["new_due"] - from_due).dt.days,
        in_force=done_on.isna() | (table["decided_on"] <= done_on),
    ).reset_index(drop=True)


def reviewed(facts: Facts, scope: Scope) -> pd.DataFrame:
    """The agencies marked as reviewed in the scope's report period, as recorded by its instant.

    Columns: agency, recorded_at, recorded_by; of an agency's marks and those taken back the last holds.
    """
    rows = facts.reviews[facts.reviews["period"] == scope.period.name]
    if scope.known_at is not None:
        rows = rows[rows["recorded_at"] <= scope.known_at]
    rows = rows.drop_duplicates("agency", keep="last")
    rows = rows.loc[rows["reviewed"], ["agency", "recorded_at", "recorded_by"]]
    return facts.signed(rows).reset_index(drop=True)


def conclusions(facts: Facts, scope: Scope, milestone: int | None = None) -> pd.DataFrame:
    """What was concluded by the scope's day and recorded by its instant, the last first; the columns of `facts`.

    milestone: the id of the one they are on; None = all."""
    rows = facts.conclusions[facts.conclusions["concluded_on"] <= np.datetime64(scope.as_of, "s")]
    if milestone is not None:
        rows = rows[rows["milestone_id"] == milestone]
    if scope.known_at is not None:
        rows = rows[rows["recorded_at"] <= scope.known_at]
    return facts.signed(rows).sort_values(["concluded_on", "recorded_at"], kind="stable")[::-1].reset_index(drop=True)


def periods(facts: Facts, scope: Scope, count: int = PERIODS) -> pd.DataFrame:
    """`rules.completion` of the scope at the end of each of its last report periods, the scope's own first.

    Columns: period (its name, 2019-11), start, end (days; the scope's own ends at as_of), and those of `completion`.  All
    of it as known at the scope's known_at.
    """
    periods = list(dict.fromkeys(shifted(scope.period, -back, scope.cutoff) for back in range(count)))
    ends = [min(period.end, scope.as_of) for period in periods]
    then = [scope.only(as_of=end, closed_through=min(end, scope.closed_through)) for end in ends]
    together = max(1, _ROWS_AT_ONCE // max(len(facts.milestones), 1))
    parts = [
        tally(standings(facts, then[first : first + together]), ("as_of",)) for first in range(0, len(then), together)
    ]
    days = pd.DatetimeIndex(ends, name="as_of").astype("datetime64[s]")
    counts = pd.concat(parts).set_index("as_of").reindex(days, fill_value=0).reset_index()
    rows = rates(counts, ("as_of",), scope.rule).set_index("as_of").reindex(days).reset_index(names="end")
    return rows.assign(
        period=[period.name for period in periods], start=pd.to_datetime([period.start for period in periods])
    )
