"""Where a milestone is on a day, of what is stored now: who leads it, in which plan, and whether it is open.

The same rules as `progress.numbers.membership`, a milestone at a time: for whoever writes, inside his own transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, Row, Select, select

from models.store.tables import (
    Document,
    Extension,
    Milestone,
    MilestoneVersion,
    Plan,
    PlanClosing,
    Status,
    StatusLine,
    Transfer,
    Withdrawal,
)

_DAY = timedelta(days=1)
_MANY = 500  # ids in one query; beyond twenty such all rows are read


class Place(NamedTuple):
    """Lead and plan of a milestone, by their ids."""

    agency: int
    plan: int


class Places:
    """The milestones of these ids (None: all), as everything recorded so far has it."""

    def __init__(self, connection: Connection, milestones: Iterable[int] | None = None) -> None:
        self._connection = connection
        self._ids = None if milestones is None else sorted(set(milestones))
        self._walked: dict[int, list[tuple[date, Place]]] = {}

    def __iter__(self) -> Iterator[int]:
        return iter(self._versions)

    def code(self, milestone: int) -> str:
        return self._versions[milestone].code

    def first(self, milestone: int) -> Place:
        """Where it began, as corrected so far."""
        version = self._versions[milestone]
        return Place(version.agency_id, version.plan_id)

    def entered(self, milestone: int) -> date | None:
        """The first day it is in its plan; None = from the beginning."""
        return self._versions[milestone].added_on or self.plan_days[self._versions[milestone].plan_id]

    def at(self, milestone: int, day: date) -> Place:
        """Where it is on a day."""
        if not self._transfers:
            return self.first(milestone)
        if milestone not in self._walked:
            self._walked[milestone] = self._walk(milestone)
        return next((place for on, place in reversed(self._walked[milestone]) if on <= day), self.first(milestone))

    def left(self, milestone: int, what: str) -> date | None:
        """The day from which it had another `agency` or `plan` than the first; None = never."""
        first = getattr(self.first(milestone), what)
        self.at(milestone, date.max)
        return next((on for on, place in self._walked.get(milestone, ()) if getattr(place, what) != first), None)

    def is_open(self, milestone: int, day: date) -> bool:
        """In a plan on a day, and neither done nor cancelled at its end."""
        entered = self.entered(milestone)
        return (entered is None or entered <= day) and not self._closed(milestone, day, self.at(milestone, day).plan)

    def is_overdue(self, milestone: int, day: date) -> bool:
        """Open, not suspended, and its deadline in force passed by the end of a day."""
        plan = self.at(milestone, day).plan
        stands = min(day, self.closed_on.get(plan) or day)
        moves = [move.new_due for move in self._extensions[milestone] if move.decided_on <= stands]
        due = moves[-1] if moves else self._versions[milestone].due
        suspended = self._status(milestone, stands) == Status.SUSPENDED
        return self.is_open(milestone, day) and not suspended and due is not None and due <= stands

    # what is stored

    @cached_property
    def _versions(self) -> dict[int, Row]:
        version = MilestoneVersion.__table__.c
        query = select(
            version.milestone_id, Milestone.code, version.agency_id, version.plan_id, version.added_on, version.due
        ).join(Milestone, Milestone.id == version.milestone_id)
        return {row.milestone_id: row for row in self._rows(query.order_by(version.milestone_id, version.id))}

    @cached_property
    def _lines(self) -> dict[int, list[tuple[date, str]]]:
        """The effective day and status of each line that counts, each beating those before it."""
        line, taken = StatusLine.__table__.c, select(Withdrawal.line_id)
        query = (
            select(line.milestone_id, line.reported_on, line.done_on, line.status)
            .where(line.id.not_in(taken))
            .order_by(line.milestone_id, line.reported_on, line.recorded_at, line.id)
        )
        found: dict[int, list[tuple[date, str]]] = defaultdict(list)
        for row in self._rows(query):
            lines = found[row.milestone_id]
            # What stands done is neither cancelled nor suspended.
            if row.status in (Status.CANCELLED, Status.SUSPENDED) and lines and lines[-1][1] == Status.DONE:
                continue
            lines.append((row.done_on or row.reported_on, row.status))
        return found

    @cached_property
    def _extensions(self) -> dict[int, list[Row]]:
        move = Extension.__table__.c
        query = select(move.milestone_id, move.decided_on, move.new_due)
        found = defaultdict(list)
        for row in self._rows(query.order_by(move.milestone_id, move.decided_on, move.recorded_at, move.id)):
            found[row.milestone_id].append(row)
        return found

    @cached_property
    def _transfers(self) -> dict[date, list[Row]]:
        """By their day; the later recorded of one day last, those that name a milestone after rules, and of these those of
        one plan's work after those of all."""
        table = Transfer.__table__.c
        rows = self._connection.execute(select(Transfer.__table__).order_by(table.recorded_at, table.id)).all()
        found: dict[date, list[Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.milestone_id is not None, row.from_plan_id is not None)):
            found[row.effective_on].append(row)
        return found

    @cached_property
    def plan_days(self) -> dict[int, date | None]:
        """The day each plan begins: its paper's, else that of its period; None = neither is known."""
        query = select(Plan.id, Document.issued_on, Plan.period_start).outerjoin(
            Document, Document.id == Plan.document_id
        )
        return {row.id: row.issued_on or row.period_start for row in self._connection.execute(query)}

    @cached_property
    def closed_on(self) -> dict[int, date | None]:
        """The day each plan was closed on; None = a closing that was a mistake."""
        table = PlanClosing.__table__.c
        query = select(table.plan_id, table.closed_on).order_by(table.recorded_at, table.id)
        return {row.plan_id: row.closed_on for row in self._connection.execute(query)}

    def _rows(self, query: Select) -> Iterator[Row]:
        """Rows of the asked milestones, in the order of the query."""
        column = query.selected_columns["milestone_id"]
        if self._ids is None or len(self._ids) > 20 * _MANY:
            wanted = None if self._ids is None else set(self._ids)
            for row in self._connection.execute(query):
                if wanted is None or row.milestone_id in wanted:
                    yield row
            return
        for start in range(0, len(self._ids), _MANY):
            yield from self._connection.execute(query.where(column.in_(self._ids[start : start + _MANY])))

    # the rules

    def _status(self, milestone: int, day: date) -> str:
        lines = self._lines[milestone]
        return next((status for on, status in reversed(lines) if on <= day), Status.NOT_STARTED)

    def _closed(self, milestone: int, day: date, plan: int) -> bool:
        stands = min(day, self.closed_on.get(plan) or day)
        return self._status(milestone, stands) in (Status.DONE, Status.CANCELLED)

    def _walk(self, milestone: int) -> list[tuple[date, Place]]:
        """Where it is from which day on. `there` is where it would be had it always been open: while it is closed a rule
        moves only that, and it follows on the day it is reopened."""
        days = {*self._transfers, *(on for on, _ in self._lines[milestone])}
        here = there = self.first(milestone)
        entered, path = self.entered(milestone), []
        for day in sorted(days):
            was_closed = self._closed(milestone, day - _DAY, here.plan)
            led = entered is None or entered < day
            named = [act for act in self._transfers.get(day, ()) if act.milestone_id == milestone]
            rules = [
                act
                for act in self._transfers.get(day, ())
                if led and act.from_agency_id == there.agency and act.from_plan_id in (None, there.plan)
            ]
            for act in (*rules, *named):
                there = Place(act.to_agency_id or there.agency, act.to_plan_id or there.plan)
            if was_closed:
                here = Place(
                    there.agency if any(act.to_agency_id for act in named) else here.agency,
                    there.plan if any(act.to_plan_id for act in named) else here.plan,
                )
            if not was_closed or not self._closed(milestone, day, here.plan):
                here = there
            path.append((day, here))
        return path
