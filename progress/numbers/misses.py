"""What stood overdue and no longer shows: forgiven by a decision, or taken away by an entry recorded afterwards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from progress.numbers.facts import Facts, lines_known
from progress.numbers.membership import (
    Looks,
    ends_of_plans,
    entered,
    may_move,
    microseconds,
    moved,
    versions,
)
from progress.numbers.periods import HANOI, month, period_of, start_of
from progress.numbers.scope import Scope
from progress.numbers.states import EPOCH, NEVER, SPAN, dated, known_spells, latest_by, normal, ordinals, spells

_DAY = timedelta(days=1) // timedelta(microseconds=1)
_OPEN, _DONE, _DECIDED = range(3)  # in progress or not started; done; suspended or cancelled
_SAID = ["milestone_id", "reported_on", "status", "done_on", "recorded_at", "withdrawn_at"]
_DECISIONS = ("suspended", "cancelled")


@dataclass(frozen=True, eq=False)
class Misses:
    """What is known at an instant of all days.

    runs: milestone_id, since, until (the first day it is no longer overdue, NEVER = still; numbers), shed (an extension,
    suspension or cancellation ended it): of each milestone that a decision speaks of.
    backdated: milestone_id, recorded_on (the day as a number), due, since, until (of the miss that stood the evening before).
    """

    runs: pd.DataFrame
    backdated: pd.DataFrame

    def shed(self, as_of: date, closed: date) -> np.ndarray:
        """The ids of those whose being overdue a decision had ended by a day; `closed`: the last that has ended."""
        runs, today = self.runs, as_of.toordinal()
        ended = runs["shed"] & (runs["until"] <= today)
        if closed < as_of:  # on the running day what ended can still be overdue again when it is over
            ended |= (runs["since"] <= closed.toordinal()) & (closed.toordinal() < runs["until"])
        return runs.loc[ended, "milestone_id"].unique()

    def taken_away(self, as_of: date) -> np.ndarray:
        """The ids of those whose miss an entry took away by a day."""
        rows = self.backdated
        return rows.loc[rows["recorded_on"] <= as_of.toordinal(), "milestone_id"].unique()


def misses(facts: Facts, scope: Scope) -> Misses:
    """All that is known at the scope's instant; made once for all days."""
    return _misses_known(facts, normal(facts, scope.known_at), scope.cutoff)


@lru_cache(maxsize=4)
def _misses_known(facts: Facts, known_at: datetime | None, cutoff: int) -> Misses:
    table, held = versions(facts, known_at), known_spells(facts, known_at)
    extensions = _granted(facts, known_at)
    entries = _late_entries(facts, table, known_at)
    decided = held.loc[held["status"].isin(_DECISIONS), "milestone_id"]
    asked = pd.concat([decided, extensions["milestone_id"], entries["milestone_id"]])
    table = table.loc[table["milestone_id"].isin(asked), ["milestone_id", "agency", "plan", "due", "entered"]]
    held = held.loc[held["milestone_id"].isin(asked), ["milestone_id", "status", "since", "until"]]
    looks = Looks.of(facts, table, known_at)
    days = _Days(
        facts,
        looks,
        table["due"],
        held,
        extensions.assign(key=extensions["milestone_id"]),
    )
    runs = days.overdue()
    return Misses(runs.rename(columns={"key": "milestone_id"}), _taken_away(facts, entries, runs, cutoff))


