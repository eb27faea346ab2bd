"""In which plan a milestone is and who leads it on a day: the plan over time.

A milestone is in its first plan from the day it was added, and led as that plan says; transfers take it to another lead, another
plan or both from their day on.  One that names the milestone always holds.  A rule for a whole agency takes what the agency
led on the day before and what was not done or cancelled at the end of that day; what is closed stays with the agency that
did it, and goes over on the day it is reopened: to where it would be had it been open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.states import NEVER, SPAN, dated, known_spells, latest_by, normal, ordinals

CLOSED = ("done", "cancelled")
_KEPT = ("lead", "plan", "made_up")
ALWAYS = np.iinfo("int64").max  # as an instant: all that is recorded is known


def versions(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    """The milestones as the plan spoke of them by an instant, one row each: the columns of `facts.milestones` and entered,
    the first day each is in its plan (NaT = from the beginning)."""
    return _versions_known(facts, normal(facts, known_at))


@lru_cache(maxsize=4)
def _versions_known(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    table = facts.milestones
    if known_at is not None:
        table = table[table["recorded_at"].isna() | (table["recorded_at"] <= known_at)]
    table = table.drop_duplicates("milestone_id", keep="last")
    return table.assign(entered=entered(table, facts))


def entered(table: pd.DataFrame, facts: Facts) -> pd.Series:
    """The first day of each milestone: added_on, else its first plan's issued_on, else that plan's period_start."""
    plans = facts.plans.set_index("plan")
    own = plans["issued_on"].fillna(plans["period_start"]).reindex(table["plan"])
    return table["added_on"].fillna(pd.Series(own.to_numpy("datetime64[s]"), table.index)).astype("datetime64[s]")


def plan_ends(facts: Facts, known_at: datetime | None) -> pd.Series:
    """The day each closed plan was closed on, by its code, as known at an instant."""
    rows = facts.closings
    if known_at is not None:
        rows = rows[rows["recorded_at"] <= known_at]
    return rows.drop_duplicates("plan", keep="last").set_index("plan")["closed_on"].dropna()


def moves(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    """The milestones that are not always where they began, known at an instant: where each is from when until when.

    Columns: milestone_id, since (NaT = from the beginning), until (the first day it is elsewhere; NaT = still there), agency,
    plan (codes), made_up (an illustrative transfer brought it there).
    """
    return _moves_known(facts, normal(facts, known_at))


@lru_cache(maxsize=4)
def _moves_known(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    if facts.transfers.empty:
        return pd.DataFrame(columns=["milestone_id", "since", "until", "agency", "plan", "made_up"])
    looks = Looks.of(facts, versions(facts, known_at), known_at)
    looks = looks.only(may_move(facts, looks))
    held = known_spells(facts, known_at)
    return moved(facts, looks, held[held["milestone_id"].isin(looks.milestone)])


@dataclass(frozen=True)
class Looks:
    """Milestones, each as it was known at an instant of its own; an array a column, and `key` is what other tables know a
    look by.  lead, plan: the first, as places in `facts.agencies` and `facts.plans`; entered: the first day, as a number;
    known: the instant in microseconds."""

    key: np.ndarray
    milestone: np.ndarray
    lead: np.ndarray
    plan: np.ndarray
    entered: np.ndarray
    known: np.ndarray

    @classmethod
    def of(cls, facts: Facts, table: pd.DataFrame, known_at: datetime | None) -> "Looks":
        """Rows of `versions`, all as known at one instant."""
        until = ALWAYS if known_at is None else microseconds(pd.Series([known_at]))[0]
        ids = table["milestone_id"].to_numpy()
        return cls(
            ids,
            ids,
            pd.Index(facts.agencies["agency"]).get_indexer(table["agency"]),
            pd.Index(facts.plans["plan"]).get_indexer(table["plan"]),
            ordinals(table["entered"], -NEVER),
            np.full(len(table), until),
        )

    def only(self, chosen: np.ndarray) -> "Looks":
        return Looks(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def microseconds(instants: pd.Series) -> np.ndarray:
    """Instants as numbers."""
    return pd.to_datetime(instants, utc=True).astype("datetime64[us, UTC]").astype("int64").to_numpy()


def may_move(facts: Facts, looks: Looks) -> np.ndarray:
    """Which looks a transfer can speak of."""
    table = facts.transfers
    givers = pd.Index(facts.agencies["agency"]).get_indexer(table["agency_from"].dropna().unique())
    return np.isin(looks.milestone, table["milestone_id"].dropna()) | np.isin(looks.lead, givers)


def ends_of_plans(facts: Facts, looks: Looks) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """The day a plan was closed on, as a look knows it: of places of looks and of plans; NEVER = it runs."""
    closed = pd.Index(facts.closings["plan"].unique())
    ends = np.full((len(looks.key), len(closed) + 1), NEVER)  # the last column is that of plans that run
    places, days = closed.get_indexer(facts.closings["plan"]), ordinals(facts.closings["closed_on"], NEVER)
    for column, day, instant in zip(places, days, microseconds(facts.closings["recorded_at"]), strict=True):
        ends[looks.known >= instant, column] = day
    columns = closed.get_indexer(facts.plans["plan"])
    return lambda look, plan: ends[look, columns[plan]]


def moved(facts: Facts, looks: Looks, held: pd.DataFrame) -> pd.DataFrame:
    """`moves` of these looks; held: their `spells`, with the key of the look as milestone_id."""
    steps = _steps(facts, looks, held)
    names = ["place", "since", *_KEPT]
    table = pd.concat(
        [pd.DataFrame(dict(zip(names, step, strict=True))) for step in steps] or [pd.DataFrame(columns=names)]
    )
    table = table.astype("int64")
    begun = np.unique(table["place"])
    first = pd.DataFrame(
        {"place": begun, "since": -NEVER, "lead": looks.lead[begun], "plan": looks.plan[begun], "made_up": 0}
    )
    table = pd.concat([first, table]).sort_values(["place", "since"], kind="stable")
    table = table.drop_duplicates(["place", "since"], keep="last")  # a rule and a reopening on one day
    until = table["since"].shift(-1).where(table["place"].eq(table["place"].shift(-1)), NEVER).astype("int64")
    return pd.DataFrame(
        {
            "milestone_id": looks.key[table["place"]],
            "since": dated(table["since"].to_numpy()),
            "until": dated(until.to_numpy()),
            "agency": facts.agencies["agency"].to_numpy()[table["lead"]],
            "plan": facts.plans["plan"].to_numpy()[table["plan"]],
            "made_up": table["made_up"].to_numpy() > 0,
        }
    )


def _steps(facts: Facts, looks: Looks, held: pd.DataFrame) -> list[tuple[np.ndarray, ...]]:
    """Each change of lead or plan: (place of the look, day, and what is `_KEPT`), day by day of the transfers.

    `to` is where a milestone would be had it always been open, `at` where it is: the two differ while it is closed.
    """
    table, steps = facts.transfers, []
    if table.empty or not len(looks.key):
        return steps
    agencies, plans = pd.Index(facts.agencies["agency"]), pd.Index(facts.plans["plan"])
    transfers = pd.DataFrame(
        {
            "day": ordinals(table["effective_on"], NEVER),
            "milestone": table["milestone_id"].astype("float64"),
            "giver": agencies.get_indexer(table["agency_from"]),
            "of": plans.get_indexer(table["plan_from"]),
            "lead": agencies.get_indexer(table["agency_to"]),
            "plan": plans.get_indexer(table["plan_to"]),
            "made_up": table["basis"].eq("illustrative").astype("int64"),
            "known": microseconds(table["recorded_at"]),
        }
    )
    closed = _Closed(looks, held)
    end_of = ends_of_plans(facts, looks)
    every = np.arange(len(looks.key))
    order = np.argsort(looks.milestone, kind="stable")
    to = {"lead": looks.lead.copy(), "plan": looks.plan.copy(), "made_up": np.zeros(len(every), "int64")}
    at = {name: value.copy() for name, value in to.items()}
    days = np.unique(transfers["day"])
    for day, following in zip(days, [*days[1:], NEVER], strict=True):
        today = transfers[transfers["day"] == day]
        before = {name: value.copy() for name, value in to.items()}
        was = {name: value.copy() for name, value in at.items()}
        stayed = closed.until(every, np.minimum(day - 1, end_of(every, at["plan"]))) > 0
        led = looks.entered < day
        # A rule of one plan's work goes before that of all work, a later recorded one before an earlier.
        for rule in (
            today[today["milestone"].isna()].sort_values("of", key=lambda of: of >= 0, kind="stable").itertuples()
        ):
            taken = led & (before["lead"] == rule.giver) & (looks.known >= rule.known)
            if rule.of >= 0:
                taken &= before["plan"] == rule.of
            for name in _KEPT:
                if getattr(rule, name) >= 0:
                    to[name][taken] = getattr(rule, name)
        named = {name: np.zeros(len(every), "bool") for name in to}
        for one in today[today["milestone"].notna()].itertuples():
            first, last = (np.searchsorted(looks.milestone, one.milestone, side, order) for side in ("left", "right"))
            those = order[first:last]
            those = those[looks.known[those] >= one.known]
            for name in _KEPT:
                if getattr(one, name) >= 0:
                    to[name][those], named[name][those] = getattr(one, name), True
        for name in to:
            at[name] = np.where(stayed & ~named[name], at[name], to[name])
        gone = np.flatnonzero(_differ(at, was))
        steps.append((gone, np.full(len(gone), day), *(at[name][gone] for name in _KEPT)))

        waiting = np.flatnonzero(_differ(at, to))
        end = end_of(waiting, at["plan"][waiting])
        until = closed.until(waiting, np.minimum(day, end))
        opens = np.where(until == 0, day, until)  # the first day at whose end it is open again
        back = (until == 0) | ((until <= end) & (until < following))
        gone, opens = waiting[back], opens[back]
        for name in to:
            at[name][gone] = to[name][gone]
        steps.append((gone, opens, *(at[name][gone] for name in _KEPT)))
    return steps


def _differ(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> np.ndarray:
    return np.logical_or.reduce([one[name] != other[name] for name in _KEPT])


class _Closed:
    """The days on which looks are done or cancelled."""

    def __init__(self, looks: Looks, held: pd.DataFrame) -> None:
        place = pd.Index(looks.key).get_indexer(held["milestone_id"])
        status = held["status"].isin(CLOSED).to_numpy()
        since, until = ordinals(held["since"], -NEVER), ordinals(held["until"], NEVER)
        follows = np.zeros(len(place), "bool")
        follows[1:] = (place[1:] == place[:-1]) & status[:-1]
        starts, lasts = status & ~follows, status & ~np.append(follows[1:] & status[1:], False)
        order = np.lexsort((since[starts], place[starts]))
        self._place, self._since, self._until = place[starts][order], since[starts][order], until[lasts][order]

    def until(self, place: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The first day after this one on which a look that is closed on it is open again; 0 = it is open on it."""
        at = latest_by(self._place, self._since, place, np.clip(day, 0, SPAN - 1))
        if not len(self._place):
            return np.zeros(len(place), "int64")
        return np.where((at >= 0) & (day < self._until[at]), self._until[at], 0)


def place_on(table: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """The rows of `moves` that hold on a day."""
    return table[~(table["since"] > day) & ~(table["until"] <= day)]


@lru_cache(maxsize=4)
def answering(facts: Facts, today: date) -> pd.Series:
    """Who answers for each milestone today, by its id: its lead on that day with all known now, then the successor of one that
    has ended, to the end; without a successor the agency itself."""
    now = facts.present
    table = versions(now, None).set_index("milestone_id")["agency"].copy()
    there = place_on(moves(now, None), np.datetime64(today, "s")).set_index("milestone_id")["agency"]
    table.loc[there.index] = there
    ended = ~(now.agencies["valid_to"] >= np.datetime64(today, "s"))
    after = now.agencies[ended & now.agencies["successor"].notna()].set_index("agency")["successor"].to_dict()
    last = {}
    for agency in after:
        seen = [agency]
        while seen[-1] in after and after[seen[-1]] not in seen:  # a circle is refused at entry; none hangs here
            seen.append(after[seen[-1]])
        last[agency] = seen[-1]
    return table.map(last).fillna(table)
