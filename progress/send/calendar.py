"""Deadlines as a calendar (iCalendar, RFC 5545) that a telephone or Outlook subscribes to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.rules import OPEN
from progress.say.languages import Words
from progress.say.names import agency_names, plan_names

# At eight in the morning a week before, the day before and on the day; a deadline's day begins at midnight.
_ALARMS = ("-P6DT16H", "-PT16H", "PT8H")
_REFRESH = "PT6H"
_LONGEST = 75  # bytes of a line


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
    lines = [
        ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Tien do//Tien do//VI"), ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"), ("X-WR-CALNAME", _text(title)), ("REFRESH-INTERVAL;VALUE=DURATION", _REFRESH),
        ("X-PUBLISHED-TTL", _REFRESH),
    ]  # fmt: skip
    if rows["illustrative"].any():
        lines.append(("X-WR-CALDESC", _text(words.terms.illustrative)))
    for row in rows.to_dict("records"):
        said = {words.columns.lead: names.get(row["agency"], row["agency"]), words.columns.plan: plans.get(row["plan"], row["plan"]),
                words.columns.code: row["milestone"], words.columns.state: words.terms.buckets[row["bucket"]]}  # fmt: skip
        if row["moves"]:
            said[words.columns.original_due] = words.day(row["due"])
        about = [f"{word}: {text}" for word, text in said.items()] + [words.terms.illustrative] * bool(
            row["illustrative"]
        )
        sequence = int(row["moves"] + corrections[row["milestone_id"]])
        lines += _event(row, sequence, "\n".join(about), words, now, base_url)
    lines.append(("END", "VCALENDAR"))
    return b"".join(_folded(f"{name}:{value}") for name, value in lines)


def _event(
    row: dict, sequence: int, about: str, words: Words, now: datetime, base_url: str
) -> Iterator[tuple[str, str]]:
    late, due, title = row["bucket"] == "overdue", row["due_in_force"], words.titled(row, "title")
    yield "BEGIN", "VEVENT"
    yield "UID", _text(f"{row['milestone']}@tien-do")
    yield "SEQUENCE", str(sequence)
    yield "DTSTAMP", f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "DTSTART;VALUE=DATE", _day(due)
    yield "DTEND;VALUE=DATE", _day(due + timedelta(days=1))
    yield "SUMMARY", _text(words.calendar.overdue.format(title=title) if late else title)
    yield "DESCRIPTION", _text(about)
    yield "URL", f"{base_url}/milestone?milestone={quote(row['milestone'], safe='')}"
    yield "TRANSP", "TRANSPARENT"
    for trigger in () if late else _ALARMS:
        yield from _alarm(trigger, title)
    yield "END", "VEVENT"


def _alarm(trigger: str, title: str) -> Iterable[tuple[str, str]]:
    return (
        ("BEGIN", "VALARM"), ("ACTION", "DISPLAY"), ("TRIGGER", trigger), ("DESCRIPTION", _text(title)), ("END", "VALARM"),
    )  # fmt: skip


def _day(day: pd.Timestamp) -> str:
    return f"{day.year:04d}{day:%m%d}"


def _text(text: str) -> str:
    text = "\n".join(text.splitlines())
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return "".join(c for c in text.replace("\n", "\\n") if c >= " " and c != "\x7f")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, no letter torn apart."""
    pieces, piece = [], b""
    for letter in line:
        letter = letter.encode()
        if len(piece) + len(letter) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += letter
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
