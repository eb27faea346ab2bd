"""Two days beside each other, and the numbers over the report periods: what the screen *Lịch sử* prints."""

from collections.abc import Mapping, Sequence

import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.rules import PARTS
from progress.numbers.scope import Scope
from progress.say.languages import Words
from progress.say.names import agency_names, titles
from progress.show import tables
from progress.show.definitions import quantity
from progress.show.profiles import moves_table, spans
from progress.show.table import Table, column

_NAMES = ("name", "key", "kind")  # what `View.completion` adds to the groups


def quantities(before: Mapping, after: Mapping, scopes: tuple[Scope, Scope], words: Words) -> Table:
    """Every quantity at two days and its difference: counts in milestones, rates with their counts and in points.

    before, after: one row of `rules.rates` each.  A difference with something undefined is undefined.
    """
    names = {key: words.terms.methods[key][0] for key in PARTS}
    named = {**words.terms.buckets, **words.terms.count_names}
    names |= {key: named[key] for key in words.terms.counts}
    first, second = (
        words.day(scope.as_of) if scope.live else words.history.end_of.format(day=words.day(scope.as_of))
        for scope in scopes
    )
    if first == second:  # on the calendar's first days
        first = f"{first} ({words.issued.before})"
    return Table(
        column("quantity", names.values()),
        column("before", (quantity(before, key) for key in names), "mixed", first),
        column("after", (quantity(after, key) for key in names), "mixed", second),
        column("difference", (_apart(before[key], after[key], key) for key in names), "mixed"),
    )


def filled(before: pd.DataFrame, after: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The groups of the later day, in their order, with the numbers of the earlier one: nothing in what was not there.

    So that two figures have the same rows.  Columns: those of `rules.rates` and the names in `after`.
    """
    names = [name for name in _NAMES if name in after]
    table = after[[*by, *names]].merge(before.drop(columns=names), on=list(by), how="left")
    counts = [c for c in before if c not in (*by, *names) and before[c].dtype.kind in "iu"]
    weights = [c for c in before if c.startswith(("weight_", "attained_"))]
    whole = {**dict.fromkeys(counts, 0), **dict.fromkeys(weights, 0.0), "colour": "grey", "illustrative": False}
    return table.fillna(whole).astype({**dict.fromkeys(counts, "int64"), "illustrative": "bool"})


def halves(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """`tables.halves` of the later day, each beside the same rows (`filled`) of the earlier."""
    return [(before.loc[half.index], half) for half in tables.halves(after)]


def moved_by_month(moves: pd.DataFrame) -> pd.DataFrame:
    """How often and how far deadlines were moved, by the month of the decision, no month skipped.

    moves: `history.moves`.  Columns: month (first day), n (extensions), days (moved; those without an earlier deadline are
    in n only).
    """
    if moves.empty:
        return pd.DataFrame({"month": pd.Series(dtype="datetime64[s]"), "n": [], "days": []})
    month = moves["decided_on"].dt.to_period("M")
    every = pd.period_range(month.min(), month.max(), freq="M")
    found = moves.groupby(month)["days"].agg(["size", "sum"]).reindex(every, fill_value=0).astype("int64")
    return pd.DataFrame({"month": every.to_timestamp(), "n": found["size"].array, "days": found["sum"].array})


def scope_changes(periods: pd.DataFrame) -> pd.DataFrame:
    """What came into the plan and went out of it in each report period, the oldest first.

    periods: `history.periods`, the newest first; the oldest of them is only what the next is compared with.  Columns:
    period, start, end; added (milestones), cancelled (less those taken up again), scope (at the end).
    """
    rows = periods[::-1].reset_index(drop=True)
    change = rows[["registered", "cancelled"]].diff()[1:].astype("int64")
    table = rows[["period", "start", "end", "scope"]][1:]
    return table.assign(added=change["registered"], cancelled=change["cancelled"]).reset_index(drop=True)


def moved_table(moves: pd.DataFrame, standing: pd.DataFrame, facts: Facts, words: Words) -> Table:
    """Every extension with its milestone, the last decided first."""
    rows = moves.sort_values(["decided_on", "milestone_id"], ascending=[False, True], kind="stable", ignore_index=True)
    of = standing.set_index("milestone_id").reindex(rows["milestone_id"]).reset_index()
    names = agency_names(facts, words)
    table = {c.key: c for c in moves_table(rows, words).columns}
    decided, days = table.pop("extension_decided"), table.pop("days_moved")
    lead = column("lead", (names.get(code, code) for code in of["agency"]))
    title, code = column("title", titles(of, words)), column("code", of["milestone"], "code")
    return Table(decided, days, title, lead, *table.values(), code)


def months_table(months: pd.DataFrame) -> Table:
    """`moved_by_month`, a line a month in which something was moved."""
    rows = months[months["n"] > 0]
    days = column("days_moved", rows["days"], "count")
    return Table(column("month", rows["month"], "month"), column("moves_count", rows["n"], "count"), days)


def scope_table(rows: pd.DataFrame, words: Words) -> Table:
    """`scope_changes`, the newest period first."""
    rows = rows[::-1]
    return Table(
        column("report_period", spans(rows, words)),
        column("added_n", rows["added"], "count"),
        column("cancelled", rows["cancelled"], "count", words.terms.buckets["cancelled"]),
        column("scope_end", rows["scope"], "count"),
    )


def schedule_table(periods: pd.DataFrame, words: Words) -> Table:
    """SPI beside the two rates it never stands without, a line a report period."""
    rows = periods.to_dict("records")
    keys = {"spi_weight": "index", "due_completion": "rate", "on_time_rate": "rate"}
    rates = [
        column(key, (quantity(row, key)[1] for row in rows), kind, words.terms.methods[key][0])
        for key, kind in keys.items()
    ]
    return Table(column("report_period", spans(periods, words)), *rates)


def _apart(before: float, after: float, key: str) -> tuple[str, float]:
    kind = "points" if key in PARTS and key != "spi_weight" else "gain"
    return kind, int(after - before) if key not in PARTS else float(after - before)
