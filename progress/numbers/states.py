"""Which status line of a milestone holds on which day: what every number of a day is looked up in."""

from datetime import date, datetime
from functools import lru_cache

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts, lines_known

NEVER = np.iinfo("int64").max // 4  # as a day: later than any; far enough from the end to add to
SPAN = 10**7  # more days than the calendar has: a place in a table and a day as one number
EPOCH = date(1970, 1, 1).toordinal()


def known_spells(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    """`spells` of all facts: they depend on no day, so that another day is only another look at them."""
    return _spells_known(facts, normal(facts, known_at))


def normal(facts: Facts, known_at: datetime | None) -> datetime | None:
    """The instant, or None where everything is known by it: what is made of either is kept once."""
    all_known = known_at is not None and (facts.latest is None or facts.latest <= known_at)
    return None if all_known else known_at


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
    after completion: it has no effect while the milestone stands done.  An empty percent says nothing about percent:
    that of the nearest line in progress or suspended before it stands, unless the milestone was not started in between.
    """
    lines = lines_known(lines, known_at).reset_index(drop=True)
    by_decision = lines["status"].isin(("cancelled", "suspended"))
    completed = (lines["status"] == "done").astype("float64").where(~by_decision)
    completed = completed.groupby(lines["milestone_id"]).ffill().eq(1)
    lines = lines[~(by_decision & completed)].reset_index(drop=True)
    if (silent := _silent(lines)).any():
        lines = lines.assign(percent=_claimed(lines, silent))

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


def _silent(lines: pd.DataFrame) -> pd.Series:
    """Which lines say nothing of a percent that they could have."""
    return lines["percent"].isna() & lines["status"].isin(("in_progress", "suspended"))


def _claimed(lines: pd.DataFrame, silent: pd.Series) -> pd.Series:
    """What each line, in the order in which they hold, says of percent; those that are silent, what was last said."""
    claims = lines["status"].isin(("in_progress", "suspended"))
    said = lines["percent"].where(claims).mask(lines["status"] == "not_started", -1)
    said = said.groupby(lines["milestone_id"]).ffill()
    return lines["percent"].where(~silent, said.where(said >= 0))


def ordinals(column: pd.Series, missing: int) -> np.ndarray:
    """Days as numbers, counted as `date.toordinal` does."""
    numbers = column.to_numpy("datetime64[D]").astype("int64") + EPOCH
    return np.where(column.isna().to_numpy(), missing, numbers)


def dated(numbers: np.ndarray) -> np.ndarray:
    """The days of these numbers, NaT where they stand for none."""
    never = np.abs(numbers) >= NEVER
    days = (np.where(never, EPOCH, numbers) - EPOCH).astype("datetime64[D]").astype("datetime64[s]")
    days[never] = np.datetime64("NaT")
    return days


def latest_by(places: np.ndarray, since: np.ndarray, place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Of rows sorted by place and day, the last of each place by a day; -1 = it has none by then."""
    found = np.searchsorted(places * SPAN + np.clip(since, 0, SPAN - 1), place * SPAN + day, side="right") - 1
    return np.where((found >= 0) & (places[found] == place), found, -1) if len(places) else np.full(len(place), -1)
