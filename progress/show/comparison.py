"""Two days beside each other, and the numbers over the report periods: what the screen *Lịch sử* prints."""

from collections.abc import Mapping, Sequence

import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.rules import PARTS
from progress.numbers.scope import Scope
from progress.say.languages import Words
from progress.say.names import agency_names, titles
from progress.show.definitions import fraction, value
from progress.show.profiles import moves_table, spans

_NAMES = ("name", "key", "kind")  # what `View.completion` adds to the groups


def quantities(before: Mapping, after: Mapping, scopes: tuple[Scope, Scope], words: Words) -> pd.DataFrame:
    """Every quantity at two days and its difference: counts in milestones, rates with their counts and in points.

    before, after: one row of `rules.rates` each.  A difference with something undefined is a dash.
    """
    names = {**words.terms.buckets, **words.terms.count_names}
    first, second = (
        words.day(scope.as_of) if scope.live else words.history.end_of.format(day=words.day(scope.as_of))
        for scope in scopes
    )
    counts = [
        {
            words.columns.quantity: names[key],
            first: words.integer(before[key]),
            second: words.integer(after[key]),
            words.columns.difference: _signed(after[key] - before[key], words.integer),
        }
        for key in words.terms.counts
    ]
    rates = [
        {
            words.columns.quantity: words.terms.methods[key][0],
            first: _rate(before, key, words),
            second: _rate(after, key, words),
            words.columns.difference: _apart(before[key], after[key], key, words),
        }
        for key in PARTS
    ]
    return pd.DataFrame([*rates, *counts])


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


def moved_table(moves: pd.DataFrame, standing: pd.DataFrame, facts: Facts, words: Words) -> pd.DataFrame:
    """Every extension with its milestone, the last decided first."""
    rows = moves.sort_values(["decided_on", "milestone_id"], ascending=[False, True], kind="stable", ignore_index=True)
    of = standing.set_index("milestone_id").reindex(rows["milestone_id"]).reset_index()
    table = moves_table(rows, words)
    table.insert(1, words.columns.days_moved, table.pop(words.columns.days_moved))
    names = agency_names(facts, words)
    table.insert(2, words.columns.title, titles(of, words))
    table.insert(3, words.columns.lead, [names.get(code, code) for code in of["agency"]])
    return table.assign(**{words.columns.code: of["milestone"].to_numpy()})


def months_table(months: pd.DataFrame, words: Words) -> pd.DataFrame:
    """`moved_by_month`, a line a month in which something was moved."""
    rows = months[months["n"] > 0]
    return pd.DataFrame(
        {
            words.columns.month: [f"{month:%m/%Y}" for month in rows["month"]],
            words.columns.moves_count: rows["n"].to_numpy(),
            words.columns.days_moved: rows["days"].to_numpy(),
        }
    )


def scope_table(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """`scope_changes`, the newest period first."""
    rows = rows[::-1]
    return pd.DataFrame(
        {
            words.columns.report_period: spans(rows, words),
            words.columns.added_n: rows["added"].to_numpy(),
            words.terms.buckets["cancelled"]: rows["cancelled"].to_numpy(),
            words.columns.scope_end: rows["scope"].to_numpy(),
        }
    )


def schedule_table(periods: pd.DataFrame, words: Words) -> pd.DataFrame:
    """SPI beside the two rates it never stands without, a line a report period."""
    rows = periods.to_dict("records")
    return pd.DataFrame(
        {
            words.columns.report_period: spans(periods, words),
            **{
                words.terms.methods[key][0]: [_rate(row, key, words) for row in rows]
                for key in ("spi_weight", "due_completion", "on_time_rate")
            },
        }
    )


def _rate(row: Mapping, key: str, words: Words) -> str:
    """ "71,1% (27/38)": never a rate without its counts."""
    return f"{value(row, key, words)} ({fraction(row, key, words)})"


def _apart(before: float, after: float, key: str, words: Words) -> str:
    if pd.isna(before) or pd.isna(after):
        return "—"
    if key == "spi_weight":
        return _signed(after - before, words.decimal)
    return words.terms.points.format(n=_signed((after - before) * 100, lambda points: words.decimal(points, 1)))


def _signed(number: float, shown) -> str:
    return f"+{shown(number)}" if number > 0 else shown(number)
