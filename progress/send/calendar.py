"""Deadlines as a calendar (iCalendar, RFC 5545) that a telephone or Outlook subscribes to."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pandas as pd
from icalendar import Alarm, Calendar, Component, Event

from progress.numbers.facts import Facts
from progress.numbers.rules import OPEN
from progress.say.languages import Words
from progress.say.names import agency_names, plan_names

# At eight in the morning a week before, the day before and on the day; a deadline's day begins at midnight.
_ALARMS = (timedelta(days=-7, hours=8), timedelta(days=-1, hours=8), timedelta(hours=8))


def address(base_url: str, token: str) -> str:
    """What a person gives to the calendar program; whoever has it reads the calendar."""
    return f"{base_url}/lich.ics?token={quote(token)}"


def calendar(rows: pd.DataFrame, facts: Facts, agency: str | None, words: Words, now: datetime, base_url: str) -> bytes:
    """The open milestones with a deadline among `rows` (of `rules.standing`), an all-day event each.

    agency: code of the one it is of; None = the whole city's.  A milestone keeps its UID for ever; its SEQUENCE grows
    with each extension and correction.  What is overdue stays on its day and says so, without an alarm; what is done or
    cancelled is not there.
    """
    names, plans = agency_names(facts, words), plan_names(facts, words)
    corrections = facts.milestones.groupby("milestone_id").size() - 1
    rows = rows[rows["bucket"].isin(OPEN) & rows["due_in_force"].notna()].sort_values(["due_in_force", "milestone"])
    title = words.calendar.all if agency is None else words.calendar.name.format(agency=names.get(agency, agency))
    made = _component(
        Calendar, version="2.0", prodid="-//Tien do//Tien do//VI", calscale="GREGORIAN", method="PUBLISH",
        x_wr_calname=_text(title), x_published_ttl="PT6H",
    )  # fmt: skip
    made.add("refresh-interval", timedelta(hours=6), {"VALUE": "DURATION"})
    if rows["illustrative"].any():
        made.add("x-wr-caldesc", _text(words.terms.illustrative))
    for row in rows.to_dict("records"):
        said = {words.columns.lead: names.get(row["agency"], row["agency"]), words.columns.plan: plans.get(row["plan"], row["plan"]),
                words.columns.code: row["milestone"], words.columns.state: words.terms.buckets[row["bucket"]]}  # fmt: skip
        if row["moves"]:
            said[words.columns.original_due] = words.day(row["due"])
        about = [f"{word}: {text}" for word, text in said.items()]
        if row["illustrative"]:
            about.append(words.terms.illustrative)
        sequence = int(row["moves"] + corrections[row["milestone_id"]])
        made.add_component(_event(row, sequence, "\n".join(about), words, now, base_url))
    return made.to_ical(sorted=False)


def _event(row: dict, sequence: int, about: str, words: Words, now: datetime, base_url: str) -> Component:
    late, due, title = row["bucket"] == "overdue", row["due_in_force"].date(), _text(words.titled(row, "title"))
    event = _component(
        Event, uid=f"{row['milestone']}@tien-do", sequence=sequence, dtstamp=now.astimezone(UTC), dtstart=due,
        dtend=due + timedelta(days=1), summary=words.calendar.overdue.format(title=title) if late else title,
        description=_text(about), url=f"{base_url}/milestone?milestone={quote(row['milestone'], safe='')}",
        transp="TRANSPARENT",
    )  # fmt: skip
    for trigger in () if late else _ALARMS:
        event.add_component(_component(Alarm, action="DISPLAY", trigger=trigger, description=title))
    return event


def _component(kind: type[Component], **properties) -> Component:
    made = kind()
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    return made


def _text(text: str) -> str:
    """Without what RFC 5545 has no place for: letters that steer a terminal."""
    return "\n".join("".join(c for c in line if c >= " " and c != "\x7f") for line in text.splitlines())
