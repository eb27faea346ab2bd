"""Who owes what: the reminders of a day, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

import pandas as pd
from sqlalchemy import Row

from models.changes.mail import Mail
from progress.numbers.facts import Facts
from progress.numbers.periods import Period, period_of, shifted, today
from progress.numbers.rules import OPEN, standing
from progress.numbers.scope import Scope
from progress.say.languages import Words
from progress.say.names import agency_names

DUE_IN = (30, 7, 1)  # days before a deadline on which it is worth a mail
LATE_EVERY = 7  # days; also on the first


@dataclass(frozen=True)
class Owing:
    """What one agency is reminded of on a day.

    period: the one whose cut-off is near (None = none is), closed: it is over; not_updated: how many open milestones
    have no line in it, or since.  overdue, due: rows of `rules.standing`, due within `DUE_IN[0]` days, by deadline.
    called: whether this day is one for a mail - a day of the cut-off with something not updated, or a deadline's.
    illustrative: any of its open milestones is made up.
    """

    agency: str
    period: Period | None
    closed: bool
    not_updated: int
    overdue: pd.DataFrame
    due: pd.DataFrame
    called: bool
    illustrative: bool


def occasion(day: date, cutoff: int, around: Iterable[int]) -> tuple[Period, bool] | None:
    """The report period that is to be reminded of on a day, and whether it is over; None = an ordinary day.

    around: days from the cut-off day, negative = before it.
    """
    period = period_of(day, cutoff)
    before = shifted(period, -1, cutoff)
    for one, over in ((period, False), (before, True)):
        if (day - one.end).days in around:
            return one, over
    return None


def owing(facts: Facts, now: datetime, cutoff: int, around: Iterable[int]) -> list[Owing]:
    """Each agency with open milestones, in the order of the facts, and what it is reminded of on the day of `now`."""
    day = today(now)
    table = standing(facts, Scope.on(day, now, cutoff=cutoff))
    table = table[table["bucket"].isin(OPEN)].sort_values(["due_in_force", "milestone"], kind="stable")
    period, closed = occasion(day, cutoff, around) or (None, False)
    without = set(table.loc[~table["updated"], "milestone_id"])
    if closed:
        then = standing(facts, Scope.on(period.end, now, cutoff=cutoff))
        without &= set(then.loc[then["bucket"].isin(OPEN) & ~then["updated"], "milestone_id"])
    days = (table["due_in_force"] - pd.Timestamp(day)).dt.days
    found = []
    for agency in facts.agencies["agency"]:
        rows = table[table["agency"] == agency]
        if rows.empty:
            continue
        left = days[rows.index]
        count = int(rows["milestone_id"].isin(without).sum()) if period else 0
        late = -left[rows["bucket"] == "overdue"]
        called = left.isin(DUE_IN).any() or ((late == 1) | (late % LATE_EVERY == 0)).any()
        found.append(
            Owing(
                agency,
                period,
                closed,
                count,
                overdue=rows[rows["bucket"] == "overdue"],
                due=rows[left.between(0, DUE_IN[0])],
                called=bool(count or called),
                illustrative=bool(rows["illustrative"].any()),
            )
        )
    return found


def mails(
    facts: Facts, owed: Iterable[Owing], people: Iterable[Row], now: datetime, base_url: str, words: Words
) -> list[Mail]:
    """One mail a person whose agency is called upon today. people: `models.changes.mail.addressees`."""
    called = {one.agency: one for one in owed if one.called}
    return [
        Mail(person.id, person.name, person.email, subject(called[person.agency], words),
             text(facts, called[person.agency], person.name, now, base_url, words))
        for person in people
        if person.agency in called
    ]  # fmt: skip


def subject(owed: Owing, words: Words) -> str:
    """What the reminder is about, most urgent first."""
    if owed.not_updated:
        kind, n = "closed" if owed.closed else "open", owed.not_updated
    else:
        kind, n = ("overdue", len(owed.overdue)) if len(owed.overdue) else ("due", len(owed.due))
    day = words.day(owed.period.end) if owed.period else ""
    return words.reminders.subjects[kind].format(n=words.integer(n), day=day)


def text(facts: Facts, owed: Owing, name: str, now: datetime, base_url: str, words: Words) -> str:
    """The whole reminder: how many are not updated, what is overdue, what is due, where to update."""
    agency = agency_names(facts, words)[owed.agency]
    parts = [words.reminders.hello.format(name=name)]
    if owed.not_updated:
        line = words.reminders.closed if owed.closed else words.review.reminder_line
        n, day = words.integer(owed.not_updated), words.day(owed.period.end)
        parts.append(line.format(agency=agency, n=n, day=day))
    else:
        parts.append(agency)
    for rows, title, line in (
        (owed.overdue, words.reminders.overdue, words.reminders.overdue_line),
        (owed.due, words.reminders.due, words.reminders.due_line),
    ):
        if len(rows):
            parts.append(
                "\n".join([title, *(f"- {_said(row, line, today(now), words)}" for row in rows.to_dict("records"))])
            )
    parts.append(words.reminders.link.format(link=f"{base_url}/update?agency={quote(owed.agency)}"))
    if owed.illustrative:
        parts.append(words.terms.illustrative)
    return "\n\n".join(parts) + "\n"


def _said(row: dict, line: str, day: date, words: Words) -> str:
    due = row["due_in_force"].date()
    return line.format(
        title=" ".join(words.titled(row, "title").split()), code=row["milestone"], day=words.day(due),
        n=words.integer(abs((due - day).days)),
    )  # fmt: skip
