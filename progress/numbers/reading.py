"""Everything the rules say of one scope, each of it counted once: what the screens, the commands, `/api` and a pack ask."""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

import pandas as pd

from progress.numbers import forecast, history, rules, two_days
from progress.numbers.facts import Facts, as_known
from progress.numbers.forecast import Forecast
from progress.numbers.order import ordered
from progress.numbers.scope import Scope


class Reading:
    """The numbers of a scope out of the facts, made by whoever asks first and kept as long as the reading is.

    The frames are shared, also between threads: copy before changing.  Facts are taken as they are given; `as_known`
    takes them as the scope's instant knew them.
    """

    def __init__(self, facts: Facts, scope: Scope) -> None:
        self.facts, self.scope = facts, scope
        self._kept: dict[Hashable, Any] = {}
        self._making = RLock()  # one number is made of another

    @classmethod
    def as_known(cls, facts: Facts, scope: Scope) -> "Reading":
        """With names, papers and settings as they were at the scope's instant, and the colour rule they held."""
        return cls(*as_known(facts, scope))

    def kept(self, what: Hashable, make: Callable[[], Any]) -> Any:
        """What is made of this reading under a name of its own, once, however many ask for it at a time."""
        if what not in self._kept:
            with self._making:
                if what not in self._kept:
                    self._kept[what] = make()
        return self._kept[what]

    @property
    def standing(self) -> pd.DataFrame:
        """`rules.standing`."""
        return self.kept("standing", lambda: rules.standing(self.facts, self.scope))

    @property
    def whole(self) -> "Reading":
        """The same without a choice of plans, agencies or kinds: what a transfer takes out of it is still there."""
        scope = self.scope.only(plans=(), agencies=(), kinds=(), phase="")
        return self if scope == self.scope else self.kept("whole", lambda: Reading(self.facts, scope))

    @property
    def tally(self) -> pd.DataFrame:
        """`rules.tally`: what every rate of every grouping is made of."""
        return self.kept("tally", lambda: rules.tally(self.standing))

    def rates(self, *by: str) -> pd.DataFrame:
        """`rules.rates` for each group in the columns `by`, in the order an office lists them; no `by`: one row, the total.

        Raises `rules.BucketsDoNotAddUp`.
        """
        return self.kept(("rates", by), lambda: ordered(rules.rates(self.tally, by, self.scope.rule), self.facts, by))

    @property
    def total(self) -> dict[str, Any]:
        """The total's row of `rates` as plain values; what is undefined is NaN."""
        return self.kept("total", lambda: self.rates().to_dict("records")[0])

    @property
    def series(self) -> pd.DataFrame:
        """`rules.series`."""
        return self.kept("series", lambda: rules.series(self.facts, self.scope, self.standing))

    @property
    def reporting(self) -> pd.DataFrame:
        """`rules.reporting`: who has reported in the period."""
        return self.kept("reporting", lambda: rules.reporting(self.standing))

    @property
    def reported(self) -> tuple[int, int]:
        """How many agencies with open milestones have reported in the period, of how many."""
        return int(self.reporting["reported"].sum()), len(self.reporting)

    def only(self, code: str) -> pd.DataFrame:
        """The row of `standing` of one milestone; none where it is not in the plan on this day."""
        return self.standing[self.standing["milestone"] == code]

    def milestone(self, code: str) -> dict[str, Any] | None:
        """The row of `only` by its columns; None where there is none."""
        return next(iter(self.only(code).to_dict("records")), None)

    def moves(self, code: str | None = None) -> pd.DataFrame:
        """`history.moves`: how the deadlines were moved, of all milestones or of one."""
        return history.moves(self.facts.extensions, self.standing if code is None else self.only(code), self.scope)

    def series_beside(self, other: "Reading") -> pd.DataFrame:
        """`series` in the months of another reading's."""
        return rules.series(self.facts, self.scope, self.standing, other.series["month"])

    def periods(self, count: int = history.PERIODS) -> pd.DataFrame:
        """`history.periods`: the rates at the end of each of the last report periods."""
        return self.kept(("periods", count), lambda: history.periods(self.facts, self.scope, count))

    @property
    def forecasts(self) -> list[Forecast]:
        """`forecast.forecasts`: what comes of the milestones due soon, and what was said before."""
        return self.kept("forecasts", lambda: forecast.forecasts(self.facts, self.scope))

    def changes(self, before: "Reading") -> pd.DataFrame:
        """`two_days.changes` since a reading of the same facts and selection at an earlier day."""
        decided = two_days.decided(self.facts, before.scope.as_of, self.scope)
        return two_days.changes(before.whole.standing, self.whole.standing, decided, self.scope)
