"""How many of the milestones that come due will be finished by then, judged by what this selection did before.

Pure: facts and a scope in, ranges out.  A range is shown with the counts it rests on and with how often ranges made in the
same way, from what was known at the time, came true.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import exp, lgamma

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.periods import start_of
from progress.numbers.rules import DUE_SOON_DAYS, registered
from progress.numbers.scope import Scope
from progress.numbers.states import spells

ENOUGH = 10  # finished milestones with a deadline; with fewer nothing is said
RECORD = 24  # times thirty days: what somebody did longer ago is not his record any more
TRIALS = 12
COVERS = 0.8  # the share of ranges that should come true
_LINE = ["milestone_id", "reported_on", "status", "percent", "done_on", "recorded_at", "withdrawn_at"]
_NEVER = np.iinfo("int64").max


@dataclass(frozen=True)
class Forecast:
    """What could be said at the end of a day about the milestones that come due in the thirty days after it.

    at_stake: the milestones open then (not suspended) whose deadline in force then lies in those days.  kept, of: the
    record, of those at stake in the `RECORD` times thirty days before, how many stood done at the end of their due day; one
    moved, suspended or cancelled in the meantime was not.  finished: milestones done with a deadline.  low, high: how many
    of at_stake are kept, in `COVERS` of cases.  came: how many of them were; None = the days are not over.
    """

    day: date
    at_stake: int
    kept: int
    of: int
    finished: int
    low: int
    high: int
    came: int | None = None

    @property
    def speaks(self) -> bool:
        """Whether there is something to say: enough is finished, something comes due, and not every number is possible."""
        return self.finished >= ENOUGH and self.high - self.low < self.at_stake

    @property
    def hit(self) -> bool:
        return self.came is not None and self.low <= self.came <= self.high


def forecasts(facts: Facts, scope: Scope) -> list[Forecast]:
    """The forecast at the scope's day, then those of 30, 60, ... days before it, each from what was recorded by the end of
    its own day; what came of them is as the scope knows it."""
    step = timedelta(days=DUE_SOON_DAYS)
    ends = [scope.closed_through - i * step for i in range(TRIALS + 1) if i * step <= scope.closed_through - date.min]
    facts = replace(facts, lines=facts.lines[_LINE])
    plan = _plan(facts, scope)
    now = _Known(facts, plan(scope.known_at), scope.known_at, ends[0])
    found = [now.forecast(0, scope.as_of, None)]
    for i, end in enumerate(ends[1:], 1):
        known_at = start_of(end + timedelta(days=1))
        known_at = known_at if scope.known_at is None else min(known_at, scope.known_at)
        found.append(_Known(facts, plan(known_at), known_at, ends[0]).forecast(i, end, now))
    return found


def _plan(facts: Facts, scope: Scope) -> Callable[[datetime | None], pd.DataFrame]:
    """The milestones of the selection as the plan spoke of them by an instant; looked up anew only where it was changed."""
    recorded, found = facts.milestones["recorded_at"], {}

    def at(known_at: datetime | None) -> pd.DataFrame:
        said = len(recorded) if known_at is None else int((recorded.isna() | (recorded <= known_at)).sum())
        if said not in found:
            found[said] = registered(facts, scope.only(known_at=known_at))
        return found[said]

    return at


def predicted(at_stake: int, kept: int, of: int) -> tuple[int, int]:
    """From how many to how many of `at_stake` are kept by someone who kept `kept` of `of`, in `COVERS` of cases.

    The share kept is taken as unknown, with Jeffreys' prior Beta(1/2, 1/2), which for few trials covers best (Brown, Cai and
    DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001); the number kept is then
    beta-binomial, and the range leaves out at most half of the rest on either side.  Milestones are taken as independent,
    which they are not quite: hence the trials.
    """
    a, b = kept + 0.5, of - kept + 0.5

    def log_beta(x: float, y: float) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    chances = [
        exp(-log_beta(n + 1, at_stake - n + 1) + log_beta(n + a, at_stake - n + b) - log_beta(a, b)) / (at_stake + 1)
        for n in range(at_stake + 1)
    ]
    below, tail = np.cumsum(chances), (1 - COVERS) / 2
    return int(np.argmax(below > tail)), int(np.argmax(below >= 1 - tail - 1e-12))


class _Known:
    """The deadlines and states of a selection as they were known at an instant, a row a deadline and the days it was in
    force; `closed`: the day from which thirty days are counted back."""

    def __init__(self, facts: Facts, milestones: pd.DataFrame, known_at: datetime | None, closed: date) -> None:
        moves = facts.extensions
        if known_at is not None:
            moves = moves[moves["recorded_at"] <= known_at]
        first = pd.DataFrame({"milestone_id": milestones["milestone_id"], "due": milestones["due"], "from": pd.NaT})
        then = moves.rename(columns={"new_due": "due", "decided_on": "from"})[["milestone_id", "due", "from"]]
        then = then[then["milestone_id"].isin(milestones["milestone_id"])]
        rows = pd.concat([first, then.astype(first.dtypes)]).sort_values("milestone_id", kind="stable")
        until = rows.groupby("milestone_id")["from"].shift(-1)
        rows = rows.assign(until=until)[rows["due"].notna()]
        added = milestones.set_index("milestone_id")["added_on"].reindex(rows["milestone_id"])

        self._milestone = rows["milestone_id"].to_numpy()
        self._due = _days(rows["due"])
        self._from = np.maximum(_days(rows["from"], -_NEVER), _days(added, -_NEVER))
        self._until = _days(rows["until"], _NEVER)
        # The window a deadline lies in: 0 = the thirty days to come, 1 = the thirty before, ...
        self._window = -((self._due - _day(closed) - 1) // DUE_SOON_DAYS)
        held = spells(facts.lines[facts.lines["milestone_id"].isin(milestones["milestone_id"])], known_at)
        self._closed = _day(closed)
        self._line = held["milestone_id"].to_numpy() * _SPAN + _days(held["since"])
        self._held_until = _days(held["until"], _NEVER)
        self._since = _days(held["since"])
        self._status = held["status"].to_numpy("object")

    def forecast(self, window: int, day: date, truth: "_Known | None") -> Forecast:
        """What could be said at the end of `day` about the window; truth: what is known of it since."""
        asked = np.where(self._window == window, _day(day), self._closed - self._window * DUE_SOON_DAYS)
        in_force = (self._from <= asked) & (asked < self._until)
        status, _ = self._stood(self._milestone, asked)
        at_stake = in_force & np.isin(status, ("not_started", "in_progress"))
        before = at_stake & (self._window > window) & (self._window <= window + RECORD)
        kept = self._done(self._milestone[before], self._due[before])
        now = at_stake & (self._window == window)
        status, since = self._stood(self._milestone, np.full(len(self._milestone), _day(day)))
        finished = (status == "done") & (self._from <= since) & (since < self._until)
        record = int(now.sum()), int(kept.sum()), int(before.sum())
        came = None if truth is None else int(truth._done(self._milestone[now], self._due[now]).sum())
        return Forecast(day, *record, int(finished.sum()), *predicted(*record), came)

    def _done(self, milestone: np.ndarray, day: np.ndarray) -> np.ndarray:
        return self._stood(milestone, day)[0] == "done"

    def _stood(self, milestone: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The status of each milestone at the end of its day, and since when."""
        status, since = np.full(len(milestone), "not_started", dtype="object"), np.full(len(milestone), -_NEVER)
        if len(self._line):
            at = np.searchsorted(self._line, milestone * _SPAN + day, side="right") - 1
            holds = (at >= 0) & (self._line[at] // _SPAN == milestone) & (day < self._held_until[at])
            status[holds], since[holds] = self._status[at[holds]], self._since[at[holds]]
        return status, since


_SPAN = 10**7  # more days than the calendar has: a milestone's id and a day as one number


def _day(day: date) -> int:
    return day.toordinal()


def _days(column: pd.Series, missing: int = 0) -> np.ndarray:
    """Days as numbers, counted as `date.toordinal` does."""
    numbers = column.to_numpy("datetime64[D]").astype("int64") + date(1970, 1, 1).toordinal()
    return np.where(column.isna().to_numpy(), missing, numbers)