class _Days:
    """How looks stand at the end of any of their days."""

    def __init__(
        self, facts: Facts, looks: Looks, due: pd.Series, held: pd.DataFrame, extensions: pd.DataFrame
    ) -> None:
        """held: their `spells`, with the key of the look as milestone_id; extensions: by `key`, in their order."""
        self.looks = looks
        keys = pd.Index(looks.key)
        self._due = ordinals(due, NEVER)
        place = keys.get_indexer(held["milestone_id"])
        order = np.argsort(place, kind="stable")
        self._place, self._since = place[order], ordinals(held["since"], -NEVER)[order]
        state = np.where(held["status"] == "done", _DONE, np.where(held["status"].isin(_DECISIONS), _DECIDED, _OPEN))
        self._state = state[order]
        place = keys.get_indexer(extensions["key"])
        extensions, place = extensions[place >= 0], place[place >= 0]
        order = np.lexsort((extensions["decided_on"], place))
        self._moved, self._decided = place[order], ordinals(extensions["decided_on"], -NEVER)[order]
        self._new_due = ordinals(extensions["new_due"], NEVER)[order]
        self._stopped, self._from, self._to, self._stands = _stops(facts, looks, held)

    def stands_as_of(self, look: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The day as of whose end a look stands: itself, or that on which its plan was closed."""
        at = latest_by(self._stopped, self._from, look, day)
        if not len(self._stopped):
            return day
        return np.where((at >= 0) & (day < self._to[at]), self._stands[at], day)

    def state(self, look: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The state at a day as of which it stands, and since when."""
        at = latest_by(self._place, self._since, look, day)
        if not len(self._place):
            return np.full(len(look), _OPEN), np.full(len(look), -NEVER)
        return np.where(at >= 0, self._state[at], _OPEN), np.where(at >= 0, self._since[at], -NEVER)

    def due(self, look: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The deadline in force on a day."""
        at = latest_by(self._moved, self._decided, look, day)
        return np.where(at >= 0, self._new_due[at], self._due[look]) if len(self._moved) else self._due[look]

    def missed(self, look: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Whether it is overdue at the end of the day, whether it was done late, and the deadline in force."""
        day = self.stands_as_of(look, day)
        state, since = self.state(look, day)
        done = state == _DONE
        due = self.due(look, np.where(done, since, day))
        return (state == _OPEN) & (due <= day), done & (since > due), due

    def overdue(self) -> pd.DataFrame:
        """The days on which the looks are overdue: key, since, until (the first day after), shed."""
        every = np.arange(len(self.looks.key))
        look = np.concatenate([every, every, self._place, self._moved, self._moved, self._stopped, self._stopped])
        day = np.concatenate(
            [self.looks.entered, self._due, self._since, self._decided, self._new_due, self._from, self._to]
        )
        there = (np.abs(day) < NEVER) & (day >= self.looks.entered[look])
        changes = np.unique(look[there] * SPAN + day[there])
        look, day = changes // SPAN, changes % SPAN
        overdue, late, _ = self.missed(look, day)
        # A day on which nothing can change stands as the last before it on which something could.
        before = np.zeros(len(look), "bool")
        before[1:] = overdue[:-1] & (look[1:] == look[:-1])
        starts, ends = np.flatnonzero(overdue & ~before), np.flatnonzero(before & ~overdue)
        at = np.searchsorted(ends, starts)  # the end after each start, if it is of the same look
        ended = np.append(ends, -1)[np.minimum(at, len(ends))]
        same = (ended >= 0) & (look[ended] == look[starts])
        return pd.DataFrame(
            {
                "key": self.looks.key[look[starts]],
                "since": day[starts],
                "until": np.where(same, day[ended], NEVER),
                "shed": same & ~late[ended],
            }
        )


def _stops(facts: Facts, looks: Looks, held: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """The days on which looks stand as of the day their plan was closed: place, first day, the day after the last, that day;
    by place and day."""
    nothing = np.zeros(0, "int64")
    if facts.closings.empty:
        return nothing, nothing, nothing, nothing
    move = may_move(facts, looks)
    there = moved(facts, looks.only(move), held[held["milestone_id"].isin(looks.key[move])])
    place = pd.Index(looks.key).get_indexer(there["milestone_id"])
    still = np.setdiff1d(np.arange(len(looks.key)), place)
    plan = pd.Index(facts.plans["plan"]).get_indexer(there["plan"])
    place, plan = np.concatenate([place, still]), np.concatenate([plan, looks.plan[still]])
    since = np.concatenate([ordinals(there["since"], -NEVER), np.full(len(still), -NEVER)])
    until = np.concatenate([ordinals(there["until"], NEVER), np.full(len(still), NEVER)])
    end = ends_of_plans(facts, looks)(place, plan)
    first = np.maximum(since, end + 1)
    stopped = np.flatnonzero((end < NEVER) & (first < until))
    stopped = stopped[np.lexsort((first[stopped], place[stopped]))]
    return place[stopped], first[stopped], until[stopped], end[stopped]


# ---- Taken away afterwards


def _late_entries(facts: Facts, table: pd.DataFrame, known_at: datetime | None) -> pd.DataFrame:
    """The days on which an entry about a milestone was recorded that can have taken a miss away: milestone_id, recorded_on (a
    number), recorded_at (of the last).  What cannot is left out as far as a glance tells."""
    lines = lines_known(facts.lines[_SAID], known_at)
    extensions = _granted(facts, known_at)
    happened = ordinals(lines["done_on"], -NEVER)
    happened = np.where(happened < 0, ordinals(lines["reported_on"], NEVER), happened)
    takes = lines["status"].isin(("done", *_DECISIONS)).to_numpy()
    entries = pd.concat(
        [
            _recorded(lines).assign(happened=happened, takes=takes),
            _recorded(extensions).assign(happened=ordinals(extensions["decided_on"], NEVER), takes=True),
        ],
        ignore_index=True,
    )
    # What is known afresh of a day before it was recorded; a withdrawal, a correction, a late closing may be more of it.
    news = [
        entries.loc[entries["recorded_on"] > entries["happened"], "milestone_id"],
        facts.lines.loc[facts.lines["withdrawn_at"].notna(), "milestone_id"],
        facts.milestones.loc[facts.milestones["milestone_id"].duplicated(), "milestone_id"],
    ]
    if len(facts.closings):
        may_end = {*facts.closings["plan"], *facts.transfers["plan_to"]}
        news += [table.loc[table["plan"].isin(may_end), "milestone_id"], facts.transfers["milestone_id"].dropna()]
    entries = entries[entries["takes"] & entries["milestone_id"].isin(pd.concat(news))]
    if entries.empty:
        return entries
    dues = (
        facts.milestones[["milestone_id", "due"]],
        extensions[["milestone_id", "new_due"]].set_axis(["milestone_id", "due"], axis=1),
    )
    first = pd.concat([part[part["milestone_id"].isin(entries["milestone_id"])] for part in dues])
    first = first.groupby("milestone_id")["due"].min().reindex(entries["milestone_id"])
    entries = entries[entries["recorded_on"].to_numpy() > ordinals(first, NEVER)]
    return entries.groupby(["milestone_id", "recorded_on"], as_index=False)["recorded_at"].max()


def _granted(facts: Facts, known_at: datetime | None) -> pd.DataFrame:
    """The extensions known at an instant."""
    return facts.extensions if known_at is None else facts.extensions[facts.extensions["recorded_at"] <= known_at]


def _recorded(rows: pd.DataFrame) -> pd.DataFrame:
    """Of which milestone each row is, the instant in microseconds and the day in Viet Nam it was recorded, as numbers."""
    at = microseconds(rows["recorded_at"])
    day = (at + HANOI.utcoffset(None) // timedelta(microseconds=1)) // _DAY + EPOCH
    return pd.DataFrame({"milestone_id": rows["milestone_id"].to_numpy(), "recorded_at": at, "recorded_on": day})


def _taken_away(facts: Facts, entries: pd.DataFrame, runs: pd.DataFrame, cutoff: int) -> pd.DataFrame:
    """Of the entries those that left no day of the miss that stood the evening before; runs: what is overdue as known now."""
    columns = ["milestone_id", "recorded_on", "recorded_at", "due", "since", "until"]
    if entries.empty:
        return entries.reindex(columns=columns)
    evening = [start_of(date.fromordinal(day)) - timedelta(microseconds=1) for day in entries["recorded_on"].unique()]
    evening = dict(zip(entries["recorded_on"].unique(), evening, strict=True))
    looks = entries.reset_index(drop=True).rename_axis("key").reset_index()
    looks["evening"] = pd.to_datetime(looks["recorded_on"].map(evening), utc=True).astype("datetime64[us, UTC]")

    rows = looks[["key", "milestone_id", "evening"]].merge(facts.milestones, on="milestone_id")
    rows = rows[~(rows["recorded_at"] > rows["evening"])].drop_duplicates("key", keep="last")
    looks = looks[looks["key"].isin(rows["key"])]
    rows = rows.assign(entered=entered(rows, facts))
    known = looks[["key", "milestone_id", "evening"]]
    lines = known.merge(facts.lines, on="milestone_id")
    lines = lines[(lines["recorded_at"] <= lines["evening"]) & ~(lines["withdrawn_at"] <= lines["evening"])]
    held = spells(lines.assign(milestone_id=lines["key"], withdrawn_at=pd.NaT), None)
    moves = known.merge(facts.extensions, on="milestone_id")
    moves = moves[moves["recorded_at"] <= moves["evening"]]
    seen = Looks.of(facts, rows, None)
    seen = Looks(
        rows["key"].to_numpy(), seen.milestone, seen.lead, seen.plan, seen.entered, microseconds(rows["evening"])
    )
    days = _Days(facts, seen, rows["due"], held, moves)

    place, today = np.arange(len(rows)), looks["recorded_on"].to_numpy()
    overdue, late, due = days.missed(place, today - 1)
    stood = (
        (overdue | late) & (seen.entered < today) & _is_late(facts, due, looks["recorded_at"].to_numpy(), today, cutoff)
    )
    last = days.overdue()
    last = last[last["since"] < looks.set_index("key")["recorded_on"].reindex(last["key"]).to_numpy()]
    last = last.drop_duplicates("key", keep="last").set_index("key").reindex(rows["key"])
    found = looks.assign(
        due=dated(due), since=last["since"].to_numpy(), until=np.minimum(last["until"].to_numpy(), today)
    )[stood]
    found = found.dropna(subset="since")
    left = found[["key", "milestone_id", "since", "until"]].merge(
        runs.rename(columns={"key": "milestone_id", "since": "begun", "until": "ended"}), on="milestone_id"
    )
    left = left[(left["begun"] < left["until"]) & (left["since"] < left["ended"])]
    return found.loc[~found["key"].isin(left["key"]), columns].reset_index(drop=True)


def _is_late(
    facts: Facts, due: np.ndarray, recorded_at: np.ndarray, recorded_on: np.ndarray, cutoff: int
) -> np.ndarray:
    """Whether something was recorded after the report period of a deadline had ended, or after that month was issued."""
    days = np.unique(due[np.abs(due) < NEVER])
    ends = np.array([period_of(date.fromordinal(day), cutoff).end.toordinal() for day in days] + [NEVER])
    late = recorded_on > ends[np.minimum(np.searchsorted(days, due), len(days))]
    for issue in facts.issued[facts.issued["edition"] == 1].itertuples() if len(facts.issued) else ():
        period = month(int(issue.month[:4]), int(issue.month[5:7]), issue.cutoff_day)
        inside = (period.start.toordinal() <= due) & (due <= period.end.toordinal())
        late |= inside & (recorded_at > issue.known_at.value // 1000)
    return late
